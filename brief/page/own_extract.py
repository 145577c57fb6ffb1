"""Each article → its own best sentences within a budget of words.

How likely a sentence is to be its article's news decides (`own_news`).  The likeliest is always
taken; of the others, in the order of their odds, those that still fit, may stand, and are new by
half or more.  One that leans on the sentence before it is taken only behind that sentence.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from brief.language.terms import term_matrix
from brief.language.visible import count_words
from brief.model import Document, Sentence
from brief.page.own_features import Features, StoryWords, features_of, story_words
from brief.page.own_news import NEW, log_odds
from brief.page.whole_quotations import torn
from brief.score import topic


def own_extracts(
    documents: Sequence[Document],
    sentences: Mapping[int, Sequence[Sentence]],
    words: int,
    focus: str | None = None,
) -> dict[int, tuple[Sentence, ...]]:
    """Return the extract of each article of a story by its id, in the article's order.

    `sentences` are those of each document by its id.  An extract has at most `words` words, or one
    sentence that is longer; it is empty where no sentence of the article may stand.  With a
    `focus`, a topic, what is on it comes first.  Articles are compared with those of their
    language.
    """
    extracts: dict[int, tuple[Sentence, ...]] = {}
    ordered = sorted(documents, key=attrgetter("language"))
    for _, group in groupby(ordered, key=attrgetter("language")):
        articles = [document for document in group if sentences.get(document.id)]
        story = story_words(articles, sentences, horizon=None)
        lifts = _lifts(articles, story, focus)
        for document in articles:
            extracts[document.id] = _extract(document, story, words, lifts)
    return {document.id: extracts.get(document.id, ()) for document in documents}


def _lifts(
    articles: Sequence[Document], story: StoryWords, focus: str | None
) -> Mapping[Sentence, float]:
    """Return what a topic adds to the log-odds of each sentence; empty without a topic."""
    if not focus or not articles:
        return {}
    rows = [sentence for document in articles for sentence in story.by_article[document.id]]
    matrix = term_matrix(rows, articles[0].language)
    factors = topic.lift(topic.relevance(matrix, focus)).tolist()
    return dict(zip(matrix.sentences, map(math.log, factors), strict=True))


def _extract(
    document: Document, story: StoryWords, words: int, lifts: Mapping[Sentence, float]
) -> tuple[Sentence, ...]:
    sentences, features = story.by_article[document.id], list(features_of(document, story))
    odds = [
        round(log_odds(judged) + lifts.get(sentence, 0.0), 9)
        for sentence, judged in zip(sentences, features, strict=True)
    ]
    for place in torn(document, sentences):
        features[place], odds[place] = {**features[place], "inadmissible": 1.0}, -math.inf
    if all(judged["inadmissible"] for judged in features):
        return ()
    places = _places(sentences, features, odds, story, words)
    return tuple(sentences[place] for place in sorted(places))


def _places(
    sentences: Sequence[Sentence],
    features: Sequence[Features],
    odds: Sequence[float],
    story: StoryWords,
    words: int,
) -> set[int]:
    """Return the places of the sentences taken, the likeliest first and then those that fit.

    What did not fit or was not new never will be; what leans waits for the sentence before it.
    """
    queue = [(-value, place) for place, value in enumerate(odds)]
    heapq.heapify(queue)
    taken: set[int] = set()
    waiting: dict[int, float] = {}
    said: set[str] = set()
    room = words
    while queue and room > 0:
        value, place = heapq.heappop(queue)
        length = count_words(sentences[place].text)
        if taken:
            judged = features[place]
            if length > room or judged["inadmissible"]:
                continue
            if judged["leans"] and place - 1 not in taken:
                waiting[place] = value
                continue
            if not _is_new(story, sentences[place], said):
                continue
        taken.add(place)
        said.update(story.stems[sentences[place]])
        room -= length
        if place + 1 in waiting:
            heapq.heappush(queue, (waiting.pop(place + 1), place + 1))
    return taken


def _is_new(story: StoryWords, sentence: Sentence, said: set[str]) -> bool:
    """Return whether at least `NEW` of a sentence's weight is not in the stems `said`."""
    own = sorted(set(story.stems[sentence]))
    fresh = sum(story.idf[stem] for stem in own if stem not in said)
    return fresh > 0.0 and fresh >= NEW * sum(story.idf[stem] for stem in own)
