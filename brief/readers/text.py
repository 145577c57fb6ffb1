"""Plain text → an article in blocks.

Text from the web often has one paragraph a line, text from mail and old archives is wrapped at a
fixed column.  So a blank line always ends a block, and any other line end does too, unless the
lines look wrapped: none longer than 100 characters, lines going on in mid-sentence, and a line end
only where the next word would not have fitted any more.  That keeps a heading, a poem or a list of
names apart from the wrapped paragraph right below it.

Bullets, table rows and Markdown headings are labelled, their spans without the mark; everything
else is a `PARAGRAPH`, which `clean` may label again.  The text is the decoded file itself.
`TextLine` tells the marks of a line, for Markdown too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice, pairwise
from typing import NamedTuple

from brief.model import Block, Document, Kind
from brief.readers.encoding import Unreadable, decode

#: Paragraphs, headings, items, rows of an article; what has more is data or a log, and is skipped.
MOST_BLOCKS = 20_000
#: Why.
TOO_MANY = f"more than {MOST_BLOCKS:,} paragraphs and lines"
# Dashes longer than a hyphen open speech in many languages, and four digits are a year.
_ITEM = re.compile(r"([-*+•‣◦▪●○■·]|\(?\d{1,3}[.)]|[a-z]\))[ \t\u00a0]+(?=\S)")
_NUMBER = re.compile(r"\(?(\d+)")
_HEADING = re.compile(r"#{1,6}[ \t\u00a0]+(?=[^\s#])")
_ENDS = frozenset('.!?:;…。！？।؟"”»)]')
#: Narrower lines are verse or a list, wider ones were not wrapped by anybody.
_NARROWEST, _WIDEST = 40, 100


class TextLine(NamedTuple):
    """A line without the white space around it; blank where `start == end`."""

    start: int
    end: int
    #: Columns of white space before it, a tab counting as four.
    indent: int
    text: str
    #: Whether Markdown breaks the line at its end: two blanks or a backslash.
    hard_break: bool = False

    def block(self) -> Block:
        """Return the heading, list item or else paragraph that the line is, without its marks."""
        if words := self.heading():
            return Block(*words, Kind.HEADING)
        if (start := self.item()) is not None:
            return Block(start, self.end, Kind.LIST_ITEM)
        return Block(self.start, self.end)

    def heading(self) -> tuple[int, int] | None:
        """Return the place of the words of a `## Heading ##`, without its marks."""
        mark = _HEADING.match(self.text)
        if not mark:
            return None
        words = self.text[mark.end() :]
        bare = words.rstrip("#")
        # "C#" keeps its mark: closing ones stand apart.
        words = bare.rstrip() if bare != bare.rstrip() else words
        start = self.start + mark.end()
        return start, start + len(words)

    def item(self) -> int | None:
        """Return where the words of a list item begin, None if the line opens none."""
        mark = _ITEM.match(self.text)
        return self.start + mark.end() if mark and not self.is_rule() else None

    def number(self) -> int | None:
        """Return the number that a numbered list item opens with."""
        mark = _NUMBER.match(self.text)
        return int(mark[1]) if mark else None

    def is_row(self) -> bool:
        """Return whether the line is a table row: `| a | b |`."""
        return self.text.startswith("|") and "|" in self.text[1:]

    def is_rule(self) -> bool:
        """Return whether the line has no letter or digit, so that it only separates."""
        return not any(char.isalnum() for char in self.text)

    def is_quoted(self) -> bool:
        """Return whether the line begins with the mark of a quotation."""
        return self.text.startswith(">")

    def is_underline(self) -> bool:
        """Return whether it makes a heading of the line above: only `=` or only `-`."""
        return len(self.text) > 2 and self.text[0] in "=-" and not self.text.strip(self.text[0])

    def ends_sentence(self) -> bool:
        """Return whether the line ends as a sentence or its introduction does."""
        return self.text[-1:] in _ENDS

    def continues(self, following: TextLine) -> bool:
        """Return whether `following` goes on in the middle of a sentence begun here."""
        first = following.text[:1]
        return not self.ends_sentence() and first.isalnum() and not first.isupper()


def parse(data: bytes) -> Document:
    """Return the article in `data`, which states nothing about itself.

    Raises `Unreadable` where `data` is no text, or one of more than `MOST_BLOCKS` blocks.
    """
    text = decode(data)
    taken = tuple(islice(blocks(text), MOST_BLOCKS + 1))
    if len(taken) > MOST_BLOCKS:
        raise Unreadable(TOO_MANY, advice="save the article by itself")
    return Document(path="", text=text, sha256="", blocks=taken)


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of plain text in order; linear in its length."""
    lines = list(lines_of(text))
    width = wrap_width(lines)
    for filled, group in groupby(lines, key=lambda line: bool(line.text)):
        if filled:
            chunk = list(group)
            yield from _labelled(chunk, width or wrap_width(chunk))


def wrap_width(run: Sequence[TextLine]) -> int:
    """Return the column that `run` is wrapped at, 0 where its lines are no wrapped paragraphs."""
    # A single long word, an address mostly, cannot be wrapped.
    width = max((len(line.text) for line in run if " " in line.text), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    pairs = [(line, following) for line, following in pairwise(run) if line.text and following.text]
    going_on = sum(line.continues(following) for line, following in pairs)
    full = sum(is_full(line, following, width) for line, following in pairs)
    return width if going_on * 3 >= len(pairs) > 0 and full * 2 >= len(pairs) else 0


def is_full(line: TextLine, following: TextLine, width: int) -> bool:
    """Return whether the next word did not fit into a line of `width` columns that can be wrapped.

    Narrower than 40 or wider than 100 columns, nothing is wrapped.
    """
    word = following.text.split(None, 1)[0]
    return _NARROWEST <= width <= _WIDEST and len(line.text) + 1 + len(word) > width


def joins(line: TextLine, following: TextLine, width: int) -> bool:
    """Return whether the end of `line` is only a wrap."""
    if not width or following.indent >= line.indent + 2:
        return False
    near = 2 * len(line.text) >= width and line.continues(following)
    return near or is_full(line, following, width)


def _labelled(chunk: Sequence[TextLine], width: int) -> list[Block]:
    """Return the blocks of lines that no blank line parts."""
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
    return labelled


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
    return last.kind is Kind.PARAGRAPH and joins(before, line, width)


def _opens_item(last: Block, before: TextLine, line: TextLine) -> bool:
    """Return whether `line` is a list item: "at least⏎200. Rescuers" is none."""
    if line.item() is None:
        return False
    in_list = last.kind is Kind.LIST_ITEM
    return line.number() in (None, 1) or in_list or before.ends_sentence()


def lines_of(text: str, start: int = 0) -> Iterator[TextLine]:
    r"""Yield the lines of `text` from offset `start`, whatever ends them (`\r`, U+2028, …)."""
    for raw in text[start:].splitlines(keepends=True):
        body = raw.strip()
        margin = len(raw) - len(raw.lstrip()) if body else 0
        columns = len(raw[:margin].expandtabs(4))
        hard_break = body.endswith("\\") or raw.startswith("  ", margin + len(body))
        yield TextLine(
            start=start + margin,
            end=start + margin + len(body),
            indent=columns,
            text=body,
            hard_break=hard_break,
        )
        start += len(raw)
