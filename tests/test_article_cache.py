"""What was made of the articles of a large set is kept, and nothing that is kept is believed."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from brief import pipeline
from brief.cli import main
from brief.compare import stories
from brief.memory.article_store import DAYS, ArticleStore
from brief.model import Document, Reading
from brief.pipeline import ArticleCache, article_cache, reading, workers
from brief.pipeline.packing import packed, unpacked
from brief.settings.page_options import Config

INPUTS = Path(__file__).parents[1] / "inputs"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
#: A word of an article that is on the page of all, and what somebody puts in its place.
WORD, FORGED = "workers", "weavers"


@pytest.fixture(autouse=True)
def a_few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ten articles are a large set."""
    monkeypatch.setattr(workers, "MANY", 5)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    return Path(shutil.copytree(INPUTS, tmp_path / "articles"))


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that articles are made of, as they are."""
    names: list[str] = []
    article_of = reading.article_of

    def noting(source: Any, path: str, *rest: Any, **more: Any) -> Any:
        names.append(Path(path).name)
        return article_of(source, path, *rest, **more)

    monkeypatch.setattr(reading, "article_of", noting)
    return names


@pytest.fixture
def page_of(tmp_path: Path) -> Callable[..., str]:
    """Return a function that makes the page of a folder with the command, and returns it."""

    def made(folder: Path, *flags: str, name: str = "page.md") -> str:
        path = tmp_path / name
        day = ("--now", "2026-11-20", "-q", *(() if "--jobs" in flags else ("--jobs", "1")))
        assert main([str(folder), "-o", str(path), *day, *flags]) == 0
        return path.read_text("utf-8")

    return made


def read(folder: Path, path: Path, now: datetime = NOW, **how: Any) -> Reading:
    with ArticleCache(path / "brief/articles.db", now) as cache:
        return pipeline.read([folder], cache=cache, **how)


def rows_of(path: Path) -> list[tuple[str, bytes]]:
    with closing(sqlite3.connect(path / "brief/articles.db")) as database:
        return database.execute("SELECT key, body FROM articles ORDER BY key").fetchall()


def rewritten(path: Path, change: Callable[[bytes], object]) -> None:
    """Change every entry of a cache."""
    with closing(sqlite3.connect(path / "brief/articles.db")) as database, database:
        for key, body in database.execute("SELECT key, body FROM articles").fetchall():
            database.execute("UPDATE articles SET body = ? WHERE key = ?", (change(body), key))


def forged(body: bytes) -> bytes:
    return zlib.compress(zlib.decompress(body).replace(WORD.encode(), FORGED.encode()))


def test_the_same_folder_is_not_read_again(
    articles: Path, cache_home: Path, read_files: list[str]
) -> None:
    """What follows from an article alone is there, too, and is all as it was read."""
    first = read(articles, cache_home)
    all_files = sorted(read_files)
    skipped = {Path(skip.path).name for skip in first.skipped}
    read_files.clear()
    second = read(articles, cache_home)
    assert set(read_files) <= skipped < set(all_files) | skipped
    assert second == first
    assert [document.prepared for document in second] == [document.prepared for document in first]
    for before, after in zip(first, second, strict=True):  # Sums go by their order.
        assert before.prepared and after.prepared
        assert [*before.prepared.terms.items()] == [*after.prepared.terms.items()]
        assert [*before.prepared.opening.items()] == [*after.prepared.opening.items()]


def _empty(path: Path) -> None:
    assert not path.exists()


def _other_version(path: Path) -> None:
    with closing(sqlite3.connect(path / "brief/articles.db")) as database:
        database.execute("PRAGMA user_version = 99")


def _no_database(path: Path) -> None:
    (path / "brief/articles.db").write_bytes(b"no database at all" * 100)


def _torn(path: Path) -> None:
    file = path / "brief/articles.db"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _no_folder(path: Path) -> None:
    shutil.rmtree(path)
    path.write_text("a file in its place")


def _entries(change: Callable[[bytes], object]) -> Callable[[Path], None]:
    return lambda path: rewritten(path, change)


STATES: dict[str, Callable[[Path], None]] = {
    "full": lambda path: None,
    "of a newer version": _other_version,
    "no database": _no_database,
    "torn": _torn,
    "not a folder": _no_folder,
    "no bytes": _entries(lambda body: b""),
    "a text, a number": _entries(lambda body: len(body)),
    "half entries": _entries(lambda body: body[: len(body) // 2]),
    "other JSON": _entries(lambda body: zlib.compress(b'{"text": "A."}')),
    "deep JSON": _entries(lambda body: zlib.compress(b"[" * 100_000)),
    "a bomb": _entries(lambda body: zlib.compress(b" " * 20_000_000)),
}


@pytest.mark.parametrize("state", STATES)
def test_the_page_is_the_same_whatever_the_cache_holds(
    state: str, articles: Path, cache_home: Path, page_of: Callable[..., str]
) -> None:
    """A cache that cannot be used is no error, and costs nothing but time."""
    without = page_of(articles, "--no-cache")
    assert not cache_home.exists()
    assert page_of(articles) == without
    assert rows_of(cache_home)
    STATES[state](cache_home)
    assert page_of(articles) == without
    assert page_of(articles) == without


def test_several_processes_fill_one_cache(
    articles: Path, cache_home: Path, page_of: Callable[..., str]
) -> None:
    """What workers make is kept as what is made here."""
    page_of(articles)
    alone = rows_of(cache_home)
    shutil.rmtree(cache_home)
    page_of(articles, "--jobs", "2")
    assert rows_of(cache_home) == alone


def test_a_damaged_cache_is_not_kept(
    articles: Path, cache_home: Path, page_of: Callable[..., str]
) -> None:
    """Its place is taken by a new one, which has the articles."""
    page_of(articles)
    _no_database(cache_home)
    page_of(articles)
    assert [path.name for path in (cache_home / "brief").iterdir() if "damaged" in path.name] == []
    assert rows_of(cache_home)


def test_an_edited_article_is_read_anew(
    articles: Path, cache_home: Path, read_files: list[str]
) -> None:
    """Only what was edited, or has another name, is read."""
    skipped = {Path(skip.path).name for skip in read(articles, cache_home).skipped}
    edited, moved = articles / "tollmire-boat.txt", articles / "glassworks-buyout.md"
    edited.write_text(edited.read_text("utf-8") + "\n\nThe harbour was closed at noon.\n", "utf-8")
    moved.rename(moved.with_name("2025-03-20-buyout.md"))
    read_files.clear()
    again = read(articles, cache_home)
    assert set(read_files) - skipped == {edited.name, "2025-03-20-buyout.md"}
    assert any("closed at noon" in document.text for document in again)


@pytest.mark.parametrize(
    "change", [{"config": Config(language="de")}, {"program": "another"}], ids=str
)
def test_another_program_or_language_reads_anew(
    change: dict[str, Any],
    articles: Path,
    cache_home: Path,
    read_files: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was made otherwise is not what is asked for."""
    read(articles, cache_home)
    once = sorted(read_files)
    read_files.clear()
    if "program" in change:
        monkeypatch.setattr(article_cache, "_program", lambda: change["program"])
    read(articles, cache_home, config=change.get("config"))
    assert sorted(read_files) == once


def test_a_forged_entry_never_reaches_the_page(
    articles: Path, cache_home: Path, page_of: Callable[..., str]
) -> None:
    """Whoever writes into the cache puts no word on the page, and the cache is emptied."""
    honest = page_of(articles)
    assert WORD in honest and FORGED not in honest
    rewritten(cache_home, forged)
    with ArticleCache(cache_home / "brief/articles.db", NOW) as cache:
        cached = pipeline.read([articles], cache=cache)
    assert any(FORGED in document.text for document in cached)  # It looks like an article.
    assert page_of(articles) == honest
    assert rows_of(cache_home) == []


@pytest.mark.last_resort
@pytest.mark.parametrize("alone", [True, False])
def test_an_entry_that_breaks_a_stage_costs_nothing_but_time(
    alone: bool, articles: Path, cache_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page is that of the files, whether one entry or each of them is wrong."""
    honest = pipeline.brief(pipeline.read([articles]), now=NOW.date())
    read(articles, cache_home)
    rewritten(cache_home, forged)
    about = stories.about
    bad = [document.path for document in read(articles, cache_home) if FORGED in document.text]

    def broken(document: Document, sentences: Any) -> Any:
        if FORGED in document.text and (not alone or document.path == bad[0]):
            raise RuntimeError("no article is like that")
        return about(document, sentences)

    assert bad
    monkeypatch.setattr(stories, "about", broken)
    with ArticleCache(cache_home / "brief/articles.db", NOW) as cache:
        cached = pipeline.read([articles], cache=cache)
        made = cache.proven(partial(pipeline.brief, now=NOW.date()), cached)
    assert pipeline.render(made) == pipeline.render(honest)


def test_an_article_that_changes_meanwhile_empties_no_cache(
    articles: Path, cache_home: Path
) -> None:
    """The page is made again of what the files say now."""
    read(articles, cache_home)
    with ArticleCache(cache_home / "brief/articles.db", NOW) as cache:
        before = pipeline.read([articles], cache=cache)
        made = pipeline.brief(before, now=NOW.date())
        assert cache.confirmed(made)
        for file in articles.glob("*.*"):
            file.write_bytes(file.read_bytes().replace(WORD.encode(), FORGED.encode()))
        assert not cache.confirmed(made)
        assert any(FORGED in document.text for document in cache.again())
    assert rows_of(cache_home)


def test_verify_reads_the_files(
    articles: Path, cache_home: Path, page_of: Callable[..., str], tmp_path: Path
) -> None:
    """A proof does not open the cache."""
    page_of(articles)
    shutil.rmtree(cache_home)
    assert main(["verify", str(tmp_path / "page.md")]) == 0
    assert not cache_home.exists()


class Interrupted(ArticleCache):
    """A cache whose program is killed at its end."""

    def __exit__(self, *exception: object) -> None:
        """Do nothing of what is done at the end."""


@pytest.mark.parametrize("kind", [ArticleCache, Interrupted])
def test_an_interrupt_keeps_what_was_made(
    kind: type[ArticleCache], articles: Path, cache_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it after Ctrl-C, and after a kill all but the last batch."""
    monkeypatch.setattr(article_cache, "BATCH", 2)

    def interrupt(done: int, total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt), kind(cache_home / "brief/articles.db", NOW) as cache:
        pipeline.read([articles], cache=cache, progress=interrupt)
    assert len(rows_of(cache_home)) == (5 if kind is ArticleCache else 4)


@pytest.mark.parametrize(
    ("flags", "name", "many"),
    [
        ((), "page.md", 200),
        (("--no-cache",), "page.md", 5),
        (("--sources",), "page.html", 5),
        ((), "page.json", 5),
    ],
)
def test_nothing_is_left_behind(
    flags: tuple[str, ...],
    name: str,
    many: int,
    articles: Path,
    cache_home: Path,
    page_of: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of small sets, of pages with words of every article, and where it is not wanted."""
    monkeypatch.setattr(workers, "MANY", many)
    page_of(articles, *flags, name=name)
    assert not cache_home.exists()


def test_the_cache_is_for_its_owner(articles: Path, cache_home: Path) -> None:
    """It holds the texts of articles that others may not be allowed to read."""
    read(articles, cache_home)
    assert (cache_home / "brief").stat().st_mode & 0o777 == 0o700
    assert (cache_home / "brief/articles.db").stat().st_mode & 0o777 == 0o600


def test_the_store_keeps_within_its_bounds(tmp_path: Path) -> None:
    """What has not been used for longest goes first, and what nobody used for long goes, too."""
    path = tmp_path / "articles.db"
    for number in range(4):
        with ArticleStore(path, NOW + timedelta(days=number), 250) as store:
            store.put({f"{number}": bytes(100)})
            store.get(["0"])
    with ArticleStore(path, NOW + timedelta(days=4), 250) as store:
        assert store.get(["0", "1", "2", "3"]).keys() == {"0", "3"}
    with ArticleStore(path, NOW + timedelta(days=5 + DAYS)) as store:
        store.put({"4": b""})
    with ArticleStore(path, NOW + timedelta(days=5 + DAYS)) as store:
        assert store.get(["0", "3", "4"]) == {"4": b""}


def _document() -> Document:
    files = {"a.txt": (INPUTS / "tollmire-boat.txt").read_bytes()}
    (document,) = reading.articles_at(files.items(), language=None, strict=True, ahead=True)
    assert isinstance(document, Document)
    return document


#: Places in the packed list and what somebody puts there.
FORGERIES = (
    *((0, value) for value in (None, 7, "short")),
    *((1, value) for value in ([-1, 5], [0, 10**9], [0, 1.5], [5, 0], [0], [True, 5], "ab")),
    *((2, value) for value in ([99], [-1], [], ["paragraph"])),
    *((3, value) for value in ([0, 5, "A lie", False], [0], [0, 0, "", 1], {"a": 1}, 5)),
    *((4, value) for value in ("yesterday", 5, [])),
    *((5, value) for value in (None, 5, "../../en", "")),
    *((6, value) for value in ([], [1, None, None], "abc", [[], None, None])),
    *((7, value) for value in ([0, 5], [0, 5, 99], [5, 5, 0], [0, 10**9, 0], [0, 1, -1], None)),
    *((8, value) for value in ([], [float("nan")], [float("inf")], [-1.0], ["1"], None)),
    *((9, value) for value in ([], [1], "abc")),
    *((10, value) for value in ([], [-1], ["0"])),
    *((11, value) for value in ([10**9], [-1], None)),
    *((12, value) for value in ([10**9], None)),
)


@pytest.mark.parametrize(("place", "value"), FORGERIES)
def test_what_no_article_can_be_is_no_article(place: int, value: object) -> None:
    """Types, offsets, kinds, titles, days and counts are looked at before they are used."""
    document = _document()
    body = packed(document)
    assert body
    content = json.loads(zlib.decompress(body))
    whole = unpacked(body, document.path, document.sha256)
    assert whole == document and whole.prepared == document.prepared
    content[place] = value
    assert unpacked(zlib.compress(json.dumps(content).encode()), "a.txt", "") is None


def test_lone_surrogates_come_back() -> None:
    """No text is lost to the way that it is kept."""
    text = (INPUTS / "tollmire-boat.txt").read_bytes() + "\n\nIt was \ud800 late.".encode(
        "utf-8", "surrogatepass"
    )
    (document,) = reading.articles_at([("a.txt", text)], language=None, strict=True, ahead=True)
    assert isinstance(document, Document)
    body = packed(document)
    assert body and unpacked(body, "a.txt", document.sha256) == document
