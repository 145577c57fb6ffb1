"""Learn what was told: from other machines that share the folder, and from our own records.

A memory that was lost or put aside is learned again: from the announcements of what each page was
made of, and where there is none from the pages themselves.  So nothing is told twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from brief import pipeline, readers
from brief.deliver import archive
from brief.errors import BriefError
from brief.memory.tables import PAGE, Article, PageMade, Sending
from brief.model import Skipped
from brief.run import sharing, sifting
from brief.run.delivering import QUIET
from brief.run.job import ELSEWHERE, MADE, Job
from brief.run.sharing import Announcement
from brief.web.same_page import page_key
from brief.web.secrecy import addresses_cleaned, article_key

#: The channel under which the memory notes that an announcement was read.
LEARNT = "learnt"


def learn(job: Job) -> tuple[str, ...]:
    """Remember what was announced; return what cannot be read, in words."""
    if not job.tools.machine:
        return ()
    name, state = job.name, job.state
    problems: list[str] = []
    # Of a page that is old, the memory may have forgotten all but what its sources still have.
    remembered = state.periods_remembered(name)
    for period, path in sharing.announcements(job.configured.folder, name):
        stamp = sharing.stamp_of(path)
        learnt = state.delivery(name, period, LEARNT)
        known = state.page_of(name, period)
        if learnt and learnt.message_id == stamp and (known or period in remembered):
            continue
        announced = sharing.read_announcement(path)
        if announced is None and not (learnt and learnt.message_id == stamp):
            problems.append(f"{path}: is damaged; what is not remembered of it may be told again")
        with state.transaction():
            if announced and announced.machine != job.tools.machine:
                # The page took the place of ours, and may have less.
                state.forget(name, period)
                _remember(job, period, announced, ELSEWHERE)
            elif announced and known is None and period not in remembered:
                news = any(article.source == PAGE for article in announced.articles)
                _remember(job, period, announced, MADE if news else QUIET)
                _mark_sent(job, period, announced)
            mark = (name, period, LEARNT, Sending.SENT)
            state.mark_delivery(*mark, now=job.now, message_id=stamp)
    return tuple(problems)


def learn_from_pages(job: Job) -> tuple[str, ...]:
    """Remember the articles of pages in the archive that are neither remembered nor announced.

    A memory that was lost, or another machine that was killed, leaves such pages.  Return their
    periods.
    """
    name, state, folder = job.name, job.state, job.configured.folder
    if not folder.is_dir():
        return ()
    unknown = archive.dated(folder, lambda period: state.page_of(name, period) is None)
    for period, files in unknown.items():
        articles = tuple(_articles_on(files[0]))
        path = files[0].name
        with state.transaction():
            _remember(job, period, Announcement("", path, articles), ELSEWHERE)
    return tuple(unknown)


def _remember(job: Job, period: str, announced: Announcement, outcome: str) -> None:
    job.state.remember(job.name, announced.articles, period=period, now=job.now)
    path = (job.configured.folder / announced.page).resolve()
    page = PageMade(
        briefing=job.name,
        period=period,
        made_at=job.now,
        digest="",
        path=str(path) if announced.page else "",
        outcome=outcome,
        articles=len({article.key for article in announced.articles}),
    )
    job.state.record_page(page)


def _mark_sent(job: Job, period: str, announced: Announcement) -> None:
    """Note who has had a page of ours; where that is not said, everybody has."""
    for channel in job.tools.channels:
        had = announced.sent is None or sharing.channel_digest(channel) in announced.sent
        state = Sending.SENT if had else Sending.DUE
        job.state.mark_delivery(job.name, period, channel, state, now=job.now)


def _articles_on(path: Path) -> Iterator[Article]:
    """Yield what tells the articles of a page: their texts, and where they stand on the web."""
    try:
        page = pipeline.page_at(path)
    except BriefError:  # somebody has edited it
        return
    for source in page.sources:
        if source.url:
            # A brief before these keys has made pages with addresses as they stood in feeds.
            key, address = article_key(page_key(source.url)), addresses_cleaned(source.url)
            yield Article(key=key, digest="", source=PAGE, address=address)
        with suppress(OSError):
            file = path.parent / source.path
            if readers.fingerprint(str(file)) == source.sha256:
                document = readers.read(str(file))
                if not isinstance(document, Skipped):
                    yield Article(key=sifting.text_key(document.text), digest="", source=PAGE)
