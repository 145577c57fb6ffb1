"""What is remembered is whole, whatever happens to the process or to the file."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from brief.errors import BriefError, LockedError, UsageError
from brief.memory import sqlite, tables
from brief.memory import state as state_module
from brief.memory.state import State
from brief.memory.tables import MIGRATIONS, Article, Novelty, PageContent, PageMade, Sending
from brief.web.addresses import canonical

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
#: Writes transactions of three tables for ever; says when it begins.
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from brief.memory import sqlite
from brief.memory.tables import Article, PageMade, Sending
from brief.memory.state import State

sqlite._JOURNAL = sys.argv[2]
now = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
with State.open(Path(sys.argv[1]), now=now) as state:
    number = int(state._database.rows(int, "SELECT count(*) FROM pages")[0])
    sys.stdout.write("open\\n")
    sys.stdout.flush()
    while True:
        number += 1
        name = str(number)
        sys.stdout.write("begin\\n")
        sys.stdout.flush()
        with state.transaction():
            some = [Article(f"{number}-{each}", "digest" * 9) for each in range(20)]
            state.remember("b", some, period=name, now=now)
            state.record_page(PageMade("b", name, now, "d", "p", "made", 20))
            if len(sys.argv) > 3:
                sys.stdout.write("half\\n")
                sys.stdout.flush()
                sys.stdin.read()
            state.mark_delivery("b", name, "mail", Sending.PENDING, now=now)
"""
#: Counts in one transaction after the other, beside others that do the same.
COUNTER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from brief.memory.state import State

now = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
sys.stdin.readline()
with State.open(Path(sys.argv[1]), now=now, patience=60) as state:
    for _ in range(25):
        state.failed("b", "source", "error", now=now)
        state.begin_run("b", "p", now=now)
    sys.stdout.write(str(state.set_aside))
"""


def opened(path: Path, patience: float = 5.0) -> State:
    return State.open(path, now=NOW, patience=patience)


def started(program: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def made(period: str, at: datetime = NOW, briefing: str = "b") -> PageMade:
    return PageMade(briefing, period, at, "digest", "page.md", "made", 3)


def articles(count: int, digest: str = "1") -> list[Article]:
    return [Article(f"https://example.org/{each}", digest, "feed") for each in range(count)]


def digests(some: list[Article]) -> dict[tuple[str, str], str]:
    return {(each.key, each.source): each.digest for each in some}


def of_feed(digests: dict[str, str]) -> dict[tuple[str, str], str]:
    return {(key, "feed"): digest for key, digest in digests.items()}


def test_what_is_new_updated_and_seen(tmp_path: Path) -> None:
    """By key and digest, for each briefing on its own, in any number."""
    some = articles(1201)
    with opened(tmp_path / "state.db") as state:
        assert set(state.unseen("b", digests(some)).values()) == {Novelty.NEW}
        state.remember("b", some[:1200], period="1", now=NOW)
    with opened(tmp_path / "state.db") as state:
        asked = digests(some) | {(some[3].key, "feed"): "2"}
        found = state.unseen("b", asked)
        assert list(found) == list(asked)
        assert [key for (key, _), each in found.items() if each is Novelty.NEW] == [some[1200].key]
        assert [key for (key, _), each in found.items() if each is Novelty.UPDATED] == [some[3].key]
        assert set(state.unseen("other", asked).values()) == {Novelty.NEW}
        assert state.unseen("b", {}) == {}


def test_the_page_of_a_period_can_be_made_again(tmp_path: Path) -> None:
    """What was new or updated in a period is so whenever that period is asked for."""
    with opened(tmp_path / "state.db") as state:
        same = Article("same", "1", "feed")
        state.remember("b", [Article("old", "1", "feed"), same], period="1", now=NOW)
        state.remember("b", [Article("old", "2", "feed"), same], period="2", now=NOW)
        state.remember("b", [Article("young", "1", "feed")], period="2", now=NOW)
        asked = of_feed({"old": "2", "same": "1", "young": "1"})
        assert list(state.unseen("b", asked, period="2").values()) == [
            Novelty.UPDATED,
            Novelty.SEEN,
            Novelty.NEW,
        ]
        assert set(state.unseen("b", asked, period="3").values()) == {Novelty.SEEN}
        assert set(state.unseen("b", asked).values()) == {Novelty.SEEN}


def test_the_articles_of_a_period_are_its_new_and_updated_ones(tmp_path: Path) -> None:
    """Each in every source of the period, those without a source too; no other briefing's."""
    with opened(tmp_path / "state.db") as state:
        old, kept = Article("old", "1", "feed"), Article("kept", "1", "feed")
        state.remember("b", [old, kept, Article("old", "1", "page")], period="1", now=NOW)
        state.remember("b", [Article("old", "2", "feed"), kept], period="2", now=NOW)
        state.remember("b", [Article("bare", ""), Article("new", "1", "feed")], period="2", now=NOW)
        state.remember("c", [Article("foreign", "1", "feed")], period="2", now=NOW)
        assert state.articles_of("b", "2") == (
            Article("bare", ""),
            Article("new", "1", "feed"),
            Article("old", "2", "feed"),
        )
        assert {each.key for each in state.articles_of("b", "1")} == {"old", "kept"}
        assert state.articles_of("b", "3") == ()


_TEXTS = st.text(st.characters() | st.sampled_from("\x00'\"%\ud800"), max_size=6)


@examples(max_examples=40)
@given(
    st.lists(st.dictionaries(_TEXTS, _TEXTS, max_size=4), max_size=4),
    st.dictionaries(_TEXTS, _TEXTS),
)
def test_any_key_is_found_again(rounds: list[dict[str, str]], asked: dict[str, str]) -> None:
    """Whatever a feed calls its articles, the table does what a dictionary does."""
    known: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "state.db") as state:
        for each in rounds:
            some = [Article(key, digest, "feed") for key, digest in each.items()]
            state.remember("b", some, period="1", now=NOW)
            known |= each
        found = state.unseen("b", of_feed(known | asked))
    for key, digest in (known | asked).items():
        if key not in known:
            assert found[key, "feed"] is Novelty.NEW
        else:
            expected = Novelty.SEEN if known[key] == digest else Novelty.UPDATED
            assert found[key, "feed"] is expected


def test_a_source_updates_its_own_version(tmp_path: Path) -> None:
    """What another source calls the same article is no update, and one known by its key is seen."""
    with opened(tmp_path / "state.db") as state:
        state.remember("b", [Article("one", "1", "feed")], period="1", now=NOW)
        asked = {("one", "feed"): "1", ("one", "other"): "2"}
        assert list(state.unseen("b", asked).values()) == [Novelty.SEEN, Novelty.ELSEWHERE]
        some = [Article("one", "2", "other"), Article("bare", "1")]
        state.remember("b", some, period="2", now=NOW)
        asked = {("one", "feed"): "1", ("one", "other"): "3", ("bare", "feed"): "7"}
        found = list(state.unseen("b", asked).values())
        assert found == [Novelty.SEEN, Novelty.UPDATED, Novelty.ELSEWHERE]


def test_pages_come_back_as_they_were_recorded(tmp_path: Path) -> None:
    """One for each period; the last is that of the last period, whenever it was made."""
    berlin = timezone(timedelta(hours=1))
    early = made("2026-11-19", NOW.astimezone(berlin))
    late = made("2026-11-18", NOW + timedelta(minutes=1))
    with opened(tmp_path / "state.db") as state:
        assert state.last_page("b") is None
        for page in (late, early, made("x", NOW + HOUR, "other")):
            state.record_page(page)
        assert state.page_of("b", "2026-11-19") == early
        assert state.page_of("b", "2026-11-17") is None
        assert state.last_page("b") == early
        assert state.last_page("b", before="2026-11-19") == late
        again = made("2026-11-19", NOW + HOUR)
        state.record_page(again)
        assert state.page_of("b", "2026-11-19") == state.last_page("b") == again


def test_what_is_to_be_delivered_is_kept_until_its_page_is_old(tmp_path: Path) -> None:
    """It comes back as it was made; a page that takes the place of another leaves none of it."""
    content = PageContent(
        "Ferry sinks", "Text\n", "{}\n", ("https://a.example/", "http://b.example/")
    )
    with opened(tmp_path / "state.db") as state:
        for period in ("1", "2", "3"):
            state.record_page(made(period), content)
        state.record_page(made("3", briefing="other"), content)
        assert state.content_of("b", "1") == content
        state.record_page(made("1"))
        state.prune_contents("b", since=NOW)
        assert [state.content_of("b", period) for period in "123"] == [None, content, content]
        state.prune_contents("b", since=NOW + HOUR)
        assert state.content_of("b", "2") is None
        assert state.content_of("other", "3") == content


def test_failures_in_a_row_are_counted(tmp_path: Path) -> None:
    """A recovery ends the row and leaves what went wrong last."""
    with opened(tmp_path / "state.db") as state:
        assert state.source("b", "feed") is None
        counts = [state.failed("b", "feed", f"error {each}", now=NOW) for each in range(3)]
        assert counts == [1, 2, 3]
        state.recovered("b", "feed", now=NOW + HOUR)
        health = state.source("b", "feed")
        assert health is not None
        assert (health.failures, health.last_error, health.last_ok) == (0, "error 2", NOW + HOUR)
        assert state.failed("b", "feed", "again", now=NOW) == 1
        assert state.failed("other", "feed", "its own", now=NOW) == 1


def test_a_delivery_goes_from_pending_to_sent(tmp_path: Path) -> None:
    """Attempts are counted as they begin, the message keeps its number."""
    with opened(tmp_path / "state.db") as state:
        assert state.delivery("b", "1", "mail") is None
        state.mark_delivery("b", "1", "mail", Sending.PENDING, now=NOW, message_id="<1@here>")
        state.mark_delivery("b", "1", "mail", Sending.FAILED, now=NOW, error="refused")
        first = state.delivery("b", "1", "mail")
        state.mark_delivery("b", "1", "mail", Sending.PENDING, now=NOW)
        state.mark_delivery("b", "1", "mail", Sending.SENT, now=NOW)
        last = state.delivery("b", "1", "mail")
        assert state.delivery("b", "2", "mail") is None
    assert first is not None and last is not None
    assert (first.state, first.attempts, first.last_error) == (Sending.FAILED, 1, "refused")
    assert (last.state, last.attempts, last.last_error) == (Sending.SENT, 2, "")
    assert first.message_id == last.message_id == "<1@here>"


def test_runs_are_told_newest_first(tmp_path: Path) -> None:
    """A run that was killed has no exit code."""
    with opened(tmp_path / "state.db") as state:
        first, _ = (state.begin_run("b", str(each), now=NOW) for each in range(2))
        state.begin_run("other", "0", now=NOW)
        state.end_run(first, 3, "nothing new", now=NOW + HOUR)
        assert [run.period for run in state.runs("b", 9)] == ["1", "0"]
        assert [run.period for run in state.runs("b", 1)] == ["1"]
        assert state.runs("b", -1) == ()
        killed, ended = state.runs("b", 9)
        assert (killed.started, killed.code, killed.summary) == (NOW, None, "")
        assert (ended.started, ended.code, ended.summary) == (NOW, 3, "nothing new")


def test_pruning_forgets_what_is_old(tmp_path: Path) -> None:
    """But not the last page, from which the next one counts."""
    later = NOW + HOUR
    with opened(tmp_path / "state.db") as state:
        for at, name in ((NOW, "old"), (later, "young")):
            state.remember("b", [Article(name, "1", "feed")], period=name, now=at)
            state.record_page(made(name, at))
            state.failed("b", name, "error", now=at)
            state.mark_delivery("b", name, "mail", Sending.SENT, now=at)
            state.begin_run("b", name, now=at)
        state.record_page(made("old", NOW, "weekly"))
        assert state.prune("b", NOW) == 0
        assert state.prune("other", later + HOUR) == 0
        assert state.prune("b", later) == 5
        found = state.unseen("b", of_feed({"old": "2", "young": "1"}))
        assert list(found.values()) == [Novelty.NEW, Novelty.SEEN]
        state.remember("b", [Article("old", "2", "other")], period="young", now=later)
        (again,) = state.unseen("b", of_feed({"old": "2"})).values()
        assert again is Novelty.ELSEWHERE
        assert state.page_of("b", "old") is None
        assert state.last_page("weekly") is not None
        state.prune("b", later + HOUR)
        assert state.last_page("b") == made("young", later)


def test_a_moment_without_a_zone_is_refused(tmp_path: Path) -> None:
    """It would be stored as another one."""
    with opened(tmp_path / "state.db") as state, pytest.raises(ValueError, match="time zone"):
        state.begin_run("b", "1", now=NOW.replace(tzinfo=None))


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    """An error undoes what was written within; caught in between, only that part."""
    with opened(tmp_path / "state.db") as state:
        with pytest.raises(KeyboardInterrupt), state.transaction():
            state.record_page(made("1"))
            raise KeyboardInterrupt
        assert state.page_of("b", "1") is None
        with state.transaction():
            state.record_page(made("1"))
            with pytest.raises(ZeroDivisionError), state.transaction():
                state.record_page(made("2"))
                _ = 1 / 0
        assert state.page_of("b", "1") and not state.page_of("b", "2")


@pytest.mark.parametrize(
    ("pragma", "problem"), [("max_page_count=1", "no space"), ("query_only=1", "written to")]
)
def test_what_the_disk_refuses_is_told(tmp_path: Path, pragma: str, problem: str) -> None:
    """And nothing of the transaction remains."""
    with opened(tmp_path / "state.db") as state:
        state._database.execute(f"PRAGMA {pragma}")
        with pytest.raises(UsageError, match=problem), state.transaction():
            state.remember("b", articles(5000), period="1", now=NOW)
        assert set(state.unseen("b", digests(articles(1))).values()) == {Novelty.NEW}
    with opened(tmp_path / "state.db") as state:
        assert state.set_aside is None


def test_a_file_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Where a folder should be stands a file, or the path is none."""
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "state.db", tmp_path, tmp_path / "a\0b"):
        with pytest.raises(UsageError, match="name another folder"):
            opened(path)


def test_only_the_owner_reads_the_state(tmp_path: Path) -> None:
    """What somebody reads is nobody else's business."""
    path = tmp_path / "new" / "state.db"
    with opened(path) as state:
        state.record_page(made("1"))
        modes = {
            each.name: each.stat().st_mode & 0o077 for each in [path.parent, *path.parent.iterdir()]
        }
    assert set(modes) == {"new", "state.db", "state.db-wal", "state.db-shm"}
    assert set(modes.values()) == {0}


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_it_goes_on_without_a_shared_log(
    tmp_path: Path, journal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system that refuses one gets the journal that every file system can keep."""
    monkeypatch.setattr(sqlite, "_JOURNAL", journal)
    path = tmp_path / "state.db"
    with opened(path) as state:
        state.record_page(made("1"))
        assert path.with_name("state.db-wal").exists() is (journal == "WAL")
    with opened(path) as state:
        assert state.page_of("b", "1") == made("1")
    assert list(tmp_path.iterdir()) == [path]


def test_an_older_file_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One migration after the other, what is in it stays; a failing one leaves it as it was."""
    path = tmp_path / "state.db"
    with opened(path) as state:
        state.record_page(made("1"))
    more = ("ALTER TABLE pages ADD COLUMN more TEXT", "CREATE TABLE more (one TEXT)")
    monkeypatch.setattr(state_module, "MIGRATIONS", (*MIGRATIONS, (*more, "nonsense")))
    with pytest.raises(BriefError, match="nonsense"):
        opened(path)
    monkeypatch.setattr(state_module, "MIGRATIONS", (*MIGRATIONS, more))
    with opened(path) as state:
        assert state.page_of("b", "1") == made("1")
        assert state._database.rows(int, "SELECT count(*) FROM more") == (0,)


def test_what_an_older_brief_has_seen_is_no_news(tmp_path: Path) -> None:
    """The first version of the file had one text for an article, whatever source had it."""
    path = tmp_path / "state.db"
    with closing(sqlite.open_database(path, MIGRATIONS[:1], now=NOW)) as old:
        old.execute(
            "INSERT INTO articles VALUES ('b', 'one', '', '', '1', ?, ?, '1', '')",
            (tables.stamp(NOW),) * 2,
        )
    with opened(path) as state:
        found = state.unseen("b", {("one", "feed"): "1", ("one", "other"): "2"})
        assert list(found.values()) == [Novelty.SEEN, Novelty.UPDATED]


def test_a_newer_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is left as it is."""
    path = tmp_path / "state.db"
    with monkeypatch.context() as later:
        later.setattr(state_module, "MIGRATIONS", (*MIGRATIONS, ()))
        opened(path).close()
    before = path.read_bytes()
    with pytest.raises(UsageError, match=r"newer brief.*update brief or name another folder"):
        opened(path)
    assert path.read_bytes() == before


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    """It is neither used nor put aside."""
    path = tmp_path / "places.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmarks (address TEXT)")
    other.close()
    with pytest.raises(UsageError, match="another program"):
        opened(path)
    assert list(tmp_path.iterdir()) == [path]


def test_whoever_waits_too_long_is_told(tmp_path: Path) -> None:
    """Exit code 5, for reading goes on while another process writes."""
    path = tmp_path / "state.db"
    opened(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with opened(path, patience=0.01) as state:
        assert state.last_page("b") is None
        with pytest.raises(LockedError, match="another process") as caught:
            state.record_page(made("1"))
        assert caught.value.exit_code == 5
        other.execute("ROLLBACK")
        state.record_page(made("1"))
    other.close()


def overwritten(start: int, size: int, byte: int) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        some = bytes([byte]) * size
        return content[:start] + some + content[start + size :]

    return change


DAMAGES = {
    "a text": lambda _: b"dear diary\n" * 999,
    "a short text": lambda _: b"?",
    "zero bytes": lambda content: bytes(len(content)),
    "no head": overwritten(0, 100, 0),
    "no tables": overwritten(100, 3996, 0),
    "cut in the head": lambda content: content[:50],
    "cut after the head": lambda content: content[:100],
    "cut to a page": lambda content: content[:4096],
    "cut in the middle": lambda content: content[: len(content) // 2],
    "cut at the end": lambda content: content[:-4096],
    "a page of zeros": overwritten(2 * 4096, 4096, 0),
    "a page of ones": overwritten(2 * 4096, 4096, 255),
    "many pages": overwritten(20 * 4096, 20 * 4096, 0x41),
}


def filled(path: Path) -> list[Article]:
    some = articles(3000, "digest" * 9)
    with opened(path) as state:
        state.remember("b", some, period="1", now=NOW)
        state.record_page(made("1"))
    return some


@pytest.mark.parametrize("change", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_file_is_put_aside(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    """At once, or by the run after the one that came upon the damage; it is never deleted."""
    path = tmp_path / "state.db"
    some = filled(path)
    damaged = change(path.read_bytes())
    path.write_bytes(damaged)
    for again in (False, True):
        with opened(path) as state:
            aside = state.set_aside
            if aside is not None:
                break
            assert not again
            with pytest.raises(BriefError, match=r"damaged.*run brief again"):
                state.last_page("b")
                state.unseen("b", digests(some))
                state.remember("b", some, period="2", now=NOW)
    assert aside == tmp_path / "state.damaged-2026-11-20T0700.db"
    assert aside.read_bytes()[200:] == damaged[200:]
    with opened(path) as state:
        assert state.set_aside is None
        assert set(state.unseen("b", digests(some)).values()) == {Novelty.NEW}
        state.remember("b", some, period="2", now=NOW)
        assert set(state.unseen("b", digests(some)).values()) == {Novelty.SEEN}


@examples(max_examples=40)
@given(st.integers(0, 30 * 4096), st.binary(min_size=1, max_size=64))
def test_no_damage_brings_it_down(start: int, some: bytes) -> None:
    """Whatever bytes are changed, there are answers or a BriefError, and at last a sound file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "state.db"
        asked = articles(600, "digest" * 9)
        with opened(path) as state:
            state.remember("b", asked, period="1", now=NOW)
        content = path.read_bytes()
        start %= len(content)
        path.write_bytes((content[:start] + some + content[start + len(some) :])[: len(content)])
        try:
            with opened(path) as state:
                state.unseen("b", digests(asked))
                state.prune("b", NOW + HOUR)
                state.last_page("b")
        except BriefError as error:
            refused = isinstance(error, UsageError) and start < 100  # not ours, or newer
            if refused:
                return
        with opened(path) as state:
            state.remember("b", asked, period="2", now=NOW)


def test_who_did_not_close_is_looked_at(tmp_path: Path) -> None:
    """A file that nobody closed is checked on opening, and its log goes aside with it."""
    path, killed = tmp_path / "state.db", tmp_path / "killed" / "state.db"
    killed.parent.mkdir()
    filled(path)
    with opened(path) as state:
        state.record_page(made("2"))
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", f"{killed}{end}")
    with opened(killed) as state:
        assert state.set_aside is None
        assert state.page_of("b", "2") is not None
    content = overwritten(20 * 4096, 20 * 4096, 0x41)(killed.read_bytes())
    killed.write_bytes(content)
    Path(f"{killed}-wal").touch()
    with opened(killed) as state:
        assert state.set_aside is not None
    # The same minute again: the first is not overwritten.
    killed.write_text("no database")
    with opened(killed) as state:
        assert state.set_aside == killed.with_name("state.damaged-2026-11-20T0700-2.db")
    assert not {"state.db-damaged", "state.db-wal"} & {
        each.name for each in killed.parent.iterdir()
    }


def test_damage_of_an_old_file_is_none_of_the_new_one(tmp_path: Path) -> None:
    """Who still has the file open that went aside does not send its successor after it."""
    path = tmp_path / "state.db"
    filled(path)
    path.write_bytes(overwritten(20 * 4096, 20 * 4096, 0x41)(path.read_bytes()))
    with opened(path) as early:
        path.rename(tmp_path / "gone.db")
        for end in ("-wal", "-shm"):
            Path(f"{path}{end}").unlink()
        opened(path).close()
        with pytest.raises(BriefError, match="damaged"):
            early.unseen("b", digests(articles(3000)))
    with opened(path) as late:
        assert late.set_aside is None


def whole(path: Path) -> int:
    """Return how many transactions are in the file, after making sure that each is whole."""
    with opened(path) as state:
        assert state.set_aside is None
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    pages = connection.execute("SELECT period FROM pages ORDER BY period").fetchall()
    counted = connection.execute(
        "SELECT period, count(*) FROM articles GROUP BY period ORDER BY period"
    ).fetchall()
    sent = connection.execute("SELECT period FROM deliveries ORDER BY period").fetchall()
    connection.close()
    assert counted == [(period, 20) for (period,) in pages]
    assert sent == pages
    return len(pages)


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_a_kill_leaves_all_or_nothing(
    tmp_path: Path, journal: str, kills: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At any moment, the opening included; what was done before is there."""
    monkeypatch.setattr(sqlite, "_JOURNAL", journal)
    path = tmp_path / "state.db"
    chance = random.Random(20261120)
    done = 0
    for number in range(kills):
        begun = chance.randint(1, 5) if number % 5 else 0
        with started(WRITER, path, journal) as writer:
            assert writer.stdout is not None
            for line in ["open\n", *["begin\n"] * begun] if begun else []:
                assert writer.stdout.readline() == line
            time.sleep(chance.uniform(0, 0.02 if begun else 0.2))
            writer.kill()
        assert writer.returncode == -signal.SIGKILL
        before, done = done, whole(path)
        assert done - before >= begun - 1
    assert done > kills


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_a_kill_in_the_midst_leaves_nothing(tmp_path: Path, journal: str) -> None:
    """What was written of a transaction is gone with the process."""
    path = tmp_path / "state.db"
    with started(WRITER, path, journal, "half") as writer:
        assert writer.stdout is not None
        assert [writer.stdout.readline() for _ in range(3)] == ["open\n", "begin\n", "half\n"]
        writer.kill()
    assert whole(path) == 0


@pytest.mark.parametrize("damaged", [False, True])
def test_many_processes_at_once(tmp_path: Path, damaged: bool) -> None:
    """They begin one file together, and no write is lost; of a damaged one, one is put aside."""
    path = tmp_path / "state.db"
    if damaged:
        path.write_text("no database")
    counters = [started(COUNTER, path) for _ in range(4)]
    said = [counter.communicate("go\n")[0] for counter in counters]
    assert [counter.returncode for counter in counters] == [0] * 4
    asides = [each for each in said if each != "None"]
    assert asides == [str(each) for each in tmp_path.glob("*.damaged-*.db")]
    assert len(asides) == damaged
    with opened(path) as state:
        health = state.source("b", "source")
        assert health is not None and health.failures == 100
        assert len(state.runs("b", 999)) == 100


ADDRESSES = [
    ("HTTPS://Example.ORG/a", "https://example.org/a"),
    ("https://example.org:443/a/", "https://example.org/a"),
    ("http://example.org:80", "http://example.org"),
    ("http://example.org/", "http://example.org"),
    ("http://example.org:8080/", "http://example.org:8080"),
    ("https://example.org/A#top", "https://example.org/A"),
    ("https://example.org/?b=2&utm_source=x&a=1&fbclid=y&gclid=z", "https://example.org?a=1&b=2"),
    ("https://example.org/a?UTM_Campaign=x", "https://example.org/a"),
    ("https://example.org/a?at_medium=RSS&id=4&CMP=share", "https://example.org/a?id=4"),
    ("https://example.org/a?ref=rss&amp;utm_id=1&p=2", "https://example.org/a?p=2"),
    ("https://example.org/a?id=%26&q=a+b", "https://example.org/a?id=%26&q=a+b"),
    ("https://User:Pass@Example.org/", "https://User:Pass@example.org"),
    ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]/a"),
    (" https://example.org/a \n", "https://example.org/a"),
    ("https://example.org:port/a", "https://example.org:port/a"),
    ("http://[::1", "http://[::1"),
    ("mailto:someone@example.org", "mailto:someone@example.org"),
    ("articles/one.txt", "articles/one.txt"),
    ("", ""),
]


@pytest.mark.parametrize(("address", "expected"), ADDRESSES)
def test_addresses_of_one_page_are_the_same(address: str, expected: str) -> None:
    """What only tracks or only looks different is gone, all else stays."""
    assert canonical(address) == expected


@given(st.text() | st.builds("http{}".format, st.text("s:/@?#[]&=.%a1 utm_\\\t\n", max_size=30)))
def test_a_canonical_address_stays_as_it_is(address: str) -> None:
    """Whatever is given, there is one answer, and it is its own."""
    assert canonical(canonical(address)) == canonical(address)
