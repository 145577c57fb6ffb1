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

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from brief.model import Block, Document, Kind
from brief.readers.encoding import decode
from brief.readers.lines import (
    TextLine,
    continues,
    ends_sentence,
    heading,
    is_row,
    is_rule,
    is_underline,
    item,
    lines_of,
    number,
)

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
    width = wrap_width(lines)
    for chunk in _chunks(lines):
        yield from _labelled(chunk, width or wrap_width(chunk))


def wrap_width(run: Sequence[TextLine]) -> int:
    """Return the column that `run` is wrapped at, 0 where its lines are no wrapped paragraphs."""
    # A single long word, an address mostly, cannot be wrapped.
    width = max((len(line.text) for line in run if " " in line.text), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    pairs = [(line, following) for line, following in pairwise(run) if line.text and following.text]
    going_on = sum(continues(line, following) for line, following in pairs)
    full = sum(_is_full(line, following, width) for line, following in pairs)
    return width if going_on * 3 >= len(pairs) > 0 and full * 2 >= len(pairs) else 0


def _is_full(line: TextLine, following: TextLine, width: int) -> bool:
    return len(line.text) + 1 + len(following.text.split(None, 1)[0]) > width


def _joins(line: TextLine, following: TextLine, width: int) -> bool:
    """Return whether the end of `line` is only a wrap."""
    if not width or following.indent >= line.indent + 2:
        return False
    near = 2 * len(line.text) >= width and continues(line, following)
    return near or _is_full(line, following, width)


def _chunks(lines: Iterable[TextLine]) -> Iterator[list[TextLine]]:
    chunk: list[TextLine] = []
    for line in lines:
        if line.text:
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _labelled(chunk: Sequence[TextLine], width: int) -> Iterator[Block]:
    """Yield the blocks of lines that no blank line parts."""
    labelled: list[Block] = []
    before: TextLine | None = None
    for line in chunk:
        last = labelled[-1] if before and labelled else None
        if before and last and _goes_on(last, before, line, width):
            labelled[-1] = Block(last.start, line.end, last.kind)
        elif not is_rule(line):
            labelled.append(_block(line))
        elif last and last.kind is Kind.PARAGRAPH and is_underline(line):
            labelled[-1] = Block(last.start, last.end, Kind.HEADING)
        before = None if is_rule(line) else line
    yield from labelled


def _block(line: TextLine) -> Block:
    if words := heading(line):
        return Block(*words, Kind.HEADING)
    if is_row(line):
        return Block(line.start, line.end, Kind.TABLE_ROW)
    if (start := item(line)) is not None:
        return Block(start, line.end, Kind.LIST_ITEM)
    return Block(line.start, line.end)


def _goes_on(last: Block, before: TextLine, line: TextLine, width: int) -> bool:
    """Return whether `line` belongs to the block that ends with the line `before`."""
    if is_rule(line) or is_row(line) or heading(line) or _opens_item(last, before, line):
        return False
    if last.kind is Kind.LIST_ITEM:
        return (
            line.indent > before.indent
            or continues(before, line)
            or (line.indent == before.indent > 0 and item(before) is None)
        )
    return last.kind is Kind.PARAGRAPH and _joins(before, line, width)


def _opens_item(last: Block, before: TextLine, line: TextLine) -> bool:
    """Return whether `line` is a list item: "at least⏎200. Rescuers" is none."""
    if item(line) is None:
        return False
    in_list = last.kind is Kind.LIST_ITEM
    return number(line) in (None, 1) or in_list or ends_sentence(before)
