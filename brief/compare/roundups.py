"""Articles that round up several stories: a live blog, a letter of "five things".

Such an article holds what two others are about that have nothing to do with each other, and each
in sentences of its own: a story of one matter names its people and places throughout.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from brief.compare.about import Weighed, terms_of
from brief.compare.links import overlaps
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
#: Terms of a story's core that a sentence which tells of it holds, at least.
TELLING = 2


def roundups(
    articles: Sequence[Weighed],
    texts: Sequence[Sequence[Sentence]],
    cosines: NDArray[np.float64],
    language: str,
) -> frozenset[int]:
    """Return the places of the articles that tell of several stories; `texts` are their sentences.

    Two articles that have nothing to do with each other make a third one a round-up only where each
    has sentences of its own in it.
    """
    import numpy as np

    cores = [_core(article) for article in articles]
    held = overlaps(cores, [dict.fromkeys(article.terms, 1.0) for article in articles])
    np.fill_diagonal(held, 0.0)
    several: set[int] = set()
    for place in _holding_strangers(held >= HELD, cosines < UNRELATED):
        told = np.flatnonzero(held[:, place] >= HELD)
        strangers = np.argwhere(np.triu(cosines[np.ix_(told, told)] < UNRELATED, 1)).tolist()
        sentences = [set(terms_of(sentence.text, language)) for sentence in texts[place]]
        parts = {
            row: _part(sentences, cores[told[row]])
            for row in sorted({row for pair in strangers for row in pair})
        }
        if any(_apart(parts[first], parts[other], len(sentences)) for first, other in strangers):
            several.add(place)
    return frozenset(several)


def _holding_strangers(holds: NDArray[np.bool_], strange: NDArray[np.bool_]) -> list[int]:
    """Return the places of the articles that hold two others which are strange to each other.

    Among a thousand articles that are alike each holds all the others: one product of matrices
    tells what would otherwise be a search of all pairs for each of them.
    """
    import numpy as np

    others = strange.astype(np.float32)
    np.fill_diagonal(others, 0.0)
    places = np.flatnonzero(holds.sum(axis=0) > 1)
    held = holds[:, places].astype(np.float32)
    pairs = ((others @ held) * held).sum(axis=0)
    return [int(place) for place in places[pairs > 0]]


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
