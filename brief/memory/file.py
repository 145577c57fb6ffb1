"""The file below a database: made for its owner only, and renamed, never deleted, when damaged."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from brief.errors import UsageError

#: End of the name of a file beside a damaged one, which the next run then puts aside.
_MARK = "-damaged"
#: Ends of the names of the files that SQLite keeps beside a database.
LOGS = ("-wal", "-shm", "-journal")


def create(path: Path) -> None:
    """Make an empty file and its folder where there is none, readable for their owner only.

    Raises:
        UsageError: it cannot be made.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # An existing file is not opened: closing it would free the locks of this process on it.
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"cannot be written: {reason}", where=str(path), advice="name another folder"
        ) from error


def beside(path: Path, end: str) -> Path:
    """Return `path` with `end` added to its name."""
    return path.with_name(path.name + end)


def identity(path: Path) -> str:
    """Return device and inode of the file, which differ for one in its place; empty without one."""
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_dev}:{status.st_ino}"


def mark_damaged(path: Path, file: str) -> None:
    """Note that the file at `path` with the identity `file` is damaged; errors are ignored."""
    if file:
        with suppress(OSError):
            beside(path, _MARK).write_text(file, "ascii")


def is_marked_damaged(path: Path) -> bool:
    """Return whether this file is marked as damaged; the mark of an earlier file is removed."""
    mark = beside(path, _MARK)
    with suppress(OSError):
        if mark.read_text("ascii", "replace") == identity(path):
            return True
        mark.unlink()
    return False


def set_aside(path: Path, now: datetime) -> Path:
    """Rename the file and its logs to `NAME.damaged-2026-11-20T0700.db`; return the new path.

    A process killed in between leaves the file marked, so that the next one puts it aside, and
    never a new file beside the log of an old one.  Two processes must not do this at once.

    Raises:
        OSError: it cannot be renamed.
    """
    stem, number = f"{path.stem}.damaged-{now:%Y-%m-%dT%H%M}", 1
    aside = path.with_name(f"{stem}{path.suffix}")
    while aside.exists():
        number += 1
        aside = path.with_name(f"{stem}-{number}{path.suffix}")
    mark_damaged(path, identity(path))
    for end in (*LOGS, ""):
        with suppress(FileNotFoundError):
            beside(path, end).rename(beside(aside, end))
    beside(path, _MARK).unlink(missing_ok=True)
    return aside
