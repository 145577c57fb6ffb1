"""Which pairs of articles are compared, and what is known of them: as if all were."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from brief.compare import vectors
from brief.compare.about import Weighed
from brief.compare.links import Links, Pairs, features
from brief.compare.stories import ALIKE, APART, FEW, LOOSE, STRANGE, _clusters

TERMS = "abcdefgh"
WEIGHED = st.dictionaries(st.sampled_from(TERMS), st.floats(0.1, 1.0), max_size=5)


def weighed(terms: dict[str, float], opening: dict[str, float]) -> Weighed:
    """Return an article whose vectors have the length 1."""

    def unit(vector: dict[str, float]) -> dict[str, float]:
        length = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
        return {term: weight / length for term, weight in vector.items()}

    return Weighed(terms=unit(terms), opening=unit(opening))


def without_best(one: dict[str, float], other: dict[str, float]) -> float:
    """Return what two vectors share without the term that they share most of."""
    products = [one[term] * other[term] for term in one.keys() & other.keys()]
    return sum(products) - max(products, default=0.0)


@given(st.lists(st.builds(weighed, WEIGHED, WEIGHED), max_size=8))
def test_features_are_those_of_all_pairs(articles: Sequence[Weighed]) -> None:
    """What the index finds is what comparing each two articles finds."""
    pairs, (likeness, _, opening) = features(articles, 1e-9)
    places = zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
    of_pairs = dict(zip(places, zip(pairs.cosines, likeness, opening, strict=True), strict=True))
    for first, second in combinations(range(len(articles)), 2):
        one, other = articles[first], articles[second]
        cosine = sum(one.terms[t] * other.terms[t] for t in one.terms.keys() & other.terms.keys())
        if cosine == 0:
            assert (first, second) not in of_pairs
            continue
        crossed = max(
            without_best(dict(one.opening), dict(other.terms)),
            without_best(dict(other.opening), dict(one.terms)),
        )
        shared = without_best(dict(one.terms), dict(other.terms))
        wanted = (min(cosine, 1.0), math.sqrt(max(shared, 0.0)), math.sqrt(max(crossed, 0.0)))
        assert of_pairs[first, second] == pytest.approx(wanted, abs=1e-6)


def test_a_term_that_many_hold_is_not_looked_up_in_all_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of twenty articles that hold a term each is compared with the next three."""
    monkeypatch.setattr(vectors, "REACH", 3)
    articles = [weighed({"a": 1.0, "b": 0.5}, {}) for _ in range(20)]
    pairs, _ = features(articles)
    assert len(pairs.first) == 3 * 20 - 6
    assert set((pairs.second - pairs.first).tolist()) == {1, 2, 3}


@st.composite
def all_linked(draw: st.DrawFn) -> tuple[Links, NDArray[np.float64], NDArray[np.float64]]:
    """Draw links between all articles, and their cosines and odds as matrices."""
    total = draw(st.integers(1, 7))
    first, second = np.triu_indices(total, 1)
    values = st.lists(st.floats(0.0, 0.4), min_size=len(first), max_size=len(first))
    cosines, odds = np.array(draw(values)), np.array(draw(values)) * 25 - 6
    matrices = []
    for of_pairs in (cosines, odds):
        matrix = np.zeros((total, total))
        matrix[first, second] = matrix[second, first] = of_pairs
        matrices.append(matrix)
    pairs = Pairs(total=total, first=first, second=second, cosines=cosines)
    return Links(pairs=pairs, odds=odds, strange=-9.0), matrices[0], matrices[1]


def score(
    one: Sequence[int],
    other: Sequence[int],
    cosines: NDArray[np.float64],
    odds: NDArray[np.float64],
    likely: float,
) -> float:
    """Return how far above the bar two clusters are that may merge, below 0 where they are not."""

    def within(cluster: Sequence[int]) -> float:
        between = [cosines[pair] for pair in combinations(cluster, 2)]
        return float(np.mean(between)) if between else 0.0

    block = np.ix_(one, other)
    pairs = len(one) * len(other)
    if pairs == 1:
        return float(odds[block].sum() - likely)
    mean = float(cosines[block].mean())
    if odds[block].mean() < STRANGE or mean <= 0:
        return -1.0
    apart = mean < APART * max(min(within(one), within(other)), LOOSE)
    if len(one) > 1 and len(other) > 1 and apart:
        return -1.0
    return math.log(mean / (ALIKE * (1.0 + FEW / max(pairs - 1.0, 1.0))))


@given(all_linked())
def test_clusters_are_those_of_average_linkage(
    drawn: tuple[Links, NDArray[np.float64], NDArray[np.float64]],
) -> None:
    """Each two clusters, compared anew before every merge, give the same stories."""
    linked, cosines, odds = drawn
    clusters = [[place] for place in range(linked.pairs.total)]
    while len(clusters) > 1:
        scores = {
            (i, j): score(clusters[i], clusters[j], cosines, odds, 1.0)
            for i, j in combinations(range(len(clusters)), 2)
        }
        best = max(scores.values())
        ranked = sorted(scores.values())
        if best < 1e-6:
            break
        if len(ranked) > 1 and ranked[-1] - ranked[-2] < 1e-6:
            return  # Which of two equals comes first is for the order of the set to say.
        i, j = next(pair for pair, value in scores.items() if value == best)
        clusters[i] = sorted(clusters[i] + clusters.pop(j))
    assert sorted(_clusters(linked, frozenset(), 1.0)) == sorted(map(tuple, clusters))
