"""Mails in a Maildir or an mbox → articles: newsletters, lists, alerts.

`letters` yields the messages with only their headers looked at; `Letter.read` makes a `Document` of
one.  The standard library parses the messages, with the older policy, as the newer one raises on
broken headers; `charset` decodes.  The mailbox is never written to.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_tz
from functools import partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from brief.language.visible import visible
from brief.model import Document, Skipped
from brief.readers import charset, html, mailbox, metadata, text
from brief.readers.encoding import Unreadable
from brief.readers.fragment import article, headed, prose_words
from brief.readers.paths import printable

#: Bytes, attachments included; a larger message is skipped.
LARGEST = 50_000_000

#: Of the words of the plain text, how many the HTML has to have to be taken instead: the footer and
#: the spelt-out addresses of the plain text are not in it.
_AS_RICH = 0.75
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_END = re.compile(r"\r\n|\r|\x85")
_MARKS = re.compile(r">*")
#: Characters; the standard library takes quadratic time for a header, and no real one is longer.
_LONGEST_HEADER = 2_000
#: Any of these makes a file a message.
_HEADERS = ("from", "date", "subject", "message-id")


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
        article = _read(self.place, self.shown)
        if article.path != self.key:
            raise OSError(errno.ENOENT, "no longer where it was")
        return article


def letters(path: Path) -> Iterator[Letter]:
    """Yield the messages in the Maildir or mbox at `path`, the newest first, undated ones last.

    A message never changes: where its key has been seen it need not be read again.

    Raises:
        Unreadable: the path is no mailbox.
    """
    shown = visible(printable(path))
    for place in _places(path, shown):
        try:
            headers = _headers(message_from_bytes(place.read(mailbox.HEAD)))
            key, subject = _address(headers), _unencoded(headers.get("subject", ""))
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
        path = _address(_headers(message_from_bytes(data[: mailbox.HEAD]))) or path
        if len(data) > LARGEST:
            raise Unreadable("over 50 MB", advice="take its attachments off")
        message = message_from_bytes(data)
        return replace(_article(message, _headers(message)), path=path, sha256=digest)
    except Unreadable as error:
        return Skipped(path, visible(str(error)))
    except OSError:
        raise
    except Exception as error:  # whatever a broken message makes the parser raise
        reason = f"a broken message ({type(error).__name__}); open it in a mail reader"
        return Skipped(path, reason)


def _headers(message: Message) -> dict[str, str]:
    """Return the first header of each name as it was written, bytes beyond ASCII as surrogates."""
    headers: dict[str, str] = {}
    for name, value in message.raw_items():
        headers.setdefault(name.lower(), str(value)[:_LONGEST_HEADER])
    if not any(name in headers for name in _HEADERS):
        raise Unreadable("not a message", advice="take it out of the mailbox")
    return headers


def _address(headers: dict[str, str]) -> str:
    """Return the `mid:` address of a message (RFC 2392), `""` where it has no Message-ID."""
    stated = "".join(headers.get("message-id", "").split()).strip("<>")
    plain = stated.encode("ascii", "surrogateescape" if stated.isascii() else "replace")
    return f"mid:{quote(plain, safe='@!$*()+,')}" if stated else ""


def _article(message: Message, headers: dict[str, str]) -> Document:
    subject = _unencoded(headers.get("subject", ""))
    name, address = _sender(headers.get("from", ""))
    author = _unencoded(name) or visible(address) or _unencoded(headers.get("from", ""))
    listed = _unencoded(headers.get("list-id", "").partition("<")[0]).strip("\"' ")
    return replace(
        _richest(message, subject),
        date=metadata.calendar_day(parsedate_tz(headers.get("date", ""))),
        url=metadata.web_address(headers.get("archived-at", "").strip().strip("<>")),
        author=author or None,
        publisher=listed or author or None,
    )


def _sender(header: str) -> tuple[str, str]:
    try:
        return parseaddr(header)
    except Exception:  # comments in comments are read by recursion
        return "", ""


def _unencoded(header: str) -> str:
    """Return a header's words in one line, encoded words (RFC 2047) and bytes made text."""
    header = " ".join(header.split())
    try:
        parts = decode_header(header) if header.isascii() else [(header, None)]
        decoded = (_words(part, named) for part, named in parts)
        return visible("".join(decoded)) or visible(header)
    except Exception:  # HeaderParseError, and what base64 and its kin raise besides
        return visible(header)


def _words(part: bytes | str, named: str | None) -> str:
    data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
    return charset.of(data, [(named or "").partition("*")[0]])


def _richest(message: Message, subject: str) -> Document:
    """Return the article in the HTML, or in the plain text where that says more."""
    texts: dict[str, Message] = {}
    for part in _texts(message):
        texts.setdefault(part.get_content_subtype(), part)
    documents: list[Document] = []
    problem: Unreadable | None = None
    for kind, read in (("html", _of_html), ("plain", _of_plain)):
        try:
            if kind in texts and (document := read(texts[kind], subject)).blocks:
                documents.append(document)
        except Unreadable as error:
            problem = error
    match documents:
        case [rich, plain]:
            return rich if prose_words(rich) >= _AS_RICH * prose_words(plain) else plain
        case [only]:
            return only
        case _:
            advice = "open it in a mail reader"
            raise problem or Unreadable("no text in the message", advice=advice)


def _texts(message: Message) -> Iterator[Message]:
    """Yield the parts that are read as the message itself, not attached or forwarded ones."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            waiting += [below for below in reversed(inside) if isinstance(below, Message)]
        elif part.get_content_maintype() == "text" and not _is_attached(part):
            yield part


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _content(part: Message, declared: str = "") -> str:
    data = _bytes(part)
    named = [part.get_content_charset() or "", declared]
    content = charset.of(data, named) if data.strip() else ""
    return _CONTROL.sub("", _LINE_END.sub("\n", content))


def _of_html(part: Message, subject: str) -> Document:
    return article(_content(part, html.declared(_bytes(part))), subject)


def _of_plain(part: Message, subject: str) -> Document:
    content = _content(part)
    if str(part.get_param("format", "")).lower() == "flowed":
        content = _unfolded(content, spaced=str(part.get_param("delsp", "")).lower() != "yes")
    if not content.strip():
        raise Unreadable("no text in the message", advice="open it in a mail reader")
    return headed(text.parse(content.encode("utf-8")), subject)


def _unfolded(content: str, *, spaced: bool) -> str:
    """Return text in `format=flowed` (RFC 3676) with one line a paragraph.

    A line that ends with a blank goes on in the next, if that is quoted as deeply; "-- " above a
    signature does not.  `spaced` is False where the blank is no part of the text (DelSp).
    """
    paragraphs: list[tuple[str, list[str]]] = []
    open_ended = False
    for line in content.split("\n"):
        marks = _MARKS.match(line)
        quoted = marks[0] if marks else ""
        words = line[len(quoted) :].removeprefix(" ")
        goes_on = words.endswith(" ") and words != "-- "
        shown = words[:-1] if goes_on and not spaced else words
        if open_ended and words != "-- " and paragraphs[-1][0] == quoted:
            paragraphs[-1][1].append(shown)
        else:
            paragraphs.append((quoted, [shown]))
        open_ended = goes_on
    joined = ((quoted, "".join(parts)) for quoted, parts in paragraphs)
    return "\n".join(f"{quoted} {words}" if quoted else words for quoted, words in joined)
