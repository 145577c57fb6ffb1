"""Extracts and proofs over several processes: the same, whoever does the work."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from brief.cli import main
from brief.pipeline import condense, read, render_extracts, verify, workers

INPUTS = Path(__file__).parents[1] / "inputs"
#: The articles of `INPUTS`.
ARTICLES = 10
NOW = "2026-11-20"


class Recording(ThreadPoolExecutor):
    """Two threads; it knows which work was given to them, and on how many items."""

    def __init__(self) -> None:
        super().__init__(2)
        self.items: dict[str, int] = {}

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        name = getattr(work, "func", work).__name__
        self.items[name] = self.items.get(name, 0) + len(args[0])
        return super().submit(work, *args, **named)


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
