"""How much of a topic a sentence holds, and what that does to a summary."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import brief
from brief.formats.reread import parse
from brief.language.terms import TermMatrix, term_matrix
from brief.model import Sentence
from brief.pipeline import summarise
from brief.score.topic import AKIN, NEARBY, relevance

TEXTS = (
    "Divers from Osk found nine bodies in the hull of the ferry on Tuesday.",
    "A crane of the port lifted the bow at noon.",
    "A court in Osk fined the ferry company 2.5 million crowns on Friday.",
)


def matrix_of(*texts: str, apart: bool = True) -> TermMatrix:
    """Return sentences as articles of one each, or as those of one article."""
    rows = [Sentence(n if apart else 1, n * 999, n * 999 + len(t), t) for n, t in enumerate(texts)]
    return term_matrix(rows, "en")


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("what divers found", [1.0, 0.0, 0.0]),
        ("the court's fine", [0.0, 0.0, 1.0]),
        ("whales", [0.0, 0.0, 0.0]),
        ("of the", [0.0, 0.0, 0.0]),
        (None, [0.0, 0.0, 0.0]),
        ("the companies", [0.0, 0.0, 1.0]),  # the stem is the same
        ("diver", [1.0, 0.0, 0.0]),
        ("courtyards", [0.0, 0.0, AKIN]),  # the beginning is
    ],
)
def test_relevance_is_the_share_of_the_topic(topic: str | None, expected: list[float]) -> None:
    """Inflected words count in full, words that only begin alike a little less, stop words none."""
    assert relevance(matrix_of(*TEXTS), topic).tolist() == pytest.approx(expected)


def test_rare_words_make_most_of_a_topic() -> None:
    """What half of the sentences have says less than what one has."""
    ferry, _, court = relevance(matrix_of(*TEXTS), "the ferry and the crowns")
    assert 0 < ferry < court == 1.0


def test_an_answer_goes_on() -> None:
    """The next sentence of the same article has a part of it, one of another article nothing."""
    assert relevance(matrix_of(*TEXTS, apart=False), "divers").tolist() == [1.0, NEARBY, 0.0]
    assert relevance(matrix_of(*TEXTS), "divers")[1] == 0.0


@pytest.mark.parametrize("method", ["coverage", "lexrank"])
@pytest.mark.parametrize(("focus", "place"), [("what divers found", 0), ("the court's fine", 2)])
def test_the_focus_moves_the_choice(method: str, focus: str, place: int) -> None:
    """With room for one sentence, the topic decides which, whatever the method."""
    assert str(summarise(TEXTS, words=14, method=method, focus=focus)) == TEXTS[place]


@pytest.mark.parametrize("stories", ["auto", "off"])
def test_a_topic_that_nothing_is_about_is_named_and_changes_nothing(
    stories: str, tmp_path: Path
) -> None:
    """The page says so in words that are no markup, verifies, and has the lines of one without."""
    (tmp_path / "ferry.txt").write_text("\n\n".join(TEXTS), encoding="utf-8")
    asked, plain = (
        brief.brief(
            brief.read([tmp_path]), brief.Config(focus=focus, stories=stories), now=date(2026, 1, 5)
        )
        for focus in ("a *volcano* [x](y)", None)
    )
    page = brief.render(asked)
    assert "No article is about “a \\*volcano\\* \\[x\\](y)”" in page
    assert asked.in_brief == plain.in_brief
    assert parse(page, "page").faults == ()
    assert parse(page.replace("volcano", "flood", 1), "page").faults != ()


def test_a_topic_that_an_article_is_about_is_not_named(tmp_path: Path) -> None:
    """Only what is missed needs to be said."""
    (tmp_path / "ferry.txt").write_text("\n\n".join(TEXTS), encoding="utf-8")
    config = brief.Config(focus="divers")
    assert not brief.brief(brief.read([tmp_path]), config, now=date(2026, 1, 5)).missed_topic
