"""Documents → Findings: what several articles have in common, and where they part."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from brief.compare.disputes import disputes
from brief.compare.figures.counts import COMPARED, figures
from brief.compare.figures.differences import comparisons, outdated, replaced
from brief.compare.support import supporters
from brief.language.terms import term_matrix
from brief.model import (
    Citation,
    Comparison,
    Document,
    Figure,
    Findings,
    Line,
    Sentence,
    headline_of,
)
from brief.page.material import comparable_of
from brief.pipeline.last_resort import LastResort
from brief.split.sentences import segment

#: Ids of articles, or places of sentences.
Groups: TypeAlias = tuple[tuple[int, ...], ...]
#: What a page goes by where nothing has been looked for yet.
NOT_LOOKED = Findings(whole=False)
_Figures: TypeAlias = tuple[
    tuple[Comparison, ...], frozenset[Citation], dict[Citation, tuple[Figure, ...]]
]
#: The same where the figures of a story cannot be compared.
NO_FIGURES: _Figures = ((), frozenset(), {})


def agreed(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    groups: Sequence[Sequence[int]],
    resort: LastResort,
) -> Findings:
    """Return what every page needs: the figures and disputes of each story that it may tell.

    `documents` are numbered from 1 in their order, `sentences` are theirs; `groups` are the ids of
    each story's articles.  Figures are compared within a story, and languages are not mixed.
    `resort` stands around each of the two in each story.
    """
    by_document: dict[int, list[Sentence]] = {document.id: [] for document in documents}
    for sentence in sentences:
        by_document[sentence.document].append(sentence)
    findings = NOT_LOOKED
    for group in groups:
        articles = [documents[number - 1] for number in group]
        texts = [sentence for number in group for sentence in by_document[number]]
        findings = with_story(findings, differences(articles, texts, resort))
    return findings


def differences(
    articles: Sequence[Document], texts: Sequence[Sentence], resort: LastResort
) -> Findings:
    """Return the figures and disputes of the articles of a story; `texts` are their sentences."""
    work = partial(_figures, articles, texts)
    compared, old, replaced_by = resort.around("figures", work, NO_FIGURES)
    return Findings(
        figures=compared,
        disputes=resort.around("disputes", partial(disputes, articles, texts), ()),
        outdated=old,
        replaced=replaced_by,
        whole=False,
        compared=1,
    )


def with_story(findings: Findings, story: Findings) -> Findings:
    """Return the figures and disputes of some stories, and those of one that follows them."""
    return replace(
        findings,
        figures=findings.figures + story.figures,
        disputes=findings.disputes + story.disputes,
        outdated=findings.outdated | story.outdated,
        replaced={**findings.replaced, **story.replaced},
        compared=findings.compared + story.compared,
    )


def _figures(articles: Sequence[Document], texts: Sequence[Sentence]) -> _Figures:
    """Return the figures in which articles differ, what is outdated, and what replaced it."""
    if not any(article.language in ("", COMPARED) for article in articles):
        return NO_FIGURES
    language = articles[0].language
    counted = None if language == COMPARED else figures(texts, language)
    compared = comparisons(articles, counted, texts)
    headlines = filter(None, map(headline_of, articles))
    told = [*texts, *headlines]
    return tuple(compared), outdated(articles, compared, told), replaced(articles, compared, told)


def renumbered(places: Collection[Citation], ids: Sequence[int]) -> frozenset[Citation]:
    """Return the places that lie in the articles `ids`, numbered from 1 in the order of these."""
    numbers = {document: number for number, document in enumerate(ids, 1)}
    return frozenset(
        replace(place, document=numbers[place.document])
        for place in places
        if place.document in numbers
    )


def supported(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    lines: Sequence[Line],
    weights: Mapping[str, float],
) -> dict[Line, tuple[Citation, ...]]:
    """Return a place in each other article that states what a line says, copies too, by their ids.

    Lines that no other article states are left out.  `weights` are those of `compare.support`.
    Languages are not mixed.
    """
    headlines = {line.citations[0].document for line in lines if line.headline}
    titles = filter(None, (headline_of(documents[number - 1]) for number in sorted(headlines)))
    sentences = [*titles, *sentences]
    rows = _rows_of(lines, sentences)
    languages = [documents[sentence.document - 1].language for sentence in sentences]
    support: dict[Line, dict[int, Citation]] = {}
    for language in sorted({languages[row] for row in rows}):
        members = [row for row, code in enumerate(languages) if code == language]
        matrix = term_matrix([sentences[row] for row in members], language)
        wanted = [place for place, row in enumerate(members) if row in rows]
        for place, others in supporters(comparable_of(matrix), wanted, weights).items():
            by_article = support.setdefault(rows[members[place]], {})
            cited = map(_place, (matrix.sentences[other] for other in others))
            by_article.update({citation.document: citation for citation in cited})
    return {
        line: tuple(by_article[number] for number in sorted(by_article))
        for line, by_article in support.items()
    }


def _rows_of(lines: Sequence[Line], sentences: Sequence[Sentence]) -> dict[int, Line]:
    """Return the line that each sentence stands in, by the sentence's place among `sentences`."""
    by_document: dict[int, list[Line]] = {}
    for line in lines:
        by_document.setdefault(line.citations[0].document, []).append(line)
    return {
        row: line
        for row, sentence in enumerate(sentences)
        for line in by_document.get(sentence.document, ())
        if line.citations[0].start <= sentence.start < line.citations[0].end
    }


def sentences_of(documents: Sequence[Document]) -> list[Sentence]:
    """Return the sentences of all articles in their order."""
    return [sentence for document in documents for sentence in segment(document)]


def _place(sentence: Sentence) -> Citation:
    return Citation(sentence.document, sentence.start, sentence.end)
