"""Stories: clusters of articles that tell the same, by their words and names.

Average-linkage clustering of term vectors (Sokal & Michener, 1958) until no two clusters are alike
enough; the number of stories is not given.  Clusters merge by chains of nearest neighbours
(Murtagh, 1983), which takes n² steps of one row each and gives what the textbook's n³ gives.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from brief.language.facts import names_in
from brief.language.terms import content_stems, words_of
from brief.model import Document, Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Mean cosine of two clusters from which on they are one story.  Higher: a story falls apart into
#: its strands; lower: stories of one kind run together.  On a hundred articles of ten stories and
#: five of an eleventh the adjusted Rand index is 0.60, 0.89, 1.00, 0.99, 0.97 and 0.97 at 0.03 to
#: 0.08; every story by itself stays whole up to 0.05.
ALIKE = 0.05
#: Weightiest terms of an article that are compared: with all of them, long articles are alike for
#: being long.  With 40 to 110, other stories fall apart, one of ten.
TERMS = 120
#: What a word of the headline counts, of the first paragraph, and what one counts that is part of a
#: name.
HEADLINE, LEAD, NAMED = 2, 2, 2.0
#: Articles on other things that are imagined beside the set: what all articles of a small set share
#: is still rare in the world.  Without them one story falls into five.
ELSEWHERE = 100


def stories(documents: Sequence[Document], sentences: Sequence[Sentence]) -> list[tuple[int, ...]]:
    """Return groups of document ids, one a story, the largest first, then by their first ids.

    `sentences` are those of the documents in their order.  Articles in different languages are of
    different stories.  Every document is in one group; no documents give none.  Cost: the words,
    and the square of the number of articles in numpy.
    """
    by_document: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in sentences:
        by_document[sentence.document].append(sentence)
    languages: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        languages[document.language].append(document)
    groups: list[tuple[int, ...]] = []
    for _, articles in sorted(languages.items()):
        clusters = _clusters(_vectors(articles, by_document))
        groups += [tuple(articles[place].id for place in cluster) for cluster in clusters]
    return sorted(groups, key=lambda group: (-len(group), group))


def _vectors(
    documents: Sequence[Document], sentences: dict[int, list[Sentence]]
) -> list[dict[str, float]]:
    """Return each document's terms with their weights; the squares sum to 1."""
    counts = [_counts(document, sentences.get(document.id, ())) for document in documents]
    spread = Counter(term for terms in counts for term in terms)
    total = len(documents) + ELSEWHERE
    vectors: list[dict[str, float]] = []
    for terms in counts:
        weights = {term: weight * math.log(total / spread[term]) for term, weight in terms.items()}
        kept = sorted(weights, key=lambda term: (-weights[term], term))[:TERMS]
        norm = math.sqrt(math.fsum(weights[term] * weights[term] for term in kept)) or 1.0
        vectors.append({term: weights[term] / norm for term in sorted(kept)})
    return vectors


def _counts(document: Document, sentences: Iterable[Sentence]) -> dict[str, float]:
    """Return what each term of a document counts before anything is known of the others."""
    stems = content_stems(document.language)
    seen: Counter[str] = Counter()
    named: set[str] = set()
    for sentence in sentences:
        times = LEAD if sentence.paragraph == 0 else 1
        for word in words_of(sentence.text):
            seen[stems[word]] += times
        named.update(stems[word] for name in names_in(sentence.text) for word in name.split())
    if document.title and not document.title.derived:
        for word in words_of(document.title.text):
            seen[stems[word]] += HEADLINE
    return {
        term: (1.0 + math.log(count)) * (NAMED if term in named else 1.0)
        for term, count in seen.items()
        if term
    }


def _clusters(vectors: Sequence[dict[str, float]]) -> list[tuple[int, ...]]:
    """Return groups of places whose mean cosine is `ALIKE` or more, each ascending."""
    import numpy as np

    alike = _cosines(vectors)
    np.fill_diagonal(alike, -1.0)
    members = {place: [place] for place in range(len(vectors))}
    active = np.ones(len(vectors), dtype=np.bool_)
    chain: list[int] = []
    while active.any():
        if not chain:
            chain.append(int(active.argmax()))
        last = chain[-1]
        nearest = int(np.where(active, alike[last], -1.0).argmax())
        # Of several as near, the one that the chain came from: or it would go round in circles.
        if len(chain) > 1 and alike[last, chain[-2]] >= alike[last, nearest]:
            nearest = chain[-2]
        if alike[last, nearest] < ALIKE:
            # Nothing that merges elsewhere comes nearer: this cluster is complete.
            active[last] = False
            chain.pop()
        elif len(chain) > 1 and nearest == chain[-2]:
            del chain[-2:]
            kept, gone = sorted((last, nearest))
            _merge(alike, members, kept, gone)
            active[gone] = False
        else:
            chain.append(nearest)
    return [tuple(sorted(group)) for group in members.values()]


def _merge(alike: NDArray[np.float32], members: dict[int, list[int]], kept: int, gone: int) -> None:
    """Put one cluster into another; their likeness to the rest is the mean over all pairs."""
    size, other = len(members[kept]), len(members[gone])
    alike[kept] = (alike[kept] * size + alike[gone] * other) / (size + other)
    alike[:, kept] = alike[kept]
    alike[kept, kept] = -1.0
    members[kept] += members.pop(gone)


def _cosines(vectors: Sequence[dict[str, float]]) -> NDArray[np.float32]:
    """Return the likeness of each two vectors, (n, n), by the terms that they share."""
    import numpy as np

    holders: dict[str, list[int]] = defaultdict(list)
    for place, weights in enumerate(vectors):
        for term in weights:
            holders[term].append(place)
    shared = {term: np.asarray(places) for term, places in holders.items() if len(places) > 1}
    weight = {
        term: np.asarray([vectors[place][term] for place in places.tolist()])
        for term, places in shared.items()
    }
    alike = np.zeros((len(vectors), len(vectors)), dtype=np.float32)
    for place, weights in enumerate(vectors):
        terms = [term for term in weights if term in shared]
        if terms:
            values = np.concatenate([weights[term] * weight[term] for term in terms])
            places = np.concatenate([shared[term] for term in terms])
            alike[place] = np.bincount(places, values, minlength=len(vectors))
    return alike
