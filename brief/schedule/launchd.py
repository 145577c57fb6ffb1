"""A plan as an agent of launchd, which starts what is due on macOS; untried on a Mac."""

from __future__ import annotations

import os
import plistlib
import re
from pathlib import Path
from typing import Any

from brief.errors import UsageError
from brief.schedule.entry_files import Installed, remove_files, write_files
from brief.schedule.local_time import MachineClock, local_plan
from brief.schedule.plan import CommandResult, Plan, checked_name, run_command
from brief.settings.run_values import DAYS

#: Why launchd takes no zone of a plan.
NO_ZONES = "launchd knows no zones"
#: What XML 1.0 cannot write, besides the control characters that no `Plan` has.
_NO_XML = re.compile("[\ufffe\uffff]")


def launchd_agent(plan: Plan, clock: MachineClock, logs: Path) -> str:
    """Return the property list of the agent for `plan`, as XML.

    launchd goes by the clock of the machine.  Where the plan has another zone, the times are those
    that this clock shows.  What a run says goes wrong is written into the folder `logs`.  If the
    machine was asleep when a run was due, it follows when it wakes; not if it was off.

    Raises:
        UsageError: the plan is not always due at the same time of the machine, or its zone has no
            name; the command holds a character that XML cannot write.
    """
    if any(map(_NO_XML.search, plan.command)):
        problem = "the command holds a character that a property list cannot hold"
        raise UsageError(problem, where=f"schedule {plan.name}", advice="rename what it names")
    local = local_plan(plan, clock, NO_ZONES)
    agent = {
        "Label": label(plan.name),
        "ProgramArguments": list(plan.command),
        "StartCalendarInterval": _intervals(local),
        "StandardErrorPath": str(logs / f"{label(plan.name)}.log"),
        "ProcessType": "Background",
    }
    return plistlib.dumps(agent, sort_keys=False).decode("utf-8")


def label(name: str) -> str:
    """Return the name under which launchd knows a briefing: `page.brief.NAME`."""
    return f"page.brief.{checked_name(name)}"


def agent_file(name: str, folder: Path) -> Path:
    """Return the file of the agent in `folder`, which is `~/Library/LaunchAgents`."""
    return folder / f"{label(name)}.plist"


def install_agent(
    name: str, agent: str, folder: Path, user: int, launchctl: str = "launchctl"
) -> Installed:
    """Write the agent into `folder` and have launchd load it for `user`, a numeric id.

    Raises:
        UsageError: the folder cannot be written to.
    """
    path = agent_file(name, folder)
    loaded = os.path.lexists(path)
    files = write_files([(path.name, agent)], folder)
    if loaded:  # launchd loads no agent twice; whether it had this one does not matter
        run_command([launchctl, "bootout", f"gui/{user}/{label(name)}"])
    return Installed(files, run_command([launchctl, "bootstrap", f"gui/{user}", str(path)]))


def remove_agent(name: str, folder: Path, user: int, launchctl: str = "launchctl") -> Installed:
    """Have launchd stop the agent of that name and remove its file, where there is one.

    Raises:
        UsageError: the folder cannot be written to, or the name cannot be one.
    """
    path = agent_file(name, folder)
    if not os.path.lexists(path):
        return Installed((), CommandResult(True))
    stopped = run_command([launchctl, "bootout", f"gui/{user}/{label(name)}"])
    remove_files([path], folder)
    return Installed((path,), stopped)


def _intervals(plan: Plan) -> list[dict[str, Any]]:
    """Return when the plan runs, as launchd.plist(5) has it: Sunday is 0."""
    time = {"Hour": plan.at.hour, "Minute": plan.at.minute}
    if len(set(plan.days)) == len(DAYS):
        return [time]
    return [{"Weekday": (DAYS.index(day) + 1) % 7, **time} for day in DAYS if day in plan.days]
