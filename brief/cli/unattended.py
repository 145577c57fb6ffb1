"""One run of a scheduled briefing: what it is handed, and what is said of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from brief.cli.environment import (
    clock,
    configured,
    environment,
    fetcher,
    machine,
    memory,
    stored,
    xdg,
)
from brief.cli.log import Log
from brief.cli.screen import printable, put, waiting
from brief.errors import BriefError, DeliveryError, NothingToBrief

if TYPE_CHECKING:
    from brief.memory.cache import ReadCache
    from brief.memory.state import State
    from brief.run import Outcome, Tools
    from brief.settings.toml import Configured

#: How long what was read is kept; articles are updated within days.
KEPT = timedelta(days=30)


def run_briefing(
    given: str | None,
    log: Log,
    flags: Mapping[str, Any],
    *,
    moment: str | None,
    everything: bool,
    force: bool,
    dry: bool,
) -> int:
    """Make the page of the period, deliver it, and return the exit code."""
    from brief.run import run
    from brief.run.ownership import refuse_namesake, refuse_without_sources
    from brief.schedule.plan import locked

    found = configured(given, flags)
    refuse_without_sources(found)
    time_now = partial(clock, moment, found.settings.zone)
    now = time_now()
    name = found.settings.name
    lock = xdg("XDG_STATE_HOME", ".local/state") / f"{name}.lock"
    with (
        locked(lock, f"since {now.isoformat(timespec='seconds')}"),
        memory(now, log) as state,
        stored(now) as store,
        # Lines of `-v` would be drawn over what is drawn on a terminal.
        waiting(log.quiet or log.verbose, f"Making the page of {name}") as doing,
    ):
        handed = tools(found, log, now, store, doing)
        ran = partial(run, found, state, handed, now=now, everything=everything)
        refuse_namesake(found, state)
        if dry:
            outcome = ran(dry=True, force=force)
            _warned(outcome, log)
            put(f"{printable(_would(found, outcome))}\n")
            return 0
        return _noted(found, state, log, time_now, lambda: ran(force=force), store)


def _noted(
    found: Configured,
    state: State,
    log: Log,
    time_now: Callable[[], datetime],
    ran: Callable[[], Outcome],
    store: ReadCache,
) -> int:
    """Do a run and let the memory, the monitor and the screen know of it; return its exit code."""
    from brief.run import channels
    from brief.run.composing import period_of

    now = time_now()
    number = state.begin_run(found.settings.name, period_of(found.settings, now), now=now)
    channels.started(found, environment(), log.warn)
    try:
        outcome = ran()
    except BaseException as error:
        code, told = _ended_by(error)
        with suppress(BriefError):  # the disk may be full, and the monitor is to hear of it
            state.end_run(number, code, told, now=time_now())
        channels.failed(found, told, environment(), log.warn)
        if not isinstance(error, BriefError):
            raise
        log.error(told)
        return code
    _warned(outcome, log)
    code = exit_code(outcome.what, outcome.failures)
    told = f"{outcome.what}, {outcome.articles} articles"
    state.end_run(number, code, told, now=time_now())
    channels.ended(found, outcome, environment(), log.warn)
    store.prune(now - KEPT)
    log.info(f"{outcome.period}: {told}{f', {outcome.path}' if outcome.path else ''}")
    return code


def _would(found: Configured, outcome: Outcome) -> str:
    """Return what a run would do."""
    ways = f"deliver it by {', '.join(outcome.due)}" if outcome.due else ""
    if outcome.what == "done":
        rest = f"would {ways}" if ways else "--force would make it again"
        return f"{outcome.period}: has its page, {outcome.path}; {rest}"
    settings = found.settings
    if not outcome.articles and settings.quiet == "skip":
        return f"{outcome.period}: nothing new; no page would be written"
    from brief.run.steps import SUFFIXES

    names = ", ".join(f"{outcome.period}.{SUFFIXES[form]}" for form in settings.formats)
    rest = f", and {ways}" if ways else ""
    return f"{outcome.period}: {outcome.articles} new; would write {names}{rest}"


def _ended_by(error: BaseException) -> tuple[int, str]:
    """Return the exit code of a run that an error ended, and what is said of it."""
    if isinstance(error, BriefError):
        return error.exit_code, str(error)
    if isinstance(error, KeyboardInterrupt):
        return 130, "interrupted"
    return 1, f"a bug in brief: {type(error).__name__}"


def _warned(outcome: Outcome, log: Log) -> None:
    for unread in outcome.unread:
        log.warn(f"cannot be read: {unread}")
    for lasting in outcome.lasting:
        log.warn(f"failed three runs in a row: {lasting}")
    for failure in outcome.failures:
        log.error(failure)


def exit_code(what: str, failures: Sequence[str]) -> int:
    """Return the exit code of a run."""
    if failures:
        return DeliveryError.exit_code
    return NothingToBrief.exit_code if what == "quiet" else 0


def tools(
    found: Configured, log: Log, now: datetime, store: ReadCache, doing: Callable[[str], None]
) -> Tools:
    """Return the network and the ways out of a run."""
    from brief import __version__
    from brief.run import Tools, channels

    ways = channels.channels(found, environment())
    return Tools(
        fetcher(found, store, doing),
        ways,
        log.info,
        __version__,
        machine(now),
        store,
        time.monotonic,
    )
