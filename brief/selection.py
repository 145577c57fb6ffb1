"""Scores and concepts → the sentences that fit the budget, without saying anything twice.

Two ways to choose.  `cover` serves the default method: every concept counts once, so what has
been said adds nothing.  `pick` serves the rankers, which never look at redundancy: the best score
first, leaving out what repeats a chosen sentence.  Both are deterministic; ties go to the earlier
sentence.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from typing import TYPE_CHECKING

from brief.concepts import Concepts, concepts_of, repeats
from brief.model import Sentence
from brief.terms import TermMatrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: What a sentence's length costs: 1 is gain by word, 0 ignores length.  Below 1 favours the
#: longer sentence, which wastes less of the budget on its frame.
LENGTH_POWER = 1.0
#: How much harder each further sentence of one article gets in.
BALANCE = 0.2
#: Sentences of other lengths are taken only when the budget cannot be filled without them.
SHORTEST, LONGEST = 8, 60
#: Swaps look at this many of the best sentences, so that their cost does not grow with the set.
SWAP_POOL = 150
SWAP_ROUNDS = 20


def word_count(text: str) -> int:
    """Count words as `wc -w` does."""
    return len(text.split())


def choose(
    matrix: TermMatrix,
    scores: NDArray[np.float64],
    budget: int,
    *,
    focus: str | None,
    cover_concepts: bool,
) -> list[int]:
    """Return the rows to print, in reading order, at most `budget` words long together.

    `scores` is (n,), non-negative.  First only sentences of a good shape are taken, then any
    that still fit.  Empty where no sentence fits.
    """
    concepts = concepts_of(matrix, focus)
    lengths = [word_count(sentence.text) for sentence in matrix.sentences]
    well, rest = _pools(matrix, lengths)
    method = cover if cover_concepts else pick
    chosen = method(matrix, concepts, scores, lengths, well, budget, [])
    chosen = method(matrix, concepts, scores, lengths, rest, budget, chosen)
    return sorted(chosen, key=lambda row: _reading_order(matrix.sentences[row]))


def _reading_order(sentence: Sentence) -> tuple[int, int]:
    return sentence.document, sentence.start


def _pools(matrix: TermMatrix, lengths: Sequence[int]) -> tuple[list[int], list[int]]:
    seen: set[str] = set()
    well: list[int] = []
    rest: list[int] = []
    for row, sentence in enumerate(matrix.sentences):
        folded = " ".join(sentence.text.split()).casefold()
        if folded in seen:
            continue
        seen.add(folded)
        question = sentence.text.rstrip("\"'”’»)").endswith(("?", "؟", ":"))
        good = SHORTEST <= lengths[row] <= LONGEST and not question
        (well if good else rest).append(row)
    return well, rest


def cover(
    matrix: TermMatrix,
    concepts: Concepts,
    scores: NDArray[np.float64],
    lengths: Sequence[int],
    pool: Sequence[int],
    budget: int,
    taken: Sequence[int],
) -> list[int]:
    """Choose greedily by gain for words, then swap while that helps; return `taken` and the new.

    The value of a set is the sum over its concepts of their weight times the best score among
    the sentences that hold them.  It is submodular, so that gains only fall and a heap of stale
    gains finds the best sentence without looking at all of them (Minoux, 1978).
    """
    gains = _Coverage(concepts, scores, taken)
    chosen = list(taken)
    used = sum(lengths[row] for row in chosen)
    heap = [(-gains.rate(row, lengths[row], matrix, chosen), row) for row in pool]
    heapq.heapify(heap)
    while heap:
        _, row = heapq.heappop(heap)
        if used + lengths[row] > budget:
            continue
        rate = gains.rate(row, lengths[row], matrix, chosen)
        if heap and rate < -heap[0][0]:
            heapq.heappush(heap, (-rate, row))
            continue
        chosen.append(row)
        used += lengths[row]
        gains.add(row)
    fixed = len(taken)
    return chosen[:fixed] + _swapped(concepts, scores, lengths, pool, budget, chosen, fixed)


class _Coverage:
    """The best score so far of every concept covered."""

    def __init__(
        self, concepts: Concepts, scores: NDArray[np.float64], rows: Sequence[int]
    ) -> None:
        self.concepts = concepts
        self.scores: list[float] = scores.tolist()
        self.best: dict[int, float] = {}
        for row in rows:
            self.add(row)

    def add(self, row: int) -> None:
        score = self.scores[row]
        for concept in self.concepts.by_sentence[row]:
            if score > self.best.get(concept, 0.0):
                self.best[concept] = score

    def gain(self, row: int) -> float:
        score, weight, best = self.scores[row], self.concepts.weight, self.best
        return sum(
            weight[concept] * (score - best.get(concept, 0.0))
            for concept in self.concepts.by_sentence[row]
            if score > best.get(concept, 0.0)
        )

    def rate(self, row: int, length: int, matrix: TermMatrix, chosen: Sequence[int]) -> float:
        document = matrix.document[row]
        same = sum(1 for other in chosen if matrix.document[other] == document)
        return self.gain(row) / float(max(length, 1) ** LENGTH_POWER) / (1.0 + BALANCE * same)

    def value(self) -> float:
        return sum(self.concepts.weight[concept] * score for concept, score in self.best.items())


def _swapped(
    concepts: Concepts,
    scores: NDArray[np.float64],
    lengths: Sequence[int],
    pool: Sequence[int],
    budget: int,
    chosen: Sequence[int],
    fixed: int,
) -> list[int]:
    """Exchange one new sentence for one outside while the value grows; steepest first."""
    alone = _Coverage(concepts, scores, ())
    candidates = sorted(pool, key=lambda row: (-alone.gain(row), row))[:SWAP_POOL]
    kept = list(chosen)
    for _ in range(SWAP_ROUNDS):
        used = sum(lengths[row] for row in kept)
        best_value = _Coverage(concepts, scores, kept).value() * (1.0 + 1e-9)
        best_swap: tuple[int, int] | None = None
        for place in range(fixed, len(kept)):
            rest = kept[:place] + kept[place + 1 :]
            without = _Coverage(concepts, scores, rest)
            base, room = without.value(), budget - used + lengths[kept[place]]
            for row in candidates:
                if lengths[row] <= room and row not in kept:
                    value = base + without.gain(row)
                    if value > best_value:
                        best_value, best_swap = value, (place, row)
        if best_swap is None:
            break
        kept[best_swap[0]] = best_swap[1]
    return kept[fixed:]


def pick(
    matrix: TermMatrix,
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
    said = [set(concepts.by_sentence[row]) for row in chosen]
    for row in sorted(pool, key=lambda row: (-scores[row], row)):
        if used + lengths[row] > budget:
            continue
        own = set(concepts.by_sentence[row])
        if any(repeats(own, other) for other in said):
            continue
        chosen.append(row)
        said.append(own)
        used += lengths[row]
    return chosen


def rank_sentences(matrix: TermMatrix, scores: NDArray[np.float64], count: int) -> list[int]:
    """Return the `count` rows that the default method takes first, in the order of choice.

    `scores` is (n,), the prior of each sentence.  Lengths do not matter here: the budget counts
    sentences.
    """
    ones = [1] * len(matrix)
    rows = list(range(len(matrix)))
    return cover(matrix, concepts_of(matrix), scores, ones, rows, count, [])
