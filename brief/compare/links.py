"""How likely two articles tell one story: learned from an editor's stories, three weights.

`likeness` compares two articles as a whole, `opening` what one opens with and the other tells,
`nearest` the likeness beside that to the articles which each is most like.  In all three the term
that two share most of is left out: articles of one town share its name, and no story.  Cosines are
those of tf-idf (Salton & Buckley, 1988), square roots of them are what the logistic regression
weighs.  `data/story_weights.txt` has the weights; `tests/benchmarks/learn_stories.py` learns them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brief.compare.about import Weighed
from brief.language.words import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: The features, in the order of `features`.
FEATURES = ("likeness", "nearest", "opening")
#: Between these an article's likeness to its nearest is a measure for others: below, all are
#: strangers to it; above, it is a copy.
STRANGERS, COPIES = 0.2, 0.7


@dataclass(frozen=True, slots=True)
class Links:
    """What is known of each two articles of n, each of them (n, n), 0 on the diagonal."""

    cosines: NDArray[np.float64]
    odds: NDArray[np.float64]  #: The logarithm of how much likelier one story is than two.


def links(articles: Sequence[Weighed]) -> Links:
    """Return the links between articles of one language."""
    import numpy as np

    sums, best = _products([article.terms for article in articles])
    cosines = np.minimum(sums, 1.0)
    np.fill_diagonal(cosines, 0.0)
    learned = weights("story_weights")
    odds = np.full(cosines.shape, learned["bias"])
    for name, values in zip(FEATURES, features(articles, sums - best), strict=True):
        odds += learned[name] * values
    np.fill_diagonal(odds, 0.0)
    return Links(cosines=cosines, odds=odds)


def features(
    articles: Sequence[Weighed], shared: NDArray[np.float64] | None = None
) -> tuple[NDArray[np.float64], ...]:
    """Return for each two articles the values of `FEATURES`, each (n, n) and 0 … 1.

    `shared` is what two have in common without their best term, where the caller has it.
    """
    import numpy as np

    if shared is None:
        shared = np.subtract(*_products([article.terms for article in articles]))
    likeness = np.sqrt(np.clip(shared, 0.0, 1.0))
    np.fill_diagonal(likeness, 0.0)
    nearest = np.clip(likeness.max(axis=1, initial=0.0), STRANGERS, COPIES)
    beside = np.minimum(likeness / np.minimum(nearest[:, None], nearest[None]), 1.0)
    crossed = np.subtract(
        *_products(
            [article.opening for article in articles], [article.terms for article in articles]
        )
    )
    opening = np.sqrt(np.clip(np.maximum(crossed, crossed.T), 0.0, 1.0))
    return likeness, beside, opening


def overlaps(
    rows: Sequence[Mapping[str, float]], columns: Sequence[Mapping[str, float]] | None = None
) -> NDArray[np.float64]:
    """Return the sums of products of what each two share, (rows, columns), 1 at most.

    There are as many of both.
    """
    import numpy as np

    return np.minimum(_products(rows, columns)[0], 1.0)


def _products(
    rows: Sequence[Mapping[str, float]], columns: Sequence[Mapping[str, float]] | None = None
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the sum and the largest of the products of what each two share, (rows, columns).

    Only terms that two hold are looked at.
    """
    import numpy as np

    columns = rows if columns is None else columns
    holders: dict[str, list[int]] = defaultdict(list)
    for place, vector in enumerate(columns):
        for term in vector:
            holders[term].append(place)
    alone = 1 if columns is rows else 0
    shared = {term: np.asarray(places) for term, places in holders.items() if len(places) > alone}
    weight = {
        term: np.asarray([columns[place][term] for place in places.tolist()])
        for term, places in shared.items()
    }
    sums, best = np.zeros((len(rows), len(columns))), np.zeros((len(rows), len(columns)))
    for place, vector in enumerate(rows):
        terms = [term for term in vector if term in shared]
        if terms:
            values = np.concatenate([vector[term] * weight[term] for term in terms])
            places = np.concatenate([shared[term] for term in terms])
            sums[place] = np.bincount(places, values, minlength=len(columns))
            np.maximum.at(best[place], places, values)
    return sums, best
