"""The headers of a mail → their words, its addresses, its day."""

from __future__ import annotations

import re
from datetime import date
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import getaddresses, parseaddr, parsedate_tz

from brief.language.calendar import stated as stated_days
from brief.language.detection import detect
from brief.language.lists import NAMES
from brief.language.visible import visible
from brief.model import Document, Kind
from brief.readers import charset, metadata
from brief.readers.encoding import Unreadable
from brief.readers.message.furniture import Envelope, bare_subject, label_of

#: Characters; the standard library takes quadratic time for a header, and no real one is longer.
_LONGEST, _LONGEST_PARSED = 2_000, 4_000
#: Any of these makes a file a message.
_NEEDED = ("from", "date", "subject", "message-id")
#: Those that name whom the mail went to.
_READERS = ("to", "cc", "delivered-to", "x-delivered-to", "x-original-to", "envelope-to")
_NUMBERS = re.compile(r"\d[./-]\d{1,2}[./-]\d")


class _Bounded(Compat32):
    """The older policy, with headers cut: parameters are looked for in each of them."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_PARSED]


def message_of(data: bytes) -> Message:
    """Return the message in `data`; headers of it and its parts have 4,000 characters at most."""
    return message_from_bytes(data, policy=_Bounded())


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


def original_of(document: Document) -> tuple[str, date | None]:
    """Return who wrote the message that an article hands on, and the day, by the headers above it.

    Empty and None where it hands on none, or several.
    """
    lines = [
        " ".join(document.text[block.start : block.end].split())
        for block in document.blocks
        if block.kind in (Kind.BOILERPLATE, Kind.PARAGRAPH)
    ]
    headers = [(label_of(line), line) for line in lines]
    stated = [(label[0], line[label[1] :]) for label, line in headers if label]
    first = next((block.start for block in document.prose()), 0)
    above = sum(block.start < first for block in document.blocks if block.kind is Kind.BOILERPLATE)
    senders = [value for name, value in stated if name == "from"]
    if len(senders) != 1 or not any(label for label, _ in headers[:above]):
        return "", None
    sent = next((value for name, value in stated if name == "sent"), "")
    return senders[0], day_of({"date": sent}) or _day_in_words(sent, detect(document.text))


def _day_in_words(sent: str, language: str) -> date | None:
    """Return the day that a header gives in the language of a mail program, any of those known."""
    # The order of bare numbers follows from the language, so that no other is tried for them.
    others = [] if _NUMBERS.search(sent) else sorted(NAMES)
    days = (day.date for code in (language, *others) for day in stated_days(sent, code))
    return next(filter(None, days), None)


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
