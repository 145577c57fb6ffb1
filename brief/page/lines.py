"""A chosen candidate → a line of the page, with everything that it cites."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from brief.model import Citation, Line, Reason
from brief.page.candidates import Candidate
from brief.page.material import Material, folded

#: Articles with the same sentence that a line cites, at most.
MOST_COPIES = 3
T = TypeVar("T")


def line_of(
    material: Material, candidate: Candidate, reason: Reason | None = None, latest: bool = False
) -> Line:
    """Return a candidate as a line of the page."""
    return Line(
        candidate.text,
        (candidate.citation, *_copies(material, candidate)),
        material.document(candidate.document).date,
        None if latest else candidate.happened,
        latest,
        candidate.headline,
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
