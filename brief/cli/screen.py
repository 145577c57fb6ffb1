"""What goes to the screen: messages on stderr, results on stdout, progress on a terminal."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any, TextIO

from brief.errors import UsageError

#: Progress shows only when the work takes longer, in seconds.
PATIENCE = 1.0

Progress = Callable[[int, int], None]


def on_terminal(stream: TextIO | None) -> bool:
    """Return whether `stream` is a terminal; it is None where the process has none (`>&-`)."""
    return stream is not None and stream.isatty()


def printable(text: str) -> str:
    """Return `text` with all that could steer a terminal as escapes: `\\x1b`, `\\u202e`, `\\n`."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


def say(message: str) -> None:
    """Print one line to stderr, whatever `message` quotes; a stderr that is shut keeps it."""
    # Without a file, `print` would put the message into the page.
    if sys.stderr is not None:
        with suppress(OSError):
            print(f"brief: {printable(message)}", file=sys.stderr, flush=True)


def put(text: str) -> None:
    """Print a result to stdout, in UTF-8 and with `\\n` whatever the locale."""
    if sys.stdout is None:
        raise UsageError("standard output is closed", advice="write the page to a file with -o")
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def silence_stdout() -> None:
    """Let nothing more be written where it cannot be, not even at exit."""
    if sys.stdout is None:
        return
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


@contextmanager
def progress(quiet: bool, doing: str = "Reading") -> Iterator[Progress | None]:
    """Yield what to call with (done, all); it draws only on a terminal and after `PATIENCE`."""
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
    """Say on a terminal what is being done, once it has taken longer than `PATIENCE`.

    Yields what to call with what is being done by now, from any thread.
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
    """What is being done; loads rich only when it is shown."""

    def __init__(self, doing: str) -> None:
        self._doing = doing
        self._shown: Any = None

    def __call__(self, doing: str) -> None:
        self._doing = doing
        if self._shown is not None:
            self._shown.update(f"{doing} …")

    def start(self) -> None:
        from rich.console import Console

        shown = Console(stderr=True).status(f"{self._doing} …")
        shown.start()
        self._shown = shown

    def stop(self) -> None:
        if self._shown is not None:
            self._shown.stop()


class _Bar:
    """Loads rich only when there is something to draw."""

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

    shown = RichProgress(console=Console(stderr=True), transient=True)
    task = shown.add_task(doing, total=None)
    shown.start()
    return lambda done, total: shown.update(task, completed=done, total=total), shown.stop
