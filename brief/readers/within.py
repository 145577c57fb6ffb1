"""The files that a written page names: looked for in one folder, and nowhere else.

A page may come from anywhere, so what it names is opened only where it is a regular file in that
folder or below it, also behind links.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from brief.errors import UsageError

#: Characters of a path, and folders; a page may name one that takes hours to look for.
_LONGEST, _DEEPEST = 4096, 100
#: Whether a mode is of some kind of file.
_Kind: TypeAlias = Callable[[int], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """Where the files of a page are looked for."""

    #: Where the articles are; nothing outside it and the folder of the page is opened.
    root: Path
    page: Path  #: The folder of the page, from which its paths lead.
    #: How many of the first folders of a path may be missing, where the files were moved.
    moved: int | None = None

    def file(self, name: str) -> Path | None:
        """Return the file that a page names, None where there is none in the folder."""
        return self._first(name, stat.S_ISREG)

    def folder(self, name: str) -> Path | None:
        """Return the folder that a page names, None where there is none in the folder."""
        return self._first(name, stat.S_ISDIR)

    def holds(self, path: Path) -> bool:
        """Return whether a path leads to a regular file in the folder."""
        return self._is(path, stat.S_ISREG)

    def _first(self, name: str, kind: _Kind) -> Path | None:
        """Return the first place that is of a kind: as the page says, then as files were moved."""
        parts = parts_of(name)
        if len(name) > _LONGEST or len(parts) > _DEEPEST:
            return None
        fewer = range(min(self.moved, len(parts)) + 1) if self.moved is not None else ()
        inner = (self.root.joinpath(*parts[left:]) for left in fewer)
        return next((path for path in (self.page / name, *inner) if self._is(path, kind)), None)

    def _is(self, path: Path, kind: _Kind) -> bool:
        try:
            real = Path(os.path.realpath(path))
            roots = map(os.path.realpath, (self.root, self.page))
            return any(map(real.is_relative_to, roots)) and kind(real.stat().st_mode)
        except (OSError, ValueError):  # a path may be one that no file system has
            return False


def parts_of(name: str) -> list[str]:
    """Return the parts of a path, without those that lead up."""
    return [part for part in PurePosixPath(name).parts if part not in ("/", "..")]


def text_of(path: Path, most: int) -> str:
    """Return the text of a regular file of at most `most` bytes.

    Raises:
        UsageError: there is no such file, or it is none of these.
    """
    advice = "name a page of brief"
    try:
        with os.fdopen(_opened(path), "rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(reason, where=str(path), advice="name a page to read") from None
    if len(data) > most:
        raise UsageError(f"over {most // 1_000_000} MB", where=str(path), advice=advice)
    if data.startswith(b"%PDF-"):
        advice = "name the page in Markdown, JSON or HTML"
        raise UsageError("is a PDF, which is made to be read", where=str(path), advice=advice)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError("is no text", where=str(path), advice=advice) from None


def _opened(path: Path) -> int:
    """Open a regular file and nothing else: a pipe is not waited for."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(0, "no regular file")
    return descriptor
