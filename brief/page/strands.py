"""Which articles of a story follow one strand: arrested → charged, halted → resumed.

Two articles are of one strand where their headlines and first sentences share much that the others
do not have.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from brief.model import Thread
from brief.page.candidates import Candidate, line_of
from brief.page.material import Material, terms_of

#: Share of the lesser article's opening that must stand in the other's.  On ten stories, pairs
#: such as arrested/charged (0.32) and stopped/resumed (0.24) lie above it, unrelated ones below.
SAME_STRAND = 0.22
#: A term of more openings than this ties nothing together, and keeps the cost linear.
WIDESPREAD = 60


def threads(material: Material, pool: Mapping[int, Sequence[Candidate]]) -> tuple[Thread, ...]:
    """Return each strand with the best line of its newest article that has one.

    `pool` are the candidates of each document by its id.
    """
    found: list[Thread] = []
    for documents in strands(material):
        telling = next((pool[number] for number in reversed(documents) if pool[number]), None)
        if telling:
            best = max(telling, key=lambda c: (c.position == 0, c.worth, -c.citation.start))
            found.append(Thread(documents, line_of(material, best)))
    return tuple(found)


def strands(material: Material) -> tuple[tuple[int, ...], ...]:
    """Return the documents of each strand in their order; each document is in one.

    The likest are joined first, two strands where the mean likeness of their articles is
    `SAME_STRAND` or more (average linkage); those without a sentence are in none.
    """
    alike = {(number, earlier): share for number, earlier, share in _openings_alike(material)}
    told = [document.id for document in material.documents if material.rows[document.id]]
    strand = {number: [number] for number in told}

    def mean(own: list[int], other: list[int]) -> float:
        pairs = (alike.get((max(a, b), min(a, b)), 0.0) for a in own for b in other)
        return sum(pairs) / (len(own) * len(other))

    for number, earlier in sorted(alike, key=lambda pair: (-alike[pair], pair)):
        own, other = strand[number], strand[earlier]
        if alike[number, earlier] < SAME_STRAND:
            break
        if own is not other and mean(own, other) >= SAME_STRAND:
            joined = sorted(own + other)
            strand.update(dict.fromkeys(joined, joined))
    return tuple(dict.fromkeys(tuple(strand[number]) for number in told))


def _openings_alike(material: Material) -> Iterator[tuple[int, int, float]]:
    """Yield (document, an earlier one, the share that their openings have in common), 0 … 1."""
    openings = {document.id: _opening(material, document.id) for document in material.documents}
    spread = Counter(term for terms in openings.values() for term in sorted(terms))
    weight = {term: math.log(len(openings) / count) for term, count in spread.items()}
    total = {number: sum(weight[t] for t in sorted(terms)) for number, terms in openings.items()}
    holding: dict[int, list[int]] = defaultdict(list)
    for document in material.documents:  # In date order: what is in `holding` is earlier.
        shared: dict[int, float] = defaultdict(float)
        for term in sorted(openings[document.id]):
            if spread[term] <= WIDESPREAD:
                for earlier in holding[term]:
                    shared[earlier] += weight[term]
                holding[term].append(document.id)
        for earlier, common in shared.items():
            yield document.id, earlier, common / max(min(total[earlier], total[document.id]), 1e-9)


def _opening(material: Material, number: int) -> frozenset[int]:
    rows = [row for row in material.rows[number] if material.matrix.sentences[row].position <= 0]
    return frozenset(term for row in rows for term in terms_of(material, row))
