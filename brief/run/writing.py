"""Write a page to the archive and to the memory: both, or neither.

The files are written within the transaction of the memory.  Where either fails, what was there
before is put back.  A kill leaves a mark in the memory, and one in the folder, by which the next
run does that: so a page that stays is one that is remembered, and nothing on it is told again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from brief import deliver
from brief.deliver import archive, undo
from brief.errors import BriefError, UsageError
from brief.formats import EVERY
from brief.formats.mail import ArchivePage, archive_page
from brief.memory.tables import Article, PageMade, Sending
from brief.model import Briefing
from brief.run import composing, delivering, privacy, sharing
from brief.run.delivering import QUIET
from brief.run.job import ELSEWHERE, MADE, Job
from brief.run.served import site_of

#: The channel under which the memory notes that the files of a page are being written.
BEGUN = "begun"


def make_page(job: Job, briefing: Briefing, digest: str, articles: Sequence[Article]) -> PageMade:
    """Write the page; remember it, what to deliver of it and `articles`, all or nothing.

    Raises:
        UsageError: a file cannot be written.
        BriefError: what the memory raises.
    """
    texts = _texts(job, briefing)
    folder = job.configured.folder
    if not texts:
        return _remembered(job, briefing, digest, articles, texts)
    _save(job)
    mark = (job.name, job.period, BEGUN)
    job.state.mark_delivery(*mark, Sending.PENDING, now=job.now)
    try:
        with job.state.transaction():
            page = _remembered(job, briefing, digest, articles, texts)
            job.state.mark_delivery(*mark, Sending.SENT, now=job.now)
    except BaseException:
        # The first error is the one to report; the mark stays where this fails.
        with suppress(OSError, BriefError):
            undo.restore(folder, job.period, site_of(job.configured, job.now))
            job.state.mark_delivery(*mark, Sending.SENT, now=job.now)
            undo.discard(folder)
        raise
    undo.discard(folder)
    return page


def complete(job: Job) -> tuple[str, ...]:
    """Take away what a run that was killed has written of a page; return the periods.

    The page that was there before comes back.  That of another machine, which has made it since,
    stays.  Where the memory is lost, a file in the folder says what was begun.

    Raises:
        UsageError: a file cannot be put back.
    """
    name, state, folder = job.name, job.state, job.configured.folder
    pending = state.pending(name, BEGUN)
    lost = [
        period
        for period in undo.begun(folder, job.tools.machine)
        if period not in pending and state.page_of(name, period) is None
    ]
    for period in (*pending, *lost):
        page = state.page_of(name, period)
        try:
            if folder.is_dir() and not (page and page.outcome == ELSEWHERE):
                undo.restore(folder, period, site_of(job.configured, job.now))
        except OSError as error:
            raise _cannot(error, "cannot be put back", folder) from error
        state.mark_delivery(name, period, BEGUN, Sending.SENT, now=job.now)
    if pending or lost:
        undo.discard(folder)
    return (*pending, *lost)


def _save(job: Job) -> None:
    try:
        undo.save(job.configured.folder, job.period, job.tools.machine, private=job.private)
    except OSError as error:
        raise _cannot(
            error, "cannot be kept until it is replaced", job.configured.folder
        ) from error


def _cannot(error: OSError, problem: str, folder: Path) -> UsageError:
    reason = f"{problem}: {(error.strerror or str(error)).lower()}"
    where = str(error.filename or folder)
    return UsageError(reason, where=where, advice="see who may write there, and what space is left")


def _remembered(
    job: Job,
    briefing: Briefing,
    digest: str,
    articles: Sequence[Article],
    texts: Mapping[str, str | bytes],
) -> PageMade:
    name, state, tools = job.name, job.state, job.tools
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
        mailed = composing.mailed(briefing, job.configured.folder, _archived(job, texts))
        content = delivering.content_of(briefing, mailed, str(texts[delivering.DELIVERED]))
    with state.transaction():
        state.forget(name, job.period)
        state.remember(name, articles, period=job.period, now=job.now)
        earlier = state.page_of(name, job.period)
        state.record_page(page, content)
        # News after a page that had none is worth another delivery; that there are none is not.
        renewed = earlier and earlier.outcome == QUIET and page.outcome == MADE
        if page.path and (earlier is None or renewed):
            delivering.owe(state, tools.channels, page, job.now)
    return page


def _texts(job: Job, briefing: Briefing) -> dict[str, str | bytes]:
    """Return the page in the formats that are kept and delivered; none for no page."""
    settings, folder = job.configured.settings, job.configured.folder
    if not briefing.documents and settings.quiet == "skip":
        return {}
    deliver.make(folder, private=job.private)
    delivered = (delivering.DELIVERED,) if job.tools.channels else ()
    names = dict.fromkeys((*settings.formats, *delivered))
    return composing.render(briefing, names, folder, settings.page.paper, job.spread.executor)


def _archived(job: Job, texts: Mapping[str, str | bytes]) -> ArchivePage | None:
    """Return the page in HTML where the archive is on the web."""
    address = job.configured.settings.archive_url
    if not address or "html" not in texts:
        return None
    return archive_page(f"{address}{job.period}.{EVERY['html'].suffix}", str(texts["html"]))


def _written(job: Job, texts: Mapping[str, str | bytes]) -> str:
    """Write the page to the archive; return the path of its first format."""
    files = {EVERY[name].suffix: texts[name] for name in job.configured.settings.formats}
    begun = job.state.last_begun(job.name, job.period, 2)
    latest = begun[0] == job.period if len(begun) > 1 else None
    folder = job.configured.folder
    site = site_of(job.configured, job.now)
    kept = archive.keep(files, folder, job.period, latest=latest, private=job.private, site=site)
    return str(kept[0].resolve())


def announce(job: Job, page: PageMade, articles: Sequence[Article]) -> None:
    """Let other machines know of a page, and this one where its memory is lost.

    Raises:
        UsageError: the folder cannot be written to.
    """
    if job.tools.machine and articles:
        folder, file = job.configured.folder, Path(page.path).name
        announced = (folder, job.name, page.period, job.tools.machine, file, articles)
        private = job.private or privacy.is_page_private(job.configured, page)
        sharing.announce(*announced, sent(job, page), private=private)


def announce_deliveries(job: Job, page: PageMade) -> None:
    """Bring the announcement of a page of ours up to date: who has had it, and that it is there.

    Raises:
        UsageError: the folder cannot be written to.
    """
    machine, folder = job.tools.machine, job.configured.folder
    if not machine or page.outcome == ELSEWHERE:
        return
    announced = sharing.read_announcement(sharing.announcement_place(folder, job.name, page.period))
    digests = frozenset(map(sharing.channel_digest, sent(job, page)))
    if announced is None:  # a kill came before it
        announce(job, page, job.state.articles_of(job.name, page.period))
    elif announced.machine == machine and announced.sent != digests:
        announce(job, page, announced.articles)


def sent(job: Job, page: PageMade) -> list[str]:
    """Return the channels that have had a page."""
    marks = ((name, job.state.delivery(job.name, page.period, name)) for name in job.tools.channels)
    return [name for name, mark in marks if mark and mark.state is Sending.SENT]
