"""A plan as units of systemd, for the user's own manager."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from brief.errors import UsageError
from brief.schedule.plan import CommandResult, Plan, ask, checked_name
from brief.settings.run_options import DAYS

#: A unit as it is written: the name of the file, and its text.
Unit = tuple[str, str]
# Only what a user's manager can do without privileges: what drops capabilities (PrivateDevices,
# ProtectClock, CapabilityBoundingSet) keeps a user's unit from starting at all.
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
{times}Persistent=true

[Install]
WantedBy=timers.target
"""


@dataclass(frozen=True, slots=True)
class Installed:
    """What came of installing or removing units."""

    #: The files that were written or removed.
    files: tuple[Path, ...]
    #: What systemd answered; where it did not do it, the files are there all the same.
    told: CommandResult


def systemd_units(plan: Plan) -> tuple[Unit, ...]:
    """Return the service and the timer for `plan`.

    The service sees all files and may write only to the folders of the plan, which have to be there
    when it starts.  A time that was missed, because the machine was off, is made up for once.

    Raises:
        UsageError: a folder's name holds a quote or a backslash, which its setting cannot take.
    """
    folders = "".join(f"ReadWritePaths={_folder(plan, each)}\n" for each in plan.folders)
    # The colon keeps dollar signs from being read as variables.
    command = " ".join(map(_quoted, (f":{plan.command[0]}", *plan.command[1:])))
    service = _SERVICE.format(name=plan.name, command=command, folders=folders)
    times = "".join(f"OnCalendar={each}\n" for each in _times(plan))
    timer = _TIMER.format(name=plan.name, times=times)
    stem = f"brief-{plan.name}"
    return (f"{stem}.service", service), (f"{stem}.timer", timer)


def install_units(units: Iterable[Unit], folder: Path, systemctl: str = "systemctl") -> Installed:
    """Write the units into `folder` (`~/.config/systemd/user`) and start their timers.

    Raises:
        UsageError: the folder cannot be written to.
    """
    units = tuple(units)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in units:
            _replace(text, folder / name)
    except OSError as error:
        raise _unwritable(folder, error) from error
    timers = [name for name, _ in units if name.endswith(".timer")]
    told = ask([systemctl, "--user", "daemon-reload"])
    if told.done:
        told = ask([systemctl, "--user", "enable", "--now", *timers])
    return Installed(tuple(folder / name for name, _ in units), told)


def remove_units(name: str, folder: Path, systemctl: str = "systemctl") -> Installed:
    """Stop the timer of the plan of that name and remove its units; none there is fine.

    Raises:
        UsageError: the folder cannot be written to, or the name is none.
    """
    stem = f"brief-{checked_name(name)}"
    files = [folder / f"{stem}.{kind}" for kind in ("timer", "service")]
    there = tuple(each for each in files if os.path.lexists(each))
    if not there:
        return Installed((), CommandResult(True))
    stopped = ask([systemctl, "--user", "disable", "--now", f"{stem}.timer"])
    try:
        for each in there:
            each.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    told = ask([systemctl, "--user", "daemon-reload"])
    return Installed(there, told if stopped.done else stopped)


def _times(plan: Plan) -> list[str]:
    chosen = [day.capitalize() for day in DAYS if day in plan.days]
    days = "" if len(chosen) == len(DAYS) else f"{','.join(chosen)} "
    zone = f" {plan.zone}" if plan.zone else ""
    return [f"{days}*-*-* {one:%H:%M}:00{zone}" for one in sorted(set(plan.at))]


def _quoted(word: str) -> str:
    """Return one word of a command line, as systemd.service(5) reads it."""
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


def _replace(text: str, path: Path) -> None:
    """Write the file whole or not at all."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_text(text, "utf-8")
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _unwritable(folder: Path, error: OSError) -> UsageError:
    problem = f"cannot be written to: {error.strerror or error}"
    return UsageError(problem, where=str(folder), advice="see who may write there")
