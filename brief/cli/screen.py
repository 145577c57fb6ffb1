"""Output to the screen: messages on stderr, results on stdout, progress on a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any, TextIO

from brief.errors import UsageError

#: Seconds that work takes before its progress is shown.
PATIENCE = 1.0

#: Called with how many are done, and of how many.
Progress = Callable[[int, int], None]


def on_terminal(stream: TextIO | None) -> bool:
    """Return whether `stream` is a terminal; it is None where the process has none (`>&-`)."""
    return stream is not None and stream.isatty()


def printable(text: str) -> str:
    """Return `text` with control characters as escapes: `\\x1b`, `\\u202e`, `\\n`."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def say(message: str) -> None:
    """Print `message` to stderr on one line; a stderr that is closed or full loses it."""
    # Without a file, `print` would put the message into the page.
    if sys.stderr is not None:
        with suppress(OSError):
            print(f"brief: {printable(message)}", file=sys.stderr, flush=True)


def put(text: str) -> None:
    """Write a result to stdout, in UTF-8 and with `\\n` whatever the locale.

    Raises:
        UsageError: stdout is closed.
    """
    if sys.stdout is None:
        raise UsageError("standard output is closed", advice="write the page to a file with -o")
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def silence_stdout() -> None:
    """Send what is still to be written to stdout, at exit too, to the null device."""
    if sys.stdout is None:
        return
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


@contextmanager
def progress(quiet: bool, doing: str = "Reading") -> Iterator[Progress | None]:
    """Yield a function that draws a progress bar after `PATIENCE`; None off a terminal."""
    if quiet or not on_terminal(sys.stderr):
        yield None
        return
    bar = _Bar(doing)
    try:
        yield bar
    finally:
        bar.stop()


@contextmanager
def waiting(quiet: bool, doing: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being done, once it has taken longer than `PATIENCE`.

    Yields a function that any thread may call with what is being done now.
    """
    if quiet or not on_terminal(sys.stderr):
        yield lambda _: None
        return
    status = _Status(doing)
    timer = Timer(PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield status
    finally:
        timer.cancel()
        timer.join()  # or it could begin to draw once nobody stops it
        status.stop()


class _Status:
    """A line with what is being done; loads rich when it is shown."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._shown: Any = None

    def __call__(self, doing: str) -> None:
        self._doing = doing
        if self._shown is not None:
            self._shown.update(f"{doing} …")

    def start(self) -> None:
        from rich.console import Console

        status = Console(stderr=True).status(f"{self._doing} …")
        status.start()
        self._shown = status

    def stop(self) -> None:
        if self._shown is not None:
            self._shown.stop()


class _Bar:
    """A progress bar; loads rich when it is drawn."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._started = time.monotonic()
        self._update: Progress | None = None
        self._stop: Callable[[], None] = lambda: None

    def __call__(self, done: int, total: int) -> None:
        if self._update is None and time.monotonic() - self._started < PATIENCE:
            return
        if self._update is None:
            self._update, self._stop = _rich_bar(self._doing)
        self._update(done, total)

    def stop(self) -> None:
        self._stop()


def _rich_bar(doing: str) -> tuple[Progress, Callable[[], None]]:
    from rich.console import Console
    from rich.progress import Progress as RichProgress

    bar = RichProgress(console=Console(stderr=True), transient=True)
    task = bar.add_task(doing, total=None)
    bar.start()
    return lambda done, total: bar.update(task, completed=done, total=total), bar.stop
