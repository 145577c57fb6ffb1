"""Run a briefing once: what is new since the last run becomes the page of its period, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from brief.model import Briefing, Skipped
from brief.run import (
    collecting,
    composing,
    delivering,
    obtaining,
    privacy,
    readiness,
    sharing,
    sifting,
)
from brief.run.collecting import Fetch, Gathered
from brief.run.composing import Before, period_of
from brief.run.delivering import QUIET, Channels
from brief.run.sifting import Sifted
from brief.run.source_article import SourceArticle
from brief.settings.toml import Configured

#: What a run with a page is called in the memory, and one whose page another machine has made.
MADE, ELSEWHERE = "page", "elsewhere"
#: The channel under which the memory notes that an announcement of another machine was read.
LEARNT = "learnt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a run is handed: the network, the channels, a screen that may stay dark."""

    fetch: Fetch
    channels: Channels
    #: Called with a line for each thing that is worth it under `--verbose`.
    tell: Callable[[str], None]
    version: str
    #: What tells this machine from others that share the folder; empty where none does.
    machine: str = ""
    #: What articles said: of one that was updated, only what changed is new.
    store: ReadCache
    #: A clock in seconds, for what `tell` says of how long a source took.
    seconds: Callable[[], float] = lambda: 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: with which page, of how many articles, and what failed."""

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
    #: What broke a stage, which is a bug, and is not on the page.
    broken: tuple[Skipped, ...] = ()
    #: Sources that have moved for good, and where to; each told once.
    moved: tuple[str, ...] = ()
    #: Of a dry run: every source that failed, and why.
    unread: tuple[str, ...] = ()
    #: Of a dry run: the channels that have not had the page yet.
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
    readiness.refuse_without_sources(configured)
    job = _Job(configured=configured, state=state, tools=tools, now=now, everything=everything)
    period = job.period
    readiness.refuse_neighbour(configured, state, period)
    if not dry:
        readiness.record_owner(configured, state)
        _learn(job)
    page = state.page_of(job.name, period)
    late = () if dry else delivering.overdue(configured, state, tools.channels, period, now)
    if page and page.outcome == MADE and not force:
        done = _complete(job, page, dry=dry)
        return replace(done, failures=(*late, *done.failures))
    claim = (configured.folder, job.name, period, tools.machine)
    taken = page is not None and page.outcome == ELSEWHERE
    if tools.machine and not (force or dry) and (taken or sharing.claimed(*claim)):
        return Outcome(what=ELSEWHERE, period=period, failures=late)
    try:
        outcome = _run(job, dry=dry)
        return replace(outcome, failures=(*late, *outcome.failures))
    except BriefError:
        if tools.machine and state.page_of(job.name, period) is None:
            sharing.released(*claim)
        raise


@dataclass(frozen=True, slots=True)
class _Job:
    """What a run goes by: its settings, the memory, what it is handed, and its moment."""

    configured: Configured
    state: State
    tools: Tools
    now: datetime
    everything: bool
    #: Whether only the owner may read what is written.
    private: bool = False

    @property
    def name(self) -> str:
        """The name of the briefing."""
        return self.configured.settings.name

    @property
    def period(self) -> str:
        """The period whose page is made."""
        return period_of(self.configured.settings, self.now)


def _complete(job: _Job, page: PageMade, *, dry: bool) -> Outcome:
    """Deliver a page that is there to those who have not had it; `dry` only says who they are."""
    delivery = (job.configured, job.state, job.tools.channels, page)
    return Outcome(
        what="done",
        period=page.period,
        path=Path(page.path),
        articles=page.articles,
        failures=() if dry else delivering.deliveries(*delivery, job.now),
        due=delivering.due(*delivery) if dry else (),
    )


def _run(job: _Job, *, dry: bool) -> Outcome:
    configured, state, tools, now = job.configured, job.state, job.tools, job.now
    settings = configured.settings
    gathered = collecting.gather(settings.sources, configured.base, tools.fetch, tools.seconds)
    sifted = sifting.sift(gathered, state, settings, job.period, everything=job.everything)
    failed = collecting.failures_of(gathered)
    if dry:
        sifting.report(sifted, (), tools.tell)
        due, count = _owed(job), sifted.count
        return Outcome(what="dry", period=job.period, articles=count, unread=failed, due=due)
    keys = (key for key, _ in sifted.versions)
    # Half of the days are early enough, and spare most runs the writing.
    since = now - timedelta(days=settings.keep) / 2
    state.still_there(settings.name, keys, now=now, before=since)
    lasting = collecting.note_failures(gathered, state, settings.name, now)
    moved = collecting.note_moves(gathered, state, settings.name, now)
    if len(failed) == len(gathered):  # that is no quiet day
        problem = f"no source could be read: {'; '.join(failed)}"
        raise UsageError(problem, advice="brief check says more; the next run tries again")
    job = replace(job, private=privacy.is_private(configured, gathered))
    if job.private:
        privacy.close_new(configured.folder)
    page, broken = _page_of_news(job, gathered, sifted)
    failures = delivering.deliveries(configured, state, tools.channels, page, now)
    if configured.folder.is_dir():
        archive.prune(configured.folder, settings.keep, now.date())
        composing.prune(configured.folder, settings.keep, now.date())
    state.prune(settings.name, now - timedelta(days=settings.keep))
    state.prune_contents(settings.name, since=now - delivering.PATIENCE)
    return Outcome(
        what=page.outcome,
        period=job.period,
        path=Path(page.path) if page.path else None,
        articles=page.articles,
        failures=failures,
        lasting=lasting,
        broken=broken,
        moved=moved,
    )


def _owed(job: _Job) -> tuple[str, ...]:
    """Return who would get a page that is made now.

    Who has had the page of a period gets it no second time, made again or not.
    """
    channels, page = job.tools.channels, job.state.page_of(job.name, job.period)
    if page and page.outcome == MADE:
        return delivering.due(job.configured, job.state, channels, page)
    return tuple(channels)


def _learn(job: _Job) -> None:
    """Remember what other machines that share the folder have announced."""
    name, folder, state, now = job.name, job.configured.folder, job.state, job.now
    for period, path in sharing.announcements(folder, name) if job.tools.machine else ():
        stamp = sharing.stamp_of(path)
        learnt = state.delivery(name, period, LEARNT)
        if learnt and learnt.message_id == stamp:
            continue
        other = sharing.read_announcement(path)
        with state.transaction():
            if other and other.machine != job.tools.machine:
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


def _page_of_news(
    job: _Job, gathered: Sequence[Gathered], sifted: Sifted
) -> tuple[PageMade, tuple[Skipped, ...]]:
    """Obtain the articles, make the page of them, and keep their texts for the next update.

    Return the page, and what broke a stage.
    """
    configured, state, tools, now = job.configured, job.state, job.tools, job.now
    name, period, everything = job.name, job.period, job.everything
    obtained = obtaining.obtain(sifted.news, sifted.others, tools.fetch)
    sifting.report(sifted, obtained.skipped, tools.tell)
    for note in obtained.notes:
        tools.tell(note)
    given_up = obtaining.give_up(state, name, obtained, period, now)
    skipped = [*collecting.unreadable(gathered), *sifted.skipped, *obtained.skipped.values()]
    news = sifting.without_repeats(obtained.articles, state, name, period, everything=everything)
    seen = sifting.articles_to_remember(sifted, obtained.articles, [*obtained.settled, *given_up])
    before = Before() if everything else _before(job, news)
    briefing, digest = composing.compose(
        configured, news, skipped, now, tools.version, before, private=job.private
    )
    earlier = state.page_of(name, period)
    if earlier and earlier.outcome in (MADE, ELSEWHERE) and not briefing.documents:
        advice = "see brief check; the page stays as it was"
        raise NothingToBrief("nothing can be had to make the page again", advice=advice)
    page = _make_page(job, briefing, digest, seen)
    briefed = news if page.outcome == MADE else []
    texts = {sifting.identity(article): sifting.text_of(article) for article in briefed}
    tools.store.keep(name, period, texts)
    return page, tuple(skipped for skipped in briefing.skipped if skipped.broke)


def _before(job: _Job, news: Sequence[SourceArticle]) -> Before:
    """Return the page of the period before, and the earlier texts of what is told now.

    A page that somebody has edited, or that is gone, is worth no failure: this one looks back on
    none.
    """
    last = job.state.last_page(job.name, MADE, ELSEWHERE, before=job.period)
    page = delivering.at_home(job.configured, last) if last else None
    texts = job.tools.store.texts(job.name, map(sifting.identity, news), job.period)
    return Before(page if page and pipeline.can_be_compared(page) else None, texts)


def _make_page(job: _Job, briefing: Briefing, digest: str, articles: Sequence[Article]) -> PageMade:
    """Write the page; then remember it, what to deliver of it and `articles`, all or nothing."""
    name, state, tools = job.name, job.state, job.tools
    texts = _texts(job, briefing)
    page = PageMade(
        briefing=name,
        period=job.period,
        made_at=job.now,
        digest=digest,
        path=_written(job, texts) if texts else "",
        outcome=MADE if briefing.documents else QUIET,
        articles=len(briefing.documents),
    )
    content = None
    if texts and tools.channels:
        content = delivering.content_of(briefing, texts["text"], texts["json"])
    with state.transaction():
        state.forget(name, job.period)
        state.remember(name, articles, period=job.period, now=job.now)
        earlier = state.page_of(name, job.period)
        state.record_page(page, content)
        # News after a page that had none is worth another delivery; that there are none is not.
        renewed = earlier and earlier.outcome == QUIET and page.outcome == MADE
        if page.path and (earlier is None or renewed):
            delivering.owe(state, tools.channels, page, job.now)
    if tools.machine and articles:
        folder, file = job.configured.folder, Path(page.path).name
        announced = (folder, name, job.period, tools.machine, file, articles)
        sharing.announce(*announced, private=job.private)
    return page


def _texts(job: _Job, briefing: Briefing) -> dict[str, str]:
    """Return the page in the formats that are kept and delivered; none for no page."""
    settings, folder = job.configured.settings, job.configured.folder
    if not briefing.documents and settings.quiet == "skip":
        return {}
    deliver.make(folder, private=job.private)
    delivered = delivering.DELIVERED if job.tools.channels else ()
    return composing.render(briefing, dict.fromkeys((*settings.formats, *delivered)), folder)


def _written(job: _Job, texts: Mapping[str, str]) -> str:
    """Write the page to the archive; return the path of its first format."""
    files = {FORMATS[name].suffix: texts[name] for name in job.configured.settings.formats}
    folder = job.configured.folder
    return str(archive.keep(files, folder, job.period, private=job.private)[0].resolve())
