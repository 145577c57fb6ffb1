"""The range of all scores: the best sentence has 1, and none is below 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def scaled(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return non-negative `scores`, (n,), divided by the greatest; zeros where that is 0.

    Twelve decimals are kept: what lies beyond differs between processors, and sentences that are
    worth the same must tie everywhere.
    """
    import numpy as np

    best = scores.max(initial=0.0)
    return np.round(scores / best, 12) if best > 0 else np.zeros(len(scores))
