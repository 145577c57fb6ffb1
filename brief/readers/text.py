"""Plain text → an article in blocks.

Text from the web often has one paragraph a line, text from mail and old archives is wrapped at a
fixed column.  So a blank line always ends a block, and any other line end does too, unless the
lines look wrapped: none longer than 100 characters, lines going on in mid-sentence, and a line end
only where the next word would not have fitted any more.  That keeps a heading, a poem or a list of
names apart from the wrapped paragraph right below it.

Bullets, table rows and Markdown headings are labelled, their spans without the mark; everything
else is a `PARAGRAPH`, which `clean` may label again.  The text is the decoded file itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from brief.model import Block, Document, Kind
from brief.readers.encoding import decode
from brief.readers.lines import TextLine, lines_of

#: Narrower lines are verse or a list, wider ones were not wrapped by anybody.
_NARROWEST, _WIDEST = 40, 100


def parse(data: bytes) -> Document:
    """Return the article in `data`, which states nothing about itself.

    Raises `Unreadable` where `data` is no text.
    """
    text = decode(data)
    return Document(path="", text=text, sha256="", blocks=tuple(blocks(text)))


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of plain text in order; linear in its length."""
    lines = list(lines_of(text))
    width = _wrap_width(lines)
    for filled, group in groupby(lines, key=lambda line: bool(line.text)):
        if filled:
            chunk = list(group)
            yield from _labelled(chunk, width or _wrap_width(chunk))


def _wrap_width(run: Sequence[TextLine]) -> int:
    """Return the column that `run` is wrapped at, 0 where its lines are no wrapped paragraphs."""
    # A single long word, an address mostly, cannot be wrapped.
    width = max((len(line.text) for line in run if " " in line.text), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    pairs = [(line, following) for line, following in pairwise(run) if line.text and following.text]
    going_on = sum(line.continues(following) for line, following in pairs)
    full = sum(_is_full(line, following, width) for line, following in pairs)
    return width if going_on * 3 >= len(pairs) > 0 and full * 2 >= len(pairs) else 0


def _is_full(line: TextLine, following: TextLine, width: int) -> bool:
    return len(line.text) + 1 + len(following.text.split(None, 1)[0]) > width


def _joins(line: TextLine, following: TextLine, width: int) -> bool:
    """Return whether the end of `line` is only a wrap."""
    if not width or following.indent >= line.indent + 2:
        return False
    near = 2 * len(line.text) >= width and line.continues(following)
    return near or _is_full(line, following, width)


def _labelled(chunk: Sequence[TextLine], width: int) -> Iterator[Block]:
    """Yield the blocks of lines that no blank line parts."""
    labelled: list[Block] = []
    before: TextLine | None = None
    for line in chunk:
        last = labelled[-1] if before and labelled else None
        if before and last and _goes_on(last, before, line, width):
            labelled[-1] = Block(last.start, line.end, last.kind)
        elif not line.is_rule():
            row = Block(line.start, line.end, Kind.TABLE_ROW)
            labelled.append(row if line.is_row() else line.block())
        elif last and last.kind is Kind.PARAGRAPH and line.is_underline():
            labelled[-1] = Block(last.start, last.end, Kind.HEADING)
        before = None if line.is_rule() else line
    yield from labelled


def _goes_on(last: Block, before: TextLine, line: TextLine, width: int) -> bool:
    """Return whether `line` belongs to the block that ends with the line `before`."""
    if line.is_rule() or line.is_row() or line.heading() or _opens_item(last, before, line):
        return False
    if last.kind is Kind.LIST_ITEM:
        return (
            line.indent > before.indent
            or before.continues(line)
            or (line.indent == before.indent > 0 and before.item() is None)
        )
    return last.kind is Kind.PARAGRAPH and _joins(before, line, width)


def _opens_item(last: Block, before: TextLine, line: TextLine) -> bool:
    """Return whether `line` is a list item: "at least⏎200. Rescuers" is none."""
    if line.item() is None:
        return False
    in_list = last.kind is Kind.LIST_ITEM
    return line.number() in (None, 1) or in_list or before.ends_sentence()
