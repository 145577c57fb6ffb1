"""Which sentences fit the budget, and that none says a thing twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_concepts import matrix_of

from brief.score import RANKERS
from brief.score.selection import choose, rank_sentences

WORDS = st.sampled_from("ferry sank Larn divers found nine bodies harbour night rain owner".split())
SENTENCE = st.lists(WORDS, min_size=1, max_size=14).map(lambda words: " ".join(words) + ".")
ARTICLES = st.lists(st.lists(SENTENCE, min_size=1, max_size=6).map(tuple), min_size=1, max_size=4)


@given(ARTICLES, st.integers(1, 60), st.booleans())
def test_the_budget_holds_and_nothing_stands_twice(
    articles: list[tuple[str, ...]], budget: int, cover: bool
) -> None:
    """Whatever the sentences, the choice is within the budget, in order, and without repeats."""
    matrix = matrix_of(*articles)
    scores = RANKERS["coverage" if cover else "lexrank"](matrix)
    rows = choose(matrix, scores, budget, cover_concepts=cover)
    texts = [matrix.sentences[row].text for row in rows]
    assert sum(len(text.split()) for text in texts) <= budget
    assert rows == sorted(rows)
    assert len({text.casefold() for text in texts}) == len(texts)


@given(ARTICLES)
def test_a_budget_for_all_takes_all_but_repeats(articles: list[tuple[str, ...]]) -> None:
    """The budget is filled as far as whole sentences allow."""
    matrix = matrix_of(*articles)
    rows = choose(matrix, RANKERS["coverage"](matrix), 10_000, cover_concepts=True)
    assert len(rows) == len({sentence.text.casefold() for sentence in matrix.sentences})


@pytest.mark.parametrize("method", ["lexrank", "textrank", "leads"])
def test_rankers_do_not_repeat_a_copied_article(method: str) -> None:
    """An article beside its own copy gives each sentence once."""
    article = (
        "A ferry with 63 people on board sank on the river Larn on Tuesday night.",
        "Divers found nine bodies in the hull of the ship on Wednesday morning.",
    )
    matrix = matrix_of(article, article)
    rows = choose(matrix, RANKERS[method](matrix), 100, cover_concepts=False)
    assert len(rows) == 2


def test_the_choice_covers_more_than_one_article() -> None:
    """A long article that says one thing often does not drown the others."""
    long = tuple(
        f"The ferry owner Larn Lines said on day {number} that the ferry was safe to sail."
        for number in range(2, 12)
    )
    matrix = matrix_of(
        long,
        ("Divers from Osk found nine bodies in the hull of the ferry on Tuesday.",),
        ("A court in Osk fined the ferry owner Larn Lines 2.5 million crowns.",),
    )
    rows = choose(matrix, RANKERS["coverage"](matrix), 45, cover_concepts=True)
    assert {matrix.sentences[row].document for row in rows} == {1, 2, 3}


def test_sentences_are_ranked_one_by_one() -> None:
    """What a sumy summariser asks for: so many sentences, the most telling first."""
    matrix = matrix_of(
        ("A ferry sank on the river Larn on Tuesday.", "It rained."),
        ("The ferry sank with 63 people on board.",),
    )
    rows = rank_sentences(matrix, RANKERS["coverage"](matrix), 2)
    assert sorted(rows) == [0, 2]
