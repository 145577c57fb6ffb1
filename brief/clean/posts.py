"""Posts of social networks and readers' comments in an article → furniture.

A post is what stands before the line that says who posted it, "— Ada Holm (@holm) 2 October 2026",
and whatever has the addresses of pictures that networks write.  Comments are a name, a time and
words, again and again, or all that stands below "5 comments" near the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import accumulate

from brief.clean import furniture
from brief.clean.layout import Layout
from brief.clean.shapes import words_in
from brief.language.calendar import stated
from brief.language.words import entries
from brief.model import Block, Kind

_POSTED = re.compile(r"[—–-]{1,2} ?\S.{0,80}\(@\w{1,30}\),? (?=\S).{4,40}")
_NETWORK = re.compile(r"\b(?:pic\.twitter\.com|pic\.x\.com|t\.co|fb\.watch|instagr\.am)/\w")
_HANDLES = re.compile(r"(?:\W*[@#]\w+)+\W*")
_PICTOGRAM = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d\d\b")
#: Paragraphs of a post before the line that says who posted it, at most.
_LENGTH = 4
#: Words of the name of somebody who comments, characters of it with the time, and blocks from one
#: name to the next, at most.
_NAME, _LONGEST_NAME, _COMMENT = 4, 60, 10
#: The share of an article that comments can stand behind.
_BEFORE_COMMENTS = 0.4


def without_posts(article: Layout, blocks: list[Block]) -> list[Block]:
    """Return the blocks with embedded posts as `BOILERPLATE`."""
    lines = [article.line(block) for block in blocks]
    posted = [_is_posted(line, article.language) for line in lines]
    if not any(posted) and not any("/" in line and _NETWORK.search(line) for line in lines):
        return blocks
    inside = [
        is_posted or bool(_NETWORK.search(line) or _HANDLES.fullmatch(line))
        for line, is_posted in zip(lines, posted, strict=True)
    ]
    for index in (index for index, is_posted in enumerate(posted) if is_posted):
        for place in range(index - 1, max(index - 1 - _LENGTH, -1), -1):
            if posted[place] or blocks[place].kind is not Kind.PARAGRAPH:
                break
            inside[place] = inside[place] or place == index - 1 or _opens_post(lines, place, index)
    return [
        replace(block, kind=Kind.BOILERPLATE)
        if is_inside and block.kind is not Kind.METADATA
        else block
        for block, is_inside in zip(blocks, inside, strict=True)
    ]


def _is_posted(line: str, language: str) -> bool:
    """Return whether a line says who posted something, and on which day."""
    return _POSTED.fullmatch(line) is not None and any(day.date for day in stated(line, language))


def _opens_post(lines: Sequence[str], place: int, posted: int) -> bool:
    """Return whether a post that ends before `posted` has begun at `place` or above."""
    return any(_PICTOGRAM.match(line) for line in lines[max(0, posted - _LENGTH) : place + 1])


def without_comments(article: Layout, blocks: list[Block]) -> list[Block]:
    """Return the blocks with readers' comments as `BOILERPLATE`, down to the last block."""
    sizes = [block.end - block.start for block in blocks]
    behind = list(accumulate(sizes, initial=0))
    begin = next(
        (
            index
            for index in range(len(blocks))
            if behind[index] > _BEFORE_COMMENTS * behind[-1]
            and _opens_comments(article, blocks, index)
        ),
        len(blocks),
    )
    return [
        *blocks[:begin],
        *(replace(block, kind=Kind.BOILERPLATE) for block in blocks[begin:]),
    ]


def _opens_comments(article: Layout, blocks: Sequence[Block], index: int) -> bool:
    """Return whether comments begin at a block: by its words, or two names with their times."""
    if furniture.opens_comments(article.line(blocks[index])):
        return True
    if not _is_signed(article, blocks, index):
        return False
    places = range(index + 1, min(index + _COMMENT, len(blocks)))
    return any(_is_signed(article, blocks, place) for place in places)


def _is_signed(article: Layout, blocks: Sequence[Block], index: int) -> bool:
    """Return whether a block is the name of somebody who comments, with the time there or below."""
    line = article.line(blocks[index])
    if len(line) > _LONGEST_NAME or blocks[index].kind is Kind.DATE_LINE:
        return False
    if (ago := _ago().search(line.casefold())) and ago.start():
        return words_in(line[: ago.start()]) <= _NAME and words_in(line[ago.end() :]) <= 2
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    return words_in(line) <= _NAME and below is not None and _is_time(article, below)


def _is_time(article: Layout, block: Block) -> bool:
    """Return whether a block is a time of day with its date, or how long ago something was."""
    line = article.line(block)
    if block.kind is Kind.DATE_LINE and _CLOCK.search(line):
        return True
    return len(line) <= _LONGEST_NAME and _ago().match(line.casefold()) is not None


@cache
def _ago() -> re.Pattern[str]:
    patterns = (rf"\b{pattern}\b".replace("N", r"\d{1,3}") for pattern in entries("ago"))
    return re.compile("|".join(patterns))
