"""When a briefing runs: periods, the lock, and what cron and systemd are told."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.errors import LockedError, UsageError
from brief.schedule import plan as planning
from brief.schedule.cron import (
    cron_block,
    install_cron,
    knows_zones,
    read_crontab,
    remove_cron,
    times_in,
    write_crontab,
)
from brief.schedule.local_time import MachineClock
from brief.schedule.plan import PeriodKind, Plan, locked, period, run_command
from brief.schedule.systemd import install_units, remove_units, systemd_units

ROOT = Path(__file__).parents[1]
#: Machines by their zones, in a year of which the rules are known.
HERE = MachineClock("UTC", datetime(2026, 11, 20, 7, tzinfo=UTC))
BERLIN = MachineClock("Europe/Berlin", HERE.now)
HOLDER = """
import sys
from pathlib import Path
from brief.schedule.plan import locked

with locked(Path(sys.argv[1]), "since 2026-11-20 07:00\\x1b[2J"):
    sys.stdout.write("held\\n")
    sys.stdout.flush()
    sys.stdin.read()
"""


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


PERIODS: list[tuple[str, str, PeriodKind, str]] = [
    ("2026-11-20T07:00", "Europe/Berlin", "day", "2026-11-20"),
    ("2026-11-20T23:30", "Europe/Berlin", "day", "2026-11-21"),
    ("2026-11-20T03:00", "America/New_York", "day", "2026-11-19"),
    # Days of 23 and of 25 hours.
    ("2026-03-28T23:00", "Europe/Berlin", "day", "2026-03-29"),
    ("2026-03-29T21:59", "Europe/Berlin", "day", "2026-03-29"),
    ("2026-10-24T22:00", "Europe/Berlin", "day", "2026-10-25"),
    ("2026-10-25T22:59", "Europe/Berlin", "day", "2026-10-25"),
    # Weeks as ISO 8601 counts them.
    ("2026-11-20T07:00", "UTC", "week", "2026-W47"),
    ("2027-01-01T00:00", "UTC", "week", "2026-W53"),
    ("2024-12-30T00:00", "UTC", "week", "2025-W01"),
]


@pytest.mark.parametrize(("moment", "zone", "kind", "expected"), PERIODS)
def test_a_moment_lies_in_its_period(
    moment: str, zone: str, kind: PeriodKind, expected: str
) -> None:
    """By the clocks of the zone, on the days they change, too."""
    assert period(utc(moment), zone, kind) == expected
    other = utc(moment).astimezone(planning.time_zone("Pacific/Auckland"))
    assert period(other, zone, kind) == expected


@pytest.mark.parametrize(
    "zone", ["", "Europe", "Europe/Nowhere", "../../etc/passwd", "/etc", "a\0"]
)
def test_a_zone_that_nobody_knows_is_refused(zone: str) -> None:
    """Whatever it is, it is no path."""
    with pytest.raises(UsageError, match="no such time zone"):
        period(utc("2026-11-20T07:00"), zone, "day")


def test_a_machine_without_zones_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another name would not help there."""
    monkeypatch.setattr(planning, "available_timezones", set)
    with pytest.raises(UsageError, match="install the package tzdata"):
        period(utc("2026-11-20T07:00"), "Europe/Nowhere", "day")


def test_a_moment_without_a_zone_is_refused() -> None:
    """It lies in no period."""
    with pytest.raises(ValueError, match="time zone"):
        period(datetime(2026, 11, 20), "UTC", "day")


def test_one_run_at_a_time(tmp_path: Path) -> None:
    """The second is told who holds the lock; when that one is killed, nothing is left of it."""
    path = tmp_path / "locks" / "news.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LockedError) as caught, locked(path, "too late"):
            pytest.fail("both hold it")
        holder.kill()
    assert holder.returncode == -signal.SIGKILL
    assert caught.value.exit_code == 5
    assert f"process {holder.pid}, since 2026-11-20 07:00" in str(caught.value)
    assert "\x1b" not in str(caught.value)
    with locked(path, "in time"):
        assert path.with_name("news.lock.holder").read_text() == f"process {os.getpid()}, in time"


def test_a_lock_is_free_when_its_block_ends(tmp_path: Path) -> None:
    """However it ends; within, the same process does not get it twice."""
    path = tmp_path / "news.lock"
    with pytest.raises(ZeroDivisionError), locked(path, "first"):
        with pytest.raises(LockedError, match="first"), locked(path, "second"):
            pytest.fail("both hold it")
        _ = 1 / 0
    with locked(path, "third"), locked(tmp_path / "other.lock", "other"):
        path.with_name("news.lock.holder").unlink()
        with pytest.raises(LockedError, match="another process is at it"), locked(path, "fourth"):
            pytest.fail("both hold it")
    assert not list(tmp_path.glob("*.holder"))


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """There is a file where a folder should be, a folder where a file should be."""
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "news.lock", tmp_path):
        with pytest.raises(UsageError, match="name another folder"), locked(path, "nobody"):
            pytest.fail("it is held")


def plan(**changes: Any) -> Plan:
    given: dict[str, Any] = {
        "name": "morning",
        "command": ("/usr/bin/brief", "run", "morning"),
        "at": time(7),
    }
    return Plan(**given | changes)


REFUSED: list[dict[str, Any]] = [
    {"name": ""},
    {"name": "../x"},
    {"name": "a b"},
    {"name": "a\n* * * * * evil"},
    {"name": "-x"},
    {"name": "x" * 65},
    {"command": ()},
    {"command": ("brief",)},
    {"command": ("/usr/bin/brief", "a\n* * * * * evil")},
    {"command": ("/usr/bin/brief", "a\rb")},
    {"command": ("/usr/bin/brief", "a\0b")},
    {"command": ("/usr/bin/brief", "\ud800")},
    {"at": time(7, 0, 1)},
    {"at": time(7, tzinfo=UTC)},
    {"days": ()},
    {"days": ("monday",)},
    {"zone": "Europe/Nowhere"},
    {"zone": "UTC\n* * * * * evil"},
    {"folders": (Path("relative"),)},
    {"folders": (Path("/a\nExecStart=/evil"),)},
]


@pytest.mark.parametrize("changes", REFUSED, ids=repr)
def test_a_plan_that_could_not_run_is_refused(changes: dict[str, Any]) -> None:
    """Before anything is written, and with a word on what is wrong."""
    with pytest.raises(UsageError):
        plan(**changes)


_TOKYO: dict[str, Any] = {"zone": "Asia/Tokyo", "days": ("mon", "sat", "sun")}
BLOCKS: list[tuple[dict[str, Any], bool, list[str]]] = [
    ({}, False, ["0 7 * * * /usr/bin/brief run morning"]),
    ({"zone": "Europe/Berlin"}, False, ["0 7 * * * /usr/bin/brief run morning"]),
    # All year as in Berlin, whatever the cron.
    ({"zone": "Europe/Oslo"}, False, ["0 7 * * * /usr/bin/brief run morning"]),
    ({"zone": "Europe/Oslo"}, True, ["0 7 * * * /usr/bin/brief run morning"]),
    (
        {"at": time(19, 5), "days": ("sun", "mon", "fri")},
        False,
        ["5 19 * * 1,5,0 /usr/bin/brief run morning"],
    ),
    (
        {"command": ("/opt/my brief", "+%F", "it's")},
        False,
        ["0 7 * * * '/opt/my brief' +\\%F 'it'\"'\"'s'"],
    ),
    (
        {"zone": "Europe/London", "at": time(0, 30), "days": ("mon", "sun")},
        False,
        [
            "# 00:30 in Europe/London is 01:30 in Europe/Berlin",
            "30 1 * * 1,0 /usr/bin/brief run morning",
        ],
    ),
    (
        _TOKYO,
        True,
        [
            "CRON_TZ=Asia/Tokyo",
            "0 7 * * 1,6,0 /usr/bin/brief run morning",
            "CRON_TZ=Europe/Berlin",
        ],
    ),
]


@pytest.mark.parametrize(("changes", "zones", "lines"), BLOCKS)
def test_the_lines_for_cron(changes: dict[str, Any], zones: bool, lines: list[str]) -> None:
    """Between two comments; another zone is set where cron knows it, else the time is that here."""
    block = cron_block(plan(**changes), BERLIN, knows_zones=zones)
    assert block.splitlines() == ["# brief:morning", *lines, "# brief:morning end"]
    assert block.endswith("\n")


def test_a_time_that_moves_with_the_year_is_refused() -> None:
    """Cron would be wrong half the year; the error says why, and what to do."""
    with pytest.raises(UsageError) as caught:
        cron_block(plan(**_TOKYO), BERLIN)
    assert str(caught.value) == (
        "schedule morning: 07:00 in Asia/Tokyo is 23:00 of the day before or 00:00 in"
        " Europe/Berlin, by the time of year, and no cron but cronie knows zones; use systemd,"
        ' which knows zones, or give brief.toml the zone of this machine, zone = "Europe/Berlin"'
    )


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("echo 'cronie 1.7.2'", True),
        ("echo 'cronie 1.5.7' >&2", True),
        ("echo 'crontab: invalid option -- V' >&2; exit 1", False),
        ("echo 'no cronie here'", False),
        ("echo 'cronie 1.7.2'; exit 1", False),
        ("", False),
    ],
)
def test_the_cron_that_knows_zones_is_known(tmp_path: Path, script: str, expected: bool) -> None:
    """By what its crontab says of itself; one that says nothing, or is not there, knows none."""
    assert knows_zones(program(tmp_path / "crontab", script)) is expected
    assert not knows_zones(str(tmp_path / "missing"))


def test_the_times_of_a_block_are_read_back() -> None:
    """Those of the block of that name alone, whatever its command and its comments."""
    blocks = [
        cron_block(plan(name=name, **changes), BERLIN, knows_zones=zones)
        for name, changes, zones in (
            ("plain", {"command": ("/bin/a b", "c d")}, False),
            ("moved", {"zone": "Europe/London"}, False),
            ("cronie", _TOKYO, True),
        )
    ]
    crontab = "MAILTO=me\n" + "0 1 * * * x\n".join(blocks)
    assert times_in(crontab, "plain") == ("0 7 * * *",)
    assert times_in(crontab, "moved") == ("0 8 * * *",)
    zoned = ("CRON_TZ=Asia/Tokyo", "0 7 * * 1,6,0", "CRON_TZ=Europe/Berlin")
    assert times_in(crontab, "cronie") == zoned
    assert times_in(crontab, "other") == times_in("", "plain") == ()


def read_by_cron(line: str) -> str:
    """Return what cron gives to the shell, as its do_command.c has it; it ends at a bare `%`."""
    given, escaped = "", False
    for one in line.split(" ", 5)[5]:
        if escaped and one == "%":
            given = given[:-1] + one
        elif one == "%" and not escaped:
            return given
        else:
            given += one
        escaped = one == "\\" and not escaped
    return given


_WORDS = st.text(
    st.sampled_from("%\\'\"$`;&|# *") | st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]),
    max_size=12,
)


@given(st.lists(_WORDS, max_size=4))
def test_cron_and_the_shell_give_back_the_command(words: list[str]) -> None:
    """To the character, whatever is in it."""
    command = ("/usr/bin/brief", *words)
    line = cron_block(plan(command=command), HERE).split("\n")[1]
    assert shlex.split(read_by_cron(line)) == list(command)


def test_a_command_too_long_for_cron_is_refused() -> None:
    """Cron would not take it, or cut it."""
    with pytest.raises(UsageError, match="longer than cron takes"):
        cron_block(plan(command=("/usr/bin/brief", "é" * 500)), HERE)


_LINES = st.sampled_from(
    [
        "# brief:other\n",
        "# brief:other end\n",
        "MAILTO=me\n",
        "\n",
        "0 1 * * * x\n",
        "\r\n",
        "é\r\n",
    ]
)
_CRONTABS = st.builds(
    lambda lines, last: "".join(lines) + last, st.lists(_LINES), st.text("ab #\t")
)


@given(_CRONTABS)
def test_what_is_installed_can_be_removed(current: str) -> None:
    """Then all is as it was, to the byte; twice is once; other lines never change."""
    block = cron_block(plan(), HERE)
    installed = install_cron(block, current)
    assert installed == block + current
    assert install_cron(block, installed) == installed
    assert remove_cron("morning", installed) == current
    assert remove_cron("morning", current) == current
    assert remove_cron("morn", installed) == installed


@given(_CRONTABS.map(lambda text: text and f"{text}\n"), _CRONTABS)
def test_a_block_is_replaced_where_it_stands(before: str, after: str) -> None:
    """Also where somebody has moved it, and its double goes."""
    old = cron_block(plan(), HERE)
    new = cron_block(plan(at=time(9, 5)), HERE)
    assert install_cron(new, before + old + after) == before + new + after
    assert install_cron(new, before + old + old + after) == before + new + after
    assert remove_cron("morning", before + old + after) == before + after


@pytest.mark.parametrize(
    "current",
    [
        "# brief:morning\n0 7 * * * x\n",
        "# brief:morning end\n",
        "# brief:morning\n# brief:morning\n# brief:morning end\n",
    ],
)
def test_a_block_that_is_not_whole_is_left_alone(current: str) -> None:
    """Nobody knows which lines are somebody's own."""
    with pytest.raises(UsageError, match="by hand"):
        remove_cron("morning", current)
    with pytest.raises(UsageError, match="by hand"):
        install_cron(cron_block(plan(), HERE), current)


def program(path: Path, script: str) -> str:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_a_crontab_is_read_and_written_as_bytes(tmp_path: Path) -> None:
    """What is not UTF-8 in the lines of others stays what it is."""
    table = tmp_path / "table"
    crontab = program(
        tmp_path / "crontab", f'if [ "$1" = -l ]; then cat {table}; else cat >{table}; fi'
    )
    table.write_bytes(b"# caf\xe9\n")
    block = cron_block(plan(), HERE)
    result = read_crontab(crontab)
    assert result.succeeded
    assert write_crontab(install_cron(block, result.output), crontab).succeeded
    assert table.read_bytes() == block.encode() + b"# caf\xe9\n"


def test_what_crontab_says_is_told(tmp_path: Path) -> None:
    """No crontab yet is an empty one; a failure is a value, without terminal codes."""
    none = program(tmp_path / "none", "echo 'no crontab for me' >&2; exit 1")
    result = read_crontab(none)
    assert (result.succeeded, result.output) == (True, "")
    refused = program(tmp_path / "refused", "printf 'not \\033[2Jallowed\\n' >&2; exit 1")
    for result in (read_crontab(refused), write_crontab("", refused)):
        assert not result.succeeded
        assert result.message == "not ␛[2Jallowed"
    result = read_crontab(str(tmp_path / "missing"))
    assert not result.succeeded and "there is no" in result.message


def test_a_program_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ended and told of."""
    monkeypatch.setattr(planning, "_LONGEST", 0.05)
    result = run_command(["sleep", "5"])
    assert not result.succeeded and "did not answer" in result.message


@pytest.mark.skipif(not shutil.which("crontab"), reason="crontab is not on this machine")
def test_the_real_crontab_takes_our_lines() -> None:
    """It reads back what was written; the user's own crontab is put back."""
    before = read_crontab()
    if not before.succeeded:
        pytest.skip(f"crontab may not be used: {before.message}")
    block = cron_block(plan(name="test-of-brief", command=("/bin/true", "+%F")), HERE)
    installed = install_cron(block, before.output)
    try:
        written = write_crontab(installed)
        assert written.succeeded, written.message
        assert read_crontab().output == installed
    finally:
        if before.output:
            write_crontab(before.output)
        else:
            run_command(["crontab", "-r"])
    assert read_crontab().output == before.output


def test_the_units_for_systemd() -> None:
    """The time in the zone of the plan; the folders it may write to, and no others."""
    (service, text), (timer, times) = systemd_units(
        plan(
            command=("/opt/my brief", "100%", "$HOME", 'a"b\\c'),
            at=time(19, 30),
            days=("fri", "mon"),
            zone="Europe/Berlin",
            folders=(Path("/home/me/my 100% news"), Path("/var/tmp/x")),
        )
    )
    assert (service, timer) == ("brief-morning.service", "brief-morning.timer")
    lines = text.splitlines()
    assert r'ExecStart=":/opt/my brief" "100%%" "$HOME" "a\"b\\c"' in lines
    assert [one for one in lines if one.startswith("ReadWritePaths")] == [
        'ReadWritePaths="/home/me/my 100%% news"',
        'ReadWritePaths="/var/tmp/x"',
    ]
    assert {"Type=oneshot", "NoNewPrivileges=true", "ProtectSystem=strict"} <= set(lines)
    assert [one for one in times.splitlines() if one.startswith(("OnCal", "Pers"))] == [
        "OnCalendar=Mon,Fri *-*-* 19:30:00 Europe/Berlin",
        "Persistent=true",
    ]
    assert "OnCalendar=*-*-* 07:00:00\n" in systemd_units(plan())[1][1]


@given(st.lists(_WORDS, max_size=4))
def test_systemd_gives_back_the_command(words: list[str]) -> None:
    """Within double quotes a backslash hides quotes and itself, and `%%` is a percent sign."""
    command = ["/usr/bin/brief", *words]
    text = systemd_units(plan(command=tuple(command)))[0][1]
    line = next(one for one in text.split("\n") if one.startswith("ExecStart="))
    read = shlex.split(line.removeprefix("ExecStart="))
    assert not re.search("(?<!%)(%%)*%(?!%)", line)
    assert [word.replace("%%", "%") for word in read] == [":/usr/bin/brief", *words]


@pytest.mark.parametrize("folder", ['/a"b', "/a'b", "/a\\b"])
def test_a_folder_that_systemd_cannot_take_is_refused(folder: str) -> None:
    """Its setting has no way to write it."""
    with pytest.raises(UsageError, match="quote or a backslash"):
        systemd_units(plan(folders=(Path(folder),)))


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"command": ("/bin/true", "100%", "$HOME ${X}", "a;b", ";", "'\"\\", "é – “", "", "#")},
        {"at": time(23, 59), "days": ("sat", "sun"), "zone": "America/New_York"},
        {"folders": (Path("/tmp/my 100% news"), Path("/tmp/é"))},
    ],
    ids=repr,
)
def test_systemd_understands_the_units(tmp_path: Path, changes: dict[str, Any]) -> None:
    """Its own check finds nothing to say about them."""
    units = systemd_units(plan(**{"command": ("/bin/true",)} | changes))
    for name, text in units:
        (tmp_path / name).write_text(text)
    paths = [str(tmp_path / name) for name, _ in units]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", *paths],
        env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    said = [one for one in done.stderr.splitlines() if "brief-" in one]
    assert (done.returncode, said) == (0, [])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
def test_systemd_counts_the_times_in_their_zone() -> None:
    """By its own reckoning, on a machine in another zone, over the begin of summer time."""
    units = systemd_units(plan(at=time(19, 30), days=("mon", "fri"), zone="Europe/Berlin"))
    (calendar,) = re.findall("^OnCalendar=(.*)$", units[1][1], re.MULTILINE)
    done = subprocess.run(
        ["systemd-analyze", "calendar", "--base-time=2027-03-25", "--iterations=3", calendar],
        env=os.environ | {"TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )
    moments = re.findall(r"\(in UTC\): \w+ (\S+ \S+) UTC", done.stdout)
    assert moments == ["2027-03-26 18:30:00", "2027-03-29 17:30:00", "2027-04-02 17:30:00"]


def test_units_are_installed_and_removed(tmp_path: Path) -> None:
    """The files first, then systemd is told; what others have in the folder stays."""
    log, folder = tmp_path / "log", tmp_path / "user"
    systemctl = program(tmp_path / "systemctl", f'echo "$@" >>{log}')
    for _ in range(2):
        installed = install_units(systemd_units(plan()), folder, systemctl)
    assert installed.result.succeeded
    (folder / "other.timer").touch()
    assert {each.name for each in folder.iterdir()} - {"other.timer"} == {
        each.name for each in installed.files
    }
    assert [each.read_text() for each in installed.files] == [
        text for _, text in systemd_units(plan())
    ]
    removed = remove_units("morning", folder, systemctl)
    assert removed.result.succeeded and set(removed.files) == set(installed.files)
    assert remove_units("morning", folder, systemctl).files == ()
    assert [each.name for each in folder.iterdir()] == ["other.timer"]
    install = ["--user daemon-reload", "--user enable --now brief-morning.timer"]
    assert log.read_text().splitlines() == [
        *install * 2,
        "--user disable --now brief-morning.timer",
        "--user daemon-reload",
    ]


@pytest.mark.parametrize("step", ["daemon-reload", "enable", "disable"])
def test_what_systemd_refuses_is_told(tmp_path: Path, step: str) -> None:
    """The files are written or removed all the same, and the answer is a value."""
    refusing = f'[ "$2" != {step} ] || {{ echo "no bus" >&2; exit 1; }}'
    systemctl = program(tmp_path / "systemctl", refusing)
    installed = install_units(systemd_units(plan()), tmp_path, systemctl)
    assert all(each.is_file() for each in installed.files)
    removed = remove_units("morning", tmp_path, systemctl)
    assert not any(each.exists() for each in installed.files)
    answers = {installed.result.message, removed.result.message}
    assert "no bus" in answers
    assert installed.result.succeeded is (step == "disable")
    assert removed.result.succeeded is (step == "enable")


@pytest.mark.parametrize(
    "act",
    [
        lambda folder: install_units(systemd_units(plan()), folder, "true"),
        lambda folder: remove_units("../other", folder, "true"),
    ],
)
def test_units_go_nowhere_else(tmp_path: Path, act: Callable[[Path], object]) -> None:
    """A file where the folder should be, a name that is a path: both are refused."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError):
        act(tmp_path / "file")
