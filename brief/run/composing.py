"""Articles → the page of a run, which looks back on the one before."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from brief import deliver, pipeline, readers
from brief.deliver.archive import last_day
from brief.errors import NothingToBrief
from brief.model import Briefing, Document, Skipped, Title
from brief.run import sharing
from brief.run.collecting import FILES, Found
from brief.run.sifting import identity
from brief.schedule.plan import period, time_zone
from brief.settings.page_options import Config
from brief.settings.run_options import Settings, Source
from brief.settings.signature import signature
from brief.settings.toml import Configured


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier periods told; nothing where that is ignored."""

    page: Path | None = None
    #: What articles said, by their identity.
    texts: Mapping[str, str] = field(default_factory=dict)


def composed(
    configured: Configured,
    whole: Sequence[Found],
    skipped: Sequence[Skipped],
    now: datetime,
    version: str,
    before: Before,
) -> tuple[Briefing, str]:
    """Return the page, and the digest of what it was made of."""
    settings = configured.settings
    folder = configured.folder
    current = period_of(settings, now)
    stand: list[Document] = []
    versions: dict[str, str] = {}
    for one in whole:
        if one.document is None or one.source is None:
            continue
        document = _named(one.document, one.source, settings.page)
        if one.source.kind not in FILES:
            document = kept(document, folder, current)
        stand.append(document)
        if identity(one) in before.texts:
            versions[document.sha256] = before.texts[identity(one)]
    reading = pipeline.prepared(stand)
    reading = replace(reading, skipped=tuple(sorted((*reading.skipped, *skipped), key=_place)))
    config = replace(settings.page, since=before.page)
    # Pages lie beside one another: a mail need not say where that is.
    beside = replace(config, since=before.page and Path(before.page.name))
    shas = [document.sha256 for document in reading]
    try:
        made = pipeline.brief(reading, config, now=_day(now, settings.zone), versions=versions)
        signed = signature(beside, version, shas, made.generated)
        made = replace(made, signature=signed)
    except NothingToBrief:
        made = _quiet(configured, reading.skipped, beside, now, version)
    return made, sha256("".join(sorted(shas)).encode()).hexdigest()


def _named(document: Document, source: Source, page: Config) -> Document:
    """Return an article in the language of its source, or of the page, and by its source's name."""
    named = document.publisher if source.kind in FILES else None
    return replace(
        document,
        language=source.language or page.language or document.language,
        publisher=named or source.name or document.publisher,
    )


def period_of(settings: Settings, now: datetime) -> str:
    """Return the period that a moment lies in, for one briefing."""
    return period(now, settings.zone, "week" if settings.period == "week" else "day")


def _day(now: datetime, zone: str) -> date:
    return now.astimezone(time_zone(zone)).date()


def _place(one: Skipped) -> str:
    return one.path


def _quiet(
    configured: Configured,
    skipped: tuple[Skipped, ...],
    config: Config,
    now: datetime,
    version: str,
) -> Briefing:
    """Return the page of a run that found nothing new."""
    day = _day(now, configured.settings.zone)
    named = replace(config, title=config.title or configured.settings.name)
    title = Title(named.title or "", 0, len(named.title or ""))
    signed = signature(named, version, [], day)
    return Briefing(title, 0, day, (), (), (), skipped, signed, named.words, unchanged=())


#: The folder beside the pages, and the letters of a title that a file's name takes.
FOLDER, LETTERS = "sources", 40
_PERIOD = re.compile(r"(?<=-)\d{4}-(?:W\d\d|\d\d-\d\d)$")


def addressed(briefing: Briefing, folder: Path) -> Briefing:
    """Return a page whose articles of the web stand under their addresses, not our files."""
    ours = folder / FOLDER
    documents = tuple(
        replace(one, path=one.url) if one.url and ours in Path(one.path).parents else one
        for one in briefing.documents
    )
    return replace(briefing, documents=documents)


def prune(folder: Path, keep: int, today: date) -> None:
    """Remove what was kept for periods that ended more than `keep` days ago."""
    for path in (folder / FOLDER).glob("*"):
        day = last_day(path.name)
        if day is not None and (today - day).days > keep and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
    for path in (folder / sharing.FOLDER).glob("*"):
        found = _PERIOD.search(path.name.removesuffix(sharing.TOLD))
        day = last_day(found[0]) if found else None
        if day is not None and (today - day).days > keep:
            with suppress(OSError):  # another user's, in a folder of all; or not ours
                path.unlink()


def kept(document: Document, folder: Path, period: str) -> Document:
    """Return an article that did not come from a file as one that does: it is written to one.

    A citation counts characters of what was read, so that is what is written, as plain text; the
    name is made from its digest, so that the same article has the same file.
    """
    data = document.text.encode("utf-8", "replace")
    digest = sha256(data).hexdigest()
    words = document.title.text if document.title else ""
    slug = re.sub(r"[^a-z0-9]+", "-", words.lower())[:LETTERS].strip("-")
    path = folder / FOLDER / period / f"{digest[:12]}{f'-{slug}' if slug else ''}.txt"
    deliver.make(path.parent)
    deliver.write(data.decode("utf-8"), path)
    again = readers.read(str(path))
    if isinstance(again, Skipped) or again.text != document.text:
        return document if isinstance(again, Skipped) else _as_read(again, document)
    return replace(document, path=str(path), sha256=digest)


def _as_read(again: Document, document: Document) -> Document:
    """Return what the file reads as, with what only the source knew."""
    return replace(
        again,
        url=document.url,
        date=document.date,
        author=document.author,
        publisher=document.publisher,
        language=document.language,
    )
