"""Stories: clusters of articles that tell the same.

Two articles become a story where it is likely enough that they tell one (`links`).  Beyond two,
average linkage (Sokal & Michener, 1958) decides: the mean cosine over all pairs of two clusters
says more, the more pairs there are, so that the bar is lower for larger clusters.  Two clusters
that are each far more alike within than they are to each other contradict it: the second event of
its kind is another story.  The number of stories is not given.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
_NEVER = -math.inf


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
    several stories is one by itself.  Cost: the words, and the square of the number of articles in
    numpy.
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
            roundups=roundups(vectors, texts, linked.cosines, language),
        )


class _Clusters:
    """The clusters of n articles as they grow; a cluster is named by its first article."""

    def __init__(self, linked: Links, apart: frozenset[int], likely: float) -> None:
        import numpy as np

        total = len(linked.cosines)
        self.members = {place: [place] for place in range(total)}
        self._sums = linked.cosines.copy()
        self._odds = linked.odds.copy()
        self._within = np.zeros(total)
        self._sizes = np.ones(total)
        self._active = np.ones(total, dtype=np.bool_)
        # Two articles: by what was learned.
        self._scores = linked.odds - likely
        self._scores[list(apart)] = _NEVER
        self._scores[:, list(apart)] = _NEVER
        self._barred = list(apart)
        np.fill_diagonal(self._scores, _NEVER)
        self._best = self._scores.max(axis=1, initial=_NEVER)

    def grow(self) -> bool:
        """Merge the two clusters that are likeliest one story; return whether any are."""
        if not len(self._best):
            return False
        first = int(self._best.argmax())
        if self._best[first] < 0.0:
            return False
        kept, gone = sorted((first, int(self._scores[first].argmax())))
        self._merge(kept, gone)
        return True

    def _merge(self, kept: int, gone: int) -> None:
        self.members[kept] = sorted(self.members[kept] + self.members.pop(gone))
        self._within[kept] += self._within[gone] + self._sums[kept, gone]
        self._sums[kept] += self._sums[gone]
        self._sums[:, kept] = self._sums[kept]
        self._odds[kept] += self._odds[gone]
        self._odds[:, kept] = self._odds[kept]
        self._sizes[kept] += self._sizes[gone]
        self._active[gone] = False
        # Rows that lose what was best for them are looked through again.
        stale = self._active & (
            (self._scores[:, kept] == self._best) | (self._scores[:, gone] == self._best)
        )
        row = self._row(kept)
        self._scores[kept] = row
        self._scores[:, kept] = row
        self._scores[gone] = _NEVER
        self._scores[:, gone] = _NEVER
        stale[kept] = True
        self._best = self._best.clip(min=row)
        self._best[~self._active] = _NEVER
        self._best[stale] = self._scores[stale].max(axis=1)

    def _row(self, cluster: int) -> NDArray[np.float64]:
        """Return the scores of a cluster of two and more with all others."""
        import numpy as np

        pairs = self._sizes[cluster] * self._sizes
        mean = self._sums[cluster] / pairs
        within = self._within / np.maximum(1.0, self._sizes * (self._sizes - 1.0) / 2.0)
        closest = np.maximum(np.minimum(within, within[cluster]), LOOSE)
        bar = ALIKE * (1.0 + FEW / np.maximum(pairs - 1.0, 1.0))
        score = np.log(np.maximum(mean, 1e-9) / bar)
        score[(self._sizes > 1) & (mean < APART * closest)] = _NEVER
        score[self._odds[cluster] < STRANGE * pairs] = _NEVER
        score[~self._active] = _NEVER
        score[self._barred] = _NEVER
        score[cluster] = _NEVER
        return np.asarray(score)


def _clusters(
    linked: Links, apart: frozenset[int], likely: float = LIKELY
) -> list[tuple[int, ...]]:
    """Return groups of places, each ascending; those `apart` are groups of their own."""
    clusters = _Clusters(linked, apart, likely)
    while clusters.grow():
        pass
    return [tuple(group) for group in clusters.members.values()]
