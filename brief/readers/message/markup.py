"""The HTML of a mail → its passages, in order, without what no reader of it sees.

Newsletters are laid out in tables, hide a summary for the list of mails, and hide it again by
filling characters.  So every cell and block is a passage of its own; the words of hidden elements
are left out, and each passage knows whether it is a link, and how large it is set.  libxml2 tells
the elements one by one; no tree is built, so that depth costs nothing.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from brief.language.words import alternatives
from brief.model import Block, Kind
from brief.readers.message import styles
from brief.readers.message.passage import PROSE, Passage
from brief.readers.text import blocks

#: A tag longer than this is an attack, or a picture written out.
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}>")
_SILENT = frozenset(
    "head script title template noscript svg object textarea select option iframe video audio map"
    " math nav".split()
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp"
    " small span strike strong sub sup time tt u var wbr o:p".split()
)
_KINDS = {"li": Kind.LIST_ITEM, "figcaption": Kind.CAPTION, "caption": Kind.CAPTION} | {
    f"h{level}": Kind.HEADING for level in range(1, 7)
}
_FONT_SIZES = {"1": "10px", "2": "13px", "3": "16px", "4": "18px", "5": "24px", "6": "32px"}
#: How mail programs mark what they quote, and signatures.
_QUOTED = re.compile(r"\b(?:gmail_quote|yahoo_quoted|moz-cite|protonmail_quote|tutanota_quote)\b")
_SIGNED = re.compile(r"\b(?:gmail_signature|moz-signature|signature)\b", re.IGNORECASE)
#: Characters that are not seen, in a row: they fill the list of mails behind a hidden summary.
_FILLER = re.compile("(?:[\u034f\u00ad\u2007\u200b-\u200f\u2060\u180e\u061c\ufeff]\\s{0,3}){4}")
_SPACE = re.compile(r"\s+")
_OPENING = " \n\"'“„«‘"
#: Type of this size, and smaller than most by this much, is small print.
_SMALL, _SMALLER, _SMALL_TAG = 12.5, 0.87, 0.75


@dataclass(frozen=True, slots=True)
class _Element:
    """An open element, with what those around it hand down."""

    tag: str = ""
    kind: Kind = Kind.PARAGRAPH
    size: float = styles.NORMAL
    colour: str = ""
    background: str = ""
    hidden: bool = False
    #: Whether its words end a passage before and after.
    parts: bool = True
    linked: bool = False
    leaving: bool = False
    quoted: bool = False
    bold: bool = False
    table: int = 0
    preformatted: bool = False

    @property
    def is_seen(self) -> bool:
        same = self.colour and self.colour == self.background
        return not self.hidden and self.size > styles.UNSEEN and not same


@dataclass(slots=True)
class _Run:
    """The words between two elements that part passages."""

    chunks: list[str] = field(default_factory=list)
    length: int = 0
    #: Places of the words of links, and of the links that leave the list.
    links: list[tuple[int, int]] = field(default_factory=list)
    leaving: list[int] = field(default_factory=list)
    #: The end of the bold words that it begins with, and whether others have followed.
    bold: int = 0
    plain: bool = False
    sizes: Counter[float] = field(default_factory=Counter)


class _Walker:
    """Takes the elements from the parser; `passages` are those with words, and their sizes."""

    def __init__(self, *, preformatted: bool) -> None:
        self.passages: list[tuple[Passage, float]] = []
        self.language = ""
        self._open = [_Element(preformatted=preformatted)]
        self._run = _Run()
        self._tables = 0
        self._sheet: list[str] = []
        self._rules: dict[str, str] = {}

    def start(self, tag: str, attributes: Any) -> None:
        stated = {name.lower(): value or "" for name, value in attributes.items()}
        if tag == "html":
            self.language = stated.get("lang", "") or stated.get("xml:lang", "")
        if tag == "br":
            self._add("\n", replace(self._open[-1], preformatted=True))
            return
        element = self._element(tag, stated)
        if element.parts:
            self._part(tag)
        self._open.append(element)

    def end(self, tag: str) -> None:
        if tag == "br" or len(self._open) == 1:
            return
        element = self._open.pop()
        if element.parts:
            self._part(element.tag, element)
        if tag == "style":
            self._rules |= styles.rules_of("".join(self._sheet))
            self._sheet.clear()

    def data(self, words: str) -> None:
        element = self._open[-1]
        if element.tag == "style":
            self._sheet.append(words)
        elif element.is_seen:
            self._add(words, element)

    def comment(self, words: str) -> None:
        """Comments have no words that are seen, nor has what they hide from other programs."""

    def close(self) -> list[tuple[Passage, float]]:
        self._part("")
        return self.passages

    def _element(self, tag: str, stated: dict[str, str]) -> _Element:
        outer = self._open[-1]
        style = self._style(stated)
        named = f"{stated.get('class', '')} {stated.get('id', '')}"
        colour = style.colour or styles.colour_of(stated.get("color", "") if tag == "font" else "")
        background = style.background or styles.colour_of(stated.get("bgcolor", ""))
        kept = outer.kind not in (Kind.PARAGRAPH, Kind.CAPTION)
        self._tables += tag == "table"
        quoted = (tag == "blockquote" and stated.get("type") == "cite") or _QUOTED.search(named)
        address = stated.get("href", "") if tag == "a" else ""
        return _Element(
            tag=tag,
            kind=outer.kind if kept else self._kind(tag, named, outer.kind),
            size=self._size(tag, style, stated, outer.size),
            colour=colour or outer.colour,
            background="?" if "background" in stated else background or outer.background,
            hidden=outer.hidden or style.hidden or tag in _SILENT or "hidden" in stated,
            parts=_parts(tag, style.display),
            linked=outer.linked or bool(address) or tag == "button",
            leaving=outer.leaving or bool(address and _leaving().search(address[:2_000].lower())),
            quoted=outer.quoted or bool(quoted),
            bold=outer.bold or tag in ("b", "strong"),
            table=self._tables if tag == "table" else outer.table,
            preformatted=outer.preformatted or tag == "pre" or style.preformatted,
        )

    def _style(self, stated: dict[str, str]) -> styles.Style:
        by_class = [self._rules.get(name, "") for name in stated.get("class", "").split()[:20]]
        return styles.style_of(";".join([*filter(None, by_class), stated.get("style", "")]))

    def _kind(self, tag: str, named: str, outer: Kind) -> Kind:
        if tag == "footer" or _SIGNED.search(named):
            return Kind.BOILERPLATE
        return _KINDS.get(tag, outer)

    def _size(self, tag: str, style: styles.Style, stated: dict[str, str], outer: float) -> float:
        if style.size:
            return styles.pixels(style.size, outer)
        if tag == "font":
            return styles.pixels(_FONT_SIZES.get(stated.get("size", ""), ""), outer)
        return outer * _SMALL_TAG if tag == "small" else outer

    def _add(self, words: str, element: _Element) -> None:
        """Take words as they are shown: white space is one blank, unless it is kept."""
        run = self._run
        lines = words.split("\n") if element.preformatted else [words]
        shown = "\n".join(_SPACE.sub(" ", line) for line in lines)
        if not run.chunks or run.chunks[-1].endswith((" ", "\n")):
            shown = shown.lstrip(" ")
        if not shown:
            return
        start, run.length = run.length, run.length + len(shown)
        run.chunks.append(shown)
        if not shown.strip():
            return
        run.sizes[element.size] += len(shown)
        run.plain = run.plain or not element.bold
        if not run.plain:
            run.bold = run.length
        if element.linked:
            run.links.append((start, run.length))
        if element.leaving:
            run.leaving.append(start)

    def _part(self, tag: str, element: _Element | None = None) -> None:
        """End the passage, but not behind a label in a cell, whose value is in the next one."""
        run = self._run
        words = "".join(run.chunks)
        label = words.rstrip()
        if tag in ("td", "th") and label.endswith(":") and label.count(" ") < 3:
            self._add(" ", self._open[-1])
            return
        if label.strip():
            size = run.sizes.most_common(1)[0][0]
            ended = _passages(run, words, element or self._open[-1])
            self.passages += ((passage, size) for passage in ended)
        self._run = _Run()


def passages(markup: str, *, preformatted: bool = False) -> tuple[list[Passage], str]:
    """Return the passages of `markup`, and the language that it states, as it does.

    `preformatted` keeps line ends, for a text that has no paragraphs but them.
    """
    from lxml import etree

    walker = _Walker(preformatted=preformatted)
    parser = etree.HTMLParser(target=walker, encoding="utf-8", huge_tree=True, recover=True)
    source = _LONG_TAG.sub("", markup.replace("\0", "\ufffd"))
    parser.feed(source.encode("utf-8", errors="replace"))
    sized = parser.close()
    letters: Counter[float] = Counter()
    for passage, size in sized:
        letters[size] += len(passage.words) if passage.is_prose else 0
    usual = letters.most_common(1)[0][0] if letters else styles.NORMAL
    small = min(_SMALL, usual * _SMALLER)
    return [replace(passage, small=size <= small) for passage, size in sized], walker.language


def _passages(run: _Run, words: str, element: _Element) -> Iterator[Passage]:
    """Yield the passages of a run: its lines, where they are not only wrapped."""
    for block in _blocks(run, words, element.kind):
        line = words[block.start : block.end]
        if not _FILLER.search(line) and any(map(str.isalnum, line)):
            yield Passage(
                words=" ".join(line.split()),
                kind=block.kind,
                linked=_is_linked(run, words, block),
                leaving=_is_leaving(run, block),
                quoted=element.quoted or line.startswith(">"),
                table=element.table,
            )


def _blocks(run: _Run, words: str, kind: Kind) -> Iterator[Block]:
    if kind is not Kind.PARAGRAPH:
        yield Block(0, len(words), kind)
        return
    lead = run.bold if _is_lead(words[: run.bold], words[run.bold :]) else 0
    if lead:
        yield Block(0, lead, Kind.HEADING)
    for block in blocks(words[lead:]):
        yield Block(block.start + lead, block.end + lead, block.kind)


def _is_lead(lead: str, rest: str) -> bool:
    """Return whether the bold words at the beginning are a heading in the line of its text.

    "**Why it matters:** The harbour …", "**Pier delayed**The harbour …", but neither the name of
    who speaks ("**Ada Holm:** We …") nor the beginning of the sentence ("**The port** will").
    """
    bare, following = lead.rstrip(), rest.lstrip(_OPENING)
    words = bare.split()
    if not 2 <= len(words) <= 12 or not following[:1].isupper() or rest.count(" ") < PROSE - 1:
        return False
    if not any(word[:1].islower() for word in words):
        return False
    stuck = bare == lead and rest[:1].isalpha()
    return bare.endswith(":") or (bare[-1].isalnum() and (stuck or len(words) > 3))


def _is_linked(run: _Run, words: str, block: Block) -> bool:
    """Return whether every letter and digit of a block stands in a link."""
    place = block.start
    for index in range(max(0, bisect(run.links, (place,)) - 1), len(run.links)):
        start, end = run.links[index]
        if start >= block.end:
            break
        if end > place:
            if any(map(str.isalnum, words[place:start])):
                return False
            place = end
    return not any(map(str.isalnum, words[place : block.end]))


def _is_leaving(run: _Run, block: Block) -> bool:
    return bisect_left(run.leaving, block.start) < bisect_left(run.leaving, block.end)


def _parts(tag: str, display: str) -> bool:
    if tag in _INLINE:
        return display in ("block", "table", "flex") or (tag == "a" and display == "inline-block")
    return display != "inline" or tag in ("td", "th", "tr", "table")


@cache
def _leaving() -> re.Pattern[str]:
    return re.compile(alternatives("mail", "address"))
