"""Documents → Briefing → text: a page of one story or of several, checked before it is returned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date
from itertools import chain
from operator import attrgetter

from brief import formats
from brief.compare import stories
from brief.errors import NothingToBrief, UsageError
from brief.language.phrases import language_of_page, phrases
from brief.model import (
    Briefing,
    Document,
    Entry,
    Findings,
    Reading,
    Skipped,
    Title,
)
from brief.model.progress import COMPARING, Progress, silent
from brief.page.draft import title_of_newest
from brief.page.sections import leaving_room, with_sections
from brief.page.sheet import LEAST_STORY
from brief.page.worth import learned
from brief.pipeline import last_resort
from brief.pipeline.comparing import agreed, sentences_of
from brief.pipeline.completing import completed, with_all
from brief.pipeline.copies import copies_of
from brief.pipeline.drafting import Means, Task, filling
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
        means = Means(executor=executor, progress=progress)
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


def _composed(
    reading: Reading,
    config: Config,
    now: date,
    versions: Mapping[str, str],
    means: Means,
) -> Briefing:
    means.progress(COMPARING, 0, 0)
    before = earlier(config.since, versions)
    known = [document.id for document in reading if before.has(document)]
    apart = config.stories == "auto"
    resort = LastResort(config.strict)
    articles = numbered(
        reading.documents,
        config.focus,
        resort,
        known=known,
        apart=apart,
        executor=means.executor,
    )
    page = _page_of(articles, reading, config, now, before, means, resort)
    told = tuple(story.documents for story in page.stories)
    if told in ((), articles.groups):
        return page
    # A story of which nothing can be said stands behind the others, and so do its articles.
    return _page_of(articles.in_order(told), reading, config, now, before, means, resort)


def _page_of(
    articles: Numbered,
    reading: Reading,
    config: Config,
    now: date,
    before: Earlier,
    means: Means,
    resort: LastResort,
) -> Briefing:
    documents, sentences, groups = articles.documents, articles.sentences, articles.groups
    # A page that is made twice says nothing of what broke the first one.
    resort = LastResort(config.strict, list(resort.fired))
    language = language_of_page((d.language for d in documents), config.page_language)
    config = in_language(config, language)
    blank = _blank(articles, reading, config, now, before)
    unchanged = frozenset(blank.unchanged or ())
    told = [ids for ids in groups if not unchanged.issuperset(ids)]
    told = told[: max(1, config.words // LEAST_STORY)]
    blank = replace(
        blank,
        copies=resort.around("copies", lambda: copies_of(documents, articles.origins), ()),
        findings=replace(agreed(documents, sentences, told, resort), origins=articles.origins),
    )
    task = Task(
        config=config,
        means=means,
        blank=blank,
        sentences=sentences,
        earlier=before,
        topic_shares=articles.topic_shares,
        weights=learned(config.weights),
    )

    fill = filling(task, groups, told, resort)
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


def _completed(task: Task, page: Briefing, resort: LastResort) -> Briefing:
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
