"""Bytes → `Document`, one module a format.

A reader is a function from the bytes of one article to a `Document` with all that the format
states; path, SHA-256 and id are filled in here.  It raises `Unreadable` for what it can make no
article of.  A new format is a module and a line in `READERS`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TypeAlias

from brief.model import STDIN, Document, Skipped
from brief.readers import charset as charsets
from brief.readers import frontmatter, html, markdown, text
from brief.readers.encoding import Unreadable, decode
from brief.readers.paths import search

Reader: TypeAlias = Callable[[bytes], Document]

#: Suffix in lower case → reader.
READERS: dict[str, Reader] = {
    ".txt": text.parse,
    ".text": text.parse,
    ".md": markdown.parse,
    ".markdown": markdown.parse,
    ".html": html.parse,
    ".htm": html.parse,
    ".xhtml": html.parse,
}
#: Bytes; a larger input is skipped.
LARGEST = 20_000_000

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def find(
    paths: str | Path | Iterable[str | Path],
) -> tuple[tuple[str, ...], tuple[Skipped, ...]]:
    """Return the files that `paths` stand for, and what was passed over, in code point order.

    Folders are searched to the bottom for files of a known type; hidden files and folders are left
    out without a word, links that lead in circles end.  Paths stay relative if they were typed so,
    with `/` between their parts.  A file that several paths lead to comes once; `-` stays `-`.
    One path need not be in a list.  Raises `UsageError` for a path that does not exist and for an
    address of the web.
    """
    return search(paths, READERS.keys())


def read(path: str, data: bytes | None = None, *, charset: str = "") -> Document | Skipped:
    """Read one article, from `data` where given, else from the file at `path`.

    The suffix of `path` decides what it is read as; without a known one (`-`, say) its beginning
    does: a web page, front matter, or else plain text.  `Document.id` stays 0 and
    `Document.language` empty unless the article states it.  `charset` is what whoever sent `data`
    says of its encoding; it goes before what a page says of itself (the HTML standard).
    """
    try:
        found = _load(path) if data is None else data
        if len(found) > LARGEST:
            raise Unreadable("over 20 MB", advice="split it")
        if charset:
            found = charsets.of(found, [charset, *html.declared(found)]).encode("utf-8-sig")
        document = _reader(path, found)(found)
        if not document.text.strip():
            raise Unreadable("empty", advice="remove it")
    except Unreadable as error:
        return Skipped(path, str(error))
    return replace(document, path=path, sha256=sha256(found).hexdigest())


def fingerprint(path: str) -> str:
    """Return what `Document.sha256` of a file will be, without reading what stands in it.

    Empty where it cannot be read: `read` says why.
    """
    try:
        return sha256(_load(path)).hexdigest()
    except Unreadable:
        return ""


def _load(path: str) -> bytes:
    """Return at most one byte more than is allowed, so that pipes and devices end too."""
    if path == STDIN:
        raise Unreadable("standard input was not given", advice="pipe an article in")
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST + 1)
    except PermissionError:
        raise Unreadable("unreadable", advice="allow the file to be read") from None
    except FileNotFoundError:
        raise Unreadable("no longer there", advice="run again") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(f"unreadable ({reason.lower()})", advice="check the file") from None


def _reader(path: str, data: bytes) -> Reader:
    if not data.strip():
        raise Unreadable("empty", advice="remove it")
    return READERS.get(PurePath(path).suffix.lower()) or _sniffed(data)


def _sniffed(data: bytes) -> Reader:
    """Return the reader for an article whose name says nothing."""
    beginning = decode(data)[:20_000]
    if _PAGE.match(beginning):
        return html.parse
    return markdown.parse if frontmatter.find(beginning) else text.parse
