"""How likely two sentences state one fact, learned from an editor's marks.

A logistic regression over what two sentences share: words, numbers, names, and that both open
their articles: there, articles of one story tell the same in other words.  What a claim is, how
many articles tell it, and which line would only repeat another, is all read from these odds.
`tests/benchmarks/learn_choice.py` learns the weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from brief.compare.vectors import ranges
from brief.language.terms import TermMatrix, distinct, idf

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Rows that are compared at once, which bounds the memory.
BLOCK = 256
#: Days between two articles whose openings may well tell one thing; later, a story has gone on.
NEAR = 1.0


@dataclass(frozen=True, slots=True)
class Comparable:
    """Sentences that can be compared with each other; `comparable` makes one."""

    matrix: TermMatrix
    counts: Sequence[Sequence[str]]  #: (n,) the numbers of each that count something.
    facts: Sequence[Sequence[str]]  #: (n,) its numbers and the words of its names.
    weight: NDArray[np.float64]  #: (z,) what each word of each sentence counts.
    opening: NDArray[np.float64]  #: (n,) 1 for the first sentence of an article, then 1/2, 1/3 …
    day: NDArray[np.float64]  #: (n,) the day of its article, counted; NaN without one.


def comparable(
    matrix: TermMatrix,
    counts: Sequence[Sequence[str]],
    facts: Sequence[Sequence[str]],
    days: Sequence[date | None] | None = None,
) -> Comparable:
    """Return sentences, ready to be compared; `days` are those of their articles, if known."""
    import numpy as np

    places = np.asarray([max(s.position, 0) for s in matrix.sentences], dtype=np.float64)
    known = days or [None] * len(places)
    return Comparable(
        matrix=matrix,
        counts=counts,
        facts=facts,
        weight=np.minimum(matrix.counts, 2.0) * idf(matrix)[matrix.indices],
        opening=1.0 / (1.0 + places),
        day=np.asarray([day.toordinal() if day else np.nan for day in known], dtype=np.float64),
    )


@dataclass(frozen=True, slots=True)
class Shared:
    """What each of some rows has in common with each of others, (rows, others) each, 0 … 1."""

    cosine: NDArray[np.float64]
    within: NDArray[np.float64]  #: The share of the row's words that the other one has.
    around: NDArray[np.float64]  #: The share of the other's words that the row has.
    numbers: NDArray[np.float64]  #: 1 where they share a number.
    apart: NDArray[np.float64]  #: 1 where both have numbers and share none.
    facts: NDArray[np.float64]  #: The share of the lesser one's names and numbers.
    together: NDArray[np.float64]  #: 1 where both are of one article.
    #: 1 where both open their articles, less the further down; 0 where days lie between.
    openings: NDArray[np.float64]


def likely_same(
    texts: Comparable, rows: Sequence[int], others: Sequence[int], weights: Mapping[str, float]
) -> NDArray[np.float64]:
    """Return how likely each of `rows` states the fact of each of `others`, 0 … 1.

    A sentence states its own fact for certain.  O(rows · others · words).
    """
    import numpy as np

    parts = [likely_of(shared, weights) for _, shared in compared(texts, rows, others)]
    likely = np.vstack(parts) if parts else np.zeros((0, len(others)))
    same = np.equal.outer(np.asarray(rows, dtype=int), np.asarray(others, dtype=int))
    return np.where(same, 1.0, likely)


def likely_of(shared: Shared, weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return how likely two rows state one fact, by what they share, (rows, others), 0 … 1."""
    return likelihood(features_of(shared), weights)


def likelihood(
    features: Mapping[str, NDArray[np.float64]], weights: Mapping[str, float]
) -> NDArray[np.float64]:
    """Return how likely features of each two rows make it, (rows, others), 0 … 1."""
    import numpy as np

    odds = np.zeros_like(features["bias"])
    for name, values in features.items():
        odds += weights.get(name, 0.0) * values
    # Rounded, so that no processor's last bit decides between two.
    return np.round(1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, 30.0))), 9)


def features_of(shared: Shared) -> dict[str, NDArray[np.float64]]:
    """Return the features of each two rows by name."""
    import numpy as np

    return {
        "bias": np.ones_like(shared.cosine),
        "cosine": shared.cosine,
        "root of cosine": np.sqrt(shared.cosine),
        "one within the other": np.maximum(shared.within, shared.around),
        "each within the other": np.minimum(shared.within, shared.around),
        "numbers": shared.numbers,
        "other numbers": shared.apart,
        "facts": shared.facts,
        "one article": shared.together,
        "cosine and facts": shared.cosine * shared.facts,
        "openings": shared.openings * (shared.cosine > 0.0),
    }


def compared(
    texts: Comparable, rows: Sequence[int], others: Sequence[int]
) -> Iterator[tuple[Sequence[int], Shared]]:
    """Yield (some of `rows`, what they share with `others`) until all rows are compared."""
    import numpy as np

    theirs = _Sets(texts, others)
    document = texts.matrix.document
    for start in range(0, len(rows), BLOCK):
        block = list(rows[start : start + BLOCK])
        yield (
            block,
            theirs.shared_with(block, np.equal.outer(document[block], document[list(others)])),
        )


class _Sets:
    """Rows as vectors over the words, numbers and names that they have."""

    def __init__(self, texts: Comparable, others: Sequence[int]) -> None:
        import numpy as np

        self._texts = texts
        self._columns = distinct(texts.matrix.indices[self._cells(others)[1]])
        self._counts = _numbered(texts.counts[row] for row in others)
        self._facts = _numbered(texts.facts[row] for row in others)
        self._opening, self._day = texts.opening[list(others)], texts.day[list(others)]
        self._words, self._total, self._length = self._of(others)
        self._has_word = (self._words > 0).astype(np.float64)
        self._has_count, self._has_fact, self._size, self._counted = self._told(others)

    def _cells(self, rows: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return, for each word of the rows, the place of its row and its own in the matrix."""
        import numpy as np

        places = np.asarray(rows, dtype=np.int64)
        starts = self._texts.matrix.indptr[places]
        lengths = self._texts.matrix.indptr[places + 1] - starts
        return np.repeat(np.arange(len(places)), lengths), ranges(starts, lengths)

    def _of(
        self, rows: Sequence[int]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return (weights of the others' words, weight of all words, length), one a row."""
        import numpy as np

        words = np.zeros((len(rows), len(self._columns) + 1))
        owner, cells = self._cells(rows)
        indices, weight = self._texts.matrix.indices[cells], self._texts.weight[cells]
        columns = self._columns.searchsorted(indices)
        there = np.append(self._columns, -1)[columns] == indices
        words[owner[there], columns[there]] = weight[there]
        total = np.bincount(owner, weight, minlength=len(rows))
        length = np.sqrt(np.bincount(owner, weight**2, minlength=len(rows)))
        return words, np.maximum(total, 1e-9), np.maximum(length, 1e-9)

    def _told(
        self, rows: Sequence[int]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return (its counts, its facts, how many facts, whether it has counts), one a row."""
        import numpy as np

        counts = _marked([self._texts.counts[row] for row in rows], self._counts)
        facts = _marked([self._texts.facts[row] for row in rows], self._facts)
        size = np.asarray([len(set(self._texts.facts[row])) for row in rows], dtype=np.float64)
        counted = np.asarray([bool(self._texts.counts[row]) for row in rows], dtype=np.float64)
        return counts, facts, size, counted

    def shared_with(self, rows: Sequence[int], together: NDArray[np.bool_]) -> Shared:
        """Return what some rows share with those of this object."""
        import numpy as np

        words, total, length = self._of(rows)
        counts, facts, size, counted = self._told(rows)
        numbers = (counts @ self._has_count.T > 0).astype(np.float64)
        lesser = np.maximum(np.minimum.outer(size, self._size), 1.0)
        return Shared(
            cosine=words @ self._words.T / np.outer(length, self._length),
            within=words @ self._has_word.T / total[:, None],
            around=(words > 0).astype(np.float64) @ self._words.T / self._total,
            numbers=numbers,
            apart=np.outer(counted, self._counted) * (1.0 - numbers),
            facts=facts @ self._has_fact.T / lesser,
            together=together.astype(np.float64),
            openings=self._openings(list(rows)),
        )

    def _openings(self, rows: list[int]) -> NDArray[np.float64]:
        import numpy as np

        apart = np.abs(np.subtract.outer(self._texts.day[rows], self._day)) > NEAR
        return np.minimum.outer(self._texts.opening[rows], self._opening) * ~apart


def _numbered(sets: Iterator[Sequence[str]]) -> dict[str, int]:
    """Return a column for each member of some sets, in alphabetical order."""
    return {member: column for column, member in enumerate(sorted(set().union(*sets)))}


def _marked(sets: Sequence[Sequence[str]], columns: Mapping[str, int]) -> NDArray[np.float64]:
    """Return which of the columns each set has, (sets, columns): 1 or 0."""
    import numpy as np

    marks = np.zeros((len(sets), len(columns)))
    for place, members in enumerate(sets):
        for member in members:
            if member in columns:
                marks[place, columns[member]] = 1.0
    return marks
