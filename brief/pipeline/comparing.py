"""Articles → what a comparison of them finds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from brief.compare.claims import agreement, alone, supporters
from brief.compare.disputes import disputes
from brief.compare.figures.counts import figures
from brief.compare.figures.differences import comparisons, superseded
from brief.language.concepts import concepts_of
from brief.language.terms import term_matrix
from brief.model import (
    Citation,
    Comparison,
    Dispute,
    Document,
    Findings,
    Line,
    Sentence,
    Statement,
    Superseded,
    headline_of,
)
from brief.pipeline.summaries import days_told
from brief.split.sentences import segment

#: Words of a sentence that two articles do not have in common by chance.
LONG = 8


def agreed(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    groups: Sequence[Sequence[int]],
) -> Findings:
    """Return what every page needs: the figures and disputes of each story.

    `documents` are numbered from 1 in their order, `sentences` are theirs; `groups` are the ids of
    each story's articles.  Figures are compared within a story, and languages are not mixed.
    """
    by_document: dict[int, list[Sentence]] = {one.id: [] for one in documents}
    for sentence in sentences:
        by_document[sentence.document].append(sentence)
    figured: list[Comparison] = []
    disputed: list[Dispute] = []
    past: set[Citation] = set()
    tolls: set[Citation] = set()
    for group in groups:
        own = [documents[number - 1] for number in group]
        told = [sentence for number in group for sentence in by_document[number]]
        found = comparisons(own, figures(told, own[0].language), told)
        headed = (headline_of(one) for one in own)
        held = superseded(own, found, [*told, *(one for one in headed if one)])
        past |= held.outdated
        tolls |= held.tolls
        figured += found
        disputed += disputes(own, told)
    return Findings(
        figures=tuple(figured),
        disputes=tuple(disputed),
        superseded=Superseded(frozenset(past), frozenset(tolls)),
        whole=False,
    )


def renumbered(superseded: Superseded, ids: Sequence[int]) -> Superseded:
    """Return the places in some articles, numbered from 1 in the order of `ids`."""
    number = {one: place for place, one in enumerate(ids, 1)}

    def own(places: frozenset[Citation]) -> frozenset[Citation]:
        return frozenset(
            replace(one, document=number[one.document]) for one in places if one.document in number
        )

    return Superseded(own(superseded.outdated), own(superseded.tolls))


def completed(
    documents: Sequence[Document], found: Findings, among: Collection[int] | None = None
) -> Findings:
    """Return findings with what not every page has room for: claims, events, quotations, names.

    Only of the articles `among` the ids, where some are given: a page of a few stories among many
    needs no more, and what is found is not `whole` then.
    """
    if found.whole:
        return found
    # Most pages have no room for these, and need not wait for their patterns.
    from brief.compare.names.entities import names
    from brief.compare.origins import origins
    from brief.compare.quotes.quotations import quotes
    from brief.compare.timeline import timeline

    own = [one for one in documents if among is None or one.id in among]
    sentences = sentences_of(own)
    told = [days_told(one, documents[one.document - 1]) for one in sentences]
    row = {_place(sentence): place for place, sentence in enumerate(sentences)}
    copies = origins(own)
    claims = _claims(documents, sentences, copies)
    same = [tuple(row[place] for place in claim) for claim in claims]
    return replace(
        found,
        origins=copies,
        claims=tuple(Statement(_text(documents, claim[0]), claim) for claim in claims),
        timeline=timeline(
            own, sentences, [days for days, _ in told], [day for _, day in told], same
        ),
        quotes=quotes(own, sentences),
        names=names(own, sentences),
        whole=among is None,
    )


def copies_in(
    documents: Sequence[Document], sentences: Sequence[Sentence]
) -> tuple[tuple[int, ...], ...]:
    """Return groups of two and more articles that are one origin: the one to cite, and its copies.

    Cited is the newest, for it has what was corrected or added; of one day's, the longest.  Only
    looked for where two articles have a sentence of `LONG` words in common: a copy without a
    single sentence as it was is a rewriting.
    """
    holders: dict[str, int] = {}
    for sentence in sentences:
        if len(sentence.text) < 2 * LONG or len(sentence.text.split()) < LONG:
            continue
        if holders.setdefault(sentence.text, sentence.document) != sentence.document:
            from brief.compare.origins import origins

            groups = (group for group in origins(documents) if len(group) > 1)
            return tuple(_cited_first(documents, group) for group in groups)
    return ()


def _cited_first(documents: Sequence[Document], group: Sequence[int]) -> tuple[int, ...]:
    def rank(number: int) -> tuple[date, int, int]:
        one = documents[number - 1]
        return one.date or date.min, sum(block.end - block.start for block in one.prose()), -number

    first = max(group, key=rank)
    return first, *(number for number in group if number != first)


def supported(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    copies: Sequence[Sequence[int]],
    lines: Sequence[Line],
) -> tuple[dict[Line, tuple[Citation, ...]], frozenset[Line]]:
    """Return the places of other origins that say the same as each of some lines.

    Lines without support are left out; those of them that no other origin says anything like are
    named beside it.  `copies` are groups of articles that are one origin.  Languages are not mixed.
    """
    by_document: dict[int, list[Line]] = {}
    for line in lines:
        by_document.setdefault(line.citations[0].document, []).append(line)
    rows = {
        row: line
        for row, one in enumerate(sentences)
        for line in by_document.get(one.document, ())
        if line.citations[0].start <= one.start < line.citations[0].end
    }
    spoken = [documents[one.document - 1].language for one in sentences]
    by = {one.id: one.id for one in documents}
    by |= {number: group[0] for group in copies for number in group}
    lonely = dict.fromkeys(lines, True)
    found: dict[Line, list[Citation]] = {}
    for language in sorted({spoken[row] for row in rows}):
        own = [row for row, code in enumerate(spoken) if code == language]
        matrix = term_matrix([sentences[row] for row in own], language)
        wanted = [place for place, row in enumerate(own) if row in rows]
        concepts = concepts_of(matrix, named=False)
        for place, others in supporters(matrix, concepts, by, wanted).items():
            cited = (_place(matrix.sentences[other]) for other in others)
            found.setdefault(rows[own[place]], []).extend(cited)
        single = alone(matrix, by, wanted)
        for place in wanted:
            lonely[rows[own[place]]] &= place in single
    told = set(rows.values())  # A headline is no sentence.
    kept = _of_other_origins(documents, found) if found else {}
    return kept, frozenset(
        line for line, one in lonely.items() if one and line in told and line not in kept
    )


def _of_other_origins(
    documents: Sequence[Document], found: dict[Line, list[Citation]]
) -> dict[Line, tuple[Citation, ...]]:
    """Return support without copies: of the line's own article, and of each other."""
    from brief.compare.origins import origins

    origin = {number: group[0] for group in origins(documents) for number in group}
    kept: dict[Line, tuple[Citation, ...]] = {}
    for line, places in found.items():
        first = {origin[place.document]: place for place in reversed(places)}
        first.pop(origin[line.citations[0].document], None)
        if first:
            kept[line] = tuple(first[number] for number in sorted(first))
    return kept


def sentences_of(documents: Sequence[Document]) -> list[Sentence]:
    """Return the sentences of all articles in their order."""
    return [sentence for one in documents for sentence in segment(one)]


def _place(sentence: Sentence) -> Citation:
    return Citation(sentence.document, sentence.start, sentence.end)


def _text(documents: Sequence[Document], place: Citation) -> str:
    return documents[place.document - 1].text[place.start : place.end]


def _claims(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    same: Sequence[Sequence[int]],
) -> list[tuple[Citation, ...]]:
    """Return groups of places that say the same, language by language."""
    if len(same) < 2:
        return []
    origin = {number: place for place, group in enumerate(same) for number in group}
    found: list[tuple[Citation, ...]] = []
    for language in sorted({one.language for one in documents}):
        own = [one for one in sentences if documents[one.document - 1].language == language]
        matrix = term_matrix(own, language)
        groups = agreement(matrix, concepts_of(matrix, named=False), origin)
        found += [tuple(_place(own[place]) for place in group) for group in groups]
    return found
