"""Intervals of means over cases, and p-values of the differences between methods.

Intervals are percentiles of bootstrap means (Efron, 1979): cases are drawn with replacement, and
since every case has its score, a drawing only sums again.  The p-value of a difference is that of
a paired randomisation test (Noreen, 1989): how often the mean difference is as large when each
case's sign is left to chance; for few cases all signs are tried.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Drawings of a bootstrap, and the share of their means that the interval holds.
DRAWINGS, CONFIDENCE = 1000, 0.95
#: Cases up to which all signs are tried, and how many are drawn for more cases.
EXACT, SIGNS = 12, 10_000
#: … at a time, so that thousands of cases need no gigabyte.
CHUNK = 500
#: What rounding may take from a sum, as a share of what is summed.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over cases, its interval, and how it differs from the first method's."""

    mean: float
    low: float
    high: float
    #: Mean difference to the first method; None for the first itself.
    difference: float | None = None
    #: Two-sided, in (0, 1].
    p: float | None = None


def estimates(values: NDArray[np.float64], seed: int = 1) -> list[Estimate]:
    """Return an estimate for each row of `values`, (methods, cases), compared with the first row.

    Cases in which any method has no value (NaN) are left out.  Without any case every number is
    NaN; with a single case the interval is its value.
    """
    import numpy as np

    complete = values[:, ~np.isnan(values).any(axis=0)]
    count = complete.shape[1]
    if not count:
        return [Estimate(mean=math.nan, low=math.nan, high=math.nan) for _ in values]
    drawn = np.random.default_rng(seed).integers(0, count, (DRAWINGS, count))
    tails = 50.0 * (1.0 - CONFIDENCE), 50.0 * (1.0 + CONFIDENCE)
    by_method: list[Estimate] = []
    for row in complete:
        low, high = np.percentile(row[drawn].mean(axis=1), tails).tolist()
        estimate = Estimate(mean=float(row.mean()), low=low, high=high)
        if by_method:
            gaps = row - complete[0]
            p = _randomised(gaps, seed)
            estimate = replace(estimate, difference=float(gaps.mean()), p=p)
        by_method.append(estimate)
    return by_method


def _randomised(gaps: NDArray[np.float64], seed: int) -> float:
    """Return the p-value of a mean difference, from the difference of each case."""
    import numpy as np

    count, least = len(gaps), abs(gaps.sum()) - ROUNDING * np.abs(gaps).sum()
    if count <= EXACT:
        signs = 1.0 - 2.0 * (np.arange(2**count)[:, None] >> np.arange(count) & 1)
        return float((np.abs(signs @ gaps) >= least).mean())
    rng = np.random.default_rng(seed)
    drawn = (rng.choice((-1.0, 1.0), (CHUNK, count)) for _ in range(SIGNS // CHUNK))
    reached = sum(int((np.abs(signs @ gaps) >= least).sum()) for signs in drawn)
    # What was observed is one of the ways to draw the signs.
    return (reached + 1) / (SIGNS + 1)
