"""Regressions with a ridge, as the programs that learn weights use them."""

from __future__ import annotations

from collections.abc import Sequence

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


#: Gain of the likelihood below which it is at its best.
ENOUGH = 1e-9
#: The rows of one choice, (n, f), and how good each is, (n,), together 1.
Choice = tuple[NDArray[np.float64], NDArray[np.float64]]


def conditional_logit(
    choices: Sequence[Choice], ridge: float, shares: Sequence[float] | None = None
) -> NDArray[np.float64]:
    """Return the weights of features, (f,), by which the good rows of each choice are likely.

    A softmax over the rows of a choice (McFadden 1974).  `ridge` is the inverse variance that the
    weights are believed to have, `shares` what each choice counts, 1 by default.  Solved by
    Newton's method.
    """
    size = choices[0][0].shape[1]
    shares = shares or [1.0] * len(choices)
    beta = np.zeros(size)
    best = _likelihood(beta, choices, ridge, shares)
    while True:
        gradient, hessian = -ridge * beta, ridge * np.eye(size)
        for (x, wanted), share in zip(choices, shares, strict=True):
            p = softmax(x @ beta)
            mean = x.T @ p
            gradient += share * (x.T @ (wanted - p))
            hessian += share * ((x.T * p) @ x - np.outer(mean, mean))
        step = np.linalg.solve(hessian, gradient)
        while (value := _likelihood(beta + step, choices, ridge, shares)) < best and (
            np.abs(step).max() > ENOUGH
        ):
            step = step / 2
        if value - best < ENOUGH:
            return beta
        beta, best = beta + step, value


def _likelihood(
    beta: NDArray[np.float64], choices: Sequence[Choice], ridge: float, shares: Sequence[float]
) -> float:
    fit = sum(
        share * float(wanted @ np.log(softmax(x @ beta) + 1e-300))
        for (x, wanted), share in zip(choices, shares, strict=True)
    )
    return fit - ridge * float(beta @ beta) / 2


def softmax(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how likely each of some odds is, together 1."""
    grown = np.exp(odds - odds.max())
    return np.asarray(grown / grown.sum())
