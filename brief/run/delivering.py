"""Deliver the page of a period: on each channel once, and again with later runs where it failed.

A delivery gets what the memory kept of the page when it was made (`PageContent`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from brief.errors import BriefError
from brief.formats import links, text
from brief.language.visible import visible
from brief.memory.state import State
from brief.memory.tables import PageContent, PageMade, Sending
from brief.model import Briefing
from brief.run.composing import Mailed
from brief.settings.toml import Configured

#: How long a page is still worth a delivery.
PATIENCE = timedelta(days=7)
#: What a run without anything new is called in the memory.
QUIET = "quiet"
#: The format that a webhook gets.
DELIVERED = "json"
#: Delivers a page: (settings, page, its content, the label of the page before) → the message's
#: identifier.  Raises `BriefError` where it cannot.
Channel = Callable[[Configured, PageMade, PageContent, str | None], str]
#: The channels of a briefing by name, in their order.
Channels = Mapping[str, Channel]


def content_of(briefing: Briefing, mail: Mailed, as_json: str) -> PageContent:
    """Return what deliveries need of a page that was rendered as a mail and as JSON."""
    return PageContent(
        title=text.title(briefing),
        text=mail.plain,
        json=as_json,
        addresses=_addresses(document.url for document in briefing.documents),
        html=mail.html,
    )


def deliveries(
    configured: Configured, state: State, channels: Channels, page: PageMade, now: datetime
) -> tuple[str, ...]:
    """Deliver a page on every channel that has not had it; return what failed, by channel.

    A delivery is marked before it begins and when it is done.  One that a kill has cut off in
    between is begun again: the message's identifier is the same, so that it is the same message.
    """
    failures: list[str] = []
    unsent = _unsent(state, channels, page)
    content = _content(configured, state, page) if unsent else None
    if content is not None:
        for name in unsent:
            mark = partial(state.mark_delivery, page.briefing, page.period, name, now=now)
            mark(Sending.PENDING)
            try:
                # The page before and this one stand in one thread.
                last = state.last_sent(page.briefing, name, before=page.period)
                before = label_of(last) if last else None
                identifier = channels[name](configured, page, content, before)
            except BriefError as error:
                failures.append(f"{name}: {error}")
                mark(Sending.FAILED, error=str(error))
            else:
                mark(Sending.SENT, message_id=identifier)
    return tuple(failures)


def due(
    configured: Configured, state: State, channels: Channels, page: PageMade
) -> tuple[str, ...]:
    """Return the channels that have not had a page; none where there is nothing to deliver."""
    unsent = _unsent(state, channels, page)
    return unsent if unsent and _content(configured, state, page) else ()


def _unsent(state: State, channels: Channels, page: PageMade) -> tuple[str, ...]:
    marks = ((name, state.delivery(page.briefing, page.period, name)) for name in channels)
    return tuple(name for name, mark in marks if not mark or mark.state is not Sending.SENT)


def _content(configured: Configured, state: State, page: PageMade) -> PageContent | None:
    """Return what is to be delivered of a page; None where nothing of it is left.

    The memory has none of a page of version 0.1, of another machine, or that was made before
    there was a channel: of such a page, the files in the archive are taken.
    """
    content = state.content_of(page.briefing, page.period)
    path = None if content else at_home(configured, page)
    return _from_archive(path) if path else content


def _from_archive(path: Path) -> PageContent:
    shown = _file_text(path.with_suffix(".txt"))
    as_json = _file_text(path.with_suffix(".json"))
    with suppress(ValueError, LookupError, TypeError, AttributeError, RecursionError):
        content = json.loads(as_json)
        addresses = _addresses(document["url"] for document in content["documents"])
        return PageContent(visible(content["title"]), shown, as_json, addresses)
    return PageContent(shown.partition("\n")[0], shown, as_json)


def _addresses(urls: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(links.address, urls))))


def _file_text(path: Path) -> str:
    """Return the text of a file of a page; empty where it cannot be read."""
    with suppress(OSError, UnicodeDecodeError):
        return path.read_text(encoding="utf-8")
    return ""


def at_home(configured: Configured, page: PageMade) -> Path | None:
    """Return the path of a page, also where its folder has moved; None where it is gone."""
    if not page.path:
        return None
    path = Path(page.path)
    places = (path, configured.folder / path.name)
    return next((place for place in places if place.is_file()), None)


def owe(state: State, channels: Channels, page: PageMade, now: datetime) -> None:
    """Note that a page is to be delivered, so that a later run does it where this one cannot."""
    for name in channels:
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
            owed = {
                name: channel
                for name, channel in channels.items()
                if state.delivery(page.briefing, page.period, name)
            }
            failed = deliveries(configured, state, owed, page, now)
            failures += [f"{page.period}, {failure}" for failure in failed]
    return tuple(failures)


def label_of(page: PageMade) -> str:
    """Return what a page is called in messages: "2026-11-20", or "2026-11-20-quiet".

    A page that says that nothing is new may be followed by another of the same period.
    """
    return f"{page.period}-{QUIET}" if page.outcome == QUIET else page.period
