"""What an article is about: its words, those of its opening, figures and days; said here alone.

How rare a word is in the world cannot be seen in a set of two or three articles.
`data/story_words` says in how many of the stories that we could count it stands, and how alike the
articles of one story are in a language beside English: its words have more forms, or worse stems.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from brief.language.calendar import stated
from brief.language.facts import counts_in, names_in
from brief.language.terms import content_stems, words_of
from brief.language.words import keyed
from brief.model import Document, Sentence

#: Sentences that open an article and say what it tells.
OPENING = 3
#: What a word of the headline counts, and what one counts that is part of a name.
HEADLINE, NAMED = 2, 2.0
#: Weightiest terms of an article and of its opening that are compared: with all of them, long
#: articles are alike for being long.
TERMS, OPENING_TERMS = 120, 60
#: Articles on other things that are imagined beside the set: what all articles of a small set share
#: is still rare in the world.
ELSEWHERE = 100
#: Share of a story's articles that hold a word which stands in the story.
HOLDING = 0.5
#: What marks figures and days among the terms.
FIGURE, DAY = "#", "@"
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class About:
    """What an article is about; a term is a stem, a figure or a day of the year.

    Each term has what it counts in this article, before anything is known of others.
    """

    terms: Mapping[str, float]
    opening: Mapping[str, float]  #: Those of the headline and the first sentences.


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an article is about among others: vectors of its weightiest terms.

    Their length is 1 in English; in other languages such that the articles of one story are as
    alike, by the product of two vectors, as they are there.
    """

    terms: Mapping[str, float]
    opening: Mapping[str, float]


def about(document: Document, sentences: Iterable[Sentence]) -> About:
    """Return what a document is about; `sentences` are its own."""
    if prepared := document.ready():
        return About(terms=prepared.terms, opening=prepared.opening)
    language = document.language
    stems = content_stems(language)
    terms: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    names: set[str] = set()
    for sentence in sentences:
        held = terms_of(sentence.text, language)
        terms.update(held)
        if sentence.position < OPENING:
            opening.update(held)
        names.update(stems[word] for name in names_in(sentence.text) for word in name.split())
    if document.title and not document.title.derived:
        for word in words_of(document.title.text):
            if stem := stems[word]:
                terms[stem] += HEADLINE
                opening[stem] += HEADLINE
    return About(terms=_counted(terms, names), opening=_counted(opening, names))


def terms_of(text: str, language: str) -> list[str]:
    """Return the terms of a sentence: its stems, its figures of two characters and more, days."""
    stems = content_stems(language)
    terms = [stem for word in words_of(text) if (stem := stems[word])]
    if _DIGIT.search(text):
        numbers = counts_in(text, language)
        terms += [f"{FIGURE}{number}" for number in numbers if len(number) > 1]
        terms += [f"{DAY}{day.month}-{day.day}" for day in stated(text, language) if day.day]
    return terms


def _counted(counts: Mapping[str, int], names: set[str]) -> dict[str, float]:
    return {
        term: (1.0 + math.log(count)) * (NAMED if term in names else 1.0)
        for term, count in counts.items()
    }


def weighed(articles: Sequence[About], language: str) -> list[Weighed]:
    """Return the articles' terms by how rare they are: in the set, and in the world.

    The set's own document frequencies are those of `ELSEWHERE` articles more, which hold a word as
    often as the stories that were counted.
    """
    spread = Counter(term for article in articles for term in article.terms)
    common = background(language)
    total = len(articles) + ELSEWHERE
    longer = math.sqrt(1.0 / likeness(language))
    rarity = {
        term: max(0.0, math.log(total / (count + ELSEWHERE * common.get(term, 0.0))))
        for term, count in spread.items()
    }
    return [
        Weighed(
            terms=_vector(article.terms, rarity, TERMS, longer),
            opening=_vector(article.opening, rarity, OPENING_TERMS, longer),
        )
        for article in articles
    ]


def _vector(
    terms: Mapping[str, float], rarity: Mapping[str, float], most: int, length: float
) -> dict[str, float]:
    weights = {term: count * rarity[term] for term, count in terms.items()}
    kept = sorted(weights, key=lambda term: (-weights[term], term))[:most]
    norm = math.sqrt(math.fsum(weights[term] * weights[term] for term in kept)) or 1.0
    return {term: weights[term] * length / norm for term in sorted(kept)}


@cache
def background(language: str) -> Mapping[str, float]:
    """Return how many articles in the world hold each common stem, 0 … 1.

    Empty for a language whose stories nobody has counted: there only the set itself tells.
    """
    lines = keyed(f"story_words/{language}")
    stories = int(lines["stories"][0]) if lines else 0
    return {
        stem: HOLDING * (int(count) - 0.5) / (stories + 2)
        for count, texts in lines.items()
        if count.isdecimal()
        for text in texts
        for stem in text.split()
    }


@cache
def likeness(language: str) -> float:
    """Return how alike articles of one story are in a language, of what they are in English."""
    lines = keyed(f"story_words/{language}")
    return float(lines["likeness"][0]) if lines else 1.0
