"""The day on which an article was published, from its metadata, date lines, address or file name.

How dates are written is `language.calendar`'s part.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import PurePosixPath

from brief.clean.address_day import days_in
from brief.language.calendar import (
    fold,
    make_date,
    number_order,
    stated,
    weekday_pattern,
    weekdays,
)
from brief.language.detection import detect
from brief.language.words import entries
from brief.model import Document, Kind

#: Blocks at the top of an article in which a date line says when it was published.
_TOP = 12
_STATED = re.compile(r"^(?:date|published|datum|fecha)\s?:.{0,80}", re.MULTILINE | re.IGNORECASE)
#: 2025-03-04, 2025_03_04, 20250304 with nothing joined to it that would make it a number.
_IN_NAME = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?![0-9A-SU-Za-su-z])")
_TOP_DOMAIN = re.compile(r"^\w+://[^/?#]{0,253}\.([a-z]{2})(?::\d+)?(?:[/?#]|$)", re.IGNORECASE)
#: Domains of countries that anybody uses: they tell of no country.
_EVERYBODYS = frozenset("ai cc co fm io is la ly me sh to tv ws".split())
#: Days after the weekday that an article names first on which it may have been published.
_SOON = 1
#: Days by which a date line may lie behind the day in the address: later ones are of what comes.
_LATE = timedelta(3)
#: Days by which those of metadata and address may differ for their zones.
_ZONES = timedelta(1)
#: Characters of an article's prose in which its weekday is looked for.
_OPENING = 1_500


def publication_date(document: Document) -> date | None:
    """Return the day on which a labelled article was published, None where nothing says so.

    In this order: what the metadata states; a `DATE_LINE` near the top, one that says "published"
    before others, one that says "updated" last; the address (`/2025/03/04/`), also where its
    numbers have two readings; the file's name (`2025-03-04-x.txt`, `20250304_x.txt`).  The address
    goes before metadata of the day before or after, which are often in UTC, and before a line whose
    day lies well behind it, which is of something to come.  A date inside the headline or the prose
    is none of these, nor is one that the calendar has not or that may be read in two ways.
    """
    readings = days_in(document.url or "")
    address = readings[0] if len(readings) == 1 else None
    if document.date:
        near = address is not None and abs(address - document.date) <= _ZONES
        return address if near else document.date
    line = _from_lines(document)
    if line and address and line - address > _LATE:
        return address
    return line or address or _of_two(readings, document) or _from_name(document)


def _from_lines(document: Document) -> date | None:
    text = document.text
    top = [block for block in document.blocks if block.kind is not Kind.METADATA][:_TOP]
    lines = [text[block.start : block.end] for block in top if block.kind is Kind.DATE_LINE]
    # Front matter may state a day in a form that its reader does not know.
    matter = (block.end for block in document.blocks if block.kind is Kind.METADATA)
    lines += _STATED.findall(text, 0, max(matter, default=0))
    if not lines:
        return None
    language = document.language or detect(text)
    ranked = [
        (_rank(line, stated_date.start), index, stated_date.date)
        for index, line in enumerate(lines)
        for stated_date in stated(line, language)
        if stated_date.date
    ]
    return min(ranked)[2] if ranked else None


def _rank(line: str, place: int) -> int:
    """Return how well the words before a date fit the day of publication; the least fits best."""
    before = line[:place].lower()
    published = max(map(before.rfind, entries("date_labels", "published")))
    updated = max(map(before.rfind, entries("date_labels", "updated")))
    # A bare numeric date before a headline is weaker than a line of its own.
    return 0 if published > updated else 3 if updated > published else 1 + line[:4].isdigit()


def _of_two(readings: tuple[date, ...], document: Document) -> date | None:
    """Return the reading of an address's numbers that the article bears out, None where none is.

    `readings` has the one with the day first, then the one with the month first, or nothing.
    """
    if len(readings) < 2:
        return None
    language = document.language or detect(document.text)
    if language != "en":
        return readings[0]
    domain = _TOP_DOMAIN.match(document.url or "")
    country = domain[1].lower() if domain and domain[1].lower() not in _EVERYBODYS else ""
    tag = f"en-{'gb' if country == 'uk' else country}" if country else "en"
    if order := number_order(tag):
        return readings[order == "month"]
    return _on_weekday(document, readings, language)


def _on_weekday(document: Document, readings: tuple[date, ...], language: str) -> date | None:
    """Return the reading that is the weekday that an article names first, or the day after it."""
    opening = "\n".join(document.text[b.start : b.end] for b in document.prose())[:_OPENING]
    named = weekday_pattern(language).search(fold(opening, language))
    if named is None:
        return None
    weekday = weekdays(language)[named[0]]
    since = [(reading.weekday() - weekday) % 7 for reading in readings]
    near = [reading for reading, days in zip(readings, since, strict=True) if days <= _SOON]
    return near[0] if len(near) == 1 and max(since) > _SOON + 1 else None


def _from_name(document: Document) -> date | None:
    for match in _IN_NAME.finditer(PurePosixPath(document.path).stem):
        year, _, month, day = match.groups()
        if valid := make_date(*match.span(), int(year), int(month), int(day)):
            return valid.date
    return None
