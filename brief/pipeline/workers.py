"""Work on one article after the other, over an executor where there is one.

Any `concurrent.futures` executor will do: a pool of processes (`pool`), or that of a cluster.  Work
goes out in batches, since an article alone costs less than sending it, a bounded number of them at
a time, and comes back in order, so that the result is the same as without.  What a worker that died
was at is done here instead.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeAlias, TypeVar

from brief.errors import BriefError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

P = ParamSpec("P")
T = TypeVar("T")
Item = TypeVar("Item")
#: Makes something of each item of a batch.
Work: TypeAlias = Callable[[Sequence[Item]], list[T]]
#: Returns what is sent of an item, and how many bytes that has.
Send: TypeAlias = Callable[[Item], tuple[Item, int]]

#: Articles of a set from which on more than one core reads them: fewer are read sooner than workers
#: have started.
MANY = 200
#: Articles, and stories, that a worker gets at a time.
BATCH, STORIES = 32, 4
#: Batches for each worker that are under way at a time.
AHEAD = 8
#: Workers of an executor that does not say how many it has.
USUAL = 8
#: Bytes of the contents in a batch, beside that of its first article, and of those under way.
HEAVY, HEAVIEST = 4 * 2**20, 256 * 2**20


@dataclass(frozen=True, slots=True)
class _Pending(Generic[Item, T]):
    """A batch that is under way."""

    batch: list[Item]
    #: None where the executor did not take it.
    future: Future[list[T]] | None
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Who does the work: `executor`, or this process."""

    executor: Executor | None = None
    #: What an executor on other machines gets of a file: a function of the module `sending`.
    send: Send[Any] | None = None


#: This process does it.
HERE = Spread()


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
        self._max_workers, self.least = processes, least
        self._executor: ProcessPoolExecutor | None = None

    def submit(self, work: Callable[P, T], /, *args: P.args, **named: P.kwargs) -> Future[T]:
        """Give work to a process."""
        if self._executor is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            # A copy of this process would have its threads' locks as they were (bpo-6721).
            self._executor = ProcessPoolExecutor(
                self._max_workers,
                mp_context=get_context("spawn"),
                initializer=_begin,
                initargs=gc.get_threshold(),
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


def begun(work: Callable[[], T], executor: Executor | None, *, articles: int) -> Callable[[], T]:
    """Begin work on a whole set in another process of this machine; return what waits for it.

    It is done here, when it is asked for, where there is no `Pool`: other machines would have to
    be sent all texts.
    """
    if not isinstance(executor, Pool) or not pays(executor, articles):
        return work
    future = _submitted(executor, work)

    def result() -> T:
        return work() if (made := _returned(future)) is None else made

    return result


def _begin(*threshold: int) -> None:
    """Begin to work as the first process does: see `brief.__main__` for the collector."""
    gc.set_threshold(*threshold)
    # An interrupt goes to all processes of a terminal; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that started it has ended, which may have been killed.

    A worker of Python's waits for more work otherwise, for ever.
    """
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


def _end(process: int) -> None:
    with suppress(OSError):  # It may have ended.
        os.kill(process, signal.SIGTERM)


def mapped(
    work: Work[Item, T],
    items: Sequence[Item],
    executor: Executor | None,
    send: Send[Item] | None = None,
    *,
    articles: int | None = None,
    batch: int = 0,
) -> Iterator[T]:
    """Yield what `work` makes of each item, in their order.

    `articles` is how many articles the items are, by default one each, and `batch` how many items
    go out at a time, by default `BATCH`.  The executor gets of each item what `send` makes of it,
    no sooner than it has room for it.  Errors of ours that `work` raises are raised here; whatever
    else a batch of the executor ends in, `work` gets its items, as they are, here.
    """
    if executor is None or not pays(executor, len(items) if articles is None else articles):
        for item in items:
            yield from work([item])
        return
    pending: deque[_Pending[Item, T]] = deque()
    for part, sent, weight in _batches(items, send, batch or BATCH):
        while pending and _is_full(executor, pending, weight):
            yield from _result(work, pending.popleft())
        pending.append(_Pending(part, _submitted(executor, work, sent), weight))
    while pending:
        yield from _result(work, pending.popleft())


def _is_full(executor: Executor, pending: Sequence[_Pending[Item, T]], weight: int) -> bool:
    """Return whether an executor has enough to do without a batch of so many bytes."""
    most = AHEAD * getattr(executor, "_max_workers", USUAL)  # The pools of Python have it, too.
    return len(pending) >= most or weight + sum(each.weight for each in pending) > HEAVIEST


def _batches(
    items: Sequence[Item], send: Send[Item] | None, most: int
) -> Iterator[tuple[list[Item], list[Item], int]]:
    """Yield batches as they are, as they are sent, and the bytes of that."""
    batch: list[Item] = []
    sent: list[Item] = []
    total = 0
    for item in items:
        sending, weight = send(item) if send else (item, 0)
        if batch and (len(batch) == most or total + weight > HEAVY):
            yield batch, sent, total
            batch, sent, total = [], [], 0
        batch.append(item)
        sent.append(sending)
        total += weight
    if batch:
        yield batch, sent, total


def _submitted(
    executor: Executor, work: Callable[P, T], *args: P.args, **named: P.kwargs
) -> Future[T] | None:
    # Whatever an executor that has ended raises.
    with suppress(Exception):
        return executor.submit(work, *args, **named)
    return None


def _result(work: Work[Item, T], pending: _Pending[Item, T]) -> list[T]:
    made = _returned(pending.future)
    return work(pending.batch) if made is None else made


def _returned(future: Future[T] | None) -> T | None:
    """Return what a worker has made, None for nothing."""
    if future is None:
        return None
    try:
        return future.result()
    except BriefError:
        raise
    except Exception:  # It has died, its machine is away, the cluster is closing down, …
        return None
