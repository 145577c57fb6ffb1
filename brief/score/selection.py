"""Choose sentences by scores and concepts that fit a budget and say nothing twice.

There are two ways to choose.  `cover` serves the default method: every concept counts once, so that
what has been said adds nothing.  `pick` serves the rankers, which ignore redundancy: it takes
the best score first and leaves out what repeats a chosen sentence.  Both are deterministic; ties go
to the earlier sentence.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from brief.language.concepts import Concepts, concepts_of, repeats
from brief.language.plain import compared
from brief.language.terms import TermMatrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: By how much the gain of a sentence is divided more for each one chosen of the same article.
BALANCE = 0.2
#: Sentences of other lengths are taken only when the budget cannot be filled without them.
SHORTEST, LONGEST = 8, 60
#: Swaps look at this many of the best sentences, so that their cost does not grow with the set.
SWAP_POOL = 150
SWAP_ROUNDS = 20
#: What rounding may take from a gain that has not changed.
NEARLY = 1.0 - 1e-12


def choose(
    matrix: TermMatrix,
    scores: NDArray[np.float64],
    budget: int,
    *,
    cover_concepts: bool,
    together: Sequence[Sequence[int]] = (),
) -> list[int]:
    """Return the rows to print, in reading order, at most `budget` words long together.

    `scores` is (n,), non-negative.  First only sentences of a good shape are taken, then any
    that still fit.  Empty where no sentence fits.  `together` has every row once, with those that
    are taken or left as one; empty where each is by itself.  They are worth what the best is.
    """
    import numpy as np

    sentences = matrix.sentences
    units = list(together) or [(row,) for row in range(len(sentences))]
    concepts = _united(concepts_of(matrix, named=False), units)
    worth = np.asarray([scores[list(rows)].max() for rows in units])
    words = [[word for row in rows for word in sentences[row].text.split()] for rows in units]
    lengths = list(map(len, words))
    regular, rest = _pools(words)
    documents = [sentences[rows[0]].document for rows in units]
    method = partial(cover, documents) if cover_concepts else pick
    chosen = method(concepts, worth, lengths, regular, budget, [])
    chosen = method(concepts, worth, lengths, rest, budget, chosen)
    taken = (row for place in chosen for row in units[place])
    return sorted(taken, key=lambda row: (sentences[row].document, sentences[row].start))


def _united(concepts: Concepts, units: Sequence[Sequence[int]]) -> Concepts:
    """Return concepts by what is taken together."""
    held = concepts.by_sentence
    by_unit = (
        held[rows[0]] if len(rows) == 1 else tuple(sorted(set(chain(*(held[row] for row in rows)))))
        for rows in units
    )
    return replace(concepts, by_sentence=tuple(by_unit))


def _pools(sentences: Sequence[list[str]]) -> tuple[list[int], list[int]]:
    """Return the rows to choose from first, and the others; what is there twice, once."""
    seen: set[str] = set()
    regular: list[int] = []
    rest: list[int] = []
    for row, words in enumerate(sentences):
        folded = compared(" ".join(words))
        if folded in seen:
            continue
        seen.add(folded)
        question = bool(words) and words[-1].rstrip("\"'”’»)").endswith(("?", "؟", ":"))
        is_regular = SHORTEST <= len(words) <= LONGEST and not question
        (regular if is_regular else rest).append(row)
    return regular, rest


def cover(
    documents: Sequence[int],
    concepts: Concepts,
    scores: NDArray[np.float64],
    lengths: Sequence[int],
    pool: Sequence[int],
    budget: int,
    taken: Sequence[int],
) -> list[int]:
    """Choose greedily by gain per word, then swap while that helps; return `taken` and the new.

    `documents`, `scores` and `lengths` (words) have a value for each of the n sentences; `pool` and
    `taken` are rows, and `budget` is words, those of `taken` included.  Every further sentence of
    one document counts less.

    The value of a set is the sum over its concepts of their weight times the best score among
    the sentences that hold them.  It is submodular, so that gains only fall and a heap of stale
    gains finds the best sentence without looking at all of them (Minoux, 1978).
    """
    used = sum(lengths[row] for row in taken)
    chosen = list(taken)
    if all(used + lengths[row] > budget for row in pool):
        return chosen
    already = Counter(documents[row] for row in chosen)
    covered = _Coverage(concepts, scores.tolist(), chosen)

    def rate(row: int) -> float:
        balance = 1.0 + BALANCE * already[documents[row]]
        return covered.gain(row) / max(lengths[row], 1) / balance

    alone = covered.alone(pool)
    heap = [(-alone[row] / max(lengths[row], 1), row) for row in pool]
    heapq.heapify(heap)
    while heap:
        _, row = heapq.heappop(heap)
        if used + lengths[row] > budget:
            continue
        now = rate(row)
        if heap and now < -heap[0][0] * NEARLY:
            heapq.heappush(heap, (-now, row))
            continue
        chosen.append(row)
        used += lengths[row]
        already[documents[row]] += 1
        covered.add(row)
    return _swapped(covered, alone, lengths, budget, chosen, len(taken))


class _Coverage:
    """The best score of every concept covered, the next best one, and whose the best one is."""

    def __init__(self, concepts: Concepts, scores: list[float], rows: Iterable[int]) -> None:
        self.concepts = concepts
        self.scores = scores
        self.best: dict[int, float] = {}
        self.second: dict[int, float] = {}
        self.owner: dict[int, int] = {}
        for row in rows:
            self.add(row)

    def add(self, row: int) -> None:
        """Count what a chosen sentence covers."""
        score, best, second = self.scores[row], self.best, self.second
        for concept in self.concepts.by_sentence[row]:
            reached = best.get(concept, 0.0)
            if score > reached:
                second[concept], best[concept], self.owner[concept] = reached, score, row
            elif score > second.get(concept, 0.0):
                second[concept] = score

    def alone(self, pool: Iterable[int]) -> dict[int, float]:
        """Return what each sentence would bring if nothing were covered yet."""
        weight = self.concepts.weight.__getitem__
        return {
            row: self.scores[row] * sum(map(weight, self.concepts.by_sentence[row])) for row in pool
        }

    def gain(self, row: int) -> float:
        """Return by how much the value grows with one sentence more."""
        score, weight, best = self.scores[row], self.concepts.weight, self.best
        grown = 0.0
        for concept in self.concepts.by_sentence[row]:
            more = score - best.get(concept, 0.0)
            if more > 0.0:
                grown += weight[concept] * more
        return grown

    def value(self) -> float:
        """Return the weight of all concepts covered, times the best score of each."""
        return sum(self.concepts.weight[concept] * score for concept, score in self.best.items())

    def losses(self) -> dict[int, float]:
        """Return what the value falls by without each sentence, where it falls at all."""
        lost: dict[int, float] = {}
        for concept, row in self.owner.items():
            less = self.concepts.weight[concept] * (self.best[concept] - self.second[concept])
            lost[row] = lost.get(row, 0.0) + less
        return lost

    def gain_and_more(self, row: int) -> tuple[float, dict[int, float]]:
        """Return `gain`, and how much more it is without each sentence that `row` rivals."""
        score, weight, best = self.scores[row], self.concepts.weight, self.best
        grown = 0.0
        back: dict[int, float] = {}
        for concept in self.concepts.by_sentence[row]:
            reached = best.get(concept, 0.0)
            if score > reached:
                grown += weight[concept] * (score - reached)
            if reached > 0.0 and (shared := min(score, reached) - self.second[concept]) > 0.0:
                owner = self.owner[concept]
                back[owner] = back.get(owner, 0.0) + weight[concept] * shared
        return grown, back


def _swapped(
    covered: _Coverage,
    alone: Mapping[int, float],
    lengths: Sequence[int],
    budget: int,
    chosen: Sequence[int],
    fixed: int,
) -> list[int]:
    """Exchange a sentence after the first `fixed` ones for one outside, while the value grows.

    The exchange that gains most comes first, at most `SWAP_ROUNDS` of them.  `covered` is what all
    the chosen sentences cover; `alone` is what each sentence of the pool would cover alone.
    """
    candidates = heapq.nsmallest(SWAP_POOL, alone, key=lambda row: (-alone[row], row))
    kept = list(chosen)
    for _ in range(SWAP_ROUNDS):
        room = budget - sum(lengths[row] for row in kept)
        rooms = {row: room + lengths[row] for row in kept[fixed:]}
        outside = [(row, alone[row]) for row in candidates if row not in kept]
        swap = _best_swap(covered, lengths, rooms, outside)
        if swap is None:
            break
        kept[kept.index(swap[0])] = swap[1]
        covered = _Coverage(covered.concepts, covered.scores, kept)
    return kept


def _best_swap(
    covered: _Coverage,
    lengths: Sequence[int],
    rooms: Mapping[int, int],
    outside: Sequence[tuple[int, float]],
) -> tuple[int, int] | None:
    """Return which sentence to give up for which, None where no exchange helps.

    `rooms` are the words that are free without each sentence that may go; `outside` are those that
    may come, with what each would bring alone, the most first.
    """
    lost = covered.losses()
    least = min((lost.get(row, 0.0) for row in rooms), default=0.0)
    # More than rounding may leave of nothing.
    most, best_swap = covered.value() * 1e-9, None
    largest = max(rooms.values(), default=0)
    for row, alone in outside:
        if alone - least <= most:
            break
        if lengths[row] > largest:
            continue
        gain, back = covered.gain_and_more(row)
        for gone, room in rooms.items():
            grown = gain + back.get(gone, 0.0) - lost.get(gone, 0.0)
            if lengths[row] <= room and grown > most:
                most, best_swap = grown, (gone, row)
    return best_swap


def pick(
    concepts: Concepts,
    scores: NDArray[np.float64],
    lengths: Sequence[int],
    pool: Sequence[int],
    budget: int,
    taken: Sequence[int],
) -> list[int]:
    """Choose by score alone, leaving out what repeats a chosen sentence; return all chosen."""
    chosen = list(taken)
    used = sum(lengths[row] for row in chosen)
    chosen_concepts = [set(concepts.by_sentence[row]) for row in chosen]
    ranked = scores.tolist()
    for row in sorted(pool, key=lambda row: (-ranked[row], row)):
        if used + lengths[row] > budget:
            continue
        candidate = set(concepts.by_sentence[row])
        if any(repeats(candidate, other) for other in chosen_concepts):
            continue
        chosen.append(row)
        chosen_concepts.append(candidate)
        used += lengths[row]
    return chosen


def rank_sentences(matrix: TermMatrix, scores: NDArray[np.float64], count: int) -> list[int]:
    """Return the `count` rows that the default method takes first, in the order of choice.

    `scores` is (n,), the prior of each sentence.  Lengths do not matter here: the budget counts
    sentences.
    """
    concepts, ones, rows = concepts_of(matrix, named=False), [1] * len(matrix), range(len(matrix))
    return cover(matrix.document.tolist(), concepts, scores, ones, rows, count, [])
