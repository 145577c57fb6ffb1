"""Pairs of quotation marks in a paragraph, in every style that news uses.

The spaces around a straight mark tell whether it opens or closes, so that a stray mark loses one
quotation and does not turn the rest of the paragraph inside out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: A mark that opens, and those that close what it opened.
_CLOSERS = {
    '"': ('"',),
    "“": ("”",),
    "”": ("”", '"'),
    "„": ("“", "”", '"'),
    "«": ("»",),
    "»": ("«",),
    "``": ("''", '"'),
    "‘‘": ("‘‘", "’’", '"'),
}
#: Languages that may print »so« and let “ close.
_INWARD = frozenset("cs da de hu sk sl".split())
_MARK = re.compile("``|''|‘‘|’’|[\"“”„«»]")
#: 'Words,' in single marks: only what begins with a capital and ends with a stop is certain.
_SINGLE = re.compile(r"(?<![\w'’])['‘](?=[^\W\d_a-z])([^\"]{15,999}?[,.!?…])['’](?=[\s).,;–—]|\Z)")
_BEFORE_OPEN = "([{—–-:,;'‘¿¡/"


@dataclass(frozen=True, slots=True)
class Pair:
    """A quotation: `text[start:end]` stands between the marks, spaces and a last comma left out."""

    start: int
    end: int
    #: With the marks.
    outer_start: int
    outer_end: int


def pairs(text: str, language: str) -> tuple[Pair, ...]:
    """Return the quotations of a paragraph in order, none overlapping; linear in its length.

    What is never closed is none; a quotation inside another belongs to it.  Single marks count in
    English paragraphs without double ones.
    """
    if not _is_marked(text):
        if language != "en" or not ("'" in text or "‘" in text):
            return ()
        return tuple(_pair(text, match.span(1), match.span()) for match in _SINGLE.finditer(text))
    quotations: list[Pair] = []
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text):
        before = text[mark.start() - 1 : mark.start()] or " "
        after = text[mark.end() : mark.end() + 1] or " "
        if mark[0] == '"' and before.isalnum() and after.isalnum():
            continue  # an abbreviation in Hebrew
        begins = (before.isspace() or before in _BEFORE_OPEN) and not after.isspace()
        anew = begins and before.isspace() and opened is not None and mark[0] == opened[0]
        if opened and mark[0] in _CLOSERS[opened[0]] and not anew:
            inner, outer = (opened.end(), mark.start()), (opened.start(), mark.end())
            quotations.append(_pair(text, inner, outer))
            opened = None
        elif _may_open(mark[0], before, begins, language) and (
            opened is None or opened[0] == mark[0]
        ):
            opened = mark
    return tuple(quotations)


def _is_marked(text: str) -> bool:
    """Return whether a text has any mark of quotation but a single one."""
    if text.isascii():  # Quicker than the pattern.
        return '"' in text or "''" in text or "``" in text
    return _MARK.search(text) is not None


def _may_open(mark: str, before: str, begins: bool, language: str) -> bool:
    if mark not in _CLOSERS or (mark == "»" and language not in _INWARD):
        return False
    if mark in "«»":
        return not before.isalnum()
    return begins or (before.isspace() and mark != "”")


def _pair(text: str, inner: tuple[int, int], outer: tuple[int, int]) -> Pair:
    start, end = inner
    words = text[start:end].rstrip().rstrip(",،").rstrip()
    lead = len(words) - len(words.lstrip())
    return Pair(start + lead, start + len(words), *outer)
