"""Why articles stand in one story: the link that is likeliest, and the terms that make it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brief.compare.about import DAY, FIGURE
from brief.compare.stories import compared
from brief.model import Document, Sentence

#: How many terms of a link are named.
NAMED = 6


@dataclass(frozen=True, slots=True)
class Joining:
    """What joins an article to its story."""

    document: int
    story: tuple[int, ...]  #: The ids of the articles of its story.
    nearest: int = 0  #: The article of its story that it is likeliest one story with; 0 for none.
    odds: float = 0.0  #: The log-odds of that.
    terms: tuple[str, ...] = ()  #: What the two share, the weightiest first; stems.
    several: bool = False  #: Whether it tells of several stories, and so joins none.


def joinings(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    groups: Sequence[tuple[int, ...]],
) -> list[Joining]:
    """Return what joins each article to its story, in the order of `groups`.

    `groups` are those that `stories` returns for these documents and sentences.
    """
    story = {number: group for group in groups for number in group}
    reasons: dict[int, Joining] = {}
    for among in compared(documents, sentences):
        articles, vectors, odds = among.articles, among.vectors, among.links.odds
        for place, article in enumerate(articles):
            group = story[article.id]
            near = [
                other
                for other, candidate in enumerate(articles)
                if candidate.id in group and other != place
            ]
            nearest = max(near, key=lambda other: float(odds[place, other]), default=None)
            reasons[article.id] = Joining(
                document=article.id,
                story=group,
                nearest=articles[nearest].id if nearest is not None else 0,
                odds=float(odds[place, nearest]) if nearest is not None else 0.0,
                terms=_shared(vectors[place].terms, vectors[nearest].terms)
                if nearest is not None
                else (),
                several=place in among.roundups,
            )
    return [reasons[number] for group in groups for number in group]


def _shared(first: Mapping[str, float], second: Mapping[str, float]) -> tuple[str, ...]:
    """Return the weightiest terms of two articles, as they are read."""
    shared = {term: first[term] * second[term] for term in first if term in second}
    kept = sorted(shared, key=lambda term: (-shared[term], term))[:NAMED]
    return tuple(term.removeprefix(FIGURE).removeprefix(DAY) for term in kept)
