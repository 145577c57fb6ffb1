"""Bytes → `Document`, one module a format.

To add a format:

1. Write a module here with `parse(data: bytes) -> Document`.  It fills in the text, its blocks and
   what the format states (title, date, author, …), leaves `path` and `sha256` empty, and raises
   `Unreadable` for bytes that it can make no article of.
2. Add a line to `READERS` for each suffix of the format.
3. Add its sample and what is read from it to `tests/test_readers.py`.

Sources of many articles are read in the same way, but called by name: `feed` (RSS, Atom), `mail`
(Maildir, mbox; a single message is a format, `.eml`), `outline` (OPML).
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
from brief.readers import frontmatter, markdown, text
from brief.readers.encoding import Unreadable, decode
from brief.readers.paths import find_files

Reader: TypeAlias = Callable[[bytes], Document]


def _page(data: bytes) -> Document:
    # Imported where used, as are messages: their patterns take a tenth of the start to compile.
    from brief.readers import html

    return html.parse(data)


def _message(data: bytes) -> Document:
    from brief.readers import mail

    return mail.parse(data)


def _only_message(data: bytes) -> Document:
    from brief.readers import mailbox

    message = mailbox.only_message(data)
    if message is None:
        advice = "name it as mbox in brief.toml, or save its mails as .eml"
        raise Unreadable("a mailbox of several mails", advice=advice)
    return _message(message)


def _pdf(data: bytes) -> Document:
    from brief.readers import pdf

    return pdf.parse(data)


def _docx(data: bytes) -> Document:
    from brief.readers import docx

    return docx.parse(data)


#: Suffix in lower case → reader.
READERS: dict[str, Reader] = {
    ".txt": text.parse,
    ".text": text.parse,
    ".md": markdown.parse,
    ".markdown": markdown.parse,
    ".html": _page,
    ".htm": _page,
    ".xhtml": _page,
    ".eml": _message,
    ".pdf": _pdf,
    ".docx": _docx,
}
#: Bytes; a larger input is skipped.
LARGEST = 20_000_000

_PAGE = re.compile(
    r"\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?><!--.{0,2000}?-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def find(paths: str | Path | Iterable[str | Path]) -> tuple[tuple[str, ...], tuple[Skipped, ...]]:
    """Return the files that one or several `paths` stand for, and what is skipped, both sorted.

    Folders are searched to the bottom for files of a known type; hidden files and folders are left
    out silently, and links in circles are followed once.  Relative paths stay relative, with `/`
    between their parts.  A file that several paths lead to comes once; `-` stays `-`.

    Raises:
        UsageError: a path does not exist, or is an address of the web.
    """
    return find_files(paths, READERS.keys())


def read(path: str, data: bytes | None = None, *, charset: str = "") -> Document | Skipped:
    """Read one article, from `data` where given, else from the file at `path`.

    The suffix of `path` decides on the format; without a known one (`-`, say) the content does: a
    web page, a mail, Markdown with front matter, or else plain text.  `Document.id` stays 0 and
    `Document.language` empty unless the article states it.  `charset` is the encoding that the
    sender of `data` states; it goes before the one that a page declares (the HTML standard).

    Never raises for an article: what cannot be read is `Skipped` with the reason.
    """
    try:
        content = load(path) if data is None else data
        if len(content) > LARGEST:
            raise Unreadable("over 20 MB", advice="split it")
        if charset:
            from brief.readers import html

            content = charsets.of(content, [charset, html.declared(content)]).encode("utf-8-sig")
        if not content.strip():
            raise Unreadable("empty", advice="remove it")
        document = (READERS.get(PurePath(path).suffix.lower()) or _sniffed(content))(content)
        if not document.text.strip():
            raise Unreadable("empty", advice="remove it")
    except Unreadable as error:
        return Skipped(path, str(error))
    return replace(document, path=path, sha256=sha256(content).hexdigest())


def fingerprint(path: str) -> str:
    """Return what `Document.sha256` will be for a file, empty where it cannot be read."""
    try:
        return sha256(load(path)).hexdigest()
    except Unreadable:
        return ""


def load(path: str) -> bytes:
    """Return the file's bytes, at most one more than is allowed, so that pipes and devices end.

    Raises:
        Unreadable: it cannot be read; the error says why.
    """
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


def _sniffed(data: bytes) -> Reader:
    """Return the reader for an article whose suffix is of no known format."""
    if data.startswith(b"%PDF-"):
        return _pdf
    if data.startswith(b"PK") and b"word/" in data:  # The name of a part of the archive.
        return _docx
    from brief.readers import mailbox

    if mailbox.is_message(data):
        return _only_message
    beginning = decode(data)[:20_000]
    if _PAGE.match(beginning):
        return _page
    return markdown.parse if frontmatter.find(beginning) else text.parse
