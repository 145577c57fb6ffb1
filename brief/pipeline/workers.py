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
from typing import TypeAlias, TypeVar

T = TypeVar("T")
Item = TypeVar("Item")
#: Makes something of each item of a batch.
Work: TypeAlias = Callable[[Sequence[Item]], list[T]]

#: Articles of a set from which on more than one core reads them: fewer are read sooner than workers
#: have started.
MANY = 200
#: Articles that a worker gets at a time.
BATCH = 32


def cores() -> int:
    """Return how many processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # Not on macOS.
        return os.cpu_count() or 1


@contextmanager
def pool(jobs: int) -> Iterator[Executor | None]:
    """Yield an executor of so many processes, None for one: that is this one.

    Its processes start where they are first needed.  They end with the block, at once where an
    exception ends it, an interrupt among them.
    """
    if jobs < 2:
        yield None
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # A copy of this process would have its threads' locks as they were (bpo-6721).
    executor = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_quiet)
    try:
        yield executor
    except BaseException:
        processes = list(getattr(executor, "_processes", None) or {})
        executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            _end(process)
        raise
    executor.shutdown()


def _quiet() -> None:
    # An interrupt goes to all processes of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end(process: int) -> None:
    with suppress(OSError):  # It may have ended.
        os.kill(process, signal.SIGTERM)


def mapped(work: Work[Item, T], items: Sequence[Item], executor: Executor | None) -> Iterator[T]:
    """Yield what `work` makes of each item, in their order; it takes a batch of them at a time."""
    batches = [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
    if executor is None:
        for batch in batches:
            for item in batch:
                yield from work([item])
        return
    futures: list[Future[list[T]]] = []
    with suppress(BrokenExecutor):
        futures += (executor.submit(work, batch) for batch in batches)
    for place, batch in enumerate(batches):
        try:
            results = futures[place].result() if place < len(futures) else work(batch)
        except BrokenExecutor:
            results = work(batch)
        if place < len(futures):
            futures[place] = Future()  # What it holds is not needed any more.
        yield from results
