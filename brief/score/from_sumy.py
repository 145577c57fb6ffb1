"""sumy's summarisers as rankers; nothing else in the project imports them.

They get our sentences, words, stems and stop words.  sumy's own tokenizer and parsers stay out,
since they want data that has to be downloaded.  A summariser that is given a callable as `count`
passes its whole list of ratings to it.  These are mapped back by the sentences' order; equal
sentences, which sumy takes for one, share a rating.

All articles of a set are one document to sumy, except for Edmundson's method, which reads places
and titles.  Costs are sumy's: LexRank, TextRank and Reduction compare every pair of sentences in
Python (2,000 sentences: about half a minute), SumBasic and KL do so once more for every sentence
they take (KL: a minute for 500), LSA decomposes a dense matrix of terms by sentences.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import import_module
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from brief.errors import BriefError
from brief.language.lists import stop_words
from brief.language.terms import TermMatrix, is_content, stemmed, words_of
from brief.score.scaling import scaled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: From a language to what makes a stem, or the number of one, of a word.
Stemming: TypeAlias = Callable[[str], Callable[[str], str | int]]

#: Cue words that speak against a sentence, after Edmundson (1969); sumy insists on having some.
STIGMA_WORDS = ("hardly", "impossible")
#: Stands in where sumy insists on words and there are none; no word of ours looks like it.
NO_WORD = "-"
#: Decimals that are kept: fewer than `scaled` keeps, as LAPACK's last ones change with its threads.
DECIMALS = 9


def lexrank(matrix: TermMatrix) -> NDArray[np.float64]:
    """Score by sumy's LexRank, (n,), in [0, 1]: cosine above 0.1, no damping, a round or two.

    What it leaves undefined, where no two sentences are alike, is 0.
    """
    return _scaled(_ratings(matrix, "lex_rank", "LexRankSummarizer", _numbered))


def textrank(matrix: TermMatrix) -> NDArray[np.float64]:
    """Score by sumy's TextRank, (n,), in [0, 1]: sentences are linked to themselves."""
    return _scaled(_ratings(matrix, "text_rank", "TextRankSummarizer"))


def luhn(matrix: TermMatrix) -> NDArray[np.float64]:
    """Score by sumy's Luhn (1958), (n,), in [0, 1]: the densest cluster of repeated words."""
    return _scaled(_ratings(matrix, "luhn", "LuhnSummarizer"))


def reduction(matrix: TermMatrix) -> NDArray[np.float64]:
    """Score by sumy's Reduction, (n,), in [0, 1]: the sum of TextRank's similarities to all."""
    return _scaled(_ratings(matrix, "reduction", "ReductionSummarizer"))


def sum_basic(matrix: TermMatrix) -> NDArray[np.float64]:
    """Score by sumy's SumBasic (Nenkova & Vanderwende, 2005), (n,), in (0, 1].

    The score is the place in the order in which it takes the sentences: 1, then less by 1/n each.
    """
    return _from_places(_ratings(matrix, "sum_basic", "SumBasicSummarizer"))


def kl(matrix: TermMatrix) -> NDArray[np.float64]:
    """Score by sumy's KL-Sum (Haghighi & Vanderwende, 2009), (n,), in (0, 1].

    The score is a place in an order, as in `sum_basic`.  Cubic in n: a minute for 500 sentences.
    """
    return _from_places(_ratings(matrix, "kl", "KLSummarizer"))


def lsa(matrix: TermMatrix) -> NDArray[np.float64]:
    """Score by sumy's LSA (Steinberger & Ježek, 2004), (n,), in [0, 1].

    sumy numbers the terms in the order of a set, which follows the hash seed, and so do the last
    digits of the ratings and the order of near ties; numbers for stems and rounding settle both.
    O(V·n) steps in Python and a dense matrix of terms by sentences; best with one BLAS thread.
    """
    return _scaled(_ratings(matrix, "lsa", "LsaSummarizer", _numbered))


def edmundson(matrix: TermMatrix, titles: Mapping[int, str] | None = None) -> NDArray[np.float64]:
    """Score by sumy's Edmundson (1969), (n,), in [0, 1]: cue words, title words and place.

    `titles` are the articles' headlines by `Sentence.document`.  Where an article has none there,
    its first row stands in: the headline, where headlines are among the rows, or the opening.
    The content words of all these together are the bonus words.  Each article is rated by itself,
    since its own title and its own first and last paragraph count.
    """
    import numpy as np

    ratings = np.zeros(len(matrix))
    rows = [np.flatnonzero(matrix.document == number) for number in np.unique(matrix.document)]
    headings = [_heading(matrix, int(row[0]), titles or {}) for row in rows]
    stops = stop_words(matrix.language)
    bonus = {word for words in headings for word in words if is_content(word, stops)}
    for row, heading in zip(rows, headings, strict=True):
        summarizer = _summarizer("edmundson", "EdmundsonSummarizer", matrix.language)
        summarizer.bonus_words = bonus or {NO_WORD}
        summarizer.stigma_words = STIGMA_WORDS
        summarizer.null_words = stops or {NO_WORD}
        ratings[row] = _run(summarizer, matrix, row.tolist(), heading)
    return _scaled(ratings - min(ratings.min(initial=0.0), 0.0))


def _heading(matrix: TermMatrix, first: int, titles: Mapping[int, str]) -> Sequence[str]:
    """Return the words of an article's title, or of its row `first` where it has none."""
    title = titles.get(matrix.sentences[first].document)
    return words_of(title) if title else matrix.words[first]


def _spelled(language: str) -> Callable[[str], str]:
    return lambda word: stemmed((word,), language)[0]


def _numbered(language: str) -> Callable[[str], int]:
    """Return a stemmer that numbers the stems as they come.

    For the methods that add up over a set of stems: the order of numbers in a set is always the
    same, that of strings changes with the hash seed.
    """
    spelled = _spelled(language)
    numbers: dict[str, int] = {}
    return lambda word: numbers.setdefault(spelled(word), len(numbers))


def _ratings(
    matrix: TermMatrix, module: str, name: str, stemming: Stemming = _spelled
) -> NDArray[np.float64]:
    """Return the ratings of all sentences by a summariser of sumy's, made as it comes."""
    summarizer = _summarizer(module, name, matrix.language, stemming)
    return _run(summarizer, matrix, range(len(matrix)))


def _summarizer(module: str, name: str, language: str, stemming: Stemming = _spelled) -> Any:
    """Make a summariser that stems as we do and leaves out the same stop words."""
    made = getattr(import_module(f"sumy.summarizers.{module}"), name)(stemming(language))
    made.stop_words = stop_words(language)
    return made


def _run(
    summarizer: Any, matrix: TermMatrix, rows: Sequence[int], heading: Sequence[str] = ()
) -> NDArray[np.float64]:
    """Return sumy's own ratings of the sentences `rows`, in their order; 0 where it has none."""
    import numpy as np

    ratings = np.zeros(len(rows))

    def keep(infos: Iterable[Any]) -> tuple[()]:
        for info in infos:
            ratings[info.order] = info.rating
        return ()

    if len(rows):
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            try:
                summarizer(_document(matrix, rows, heading), keep)
            except np.linalg.LinAlgError as error:
                raise BriefError(f"sumy failed: {error}", advice="try another method") from error
    return np.nan_to_num(ratings, nan=0.0, posinf=0.0, neginf=0.0)


def _document(matrix: TermMatrix, rows: Sequence[int], heading: Sequence[str]) -> Any:
    """Build sumy's document of the sentences `rows`, its heading in the first paragraph."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    def place(row: int) -> tuple[int, int]:
        # A headline among the rows stands before the first paragraph and would take its place.
        return matrix.sentences[row].document, max(matrix.sentences[row].paragraph, 0)

    paragraphs = [
        [Sentence(matrix.sentences[row].text, _Words(matrix.words[row])) for row in together]
        for _, together in groupby(rows, key=place)
    ]
    if heading:
        paragraphs[0].insert(0, Sentence(" ".join(heading), _Words(heading), is_heading=True))
    return ObjectDocumentModel([Paragraph(sentences) for sentences in paragraphs])


class _Words:
    """Stands in for sumy's tokenizer: whatever the text, these are its words."""

    __slots__ = ("_words",)

    def __init__(self, words: Sequence[str]) -> None:
        self._words = tuple(words)

    def to_words(self, text: str) -> tuple[str, ...]:
        return self._words


def _scaled(ratings: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.round(scaled(ratings), DECIMALS)


def _from_places(ratings: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn the ratings 0, -1, -2, …, best first, into 1 … 1/n."""
    return _scaled(ratings - ratings.min(initial=0.0) + 1.0)
