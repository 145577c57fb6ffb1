"""What launchd is told on macOS, as far as that can be seen without a Mac."""

from __future__ import annotations

import plistlib
from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.errors import UsageError
from brief.schedule.launchd import install_agent, launchd_agent, remove_agent
from brief.schedule.local_time import MachineClock
from brief.schedule.plan import Plan

HERE = MachineClock("Europe/Berlin", datetime(2026, 11, 20, 7, tzinfo=UTC))
LOGS = Path("/Users/me/Library/Logs")
_WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12)


def plan(**changes: Any) -> Plan:
    values: dict[str, Any] = {"name": "morning", "command": ("/opt/brief",), "at": time(7, 5)}
    return Plan(**values | changes)


def agent_of(**changes: Any) -> dict[str, Any]:
    agent: dict[str, Any] = plistlib.loads(launchd_agent(plan(**changes), HERE, LOGS).encode())
    return agent


def test_the_agent_for_launchd() -> None:
    """A property list with the command, the time, and where errors go."""
    assert agent_of(command=("/opt/my brief", "a&<b>", '"é"')) == {
        "Label": "page.brief.morning",
        "ProgramArguments": ["/opt/my brief", "a&<b>", '"é"'],
        "StartCalendarInterval": [{"Hour": 7, "Minute": 5}],
        "StandardErrorPath": "/Users/me/Library/Logs/page.brief.morning.log",
        "ProcessType": "Background",
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"days": ("sun", "mon", "sat")}, [(1, 7, 5), (6, 7, 5), (0, 7, 5)]),
        ({"zone": "Europe/Oslo", "days": ("wed",)}, [(3, 7, 5)]),
        # London's is an hour behind all year; over midnight the day is another.
        (
            {"zone": "Europe/London", "at": time(23, 30), "days": ("sun", "fri")},
            [(1, 0, 30), (6, 0, 30)],
        ),
    ],
)
def test_its_days_and_times_are_those_of_the_machine(
    changes: dict[str, Any], expected: list[tuple[int, int, int]]
) -> None:
    """An interval for each day, as launchd counts them, from Sunday."""
    intervals = agent_of(**changes)["StartCalendarInterval"]
    assert [(row["Weekday"], row["Hour"], row["Minute"]) for row in intervals] == expected


def test_a_zone_that_launchd_cannot_keep_is_refused() -> None:
    """It knows none but the machine's."""
    with pytest.raises(UsageError, match="launchd knows no zones; give"):
        agent_of(zone="Asia/Tokyo")


@given(st.lists(_WORDS, max_size=4))
def test_launchd_gives_back_the_command(words: list[str]) -> None:
    """To the character; what XML cannot write is refused."""
    command = ("/opt/brief", *words)
    if any(character in word for word in words for character in "\ufffe\uffff"):
        with pytest.raises(UsageError, match="cannot hold"):
            agent_of(command=command)
    else:
        assert agent_of(command=command)["ProgramArguments"] == list(command)


def launchctl(folder: Path, script: str = "") -> tuple[str, Path]:
    """Return a program in the place of launchctl, and the file where its calls stand."""
    path, log = folder / "launchctl", folder / "log"
    path.write_text(f'#!/bin/sh\necho "$@" >>{log}\n{script}\n')
    path.chmod(0o755)
    return str(path), log


def test_an_agent_is_installed_and_removed(tmp_path: Path) -> None:
    """It is loaded anew where it was there; what others have in the folder stays."""
    folder, (program, log) = tmp_path / "LaunchAgents", launchctl(tmp_path)
    for at in (time(7), time(8)):
        agent = launchd_agent(plan(at=at), HERE, LOGS)
        installed = install_agent("morning", agent, folder, 501, program)
    (folder / "other.plist").touch()
    path = folder / "page.brief.morning.plist"
    assert installed.result.succeeded and installed.files == (path,)
    with path.open("rb") as file:
        assert plistlib.load(file)["StartCalendarInterval"] == [{"Hour": 8, "Minute": 0}]
    removed = remove_agent("morning", folder, 501, program)
    assert removed.result.succeeded and removed.files == (path,)
    assert remove_agent("morning", folder, 501, program).files == ()
    assert [each.name for each in folder.iterdir()] == ["other.plist"]
    load, unload = f"bootstrap gui/501 {path}", "bootout gui/501/page.brief.morning"
    assert log.read_text().splitlines() == [load, unload, load, unload]


def test_what_launchctl_refuses_is_told(tmp_path: Path) -> None:
    """The file is written or removed all the same, and the answer is a value; so without it."""
    program, _ = launchctl(tmp_path, "echo 'Bootstrap failed: 5' >&2; exit 5")
    for refusing, message in ((program, "Bootstrap failed: 5"), ("/no/launchctl", "there is no")):
        installed = install_agent("morning", "<plist/>", tmp_path, 501, refusing)
        assert not installed.result.succeeded and message in installed.result.message
        assert installed.files[0].read_text() == "<plist/>"
        removed = remove_agent("morning", tmp_path, 501, refusing)
        assert not removed.result.succeeded and message in removed.result.message
        assert not installed.files[0].exists()


def test_a_link_in_the_place_of_an_agent_is_replaced(tmp_path: Path) -> None:
    """Nothing behind it is touched."""
    program, _ = launchctl(tmp_path)
    diary, path = tmp_path / "diary", tmp_path / "page.brief.morning.plist"
    diary.write_text("Mine.\n")
    path.symlink_to(diary)
    install_agent("morning", "<plist/>", tmp_path, 501, program)
    assert (diary.read_text(), path.is_symlink()) == ("Mine.\n", False)


@pytest.mark.parametrize(
    "act",
    [
        lambda folder: install_agent("morning", "<plist/>", folder, 501, "true"),
        lambda folder: install_agent("../other", "<plist/>", folder.parent, 501, "true"),
        lambda folder: remove_agent("../other", folder, 501, "true"),
    ],
)
def test_agents_go_nowhere_else(tmp_path: Path, act: Callable[[Path], object]) -> None:
    """A file where the folder should be, a name that is a path: both are refused."""
    (tmp_path / "file").touch()
    with pytest.raises(UsageError):
        act(tmp_path / "file")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
