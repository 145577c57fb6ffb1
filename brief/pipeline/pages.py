"""Documents → Briefing → text: a page of one story or of several, checked before it is returned."""

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
from brief.model import (
    Briefing,
    Document,
    Entry,
    Findings,
    Reading,
    Sentence,
    Superseded,
    Title,
)
from brief.page import proof
from brief.page.compose import NOTHING_ADVICE, NOTHING_STANDS, StoryDraft, compose, tell, tell_alone
from brief.page.material import Material, language_of, material_of
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
from brief.score import topic
from brief.settings.page_options import Config
from brief.settings.signature import signature

#: Share of the budget that the lines of all stories may take, where there are several.
STORIES_SHARE = 0.6
#: Words that the lines of one story may take at the least.  So many words of the budget are counted
#: for each story that lines are chosen of; the other stories are only named.
LEAST_STORY = 40
#: Words that are kept for the marks of lines, and the least budget of a page that has marks.
MARKS, LEAST_MARKED = 7, 200
#: Share of the topic, 0 … 1, that a sentence of a story must hold for the story to be on the topic.
ASKED = 0.5


def brief(
    documents: Reading | Iterable[Document],
    config: Config | None = None,
    *,
    now: date | None = None,
    versions: Mapping[str, str] | None = None,
) -> Briefing:
    """Return the page of a set, every sentence of it checked against its source.

    `now` is the date that the page bears where `config` has none; the clock is not read.
    `versions` is what articles said before they were updated, by the SHA-256 of what they are now:
    the page leaves that out, and has what changed.
    Raises `UsageError` without a date and for bare texts, which have no source to point to,
    `NothingToBrief` where there is no article or no sentence to print, `ProvenanceError`
    where a sentence would not stand in its source, which is a bug.
    """
    config = config or Config()
    day = config.now or now
    if day is None:
        raise UsageError("a page needs its date", where="now", advice="give now=date.today()")
    reading = documents if isinstance(documents, Reading) else Reading(_sources(documents))
    if not reading.documents:
        raise NothingToBrief("no article could be read", advice="name files or folders with text")
    if [document.id for document in reading] != list(range(1, len(reading) + 1)):
        reading = Reading(collate(reading), reading.skipped)
    return _checked(_composed(reading, config, day, versions or {}))


def _checked(made: Briefing) -> Briefing:
    faults = proof.check(made)
    if faults:
        raise ProvenanceError(str(faults[0]), advice="please report this; no page was written")
    return made


def _sources(documents: Iterable[Document]) -> tuple[Document, ...]:
    given = [documents] if isinstance(documents, str) else list(documents)
    if any(isinstance(document, str) for document in given):
        raise UsageError("texts have no source to point to", advice="give what read(paths) returns")
    return collate(given)


@dataclass(frozen=True, slots=True)
class _Task:
    """What a page is made of, and how."""

    reading: Reading
    config: Config
    now: date
    signature: str
    earlier: Earlier
    #: Ids of copies: another article is cited in their place.
    copies: frozenset[int]
    findings: Findings
    #: The share of the topic that each article holds, by its id, 0 … 1.
    topic_shares: Mapping[int, float]

    def is_new(self, ids: Iterable[int]) -> bool:
        """Return whether any of some articles was not part of the earlier page."""
        return any(not self.earlier.has(self.reading.documents[number - 1]) for number in ids)

    def is_on_topic(self, ids: Iterable[int]) -> bool:
        """Return whether any of some articles holds enough of the topic that was asked for."""
        return max(self.topic_shares[number] for number in ids) >= ASKED


def _composed(reading: Reading, config: Config, now: date, versions: Mapping[str, str]) -> Briefing:
    from brief import __version__

    documents = reading.documents
    before = earlier(config.since, versions)
    unchanged = tuple(document.id for document in documents if before.has(document))
    sentences = sentences_of(documents)
    shares = _topic_shares(documents, sentences, config.focus if config.stories == "auto" else None)
    groups = _stories(documents, sentences, shares) if config.stories == "auto" else []
    if len(groups) < 2:
        groups = [tuple(document.id for document in documents)]
    findings = agreed(documents, sentences, groups)
    copies = copies_in(documents, sentences)
    task = _Task(
        reading=reading,
        config=config,
        now=now,
        signature=signature(config, __version__, [d.sha256 for d in documents], now),
        earlier=before,
        copies=frozenset(number for group in copies for number in group[1:]),
        findings=findings,
        topic_shares=shares,
    )
    listed = unchanged if config.since else None
    updated = tuple(document.id for document in documents if document.sha256 in before.updated)

    def marked(page: Briefing) -> Briefing:
        return replace(page, unchanged=listed, updated=updated, copies=copies)

    page = leaving_room(
        _filling(task, groups, sentences),
        lambda page: _with_room_for_marks(formats.measure(marked(page)), config.words),
        findings,
        config.sections,
        listed or (),
    )
    shown = {number for story in page.stories if story.in_brief for number in story.documents}
    among = None if len(shown) == len(documents) else shown
    return with_sections(
        marked(page),
        findings,
        config.sections if len(unchanged) < len(documents) else (),
        formats.measure,
        partial(supported, documents, sentences, copies),
        lambda findings: before.left_out_of(completed(documents, findings, among), documents),
    )


def _with_room_for_marks(size: tuple[int, int], budget: int) -> tuple[int, int]:
    """Return a page's (words, lines) with the words that its marks may take: their key, and two."""
    words, rows = size
    return words + (MARKS if budget >= LEAST_MARKED else 0), rows


def _filling(
    task: _Task, groups: Sequence[tuple[int, ...]], sentences: Sequence[Sentence]
) -> Callable[[Measure], Briefing]:
    """Return a function that fills a page as far as a measure of it says there is room."""
    documents, config = task.reading.documents, task.config
    if not task.is_new(document.id for document in documents):
        return lambda _: _unchanged(task)
    try:
        if len(groups) > 1:
            return _assembling(task, groups)
        own = [sentence for sentence in sentences if sentence.document not in task.copies]
        material = _material(task, documents, task.findings.superseded, own)
        draft = tell_alone(material, config.words, config.method, config.title)
    except NothingToBrief:
        if config.since is None:
            raise
        return lambda _: _unchanged(task)
    return lambda measure: compose(
        draft,
        task.reading.skipped,
        budget=config.words,
        generated=task.now,
        signature=task.signature,
        measure=measure,
    )


def _material(
    task: _Task,
    documents: Sequence[Document],
    superseded: Superseded,
    sentences: Sequence[Sentence] | None = None,
) -> Material:
    """Return what the lines of a story are chosen from, with what the earlier page told of it."""
    before = task.earlier
    return material_of(
        documents,
        task.config.method,
        task.config.focus,
        sentences=sentences,
        told=before.statements,
        known=[document.id for document in documents if before.has(document)],
        updated={
            document.id: before.updated[document.sha256]
            for document in documents
            if document.sha256 in before.updated
        },
        superseded=superseded,
    )


def _unchanged(task: _Task) -> Briefing:
    """Return the page that says that nothing is new."""
    documents, given = task.reading.documents, task.config.title
    titled = [(document.title, document.id) for document in documents if document.title]
    title, owner = titled[-1] if titled else (Title("Briefing", 0, 8), 0)
    if given:
        title, owner = Title(given, 0, len(given)), 0
    return Briefing(
        title=title,
        title_document=owner,
        generated=task.now,
        in_brief=(),
        articles=tuple(Entry(document.id, (), on_page=False) for document in documents),
        documents=documents,
        skipped=task.reading.skipped,
        signature=task.signature,
        budget=task.config.words,
    )


def _topic_shares(
    documents: Sequence[Document], sentences: Sequence[Sentence], focus: str | None
) -> dict[int, float]:
    """Return the share of the topic that each article's best sentence holds, in tenths."""
    shares = {document.id: 0.0 for document in documents}
    if focus:
        matrix = term_matrix(sentences, language_of(documents))
        relevance = topic.relevance(matrix, focus).tolist()
        for sentence, share in zip(sentences, relevance, strict=True):
            shares[sentence.document] = max(shares[sentence.document], round(share, 1))
    return shares


def _stories(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    topic_shares: Mapping[int, float],
) -> list[tuple[int, ...]]:
    """Return the ids of each story's articles, the largest and freshest story first.

    With a topic, those come before that hold most of it.
    """
    day = {document.id: document.date or date.min for document in documents}

    def order(ids: tuple[int, ...]) -> tuple[float, int, int, tuple[int, ...]]:
        newest = max(day[number].toordinal() for number in ids)
        return -max(topic_shares[number] for number in ids), -len(ids), -newest, ids

    return sorted(stories.stories(documents, sentences), key=order)


def _assembling(task: _Task, groups: Sequence[tuple[int, ...]]) -> Callable[[Measure], Briefing]:
    """Return a function that fills a page of several stories; `groups` are their articles' ids."""
    from brief.page.assembly import assemble

    config = task.config
    new = [ids for ids in groups if task.is_new(ids)]
    on_topic = [ids for ids in new if task.is_on_topic(ids)]
    words = max(LEAST_STORY, int(config.words * STORIES_SHARE / (len(on_topic) or len(groups))))
    #: The ids of each story that has a draft, by those of them that are no copies.
    with_copies: dict[tuple[int, ...], tuple[int, ...]] = {}
    drafts: list[StoryDraft] = []
    for ids in new[: config.words // LEAST_STORY]:
        own = tuple(number for number in ids if number not in task.copies)
        draft = _draft(task, own, words)
        if draft:
            with_copies[own] = ids
            drafts.append(draft)
    if not drafts:
        raise NothingToBrief(NOTHING_STANDS, advice=NOTHING_ADVICE)
    ordered = [*with_copies, *(ids for ids in groups if ids not in with_copies.values())]

    def marked(page: Briefing) -> Briefing:
        ids = [with_copies.get(story.documents, story.documents) for story in page.stories]
        marked_stories = (
            replace(story, documents=own, unchanged=not task.is_new(own))
            for story, own in zip(page.stories, ids, strict=True)
        )
        return replace(page, stories=tuple(marked_stories))

    def assembled(measure: Measure) -> Briefing:
        page = assemble(
            drafts,
            task.reading.documents,
            ordered,
            task.reading.skipped,
            budget=config.words,
            title=config.title,
            generated=task.now,
            signature=task.signature,
            measure=lambda page: measure(marked(page)),
            leave_out=task.copies,
            wanted=sum(1 for ids in with_copies.values() if ids in on_topic),
        )
        return marked(page)

    return assembled


def _draft(task: _Task, ids: Sequence[int], words: int) -> StoryDraft | None:
    """Return the draft of one story among several; its articles are numbered from 1 in it."""
    documents = [
        replace(task.reading.documents[number - 1], id=place) for place, number in enumerate(ids, 1)
    ]
    material = _material(task, documents, renumbered(task.findings.superseded, ids))
    return tell(material, words, task.config.method)


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
