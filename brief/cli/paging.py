"""A page on a terminal: what the terminal can show, and the pager where the page is longer."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from brief.cli.environment import environment
from brief.cli.screen import put

if TYPE_CHECKING:
    from brief.formats.typeset import Window

#: Kinds of terminal that know of nothing but text.
_DUMB = ("", "dumb", "unknown")
#: Pagers that show all at once.
_NO_PAGER = ("", "cat")
#: The first version of less that hands links on, and the seconds it may take to tell its own.
_LESS_WITH_LINKS, _PATIENCE = 566, 5.0
#: What a shell returns where it cannot run a command.
_NOT_RUN = (126, 127)


def show(typeset: Callable[[Window], str], *, paged: bool = True) -> None:
    """Show on the terminal what is typeset for it; in a pager where it is longer than the screen.

    The pager is that of `PAGER`, or less, as for git; where there is none, or it cannot be run, all
    is printed.  With `paged` false, that is so, too.
    """
    from brief.formats.typeset import Window

    size = shutil.get_terminal_size()
    dumb = environment().get("TERM", "") in _DUMB
    host = os.uname().nodename
    window = Window(columns=size.columns, styled=not dumb, linked=not dumb, host=host)
    page = typeset(window)
    # The last line of the screen is the shell's.
    pager = _pager() if paged and not dumb and page.count("\n") >= size.lines else ""
    if pager:
        through = page if _knows_links(pager) else typeset(replace(window, linked=False))
        if _shown_by(pager, through):
            return
    put(page)


def _pager() -> str:
    """Return the command of the pager; empty where there is none."""
    chosen = environment().get("PAGER")
    if chosen is None:
        return "less" if shutil.which("less") else ""
    return "" if chosen.strip() in _NO_PAGER else chosen


def _knows_links(pager: str) -> bool:
    """Return whether a pager hands links on to the terminal; others show them as text."""
    try:
        program, *_ = shlex.split(pager)
        if os.path.basename(program) != "less":
            return False
        done = subprocess.run(
            [program, "--version"], capture_output=True, timeout=_PATIENCE, check=False
        )
    except (ValueError, OSError, subprocess.SubprocessError):
        return False
    version = re.match(rb"less (\d{1,6})", done.stdout)
    return version is not None and int(version[1]) >= _LESS_WITH_LINKS


def _surroundings() -> Mapping[str, str]:
    """Return the environment of a pager.

    As for git, less takes styles as such (-R), does not wait with what fits the screen (-F), and
    leaves on it what it has shown (-X), unless `LESS` says otherwise.
    """
    given = environment()
    less = f"-R {given['LESS']}" if given.get("LESS") else "FRX"
    return {"LV": "-c", "LESSCHARSET": "utf-8", **given, "LESS": less}


def _shown_by(pager: str, page: str) -> bool:
    """Show a page in a pager, until its user ends it; return whether it could be run."""
    try:
        # `PAGER` is a line for the shell (POSIX, man).
        process = subprocess.Popen(
            pager, shell=True, stdin=subprocess.PIPE, env=dict(_surroundings())
        )
    except (OSError, ValueError):
        return False
    with _interrupts_ignored():
        # Whoever ends it early has read enough: `communicate` takes a broken pipe for that.
        process.communicate(page.encode("utf-8", "replace"))
    return process.returncode not in _NOT_RUN


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Leave Ctrl-C to the pager, which gets it too, and would be left without us."""
    before = None
    with suppress(ValueError):  # only the main thread handles signals
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)
