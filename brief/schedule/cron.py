"""A plan as a block of crontab lines, and its place among the other lines of a crontab."""

from __future__ import annotations

import re
import shlex

from brief.errors import UsageError
from brief.schedule.plan import CommandResult, Plan, checked_name, run_command
from brief.settings.run_values import DAYS

#: The longest command that Debian's cron takes, in bytes; others take more.
_LONGEST_COMMAND = 998
#: What `crontab -l` says where the user has no crontab: that counts as an empty one.
_NO_CRONTAB = re.compile("no crontab for", re.IGNORECASE)


def cron_block(plan: Plan, here: str) -> str:
    """Return the crontab lines for `plan`, between two comments with its name.

    `here` is the time zone of the machine, which cron goes by.  Where the plan has another one, the
    block sets CRON_TZ, sets it back to `here` at its end, and warns that not every cron knows
    CRON_TZ: cronie does, Debian's does not.

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
    lines = [f"{_time_fields(plan)} {command}"]
    if plan.zone and plan.zone != here:
        note = f"# Times of {plan.zone}: needs a cron that knows CRON_TZ (cronie; not Debian's)."
        lines = [note, f"CRON_TZ={plan.zone}", *lines, f"CRON_TZ={here}"]
    return "".join(f"{line}\n" for line in [_begin(plan.name), *lines, _end(plan.name)])


def install_cron(block: str, current: str) -> str:
    """Return the crontab `current` with `block`, made by `cron_block`, in it.

    The block replaces one of the same name.  A new one comes first, where settings in other lines
    (SHELL, CRON_TZ) do not apply to it.  All other lines stay as they are, byte for byte.

    Raises:
        UsageError: a block of the same name has lost its first or last line.
    """
    name = block.partition("\n")[0].removeprefix(_begin(""))
    before, after = _around(name, current)
    return before + block + after


def remove_cron(name: str, current: str) -> str:
    """Return the crontab `current` without the block of that name; other lines stay as they are.

    Raises:
        UsageError: the block has lost its first or last line, or the name cannot be one.
    """
    return "".join(_around(checked_name(name), current))


def read_crontab(program: str = "crontab") -> CommandResult:
    """Return the user's crontab as `output`, empty where there is none yet."""
    result = run_command([program, "-l"])
    if not result.succeeded and _NO_CRONTAB.search(result.message):
        return CommandResult(True)
    return result


def write_crontab(text: str, program: str = "crontab") -> CommandResult:
    """Make `text` the user's crontab; `message` says why where cron refuses it."""
    return run_command([program, "-"], text)


def _around(name: str, current: str) -> tuple[str, str]:
    """Return the crontab before and after the first block of that name, without any such block.

    Without a block all lines come after: that is where a new one goes.
    """
    begin, end = _begin(name), _end(name)
    before: list[str] = []
    after: list[str] = []
    rest, inside = before, False
    for line in re.findall("[^\n]*\n|[^\n]+", current):
        match line.rstrip("\r\n"):
            case mark if mark == (end if inside else begin):
                rest, inside = after, not inside
            case mark if mark in (begin, end):
                raise UsageError(
                    f"the block of {name} is not whole",
                    where="crontab",
                    advice=f"remove the lines {begin!r} and {end!r}, and what is between, by hand",
                )
            case _ if not inside:
                rest.append(line)
    if inside:
        raise UsageError(
            f"the block of {name} has no end",
            where="crontab",
            advice=f"remove the line {begin!r} and what belongs to it by hand",
        )
    return ("".join(before), "".join(after)) if rest is after else ("", current)


def _begin(name: str) -> str:
    return f"# brief:{name}"


def _end(name: str) -> str:
    return f"# brief:{name} end"


def _time_fields(plan: Plan) -> str:
    """Return minute, hour, day of the month, month and days of the week as crontab(5) has them."""
    days = sorted({DAYS.index(day) + 1 for day in plan.days})
    week = "*" if len(days) == len(DAYS) else ",".join(str(day % 7) for day in days)
    return f"{plan.at.minute} {plan.at.hour} * * {week}"


def _escaped(command: str) -> str:
    """Return the command with its percent signs escaped; a bare one would end it.

    Cron removes a backslash before a percent sign, but not where that backslash follows another
    one.  There, always within the single quotes of shlex, the quotes are closed and opened again
    in between.
    """
    return command.replace("\\%", "\\''%").replace("%", "\\%")
