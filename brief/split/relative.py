"""The days that a sentence means, seen from the day of its report: "on Tuesday", "gestern".

A weekday is the last one that the report can look back on, or the next one where the sentence looks
ahead.  What decides is next to it ("last Friday"), then the verbs around it; where nothing does, it
is no day, since a wrong one is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from brief.language.calendar import fold, stated, weekday_pattern, weekdays
from brief.language.lists import finite_verbs
from brief.language.words import keyed

#: Characters before a date in which a word that looks ahead bears on it.
_NEAR = 80
#: Characters around a weekday in which "next" and "last" belong to it.
_BESIDE = 14
#: Characters around a weekday in which verbs tell its sentence's tense: a sentence may be endless.
_AROUND = 400
_TODAY = (
    r"\b(?P<today>[Tt]oday|[Tt]onight|[Tt]his (?:morning|afternoon|evening))\b|"
    r"\b(?P<yesterday>[Yy]esterday|[Ll]ast night)\b|\b(?P<tomorrow>[Tt]omorrow)\b|"
    r"\b(?P<days>NUMBERS|\d{1,2}) days ago\b|"
    r"\b(?:[Ll]ast|[Pp]revious) (?P<unit>month|year)\b|\b(?:[Tt]his) (?P<this>month|year)\b"
)
#: Of these every match of `_TODAY` has one; looking for them is quicker.
_PARTS = ("oday", "night", "his ", "esterday", "omorrow", "days ago", "month", "year")
_SHIFTS = {"today": 0, "yesterday": -1, "tomorrow": 1}
#: What may stand between a weekday and the date that it belongs to.
_BETWEEN = re.compile(r",? (?:the |den |le )?")
#: Every Monday, and Mondays: no day.
_EVERY = re.compile(r"(?:\b(?:every|each|jeden|chaque|tous les|cada|todos los|ogni|elke|kazdy)\s)$")
#: What parts clauses.
_CLAUSE = re.compile(r"[,;:–—()„“”«»\"]")
_LAST = re.compile(r"\b[Ll]ast $|\b[Pp]ast $|\b[Pp]revious $")
#: "à" is no form of "avoir", which it is taken for without its accent.
_PREPOSITION = re.compile(r"\bà\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date that `text[start:end]` mentions."""

    start: int
    end: int
    #: `YYYY-MM-DD`, `YYYY-MM` or `YYYY` (ISO 8601).
    iso: str


def relative_days(text: str, published: date, language: str) -> Iterator[DateMention]:
    """Yield the days that `text` names by their distance from the report, or as weekdays."""
    if language == "en":
        yield from _relative(text, published)
        yield from _on_weekday(text, published)
    elif patterns := _patterns(language):
        folded = fold(_PREPOSITION.sub("_", text), language)
        for name, shift in _SHIFTS.items():
            for match in patterns[name].finditer(folded) if name in patterns else ():
                day = published + timedelta(shift)
                yield DateMention(*match.span(), day.isoformat())
        if "past" in patterns:
            yield from _on_weekday_elsewhere(text, folded, published, language)


def looks_ahead(text: str, start: int) -> bool:
    """Return whether an English text has a word that looks ahead shortly before `start`."""
    return _ahead().search(text, max(0, start - _NEAR), start) is not None


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(keyed('event_dates/en')['ahead'])})\b")


def _relative(text: str, published: date) -> Iterator[DateMention]:
    if not any(part in text for part in _PARTS):
        return
    for match in _relative_pattern().finditer(text):
        group = match.lastgroup or ""
        months = published.year * 12 + published.month - 1 - (group == "unit")
        match group:
            case "unit" | "this" if match[group] == "month":
                iso = f"{months // 12:04}-{months % 12 + 1:02}"
            case "unit" | "this":
                iso = f"{published.year - (group == 'unit'):04}"
            case "days":
                number = match["days"]
                back = int(number) if number.isdigit() else _small_numbers()[number]
                iso = (published - timedelta(back)).isoformat()
            case _:
                iso = (published + timedelta(_SHIFTS[group])).isoformat()
        yield DateMention(*match.span(), iso)


@cache
def _relative_pattern() -> re.Pattern[str]:
    return re.compile(_TODAY.replace("NUMBERS", "|".join(_small_numbers())))


@cache
def _small_numbers() -> dict[str, int]:
    """Return the English words for 2 … 10 and their values."""
    numbers = keyed("quantities/en")
    return {word: number for number in range(2, 11) for word in numbers[f"is.{number}"]}


def _on_weekday(text: str, published: date) -> Iterator[DateMention]:
    if not any(name in text for name in _short_weekdays()):
        return
    dated = {stated_date.start for stated_date in stated(text)}
    for match in weekday_pattern("en").finditer(text):
        gap = _BETWEEN.match(text, match.end())
        beside = text[max(0, match.start() - _BESIDE) : match.start()]
        if (gap and gap.end() in dated) or _EVERY.search(beside.lower()):
            continue
        back = (published.weekday() - weekdays("en")[match[0]]) % 7
        if _is_ahead(text, match.start(), match.end()):
            day = published + timedelta((7 - back) % 7)
        else:
            day = published - timedelta(back or (7 if _LAST.search(beside) else 0))
        yield DateMention(*match.span(), day.isoformat())


@cache
def _short_weekdays() -> frozenset[str]:
    """Return how the English weekdays begin."""
    return frozenset(name[:3] for name in weekdays("en"))


def _is_ahead(text: str, start: int, end: int) -> bool:
    """Return whether an English sentence looks ahead to a weekday.

    A word before it does; behind it one does where the weekday opens the clause ("On Friday the
    council will vote").  Without a verb of the past anywhere, one of expecting anywhere will do.
    """
    if _LAST.search(text, max(0, start - _BESIDE), start):
        return False
    if looks_ahead(text, start):
        return True
    clause = _subordinate().split(text[end : end + _AROUND], maxsplit=1)[0]
    if start < _BESIDE and not re.search(r"[a-z]", re.sub(r"^(?:On|By)\b", "", text[:start])):
        ahead = _ahead().search(clause)
        return ahead is not None and not _is_past(clause[: ahead.start()])
    around = text[max(0, start - _AROUND) : end + _AROUND]
    return not _is_past(around) and _ahead().search(around) is not None


@cache
def _subordinate() -> re.Pattern[str]:
    return re.compile(rf"(?i:\b(?:{'|'.join(keyed('event_dates/en')['subordinate'])})\b)")


def _is_past(clause: str) -> bool:
    """Return whether an English clause has a verb of the past."""
    listed = finite_verbs("en") - frozenset("|".join(keyed("event_dates/en")["present"]).split("|"))
    words = re.findall(r"[A-Za-z'’]+", clause)
    return any(word in listed or (word.islower() and word.endswith("ed")) for word in words)


def _on_weekday_elsewhere(
    text: str, folded: str, published: date, language: str
) -> Iterator[DateMention]:
    """Yield the weekdays of a text in another language than English; it is also given folded."""
    names, patterns = weekdays(language), _patterns(language)
    dated = {mention.start for mention in stated(folded, language)}
    for match in weekday_pattern(language).finditer(folded):
        gap = _BETWEEN.match(folded, match.end())
        if _is_cut(match[0], names) or (gap and gap.end() in dated):
            continue
        if _EVERY.search(folded, max(0, match.start() - _BESIDE), match.start()):
            continue
        back = (published.weekday() - names[match[0]]) % 7
        beside = folded[max(0, match.start() - _BESIDE) : match.end() + _BESIDE]
        if patterns["next"].search(beside):
            day = published + timedelta(7 - back)
        elif patterns["last"].search(beside):
            day = published - timedelta(back or 7)
        elif back == 0 or (tense := _tense(text, folded, match.span(), language)) > 0:
            day = published - timedelta(back)
        elif tense < 0:
            day = published + timedelta(7 - back)
        else:
            continue
        yield DateMention(*match.span(), day.isoformat())


def _tense(text: str, folded: str, place: tuple[int, int], language: str) -> int:
    """Return 1 where the clause around a weekday looks back, -1 where it looks ahead, else 0.

    Where the clause does neither, its sentence may.
    """
    first, last = max(0, place[0] - _AROUND), place[1] + _AROUND
    start = max((mark.end() for mark in _CLAUSE.finditer(text, first, place[0])), default=first)
    mark = _CLAUSE.search(text, place[1], last)
    for begins, ends in ((start, mark.start() if mark else last), (first, last)):
        past, ahead = (
            _says(tense, text[begins:ends], folded[begins:ends], language)
            for tense in ("past", "ahead")
        )
        if past or ahead:
            return past - ahead
    return 0


def _says(tense: str, text: str, folded: str, language: str) -> bool:
    patterns = _patterns(language)
    spellings = ((tense, folded), (f"{tense} written", text.lower()))
    return any(patterns[key].search(line) for key, line in spellings if key in patterns)


def _is_cut(name: str, names: Mapping[str, int]) -> bool:
    """Return whether a name is an abbreviation: "mar" of "mardi" may be any word of prose."""
    number = names[name]
    return (
        any(other != name and other.startswith(name) and names[other] == number for other in names)
        and len(name) < 5
    )


@cache
def _patterns(language: str) -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of `data/event_dates` for a language, none where it has no list."""
    lists = keyed(f"event_dates/{language}")
    return {key: re.compile(rf"\b(?:{'|'.join(parts)})\b") for key, parts in lists.items()}
