"""Dask's workers, on as many machines as there are, as an executor that reads articles.

They are asked first whether they have what this process has: another version reads otherwise.  What
they do not get done is done here (`workers.mapped`), and `Cluster.failures` says why.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar
from weakref import WeakSet

import brief
from brief.errors import BriefError, UsageError
from brief.model.version import __version__
from brief.settings import libraries

if TYPE_CHECKING:
    from distributed import Client

P = ParamSpec("P")
T = TypeVar("T")

#: Seconds that a scheduler has to answer, and to have a worker.
PATIENCE = 10.0
#: Differences that an error names.
_MOST = 3
_SAME = "install the same on each machine, 'brief-page[cluster]', in the same Python"
#: Errors of a connection.
_UNCONNECTED = (OSError, ValueError, RuntimeError)


class ClusterAway(UsageError):
    """A scheduler cannot be reached, or has no workers."""


class Differing(Exception):
    """A worker that came later has other versions."""


class Cluster(Executor):
    """An executor of a scheduler's workers.

    Work ends in `Differing` on a worker that has other versions, and is cancelled where no worker
    is left; what it ended in, but for errors of ours, is in `failures`.
    """

    def __init__(self, client: Client, threads: int) -> None:
        self.failures: list[str] = []
        self._max_workers = threads
        self._versions = versions()
        self._client = client
        # Equal work of another client is not ours, whose versions may be others.
        self._executor = client.get_executor(pure=False)
        self._pending: WeakSet[Future[Any]] = WeakSet()
        self._lost = False

    def submit(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a worker do some work.

        Raises:
            RuntimeError: no worker is left.
        """
        if self._lost or self._client.status != "running":
            self.failures.append("no worker is left")
            raise RuntimeError(self.failures[-1])
        future: Future[T] = self._executor.submit(_alike, self._versions, work, *args, **kwargs)
        self._pending.add(future)
        future.add_done_callback(self._note)
        return future

    @property
    def workers(self) -> int:
        """How many there are now."""
        return len(self._client.nthreads())

    def sized(self, threads: int) -> None:
        """Note how many threads the workers have now: some come later, and some go."""
        self._max_workers = max(1, threads)

    def give_up(self) -> None:
        """Cancel what is still to be done."""
        self._lost = True
        for future in [*self._pending]:
            future.cancel()

    def _note(self, future: Future[Any]) -> None:
        try:
            error = future.exception()
        except CancelledError:
            self.failures.append("the connection or the last worker was lost")
            return
        if error is not None and not isinstance(error, BriefError):
            self.failures.append(f"{type(error).__name__}: {error}")


@contextmanager
def cluster(address: str) -> Iterator[Cluster]:
    """Yield an executor of the workers of the scheduler at `address`, `tcp://…` or `tls://…`.

    Certificates are those of dask's own configuration.

    Raises:
        ClusterAway: nothing answers there, or no worker has come.
        UsageError: distributed is not installed, or something there has another version.
    """
    if find_spec("distributed") is None:
        advice = "install it: pip install 'brief-page[cluster]', or read with --jobs"
        raise UsageError(
            "what speaks with a cluster is not installed", where=address, advice=advice
        )
    import dask

    # An article may be larger than what dask wonders at.
    with _silent(), dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        client = _client(address)
        ended = Event()
        try:
            _refuse_others(client, address)
            executor = Cluster(client, _threads(client))
            Thread(target=_watch, args=(client, executor, ended), daemon=True).start()
            yield executor
        finally:
            ended.set()
            with suppress(Exception):  # Nothing of it is needed any more.
                client.close(timeout=2)


def _client(address: str) -> Client:
    import warnings

    from distributed import Client, Security

    if address.startswith("tls:") and not Security().get_connection_args("client")["ssl_context"]:
        advice = "name them under distributed.comm.tls in dask's configuration"
        raise UsageError("there are no certificates for TLS", where=address, advice=advice)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Versions are looked at below.
            client = Client(address, timeout=PATIENCE, set_as_default=False, name="brief")
    except _UNCONNECTED:
        problem = f"no scheduler answers within {PATIENCE:g} seconds"
        advice = "start it: dask scheduler, or read with --jobs"
        raise ClusterAway(problem, where=address, advice=advice) from None
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except _UNCONNECTED:
        client.close(timeout=2)
        advice = f"start one: dask worker {address} --nworkers auto --nthreads 1"
        raise ClusterAway("the scheduler has no workers", where=address, advice=advice) from None
    return client


def _threads(client: Client) -> int:
    """Return how many articles the workers read at a time."""
    return sum(client.nthreads().values())


def _refuse_others(client: Client, address: str) -> None:
    """Raise `UsageError` where the scheduler or a worker has not the versions of this process."""
    others: dict[str, object] = client.run(versions, on_error="return")
    try:
        others[address] = client.run_on_scheduler(versions)
    except Exception as error:  # Whatever it has not got.
        others[address] = error
    for place, held in sorted(others.items(), key=lambda other: other[0]):
        if differences := _differences(held):
            raise UsageError("; ".join(differences[:_MOST]), where=place, advice=_SAME)


def _differences(held: object) -> list[str]:
    if not isinstance(held, Mapping):
        return [f"brief does not run there ({held})"]
    return [
        f"{name} is {held.get(name, 'unknown')} there and {version} here"
        for name, version in versions().items()
        if held.get(name) != version
    ]


@cache
def versions() -> dict[str, str]:
    """Return what decides what is read of an article: versions by name, and the code of `brief`."""
    return {
        "brief": __version__,
        **libraries.versions(),
        "distributed": metadata.version("distributed"),
        "the code of brief": _code(),
    }


def _code() -> str:
    """Return a digest of the files of `brief`, which a version may have several of."""
    folder = Path(brief.__file__).parent
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:8]


def _alike(expected: dict[str, str], work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do some work where the versions are those expected."""
    if versions() != expected:
        raise Differing("a worker has other versions")
    return work(*args, **kwargs)


def _watch(client: Client, executor: Cluster, ended: Event) -> None:
    """Have an executor give up when its cluster has had no workers for a while."""
    seconds = 0
    while not ended.wait(1):
        try:
            left = _threads(client)
        except Exception:  # The client has lost its scheduler.
            left = 0
        executor.sized(left)
        seconds = 0 if left else seconds + 1
        if seconds >= PATIENCE:
            executor.give_up()
            return


@contextmanager
def _silent() -> Iterator[None]:
    """Keep dask from writing to stderr: what matters of it is said by who asked."""
    import distributed  # noqa: F401  # Its import sets the levels.

    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
