"""What a summary should say: concepts, their weights, and which sentence holds which.

A concept is a stemmed content word, or two adjoining stems of which at least one is a content
word (Gillick & Favre, 2009).  It weighs the more, the more *articles* use it: what several
authors write of is what happened, what one repeats is a habit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from brief.language import stop_words
from brief.terms import TermMatrix, is_content, stemmed, words_of

#: How steeply the weight grows with the share of articles.  Higher: only the common story; lower:
#: more side stories.
STEEPNESS = 2.5
#: A single word, measured in bigrams.  Higher: more topic, lower: more wording.
WORD_WEIGHT = 0.2
#: Share of a sentence's concepts beyond which it repeats a chosen one.
REPETITION = 0.5
#: What a concept with a word of the focus counts.
FOCUSED = 3.0
#: What a concept of one article counts where there are more than two articles.
LONELY = 0.05


@dataclass(frozen=True, slots=True)
class Concepts:
    """The concepts of n sentences, numbered from 0 in alphabetical order."""

    #: (n,) ascending concept numbers of each sentence.
    by_sentence: tuple[tuple[int, ...], ...]
    #: Weight of each concept, in (0, 1].
    weight: tuple[float, ...]
    #: Each concept's stems, joined by a space.
    names: tuple[str, ...]


def concepts_of(matrix: TermMatrix, focus: str | None = None) -> Concepts:
    """Find and weigh the concepts of all sentences; linear in their words.

    With one or two articles the paragraphs take the articles' place, since almost nothing would
    be shared otherwise.  Concepts with a word of `focus` count `FOCUSED` times.
    """
    stops = stop_words(matrix.language)
    raw = [
        _concepts_in(words, stems, stops)
        for words, stems in zip(matrix.words, matrix.stems, strict=True)
    ]
    articles = len(set(matrix.document.tolist()))
    units = _units(matrix, by_paragraph=articles <= 2)
    spread = _spread(raw, units)
    count = max(len(set(units)), 1)
    wanted = frozenset(stemmed(words_of(focus), matrix.language)) if focus else frozenset()
    weights = {
        concept: _weight(concept, seen, count, lonely=articles > 2)
        * (3.0 if wanted.intersection(concept) else 1.0)
        for concept, seen in spread.items()
    }
    ordered = sorted(weights)
    number = {concept: index for index, concept in enumerate(ordered)}
    return Concepts(
        tuple(tuple(sorted(number[concept] for concept in row)) for row in raw),
        tuple(weights[concept] for concept in ordered),
        tuple(" ".join(concept) for concept in ordered),
    )


def _concepts_in(
    words: Sequence[str], stems: Sequence[str], stops: frozenset[str]
) -> set[tuple[str, ...]]:
    content = [is_content(word, stops) for word in words]
    found: set[tuple[str, ...]] = {
        (stem,) for stem, told in zip(stems, content, strict=True) if told
    }
    found.update(
        (stems[index], stems[index + 1])
        for index in range(len(stems) - 1)
        if content[index] or content[index + 1]
    )
    return found


def _units(matrix: TermMatrix, *, by_paragraph: bool) -> list[tuple[int, int]]:
    return [
        (int(document), sentence.paragraph if by_paragraph else 0)
        for document, sentence in zip(matrix.document, matrix.sentences, strict=True)
    ]


def _spread(
    raw: Sequence[set[tuple[str, ...]]], units: Sequence[tuple[int, int]]
) -> Counter[tuple[str, ...]]:
    seen = {(concept, unit) for row, unit in zip(raw, units, strict=True) for concept in row}
    return Counter(concept for concept, _ in seen)


def _weight(concept: tuple[str, ...], seen: int, units: int, *, lonely: bool) -> float:
    weight = float((seen / units) ** STEEPNESS)
    if lonely and seen == 1:
        weight *= LONELY
    return weight if len(concept) > 1 else weight * WORD_WEIGHT


def repeats(own: set[int], other: set[int]) -> bool:
    """Return whether two sentences share more than `REPETITION` of the shorter one's concepts."""
    shorter = min(len(own), len(other))
    return shorter > 0 and len(own & other) > REPETITION * shorter
