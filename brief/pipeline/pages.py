"""Documents → Briefing → text: one story or several, and nothing leaves before it is verified."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from brief import formats
from brief.compare import stories
from brief.errors import NothingToBrief, ProvenanceError, UsageError
from brief.language.terms import term_matrix
from brief.model import Briefing, Document, Entry, Findings, Reading, Sentence, Title
from brief.page import proof
from brief.page.compose import NOTHING_ADVICE, NOTHING_STANDS, StoryDraft, compose, tell, tell_alone
from brief.page.room import Measure
from brief.page.sections import leaving_room, with_sections
from brief.pipeline.comparing import (
    agreed,
    completed,
    copies_in,
    renumbered,
    sentences_of,
    supported,
)
from brief.pipeline.earlier import Earlier, earlier
from brief.pipeline.reading import collate
from brief.pipeline.summaries import language_of, material_of
from brief.score import topic
from brief.settings.page_options import Config
from brief.settings.signature import signature

#: Share of the budget that the lines of all stories may take, where there are several.
STORIES_SHARE = 0.6
#: Words that the lines of one story may take at the least; of the budget's words, one in as many is
#: a story that is looked into.
LEAST_STORY = 40
#: Words that are kept for the marks of lines, on pages of this many words or more.
MARKS, LEAST_MARKED = 7, 200
#: Share of the topic that a story holds in a sentence that was asked for.
ASKED = 0.5


def brief(
    documents: Reading | Iterable[Document],
    config: Config | None = None,
    *,
    now: date | None = None,
    versions: Mapping[str, str] | None = None,
) -> Briefing:
    """Return the page of a set, checked to the character before anybody sees it.

    `now` is the date that the page bears, in want of one in `config`; nothing looks at the clock.
    `versions` is what articles said before they were updated, by the SHA-256 of what they are now:
    it counts as told, so that the page has what changed.
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
    if [one.id for one in reading] != list(range(1, len(reading) + 1)):
        reading = Reading(collate(reading), reading.skipped)
    return _checked(_composed(reading, config, day, versions or {}))


def _checked(made: Briefing) -> Briefing:
    faults = proof.check(made)
    if faults:
        raise ProvenanceError(str(faults[0]), advice="please report this; no page was written")
    return made


def _sources(documents: Iterable[Document]) -> tuple[Document, ...]:
    found = [documents] if isinstance(documents, str) else list(documents)
    if any(isinstance(one, str) for one in found):
        raise UsageError("texts have no source to point to", advice="give what read(paths) returns")
    return collate(found)


@dataclass(frozen=True, slots=True)
class _Task:
    """What a page is made of, and how."""

    reading: Reading
    config: Config
    now: date
    signature: str
    before: Earlier
    #: Ids of copies: another article is cited in their place.
    again: frozenset[int]
    found: Findings
    #: The share of the topic that each article holds, by its id.
    asked: Mapping[int, float]

    def fresh(self, ids: Iterable[int]) -> bool:
        """Return whether any of some articles was not part of the earlier page."""
        return any(not self.before.knows(self.reading.documents[number - 1]) for number in ids)


def _composed(reading: Reading, config: Config, now: date, versions: Mapping[str, str]) -> Briefing:
    from brief import __version__

    documents = reading.documents
    signed = signature(config, __version__, [d.sha256 for d in documents], now)
    before = earlier(config.since, versions)
    known = tuple(one.id for one in documents if before.knows(one))
    updated = tuple(one.id for one in documents if one.sha256 in before.updated)
    sentences = sentences_of(documents)
    asked = _asked(documents, sentences, config.focus if config.stories == "auto" else None)
    groups = _stories(documents, sentences, asked) if config.stories == "auto" else []
    if len(groups) < 2:
        groups = [tuple(one.id for one in documents)]
    found = agreed(documents, sentences, groups)
    copies = copies_in(documents, sentences)
    again = frozenset(number for group in copies for number in group[1:])
    task = _Task(reading, config, now, signed, before, again, found, asked)

    def marked(page: Briefing) -> Briefing:
        unchanged = known if config.since else None
        return replace(page, unchanged=unchanged, updated=updated, copies=copies)

    made = leaving_room(
        _filling(task, groups, sentences),
        lambda page: _with_room_for_marks(formats.measure(marked(page)), config.words),
        found,
        config.sections,
        known if config.since else (),
    )
    shown = {number for story in made.stories if story.in_brief for number in story.documents}
    among = None if len(shown) == len(documents) else shown
    return with_sections(
        marked(made),
        found,
        config.sections if len(known) < len(documents) else (),
        formats.measure,
        partial(supported, documents, sentences, copies),
        lambda findings: before.untold(completed(documents, findings, among), documents),
    )


def _with_room_for_marks(size: tuple[int, int], budget: int) -> tuple[int, int]:
    """Return a page's size with the words that its marks may take: what they are, and two marks."""
    words, rows = size
    return words + (MARKS if budget >= LEAST_MARKED else 0), rows


def _filling(
    task: _Task, groups: Sequence[tuple[int, ...]], sentences: Sequence[Sentence]
) -> Callable[[Measure], Briefing]:
    """Return what puts as much on the page as a measure says there is room for."""
    documents, config = task.reading.documents, task.config
    if not task.fresh(one.id for one in documents):
        return lambda _: _unchanged(task)
    try:
        if len(groups) > 1:
            return _assembling(task, groups)
        heard = [one for one in sentences if one.document not in task.again]
        material = material_of(
            documents, config.method, config.focus, task.before, heard, task.found.superseded
        )
        told = tell_alone(material, config.words, config.method, config.title)
    except NothingToBrief:
        if config.since is None:
            raise
        return lambda _: _unchanged(task)
    return lambda measure: compose(
        told,
        task.reading.skipped,
        budget=config.words,
        generated=task.now,
        signature=task.signature,
        measure=measure,
    )


def _unchanged(task: _Task) -> Briefing:
    """Return the page that says that nothing is new."""
    documents, given = task.reading.documents, task.config.title
    titled = [(one.title, one.id) for one in documents if one.title]
    title, owner = titled[-1] if titled else (Title("Briefing", 0, 8), 0)
    if given:
        title, owner = Title(given, 0, len(given)), 0
    return Briefing(
        title,
        owner,
        task.now,
        (),
        tuple(Entry(one.id, (), on_page=False) for one in documents),
        documents,
        task.reading.skipped,
        task.signature,
        task.config.words,
    )


def _asked(
    documents: Sequence[Document], sentences: Sequence[Sentence], focus: str | None
) -> dict[int, float]:
    """Return the share of the topic that each article's best sentence holds, in tenths."""
    asked = {one.id: 0.0 for one in documents}
    if focus:
        matrix = term_matrix(sentences, language_of(documents))
        for one, held in zip(sentences, topic.relevance(matrix, focus).tolist(), strict=True):
            asked[one.document] = max(asked[one.document], round(held, 1))
    return asked


def _stories(
    documents: Sequence[Document], sentences: Sequence[Sentence], asked: Mapping[int, float]
) -> list[tuple[int, ...]]:
    """Return the ids of each story's articles, the largest and freshest story first.

    With a topic, those come before that hold most of it.
    """
    day = {one.id: one.date or date.min for one in documents}

    def order(ids: tuple[int, ...]) -> tuple[float, int, int, tuple[int, ...]]:
        newest = max(day[number].toordinal() for number in ids)
        return -max(asked[number] for number in ids), -len(ids), -newest, ids

    return sorted(stories.stories(documents, sentences), key=order)


def _assembling(task: _Task, groups: Sequence[tuple[int, ...]]) -> Callable[[Measure], Briefing]:
    from brief.page.assembly import assemble

    reading, config = task.reading, task.config
    fresh = [ids for ids in groups if task.fresh(ids)]
    asked = [ids for ids in fresh if max(task.asked[number] for number in ids) >= ASKED]
    words = max(LEAST_STORY, int(config.words * STORIES_SHARE / (len(asked) or len(groups))))
    whole: dict[tuple[int, ...], tuple[int, ...]] = {}
    told: list[StoryDraft] = []
    for ids in fresh[: config.words // LEAST_STORY]:
        first = tuple(number for number in ids if number not in task.again)
        documents = [
            replace(reading.documents[own - 1], id=number) for number, own in enumerate(first, 1)
        ]
        current = renumbered(task.found.superseded, first)
        material = material_of(
            documents, config.method, config.focus, task.before, superseded=current
        )
        found = tell(material, words, config.method)
        if found:
            whole[first] = ids
            told.append(found)
    if not told:
        raise NothingToBrief(NOTHING_STANDS, advice=NOTHING_ADVICE)
    ordered = [*whole, *(ids for ids in groups if ids not in whole.values())]

    def marked(made: Briefing) -> Briefing:
        full = (
            replace(one, documents=whole.get(one.documents, one.documents)) for one in made.stories
        )
        known = (replace(one, unchanged=not task.fresh(one.documents)) for one in full)
        return replace(made, stories=tuple(known))

    def assembled(measure: Measure) -> Briefing:
        made = assemble(
            told,
            reading.documents,
            ordered,
            reading.skipped,
            budget=config.words,
            title=config.title,
            generated=task.now,
            signature=task.signature,
            measure=lambda page: measure(marked(page)),
            leave_out=task.again,
            wanted=sum(1 for ids in whole.values() if ids in asked),
        )
        return marked(made)

    return assembled


def render(briefing: Briefing, format: str = "markdown", folder: Path | None = None) -> str:
    """Return the page as `markdown`, `json` or `text`; paths on it are relative to `folder`.

    `folder` is where the page will lie, None the current folder.  Raises `UsageError` for an
    unknown format.
    """
    chosen = formats.FORMATS.get(format)
    if chosen is None:
        raise UsageError(f"no such format: {format!r}", advice=f"use {', '.join(formats.FORMATS)}")
    if format == "json":
        whole = completed(briefing.documents, briefing.findings)
        briefing = _checked(replace(briefing, findings=whole))
    return chosen.render(briefing, folder)
