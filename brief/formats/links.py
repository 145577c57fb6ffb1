"""Where citations point, in both directions: a place in a file, or in an article on the web.

Local text: `path#char=start,end` (RFC 5147).  The web: `address#:~:text=start,end`, a text
fragment (WICG, URL Fragment Text Directives).  What is made here holds no space, quotation mark,
bracket, angle bracket or control character, whatever the article says its address is.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from brief.language.visible import visible
from brief.model import Citation, Document

# Everything that RFC 3986 lets stand in an address, and `%` of what is encoded already; not
# brackets and quotation marks, which end a link in Markdown.
_ADDRESS_SAFE = ":/?#@!$&*+,;=%~-._"
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_WEB = re.compile(r"https?://[^\s/?#@]", re.IGNORECASE)
_ENTITY = re.compile(r"&(?=#?\w+;)")
# What no file system hands out and no UTF-8 holds; U+DC80 to U+DCFF stand for undecodable bytes.
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_EDGE_WORDS = 4
_WHOLE_WORDS = 2 * _EDGE_WORDS
_EDGE_CHARACTERS = 60


def encoded(path: str) -> str:
    """Return a path as a relative reference: percent-encoded UTF-8, `/` kept."""
    return quote(_NO_BYTE.sub("\ufffd", path), safe="/", errors="surrogateescape")


def decoded(reference: str) -> str:
    """Return the path that `encoded` was given."""
    return unquote(reference, errors="surrogateescape")


def address(url: str | None) -> str | None:
    """Return `url` fit for a link, or None where it is not one of the web (http, https)."""
    if url is None or not _WEB.match(url.strip()):
        return None
    return quote(_BARE_PERCENT.sub("%25", visible(url)), safe=_ADDRESS_SAFE)


def local(document: Document, citation: Citation) -> str:
    """Return the place in the file: `inputs/a.txt#char=0,44`."""
    return f"{encoded(document.path)}#char={citation.start},{citation.end}"


def web(url: str, text: str) -> str:
    """Return the place in an article on the web; `url` as `address` gives it."""
    return f"{url}{'' if '#' in url else '#'}:~:text={_directive(text)}"


def _directive(text: str) -> str:
    shown = visible(text)
    words = shown.split(" ")
    if len(words) <= _WHOLE_WORDS and len(shown) <= 2 * _EDGE_CHARACTERS:
        return _term(shown)
    # The cut matters where there are no spaces between words; a browser then finds what it can.
    start = " ".join(words[:_EDGE_WORDS])[:_EDGE_CHARACTERS]
    end = " ".join(words[-_EDGE_WORDS:])[-_EDGE_CHARACTERS:]
    return f"{_term(start)},{_term(end)}"


def _term(text: str) -> str:
    # `-`, `,` and `&` are syntax in a text directive; `quote` leaves only the first.
    return quote(text.strip(), safe="").replace("-", "%2D")


def destination(reference: str) -> str:
    """Return `reference` for Markdown, where `&lt;` would be read as an entity."""
    return _ENTITY.sub(r"\\&", reference)


def reference_of(destination: str) -> str:
    """Return the reference that `destination` was given."""
    return destination.replace("\\&", "&")
