"""The commands around a scheduled briefing: its settings, its memory, its pages."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief.cli.environment import clock, configured, environment, fetcher, here, memory, stored, xdg
from brief.cli.log import Log
from brief.cli.screen import printable, put, say
from brief.errors import UsageError

if TYPE_CHECKING:
    from brief.settings.toml import Configured


def write_template(given: str | None) -> int:
    """Write a commented `brief.toml`; one that is there stays as it is."""
    from brief import deliver
    from brief.settings.toml import FILE, template

    path = Path(given or FILE)
    if path.exists():
        raise UsageError("is there already", where=str(path), advice="edit it, or name another")
    deliver.write(template(), path)
    say(f"{path}: written; change it, then make a page with brief run")
    return 0


def show_settings(given: str | None, flags: Mapping[str, Any]) -> int:
    """Print every setting in force, and where it comes from."""
    from brief.settings.toml import in_force

    rows = list(in_force(configured(given, flags)))
    width = max(len(f"{name} = {value}") for name, value, _ in rows if len(value) < 40)
    for name, value, origin in rows:
        put(f"{printable(f'{name} = {value}'):<{width}}  # {printable(origin)}\n")
    return 0


def show_log(given: str | None, most: int) -> int:
    """Print the last runs, the newest first."""
    from brief.run.ownership import refuse_namesake
    from brief.schedule.plan import time_zone

    log = Log(quiet=True)
    found = configured(given)
    zone = time_zone(found.settings.zone)
    with memory(clock(None), log) as state:
        refuse_namesake(found, state)
        runs = state.runs(found.settings.name, most)
    for one in runs:
        ended = "unfinished" if one.code is None else f"exit {one.code}"
        began = f"{one.started.astimezone(zone):%Y-%m-%d %H:%M}"
        put(f"{began} {one.period} {ended} {printable(one.summary)}\n")
    if not runs:
        say(f"{found.settings.name}: no run yet")
    return 0


def show_page(given: str | None, wanted: str | None) -> int:
    """Print a page of the archive: that of a period, or the latest."""
    found = configured(given)
    folder = found.folder
    path = folder / f"{_period(wanted, found) if wanted else 'latest'}.md"
    if wanted and not wanted.replace("-", "").isalnum():
        raise UsageError(f"{wanted!r} is no period", advice="write it as 2026-11-20")
    try:
        put(path.read_text(encoding="utf-8"))
    except OSError:
        raise UsageError("there is no such page", where=str(path), advice="see brief log") from None
    return 0


def _period(wanted: str, found: Configured) -> str:
    """Return the period that a day lies in; anything else as it is."""
    if found.settings.period != "week":
        return wanted
    try:
        day = date.fromisoformat(wanted).isocalendar()
    except ValueError:
        return wanted
    return f"{day.year}-W{day.week:02}"


def check_all(given: str | None) -> int:
    """Print what was looked at; return 2 where something is wrong."""
    from brief.run import channels
    from brief.run.composing import period_of
    from brief.run.ownership import refuse_namesake, refuse_neighbour
    from brief.run.readiness import checked
    from brief.settings.toml import PREFIX

    found = configured(given)
    secret = channels.password(found, environment())
    wrong = 0
    now = clock(None)
    with memory(now, Log()) as state:
        refuse_namesake(found, state)
        refuse_neighbour(found, state, period_of(found.settings, now))
    with stored(now) as store:
        for one in checked(
            found,
            fetcher(found, store),
            lambda: channels.greeting(found, secret),
            (xdg("XDG_STATE_HOME", ".local/state"),),
            zone=here(),
            encoding=sys.getfilesystemencoding(),
            variables=[name for name in sorted(environment()) if name.startswith(PREFIX)],
        ):
            told = f"{one.problem}; {one.advice}" if one.problem else "well"
            wrong += bool(one.problem)
            put(f"{printable(f'{one.what}: {told}')}\n")
    return UsageError.exit_code if wrong else 0
