"""Findings with what not every page has room for: claims, events, quotations, names.

They are looked for in one story after the other, over an executor where there is one: what is found
in a story does not depend on what else was read that morning.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import cache, partial

from brief.compare.claims import agreement
from brief.language.concepts import concepts_of
from brief.language.terms import term_matrix
from brief.model import (
    Briefing,
    Citation,
    Dated,
    Document,
    Findings,
    Name,
    Sentence,
    Skipped,
    Statement,
)
from brief.page.material import days_of
from brief.pipeline import workers
from brief.pipeline.comparing import Groups, differences, sentences_of
from brief.pipeline.condensing import condensed
from brief.pipeline.last_resort import LastResort

#: What a page goes by where the claims of a story cannot be compared.
NO_CLAIMS: Groups = ()


@dataclass(frozen=True, slots=True)
class _Story:
    """A story that is looked through; its findings name articles by their ids on the page."""

    documents: tuple[Document, ...]
    origins: Groups  #: The ids of its articles, by the text that they are copies of.
    compared: bool  #: Whether its figures and disputes have been looked for.


def with_all(briefing: Briefing, resort: LastResort, executor: Executor | None = None) -> Briefing:
    """Return a page with all findings and what each article reports, as JSON has them."""
    findings = completed(
        briefing.documents, briefing.findings, briefing.groups(), resort, executor=executor
    )
    work = partial(condensed, briefing, executor)
    briefing = resort.around("the articles' news", work, briefing)
    return replace(briefing, findings=findings)


def completed(
    documents: Sequence[Document],
    findings: Findings,
    stories: Sequence[Sequence[int]],
    resort: LastResort | None = None,
    *,
    whole: bool = True,
    executor: Executor | None = None,
) -> Findings:
    """Return findings with the claims, events, quotations and names of some stories.

    `stories` are the ids of each one's articles.  Where they are all of the page, the findings are
    `whole`, and have the figures and disputes of those stories of which they were not looked for;
    a page of a few stories among many needs no more than these.  `resort` stands around each kind
    of finding in each story; without one, what breaks is raised as `BrokenStage`.
    """
    if findings.whole:
        return findings
    resort = resort or LastResort(strict=True)
    by_id = {document.id: document for document in documents}
    among = [by_id[number] for ids in stories for number in ids]
    groups = resort.around("copies", partial(_origins, among, findings.origins), _apart(among))
    origin = {number: group for group in groups for number in group}
    items = [
        _Story(
            documents=tuple(by_id[number] for number in ids),
            origins=tuple(sorted({origin[number] for number in ids})),
            compared=place < findings.compared or not whole,
        )
        for place, ids in enumerate(stories)
    ]
    work = partial(_looked_through, strict=resort.strict)
    parts: list[Findings] = []
    for found, fired in workers.mapped(
        work, items, executor, _sent, articles=len(among), batch=workers.STORIES
    ):
        parts.append(found)
        resort.fired += (skipped for skipped in fired if skipped not in resort.fired)
    return replace(_joined(findings, parts), origins=groups, whole=whole)


def _origins(among: Sequence[Document], known: Groups) -> Groups:
    """Return the origins of some articles; `known` are those of the page, if they were needed."""
    if not known:
        from brief.compare.origins import origins

        return origins(among)
    ids = {document.id for document in among}
    parts = (tuple(number for number in group if number in ids) for group in known)
    return tuple(filter(None, parts))


def _apart(among: Sequence[Document]) -> Groups:
    return tuple((document.id,) for document in among)


def _sent(story: _Story) -> tuple[_Story, int]:
    """Return what is sent of a story: of what its articles are about, only stories are made."""
    documents = (
        replace(document, prepared=replace(document.prepared, terms={}, opening={}))
        if document.prepared
        else document
        for document in story.documents
    )
    return replace(story, documents=tuple(documents)), sum(len(d.text) for d in story.documents)


def _joined(findings: Findings, stories: Sequence[Findings]) -> Findings:
    """Return findings with those of each story."""
    every = (findings, *stories)
    events = (event for of_story in stories for event in of_story.timeline)
    return replace(
        findings,
        figures=tuple(figure for each in every for figure in each.figures),
        disputes=tuple(dispute for each in every for dispute in each.disputes),
        outdated=frozenset().union(*(each.outdated for each in every)),
        replaced={place: values for each in every for place, values in each.replaced.items()},
        compared=sum(each.compared for each in every),
        claims=tuple(claim for of_story in stories for claim in of_story.claims),
        timeline=tuple(sorted(events, key=_day)),
        quotes=tuple(quote for of_story in stories for quote in of_story.quotes),
        names=_names([of_story.names for of_story in stories]),
    )


def _looked_through(
    stories: Sequence[_Story], *, strict: bool
) -> list[tuple[Findings, list[Skipped]]]:
    results = []
    for story in stories:
        resort = LastResort(strict)
        results.append((_findings_of(story, resort), resort.fired))
    return results


def _findings_of(story: _Story, resort: LastResort) -> Findings:
    # Most pages have no room for these, and need not wait for their patterns.
    from brief.compare.names.entities import names
    from brief.compare.names.mentions import evidence_in
    from brief.compare.quotes.quotations import quotes
    from brief.compare.timeline import timeline

    articles, around = story.documents, resort.around
    by_id = {document.id: document for document in articles}
    sentences = sentences_of(articles)
    same = around("claims", lambda: _agreements(by_id, sentences, story.origins), NO_CLAIMS)

    def events() -> tuple[Dated, ...]:
        dates = [days_of(sentence, by_id[sentence.document]) for sentence in sentences]
        mentions, happened = [days for days, _ in dates], [day for _, day in dates]
        return tuple(timeline(articles, sentences, mentions, happened, same))

    # Who is named and who speaks is told by the same words.
    evidence = cache(lambda: evidence_in(articles, sentences))
    before = Findings() if story.compared else differences(articles, sentences, resort)
    return replace(
        before,
        claims=tuple(
            Statement(sentences[rows[0]].text, tuple(_place(sentences[row]) for row in rows))
            for rows in same
        ),
        timeline=around("timeline", events, ()),
        quotes=around("quotations", lambda: quotes(articles, sentences, evidence), ()),
        names=around("names", lambda: names(articles, sentences, evidence), ()),
    )


def _agreements(
    documents: Mapping[int, Document], sentences: Sequence[Sentence], origins: Groups
) -> Groups:
    """Return groups of sentences of different origins that say the same, by their places.

    `origins` are groups of articles' ids.  Languages are not mixed.
    """
    if len(origins) < 2:
        return ()
    origin = {number: place for place, group in enumerate(origins) for number in group}
    languages = [documents[sentence.document].language for sentence in sentences]
    same: list[tuple[int, ...]] = []
    for language in sorted(set(languages)):
        rows = [row for row, code in enumerate(languages) if code == language]
        matrix = term_matrix([sentences[row] for row in rows], language)
        groups = agreement(matrix, concepts_of(matrix, named=False), origin)
        same += [tuple(rows[place] for place in group) for group in groups]
    return tuple(same)


def _names(stories: Sequence[tuple[Name, ...]]) -> tuple[Name, ...]:
    """Return the names of all stories, each once; those of most articles first."""
    if len(stories) == 1:
        return stories[0]
    joined: dict[str, Name] = {}
    for name in (name for names in stories for name in names):
        before = joined.get(name.name, Name(name=name.name, variants=(), documents=()))
        joined[name.name] = Name(
            name=name.name,
            variants=_united(before.variants, name.variants),
            documents=tuple(sorted({*before.documents, *name.documents})),
        )
    return tuple(sorted(joined.values(), key=lambda name: -len(name.documents)))


def _united(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _day(event: Dated) -> tuple[str, int]:
    return event.date, event.citations[0].document


def _place(sentence: Sentence) -> Citation:
    return Citation(sentence.document, sentence.start, sentence.end)
