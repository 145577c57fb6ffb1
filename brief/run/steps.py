"""One run: what is new since the last one becomes the page of its period, once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from brief import deliver, pipeline
from brief.deliver import archive
from brief.errors import BriefError, NothingToBrief, UsageError
from brief.memory.cache import ReadCache
from brief.memory.state import State
from brief.memory.tables import Article, PageMade, Sending
from brief.model import Briefing
from brief.run.collecting import Fetch, Found, failures_of, gather, note_failures, unreadable
from brief.run.composing import Before, addressed, composed, period_of, prune
from brief.run.delivering import QUIET, Channels, at_home, deliveries, due, overdue, owe
from brief.run.obtaining import counted, obtained
from brief.run.ownership import refuse_neighbour, refuse_without_sources, settle
from brief.run.sharing import announced, claimed, mark_of, released, tell, told
from brief.run.sifting import identity, noted, once, report, sift, text_of
from brief.settings.toml import Configured

#: Suffix of each format.
SUFFIXES = {"markdown": "md", "json": "json", "text": "txt"}
#: What a run with a page is called in the memory, and one whose page another machine has made.
MADE, ELSEWHERE = "page", "elsewhere"
#: Under which it is noted that what another machine told is known.
LEARNT = "learnt"


@dataclass(frozen=True, slots=True)
class Tools:
    """What a run is handed: the network, the ways out, a screen that may stay dark."""

    fetch: Fetch
    channels: Channels
    #: Called with a line for each thing that is worth it under `--verbose`.
    tell: Callable[[str], None]
    version: str
    #: What tells this machine from others that share the folder; empty where none does.
    machine: str = ""
    #: What articles said; without it, one that was updated is told as if it were new.
    store: ReadCache | None = None
    #: A clock in seconds, for what `tell` says of how long a source took.
    seconds: Callable[[], float] = lambda: 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run."""

    #: `page`, `quiet`, `done` (the period has its page), `elsewhere` (another machine that shares
    #: the folder makes it) or `dry`.
    what: str
    period: str
    path: Path | None = None
    articles: int = 0
    #: Why deliveries failed, each by its channel.
    failures: tuple[str, ...] = ()
    #: Sources that have failed `collecting.PATIENCE` runs in a row, and why.
    lasting: tuple[str, ...] = ()
    #: Of a dry run: every source that failed, and why.
    unread: tuple[str, ...] = ()
    #: The channels that have not had the page yet.
    due: tuple[str, ...] = ()


def run(
    configured: Configured,
    state: State,
    tools: Tools,
    *,
    now: datetime,
    everything: bool = False,
    force: bool = False,
    dry: bool = False,
) -> Outcome:
    """Make the page of the period that `now` lies in, unless it is there; deliver what is not.

    Whatever ends it, the next run completes it: files are written whole, what was seen and the
    page are remembered in one transaction after them, and a delivery is marked when it is done.
    `everything` ignores what was seen, `force` makes the page again, `dry` only says what would be.
    """
    settings = configured.settings
    current = period_of(settings, now)
    refuse_without_sources(configured)
    refuse_neighbour(configured, state, current)
    if not dry:
        settle(configured, state)
        _learn(configured, state, tools.machine, now)
    made = state.page_of(settings.name, current)
    late = () if dry else overdue(configured, state, tools.channels, current, now)
    if made and made.outcome == MADE and not force:
        owed = due(configured, state, tools.channels, made)
        failures = () if dry else deliveries(configured, state, tools.channels, made, now)
        path = Path(made.path)
        return Outcome("done", current, path, made.articles, (*late, *failures), due=owed)
    shared = bool(tools.machine) and not (force or dry)
    taken = made is not None and made.outcome == ELSEWHERE
    if shared and (taken or claimed(configured.folder, settings.name, current, tools.machine)):
        return Outcome(ELSEWHERE, current, failures=late)
    try:
        ended = _run(configured, state, tools, now=now, everything=everything, dry=dry)
        return replace(ended, failures=(*late, *ended.failures))
    except BriefError:
        if tools.machine and state.page_of(settings.name, current) is None:
            released(configured.folder, settings.name, current, tools.machine)
        raise


def _run(
    configured: Configured,
    state: State,
    tools: Tools,
    *,
    now: datetime,
    everything: bool,
    dry: bool,
) -> Outcome:
    settings = configured.settings
    current = period_of(settings, now)
    gathered = gather(settings.sources, configured.base, tools.fetch, tools.seconds)
    sifted = sift(gathered, state, settings, current, everything=everything)
    failed = failures_of(gathered)
    if dry:
        report(sifted, (), tools.tell)
        owed = _owed(configured, state, tools.channels, current)
        return Outcome("dry", current, None, sifted.count, unread=failed, due=owed)
    keys = (key for key, _ in sifted.versions)
    # Half of the days are early enough, and spare most runs the writing.
    since = now - timedelta(days=settings.keep) / 2
    state.still_there(settings.name, keys, now=now, before=since)
    lasting = note_failures(gathered, state, settings.name, now)
    if len(failed) == len(gathered):  # that is no quiet day
        raise UsageError(
            f"no source could be read: {'; '.join(failed)}",
            advice="brief check says more; the next run tries again",
        )
    result = obtained(sifted.news, sifted.others, tools.fetch)
    report(sifted, result.lost, tools.tell)
    given_up = counted(state, settings.name, result, current, now)
    skipped = [*unreadable(gathered), *sifted.skipped, *result.lost.values()]
    news = once(result.whole, state, settings, current, everything=everything)
    dealt_with = noted(sifted, result.whole, [*result.settled, *given_up])
    before = Before() if everything else _before(configured, state, tools.store, current, news)
    briefing, digest = composed(configured, news, skipped, now, tools.version, before)
    earlier = state.page_of(settings.name, current)
    if earlier and earlier.outcome in (MADE, ELSEWHERE) and not briefing.documents:
        advice = "see brief check; the page stays as it was"
        raise NothingToBrief("nothing can be had to make the page again", advice=advice)
    page = _made(configured, state, tools, briefing, digest, dealt_with, now)
    if tools.store:
        told_now = news if page.outcome == MADE else []
        texts = {identity(one): text_of(one) for one in told_now}
        tools.store.keep(settings.name, current, texts)
    failures = deliveries(configured, state, tools.channels, page, now) if page.path else ()
    _pruned(configured, state, now)
    path = Path(page.path) if page.path else None
    return Outcome(page.outcome, current, path, page.articles, failures, lasting)


def _owed(
    configured: Configured, state: State, channels: Channels, current: str
) -> tuple[str, ...]:
    """Return who would get a page that is made now.

    Who has had the page of a period gets it no second time, made again or not.
    """
    made = state.page_of(configured.settings.name, current)
    if made and made.outcome == MADE:
        return due(configured, state, channels, made)
    return tuple(name for name, _ in channels.ways)


def _learn(configured: Configured, state: State, machine: str, now: datetime) -> None:
    """Remember what other machines that share the folder have told."""
    name = configured.settings.name
    folder = configured.folder
    for period, path in announced(folder, name) if machine else ():
        mark = mark_of(path)
        learnt = state.delivery(name, period, LEARNT)
        if learnt and learnt.message_id == mark:
            continue
        one = told(path)
        with state.transaction():
            if one and one.machine != machine:
                # The page took the place of ours, and may have less.
                state.forget(name, period)
                state.remember(name, one.articles, period=period, now=now)
                page = str((folder / one.page).resolve()) if one.page else ""
                count = len({each.key for each in one.articles})
                state.record_page(PageMade(name, period, now, "", page, ELSEWHERE, count))
            state.mark_delivery(name, period, LEARNT, Sending.SENT, now=now, message_id=mark)


def _made(
    configured: Configured,
    state: State,
    tools: Tools,
    briefing: Briefing,
    digest: str,
    articles: Sequence[Article],
    now: datetime,
) -> PageMade:
    """Write the page, and then remember it and `articles`, all of it or nothing."""
    name, current = configured.settings.name, period_of(configured.settings, now)
    paths = _written(configured, briefing, current)
    path = str(paths[0].resolve()) if paths else ""
    outcome = MADE if briefing.documents else QUIET
    page = PageMade(name, current, now, digest, path, outcome, len(briefing.documents))
    with state.transaction():
        state.forget(name, current)
        state.remember(name, articles, period=current, now=now)
        earlier = state.page_of(name, current)
        state.record_page(page)
        # News after a page that had none is worth another delivery; that there are none is not.
        if path and (earlier is None or (earlier.outcome == QUIET and outcome == MADE)):
            owe(state, tools.channels, page, now)
    if tools.machine and articles:
        tell(configured.folder, name, current, tools.machine, Path(path).name, articles)
    return page


def _before(
    configured: Configured,
    state: State,
    store: ReadCache | None,
    current: str,
    news: Sequence[Found],
) -> Before:
    """Return the page of the period before, and the earlier texts of what is told now.

    A page that somebody has edited, or that is gone, is worth no failure: this one looks back on
    none.
    """
    name = configured.settings.name
    last = state.last_page(name, MADE, ELSEWHERE, before=current)
    page = at_home(configured, last) if last else None
    texts = store.texts(name, map(identity, news), current) if store else {}
    return Before(page if page and pipeline.can_be_compared(page) else None, texts)


def _written(configured: Configured, briefing: Briefing, current: str) -> tuple[Path, ...]:
    settings = configured.settings
    if not briefing.documents and settings.quiet == "skip":
        return ()
    folder = configured.folder
    deliver.make(folder)
    # Plain text is for reading: it names addresses, the others where the text can be checked.
    shown = {form: addressed(briefing, folder) if form == "text" else briefing for form in SUFFIXES}
    texts = {
        SUFFIXES[form]: pipeline.render(shown[form], form, folder) for form in settings.formats
    }
    return archive.keep(texts, folder, current)


def _pruned(configured: Configured, state: State, now: datetime) -> None:
    settings = configured.settings
    folder = configured.folder
    if folder.is_dir():
        archive.prune(folder, settings.keep, now.date())
        prune(folder, settings.keep, now.date())
    state.prune(settings.name, now - timedelta(days=settings.keep))
