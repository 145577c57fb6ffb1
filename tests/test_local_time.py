"""The time of a plan by the clock of the machine: the same moments, the page of the right day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from brief.errors import UsageError
from brief.schedule.cron import cron_block, times_in
from brief.schedule.local_time import LocalTime, MachineClock, local_plan, local_times, moved
from brief.schedule.plan import Plan, period
from brief.settings.run_values import DAYS

NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)
WEEKDAYS, SUNDAY = DAYS[:5], ("sun",)


def plan(zone: str, at: str, days: tuple[str, ...] = DAYS) -> Plan:
    return Plan(
        name="morning",
        command=("/usr/bin/brief", "run"),
        at=time.fromisoformat(at),
        days=days,
        zone=zone,
    )


#: A plan, the zone of the machine, and the time and days there.
CONSTANT: list[tuple[Plan, str, str, str]] = [
    (plan("Asia/Tokyo", "07:00"), "UTC", "22:00", " ".join(DAYS)),
    (plan("Asia/Tokyo", "07:00", WEEKDAYS), "UTC", "22:00", "mon tue wed thu sun"),
    (plan("Asia/Tokyo", "09:00", WEEKDAYS), "UTC", "00:00", "mon tue wed thu fri"),
    (plan("America/Phoenix", "19:30", SUNDAY), "Asia/Kolkata", "08:00", "mon"),
    (plan("Asia/Kathmandu", "05:00", SUNDAY), "UTC", "23:15", "sat"),
    (plan("Pacific/Kiritimati", "00:30", ("mon",)), "Pacific/Pago_Pago", "23:30", "sat"),
    (plan("Pacific/Pago_Pago", "23:30", ("sat",)), "Pacific/Kiritimati", "00:30", "mon"),
    # Summer time in both, from the same moment on; at times that it leaves out or has twice, too.
    (plan("Europe/Berlin", "00:30", WEEKDAYS), "Europe/London", "23:30", "mon tue wed thu sun"),
    (plan("Europe/Berlin", "02:30"), "Europe/London", "01:30", " ".join(DAYS)),
    (plan("Europe/Berlin", "02:30"), "Europe/Oslo", "02:30", " ".join(DAYS)),
    # At the same time of the night, and not at the same moment: but none of the plan's is between.
    (plan("America/New_York", "07:00", WEEKDAYS), "America/Chicago", "06:00", " ".join(WEEKDAYS)),
    (plan("America/New_York", "03:30", WEEKDAYS), "America/Chicago", "02:30", " ".join(WEEKDAYS)),
]


@pytest.mark.parametrize(("there", "zone", "at", "days"), CONSTANT)
def test_a_constant_distance_moves_time_and_days(
    there: Plan, zone: str, at: str, days: str
) -> None:
    """Also over midnight, by a day or two."""
    here = local_plan(there, MachineClock(zone, NOW), "no zones")
    assert (f"{here.at:%H:%M}", " ".join(here.days), here.zone) == (at, days, "")
    assert (here.name, here.command) == (there.name, there.command)


def started_by_cron(fields: str, zone: str, year: int) -> Iterator[datetime]:
    """Yield the moments of a year at which cron on a machine in `zone` starts an entry."""
    minute, hour, _, _, week = fields.split(" ")
    for days in range(366):
        day = date(year, 1, 1) + timedelta(days)
        if week == "*" or str(day.isoweekday() % 7) in week.split(","):
            yield datetime.combine(day, time(int(hour), int(minute)), ZoneInfo(zone))


@pytest.mark.parametrize(("there", "zone"), [case[:2] for case in CONSTANT])
def test_cron_makes_the_page_of_the_right_day(there: Plan, zone: str) -> None:
    """Each start of a year is at the time of the plan, on one of its days, whose page is made."""
    (fields,) = times_in(cron_block(there, MachineClock(zone, NOW)), there.name)
    starts = list(started_by_cron(fields, zone, 2027))
    assert len(starts) >= 52 * len(there.days)
    for start in starts:
        local = start.astimezone(ZoneInfo(there.zone))
        # On the day that has no such time, the run is an hour off, as cron does it.
        assert local.time() == there.at or (local.month, local.hour) == (3, 3)
        assert DAYS[local.weekday()] in there.days
        assert period(start, there.zone, "day") == local.date().isoformat()


@pytest.mark.parametrize(
    ("there", "zone", "expected"),
    [
        (plan("Europe/London", "07:00"), "UTC", "06:00 or 07:00"),
        (plan("UTC", "23:30"), "Europe/London", "23:30 or 00:30 of the day after"),
        (plan("Europe/Berlin", "07:00"), "America/New_York", "01:00 or 02:00"),
        (plan("Africa/Casablanca", "07:00"), "UTC", "06:00 or 07:00"),
        (plan("America/New_York", "03:30", SUNDAY), "America/Chicago", "01:30 or 02:30"),
        (plan("Australia/Lord_Howe", "07:00"), "UTC", "20:00 of the day before or 20:30 of"),
    ],
)
def test_a_distance_that_changes_is_refused(there: Plan, zone: str, expected: str) -> None:
    """With the times that it would have to be, why, and what to do."""
    clock = MachineClock(zone, NOW)
    assert len(local_times(there, clock)) > 1
    with pytest.raises(UsageError) as caught:
        local_plan(there, clock, "it knows no zones", "use another, or ")
    message = str(caught.value)
    assert f"{there.at:%H:%M} in {there.zone} is {expected}" in message
    assert message.endswith(
        ", by the time of year, and it knows no zones; use another, or give brief.toml the zone of"
        f' this machine, zone = "{zone}"'
    )


def test_the_coming_years_count_and_not_those_before() -> None:
    """A zone that has given up summer time keeps its distance from then on."""
    moscow = plan("Europe/Moscow", "07:00")
    assert len(local_times(moscow, MachineClock("UTC", NOW.replace(year=2009)))) == 2
    assert local_times(moscow, MachineClock("UTC", NOW)) == (LocalTime(time(4), 0),)


def test_a_plan_by_the_clock_of_the_machine_stays_as_it_is() -> None:
    """Without a zone, or with that of the machine, even where nobody knows it by name."""
    nameless = MachineClock("CET-1CEST", NOW)
    assert local_plan(plan("", "07:00"), nameless, "no zones").at == time(7)
    assert moved(plan("Asia/Tokyo", "07:00"), MachineClock("Asia/Tokyo", NOW)) == (
        "07:00 in Asia/Tokyo is 07:00 in Asia/Tokyo"
    )


@pytest.mark.parametrize("zone", ["CET-1CEST,M3.5.0,M10.5.0/3", "UTC\n* * * * * evil", "../x"])
@pytest.mark.parametrize("zones", [False, True])
def test_a_machine_whose_zone_has_no_name_is_refused(zone: str, zones: bool) -> None:
    """Nothing can be counted from it, and it never becomes a line of the crontab."""
    with pytest.raises(UsageError) as caught:
        cron_block(plan("Asia/Tokyo", "07:00"), MachineClock(zone, NOW), knows_zones=zones)
    message = str(caught.value)
    assert "no time zone with a name" in message and "set TZ" in message and "\n" not in message
