"""Which sentences of different articles say the same thing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from work import steps

from brief.compare import claims
from brief.compare.claims import agreement
from brief.compare.contents import contradict
from brief.language.concepts import concepts_of
from brief.language.terms import TermMatrix, term_matrix
from brief.model import Sentence

CASES = json.loads((Path(__file__).parent / "cases" / "agreement.json").read_text("utf-8"))
#: What else the articles say, so that not every word is in every sentence.
ELSE = (
    "A crane lifted the bow at noon.",
    "Rain fell all night in the valley.",
    "The minister opened a school for nurses.",
    "Prices of bread rose again.",
    "Nobody knows what the winter brings.",
    "A choir sang in the old church.",
)
FERRY = (
    "Divers freed 14 sailors from the hull of the ferry Osk on Tuesday.",
    "On Tuesday divers rescued 14 sailors from the hull of the ferry Osk.",
    "Divers on Tuesday freed 14 sailors from the hull of the ferry Osk.",
)


def matrix_of(*texts: str, language: str = "en", position: int = 0) -> TermMatrix:
    """Return sentences as articles of one each, the others of `ELSE` behind them."""
    rows = [
        Sentence(number, 0, len(text), text, position if text in texts else 0)
        for number, text in enumerate((*texts, *ELSE), 1)
    ]
    return term_matrix(rows, language)


def groups(matrix: TermMatrix, origin: dict[int, int] | None = None) -> tuple[tuple[int, ...], ...]:
    return agreement(matrix, concepts_of(matrix), origin or {})


@pytest.mark.parametrize("case", CASES["made"], ids=lambda case: case["why"])
def test_two_sentences_say_the_same_or_do_not(case: dict[str, str]) -> None:
    """Another order is the same; another number, day or person is not, nor is a "not"."""
    agreeing = groups(matrix_of(case["a"], case["b"], language=case["language"]))
    assert agreeing == (((0, 1),) if case["same"] else ())


def test_one_origin_does_not_confirm_itself() -> None:
    """Two papers with the same agency's text are one witness; a third paper makes two."""
    matrix = matrix_of(*FERRY)
    assert groups(matrix) == ((0, 1, 2),)
    assert groups(matrix, {1: 0, 2: 0, 3: 1}) == ((0, 2),)
    assert groups(matrix, {1: 0, 2: 0, 3: 0}) == ()


def test_no_chain_joins_what_differs() -> None:
    """Each sentence of a group agrees with the first, not only with one between them."""
    first = "Divers freed 14 sailors from the hull of the ferry Osk on Tuesday."
    between = "Divers freed 14 sailors of the ferry Osk, and the mayor of Larn fined its company."
    last = "The mayor of Larn fined the company of the ferry Osk 2.5 million crowns on Friday."
    for rows in groups(matrix_of(first, between, last)):
        assert not {0, 2} <= set(rows)


def test_headlines_confirm_nothing() -> None:
    """In Title Case every word looks like a name."""
    assert groups(matrix_of(*FERRY, position=-1)) == ()


def test_nothing_gives_nothing() -> None:
    """No sentences, no groups."""
    empty = term_matrix([], "en")
    assert agreement(empty, concepts_of(empty), {}) == ()


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("Rebels hold 12 hostages in Larn.", True),
        ("Rebels hold 14 hostages in Larn.", False),
        ("Rebels near Larn hold 2 farms.", False),
    ],
)
def test_numbers_contradict_only_of_the_same_thing(other: str, expected: bool) -> None:
    """12 hostages are not 14 hostages; 2 farms are no matter."""
    assert contradict("In Larn rebels hold 14 hostages.", other, "en") is expected


def test_thousands_of_copies_cost_little() -> None:
    """Twice as many articles with the same sentences cost less than three times, not four."""

    def cost(count: int) -> int:
        texts = [f"{FERRY[n % 3][:-1]}, said witness {n // 30}." for n in range(count)]
        rows = [Sentence(number, 0, len(text), text) for number, text in enumerate(texts, 1)]
        matrix = term_matrix(rows, "en")
        concepts = concepts_of(matrix)
        return steps(lambda: agreement(matrix, concepts, {}))

    cost(30)  # reads the word lists
    assert cost(1600) < 3 * cost(800)


def test_no_two_sentences_are_too_quickly_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a look at two sentences rules out, a close comparison does not find alike either."""
    texts = [case[side] for case in CASES["made"] if case["language"] == "en" for side in "ab"]
    matrix = matrix_of(*dict.fromkeys(texts))
    quick = groups(matrix)
    monkeypatch.setattr(claims, "_may_be_alike", lambda *_: True)
    assert quick == groups(matrix) != ()
