"""Articles are read by several processes: the same page, whatever happens to them."""

from __future__ import annotations

import fcntl
import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import (
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path

import pytest

import brief
from brief.cli import main
from brief.errors import BrokenStage
from brief.pipeline import workers
from brief.settings.page_options import Config

INPUTS = Path(__file__).parents[1] / "inputs"
NOW = date(2026, 11, 20)
#: Seconds until what should end is taken for left.
LONGEST = 60


@pytest.fixture(autouse=True)
def batches_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten articles are five batches."""
    monkeypatch.setattr(workers, "BATCH", 2)


@pytest.mark.parametrize("form", ["markdown", "json"])
def test_the_page_is_the_same_whoever_reads(form: str) -> None:
    """What was worked out where an article was read is what follows from it here."""
    alone = brief.read([INPUTS])
    with ThreadPoolExecutor(2) as executor:
        spread = brief.read([INPUTS], executor=executor)
    assert not any(document.ready() for document in alone)
    assert any(document.ready() for document in spread)
    pages = [brief.render(brief.brief(each, now=NOW), form) for each in (alone, spread)]
    assert pages[0] == pages[1]


def test_what_was_worked_out_of_other_blocks_is_not_used() -> None:
    """A line that three articles of a set repeat is furniture; no sentence of it is left."""
    places = {"Larn": "harbour", "Osk": "bakery", "Bren": "mill", "Fjell": "school"}
    line = "The council of the county met in the old hall on Friday and will meet there again."
    texts = {
        f"{place}.txt": f"A {house} burned down in {place} on Monday.\n\nThe {house} had stood for"
        f" {number} years, {place} has lost its {house}, and its mayor wept.\n\n{line}".encode()
        for number, (place, house) in enumerate(places.items(), 40)
    }
    with ThreadPoolExecutor(1) as executor:
        alone = brief.read([], fetched=texts)
        spread = brief.read([], fetched=texts, executor=executor)
    assert all(document.prepared and not document.ready() for document in spread)
    pages = [brief.render(brief.brief(each, now=NOW), "json") for each in (alone, spread)]
    assert pages[0] == pages[1]


def test_a_file_is_written_by_several_processes(tmp_path: Path) -> None:
    """--jobs changes how long it takes, and nothing else."""
    for name, jobs in (("one.md", "1"), ("two.md", "2")):
        command = [str(INPUTS), "--jobs", jobs, "--now", "2026-11-20", "-o", str(tmp_path / name)]
        assert main(command) == 0
    assert (tmp_path / "one.md").read_bytes() == (tmp_path / "two.md").read_bytes()


def _doubled(numbers: Sequence[int]) -> list[int]:
    return [2 * number for number in numbers]


def _doubled_or_killed(numbers: Sequence[int]) -> list[int]:
    """Kill the worker that gets a seven; the process of the tests gets through."""
    if 7 in numbers and os.getpid() != PARENT:
        os.kill(os.getpid(), signal.SIGKILL)
    return _doubled(numbers)


PARENT = int(os.environ.setdefault("WORKERS_PARENT", str(os.getpid())))


@pytest.fixture
def executor() -> Iterator[ProcessPoolExecutor]:
    """Two processes, each a new one."""
    from multiprocessing import get_context

    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        yield executor


@pytest.mark.parametrize("work", [_doubled, _doubled_or_killed])
def test_a_worker_that_dies_costs_nothing_but_time(
    work: workers.Work, executor: ProcessPoolExecutor
) -> None:
    """What it was at, and what it was still to get, is done by the process that asked."""
    assert list(workers.mapped(work, range(21), executor)) == [2 * n for n in range(21)]


def _whereabouts(dies: bool) -> int:
    """Return which process this is; kill a worker that is to die."""
    if dies and os.getpid() != PARENT:
        os.kill(os.getpid(), signal.SIGKILL)
    return os.getpid()


def test_work_on_a_whole_set_is_done_beside_this_process() -> None:
    """A process of this machine gets it; here it is done where that dies, or there is none."""
    with workers.Pool(1) as pool:
        assert workers.begun(partial(_whereabouts, False), pool, articles=2)() != PARENT
        assert workers.begun(partial(_whereabouts, True), pool, articles=2)() == PARENT
        assert workers.begun(partial(_whereabouts, False), pool, articles=2)() == PARENT
    with workers.Pool(1, least=3) as pool:
        assert workers.begun(partial(_whereabouts, False), pool, articles=2)() == PARENT
    assert workers.begun(partial(_whereabouts, False), None, articles=2)() == PARENT


def test_workers_look_for_circles_of_objects_as_seldom() -> None:
    """The command line has Python's collector wait longer; so do its processes."""
    before = gc.get_threshold()
    gc.set_threshold(20_000)
    try:
        with workers.Pool(1) as pool:
            assert pool.submit(gc.get_threshold).result() == gc.get_threshold() != before
    finally:
        gc.set_threshold(*before)


class Lazy(Future):
    """Work that is done when its result is asked for."""

    def __init__(self, executor: OnDemand, work: workers.Work, batch: Sequence[int]) -> None:
        super().__init__()
        self._executor, self._work, self._batch = executor, work, batch

    def result(self, timeout: float | None = None) -> list[int]:
        self._executor.under_way.remove(len(self._batch))
        if self._executor.error:
            raise self._executor.error
        return self._work(self._batch)


class OnDemand(Executor):
    """One worker; it counts the items of the batches that are under way."""

    _max_workers = 1

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.under_way: list[int] = []
        self.most_batches = self.most_items = 0

    def submit(self, work: workers.Work, batch: Sequence[int]) -> Future:
        self.under_way.append(len(batch))
        self.most_batches = max(self.most_batches, len(self.under_way))
        self.most_items = max(self.most_items, sum(self.under_way))
        return Lazy(self, work, batch)


@pytest.mark.parametrize("error", [RuntimeError(), CancelledError(), MemoryError(), OSError()])
def test_whatever_a_worker_ends_in_is_done_here(error: Exception) -> None:
    """An executor may raise what it likes, and nothing is lost."""
    assert list(workers.mapped(_doubled, range(21), OnDemand(error))) == [2 * n for n in range(21)]


def test_an_error_of_ours_is_an_answer() -> None:
    """What a strict reader raises ends the reading."""
    with pytest.raises(BrokenStage, match="KeyError"):
        list(workers.mapped(_doubled, range(21), OnDemand(BrokenStage(broke="KeyError"))))


@pytest.mark.parametrize(
    ("weight", "batches", "items"),
    [(0, workers.AHEAD, 2 * workers.AHEAD), (3, 5, 10), (7, 4, 4), (100, 1, 1)],
)
def test_only_so_much_is_under_way(
    weight: int, batches: int, items: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many articles there are, only so many and so large ones are in memory to be sent."""
    monkeypatch.setattr(workers, "HEAVY", 10)
    monkeypatch.setattr(workers, "HEAVIEST", 30)
    executor = OnDemand()
    results = workers.mapped(_doubled, range(100), executor, lambda item: (item, weight))
    assert list(results) == [2 * n for n in range(100)]
    assert (executor.most_batches, executor.most_items) == (batches, items)


def test_an_interrupt_ends_the_workers() -> None:
    """Nobody goes on reading for a page that nobody waits for."""
    processes: list[int] = []
    with pytest.raises(KeyboardInterrupt), workers.pool(2) as executor:
        assert executor is not None
        future = executor.submit(os.getpid)
        processes.append(future.result())
        executor.submit(signal.pause)
        raise KeyboardInterrupt
    for process in processes:
        with suppress(ChildProcessError):  # The pool may have seen its end already.
            os.waitpid(process, 0)
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


HOLDING = """
import fcntl, sys, time
from brief.pipeline import workers

def hold(path):
    held.append(open(path, "w"))
    fcntl.flock(held[0], fcntl.LOCK_EX)

held = []
if __name__ == "__main__":
    with workers.pool(2) as executor:
        executor.submit(hold, sys.argv[1]).result()
        print("held", flush=True)
        time.sleep(600)
"""


def test_workers_end_with_a_process_that_is_killed(tmp_path: Path) -> None:
    """Nothing of a run that was killed at night is left; a worker's lock on a file is free."""
    script, lock = tmp_path / "holding.py", tmp_path / "lock"
    script.write_text(HOLDING)
    command = [sys.executable, str(script), str(lock)]
    path = os.pathsep.join([str(INPUTS.parent), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        process.kill()
    until = time.monotonic() + LONGEST
    with lock.open() as file:
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            assert time.monotonic() < until, "a worker is left"
            time.sleep(0.05)


def test_one_process_is_none_beside_this_one() -> None:
    """Few articles are read sooner than workers have started."""
    with workers.pool(1) as executor:
        assert executor is None


IN_JSON = Config(format="json")


@pytest.fixture
def in_threads() -> Iterator[workers.Pool]:
    """A pool of this machine whose processes are threads, so that a test can break what they do."""
    pool = workers.Pool(2)
    pool._executor = ThreadPoolExecutor(2)
    yield pool
    pool._executor.shutdown()


def _json(executor: Executor | None, folder: Path = INPUTS) -> str:
    reading = brief.read([folder])
    return brief.render(brief.brief(reading, IN_JSON, now=NOW, executor=executor), "json")


def test_json_is_the_same_whoever_looks_through_the_stories() -> None:
    """Processes look for copies, choose lines and look through all stories."""
    with workers.pool(2) as processes, ThreadPoolExecutor(2) as threads:
        assert _json(processes) == _json(threads) == _json(None)


@pytest.mark.last_resort
@pytest.mark.parametrize(
    ("function", "name"),
    [
        ("brief.compare.origins.origins", "copies"),
        ("brief.compare.quotes.quotations.quotes", "quotations"),
        ("brief.pipeline.condensing.own_news", "the articles' news"),
    ],
)
def test_what_breaks_in_a_process_is_named(
    monkeypatch: pytest.MonkeyPatch,
    in_threads: workers.Pool,
    tmp_path: Path,
    function: str,
    name: str,
) -> None:
    """A bug costs a finding, and the page says so, as it does without a pool."""

    def broken(*_: object) -> None:
        raise IndexError("no place")

    articles = shutil.copytree(INPUTS, tmp_path / "articles")
    boat = (articles / "tollmire-boat.txt").read_text("utf-8")
    (articles / "copy.txt").write_text(f"{boat}\nReaders may write to the paper.\n", "utf-8")
    monkeypatch.setattr(function, broken)
    pages = [_json(executor, articles) for executor in (None, in_threads)]
    assert pages[0] == pages[1]
    assert name in [skipped["path"] for skipped in json.loads(pages[1])["skipped"]]
