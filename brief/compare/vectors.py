"""Sparse vectors of many articles, held as arrays, and which of them share enough to be compared.

An index of terms finds the pairs (Zobel & Moffat, "Inverted files for text search engines", 2006).
A term joins an article only with the next few of those that hold it, in the order of the set, which
is that of time: so the cost grows with the number of articles, and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: How many of the articles that hold a term are looked at for one of them.  Higher: all of a larger
#: story is compared, at the cost of its square.
REACH = 1000


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of n articles: those of article i lie from `bounds[i]` to `bounds[i + 1]`."""

    bounds: NDArray[np.int64]  #: (n + 1,)
    terms: NDArray[np.int32]  #: (m,) the numbers of the terms, in no order.
    weights: NDArray[np.float64]  #: (m,)

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def of(self, place: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """Return the terms of an article and their weights."""
        part = slice(self.bounds[place], self.bounds[place + 1])
        return self.terms[part], self.weights[part]


def vectors_of(articles: Sequence[Mapping[str, float]], numbers: dict[str, int]) -> Vectors:
    """Return vectors as arrays; `numbers` has each term's number, and gets those of new terms."""
    import numpy as np

    lengths = [len(article) for article in articles]
    total = sum(lengths)
    terms = (numbers.setdefault(term, len(numbers)) for article in articles for term in article)
    weights = (weight for article in articles for weight in article.values())
    return Vectors(
        bounds=np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]),
        terms=np.fromiter(terms, np.int32, total),
        weights=np.fromiter(weights, np.float64, total),
    )


@dataclass(frozen=True, slots=True)
class Holders:
    """For each term the articles that hold it, ascending: those of t from `bounds[t]` on."""

    bounds: NDArray[np.int64]
    articles: NDArray[np.int32]
    weights: NDArray[np.float64]
    places: NDArray[np.int64]  #: For each entry of the vectors, its place among the holders.


def holders_of(vectors: Vectors, terms: int) -> Holders:
    """Return who holds each of so many terms."""
    import numpy as np

    owners = np.repeat(np.arange(len(vectors), dtype=np.int32), np.diff(vectors.bounds))
    order = np.argsort(vectors.terms, kind="stable")
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    counts = np.bincount(vectors.terms, minlength=terms)
    return Holders(
        bounds=np.concatenate([[0], np.cumsum(counts)]),
        articles=owners[order],
        weights=vectors.weights[order],
        places=places,
    )


def sharing(vectors: Vectors, holders: Holders, least: float) -> Iterator[NDArray[np.int64]]:
    """Yield for each article the later ones of which it shares so much, `least`, as far as seen."""
    import numpy as np

    for place in range(len(vectors)):
        part = slice(vectors.bounds[place], vectors.bounds[place + 1])
        terms = vectors.terms[part]
        begins = holders.places[part] + 1
        ends = np.minimum(holders.bounds[terms + 1], begins + REACH)
        lengths = ends - begins
        at = ranges(begins, lengths)
        products = holders.weights[at] * np.repeat(vectors.weights[part], lengths)
        later = holders.articles[at] - place
        shared = np.bincount(later, products)
        yield np.flatnonzero((shared >= least) & (shared > 0.0)) + place


def ranges(begins: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers of several ranges, one after the other."""
    import numpy as np

    offsets = np.cumsum(lengths) - lengths
    return np.repeat(begins - offsets, lengths) + np.arange(int(lengths.sum()))


class Products:
    """The sums, and the largest, of products of an article's terms with those of others."""

    def __init__(self, vectors: Vectors, terms: int) -> None:
        import numpy as np

        self._vectors = vectors
        self._dense = np.zeros(terms)

    def __call__(
        self,
        held: tuple[NDArray[np.int32], NDArray[np.float64]],
        others: NDArray[np.int64],
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return sum and largest product of the terms `held` with each of the other articles."""
        import numpy as np

        sums, best = np.zeros(len(others)), np.zeros(len(others))
        begins = self._vectors.bounds[others]
        lengths = self._vectors.bounds[others + 1] - begins
        filled = np.flatnonzero(lengths)
        if len(filled):
            terms, weights = held
            self._dense[terms] = weights
            at = ranges(begins[filled], lengths[filled])
            products = self._vectors.weights[at] * self._dense[self._vectors.terms[at]]
            self._dense[terms] = 0.0
            offsets = np.cumsum(lengths[filled]) - lengths[filled]
            sums[filled] = np.add.reduceat(products, offsets)
            best[filled] = np.maximum.reduceat(products, offsets)
        return sums, best
