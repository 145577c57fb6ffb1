"""The page as plain text, 96 columns wide; the measure of every other format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from unicodedata import east_asian_width

from brief.formats import body, links
from brief.formats.labels import Markup
from brief.formats.sources import shown_path
from brief.language.phrases import phrases
from brief.language.visible import count_words, visible
from brief.model import Briefing, Citation, Document

#: Columns of an A4 page.
WIDTH = 96
_ITEM = re.compile(r"- |[0-9]{1,3}\. ")
_ADDRESS = re.compile(r"\([0-9]+\) https?://[^ ]+")
# Lines of the signature, and a blank one; it is a word.
_SIGNED = 2
# Nothing before the Hangul Jamo takes two columns.
_FIRST_WIDE = "\u1100"
#: Sets the direction of the row that it begins; a reader does not see it.
RIGHT_TO_LEFT = "\u200f"


class _Plain:
    """Markup that marks nothing."""

    line_end = ""

    def text(self, text: str) -> str:
        return visible(text)

    def said(self, text: str, citation: Citation, document: Document) -> str:
        return self.text(text)

    def aside(self, text: str) -> str:
        return visible(text)

    def heading(self, shown: str, level: int) -> str:
        return shown

    def strong(self, shown: str) -> str:
        return shown

    def place(self, text: str, citation: Citation, document: Document) -> str:
        return visible(text)

    def source(self, text: str, document: Document) -> str:
        return visible(text)

    def address(self, document: Document) -> str:
        where = links.address(document.url) or visible(document.url or "")
        where = where or shown_path(document.path)
        return f"({document.id}) {where}" if where else ""


class _Addressed(_Plain):
    """Markup that marks nothing, and has other addresses of articles."""

    def __init__(self, address: Callable[[Document], str]) -> None:
        self._address = address

    def address(self, document: Document) -> str:
        where = self._address(document)
        return f"({document.id}) {where}" if where else ""


def unwrapped(briefing: Briefing, address: Callable[[Document], str]) -> list[str]:
    """Return the page as text, a paragraph or an item a line; the signature is the last.

    `address` gives where an article is, or nothing.
    """
    words, _ = measure(briefing)
    return list(body.lines(briefing, _Addressed(address), words))


def render(briefing: Briefing) -> str:
    """Return the page as text, in lines of at most 96 columns, without control characters."""
    words, _ = measure(briefing)
    return laid_out(lambda markup: body.lines(briefing, markup, words), briefing.language)


def laid_out(lines: Callable[[Markup], Iterable[str]], language: str) -> str:
    """Return what `lines` yields with the markup it is given, wrapped.

    An address on the web is not: broken, it would lead nowhere.
    Where `language` is written from right to left, each row but those of the signature, the last
    line, begins with a mark of that direction.
    """
    *above, signature = (
        [row] if _ADDRESS.fullmatch(row) else list(wrap(row)) for row in lines(_Plain())
    )
    mark = RIGHT_TO_LEFT if phrases(language).right_to_left else ""
    marked = (f"{mark}{piece}" if piece else "" for pieces in above for piece in pieces)
    return "".join(f"{row}\n" for row in (*marked, *signature))


def title(briefing: Briefing) -> str:
    """Return the title of the page on one line, however long."""
    return next(body.lines(briefing, _Plain(), 0))


def measure(briefing: Briefing) -> tuple[int, int]:
    """Return (visible words, lines at 96 columns, blank ones included) of the page.

    Of its end, what was skipped, addresses and signature, no more than the signature's line counts.

    A word is what stands between white space and holds a letter or a digit.  A page that is
    fitted is measured hundreds of times: the articles are counted once for each
    `briefing.documents`, and the sizes of lines are kept.
    """
    sizes = [_size(line) for line in body.lines(briefing, _Plain(), 0, whole=False)]
    return sum(words for words, _ in sizes) + 1, sum(rows for _, rows in sizes) + _SIGNED


@lru_cache(maxsize=2048)
def _size(line: str) -> tuple[int, int]:
    pieces = list(wrap(line))
    return sum(map(count_words, pieces)), len(pieces)


def wrap(line: str, width: int = WIDTH) -> Iterator[str]:
    """Yield `line` in pieces of at most `width` columns, broken at spaces where there are any.

    The further pieces of a line that begins with "- " or "1. " are indented.  Wide
    characters count two columns.
    """
    if columns(line) <= width:
        yield line
        return
    item = _ITEM.match(line)
    indent = " " * len(item[0]) if item else ""
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
    text = text.removeprefix(RIGHT_TO_LEFT)
    if text.isascii() or max(text) < _FIRST_WIDE:
        return len(text)
    return len(text) + sum(1 for character in text if east_asian_width(character) in "WF")
