"""The page as plain text, 96 columns wide; the measure of every other format."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from unicodedata import east_asian_width

from brief.formats import body
from brief.language.visible import count_words, visible
from brief.model import Briefing, Citation, Document

#: Columns of an A4 page.
WIDTH = 96
_INDENT = "  "
# Nothing before the Hangul Jamo takes two columns.
_FIRST_WIDE = "\u1100"


class _Plain:
    """Markup that marks nothing."""

    line_end = ""

    def text(self, text: str) -> str:
        return visible(text)

    def heading(self, shown: str, level: int) -> str:
        return shown

    def strong(self, shown: str) -> str:
        return shown

    def place(self, text: str, citation: Citation, document: Document) -> str:
        return visible(text)

    def source(self, text: str, document: Document) -> str:
        return visible(text)


def render(briefing: Briefing) -> str:
    """Return the page as text, in lines of at most 96 columns, without control characters."""
    words, _ = measure(briefing)
    wrapped = (piece for line in body.lines(briefing, _Plain(), words) for piece in wrap(line))
    return "".join(f"{piece}\n" for piece in wrapped)


def title(briefing: Briefing) -> str:
    """Return the title of the page on one line, however long."""
    return next(body.lines(briefing, _Plain(), 0))


def measure(briefing: Briefing) -> tuple[int, int]:
    """Return (visible words, lines at 96 columns, blank ones included) of the page.

    A word is what stands between white space and holds a letter or a digit.  A page that is
    fitted is measured hundreds of times: the articles are counted once for each
    `briefing.documents`, and the sizes of lines are kept.
    """
    sizes = [_size(line) for line in body.lines(briefing, _Plain(), 0)]
    return sum(words for words, _ in sizes), sum(rows for _, rows in sizes)


@lru_cache(maxsize=2048)
def _size(line: str) -> tuple[int, int]:
    pieces = list(wrap(line))
    return sum(map(count_words, pieces)), len(pieces)


def wrap(line: str, width: int = WIDTH) -> Iterator[str]:
    """Yield `line` in pieces of at most `width` columns, broken at spaces where there are any.

    The further pieces of a line that begins with "- " are indented.  Wide characters count two
    columns.
    """
    if columns(line) <= width:
        yield line
        return
    indent = _INDENT if line.startswith("- ") else ""
    current, used = "", 0
    for piece, joins in _pieces(line, width - len(indent)):
        size = columns(piece)
        if current and joins and used + 1 + size <= width:
            current, used = f"{current} {piece}", used + 1 + size
            continue
        if current:
            yield current
        current, used = (indent + piece, len(indent) + size) if current else (piece, size)
    yield current


def _pieces(line: str, width: int) -> Iterator[tuple[str, bool]]:
    """Yield the words of a line, cut where they are too wide, and whether a space is before."""
    for word in line.split(" "):
        size = columns(word)
        step = max(len(word), 1) if size <= width else width if size == len(word) else width // 2
        for start in range(0, len(word) or 1, step):
            yield word[start : start + step], start == 0


def columns(text: str) -> int:
    """Return how many columns a terminal gives `text`."""
    if text.isascii() or max(text) < _FIRST_WIDE:
        return len(text)
    return len(text) + sum(1 for character in text if east_asian_width(character) in "WF")
