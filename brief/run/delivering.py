"""The page of a period → its readers: mail and webhook, each once, and again where it failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from brief.errors import BriefError
from brief.memory.state import State
from brief.memory.tables import PageMade, Sending
from brief.settings.toml import Configured

#: How long a page is still worth a delivery.
PATIENCE = timedelta(days=7)
#: What a run without anything new is called in the memory.
QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Channels:
    """How a page leaves: each is given its files and raises `BriefError` where it cannot."""

    #: By name, in their order: (settings, page, the label of the page before) → the message's
    #: identifier.
    ways: tuple[tuple[str, Callable[[Configured, PageMade, str | None], str]], ...] = ()


def deliveries(
    configured: Configured, state: State, channels: Channels, page: PageMade, now: datetime
) -> tuple[str, ...]:
    """Deliver a page on every channel that has not had it; return what failed, by channel.

    A delivery is marked before it begins and when it is done.  One that a kill has cut off in
    between is begun again: the message's identifier is the same, so that it is the same message.
    """
    failures: list[str] = []
    for name in due(configured, state, channels, page):
        mark = partial(state.mark_delivery, page.briefing, page.period, name, now=now)
        mark(Sending.PENDING)
        try:
            there = replace(page, path=str(at_home(configured, page)))
            # The page before and this one stand in one thread.
            last = state.last_sent(page.briefing, name, before=page.period)
            identifier = dict(channels.ways)[name](
                configured, there, label_of(last) if last else None
            )
        except BriefError as error:
            failures.append(f"{name}: {error}")
            mark(Sending.FAILED, error=str(error))
        else:
            mark(Sending.SENT, message_id=identifier)
    return tuple(failures)


def at_home(configured: Configured, page: PageMade) -> Path | None:
    """Return where a page lies, its folder may have moved; None where there is none."""
    if not page.path:
        return None
    path = Path(page.path)
    moved = configured.folder / path.name
    return next((each for each in (path, moved) if each.is_file()), None)


def due(
    configured: Configured, state: State, channels: Channels, page: PageMade
) -> tuple[str, ...]:
    """Return the channels that have not had a page."""
    if at_home(configured, page) is None:
        return ()
    known = {name: state.delivery(page.briefing, page.period, name) for name, _ in channels.ways}
    return tuple(name for name, one in known.items() if not one or one.state is not Sending.SENT)


def owe(state: State, channels: Channels, page: PageMade, now: datetime) -> None:
    """Note that a page is to be delivered, so that a later run does it where this one cannot."""
    for name, _ in channels.ways:
        state.mark_delivery(page.briefing, page.period, name, Sending.DUE, now=now)


def overdue(
    configured: Configured, state: State, channels: Channels, current: str, now: datetime
) -> tuple[str, ...]:
    """Deliver what earlier periods owe to somebody, the oldest first; return what failed.

    Who was added since is owed nothing, and after `PATIENCE` a page is no news.
    """
    failures: list[str] = []
    for page in state.owed(configured.settings.name, since=now - PATIENCE):
        if page.period != current:
            known = [
                (name, way)
                for name, way in channels.ways
                if state.delivery(page.briefing, page.period, name)
            ]
            failed = deliveries(configured, state, Channels(tuple(known)), page, now)
            failures += [f"{page.period}, {one}" for one in failed]
    return tuple(failures)


def label_of(page: PageMade) -> str:
    """Return what a page is called in messages: one that says that nothing is new may be followed
    by another of the same period.
    """
    return f"{page.period}-{QUIET}" if page.outcome == QUIET else page.period
