"""`brief schedule`: print the entries of a briefing for what can start it, install, remove them.

These are cron and systemd, and launchd on macOS.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import TYPE_CHECKING

from brief import deliver
from brief.cli.environment import (
    clock,
    environment,
    load_settings,
    machine_zone,
    memory,
    state_folder,
)
from brief.cli.screen import Log, printable, put, say
from brief.errors import UsageError
from brief.schedule.cron import (
    cron_block,
    install_cron,
    knows_zones,
    read_crontab,
    remove_cron,
    write_crontab,
)
from brief.schedule.launchd import agent_file, install_agent, launchd_agent, remove_agent
from brief.schedule.local_time import MachineClock
from brief.schedule.plan import Plan
from brief.schedule.systemd import install_units, remove_units, systemd_units, timer_file
from brief.settings.toml import Configured

if TYPE_CHECKING:
    from brief.run.readiness import Finding

#: The folders of a user's units, agents and logs, from the home folder.
UNITS = Path(".config/systemd/user")
AGENTS = Path("Library/LaunchAgents")
LOGS = Path("Library/Logs")
#: When systemd runs a user's timers, and launchd a user's agents.
LINGER = "it runs while you are logged in, or always after loginctl enable-linger"
LOGGED_IN = "it runs while you are logged in; brief has not been tried on a Mac"


def plan_of(configured: Configured) -> Plan:
    """Return the plan of a briefing for what can start it.

    Raises:
        UsageError: there is no `brief.toml`, or a `Plan` refuses what is in it.
    """
    if configured.path is None:
        raise UsageError("nothing is configured", advice="brief init writes a brief.toml")
    settings = configured.settings
    program = str(Path(sys.argv[0]).resolve())
    words = ("run", "--quiet", "--config", str(configured.path.resolve()))
    return Plan(
        name=settings.name,
        command=(*_with_state_folder(), program, *words),
        at=time_of_day.fromisoformat(settings.at),
        days=settings.days,
        zone=settings.zone,
        folders=(configured.folder.resolve(), state_folder()),
    )


def _with_state_folder() -> tuple[str, ...]:
    """Return a command prefix that sets XDG_STATE_HOME as here, which nothing else would set."""
    folder = environment().get("XDG_STATE_HOME", "")
    return ("/usr/bin/env", f"XDG_STATE_HOME={folder}") if Path(folder).is_absolute() else ()


def show_schedule(
    config_file: str | None, *, printed: str | None, install: str | None, remove: bool
) -> int:
    """Print the entries of a briefing, or that for `printed` alone; install it, or remove them.

    Without `printed` they are those for cron, and for systemd or, on macOS, launchd.

    Raises:
        UsageError: a name is none of these, or the entry that is asked for cannot be made.
    """
    configured = load_settings(config_file)
    for flag, name in (("print", printed), ("install", install)):
        if name is not None and name not in _ENTRIES:
            advice = "cron, systemd or launchd"
            raise UsageError(f"no such choice: {name!r}", where=flag, advice=advice)
    if remove:
        return _remove(configured.settings.name)
    from brief.run.readiness import refuse_namesake

    now = clock(None)
    plan, here = plan_of(configured), _machine_clock(now)
    with memory(now, Log(quiet=True)) as state:
        refuse_namesake(configured, state)
    if install is not None:
        return _INSTALL[install](plan, here)
    if printed is not None:
        put(_ENTRIES[printed](plan, here))
        return 0
    for name in ("launchd", "cron") if _has_launchd() else ("cron", "systemd"):
        try:
            put(_ENTRIES[name](plan, here))
        except UsageError as error:
            put(f"# {name}: not here; {printable(str(error))}\n\n")
    return 0


def schedule_findings(configured: Configured, now: datetime) -> Iterator[Finding]:
    """Yield what starts a briefing here, and when; nothing where none is configured."""
    from brief.run.due import Starters, due
    from brief.run.readiness import Finding

    if configured.path is None:
        return
    try:
        plan = plan_of(configured)
    except UsageError as error:
        yield Finding("schedule", error.problem, error.advice)
        return
    crontab = read_crontab()
    yield due(
        plan,
        Starters(
            clock=_machine_clock(now),
            crontab=crontab.output if crontab.succeeded else None,
            knows_zones=knows_zones(),
            systemd=shutil.which("systemctl") is not None,
            timer=timer_file(plan.name, Path.home() / UNITS).is_file(),
            launchd=_has_launchd(),
        ),
    )


def _machine_clock(now: datetime) -> MachineClock:
    zone = machine_zone()
    return MachineClock("UTC" if zone == "Etc/UTC" else zone, now)


def _has_launchd() -> bool:
    return sys.platform == "darwin"


def _cron_entry(plan: Plan, here: MachineClock) -> str:
    return f"# crontab\n{cron_block(plan, here, knows_zones=knows_zones())}\n"


def _systemd_entry(plan: Plan, here: MachineClock) -> str:
    units = (f"# {printable(name)}\n{text}\n" for name, text in systemd_units(plan))
    return f"# systemd: {LINGER}\n{''.join(units)}"


def _launchd_entry(plan: Plan, here: MachineClock) -> str:
    path = agent_file(plan.name, Path.home() / AGENTS)
    agent = launchd_agent(plan, here, Path.home() / LOGS)
    return f"# launchd: {LOGGED_IN}\n# {printable(str(path))}\n{agent}\n"


def _install_cron(plan: Plan, here: MachineClock) -> int:
    current = read_crontab()
    if not current.succeeded:
        raise UsageError(current.message, where="crontab", advice="install cron, or use systemd")
    changed = install_cron(cron_block(plan, here, knows_zones=knows_zones()), current.output)
    if changed == current.output:
        say("crontab: it is there already")
        return 0
    _write_crontab(changed)
    say(f"crontab: {plan.name} is put there")
    return 0


def _install_systemd(plan: Plan, here: MachineClock) -> int:
    for folder in plan.folders:
        deliver.make(folder)
    installed = install_units(systemd_units(plan), Path.home() / UNITS)
    if not installed.result.succeeded:
        say(f"systemctl: {installed.result.message}")
    say(f"{', '.join(str(path) for path in installed.files)}: written; {LINGER}")
    return 0


def _install_launchd(plan: Plan, here: MachineClock) -> int:
    agent = launchd_agent(plan, here, Path.home() / LOGS)
    deliver.make(Path.home() / LOGS)
    installed = install_agent(plan.name, agent, Path.home() / AGENTS, os.getuid())
    if not installed.result.succeeded:
        say(f"launchctl: {installed.result.message}")
    say(f"{', '.join(str(path) for path in installed.files)}: written; {LOGGED_IN}")
    return 0


def _write_crontab(text: str) -> None:
    result = write_crontab(text)
    if not result.succeeded:
        raise UsageError(result.message, where="crontab", advice="see what cron refuses")


def _remove(name: str) -> int:
    """Remove a briefing from cron, systemd and launchd, where it is in them."""
    current = read_crontab()
    if current.succeeded:
        changed = remove_cron(name, current.output)
        if changed != current.output:
            _write_crontab(changed)
            say(f"crontab: {name} is taken out")
    units = remove_units(name, Path.home() / UNITS)
    agent = remove_agent(name, Path.home() / AGENTS, os.getuid())
    for path in (*units.files, *agent.files):
        say(f"{path}: removed")
    return 0


#: By the name of what starts a briefing: its entry as text, and putting it there.
_ENTRIES: Mapping[str, Callable[[Plan, MachineClock], str]] = {
    "cron": _cron_entry,
    "systemd": _systemd_entry,
    "launchd": _launchd_entry,
}
_INSTALL: Mapping[str, Callable[[Plan, MachineClock], int]] = {
    "cron": _install_cron,
    "systemd": _install_systemd,
    "launchd": _install_launchd,
}
