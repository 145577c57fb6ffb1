"""How likely two articles tell one story: learned from an editor's stories, three weights.

`likeness` compares two articles as a whole, `opening` what one opens with and the other tells,
`nearest` the likeness beside that to the articles which each is most like.  In all three the term
that two share most of is left out: articles of one town share its name, and no story.  Cosines are
those of tf-idf (Salton & Buckley, 1988), square roots of them are what the logistic regression
weighs.  `data/story_weights.txt` has the weights; `tests/benchmarks/learn_stories.py` learns them.

Only pairs that share something are looked at: in a large set most share nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brief.compare.about import Weighed
from brief.compare.vectors import Products, holders_of, sharing, vectors_of
from brief.language.words import weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: The features, in the order of `features`.
FEATURES = ("likeness", "nearest", "opening")
#: Between these an article's likeness to its nearest is a measure for others: below, all are
#: strangers to it; above, it is a copy.
STRANGERS, COPIES = 0.2, 0.7
#: Cosine below which two articles share nothing.  Higher: a large set takes less memory; lower: the
#: mean over the pairs of two clusters is more exact.
FAINT = 0.02


@dataclass(frozen=True, slots=True)
class Pairs:
    """The m pairs of n articles that share something; each pair stands once, the lower first."""

    total: int  #: n.
    first: NDArray[np.int64]  #: (m,) Places of articles, ascending.
    second: NDArray[np.int64]  #: (m,)
    cosines: NDArray[np.float64]  #: (m,) 0 … 1.


@dataclass(frozen=True, slots=True)
class Links:
    """What is known of the pairs of articles; all others share nothing."""

    pairs: Pairs
    odds: NDArray[np.float64]  #: (m,) The logarithm of how much likelier one story is than two.
    strange: float  #: The odds of two articles that share nothing.

    def by_article(self) -> list[dict[int, float]]:
        """Return for each article the odds of it and those with which it shares something."""
        odds: list[dict[int, float]] = [{} for _ in range(self.pairs.total)]
        both = zip(self.pairs.first.tolist(), self.pairs.second.tolist(), strict=True)
        for (first, second), value in zip(both, self.odds.tolist(), strict=True):
            odds[first][second] = odds[second][first] = value
        return odds


def links(articles: Sequence[Weighed]) -> Links:
    """Return the links between articles of one language."""
    pairs, values = features(articles)
    return linked(pairs, values, weights("story_weights"))


def linked(
    pairs: Pairs, values: Sequence[NDArray[np.float64]], learned: Mapping[str, float]
) -> Links:
    """Return the links of pairs whose features are known, by weights that were learned."""
    import numpy as np

    odds = np.full(len(pairs.first), learned["bias"])
    for name, of_pairs in zip(FEATURES, values, strict=True):
        odds += learned[name] * of_pairs
    return Links(pairs=pairs, odds=odds, strange=learned["bias"])


def features(
    articles: Sequence[Weighed], least: float = FAINT
) -> tuple[Pairs, tuple[NDArray[np.float64], ...]]:
    """Return the pairs whose cosine is `least` or more, and their `FEATURES`, each (m,), 0 … 1."""
    import numpy as np

    pairs, shared, crossed = _compared(articles, least)
    likeness = np.sqrt(np.clip(shared, 0.0, 1.0))
    nearest = np.zeros(pairs.total)
    np.maximum.at(nearest, pairs.first, likeness)
    np.maximum.at(nearest, pairs.second, likeness)
    nearest = np.clip(nearest, STRANGERS, COPIES)
    beside = likeness / np.minimum(nearest[pairs.first], nearest[pairs.second])
    return pairs, (likeness, np.minimum(beside, 1.0), np.sqrt(np.clip(crossed, 0.0, 1.0)))


def _compared(
    articles: Sequence[Weighed], least: float
) -> tuple[Pairs, NDArray[np.float64], NDArray[np.float64]]:
    """Return the pairs, what they share, and what the opening of either shares with the other.

    Both without the term that they share most of, each (m,).
    """
    import numpy as np

    numbers: dict[str, int] = {}
    whole = vectors_of([article.terms for article in articles], numbers)
    openings = vectors_of([article.opening for article in articles], numbers)
    holders = holders_of(whole, len(numbers))
    of_whole, of_opening = Products(whole, len(numbers)), Products(openings, len(numbers))
    seconds: list[NDArray[np.int64]] = [np.zeros(0, np.int64)]
    values: list[NDArray[np.float64]] = [np.zeros((3, 0))]
    for place, near in enumerate(sharing(whole, holders, least)):
        sums, best = of_whole(whole.of(place), near)
        there = np.subtract(*of_whole(openings.of(place), near))
        here = np.subtract(*of_opening(whole.of(place), near))
        seconds.append(near)
        values.append(np.array([sums, sums - best, np.maximum(there, here)]))
    lengths = [len(near) for near in seconds[1:]]
    sums, shared, crossed = np.concatenate(values, axis=1)
    pairs = Pairs(
        total=len(articles),
        first=np.repeat(np.arange(len(articles)), lengths),
        second=np.concatenate(seconds),
        cosines=np.minimum(sums, 1.0),
    )
    return pairs, shared, crossed
