"""Remove what is old: pages, what they were made of, and what was seen.

How old something is goes by the runs that were made, not by the clock alone: a clock that is a year
ahead makes nothing old.  Between two runs pass as many days as their clocks say, but a week at
most, and none where the clock went back.  A thing is removed when that many days have passed since
the runs of its time, and the calendar agrees.

Nothing is removed in a run whose clock is far from that of the run before, unless the user says
that it is right, and in no run more than a tenth of the archive.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

from brief.deliver import archive
from brief.deliver.archive import last_day
from brief.formats import EVERY
from brief.memory.cache import ReadCache
from brief.memory.state import State
from brief.run import composing, delivering, sharing
from brief.run.served import site_of
from brief.settings.toml import Configured

#: Between two runs no more time has passed than this, whatever their clocks say.
LONGEST_GAP = timedelta(days=7)
#: A run whose clock is further than this from that of the run before removes nothing.
FAR = timedelta(days=31)
#: The part of the archive that one run removes at most.
SHARE = 0.1
#: How long the cache keeps what was read; articles are updated within days.
CACHED = timedelta(days=30)
_PERIOD = re.compile(r"(?<=-)\d{4}-(?:W\d\d|\d\d-\d\d)$")


def measured_from(runs: Sequence[datetime], now: datetime, keep: timedelta) -> datetime | None:
    """Return the moment before which things are more than `keep` old; None where nothing is.

    `runs` is when the runs began by their clocks, in the order of the runs; that of `now` may be
    the last of them.
    """
    moments = (*runs, now)
    passed = timedelta(0)
    young = [now]
    for earlier, later in reversed(list(pairwise(moments))):
        passed += min(max(later - earlier, timedelta(0)), LONGEST_GAP)
        if passed > keep:
            return min(*young, now - keep)
        young.append(earlier)
    return None


def is_far(runs: Sequence[datetime], now: datetime) -> bool:
    """Return whether `now` is far from the moment of the last of the earlier `runs`."""
    return bool(runs) and abs(now - runs[-1]) > FAR


def prune(
    configured: Configured, state: State, store: ReadCache, now: datetime, *, certain: bool
) -> str:
    """Remove what is old; return why nothing is, where something would be; empty otherwise.

    The run of `now` stands in the memory already.  `certain` is whether the user says that the
    clock is right: then things are as old as the calendar says.

    Raises:
        UsageError: a page cannot be removed.
    """
    settings, folder = configured.settings, configured.folder
    runs = state.moments(settings.name)[:-1]
    keep = timedelta(days=settings.keep)
    if is_far(runs, now) and not certain:
        aged = archive.old(folder, settings.keep, now.date()) if folder.is_dir() else {}
        last = f"{runs[-1]:%Y-%m-%d}"
        return (
            f"nothing old is removed, as the last run was on {last} and the clock says"
            f" {now:%Y-%m-%d}; where that is right, brief run --yes removes it"
            if aged
            else ""
        )

    def measured(age: timedelta) -> datetime | None:
        return now - age if certain else measured_from(runs, now, age)

    if before := measured(keep):
        day = (before + keep).date()
        if folder.is_dir():
            site = site_of(configured, now)
            archive.prune(folder, settings.keep, day, share=SHARE, site=site)
            for period in archive.old(folder, settings.keep, day):
                # What is left of the archive stays remembered.
                oldest = datetime.combine(last_day(period) or day, time.min, before.tzinfo)
                before = min(before, oldest - timedelta(days=1))
        state.prune(settings.name, before)
        _prune_beside(folder, settings.keep, day, state.periods_remembered(settings.name))
    if since := measured(delivering.PATIENCE):
        state.prune_contents(settings.name, since=since)
    if before := measured(CACHED):
        store.prune(before)
    return ""


def _prune_beside(folder: Path, keep: int, today: date, remembered: Collection[str]) -> None:
    """Remove articles and claims of periods that ended more than `keep` days before `today`.

    The articles of a page stay as long as the page.  An announcement stays as long as articles of
    its period are remembered, as a memory that is lost learns of them from it.
    """
    for path in _within(folder / composing.FOLDER):
        page = any((folder / f"{path.name}.{form.suffix}").exists() for form in EVERY.values())
        if _is_old(path.name, keep, today) and not page and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
    for path in _within(folder / sharing.FOLDER):
        match = _PERIOD.search(path.name.removesuffix(sharing.ANNOUNCED))
        announces = path.name.endswith(sharing.ANNOUNCED)
        if match and _is_old(match[0], keep, today) and not (announces and match[0] in remembered):
            with suppress(OSError):  # another user's, in a folder of all; or no file
                path.unlink()


def _within(folder: Path) -> Iterator[Path]:
    """Yield what lies in a folder; nothing of one behind a link, which is not ours."""
    return iter(()) if folder.is_symlink() else folder.glob("*")


def _is_old(period: str, keep: int, today: date) -> bool:
    day = last_day(period)
    return day is not None and (today - day).days > keep
