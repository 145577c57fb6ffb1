"""What the page is chosen from: every sentence and headline of the set, judged and weighed.

`Material` is made once and read by everything that chooses.  A *candidate* is what may become a
line of the page: a sentence, two adjoining ones where the second leans on the first, or a
headline.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brief.admission import LONGEST, Standing, headline_firmness, standing
from brief.concepts import Concepts, concepts_of
from brief.model import Citation, Document, Sentence
from brief.specifics import counts_in, fact_units, names_in, numbers_in
from brief.terms import TermMatrix, idf, stemmed, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: `Sentence.position` of a headline.
HEADLINE = -1
#: A headline needs this many words to tell something.
SHORTEST_HEADLINE = 4
#: What a fact counts that more than half of the articles hold.
COMMON = 0.5
#: Units of fact at which a line is full of them.
ENOUGH_FACT = 4.0
#: A line with less than this share of them names nothing that matters.
LEAST_FACT = 0.3
#: What a count (a toll, a margin, a sum; no year, no date) adds to a line.
COUNT_BONUS = 1.3
#: What a headline counts beside an opening that says all of it.
HEADLINE_WORTH = 0.7
#: What a line of two sentences counts beside one that says as much in one.
PAIR_WORTH = 0.75
#: With a topic: what a line without a word of it keeps, and what one that holds all of it gains.
OFF_FOCUS, FOCUS = 0.5, 8.0
#: What a line on the topic keeps at the least, however soft its words.
ON_FOCUS = 0.7
#: Words at which a line is long; beyond, it loses worth in proportion.
COMFORTABLE = 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible line: one row of the matrix, or two adjoining ones."""

    rows: tuple[int, ...]
    document: int
    text: str
    citation: Citation
    concepts: frozenset[int]
    #: Columns of the matrix.
    terms: frozenset[int]
    words: int
    headline: bool
    #: 0 for what opens its article.
    position: int
    #: The parts that multiply to `worth`, by name.
    parts: tuple[tuple[str, float], ...]
    #: ISO date of an older event that the sentence tells, where it is clear.
    happened: str | None = None

    @property
    def worth(self) -> float:
        """How good a line it makes by itself, 0 … about 1."""
        return math.prod(value for _, value in self.parts)


@dataclass(frozen=True, slots=True)
class Material:
    """The set, ready to choose from; rows are sentences and headlines."""

    documents: tuple[Document, ...]
    matrix: TermMatrix
    concepts: Concepts
    #: (n,) the method's score of each row, at most 1.
    scores: tuple[float, ...]
    #: Columns of the topic that the user asked for; empty where there is none.
    focus: frozenset[int]
    #: (V,) what each term tells: rare ones much, those of every sentence little.
    idf: tuple[float, ...]
    standings: tuple[Standing, ...]
    #: How many articles hold each name or number in their prose.
    spread: Counter[str]
    #: (n,) the days, months and years that each row mentions, in ISO 8601.
    mentions: tuple[tuple[str, ...], ...]
    #: (n,) the numbers of each row that are no years, days or times.
    counts: tuple[tuple[str, ...], ...]
    #: (n,) the older day, month or year that each row tells of, where that is clear.
    happened: tuple[str | None, ...]

    def document(self, number: int) -> Document:
        """Return the document with this id."""
        return self.documents[number - 1]

    def rows_of(self, number: int) -> list[int]:
        """Return the rows of one document, its headline first."""
        return [r for r, s in enumerate(self.matrix.sentences) if s.document == number]


def headline_of(document: Document) -> Sentence | None:
    """Return the headline as a sentence at position -1; None where there is none of its own."""
    title = document.title
    if title is None or title.derived:
        return None
    return Sentence(document.id, title.start, title.end, title.text, HEADLINE, HEADLINE)


def material_of(
    documents: Sequence[Document],
    matrix: TermMatrix,
    scores: NDArray[np.float64],
    mentions: Sequence[tuple[str, ...]],
    happened: Sequence[str | None],
    focus: str | None = None,
) -> Material:
    """Judge and weigh what `matrix` holds; its rows are all sentences and headlines."""
    language = matrix.language
    standings = tuple(
        standing(sentence.text, language, first=sentence.position <= 0)
        for sentence in matrix.sentences
    )
    held: dict[int, set[str]] = {}
    for sentence in matrix.sentences:
        if sentence.position == HEADLINE:  # In Title Case every word looks like a name.
            continue
        held.setdefault(sentence.document, set()).update(facts_in(sentence.text, language))
    return Material(
        tuple(documents),
        matrix,
        concepts_of(matrix, focus),
        tuple(scores.tolist()),
        _columns(matrix, focus),
        tuple(idf(matrix).tolist()),
        standings,
        Counter(fact for facts in held.values() for fact in sorted(facts)),
        tuple(mentions),
        tuple(counts_in(sentence.text, language) for sentence in matrix.sentences),
        tuple(happened),
    )


def _columns(matrix: TermMatrix, focus: str | None) -> frozenset[int]:
    wanted = frozenset(stemmed(words_of(focus or ""), matrix.language))
    return frozenset(column for column, term in enumerate(matrix.vocabulary) if term in wanted)


def facts_in(text: str, language: str) -> tuple[str, ...]:
    """Return the numbers and the single words of the names in `text`."""
    names = [word for name in names_in(text) for word in name.split()]
    return (*numbers_in(text, language), *names)


def fact_weight(material: Material, row: int) -> float:
    """Return how much fact a row holds: 1.5 for a number, 1 for a name, less for what all name.

    What more than half of the articles name (the country, the man in power) says where we are,
    not what happened.
    """
    facts = facts_in(material.matrix.sentences[row].text, material.matrix.language)
    return sum(fact_weight_of(material, fact) for fact in sorted(set(facts)))


def fact_weight_of(material: Material, fact: str) -> float:
    """Return the units that one name or number counts in this set."""
    seen, articles = material.spread.get(fact, 0), len(material.documents)
    if not seen:  # Only a headline's capital made it look like a name.
        return 0.0
    return fact_units(fact) * (COMMON if articles > 2 and seen > articles / 2 else 1.0)


def likeness(material: Material, row: int, other: int) -> float:
    """Return the share of the other row's content that this row has, by idf, 0 … 1."""
    own, wanted = terms_of(material, row), sorted(terms_of(material, other))
    total = sum(material.idf[term] for term in wanted)
    return sum(material.idf[term] for term in wanted if term in own) / total if total else 0.0


def terms_of(material: Material, row: int) -> set[int]:
    """Return the columns of one row of the matrix."""
    indptr = material.matrix.indptr
    return set(material.matrix.indices[indptr[row] : indptr[row + 1]].tolist())


def candidates_of(material: Material, number: int) -> list[Candidate]:
    """Return every possible line of one document, in its order."""
    rows = material.rows_of(number)
    sentences = material.matrix.sentences
    title = rows[0] if rows and sentences[rows[0]].position == HEADLINE else None
    found: list[Candidate] = []
    if title is not None and len(sentences[title].text.split()) >= SHORTEST_HEADLINE:
        found.append(candidate_of(material, (title,), title))
    prose = [row for row in rows if row != title]
    for before, row in zip([None, *prose], prose, strict=False):
        judged = material.standings[row]
        if judged.admissible and not judged.leans:
            found.append(candidate_of(material, (row,), title))
        if judged.admissible and before is not None and _may_precede(material, before, row):
            found.append(candidate_of(material, (before, row), title))
    return [c for c in found if dict(c.parts)["facts"] >= LEAST_FACT]


def _may_precede(material: Material, before: int, row: int) -> bool:
    first, second = material.matrix.sentences[before], material.matrix.sentences[row]
    judged = material.standings[before]
    if not material.standings[row].leans:
        return False
    text = material.document(first.document).text
    return (
        judged.admissible
        and not judged.leans
        and len(first.text.split()) + len(second.text.split()) <= LONGEST
        and not text[first.end : second.start].strip()
    )


def candidate_of(material: Material, rows: tuple[int, ...], title: int | None) -> Candidate:
    """Return adjoining rows of one document as a possible line; `title` is its headline's row."""
    sentences = [material.matrix.sentences[row] for row in rows]
    start, end = sentences[0].start, sentences[-1].end
    document = material.document(sentences[0].document)
    words = sum(len(sentence.text.split()) for sentence in sentences)
    headline = sentences[0].position == HEADLINE
    facts = sum(fact_weight(material, row) for row in rows)
    like = _like(material, rows, title)
    parts: tuple[tuple[str, float], ...] = (
        ("score", (sum(material.scores[row] for row in rows) / len(rows)) ** 0.5),
        ("news of its article", _news(material, headline, like)),
        ("facts", min(1.0, 0.1 + 0.9 * facts / ENOUGH_FACT)),
        ("firmness", _firmness(material, rows, headline)),
        ("counts", COUNT_BONUS if any(material.counts[row] for row in rows) else 1.0),
        ("length", min(1.0, COMFORTABLE / words)),
        ("one sentence", 1.0 if len(rows) == 1 else PAIR_WORTH),
    )
    terms = frozenset(term for row in rows for term in terms_of(material, row))
    if material.focus:
        parts = _focused(parts, _held(material, terms))
    return Candidate(
        rows,
        document.id,
        document.text[start:end],
        Citation(document.id, start, end),
        frozenset(c for row in rows for c in material.concepts.by_sentence[row]),
        terms,
        words,
        headline,
        max(sentences[0].position, 0),
        parts,
        _happened(material, rows),
    )


def _news(material: Material, headline: bool, like: float) -> float:
    if headline or material.focus:  # With a topic, what its article is about matters less.
        return HEADLINE_WORTH
    return 0.25 + 0.75 * like


def _held(material: Material, terms: frozenset[int]) -> float:
    """Return the share of the topic that `terms` hold, 0 … 1; its rare words make it."""
    wanted = sum(material.idf[term] - 1.0 for term in sorted(material.focus))
    held = sum(material.idf[term] - 1.0 for term in sorted(material.focus & terms))
    return held / wanted if wanted else 0.0


def _focused(parts: tuple[tuple[str, float], ...], held: float) -> tuple[tuple[str, float], ...]:
    """Add what the topic makes of a line; what is on it may be soft."""
    firm = ON_FOCUS if held >= 0.5 else 0.0
    raised = tuple((name, max(v, firm) if name == "firmness" else v) for name, v in parts)
    return (*raised, ("focus", OFF_FOCUS + FOCUS * held))


def _like(material: Material, rows: Sequence[int], title: int | None) -> float:
    if title is None:
        return 0.5
    return sum(likeness(material, row, title) for row in rows) / len(rows)


def _firmness(material: Material, rows: Sequence[int], headline: bool) -> float:
    if headline:
        return headline_firmness(material.matrix.sentences[rows[0]].text, material.matrix.language)
    return math.prod(material.standings[row].firmness for row in rows)


def _happened(material: Material, rows: Iterable[int]) -> str | None:
    told = {material.happened[row] for row in rows} - {None}
    return told.pop() if len(told) == 1 else None


def importance_of(material: Material) -> dict[int, float]:
    """Return how near each document is to what all tell, 0 … 1, the nearest at 1.

    The weight of a document's sixty best concepts: a side story shares few of them.
    """
    held: dict[int, set[int]] = {}
    rows = zip(material.matrix.sentences, material.concepts.by_sentence, strict=True)
    for sentence, concepts in rows:
        held.setdefault(sentence.document, set()).update(concepts)
    weight = material.concepts.weight
    near = {
        document: sum(sorted((weight[c] for c in concepts), reverse=True)[:60])
        for document, concepts in held.items()
    }
    top = max(near.values(), default=0.0)
    return {document: value / top if top else 1.0 for document, value in near.items()}
