"""A plan as a service and a timer for the user's systemd manager."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from brief.errors import UsageError
from brief.schedule.entry_files import Installed, remove_files, write_files
from brief.schedule.plan import CommandResult, Plan, checked_name, run_command
from brief.settings.run_values import DAYS

#: The file name of a unit and its text.
Unit = tuple[str, str]
# A user's manager has no privileges: settings that drop capabilities (PrivateDevices, ProtectClock,
# CapabilityBoundingSet) would keep the unit from starting at all.
_SERVICE = """\
# Made by brief; made anew when the schedule is installed again.
[Unit]
Description=brief: {name}

[Service]
Type=oneshot
ExecStart={command}
# A quiet day, and another run that is at it, are no failures of the unit.
SuccessExitStatus=3 5
NoNewPrivileges=true
PrivateTmp=true
ProtectSystem=strict
ProtectHome=read-only
ProtectKernelTunables=true
ProtectControlGroups=true
{folders}RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=true
RestrictRealtime=true
RestrictSUIDSGID=true
LockPersonality=true
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
UMask=0077
"""
_TIMER = """\
# Made by brief; made anew when the schedule is installed again.
[Unit]
Description=brief: when {name} runs

[Timer]
OnCalendar={time}
Persistent=true

[Install]
WantedBy=timers.target
"""


def systemd_units(plan: Plan) -> tuple[Unit, ...]:
    """Return the service and the timer for `plan`.

    The service may read all files and write only to the folders of the plan, which must exist when
    it starts; a user's manager of systemd 252 cannot confine it to them, that of 257 does.  If the
    machine was off at the time of a run, the run follows once when it is on.

    Raises:
        UsageError: the path of a folder has a quote or a backslash, which systemd cannot take.
    """
    folders = "".join(f"ReadWritePaths={_folder(plan, folder)}\n" for folder in plan.folders)
    # The colon keeps dollar signs from being read as variables.
    command = " ".join(map(_quoted, (f":{plan.command[0]}", *plan.command[1:])))
    service = _SERVICE.format(name=plan.name, command=command, folders=folders)
    timer = _TIMER.format(name=plan.name, time=_calendar_time(plan))
    stem = f"brief-{plan.name}"
    return (f"{stem}.service", service), (f"{stem}.timer", timer)


def install_units(units: Iterable[Unit], folder: Path, systemctl: str = "systemctl") -> Installed:
    """Write the units into `folder` (`~/.config/systemd/user`) and start their timers.

    Raises:
        UsageError: the folder cannot be written to.
    """
    files = write_files(units, folder)
    timers = [path.name for path in files if path.suffix == ".timer"]
    result = run_command([systemctl, "--user", "daemon-reload"])
    if result.succeeded:
        result = run_command([systemctl, "--user", "enable", "--now", *timers])
    return Installed(files, result)


def timer_file(name: str, folder: Path) -> Path:
    """Return the file of the timer of the plan with that name in `folder`."""
    return folder / f"brief-{checked_name(name)}.timer"


def remove_units(name: str, folder: Path, systemctl: str = "systemctl") -> Installed:
    """Stop the timer of the plan with that name and remove its units, where there are any.

    Raises:
        UsageError: the folder cannot be written to, or the name cannot be one.
    """
    timer = timer_file(name, folder)
    existing = tuple(filter(os.path.lexists, (timer, timer.with_suffix(".service"))))
    if not existing:
        return Installed((), CommandResult(True))
    stopped = run_command([systemctl, "--user", "disable", "--now", timer.name])
    remove_files(existing, folder)
    reloaded = run_command([systemctl, "--user", "daemon-reload"])
    return Installed(existing, reloaded if stopped.succeeded else stopped)


def _calendar_time(plan: Plan) -> str:
    """Return when the plan runs, as systemd.time(7) has it."""
    chosen = [day.capitalize() for day in DAYS if day in plan.days]
    days = "" if len(chosen) == len(DAYS) else f"{','.join(chosen)} "
    zone = f" {plan.zone}" if plan.zone else ""
    return f"{days}*-*-* {plan.at:%H:%M}:00{zone}"


def _quoted(word: str) -> str:
    """Return a word of a command line, quoted as systemd.service(5) has it."""
    escaped = re.sub(r'(["\\])', r"\\\1", word).replace("%", "%%")
    return f'"{escaped}"'


def _folder(plan: Plan, folder: Path) -> str:
    if re.search(r"[\"'\\]", str(folder)):
        raise UsageError(
            "a folder's name holds a quote or a backslash, which systemd's setting cannot take",
            where=str(folder),
            advice=f"rename it, or run {plan.name} by cron",
        )
    return f'"{folder}"'.replace("%", "%%")
