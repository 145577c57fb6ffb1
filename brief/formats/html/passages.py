"""The text of an article with the places marked that a page cites."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import TypeAlias

from brief.formats.html.marks import away, passage_id, running
from brief.model import Document, Kind

_Range: TypeAlias = tuple[int, int]
#: Shows that a link leads out of the page.
AWAY = "↗"
_MOST_SIGNS = 4
_HEADINGS = frozenset({Kind.TITLE, Kind.HEADING, Kind.QUESTION})
_FURNITURE = frozenset({Kind.METADATA, Kind.BOILERPLATE, Kind.CAPTION, Kind.DATE_LINE})


def passages(document: Document, cited: Collection[_Range], leaving: str = "") -> Iterator[str]:
    """Yield the article's text as paragraphs of HTML, all that a reader sees of it, in order.

    `cited` are places (start, end); each is one `mark`, or several where it crosses another place
    or the end of a paragraph.  The first has the name that links lead to.  Behind the last is a
    link called `leaving` that leads to the place out there, if there is one.
    """
    ranges = sorted(cited, key=lambda place: (place[0], -place[1]))
    named: set[_Range] = set()
    for start, end, kind in _paragraphs(document):
        inside = [place for place in ranges if place[0] < end and place[1] > start]
        marked = "".join(_marked(document, start, end, inside, named, leaving))
        yield f'<p{kind} data-start="{start}" data-end="{end}">{marked}</p>'


def _paragraphs(document: Document) -> Iterator[tuple[int, int, str]]:
    """Yield the blocks, and what else is no white space between them, with their class."""
    at = 0
    for block in (*document.blocks, None):
        start, end = (block.start, block.end) if block else (len(document.text),) * 2
        between = document.text[at:start]
        if between.strip():
            begin = at + len(between) - len(between.lstrip())
            yield begin, at + len(between.rstrip()), f' class="{_kind_between(between.strip())}"'
        if block and start >= at and document.text[start:end].strip():
            yield start, end, _class(block.kind)
        at = max(at, end)


def _kind_between(text: str) -> str:
    """Return the class of what no block has: a few signs, as Markdown has them, or other text."""
    are_signs = len(text) <= _MOST_SIGNS and not any(map(str.isalnum, text))
    return "signs" if are_signs else "furniture"


def _class(kind: Kind) -> str:
    if kind in _HEADINGS:
        return ' class="subhead"'
    return ' class="furniture"' if kind in _FURNITURE else ""


def _marked(
    document: Document,
    start: int,
    end: int,
    ranges: list[_Range],
    named: set[_Range],
    leaving: str,
) -> Iterator[str]:
    """Yield the pieces of a paragraph and the marks around them; `named` grows."""
    edges = {max(start, min(end, edge)) for place in ranges for edge in place}
    opened: list[_Range] = []
    ended: list[_Range] = []
    for left, right in pairwise(sorted({start, end, *edges})):
        covering = [place for place in ranges if place[0] <= left and place[1] >= right]
        while opened != covering[: len(opened)]:
            place = opened.pop()
            ended += [place] * (place[1] <= left)
            yield "</mark>"
        if not opened:
            yield from _leaving(document, ended, leaving)
            ended.clear()
        for place in covering[len(opened) :]:
            opened.append(place)
            name = passage_id(document.id, *place)
            yield f'<mark data-place="{name}">' if place in named else f'<mark id="{name}">'
            named.add(place)
        yield running(document.text[left:right])
    yield "</mark>" * len(opened)
    ended += (place for place in opened if place[1] <= end)
    yield from _leaving(document, ended, leaving)


def _leaving(document: Document, places: Collection[_Range], name: str) -> Iterator[str]:
    """Yield links out to places; none without a name for them."""
    for start, end in places if name else ():
        if href := away(document, start, end):
            about = f'rel="noopener noreferrer" aria-label="{name}"'
            yield f'<a class="away" href="{href}" {about}>{AWAY}</a>'
