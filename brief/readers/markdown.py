"""Markdown → an article in blocks, as far as CommonMark's matter for taking sentences.

The text is the decoded file itself and all offsets count in it, so inline markup cannot be taken
out: a sentence with `**bold**` or `[words](address)` keeps these characters, and the page shows
them escaped, to the letter.  What can be left outside a block's span is left out: heading marks,
list marks, quote marks, emphasis around a whole paragraph.

Front matter is `METADATA`.  Code, raw HTML, and quotations wrapped over several lines (a sentence
of theirs would have a `>` in its middle) are `BOILERPLATE`; a line with nothing but a picture is a
`CAPTION`; comments, link definitions and footnotes are in no block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import TypeAlias

from brief.model import Block, Document, Kind, Title
from brief.readers import frontmatter, metadata
from brief.readers.encoding import decode
from brief.readers.frontmatter import FrontMatter
from brief.readers.text import TextLine, is_full, joins, lines_of, wrap_width

_Lines: TypeAlias = Sequence[TextLine]
#: The index of the first line that belongs to something else, and the blocks before it.
_Taken: TypeAlias = tuple[int, list[Block]]

_FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_DEFINITION = re.compile(r"""\[(?:\^[^\]]{1,99}\]:|[^\]\[]{1,999}\]:\s*\S+(?:\s+["'(].*)?$)""")
_DELIMITERS = re.compile(r"[|:\s-]+")
_RAW_HTML = re.compile(r"<(script|style|pre|textarea|svg)\b", re.IGNORECASE)
_BLOCK_HTML = re.compile(
    r"</?(?:address|article|aside|audio|blockquote|body|br|center|dd|details|div|dl|dt|fig\w+|footer"
    r"|form|h[1-6r]|head|header|html|iframe|img|li|link|main|menu|meta|nav|ol|p|picture|script"
    r"|section|style|summary|table|tbody|td|tfoot|th|thead|title|tr|ul|video)\b",
    re.IGNORECASE,
)
_EMPHASIS = ("***", "**", "__", "*", "_")
#: Columns of white space that make code of a line outside a list.
_CODE = 4


def parse(data: bytes) -> Document:
    """Return the article in `data`: title, date, author, address as its front matter states them.

    Without a title there, the first heading of level one is the title, else a lesser heading that
    the article opens with.  Raises `Unreadable` where `data` is no text.
    """
    text = decode(data)
    front = frontmatter.find(text)
    matter = front or FrontMatter(0)
    above = (Block(0, matter.end, Kind.METADATA),) if front else ()
    blocks = tuple(_blocks(text, matter.end))
    values = matter.values
    return Document(
        path="",
        text=text,
        sha256="",
        blocks=above + blocks,
        title=matter.title(text) or _headline(text, blocks),
        date=next(filter(None, map(metadata.day, values(frontmatter.DATE))), None),
        language=next(filter(None, map(metadata.language_code, values(frontmatter.LANGUAGE))), ""),
        url=next(filter(None, map(metadata.web_address, values(frontmatter.ADDRESS))), None),
        author=next(iter(values(frontmatter.AUTHOR)), None),
        publisher=next(iter(values(frontmatter.PUBLISHER)), None),
    )


def _headline(text: str, blocks: Sequence[Block]) -> Title | None:
    headings = [block for block in blocks if block.kind is Kind.HEADING]
    first = next((block for block in headings if _is_first_level(text, block)), None)
    title = first or (headings[0] if headings and headings[0] is blocks[0] else None)
    return Title(text[title.start : title.end], title.start, title.end) if title else None


def _is_first_level(text: str, block: Block) -> bool:
    before = text[max(0, block.start - 12) : block.start].rstrip("*_ \t\u00a0")
    after = text[block.end : block.end + 100].lstrip("*_").lstrip()
    return (before.endswith("#") and not before.endswith("##")) or after.startswith("===")


def _blocks(text: str, start: int) -> Iterator[Block]:
    """Yield the blocks from offset `start` on; linear in the length of the text."""
    lines = _broken(list(lines_of(text, start)))
    index = 0
    while index < len(lines):
        for rule in _RULES:
            if taken := rule(lines, index):
                index = taken[0]
                yield from (_unwrapped(text, block) for block in taken[1])
                break


def _broken(lines: _Lines) -> _Lines:
    """Return `lines` with a hard break at each line end that is no wrap.

    CommonMark joins lines that no blank line parts.  Articles that a program has saved have one
    paragraph a line, though, and often no blank line at all.
    """
    # Addresses are not wrapped; they would hide that the other lines are.
    width = wrap_width([line for line in lines if "](" not in line.text and "://" not in line.text])
    broken = list(lines)
    start = 0
    for filled, group in groupby(lines, key=lambda line: bool(line.text)):
        chunk = list(group)
        if filled:
            column = width or wrap_width(chunk)
            # One line that begins small, among many that do not, is an oddity of its page.
            small = sum(line.text[0].islower() for line in chunk[1:]) * 4 >= len(chunk) - 1
            widest = max(len(line.text) for line in chunk)
            for index, (line, following) in enumerate(pairwise(chunk), start):
                on = _goes_on(line, following, widest, small=small)
                if not on and not joins(line, following, column):
                    broken[index] = line._replace(hard_break=True)
        start += len(chunk)
    return broken


def _goes_on(line: TextLine, following: TextLine, widest: int, *, small: bool) -> bool:
    """Return whether a sentence runs over the end of `line` into the next line of its chunk.

    `widest` is the length of the longest line of the chunk; `small` says that many begin small.
    """
    if line.ends_sentence():
        return False
    return (small and following.text[0].islower()) or is_full(line, following, widest)


def _fence(lines: _Lines, index: int) -> _Taken | None:
    """Take fenced code; without an end it goes on to the end of the file."""
    fence = _FENCE.match(lines[index].text)
    if not fence:
        return None
    mark = fence[1] or fence[2]
    closing = re.compile(f"{mark}{mark[0]}*")
    end = _first(lambda line: closing.fullmatch(line.text), lines, index + 1) + 1
    return _boilerplate(lines, index, min(end, len(lines)))


def _comment(lines: _Lines, index: int) -> _Taken | None:
    if not lines[index].text.startswith("<!--"):
        return None
    return _first(lambda line: "-->" in line.text, lines, index) + 1, []


def _html(lines: _Lines, index: int) -> _Taken | None:
    """Take raw HTML: up to a blank line, for scripts and the like up to their end."""
    opening = lines[index].text
    if raw := _RAW_HTML.match(opening):
        end = f"</{raw[1].lower()}"
        last = _first(lambda line: end in line.text.lower(), lines, index)
        return _boilerplate(lines, index, min(last + 1, len(lines)))
    if not _BLOCK_HTML.match(opening):
        return None
    return _boilerplate(lines, index, _first(lambda line: not line.text, lines, index))


def _heading(lines: _Lines, index: int) -> _Taken | None:
    words = lines[index].heading()
    return (index + 1, [Block(*words, Kind.HEADING)]) if words else None


def _silent(lines: _Lines, index: int) -> _Taken | None:
    """Pass over blank lines, rules, definitions of links and footnotes."""
    line = lines[index]
    passed = _DEFINITION.match(line.text) or (line.is_rule() and not line.is_quoted())
    return (index + 1, []) if passed else None


def _table(lines: _Lines, index: int) -> _Taken | None:
    """Take table rows; without outer bars only a row of dashes below tells that it is a table."""
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    ruled = "|" in below and "-" in below and _DELIMITERS.fullmatch(below)
    if not lines[index].is_row() and not (ruled and "|" in lines[index].text):
        return None
    end = _first(lambda line: "|" not in line.text, lines, index)
    rows = [line for line in lines[index:end] if not line.is_rule()]
    return end, [Block(line.start, line.end, Kind.TABLE_ROW) for line in rows]


def _quote(lines: _Lines, index: int) -> _Taken | None:
    if not lines[index].is_quoted():
        return None
    end = _first(lambda line: not line.is_quoted(), lines, index)
    pieces: list[list[TextLine]] = [[]]
    for line in map(_bare, lines[index:end]):
        if not line.text or (pieces[-1] and pieces[-1][-1].ends_sentence()):
            pieces.append([])
        if line.text and not line.is_rule():
            pieces[-1].append(line)
    return end, [_quoted(piece) for piece in pieces if piece]


def _quoted(piece: _Lines) -> Block:
    if len(piece) > 1:
        return Block(piece[0].start, piece[-1].end, Kind.BOILERPLATE)
    return piece[0].block()


def _item(lines: _Lines, index: int) -> _Taken | None:
    """Take a list item with the indented paragraphs below it."""
    start = lines[index].item()
    if start is None:
        return None
    end = _item_end(lines, index)
    blocks = [Block(start, lines[end - 1].end, Kind.LIST_ITEM)]
    while (below := _first(lambda line: line.text, lines, end)) < len(lines):
        if below == end or lines[below].indent < 2 or _interrupts(lines[below], in_list=True):
            break
        end = _item_end(lines, below)
        blocks.append(Block(lines[below].start, lines[end - 1].end, Kind.LIST_ITEM))
    return end, blocks


def _item_end(lines: _Lines, index: int) -> int:
    """Return the index behind the item's paragraph that begins at `index`.

    A line that is neither indented nor the rest of a wrapped one is a paragraph below the list.
    """
    last = _paragraph_end(lines, index + 1, in_list=True)
    while index + 1 < last and (lines[index + 1].indent >= 2 or not lines[index].hard_break):
        index += 1
    return index + 1


def _code(lines: _Lines, index: int) -> _Taken | None:
    if lines[index].indent < _CODE:
        return None
    end = _first(lambda line: line.indent < _CODE, lines, index)
    return _boilerplate(lines, index, end)


def _paragraph(lines: _Lines, index: int) -> _Taken:
    end = _paragraph_end(lines, index + 1)
    blocks = [_run(run) for run in _runs(lines[index:end])]
    if end < len(lines) and lines[end].is_underline():
        blocks[-1] = replace(blocks[-1], kind=Kind.HEADING)
        end += 1
    return end, blocks


def _runs(paragraph: _Lines) -> Iterator[_Lines]:
    """Part a paragraph at its hard line breaks, those of Markdown and those of `_broken`."""
    start = 0
    for index, line in enumerate(paragraph, start=1):
        if line.hard_break or index == len(paragraph):
            yield paragraph[start:index]
            start = index


def _run(run: _Lines) -> Block:
    first, last = run[0], run[-1]
    picture = first.text.startswith(("![", "[![")) and last.text.endswith(")")
    end = last.end - last.text.endswith("\\")
    return Block(first.start, end, Kind.CAPTION if picture else Kind.PARAGRAPH)


#: In the order in which they are tried; the last one takes anything.
_RULES: tuple[Callable[[_Lines, int], _Taken | None], ...] = (
    _fence,
    _comment,
    _html,
    _heading,
    _silent,
    _table,
    _quote,
    _item,
    _code,
    _paragraph,
)


def _first(wanted: Callable[[TextLine], object], lines: _Lines, index: int) -> int:
    """Return the index of the first wanted line from `index` on, the number of lines if none."""
    while index < len(lines) and not wanted(lines[index]):
        index += 1
    return index


def _boilerplate(lines: _Lines, index: int, end: int) -> _Taken:
    return end, [Block(lines[index].start, lines[end - 1].end, Kind.BOILERPLATE)]


def _paragraph_end(lines: _Lines, index: int, *, in_list: bool = False) -> int:
    return _first(lambda line: not line.text or _interrupts(line, in_list=in_list), lines, index)


def _interrupts(line: TextLine, *, in_list: bool) -> bool:
    """Return whether `line` ends a paragraph above it without a blank line between."""
    if line.item() is not None:
        return in_list or line.number() in (None, 1)
    return (
        line.is_rule()
        or line.is_row()
        or line.is_quoted()
        or line.text.startswith("<!--")
        or line.heading() is not None
        or _FENCE.match(line.text) is not None
        or _BLOCK_HTML.match(line.text) is not None
    )


def _bare(line: TextLine) -> TextLine:
    """Return a quoted line without its marks."""
    body = line.text.lstrip("> \t")
    return TextLine(start=line.end - len(body), end=line.end, indent=0, text=body)


def _unwrapped(text: str, block: Block) -> Block:
    """Return `block` without emphasis marks that enclose the whole of it."""
    for mark in _EMPHASIS:
        start, end = block.start + len(mark), block.end - len(mark)
        enclosed = text.startswith(mark, block.start) and text.endswith(mark, start, block.end)
        if enclosed and start < end and text.find(mark[0], start, end) < 0:
            return Block(start, end, block.kind)
    return block
