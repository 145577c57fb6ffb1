"""Scores by how often the words of a sentence are used in the whole set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brief.language.terms import TermMatrix, idf
from brief.score import scaled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def centroid(matrix: TermMatrix) -> NDArray[np.float64]:
    """Score by likeness to the set's centroid, (n,), in [0, 1].

    The centroid is the sum of all sentences' tf-idf vectors (Radev et al., "Centroid-based
    summarization of multiple documents", 2004); a sentence's score is its cosine to it, where
    the paper adds up the centroid's weights and so favours long sentences.  A sentence without
    content words scores 0.  Linear in the non-zero counts.
    """
    weight = tf_idf(matrix)
    middle = summed(weight, matrix.indices, len(matrix.vocabulary))
    # The centroid's own length divides every score alike, so that the scaling takes care of it.
    return scaled(summed(unit_rows(matrix) * middle[matrix.indices], row_of(matrix), len(matrix)))


def tf_idf(matrix: TermMatrix) -> NDArray[np.float64]:
    """Return count times inverse document frequency, (z,), in the order of `matrix.counts`."""
    return matrix.counts * idf(matrix)[matrix.indices]


def unit_rows(matrix: TermMatrix) -> NDArray[np.float64]:
    """Return the tf-idf values, (z,), with every sentence's vector at length 1.

    The dot product of two such rows is the idf-modified cosine of Erkan & Radev (2004).
    """
    import numpy as np

    weight, row = tf_idf(matrix), row_of(matrix)
    return weight / np.sqrt(summed(weight**2, row, len(matrix)))[row]


def summed(
    values: NDArray[np.float64], bins: NDArray[np.integer], size: int
) -> NDArray[np.float64]:
    """Add up `values`, (z,), by their `bins`, (z,): (size,), 0 where a bin has none.

    Added in order, so that the result is the same to the last bit wherever it is made.
    """
    import numpy as np

    return np.asarray(np.bincount(bins, weights=values, minlength=size), dtype=np.float64)


def row_of(matrix: TermMatrix) -> NDArray[np.int64]:
    """Return the sentence that each non-zero count belongs to, (z,), ascending."""
    import numpy as np

    return np.arange(len(matrix), dtype=np.int64).repeat(matrix.indptr[1:] - matrix.indptr[:-1])


def leads(matrix: TermMatrix) -> NDArray[np.float64]:
    """Score by place: 1 / (1 + position in the article), (n,), in (0, 1].

    All first sentences tie, then all second ones: every article speaks before any goes on.  A
    headline among the rows (position -1) counts as a first sentence.
    The "lead" baseline of the DUC evaluations.  Linear in n.
    """
    import numpy as np

    position = np.asarray([sentence.position for sentence in matrix.sentences], dtype=np.float64)
    return scaled(1.0 / (1.0 + np.maximum(position, 0.0)))
