"""What tells that a sentence says what its article reports: features, each from 0 to 1.

They are of the sentence's place, shape and facts, and of how much it has of its headline, of its
article and of what other articles of the story tell.  Words of a language count where there are
lists of them; where there are none, the other features are left.  Only "depth" exceeds 1, of a
sentence behind the `HORIZON`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from brief.language.facts import counts_in, names_in
from brief.language.lists import deeds, opens_leaning
from brief.language.plain import plain
from brief.language.speech import speech
from brief.language.terms import content_stems, idf, term_matrix
from brief.model import Document, Sentence, headline_of
from brief.page.standing import standing

#: Sentences of an article that are looked at; its news does not stand further down.
HORIZON = 10
#: Words of a short line, and of one from which on more words say no more.
SHORT, FULL = 10, 30
#: Names and counts from which on more of them say no more.
MANY = 4
#: Weight of the words that others have, too, from which on more says no more.
MUCH = 20.0
#: A quotation, as far as one goes within a sentence.
_QUOTED = re.compile(r"[\"“”„«»][^\"“”„«»]{0,2000}[\"“”«»]")

#: Their values by their names.
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class StoryWords:
    """The words of a story's articles of one language, as features need them."""

    by_article: Mapping[int, Sequence[Sentence]]  #: The sentences of each looked at, by its id.
    words: Mapping[Sentence, tuple[str, ...]]  #: Words of each of these and of each headline …
    stems: Mapping[Sentence, tuple[str, ...]]  #: … and the stems of its content words, in order.
    idf: Mapping[str, float]  #: What each stem tells, over sentences.
    spread: Mapping[str, int]  #: In how many articles each stem stands …
    pairs: Mapping[tuple[str, str], int]  #: … and each two in a row.


def story_words(
    documents: Sequence[Document],
    sentences: Mapping[int, Sequence[Sentence]],
    horizon: int | None = HORIZON,
) -> StoryWords:
    """Return the words of a story's articles, which are of one language.

    `sentences` are those of each document by its id; of each, the first `horizon` are looked at,
    or all where it is None.
    """
    language = documents[0].language if documents else ""
    first = {document.id: sentences[document.id][:horizon] for document in documents}
    headlines = [headline for document in documents if (headline := headline_of(document))]
    matrix = term_matrix([*headlines, *chain.from_iterable(first.values())], language)
    stem = content_stems(language).__getitem__
    stems = {
        sentence: tuple(filter(None, map(stem, words)))
        for sentence, words in zip(matrix.sentences, matrix.words, strict=True)
    }
    spread: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for own in first.values():
        spread.update({stem for sentence in own for stem in stems[sentence]})
        pairs.update({pair for sentence in own for pair in pairwise(stems[sentence])})
    return StoryWords(
        by_article=first,
        words=dict(zip(matrix.sentences, matrix.words, strict=True)),
        stems=stems,
        idf=dict(zip(matrix.vocabulary, idf(matrix).tolist(), strict=True)),
        spread=spread,
        pairs=pairs,
    )


def features_of(document: Document, story: StoryWords) -> list[Features]:
    """Return the features of each sentence of an article that is looked at."""
    sentences = story.by_article[document.id]
    title = headline_of(document)
    headline = set(story.stems[title]) if title else set()
    own = Counter(stem for sentence in sentences for stem in set(story.stems[sentence]))
    return [
        {
            **_of_place(place, sentences),
            **_of_shape(sentence, document.language, story.words[sentence]),
            **_of_facts(sentence, document.language, story.words[sentence]),
            **_of_content(story.stems[sentence], headline, own, story),
        }
        for place, sentence in enumerate(sentences)
    ]


def _of_place(place: int, sentences: Sequence[Sentence]) -> dict[str, float]:
    paragraph = sentences[place].paragraph
    return {
        "first": float(place == 0),
        "second": float(place == 1),
        "depth": math.log1p(place) / math.log1p(HORIZON),
        "first paragraph": float(paragraph == sentences[0].paragraph),
        "deep paragraph": _share(math.log1p(paragraph), math.log1p(HORIZON)),
        "opens its paragraph": float(not place or sentences[place - 1].paragraph != paragraph),
    }


def _of_shape(sentence: Sentence, language: str, words: Sequence[str]) -> dict[str, float]:
    text = plain(sentence.text)
    judged = standing(sentence.text, language, first=sentence.position == 0, words=words)
    says = speech(language)
    opening = [word.lower().replace("’", "'") for word in words[:4]]
    quoted = sum(map(len, _QUOTED.findall(text))) / max(1, len(text))
    outside = _QUOTED.sub(" ", text) if quoted else text
    return {
        "inadmissible": float(not judged.admissible),
        "leans": float(judged.leans or judged.vague),
        "opens leaning": float(opens_leaning(opening, language)),
        "short": max(0.0, 1.0 - len(words) / SHORT),
        "length": _share(math.log1p(len(words)), math.log1p(FULL)),
        "quoted": quoted,
        "quotes": float(quoted > 0.0),
        "says": float(says is not None and says.verb.search(outside.lower()) is not None),
    }


def _of_facts(sentence: Sentence, language: str, words: Sequence[str]) -> dict[str, float]:
    names, counts = names_in(sentence.text), counts_in(sentence.text, language)
    return {
        "named": float(bool(names)),
        "names": _share(len(names), MANY),
        "counted": float(bool(counts)),
        "counts": _share(len(counts), MANY),
        "deed": float(any(map(deeds(language).__getitem__, words))),
    }


def _of_content(
    stems: Sequence[str], headline: set[str], own: Mapping[str, int], story: StoryWords
) -> dict[str, float]:
    others = max(1, len(story.by_article) - 1)
    rest = max(1, max(own.values(), default=1) - 1)
    total = shared = spread = repeated = 0.0
    for stem in sorted(set(stems)):
        weight = story.idf[stem]
        total += weight
        shared += weight if stem in headline else 0.0
        spread += weight * (story.spread[stem] - 1) / others
        repeated += weight * (own[stem] - 1) / rest
    wanted = sum(story.idf[stem] for stem in sorted(headline))
    pairs = set(pairwise(stems))
    return {
        "headline": shared / (wanted or 1.0),
        "of headline": shared / (total or 1.0),
        "of article": _share(repeated, MUCH),
        "of others": spread / (total or 1.0),
        "much of others": _share(spread, MUCH),
        "told by others": sum(story.pairs[pair] > 1 for pair in pairs) / max(1, len(pairs)),
    }


def _share(number: float, most: float) -> float:
    return min(1.0, number / most)
