"""Scores by place in the graph of all sentences: LexRank and TextRank.

Both are PageRank over similarities between sentences, and for both the matrix of these is never
built: the similarity is factored into the sparse sentence-by-term matrix, so that a round
of the power iteration is a walk from sentences to terms and back.  Sums are made with `bincount`,
which adds in order; no BLAS takes part, so that its number of threads cannot change a score.  Only
for a `FEW` sentences the equations are solved outright; all that BLAS may change there are digits
that the scaling rounds away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from brief.language.terms import TermMatrix
from brief.score import scaled
from brief.score.frequency import row_of, summed, unit_rows

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
#: Pairs of sentences looked at in one go by the thresholded LexRank: some 100 MB.
PAIRS_AT_ONCE = 2_000_000


def lexrank(
    matrix: TermMatrix,
    *,
    threshold: float | None = None,
    self_links: bool = True,
    damping: float = DAMPING,
    tolerance: float = TOLERANCE,
) -> NDArray[np.float64]:
    """Score by LexRank (Erkan & Radev, JAIR 22, 2004): (n,), in (0, 1], the best at 1.

    Similarity is the idf-modified cosine.  Continuous LexRank (the default) weighs each link with
    it; with a `threshold` in [0, 1), every cosine above it is a link of weight 1 (the paper: 0.1).
    `damping`, in [0, 1), is the share that comes from the neighbours (the paper writes d for the
    other share, 0.15).

    As in the paper a sentence is linked to itself, with weight 1: one that resembles no other
    keeps the mean score.  Without `self_links` it falls to the bottom.  One without content words
    has no link at all and is always at the bottom.  Equal sentences tie.

    With z non-zero counts: O(z) time a round and O(n + z) memory; with a threshold, once O(pairs
    of sentences with a common term) time, and 8 bytes for each link.
    """
    import numpy as np

    count = len(matrix)
    if threshold is None and 0 < count <= FEW:
        return scaled(_settled(_similarities(matrix, self_links=self_links), damping))
    walk = _cosine_walk(matrix) if threshold is None else _threshold_walk(matrix, threshold)
    own = np.zeros(count) if self_links else (np.diff(matrix.indptr) > 0).astype(np.float64)
    return scaled(_page_rank(_without(walk, own), count, damping, tolerance))


def _similarities(matrix: TermMatrix, *, self_links: bool) -> NDArray[np.float64]:
    """Return the weight of the links between all sentences, (n, n)."""
    import numpy as np

    vectors = np.zeros((len(matrix), len(matrix.vocabulary)))
    vectors[row_of(matrix), matrix.indices] = unit_rows(matrix)
    similarity = vectors @ vectors.T
    if not self_links:
        np.fill_diagonal(similarity, 0.0)
    return similarity


def _settled(links: NDArray[np.float64], damping: float) -> NDArray[np.float64]:
    """Return what `_page_rank` comes to, from the equations themselves."""
    import numpy as np

    count = len(links)
    degree = links.sum(axis=0)
    share = np.divide(-damping, degree, out=np.zeros(count), where=degree > NO_LINK)
    equations = links * share
    equations.ravel()[:: count + 1] += 1.0
    return np.linalg.solve(equations, np.full(count, (1.0 - damping) / count))


def textrank(
    matrix: TermMatrix, *, damping: float = DAMPING, tolerance: float = TOLERANCE
) -> NDArray[np.float64]:
    """Score by TextRank (Mihalcea & Tarau, EMNLP 2004): (n,), in (0, 1], the best at 1.

    Similarity is the number of content stems that two sentences share, divided by ln|a| + ln|b|,
    the logarithms of their numbers of content words; the divisor is at least ln 2, since two
    sentences of one word would make it 0, and a sentence longer than `LONGEST` counts as that
    long.  No sentence is linked to itself, as in the paper.  One that shares nothing is at the
    bottom.  Equal sentences tie.

    With z non-zero counts, V terms and K ≤ `LONGEST` lengths: O(z + K²V) time a round,
    O(z + KV) memory.
    """
    import numpy as np

    if not len(matrix):
        return np.zeros(0)
    walk, own = _overlap_walk(matrix)
    return scaled(_page_rank(_without(walk, own), len(matrix), damping, tolerance))


def _page_rank(
    walk: Walk,
    count: int,
    damping: float,
    tolerance: float,
) -> NDArray[np.float64]:
    """Iterate p = (1 - damping) / n + damping · W D⁻¹ p from even shares until it settles."""
    import numpy as np

    degree = walk(np.ones(count))
    share = np.divide(1.0, degree, out=np.zeros(count), where=degree > NO_LINK)
    scores = np.full(count, 1.0 / max(count, 1))
    for _ in range(MOST_ROUNDS if count else 0):
        following = (1.0 - damping) / count + damping * walk(scores * share)
        change = np.abs(following - scores).max()
        scores = following
        if change <= tolerance * scores.max():
            break
    return scores


def _without(walk: Walk, own: NDArray[np.float64]) -> Walk:
    """Take the links of sentences to themselves, of weight `own`, out of `walk`."""
    import numpy as np

    if not own.any():
        return walk
    return lambda values: np.maximum(walk(values) - own * values, 0.0)


def _cosine_walk(matrix: TermMatrix) -> Walk:
    """S v = N (Nᵀ v), with N the rows of length 1: the cosines themselves are never needed."""
    row, column, unit = row_of(matrix), matrix.indices, unit_rows(matrix)

    def walk(values: NDArray[np.float64]) -> NDArray[np.float64]:
        terms = summed(unit * values[row], column, len(matrix.vocabulary))
        return summed(unit * terms[column], row, len(matrix))

    return walk


def _threshold_walk(matrix: TermMatrix, threshold: float) -> Walk:
    import numpy as np

    blocks = list(_links(matrix, threshold))

    def walk(values: NDArray[np.float64]) -> NDArray[np.float64]:
        sums = [summed(values[column], row, height) for height, row, column in blocks]
        return np.concatenate([np.zeros(0), *sums])

    return walk


def _links(
    matrix: TermMatrix, threshold: float
) -> Iterator[tuple[int, NDArray[np.int32], NDArray[np.int32]]]:
    """Yield blocks of rows: how many, and row (within the block) and column of each link."""
    import numpy as np

    count, unit, row = len(matrix), unit_rows(matrix), row_of(matrix)
    by_term = matrix.indices.argsort(kind="stable")
    frequency = np.bincount(matrix.indices, minlength=len(matrix.vocabulary))
    first = frequency.cumsum() - frequency
    for start, stop in pairwise(_block_bounds(matrix, frequency)):
        entries = np.arange(matrix.indptr[start], matrix.indptr[stop])
        partners = frequency[matrix.indices[entries]]
        left = entries.repeat(partners)
        within = np.arange(len(left)) - (partners.cumsum() - partners).repeat(partners)
        right = by_term[first[matrix.indices[left]] + within]
        place = (row[left] - start) * count + row[right]
        cosine = summed(unit[left] * unit[right], place, (stop - start) * count)
        at, to = np.divmod(np.flatnonzero(cosine > threshold), count)
        yield stop - start, at.astype(np.int32), to.astype(np.int32)


def _block_bounds(matrix: TermMatrix, frequency: NDArray[np.int64]) -> list[int]:
    """Return the ascending bounds of blocks of rows with about PAIRS_AT_ONCE pairs each."""
    import numpy as np

    pairs = summed(frequency[matrix.indices].astype(np.float64), row_of(matrix), len(matrix))
    block = np.cumsum(pairs + len(matrix)) // PAIRS_AT_ONCE
    return [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), len(matrix)]


def _overlap_walk(matrix: TermMatrix) -> tuple[Walk, NDArray[np.float64]]:
    """Return TextRank's walk and the weight, (n,), of each sentence's link to itself.

    The divisor depends on the two lengths only: the values are added up by length and term, then
    weighed by length and length, then handed back by length and term.
    """
    import numpy as np

    row, column, terms = row_of(matrix), matrix.indices, len(matrix.vocabulary)
    words = summed(matrix.counts, row, len(matrix))
    lengths, group = np.unique(np.clip(words, 1, LONGEST), return_inverse=True)
    log = np.log(lengths)
    weight = 1.0 / np.maximum(log[:, None] + log[None, :], np.log(2.0))
    cell = group[row] * terms + column

    def walk(values: NDArray[np.float64]) -> NDArray[np.float64]:
        gathered = summed(values[row], cell, len(lengths) * terms)
        # `einsum` and not `@`, which would go through BLAS.
        weighed = np.einsum("hg,gt->ht", weight, gathered.reshape(len(lengths), terms))
        return summed(weighed.ravel()[cell], row, len(matrix))

    return walk, np.diff(matrix.indptr) * weight[group, group]
