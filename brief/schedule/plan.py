"""When a briefing runs: its period, its lock, and the plan that cron or systemd carries out."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo, available_timezones

from brief.errors import LockedError, UsageError
from brief.language.visible import visible
from brief.settings.run_options import DAYS

Kind: TypeAlias = Literal["hour", "day", "week"]
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
#: In seconds: the programs that are asked answer at once, or hang.
_LONGEST = 30
#: How much is read, in characters, of what another process wrote about itself.
_HOLDER = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """What runs when.

    Raises:
        UsageError: a name that is no plain word, a command that is not absolute or holds control
            characters, no time, a time with seconds, a day that is none, a zone nobody knows.
    """

    #: Letters, digits, `-` and `_`, 64 at most: it becomes part of file names.
    name: str
    #: The program, absolute, and its arguments; no shell reads them.
    command: tuple[str, ...]
    #: Wall-clock times in `zone`, to the minute.
    at: tuple[time, ...]
    #: Of `DAYS`.
    days: tuple[str, ...] = DAYS
    #: As the IANA database calls it; empty for the zone of the machine.
    zone: str = ""
    #: The only folders the command may write to, absolute; for systemd.
    folders: tuple[Path, ...] = ()

    def __post_init__(self) -> None:
        checked_name(self.name)
        where = f"schedule {self.name}"
        program = next(iter(self.command), "")
        if not os.path.isabs(program):
            problem = f"the command is not an absolute path: {visible(program)!r}"
            raise UsageError(problem, where=where, advice="give the whole path of the program")
        if any(not one.is_absolute() for one in self.folders):
            raise UsageError("a folder is not an absolute path", where=where)
        if any(map(_CONTROL.search, [*self.command, *map(str, self.folders)])):
            problem = "the command or a folder holds a line break or another control character"
            raise UsageError(problem, where=where, advice="rename what it names")
        if not self.at or any(one.second or one.microsecond or one.tzinfo for one in self.at):
            raise UsageError(
                "no time of the day to the minute", where=where, advice="such as 07:00"
            )
        if not self.days or not set(self.days) <= set(DAYS):
            problem = f"no days of the week: {visible(' '.join(self.days))!r}"
            raise UsageError(problem, where=where, advice=f"of {', '.join(DAYS)}")
        if self.zone:
            time_zone(self.zone)


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What a program of the system answered; a value, for the rest may go on without it."""

    done: bool
    #: In one line, for people; empty where it said nothing.
    said: str = ""
    #: Standard output as it was.
    output: str = ""


def checked_name(name: str) -> str:
    """Return `name`.

    Raises:
        UsageError: it could be more than a part of a file name.
    """
    if not _NAME.fullmatch(name):
        advice = "use letters, digits, - and _, 64 at most, beginning with a letter or digit"
        raise UsageError(f"cannot be a name: {visible(name)!r}", where="schedule", advice=advice)
    return name


def time_zone(name: str) -> ZoneInfo:
    """Return the zone that the IANA database calls `name`.

    Raises:
        UsageError: there is none, or the machine has no time zones at all.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        where = visible(name) or "time zone"
        if not available_timezones():
            problem, advice = "this machine knows no time zones", "install the package tzdata"
        else:
            problem, advice = "there is no such time zone", "name one such as Europe/Berlin"
        raise UsageError(problem, where=where, advice=advice) from error


def period(now: datetime, zone: str, kind: Kind) -> str:
    """Return the period that `now` (with a time zone) lies in, by the clocks of `zone`.

    A day is `2026-11-20` and a week `2026-W47` (ISO 8601), however many hours they have.  An hour
    is `2026-10-25T02+0200`: with the offset from UTC, since it comes twice when clocks go back.
    Fit to be part of a file name.

    Raises:
        UsageError: there is no such zone.
    """
    if now.tzinfo is None:
        raise ValueError("a moment without a time zone")
    local = now.astimezone(time_zone(zone))
    match kind:
        case "hour":
            return local.strftime("%Y-%m-%dT%H%z")
        case "day":
            return local.date().isoformat()
        case "week":
            year, week, _ = local.isocalendar()
            return f"{year:04}-W{week:02}"


@contextmanager
def locked(path: Path, holder: str) -> Iterator[None]:
    """Hold the lock at `path` while the block runs; do not wait for it.

    The operating system holds it for the process: whatever ends that, a kill included, frees it.
    `holder` says in words who holds it and since when; with the process's number it is written
    beside the lock (`NAME.holder`), for whoever comes too late.  The file of the lock stays.

    Raises:
        LockedError: another process, or another block of this one, holds it: which, since when.
        UsageError: the folder cannot be written to.
    """
    import filelock

    notice = path.with_name(f"{path.name}.holder")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A lock that is a mere file would outlive its holder's kill: better none.
        lock = filelock.FileLock(path, fallback_to_soft=False)
        lock.acquire(blocking=False)
    except filelock.Timeout as error:
        problem = f"{_read(notice) or 'another process'} is at it"
        raise LockedError(problem, where=str(path), advice="try again when it has ended") from error
    except OSError as error:
        problem = f"cannot be locked: {error.strerror or error}"
        raise UsageError(problem, where=str(path), advice="name another folder") from error
    try:
        with suppress(OSError):  # a courtesy
            notice.write_text(f"process {os.getpid()}, {holder}", "utf-8", "backslashreplace")
        yield
    finally:
        with suppress(OSError):
            notice.unlink()
        lock.release()


def _read(notice: Path) -> str:
    try:
        with notice.open(encoding="utf-8", errors="replace") as file:
            return visible(file.read(_HOLDER))
    except OSError:
        return ""


def ask(command: Sequence[str], given: str = "") -> CommandResult:
    """Run a program of the system with `given` on its standard input, for 30 seconds at most."""
    try:
        done = subprocess.run(
            command,
            input=given.encode("utf-8", "surrogateescape"),
            capture_output=True,
            timeout=_LONGEST,
            check=False,
        )
    except FileNotFoundError:
        return CommandResult(False, f"there is no {visible(command[0])} on this machine")
    except subprocess.TimeoutExpired:
        return CommandResult(
            False, f"{visible(command[0])} did not answer within {_LONGEST} seconds"
        )
    except OSError as error:
        return CommandResult(
            False, f"{visible(command[0])} cannot be run: {error.strerror or error}"
        )
    # Bytes that are not UTF-8 come back as they were when they are written again.
    output = done.stdout.decode("utf-8", "surrogateescape")
    said = visible(done.stderr.decode("utf-8", "replace"))
    return CommandResult(done.returncode == 0, said, output)
