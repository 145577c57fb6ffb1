"""The days that the page of a run covers: those since the last one, where some were missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from brief.deliver.archive import last_day
from brief.memory.tables import PageMade
from brief.schedule.plan import time_zone
from brief.settings.run_options import Settings

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """The days that a page covers."""

    first: date
    last: date
    #: How many pages would have covered them, had no run been missed.
    pages: int = 1


def covered(settings: Settings, last: PageMade | None, now: datetime) -> Covered:
    """Return the days after the `last` page of a briefing, up to the day of `now`.

    Where there is none, that day, or the seven up to it where a page is of a week.
    """
    zone = time_zone(settings.zone)
    today = now.astimezone(zone).date()
    usual = 7 if settings.period == "week" else 1
    first = today - (usual - 1) * _DAY
    if last and (ended := last_day(last.period)):
        # A page of a week covers what was there when it was made, not what came behind it.
        first = min(last.made_at.astimezone(zone).date(), ended) + _DAY
    first = min(first, today)
    return Covered(first=first, last=today, pages=-(-((today - first).days + 1) // usual))
