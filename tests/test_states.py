"""What the news has left behind stands on no page: small sets for each number of `page.states`."""

from __future__ import annotations

import pytest
from made_stories import Article, material, pool, unlike
from work import steps

from brief.page.states import states_of


def stands(line: str, *told: Article) -> bool:
    """Return whether a line of some articles may stand on their page."""
    return bool(pool(material(*told), {line: 1.0}))


@pytest.mark.parametrize(
    ("expecting", "done", "left"),
    [
        # Named in another word for the same kind of deed, the eighth behind "expected".
        (
            "Karl Brandt is expected to stand before a court to be jailed over the ferry fraud.",
            "A court convicted Karl Brandt over the ferry fraud.",
            True,
        ),
        (
            "Maria Berg hopes the council of Osk will buy the mill of Tarn.",
            "The council of Osk acquired the mill of Tarn, its mayor Maria Berg said.",
            True,
        ),
        # What was done already is told behind what is expected.
        (
            "Mayor Ines Holt is expected in the old harbour of Osk later where, after a long "
            "search, police arrested Karl Brandt of the ferry.",
            "Police seized Karl Brandt of the ferry in the old harbour of Osk, mayor Ines Holt "
            "said.",
            False,
        ),
    ],
)
def test_what_is_expected_is_told_soon_behind(expecting: str, done: str, left: bool) -> None:
    """What came true is not announced any more; what only stands in the same line is news."""
    told = (4, "Two days in Osk", done), (4, "What comes in Osk", expecting)
    assert stands(expecting, *told) is not left
    assert stands(expecting, told[1])


@pytest.mark.parametrize(
    ("expecting", "done", "left"),
    [
        (
            "Ines Holt is expected to visit the mill of Tarn with Maria Berg.",
            "Ines Holt opened a fair and visited the mill of Tarn with Maria Berg.",
            True,
        ),
        (
            "The pianist Ruth Lind is due to play in Mell on the night of the fair.",
            "After a storm, the pianist Ruth Lind played in Mell on the night of the fair.",
            True,
        ),
        # Where she is expected is not what she will do: that has another form two days later.
        (
            "Ines Holt is expected to be there at the mill of Tarn with Maria Berg.",
            "At the mills of Tarn, Ines Holt opened a fair with Maria Berg.",
            False,
        ),
    ],
)
def test_a_deed_that_no_list_has_is_done_a_day_later(expecting: str, done: str, left: bool) -> None:
    """The first word behind "expected to" is what is awaited, if it comes at once."""
    told = (3, "What comes", expecting), (5, "What was", done)
    assert stands(expecting, *told) is not left
    assert stands(expecting, told[0])


def test_a_deed_that_no_list_has_is_done_whatever_else_its_line_tells() -> None:
    """It needs no other deed beside it."""
    expecting = "Ines Holt is expected to visit the mill of Tarn with Maria Berg."
    done = "Ines Holt visited the mill of Tarn with Maria Berg."
    assert not stands(expecting, (3, "What comes", expecting), (5, "What was", done))


@pytest.mark.parametrize(
    ("done", "left"),
    [
        ("The harbour board of Osk bought three cranes from a yard in Larn.", True),
        ("Tom Reed of Osk bought a house with a garden and 12 apple trees.", False),
    ],
)
def test_what_came_true_is_of_the_same_matter(done: str, left: bool) -> None:
    """That somebody in town bought something does not mean that what was planned is bought."""
    plan = "The harbour board of Osk plans to buy three cranes for 4 million crowns by the autumn."
    assert stands(plan, (3, "A plan", plan), (5, "A purchase", done)) is not left


def cost_of_states(texts: list[str]) -> int:
    """Return what it costs to see which lines are left behind, in steps."""
    ours = material(*((None, f"Item {place}", text) for place, text in enumerate(texts)))
    return steps(lambda: states_of(ours))


def test_the_cost_grows_with_the_articles() -> None:
    """A word that all share does not have each line compared with every other."""
    small, large = (
        [f"{line[:-1]} and sank, and more will sink." for line in unlike(size)]
        for size in (200, 400)
    )
    assert cost_of_states(large) < 2.4 * cost_of_states(small)


def test_the_cost_of_a_line_is_bounded() -> None:
    """A line of three times the words is compared with no more others."""

    def cost(size: int) -> int:
        clauses = [f"{line[4:-1]} and sank, and more will sink" for line in unlike(100)]
        lines = ["; ".join(clauses[place : place + size]) + "." for place in range(80)]
        return cost_of_states(lines)

    # 2.4 on Python 3.11, 2.7 on 3.14, which counts lines otherwise.
    assert cost(12) < 2.8 * cost(4)
