"""Documents → Briefing → text: one story or several, and nothing leaves before it is verified."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from brief import formats, provenance, segment
from brief.assembly import assemble
from brief.compare import stories
from brief.compose import NOTHING_ADVICE, NOTHING_STANDS, Told, compose, tell
from brief.config import Config, signature
from brief.errors import NothingToBrief, ProvenanceError, UsageError
from brief.model import Briefing, Document, Entry, Reading, Title
from brief.pipeline.earlier import Earlier, earlier
from brief.pipeline.making import material_of
from brief.pipeline.reading import collate

#: Share of the budget that the lines of all stories may take, where there are several.
STORIES_SHARE = 0.6
#: Words that the lines of one story may take at the least; of the budget's words, one in as many is
#: a story that is looked into.
LEAST_STORY = 40


def brief(
    documents: Reading | Iterable[Document],
    config: Config | None = None,
    *,
    now: date | None = None,
) -> Briefing:
    """Return the page of a set, checked to the character before anybody sees it.

    `now` is the date that the page bears, in want of one in `config`; nothing looks at the clock.
    Raises `UsageError` without a date and for bare texts, which have no source to point to,
    `NothingToBrief` where there is no article or no sentence to print, `ProvenanceError`
    where a sentence would not stand in its source (a bug, but never on a page).
    """
    config = config or Config()
    day = config.now or now
    if day is None:
        raise UsageError("a page needs its date", where="now", advice="give now=date.today()")
    reading = documents if isinstance(documents, Reading) else Reading(_sources(documents))
    if not reading.documents:
        raise NothingToBrief("no article could be read", advice="name files or folders with text")
    made = _composed(reading, config, day)
    faults = provenance.check(made)
    if faults:
        raise ProvenanceError(str(faults[0]), advice="please report this; no page was written")
    return made


def _sources(documents: Iterable[Document]) -> tuple[Document, ...]:
    found = [documents] if isinstance(documents, str) else list(documents)
    if any(isinstance(one, str) for one in found):
        raise UsageError("texts have no source to point to", advice="give what read(paths) returns")
    return collate(found)


def _composed(reading: Reading, config: Config, now: date) -> Briefing:
    from brief import __version__

    signed = signature(config, __version__, [d.sha256 for d in reading.documents], now)
    before = earlier(config.since)
    fresh = [one for one in reading.documents if not before.knows(one)]
    if not fresh:
        made = _unchanged(reading, config, now, signed)
    elif len(groups := _stories(reading.documents) if config.stories == "auto" else []) > 1:
        made = _assembled(reading, groups, config, now, signed, before)
    else:
        made = compose(
            material_of(reading.documents, config.method, config.focus, before),
            reading.skipped,
            budget=config.words,
            title=config.title,
            method=config.method,
            generated=now,
            signature=signed,
            measure=formats.measure,
        )
    if config.since is None:
        return made
    return replace(made, unchanged=len(reading.documents) - len(fresh))


def _unchanged(reading: Reading, config: Config, now: date, signed: str) -> Briefing:
    """Return the page that says that nothing is new."""
    titled = [(one.title, one.id) for one in reading.documents if one.title]
    given = config.title
    title, owner = titled[-1] if titled else (Title("Briefing", 0, 8), 0)
    if given:
        title, owner = Title(given, 0, len(given)), 0
    articles = tuple(Entry(one.id, (), on_page=False) for one in reading.documents)
    return Briefing(
        title, owner, now, (), articles, reading.documents, reading.skipped, signed, config.words
    )


def _stories(documents: Sequence[Document]) -> list[tuple[int, ...]]:
    """Return the ids of each story's articles, the largest and freshest story first."""
    sentences = [sentence for one in documents for sentence in segment.segment(one)]
    day = {one.id: one.date or date.min for one in documents}
    groups = stories.stories(documents, sentences)
    return sorted(groups, key=lambda ids: (-len(ids), -max(day[n].toordinal() for n in ids), ids))


def _assembled(
    reading: Reading,
    groups: Sequence[tuple[int, ...]],
    config: Config,
    now: date,
    signed: str,
    before: Earlier,
) -> Briefing:
    by_id = {document.id: document for document in reading.documents}
    words = max(LEAST_STORY, int(config.words * STORIES_SHARE / len(groups)))
    kept: list[tuple[int, ...]] = []
    told: list[Told] = []
    fresh = [ids for ids in groups if not all(before.knows(by_id[number]) for number in ids)]
    for ids in fresh[: config.words // LEAST_STORY]:
        documents = [replace(by_id[own], id=number) for number, own in enumerate(ids, 1)]
        material = material_of(documents, config.method, config.focus, before)
        found = tell(material, words, config.method)
        if found:
            kept.append(ids)
            told.append(found)
    if not told:
        raise NothingToBrief(NOTHING_STANDS, advice=NOTHING_ADVICE)
    made = assemble(
        told,
        reading.documents,
        [*kept, *(ids for ids in groups if ids not in kept)],
        reading.skipped,
        budget=config.words,
        title=config.title,
        generated=now,
        signature=signed,
        measure=formats.measure,
    )
    marked = (replace(one, unchanged=one.documents not in fresh) for one in made.stories)
    return replace(made, stories=tuple(marked))


def render(briefing: Briefing, format: str = "markdown", folder: Path | None = None) -> str:
    """Return the page as `markdown`, `json` or `text`; paths on it are relative to `folder`.

    `folder` is where the page will lie, None the current folder.  Raises `UsageError` for an
    unknown format.
    """
    chosen = formats.FORMATS.get(format)
    if chosen is None:
        raise UsageError(f"no such format: {format!r}", advice=f"use {', '.join(formats.FORMATS)}")
    return chosen.render(briefing, folder)
