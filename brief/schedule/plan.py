"""The period of a run, the lock that keeps runs apart, and the plan for cron or systemd."""

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
from brief.memory.file import write_anew
from brief.settings.run_values import DAYS

PeriodKind: TypeAlias = Literal["day", "week"]
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
#: Seconds; crontab and systemctl answer at once, or hang.
_LONGEST = 30
#: Characters that are read of what another process wrote about itself.
_LONGEST_NOTICE = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """A command and the days and time at which it runs.

    Raises:
        UsageError: the name has other characters than it may; the command or a folder is not
            absolute or holds control characters; the time has seconds or a zone of its own; a day
            is not one of `DAYS`; the time zone does not exist.
    """

    #: Letters, digits, `-` and `_`, 64 at most: it becomes part of file names.
    name: str
    #: The program, absolute, and its arguments; no shell reads them.
    command: tuple[str, ...]
    #: The wall-clock time in `zone`, to the minute.
    at: time
    #: Days from `DAYS`.
    days: tuple[str, ...] = DAYS
    #: The time zone by its IANA name; empty for the zone of the machine.
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
        if not all(folder.is_absolute() for folder in self.folders):
            raise UsageError("a folder is not an absolute path", where=where)
        if any(map(_CONTROL.search, [*self.command, *map(str, self.folders)])):
            problem = "the command or a folder holds a line break or another control character"
            raise UsageError(problem, where=where, advice="rename what it names")
        if self.at.second or self.at.microsecond or self.at.tzinfo:
            problem = "no time of the day to the minute"
            raise UsageError(problem, where=where, advice="such as 07:00")
        if not self.days or not set(self.days) <= set(DAYS):
            problem = f"no days of the week: {visible(' '.join(self.days))!r}"
            raise UsageError(problem, where=where, advice=f"of {', '.join(DAYS)}")
        if self.zone:
            time_zone(self.zone)


@dataclass(frozen=True, slots=True)
class CommandResult:
    """How a system program (crontab, systemctl) ended; a failure is a value, not an error."""

    #: Whether it exited with 0.
    succeeded: bool
    #: What it wrote to standard error, or why it could not run; on one line, may be empty.
    message: str = ""
    #: Standard output; bytes that are not UTF-8 are kept as surrogates.
    output: str = ""


def checked_name(name: str) -> str:
    """Return `name` where it may become part of a file name.

    Raises:
        UsageError: it has other characters than letters, digits, `-` and `_`, or too many.
    """
    if not _NAME.fullmatch(name):
        advice = "use letters, digits, - and _, 64 at most, beginning with a letter or digit"
        raise UsageError(f"cannot be a name: {visible(name)!r}", where="schedule", advice=advice)
    return name


def time_zone(name: str) -> ZoneInfo:
    """Return the time zone with the IANA name `name`.

    Raises:
        UsageError: there is no such zone, or the machine has no time zones at all.
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


def period(now: datetime, zone: str, kind: PeriodKind) -> str:
    """Return the day (`2026-11-20`) or ISO 8601 week (`2026-W47`) of `now` in the zone `zone`.

    `now` has a time zone; the result may be part of a file name.

    Raises:
        UsageError: there is no such zone.
        ValueError: `now` has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("a moment without a time zone")
    local = now.astimezone(time_zone(zone))
    if kind == "day":
        return local.date().isoformat()
    year, week, _ = local.isocalendar()
    return f"{year:04}-W{week:02}"


@contextmanager
def locked(path: Path, holder: str) -> Iterator[None]:
    """Hold the lock file at `path` while the block runs, or fail at once.

    The operating system frees the lock when the process ends, killed or not.  The process id and
    `holder`, a text such as "since 07:00", are written beside it (`NAME.holder`) and quoted in the
    error that a second process gets.  The lock file itself stays.

    Raises:
        LockedError: another process, or another block of this one, holds the lock.
        UsageError: the folder cannot be written to.
    """
    import filelock

    notice = path.with_name(f"{path.name}.holder")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # A soft lock is a mere file and would stay when its holder is killed.
        lock = filelock.FileLock(path, fallback_to_soft=False)
        lock.acquire(blocking=False)
    except filelock.Timeout as error:
        problem = f"{_notice_text(notice) or 'another process'} is at it"
        raise LockedError(problem, where=str(path), advice="try again when it has ended") from error
    except OSError as error:
        problem = f"cannot be locked: {error.strerror or error}"
        raise UsageError(problem, where=str(path), advice="name another folder") from error
    try:
        with suppress(OSError):  # only the message of the second process needs it
            write_anew(notice, f"process {os.getpid()}, {holder}")
        yield
    finally:
        with suppress(OSError):
            notice.unlink()
        lock.release()


def _notice_text(notice: Path) -> str:
    if not notice.is_file():  # a pipe would keep us waiting
        return ""
    with suppress(OSError), notice.open(encoding="utf-8", errors="replace") as file:
        return visible(file.read(_LONGEST_NOTICE))
    return ""


def run_command(command: Sequence[str], stdin: str = "") -> CommandResult:
    """Run a system program with `stdin` as its input and return how it ended.

    It is ended after 30 seconds.  Nothing is raised: a program that is missing, hangs or cannot be
    started is a result that did not succeed.
    """
    program = visible(command[0])
    try:
        completed = subprocess.run(
            command,
            input=stdin.encode("utf-8", "surrogateescape"),
            capture_output=True,
            timeout=_LONGEST,
            check=False,
        )
    except FileNotFoundError:
        return CommandResult(False, f"there is no {program} on this machine")
    except subprocess.TimeoutExpired:
        return CommandResult(False, f"{program} did not answer within {_LONGEST} seconds")
    except OSError as error:
        return CommandResult(False, f"{program} cannot be run: {error.strerror or error}")
    # Bytes that are not UTF-8 come back as they were when they are written again.
    output = completed.stdout.decode("utf-8", "surrogateescape")
    message = visible(completed.stderr.decode("utf-8", "replace"))
    return CommandResult(completed.returncode == 0, message, output)
