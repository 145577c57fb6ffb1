"""Why articles stand in one story: the link that is likeliest, and the terms that make it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

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
        articles, vectors = among.articles, among.vectors
        places = {article.id: place for place, article in enumerate(articles)}
        odds, strange = among.links.by_article(), among.links.strange
        for place, article in enumerate(articles):
            group = story[article.id]
            # Two that share nothing are as likely one story as any two such.
            near = [places[number] for number in group if number != article.id]
            known = odds[place]
            nearest = max(near, key=partial(_of, known, strange), default=None)
            reasons[article.id] = Joining(
                document=article.id,
                story=group,
                nearest=articles[nearest].id if nearest is not None else 0,
                odds=known.get(nearest, strange) if nearest is not None else 0.0,
                terms=_shared(vectors[place].terms, vectors[nearest].terms)
                if nearest is not None
                else (),
                several=place in among.roundups,
            )
    return [reasons[number] for group in groups for number in group]


def _of(known: Mapping[int, float], strange: float, other: int) -> float:
    return known.get(other, strange)


def _shared(first: Mapping[str, float], second: Mapping[str, float]) -> tuple[str, ...]:
    """Return the weightiest terms of two articles, as they are read."""
    shared = {term: first[term] * second[term] for term in first if term in second}
    kept = sorted(shared, key=lambda term: (-shared[term], term))[:NAMED]
    return tuple(term.removeprefix(FIGURE).removeprefix(DAY) for term in kept)
