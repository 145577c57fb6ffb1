"""The rows of a page as trees of nodes, which the template in typst lays out.

A node is text, or `{"kind": …, "in": [node, …]}`, with "url" where it leads somewhere and
"language" and "direction" where they are not the page's.  One of the kind "break" is empty: a row
may end there, inside a word that is too long for one.  `visible` leaves no control character in
what articles say, so that three of them can mark where nodes begin and end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from brief.formats import links
from brief.formats.html.marks import RIGHT_TO_LEFT, article_address, place_address
from brief.formats.spacing import NO_BREAK, together
from brief.language.phrases import phrases
from brief.language.visible import visible
from brief.model import STDIN, Citation, Document

_OPENS, _GOES_ON, _CLOSES = "\x01", "\x02", "\x03"
_MARK = re.compile(f"{_OPENS}([0-9]+){_GOES_ON}|({_CLOSES})")
#: The longest address that typst takes; a longer one leads nowhere.
_LONGEST_ADDRESS = 8000
#: Characters of a title, and of a text of ours, that a sheet has room for.
LONGEST_TITLE, LONGEST_TEXT = 300, 900
#: A longer word may be broken behind every few characters, in scripts that part words.
_LONGEST_WORD, _PART = 30, 6
_WORD = re.compile(rf"[^\s\u0590-\u109f\u1780-\u17ff\u2e80-\uffff]{{{_LONGEST_WORD + 1},}}")
_PIECE = re.compile(rf".{{1,{_PART}}}", re.DOTALL)
#: Where a row may end, that ends in a word otherwise.
_BREAK = {"kind": "break", "in": []}
#: The mark of each direction, which nobody sees.
_SIDES = {"ltr": "\u200e", "rtl": "\u200f"}


@dataclass(slots=True)
class Nodes:
    """Markup of a page whose rows are read again by `tree`."""

    language: str
    #: What each node is, by its number.
    about: list[dict[str, str]] = field(default_factory=list)

    line_end = ""

    def text(self, text: str) -> str:
        """Return text as a node with its own direction."""
        return self._node("text", cut(text, LONGEST_TEXT), **self._turned(text))

    def said(self, text: str, citation: Citation, document: Document) -> str:
        """Return words of an article, which lead to their place in it."""
        url = _place(citation, document)
        return self._node("said", visible(text), url=url, **self._spoken(document))

    def aside(self, text: str) -> str:
        """Return the name of an outlet, or a list that begins with it: "Larn Post, 25 Aug".

        What follows a name from the other side stands on the page's own side.
        """
        shown = together(visible(text))
        if {"ltr", "rtl"} <= set(map(_direction, shown)):
            comma = phrases(self.language).comma
            shown = shown.replace(comma, f"{_SIDES[self._own]}{comma}")
            return self._node("aside", shown)
        return self._node("aside", shown, **self._turned(text)) if text else ""

    def heading(self, shown: str, level: int) -> str:
        """Return a heading as it is; its row has the level."""
        return shown

    def strong(self, shown: str) -> str:
        """Return something set off."""
        return self._marked({"kind": "strong"}, shown)

    def place(self, text: str, citation: Citation, document: Document) -> str:
        """Return text that leads to its place in an article."""
        return self._leading("place", text, _place(citation, document))

    def source(self, text: str, document: Document) -> str:
        """Return text that leads to an article."""
        url = "" if _is_nowhere(document) else article_address(document.path, document.url)
        return self._leading("source", text, url)

    def address(self, document: Document) -> str:
        """Return nothing: the links say where an article is."""
        return ""

    def tree(self, marked: str) -> list[Any]:
        """Return the nodes of a marked text, with what is inside them."""
        inside: list[list[Any]] = [[]]
        colon = phrases(self.language).colon
        at = 0
        for mark in _MARK.finditer(marked):
            text = marked[at : mark.start()]
            # A label is not parted from the first place behind it.
            if mark[1] and text.endswith(colon):
                text = f"{text[:-1]}{NO_BREAK}"
            inside[-1].extend(_pieces(text, ours=len(inside) == 1))
            at = mark.end()
            if mark[1]:
                node: dict[str, Any] = {**self.about[int(mark[1])], "in": []}
                inside[-1].append(node)
                inside.append(node["in"])
            else:
                inside.pop()
        inside[-1].extend(_pieces(marked[at:], ours=True))
        return inside[0]

    def _leading(self, kind: str, text: str, url: str) -> str:
        kind = "number" if text.isdigit() else kind
        return self._node(kind, cut(text, LONGEST_TITLE), url=url, **self._turned(text))

    def _node(self, kind: str, shown: str, url: str = "", **about: str) -> str:
        led = {"url": url} if 0 < len(url) < _LONGEST_ADDRESS else {}
        return self._marked({"kind": kind, **led, **about}, shown)

    def _marked(self, about: dict[str, str], shown: str) -> str:
        self.about.append(about)
        return f"{_OPENS}{len(self.about) - 1}{_GOES_ON}{shown}{_CLOSES}"

    def _spoken(self, document: Document) -> dict[str, str]:
        """Return the language of words of an article and its direction, where it is another."""
        code = document.language
        if code == self.language or not re.fullmatch("[a-z]{2,3}", code):
            return {}
        return {"language": code, "direction": "rtl" if code in RIGHT_TO_LEFT else "ltr"}

    def _turned(self, text: str) -> dict[str, str]:
        """Return the direction of a text by its first letter, where it is not the page's."""
        first = next(filter(None, map(_direction, text)), "")
        return {"direction": first} if first not in ("", self._own) else {}

    @property
    def _own(self) -> str:
        """The direction of the page."""
        return "rtl" if phrases(self.language).right_to_left else "ltr"


def cut(text: str, most: int) -> str:
    """Return text as a page shows it, cut where it is longer than any sheet has room for."""
    shown = visible(text)
    return shown if len(shown) <= most else f"{shown[: most - 1].rstrip()}…"


def _is_nowhere(document: Document) -> bool:
    """Return whether an article has neither a file nor an address on the web."""
    return document.path in ("", STDIN) and not links.address(document.url)


def _place(citation: Citation, document: Document) -> str:
    if _is_nowhere(document):
        return ""
    start, end = citation.start, citation.end
    return place_address(document.path, document.url, start, end, document.text[start:end])


def _pieces(text: str, *, ours: bool) -> Iterable[Any]:
    """Yield a text, with breaks in words that are longer than a row may be.

    What is `ours` holds numbers together with what they count.
    """
    text = together(text) if ours else text
    at = 0
    for word in _WORD.finditer(text):
        for piece in _PIECE.finditer(word[0]):
            end = word.start() + piece.end()
            # A letter keeps its accents.
            if end < len(text) and not unicodedata.combining(text[end]):
                yield from (text[at:end], _BREAK)
                at = end
    if at < len(text):
        yield text[at:]


def _direction(character: str) -> str:
    kind = unicodedata.bidirectional(character)
    return "ltr" if kind == "L" else "rtl" if kind in ("R", "AL") else ""
