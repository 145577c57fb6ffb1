"""Run a briefing once: what is new since the last run becomes the page of its period, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from brief import pipeline
from brief.errors import BriefError, NothingToBrief, UsageError
from brief.formats.skipped import grouped
from brief.memory.state import State
from brief.memory.tables import PageMade
from brief.model import Briefing, Skipped
from brief.model.progress import DELIVERING, WRITING
from brief.run import (
    collecting,
    composing,
    delivering,
    learning,
    obtaining,
    privacy,
    pruning,
    readiness,
    sharing,
    sifting,
    writing,
)
from brief.run.collecting import Gathered
from brief.run.composing import Before
from brief.run.covered import Covered
from brief.run.job import ELSEWHERE, MADE, Job, Tools
from brief.run.sifting import Sifted
from brief.run.source_article import SourceArticle
from brief.settings.run_values import seconds_of
from brief.settings.toml import Configured

__all__ = ["Outcome", "Tools", "run"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: with which page, of how many articles, and what failed."""

    #: `page`, `quiet`, `done` (the period has its page), `elsewhere` (another machine that shares
    #: the folder makes it) or `dry`.
    what: str
    period: str
    path: Path | None = None
    articles: int = 0
    stories: int = 0
    #: How many articles of the sources were on earlier pages.
    seen: int = 0
    #: The period of the page before; empty where there was none.
    before: str = ""
    #: Why deliveries failed, each by its channel.
    failures: tuple[str, ...] = ()
    #: Sources that have failed `collecting.PATIENCE` runs in a row, and why.
    lasting: tuple[Skipped, ...] = ()
    #: What broke a stage, which is a bug, and is not on the page.
    broken: tuple[Skipped, ...] = ()
    #: What else is not on the page: sources, files and articles that cannot be read.
    skipped: tuple[Skipped, ...] = ()
    #: Sources that have moved for good, and where to; each told once.
    moved: tuple[Skipped, ...] = ()
    #: What somebody should look at besides.
    notes: tuple[str, ...] = ()
    #: Of a dry run: every source that failed, and why.
    unread: tuple[Skipped, ...] = ()
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
    yes: bool = False,
) -> Outcome:
    """Make the page of the period that `now` lies in, unless it is there; deliver what is not.

    Whatever ends it, the next run completes it: files are written whole, what was seen and the
    page are remembered in one transaction after them, and a delivery is marked when it is done.
    `everything` ignores what was seen, `force` makes the page again, `dry` only says what would be,
    and `yes` says that the clock is right, however far it is from that of the run before.

    Raises:
        UsageError: no source is configured or can be read, another briefing has the folder, or a
            file cannot be written.
        NothingToBrief: a page was to be made again, and no article can be had any more.
        BriefError: what the memory raises.
    """
    readiness.refuse_without_sources(configured)
    job = Job(
        configured=configured,
        state=state,
        tools=tools,
        now=now,
        everything=everything,
        dry=dry,
        certain=yes,
    )
    readiness.refuse_neighbour(configured, state, job.period)
    notes = () if dry else _prepared(job)
    late = () if dry else _overdue(job)
    page = state.page_of(job.name, job.period)
    if page and page.outcome == MADE and not force:
        outcome = _complete(job, page)
    elif tools.machine and not (force or dry) and page and page.outcome == ELSEWHERE:
        outcome = Outcome(what=ELSEWHERE, period=job.period)
    else:
        outcome = _claimed(job, force=force)
    notes = (*notes, *outcome.notes)
    return replace(outcome, failures=(*late, *outcome.failures), notes=notes)


def _prepared(job: Job) -> tuple[str, ...]:
    """Settle what earlier runs and other machines have left; return what is worth knowing of it."""
    readiness.record_owner(job.configured, job.state)
    notes = learning.learn(job)
    for period in writing.complete(job):
        job.tools.tell(f"{period}: a page that was cut off is taken away")
    for period in learning.learn_from_pages(job):
        job.tools.tell(f"{period}: what is on its page is remembered again")
    return notes


def _overdue(job: Job) -> tuple[str, ...]:
    """Deliver what earlier periods owe; return what failed."""
    since = job.now - delivering.PATIENCE
    owed = job.state.owed(job.name, since=since)
    delivery = (job.configured, job.state, job.tools.channels)
    late = delivering.overdue(*delivery, job.period, job.now)
    for page in owed:
        writing.announce_deliveries(job, page)
    return late


def _claimed(job: Job, *, force: bool) -> Outcome:
    """Make the page, unless another machine that shares the folder has claimed that."""
    machine = job.tools.machine
    if not machine or job.dry:
        return _run(job)
    claim = (job.configured.folder, job.name, job.period, machine)
    note = ""
    if not force:
        lasts = sharing.LASTS + timedelta(seconds=_fetching(job))
        holder = sharing.claimed(*claim, now=job.now, lasts=lasts)
        if holder.machine:
            job.tools.tell(holder.note)
            return Outcome(what=ELSEWHERE, period=job.period)
        note = holder.note
    try:
        outcome = _run(job)
    except BriefError:
        if job.state.page_of(job.name, job.period) is None:
            sharing.released(*claim)
        raise
    sharing.ended(*claim, job.now)
    return replace(outcome, notes=(*filter(None, [note]), *outcome.notes))


def _fetching(job: Job) -> float:
    """Return the seconds that fetching may take."""
    return seconds_of(job.configured.settings.fetch.deadline)


def _complete(job: Job, page: PageMade) -> Outcome:
    """Deliver a page that is there to those who have not had it; a dry run only says to whom."""
    delivery = (job.configured, job.state, job.tools.channels, page)
    failures: tuple[str, ...] = ()
    if not job.dry:
        failures = delivering.deliveries(*delivery, job.now)
        writing.announce_deliveries(job, page)
        if job.tools.machine:
            claim = (job.configured.folder, job.name, job.period, job.tools.machine)
            sharing.ended(*claim, job.now)
        if job.certain:
            pruning.prune(job.configured, job.state, job.tools.store, job.now, certain=True)
    return Outcome(
        what="done",
        period=page.period,
        path=Path(page.path),
        articles=page.articles,
        failures=failures,
        due=delivering.due(*delivery) if job.dry else (),
    )


def _dry(job: Job, sifted: Sifted, failed: tuple[Skipped, ...]) -> Outcome:
    sifting.report(sifted, (), job.tools.tell)
    due, count = _owed(job), sifted.count
    return Outcome(what="dry", period=job.period, articles=count, unread=failed, due=due)


def _unread(failed: Sequence[Skipped]) -> UsageError:
    reasons = (f"{group.what} ({group.reason})" for group in grouped(failed))
    problem = f"no source could be read: {'; '.join(reasons)}"
    return UsageError(problem, advice="brief check says more; the next run tries again")


def _run(job: Job) -> Outcome:
    configured, tools = job.configured, job.tools
    gathered = collecting.gather(
        configured.settings.sources, configured.base, tools.fetch, tools.seconds, tools.progress
    )
    if job.dry:
        return _dry(job, _sifted(job, gathered), collecting.failures_of(gathered))
    with tools.spread() as spread:
        return _made(replace(job, spread=spread), gathered)


def _sifted(job: Job, gathered: Sequence[Gathered]) -> Sifted:
    return sifting.sift(
        gathered,
        job.state,
        job.configured.settings,
        job.period,
        everything=job.everything,
        pages=job.days.pages,
        progress=job.tools.progress,
        spread=job.spread,
    )


def _made(job: Job, gathered: Sequence[Gathered]) -> Outcome:
    """Make the page of what the sources have, and deliver it."""
    configured, state, tools, now = job.configured, job.state, job.tools, job.now
    settings, days = configured.settings, job.days
    sifted = _sifted(job, gathered)
    failed = collecting.failures_of(gathered)
    keys = (key for key, _ in sifted.versions)
    # Half of the days are early enough, and spare most runs the writing.
    since = now - timedelta(days=settings.keep) / 2
    state.still_there(settings.name, keys, now=now, before=since)
    lasting = collecting.note_failures(gathered, state, settings.name, now)
    moved = collecting.note_moves(gathered, state, settings.name, now)
    if len(failed) == len(gathered):  # that is no quiet day
        raise _unread(failed)
    job = replace(job, private=privacy.is_private(configured, gathered))
    if job.private:
        privacy.close_new(configured.folder)
    page, briefing = _page_of_news(job, days, gathered, sifted)
    last = state.last_page(job.name, MADE, before=job.period)
    tools.progress(DELIVERING, 0, 0)
    failures = delivering.deliveries(configured, state, tools.channels, page, now)
    writing.announce_deliveries(job, page)
    unpruned = pruning.prune(configured, state, tools.store, now, certain=job.certain)
    return Outcome(
        what=page.outcome,
        period=job.period,
        path=Path(page.path) if page.path else None,
        articles=page.articles,
        stories=len(briefing.stories),
        seen=sum(seen for _, _, seen, _ in sifted.parts),
        before=last.period if last else "",
        failures=failures,
        lasting=lasting,
        broken=tuple(skip for skip in briefing.skipped if skip.broke),
        skipped=tuple(skip for skip in briefing.skipped if not skip.broke),
        moved=moved,
        notes=(unpruned,) if unpruned else (),
    )


def _owed(job: Job) -> tuple[str, ...]:
    """Return who would get a page that is made now.

    Who has had the page of a period gets it no second time, made again or not.
    """
    channels, page = job.tools.channels, job.state.page_of(job.name, job.period)
    if page and page.outcome == MADE:
        return delivering.due(job.configured, job.state, channels, page)
    return tuple(channels)


def _page_of_news(
    job: Job, days: Covered, gathered: Sequence[Gathered], sifted: Sifted
) -> tuple[PageMade, Briefing]:
    """Obtain the articles, make the page of them, and keep their texts for the next update."""
    configured, state, tools, now = job.configured, job.state, job.tools, job.now
    name, period, everything = job.name, job.period, job.everything
    obtained = obtaining.obtain(sifted.news, sifted.others, tools.fetch, tools.progress, job.spread)
    sifting.report(sifted, obtained.skipped, tools.tell)
    for note in obtained.notes:
        tools.tell(note)
    given_up = obtaining.give_up(state, name, obtained, period, now)
    skipped = [*collecting.unreadable(gathered), *sifted.skipped, *obtained.skipped.values()]
    news = sifting.without_repeats(obtained.articles, state, name, period, everything=everything)
    seen = sifting.articles_to_remember(sifted, obtained.articles, [*obtained.settled, *given_up])
    before = Before() if everything else _before(job, news)
    briefing, digest = composing.compose(
        configured,
        news,
        skipped,
        now,
        days,
        before,
        private=job.private,
        progress=tools.progress,
        executor=job.spread.executor,
    )
    earlier = state.page_of(name, period)
    if earlier and earlier.outcome in (MADE, ELSEWHERE) and not briefing.documents:
        advice = "see brief check; the page stays as it was"
        raise NothingToBrief("nothing can be had to make the page again", advice=advice)
    tools.progress(WRITING, 0, 0)
    page = writing.make_page(job, briefing, digest, seen)
    writing.announce(job, page, seen)
    briefed = news if page.outcome == MADE else []
    texts = {sifting.identity(article): sifting.text_of(article) for article in briefed}
    tools.store.keep(name, period, texts)
    return page, briefing


def _before(job: Job, news: Sequence[SourceArticle]) -> Before:
    """Return the page of the period before, and the earlier texts of what is told now.

    A page that somebody has edited, or that is gone, is worth no failure: this one looks back on
    none.
    """
    last = job.state.last_page(job.name, MADE, ELSEWHERE, before=job.period)
    page = delivering.at_home(job.configured, last) if last else None
    texts = job.tools.store.texts(job.name, map(sifting.identity, news), job.period)
    return Before(page if page and pipeline.can_be_compared(page) else None, texts)
