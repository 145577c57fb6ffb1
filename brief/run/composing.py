"""Compose the page of a run from its articles; the page looks back on the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from operator import attrgetter
from pathlib import Path

from brief import deliver, pipeline, readers
from brief.errors import NothingToBrief
from brief.language.phrases import language_of_page
from brief.model import Briefing, Document, Skipped, Title
from brief.model.written import signature_parts
from brief.pipeline import last_resort
from brief.pipeline.pages import in_language
from brief.run.collecting import FILES
from brief.run.sifting import identity
from brief.run.source_article import SourceArticle
from brief.schedule.plan import period, time_zone
from brief.settings.page_options import Config
from brief.settings.run_options import Settings, Source
from brief.settings.signature import signature
from brief.settings.toml import Configured

#: The folder beside the pages, and the letters of a title that a file's name takes.
FOLDER, LETTERS = "sources", 40


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier periods had; nothing where that is ignored."""

    #: The page of the period before.
    page: Path | None = None
    #: Earlier texts of articles that were updated, by `sifting.identity`.
    texts: Mapping[str, str] = field(default_factory=dict)


def compose(
    configured: Configured,
    articles: Sequence[SourceArticle],
    skipped: Sequence[Skipped],
    now: datetime,
    version: str,
    before: Before,
    *,
    private: bool = False,
) -> tuple[Briefing, str]:
    """Return the page of the period of `now`, and the SHA-256 of what it was made of.

    Articles that are no files are written beside the pages, for the owner alone if `private`.
    `skipped` is named on the page.  Without an article to brief, the page says that nothing is new.
    """
    settings = configured.settings
    documents: list[Document] = []
    broken: list[Skipped] = []
    languages: list[str | None] = []
    versions: dict[str, str] = {}
    for article in articles:
        if article.document is None:
            continue
        language = article.source.language or settings.page.language
        document = _kept(article, article.document, language, configured, now, private=private)
        if isinstance(document, Skipped):
            broken.append(document)
            continue
        documents.append(document)
        languages.append(language)
        if identity(article) in before.texts:
            versions[document.sha256] = before.texts[identity(article)]
    reading = pipeline.prepared(documents, languages)
    skipped = sorted((*reading.skipped, *skipped, *broken), key=attrgetter("path"))
    reading = replace(reading, skipped=tuple(skipped))
    config = replace(settings.page, since=before.page)
    # Pages lie beside one another: a mail need not say where that is.
    beside = replace(config, since=before.page and Path(before.page.name))
    shas = [document.sha256 for document in reading]
    day = now.astimezone(time_zone(settings.zone)).date()
    try:
        page = pipeline.brief(reading, config, now=day, versions=versions)
        used = [document.sha256 for document in page.documents]
        beside = in_language(beside, page.language)
        page = replace(page, signature=signature(beside, version, used, day))
    except NothingToBrief:
        named = replace(beside, title=beside.title or settings.name)
        page = _quiet(named, _language(settings, before), reading.skipped, day, version)
    return page, sha256("".join(sorted(shas)).encode()).hexdigest()


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


def _quiet(
    config: Config, language: str, skipped: tuple[Skipped, ...], day: date, version: str
) -> Briefing:
    """Return the page of a run that found nothing new."""
    title = config.title or ""
    return Briefing(
        title=Title(title, 0, len(title)),
        title_document=0,
        generated=day,
        in_brief=(),
        articles=(),
        documents=(),
        skipped=skipped,
        signature=signature(in_language(config, language), version, [], day),
        budget=config.words,
        language=language,
        unchanged=(),
    )


def render(briefing: Briefing, formats: Iterable[str], folder: Path) -> dict[str, str]:
    """Return a page by format; paths on it lead from `folder` to the articles.

    Plain text is for reading, and is sent to people who do not have our files: of an article that
    was written beside the pages it has the address on the web, or nothing.  The other formats name
    the file, where the text can be checked.
    """
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
    plain = replace(briefing, documents=addressed, skipped=skipped)
    return {
        name: pipeline.render(plain if name == "text" else briefing, name, folder)
        for name in formats
    }


def _without_file(document: Document) -> Document:
    """Return an article without the path of its file, which is its name where it has no title."""
    title = document.title or Title(Path(document.path).stem, 0, 0)
    return replace(document, path=document.url or "", title=title)


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
    path = folder / FOLDER / period / f"{digest[:12]}{f'-{slug}' if slug else ''}.txt"
    deliver.make(folder, private=private)
    for part in (path.parent.parent, path.parent):
        deliver.make(part, private=private)
        if private:
            deliver.close_to_others(part)
    deliver.write(data.decode("utf-8"), path, private=private)
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
