"""HTML trees: pruned for trafilatura; and the XML tree that it returns → kinds and words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from brief.model import Kind
from brief.readers.encoding import Unreadable
from brief.readers.text import blocks

_CAPTION_CLASS = re.compile(r"(?:^|[\s_-])(?:caption|credits?|byline-photo)(?:$|[\s_-])", re.I)
#: Characters; what is longer is no caption, whatever its class says.
_LONGEST_CAPTION = 600
#: Elements that only format words; many of them in one paragraph cost quadratic time.
_INLINE = ("span", "b", "i", "em", "strong", "font", "small", "u", "mark", "a", "tt", "sup", "sub")
#: A page with more elements is read without `_INLINE`; one that still has `_MOST`, not at all.
_MANY, _MOST = 20_000, 100_000

#: trafilatura's names for what parts the words of an article.
_KINDS = {
    "head": Kind.HEADING,
    "item": Kind.LIST_ITEM,
    "row": Kind.TABLE_ROW,
    "p": Kind.PARAGRAPH,
    "quote": Kind.PARAGRAPH,
}
_PARTING = {*_KINDS, "list", "table", "body", "div", "ab"}
#: What an element leaves between the words before and after it.
_MARKS = {"lb": "\n", "cell": " | ", "p": " ", "item": " "}
_SPACE = re.compile(r"\s+")
_SILENT = {"code", "graphic", "figure", "figdesc", "formula"}


def prune(tree: Any) -> None:
    """Take figures, captions and, where they are too many, inline elements out of an HTML tree.

    Raises `Unreadable` for a tree of a size that no article has.
    """
    for element in tree.xpath(".//figure | .//figcaption | .//caption | .//*[@class]"):
        named = element.tag in ("figure", "figcaption", "caption")
        if (named or _is_caption(element)) and element.getparent() is not None:
            element.drop_tree()
    if tree.xpath("count(.//*)") > _MANY:
        _flatten(tree)
    if tree.xpath("count(.//*)") > _MOST:
        raise Unreadable("a page of too many parts", advice="save the article's text as .txt")


def _flatten(tree: Any) -> None:
    from lxml import etree

    etree.strip_tags(tree, *_INLINE)
    # What is left are neighbouring runs of text, which lxml joins anew at every look.
    for element in tree.iter():
        element.text, element.tail = element.text, element.tail


def _is_caption(element: Any) -> bool:
    if not _CAPTION_CLASS.search(element.get("class")):
        return False
    return sum(map(len, element.itertext())) <= _LONGEST_CAPTION


def pieces(body: Any) -> Iterator[tuple[Kind, str]]:
    """Yield the kind and the words of each block of trafilatura's `body`, in order.

    `<br>` may end a paragraph or only a line of it, as line ends do in plain text.
    """
    for kind, words in _runs(body):
        if kind is not Kind.PARAGRAPH:
            # Empty cells leave bars at both ends.
            yield kind, " ".join(words.split()).strip("| " if kind is Kind.TABLE_ROW else None)
            continue
        for block in blocks(words):
            yield block.kind, " ".join(words[block.start : block.end].split())


def _runs(body: Any) -> Iterator[tuple[Kind, str]]:
    """Walk the tree, without recursion as hostile pages nest deeply; line breaks become `\\n`."""
    from lxml import etree

    kinds = [Kind.PARAGRAPH]
    words: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        starts = event == "start"
        inside = kinds[-1] if starts else kinds.pop()
        if element.tag in _PARTING and kinds[-1] is not Kind.TABLE_ROW:
            if any(map(str.strip, words)):
                yield inside, "".join(words)
            words.clear()
        if starts:
            kinds.append(_kind(element.tag, inside))
            words.append(_MARKS.get(element.tag, "") if any(words) else "")
        silent += (element.tag in _SILENT) * (1 if starts else -1)
        if not silent:
            words.append(_SPACE.sub(" ", (element.text if starts else element.tail) or ""))


def _kind(tag: str, outer: Kind) -> Kind:
    """Return the kind of the words in an element: in rows and list items always theirs."""
    kept = outer in (Kind.TABLE_ROW, Kind.LIST_ITEM)
    return outer if kept else _KINDS.get(tag, outer)
