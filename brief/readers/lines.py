"""Lines of a text with their places, and the marks that plain text and Markdown share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from brief.model import Block, Kind

# Dashes longer than a hyphen open speech in many languages, and four digits are a year.
_ITEM = re.compile(r"([-*+•‣◦▪●○■·]|\(?\d{1,3}[.)]|[a-z]\))[ \t\u00a0]+(?=\S)")
_NUMBER = re.compile(r"\(?(\d+)")
_HEADING = re.compile(r"#{1,6}[ \t\u00a0]+(?=[^\s#])")
_ENDS = frozenset('.!?:;…。！？।؟"”»)]')


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


def lines_of(text: str, start: int = 0) -> Iterator[TextLine]:
    r"""Yield the lines of `text` from offset `start`, whatever ends them (`\r`, U+2028, …)."""
    for raw in text[start:].splitlines(keepends=True):
        body = raw.strip()
        margin = len(raw) - len(raw.lstrip()) if body else 0
        columns = len(raw[:margin].expandtabs(4))
        hard_break = body.endswith("\\") or raw.startswith("  ", margin + len(body))
        yield TextLine(start + margin, start + margin + len(body), columns, body, hard_break)
        start += len(raw)
