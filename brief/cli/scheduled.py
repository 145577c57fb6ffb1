"""The commands around a scheduled briefing: its settings, its memory, its pages."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief.cli.log import Log
from brief.cli.screen import printable, put, say
from brief.errors import UsageError

if TYPE_CHECKING:
    from brief.memory.state import State
    from brief.settings.toml import Configured


def environment() -> Mapping[str, str]:
    """Return the process's environment: read here and nowhere else."""
    return os.environ


def xdg(variable: str, fallback: str) -> Path:
    """Return our folder in one of the XDG base directories."""
    given = environment().get(variable, "")
    base = Path(given) if given and Path(given).is_absolute() else Path.home() / fallback
    return base / "brief"


def found_file(given: str | None) -> Path | None:
    """Return the `brief.toml` to read: the one given, the one here, the one in the XDG folder."""
    from brief.settings.toml import FILE

    if given is not None:
        return Path(given)
    for path in (Path(FILE), xdg("XDG_CONFIG_HOME", ".config") / FILE):
        if path.is_file():
            return path
    return None


def configured(given: str | None, flags: Mapping[str, Any] | None = None) -> Configured:
    """Return the settings in force, where `flags` go before all others."""
    from brief.settings.toml import load

    return load(found_file(given), environment(), flags)


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


def clock(given: str | None, zone: str = "UTC") -> datetime:
    """Return the moment of a run: the clock's, or the one given in ISO 8601, in `zone`."""
    if given is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        advice = "write it as 2026-11-20T07:00"
        raise UsageError(f"{given!r} is no moment", where="now", advice=advice) from None
    if moment.tzinfo is None:
        from brief.schedule.plan import time_zone

        return moment.replace(tzinfo=time_zone(zone))
    return moment


@contextmanager
def memory(now: datetime, log: Log) -> Iterator[State]:
    """Open the memory in the XDG state folder, and say so where a damaged one was put aside."""
    from brief.memory.state import State

    folder = xdg("XDG_STATE_HOME", ".local/state")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(reason, where=str(folder), advice="set XDG_STATE_HOME") from error
    with State.open(folder / "state.db", now=now) as state:
        if state.set_aside:
            log.warn(f"the memory was damaged; it is kept as {state.set_aside}, a new one is begun")
        yield state


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
    from brief.cli import channels
    from brief.cli.scheduling import here
    from brief.cli.unattended import fetcher, stored
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
