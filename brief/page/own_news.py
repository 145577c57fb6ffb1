"""Each article → its own news: the sentence that says best what it reports, or two.

How likely a sentence is to be it is a conditional logit over the features of `own_features`: their
weights in `data/own_news_weights.txt` are learned from an editor's marks by
`tests/benchmarks/learn_own_news.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby

from brief.language.facts import names_in, numbers_in
from brief.language.words import weights
from brief.model import Document, Sentence
from brief.page.own_features import Features, StoryWords, features_of, story_words
from brief.page.whole_quotations import torn

#: How likely a second sentence must be to be the best, beside the first …
SECOND = 0.4
#: … and the share of it that the first must not have.
NEW = 0.5


def own_news(
    documents: Sequence[Document], sentences: Mapping[int, Sequence[Sentence]]
) -> dict[int, tuple[Sentence, ...]]:
    """Return what each article of a story reports, by its id: the best sentence first.

    `sentences` are those of each document by its id; one without any has nothing.  A second
    sentence is there where it is nearly as good and has a name or a number that the first has not.
    Articles are compared with those of their language.
    """
    news: dict[int, tuple[Sentence, ...]] = {}
    ordered = sorted(documents, key=lambda document: document.language)
    for _, group in groupby(ordered, key=lambda document: document.language):
        articles = [document for document in group if sentences.get(document.id)]
        story = story_words(articles, sentences)
        news |= {document.id: _best_of(document, story) for document in articles}
    return {document.id: news.get(document.id, ()) for document in documents}


def _best_of(document: Document, story: StoryWords) -> tuple[Sentence, ...]:
    sentences, features = story.by_article[document.id], list(features_of(document, story))
    odds = list(map(log_odds, features))
    for place in torn(document, sentences):
        features[place], odds[place] = {**features[place], "inadmissible": 1.0}, -math.inf
    first, *others = sorted(range(len(odds)), key=lambda place: (-odds[place], place))
    for second in others[:1]:
        near = odds[second] >= odds[first] + math.log(SECOND)
        if (
            near
            and _stands(second, first, features)
            and _adds(sentences[second], sentences[first], story, document.language)
        ):
            return sentences[first], sentences[second]
    return (sentences[first],)


def log_odds(features: Features) -> float:
    """Return how likely a sentence is to be its article's news, beside others of the article."""
    learned = weights("own_news_weights")
    # Rounded, so that no processor's last bit decides between two.
    return round(sum(learned.get(name, 0.0) * value for name, value in features.items()), 9)


def _stands(second: int, first: int, features: Sequence[Features]) -> bool:
    """Return whether a second sentence may stand behind the first."""
    judged = features[second]
    return not judged["inadmissible"] and (not judged["leans"] or second == first + 1)


def _adds(second: Sentence, first: Sentence, story: StoryWords, language: str) -> bool:
    """Return whether a second sentence has a fact that the first has not, and is mostly new."""
    said = set(story.stems[first])
    own = sorted(set(story.stems[second]))
    fresh = sum(story.idf[stem] for stem in own if stem not in said)
    facts = {*names_in(second.text), *numbers_in(second.text, language)}
    told = {*names_in(first.text), *numbers_in(first.text, language)}
    return bool(facts - told) and fresh >= NEW * sum(story.idf[stem] for stem in own)
