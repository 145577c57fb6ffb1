"""What `brief check` says of what starts a briefing, and `brief schedule` of its entries."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest

from brief.cli import environment, main, schedule_commands
from brief.run.due import Starters, due
from brief.schedule.cron import cron_block
from brief.schedule.local_time import MachineClock
from brief.schedule.plan import Plan

UTC_CLOCK = MachineClock("UTC", datetime(2026, 11, 20, 7, tzinfo=UTC))
#: A server with Debian's cron and systemd, and nothing installed yet.
SERVER = Starters(
    clock=UTC_CLOCK, crontab="", knows_zones=False, systemd=True, timer=False, launchd=False
)
LONDON = "07:00 in Europe/London is 06:00 or 07:00 in UTC, by the time of year"


def plan(zone: str) -> Plan:
    return Plan(name="morning", command=("/opt/brief", "run"), at=time(7), zone=zone)


def crontab(zone: str, *, knows_zones: bool = False) -> str:
    return cron_block(plan(zone), UTC_CLOCK, knows_zones=knows_zones)


FINDINGS: list[tuple[dict[str, Any], str, str, str]] = [
    ({}, "UTC", "schedule: cron here goes by UTC, 07:00 is the same there", ""),
    (
        {},
        "Asia/Tokyo",
        "schedule: cron here knows no zones; 07:00 in Asia/Tokyo is 22:00 of the day before in UTC",
        "",
    ),
    ({"knows_zones": True}, "Asia/Tokyo", "schedule: cron here knows zones, Asia/Tokyo too", ""),
    # Systemd can, where cron cannot; without it that is a problem, and where cron has it already.
    (
        {},
        "Europe/London",
        f"schedule: for systemd, not for cron: {LONDON}, and no cron but cronie knows zones",
        "",
    ),
    ({"systemd": False}, "Europe/London", "schedule", f"{LONDON}, and no cron but cronie"),
    ({"crontab": crontab("UTC")}, "Europe/London", "schedule", LONDON),
    # What is in the crontab may be of another time: written before the settings changed, or for
    # a cron that knew zones.
    (
        {"crontab": crontab("Asia/Tokyo")},
        "Asia/Tokyo",
        "schedule: cron here knows no zones; 07:00 in Asia/Tokyo is 22:00 of the day before in UTC",
        "",
    ),
    ({"crontab": crontab("UTC")}, "Asia/Tokyo", "schedule", "at another time"),
    ({"crontab": crontab("UTC"), "timer": True}, "Asia/Tokyo", "schedule", "at another time"),
    (
        {"crontab": crontab("Asia/Tokyo", knows_zones=True)},
        "Asia/Tokyo",
        "schedule",
        "the crontab has it at another time",
    ),
    ({"timer": True}, "Europe/London", "schedule: systemd starts it at 07:00 in Europe/London", ""),
    (
        {"crontab": None},
        "Europe/London",
        "schedule: systemd can start it at 07:00 in Europe/London",
        "",
    ),
    ({"crontab": None, "systemd": False}, "UTC", "schedule: no cron, no systemd here", ""),
    (
        {"launchd": True},
        "Asia/Tokyo",
        "schedule: launchd knows no zones; 07:00 in Asia/Tokyo is 22:00 of the day before in UTC",
        "",
    ),
    ({"launchd": True}, "Europe/London", "schedule", f"{LONDON}, and launchd knows no zones"),
    ({"launchd": True}, "UTC", "schedule: launchd goes by UTC, 07:00 is the same there", ""),
]


@pytest.mark.parametrize(("changes", "zone", "what", "problem"), FINDINGS)
def test_the_check_says_when_it_starts(
    changes: dict[str, Any], zone: str, what: str, problem: str
) -> None:
    """By the clock that starts it; where that goes wrong, why, and what to do."""
    finding = due(plan(zone), replace(SERVER, **changes))
    assert finding.what == what
    assert problem in finding.problem and bool(problem) == bool(finding.problem)
    assert bool(finding.advice) == bool(problem)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home with a brief.toml, on a machine in UTC whose crontab is Debian's and empty."""
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    programs = tmp_path / "bin"
    programs.mkdir()
    debian = f'case "$1" in -l) cat {tmp_path}/table;; -) cat >{tmp_path}/table;; *) exit 1; esac'
    program(programs / "crontab", debian)
    (tmp_path / "table").touch()
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    article = "Ferry sinks\n\nThe ferry Heron sank off Osk on Thursday, Governor Ines Holt said.\n"
    (tmp_path / "news" / "ferry.txt").write_text(article)
    yield tmp_path


def program(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def settings(home: Path, zone: str) -> None:
    (home / "brief.toml").write_text(f'zone = "{zone}"\n[[source]]\nfolder = "news"\n')


def test_another_zone_is_moved_into_the_crontab(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it is printed, it is put there; the check names both times; `--remove` empties it."""
    settings(home, "Asia/Tokyo")
    assert main(["schedule"]) == 0
    out = capsys.readouterr().out
    assert "\n0 22 * * * " in out and "OnCalendar=*-*-* 07:00:00 Asia/Tokyo" in out
    assert main(["schedule", "--install", "cron"]) == 0
    table = (home / "table").read_text()
    assert table in out and "CRON_TZ" not in table
    assert main(["check"]) == 0
    assert "07:00 in Asia/Tokyo is 22:00 of the day before in UTC: well" in capsys.readouterr().out
    assert main(["schedule", "--remove"]) == 0
    assert (home / "table").read_text() == ""


def test_a_zone_that_cron_cannot_keep_is_not_put_there(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What can be had is printed, with a word on what cannot; an entry is refused."""
    settings(home, "Europe/London")
    assert main(["schedule"]) == 0
    out = capsys.readouterr().out
    assert f"# cron: not here; schedule morning: {LONDON}" in out
    assert "OnCalendar=*-*-* 07:00:00 Europe/London" in out
    for words in (["--install", "cron"], ["--print", "cron"]):
        assert main(["schedule", *words]) == 2
        assert LONDON in capsys.readouterr().err
    assert (home / "table").read_text() == ""


def test_a_cron_that_knows_zones_gets_them(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As cronie does."""
    settings(home, "Europe/London")
    program(home / "bin" / "crontab", "echo 'cronie 1.7.2'")
    assert main(["schedule", "--print", "cron"]) == 0
    out = capsys.readouterr().out
    assert "\nCRON_TZ=Europe/London\n0 7 * * * " in out and "\nCRON_TZ=UTC\n" in out
    assert "systemd" not in out
    assert main(["check"]) == 0
    assert "schedule: cron here knows zones, Europe/London too: well" in capsys.readouterr().out


def test_an_agent_is_printed_and_put_there(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On any machine, where it is asked for; what is printed is what is written."""
    settings(home, "Asia/Tokyo")
    program(home / "bin" / "launchctl", f'echo "$@" >>{home}/calls')
    assert main(["schedule", "--print", "launchd"]) == 0
    out = capsys.readouterr().out
    assert main(["schedule", "--install", "launchd"]) == 0
    path = home / "Library" / "LaunchAgents" / "page.brief.morning.plist"
    assert path.read_text() in out and f"# {path}\n" in out and "not been tried on a Mac" in out
    agent = plistlib.loads(path.read_bytes())
    assert agent["StartCalendarInterval"] == [{"Hour": 22, "Minute": 0}]
    assert agent["ProgramArguments"][-2:] == ["--config", f"{home}/brief.toml"]
    assert Path(agent["StandardErrorPath"]).parent.is_dir()
    assert main(["schedule", "--remove"]) == 0
    assert not path.exists()
    calls = [line.split()[0] for line in (home / "calls").read_text().splitlines()]
    assert calls == ["bootstrap", "bootout"]


def test_on_a_mac_launchd_comes_first(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And systemd, which no Mac has, is left out."""
    settings(home, "UTC")
    monkeypatch.setattr(schedule_commands, "_has_launchd", lambda: True)
    assert main(["schedule"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# launchd: ") and "# crontab\n" in out and "systemd" not in out
    assert main(["check"]) == 0
    assert "schedule: launchd goes by UTC" in capsys.readouterr().out


def test_a_choice_that_is_none_is_refused(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With those that there are."""
    settings(home, "UTC")
    for flag in ("--print", "--install"):
        assert main(["schedule", flag, "upstart"]) == 2
        assert "cron, systemd or launchd" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        (":Asia/Tokyo", "Asia/Tokyo"),
        (":/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
        ("CET-1CEST", "CET-1CEST"),
    ],
)
def test_the_zone_of_the_machine_may_be_a_path(
    monkeypatch: pytest.MonkeyPatch, stated: str, expected: str
) -> None:
    """As tzset(3) takes it."""
    if stated.startswith(":/") and not Path(stated[1:]).exists():
        pytest.skip("the machine has no such file")
    monkeypatch.setenv("TZ", stated)
    assert environment.machine_zone() == expected


def test_the_zone_of_the_machine_is_that_of_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The link that is usual, else the name beside a mere copy, else UTC."""
    monkeypatch.delenv("TZ", raising=False)
    assert environment.machine_zone(tmp_path) == "UTC"
    (tmp_path / "localtime").write_bytes(b"TZif2")
    assert environment.machine_zone(tmp_path) == "UTC"
    (tmp_path / "timezone").write_bytes(b"\xff")
    assert environment.machine_zone(tmp_path) == "UTC"
    (tmp_path / "timezone").write_text("Europe/Berlin\n")
    assert environment.machine_zone(tmp_path) == "Europe/Berlin"
    zone = tmp_path / "zoneinfo" / "Asia" / "Tokyo"
    zone.parent.mkdir(parents=True)
    zone.touch()
    (tmp_path / "localtime").unlink()
    (tmp_path / "localtime").symlink_to(zone)
    assert environment.machine_zone(tmp_path) == "Asia/Tokyo"
