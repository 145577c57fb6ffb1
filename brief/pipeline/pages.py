"""Documents → Briefing → text: a page of one story or of several, checked before it is returned."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain
from operator import attrgetter

from brief import formats
from brief.compare import stories
from brief.errors import NothingToBrief, UsageError
from brief.language.phrases import language_of_page, phrases
from brief.model import (
    Briefing,
    Citation,
    Document,
    Entry,
    Findings,
    Line,
    Reading,
    Sentence,
    Skipped,
    Title,
)
from brief.model.progress import CHOOSING, COMPARING, FITTING, Progress, silent, stepping
from brief.page.choice import MOST_LINES
from brief.page.draft import StoryDraft, draft_of, title_of_newest
from brief.page.material import Material, material_of
from brief.page.sections import corroborated, leaving_room, with_sections
from brief.page.sheet import LEAST_STORY, SHEET_WORDS, Measure, filled, words_of
from brief.page.worth import Weights, learned
from brief.pipeline import last_resort
from brief.pipeline.comparing import (
    agreed,
    copies_in,
    renumbered,
    sentences_of,
    supported,
)
from brief.pipeline.completing import completed, with_all
from brief.pipeline.earlier import Earlier, earlier
from brief.pipeline.given import Given, reading_of
from brief.pipeline.last_resort import Broken, LastResort, attempt, fatal, sparing
from brief.pipeline.muting import without_muted
from brief.pipeline.numbering import Numbered, numbered
from brief.pipeline.reading import collate
from brief.pipeline.rendering import checked
from brief.settings.page_options import Config
from brief.settings.signature import in_language, signature
from brief.split import size

#: Share of the topic, 0 … 1, that a sentence of a story must hold for the story to be on the topic.
ASKED = 0.5
#: What is named where no article or story is known to have broken a stage.
THE_PAGE = "the page"
PATH = attrgetter("path")


def brief(
    documents: Reading | Given | Iterable[Given],
    config: Config | None = None,
    *,
    now: date | None = None,
    versions: Mapping[str, str] | None = None,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Briefing:
    """Return the page of a set, every sentence of it checked against its source.

    `documents` are what `summarise` takes.  `now` is the date that the page bears where `config`
    has none; the clock is not read.
    `versions` is what articles said before they were updated, by the SHA-256 of what they are now:
    the page leaves that out, and has what changed.  `progress` is called with how far it is.
    `executor` does what can be done in several processes, as in `read`.
    Raises `UsageError` without a date and for what is no article, `NothingToBrief` where there is
    no article or no sentence to print.

    An article or a story that breaks a stage, which is a bug, is left out, and so is a finding: it
    is in `Briefing.skipped`, with `Skipped.broke`.  Where `config.strict`, or nothing would be
    left, `BrokenStage` is raised, or `ProvenanceError` for a sentence that does not stand in its
    source.
    """
    config = config or Config()
    day = config.now or now
    if day is None:
        raise UsageError("a page needs its date", where="now", advice="give now=date.today()")
    if config.first_day and config.first_day > day:
        problem = f"{config.first_day} is after {day}, the day of the page"
        raise UsageError(problem, where="first_day", advice="give that day or an earlier one")
    reading = _wanted(documents, config)

    def page_of(articles: Sequence[Document]) -> Briefing:
        # As they are, where none is left out: what they repeat is labelled already.
        whole = len(articles) == len(reading)
        documents = reading.documents if whole else collate(articles)
        whole_set = replace(reading, documents=documents)
        means = _Means(executor=executor, progress=progress)
        return _composed(whole_set, config, day, versions or {}, means)

    made, lost = _sparing(reading.documents, page_of, config)
    if lost:
        skipped = sorted((*made.skipped, *lost), key=PATH)
        made = replace(made, skipped=tuple(skipped))
    return made


def _wanted(documents: Reading | Given | Iterable[Given], config: Config) -> Reading:
    """Return the articles that a page is made of, numbered from 1."""
    reading = reading_of(documents, language=config.language, strict=config.strict)
    if not reading.documents:
        raise NothingToBrief("no article could be read", advice="name files or folders with text")
    reading = without_muted(reading, config.mute)
    if not reading.documents:
        raise NothingToBrief("every article is muted", advice="mute less")
    if [document.id for document in reading] != list(range(1, len(reading) + 1)):
        reading = replace(reading, documents=collate(reading))
    return reading


def _sparing(
    documents: Sequence[Document],
    page_of: Callable[[Sequence[Document]], Briefing],
    config: Config,
) -> tuple[Briefing, list[Skipped]]:
    """Return the page without the articles, or else without the stories, that break a stage.

    Raises `BrokenStage` where that does not help, or where `config.strict`.
    """
    made, broken = sparing(documents, page_of, THE_PAGE)
    lost: list[tuple[Document, Broken, str | None]]
    lost = [(documents[place], bug, None) for place, bug in broken.items()]
    if isinstance(made, Broken) and config.stories == "auto":
        groups = attempt(lambda: _groups(documents), THE_PAGE)
        if not isinstance(groups, Broken) and len(groups) > 1:
            made, broken = sparing(groups, lambda kept: page_of(list(chain(*kept))), THE_PAGE)
            lost = [
                (document, bug, title_of_newest(groups[place])[0].text)
                for place, bug in broken.items()
                for document in groups[place]
            ]
    if isinstance(made, Broken):
        raise fatal(replace(made, what=documents[0].path) if len(documents) == 1 else made)
    if lost and config.strict:
        document, bug, _ = lost[0]
        raise fatal(replace(bug, what=document.path))
    return made, [
        last_resort.noted(bug, document.path, story=title) for document, bug, title in lost
    ]


def _groups(documents: Sequence[Document]) -> list[tuple[Document, ...]]:
    """Return the articles of each story."""
    groups = stories.stories(documents, sentences_of(documents))
    return [tuple(documents[number - 1] for number in ids) for ids in groups]


@dataclass(frozen=True, slots=True)
class _Means:
    """What a page is made with."""

    executor: Executor | None
    progress: Progress


@dataclass(frozen=True, slots=True)
class _Task:
    """What a page is made of, and how."""

    config: Config
    means: _Means
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


def _composed(
    reading: Reading,
    config: Config,
    now: date,
    versions: Mapping[str, str],
    means: _Means,
) -> Briefing:
    means.progress(COMPARING, 0, 0)
    before = earlier(config.since, versions)
    known = [document.id for document in reading if before.has(document)]
    apart = config.stories == "auto"
    articles = numbered(reading.documents, config.focus, known=known, apart=apart)
    page = _page_of(articles, reading, config, now, before, means)
    told = tuple(story.documents for story in page.stories)
    if told in ((), articles.groups):
        return page
    # A story of which nothing can be said stands behind the others, and so do its articles.
    return _page_of(articles.in_order(told), reading, config, now, before, means)


def _page_of(
    articles: Numbered,
    reading: Reading,
    config: Config,
    now: date,
    before: Earlier,
    means: _Means,
) -> Briefing:
    documents, sentences, groups = articles.documents, articles.sentences, articles.groups
    resort = LastResort(config.strict)
    language = language_of_page((d.language for d in documents), config.page_language)
    config = in_language(config, language)
    blank = _blank(articles, reading, config, now, before)
    unchanged = frozenset(blank.unchanged or ())
    told = [ids for ids in groups if not unchanged.issuperset(ids)]
    told = told[: max(1, config.words // LEAST_STORY)]
    blank = replace(
        blank,
        copies=resort.around("copies", lambda: copies_in(documents, sentences), ()),
        findings=agreed(documents, sentences, told, resort),
    )
    task = _Task(
        config=config,
        means=means,
        blank=blank,
        sentences=sentences,
        earlier=before,
        topic_shares=articles.topic_shares,
        weights=learned(config.weights),
    )

    fill = _filling(task, groups, told, resort)
    page = leaving_room(fill, formats.measure, config.sections, config.words)
    page = _completed(task, page, resort)
    passed = sorted([*reading.skipped, *size.left_out(documents, sentences)], key=PATH)
    return checked(replace(page, skipped=(*passed, *resort.fired)))


def _blank(
    articles: Numbered, reading: Reading, config: Config, now: date, before: Earlier
) -> Briefing:
    """Return the page with nothing on it but what is known before a line is chosen."""
    from brief.model.version import __version__

    documents = articles.documents
    language = language_of_page((d.language for d in documents), config.page_language)
    title = config.title or phrases(language).say("briefing")
    unchanged = tuple(document.id for document in documents if before.has(document))
    shas = [document.sha256 for document in documents]
    return Briefing(
        title=Title(title, 0, len(title)),
        title_document=0,
        generated=now,
        first_day=config.first_day,
        in_brief=(),
        articles=tuple(Entry(document.id) for document in documents),
        documents=documents,
        skipped=reading.skipped,
        signature=signature(config, __version__, shas, now, searched=reading.searched),
        budget=config.words,
        language=language,
        sections=config.sections,
        texts=config.sources,
        unchanged=unchanged if config.since else None,
        updated=tuple(d.id for d in documents if d.sha256 in before.updated),
        missed_topic="" if any(articles.topic_shares.values()) else config.focus or "",
    )


def _completed(task: _Task, page: Briefing, resort: LastResort) -> Briefing:
    """Return the page with its sections, and for a page in JSON with all findings."""
    config, documents = task.config, task.blank.documents
    shown = [story.documents for story in page.stories if story.in_brief] or page.groups()
    is_whole = shown == page.groups()

    def complete(findings: Findings) -> Findings:
        found = completed(documents, findings, shown, resort, whole=is_whole)
        return task.earlier.left_out_of(found, documents)

    sections = config.sections if task.is_new(document.id for document in documents) else ()
    page = with_sections(page, sections, formats.measure, complete)
    if config.page_format() != "json":
        return page
    return with_all(page, resort, task.means.executor)


def _filling(
    task: _Task,
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
    drafts: dict[tuple[int, ...], StoryDraft] = {}
    for ids in stepping(told, CHOOSING, len(told), progress):
        words = words_of(config.words, len(ids), sum(map(len, wanted)), alone=len(wanted) == 1)
        if draft := _draft(task, ids, words):
            drafts[ids] = draft
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
    task: _Task, drafts: Mapping[tuple[int, ...], StoryDraft], resort: LastResort
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


def _draft(task: _Task, ids: Sequence[int], words: int) -> StoryDraft | None:
    """Return what there is to say of a story; copies are left out."""
    blank = task.blank
    copied = {number for group in blank.copies for number in group[1:]}
    own = [number for number in ids if number not in copied]
    # The articles of a story are numbered from 1 where it is chosen from.
    documents = [
        replace(blank.documents[number - 1], id=place) for place, number in enumerate(own, 1)
    ]
    numbers = {number: place for place, number in enumerate(own, 1)}
    sentences = [
        replace(sentence, document=numbers[sentence.document])
        for sentence in task.sentences
        if sentence.document in numbers
    ]
    outdated = renumbered(blank.findings.outdated, own)
    material = _material(task, documents, outdated, sentences)
    most = MOST_LINES * max(1, task.config.words // SHEET_WORDS)
    return draft_of(material, task.weights, words, task.config.method, own, most)


def _material(
    task: _Task,
    documents: Sequence[Document],
    outdated: Collection[Citation],
    sentences: Sequence[Sentence],
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
        outdated=outdated,
    )
