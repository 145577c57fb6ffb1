"""Machines that share a folder: a claim holds while it is worth something, and no longer."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from test_running import BANK, DAY, Place

from brief.errors import UsageError
from brief.run import sharing
from brief.run.sharing import Holder, claimed

HOUR = timedelta(hours=1)
KEY = ("morning", "2026-11-20")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def claim_of(place: Place) -> Path:
    return place.folder / "briefings" / ".claims" / "morning-2026-11-20"


def left_by(machine: str, since: datetime = DAY, state: str = "begun") -> str:
    return f"{machine} {since.isoformat()} {state}\n"


@pytest.mark.parametrize("hours", [0, 1, 3, -1, -3])
def test_a_claim_that_is_young_holds(tmp_path: Path, hours: int) -> None:
    """Clocks of machines differ, so that it may be of the future."""
    assert claimed(tmp_path, *KEY, "here", now=DAY) == Holder()
    assert claimed(tmp_path, *KEY, "here", now=DAY) == Holder()
    other = claimed(tmp_path, *KEY, "there", now=DAY + hours * HOUR)
    assert other == Holder("here", "2026-11-20: the machine here has it, 2026-11-20 07:00")


@pytest.mark.parametrize("hours", [4, 12, 24 * 400, -4, -24 * 400])
def test_a_claim_expires(tmp_path: Path, hours: int) -> None:
    """Whoever comes next takes it over and says so; the first finds it taken."""
    later = DAY + hours * HOUR
    claimed(tmp_path, *KEY, "here", now=DAY)
    taken = claimed(tmp_path, *KEY, "there", now=later)
    assert taken.machine == ""
    assert re.search("the claim of the machine here, 2026-11-20 07:00, has expired", taken.note)
    assert claimed(tmp_path, *KEY, "here", now=later).machine == "there"
    assert [path.name for path in (tmp_path / ".claims").iterdir()] == ["morning-2026-11-20"]


def test_a_claim_that_is_made_again_holds_as_long_again(tmp_path: Path) -> None:
    """The machine that was killed comes back within its time."""
    claimed(tmp_path, *KEY, "here", now=DAY)
    claimed(tmp_path, *KEY, "here", now=DAY + 3 * HOUR)
    assert claimed(tmp_path, *KEY, "there", now=DAY + 5 * HOUR).machine == "here"


def test_the_claim_of_a_page_that_was_made_stays(tmp_path: Path) -> None:
    """It is no claim any more but a fact; who has not made the page cannot say so."""
    claimed(tmp_path, *KEY, "here", now=DAY)
    sharing.ended(tmp_path, *KEY, "there", DAY)
    (tmp_path / "2026-11-20.md").touch()
    sharing.ended(tmp_path, *KEY, "here", DAY)
    assert claimed(tmp_path, *KEY, "there", now=DAY + 90 * HOUR).machine == "here"
    sharing.released(tmp_path, *KEY, "there")
    sharing.released(tmp_path, *KEY, "here")
    assert claimed(tmp_path, *KEY, "there", now=DAY + 90 * HOUR) == Holder()


@pytest.mark.parametrize("years", [-400, 0, 10])
def test_a_claim_that_has_ended_without_a_page_expires(place: Place, years: int) -> None:
    """Whoever writes it for every day to come holds up none; the run names it."""
    claim_of(place).parent.mkdir(parents=True)
    since = DAY.replace(year=DAY.year + years)
    claim_of(place).write_text(left_by("there", since, "ended"), encoding="utf-8")
    outcome = place.run(DAY + 4 * HOUR, machine="here")
    assert outcome.what == "page"
    assert "the claim of the machine there" in outcome.notes[0]
    assert outcome.notes[0].endswith(", tells of no page")


@pytest.mark.parametrize("name", ["morning-2026-11-19.told", "morning-2026-11-20.told"])
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_beside_the_claims_holds_up_no_run(
    place: Place, name: str, make: Callable[[Path], None]
) -> None:
    """A pipe that nobody writes to is not waited for, and what is announced takes its place."""
    claims = claim_of(place).parent
    claims.mkdir(parents=True)
    make(claims / name)
    outcome = place.run(machine="here")
    assert outcome.what == "page"
    assert outcome.notes[0].startswith(f"{claims / name}: is damaged")
    assert (claims / "morning-2026-11-20.told").is_file()


def folder_in_the_way(path: Path) -> None:
    path.mkdir()
    (path / "notes.txt").write_text("mine\n", encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_text("", encoding="utf-8"),
        lambda path: path.write_text("there", encoding="utf-8"),
        lambda path: path.write_text(left_by("there")[:-9], encoding="utf-8"),
        lambda path: path.write_text("there 2026-11-20T07:00:00 begun\n", encoding="utf-8"),
        lambda path: path.write_text("there yesterday-morning ended\n", encoding="utf-8"),
        lambda path: path.write_text(left_by("there") * 2, encoding="utf-8"),
        lambda path: path.write_text("# Shopping\n\n- milk\n", encoding="utf-8"),
        lambda path: path.write_bytes(b"\xff\xfe\x00" * 90_000),
        folder_in_the_way,
        os.mkfifo,
        lambda path: path.symlink_to(path.parent),
    ],
)
def test_what_is_no_claim_is_named_and_not_obeyed(
    place: Place, damage: Callable[[Path], object]
) -> None:
    """The page is made, the run says what lay there, and another machine finds a claim."""
    claim_of(place).parent.mkdir(parents=True)
    damage(claim_of(place))
    outcome = place.run(machine="here")
    assert outcome.what == "page"
    assert outcome.notes == (f"{claim_of(place)}: is no claim of a machine; it is put aside",)
    assert claim_of(place).read_text(encoding="utf-8") == left_by("here", state="ended")
    assert not list(claim_of(place).parent.rglob("*.here"))


def test_a_folder_that_was_in_the_way_keeps_what_is_in_it(place: Place) -> None:
    """It is somebody's, and only renamed."""
    claim_of(place).parent.mkdir(parents=True)
    folder_in_the_way(claim_of(place))
    place.run(machine="here")
    assert [path.name for path in claim_of(place).parent.rglob("notes.txt")] == ["notes.txt"]


def test_a_machine_that_died_holds_up_one_morning_for_some_hours(place: Place) -> None:
    """Fetching may take its time besides; then the page is made, once."""
    claim_of(place).parent.mkdir(parents=True)
    claim_of(place).write_text(left_by("there"), encoding="utf-8")
    assert place.run(DAY + 3 * HOUR, machine="here").what == "elsewhere"
    assert place.told[-1] == "2026-11-20: the machine there has it, 2026-11-20 07:00"
    place.settings = f'{place.settings}[fetch]\ndeadline = "2h"\n'
    assert place.run(DAY + 5 * HOUR, machine="here").what == "elsewhere"
    outcome = place.run(DAY + 6 * HOUR, machine="here")
    assert outcome.what == "page"
    assert "the claim of the machine there, 2026-11-20 07:00, has expired" in outcome.notes[0]
    assert place.run(DAY + 7 * HOUR, machine="here").what == "done"


def test_who_fails_gives_way_and_who_has_no_news_has_the_day(place: Place) -> None:
    """A quiet page is a page: another machine does not make it again, however late."""
    place.run(machine="here")
    place.forget()
    place.settings = place.settings.replace("news", "none")
    with pytest.raises(UsageError):
        place.run(DAY + 24 * HOUR, machine="here")
    (place.folder / "none").mkdir()
    assert place.run(DAY + 24 * HOUR, machine="here").what == "quiet"
    place.forget()
    assert place.run(DAY + 36 * HOUR, machine="there").what == "elsewhere"


def test_a_damaged_announcement_is_named_once(place: Place) -> None:
    """It cannot be learned from; the page it is of can."""
    place.run(machine="there")
    place.forget()
    announced = claim_of(place).with_name("morning-2026-11-20.told")
    announced.write_bytes(announced.read_bytes()[:40])
    place.put("bank", BANK)
    outcome = place.run(DAY + 24 * HOUR, machine="here")
    assert (outcome.what, outcome.articles) == ("page", 1)
    assert outcome.notes == (
        f"{announced}: is damaged; what is not remembered of it may be told again",
    )
    assert place.run(DAY + 48 * HOUR, machine="here").notes == ()
