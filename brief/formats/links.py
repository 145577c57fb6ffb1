"""Where the links of a page lead: addresses of places and articles, and their definitions.

A place in a file is `path#char=start,end` (RFC 5147); one in an article on the web is
`address#:~:text=start,end`, a text fragment (WICG, URL Fragment Text Directives).  An address made
here holds no space, quotation mark, bracket, angle bracket or control character, whatever the
article says its address is.

A Markdown page ends with a definition of each: `[c1]: …` for places, `[s1]: …` for articles, and
`[page]: …` for the digest of the page.  What is written here is read here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote, unquote

from brief.language.visible import visible
from brief.model import Citation, Document
from brief.model.written import SourceRef

#: Ends a Markdown page: the digest of all above it.
DIGEST = "[page]: #sha256="
#: What is wrong with a page that has another digest than its own.
EDITED = "the page is not as it was written: its digest is another"
# Everything that RFC 3986 lets stand in an address, and `%` of what is encoded already; not
# brackets and quotation marks, which end a link in Markdown.
_ADDRESS_SAFE = ":/?#@!$&*+,;=%~-._"
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_WEB = re.compile(r"https?://[^\s/?#@]", re.IGNORECASE)
_NAMED_ENTITY, _NUMBERED_ENTITY = re.compile(r"(&\w+);"), re.compile(r"&(?=#\w)")
_NO_NAMED_ENTITY, _NO_NUMBERED_ENTITY = re.compile(r"(&\w+)%3B"), re.compile(r"%26(?=#\w)")
# What no file system hands out and no UTF-8 holds; U+DC80 to U+DCFF stand for undecodable bytes.
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_EDGE_WORDS = 4
_WHOLE_WORDS = 2 * _EDGE_WORDS
_EDGE_CHARACTERS = 60
# Definitions: with an address of the web, the path stands in the link's title.
_CHARACTERS = r'([^\s"]+)#char=([0-9]{1,12}),([0-9]{1,12})'
_PLACE = re.compile(rf"\[c([0-9]{{1,9}})\]: (){_CHARACTERS}")
_WEB_PLACE = re.compile(rf'\[c([0-9]{{1,9}})\]: (\S+:~:text=\S*) "{_CHARACTERS}"')
_SHA256 = 'sha256:([0-9a-f]{64})"'
_ARTICLE = re.compile(rf'\[s([0-9]{{1,9}})\]: ()([^\s"]+) "{_SHA256}')
_WEB_ARTICLE = re.compile(rf'\[s([0-9]{{1,9}})\]: (\S+) "([^\s"]+) {_SHA256}')
_DIGEST = re.compile(rf"{re.escape(DIGEST)}[0-9a-f]{{64}}")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an article as its definition says it."""

    url: str | None  #: On the web, with the text fragment; None where the article is only a file.
    path: str
    start: int
    end: int

    def lies_in(self, source: SourceRef) -> bool:
        """Return whether the path is that of `source`, and the address, if any, leads into it."""
        if self.path != source.path:
            return False
        if self.url is None:
            return source.url is None
        return self.url.startswith(web(source.url or "", ""))


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


def web(url: str, text: str) -> str:
    """Return the address of `text` in an article on the web; `url` as `address` returns it."""
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


def place_definition(number: int, citation: Citation, document: Document) -> str:
    """Return the definition of the page's link to a place: `[c1]: inputs/a.txt#char=0,44`."""
    text = document.text[citation.start : citation.end]
    return place_row(number, document.path, document.url, citation, text)


def place_row(number: int, path: str, url: str | None, citation: Citation, text: str) -> str:
    """Return what `place_definition` does, of a place with its `text` in the article at `path`."""
    local = f"{encoded(path)}#char={citation.start},{citation.end}"
    linked = address(url)
    if linked is None:
        return f"[c{number}]: {local}"
    return f'[c{number}]: {_destination(web(linked, text))} "{local}"'


def article_definition(document: Document) -> str:
    """Return the definition of a link to an article: `[s1]: inputs/a.txt "sha256:…"`."""
    path, url = encoded(document.path), address(document.url)
    if url is None:
        return f'[s{document.id}]: {path} "sha256:{document.sha256}"'
    return f'[s{document.id}]: {_destination(url)} "{path} sha256:{document.sha256}"'


def digest_definition(page: str) -> str:
    """Return the last line of a page: the SHA-256 of all above it."""
    return f"{DIGEST}{sha256(page.encode('utf-8', 'surrogatepass')).hexdigest()}\n"


def read_place(row: str) -> tuple[str, Place] | None:
    """Return what `place_definition` was given, the number as it stands; None for other rows."""
    match = _WEB_PLACE.fullmatch(row) or _PLACE.fullmatch(row)
    if match is None:
        return None
    label, url, path, start, end = match.groups()
    return label, Place(_reference(url) or None, decoded(path), int(start), int(end))


def read_article(row: str) -> SourceRef | None:
    """Return what `article_definition` was given, without a title; None for other rows."""
    match = _WEB_ARTICLE.fullmatch(row) or _ARTICLE.fullmatch(row)
    if match is None:
        return None
    label, url, path, digest = match.groups()
    return SourceRef(id=int(label), path=decoded(path), url=_reference(url) or None, sha256=digest)


def is_digest(row: str) -> bool:
    """Return whether a row has the form of the last line of a page."""
    return _DIGEST.fullmatch(row) is not None


def _destination(reference: str) -> str:
    """Return `reference` for Markdown without what a renderer reads as an entity.

    The semicolon of `&lt;` is encoded, so that `&` still parts what a server is asked, and the `&`
    of `&#60`, whose `#` begins the fragment.
    """
    return _NUMBERED_ENTITY.sub("%26", _NAMED_ENTITY.sub(r"\1%3B", reference))


def _reference(destination: str) -> str:
    """Return the reference that `_destination` was given; version 0.1 wrote a backslash."""
    named = _NO_NAMED_ENTITY.sub(r"\1;", destination.replace("\\&", "&"))
    return _NO_NUMBERED_ENTITY.sub("&", named)
