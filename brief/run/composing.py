"""Articles → the page of a run, which looks back on the one before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from brief import pipeline
from brief.errors import NothingToBrief
from brief.model import Briefing, Document, Skipped, Title
from brief.run.collecting import FILES, Found
from brief.run.keeping import kept
from brief.run.sifting import identity
from brief.schedule.plan import period, time_zone
from brief.settings.page_options import Config, signature
from brief.settings.run_options import Settings, Source
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
