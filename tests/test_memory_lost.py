"""The page and its memory stand and fall together; a memory that is lost is learned again."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from datetime import timedelta
from functools import partialmethod
from pathlib import Path
from typing import Any

import pytest
from test_running import BANK, DAY, FEED, FERRY, LINKED, PAGE, Place

from brief.deliver import files, undo
from brief.errors import BriefError, UsageError
from brief.memory.sqlite import Database
from brief.memory.state import State
from brief.memory.tables import Sending
from brief.pipeline import verify
from brief.run import writing

ONE = timedelta(days=1)
WEB = 'feed = "https://example.org/feed"'


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.settings += f"[[source]]\n{WEB}\n"
    place.web = {"https://example.org/feed": FEED, LINKED: PAGE}
    return place


def archive(place: Place) -> dict[str, bytes]:
    """Return the files of the archive, those of the latest page and the list among them."""
    paths = (place.folder / "briefings").iterdir()
    return {path.name: path.read_bytes() for path in paths if path.is_file()}


def overwritten(path: Path) -> None:
    path.write_bytes(b"no database" * 999)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6000])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def deleted(path: Path) -> None:
    path.unlink()


LOSSES = [overwritten, cut, emptied, deleted]


def run_again(place: Place, days: int) -> Any:
    """Run; where the run comes upon damage, run again, as cron does."""
    try:
        return place.run(DAY + days * ONE, machine="here")
    except BriefError as error:
        assert "the file is damaged" in str(error)
        return place.run(DAY + days * ONE, machine="here")


@pytest.mark.parametrize("lose", LOSSES)
@pytest.mark.parametrize("records", ["announced", "pages", "both"])
def test_a_lost_memory_is_learned_again(
    place: Place, lose: Callable[[Path], None], records: str
) -> None:
    """From what was announced or from the pages: only what is new is told, and nothing is sent."""
    place.run(machine="here")
    place.put("bank", BANK)
    place.run(DAY + ONE, machine="here")
    before = archive(place)
    if records == "pages":
        for path in (place.folder / "briefings" / ".claims").iterdir():
            path.unlink()
    elif records == "announced":
        for name in before:
            (place.folder / "briefings" / name).unlink()
    lose(place.folder / "state.db")
    assert run_again(place, 1).what == ("elsewhere" if records == "pages" else "done")
    assert len(place.sent) == 2
    place.put("tug", FERRY.replace("Ferry", "Tug").replace("ferry Heron", "tug Otter"))
    outcome = run_again(place, 2)
    assert (outcome.what, outcome.articles) == ("page", 1)
    assert [text.count("Otter") > 0 for _, text, _ in place.sent] == [False, False, True]
    if records != "announced":
        assert {name: archive(place)[name] for name in before if name.startswith("2")} == {
            name: content for name, content in before.items() if name.startswith("2")
        }


def test_a_quiet_day_is_learned_as_one(place: Place) -> None:
    """News that come after it still make the page of the day."""
    place.run(machine="here")
    assert place.run(DAY + ONE, machine="here").what == "quiet"
    place.forget()
    assert place.run(DAY + ONE, machine="here").what in ("quiet", "elsewhere")
    place.put("bank", BANK)
    assert place.run(DAY + 2 * ONE, machine="here").articles == 1


def test_a_quiet_page_that_was_delivered_is_not_sent_again(place: Place) -> None:
    """Its announcement says who has had it, too, where there is one for an article that is none."""
    place.run(machine="here")
    place.put("note", "Closed today.\n")
    assert place.run(DAY + ONE, machine="here").what == "quiet"
    assert (place.folder / "briefings" / ".claims" / "morning-2026-11-21.told").exists()
    assert len(place.sent) == 2
    place.forget()
    place.run(DAY + ONE, machine="here")
    assert len(place.sent) == 2


def test_what_was_not_delivered_is_still_to_be(place: Place) -> None:
    """The announcement says who has had the page, by a digest that names nobody."""
    place.refusing = True
    place.run(machine="here")
    place.forget()
    place.refusing = False
    assert place.run(machine="here").what == "done"
    assert len(place.sent) == 1
    place.forget()
    place.run(machine="here")
    assert len(place.sent) == 1
    told = (place.folder / "briefings" / ".claims" / "morning-2026-11-20.told").read_text("utf-8")
    assert "mail" not in told


def test_a_record_that_a_kill_has_prevented_is_made_up_for(place: Place) -> None:
    """The announcement comes after the memory; the next run makes it."""
    place.run(machine="here")
    claims = place.folder / "briefings" / ".claims"
    for path in claims.iterdir():
        path.unlink()
    assert place.run(machine="here").what == "done"
    place.forget()
    for name in archive(place):
        (place.folder / "briefings" / name).unlink()
    assert place.run(machine="here").what == "done"
    assert place.run(DAY + ONE, machine="here").what == "quiet"


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("statement", ["INSERT INTO articles", "INSERT OR REPLACE INTO pages"])
def test_a_page_whose_memory_cannot_be_written_does_not_stay(
    place: Place, monkeypatch: pytest.MonkeyPatch, statement: str, again: bool
) -> None:
    """The archive is as it was, and the next run tells what that page told."""
    place.run(machine="here")
    place.put("bank", BANK)
    if again:
        place.run(DAY + ONE, machine="here")
        place.put("tug", FERRY.replace("Ferry", "Tug").replace("ferry Heron", "tug Otter"))
    before = archive(place)
    refuse(monkeypatch, lambda text: text.startswith(statement))
    with pytest.raises(UsageError, match="no space left"):
        place.run(DAY + ONE, machine="here", force=again)
    monkeypatch.undo()
    assert archive(place) == before
    assert place.run(DAY + 2 * ONE, machine="here").articles == 1
    assert verify(place.folder / "briefings" / "latest.md").faults == ()


def refuse(monkeypatch: pytest.MonkeyPatch, which: Callable[[str], bool]) -> None:
    """Let the disk be full for some statements."""

    def full(database: Database, whole: Any, statement: str, *rest: Any) -> Any:
        if which(statement):
            raise UsageError("no space left on the disk", where="state.db")
        return whole(database, statement, *rest)

    for name in ("execute", "execute_many"):
        monkeypatch.setattr(Database, name, partialmethod(full, getattr(Database, name)))


@pytest.mark.parametrize("number", range(1, 13))
def test_a_page_that_cannot_be_written_is_not_remembered(
    place: Place, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Whichever of its files the disk has no more space for."""
    place.run(machine="here")
    place.put("bank", BANK)
    before = archive(place)
    left, whole = [number], files._replace

    def full(content: bytes, target: Path, mode: int | None, *, private: bool) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        whole(content, target, mode, private=private)

    monkeypatch.setattr(files, "_replace", full)
    with pytest.raises(UsageError, match="no space left"):
        place.run(DAY + ONE, machine="here")
    monkeypatch.setattr(files, "_replace", whole)
    with place.state() as state:
        page = state.page_of("morning", "2026-11-21")
    if page is None:
        assert not [name for name in archive(place) if name.startswith("2026-11-21")]
        place.run(DAY + 2 * ONE, machine="here")
        assert place.page("2026-11-22").count("Bank of Bren") > 0
        changed = {name for name in before if archive(place).get(name) != before[name]}
        assert {name.partition(".")[0] for name in changed} <= {"latest", "index", "feed"}
    else:
        assert place.page("2026-11-21").count("Bank of Bren") > 0
        assert place.run(DAY + 2 * ONE, machine="here").what == "quiet"


@pytest.mark.parametrize("begun", ["nothing", "some", "all"])
@pytest.mark.parametrize("days", [1, 2])
@pytest.mark.parametrize("lost", [False, True])
def test_what_a_kill_has_left_of_a_page_goes(
    place: Place, begun: str, days: int, lost: bool
) -> None:
    """What was there comes back; the next run tells all of it, also with a lost memory."""
    place.run(machine="here")
    place.put("bank", BANK)
    folder = place.folder / "briefings"
    before = archive(place)
    undo.save(folder, "2026-11-21", "here")
    with place.state() as state:
        state.mark_delivery("morning", "2026-11-21", writing.BEGUN, Sending.PENDING, now=DAY)
    for suffix in {"nothing": (), "some": ("md",), "all": ("md", "json", "txt")}[begun]:
        names = ("2026-11-21", "latest") if begun == "all" else ("2026-11-21",)
        for name in names:
            new = folder / f"{name}.new"
            new.write_bytes(before[f"latest.{suffix}"].replace(b"Heron", b"Ghost"))
            os.replace(new, folder / f"{name}.{suffix}")
    if lost:
        place.forget()
    assert place.run(DAY + days * ONE, machine="here").articles == 1
    after = archive(place)
    assert not any(b"Ghost" in content for content in after.values())
    made = {name[:10] for name in after if name.startswith("2")}
    assert made == {"2026-11-20", f"2026-11-{20 + days}"}
    assert not [name for name in after if name.startswith(".")]


def test_what_was_kept_can_be_put_back_again_and_again(tmp_path: Path) -> None:
    """A kill may cut off the putting back, too."""
    for name in ("2026-11-20.md", "latest.md"):
        (tmp_path / name).write_text("old\n", encoding="utf-8")
    undo.save(tmp_path, "2026-11-20", "here")
    for name in ("2026-11-20.md", "latest.md", "2026-11-20.json"):
        (tmp_path / name).unlink(missing_ok=True)
        (tmp_path / name).write_text("new\n", encoding="utf-8")
    for _ in range(3):
        undo.restore(tmp_path, "2026-11-20")
        names = {path.name: path.read_text("utf-8") for path in tmp_path.glob("[2l]*")}
        assert names == {"2026-11-20.md": "old\n", "latest.md": "old\n"}
    undo.discard(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2026-11-20.md", "latest.md"]


@pytest.mark.parametrize("name", ["2026-11-20.md", "2026-11-20.json", "latest.txt"])
@pytest.mark.parametrize("kind", ["folder", "pipe", "diary", "link"])
def test_what_is_in_the_way_stays_and_holds_up_one_day(place: Place, name: str, kind: str) -> None:
    """It is somebody's: the run says which and leaves no page; the next day has one."""
    path = place.folder / "briefings" / name
    path.parent.mkdir()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "diary":
        path.write_text("# My day\n", encoding="utf-8")
    else:
        (place.folder / "diary").write_text("# My day\n", encoding="utf-8")
        path.symlink_to(place.folder / "diary")
    with pytest.raises(UsageError, match=r"this is no (file|page of an archive)"):
        place.run(machine="here")
    assert [*archive(place)] == ([] if kind in ("folder", "pipe") else [name])
    if kind == "pipe":
        assert path.is_fifo()
    assert kind in ("folder", "pipe") or path.read_text(encoding="utf-8") == "# My day\n"
    assert path.is_symlink() == (kind == "link")
    if name != "latest.txt":
        assert place.run(DAY + ONE, machine="here").articles == 2


def test_the_page_of_another_machine_is_not_taken_away(place: Place) -> None:
    """It has made the page since this one was killed."""
    place.run(DAY - ONE, machine="here")
    memory = {path.name: path.read_bytes() for path in place.folder.glob("state.db*")}
    place.put("bank", BANK)
    place.forget()
    place.run(machine="there")
    before = archive(place)
    place.forget()
    for name, data in memory.items():
        (place.folder / name).write_bytes(data)
    with State.open(place.folder / "state.db", now=DAY) as state:
        state.mark_delivery("morning", "2026-11-20", writing.BEGUN, Sending.PENDING, now=DAY)
    assert place.run(machine="here").what == "elsewhere"
    assert archive(place) == before
    assert re.search("Bank of Bren", place.page("2026-11-20"))
