"""The term matrix of sentences: counts of stemmed content words, built here alone.

Rows are sentences, columns are stemmed content words, in compressed sparse rows; every ranker
and the selection start from it.  Building it costs one pass over the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from brief.language.lists import Remembered, stemmer, stop_words
from brief.language.plain import plain
from brief.model import Sentence

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Characters of a text up to which its words are remembered for a while.
REPEATED = 1000
# `\w` leaves out the combining marks without which Hindi, Hebrew and Arabic words fall apart.
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
)
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*(?:['’][^\W_][\w{_MARKS}]*)*")
#: The same where there are no other characters, which is twice as quick.
_ASCII_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*+(?:'[A-Za-z0-9][A-Za-z0-9_]*+)*+")


def words_of(text: str) -> list[str]:
    """Return the words of `text`, without punctuation, in the form of `plain`."""
    return list(_few_words(text)) if len(text) < REPEATED else _words(text)


def _words(text: str) -> list[str]:
    return _ASCII_WORD.findall(text) if text.isascii() else _WORD.findall(plain(text))


#: Several stages ask for the words of the same sentence, mostly one after the other.
_few_words = lru_cache(maxsize=20_000)(_words)


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
    #: (z,) int64, ascending: the row of each count
    row: NDArray[np.int64]
    #: (z,) float64, at least 1
    counts: NDArray[np.float64]
    #: (n,) int64: 0 … D-1, the sentence's document in order of first appearance
    document: NDArray[np.int64]
    #: ISO 639-1
    language: str
    #: (S,) all stems, sorted, those of stop words included
    forms: tuple[str, ...]
    #: (w,) int64: the words of all sentences in a row, each as the place of its stem in `forms`
    running: NDArray[np.int64]
    #: (w,) bool: which of these are content words
    telling: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.sentences)


def term_matrix(
    sentences: Sequence[Sentence], language: str, stem: Callable[[str], str] | None = None
) -> TermMatrix:
    """Build the matrix of `sentences`, which may come from any number of documents.

    `stem` makes a stem of a word as it stands; without it the language's stemmer does.  An empty
    sequence gives a matrix with no rows and no columns.
    """
    import numpy as np

    words = tuple(tuple(words_of(sentence.text)) for sentence in sentences)
    stems = tuple(tuple(map(stem, row)) if stem else stemmed(row, language) for row in words)
    forms = tuple(sorted(set(chain.from_iterable(stems))))
    place = {stem: index for index, stem in enumerate(forms)}
    running = integers(map(place.__getitem__, chain.from_iterable(stems)))
    content = _content(language).__getitem__
    telling = np.fromiter(map(content, chain.from_iterable(words)), dtype=np.bool_)
    row = np.arange(len(words)).repeat(integers(map(len, words)))[telling]
    columns = distinct(running[telling])
    size = max(len(columns), 1)
    # Row and column in one number, so that sorting them sorts by both.
    every = row * size + columns.searchsorted(running[telling])
    cells = distinct(every)
    order: dict[int, int] = {}
    document = [order.setdefault(sentence.document, len(order)) for sentence in sentences]
    return TermMatrix(
        sentences=tuple(sentences),
        words=words,
        stems=stems,
        vocabulary=tuple(map(forms.__getitem__, columns.tolist())),
        indptr=cells.searchsorted(np.arange(len(words) + 1) * size),
        indices=cells % size,
        row=cells // size,
        counts=np.bincount(cells.searchsorted(every), minlength=len(cells)).astype(np.float64),
        document=np.asarray(document, dtype=np.int64),
        language=language,
        forms=forms,
        running=running,
        telling=telling,
    )


def integers(values: Iterable[int]) -> NDArray[np.int64]:
    """Return an array of `values`."""
    import numpy as np

    return np.fromiter(values, dtype=np.int64)


def distinct(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return what occurs in `values`, each once, ascending."""
    import numpy as np

    ordered = np.sort(values)
    last = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=last[:-1])
    return ordered[last]


def is_content(word: str, stops: frozenset[str]) -> bool:
    """Return whether `word` carries meaning of its own: no stop word, not a lone letter."""
    return len(word) > 1 and word.lower() not in stops


def stemmed(words: Iterable[str], language: str) -> tuple[str, ...]:
    """Return the stems of `words`, one each; possessive endings are dropped first."""
    return tuple(map(_stems(language).__getitem__, words))


@cache
def _stems(language: str) -> Remembered[str]:
    """Return a mapping from any word as it stands to its stem."""
    by_folded = Remembered(stemmer(language))
    return Remembered(
        lambda word: by_folded[word.lower().replace("’", "'").removesuffix("'s").replace("'", "")]
    )


@cache
def content_stems(language: str) -> Remembered[str]:
    """Return a mapping from any word to its stem, "" where it is no content word."""
    stems, stops = _stems(language), stop_words(language)
    return Remembered(lambda word: stems[word] if is_content(word, stops) else "")


@cache
def _content(language: str) -> Remembered[bool]:
    """Return a mapping from any word to whether it is a content word."""
    stops = stop_words(language)
    return Remembered(lambda word: is_content(word, stops))


def idf(matrix: TermMatrix) -> NDArray[np.float64]:
    """Return each term's inverse document frequency over *sentences*, (V,), in (0, ln n + 1].

    `ln(n / n_t) + 1`: a term of every sentence still counts 1.
    """
    import numpy as np

    frequency = np.bincount(matrix.indices, minlength=len(matrix.vocabulary))
    return np.asarray(np.log(max(len(matrix), 1) / np.maximum(frequency, 1)) + 1.0)


def tf_idf(matrix: TermMatrix) -> NDArray[np.float64]:
    """Return count times inverse document frequency, (z,), in the order of `matrix.counts`."""
    return matrix.counts * idf(matrix)[matrix.indices]


def unit_rows(matrix: TermMatrix) -> NDArray[np.float64]:
    """Return the tf-idf values, (z,), with every sentence's vector at length 1.

    The dot product of two such rows is the idf-modified cosine of Erkan & Radev (2004).
    """
    import numpy as np

    weight = tf_idf(matrix)
    return weight / np.sqrt(summed(weight**2, matrix.row, len(matrix)))[matrix.row]


def summed(
    values: NDArray[np.float64], bins: NDArray[np.integer], size: int
) -> NDArray[np.float64]:
    """Add up `values`, (z,), by their `bins`, (z,): (size,), 0 where a bin has none.

    Added in order, so that the result is the same to the last bit wherever it is made.
    """
    import numpy as np

    return np.asarray(np.bincount(bins, weights=values, minlength=size), dtype=np.float64)
