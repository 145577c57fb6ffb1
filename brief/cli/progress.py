"""The line on a terminal that says how far the work is, rewritten until it is wiped.

    reading 1,200 of 10,000 articles, 160 a second, 55 s left

It shows on a terminal only, and only once the work has taken a moment.  `screen` wipes it before
anything else is written.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import ceil
from threading import Event, RLock, Thread
from typing import TextIO

from brief.cli import screen
from brief.cli.environment import environment

#: Seconds that work takes before its progress is shown, and between two looks at it.
PATIENCE, PAUSE = 0.5, 0.1
#: Of so many, or more, rate and remaining time are told.
MANY = 200
#: Goes to the start of the line; clears what is behind.
_START, _CLEAR = "\r", "\x1b[K"


def told(phase: str, done: int, total: int, seconds: float = 0.0) -> str:
    """Return how far a phase is that began `seconds` ago; see `model.progress` for its words."""
    if total < 2:
        return phase.replace("{} ", "")
    words = phase.format(f"{done:,} of {total:,}")
    if total < MANY or not 0 < done < total or seconds < PATIENCE:
        return words
    rate = done / seconds
    pace = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
    return f"{words}, {pace} a second, {_duration((total - done) / rate)} left"


def _duration(seconds: float) -> str:
    if seconds <= 90:
        return f"{ceil(seconds)} s"
    return f"{ceil(seconds / 60):,} min"


class ProgressLine:
    """How far the work is; a `Progress` that any thread may call, and draws on a terminal.

    `clock` returns seconds.  Nothing is ever drawn where `stream` is None.
    """

    def __init__(
        self,
        stream: TextIO | None,
        clock: Callable[[], float] = time.monotonic,
        columns: Callable[[], int] = lambda: shutil.get_terminal_size().columns,
    ) -> None:
        self._stream, self._clock, self._columns = stream, clock, columns
        # The same thread may say something while it draws.
        self._lock = RLock()
        self._phase, self._done, self._total = "", 0, 0
        self._began = self._phase_began = clock()
        self._drawn, self._drawn_at = "", self._began - PAUSE

    def __call__(self, phase: str, done: int, total: int) -> None:
        """Say what is done now, and how far it is."""
        with self._lock:
            now = self._clock()
            if anew := phase != self._phase:
                self._phase, self._phase_began = phase, now
            self._done, self._total = done, total
            if anew or now - self._drawn_at >= PAUSE:
                self.draw()

    def count(self, done: int, total: int) -> None:
        """Say how far the phase is."""
        self(self._phase, done, total)

    def draw(self) -> None:
        """Draw the line where it is time for it and it is not what stands there."""
        with self._lock:
            now = self._clock()
            if not self._phase or now - self._began < PATIENCE:
                return
            words = told(self._phase, self._done, self._total, now - self._phase_began)
            words = words[: max(1, self._columns() - 1)]
            if words != self._drawn:
                self._write(f"{_START}{words}{_CLEAR}")
                self._drawn, self._drawn_at = words, now

    def wipe(self) -> None:
        """Take the line away; the next `draw` brings it back."""
        with self._lock:
            if self._drawn:
                self._write(f"{_START}{_CLEAR}")
                self._drawn = ""

    def end(self) -> None:
        """Take the line away for good."""
        with self._lock:
            self.wipe()
            self._stream = None

    @contextmanager
    def away(self) -> Iterator[None]:
        """Take the line away, and let nobody draw it meanwhile."""
        with self._lock:
            self.wipe()
            yield

    def _write(self, text: str) -> None:
        if self._stream is not None:
            with suppress(OSError, ValueError):  # the terminal is gone, or closed
                self._stream.write(text)
                self._stream.flush()


@contextmanager
def working(*, quiet: bool = False) -> Iterator[ProgressLine]:
    """Yield what draws how far the work is; it draws nothing if `quiet`, and off a terminal."""
    draws = screen.on_terminal(sys.stderr) and environment().get("TERM") not in ("", "dumb")
    line = ProgressLine(sys.stderr if draws and not quiet else None)
    if quiet or not draws:
        yield line
        return
    ended = Event()
    # A stage that reports nothing for long is still told of.
    Thread(target=_drawing, args=(line, ended), name="progress", daemon=True).start()
    screen.DRAWN.append(line.away)
    try:
        yield line
    finally:
        line.end()
        screen.DRAWN.remove(line.away)
        ended.set()


def _drawing(line: ProgressLine, ended: Event) -> None:
    while not ended.wait(PAUSE):
        line.draw()
