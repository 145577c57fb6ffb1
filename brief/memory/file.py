"""The file below a database: made for its owner only, and renamed, never deleted, when damaged."""

from __future__ import annotations

import errno
import os
import stat
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
        UsageError: it cannot be made, or is reached by a link.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for end in ("", *LOGS):
            _refuse_link(beside(path, end))
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


def _refuse_link(path: Path) -> None:
    """Refuse a symbolic link, a pipe, and a file with a second name.

    SQLite writes into the file that is there, which may be another program's, and looks for its
    logs beside the name that it knows.
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    linked = stat.S_ISLNK(status.st_mode) or (
        stat.S_ISREG(status.st_mode) and status.st_nlink > 1  # a folder has many by itself
    )
    if linked or stat.S_ISFIFO(status.st_mode):
        problem = "is a link to another file" if linked else "is a pipe"
        advice = "put a copy in its place, or set XDG_STATE_HOME"
        raise UsageError(problem, where=str(path), advice=advice)


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


def write_anew(path: Path, text: str) -> None:
    """Write a small file in the place of what is there; a link is removed, and not followed.

    What of the text is no UTF-8 is written with backslashes.

    Raises:
        OSError: it cannot be written.
    """
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)


def mark_damaged(path: Path, file: str) -> None:
    """Note that the file at `path` with the identity `file` is damaged; errors are ignored."""
    if file:
        with suppress(OSError):
            write_anew(beside(path, _MARK), file)


def is_marked_damaged(path: Path) -> bool:
    """Return whether this file is marked as damaged; the mark of an earlier file is removed."""
    mark = beside(path, _MARK)
    with suppress(OSError):
        # A pipe would keep us waiting.
        if mark.is_file() and mark.read_text("ascii", "replace") == identity(path):
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
