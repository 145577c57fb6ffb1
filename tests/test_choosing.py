"""What each number of choosing and ordering decides: small sets, in which only that one matters.

What lines are worth, and how likely two state one fact, is given by hand, so that nothing here
depends on what was learned.
"""

from __future__ import annotations

import pytest
from made_stories import (
    LINES,
    articles,
    chosen,
    many,
    material,
    one_fact_in,
    pool,
)
from work import steps

from brief.page.choice import choose
from brief.page.worth import Weights, worths_of

#: A line for each of twelve, worth the same.
EQUAL = dict.fromkeys(LINES, 1.0)


def worth(*values: float) -> dict[str, float]:
    """Return what each of the first lines of `LINES` is worth."""
    return dict(zip(LINES, values, strict=False))


def test_a_part_has_no_more_lines_than_are_read() -> None:
    """Of twelve lines that are worth the same there are eight, however much room there is."""
    assert chosen(material(*articles(*LINES)), EQUAL) == list(LINES[:8])


@pytest.mark.parametrize(("least", "told"), [(0.14, 4), (0.16, 5)])
def test_a_fifth_line_is_worth_a_share_of_the_first(least: float, told: int) -> None:
    """A page does not go on with what is hardly worth reading beside its best line."""
    ours = material(*articles(*LINES))
    assert len(chosen(ours, worth(1.0, 0.9, 0.8, 0.7, least))) == told
    assert len(chosen(ours, worth(0.1, 0.09, 0.08, 0.07, least / 10))) == told


def test_a_page_is_not_left_with_a_line_or_two() -> None:
    """Up to the fourth, a line stands however little it is worth; from the fifth on it does not."""
    faint = chosen(material(*articles(*LINES)), worth(1.0, *[0.05] * 9))
    assert faint == list(LINES[:4])


@pytest.mark.parametrize(("likely", "told"), [(0.4, True), (0.6, False)])
def test_few_lines_are_no_reason_to_say_a_thing_twice(likely: float, told: bool) -> None:
    """A second line that is hardly worth more stands where it is likelier new than not."""
    again = "Rye bread: 40 tons were eaten in Osk, the guild of bakers reports."
    ours = material(*articles(*LINES[1:4], again))
    lines = chosen(ours, worth(0, 1.0, 0.1, 0.1) | {again: 0.1}, same_fact=one_fact_in(likely))
    assert (again in lines) is told
    assert len(lines) == 3 + told


def test_what_a_worthier_line_says_is_worth_less() -> None:
    """A line that is likely to repeat comes after one that is worth less and new."""
    again = "Rye bread: 40 tons were eaten in Osk, the guild of bakers reports."
    ours = material(*articles(LINES[1], again, LINES[2]))
    values = {LINES[1]: 1.0, again: 0.9, LINES[2]: 0.5}
    assert chosen(ours, values, same_fact=one_fact_in(0.4)) == [LINES[1], again, LINES[2]]
    assert chosen(ours, values, same_fact=one_fact_in(0.5)) == [LINES[1], LINES[2], again]
    assert chosen(ours, values, same_fact=one_fact_in(0.9)) == [LINES[1], LINES[2]]


@pytest.mark.parametrize(
    ("days", "newest", "opens"),
    [
        ((2, 5), 0.8, True),  # Days later: that is where the story stands.
        ((2, 4), 0.8, False),  # A day or two later, the better line opens the page.
        ((2, 5), 0.7, False),  # Days later, and yet not much of a story.
        ((2, 20), 0.7, False),
        ((5, 5), 0.8, False),
        ((5, None), 0.8, False),
    ],
)
def test_where_a_story_stands_opens_the_page(
    days: tuple[int, ...], newest: float, opens: bool
) -> None:
    """The best line of the newest day comes first where that is days later and nearly as good."""
    ours = material(*articles(*LINES[:2], days=days))
    values = worth(1.0, newest)
    assert chosen(ours, values)[0] == LINES[opens]


def test_a_line_that_finds_no_room_opens_nothing() -> None:
    """The page begins with the best line that fits it."""
    ours = material(*articles(*LINES[:3]))
    assert chosen(ours, worth(1.0, 0.9, 0.8), words=12) == [LINES[1]]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("The brewery was sold to Tom Reed of Ambry.", True),  # The brewery of another line.
        ("The old brewery was sold to Tom Reed of Ambry.", True),
        ("The ferry was moored beside the brewery in Elm.", False),  # Which ferry?
        ("The biggest of three new mills near the brewery of Elm employs 300.", False),
    ],
)
def test_who_a_line_is_about_is_named_before_it(line: str, told: bool) -> None:
    """A line on "the brewery" needs one that names it; a brewery that it only mentions is none."""
    ours = material(*articles(LINES[2], f"{LINES[4]} {line}"))
    assert (line in chosen(ours, {LINES[2]: 1.0, line: 0.5})) is told
    assert chosen(ours, {line: 0.5}) == []


def cost_of_choosing(days: list[int | None]) -> int:
    """Return what it costs to choose from an article a day, in steps."""
    ours = material(*articles(*many(len(days)), days=days))
    worths = worths_of(ours, Weights(worth={}, same_fact=one_fact_in()))
    candidates = pool(ours, {" for ": 1.0})
    assert len(candidates) == len(days)
    return steps(lambda: choose(ours, worths, candidates, 1000))


def test_further_lines_cost_no_more_than_a_look() -> None:
    """A line too many to be weighed is sorted, and never compared with those that stand."""
    small, large = ([1, *[2] * (size - 1)] for size in (200, 300))
    assert cost_of_choosing(large) - cost_of_choosing(small) < 100 * 40


@pytest.mark.xfail(reason="each line asks anew for the days of all articles", strict=True)
def test_without_days_the_cost_grows_with_the_lines() -> None:
    """Twice the lines cost twice as much, whether or not their articles have a day."""
    assert cost_of_choosing([None] * 400) < 2.2 * cost_of_choosing([None] * 200)
