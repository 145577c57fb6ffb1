"""Logistic regression with a ridge, as the programs that learn weights use it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Steps of Newton's method, far more than these regressions need.
STEPS = 30


def logistic(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    weight: NDArray[np.float64],
    ridge: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the weights of features, (f,), of the examples `x`, (n, f), which are 1 or 0 in `y`.

    `weight` is that of each example, (n,), `ridge` half the inverse variance that each feature's
    weight is believed to have, (f,).  Solved by Newton's method.
    """
    beta = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (weight * (y - p)) - ridge * beta
        hessian = (x.T * (weight * p * (1 - p))) @ x + np.diag(ridge)
        beta += np.linalg.solve(hessian, gradient)
    return beta
