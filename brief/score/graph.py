"""Scores by place in the graph of all sentences: LexRank and TextRank.

Both are PageRank over similarities between sentences, and for both the matrix of these is never
built: the similarity is factored into the sparse sentence-by-term matrix, so that a round
of the power iteration is a walk from sentences to terms and back.  Sums are made with `bincount`,
which adds in order; no BLAS takes part, so that its number of threads cannot change a score.  Only
for up to `FEW` sentences LexRank's equations are solved outright; all that BLAS may change there
are digits that the scaling rounds away.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from brief.language.terms import TermMatrix, summed, unit_rows
from brief.score.scaling import scaled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: From a value for each sentence, (n,), to the sum over its neighbours, weighted by similarity.
Walk: TypeAlias = "Callable[[NDArray[np.float64]], NDArray[np.float64]]"

#: The share of a score that comes from the neighbours; the rest is spread evenly.
DAMPING = 0.85
#: A round that changes no score by more than this, on the scale where the best is 1, is the last.
TOLERANCE = 1e-6
#: Out of reach: with DAMPING, the error is below TOLERANCE after 100 rounds at most.
MOST_ROUNDS = 500
#: A degree below this is what rounding leaves of 0 once self-links are taken off.
NO_LINK = 1e-9
#: Sentences up to which the equations are solved outright, which is quicker than to iterate.
FEW = 40
#: Content words beyond which a sentence counts as no longer; bounds what TextRank needs.
LONGEST = 100


def lexrank(matrix: TermMatrix) -> NDArray[np.float64]:
    """Score by continuous LexRank (Erkan & Radev, JAIR 22, 2004): (n,), in (0, 1], the best at 1.

    Similarity is the idf-modified cosine, and each link weighs as much.  As in the paper a sentence
    is linked to itself, with weight 1: one that resembles no other keeps the mean score.  One
    without content words has no link at all and is always at the bottom.  Equal sentences tie.

    With z non-zero counts: O(z) time a round and O(n + z) memory.
    """
    few = 0 < len(matrix) <= FEW
    return scaled(_solved(matrix) if few else _page_rank(_cosine_walk(matrix), len(matrix)))


def _solved(matrix: TermMatrix) -> NDArray[np.float64]:
    """Return what LexRank's `_page_rank` converges to, from the equations themselves."""
    import numpy as np

    count = len(matrix)
    vectors = np.zeros((count, len(matrix.vocabulary)))
    vectors[matrix.row, matrix.indices] = unit_rows(matrix)
    links = vectors @ vectors.T
    degree = links.sum(axis=0)
    share = np.divide(-DAMPING, degree, out=np.zeros(count), where=degree > NO_LINK)
    equations = links * share
    equations.ravel()[:: count + 1] += 1.0
    return np.linalg.solve(equations, np.full(count, (1.0 - DAMPING) / count))


def textrank(matrix: TermMatrix) -> NDArray[np.float64]:
    """Score by TextRank (Mihalcea & Tarau, EMNLP 2004): (n,), in (0, 1], the best at 1.

    Similarity is the number of content stems that two sentences share, divided by ln|a| + ln|b|,
    the logarithms of their numbers of content words; the divisor is at least ln 2, since two
    sentences of one word would make it 0, and a sentence longer than `LONGEST` counts as that
    long.  No sentence is linked to itself, as in the paper.  One that shares nothing is at the
    bottom.  Equal sentences tie.

    With z non-zero counts, V terms and K ≤ `LONGEST` lengths: O(z + K²V) time a round,
    O(z + KV) memory.
    """
    return scaled(_page_rank(_overlap_walk(matrix), len(matrix)))


def _page_rank(walk: Walk, count: int) -> NDArray[np.float64]:
    """Iterate p = (1 - DAMPING) / n + DAMPING · W D⁻¹ p from even shares until it converges."""
    import numpy as np

    degree = walk(np.ones(count))
    share = np.divide(1.0, degree, out=np.zeros(count), where=degree > NO_LINK)
    scores = np.full(count, 1.0 / max(count, 1))
    for _ in range(MOST_ROUNDS if count else 0):
        before, scores = scores, (1.0 - DAMPING) / count + DAMPING * walk(scores * share)
        if np.abs(scores - before).max() <= TOLERANCE * scores.max():
            break
    return scores


def _cosine_walk(matrix: TermMatrix) -> Walk:
    """Return LexRank's walk: S v = N (Nᵀ v), N being the rows of length 1; S is never built."""
    row, column, unit = matrix.row, matrix.indices, unit_rows(matrix)

    def walk(values: NDArray[np.float64]) -> NDArray[np.float64]:
        terms = summed(unit * values[row], column, len(matrix.vocabulary))
        return summed(unit * terms[column], row, len(matrix))

    return walk


def _overlap_walk(matrix: TermMatrix) -> Walk:
    """Return TextRank's walk, without the link that a sentence would have to itself.

    The divisor depends on the two lengths only: the values are added up by length and term, then
    weighted by length and length, then handed back by length and term.
    """
    import numpy as np

    row, column, terms = matrix.row, matrix.indices, len(matrix.vocabulary)
    words = summed(matrix.counts, row, len(matrix))
    lengths, group = np.unique(np.clip(words, 1, LONGEST), return_inverse=True)
    log = np.log(lengths)
    weight = 1.0 / np.maximum(log[:, None] + log[None, :], np.log(2.0))
    cell = group[row] * terms + column
    self_links = np.diff(matrix.indptr) * weight[group, group]

    def walk(values: NDArray[np.float64]) -> NDArray[np.float64]:
        gathered = summed(values[row], cell, len(lengths) * terms)
        # `einsum` and not `@`, which would go through BLAS.
        weighted = np.einsum("hg,gt->ht", weight, gathered.reshape(len(lengths), terms))
        sums = summed(weighted.ravel()[cell], row, len(matrix))
        return np.asarray(np.maximum(sums - self_links * values, 0.0))

    return walk
