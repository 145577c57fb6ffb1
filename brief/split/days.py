"""When the things that a sentence tells happened: the dates it mentions, and the one it is about.

"On Tuesday" in an article of Thursday, 12 January 2006 is 10 January 2006; "July 7" is the latest
one not after the report, unless the sentence looks ahead.  English is read in full, other languages
for dates with month names only.  A wrong label is worse than none, so doubt gives None.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from brief.language.calendar import MONTHS, Stated, stated, weekday_pattern, weekdays
from brief.language.lists import finite_verbs

#: Days by which what is told must precede the report, at least, to be told apart from it.
_APART = 1
_AHEAD = re.compile(
    r"\b(?:will|shall|going to|(?:is|are|was|were) to|to be|upcoming|scheduled|due|expected|"
    r"expects|planned|plans|next|begins?|starts?|opens?|ends?|would|could|might|until|by|"
    r"extended to)\b"
)
#: Characters before a date in which such a word bears on it.
_NEAR = 80
#: Days beyond which the day of another year is too doubtful: "the July 7 bombings" of years ago.
_REMEMBERED = 183
_TODAY = re.compile(
    r"\b(?P<today>[Tt]oday|[Tt]onight|[Tt]his (?:morning|afternoon|evening))\b|"
    r"\b(?P<yesterday>[Yy]esterday|[Ll]ast night)\b|\b(?P<tomorrow>[Tt]omorrow)\b|"
    r"\b(?P<days>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) days ago\b|"
    r"\b(?:[Ll]ast|[Pp]revious) (?P<unit>month|year)\b|\b(?:[Tt]his) (?P<this>month|year)\b"
)
_NUMBERS = {
    word: n for n, word in enumerate("two three four five six seven eight nine ten".split(), 2)
}
_YEAR = re.compile(
    r"\b(?:[Ii]n|[Ss]ince|[Dd]uring|of|[Ff]rom|[Uu]ntil|[Bb]y|[Bb]efore|[Aa]fter|[Tt]hrough|late|"
    r"early|mid)[ -](?P<year>(?:1[5-9]|20)\d\d)(?![\d%-]|[.,:]\d)"
)
_LAST_YEAR = re.compile(r",? (?:of )?last year\b")
#: What may stand between a weekday and the date that it belongs to.
_BETWEEN = re.compile(r",? (?:the )?")
#: What is said or planned from here on is another clause than the one before.
_SUBORDINATE = re.compile(
    r"\b(?:who|whom|whose|which|that|when|where|while|after|before|since|because|as|following|"
    r"although|though|if|until|than|said|says|say|saying|told|according|despite|amid|including)\b",
    re.IGNORECASE,
)
_MONTH = re.compile(rf"\b[Ii]n (?P<month>{'|'.join(MONTHS)})\b(?![\s,]+\d)")
_YESTERDAY = re.compile(r"yesterday|last night", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“„«][^\"”“»]{0,1000}[\"”“»]")
#: Words before a date that make it a part of something else: "the bombings of July 7".
_BOUND_BEFORE = re.compile(
    r"\b(?:of|the|since|from|until|till|by|before|after|through|between|and|to|for|'s|dated|"
    r"this|a|or|around|than|its|his|her|their|late|early)\s*$",
    re.IGNORECASE,
)
_BOUND_AFTER = re.compile(r"\s?[a-z-]*\s?(?:deadline|summit)\b|['’]s\b|-")
_FREE_AFTER = re.compile(
    r"[\s]*(?:[,.;:!?)\]–—]|$|(?:in|at|on|to|by|with|for|from|and|but|when|after|before|as|near|"
    r"during|that|while|where|because|against|over|off|killing|leaving|of|morning|night|evening|"
    r"afternoon|local|early|late)\b)"
)
#: What may follow a date at the beginning without a comma: "On July 7 the police …".
_SUBJECT = re.compile(r"\s(?:(?:the|a|an|he|she|it|they|his|her|its|their|there|two)\b|[A-Z])")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date that `text[start:end]` mentions."""

    start: int
    end: int
    #: `YYYY-MM-DD`, `YYYY-MM` or `YYYY` (ISO 8601).
    iso: str


def told(text: str, written: date | None, language: str) -> tuple[DateMention, ...]:
    """Return the dates that a sentence mentions, in order, none overlapping.

    What needs the day of the report ("July 7", "yesterday", "on Tuesday") is only there where
    `written` is known; words relative to it are understood in English alone.
    """
    found = list(_dated(text, written, language))
    if language == "en":
        found += _years(text)
        if written:
            found += [
                *_relative(text, written),
                *_on_weekday(text, written),
                *_in_month(text, written),
            ]
    kept: list[DateMention] = []
    for mention in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def happened(text: str, written: date | None, language: str) -> str | None:
    """Return the other time that a sentence tells of, in ISO 8601, None in any doubt.

    It is two days or more before `written`, or a day with its year after it, which contradicts
    `written`; and it belongs to the main verb: outside quotations,
    before any subordinate clause, not a mere attribute ("the July 7 bombings").  Every other date
    must stand in a subordinate clause.  In languages other than English only a full date at the
    sentence's beginning counts.
    """
    mentions = told(text, written, language)
    if not written or not mentions:
        return None
    if language == "en":
        chosen = _of_main_clause(text, mentions)
    else:
        opens = mentions[0].start <= 12 and len(mentions[0].iso) == 10
        chosen = mentions[0] if len({one.iso for one in mentions}) == 1 and opens else None
    if chosen is None:
        return None
    older = _last_day(chosen.iso) + timedelta(_APART) <= written
    return chosen.iso if older or _contradicts(text, chosen, written) else None


def _contradicts(text: str, one: DateMention, written: date) -> bool:
    """Return whether a day that a sentence tells of in full lies after the day of the report."""
    full = len(one.iso) == 10 and one.iso[:4] in text[one.start : one.end]
    return full and date.fromisoformat(one.iso) - timedelta(_APART) >= written


def _of_main_clause(text: str, mentions: tuple[DateMention, ...]) -> DateMention | None:
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    spoken = [one for one in mentions if any(a < one.end and one.start < b for a, b in quoted)]
    told_of = [one for one in mentions if one not in spoken and not _is_bound(text, one)]
    if not told_of or (mentions[0] in spoken):
        return None
    first = told_of[0]
    others = {one.iso for one in told_of[1:]} - {first.iso}
    clause = _SUBORDINATE.search(text, first.end)
    if others and not (clause and all(one.start > clause.start() for one in told_of[1:])):
        return None
    before = text[: first.start]
    if _opens(before):
        return first if _has_past(text[first.end : clause.start() if clause else None]) else None
    if _SUBORDINATE.search(before) or _AHEAD.search(before):
        return None
    rest = text[first.end : clause.start() if clause else None]
    if _YESTERDAY.fullmatch(text[first.start : first.end]) and _has_past(rest.split(" of ")[0]):
        return first  # "police yesterday arrested"
    if not _has_past(before):
        return None
    return None if re.search(r"\b(?:is|are|was|were|has|have|had|will)\b", rest) else first


def _opens(before: str) -> bool:
    return not re.search(r"[a-z]", re.sub(r"^(?:On|In|Early|Late)\b", "", before))


def _is_bound(text: str, mention: DateMention) -> bool:
    """Return whether a date is a part of something else: "the July 7 bombings"."""
    before = text[: mention.start]
    if _BOUND_BEFORE.search(before) or _BOUND_AFTER.match(text, mention.end):
        return True
    if _YESTERDAY.fullmatch(text[mention.start : mention.end]):
        return False
    free = _FREE_AFTER.match(text, mention.end)
    return not (free or (_opens(before) and _SUBJECT.match(text, mention.end)))


def _has_past(clause: str) -> bool:
    """Return whether a verb of the past, and none of the present, stands in a main clause."""
    words = re.findall(r"[A-Za-z'’]+", clause)
    present = {"is", "are", "has", "have", "will", "can", "may", "would", "could", "should"}
    past = finite_verbs("en") - present
    if any(word in present for word in words):
        return False
    return any(word in past or (word.islower() and word.endswith("ed")) for word in words)


def _dated(text: str, written: date | None, language: str) -> Iterator[DateMention]:
    for one in stated(text, language):
        year, end = one.year, one.end
        if year is None and written:
            last = _LAST_YEAR.match(text, end)
            year = written.year - 1 if last else _nearest_year(text, one, written)
            end = last.end() if last else end
        if year is not None:
            day = f"-{one.day:02}" if one.day else ""
            yield DateMention(one.start, end, f"{year:04}-{one.month:02}{day}")


def _looks_ahead(text: str, start: int) -> bool:
    return _AHEAD.search(text, max(0, start - _NEAR), start) is not None


def _nearest_year(text: str, one: Stated, written: date) -> int | None:
    """Return the year of a day without one: the latest not after the report, or the next to come.

    "Until" and "will" make it look ahead, but not by more than half a year: "frozen until all
    sailors detained on March 23 are released" is of the March just past.
    """
    if one.day is None:
        return None
    days = {
        year: (date(year, one.month, one.day) - written).days
        for year in (written.year - 1, written.year, written.year + 1)
        if one.day <= monthrange(year, one.month)[1]
    }
    coming = [year for year, away in days.items() if 0 <= away <= _REMEMBERED]
    past = [
        year
        for year, away in days.items()
        if -_REMEMBERED <= away <= 0 or (away <= 0 and year == written.year)
    ]
    if _looks_ahead(text, one.start) and coming:
        return coming[0]
    return past[-1] if past else None


def _years(text: str) -> Iterator[DateMention]:
    return (DateMention(*match.span("year"), match["year"]) for match in _YEAR.finditer(text))


def _in_month(text: str, written: date) -> Iterator[DateMention]:
    for match in _MONTH.finditer(text):
        month = 1 + MONTHS.index(match["month"])
        year = written.year - (month > written.month)
        if not _looks_ahead(text, match.start()):
            yield DateMention(*match.span("month"), f"{year:04}-{month:02}")


def _relative(text: str, written: date) -> Iterator[DateMention]:
    for match in _TODAY.finditer(text):
        group = match.lastgroup or ""
        months = written.year * 12 + written.month - 1 - (group == "unit")
        match group:
            case "unit" | "this" if match[group] == "month":
                iso = f"{months // 12:04}-{months % 12 + 1:02}"
            case "unit" | "this":
                iso = f"{written.year - (group == 'unit'):04}"
            case "days":
                number = match["days"]
                back = int(number) if number.isdigit() else _NUMBERS[number]
                iso = (written - timedelta(back)).isoformat()
            case _:
                shift = {"today": 0, "yesterday": -1, "tomorrow": 1}[group]
                iso = (written + timedelta(shift)).isoformat()
        yield DateMention(*match.span(), iso)


def _on_weekday(text: str, written: date) -> Iterator[DateMention]:
    dated = {one.start for one in stated(text)}
    for match in weekday_pattern("en").finditer(text):
        gap = _BETWEEN.match(text, match.end())
        if gap and gap.end() in dated:
            continue
        back = (written.weekday() - weekdays("en")[match[0]]) % 7
        ahead = _looks_ahead(text, match.start())
        day = written + timedelta((7 - back) % 7) if ahead else written - timedelta(back)
        yield DateMention(*match.span(), day.isoformat())


def _last_day(iso: str) -> date:
    """Return the last day of a day, a month or a year."""
    parts = [int(part) for part in iso.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])
