"""ROUGE-1, -2, -L and -SU4: the words and pairs of words that a summary shares with a reference.

Lin (2004), "ROUGE: A Package for Automatic Evaluation of Summaries".  In English it agrees with
Google's `rouge-score` to the last digit: runs of ASCII letters and digits in lower case, stemmed
with NLTK's Porter stemmer from four letters on.  In other languages, which that package cannot
read, words and stems are those that the summaries are chosen by.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise, repeat
from typing import TypeVar

from brief.language.lists import Remembered
from brief.language.terms import stemmed, words_of

T = TypeVar("T")

METRICS = ("rouge-1", "rouge-2", "rouge-l", "rouge-su4")
#: The numbers that each metric gives.
OF = ("recall", "precision", "f1")
#: Words between the two of a skip-bigram, at most.
SKIP = 4
#: Words that are shorter than this have no other stem than themselves.
_SHORTEST_STEMMED = 4
_TOKEN = re.compile(r"[a-z0-9]+")

#: Recall, precision and F1, each 0 … 1.
Score = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Profile:
    """What ROUGE counts of a text; made once for each text."""

    tokens: tuple[str, ...]
    #: How often each unit occurs: words, pairs, and words with skip-bigrams.
    words: Counter[str]
    pairs: Counter[tuple[str, str]]
    skips: Counter[tuple[str, str]]


def profile(text: str, language: str = "en", words: int | None = None) -> Profile:
    """Return the profile of the first `words` words of `text`, or of all.

    As in ROUGE-1.5.5 (`-l`), words are what is compared: "U.S." is two of them.
    """
    tokens = tokens_of(text, language)[:words]
    gaps = (zip(tokens, tokens[gap:], strict=False) for gap in range(1, SKIP + 2))
    skips = Counter(chain(zip(tokens, repeat(""), strict=False), *gaps))
    return Profile(tokens, Counter(tokens), Counter(pairwise(tokens)), skips)


def tokens_of(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the stems of a text's words, in their order."""
    if language != "en":
        return stemmed(words_of(text.lower()), language)
    return tuple(map(_porter().__getitem__, _TOKEN.findall(text.lower())))


@cache
def _porter() -> Remembered[str]:
    from nltk.stem.porter import PorterStemmer

    stem: Callable[[str], str] = PorterStemmer().stem
    return Remembered(lambda word: stem(word) if len(word) >= _SHORTEST_STEMMED else word)


def scores(summary: Profile, references: Sequence[Profile]) -> dict[str, float]:
    """Return each of `METRICS` with each of `OF` ("rouge-1 recall"), averaged over the references.

    All are 0 … 1.  Raises `ValueError` without references.
    """
    if not references:
        raise ValueError("no references to compare with")
    by_reference = [_compared(summary, reference) for reference in references]
    return {
        f"{metric} {of}": sum(values) / len(values)
        for metric, by_metric in zip(METRICS, zip(*by_reference, strict=True), strict=True)
        for of, values in zip(OF, zip(*by_metric, strict=True), strict=True)
    }


def _compared(summary: Profile, reference: Profile) -> tuple[Score, ...]:
    """Return the score of each of `METRICS`."""
    words, wanted = len(summary.tokens), len(reference.tokens)
    return (
        _score(_shared(summary.words, reference.words), words, wanted),
        _score(_shared(summary.pairs, reference.pairs), max(words - 1, 0), max(wanted - 1, 0)),
        _score(common_length(summary.tokens, reference.tokens), words, wanted),
        _score(
            _shared(summary.skips, reference.skips), summary.skips.total(), reference.skips.total()
        ),
    )


def _shared(first: Counter[T], second: Counter[T]) -> int:
    """Return how many units both have, each as often as the one with fewer of them."""
    return sum(min(first[unit], second[unit]) for unit in first.keys() & second.keys())


def _score(shared: int, summary: int, reference: int) -> Score:
    recall = shared / reference if reference else 0.0
    precision = shared / summary if summary else 0.0
    total = recall + precision
    return recall, precision, 2 * precision * recall / total if total else 0.0


def common_length(first: Sequence[str], second: Sequence[str]) -> int:
    """Return the length of the longest common subsequence.

    A row of the table is one integer with a bit for each of its steps (Hyyrö, 2004, "Bit-parallel
    LCS-length computation revisited"): a few operations for each word of `second`.
    """
    places: dict[str, int] = {}
    for place, token in enumerate(first):
        places[token] = places.get(token, 0) | 1 << place
    every = (1 << len(first)) - 1
    row = every
    for token in second:
        if matches := row & places.get(token, 0):
            row = (row + matches | row - matches) & every
    return len(first) - row.bit_count()
