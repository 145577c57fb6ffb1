"""The stories of a set → a draft of each, with what supports its lines; they fill a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial

from brief.errors import NothingToBrief
from brief.model import Briefing, Citation, Document, Line, Sentence
from brief.model.progress import CHOOSING, FITTING, Progress, stepping
from brief.page.choice import MOST_LINES
from brief.page.draft import StoryDraft, draft_of
from brief.page.material import Material, material_of
from brief.page.sections import corroborated
from brief.page.sheet import SHEET_WORDS, Measure, filled, words_of
from brief.page.worth import Weights
from brief.pipeline import workers
from brief.pipeline.comparing import renumbered, supported
from brief.pipeline.earlier import Earlier
from brief.pipeline.last_resort import LastResort
from brief.settings.page_options import Config

#: Share of the topic, 0 … 1, that a sentence of a story must hold for the story to be on the topic.
ASKED = 0.5


@dataclass(frozen=True, slots=True)
class Means:
    """What a page is made with."""

    executor: Executor | None
    progress: Progress


@dataclass(frozen=True, slots=True)
class Task:
    """What a page is made of, and how."""

    config: Config
    means: Means
    #: The page with nothing on it but its marks: what was read, copied, updated.
    blank: Briefing
    sentences: Sequence[Sentence]
    earlier: Earlier
    #: The share of the topic that each article holds, by its id, 0 … 1.
    topic_shares: Mapping[int, float]
    #: The learned weights of choosing.
    weights: Weights

    def is_new(self, ids: Iterable[int]) -> bool:
        """Return whether any of some articles was not part of the earlier page."""
        return not set(ids) <= set(self.blank.unchanged or ())

    def titled(self, draft: StoryDraft) -> Briefing:
        """Return the blank page with the title that the user gave, or else that of a story."""
        if self.config.title:
            return self.blank
        return replace(self.blank, title=draft.title, title_document=draft.title_document)


@dataclass(frozen=True, slots=True)
class _Choosing:
    """What the lines of a story are chosen from; its articles are numbered from 1."""

    ids: tuple[int, ...]  #: The numbers of its articles on the page, in their order.
    documents: tuple[Document, ...]
    sentences: tuple[Sentence, ...]
    outdated: frozenset[Citation]  #: Places of what a later article updates.
    words: int  #: Words that its lines may have.


def filling(
    task: Task,
    groups: Sequence[tuple[int, ...]],
    told: Sequence[tuple[int, ...]],
    resort: LastResort,
) -> Callable[[Measure], Briefing]:
    """Return a function that fills a page as far as a measure of it says there is room.

    `groups` are the ids of each story's articles, `told` of those that may have lines.
    """
    config, blank, shares = task.config, task.blank, task.topic_shares
    progress = task.means.progress
    new = [ids for ids in groups if task.is_new(ids)]
    on_topic = [ids for ids in new if max(shares[number] for number in ids) >= ASKED]
    wanted = on_topic or groups
    items = [
        _choosing(
            task,
            ids,
            words_of(config.words, len(ids), sum(map(len, wanted)), alone=len(wanted) == 1),
        )
        for ids in told
    ]
    work = partial(_drafts, config=config, weights=task.weights, before=task.earlier)
    made = workers.mapped(work, items, task.means.executor, articles=len(blank.documents), batch=1)
    drafts = {
        ids: draft
        for ids, draft in zip(told, stepping(made, CHOOSING, len(told), progress), strict=True)
        if draft
    }
    progress(FITTING, 0, 0)
    drafts = _corroborated(task, drafts, resort)
    if drafts:
        first = next(iter(drafts.values()))
        untold = [ids for ids in groups if ids not in drafts]
        before = sum(ids in on_topic for ids in drafts) if len(groups) > 1 else 0
        return partial(filled, drafts, untold, before, task.titled(first))
    if new and task.config.since is None:
        problem = "no sentence of these articles can stand on a page"
        advice = "check with -v what was read; a page needs sentences with a name or a number"
        raise NothingToBrief(problem, advice=advice)
    return lambda _: blank


def _corroborated(
    task: Task, drafts: Mapping[tuple[int, ...], StoryDraft], resort: LastResort
) -> dict[tuple[int, ...], StoryDraft]:
    """Return the drafts with what supports each line, and what it was before: it takes room.

    Support is looked for in the stories that have drafts.
    """
    blank, among = task.blank, {number for ids in drafts for number in ids}
    sentences = [sentence for sentence in task.sentences if sentence.document in among]
    lines = [line for draft in drafts.values() for line in draft.lines]
    work = partial(supported, blank.documents, sentences, lines, task.weights.states)
    support: dict[Line, tuple[Citation, ...]] = resort.around("support", work, {})
    earlier = blank.findings.replaced

    def whole(line: Line) -> Line:
        return corroborated(line, support.get(line, ()), earlier.get(line.citations[0], ()))

    return {
        ids: replace(draft, lines=tuple(map(whole, draft.lines))) for ids, draft in drafts.items()
    }


def _choosing(task: Task, ids: Sequence[int], words: int) -> _Choosing:
    """Return what there is to choose from in a story, copies left out."""
    blank = task.blank
    copied = {number for group in blank.copies for number in group[1:]}
    own = tuple(number for number in ids if number not in copied)
    numbers = {number: place for place, number in enumerate(own, 1)}
    return _Choosing(
        ids=own,
        # What was worked out of an article before, its sentences, goes along by itself.
        documents=tuple(
            replace(blank.documents[number - 1], id=place, prepared=None)
            for number, place in numbers.items()
        ),
        sentences=tuple(
            replace(sentence, document=numbers[sentence.document])
            for sentence in task.sentences
            if sentence.document in numbers
        ),
        outdated=renumbered(blank.findings.outdated, own),
        words=words,
    )


def _drafts(
    stories: Sequence[_Choosing], *, config: Config, weights: Weights, before: Earlier
) -> list[StoryDraft | None]:
    """Return what there is to say of each story; `before` is what the earlier page told."""
    most = MOST_LINES * max(1, config.words // SHEET_WORDS)
    return [
        draft_of(
            _material(story, config, before), weights, story.words, config.method, story.ids, most
        )
        for story in stories
    ]


def _material(story: _Choosing, config: Config, before: Earlier) -> Material:
    """Return what the lines of a story are chosen from, with what the earlier page told of it."""
    return material_of(
        story.documents,
        config.method,
        config.focus,
        sentences=story.sentences,
        told=before.statements,
        known=[document.id for document in story.documents if before.has(document)],
        updated={
            document.id: before.updated[document.sha256]
            for document in story.documents
            if document.sha256 in before.updated
        },
        outdated=story.outdated,
    )
