"""Which sentences of different articles say the same thing, so that each supports the other.

Precision first: what is called confirmed and is not costs the reader's trust.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from brief.compare.content import Content, Contents, numbers_of
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
#: Concepts of a sentence, the rarest, under which others are looked for; each costs time.
RAREST = 16
#: Sentences under one concept that are looked at, the first ones: n · RAREST · POSTED look-ups.
POSTED = 24
#: Rare concepts that two sentences share where they are compared, and adjoining pairs of words that
#: will do in want of a name or a number in common.
SHARED, PAIRS = 2, 2
#: Share of a sentence's content below which another one says nothing like it.  Of 51 pairs labelled
#: as saying the same, none is below it in either direction (`tests/cases/agreement.json`).
LIKE = 0.2
#: Sentences that hold most of another one's words, which are looked at closely.
NEAREST = 50
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
    # A document without an origin gets a number that no origin has.
    by = [origin.get(one.document, -1 - one.document) for one in matrix.sentences]
    said = Contents(matrix)
    held = (matrix.indptr[1:] - matrix.indptr[:-1]).tolist()
    seen = Counter(concept for own in concepts.by_sentence for concept in own)
    posted: dict[int, list[int]] = {}
    groups: dict[int, list[int]] = {}
    for row, sentence in enumerate(matrix.sentences):
        if sentence.position < 0 or held[row] < LEAST:
            continue
        rare = _rare(concepts.by_sentence[row], seen)
        leader = _leader(said, row, rare, posted)
        if leader is None:
            groups[row] = [row]
            for concept in rare:
                rows = posted.setdefault(concept, [])
                if len(rows) < POSTED:
                    rows.append(row)
        elif by[row] not in {by[other] for other in groups[leader]}:
            groups[leader].append(row)
    return tuple(tuple(rows) for rows in groups.values() if len(rows) > 1)


def supporters(
    matrix: TermMatrix, concepts: Concepts, origin: Mapping[int, int], rows: Sequence[int]
) -> dict[int, tuple[int, ...]]:
    """Return the rows of other origins that say the same as each of `rows`, one of each origin.

    As `agreement`, which it saves where only a few rows matter; rows without support are left out.
    """
    by = [origin.get(one.document, -1 - one.document) for one in matrix.sentences]
    said = Contents(matrix)
    seen = Counter(concept for own in concepts.by_sentence for concept in own)
    holders: dict[int, list[int]] = {}
    wanted = {row: _rare(concepts.by_sentence[row], seen) for row in rows}
    kept = {concept for rare in wanted.values() for concept in rare}
    for row, own in enumerate(concepts.by_sentence):
        for concept in kept.intersection(own) if matrix.sentences[row].position >= 0 else ():
            holders.setdefault(concept, []).append(row)
    found: dict[int, tuple[int, ...]] = {}
    for row, rare in wanted.items():
        shared = Counter(other for one in rare for other in holders.get(one, ())[:POSTED])
        best: dict[int, tuple[float, int]] = {}
        for other in sorted(shared):
            if shared[other] >= SHARED and by[other] != by[row]:
                alike = _likeness(said[row], said[other])
                if alike > best.get(by[other], (0.0, 0))[0]:
                    best[by[other]] = (alike, other)
        if best:
            found[row] = tuple(sorted(other for _, other in best.values()))
    return found


def alone(matrix: TermMatrix, origin: Mapping[int, int], rows: Sequence[int]) -> frozenset[int]:
    """Return which of `rows` say what no sentence of another origin says anything like.

    Less than `agreement` needs is enough to be like: what is neither confirmed nor alone stays
    open.  A row without content, or in a set of one origin, is not alone.  Linear in the matrix for
    each of `rows`.
    """
    import numpy as np

    by = np.asarray([origin.get(one.document, -1 - one.document) for one in matrix.sentences])
    if not len(by) or (by == by[0]).all():
        return frozenset()
    entries = np.arange(len(by)).repeat(np.diff(matrix.indptr))
    said = Contents(matrix)
    found: set[int] = set()
    for row in rows:
        own = said[row]
        weights = np.zeros(len(matrix.vocabulary))
        weights[list(own.terms)] = list(own.terms.values())
        held = np.bincount(entries, weights[matrix.indices], minlength=len(by))
        held[by == by[row]] = 0.0
        nearest = np.argsort(-held, kind="stable")[:NEAREST].tolist()
        others = (said[other] for other in nearest if by[other] != by[row])
        if own.terms and all(_covered(own, other) < LIKE for other in others):
            found.add(row)
    return frozenset(found)


def _rare(own: Sequence[int], seen: Mapping[int, int]) -> list[int]:
    shared = (one for one in own if seen[one] > 1)
    return sorted(shared, key=lambda concept: (seen[concept], concept))[:RAREST]


def agrees(matrix: TermMatrix, row: int, other: int) -> bool:
    """Return whether two rows of a matrix say the same thing, whoever they are by."""
    said = Contents(matrix)
    return _likeness(said[row], said[other]) > 0


def _leader(
    said: Contents, row: int, rare: Sequence[int], posted: Mapping[int, Sequence[int]]
) -> int | None:
    """Return the first of the leaders that a row is most like; None where it is like none."""
    shared = Counter(leader for concept in rare for leader in posted.get(concept, ()))
    alike = ((_likeness(said[one], said[row]), -one) for one in shared if shared[one] >= SHARED)
    likeness, leader = max(alike, default=(0.0, 0))
    return -leader if likeness > 0 else None


def _likeness(one: Content, two: Content) -> float:
    """Return how much of each other two sentences say, 0 where it is not the same thing."""
    shares = sorted((_covered(one, two), _covered(two, one)))
    least = (REPEATED, REPEATED) if one.leans or two.leans else (COVERED, COVERED_BEST)
    if shares[0] < least[0] or shares[1] < least[1]:
        return 0.0
    if min(_covered(one, two, one.told), _covered(two, one, two.told)) < COVERED_PLAIN:
        return 0.0
    return 0.0 if _conflicts(one, two) or not _firm(one, two) else sum(shares)


_NONE: frozenset[int] = frozenset()


def _covered(one: Content, two: Content, but: frozenset[int] = frozenset()) -> float:
    """Return the share of the first one's content that the second one has, 0 … 1.

    Another word for the same kind of deed will do: "freed" for "released".
    """
    held = total = 0.0
    for term, weight in one.terms.items():
        if term not in but:
            total += weight
            if term in two.terms or one.deeds.get(term, _NONE) & two.acts:
                held += weight
    return held / total if total else 0.0


def _firm(one: Content, two: Content) -> bool:
    """Return whether they share a name, a number, or adjoining words."""
    if not one.names.isdisjoint(two.names) or len(one.pairs & two.pairs) >= PAIRS:
        return True
    return any(not a.isdisjoint(b) for a, b in zip(one.numbers, two.numbers, strict=True))


def _conflicts(one: Content, two: Content) -> bool:
    """Return whether they differ in a number, a time, a deed, in who did it, or in a "not".

    "Vanished with 228 on board" does not confirm that they died.
    """
    if (
        one.deadly != two.deadly
        or one.turns != two.turns
        or _apart(one.acts, two.acts)
        or (one.acts - two.acts and two.acts - one.acts)
        or _apart(one.subject, two.subject)
    ):
        return True
    return any(map(_apart, one.numbers, two.numbers)) or _differ(one.measured, two.measured)


def _apart(one: Set[object], two: Set[object]) -> bool:
    """Return whether both have something and share nothing."""
    return bool(one and two) and one.isdisjoint(two)


def _differ(one: Mapping[str, str], two: Mapping[str, str]) -> bool:
    """Return whether they count the same thing otherwise: "stage 13" and "stage 15"."""
    return any(two.get(unit, count) != count for unit, count in one.items())


def contradict(text: str, other: str, language: str) -> bool:
    """Return whether two sentences count the same otherwise, or have other times or ordinals."""
    (one, measured), (two, measured_too) = (numbers_of(each, language) for each in (text, other))
    return _differ(measured, measured_too) or any(map(_apart, one[4:], two[4:]))
