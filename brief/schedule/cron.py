"""A plan as lines of a crontab: a block of our own among the lines of others."""

from __future__ import annotations

import re
import shlex

from brief.errors import UsageError
from brief.schedule.plan import CommandResult, Plan, ask, checked_name
from brief.settings.run_options import DAYS

#: What the cron of Debian takes, in bytes; others take more.
_LONGEST_COMMAND = 998
#: What `crontab -l` says where there is no crontab: no failure, but an empty one.
_NONE_YET = re.compile("no crontab for", re.IGNORECASE)


def cron_block(plan: Plan, here: str) -> str:
    """Return the lines for `plan`, between two comments that tell whose they are.

    `here` is the zone of the machine, by whose clocks cron goes.  Where the plan has another one,
    the block sets CRON_TZ for itself, back to `here` after it, and says that not every cron knows
    it: cronie does, Debian's does not.

    Raises:
        UsageError: the command is longer than cron takes.
    """
    command = _escaped(shlex.join(plan.command))
    if len(command.encode("utf-8")) > _LONGEST_COMMAND:
        raise UsageError(
            f"the command is longer than cron takes ({_LONGEST_COMMAND} bytes)",
            where=f"schedule {plan.name}",
            advice="put it into a script, or use systemd",
        )
    jobs = [f"{each} {command}" for each in _times(plan)]
    if plan.zone and plan.zone != here:
        said = f"# Times of {plan.zone}: needs a cron that knows CRON_TZ (cronie; not Debian's)."
        jobs = [said, f"CRON_TZ={plan.zone}", *jobs, f"CRON_TZ={here}"]
    return "".join(f"{line}\n" for line in [_begin(plan.name), *jobs, _end(plan.name)])


def install_cron(block: str, current: str) -> str:
    """Return the crontab `current` with `block` (of `cron_block`) in it.

    It takes the place of the block of the same name; a new one comes first, where no setting of
    other lines (SHELL, CRON_TZ) reaches it.  All other lines stay as they are, byte for byte.

    Raises:
        UsageError: a block of that name has lost its end.
    """
    name = block.partition("\n")[0].removeprefix(_begin(""))
    before, after = _around(name, current)
    return before + block + after


def remove_cron(name: str, current: str) -> str:
    """Return the crontab `current` without the block of that name; all else stays as it is.

    Raises:
        UsageError: the block has lost its end, or the name is none.
    """
    return "".join(_around(checked_name(name), current))


def read_crontab(program: str = "crontab") -> CommandResult:
    """Return the user's crontab as `output`; an empty one where there is none yet."""
    told = ask([program, "-l"])
    return CommandResult(True) if not told.done and _NONE_YET.search(told.said) else told


def write_crontab(text: str, program: str = "crontab") -> CommandResult:
    """Make `text` the user's crontab; cron refuses what it cannot read, and says why."""
    return ask([program, "-"], text)


def _around(name: str, current: str) -> tuple[str, str]:
    """Split the crontab at the first block of that name, which is left out, as are its doubles."""
    begin, end = _begin(name), _end(name)
    kept: tuple[list[str], list[str]] = ([], [])
    found, inside = 0, False
    for line in re.findall("[^\n]*\n|[^\n]+", current):
        match line.rstrip("\r\n"):
            case mark if mark == (end if inside else begin):
                found, inside = 1, not inside
            case mark if mark in (begin, end):
                raise UsageError(
                    f"the block of {name} is not whole",
                    where="crontab",
                    advice=f"remove the lines {begin!r} and {end!r}, and what is between, by hand",
                )
            case _ if not inside:
                kept[found].append(line)
    if inside:
        raise UsageError(
            f"the block of {name} has no end",
            where="crontab",
            advice=f"remove the line {begin!r} and what belongs to it by hand",
        )
    before, after = map("".join, kept)
    return (before, after) if found else ("", current)


def _begin(name: str) -> str:
    return f"# brief:{name}"


def _end(name: str) -> str:
    return f"# brief:{name} end"


def _times(plan: Plan) -> list[str]:
    """Return the five fields; more than one line where the minutes differ."""
    days = sorted({DAYS.index(day) + 1 for day in plan.days})
    week = "*" if len(days) == len(DAYS) else ",".join(str(day % 7) for day in days)
    hours: dict[int, list[int]] = {}
    for one in sorted(set(plan.at)):
        hours.setdefault(one.minute, []).append(one.hour)
    return [f"{minute} {','.join(map(str, each))} * * {week}" for minute, each in hours.items()]


def _escaped(command: str) -> str:
    """Return the command as cron wants it: a percent sign would end it.

    Cron takes a backslash before the percent sign away, but not where that backslash comes right
    after another.  There, within single quotes since shlex put it there, the quotes are closed and
    opened again in between.
    """
    return command.replace("\\%", "\\''%").replace("%", "\\%")
