"""What `brief config`, `log`, `show` and `check` print of a scheduled briefing."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from brief.cli.environment import (
    clock,
    environment,
    fetcher,
    load_settings,
    machine_zone,
    memory,
    read_cache,
    state_folder,
)
from brief.cli.screen import Log, printable, put, say
from brief.errors import UsageError

if TYPE_CHECKING:
    from brief.settings.toml import Configured


def show_settings(config_file: str | None, flags: Mapping[str, Any]) -> int:
    """Print every setting in force, and where it comes from; return the exit code."""
    from brief.settings.toml import in_force

    rows = list(in_force(load_settings(config_file, flags)))
    width = max(len(f"{name} = {value}") for name, value, _ in rows if len(value) < 40)
    for name, value, origin in rows:
        put(f"{printable(f'{name} = {value}'):<{width}}  # {printable(origin)}\n")
    return 0


def show_log(config_file: str | None, most: int) -> int:
    """Print the last runs, `most` of them at most, the newest first; return the exit code."""
    from brief.run.readiness import refuse_namesake
    from brief.schedule.plan import time_zone

    configured = load_settings(config_file)
    settings = configured.settings
    zone = time_zone(settings.zone)
    with memory(clock(None), Log(quiet=True)) as state:
        refuse_namesake(configured, state)
        runs = state.runs(settings.name, most)
    for run in runs:
        end = "unfinished" if run.code is None else f"exit {run.code}"
        start = f"{run.started.astimezone(zone):%Y-%m-%d %H:%M}"
        put(f"{start} {run.period} {end} {printable(run.summary)}\n")
    if not runs:
        say(f"{settings.name}: no run yet")
    return 0


def show_page(config_file: str | None, day: str | None) -> int:
    """Print a page of the archive, that of a day or period or the latest; return the exit code.

    Raises:
        UsageError: there is no such page, or `day` is no day or period.
    """
    configured = load_settings(config_file)
    path = configured.folder / f"{_period(day, configured) if day else 'latest'}.md"
    if day and not day.replace("-", "").isalnum():
        raise UsageError(f"{day!r} is no period", advice="write it as 2026-11-20")
    try:
        put(path.read_text(encoding="utf-8"))
    except OSError:
        raise UsageError("there is no such page", where=str(path), advice="see brief log") from None
    return 0


def _period(day: str, configured: Configured) -> str:
    """Return the period of a day; what is no day, such as `2026-W47`, is returned as it is."""
    try:
        return f"{date.fromisoformat(day):%G-W%V}" if configured.settings.period == "week" else day
    except ValueError:
        return day


def check_all(config_file: str | None) -> int:
    """Print a line for each thing that a run needs; return the exit code, 2 where one fails."""
    from brief.run import channels
    from brief.run.composing import period_of
    from brief.run.readiness import checked, refuse_namesake, refuse_neighbour
    from brief.settings.toml import PREFIX

    configured = load_settings(config_file)
    secret = channels.password(configured, environment())
    wrong = False
    now = clock(None)
    with memory(now, Log()) as state:
        refuse_namesake(configured, state)
        refuse_neighbour(configured, state, period_of(configured.settings, now))
    with read_cache(now) as cache:
        for finding in checked(
            configured,
            fetcher(configured, cache),
            lambda: channels.greeting(configured, secret),
            (state_folder(),),
            zone=machine_zone(),
            encoding=sys.getfilesystemencoding(),
            variables=[name for name in sorted(environment()) if name.startswith(PREFIX)],
        ):
            answer = f"{finding.problem}; {finding.advice}" if finding.problem else "well"
            wrong = wrong or bool(finding.problem)
            put(f"{printable(f'{finding.what}: {answer}')}\n")
    return UsageError.exit_code if wrong else 0
