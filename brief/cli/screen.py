"""Output: results on stdout; messages, the log of a scheduled run and progress on stderr."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Timer
from typing import Any, TextIO

from brief.errors import UsageError

#: Seconds that work takes before its progress is shown.
PATIENCE = 1.0

#: What `--log-format` takes.
LOG_FORMATS = ("text", "json")

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


def put(made: str | bytes) -> None:
    """Write a result to stdout, text in UTF-8 and with `\\n` whatever the locale.

    Raises:
        UsageError: stdout is closed.
    """
    if sys.stdout is None:
        raise UsageError("standard output is closed", advice="write the page to a file with -o")
    sys.stdout.flush()
    content = made if isinstance(made, bytes) else made.encode("utf-8", "replace")
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def silence_stdout() -> None:
    """Send what is still to be written to stdout, at exit too, to the null device."""
    if sys.stdout is None:
        return
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


@dataclass(frozen=True, slots=True)
class Log:
    """The messages of one run; a stderr that is closed or full loses them."""

    #: Whether `info` is written.
    verbose: bool = False
    #: Not used here: whoever draws progress asks for it.
    quiet: bool = False
    #: One of `LOG_FORMATS`.
    form: str = "text"
    #: The identifier of the run, in every message.
    run: str = ""

    def info(self, message: str) -> None:
        """Write what is of interest under `--verbose` only."""
        if self.verbose:
            self._write("info", message)

    def warn(self, message: str) -> None:
        """Write what somebody should look at."""
        self._write("warning", message)

    def error(self, message: str) -> None:
        """Write what went wrong."""
        self._write("error", message)

    def _write(self, level: str, message: str) -> None:
        if sys.stderr is None:
            return
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        if self.form == "json":
            row = json.dumps({"time": moment, "level": level, "run": self.run, "message": message})
        else:
            row = printable(f"{moment} {level} {self.run}: {message}")
        with suppress(OSError):
            print(row, file=sys.stderr, flush=True)


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
        self._shown: Any = None

    def __call__(self, done: int, total: int) -> None:
        if self._shown is None:
            if time.monotonic() - self._started < PATIENCE:
                return
            from rich.console import Console
            from rich.progress import Progress as RichProgress

            self._shown = RichProgress(console=Console(stderr=True), transient=True)
            self._shown.add_task(self._doing, total=None)
            self._shown.start()
        self._shown.update(self._shown.task_ids[0], completed=done, total=total)

    def stop(self) -> None:
        if self._shown is not None:
            self._shown.stop()
