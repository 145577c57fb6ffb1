"""A plan as a block of crontab lines, and its place among the other lines of a crontab."""

from __future__ import annotations

import re
import shlex

from brief.errors import UsageError
from brief.schedule.local_time import MachineClock, local_plan, moved, same_time
from brief.schedule.plan import CommandResult, Plan, checked_name, run_command
from brief.settings.run_values import DAYS

#: The longest command that Debian's cron takes, in bytes; others take more.
_LONGEST_COMMAND = 998
#: Why cron takes no zone of a plan.
NO_ZONES = "no cron but cronie knows zones"
#: Minute, hour, day of the month, month, days of the week.
_FIELDS = 5
#: What `crontab -l` says where the user has no crontab: that counts as an empty one.
_NO_CRONTAB = re.compile("no crontab for", re.IGNORECASE)


def cron_block(plan: Plan, clock: MachineClock, *, knows_zones: bool = False) -> str:
    """Return the crontab lines for `plan`, between two comments with its name.

    Cron goes by the clock of the machine.  Where the plan has another zone, the times stand there
    as that clock shows them; a cron that `knows_zones` gets CRON_TZ for the block, and the zone of
    the machine back at its end.

    Raises:
        UsageError: the command is longer than cron takes; cron knows no zones, and the plan is not
            always due at the same time of the machine, or its zone has no name.
    """
    command = _escaped(shlex.join(plan.command))
    if len(command.encode("utf-8")) > _LONGEST_COMMAND:
        raise UsageError(
            f"the command is longer than cron takes ({_LONGEST_COMMAND} bytes)",
            where=f"schedule {plan.name}",
            advice="put it into a script, or use systemd",
        )
    before, fields, after = _when(plan, clock, knows_zones)
    lines = [_begin(plan.name), *before, f"{fields} {command}", *after, _end(plan.name)]
    return "".join(f"{line}\n" for line in lines)


def times_in(crontab: str, name: str) -> tuple[str, ...]:
    """Return the lines of the block of that name without its comments and command: its times.

    Empty where there is no such block.
    """
    block = re.search(f"^{_begin(name)}\n(.*?)^{_end(name)}$", crontab, re.MULTILINE | re.DOTALL)
    lines = block[1].splitlines() if block else []
    return tuple(" ".join(line.split(" ")[:_FIELDS]) for line in lines if line[:1] != "#")


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


def knows_zones(program: str = "crontab") -> bool:
    """Return whether the cron of this machine knows CRON_TZ: cronie does, others do not.

    The crontab of cronie prints its name and version; that of others takes no `-V`.
    """
    result = run_command([program, "-V"])
    return result.succeeded and is_cronie(f"{result.output} {result.message}")


def is_cronie(version: str) -> bool:
    """Return whether the version that a crontab printed is cronie's: "cronie 1.7.2"."""
    return re.match(r"\s*cronie\b", version, re.IGNORECASE) is not None


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


def _when(plan: Plan, clock: MachineClock, zones: bool) -> tuple[list[str], str, list[str]]:
    """Return the lines before that of the command, its fields of time, and the lines after it."""
    if same_time(plan, clock):
        return [], _time_fields(plan), []
    if zones:
        return [f"CRON_TZ={plan.zone}"], _time_fields(plan), [f"CRON_TZ={clock.zone}"]
    local = local_plan(plan, clock, NO_ZONES, "use systemd, which knows zones, or ")
    return [f"# {moved(plan, clock)}"], _time_fields(local), []


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
