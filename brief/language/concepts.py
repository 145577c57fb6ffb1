"""The concepts of sentences, what each weighs, and which sentence holds which.

A concept is a stemmed content word, or two adjoining stems of which at least one is a content
word (Gillick & Favre, 2009).  Its weight grows with the number of *articles* that use it: several
authors write of what happened, while one author repeats habits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from brief.language.terms import TermMatrix, distinct, integers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: How steeply the weight grows with the share of articles.  Higher: only the common story; lower:
#: more side stories.
STEEPNESS = 2.5
#: A single word, measured in bigrams.  Higher: more topic, lower: more wording.
WORD_WEIGHT = 0.2
#: Share of a sentence's concepts beyond which it repeats another.
REPETITION = 0.5
#: What a concept of one article counts where there are more than two articles.
LONELY = 0.05


@dataclass(frozen=True, slots=True)
class Concepts:
    """The concepts of n sentences, numbered from 0 in alphabetical order."""

    #: (n,) ascending concept numbers of each sentence.
    by_sentence: tuple[tuple[int, ...], ...]
    #: Weight of each concept, in (0, 1].
    weight: tuple[float, ...]
    #: Each concept's stems, joined by a space; empty where they were not asked for.
    names: tuple[str, ...]


def concepts_of(matrix: TermMatrix, *, named: bool = True) -> Concepts:
    """Return the concepts of all sentences with their weights; linear in the number of words.

    With one or two articles paragraphs are counted instead of articles, since almost nothing would
    be shared otherwise.  Without `named` the concepts have no names.
    """
    import numpy as np

    code, row = _occurrences(matrix)
    ordered = distinct(code)
    count = max(len(ordered), 1)
    # Each concept once in each sentence: one number for both, ascending.
    cells = distinct(row * count + ordered.searchsorted(code))
    concept = cells % count
    articles = len(set(matrix.document.tolist()))
    unit = _units(matrix, by_paragraph=articles <= 2)
    apart = distinct(np.asarray(unit, dtype=np.int64)[cells // count] * count + concept)
    seen = np.bincount(apart % count, minlength=len(ordered))
    weight = _weights(max(len(set(unit)), 1), lonely=articles > 2)[seen]
    weight *= np.where(ordered % (len(matrix.forms) + 1), 1.0, WORD_WEIGHT)
    concepts: list[int] = concept.tolist()
    bounds: list[int] = cells.searchsorted(np.arange(len(matrix) + 1) * count).tolist()
    return Concepts(
        by_sentence=tuple(tuple(concepts[start:end]) for start, end in pairwise(bounds)),
        weight=tuple(weight.tolist()),
        names=tuple(_names(ordered.tolist(), matrix.forms)) if named else (),
    )


def _occurrences(matrix: TermMatrix) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the code of every concept wherever it occurs, (c,), and its sentence, (c,).

    Codes are in alphabetical order: with V stems, stem a by itself is a·(V + 1), and a with b
    behind it is a·(V + 1) + b + 1.
    """
    import numpy as np

    stem, telling = matrix.running, matrix.telling
    row = np.arange(len(matrix)).repeat(integers(map(len, matrix.stems)))
    pair = (telling[:-1] | telling[1:]) & (row[:-1] == row[1:])
    first = stem * (len(matrix.forms) + 1)
    code = np.concatenate([first[telling], (first[:-1] + stem[1:] + 1)[pair]])
    return code, np.concatenate([row[telling], row[:-1][pair]])


def _units(matrix: TermMatrix, *, by_paragraph: bool) -> list[int]:
    """Return the number of each sentence's article, or of its paragraph among all articles'."""
    documents: list[int] = matrix.document.tolist()
    if not by_paragraph:
        return documents
    units: dict[tuple[int, int], int] = {}
    paragraphs = (sentence.paragraph for sentence in matrix.sentences)
    return [
        units.setdefault(place, len(units)) for place in zip(documents, paragraphs, strict=True)
    ]


def _weights(units: int, *, lonely: bool) -> NDArray[np.float64]:
    """Return what two words weigh by how many of the `units` hold them, (units + 1,)."""
    import numpy as np

    # Python's own power: numpy's may differ in the last digit between processors.
    weights = np.asarray([(seen / units) ** STEEPNESS for seen in range(units + 1)])
    if lonely:
        weights[1] *= LONELY
    return weights


def _names(codes: Sequence[int], forms: Sequence[str]) -> Iterator[str]:
    """Yield the stems of concepts by their codes."""
    for code in codes:
        first, second = divmod(code, len(forms) + 1)
        yield f"{forms[first]} {forms[second - 1]}" if second else forms[first]


def repeats(concepts: set[int], others: set[int]) -> bool:
    """Return whether two sentences share more than `REPETITION` of the shorter one's concepts."""
    shorter = min(len(concepts), len(others))
    return shorter > 0 and len(concepts & others) > REPETITION * shorter
