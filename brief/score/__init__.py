"""Scores for sentences: every method behind one signature, in a table by name.

A ranker takes a `TermMatrix` of n sentences and returns (n,) float64, higher is better.  The best
sentence scores 1 and no score is negative; where a method finds no difference, all scores are
equal (1 or 0).  Rankers are pure and deterministic, whatever the hash seed; no sentences give an
empty array.  None looks at redundancy: `selection` does, for all of them alike.

To add a method:

1. Write a function from `TermMatrix` to scores in a module of this folder; `scaled` brings
   non-negative scores to the range above.
2. Add its name, module and function to `RANKERS`.
3. Add its name to `METHODS` in `settings/page_options.py`, which makes it a choice of `--method`.
   The tests of `test_score.py` and `test_pages.py` then try it with all the others.

Importing this package loads neither numpy nor nltk nor sumy; calling a ranker does.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias, cast

from brief.language.terms import TermMatrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Ranker: TypeAlias = "Callable[[TermMatrix], NDArray[np.float64]]"


def _later(module: str, name: str) -> Ranker:
    """Return a ranker that imports the function `name` of `module` when it is called."""

    def rank(matrix: TermMatrix) -> NDArray[np.float64]:
        return cast("Ranker", getattr(import_module(module), name))(matrix)

    rank.__name__ = rank.__qualname__ = name
    return rank


#: Every method that scores sentences one by one, by the name that `--method` takes.  `centroid` is
#: a part of `coverage` and no choice of its own there; `headlines` needs no scores.
RANKERS: dict[str, Ranker] = {
    "coverage": _later("brief.score.coverage", "coverage_prior"),
    "lexrank": _later("brief.score.graph", "lexrank"),
    "textrank": _later("brief.score.graph", "textrank"),
    "centroid": _later("brief.score.coverage", "centroid"),
    "leads": _later("brief.score.coverage", "leads"),
    "sumy-lexrank": _later("brief.score.from_sumy", "lexrank"),
    "sumy-textrank": _later("brief.score.from_sumy", "textrank"),
    "sumy-lsa": _later("brief.score.from_sumy", "lsa"),
    "sumy-luhn": _later("brief.score.from_sumy", "luhn"),
    "sumy-edmundson": _later("brief.score.from_sumy", "edmundson"),
    "sumy-sum-basic": _later("brief.score.from_sumy", "sum_basic"),
    "sumy-kl": _later("brief.score.from_sumy", "kl"),
    "sumy-reduction": _later("brief.score.from_sumy", "reduction"),
}
