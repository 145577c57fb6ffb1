"""Stories: clusters of articles that tell the same.

Two articles become a story where it is likely enough that they tell one (`links`).  Beyond two,
average linkage (Sokal & Michener, 1958) decides: the mean cosine over all pairs of two clusters
says more, the more pairs there are, so that the bar is lower for larger clusters.  Two clusters
that are each far more alike within than they are to each other contradict it: the second event of
its kind is another story.  The number of stories is not given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from brief.compare.about import Weighed, about, background, weighed
from brief.compare.links import Links, links
from brief.compare.roundups import roundups
from brief.model import Document, Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Log-odds from which on two articles are a story: strangers under one headline mislead a reader,
#: two headlines for one story only take room.
LIKELY = 1.0
#: The same in a language whose common words nobody has counted, so that they look rare.
LIKELY_UNCOUNTED = 2.0
#: Mean cosine of two large clusters from which on they are one story, and by how much of it the bar
#: is higher for one pair more than two articles.  Lower: stories of one kind run together; higher:
#: a story of weeks falls apart into its strands.
ALIKE, FEW = 0.04, 1.4
#: Share of the likeness within each of two clusters, the looser one, below which the likeness
#: between them is that of another event of its kind.
APART = 0.5
#: What a cluster is taken to be alike within, at least.
LOOSE = 0.02
#: Mean log-odds of the pairs of two clusters below which they are two stories, whatever the mean of
#: their cosines: one copy of an article would outweigh the strangers.
STRANGE = -5.0


@dataclass(frozen=True, slots=True)
class Compared:
    """Articles of one language, and what is known of each two; places are those in `articles`."""

    articles: Sequence[Document]
    vectors: Sequence[Weighed]
    links: Links
    roundups: frozenset[int]  #: Places of those that tell of several stories, and join none.


def stories(documents: Sequence[Document], sentences: Sequence[Sentence]) -> list[tuple[int, ...]]:
    """Return groups of document ids, one a story, the largest first, then by their first ids.

    `sentences` are those of the documents in their order.  Articles in different languages are of
    different stories.  Every document is in one group; no documents give none.  What rounds up
    several stories is one by itself.  Cost: the words, and the pairs that share something.
    """
    groups: list[tuple[int, ...]] = []
    for among in compared(documents, sentences):
        language = among.articles[0].language
        likely = LIKELY if background(language) else LIKELY_UNCOUNTED
        clusters = _clusters(among.links, among.roundups, likely)
        groups += [tuple(among.articles[place].id for place in cluster) for cluster in clusters]
    return sorted(groups, key=lambda group: (-len(group), group))


def compared(documents: Sequence[Document], sentences: Sequence[Sentence]) -> Iterator[Compared]:
    """Yield the articles of each language, compared with each other."""
    by_document: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        by_document[sentence.document].append(sentence)
    languages: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        languages[document.language].append(document)
    for language, articles in sorted(languages.items()):
        texts = [by_document[article.id] for article in articles]
        profiles = [about(article, text) for article, text in zip(articles, texts, strict=True)]
        vectors = weighed(profiles, language)
        linked = links(vectors)
        yield Compared(
            articles=articles,
            vectors=vectors,
            links=linked,
            roundups=roundups(vectors, texts, linked.pairs, language),
        )


class _Clusters:
    """The clusters of n articles as they grow; a cluster is named by its first article.

    What is known of two clusters, the sums over their pairs, is held with each of them; it names
    others as they were when it was written, and `_owner` tells what has become of them.  Pairs that
    may merge wait in a heap; those of a cluster that has grown since are out of date.
    """

    def __init__(self, linked: Links, apart: frozenset[int], likely: float) -> None:
        import numpy as np

        pairs, total = linked.pairs, linked.pairs.total
        self.members = {place: [place] for place in range(total)}
        self._strange = linked.strange
        self._owner = np.arange(total)
        self._within, self._sizes = np.zeros(total), np.ones(total)
        self._barred = np.zeros(total, dtype=np.bool_)
        self._barred[list(apart)] = True
        self._known = _by_article(linked)
        # Two articles: by what was learned.
        likely_pairs = (linked.odds >= likely) & ~(
            self._barred[pairs.first] | self._barred[pairs.second]
        )
        self._waiting = [
            (likely - odds, first, second, 1.0, 1.0)
            for odds, first, second in zip(
                linked.odds[likely_pairs].tolist(),
                pairs.first[likely_pairs].tolist(),
                pairs.second[likely_pairs].tolist(),
                strict=True,
            )
        ]
        heapify(self._waiting)

    def grow(self) -> bool:
        """Merge the two clusters that are likeliest one story; return whether any are."""
        while self._waiting:
            _, kept, gone, size, other = heappop(self._waiting)
            # A cluster that is gone has no size; no cluster has one size twice.
            if self._sizes[kept] == size and self._sizes[gone] == other:
                self._merge(kept, gone)
                return True
        return False

    def _merge(self, kept: int, gone: int) -> None:
        known = self._known.pop(gone)
        between = self._known[kept]
        self._owner[self.members[gone]] = kept
        self.members[kept] = sorted(self.members[kept] + self.members.pop(gone))
        self._sizes[kept] += self._sizes[gone]
        self._sizes[gone] = 0.0
        joined = between.joined(known, self._owner)
        inside = joined.others == kept
        # Pairs between the two stand with both of them.
        self._within[kept] += self._within[gone] + joined.sums[0, inside].sum() / 2.0
        self._known[kept] = joined = joined.where(~inside)
        for score, other in self._scores(kept, joined):
            pair = sorted((kept, other))
            sizes = [float(self._sizes[cluster]) for cluster in pair]
            heappush(self._waiting, (-score, pair[0], pair[1], sizes[0], sizes[1]))

    def _scores(self, cluster: int, known: _Known) -> Iterator[tuple[float, int]]:
        """Yield those that may be one story with a cluster of two and more, with their scores."""
        import numpy as np

        others, (cosines, odds, counts) = known.others, known.sums
        sizes = self._sizes[others]
        pairs = self._sizes[cluster] * sizes
        mean = cosines / pairs
        closest = np.maximum(np.minimum(self._likeness(others), self._likeness(cluster)), LOOSE)
        bar = ALIKE * (1.0 + FEW / np.maximum(pairs - 1.0, 1.0))
        odds = odds + self._strange * (pairs - counts)
        contradicted = (sizes > 1) & (mean < APART * closest)
        possible = (mean >= bar) & ~contradicted & (odds >= STRANGE * pairs)
        possible &= ~self._barred[others] & ~self._barred[cluster]
        scores = np.log(mean[possible] / bar[possible])
        return zip(scores.tolist(), others[possible].tolist(), strict=True)

    def _likeness(self, clusters: NDArray[np.int64] | int) -> NDArray[np.float64]:
        """Return the mean cosine of the pairs within clusters."""
        import numpy as np

        sizes = self._sizes[clusters]
        return np.asarray(self._within[clusters] / np.maximum(1.0, sizes * (sizes - 1.0) / 2.0))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a cluster and k others, as far as their articles share something."""

    others: NDArray[np.int64]  #: (k,)
    #: (3, k) The cosines of their pairs, summed up; the odds; how many pairs share something.
    sums: NDArray[np.float64]

    def joined(self, other: _Known, owner: NDArray[np.int64]) -> _Known:
        """Return what is known of two clusters together; `owner` has each article's cluster."""
        import numpy as np

        both = owner[np.concatenate([self.others, other.others])]
        others, places = np.unique(both, return_inverse=True)
        parts = np.concatenate([self.sums, other.sums], axis=1)
        sums = [np.bincount(places, part, minlength=len(others)) for part in parts]
        return _Known(others, np.array(sums))

    def where(self, kept: NDArray[np.bool_]) -> _Known:
        """Return what is known of some of the others."""
        return _Known(self.others[kept], self.sums[:, kept])


def _by_article(linked: Links) -> dict[int, _Known]:
    """Return what is known of each article and all others."""
    import numpy as np

    pairs = linked.pairs
    articles = np.concatenate([pairs.first, pairs.second])
    order = np.argsort(articles, kind="stable")
    others = np.concatenate([pairs.second, pairs.first])[order].astype(np.int64)
    sums = np.array([pairs.cosines, linked.odds, np.ones(len(linked.odds))])
    both = np.tile(sums, 2)[:, order]
    bounds = np.searchsorted(articles[order], np.arange(pairs.total + 1)).tolist()
    parts = (slice(*bounds[place : place + 2]) for place in range(pairs.total))
    return {place: _Known(others[part], both[:, part]) for place, part in enumerate(parts)}


def _clusters(
    linked: Links, apart: frozenset[int], likely: float = LIKELY
) -> list[tuple[int, ...]]:
    """Return groups of places, each ascending; those `apart` are groups of their own."""
    clusters = _Clusters(linked, apart, likely)
    while clusters.grow():
        pass
    return [tuple(group) for group in clusters.members.values()]
