"""The dates that a sentence mentions, and the date of the event that it reports.

"On Tuesday" in an article of Thursday, 12 January 2006 is 10 January 2006; "July 7" is the latest
one not after the report, unless the sentence looks ahead.  English is read in full, other languages
for dates with month names only.  A wrong date is worse than none, so any doubt gives None.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from brief.language.calendar import MONTHS, StatedDate, stated
from brief.language.lists import finite_verbs
from brief.language.words import keyed
from brief.split.relative import DateMention, looks_ahead, relative_days

#: Days between an event and the report, at least, for the event to count as on another day.
_APART = 1
#: How the words of each key of `data/event_dates/en.txt`, which replace {}, are looked for.
_SHAPES = {
    "ahead": r"\b(?:{})\b",
    "befell": r"\b(?:{})\b",
    "year": r"\b(?:{})[ -](?P<year>(?:1[5-9]|20)\d\d)(?![\d%-]|[.,:]\d)",
    "subordinate": r"(?i:\b(?:{})\b)",
    "bound": r"(?i:\b(?:{})\s*$)",
    "free": r"[\s]*(?:[,.;:!?)\]–—]|$|(?:{})\b)",
    "subject": r"\s(?:(?:{})\b|[A-Z])",
}
#: Characters within which a sentence opens with its date, in other languages than English.
_OPENS = 12
#: Days beyond which the day of another year is too doubtful: "the July 7 bombings" of years ago.
_REMEMBERED = 183
_LAST_YEAR = re.compile(r",? (?:of )?last year\b")
_MONTH = re.compile(rf"\b[Ii]n (?P<month>{'|'.join(MONTHS)})\b(?![\s,]+\d)")
_DIGIT = re.compile(r"\d")
_YESTERDAY = re.compile(r"yesterday|last night", re.IGNORECASE)
#: A quotation within a line.
QUOTED = re.compile(r"[\"“„«][^\"”“»]{0,1000}[\"”“»]")
_BOUND_AFTER = re.compile(r"\s?[a-z-]*\s?(?:deadline|summit)\b|['’]s\b|-")


def dates_mentioned(text: str, published: date | None, language: str) -> tuple[DateMention, ...]:
    """Return the dates that a sentence mentions, in order, none overlapping.

    What depends on the day of the report ("July 7", "yesterday", "on Tuesday") is only read where
    `published` is given.
    """
    mentions = list(_dated(text, published, language))
    if published:
        mentions += relative_days(text, published, language)
    if language == "en":
        mentions += _years(text)
        if published:
            mentions += _in_month(text, published)
    apart: list[DateMention] = []
    for mention in sorted(mentions, key=lambda mention: (mention.start, -mention.end)):
        if not apart or mention.start >= apart[-1].end:
            apart.append(mention)
    return tuple(apart)


def date_of_event(text: str, published: date | None, language: str) -> str | None:
    """Return the date, in ISO 8601, of the event that a sentence reports, None in any doubt.

    None also where the event is of the day of the report: the date must lie before `published`, or
    be a day with its year after it on which, the sentence says, something befell that nobody plans:
    that contradicts `published`, other than a law or a vote to come.  It must belong to the main
    verb: outside quotations, before any subordinate clause, not a mere attribute ("the July 7
    bombings").  Every other date must stand in a subordinate clause.  In languages other than
    English only a day at the sentence's beginning counts.
    """
    mentions = dates_mentioned(text, published, language)
    if not published or not mentions:
        return None
    if language == "en":
        chosen = _of_main_clause(text, mentions)
    else:
        spoken = any(match.start() < mentions[0].start for match in QUOTED.finditer(text))
        opens = mentions[0].start <= _OPENS and len(mentions[0].iso) == 10 and not spoken
        agree = len({mention.iso for mention in mentions}) == 1
        chosen = mentions[0] if agree and opens else None
    if chosen is None:
        return None
    older = _last_day(chosen.iso) + timedelta(_APART) <= published
    contradicts = language == "en" and _contradicts(text, chosen, published)
    return chosen.iso if older or contradicts else None


def _contradicts(text: str, mention: DateMention, published: date) -> bool:
    """Return whether something befell, the sentence says, on a day after that of the report."""
    full = len(mention.iso) == 10 and mention.iso[:4] in text[mention.start : mention.end]
    if not full or date.fromisoformat(mention.iso) - timedelta(_APART) < published:
        return False
    return _pattern("befell").search(text) is not None and not _pattern("ahead").search(text)


def _of_main_clause(text: str, mentions: tuple[DateMention, ...]) -> DateMention | None:
    """Return the one mention that the main verb of an English sentence belongs to."""
    quoted = [match.span() for match in QUOTED.finditer(text)]
    spoken = [
        mention
        for mention in mentions
        if any(start < mention.end and mention.start < end for start, end in quoted)
    ]
    free = [
        mention for mention in mentions if mention not in spoken and not _is_bound(text, mention)
    ]
    if not free or (mentions[0] in spoken):
        return None
    first = free[0]
    clause = _pattern("subordinate").search(text, first.end)
    others = {mention.iso for mention in free[1:]} - {first.iso}
    if others and not (clause and all(mention.start > clause.start() for mention in free[1:])):
        return None
    before = text[: first.start]
    rest = text[first.end : clause.start() if clause else None]
    if _opens(before):
        return first if _has_past(rest) else None
    if _pattern("subordinate").search(before) or _pattern("ahead").search(before):
        return None
    if _YESTERDAY.fullmatch(text[first.start : first.end]) and _has_past(rest.split(" of ")[0]):
        return first  # "police yesterday arrested"
    if not _has_past(before):
        return None
    return None if re.search(r"\b(?:is|are|was|were|has|have|had|will)\b", rest) else first


@cache
def _pattern(key: str) -> re.Pattern[str]:
    return re.compile(_SHAPES[key].format("|".join(keyed("event_dates/en")[key])))


def _opens(before: str) -> bool:
    """Return whether a date with `before` in front of it opens its sentence."""
    return not re.search(r"[a-z]", re.sub(r"^(?:On|In|Early|Late)\b", "", before))


def _is_bound(text: str, mention: DateMention) -> bool:
    """Return whether a date is a part of something else: "the July 7 bombings"."""
    before = text[: mention.start]
    if _pattern("bound").search(before) or _BOUND_AFTER.match(text, mention.end):
        return True
    if _YESTERDAY.fullmatch(text[mention.start : mention.end]):
        return False
    free = _pattern("free").match(text, mention.end)
    return not (free or (_opens(before) and _pattern("subject").match(text, mention.end)))


def _has_past(clause: str) -> bool:
    """Return whether a verb of the past, and none of the present, stands in a main clause."""
    words = re.findall(r"[A-Za-z'’]+", clause)
    present, past = _verbs()
    if any(word in present for word in words):
        return False
    return any(word in past or (word.islower() and word.endswith("ed")) for word in words)


@cache
def _verbs() -> tuple[frozenset[str], frozenset[str]]:
    """Return the English verbs of the present, and the other finite ones."""
    present = frozenset("|".join(keyed("event_dates/en")["present"]).split("|"))
    return present, finite_verbs("en") - present


def _dated(text: str, published: date | None, language: str) -> Iterator[DateMention]:
    """Yield the dates that name their month."""
    for stated_date in stated(text, language):
        year, end = stated_date.year, stated_date.end
        if year is None and published:
            last = _LAST_YEAR.match(text, end)
            year = published.year - 1 if last else _nearest_year(text, stated_date, published)
            end = last.end() if last else end
        if year is not None:
            day = f"-{stated_date.day:02}" if stated_date.day else ""
            yield DateMention(stated_date.start, end, f"{year:04}-{stated_date.month:02}{day}")


def _nearest_year(text: str, day: StatedDate, published: date) -> int | None:
    """Return the year of a day without one: the latest not after the report, or the next to come.

    "Until" and "will" make it look ahead, but not by more than half a year: "frozen until all
    sailors detained on March 23 are released" is of the March just past.
    """
    if day.day is None:
        return None
    days = {
        year: (date(year, day.month, day.day) - published).days
        for year in (published.year - 1, published.year, published.year + 1)
        if day.day <= monthrange(year, day.month)[1]
    }
    coming = [year for year, away in days.items() if 0 <= away <= _REMEMBERED]
    recent = {year for year, away in days.items() if away >= -_REMEMBERED} | {published.year}
    past = [year for year, away in days.items() if away <= 0 and year in recent]
    if looks_ahead(text, day.start) and coming:
        return coming[0]
    return past[-1] if past else None


def _years(text: str) -> Iterator[DateMention]:
    if not _DIGIT.search(text):
        return iter(())
    matches = _pattern("year").finditer(text)
    return (DateMention(*match.span("year"), match["year"]) for match in matches)


def _in_month(text: str, published: date) -> Iterator[DateMention]:
    if not any(month[:3] in text for month in MONTHS):
        return
    for match in _MONTH.finditer(text):
        month = 1 + MONTHS.index(match["month"])
        year = published.year - (month > published.month)
        if not looks_ahead(text, match.start()):
            yield DateMention(*match.span("month"), f"{year:04}-{month:02}")


def _last_day(iso: str) -> date:
    """Return the last day of a day, a month or a year."""
    parts = [int(part) for part in iso.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])
