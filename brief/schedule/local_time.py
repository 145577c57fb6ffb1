"""The time of a plan by the clock of the machine, for what knows no other: most crons, launchd."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from brief.errors import UsageError
from brief.language.visible import visible
from brief.schedule.plan import Plan, time_zone
from brief.settings.run_values import DAYS

#: Days ahead for which two zones are compared: ten years, in which rules of every kind come round.
_AHEAD = 3653
#: How a day is named from the one of the plan, by their distance.
_DISTANCES = {
    -2: " two days before",
    -1: " of the day before",
    0: "",
    1: " of the day after",
    2: " two days after",
}


@dataclass(frozen=True, slots=True)
class MachineClock:
    """What the machine goes by."""

    #: Its time zone by the IANA name.
    zone: str
    #: The current moment, with a time zone; zones are compared from it on.
    now: datetime


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A time of the day by the clock of the machine."""

    at: time
    #: Days from the day in the zone of the plan to that on the machine, -2 to 2.
    shift: int

    def __str__(self) -> str:
        return f"{self.at:%H:%M}{_DISTANCES[self.shift]}"


def local_times(plan: Plan, clock: MachineClock) -> tuple[LocalTime, ...]:
    """Return all times on the machine at which `plan` is due in the coming ten years, sorted.

    There is one where both zones keep their distance whenever the plan is due, and more where they
    do not, as one has summer time and the other has not, or changes on another day.  A time that a
    change of the clocks leaves out is not counted.

    Raises:
        UsageError: the zone of the machine has no name.
    """
    if plan.zone in ("", clock.zone):
        return (LocalTime(plan.at, 0),)
    zone, here = time_zone(plan.zone), _zone_of(clock)
    locals_ = set()
    for due in _due(plan, zone, clock.now):
        local = due.astimezone(here)
        at = local.time().replace(fold=0)
        locals_.add(LocalTime(at, (local.date() - due.date()).days))
    return tuple(sorted(locals_, key=lambda local: (local.shift, local.at)))


def same_time(plan: Plan, clock: MachineClock) -> bool:
    """Return whether a plan is due, whenever it is, at the same time and day on the machine."""
    return local_times(plan, clock) == (LocalTime(plan.at, 0),)


def local_plan(plan: Plan, clock: MachineClock, reason: str, advice: str = "") -> Plan:
    """Return `plan` with time and days by the clock of the machine.

    `reason` says why it has to be so ("launchd knows no zones"), `advice` what else can be done
    than to name the zone of the machine; both are for the error.

    Raises:
        UsageError: the plan is due at several times of it, or the zone of the machine has no name.
    """
    locals_ = local_times(plan, clock)
    if len(locals_) > 1:
        raise UsageError(
            f"{moved(plan, clock)}, by the time of year, and {reason}",
            where=f"schedule {plan.name}",
            advice=f'{advice}give brief.toml the zone of this machine, zone = "{clock.zone}"',
        )
    (local,) = locals_
    days = {DAYS[(DAYS.index(day) + local.shift) % len(DAYS)] for day in plan.days}
    ordered = tuple(day for day in DAYS if day in days)
    return replace(plan, at=local.at, days=ordered, zone="")


def moved(plan: Plan, clock: MachineClock) -> str:
    """Return in words when a plan is due on the machine.

    Such as "07:00 in Asia/Tokyo is 22:00 of the day before in UTC".
    """
    locals_ = " or ".join(map(str, local_times(plan, clock)))
    return f"{plan.at:%H:%M} in {plan.zone} is {locals_} in {clock.zone}"


def _due(plan: Plan, zone: ZoneInfo, now: datetime) -> Iterator[datetime]:
    """Yield the moments in `zone` at which `plan` is due, without times that do not exist."""
    first = now.astimezone(zone).date()
    for days in range(_AHEAD):
        day = first + timedelta(days)
        due = datetime.combine(day, plan.at, zone)
        exists = due.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        if DAYS[day.weekday()] in plan.days and exists == due.replace(tzinfo=None):
            yield due


def _zone_of(clock: MachineClock) -> ZoneInfo:
    try:
        return time_zone(clock.zone)
    except UsageError as error:
        problem = f"this machine has no time zone with a name: {visible(clock.zone)!r}"
        advice = "set TZ, or /etc/localtime, to one such as Europe/Berlin"
        raise UsageError(problem, where="time zone", advice=advice) from error
