"""The headers of a mail → their words, its addresses, its day."""

from __future__ import annotations

from datetime import date
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parseaddr, parsedate_tz

from brief.language.visible import visible
from brief.readers import charset, metadata
from brief.readers.encoding import Unreadable
from brief.readers.message.furniture import Envelope, bare_subject

#: Characters; the standard library takes quadratic time for a header, and no real one is longer.
_LONGEST = 2_000
#: Any of these makes a file a message.
_NEEDED = ("from", "date", "subject", "message-id")
#: Those that name whom the mail went to.
_READERS = ("to", "cc", "delivered-to", "x-delivered-to", "x-original-to", "envelope-to")


def headers_of(message: Message) -> dict[str, str]:
    """Return the first header of each name as it was written, bytes beyond ASCII as surrogates."""
    headers: dict[str, str] = {}
    for name, value in message.raw_items():
        headers.setdefault(name.lower(), str(value)[:_LONGEST])
    return headers


def required(headers: dict[str, str]) -> dict[str, str]:
    """Return the headers of a message; raises `Unreadable` where they are none of one."""
    if not any(name in headers for name in _NEEDED):
        raise Unreadable("not a message", advice="take it out of the mailbox")
    return headers


def envelope_of(message: Message) -> Envelope:
    """Return what the headers of a message say that tells what in its text is no news."""
    headers = headers_of(message)
    stated = [headers[name] for name in _READERS if name in headers]
    readers = {address.casefold() for address in _addresses(stated) if "@" in address}
    return Envelope(subject=unencoded(headers.get("subject", "")), readers=frozenset(readers))


def subject_of(message: Message) -> str:
    """Return the subject of a message without "Re:" and "Fwd:"."""
    return bare_subject(unencoded(headers_of(message).get("subject", "")))


def day_of(headers: dict[str, str]) -> date | None:
    """Return the day on which a message was sent, else received, by its sender's clock."""
    _, _, received = headers.get("received", "").rpartition(";")
    stated = headers.get("date", "")
    return (
        metadata.calendar_day(parsedate_tz(stated))
        or metadata.day(stated)
        or metadata.calendar_day(parsedate_tz(received))
    )


def sender_of(header: str) -> tuple[str, str]:
    """Return the name and the address in a header, both empty where it cannot be read."""
    try:
        return parseaddr(header)
    except Exception:  # comments in comments are read by recursion
        return "", ""


def _addresses(stated: list[str]) -> list[str]:
    try:
        return [address for _, address in getaddresses(stated)]
    except Exception:  # as for `sender_of`
        return []


def unencoded(header: str) -> str:
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
