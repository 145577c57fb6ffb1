"""Maildir and mbox → the places of their messages, with the time of each; never written to.

The standard library's `mailbox` opens an mbox for writing where it may, so that these are read
here: a Maildir as the files of `cur` and `new`, where they stay, and an mbox (RFC 4155) in one
pass, which keeps no more than the places of the messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import mktime_tz, parsedate_tz
from io import BytesIO
from itertools import chain, pairwise
from pathlib import Path
from typing import BinaryIO

#: Bytes of a message in which its headers have to end to be looked at.
HEAD = 1 << 16
_DATE = re.compile(rb"^Date:[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)", re.IGNORECASE | re.MULTILINE)
_BLANK = re.compile(rb"\r?\n\r?\n")
#: A line that parts messages, not a sentence that begins with "From": it has a time or an address.
_FROM = re.compile(rb"From (?:.{0,400}\b\d{1,2}:\d\d\b|\S{1,400}@\S{1,400}\s*$)")
_STATED = re.compile(rb"From \S+\s+(.{10,60})")
#: What an mbox puts before a "From " in a message.
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
#: A header's name and what it says, which may go on in lines that begin with a blank.
_HEADER = re.compile(rb"([!-9;-~]{1,76}):.*|[ \t].*", re.DOTALL)
#: Headers that a person writes above a text, and those that only programs write.
_WRITTEN, _TECHNICAL = {b"from"}, {b"message-id", b"mime-version", b"received", b"return-path"}
#: A Maildir's file name begins with the second of delivery.
_DELIVERED = re.compile(r"(\d{9,11})\.")


@dataclass(frozen=True, slots=True)
class MessagePlace:
    """The place of a message in a mailbox."""

    #: Seconds since 1970 by its Date header, else by its delivery; None where neither is known.
    seconds: float | None
    path: Path
    #: Bytes in `path`; the end of a Maildir's file is the file's.
    start: int = 0
    end: int | None = None

    def read(self, most: int) -> bytes:
        """Return the message without the line that parts it from others; `most` bytes at most.

        Raises `OSError` where the file cannot be read.
        """
        with self.path.open("rb") as file:
            file.seek(self.start)
            if self.end is None:
                return file.read(most)
            return _QUOTED.sub(rb"\1", file.read(min(most, self.end - self.start)))


def is_message(data: bytes) -> bool:
    """Return whether bytes begin with the headers of a mail, or do behind the line of an mbox."""
    if data.startswith(b"From "):
        _, _, data = data[:HEAD].partition(b"\n")
    names: set[bytes] = set()
    for line in data[:HEAD].split(b"\n"):
        header = _HEADER.fullmatch(line.rstrip(b"\r"))
        if header is None:
            return not line.strip() and names >= _WRITTEN and bool(_TECHNICAL & names)
        names.add((header[1] or b"").lower())
    return False


def only_message(data: bytes) -> bytes | None:
    """Return the message in bytes that begin as one, or as an mbox; None where there are several.

    The line that parts it from others is not of it.
    """
    if not data.startswith(b"From "):
        return data
    (_, first), *ends = _separators(BytesIO(data))
    return data[len(first) :] if len(ends) == 1 else None


def is_maildir(path: Path) -> bool:
    """Return whether `path` is a folder with the messages of a Maildir in it."""
    return (path / "cur").is_dir() or (path / "new").is_dir()


def maildir(path: Path) -> Iterator[MessagePlace]:
    """Yield the messages of a Maildir, in no order; folders below it are mailboxes of their own.

    Raises `OSError` where its folders cannot be read.
    """
    folders = (folder for folder in (path / "cur", path / "new") if folder.is_dir())
    for file in chain.from_iterable(folder.iterdir() for folder in folders):
        if not file.name.startswith(".") and file.is_file():
            yield _of_file(file)


def mbox(path: Path) -> Iterator[MessagePlace]:
    """Yield the messages of an mbox in their order; nothing where it does not begin with one.

    Raises `OSError` where the file cannot be read.
    """
    with path.open("rb") as file, path.open("rb") as message:
        for (offset, line), (end, _) in pairwise(_separators(file)):
            start = offset + len(line)
            yield MessagePlace(_arrived(message, start, end, line), path, start, end)


def _separators(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield the place and the bytes of each "From " line after a blank one, last the file's end."""
    offset, blank, whole = 0, True, True
    while line := file.readline(HEAD):
        if offset == 0 and not line.startswith(b"From "):
            return
        if whole and blank and line.startswith(b"From ") and (offset == 0 or _FROM.match(line)):
            yield offset, line
        blank = whole and not line.strip()
        whole = line.endswith(b"\n")
        offset += len(line)
    yield offset, b""


def _of_file(file: Path) -> MessagePlace:
    try:
        with file.open("rb") as opened:
            seconds = _sent(opened.read(HEAD))
    except OSError:
        seconds = None  # the reason comes with the reading
    delivered = _DELIVERED.match(file.name)
    return MessagePlace(float(delivered[1]) if seconds is None and delivered else seconds, file)


def _arrived(file: BinaryIO, start: int, end: int, separator: bytes) -> float | None:
    file.seek(start)
    seconds = _sent(file.read(min(HEAD, end - start)))
    if seconds is None and (stated := _STATED.match(separator)):
        return _seconds(stated[1])
    return seconds


def _sent(beginning: bytes) -> float | None:
    """Return when a message was sent, by its headers."""
    blank = _BLANK.search(beginning)
    header = _DATE.search(beginning, 0, blank.start() if blank else len(beginning))
    return _seconds(header[1]) if header else None


def _seconds(stated: bytes) -> float | None:
    try:
        parsed = parsedate_tz(" ".join(stated.decode("ascii", errors="replace").split()))
        return float(mktime_tz((*parsed[:9], parsed[9] or 0))) if parsed else None
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
