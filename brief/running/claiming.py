"""Machines that share the folder of the pages: one of them makes the page of a period.

Each has a lock and a memory of its own, so that neither tells them of one another; the folder does.
A claim is a file made whole and then linked to its name, which fails where that is taken, on a
file system of the network too (`link(2)`).  The claim of a machine that ended in the middle stays
its own: its next run completes the page, `--force` makes it elsewhere.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from brief import deliver

#: The folder beside the pages.
FOLDER = ".claims"


def claimed(folder: Path, briefing: str, period: str, machine: str) -> str:
    """Claim the page of a period; return whose it is already, empty where it is ours.

    Where the file system knows no links, everybody has it: the page is made twice sooner than not.

    Raises:
        UsageError: the folder cannot be written to.
    """
    path = place(folder, briefing, period)
    if (holder := _holder(path)) is None:
        deliver.make(path.parent)
        own = path.with_name(f"{path.name}.{machine}")
        deliver.write(machine, own)
        with suppress(OSError):
            path.hardlink_to(own)
        own.unlink(missing_ok=True)
        holder = _holder(path)
    return "" if holder in (machine, None) else holder or "another"


def released(folder: Path, briefing: str, period: str, machine: str) -> None:
    """Give up a claim of ours, so that another may have it."""
    path = place(folder, briefing, period)
    if _holder(path) == machine:
        path.unlink(missing_ok=True)


def place(folder: Path, briefing: str, period: str) -> Path:
    """Return where the claim of a period lies."""
    return folder / FOLDER / f"{briefing}-{period}"


def _holder(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None
