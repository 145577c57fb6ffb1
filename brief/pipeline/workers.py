"""Work on one article after the other, over an executor where there is one.

Any `concurrent.futures` executor will do: a pool of processes (`pool`), or that of a cluster.  Work
goes out in batches, since an article alone costs less than sending it, and comes back in order, so
that the result is the same as without.  What a worker that died was at is done here instead.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, ParamSpec, TypeAlias, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

P = ParamSpec("P")
T = TypeVar("T")
Item = TypeVar("Item")
#: Makes something of each item of a batch.
Work: TypeAlias = Callable[[Sequence[Item]], list[T]]

#: Articles of a set from which on more than one core reads them: fewer are read sooner than workers
#: have started.
MANY = 200
#: Articles, and stories, that a worker gets at a time.
BATCH, STORIES = 32, 4


def cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # Not on macOS.
        return os.cpu_count() or 1


class Pool(Executor):
    """Processes of this machine, started where the first work comes: a small set needs none."""

    def __init__(self, processes: int, least: int = 0) -> None:
        """Take how many there are to be, and how many articles work is on that they get."""
        self._processes, self.least = processes, least
        self._executor: ProcessPoolExecutor | None = None

    def submit(self, work: Callable[P, T], /, *args: P.args, **named: P.kwargs) -> Future[T]:
        """Give work to a process."""
        if self._executor is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            # A copy of this process would have its threads' locks as they were (bpo-6721).
            self._executor = ProcessPoolExecutor(
                self._processes, mp_context=get_context("spawn"), initializer=_quiet
            )
        return self._executor.submit(work, *args, **named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, when they have done their work or, if not to `wait`, at once."""
        if self._executor is None:
            return
        processes = list(getattr(self._executor, "_processes", None) or {})
        self._executor.shutdown(wait, cancel_futures=cancel_futures)
        for process in () if wait else processes:
            _end(process)


@contextmanager
def pool(jobs: int) -> Iterator[Pool | None]:
    """Yield so many processes, None for one: that is this one.

    0 are as many as there are cores, for work on `MANY` articles and more.  They end with the
    block, at once where an exception ends it, an interrupt among them.
    """
    processes = jobs or cores()
    if processes < 2:
        yield None
        return
    executor = Pool(processes, 0 if jobs else MANY)
    try:
        yield executor
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


def pays(executor: Executor | None, articles: int) -> bool:
    """Return whether work on so many articles is to go to an executor."""
    return executor is not None and articles >= getattr(executor, "least", 0)


def _quiet() -> None:
    # An interrupt goes to all processes of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end(process: int) -> None:
    with suppress(OSError):  # It may have ended.
        os.kill(process, signal.SIGTERM)


def mapped(
    work: Work[Item, T],
    items: Sequence[Item],
    executor: Executor | None,
    *,
    articles: int | None = None,
    batch: int | None = None,
) -> Iterator[T]:
    """Yield what `work` makes of each item, in their order; it takes a `batch` of them at a time.

    `articles` is how many articles the items are, by default one each.
    """
    if executor is None or not pays(executor, len(items) if articles is None else articles):
        for item in items:
            yield from work([item])
        return
    size = batch or BATCH
    batches = [items[start : start + size] for start in range(0, len(items), size)]
    futures: list[Future[list[T]]] = []
    with suppress(BrokenExecutor):
        futures += (executor.submit(work, part) for part in batches)
    for place, part in enumerate(batches):
        try:
            results = futures[place].result() if place < len(futures) else work(part)
        except BrokenExecutor:
            results = work(part)
        if place < len(futures):
            futures[place] = Future()  # What it holds is not needed any more.
        yield from results
