"""Scores by place: the opening of each article, which on news is hard to beat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brief.language.terms import TermMatrix
from brief.score import scaled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def leads(matrix: TermMatrix) -> NDArray[np.float64]:
    """Score by place: 1 / (1 + position in the article), (n,), in (0, 1].

    All first sentences tie, then all second ones: every article speaks before any goes on.  A
    headline among the rows (position -1) counts as a first sentence.
    The "lead" baseline of the DUC evaluations.  Linear in n.
    """
    import numpy as np

    position = np.asarray([sentence.position for sentence in matrix.sentences], dtype=np.float64)
    return scaled(1.0 / (1.0 + np.maximum(position, 0.0)))
