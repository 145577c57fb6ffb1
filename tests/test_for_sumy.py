"""Our summariser in the hands of a sumy user: same call, same kinds of count, same results."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers._summarizer import AbstractSummarizer

from brief.for_sumy import CoverageSummarizer
from brief.language.concepts import concepts_of
from brief.language.terms import TermMatrix
from brief.score import selection

PARAGRAPHS = (
    (
        "# Ferry strikes pier",
        "The harbour of Lowick closed on Monday after a ferry struck the northern pier.",
        "Twelve passengers were taken to hospital in Easton, and two remain in danger.",
    ),
    (
        "The situation raises questions that many people find hard to answer today.",
        "Divers searched the harbour until midnight for a missing member of the crew.",
    ),
    (
        "# What next",
        "The harbour of Lowick will open again on 4 May, its master John Reed said.",
        "It was a sad day for everybody who was there and for everybody who was not.",
    ),
)


class Tokenizer:
    """What a sumy user's tokenizer looks like from outside."""

    def __init__(self, language: str = "english") -> None:
        self.language = language

    def to_words(self, text: str) -> tuple[str, ...]:
        """Split at spaces."""
        return tuple(text.split())


def document_of(
    paragraphs: Sequence[Sequence[str]], tokenizer: Tokenizer | None = None
) -> ObjectDocumentModel:
    """Make a sumy document; a line that starts with # is a heading."""
    words = tokenizer or Tokenizer()
    return ObjectDocumentModel(
        [
            Paragraph([SumySentence(t.lstrip("# "), words, t.startswith("#")) for t in texts])
            for texts in paragraphs
        ]
    )


def test_it_is_a_sumy_summariser() -> None:
    """It can stand wherever sumy wants a summariser, and wants a callable stemmer like any."""
    assert isinstance(CoverageSummarizer(Stemmer("english")), AbstractSummarizer)
    with pytest.raises(TypeError):
        CoverageSummarizer("english")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "taken"), [(1, 1), (3, 3), ("2", 2), ("40%", 2), ("1%", 1), (99, 6), (0, 0)]
)
def test_counts_mean_what_they_mean_to_sumy(count: int | str, taken: int) -> None:
    """Numbers, strings and percentages give as many sentences as sumy's own would."""
    document = document_of(PARAGRAPHS)
    chosen = CoverageSummarizer(Stemmer("english"))(document, count)
    assert isinstance(chosen, tuple)
    assert len(chosen) == taken
    places = [document.sentences.index(sentence) for sentence in chosen]
    assert places == sorted(places)


def test_a_callable_count_gets_every_sentence_best_first() -> None:
    """A callable sees all ratings in falling order and decides."""
    seen: list[Any] = []

    def best_one(infos: Sequence[Any]) -> Sequence[Any]:
        seen.extend(infos)
        return infos[:1]

    document = document_of(PARAGRAPHS)
    chosen = CoverageSummarizer(Stemmer("english"))(document, best_one)
    assert chosen == (seen[0].sentence,)
    assert sorted(info.order for info in seen) == list(range(6))
    ratings = [info.rating for info in seen]
    assert ratings == sorted(ratings, reverse=True)
    assert ratings[0] == 1 and len(set(ratings)) == 6


def test_facts_come_before_commentary() -> None:
    """The sentences that say nothing are the last to come in."""
    chosen = " ".join(
        str(s) for s in CoverageSummarizer(Stemmer("english"))(document_of(PARAGRAPHS), 3)
    )
    assert "ferry struck" in chosen
    assert "raises questions" not in chosen and "sad day" not in chosen


def test_headings_are_never_chosen() -> None:
    """Not even when everything is asked for."""
    chosen = CoverageSummarizer()(document_of(PARAGRAPHS), "100%")
    assert len(chosen) == 6
    assert not any(sentence.is_heading for sentence in chosen)


def test_equal_sentences_are_told_apart_by_place() -> None:
    """A sentence that stands twice is chosen once before another is left out."""
    text = PARAGRAPHS[0][1]
    document = document_of([(text, PARAGRAPHS[1][1]), (text,)])
    chosen = CoverageSummarizer(Stemmer("english"))(document, 2)
    assert [str(sentence) for sentence in chosen].count(text) == 1


@pytest.mark.parametrize("paragraphs", [(), (("# Only a heading",),)])
def test_nothing_to_choose_from(paragraphs: Sequence[Sequence[str]]) -> None:
    """A document without sentences gives an empty summary."""
    assert CoverageSummarizer()(document_of(paragraphs), 3) == ()


@pytest.mark.parametrize("text", ["", "?!", "the of and", "Rain."])
def test_one_poor_sentence(text: str) -> None:
    """The only sentence is chosen, whatever it is."""
    assert len(CoverageSummarizer()(document_of([(text,)]), 1)) == 1


@pytest.fixture
def matrices(monkeypatch: pytest.MonkeyPatch) -> list[TermMatrix]:
    """Collect the matrices that the selection is given."""
    given: list[TermMatrix] = []

    def rank_sentences(matrix: TermMatrix, scores: object, count: int) -> list[int]:
        given.append(matrix)
        return list(range(len(matrix)))[:count]

    monkeypatch.setattr(selection, "rank_sentences", rank_sentences)
    return given


@pytest.mark.parametrize(
    ("spoken", "asked", "language"),
    [
        ("english", None, "en"),
        ("german", None, "de"),
        ("english", "fr", "fr"),
        ("english", "French", "fr"),
        ("", None, "en"),
    ],
)
def test_the_language_is_the_users_else_the_tokenizers(
    spoken: str, asked: str | None, language: str, matrices: list[TermMatrix]
) -> None:
    """A language given wins over the tokenizer's; without either it is English."""
    document = document_of(PARAGRAPHS, Tokenizer(spoken))
    CoverageSummarizer(language=asked)(document, 1)
    assert matrices[0].language == language


def test_the_users_stemmer_makes_the_stems(matrices: list[TermMatrix]) -> None:
    """A stemmer of one's own makes terms and concepts; without one the language's does."""
    document = document_of([("Ferries sailed.",)])
    CoverageSummarizer(lambda word: word[:3])(document, 1)
    CoverageSummarizer()(document, 1)
    assert [matrix.stems for matrix in matrices] == [(("fer", "sai"),), (("ferri", "sail"),)]
    assert [matrix.vocabulary for matrix in matrices] == [("fer", "sai"), ("ferri", "sail")]
    assert [concepts_of(matrix).names for matrix in matrices] == [
        ("fer", "fer sai", "sai"),
        ("ferri", "ferri sail", "sail"),
    ]


def test_sentences_keep_their_places(matrices: list[TermMatrix]) -> None:
    """Our sentences have the positions and paragraphs of sumy's, headings left out."""
    CoverageSummarizer()(document_of(PARAGRAPHS), 1)
    sentences = matrices[0].sentences
    assert [sentence.position for sentence in sentences] == [0, 1, 2, 3, 4, 5]
    assert [sentence.paragraph for sentence in sentences] == [0, 0, 1, 1, 2, 2]
    text = " ".join(sentence.text for sentence in sentences)
    assert all(text[sentence.start : sentence.end] == sentence.text for sentence in sentences)
