"""What of an article is sent to whoever reads it elsewhere: its content, or where its file lies.

`content` needs nothing of the other machine; `shared` sends less, where the paths of both lead to
the same files.  Either way what is read is what would be read here.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import TypeAlias

from brief import readers
from brief.model import STDIN, Skipped
from brief.readers.encoding import Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A file that whoever reads it opens."""

    #: From the root.
    path: str
    #: Bytes.
    size: int


#: What is read of an article: its content, why it has none, where its file lies elsewhere, or None
#: for the file of its path here.
Source: TypeAlias = bytes | Skipped | Shared | None
#: The path of an article, as the page names it, and what is read.
Item: TypeAlias = tuple[str, Source]


class NotShared(Exception):
    """A file elsewhere is not the one that lies here."""


def content(item: Item) -> tuple[Item, int]:
    """Return an article with its content, read here, and the bytes of that."""
    path, source = item
    if source is None:
        try:
            source = readers.load(path)
        except Unreadable as error:
            source = Skipped(path, str(error))
    return (path, source), len(source) if isinstance(source, bytes) else 0


def shared(item: Item) -> tuple[Item, int]:
    """Return an article with where its file lies, or its content where that is in no plain file."""
    path, source = item
    if source is not None or path == STDIN:
        return content(item)
    try:
        status = Path(path).stat()
    except (OSError, ValueError):  # The reason is said by who reads it.
        return content(item)
    if not S_ISREG(status.st_mode):
        return content(item)
    return (path, Shared(path=os.path.abspath(path), size=status.st_size)), 0


def content_of(path: str, source: Source) -> bytes | Skipped | None:
    """Return what is read of an article, None for the file at `path`.

    Raises:
        NotShared: the file that was sent for is not there, or another.
    """
    if not isinstance(source, Shared):
        return source
    try:
        held = readers.load(source.path)
    except Unreadable as error:
        raise NotShared(f"{source.path}: {error}") from None
    if len(held) != min(source.size, readers.LARGEST + 1):
        raise NotShared(f"{source.path}: another file lies there")
    return held
