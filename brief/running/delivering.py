"""The page of a period → its readers: mail and webhook, each once, and again where it failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from brief.configured import Configured
from brief.errors import BriefError
from brief.records import PageMade, Sending
from brief.state import State


@dataclass(frozen=True, slots=True)
class Channels:
    """How a page leaves: each is given its files and raises `BriefError` where it cannot."""

    #: By name, in their order: (settings, page, the period before) → the message's identifier.
    ways: tuple[tuple[str, Callable[[Configured, PageMade, str | None], str]], ...] = ()


def deliveries(
    configured: Configured, state: State, channels: Channels, page: PageMade, now: datetime
) -> tuple[str, ...]:
    """Deliver a page on every channel that has not had it; return what failed, by channel.

    A delivery is marked before it begins and when it is done.  One that a kill has cut off in
    between is begun again: the message's identifier is the same, so that it is the same message.
    """
    failures: list[str] = []
    for name, deliver in channels.ways:
        known = state.delivery(page.briefing, page.period, name)
        if not page.path or not Path(page.path).is_file():
            continue
        if known and known.state is Sending.SENT:
            continue
        state.mark_delivery(page.briefing, page.period, name, Sending.PENDING, now=now)
        try:
            identifier = deliver(configured, page, _previous(state, page, name))
        except BriefError as error:
            failures.append(f"{name}: {error}")
            state.mark_delivery(
                page.briefing, page.period, name, Sending.FAILED, now=now, error=str(error)
            )
        else:
            state.mark_delivery(
                page.briefing, page.period, name, Sending.SENT, now=now, message_id=identifier
            )
    return tuple(failures)


def _previous(state: State, page: PageMade, channel: str) -> str | None:
    """Return the period before whose page was sent: the two stand in one thread."""
    runs = state.runs(page.briefing, 100)
    periods = dict.fromkeys(one.period for one in runs if one.period < page.period)
    for earlier in periods:
        sent = state.delivery(page.briefing, earlier, channel)
        if sent and sent.state is Sending.SENT:
            return earlier
    return None
