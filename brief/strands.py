"""Which article takes a strand of the story further: arrested → charged, halted → resumed.

Two articles are of one strand where their headlines and first sentences share much that the
others do not have.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from brief.material import Material, terms_of

#: Share of the lesser article's opening that must stand in the other's.  On ten stories, pairs
#: such as arrested/charged (0.32) and stopped/resumed (0.24) lie above it, unrelated ones below.
SAME_STRAND = 0.22
#: A term of more openings than this ties nothing together, and keeps the cost linear.
WIDESPREAD = 60


def superseded(material: Material) -> frozenset[int]:
    """Return the dated documents whose strand a later one takes further."""
    openings = {document.id: _opening(material, document.id) for document in material.documents}
    spread = Counter(term for terms in openings.values() for term in sorted(terms))
    weight = {term: math.log(len(openings) / count) for term, count in spread.items()}
    total = {number: sum(weight[t] for t in sorted(terms)) for number, terms in openings.items()}
    holding: dict[int, list[int]] = defaultdict(list)
    found: set[int] = set()
    for document in material.documents:  # In date order: what is in `holding` is earlier.
        if document.date is None:
            continue
        shared: dict[int, float] = defaultdict(float)
        for term in sorted(openings[document.id]):
            if spread[term] <= WIDESPREAD:
                for earlier in holding[term]:
                    shared[earlier] += weight[term]
                holding[term].append(document.id)
        found.update(
            earlier
            for earlier, common in shared.items()
            if common >= SAME_STRAND * max(min(total[earlier], total[document.id]), 1e-9)
            and material.document(earlier).date != document.date
        )
    return frozenset(found)


def _opening(material: Material, number: int) -> frozenset[int]:
    rows = [row for row in material.rows[number] if material.matrix.sentences[row].position <= 0]
    return frozenset(term for row in rows for term in terms_of(material, row))
