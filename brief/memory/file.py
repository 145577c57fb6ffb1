"""The file below the database: its owner's only; damaged, it goes aside and is never deleted."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from brief.errors import UsageError

#: Beside the file: a run came upon the damage; the next one puts the file aside.
_MARK = "-damaged"
#: What SQLite keeps beside a database.
LOGS = ("-wal", "-shm", "-journal")


def make(path: Path) -> None:
    """Make an empty file, with its folder, for its owner's eyes only, where there is none.

    Raises:
        UsageError: it cannot be made.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # One that is there is not opened: closing it would free the locks of this process on it.
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the path
        said = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"cannot be written: {said}", where=str(path), advice="name another folder"
        ) from error


def beside(path: Path, end: str) -> Path:
    """Return the path of what lies beside `path`, named after it."""
    return path.with_name(path.name + end)


def identity(path: Path) -> str:
    """Return what tells the file from one that takes its place later; empty where there is none."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{found.st_dev}:{found.st_ino}"


def mark(path: Path, file: str) -> None:
    """Note that the file at `path` with the identity `file` is damaged, if that can be noted."""
    if file:
        with suppress(OSError):
            beside(path, _MARK).write_text(file, "ascii")


def is_marked(path: Path) -> bool:
    """Return whether this very file was found damaged; a mark of an earlier one is removed."""
    note = beside(path, _MARK)
    with suppress(OSError):
        if note.read_text("ascii", "replace") == identity(path):
            return True
        note.unlink()
    return False


def set_aside(path: Path, now: datetime) -> Path:
    """Rename the file to `NAME.damaged-2026-11-20T0700.db` with what is beside; return that name.

    Whoever is killed in between leaves a file that is put aside the next time, and never a new file
    beside the log of an old one.  Two processes must not do this at once.

    Raises:
        OSError: it cannot be renamed.
    """
    stem, number = f"{path.stem}.damaged-{now:%Y-%m-%dT%H%M}", 1
    aside = path.with_name(f"{stem}{path.suffix}")
    while aside.exists():
        number += 1
        aside = path.with_name(f"{stem}-{number}{path.suffix}")
    mark(path, identity(path))
    for end in (*LOGS, ""):
        with suppress(FileNotFoundError):
            beside(path, end).rename(beside(aside, end))
    beside(path, _MARK).unlink(missing_ok=True)
    return aside
