"""Extracts, proofs and scheduled runs over several processes: the same, whoever does the work."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from test_running import BANK, FEED, LINKED, PAGE, Place

from brief.cli import main
from brief.pipeline import condense, read, render_extracts, sending, verify, workers
from brief.pipeline.workers import Spread

INPUTS = Path(__file__).parents[1] / "inputs"
#: The articles of `INPUTS`.
ARTICLES = 10
NOW = "2026-11-20"


class Recording(ThreadPoolExecutor):
    """Two threads that get and give bytes, as processes do; it notes on how many items."""

    def __init__(self) -> None:
        super().__init__(2)
        self.items: dict[str, int] = {}
        self.sent: list[bytes] = []

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        self.sent.append(pickle.dumps((work, args)))
        name = getattr(work, "func", work).__name__
        self.items[name] = self.items.get(name, 0) + len(args[0])
        return super().submit(_elsewhere, self.sent[-1])


def _elsewhere(sent: bytes) -> Any:
    work, args = pickle.loads(sent)
    return pickle.loads(pickle.dumps(work(*args)))


@pytest.fixture
def executor() -> Iterator[Recording]:
    with Recording() as executor:
        yield executor


@pytest.fixture(autouse=True)
def batches_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten articles are five batches."""
    monkeypatch.setattr(workers, "BATCH", 2)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Return the folder of a copy of the articles, in which pages may lie."""
    return Path(shutil.copytree(INPUTS, tmp_path / "articles"))


@pytest.mark.parametrize("focus", [None, "the glassworks"])
def test_extracts_are_the_same_whoever_condenses(focus: str | None, executor: Recording) -> None:
    """Each story goes to a worker, whether its articles were looked at where they were read."""
    alone = condense(read([INPUTS]), focus=focus)
    for reading in (read([INPUTS]), read([INPUTS], executor=executor)):
        executor.items.clear()
        spread = condense(reading, focus=focus, executor=executor)
        assert render_extracts(spread, "json") == render_extracts(alone, "json")
        assert sum(executor.items.values()) > 1


@pytest.mark.parametrize("command", [[], ["summarise"]])
@pytest.mark.parametrize("suffix", ["md", "json"])
def test_two_processes_write_and_prove_what_one_does(
    command: list[str], suffix: str, articles: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """--jobs changes how long it takes to condense and to verify, and nothing else."""
    pages = [articles.parent / f"{jobs}.{suffix}" for jobs in (1, 2)]
    day = [] if command else ["--now", NOW]
    for jobs, page in enumerate(pages, 1):
        assert main([*command, str(articles), *day, "--jobs", str(jobs), "-o", str(page)]) == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()
    capfd.readouterr()
    said = []
    for jobs in "12":
        assert main(["verify", str(pages[0]), "--jobs", jobs]) == 0
        said.append(capfd.readouterr().out)
    assert "proven" in said[0]
    assert said[0] == said[1]


def _whole(articles: Path, page: Path) -> None:
    """Change nothing."""


def _edited(articles: Path, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("glassworks", "brickworks", 1), encoding="utf-8")


def _changed(articles: Path, page: Path) -> None:
    article = articles / "glassworks-buyout.md"
    article.write_text(article.read_text("utf-8").replace("412", "413"), encoding="utf-8")


def _gone(articles: Path, page: Path) -> None:
    (articles / "the-last-bottle.md").unlink()


def _added(articles: Path, page: Path) -> None:
    (articles / "short.txt").write_text("Too short.\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "reads"),
    [
        (_whole, ARTICLES + 1),
        (_edited, 2 * ARTICLES + 1),
        (_changed, 2 * ARTICLES),
        (_gone, ARTICLES - 1),
        (_added, ARTICLES + 2),
    ],
)
def test_a_proof_is_the_same_whoever_reads(
    change: Callable[[Path, Path], None], reads: int, articles: Path, executor: Recording
) -> None:
    """Every article is read anew by the workers, and what is wrong or open is told as ever."""
    page = articles.parent / "page.md"
    (articles / "empty.txt").touch()  # It is skipped, and looked at again.
    assert main([str(articles), "--now", NOW, "-q", "-o", str(page)]) == 0
    change(articles, page)
    alone = verify(page)
    assert verify(page, executor=executor) == alone
    assert executor.items["articles_at"] == reads
    assert bool(alone.faults) == (change in (_edited, _changed))


# Scheduled runs

SOURCES = """
formats = ["markdown", "json", "text", "html"]
[[source]]
folder = "news"
[[source]]
feed = "https://example.org/feed"
[[source]]
mbox = "letters"
"""
LETTERS = """From a@example.org Fri Nov 20 05:00:00 2026
From: Osk Courier <news@example.org>
Subject: Harbour of Osk frozen
Date: Fri, 20 Nov 2026 05:00:00 +0000
Message-ID: <harbour@example.org>

The harbour of Osk froze on Friday, and 12 ships from Larn had to turn back, its captain said.

Two icebreakers from Tarn are on their way, which cost the town 40,000 crowns a day, he said.

From a@example.org Fri Nov 20 06:00:00 2026
From: Osk Courier <news@example.org>
Subject: Nothing
Date: Fri, 20 Nov 2026 06:00:00 +0000
Message-ID: <nothing@example.org>

"""


def archive_of(folder: Path, spread: Spread) -> dict[str, bytes]:
    """Make a page of files, a feed and mails, and return every file of the archive."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    place = Place(folder, SOURCES)
    place.put("bank", BANK)
    place.put("empty", "")
    (folder / "letters").write_text(LETTERS, encoding="utf-8")
    place.web = {"https://example.org/feed": FEED, LINKED: PAGE}
    place.spread = lambda: nullcontext(spread)
    assert place.run().what == "page"
    return written(folder / "briefings")


def written(folder: Path) -> dict[str, bytes]:
    """Return every file of an archive, by its path in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_run_writes_the_same_whoever_works(tmp_path: Path, executor: Recording) -> None:
    """Files and fetched pages are read, articles looked at and findings sought by the workers."""
    here = archive_of(tmp_path / "place", workers.HERE)
    assert not executor.items
    assert archive_of(tmp_path / "place", Spread(executor=executor)) == here
    assert {Path(name).suffix for name in here} >= {".md", ".json", ".txt", ".html"}
    assert executor.items == {
        "_parsed": 3,  # The files.
        "_texts_of": 1,  # The page that the feed leads to.
        "_read_each": 2,  # The mails.
        "_prepared_each": 4,
        "_drafts": 2,  # The stories.
        "_looked_through": 2,
    }
    page, sources = tmp_path / "place" / "briefings" / "2026-11-20.md", tmp_path / "place"
    executor.items.clear()
    verdict = verify(page, sources=sources, executor=executor)
    assert executor.items == {"_parsed": 4, "_prepared_each": 4, "_drafts": 2}
    assert (verdict.faults, verdict.unchecked) == ((), ())


def test_mails_are_read_where_their_mailbox_is(tmp_path: Path, executor: Recording) -> None:
    """Machines of a cluster have none, and the page is the same."""
    here = archive_of(tmp_path / "place", workers.HERE)
    spread = Spread(executor=executor, send=sending.content)
    assert archive_of(tmp_path / "place", spread) == here
    assert "_read_each" not in executor.items
    assert executor.items["_prepared_each"] == 4


def test_a_mail_that_is_moved_meanwhile_is_had_the_next_day(
    place: Place, executor: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is skipped with its reason, whoever was to read it, and the other mails are read."""
    monkeypatch.setattr(workers, "BATCH", 8)
    place.settings = '[[source]]\nmaildir = "box"\n'
    box = place.folder / "box"
    for name in ("cur", "new", "tmp"):
        (box / name).mkdir(parents=True)
    letter = LETTERS.split("\n\nFrom ")[0].partition("\n")[2]
    (box / "cur" / "1").write_text(letter)
    (box / "cur" / "2").write_text(letter.replace("harbour", "bridge").replace("Osk", "Bren"))
    place.spread = lambda: _moving(box / "cur" / "2", executor)
    assert place.run().articles == 1
    skipped = " ".join(place.page(NOW).split())  # The page breaks its lines by the path's length.
    assert "no longer" in skipped or "no such file" in skipped
    assert executor.items["_read_each"] == 2


@contextmanager
def _moving(message: Path, executor: Recording) -> Iterator[Spread]:
    message.unlink()
    yield Spread(executor=executor)


def test_nothing_secret_goes_out_with_a_page(place: Place, executor: Recording) -> None:
    """Workers get neither the key of a feed nor a page that repeats it."""
    key = "k3y0fTheReader"
    link = f"{LINKED.partition('?')[0]}?token={key}"
    place.settings = f'[[source]]\nfeed = "https://example.org/feed?token={key}"\n'
    feed = FEED.replace(LINKED, link)
    page = PAGE.replace("lost their work", f'<a href="{link}">lost their work</a>')
    place.web = {f"https://example.org/feed?token={key}": feed, link: page}
    place.spread = lambda: nullcontext(Spread(executor=executor))
    assert place.run().articles == 1
    assert executor.items["_texts_of"] == 1
    assert not any(key.encode() in sent for sent in executor.sent)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.last_resort
@pytest.mark.parametrize("broken", ["readers.read", "reading.article_of"])
def test_a_bug_in_a_worker_is_named_as_one_here_is(
    broken: str, tmp_path: Path, executor: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The article is left out and named by its path; the page is the same."""
    from brief import readers
    from brief.pipeline import reading

    module, name = (readers, "read") if broken == "readers.read" else (reading, "article_of")
    whole = getattr(module, name)

    def break_on_the_bank(*given: Any, **named: Any) -> Any:
        if "bank" in str(getattr(given[0], "path", given[0])):
            raise KeyError("bank")
        return whole(*given, **named)

    monkeypatch.setattr(module, name, break_on_the_bank)
    here = archive_of(tmp_path / "place", workers.HERE)
    assert b"a bug in brief broke it (KeyError)" in b" ".join(here["2026-11-20.txt"].split())
    assert archive_of(tmp_path / "place", Spread(executor=executor)) == here


def test_a_run_has_as_many_processes_as_its_settings_say(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By `jobs` in brief.toml, or by --jobs over it, and the page is the same to the byte."""
    asked: list[int] = []
    pool = workers.pool

    def noted(jobs: int) -> Any:
        asked.append(jobs)
        return pool(jobs)

    monkeypatch.setattr("brief.pipeline.pool", noted)
    pages = []
    for lines, flags in (("jobs = 2\n", []), ("", []), ("jobs = 2\n", ["--jobs", "1"])):
        (home / "brief.toml").write_text(f'{lines}[[source]]\nfolder = "news"\n', "utf-8")
        command = ["run", "--all", "--force", "--now", f"{NOW}T07:00", *flags]
        assert main(command) == 0
        pages.append(written(home / "briefings"))
    assert asked == [2, 0, 1]
    assert pages[0] == pages[1] == pages[2]


def test_no_process_starts_where_nothing_is_to_be_made(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A period that has its page asks for nobody, and neither does a dry run."""
    (home / "brief.toml").write_text('jobs = 1\n[[source]]\nfolder = "news"\n', "utf-8")
    assert main(["run", "--now", f"{NOW}T07:00"]) == 0
    monkeypatch.setattr("brief.pipeline.pool", None)
    assert main(["run", "--now", f"{NOW}T08:00"]) == 0
    assert main(["run", "--dry-run", "--force", "--now", f"{NOW}T08:00"]) == 0
