"""What is written into HTML: text that acts nowhere, links, and where a place is cited from.

A place carries the selectors of the W3C's Web Annotation Data Model in data attributes:
TextPositionSelector (`start`, `end`, in characters of the article's text) and TextQuoteSelector
(`exact`, with `CONTEXT` characters before and behind it), and the SHA-256 of the article's bytes.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from brief.formats import links
from brief.language.visible import visible
from brief.model import STDIN

if TYPE_CHECKING:
    from brief.model import Citation, Document

#: Characters of the article on each side of what is cited.
CONTEXT = 32
# White space that would end a line of the file or has no place in HTML, and other text.
_PIECE = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1f\x85]|\S+")
#: ISO 639-1 codes of languages that are written from right to left.
RIGHT_TO_LEFT = frozenset("ar dv fa he ps sd ug ur yi".split())


def shown(text: str) -> str:
    """Return text as HTML that shows `visible(text)`."""
    return html.escape(visible(text))


def running(text: str) -> str:
    """Return part of a running text as `shown` does, with a space for that at its edges."""
    if not text.strip():
        return " " if text else ""
    before, behind = (" " if text[edge].isspace() else "" for edge in (0, -1))
    return f"{before}{shown(text)}{behind}"


def attribute(text: str) -> str:
    """Return text for an attribute on one line, each of its characters as one.

    White space stays, but for that which HTML does not hold, a carriage return too: a space.
    """
    return _PIECE.sub(_piece, text)


def _piece(piece: re.Match[str]) -> str:
    part = piece[0]
    if part in "\t\n":
        return f"&#{ord(part)};"
    return " " if part.isspace() else shown(part)


def language(code: str, page: str) -> str:
    """Return the attributes of text in a language other than the page's, a space before each."""
    if not re.fullmatch("[a-z]{2,3}", code) or code == page:
        return ""
    return f' lang="{code}" dir="{"rtl" if code in RIGHT_TO_LEFT else "ltr"}"'


def passage_id(document: int, start: int, end: int) -> str:
    """Return the name of a place in the text of an article that stands on the page."""
    return f"a{document}-{start}-{end}"


def local(path: str) -> str:
    """Return a path as a relative address; one that begins with `//` would name a host."""
    return re.sub(r"\A/{2,}", "/", links.encoded(path))


def article_address(path: str, url: str | None) -> str:
    """Return where an article is: on the web, or else its file."""
    return links.address(url) or local(path)


def place_address(path: str, url: str | None, start: int, end: int, exact: str) -> str:
    """Return where a place is, by its text on the web, or else by its characters in a file."""
    address = links.address(url)
    return links.web(address, exact) if address else f"{local(path)}#char={start},{end}"


def is_nowhere(document: Document) -> bool:
    """Return whether an article is neither on the web nor in a file."""
    return document.path in ("", STDIN) and not links.address(document.url)


def away(document: Document, start: int, end: int) -> str:
    """Return where a place is out there, for an attribute; empty where that is nowhere."""
    if is_nowhere(document):
        return ""
    exact = document.text[start:end]
    return attribute(place_address(document.path, document.url, start, end, exact))


def selectors(citation: Citation, document: Document) -> str:
    """Return the data attributes of a place, each with a space before it."""
    text, start, end = document.text, citation.start, citation.end
    exact = text[start:end]
    return (
        f' data-document="{document.id}" data-start="{start}" data-end="{end}"'
        f' data-exact="{attribute(exact)}"'
        f' data-prefix="{attribute(text[max(0, start - CONTEXT) : start])}"'
        f' data-suffix="{attribute(text[end : end + CONTEXT])}"'
        f' data-sha256="{document.sha256}"'
    )
