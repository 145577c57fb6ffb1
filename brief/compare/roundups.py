"""Articles that round up several stories: a live blog, a letter of "five things".

Such an article holds what two others are about that have nothing to do with each other, and each
in sentences of its own: a story of one matter names its people and places throughout.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from brief.compare.about import Weighed, terms_of
from brief.compare.links import Pairs
from brief.compare.vectors import REACH, Products, Vectors, holders_of, ranges, vectors_of
from brief.model import Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Weightiest terms that say what an article is about, and the share of their weight that an article
#: holds which tells of it.
CORE, HELD = 10, 0.5
#: Cosine below which two articles have nothing to do with each other.
UNRELATED = 0.06
#: Share of an article's sentences that one of several stories takes, at most, and how many of
#: those may tell of two.
PART, SHARED = 0.6, 0.34
#: Others that are looked at, of those of which an article holds what they are about.
MOST = 40
#: Terms of a story's core that a sentence which tells of it holds, at least.
TELLING = 2


def roundups(
    articles: Sequence[Weighed],
    texts: Sequence[Sequence[Sentence]],
    pairs: Pairs,
    language: str,
) -> frozenset[int]:
    """Return the places of the articles that tell of several stories; `texts` are their sentences.

    Two articles that have nothing to do with each other make a third one a round-up only where each
    has sentences of its own in it.
    """

    cores = [_core(article) for article in articles]
    numbers: dict[str, int] = {}
    about = vectors_of(cores, numbers)
    whole = vectors_of([article.terms for article in articles], numbers)
    strangers_of = _Strangers(whole, len(numbers), pairs)
    several: set[int] = set()
    for place, told in enumerate(_holding(whole, about, len(numbers))):
        if len(told) < 2 or not (strangers := strangers_of(told)):
            continue
        sentences = [set(terms_of(sentence.text, language)) for sentence in texts[place]]
        parts = {
            other: _part(sentences, cores[other])
            for other in sorted({other for pair in strangers for other in pair})
        }
        if any(_apart(parts[first], parts[other], len(sentences)) for first, other in strangers):
            several.add(place)
    return frozenset(several)


def _holding(whole: Vectors, about: Vectors, terms: int) -> Iterator[NDArray[np.int64]]:
    """Yield for each article others of which it holds what they are about, `MOST` at most."""
    import numpy as np

    holders = holders_of(about, terms)
    counts = np.diff(holders.bounds)
    for place in range(len(whole)):
        held, _ = whole.of(place)
        at = ranges(holders.bounds[held], np.minimum(counts[held], REACH))
        holding = np.bincount(holders.articles[at], holders.weights[at]) >= HELD
        holding[place : place + 1] = False
        told = np.flatnonzero(holding)
        yield told[:: -(-len(told) // MOST) or 1]


class _Strangers:
    """Which of some articles have nothing to do with each other."""

    def __init__(self, vectors: Vectors, terms: int, pairs: Pairs) -> None:
        self._vectors = vectors
        self._products = Products(vectors, terms)
        related = pairs.cosines >= UNRELATED
        self._total = pairs.total
        self._related = pairs.first[related] * pairs.total + pairs.second[related]

    def __call__(self, told: NDArray[np.int64]) -> list[tuple[int, int]]:
        """Return the pairs of places, of those `told`, that are strange to each other."""
        import numpy as np

        first, second = np.triu_indices(len(told), 1)
        keys = told[first] * self._total + told[second]
        at = np.minimum(np.searchsorted(self._related, keys), len(self._related) - 1)
        unknown = self._related[at] != keys if len(self._related) else np.ones(len(keys), bool)
        strangers = zip(told[first][unknown].tolist(), told[second][unknown].tolist(), strict=True)
        # The index may have passed over a pair of a large story.
        return [pair for pair in strangers if self._cosine(*pair) < UNRELATED]

    def _cosine(self, first: int, second: int) -> float:
        import numpy as np

        return float(self._products(self._vectors.of(first), np.array([second]))[0][0])


def _core(article: Weighed) -> Mapping[str, float]:
    """Return the terms that say most of what an article is about, with shares that sum to 1."""
    weights = {
        term: weight + article.opening.get(term, 0.0) for term, weight in article.terms.items()
    }
    kept = sorted(weights, key=lambda term: (-weights[term], term))[:CORE]
    total = sum(weights[term] for term in kept) or 1.0
    return {term: weights[term] / total for term in kept}


def _part(sentences: Sequence[set[str]], core: Mapping[str, float]) -> set[int]:
    """Return the places of the sentences that tell of what has this core."""
    return {row for row, terms in enumerate(sentences) if len(terms & core.keys()) >= TELLING}


def _apart(first: set[int], second: set[int], sentences: int) -> bool:
    """Return whether two stories stand in an article beside each other, neither throughout."""
    if not first or not second or max(len(first), len(second)) > PART * sentences:
        return False
    return len(first & second) <= SHARED * min(len(first), len(second))
