"""Blocks in which several things stand in one line → a block for each.

A heading runs into its paragraph ("A plan for the harbourThe council said …"), a notice closes it
("(RELATED: Ferry fares rise)"), a sentence at its end only announces what follows.  The cells of a
table may hold prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from brief.clean import furniture, shapes
from brief.clean.layout import Layout
from brief.language.lists import stop_words
from brief.model import Block, Kind

#: A bracket with words in it, at the end of a sentence or of the paragraph.
_ASIDE = re.compile(r"(?:(?<=[.!?…\"”’])\s+|\A)([(\[][^()\[\]]{3,250}[)\]])(?=\s|\Z)")
#: "harbourThe council", "August 27A visit": a small letter or a number, then a word in capitals.
_JOINT = re.compile(
    r"[A-ZÀ-ÖØ-Þ](?:(?<=[a-zß-öø-ÿ]{3}.)(?=[a-zß-öø-ÿ]*[ '’])|(?<=[a-z] \d\dA)(?= ))"
)
#: Characters of a heading that a paragraph may begin with.
_HEADING = 120
#: Characters of a notice that a paragraph may end with.
_CLOSING = 160
#: What parts the cells of a table in its row.
#: White space before a bar is looked through from its beginning only: this keeps the cost linear.
_CELL = re.compile(r"(?:(?<!\s)\s+)?\|\s*|(?:(?<![^\S\t\n])[^\S\t\n]+)?\t\s*")
#: Words of a cell that says what the sentence beside it is about, at most.
_LABEL = 6
#: "A: Bikes travel free.": by whom an answer is, in a letter.
_LETTER = re.compile(r"[^\W\d_]\s?:\s+(?=\S)")


def parted(article: Layout, block: Block) -> Iterator[Block]:
    """Yield the block, or the blocks of which it consists, in order; the text between is blank."""
    match block.kind:
        case Kind.PARAGRAPH:
            for piece in furniture.glued(article.text, block):
                if piece.kind is not Kind.PARAGRAPH:
                    yield piece
                elif _is_row(article, piece):
                    yield from _cells(article, piece)
                else:
                    yield from _paragraph(article, piece)
        case Kind.TABLE_ROW:
            yield from _cells(article, block)
        case _:
            yield block


def _paragraph(article: Layout, block: Block) -> Iterator[Block]:
    """Yield a paragraph's heading, its asides that are furniture, and its announcing sentence."""
    line = article.line(block)
    letter = _LETTER.match(line)
    if start := letter.end() if letter and line[0].isupper() else _heading_end(line):
        yield _trimmed(article, block, 0, start, Kind.HEADING)
        block = Block(block.start + start, block.end)
    line = article.line(block)
    begin = 0
    for aside in _ASIDE.finditer(line) if "(" in line or "[" in line else ():
        if furniture.is_furniture(aside[1].strip("()[]")):
            if line[begin : aside.start(1)].strip():
                yield _trimmed(article, block, begin, aside.start(1), Kind.PARAGRAPH)
            yield _trimmed(article, block, *aside.span(1), Kind.BOILERPLATE)
            begin = aside.end()
    if begin < len(line):
        yield from _announced(article, _trimmed(article, block, begin, len(line), Kind.PARAGRAPH))


def _is_row(article: Layout, block: Block) -> bool:
    """Return whether a paragraph is a row of a table: a label, a tab, a sentence."""
    label, tab, rest = article.line(block).partition("\t")
    return (
        bool(tab)
        and "\n" not in label + rest
        and shapes.words_in(label) <= _LABEL
        and not shapes.ends_sentence(label, article.language)
        and any(shapes.is_sentence(cell.strip(), article.language) for cell in rest.split("\t"))
    )


def _trimmed(article: Layout, block: Block, begin: int, end: int, kind: Kind) -> Block:
    """Return what stands between two offsets of a block's line, without white space around it."""
    line = article.text[block.start + begin : block.start + end]
    start = block.start + begin + len(line) - len(line.lstrip())
    return Block(start, start + len(line.strip()), kind)


def _announced(article: Layout, block: Block) -> Iterator[Block]:
    """Yield a paragraph without the sentence at its end that announces, or is furniture."""
    line = article.line(block)
    announces = line.endswith((":", "："))
    # Only a short sentence at the end may be a notice; one that announces may be of any length.
    begin = 1 if announces else max(1, len(line) - _CLOSING)
    *_, last = (0, *(match.end() for match in shapes.SENTENCE_END.finditer(line, begin - 1)))
    closing = line[last:]
    if announces:
        kind = Kind.HEADING
    elif (
        last
        and len(closing) < _CLOSING
        and furniture.is_furniture(closing)
        and not furniture.is_furniture(line[:last])
    ):
        kind = Kind.BOILERPLATE
    else:
        yield block
        return
    if last:
        yield Block(block.start, block.start + len(line[:last].rstrip()))
    yield Block(block.start + last, block.end, kind)


def _heading_end(line: str) -> int:
    """Return where the heading ends that a paragraph begins with and no blank parts from it.

    0 where there is none.  Words such as "McDonald", "YouTube" and "iPhone" have no joint, as at
    least three small letters that are no name stand before it: their word begins small, or the word
    after the joint is a sentence's first.
    """
    for joint in _JOINT.finditer(line, 8, _HEADING):
        before = line[: joint.start()].rsplit(None, 1)[-1]
        after = line[joint.start() :].split(None, 1)[0].rstrip(",'’s")
        ended = re.search(r"[.!?] ", line[: joint.start()])
        small = before[0].islower() or before[0].isdigit()
        if not ended and (small or after.lower() in _openers()) and len(line) > 2 * joint.start():
            return joint.start()
    return 0


@cache
def _openers() -> frozenset[str]:
    """Return the small English words that a sentence may begin with; "In" and "At" end names."""
    return frozenset(word for word in stop_words("en") if len(word) > 2)


def _cells(article: Layout, block: Block) -> Iterator[Block]:
    """Yield a row of a table, or each of its cells where one of them holds a sentence."""
    line = article.line(block)
    starts = [0, *(bar.end() for bar in _CELL.finditer(line))]
    ends = [*(bar.start() for bar in _CELL.finditer(line)), len(line)]
    cells = [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
    if not any(shapes.is_sentence(line[start:end], article.language) for start, end in cells):
        yield block
        return
    for start, end in cells:
        prose = shapes.is_sentence(line[start:end], article.language)
        kind = Kind.PARAGRAPH if prose else Kind.TABLE_ROW
        yield _trimmed(article, block, start, end, kind)
