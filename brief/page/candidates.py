"""Sentences → candidates: what may become a line of the page, each with its worth.

A candidate is a sentence that stands alone; a headline only where no sentence of the story does.
"""

from __future__ import annotations

from dataclasses import dataclass

from brief.model import HEADLINE, Citation, Line, Reason
from brief.page.material import Material, folded, is_told, years_of
from brief.page.worth import Worths


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible line: a row of the matrix."""

    row: int
    document: int
    text: str
    citation: Citation
    words: int
    headline: bool
    #: 0 for what opens its article.
    position: int
    #: What it is worth by itself, beside the other rows of the story: above 0, mostly below 1.
    worth: float
    #: ISO date of an older event that the sentence tells, where it is clear.
    happened: str | None = None


def pool_of(material: Material, worths: Worths) -> dict[int, list[Candidate]]:
    """Return every possible line of each document, by its id, in its order.

    Where no sentence of any may stand, headlines do.
    """
    pool = {document.id: _of(material, document.id, worths) for document in material.documents}
    if any(pool.values()):
        return pool
    return {
        number: [
            candidate_of(material, row, worths)
            for row in rows
            if material.matrix.sentences[row].position == HEADLINE and _is_new(material, row)
        ]
        for number, rows in material.rows.items()
    }


def _of(material: Material, number: int, worths: Worths) -> list[Candidate]:
    sentences = material.matrix.sentences
    return [
        candidate_of(material, row, worths)
        for row in material.rows[number]
        if sentences[row].position != HEADLINE and _may_stand(material, row, worths)
    ]


def _may_stand(material: Material, row: int, worths: Worths) -> bool:
    """Return whether nothing bars a sentence: its form, what is known by now, an earlier page."""
    standing = material.standings[row]
    stands = standing.admissible and not standing.leans and row not in worths.states.left_behind
    return stands and _is_new(material, row) and not _is_repeated(material, row)


def _is_new(material: Material, row: int) -> bool:
    """Return whether an earlier page had neither a row nor its article."""
    known = material.matrix.sentences[row].document in material.known
    return not known and not is_told(material, row)


def _is_repeated(material: Material, row: int) -> bool:
    """Return whether an older article has the same sentence: it is that day's news."""
    sentence = material.matrix.sentences[row]
    day = material.document(sentence.document).date
    others = material.copies.get(folded(sentence.text), ()) if day and material.copies else ()
    days = (material.document(material.matrix.sentences[other].document).date for other in others)
    return any(other is not None and day is not None and other < day for other in days)


def candidate_of(material: Material, row: int, worths: Worths) -> Candidate:
    """Return a row as a possible line."""
    sentence = material.matrix.sentences[row]
    return Candidate(
        row=row,
        document=sentence.document,
        text=sentence.text,
        citation=Citation(sentence.document, sentence.start, sentence.end),
        words=len(sentence.text.split()),
        headline=sentence.position == HEADLINE,
        position=max(sentence.position, 0),
        worth=worths.of[row],
        happened=material.happened[row],
    )


def is_of_old(material: Material, row: int) -> bool:
    """Return whether a row names years, and only such as lie two or more before the present.

    The present is the newest year that two articles name.  Dated articles say themselves what is
    old.
    """
    return max(years_of((row,), material.mentions), default=material.present) < material.present - 1


def line_of(material: Material, candidate: Candidate, reason: Reason | None = None) -> Line:
    """Return a candidate as a line of the page."""
    return Line(
        text=candidate.text,
        citations=(candidate.citation,),
        date=material.document(candidate.document).date,
        happened=candidate.happened,
        headline=candidate.headline,
        reason=reason or Reason(worth=candidate.worth),
    )
