"""The numbers that articles state, and which of them are put side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brief
from brief.compare.figures.counts import figures, stated_in, told_in
from brief.compare.figures.differences import comparisons
from brief.compare.figures.quantities import number_of
from brief.model import Comparison, Document, Sentence
from brief.split.sentences import segment

CASES = json.loads((Path(__file__).parent / "cases" / "figures.json").read_text("utf-8"))
#: Saturday.
DAY = date(2025, 3, 1)


def sentence(text: str, document: int = 1, start: int = 0) -> Sentence:
    return Sentence(document, start, start + len(text), text)


def compared(*texts: str, days: Sequence[date | None] | None = None) -> tuple[Comparison, ...]:
    """Return the comparisons of articles of one sentence, one a day unless told otherwise."""
    days = days or [DAY + timedelta(days=number) for number in range(len(texts))]
    documents = [
        Document(f"{number}.txt", text, "", (), date=day, language="en", id=number)
        for number, (text, day) in enumerate(zip(texts, days, strict=True), 1)
    ]
    sentences = [sentence(document.text, document.id) for document in documents]
    return comparisons(documents, figures(sentences, "en"), sentences)


def of_story(paths: Sequence[Path]) -> tuple[tuple[Comparison, ...], Sequence[Document]]:
    documents = brief.read([str(path) for path in paths]).documents
    sentences = [each for document in documents for each in segment(document)]
    return comparisons(documents, figures(sentences, "en"), sentences), documents


def values(comparison: Comparison) -> list[float]:
    return [figure.value for figure in comparison.values]


@pytest.mark.parametrize(("text", "expected"), CASES["sentences"])
def test_each_number_has_its_unit(text: str, expected: list[list[object]]) -> None:
    """What is counted is told with the number; what counts nothing is no figure."""
    stated = figures([sentence(text)], "en")
    assert [[figure.text, figure.value, figure.unit] for figure in stated] == expected


@pytest.mark.parametrize(("language", "text", "expected"), CASES["languages"])
def test_numbers_are_read_by_language(
    language: str, text: str, expected: list[list[object]]
) -> None:
    """Decimal commas, parted thousands, other digits and number words are understood."""
    stated = figures([sentence(text)], language)
    assert [[figure.text, figure.value] for figure in stated] == expected


@pytest.mark.parametrize(("why", "text", "other", "expected"), CASES["pairs"])
def test_only_counts_of_the_same_are_compared(
    why: str, text: str, other: str, expected: str | None
) -> None:
    """Different counts of the same thing stand side by side; those of other things do not."""
    differing = compared(text, other)
    assert [comparison.updated for comparison in differing] == (
        [] if expected is None else [expected == "updated"]
    )


def test_a_figure_cites_its_words() -> None:
    """The citation is the place of the number with what it counts, to the character."""
    figure = figures([sentence("Then some 12 boats sank.", 4, 100)], "en")[0]
    assert figure.text == "some 12 boats"
    assert (figure.citation.document, figure.citation.start, figure.citation.end) == (4, 105, 118)


def test_without_dates_nothing_is_newer() -> None:
    """One article without a date is enough for the counts to differ."""
    texts = ("The death toll has passed 80.", "The death toll has passed 120.")
    assert not compared(*texts, days=[None, DAY])[0].updated
    assert compared(*texts, days=[DAY, DAY + timedelta(days=1)])[0].updated


def test_reports_of_one_day_are_no_update() -> None:
    """Counts that differ on the same day differ."""
    differing = compared("The death toll is 80.", "The death toll is 120.", days=[DAY, DAY])
    assert not differing[0].updated


def test_an_update_has_one_count_a_day_by_date() -> None:
    """The order is that of the days, whatever that of the articles; the last holds."""
    toll = "The death toll has risen to {}."
    days = [DAY + timedelta(days=number) for number in (2, 0, 0)]
    differing = compared(toll.format(175), toll.format(80), toll.format(90), days=days)
    assert [(values(comparison), comparison.updated) for comparison in differing] == [
        ([90, 175], True)
    ]


def test_the_first_article_with_a_count_is_cited() -> None:
    """An article that repeats a count adds nothing."""
    differing = compared("The flood killed 52 people.", "52 people died.", "The death toll is 60.")
    assert [figure.citation.document for figure in differing[0].values] == [1, 3]


def test_only_given_figures_are_compared() -> None:
    """What the caller leaves out stays out."""
    text = "The death toll has passed 80."
    document = Document("a.txt", text, "", (), language="en", id=1)
    assert comparisons([document], [], [sentence(text)]) == ()
    assert comparisons([], [], []) == ()


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1,229", "en", 1229.0),
        ("7.0", "en", 7.0),
        ("1.229", "de", 1229.0),
        ("5,5", "cs", 5.5),
        ("120 000", "fr", 120000.0),
        ("1,00,000", "hi", 100000.0),
        ("06.34.14", "en", None),
        ("1,2,3", "en", None),
        # With both separators the last one begins the decimals, in an article of any language.
        ("4.687,50", "en", 4687.5),
        ("4,687.50", "de", 4687.5),
        ("12.345.678,9", "en", 12345678.9),
        ("12,345,678.9", "fr", 12345678.9),
        ("4.687,5.0", "de", None),
        ("12,5.3", "cs", None),
    ],
)
def test_digits_are_read_as_the_language_writes_them(
    text: str, language: str, value: float | None
) -> None:
    """A comma parts thousands in some languages and fractions in others."""
    assert number_of(text, language) == value


@given(st.text(alphabet="1290.,-–$%' twohundrmilliapes", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    """No text breaks the reading, and every figure's words stand in it."""
    for figure in figures([sentence(text)], "en"):
        assert figure.text in " ".join(text.split())
        assert 0 <= figure.value <= 1e15


def test_three_releases_of_prisoners_stand_side_by_side(shared: Path) -> None:
    """Who is still held, sentenced or convicted is not among the released."""
    differing, _ = of_story(sorted((shared / "articles" / "belarus").glob("*.txt")))
    assert [(values(comparison), comparison.updated) for comparison in differing] == [
        ([78, 3, 123], False)
    ]
    assert differing[0].subject == "political prisoners were released"


def test_the_toll_of_the_tsunami_is_updated(shared: Path) -> None:
    """The toll grows from article to article; fears and parts are left out."""
    differing, documents = of_story(sorted((shared / "articles" / "wikinews").glob("M000*.txt")))
    assert [(values(comparison), comparison.updated) for comparison in differing] == [
        ([80000, 120000, 175000], True)
    ]
    days = [documents[figure.citation.document - 1].date for figure in differing[0].values]
    assert days == sorted(days, key=str)


def test_stories_without_differing_counts_have_none(shared: Path) -> None:
    """Sailors, riders, aftershocks, charges and torches are counted, and nothing is made of it."""
    for story in (1, 2, 3, 4, 5, 7, 9):
        paths = sorted((shared / "articles" / "wikinews").glob(f"M00{story}*.txt"))
        assert of_story(paths)[0] == (), story


def test_the_sample_articles_show_a_corrected_toll() -> None:
    """The dead, the missing and the survivors of the ferry, each to the last count."""
    differing, _ = of_story(sorted((Path(__file__).parents[1] / "inputs").iterdir()))
    assert [(values(comparison), comparison.updated) for comparison in differing] == [
        ([14, 23, 33, 31], True),
        ([47, 18, 8, 10], True),
        ([151, 171], True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        *(text for _, text, *_ in CASES["pairs"]),
        *(other for _, _, other, *_ in CASES["pairs"]),
        *(text for text, _ in CASES["sentences"]),
    ],
)
def test_no_count_is_overlooked(text: str) -> None:
    """A sentence that is not read closely tells nothing of its counts."""
    stated = [each for each in stated_in(sentence(text), "en") if each[2]]
    assert list(told_in(sentence(text))) == stated


def test_an_article_in_another_language_has_no_counts_to_compare() -> None:
    """Whatever words it shares with English."""
    text = "The death toll is 80."
    documents = [
        Document(f"{number}.txt", text.replace("80", str(count)), "", (), language=code, id=number)
        for number, (count, code) in enumerate([(80, "de"), (90, "fr")], 1)
    ]
    sentences = [sentence(document.text, document.id) for document in documents]
    assert comparisons(documents, None, sentences) == ()
