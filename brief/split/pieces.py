"""Cut a text where no sentence goes on: at blank lines, bullets and the numbers of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

BULLETS = "•⁃◦▪●‣"
_BLANK_LINE = re.compile(r"(?>\r\n?|[\n\u2028\x0b\x0c])[^\S\r\n]*+(?>\r\n?|\n)\s*+|\u2029\s*+")
_BULLET = re.compile(rf"[{BULLETS}](?<!\S.)")
#: The marker of an item that is not the first: without one there is no row of items.
_MARK = re.compile(
    rf"[.)](?:(?<=[\s{BULLETS}][\da-z].)|(?<=[\s{BULLETS}]\d\d.)|(?<=[\s{BULLETS}]\d\d\d.))"
)
_ITEM = re.compile(
    rf"(?:(?<=\s)|\A)(?:[{BULLETS}]\s?)?(\d{{1,3}}|[a-z])(\.\)|\)|\.)(?=\s{{1,9}}[^\W\d_a-z])"
)
#: Characters after which a number no longer ends an item that has no stop.
_LONGEST_ITEM = 300


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of `text` that sentences keep to, ascending, white space at their ends.

    Cuts at blank lines, bullets and the numbers of a list, in time linear in the text's length.
    """
    start = 0
    for blank in () if text.isprintable() else _BLANK_LINE.finditer(text):
        yield from _items(text, start, blank.start())
        start = blank.end()
    yield from _items(text, start, len(text))


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    paragraph = text[start:end]
    cuts = set(_numbered(paragraph))
    if not paragraph.isascii():
        cuts.update(match.start() for match in _BULLET.finditer(paragraph))
    return pairwise([start, *(start + cut for cut in sorted(cuts)), end])


def _numbered(paragraph: str) -> Iterator[int]:
    """Yield where the items of "1. First 2. Second" begin: a row that counts up by one.

    A row begins where a sentence may; an item of it may end without a stop.
    """
    if not _MARK.search(paragraph):
        return
    row: list[re.Match[str]] = []
    for match in _ITEM.finditer(paragraph):
        between = paragraph[max(match.start() - 4, 0) : match.start()].rstrip()
        fresh = not between or between[-1] in ".!?"
        if row and _follows(row[-1], match) and (fresh or _unfinished(row[-1], match)):
            row.append(match)
        elif match.start() == 0 or (fresh and match[1] in ("1", "a")):
            yield from _row(row)
            row = [match]
    yield from _row(row)


def _row(items: list[re.Match[str]]) -> list[int]:
    """Return where the items of a row begin; a single item is no row."""
    return [item.start() for item in items] if len(items) > 1 else []


def _follows(last: re.Match[str], item: re.Match[str]) -> bool:
    """Return whether an item is marked as the next after `last`: "1." and "2.", "a)" and "b)"."""
    if last[2] != item[2] or last[1].isdigit() != item[1].isdigit():
        return False
    number = int if item[1].isdigit() else ord
    return number(item[1]) == number(last[1]) + 1


def _unfinished(last: re.Match[str], item: re.Match[str]) -> bool:
    """Return whether the item that `last` began has no stop before the next."""
    words = item.string[last.end() : min(item.start(), last.end() + _LONGEST_ITEM)]
    return len(words) < _LONGEST_ITEM and not re.search(r"[.!?]\s", words)
