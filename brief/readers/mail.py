"""Mails in a Maildir, an mbox or a file `.eml` → articles: newsletters, lists, alerts.

`letters` yields the messages with only their headers looked at; `Letter.read` makes a `Document` of
one, as `parse` does of a file.  `message` tells what of it is the article.  The standard library
parses the messages, with the older policy, as the newer one raises on broken headers.  The mailbox
is never written to.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from functools import partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from brief.language.visible import visible
from brief.model import Document, Skipped
from brief.readers import mailbox, metadata
from brief.readers.encoding import Unreadable
from brief.readers.message.headers import (
    day_of,
    headers_of,
    message_of,
    original_of,
    required,
    sender_of,
    unencoded,
)
from brief.readers.message.parts import article
from brief.readers.paths import printable

#: Bytes, attachments included; a larger message is skipped.
LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in a mailbox, of which only the headers have been looked at."""

    #: Its `mid:` address (RFC 2392), or one made of the mailbox and its bytes.
    key: str
    subject: str
    place: mailbox.MessagePlace
    #: The path of the mailbox, as it may be shown.
    shown: str

    def read(self) -> Document | Skipped:
        """Return its article; `Skipped` for a message without a text, or a broken one.

        Raises:
            OSError: it is no longer there, as where another program has just moved it.
        """
        document = _read(self.place, self.shown)
        if document.path != self.key:
            raise OSError(errno.ENOENT, "no longer where it was")
        return document


def parse(data: bytes) -> Document:
    """Return the article of one message, as in a file of its own (`.eml`).

    Raises `Unreadable` for a message without a text, or a broken one.
    """
    try:
        message = message_of(data)
        return _article(message, required(headers_of(message)))
    except Unreadable:
        raise
    except Exception as error:  # whatever a broken message makes the parser raise
        problem = f"a broken message ({type(error).__name__})"
        raise Unreadable(problem, advice="open it in a mail reader") from None


def letters(path: Path) -> Iterator[Letter]:
    """Yield the messages in the Maildir or mbox at `path`, the newest first, undated ones last.

    A message never changes: where its key has been seen it need not be read again.

    Raises:
        Unreadable: the path is no mailbox.
    """
    shown = visible(printable(path))
    for place in _places(path, shown):
        try:
            headers = required(headers_of(message_of(place.read(mailbox.HEAD))))
            key, subject = _address(headers), unencoded(headers.get("subject", ""))
        except Exception:  # unreadable, or whatever a broken message makes the parser raise
            key, subject = "", ""
        yield Letter(key or _of_bytes(place, shown), subject, place, shown)


def _of_bytes(place: mailbox.MessagePlace, shown: str) -> str:
    """Return the key of a message without a Message-ID."""
    try:
        digest = sha256(place.read(LARGEST + 1)).hexdigest()
    except OSError:
        digest = sha256(f"{place.path.name} {place.start}".encode("utf-8", "replace")).hexdigest()
    return f"{shown}#{digest[:16]}"


def _places(path: Path, where: str) -> list[mailbox.MessagePlace]:
    """Return the messages of a mailbox, the newest first; raises `Unreadable` where it is none."""
    refused = partial(Unreadable, where=where)
    try:
        if path.is_dir():
            if not mailbox.is_maildir(path):
                raise refused("not a Maildir: no cur or new in it", advice="name the mailbox")
            places = list(mailbox.maildir(path))
        elif not path.exists():
            raise refused("no such mailbox", advice="check the spelling")
        elif not path.is_file():
            raise refused("not a file", advice="name a Maildir or an mbox")
        else:
            places = list(mailbox.mbox(path))
            if not places and path.stat().st_size:
                raise refused("not an mbox: it begins with no From line", advice="check the file")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refused(f"unreadable ({reason.lower()})", advice="check the mailbox") from None
    return sorted(places, key=_newest_first)


def _newest_first(place: mailbox.MessagePlace) -> tuple[float, str, int]:
    return (float("inf") if place.seconds is None else -place.seconds, place.path.name, place.start)


def _read(place: mailbox.MessagePlace, shown: str) -> Document | Skipped:
    path = shown
    try:
        data = place.read(LARGEST + 1)
        digest = sha256(data).hexdigest()
        path = f"{shown}#{digest[:16]}"
        path = _address(required(headers_of(message_of(data[: mailbox.HEAD])))) or path
        if len(data) > LARGEST:
            raise Unreadable("over 50 MB", advice="take its attachments off")
        return replace(parse(data), path=path, sha256=digest)
    except Unreadable as error:
        return Skipped(path, visible(str(error)))
    except OSError:
        raise
    except Exception as error:  # whatever a broken message makes the parser raise
        reason = f"a broken message ({type(error).__name__}); open it in a mail reader"
        return Skipped(path, reason)


def _address(headers: dict[str, str]) -> str:
    """Return the `mid:` address of a message (RFC 2392), `""` where it has no Message-ID."""
    stated = "".join(headers.get("message-id", "").split()).strip("<>")
    plain = stated.encode("ascii", "surrogateescape" if stated.isascii() else "replace")
    return f"mid:{quote(plain, safe='@!$*()+,')}" if stated else ""


def _article(message: Message, headers: dict[str, str]) -> Document:
    document, carried = article(message)
    headers = headers if carried is message else headers_of(carried)
    written, day = original_of(document)
    sender = written.replace("[", "<") or headers.get("from", "")
    name, address = sender_of(sender)
    author = unencoded(name) or visible(address) or unencoded(sender)
    listed = "" if written else unencoded(headers.get("list-id", "").partition("<")[0])
    listed = listed.strip("\"' ")
    return replace(
        document,
        date=day or day_of(headers),
        url=metadata.web_address(headers.get("archived-at", "").strip().strip("<>")),
        author=author or None,
        publisher=listed or author or None,
    )
