"""The files of entries, units of systemd and agents of launchd: written whole, and removed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from brief.errors import UsageError
from brief.memory.file import write_anew
from brief.schedule.plan import CommandResult


@dataclass(frozen=True, slots=True)
class Installed:
    """The result of installing or removing entries."""

    #: The files that were written or removed, whether or not the program succeeded.
    files: tuple[Path, ...]
    #: How the program that was told of them (systemctl, launchctl) ended.
    result: CommandResult


def write_files(files: Iterable[tuple[str, str]], folder: Path) -> tuple[Path, ...]:
    """Write files, by name and text, into `folder`, each whole or not at all; return their paths.

    The folder is made where there is none; a link in the place of a file is replaced.

    Raises:
        UsageError: the folder cannot be written to.
    """
    files = tuple(files)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files:
            _replace(text, folder / name)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return tuple(folder / name for name, _ in files)


def remove_files(files: Iterable[Path], folder: Path) -> None:
    """Remove files of `folder`; those that are gone already are none to complain of.

    Raises:
        UsageError: the folder cannot be written to.
    """
    try:
        for path in files:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _replace(text: str, path: Path) -> None:
    """Write a file through a temporary one beside it, so that it is whole or not there."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        write_anew(temporary, text)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _unwritable(folder: Path, error: OSError) -> UsageError:
    problem = f"cannot be written to: {error.strerror or error}"
    return UsageError(problem, where=str(folder), advice="see who may write there")
