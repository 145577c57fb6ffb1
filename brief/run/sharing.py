"""Let machines that share the folder of the pages agree: one of them makes the page of a period.

Each has a lock and a memory of its own, so that neither tells them of one another; the folder does.
A claim is a file made whole and then linked to its name, which fails where that is taken, on a
file system of the network too (`link(2)`).  The claim of a machine that ended in the middle stays
its own: its next run completes the page, `--force` makes it elsewhere.

Beside the claim lies an announcement of what the page was made of, so that no other machine makes
a page of it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from brief import deliver
from brief.deliver.archive import last_day
from brief.memory.tables import PAGE, Article
from brief.web.secrecy import addresses_cleaned, article_key, source_key

#: The folder beside the pages.
FOLDER = ".claims"
#: What the file of an announcement ends with.
ANNOUNCED = ".told"


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the page of a period was made of, as the machine says that made it."""

    machine: str
    #: The name of its page, in the folder of the pages; empty where it made none.
    page: str
    articles: tuple[Article, ...]


def claimed(folder: Path, briefing: str, period: str, machine: str) -> str:
    """Claim the page of a period; return which other machine has it, empty where it is ours.

    Where the file system knows no links, everybody has it: the page is made twice rather than not.

    Raises:
        UsageError: the folder cannot be written to.
    """
    path = place(folder, briefing, period)
    if (holder := _holder(path)) is None:
        deliver.make(path.parent)
        claim = path.with_name(f"{path.name}.{machine}")
        deliver.write(machine, claim)
        with suppress(OSError):
            path.hardlink_to(claim)
        claim.unlink(missing_ok=True)
        holder = _holder(path)
    return "" if holder in (machine, None) else holder or "another"


def released(folder: Path, briefing: str, period: str, machine: str) -> None:
    """Give up the claim of `machine`, so that another may have it; leave that of another."""
    path = place(folder, briefing, period)
    if _holder(path) == machine:
        path.unlink(missing_ok=True)


def place(folder: Path, briefing: str, period: str) -> Path:
    """Return where the claim of a period lies."""
    return folder / FOLDER / f"{briefing}-{period}"


def announce(
    folder: Path,
    briefing: str,
    period: str,
    machine: str,
    page: str,
    articles: Sequence[Article],
    *,
    private: bool,
) -> None:
    """Let other machines know what the page of a period was made of; `private` as for `write`.

    Raises:
        UsageError: the folder cannot be written to.
    """
    path = place(folder, briefing, f"{period}{ANNOUNCED}")
    deliver.make(path.parent, private=private)
    if private:
        deliver.close_to_others(path.parent)
        deliver.close_to_others(place(folder, briefing, period))
    rows = {"machine": machine, "page": page, "articles": list(map(astuple, articles))}
    deliver.write(json.dumps(rows), path, private=private)


def announcements(folder: Path, briefing: str) -> Iterator[tuple[str, Path]]:
    """Yield the periods that have an announcement, each with its file."""
    for path in sorted((folder / FOLDER).glob(f"{briefing}-*{ANNOUNCED}")):
        period = path.name.removeprefix(f"{briefing}-").removesuffix(ANNOUNCED)
        if last_day(period) is not None:  # else of a briefing with a longer name
            yield period, path


def stamp_of(path: Path) -> str:
    """Return size and time of a file, which change when it is written anew; empty without a file.

    So a year of announcements need not be read each day.
    """
    with suppress(OSError):
        status = path.stat()
        return f"{status.st_size}-{status.st_mtime_ns}"
    return ""


def read_announcement(path: Path) -> Announcement | None:
    """Return the announcement in a file; None where it cannot be read or is none."""
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        articles = tuple(_without_secrets(Article(*map(str, row))) for row in rows["articles"])
        return Announcement(str(rows["machine"]), Path(str(rows["page"])).name, articles)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _without_secrets(article: Article) -> Article:
    """Return an article known by its keys, as a brief before them announced its addresses."""
    return Article(
        key=article_key(article.key),
        digest=article.digest,
        source=article.source if article.source in ("", PAGE) else source_key(article.source),
        address=addresses_cleaned(article.address),
        canonical=addresses_cleaned(article.canonical),
    )


def _holder(path: Path) -> str | None:
    """Return which machine has a claim; None where there is no claim, or one that was cut off."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip() or None
    except OSError:
        return None
