"""Paths of files and folders, as typed → the files to read, each once, and what is skipped."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TypeAlias

from brief.errors import UsageError
from brief.model import NOT_AN_ARTICLE, STDIN, Skipped

#: Device and inode: the same file has the same, whatever path leads to it.
_Identity: TypeAlias = tuple[int, int]
ADDRESS = re.compile("https?://", re.IGNORECASE)
#: "example.org/a.html", "www.example.org", "localhost:8000/": an address typed without its scheme.
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?/|www\.[\w-]+\.|localhost[:/]", re.IGNORECASE)


@dataclass(slots=True)
class _Search:
    """A search under way, with its results so far."""

    suffixes: Collection[str]
    files: dict[_Identity, str] = field(default_factory=dict)
    #: By identity, or by path where there is none.
    skipped: dict[_Identity | str, Skipped] = field(default_factory=dict)
    #: Folders that have been entered; a link back to one of them ends there.
    folders: set[_Identity] = field(default_factory=set)

    def skip(self, path: str, reason: str, identity: _Identity | None = None) -> None:
        self.skipped[identity or path] = Skipped(printable(path), reason)


def find_files(
    paths: str | Path | Iterable[str | Path], suffixes: Collection[str]
) -> tuple[tuple[str, ...], tuple[Skipped, ...]]:
    """Return what `brief.readers.find` does; `suffixes` are in lower case, with their dots."""
    search = _Search(suffixes)
    # A string is iterable too: its letters would be taken for files, and `/` for all there are.
    given = [paths] if isinstance(paths, str | Path) else paths
    named = sorted({_tidy(path) for path in given})
    folders = [path for path in named if path != STDIN and _is_folder(search, path)]
    _enter(search, folders)
    files = [*search.files.values(), *(path for path in named if path == STDIN)]
    skipped = [skip for key, skip in search.skipped.items() if key not in search.files]
    return tuple(sorted(files)), tuple(sorted(skipped, key=lambda skip: skip.path))


def printable(path: str | Path) -> str:
    """Return `path` without the lone surrogates that stand for bytes of names not in UTF-8."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _tidy(path: str | Path) -> str:
    """Return `path` with single `/` between its parts and no `.` among them."""
    if path == "":
        raise UsageError("an empty path", advice="name a file or folder, . for this one")
    if ADDRESS.match(str(path)):
        advice = "fetch it with the command line, brief https://…, or save it and name its file"
        from brief.web.secrecy import source_shown  # loads slowly

        raise UsageError("nothing is downloaded", where=source_shown(str(path)), advice=advice)
    return PurePath(path).as_posix()


def _is_folder(search: _Search, path: str) -> bool:
    """Return whether the typed `path` is a folder; take up what is none.

    Raises:
        UsageError: there is no such file or folder.
    """
    try:
        status = os.stat(path)
    except PermissionError:
        search.skip(path, _unreadable("a folder above it"))
        return False
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        problem = "no such file or folder" if missing else reason.lower()
        advice = "check the spelling"
        if _HOST.match(path):
            advice += ", or write https:// before an address"
        raise UsageError(problem, where=path, advice=advice) from None
    if stat.S_ISDIR(status.st_mode):
        return True
    _take(search, path, status)
    return False


def _take(search: _Search, path: str, status: os.stat_result) -> None:
    """Take up a file under the first of its paths."""
    identity = (status.st_dev, status.st_ino)
    if any(0xDC80 <= ord(char) <= 0xDCFF for char in path):
        search.skip(path, "its name is not UTF-8; rename it", identity)
    else:
        search.files[identity] = min(path, search.files.get(identity, path))


def _enter(search: _Search, folders: list[str]) -> None:
    """Take up what is in `folders` and below, without recursion, as folders may nest deeply."""
    waiting = folders[::-1]
    while waiting:
        path = waiting.pop()
        try:
            status = os.stat(path)
            identity = (status.st_dev, status.st_ino)
            names = [] if identity in search.folders else sorted(os.listdir(path))
        except OSError:
            search.skip(path, _unreadable("the folder"))
            continue
        search.folders.add(identity)
        inner = [_entry(search, PurePath(path, name).as_posix()) for name in names]
        waiting += [below for below in reversed(inner) if below]


def _entry(search: _Search, path: str) -> str | None:
    """Take up one entry of a folder; return its path where it is itself a folder."""
    if PurePath(path).name.startswith("."):
        return None
    try:
        status = os.stat(path)
    except OSError as error:
        reason = "a link to nothing, or gone; remove it"
        denied = isinstance(error, PermissionError)
        search.skip(path, _unreadable("it") if denied else reason)
        return None
    if stat.S_ISDIR(status.st_mode):
        return path
    suffix = PurePath(path).suffix.lower()
    if not stat.S_ISREG(status.st_mode):
        search.skip(path, "not a file; remove it from the folder")
    elif suffix in search.suffixes or _is_mail(path):
        _take(search, path, status)
    else:
        kind = f"unknown type {printable(suffix)}" if suffix else "unknown type, no suffix"
        reason = f"{NOT_AN_ARTICLE} ({kind}); name it on the command line if it is text"
        search.skip(path, reason, (status.st_dev, status.st_ino))
    return None


def _is_mail(path: str) -> bool:
    """Return whether a file is a mail in a Maildir, of whose files no name tells the type."""
    folder = PurePath(path).parent
    return folder.name in ("cur", "new") and os.path.isdir(folder.parent / "tmp")


def _unreadable(what: str) -> str:
    return f"unreadable; allow {what} to be read"


def tail_of(path: Path, size: int) -> str:
    """Return the last `size` bytes of a file as text; raises `OSError` where it cannot be read."""
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - size))
        return file.read(size).decode("utf-8", "replace")
