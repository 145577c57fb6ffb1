"""How long fetching may go on: for each host, and for a whole run.

Only time in which something is fetched counts, so that a run that reads long is not late for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from brief.web.addresses import Unfetchable
from brief.web.fetched import Limits


class Stopwatch:
    """Counts the seconds in which at least one of several threads is at it; a context manager."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = Lock()
        self._total = 0.0
        self._began = 0.0
        self._inside = 0

    def __enter__(self) -> None:
        with self._lock:
            if not self._inside:
                self._began = self._monotonic()
            self._inside += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._total += self._monotonic() - self._began

    @property
    def seconds(self) -> float:
        """The seconds so far."""
        with self._lock:
            return self._total + (self._monotonic() - self._began if self._inside else 0.0)


class Deadlines:
    """The time that the hosts of one run have, and the run; several threads use it."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float]) -> None:
        self._limits = limits
        self._monotonic = monotonic
        self._lock = Lock()
        #: The watch of the whole run.
        self.run = Stopwatch(monotonic)
        self._hosts: dict[str, Stopwatch] = {}
        #: By origin, the moment before which the server wants no request.
        self._closed: dict[tuple[str, str, int], float] = {}

    @contextmanager
    def running(self, host: str) -> Iterator[None]:
        """Count the time of the block for a host and for the run."""
        with self._lock:
            watch = self._hosts.setdefault(host, Stopwatch(self._monotonic))
        with self.run, watch:
            yield

    def left(self, host: str) -> float:
        """Return the seconds that are left for a host; 0 or less where there are none."""
        with self._lock:
            watch = self._hosts.get(host)
        spent = watch.seconds if watch else 0.0
        return min(self._limits.host - spent, self._limits.run - self.run.seconds)

    def refuse_late(self, host: str) -> None:
        """Raise `Unfetchable` where no time is left for a host."""
        if self.left(host) <= 0:
            raise Unfetchable("no time was left for it; the next run asks again", late=True)

    def close(self, origin: tuple[str, str, int], wait: float) -> None:
        """Note that a server wants no request for so many seconds."""
        with self._lock:
            self._closed[origin] = self._monotonic() + wait

    def refuse_closed(self, origin: tuple[str, str, int]) -> None:
        """Raise `Unfetchable` where the server of an origin has asked to be left alone."""
        with self._lock:
            until = self._closed.get(origin)
        if until is not None and self._monotonic() < until:
            raise Unfetchable("its server asks to come back later; the next run does", late=True)
