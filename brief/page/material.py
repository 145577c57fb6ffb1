"""What the page is chosen from: every sentence and headline of the set, judged and weighed.

`Material` is made once and read by everything that chooses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from brief.compare.same_fact import Comparable, comparable
from brief.language.concepts import Concepts, concepts_of
from brief.language.facts import counts_in, names_in, numbers_in
from brief.language.plain import compared
from brief.language.terms import TermMatrix, content_stems, idf, term_matrix
from brief.model import HEADLINE, Citation, Document, Sentence, headline_of
from brief.page.standing import Standing, standing
from brief.score import RANKERS
from brief.score.topic import relevance
from brief.split import days
from brief.split.sentences import segment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Material:
    """The set, ready to choose from; rows are sentences and headlines."""

    documents: tuple[Document, ...]
    matrix: TermMatrix
    concepts: Concepts
    #: (n,) the method's score of each row, at most 1.
    scores: tuple[float, ...]
    #: (n,) the share of the topic that the user asked for, 0 … 1; empty where there is none.
    relevance: tuple[float, ...]
    #: (V,) what each term tells: rare ones much, those of every sentence little.
    idf: tuple[float, ...]
    #: (n,)
    standings: tuple[Standing, ...]
    #: (n,) the counts, other numbers and words of names of each row; see `facts_in`.
    facts: tuple[tuple[str, ...], ...]
    #: How many articles hold each name or number in their prose.
    spread: Counter[str]
    #: (n,) the days, months and years that each row mentions, in ISO 8601.
    mentions: tuple[tuple[str, ...], ...]
    #: (n,) the numbers of each row that are no years, days or times.
    counts: tuple[tuple[str, ...], ...]
    #: (n,) the older day, month or year that each row tells of, where that is clear.
    happened: tuple[str | None, ...]
    #: The rows, ready to be compared with each other.
    comparable: Comparable
    #: Rows that say the same to the word, where two do; by their folded text.
    copies: dict[str, tuple[int, ...]]
    #: Rows of each document by its id, its headline first.
    rows: dict[int, tuple[int, ...]]
    #: What an earlier page told already, folded; see `folded`.
    told: tuple[str, ...]
    #: Ids of the articles that it was made of, where others are new.
    known: frozenset[int]
    #: By the ids of those that were updated, what they said before, folded.
    updated: Mapping[int, str]
    #: Rows with a figure that a later article updates.
    outdated: frozenset[int]
    #: The newest of several days of the articles; None where there is one day or none.
    newest: date | None
    #: Where no article is dated: the newest year that two of them name; 0 where there is none.
    present: int

    @property
    def dated(self) -> bool:
        """Whether any article has a date."""
        return any(document.date for document in self.documents)

    def content(self, row: int) -> tuple[str, ...]:
        """Return the stem of each word of a row, "" where it is no content word."""
        stems = content_stems(self.matrix.language)
        return tuple(stems[word] for word in self.matrix.words[row])

    def prose(self) -> dict[int, list[Sentence]]:
        """Return the sentences of each document by its id, without its headline."""
        every = self.matrix.sentences
        return {
            number: [every[row] for row in rows if every[row].position != HEADLINE]
            for number, rows in self.rows.items()
        }

    def document(self, number: int) -> Document:
        """Return the document with this id; ids count from 1 in the order of `documents`."""
        return self.documents[number - 1]


def material_of(
    documents: Sequence[Document],
    method: str = "coverage",
    focus: str | None = None,
    *,
    sentences: Sequence[Sentence] | None = None,
    told: Sequence[str] = (),
    known: Iterable[int] = (),
    updated: Mapping[int, str] | None = None,
    outdated: Collection[Citation] = (),
) -> Material:
    """Return all that a page is chosen from; `documents` are numbered from 1 in their order.

    `sentences` are theirs, where the caller has them; an article without any says nothing, as a
    copy of another has to.  `outdated` are the places that later articles have updated; the others
    are those of `Material`.
    """
    matrix = term_matrix(_sentences_and_headlines(documents, sentences), language_of(documents))
    facts = tuple(facts_in(sentence.text, matrix.language) for sentence in matrix.sentences)
    counts = tuple(counts_in(sentence.text, matrix.language) for sentence in matrix.sentences)
    spread = _spread(matrix, facts)
    by_id = {document.id: document for document in documents}
    dates = [days_of(sentence, by_id[sentence.document]) for sentence in matrix.sentences]
    mentions = tuple(mentioned for mentioned, _ in dates)
    rows = _rows_by_document(documents, matrix)
    return Material(
        documents=tuple(documents),
        matrix=matrix,
        concepts=concepts_of(matrix),
        scores=tuple(scores_of(matrix, method).tolist()),
        relevance=tuple(relevance(matrix, focus).tolist()) if focus else (),
        idf=tuple(idf(matrix).tolist()),
        standings=_judged(matrix, spread),
        facts=facts,
        spread=spread,
        mentions=mentions,
        counts=counts,
        comparable=comparable(
            matrix, counts, facts, [by_id[sentence.document].date for sentence in matrix.sentences]
        ),
        happened=tuple(happened for _, happened in dates),
        copies=_copies(matrix),
        rows=rows,
        told=tuple(told),
        known=frozenset(known),
        updated=updated or {},
        outdated=_rows_at(matrix, outdated),
        newest=_newest(documents),
        present=0 if any(d.date for d in documents) else _present(rows, mentions),
    )


def _judged(matrix: TermMatrix, names: Container[str]) -> tuple[Standing, ...]:
    """Return how each row stands by itself, (n,); `names` are words known for names."""
    return tuple(
        standing(
            sentence.text, matrix.language, first=sentence.position <= 0, words=words, names=names
        )
        for sentence, words in zip(matrix.sentences, matrix.words, strict=True)
    )


def _spread(matrix: TermMatrix, facts: Sequence[tuple[str, ...]]) -> Counter[str]:
    """Return how many articles hold each fact in their prose."""
    by_document: dict[int, set[str]] = {}
    for sentence, held in zip(matrix.sentences, facts, strict=True):
        if sentence.position != HEADLINE:  # In Title Case every word looks like a name.
            by_document.setdefault(sentence.document, set()).update(held)
    return Counter(fact for held in by_document.values() for fact in sorted(held))


def _sentences_and_headlines(
    documents: Sequence[Document], sentences: Sequence[Sentence] | None
) -> list[Sentence]:
    """Return each document's headline, unless it has no sentence to say, and its sentences."""
    by_document: dict[int, list[Sentence]] = {document.id: [] for document in documents}
    for document in documents if sentences is None else ():
        by_document[document.id] += segment(document)
    for sentence in sentences or ():
        by_document[sentence.document].append(sentence)
    rows: list[Sentence] = []
    for document in documents:
        headline = headline_of(document)
        if headline and (by_document[document.id] or sentences is None):
            rows.append(headline)
        rows += by_document[document.id]
    return rows


def language_of(documents: Sequence[Document]) -> str:
    """Return the language of most documents; stems and stop words are theirs."""
    counted = Counter(document.language for document in documents)
    return max(sorted(counted), key=lambda code: counted[code], default="en")


def scores_of(matrix: TermMatrix, method: str) -> NDArray[np.float64]:
    """Return a method's score of each sentence, (n,); for `headlines` that of `leads`."""
    return RANKERS["leads" if method == "headlines" else method](matrix)


def days_of(sentence: Sentence, document: Document) -> tuple[tuple[str, ...], str | None]:
    """Return the days that a sentence mentions, in ISO 8601, and the older one it tells of."""
    mentions = days.dates_mentioned(sentence.text, document.date, document.language)
    if not mentions:
        return (), None
    happened = days.date_of_event(sentence.text, document.date, document.language)
    return tuple(mention.iso for mention in mentions), happened


def folded(text: str) -> str:
    """Return a text as it is compared with others: one line, whatever its capitals and marks."""
    return compared(text)


def is_told(material: Material, row: int) -> bool:
    """Return whether a sentence stood on the earlier page, or in its article before."""
    sentence = material.matrix.sentences[row]
    before = material.updated.get(sentence.document)
    if not material.told and before is None:
        return False
    text = folded(sentence.text)
    return (before is not None and text in before) or any(text in line for line in material.told)


def _rows_at(matrix: TermMatrix, places: Collection[Citation]) -> frozenset[int]:
    return frozenset(
        row
        for row, one in enumerate(matrix.sentences if places else ())
        if Citation(one.document, one.start, one.end) in places
    )


def _copies(matrix: TermMatrix) -> dict[str, tuple[int, ...]]:
    rows: dict[str, list[int]] = {}
    for row, sentence in enumerate(matrix.sentences):
        rows.setdefault(folded(sentence.text), []).append(row)
    return {text: tuple(found) for text, found in rows.items() if len(found) > 1}


def _newest(documents: Sequence[Document]) -> date | None:
    days = {document.date for document in documents if document.date}
    return max(days) if len(days) > 1 else None


def _present(rows: Mapping[int, Sequence[int]], mentions: Sequence[tuple[str, ...]]) -> int:
    named = Counter(year for own in rows.values() for year in years_of(own, mentions))
    return max((year for year, articles in named.items() if articles > 1), default=0)


def years_of(rows: Iterable[int], mentions: Sequence[tuple[str, ...]]) -> set[int]:
    """Return the years that some rows mention, of the `mentions` of all rows."""
    return {int(day[:4]) for row in rows for day in mentions[row]}


def _rows_by_document(
    documents: Sequence[Document], matrix: TermMatrix
) -> dict[int, tuple[int, ...]]:
    rows: dict[int, list[int]] = {document.id: [] for document in documents}
    for row, sentence in enumerate(matrix.sentences):
        rows[sentence.document].append(row)
    return {number: tuple(found) for number, found in rows.items()}


def facts_in(text: str, language: str) -> tuple[str, ...]:
    """Return the counts, the other numbers (each behind `@`) and the words of names in `text`."""
    counts = counts_in(text, language)
    rest = list(numbers_in(text, language))
    for count in counts:
        if count in rest:
            rest.remove(count)
    names = [word for name in names_in(text) for word in name.split()]
    return (*counts, *(f"@{number}" for number in rest), *names)


def comparable_of(matrix: TermMatrix) -> Comparable:
    """Return the rows of a matrix, ready to be compared with each other."""
    texts, language = [sentence.text for sentence in matrix.sentences], matrix.language
    counts, facts = ([of(text, language) for text in texts] for of in (counts_in, facts_in))
    return comparable(matrix, counts, facts)


def terms_of(material: Material, row: int) -> set[int]:
    """Return the columns of one row of the matrix."""
    indptr = material.matrix.indptr
    return set(material.matrix.indices[indptr[row] : indptr[row + 1]].tolist())


def importance_of(material: Material) -> dict[int, float]:
    """Return how near each document is to what all tell, 0 … 1, the nearest at 1.

    The weight of a document's sixty best concepts: a side story shares few of them.
    """
    held: dict[int, set[int]] = {}
    for sentence, row in zip(material.matrix.sentences, material.concepts.by_sentence, strict=True):
        held.setdefault(sentence.document, set()).update(row)
    weight = material.concepts.weight
    near = {
        document: sum(sorted((weight[c] for c in concepts), reverse=True)[:60])
        for document, concepts in held.items()
    }
    top = max(near.values(), default=0.0)
    return {document: value / top if top else 1.0 for document, value in near.items()}
