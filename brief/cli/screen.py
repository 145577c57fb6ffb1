"""Output: results on stdout; messages and the log of a scheduled run on stderr.

What `progress` has drawn on a terminal goes before any of it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TextIO

from brief.errors import UsageError

#: What `--log-format` takes.
LOG_FORMATS = ("text", "json")

#: Each takes away what is drawn on the terminal, for as long as something else is written.
DRAWN: list[Callable[[], AbstractContextManager[object]]] = []


def on_terminal(stream: TextIO | None) -> bool:
    """Return whether `stream` is a terminal; it is None where the process has none (`>&-`)."""
    return stream is not None and stream.isatty()


def printable(text: str) -> str:
    """Return `text` with control characters as escapes: `\\x1b`, `\\u202e`, `\\n`."""
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
        for char in text
    )


@contextmanager
def undrawn() -> Iterator[None]:
    """Take away what is drawn on the terminal, for as long as something else is written."""
    with ExitStack() as stack:
        for away in DRAWN:
            stack.enter_context(away())
        yield


def say(message: str) -> None:
    """Print `message` to stderr on one line; a stderr that is closed or full loses it."""
    # Without a file, `print` would put the message into the page.
    if sys.stderr is not None:
        with undrawn(), suppress(OSError):
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
    with undrawn():
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
        with undrawn(), suppress(OSError):
            print(row, file=sys.stderr, flush=True)
