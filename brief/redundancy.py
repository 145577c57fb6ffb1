"""What a line adds to those that stand already."""

from __future__ import annotations

import math
from collections.abc import Sequence

from brief.material import Candidate, Material, fact_weight_of, facts_in


def novelty(material: Material, candidate: Candidate, said: Sequence[Candidate]) -> float:
    """Return the share of a candidate's content that nobody has said, 0 … 1.

    Rare terms count more: the names that every line of a story repeats are no repetition.
    """
    known = frozenset(term for other in said for term in other.terms)
    total = sum(material.idf[term] for term in sorted(candidate.terms))
    new = sum(material.idf[term] for term in sorted(candidate.terms - known))
    return new / total if total else 0.0


def new_facts(material: Material, candidate: Candidate, said: Sequence[Candidate]) -> float:
    """Return the units of fact in a candidate that no other line has; infinite without capitals.

    A sentence may be new to the last word and still tell nothing that is not on the page.
    """
    if not material.spread:
        return math.inf
    known = {fact for other in said for fact in facts_in(other.text, material.matrix.language)}
    fresh = set(facts_in(candidate.text, material.matrix.language)) - known
    return sum(fact_weight_of(material, fact) for fact in sorted(fresh))


def overlaps(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Return whether a sentence of the candidate stands in a chosen one, or its words do."""
    folded = " ".join(candidate.text.split())
    return any(
        set(candidate.rows) & set(other.rows) or folded == " ".join(other.text.split())
        for other in chosen
    )
