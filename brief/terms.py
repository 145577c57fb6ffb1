"""Sentences → term matrix: the only place where that representation is built.

Rows are sentences, columns are stemmed content words, in compressed sparse rows; every ranker
and the selection start from it.  Building it costs one pass over the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from brief.language import stemmer, stop_words
from brief.model import Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# `\w` leaves out the combining marks without which Hindi, Hebrew and Arabic words fall apart.
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
)
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*(?:['’][^\W_][\w{_MARKS}]*)*")


def words_of(text: str) -> list[str]:
    """Return the words of `text` as they stand, without punctuation."""
    return _WORD.findall(text)


@dataclass(frozen=True, slots=True)
class TermMatrix:
    """Counts of stemmed content words by sentence, in compressed sparse rows.

    With n sentences, V terms and z non-zero counts: row i has the columns
    `indices[indptr[i]:indptr[i + 1]]` (ascending) with the counts at the same places of `counts`.
    """

    sentences: tuple[Sentence, ...]
    #: (n,) every sentence's words as they stand, for whoever needs more than stems.
    words: tuple[tuple[str, ...], ...]
    #: (n,) every sentence's stems, stop words included, in order; what concepts are made of.
    stems: tuple[tuple[str, ...], ...]
    #: (V,) sorted, so that nothing depends on the hash seed.
    vocabulary: tuple[str, ...]
    #: (n + 1,) int64
    indptr: NDArray[np.int64]
    #: (z,) int64
    indices: NDArray[np.int64]
    #: (z,) float64, at least 1
    counts: NDArray[np.float64]
    #: (n,) int64: 0 … D-1, the sentence's document in order of first appearance
    document: NDArray[np.int64]
    #: ISO 639-1
    language: str

    def __len__(self) -> int:
        return len(self.sentences)


def term_matrix(sentences: Sequence[Sentence], language: str) -> TermMatrix:
    """Build the matrix of `sentences`, which may come from any number of documents.

    An empty sequence gives a matrix with no rows and no columns.
    """
    import numpy as np

    words = tuple(tuple(words_of(sentence.text)) for sentence in sentences)
    stems = tuple(stemmed(row, language) for row in words)
    stops = stop_words(language)
    rows: list[dict[str, int]] = []
    for surface, stem_row in zip(words, stems, strict=True):
        row: dict[str, int] = {}
        for word, stem in zip(surface, stem_row, strict=True):
            if is_content(word, stops):
                row[stem] = row.get(stem, 0) + 1
        rows.append(row)
    vocabulary = tuple(sorted({stem for row in rows for stem in row}))
    column = {stem: index for index, stem in enumerate(vocabulary)}
    indptr = np.zeros(len(rows) + 1, dtype=np.int64)
    indices: list[int] = []
    counts: list[int] = []
    for number, row in enumerate(rows):
        for index, stem in sorted((column[stem], stem) for stem in row):
            indices.append(index)
            counts.append(row[stem])
        indptr[number + 1] = len(indices)
    order: dict[int, int] = {}
    document = [order.setdefault(sentence.document, len(order)) for sentence in sentences]
    return TermMatrix(
        tuple(sentences),
        words,
        stems,
        vocabulary,
        indptr,
        np.asarray(indices, dtype=np.int64),
        np.asarray(counts, dtype=np.float64),
        np.asarray(document, dtype=np.int64),
        language,
    )


def is_content(word: str, stops: frozenset[str]) -> bool:
    """Return whether `word` carries meaning of its own: no stop word, not a lone letter."""
    return len(word) > 1 and word.lower() not in stops


def stemmed(words: Iterable[str], language: str) -> tuple[str, ...]:
    """Return the stems of `words`, one each; possessive endings are dropped first."""
    stem = _stem_cache(language)
    return tuple(stem(word) for word in words)


@lru_cache(maxsize=32)
def _stem_cache(language: str):  # type: ignore[no-untyped-def]
    stem = stemmer(language)

    @lru_cache(maxsize=200_000)
    def cached(word: str) -> str:
        folded = word.lower().replace("’", "'")
        return stem(folded.removesuffix("'s").replace("'", ""))

    return cached


def idf(matrix: TermMatrix) -> NDArray[np.float64]:
    """Return each term's inverse document frequency over *sentences*, (V,), in (0, ln n + 1].

    `ln(n / n_t) + 1`: a term of every sentence still counts 1.
    """
    import numpy as np

    frequency = np.bincount(matrix.indices, minlength=len(matrix.vocabulary))
    return np.asarray(np.log(max(len(matrix), 1) / np.maximum(frequency, 1)) + 1.0)
