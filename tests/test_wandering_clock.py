"""A clock that is wrong removes nothing, hides nothing, and is told of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_running import BANK, DAY, FERRY, Place

from brief.cli import main
from brief.memory.tables import Article, Novelty
from brief.run.pruning import measured_from

YEAR, ONE = timedelta(days=370), timedelta(days=1)
KEEP = timedelta(days=30)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def days(place: Place) -> list[str]:
    """Return the days that have a page in the archive."""
    return sorted(path.stem for path in (place.folder / "briefings").glob("2*.md"))


def latest(place: Place) -> str:
    """Return the day of the page that is called the latest."""
    folder = place.folder / "briefings"
    text = (folder / "latest.md").read_text(encoding="utf-8")
    return next(day for day in days(place) if (folder / f"{day}.md").read_text("utf-8") == text)


def runs(place: Place, count: int, start: datetime = DAY) -> None:
    """Run on so many days, with another article on each."""
    for number in range(count):
        put(place, start + number * ONE)
        place.run(start + number * ONE)


def put(place: Place, when: datetime) -> None:
    number = (when - DAY).days + 1000
    text = FERRY.replace("Heron", f"Heron {number}").replace("Larn", f"Larn{chr(97 + number % 26)}")
    place.put(f"ferry-{number}", text.replace("nine", str(number)))


def test_a_clock_a_year_ahead_removes_nothing(place: Place) -> None:
    """Neither pages nor what was seen; the run says why, and the next right one makes its page."""
    runs(place, 12)
    before = days(place)
    ahead = DAY + YEAR
    put(place, ahead)
    outcome = place.run(ahead)
    assert outcome.what == "page"
    assert outcome.notes == (
        "nothing old is removed, as the last run was on 2026-12-01 and the clock says 2027-11-25;"
        " where that is right, brief run --yes removes it",
    )
    runs(place, 3, DAY + 12 * ONE)
    assert days(place)[:12] == before
    assert len(days(place)) == 16
    (place.folder / "news" / "ferry-1000.txt").unlink()
    place.put("again", (place.folder / "news" / "ferry-1001.txt").read_text(encoding="utf-8"))
    assert place.run(DAY + 15 * ONE).what == "quiet"


def test_a_clock_that_stays_a_year_ahead_removes_nothing(place: Place) -> None:
    """However many runs it has, until as many days have passed as pages are kept."""
    place.settings = f"keep = 20\n{place.settings}"
    runs(place, 8)
    before = days(place)
    runs(place, 5, DAY + YEAR)
    assert days(place)[:8] == before
    runs(place, 3, DAY + YEAR + 5 * ONE)
    assert days(place)[0] == before[1]


def test_the_latest_page_is_the_one_made_last(place: Place) -> None:
    """Not the one of the largest date; an earlier one that is made again is none made last."""
    runs(place, 2)
    put(place, DAY + YEAR)
    place.run(DAY + YEAR)
    assert latest(place) == "2027-11-25"
    runs(place, 2, DAY + 2 * ONE)
    assert latest(place) == "2026-11-23"
    place.run(DAY + 2 * ONE, force=True)
    place.run(DAY + YEAR, force=True)
    assert latest(place) == "2026-11-23"
    place.run(DAY + 3 * ONE, force=True)
    assert latest(place) == "2026-11-23"


def test_one_run_removes_a_tenth_at_most(place: Place) -> None:
    """The oldest first; --yes lets the calendar say what is old, and no more than that goes."""
    runs(place, 20)
    place.settings = f"keep = 5\n{place.settings}"
    place.run(DAY + 20 * ONE)
    before = [f"{DAY + number * ONE:%Y-%m-%d}" for number in range(21)]
    assert days(place) == before[2:]
    place.run(DAY + YEAR)
    assert days(place)[:-1] == before[2:]
    place.run(DAY + YEAR, yes=True)
    assert days(place)[:-1] == before[4:]


def test_the_articles_of_a_page_stay_with_it(place: Place) -> None:
    """A page that is left because others went first can be verified still."""
    feed = "https://example.org/feed"
    item = (
        "<item><title>Mine {0} closes</title><guid>{0}</guid><description>{1}</description></item>"
    )
    place.settings = f'keep = 3\n[[source]]\nfeed = "{feed}"\n'
    for number in range(12):
        words = BANK.replace("Bren", f"Bren{chr(97 + number)}").replace(
            "3 million", f"{number + 3}"
        )
        entry = item.format(number, words.replace("\n", " "))
        place.web[feed] = (
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>D</title>{entry}'
            "</channel></rss>"
        )
        place.run(DAY + number * ONE)
    files = sorted(path.name for path in (place.folder / "briefings" / "sources").iterdir())
    assert files == days(place)
    assert len(files) < 12


def test_what_is_old_is_forgotten_once(place: Place) -> None:
    """What the archive still has is not forgotten, and nothing old is learned again and again."""
    for number in range(20):
        put(place, DAY + number * ONE)
        place.run(DAY + number * ONE, machine="here")
        if number % 2:  # of every other day, nothing stays in the folder
            (place.folder / "news" / f"ferry-{1000 + number}.txt").unlink()
    place.settings = f"keep = 5\n{place.settings}"
    for number in range(20, 36):
        place.run(DAY + number * ONE, machine="here")
        with place.state(DAY) as state:
            assert all(state.page_of("morning", day) for day in days(place)[-36:])
    with place.state(DAY) as state:
        remembered = state.periods_remembered("morning")
        assert state.page_of("morning", "2026-11-30") is None
    odd = {f"{DAY + number * ONE:%Y-%m-%d}" for number in range(1, 12, 2)}
    assert not remembered & odd
    claims = (place.folder / "briefings" / ".claims").glob("*.told")
    assert {path.name[8:-5] for path in claims} & odd == set()


def test_what_was_seen_outlives_a_wrong_clock(place: Place) -> None:
    """Seen while the clock was two years back, it is no news when the clock is right again."""
    runs(place, 3)
    with place.state(DAY - 2 * YEAR) as state:
        state.begin_run("morning", "2024-11-10", now=DAY - 2 * YEAR)
        gone = [Article("https://example.org/gone", "1", "feed")]
        state.remember("morning", gone, period="2024-11-10", now=DAY - 2 * YEAR)
    runs(place, 3, DAY + 3 * ONE)
    with place.state(DAY) as state:
        seen = state.unseen("morning", {("https://example.org/gone", "feed"): "1"})
    assert list(seen.values()) == [Novelty.SEEN]


@pytest.mark.parametrize(
    ("ages", "age"),
    [
        ((), None),
        ((3, 2, 1), None),
        (range(40, 0, -1), 30),
        (range(30, 0, -1), None),
        # Every week, and after a gap: a month without runs makes nothing a month older.
        (range(70, 0, -7), 30),
        ((60, *range(23, 0, -1)), None),
        ((60, *range(24, 0, -1)), 30),
        # One run with a clock a year ahead, a year back, and ahead since then.
        ((*range(20, 10, -1), -370, *range(10, 0, -1)), None),
        ((*range(20, 10, -1), 370, *range(10, 0, -1)), None),
        ((*range(400, 380, -1), 5, 4, 3, 2, 1), 399),
        ((*range(400, 381, -1), 5, 4, 3, 2, 1), None),
    ],
)
def test_time_passes_by_runs(ages: Sequence[int], age: int | None) -> None:
    """Days ago at which runs were made, and how old a thing is that goes."""
    now = datetime(2026, 11, 20, 7, tzinfo=UTC)
    found = measured_from([now - days_ago * ONE for days_ago in ages], now, KEEP)
    assert found == (None if age is None else now - age * ONE)


@given(st.lists(st.integers(-900, 900), max_size=40), st.integers(0, 40))
def test_no_clock_makes_the_young_old(ages: list[int], keep: int) -> None:
    """What was touched in one of the last runs, as many as there are days to keep, stays."""
    now = datetime(2026, 11, 20, 7, tzinfo=UTC)
    moments = [now - days_ago * ONE for days_ago in ages]
    found = measured_from(moments, now, keep * ONE)
    last = moments[-(keep // 7) :] if keep >= 7 else []
    assert found is None or all(found <= moment for moment in (*last, now - keep * ONE))


@pytest.mark.parametrize("moment", ["0001-01-01", "0001-01-01T00:00+14:00", "9999-12-31T23:59"])
def test_a_moment_out_of_bounds_is_wrong_usage(
    moment: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused before anything is done."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    Path("brief.toml").write_text('[[source]]\nfolder = "news"\n', encoding="utf-8")
    assert main(["run", "--now", moment]) == 2
    error = capsys.readouterr().err
    assert re.search(f"now: '{re.escape(moment)}' is out of bounds; name a year from 1970", error)
    assert not Path("briefings").exists()
