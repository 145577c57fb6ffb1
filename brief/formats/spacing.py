"""Spaces at which no row ends, in what a page says beside its articles' sentences."""

from __future__ import annotations

import re

NO_BREAK = "\u00a0"
_LETTER = r"[^\W\d_]"
# Behind a number, and before a year: "4 articles", "25 Aug 2025", "25. Aug. 2025", "25 de ago.".
_INSIDE = re.compile(
    rf"(?<=\d) (?={_LETTER})|(?<=\d\.) (?={_LETTER})|(?<=\d {_LETTER}{_LETTER}) (?={_LETTER})"
    rf"|(?<={_LETTER}) (?=\d{{4}}\b)|(?<={_LETTER}\.) (?=\d{{4}}\b)"
)


def together(text: str) -> str:
    """Return text in which no row ends inside a day, or between a number and what it counts."""
    return _INSIDE.sub(NO_BREAK, text)
