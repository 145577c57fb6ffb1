"""Compose the page of a run from its articles; the page looks back on the one before."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from operator import attrgetter
from pathlib import Path

from brief import deliver, pipeline, readers
from brief.errors import NothingToBrief
from brief.formats import PDF, mail
from brief.formats.mail import ArchivePage
from brief.formats.sources import relocated, seen_from
from brief.language.phrases import language_of_page
from brief.model import Briefing, Document, Reading, Skipped, Title
from brief.model.progress import KEEPING, PREPARING, Progress, silent, stepping
from brief.model.written import signature_parts
from brief.pipeline import last_resort
from brief.pipeline import record as records
from brief.pipeline.record import Record
from brief.run.collecting import FILES
from brief.run.covered import Covered
from brief.run.sifting import identity
from brief.run.source_article import SourceArticle
from brief.schedule.plan import period
from brief.settings.page_options import Config
from brief.settings.run_options import Settings, Source
from brief.settings.signature import in_language
from brief.settings.toml import Configured

#: The folder beside the pages, and the letters of a title that a file's name takes.
FOLDER, LETTERS = records.FOLDER, 40


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier periods had; nothing where that is ignored."""

    #: The page of the period before.
    page: Path | None = None
    #: Earlier texts of articles that were updated, by `sifting.identity`.
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mailed:
    """A page as it is mailed: the plain part of the mail, and that in HTML."""

    plain: str
    html: str


def compose(
    configured: Configured,
    articles: Sequence[SourceArticle],
    skipped: Sequence[Skipped],
    now: datetime,
    days: Covered,
    before: Before,
    *,
    private: bool = False,
    progress: Progress = silent,
    executor: Executor | None = None,
) -> tuple[Briefing, str]:
    """Return the page of the period of `now`, and the SHA-256 of what it was made of.

    It says which `days` it covers.  Articles that are no files are written beside the pages, for
    the owner alone if `private`.  `skipped` is named on the page.  Without an article to brief, the
    page says that nothing is new, in one line.  `progress` is told how far it is; `executor`
    is that of `pipeline.read`.
    """
    settings = configured.settings
    each = stepping(articles, KEEPING, len(articles), progress)
    kept, languages, broken = _all_kept(each, configured, now, private=private)
    documents = [document for _, document in kept]
    versions = _versions_of(kept, before)
    progress(PREPARING, 0, len(documents))
    prepare = partial(pipeline.prepared, executor=executor, progress=partial(progress, PREPARING))
    reading = prepare(documents, languages, mute=settings.page.mute)
    lost = sorted((*reading.skipped, *skipped, *broken), key=attrgetter("path"))
    reading = replace(reading, skipped=tuple(lost))
    digest = sha256("".join(sorted(document.sha256 for document in reading)).encode()).hexdigest()
    # Pages lie beside one another: a mail need not say where that is.
    since = before.page and Path(os.path.relpath(before.page))
    first_day = days.first if days.first < days.last else None
    config = replace(settings.page, since=since, now=days.last, first_day=first_day)
    make = partial(pipeline.brief, executor=executor, progress=progress)
    try:
        page = make(reading, config, versions=versions)
    except NothingToBrief:
        page = _of_nothing(reading, config, settings, before)
    used = {document.path for document in page.documents}
    pairs = zip(documents, languages, strict=True)
    record = Record(
        articles=tuple(pair for pair in pairs if pair[0].path in used),
        skipped=reading.skipped,
        versions=versions if used else {},
        title=(used and config.title) or "",
    )
    period = period_of(settings, now)
    return _recorded(page, record, configured.folder, period, private=private), digest


def _of_nothing(reading: Reading, config: Config, settings: Settings, before: Before) -> Briefing:
    """Return the page that says in one line that nothing is new."""
    config = in_language(replace(config, title=None), _language(settings, before))
    return pipeline.quiet(config, reading.skipped)


def _versions_of(kept: Iterable[tuple[SourceArticle, Document]], before: Before) -> dict[str, str]:
    """Return what articles said before they were updated, by the SHA-256 of what they are now."""
    return {
        document.sha256: before.texts[identity(article)]
        for article, document in kept
        if identity(article) in before.texts
    }


def _recorded(
    page: Briefing, record: Record, folder: Path, period: str, *, private: bool
) -> Briefing:
    """Return a page with its record, which is written beside its articles, in its signature."""
    led = partial(seen_from, folder)
    shown = replace(
        record,
        articles=tuple(
            (replace(document, path=led(document.path)), language)
            for document, language in record.articles
        ),
        skipped=tuple(
            replace(skip, path=led(skip.path)) if skip.file else skip for skip in record.skipped
        ),
    )
    text = records.written(shown)
    digest = sha256(text.encode()).hexdigest()
    path = _folder(folder, period, private=private) / records.name_of(digest)
    deliver.put(text, path, private=private)
    # Where the articles lie is seen from the page, and so is where this does.
    name = os.path.relpath(path)
    return replace(page, signature=records.signed(page.signature, name, digest))


def _all_kept(
    articles: Iterable[SourceArticle], configured: Configured, now: datetime, *, private: bool
) -> tuple[list[tuple[SourceArticle, Document]], list[str | None], list[Skipped]]:
    """Return the articles with the documents that are kept of them, their languages, and bugs."""
    kept: list[tuple[SourceArticle, Document]] = []
    languages: list[str | None] = []
    broken: list[Skipped] = []
    for article in articles:
        if article.document is None:
            continue
        language = article.source.language or configured.settings.page.language
        document = _kept(article, article.document, language, configured, now, private=private)
        if isinstance(document, Skipped):
            broken.append(document)
        else:
            kept.append((article, document))
            languages.append(language)
    return kept, languages, broken


def _kept(
    article: SourceArticle,
    document: Document,
    language: str | None,
    configured: Configured,
    now: datetime,
    *,
    private: bool,
) -> Document | Skipped:
    """Return the document of an article, written beside the pages where it is no file yet."""
    document = _named(document, article.source, language)
    if article.source.kind in FILES:
        return document
    current = period_of(configured.settings, now)
    keep = partial(kept_as_file, document, configured.folder, current, private=private)
    return last_resort.settled(last_resort.attempt(keep, document.path), file=False)


def _named(document: Document, source: Source, language: str | None) -> Document:
    """Return an article in the language that the user has given, and by its source's name."""
    named = document.publisher if source.kind in FILES else None
    return replace(
        document,
        language=language or document.language,
        publisher=named or source.name or document.publisher,
    )


def period_of(settings: Settings, now: datetime) -> str:
    """Return the period that a moment lies in: "2026-11-20", or "2026-W47" where it is a week."""
    return period(now, settings.zone, "week" if settings.period == "week" else "day")


def _language(settings: Settings, before: Before) -> str:
    """Return the language of a page without articles: the earlier page's, or that of the sources.

    The one that is asked for comes before either.
    """
    articles = [source.language or settings.page.language for source in settings.sources]
    if before.page:
        signed = signature_parts(pipeline.page_at(before.page).signature)
        articles = [signed.get("page_language", "en")]
    return language_of_page(filter(None, articles), settings.page.page_language)


def render(
    briefing: Briefing,
    formats: Iterable[str],
    folder: Path,
    paper: str = "a4",
    executor: Executor | None = None,
) -> dict[str, str | bytes]:
    """Return a page by format; paths on it lead from `folder` to the articles.

    A PDF, which is bytes, is set on a sheet of `paper`; a font that is missing loses no page.

    Plain text is for reading, and is sent to people who do not have our files: of an article that
    was written beside the pages it has the address on the web, or nothing.  The other formats name
    the file, where the text can be checked.  `executor` looks for all findings, as JSON has them.
    """
    plain = _without_files(briefing, folder)
    return {
        name: pipeline.typeset(briefing, paper, folder, strict=False)
        if name == PDF.name
        else pipeline.render(plain if name == "text" else briefing, name, folder, executor=executor)
        for name in formats
    }


def mailed(briefing: Briefing, folder: Path, archive: ArchivePage | None) -> Mailed:
    """Return a page as it is mailed; `archive` is the page in HTML, where that is on the web."""
    plain = relocated(_without_files(briefing, folder), folder)
    return Mailed(mail.plain(plain, archive), mail.render(plain, archive))


def _without_files(briefing: Briefing, folder: Path) -> Briefing:
    """Return a page for who does not have the files that were written beside the pages."""
    files = folder / FOLDER
    addressed = tuple(
        _without_file(document) if files in Path(document.path).parents else document
        for document in briefing.documents
    )
    skipped = tuple(
        replace(skip, path=Path(skip.path).name, file=False)
        if files in Path(skip.path).parents
        else skip
        for skip in briefing.skipped
    )
    return replace(
        briefing,
        documents=addressed,
        skipped=skipped,
        signature=records.unsigned(briefing.signature),
    )


def _without_file(document: Document) -> Document:
    """Return an article without the path of its file, which is its name where it has no title."""
    title = document.title or Title(Path(document.path).stem, 0, 0)
    return replace(document, path=document.url or "", title=title)


def _folder(folder: Path, period: str, *, private: bool) -> Path:
    """Return the folder of what the page of a period is made of, which is made where missing."""
    made = folder / FOLDER / period
    deliver.make(folder, private=private)
    for part in (made.parent, made):
        deliver.make_inside(part, private=private)
    return made


def kept_as_file(
    document: Document, folder: Path, period: str, *, private: bool = False
) -> Document:
    """Write an article that did not come from a file to one; return it as read from there.

    A citation counts characters of what was read, so that is what is written, as plain text; the
    name is made from its digest, so that the same article has the same file.
    """
    data = document.text.encode("utf-8", "replace")
    digest = sha256(data).hexdigest()
    words = document.title.text if document.title else ""
    slug = re.sub(r"[^a-z0-9]+", "-", words.lower())[:LETTERS].strip("-")
    name = f"{digest[:12]}{f'-{slug}' if slug else ''}.txt"
    path = _folder(folder, period, private=private) / name
    deliver.put(data.decode("utf-8"), path, private=private)
    again = readers.read(str(path))
    if isinstance(again, Skipped):
        return document
    if again.text == document.text:
        return replace(document, path=str(path), sha256=digest)
    return replace(  # what the file reads as, with what only the source knew
        again,
        url=document.url,
        date=document.date,
        author=document.author,
        publisher=document.publisher,
        language=document.language,
    )
