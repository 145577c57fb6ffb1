"""Lines of a text with their places, and the marks that plain text and Markdown share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

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


def lines_of(text: str, start: int = 0) -> Iterator[TextLine]:
    r"""Yield the lines of `text` from offset `start`, whatever ends them (`\r`, U+2028, …)."""
    for raw in text[start:].splitlines(keepends=True):
        body = raw.strip()
        margin = len(raw) - len(raw.lstrip()) if body else 0
        columns = len(raw[:margin].expandtabs(4))
        yield TextLine(start + margin, start + margin + len(body), columns, body)
        start += len(raw)


def heading(line: TextLine) -> tuple[int, int] | None:
    """Return the place of the words of a `## Heading ##`, without its marks."""
    mark = _HEADING.match(line.text)
    if not mark:
        return None
    words = line.text[mark.end() :]
    bare = words.rstrip("#")
    # "C#" keeps its mark: closing ones stand apart.
    words = bare.rstrip() if bare != bare.rstrip() else words
    start = line.start + mark.end()
    return start, start + len(words)


def item(line: TextLine) -> int | None:
    """Return where the words of a list item begin, None if `line` opens none."""
    mark = _ITEM.match(line.text)
    return line.start + mark.end() if mark and not is_rule(line) else None


def number(line: TextLine) -> int | None:
    """Return the number that a numbered list item opens with."""
    mark = _NUMBER.match(line.text)
    return int(mark[1]) if mark else None


def is_row(line: TextLine) -> bool:
    """Return whether `line` is a table row: `| a | b |`."""
    return line.text.startswith("|") and "|" in line.text[1:]


def is_rule(line: TextLine) -> bool:
    """Return whether `line` has no letter or digit, so that it only separates."""
    return not any(char.isalnum() for char in line.text)


def is_underline(line: TextLine) -> bool:
    """Return whether `line` makes a heading of the line above: only `=` or only `-`."""
    return len(line.text) > 2 and line.text[0] in "=-" and not line.text.strip(line.text[0])


def ends_sentence(line: TextLine) -> bool:
    """Return whether `line` ends as a sentence or its introduction does."""
    return line.text[-1:] in _ENDS


def continues(line: TextLine, following: TextLine) -> bool:
    """Return whether `following` goes on in the middle of a sentence that `line` began."""
    first = following.text[:1]
    return not ends_sentence(line) and first.isalnum() and not first.isupper()
