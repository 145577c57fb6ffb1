"""The lines for cron and systemd: printed, put there, taken out."""

from __future__ import annotations

import sys
from datetime import time as time_of_day
from pathlib import Path

from brief import deliver
from brief.cli.environment import clock, configured, environment, here, memory, xdg
from brief.cli.log import Log
from brief.cli.screen import printable, put, say
from brief.errors import UsageError
from brief.schedule.cron import cron_block, install_cron, read_crontab, remove_cron, write_crontab
from brief.schedule.plan import Plan
from brief.schedule.systemd import install_units, remove_units, systemd_units
from brief.settings.toml import Configured

#: Where a user's units lie.
UNITS = Path(".config/systemd/user")
#: What systemd does with a user's timers.
LINGER = "it runs while you are logged in, or always after loginctl enable-linger"


def plan_of(found: Configured) -> tuple[Plan, str]:
    """Return the plan of a briefing for cron and systemd, and the machine's own zone."""
    settings = found.settings
    if found.path is None:
        raise UsageError("nothing is configured", advice="brief init writes a brief.toml")
    program = str(Path(sys.argv[0]).resolve())
    folders = (found.folder.resolve(), xdg("XDG_STATE_HOME", ".local/state"))
    plan = Plan(
        settings.name,
        (*_surroundings(), program, "run", "--quiet", "--config", str(found.path.resolve())),
        time_of_day.fromisoformat(settings.at),
        settings.days,
        settings.zone.removeprefix("Etc/"),
        folders,
    )
    return plan, here().removeprefix("Etc/")


def _surroundings() -> tuple[str, ...]:
    """Return what gives a scheduled run the memory of this one; neither cron nor systemd does."""
    given = environment().get("XDG_STATE_HOME", "")
    return ("/usr/bin/env", f"XDG_STATE_HOME={given}") if Path(given).is_absolute() else ()


def show_schedule(given: str | None, install: str | None, *, remove: bool) -> int:
    """Print the lines for cron and systemd, put them there, or take them out."""
    found = configured(given)
    if install is not None and install not in ("cron", "systemd"):
        raise UsageError(f"no such choice: {install!r}", where="install", advice="cron or systemd")
    if remove:
        return removed(found.settings.name)
    from brief.run.ownership import refuse_namesake

    plan, zone = plan_of(found)
    with memory(clock(None), Log(quiet=True)) as state:
        refuse_namesake(found, state)
    return shown_or_installed(plan, zone, install)


def shown_or_installed(plan: Plan, zone: str, install: str | None) -> int:
    """Print the lines, or put those for `cron` or `systemd` where they belong."""
    match install:
        case "cron":
            return _into_crontab(plan, zone)
        case "systemd":
            for folder in plan.folders:
                deliver.make(folder)
            done = install_units(systemd_units(plan), Path.home() / UNITS)
            if not done.systemctl.succeeded:
                say(f"systemctl: {done.systemctl.message}")
            say(f"{', '.join(str(path) for path in done.files)}: written; {LINGER}")
            return 0
        case _:
            put(f"# crontab\n{cron_block(plan, zone)}\n# systemd: {LINGER}\n")
            for name, text in systemd_units(plan):
                put(f"# {printable(name)}\n{text}\n")
            return 0


def _into_crontab(plan: Plan, zone: str) -> int:
    current = read_crontab()
    if not current.succeeded:
        raise UsageError(current.message, where="crontab", advice="install cron, or use systemd")
    changed = install_cron(cron_block(plan, zone), current.output)
    if changed == current.output:
        say("crontab: it is there already")
        return 0
    told = write_crontab(changed)
    if not told.succeeded:
        raise UsageError(told.message, where="crontab", advice="see what cron refuses")
    say(f"crontab: {plan.name} is put there")
    return 0


def removed(name: str) -> int:
    """Take a briefing out of the crontab and of systemd; what is not there is fine."""
    current = read_crontab()
    if current.succeeded:
        changed = remove_cron(name, current.output)
        if changed != current.output:
            told = write_crontab(changed)
            if not told.succeeded:
                raise UsageError(told.message, where="crontab", advice="see what cron refuses")
            say(f"crontab: {name} is taken out")
    units = remove_units(name, Path.home() / UNITS)
    for path in units.files:
        say(f"{path}: removed")
    return 0
