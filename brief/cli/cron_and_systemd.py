"""`brief schedule`: print the entries of a briefing for cron and systemd, install, remove them."""

from __future__ import annotations

import sys
from datetime import time as time_of_day
from pathlib import Path

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
from brief.schedule.cron import cron_block, install_cron, read_crontab, remove_cron, write_crontab
from brief.schedule.plan import Plan
from brief.schedule.systemd import install_units, remove_units, systemd_units
from brief.settings.toml import Configured

#: The folder of a user's units, from the home folder.
UNITS = Path(".config/systemd/user")
#: When systemd runs a user's timers.
LINGER = "it runs while you are logged in, or always after loginctl enable-linger"


def plan_of(configured: Configured) -> Plan:
    """Return the plan of a briefing for cron and systemd.

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
        zone=settings.zone.removeprefix("Etc/"),
        folders=(configured.folder.resolve(), state_folder()),
    )


def _with_state_folder() -> tuple[str, ...]:
    """Return a command prefix that sets XDG_STATE_HOME as here; cron and systemd do not set it."""
    folder = environment().get("XDG_STATE_HOME", "")
    return ("/usr/bin/env", f"XDG_STATE_HOME={folder}") if Path(folder).is_absolute() else ()


def show_schedule(config_file: str | None, install: str | None, *, remove: bool) -> int:
    """Print the entries for cron and systemd, install them for one of the two, or remove them."""
    configured = load_settings(config_file)
    if install is not None and install not in ("cron", "systemd"):
        raise UsageError(f"no such choice: {install!r}", where="install", advice="cron or systemd")
    if remove:
        return _remove(configured.settings.name)
    from brief.run.readiness import refuse_namesake

    plan, zone = plan_of(configured), machine_zone().removeprefix("Etc/")
    with memory(clock(None), Log(quiet=True)) as state:
        refuse_namesake(configured, state)
    match install:
        case "cron":
            return _install_cron(plan, zone)
        case "systemd":
            return _install_systemd(plan)
        case _:
            return _print(plan, zone)


def _print(plan: Plan, zone: str) -> int:
    put(f"# crontab\n{cron_block(plan, zone)}\n# systemd: {LINGER}\n")
    for name, text in systemd_units(plan):
        put(f"# {printable(name)}\n{text}\n")
    return 0


def _install_systemd(plan: Plan) -> int:
    for folder in plan.folders:
        deliver.make(folder)
    installed = install_units(systemd_units(plan), Path.home() / UNITS)
    if not installed.systemctl.succeeded:
        say(f"systemctl: {installed.systemctl.message}")
    say(f"{', '.join(str(path) for path in installed.files)}: written; {LINGER}")
    return 0


def _install_cron(plan: Plan, zone: str) -> int:
    current = read_crontab()
    if not current.succeeded:
        raise UsageError(current.message, where="crontab", advice="install cron, or use systemd")
    changed = install_cron(cron_block(plan, zone), current.output)
    if changed == current.output:
        say("crontab: it is there already")
        return 0
    _write_crontab(changed)
    say(f"crontab: {plan.name} is put there")
    return 0


def _write_crontab(text: str) -> None:
    result = write_crontab(text)
    if not result.succeeded:
        raise UsageError(result.message, where="crontab", advice="see what cron refuses")


def _remove(name: str) -> int:
    """Remove a briefing from the crontab and from systemd, where it is in them."""
    current = read_crontab()
    if current.succeeded:
        changed = remove_cron(name, current.output)
        if changed != current.output:
            _write_crontab(changed)
            say(f"crontab: {name} is taken out")
    for path in remove_units(name, Path.home() / UNITS).files:
        say(f"{path}: removed")
    return 0
