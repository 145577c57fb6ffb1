"""Concepts, what they weigh, and how specific a sentence is."""

from __future__ import annotations

import pytest

from brief.language.concepts import STEEPNESS, concepts_of
from brief.language.facts import counts_in, fact_units, names_in, numbers_in
from brief.language.terms import TermMatrix, term_matrix
from brief.model import Sentence


def matrix_of(*articles: tuple[str, ...], language: str = "en") -> TermMatrix:
    """Return the matrix of articles given as tuples of sentences."""
    rows = [
        Sentence(number, position * 999, position * 999 + len(text), text, position, position)
        for number, texts in enumerate(articles, 1)
        for position, text in enumerate(texts)
    ]
    return term_matrix(rows, language)


def weights(matrix: TermMatrix) -> dict[str, float]:
    concepts = concepts_of(matrix)
    return dict(zip(concepts.names, concepts.weight, strict=True))


def test_what_more_articles_tell_weighs_more() -> None:
    """A concept of all articles outweighs one of two, and that one one of a single article."""
    found = weights(
        matrix_of(
            ("A ferry sank off Larn.",),
            ("The ferry sank at night in rain.",),
            ("A ferry was raised in rain.",),
        )
    )
    assert found["ferri"] > found["rain"] > found["night"] > 0


def test_what_one_article_alone_tells_hardly_counts() -> None:
    """Among three articles or more, a concept of one weighs far less than its share of them."""
    articles = (("Rain at night.",), ("Rain in Larn.",), ("A ferry sank.",))
    three = weights(matrix_of(*articles))
    assert 0 < three["night"] / three["rain"] < 0.1 * (1 / 2) ** STEEPNESS
    two = weights(matrix_of(*articles[:2]))
    assert two["night"] / two["rain"] == pytest.approx((1 / 2) ** STEEPNESS)


def test_a_concept_needs_a_content_word() -> None:
    """Two stop words side by side are no concept."""
    assert "in the" not in weights(matrix_of(("It sank in the night.",)))
    assert "the night" in weights(matrix_of(("It sank in the night.",)))


def test_inflected_forms_are_one_concept() -> None:
    """Stems make "prisoner" and "prisoners" the same."""
    found = weights(matrix_of(("A prisoner left.",), ("Prisoners leave.",)))
    assert "prison" in found
    assert "prisoners" not in found


def test_nothing_gives_nothing() -> None:
    """No sentences, no concepts."""
    assert concepts_of(matrix_of()).names == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Then Maria Kolesnikova met Viasna.", ("Maria Kolesnikova", "Viasna")),
        ("Yesterday I slept.", ()),
        ("He flew to Port-au-Prince on Air France.", ("Port-au-Prince", "Air France")),
        ("They left the U.S. embassy.", ("U.S",)),
    ],
)
def test_names_are_runs_of_capitals_inside_a_sentence(text: str, names: tuple[str, ...]) -> None:
    """The word that opens a sentence is no evidence of a name."""
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("On June 8, 2022 a court jailed 14 people.", ("14",)),
        ("It began at 1:00 p.m. on 27 March 2010.", ()),
        ("Some 1,229 prisoners and three guards were there in 2021.", ("1,229", "three")),
        ("The 8.8 quake killed 214.", ("8.8", "214")),
    ],
)
def test_counts_are_numbers_that_count_something(text: str, counts: tuple[str, ...]) -> None:
    """Years, days of the month and times of day are no counts."""
    assert counts_in(text) == counts


def test_numbers_are_read_as_digits_and_words() -> None:
    """Both count, in the language they are in."""
    assert set(numbers_in("Drei von 40 Schiffen sanken.", "de")) == {"40", "drei"}
    assert fact_units("1,229") > fact_units("Minsk") > fact_units("@2021")
