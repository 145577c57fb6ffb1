"""Sentences of different articles that say the same thing, so that each supports the other.

Precision first: what is called confirmed and is not costs the reader's trust.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from brief.compare.contents import NAMED, Contents, Outline, conflict, share
from brief.language.concepts import Concepts
from brief.language.terms import TermMatrix

#: The share of its content that each of two sentences must find in the other …
COVERED = 0.36
#: … and the one that holds more of it.
COVERED_BEST = 0.48
#: The first, of the words that are neither names nor numbers: who and when are not yet what.
COVERED_PLAIN = 0.3
#: Both for a sentence that leans on one before it: "it" may be another thing.
REPEATED = 0.8
#: What sums of the same weights in another order differ by, at most.
ROUNDING = 1e-9
#: Concepts of a sentence, the rarest, under which others are looked for; each costs time.
RAREST = 16
#: Sentences under one concept that are looked at, the first ones: n · RAREST · POSTED look-ups.
POSTED = 24
#: Rare concepts that two sentences share where they are compared, and adjoining pairs of words that
#: will do in want of a name or a number in common.
SHARED, PAIRS = 2, 2
#: Content words without which a sentence says too little to be confirmed.
LEAST = 4


def agreement(
    matrix: TermMatrix, concepts: Concepts, origin: Mapping[int, int]
) -> tuple[tuple[int, ...], ...]:
    """Return groups of rows of different origins that say the same thing, two or more in each.

    `origin` maps the id of a document to the number of its origin, 0 or more; a document that is
    not in it is one by itself.  A group holds one row of each origin, ascending, and every row
    agrees with the first one: "leader" clustering (Hartigan, 1975), so that no chain of likenesses
    joins what differs.  Headlines (a negative position) take no part: there all words are names.

    Each row is compared with the leaders before it that share `SHARED` of its `RAREST` concepts, of
    which `POSTED` sentences are kept: linear in the number of rows.  No rows give no groups.
    """
    origins = _origins(matrix, origin)
    contents = Contents(matrix)
    sizes = (matrix.indptr[1:] - matrix.indptr[:-1]).tolist()
    spread = Counter(chain.from_iterable(concepts.by_sentence))
    posted: dict[int, list[int]] = defaultdict(list)
    groups: dict[int, list[int]] = {}
    for row, sentence in enumerate(matrix.sentences):
        if sentence.position < 0 or sizes[row] < LEAST:
            continue
        rare = _rarest(concepts.by_sentence[row], spread)
        leader = _leader(contents, row, rare, posted)
        if leader is None:
            groups[row] = [row]
            for concept in rare:
                if len(posted[concept]) < POSTED:
                    posted[concept].append(row)
        elif origins[row] not in {origins[other] for other in groups[leader]}:
            groups[leader].append(row)
    return tuple(tuple(rows) for rows in groups.values() if len(rows) > 1)


def _origins(matrix: TermMatrix, origin: Mapping[int, int]) -> list[int]:
    """Return each row's origin; a document without one gets a number that no origin has."""
    documents = (sentence.document for sentence in matrix.sentences)
    return [origin.get(document, -1 - document) for document in documents]


def _rarest(concepts: Sequence[int], spread: Mapping[int, int]) -> list[int]:
    """Return the rarest concepts of a sentence that another one has, too, the rarest first."""
    shared = [concept for concept in concepts if spread[concept] > 1]
    # Concepts ascend, and sorting keeps the order of those that are as rare.
    return sorted(shared, key=spread.__getitem__)[:RAREST]


def _leader(
    contents: Contents, row: int, rare: Sequence[int], posted: Mapping[int, Sequence[int]]
) -> int | None:
    """Return the first of the leaders that a row is most like; None where it is like none."""
    held = (posted[concept] for concept in rare if concept in posted)
    shared = Counter(chain.from_iterable(held))
    able = [leader for leader, count in shared.items() if count >= SHARED]
    if not able:
        return None
    outline = contents.outline(row)
    near = [leader for leader in able if _may_be_alike(contents.outline(leader), outline)]
    alike = ((_likeness(contents, leader, row), -leader) for leader in near)
    likeness, leader = max(alike, default=(0.0, 0))
    return -leader if likeness > 0 else None


def _may_be_alike(outline: Outline, other: Outline) -> bool:
    """Return whether two sentences may have in common what `_likeness` asks for.

    Most have not, and this takes far less time.
    """
    weights = outline.weights
    shared = sum(map(weights.__getitem__, weights.keys() & other.weights.keys()))
    most = _most_shared(outline, other, shared), _most_shared(other, outline, shared)
    return min(most) >= COVERED - ROUNDING and max(most) >= COVERED_BEST - ROUNDING


def _most_shared(outline: Outline, other: Outline, shared: float) -> float:
    """Return the most that `share` can be where so much of the weight is in both."""
    for column, kinds in outline.deeds.items() if other.acts else ():
        if column not in other.weights and not kinds.isdisjoint(other.acts):
            shared += outline.weights[column]
    # As if all that they share were names and numbers, and nothing else.
    most = NAMED * shared
    return most / (most + outline.total - shared) if shared else 0.0


def _likeness(contents: Contents, row: int, other: int) -> float:
    """Return how much of each other two rows say, 0 where it is not the same thing."""
    content, theirs = contents[row], contents[other]
    shares = sorted((share(content, theirs), share(theirs, content)))
    least = (REPEATED, REPEATED) if content.leans or theirs.leans else (COVERED, COVERED_BEST)
    if shares[0] < least[0] or shares[1] < least[1]:
        return 0.0
    covered = share(content, theirs, content.firm), share(theirs, content, theirs.firm)
    if min(covered) < COVERED_PLAIN:
        return 0.0
    differ = conflict(contents, row, other) or not _share_a_fact(contents, row, other)
    return 0.0 if differ else sum(shares)


def _share_a_fact(contents: Contents, row: int, other: int) -> bool:
    """Return whether two rows share a name, a number, or adjoining words."""
    if not contents[row].names.isdisjoint(contents[other].names):
        return True
    details, others = contents.details(row), contents.details(other)
    if len(details.pairs & others.pairs) >= PAIRS:
        return True
    return any(not a.isdisjoint(b) for a, b in zip(details.numbers, others.numbers, strict=True))
