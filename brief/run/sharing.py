"""Machines that share the folder of the pages: one of them makes the page of a period.

Each has a lock and a memory of its own, so that neither tells them of one another; the folder does.
A claim is a file made whole and then linked to its name, which fails where that is taken, on a
file system of the network too (`link(2)`).  The claim of a machine that ended in the middle stays
its own: its next run completes the page, `--force` makes it elsewhere.

Beside the claim lies what the page was made of, so that the others know it as if they had told it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from brief import deliver
from brief.deliver.archive import last_day
from brief.memory.tables import Article

#: The folder beside the pages.
FOLDER = ".claims"
#: What the name of a file ends with that says what a page was made of.
TOLD = ".told"


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a machine has told in a period."""

    machine: str
    #: The name of its page, in the folder of the pages; empty where it made none.
    page: str
    articles: tuple[Article, ...]


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


def tell(
    folder: Path, briefing: str, period: str, machine: str, page: str, articles: Sequence[Article]
) -> None:
    """Let other machines know what the page of a period was made of.

    Raises:
        UsageError: the folder cannot be written to.
    """
    path = place(folder, briefing, f"{period}{TOLD}")
    deliver.make(path.parent)
    rows = {"machine": machine, "page": page, "articles": [astuple(one) for one in articles]}
    deliver.write(json.dumps(rows), path)


def announced(folder: Path, briefing: str) -> Iterator[tuple[str, Path]]:
    """Yield the periods of which some machine has said what it told, and where."""
    for path in sorted((folder / FOLDER).glob(f"{briefing}-*{TOLD}")):
        period = path.name.removeprefix(f"{briefing}-").removesuffix(TOLD)
        if last_day(period) is not None:  # else of a briefing with a longer name
            yield period, path


def mark_of(path: Path) -> str:
    """Return what changes when a file is written anew: a year of them need not be read each day."""
    with suppress(OSError):
        status = path.stat()
        return f"{status.st_size}-{status.st_mtime_ns}"
    return ""


def told(path: Path) -> Announcement | None:
    """Return what a machine has told; None where that cannot be read."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        some = tuple(Article(*map(str, row)) for row in rows["articles"])
        return Announcement(str(rows["machine"]), Path(str(rows["page"])).name, some)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _holder(path: Path) -> str | None:
    """Return whose a claim is; None where there is none, one that was cut off included."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip() or None
    except OSError:
        return None
