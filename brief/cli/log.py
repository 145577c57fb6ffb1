"""The log of a scheduled run: lines on stderr with time, level and run, as text or JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from brief.cli.screen import printable

#: What `--log-format` takes.
FORMATS = ("text", "json")


@dataclass(frozen=True, slots=True)
class Log:
    """The messages of one run; a stderr that is closed or full loses them."""

    #: Whether `info` is written.
    verbose: bool = False
    #: Not used here: whoever draws progress asks for it.
    quiet: bool = False
    #: One of `FORMATS`.
    form: str = "text"
    #: The identifier of the run, in every message.
    run: str = ""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

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
        moment = self.clock().isoformat(timespec="seconds")
        if self.form == "json":
            row = json.dumps(
                {"time": moment, "level": level, "run": self.run, "message": message},
                ensure_ascii=True,
            )
        else:
            row = printable(f"{moment} {level} {self.run}: {message}")
        with suppress(OSError):
            print(row, file=sys.stderr, flush=True)
