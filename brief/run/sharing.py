"""Let machines that share the folder of the pages agree: one of them makes the page of a period.

Each has a lock and a memory of its own, so that neither tells them of one another; the folder does.
A claim is a file made whole and then linked to its name, which fails where that is taken, on a
file system of the network too (`link(2)`).  It says which machine made it, when, and whether it has
ended.  The claim of a machine that ended in the middle stays its own: its next run completes the
page, `--force` makes it elsewhere, and after some hours the claim expires; so does one that says
that it has ended where there is neither page nor announcement.  What lies there and is no claim is
put aside.

Beside the claim lies an announcement of what the page was made of, so that no other machine makes
a page of it again, nor this one where its memory is lost.
"""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from brief import deliver
from brief.deliver.archive import last_day
from brief.formats import EVERY
from brief.memory.tables import PAGE, Article
from brief.web.secrecy import addresses_cleaned, article_key, source_key

#: The folder beside the pages.
FOLDER = ".claims"
#: What the file of an announcement ends with.
ANNOUNCED = ".told"
#: How long a claim that has not ended holds, besides the time that fetching may take.
LASTS = timedelta(hours=3)
_BEGUN, _ENDED = "begun", "ended"
_CLAIM = re.compile(rf"(\S{{1,64}}) (\S{{10,40}}) ({_BEGUN}|{_ENDED})\s*")
#: Characters of a file that are looked at to see whether it is a claim.
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the page of a period was made of, as the machine says that made it."""

    machine: str
    #: The name of its page, in the folder of the pages; empty where it made none.
    page: str
    articles: tuple[Article, ...]
    #: The channels that have had it, by `channel_digest`; None where that is not said.
    sent: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """The claim of a machine on the page of a period."""

    machine: str
    since: datetime
    ended: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Who makes the page of a period."""

    #: Another machine; empty where it is ours to make.
    machine: str = ""
    #: What is worth knowing of it; empty for nothing.
    note: str = ""


def claimed(
    folder: Path,
    briefing: str,
    period: str,
    machine: str,
    *,
    now: datetime,
    lasts: timedelta = LASTS,
) -> Holder:
    """Claim the page of a period; return who has it.

    Where the file system knows no links, everybody has it: the page is made twice rather than not.

    Raises:
        UsageError: the folder cannot be written to.
    """
    path = place(folder, briefing, period)
    _make(path.parent)
    note = ""
    for _ in range(2):
        if (text := _content(path)) is None:
            _link(path, _text(Claim(machine, now, ended=False)), machine)
            text = _content(path)
        if text is None:
            return Holder(note=note)
        claim = _parsed(text)
        if claim and claim.machine == machine:
            if claim != (mine := Claim(machine, now.replace(microsecond=0), ended=False)):
                deliver.put(_text(mine), path)  # from now on it holds as long again
            return Holder(note=note)
        since = f"{claim.since:%Y-%m-%d %H:%M}" if claim else ""
        made = _is_made(folder, briefing, period)
        if claim and ((claim.ended and made) or abs(now - claim.since) <= lasts):
            return Holder(claim.machine, f"{period}: the machine {claim.machine} has it, {since}")
        note = f"{path}: is no claim of a machine; it is put aside"
        if claim:
            why = "tells of no page" if claim.ended else "has expired"
            note = f"{path}: the claim of the machine {claim.machine}, {since}, {why}"
        if not _put_aside(path, text, machine):
            return Holder(note=f"{note}, which fails")
    return Holder(note=note) if _content(path) is None else Holder("another", note)


def ended(folder: Path, briefing: str, period: str, machine: str, now: datetime) -> None:
    """Note that the work which `machine` claimed is done, so that its claim does not expire.

    Raises:
        UsageError: the folder cannot be written to.
    """
    path = place(folder, briefing, period)
    claim = _parsed(_content(path) or "")
    if claim and claim.machine == machine and not claim.ended:
        deliver.put(_text(Claim(machine, now, ended=True)), path)


def released(folder: Path, briefing: str, period: str, machine: str) -> None:
    """Give up the claim of `machine`, so that another may have it; leave that of another."""
    path = place(folder, briefing, period)
    claim = _parsed(_content(path) or "")
    if claim and claim.machine == machine:
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
    sent: Collection[str] = (),
    *,
    private: bool = False,
) -> None:
    """Let other machines know what the page of a period was made of, and who has had it.

    `private` is as for `put`.

    Raises:
        UsageError: the folder cannot be written to.
    """
    path = announcement_place(folder, briefing, period)
    _make(path.parent, private=private)
    if path.exists() and not path.is_file():
        _put_aside(path, "", machine)
    if private:
        deliver.close_to_others(place(folder, briefing, period))
    rows = {
        "machine": machine,
        "page": page,
        "articles": list(map(astuple, articles)),
        "sent": sorted(map(channel_digest, sent)),
    }
    deliver.put(json.dumps(rows), path, private=private)


def announcement_place(folder: Path, briefing: str, period: str) -> Path:
    """Return where the announcement of a period lies."""
    return place(folder, briefing, f"{period}{ANNOUNCED}")


def channel_digest(channel: str) -> str:
    """Return what a channel is called where others may read it: it may name a recipient."""
    return sha256(channel.encode("utf-8", "replace")).hexdigest()[:16]


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
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would never end
            return None
        rows = json.loads(path.read_text(encoding="utf-8"))
        articles = tuple(_without_secrets(Article(*map(str, row))) for row in rows["articles"])
        sent = frozenset(map(str, rows["sent"])) if "sent" in rows else None
        page = Path(str(rows["page"])).name
        return Announcement(str(rows["machine"]), page, articles, sent)
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


def _content(path: Path) -> str | None:
    """Return how the file of a claim begins; None without one, empty where it cannot be read.

    A link is no claim: nobody writes to what is behind it.
    """
    try:
        if not stat.S_ISREG(path.lstat().st_mode):  # a pipe would never end
            return ""
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_LONGEST)
    except FileNotFoundError:
        return None
    except OSError:
        return ""


def _text(claim: Claim) -> str:
    since = claim.since.isoformat(timespec="seconds")
    return f"{claim.machine} {since} {_ENDED if claim.ended else _BEGUN}\n"


def _parsed(text: str) -> Claim | None:
    """Return the claim in the text of a file; None where it is none."""
    match = _CLAIM.fullmatch(text)
    with suppress(ValueError):
        if match and (since := datetime.fromisoformat(match[2])).tzinfo is not None:
            return Claim(match[1], since, match[3] == _ENDED)
    return None


def _is_made(folder: Path, briefing: str, period: str) -> bool:
    """Return whether there is a page of a period, or an announcement of what was told."""
    pages = (folder / f"{period}.{form.suffix}" for form in EVERY.values())
    return any(path.is_file() for path in (announcement_place(folder, briefing, period), *pages))


def _make(folder: Path, *, private: bool = False) -> None:
    """Make the folder of the claims, and that of the pages."""
    deliver.make(folder.parent)
    deliver.make_inside(folder, private=private)


def _link(path: Path, text: str, machine: str) -> None:
    claim = path.with_name(f"{path.name}.{machine}")
    deliver.put(text, claim)
    with suppress(OSError):
        path.hardlink_to(claim)
    claim.unlink(missing_ok=True)


def _put_aside(path: Path, text: str, machine: str) -> bool:
    """Remove a claim that began with `text`, unless another machine has just replaced it.

    Return whether that succeeded.  A folder in its place is renamed.
    """
    aside = path.with_name(f"{path.name}.{machine}.old")
    try:
        path.rename(aside)
        if _content(aside) not in (text, None):
            path.hardlink_to(aside)
        if aside.is_symlink() or not aside.is_dir():
            aside.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
