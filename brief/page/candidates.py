"""Sentences and headlines → candidates: what may become a line of the page, and its worth.

A candidate is a sentence, two adjoining ones where the second leans on the first or brings the
result that an opening announces, or a headline.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from brief.model import HEADLINE, Citation, Line, Reason
from brief.page.material import Material, deeds_in, folded, is_told, likeness, terms_of
from brief.page.standing import LONGEST
from brief.page.worth import FOCUS, OFF_FOCUS, clinches, like, parts_of

#: A line whose part "facts", from 0.1 without any to 1, is lower names nothing that matters.
LEAST_FACT = 0.3
#: Sentences after this one are deep in their article, and what they keep there.
OPENING, DEEP = 2, 0.6
#: What mood must leave of a line that stands below its article's title.
OWN_FIRMNESS = 0.45


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
    #: Numbers, and the words of names.
    facts: frozenset[str]
    words: int
    headline: bool
    #: 0 for what opens its article.
    position: int
    #: Kinds of deed that it tells.
    deeds: frozenset[int]
    #: The parts that multiply to `worth`, by name.
    parts: tuple[tuple[str, float], ...]
    #: ISO date of an older event that the sentence tells, where it is clear.
    happened: str | None = None

    @property
    def worth(self) -> float:
        """How good a line it makes by itself: 0 … 1.8, with a topic up to twenty times that."""
        return math.prod(value for _, value in self.parts)


def plain_worth(candidate: Candidate) -> float:
    """Return what a line is worth whatever topic was asked for."""
    return math.prod(value for name, value in candidate.parts if name != "focus")


def on_topic(candidate: Candidate) -> bool:
    """Return whether a line holds half of the topic that was asked for, or more."""
    return dict(candidate.parts).get("focus", 0.0) >= OFF_FOCUS + FOCUS / 2.0


def may_follow(candidate: Candidate) -> bool:
    """Return whether a line may stand below its article's title: no headline, not mood alone."""
    return not candidate.headline and dict(candidate.parts)["firmness"] >= OWN_FIRMNESS


def candidates_of(material: Material, number: int) -> list[Candidate]:
    """Return every possible line of one document, in its order."""
    rows = material.rows[number]
    sentences = material.matrix.sentences
    title = rows[0] if rows and sentences[rows[0]].position == HEADLINE else None
    found: list[Candidate] = []
    if title is not None:
        found.append(candidate_of(material, (title,), title))
    prose = [row for row in rows if row != title]
    for before, row in zip([None, *prose], prose, strict=False):
        judged = material.standings[row]
        if judged.admissible and not judged.leans:
            found.append(candidate_of(material, (row,), title))
        if judged.admissible and before is not None and _may_precede(material, before, row):
            found.append(candidate_of(material, (before, row), title))
    telling = [c for c in found if dict(c.parts)["facts"] >= LEAST_FACT]
    past = material.outdated  # "In brief" tells the latest; what it was stands where they differ.
    current = [
        c
        for c in telling
        if past.isdisjoint(c.rows) and not any(_is_repeated(material, row) for row in c.rows)
    ]
    fresh = [c for c in current if not any(is_told(material, row) for row in c.rows)]
    return _with_depth(material, fresh, title)


def _is_repeated(material: Material, row: int) -> bool:
    """Return whether an older article has the same sentence: it is that day's news."""
    sentence = material.matrix.sentences[row]
    day = material.document(sentence.document).date
    others = material.copies.get(folded(sentence.text), ()) if day and material.copies else ()
    days = (material.document(material.matrix.sentences[other].document).date for other in others)
    return any(other is not None and day is not None and other < day for other in days)


def _with_depth(
    material: Material, found: Sequence[Candidate], title: int | None
) -> list[Candidate]:
    """Lower what stands deep in an article and has less of its headline than the opening has."""
    dated = found and material.document(found[0].document).date
    if title is None or material.relevance or not dated:
        return list(found)
    opening = [row for c in found if c.position == 0 and not c.headline for row in c.rows]
    least = max((likeness(material, row, title) for row in opening), default=0.0)
    return [
        replace(c, parts=(*c.parts, ("deep in its article", DEEP)))
        if c.position > OPENING and like(material, c.rows, title) < least
        else c
        for c in found
    ]


def continued(material: Material, candidate: Candidate, most: int) -> Candidate | None:
    """Return a one-sentence candidate with the sentence after it, within `most` words.

    None where that one may not stand on a page, or does not follow at once.
    """
    row = candidate.rows[-1] + 1
    sentences = material.matrix.sentences
    if len(candidate.rows) > 1 or candidate.headline or row >= len(sentences):
        return None
    first, second = sentences[row - 1], sentences[row]
    if second.document != first.document or not material.standings[row].admissible:
        return None
    if len(first.text.split()) + len(second.text.split()) > most:
        return None
    if material.document(first.document).text[first.end : second.start].strip():
        return None
    title = material.rows[first.document][0]
    headed = sentences[title].position == HEADLINE
    return candidate_of(material, (row - 1, row), title if headed else None)


def _may_precede(material: Material, before: int, row: int) -> bool:
    first, second = material.matrix.sentences[before], material.matrix.sentences[row]
    judged = material.standings[before]
    opening = first.position == 0 and clinches(material, row)
    if not material.standings[row].leans and not opening:
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
    deeds = frozenset(kind for row in rows for kind in deeds_in(material, row))
    terms = frozenset(term for row in rows for term in terms_of(material, row))
    return Candidate(
        rows=rows,
        document=document.id,
        text=document.text[start:end],
        citation=Citation(document.id, start, end),
        concepts=frozenset(c for row in rows for c in material.concepts.by_sentence[row]),
        terms=terms,
        facts=frozenset(fact for row in rows for fact in material.facts[row]),
        words=words,
        headline=headline,
        position=max(sentences[0].position, 0),
        deeds=deeds,
        parts=parts_of(material, rows, title),
        happened=_happened(material, rows),
    )


def _happened(material: Material, rows: Iterable[int]) -> str | None:
    told = {material.happened[row] for row in rows} - {None}
    return told.pop() if len(told) == 1 else None


#: Articles with the same sentence that a line cites, at most.
MOST_COPIES = 3
T = TypeVar("T")


def line_of(
    material: Material, candidate: Candidate, reason: Reason | None = None, latest: bool = False
) -> Line:
    """Return a candidate as a line of the page."""
    return Line(
        text=candidate.text,
        citations=(candidate.citation, *_copies(material, candidate)),
        date=material.document(candidate.document).date,
        happened=None if latest else candidate.happened,
        latest=latest,
        headline=candidate.headline,
        reason=reason or Reason(candidate.parts, candidate.worth),
    )


def _copies(material: Material, candidate: Candidate) -> tuple[Citation, ...]:
    """Return where other articles say the same, to the word: they support the line, too."""
    if len(candidate.rows) > 1 or candidate.headline:
        return ()
    found: dict[int, Citation] = {}
    for row in material.copies.get(folded(candidate.text), ()):
        one = material.matrix.sentences[row]
        if one.document != candidate.document and one.document not in found:
            found[one.document] = Citation(one.document, one.start, one.end)
    return tuple(found.values())[:MOST_COPIES]


def outcomes_first(ranked: Sequence[T], needs: Mapping[T, Collection[T]]) -> list[T]:
    """Return lines in the order of choice, each behind the first of those that it needs.

    The last of them is the first to go: what was expected before what came of it.
    """
    ordered = list(ranked)
    for one in ranked:
        needed = [ordered.index(other) for other in needs.get(one, ()) if other in ordered]
        if needed and ordered.index(one) < min(needed):
            ordered.insert(min(needed), ordered.pop(ordered.index(one)))
    return ordered
