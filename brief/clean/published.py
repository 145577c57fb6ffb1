"""The day on which an article was published, from its metadata, date lines, address or file name.

How dates are written is `language.calendar`'s part.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePosixPath

from brief.language.calendar import make_date, stated
from brief.language.detection import detect
from brief.language.words import entries
from brief.model import Document, Kind

#: Blocks at the top of an article in which a date line says when it was published.
_TOP = 12
_STATED = re.compile(r"^(?:date|published|datum|fecha)\s?:.{0,80}", re.MULTILINE | re.IGNORECASE)
#: 2025-03-04, 2025_03_04, 20250304 with nothing joined to it that would make it a number.
_IN_NAME = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)(?![0-9A-SU-Za-su-z])")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)()[/-](\d\d?)[/-](\d\d?)(?=[/-]|$)")


def publication_date(document: Document) -> date | None:
    """Return the day on which a labelled article was published, None where nothing says so.

    In this order: what the metadata states; a `DATE_LINE` near the top, one that says "published"
    before others, one that says "updated" last; the address (`/2025/03/04/`); the file's name
    (`2025-03-04-x.txt`, `20250304_x.txt`).  A date inside the headline or the prose is none of
    these, nor is one that the calendar has not or that may be read in two ways.
    """
    return document.date or _from_lines(document) or _from_names(document)


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


def _from_names(document: Document) -> date | None:
    name = PurePosixPath(document.path).stem
    for pattern, text in ((_IN_ADDRESS, document.url or ""), (_IN_NAME, name)):
        for match in pattern.finditer(text):
            year, _, month, day = match.groups()
            if valid := make_date(*match.span(), int(year), int(month), int(day)):
                return valid.date
    return None
