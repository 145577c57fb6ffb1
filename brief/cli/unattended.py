"""`brief run`: one run of a scheduled briefing, recorded in the memory and reported."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from brief.cli.articles import counted
from brief.cli.environment import (
    clock,
    environment,
    fetcher,
    load_settings,
    machine,
    memory,
    read_cache,
    state_folder,
)
from brief.cli.progress import ProgressLine, working
from brief.cli.screen import Log, printable, put, say
from brief.cli.spreading import spread_of_run
from brief.errors import BriefError, DeliveryError, NothingToBrief
from brief.formats import EVERY
from brief.formats.skipped import messages
from brief.language.phrases import FALLBACK, phrases
from brief.memory.cache import ReadCache
from brief.memory.state import State
from brief.model import Skipped
from brief.run import Outcome, Tools, channels, run
from brief.run.composing import period_of
from brief.run.readiness import refuse_namesake, refuse_without_sources
from brief.schedule.plan import locked
from brief.settings.toml import Configured


def run_briefing(
    config_file: str | None,
    log: Log,
    flags: Mapping[str, Any],
    *,
    moment: str | None,
    everything: bool,
    force: bool,
    dry: bool,
    yes: bool,
) -> int:
    """Make the page of the current period, deliver it, and return the exit code.

    `moment` replaces the clock (ISO 8601), `everything` ignores what was seen before, `force` makes
    a page that exists again, `dry` prints what a run would do, and writes nothing, and `yes` says
    that the clock is right, however far it is from that of the last run.

    Raises:
        BriefError: the run could not begin; errors within it are logged and give the exit code.
    """
    configured = load_settings(config_file, flags)
    refuse_without_sources(configured)
    time_now = partial(clock, moment, configured.settings.zone)
    now = time_now()
    name = configured.settings.name
    lock = state_folder() / f"{name}.lock"
    with (
        locked(lock, f"since {now.isoformat(timespec='seconds')}"),
        memory(now, log) as state,
        read_cache(now) as cache,
        working(quiet=log.quiet or log.form == "json") as line,
    ):
        tools = _tools(configured, log, now, cache, line)
        run_now = partial(run, configured, state, tools, now=now, everything=everything, yes=yes)
        refuse_namesake(configured, state)
        if dry:
            outcome = run_now(dry=True, force=force)
            warn_of(outcome, log)
            put(f"{printable(_intention(configured, outcome))}\n")
            return 0
        return _recorded(configured, state, log, time_now, partial(run_now, force=force))


def _recorded(
    configured: Configured,
    state: State,
    log: Log,
    time_now: Callable[[], datetime],
    run_now: Callable[[], Outcome],
) -> int:
    """Do a run, report it to the memory, the monitor and the log; return its exit code."""
    now = time_now()
    number = state.begin_run(configured.settings.name, period_of(configured.settings, now), now=now)
    channels.started(configured, environment(), log.warn)
    try:
        outcome = run_now()
    except BaseException as error:
        code, summary = _ended_by(error)
        with suppress(BriefError):  # the disk may be full, and the monitor is to hear of it
            state.end_run(number, code, summary, now=time_now())
        channels.failed(configured, summary, environment(), log.warn)
        if not isinstance(error, BriefError):
            raise
        log.error(summary)
        return code
    warn_of(outcome, log)
    code = NothingToBrief.exit_code if outcome.what == "quiet" else 0
    code = DeliveryError.exit_code if outcome.failures else code
    summary = f"{outcome.what}, {counted(outcome.articles, 'article')}"
    state.end_run(number, code, summary, now=time_now())
    channels.ended(configured, outcome, environment(), log.warn)
    log.info(f"{outcome.period}: {summary}{f', {outcome.path}' if outcome.path else ''}")
    if not (log.quiet or log.verbose or log.form == "json"):
        for message in messages(skip for skip in outcome.skipped if skip not in outcome.lasting):
            say(f"skipped {message}")
        say(result(outcome, now.date()))
    return code


def result(outcome: Outcome, today: date) -> str:
    """Return in one line what a run did: "briefings/2026-11-25.md: 5 articles, 2 stories"."""
    path = f"{_shown(outcome.path)}: " if outcome.path else ""
    period = "today" if outcome.period == today.isoformat() else outcome.period
    match outcome.what:
        case "done":
            return f"{path}{period} has its page; --force makes it again"
        case "elsewhere":
            return f"another machine makes the page of {period}"
        case "quiet":
            since = f" since {_said(outcome.before, today)}" if outcome.before else ""
            return f"{path}nothing new{since}"
    counts = [counted(outcome.articles, "article")]
    if outcome.stories > 1:
        counts.append(f"{outcome.stories:,} stories")
    seen = f"; {outcome.seen:,} seen before" if outcome.seen else ""
    return f"{path}{', '.join(counts)}{seen}"


def _said(period: str, today: date) -> str:
    """Return a period in words: "24 Nov", or a week as it is named."""
    if "W" in period:
        return period
    return phrases(FALLBACK).day(date.fromisoformat(period), today.year)


def _shown(path: Path) -> str:
    """Return a path as it leads from here, where it is below."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _intention(configured: Configured, outcome: Outcome) -> str:
    """Return in one line what a run with the outcome of this dry run would do."""
    ways = f"deliver it by {', '.join(outcome.due)}" if outcome.due else ""
    if outcome.what == "done":
        rest = f"would {ways}" if ways else "--force would make it again"
        return f"{outcome.period}: has its page, {outcome.path}; {rest}"
    settings = configured.settings
    if not outcome.articles and settings.quiet == "skip":
        return f"{outcome.period}: nothing new; no page would be written"
    names = ", ".join(f"{outcome.period}.{EVERY[form].suffix}" for form in settings.formats)
    rest = f", and {ways}" if ways else ""
    return f"{outcome.period}: {outcome.articles} new; would write {names}{rest}"


def _ended_by(error: BaseException) -> tuple[int, str]:
    """Return the exit code and the summary of a run that an error ended."""
    if isinstance(error, BriefError):
        return error.exit_code, str(error)
    if isinstance(error, KeyboardInterrupt):
        return 130, "interrupted"
    return 1, f"a bug in brief: {type(error).__name__}"


def warn_of(outcome: Outcome, log: Log) -> None:
    """Log what went wrong, what is of one kind together; one by one where the log has room."""
    apart = log.verbose or log.form == "json"

    def grouped(skipped: Iterable[Skipped]) -> list[str]:
        return [f"{skip.path}: {skip.reason}" for skip in skipped] if apart else messages(skipped)

    for message in grouped(outcome.unread):
        log.warn(f"cannot be read: {message}")
    for message in grouped(outcome.lasting):
        log.warn(f"failed three runs in a row: {message}")
    for message in grouped(outcome.broken):
        log.warn(f"skipped {message}")
    for skip in outcome.broken:
        log.info(f"{skip.path}: {skip.broke}")
    for skip in outcome.skipped:
        log.info(f"skipped {skip.path}: {skip.reason}")
    for message in grouped(outcome.moved):
        log.warn(f"moved for good; name the new address instead: {message}")
    for note in outcome.notes if apart else _together(outcome.notes):
        log.warn(note)
    for failure in outcome.failures if apart else _together(outcome.failures):
        log.error(failure)


def _together(rows: Iterable[str]) -> Iterator[str]:
    """Yield messages "what: why", those with the same why as one; others as they are."""
    parted: list[Skipped] = []
    for row in rows:
        what, separator, why = row.partition(": ")
        if separator:
            parted.append(Skipped(what, why, file=False))
        else:
            yield row
    yield from messages(parted)


def _tools(
    configured: Configured, log: Log, now: datetime, cache: ReadCache, line: ProgressLine
) -> Tools:
    """Return what a run takes from outside: network, channels, log, clock."""
    return Tools(
        fetch=fetcher(configured.settings.fetch, cache, line.count),
        channels=channels.channels(configured, environment()),
        tell=log.info,
        progress=line,
        spread=partial(spread_of_run, configured.settings, log.warn),
        machine=machine(now),
        store=cache,
        seconds=time.monotonic,
    )
