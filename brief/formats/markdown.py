r"""The page as Markdown: CommonMark, and nothing that GitHub's dialect would read otherwise.

Text of articles is backslash-escaped, so that it stays text: emphasis, code, links, images,
HTML, entities, strikethrough, footnotes, bare addresses, and what means something only at the
start of a line.  Prose comes through untouched: no apostrophe, hyphen, full stop, comma or
parenthesis is escaped where it could not act.  `[` and `]` always are, so that a bracket without
a backslash is one of ours.  One thing that GitHub does to plain text no escape prevents: it links
e-mail addresses even where the `@` is escaped.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

from brief.formats import body, links, sources
from brief.formats.text import measure
from brief.language.visible import visible
from brief.model import Briefing, Citation, Document

_SYNTAX = re.compile(
    r"""
    [\\`*\[\]<~]                            # acts wherever it stands
    | (?<![^\W_])_ | _(?![^\W_])            # an underscore, unless inside a word
    | &(?=\#?\w+;)                          # an entity
    | (?: (?<=http) | (?<=https) | (?<=ftp) | (?<=mailto) | (?<=xmpp) ) :(?=\S)
    | (?<=www)\.                            # a bare address
    | (?<=[\w.+-])@(?=\w)                   # an e-mail address
    | \A>                                   # a quotation
    | \A\#(?=\#{0,5}(?:[ ]|\Z))             # a heading
    | (?<=[ ])\#(?=\#*\Z)                   # the end of a heading
    | \A[-+](?=[ ]|\Z)                      # an item
    | \A=(?==*\Z) | \A-(?=-*\Z)             # the underline of a heading
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERED = re.compile(r"\A([0-9]{1,9})([.)])(?= |\Z)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
#: Ends the page: the digest of all above it.
DIGEST = "[page]: #sha256="


def escape(text: str) -> str:
    """Return `visible(text)` as Markdown that shows just that."""
    escaped = _SYNTAX.sub(r"\\\g<0>", visible(text))
    return _NUMBERED.sub(r"\1\\\2", escaped)


def unescape(markdown: str) -> str:
    """Return what a reader sees of escaped text; `unescape(escape(text)) == visible(text)`."""
    return _ESCAPED.sub(r"\1", markdown)


def render(briefing: Briefing, folder: Path | None = None) -> str:
    """Return the page; `folder` is where it will lie, None the current folder.

    Ends with the places that the links lead to, `[c…]` for statements and `[s…]` for every
    article of the set, and with the SHA-256 of all above that line.
    """
    moved = sources.relocated(briefing, folder)
    words, _ = measure(moved)
    markup = _Markdown()
    rows = list(body.lines(moved, markup, words))
    places = [*markup.places, *(_source_place(document) for document in moved.documents)]
    text = "".join(f"{line}\n" for line in (*rows, "", *places))
    return f"{text}{DIGEST}{digest(text)}\n"


def digest(text: str) -> str:
    """Return the SHA-256 of text in hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class _Markdown:
    """Markup that collects where its links lead."""

    line_end = "\\"

    def __init__(self) -> None:
        self.places: list[str] = []

    def text(self, text: str) -> str:
        return escape(text)

    def heading(self, shown: str, level: int) -> str:
        return f"{'#' * level} {shown}"

    def strong(self, shown: str) -> str:
        return f"**{shown}**"

    def place(self, text: str, citation: Citation, document: Document) -> str:
        label = f"c{len(self.places) + 1}"
        self.places.append(f"[{label}]: {_place(citation, document)}")
        return f"[{escape(text)}][{label}]"

    def source(self, text: str, document: Document) -> str:
        return f"[{escape(text)}][s{document.id}]"


def _place(citation: Citation, document: Document) -> str:
    local = links.local(document, citation)
    url = links.address(document.url)
    if url is None:
        return local
    there = links.web(url, document.text[citation.start : citation.end])
    return f'{links.destination(there)} "{local}"'


def _source_place(document: Document) -> str:
    path, label = links.encoded(document.path), f"[s{document.id}]:"
    url = links.address(document.url)
    if url is None:
        return f'{label} {path} "sha256:{document.sha256}"'
    return f'{label} {links.destination(url)} "{path} sha256:{document.sha256}"'
