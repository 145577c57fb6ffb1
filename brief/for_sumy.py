"""The default method as a summariser with sumy's interface, for users of sumy.

    from brief.for_sumy import CoverageSummarizer, Tokenizer

    parser = PlaintextParser.from_string(text, Tokenizer("english"))
    sentences = CoverageSummarizer()(parser.document, "20%")

`Tokenizer` needs no data of NLTK's to be downloaded; sumy's own does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate
from typing import Any

from sumy.nlp.stemmers import null_stemmer
from sumy.summarizers._summarizer import AbstractSummarizer
from sumy.utils import ItemsCount

from brief.language.lists import NAMES
from brief.language.terms import term_matrix
from brief.model import Sentence

_CODES = {name: code for code, name in NAMES.items()}
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


class Tokenizer:
    """Splits text into sentences and words as a page does; sumy's parsers take it for theirs.

    `language` is an ISO 639-1 code or sumy's name for it.
    """

    def __init__(self, language: str = "english") -> None:
        self.language = language.lower()

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        """Return the sentences of a paragraph."""
        from brief.split.sentences import split

        code = _CODES.get(self.language, self.language)
        return tuple(paragraph[start:end] for start, end in split(paragraph, code))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """Return the words of a sentence, without marks."""
        return tuple(_WORD.findall(sentence))


class CoverageSummarizer(AbstractSummarizer):  # type: ignore[misc]
    """Chooses the sentences that say most of what the document says, without repeating it.

    `stemmer` is any sumy stemmer: it makes the stems that concepts consist of; without one the
    language's own is used.  `language` is an ISO 639-1 code or sumy's name for it; without one it
    is the document's tokenizer's, else English.  Stop words are the language's.
    """

    def __init__(
        self, stemmer: Callable[[str], str] = null_stemmer, language: str | None = None
    ) -> None:
        super().__init__(stemmer)
        self._language = language

    def __call__(self, document: Any, sentences_count: Any) -> tuple[Any, ...]:
        """Return sentences of `document`, a sumy `ObjectDocumentModel`, in its order.

        `sentences_count` is what sumy takes: a number, a string such as "3" or "20%", or a
        callable, which gets every `SentenceInfo(sentence, order, rating)`, best first, and returns
        those to keep.  Ratings fall from 1 by 1/n for each sentence taken.  No heading is taken.
        """
        sentences = document.sentences
        if not sentences:
            return ()
        available = range(len(sentences))
        # A callable chooses from all of them.
        taken = available if callable(sentences_count) else ItemsCount(sentences_count)(available)
        ratings = iter(self._ratings(document, len(taken)))
        best: tuple[Any, ...] = self._get_best_sentences(
            sentences, sentences_count, lambda _: next(ratings)
        )
        return best

    def _ratings(self, document: Any, count: int) -> list[float]:
        from brief.score.coverage import coverage_prior
        from brief.score.selection import rank_sentences

        stem = None if self._stemmer is null_stemmer else self.stem_word
        sentences = _sentences(document)
        matrix = term_matrix(sentences, self._language_of(document), stem)
        ratings = [0.0] * len(sentences)
        for place, index in enumerate(rank_sentences(matrix, coverage_prior(matrix), count)):
            ratings[index] = 1.0 - place / len(sentences)
        return ratings

    def _language_of(self, document: Any) -> str:
        """Return the ISO 639-1 code of the language given, else the tokenizer's, else "en"."""
        tokenizer = getattr(document.sentences[0], "_tokenizer", None)
        name = str(self._language or getattr(tokenizer, "language", "") or "en").lower()
        return _CODES.get(name, name)


def _sentences(document: Any) -> list[Sentence]:
    """Return sumy's sentences as ours, as if they stood in one text with a space between them."""
    located = [
        (number, str(sentence))
        for number, paragraph in enumerate(document.paragraphs)
        for sentence in paragraph.sentences
    ]
    starts = accumulate((len(text) + 1 for _, text in located), initial=0)
    return [
        Sentence(
            document=1,
            start=start,
            end=start + len(text),
            text=text,
            position=position,
            paragraph=paragraph,
        )
        for position, ((paragraph, text), start) in enumerate(zip(located, starts, strict=False))
    ]
