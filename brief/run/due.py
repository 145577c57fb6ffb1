"""Whether what starts a briefing on this machine starts it at its time."""

from __future__ import annotations

from dataclasses import dataclass

from brief.errors import UsageError
from brief.run.readiness import Finding
from brief.schedule.cron import cron_block, times_in
from brief.schedule.launchd import NO_ZONES
from brief.schedule.local_time import MachineClock, local_plan, moved, same_time
from brief.schedule.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Starters:
    """What can start a briefing on a machine."""

    clock: MachineClock
    #: The user's crontab, empty without one; None where there is no cron, or not for this user.
    crontab: str | None
    #: Whether that cron knows zones.
    knows_zones: bool
    #: Whether systemd is here, and whether it has a timer for the briefing.
    systemd: bool
    timer: bool
    #: Whether launchd is, as on macOS.
    launchd: bool


def due(plan: Plan, starters: Starters) -> Finding:
    """Return what starts `plan`, and when by the clock of the machine, where it goes by that.

    Where nothing has the briefing yet, that is what can start it here.
    """
    in_cron = times_in(starters.crontab or "", plan.name)
    at = f"{plan.at:%H:%M}{f' in {plan.zone}' if plan.zone else ''}"
    if in_cron:
        return _by_cron(plan, starters, in_cron)
    if starters.timer:
        return Finding(f"schedule: systemd starts it at {at}")
    if starters.launchd:
        return _by_launchd(plan, starters.clock)
    if starters.crontab is None:
        ways = f"systemd can start it at {at}" if starters.systemd else "no cron, no systemd here"
        return Finding(f"schedule: {ways}")
    finding = _by_cron(plan, starters, in_cron)
    if finding.problem and starters.systemd:
        return Finding(f"schedule: for systemd, not for cron: {finding.problem}")
    return finding


def _by_cron(plan: Plan, starters: Starters, in_cron: tuple[str, ...]) -> Finding:
    """Return whether cron starts a plan at its time; `in_cron` are the times in the crontab."""
    try:
        block = cron_block(plan, starters.clock, knows_zones=starters.knows_zones)
    except UsageError as error:
        return Finding("schedule", error.problem, error.advice)
    if in_cron not in ((), times_in(block, plan.name)):
        advice = "brief schedule --install cron corrects it"
        return Finding("schedule", "the crontab has it at another time", advice)
    if starters.knows_zones:
        return Finding(f"schedule: cron here knows zones, {plan.zone or starters.clock.zone} too")
    return Finding(f"schedule: {_by_the_clock(plan, starters.clock, 'cron here')}")


def _by_launchd(plan: Plan, clock: MachineClock) -> Finding:
    try:
        local_plan(plan, clock, NO_ZONES)
    except UsageError as error:
        return Finding("schedule", error.problem, error.advice)
    return Finding(f"schedule: {_by_the_clock(plan, clock, 'launchd')}")


def _by_the_clock(plan: Plan, clock: MachineClock, starter: str) -> str:
    if same_time(plan, clock):
        return f"{starter} goes by {clock.zone}, {plan.at:%H:%M} is the same there"
    return f"{starter} knows no zones; {moved(plan, clock)}"
