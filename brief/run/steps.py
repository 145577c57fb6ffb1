"""Run a briefing once: what is new since the last run becomes the page of its period, once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from brief import deliver, pipeline
from brief.deliver import archive
from brief.errors import BriefError, NothingToBrief, UsageError
from brief.formats import FORMATS
from brief.memory.cache import ReadCache
from brief.memory.state import State
from brief.memory.tables import Article, PageMade, Sending
from brief.model import Briefing
from brief.run import collecting, composing, delivering, obtaining, ownership, sharing, sifting
from brief.run.collecting import Fetch, Gathered, SourceArticle
from brief.run.composing import Before, period_of
from brief.run.delivering import QUIET, Channels
from brief.run.sifting import Sifted
from brief.settings.toml import Configured

#: Suffix of each format's files, without the dot.
SUFFIXES = {name: format.suffixes[0].removeprefix(".") for name, format in FORMATS.items()}
#: What a run with a page is called in the memory, and one whose page another machine has made.
MADE, ELSEWHERE = "page", "elsewhere"
#: The channel under which the memory notes that an announcement of another machine was read.
LEARNT = "learnt"


@dataclass(frozen=True, slots=True)
class Tools:
    """What a run is handed: the network, the channels, a screen that may stay dark."""

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

    Raises:
        UsageError: no source is configured or can be read, another briefing has the folder, or a
            file cannot be written.
        NothingToBrief: a page was to be made again, and no article can be had any more.
        BriefError: what the memory raises.
    """
    settings = configured.settings
    current = period_of(settings, now)
    ownership.refuse_without_sources(configured)
    ownership.refuse_neighbour(configured, state, current)
    if not dry:
        ownership.record_owner(configured, state)
        _learn(configured, state, tools.machine, now)
    page = state.page_of(settings.name, current)
    late = () if dry else delivering.overdue(configured, state, tools.channels, current, now)
    if page and page.outcome == MADE and not force:
        done = _complete(configured, state, tools.channels, page, now, dry=dry)
        return replace(done, failures=(*late, *done.failures))
    shared = bool(tools.machine) and not (force or dry)
    taken = page is not None and page.outcome == ELSEWHERE
    if shared and (
        taken or sharing.claimed(configured.folder, settings.name, current, tools.machine)
    ):
        return Outcome(what=ELSEWHERE, period=current, failures=late)
    try:
        outcome = _run(configured, state, tools, now=now, everything=everything, dry=dry)
        return replace(outcome, failures=(*late, *outcome.failures))
    except BriefError:
        if tools.machine and state.page_of(settings.name, current) is None:
            sharing.released(configured.folder, settings.name, current, tools.machine)
        raise


def _complete(
    configured: Configured,
    state: State,
    channels: Channels,
    page: PageMade,
    now: datetime,
    *,
    dry: bool,
) -> Outcome:
    """Deliver a page that is there to who has not had it; `dry` only says who that is."""
    owed = delivering.due(configured, state, channels, page)
    return Outcome(
        what="done",
        period=page.period,
        path=Path(page.path),
        articles=page.articles,
        failures=() if dry else delivering.deliveries(configured, state, channels, page, now),
        due=owed,
    )


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
    gathered = collecting.gather(settings.sources, configured.base, tools.fetch, tools.seconds)
    sifted = sifting.sift(gathered, state, settings, current, everything=everything)
    failed = collecting.failures_of(gathered)
    if dry:
        sifting.report(sifted, (), tools.tell)
        owed = _owed(configured, state, tools.channels, current)
        return Outcome(what="dry", period=current, articles=sifted.count, unread=failed, due=owed)
    keys = (key for key, _ in sifted.versions)
    # Half of the days are early enough, and spare most runs the writing.
    since = now - timedelta(days=settings.keep) / 2
    state.still_there(settings.name, keys, now=now, before=since)
    lasting = collecting.note_failures(gathered, state, settings.name, now)
    if len(failed) == len(gathered):  # that is no quiet day
        raise UsageError(
            f"no source could be read: {'; '.join(failed)}",
            advice="brief check says more; the next run tries again",
        )
    page = _page_of_news(configured, state, tools, gathered, sifted, now, everything=everything)
    failures = delivering.deliveries(configured, state, tools.channels, page, now)
    _prune(configured, state, now)
    return Outcome(
        what=page.outcome,
        period=current,
        path=Path(page.path) if page.path else None,
        articles=page.articles,
        failures=failures,
        lasting=lasting,
    )


def _page_of_news(
    configured: Configured,
    state: State,
    tools: Tools,
    gathered: Sequence[Gathered],
    sifted: Sifted,
    now: datetime,
    *,
    everything: bool,
) -> PageMade:
    """Obtain the articles, make the page of them, and keep their texts for the next update."""
    settings = configured.settings
    current = period_of(settings, now)
    obtained = obtaining.obtain(sifted.news, sifted.others, tools.fetch)
    sifting.report(sifted, obtained.skipped, tools.tell)
    given_up = obtaining.give_up(state, settings.name, obtained, current, now)
    skipped = [*collecting.unreadable(gathered), *sifted.skipped, *obtained.skipped.values()]
    news = sifting.without_repeats(
        obtained.articles, state, settings, current, everything=everything
    )
    seen = sifting.articles_to_remember(sifted, obtained.articles, [*obtained.settled, *given_up])
    before = Before() if everything else _before(configured, state, tools.store, current, news)
    briefing, digest = composing.compose(configured, news, skipped, now, tools.version, before)
    earlier = state.page_of(settings.name, current)
    if earlier and earlier.outcome in (MADE, ELSEWHERE) and not briefing.documents:
        advice = "see brief check; the page stays as it was"
        raise NothingToBrief("nothing can be had to make the page again", advice=advice)
    page = _make_page(configured, state, tools, briefing, digest, seen, now)
    if tools.store:
        briefed = news if page.outcome == MADE else []
        texts = {sifting.identity(article): sifting.text_of(article) for article in briefed}
        tools.store.keep(settings.name, current, texts)
    return page


def _owed(
    configured: Configured, state: State, channels: Channels, current: str
) -> tuple[str, ...]:
    """Return who would get a page that is made now.

    Who has had the page of a period gets it no second time, made again or not.
    """
    page = state.page_of(configured.settings.name, current)
    if page and page.outcome == MADE:
        return delivering.due(configured, state, channels, page)
    return tuple(name for name, _ in channels.ways)


def _learn(configured: Configured, state: State, machine: str, now: datetime) -> None:
    """Remember what other machines that share the folder have announced."""
    name = configured.settings.name
    folder = configured.folder
    for period, path in sharing.announcements(folder, name) if machine else ():
        stamp = sharing.stamp_of(path)
        learnt = state.delivery(name, period, LEARNT)
        if learnt and learnt.message_id == stamp:
            continue
        other = sharing.read_announcement(path)
        with state.transaction():
            if other and other.machine != machine:
                # The page took the place of ours, and may have less.
                state.forget(name, period)
                state.remember(name, other.articles, period=period, now=now)
                page = PageMade(
                    briefing=name,
                    period=period,
                    made_at=now,
                    digest="",
                    path=str((folder / other.page).resolve()) if other.page else "",
                    outcome=ELSEWHERE,
                    articles=len({article.key for article in other.articles}),
                )
                state.record_page(page)
            state.mark_delivery(name, period, LEARNT, Sending.SENT, now=now, message_id=stamp)


def _make_page(
    configured: Configured,
    state: State,
    tools: Tools,
    briefing: Briefing,
    digest: str,
    articles: Sequence[Article],
    now: datetime,
) -> PageMade:
    """Write the page; then remember it, what to deliver of it and `articles`, all or nothing."""
    name, current = configured.settings.name, period_of(configured.settings, now)
    texts = _texts(configured, briefing, tools.channels)
    paths = _write(configured, texts, current) if texts else ()
    page = PageMade(
        briefing=name,
        period=current,
        made_at=now,
        digest=digest,
        path=str(paths[0].resolve()) if paths else "",
        outcome=MADE if briefing.documents else QUIET,
        articles=len(briefing.documents),
    )
    content = None
    if texts and tools.channels.ways:
        content = delivering.content_of(briefing, texts["text"], texts["json"])
    with state.transaction():
        state.forget(name, current)
        state.remember(name, articles, period=current, now=now)
        earlier = state.page_of(name, current)
        state.record_page(page, content)
        # News after a page that had none is worth another delivery; that there are none is not.
        renewed = earlier and earlier.outcome == QUIET and page.outcome == MADE
        if page.path and (earlier is None or renewed):
            delivering.owe(state, tools.channels, page, now)
    if tools.machine and articles:
        machine, file = tools.machine, Path(page.path).name
        sharing.announce(configured.folder, name, current, machine, file, articles)
    return page


def _before(
    configured: Configured,
    state: State,
    store: ReadCache | None,
    current: str,
    news: Sequence[SourceArticle],
) -> Before:
    """Return the page of the period before, and the earlier texts of what is told now.

    A page that somebody has edited, or that is gone, is worth no failure: this one looks back on
    none.
    """
    name = configured.settings.name
    last = state.last_page(name, MADE, ELSEWHERE, before=current)
    page = delivering.at_home(configured, last) if last else None
    texts = store.texts(name, map(sifting.identity, news), current) if store else {}
    return Before(page if page and pipeline.can_be_compared(page) else None, texts)


def _texts(configured: Configured, briefing: Briefing, channels: Channels) -> dict[str, str]:
    """Return the page in the formats that are kept and delivered; none for no page."""
    settings = configured.settings
    if not briefing.documents and settings.quiet == "skip":
        return {}
    deliver.make(configured.folder)
    formats = dict.fromkeys((*settings.formats, *(delivering.FORMATS if channels.ways else ())))
    return composing.render(briefing, formats, configured.folder)


def _write(configured: Configured, texts: dict[str, str], current: str) -> tuple[Path, ...]:
    files = {SUFFIXES[name]: texts[name] for name in configured.settings.formats}
    return archive.keep(files, configured.folder, current)


def _prune(configured: Configured, state: State, now: datetime) -> None:
    settings = configured.settings
    folder = configured.folder
    if folder.is_dir():
        archive.prune(folder, settings.keep, now.date())
        composing.prune(folder, settings.keep, now.date())
    state.prune(settings.name, now - timedelta(days=settings.keep))
