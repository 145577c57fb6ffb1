"""What a run goes by, and what it is handed from outside."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from brief.memory.cache import ReadCache
from brief.memory.state import State
from brief.model.progress import Progress, silent
from brief.pipeline.workers import HERE, Spread
from brief.run.collecting import Fetch
from brief.run.composing import period_of
from brief.run.covered import Covered, covered
from brief.run.delivering import Channels
from brief.settings.toml import Configured

#: What a run with a page is called in the memory, and one whose page another machine has made.
MADE, ELSEWHERE = "page", "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a run is handed: the network, the channels, a screen that may stay dark."""

    fetch: Fetch
    channels: Channels
    #: Called with a line for each thing that is worth it under `--verbose`.
    tell: Callable[[str], None]
    #: What tells this machine from others that share the folder; empty where none does.
    machine: str = ""
    #: What articles said: of one that was updated, only what changed is new.
    store: ReadCache
    #: Called with how far the run is.
    progress: Progress = silent
    #: Yields who does the work on the articles of a page; they end with the block.
    spread: Callable[[], AbstractContextManager[Spread]] = lambda: nullcontext(HERE)
    #: A clock in seconds, for what `tell` says of how long a source took.
    seconds: Callable[[], float] = lambda: 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a run goes by: its settings, the memory, what it is handed, and its moment."""

    configured: Configured
    state: State
    tools: Tools
    now: datetime
    #: Whether what was seen counts as new.
    everything: bool
    #: Whether only what would be done is asked for.
    dry: bool
    #: Whether the user says that the clock is right.
    certain: bool
    #: Whether only the owner may read what is written; not known before the sources are read.
    private: bool = False
    #: Who does the work on the articles.
    spread: Spread = HERE

    @property
    def name(self) -> str:
        """The name of the briefing."""
        return self.configured.settings.name

    @property
    def period(self) -> str:
        """The period whose page is made."""
        return period_of(self.configured.settings, self.now)

    @property
    def days(self) -> Covered:
        """The days that the page covers: those since the page before, unless that is ignored."""
        last = None if self.everything else self.state.last_page(self.name, before=self.period)
        return covered(self.configured.settings, last, self.now)
