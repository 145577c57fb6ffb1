"""What a scheduled run says: to stderr, with its time, level and number, or as JSON."""

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
    """Messages of one run; `info` is for those who ask for it (`-v`)."""

    verbose: bool = False
    quiet: bool = False
    form: str = "text"
    #: What tells the messages of one run from another's.
    run: str = ""
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def info(self, message: str) -> None:
        """Say what is worth knowing when one looks."""
        if self.verbose:
            self._write("info", message)

    def warn(self, message: str) -> None:
        """Say what somebody should look at."""
        self._write("warning", message)

    def error(self, message: str) -> None:
        """Say what went wrong."""
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
