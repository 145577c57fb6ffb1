"""What each number of choosing and ordering decides: small sets, in which only that one matters.

What lines are worth, and how likely two state one fact, is given by hand, so that nothing here
depends on what was learned.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from made_stories import (
    LINES,
    Article,
    articles,
    chosen,
    documents,
    lines_of,
    many,
    material,
    one_fact_in,
    own_of,
    page_of,
    pool,
    weights_file,
)
from work import steps

from brief import formats
from brief.page.choice import choose
from brief.page.draft import StoryDraft, draft_of
from brief.page.material import Material, material_of
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


@pytest.mark.parametrize(
    ("rest", "told"),
    [("26 people are missing and 90 safe", True), ("many people are missing", False)],
)
def test_figures_of_its_own_make_a_line_new(rest: str, told: bool) -> None:
    """Two reports of one event, of which one has the figures: neither hides the other."""
    event = "Police in Osk held 40 sailors of the ferry Heron that sank in the Larn."
    again = f"The ferry Heron of 40 sailors sank in the Larn off Osk, and {rest}, police said."
    ours = material(*articles(event, again, *LINES[2:5]))
    worths = worth(0, 0, 0.8, 0.7, 0.6) | {event: 1.0, again: 0.9}
    assert (again in chosen(ours, worths, same_fact=one_fact_in(0.95))) is told


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


def test_without_days_the_cost_grows_with_the_lines() -> None:
    """Twice the lines cost twice as much, whether or not their articles have a day."""
    assert cost_of_choosing([None] * 400) < 2.2 * cost_of_choosing([None] * 200)


def long(count: int) -> list[str]:
    """Return so many sentences of about thirty words."""
    told = many(3 * count)
    return [
        f"{told[place][:-1]}, {told[place + count][:-1]} and {told[place + 2 * count]}"
        for place in range(count)
    ]


def test_half_of_the_page_is_left_to_the_articles(tmp_path: Path) -> None:
    """What the story is comes in a few lines, and those not heard yet say below what they add."""
    weights = weights_file(tmp_path, {"first": 9.0})
    made = page_of(*articles(*long(6)), words=500, weights=weights)
    assert len(made.in_brief) >= 3
    assert len(own_of(made)) >= 2


def test_an_article_alone_has_most_of_the_page(tmp_path: Path) -> None:
    """There is nobody else to be heard."""
    weights = weights_file(tmp_path, {"quotes": -9.0})
    told = " ".join(long(12))
    alone = page_of((None, "A year", told), words=300, weights=weights)
    assert len(alone.in_brief) >= 5
    beside = page_of((None, "A year", told), (None, "Bells", LINES[0]), words=300, weights=weights)
    assert len(beside.in_brief) < len(alone.in_brief)


def draft(ours: Material, weights: Weights, words: int) -> StoryDraft:
    made = draft_of(ours, weights, words)
    assert made
    return made


def test_a_page_of_the_usual_words_is_one_sheet() -> None:
    """An A4 sheet of 62 lines; who gives more words gets more lines, as long as there are any."""
    told = articles(*long(40))
    assert 50 < formats.measure(page_of(*told, words=600))[1] <= 62
    longer = page_of(*told, words=3000)
    assert formats.measure(longer)[1] > 120
    assert len(longer.in_brief) > 20


@pytest.mark.parametrize(
    ("headline", "heads"),
    [
        ("Bell lifted", False),
        ("Bell lifted again", True),
        ("Divers lift bell of ship from mud of river " * 2, False),
        ("Was the bell lifted by divers?", False),
    ],
)
def test_a_usual_headline_heads_the_page(headline: str, heads: bool) -> None:
    """One of two words says too little and one of twenty too much, whatever its article tells."""
    other = "Bakers have sold their bread"
    made = page_of((9, headline.strip(), LINES[0]), (2, other, LINES[1]))
    assert lines_of(made)[0] == LINES[0]
    assert made.title.text == (headline if heads else other)


def test_instead_of_what_is_known_for_lines_of_a_full_page(tmp_path: Path) -> None:
    """The best line without a place is named, though ten others stand before it."""
    weights = weights_file(tmp_path, {"length": 1.0})
    made = page_of(*articles(*LINES, *many(3)), words=240, weights=weights)
    told = [*lines_of(made), *own_of(made)]
    rival = made.in_brief[0].reason.runner_up
    assert len(told) > 8
    assert rival and rival not in told


def test_a_line_is_explained_by_what_speaks_most_for_it(tmp_path: Path) -> None:
    """Eight features of many, those with most effect: more would be a table, not an answer."""
    names = "early depth first last length long mood quotes brackets leans vague lexrank coverage"
    weights = weights_file(tmp_path, {name: 0.1 for name in names.split()} | {"tellers": 3.0})
    again = "The wolf that crossed the lake at Vessen was a male, Ruth Lind said."
    made = page_of(*articles(*LINES, again), weights=weights)
    for line in made.in_brief:
        assert len(line.reason.score) == 8 + 1
        sizes = [max(value, 1 / value) for _, value in line.reason.score[:-1]]
        assert sizes == sorted(sizes, reverse=True)


def baseline(told: Sequence[Article], method: str, words: int = 1000) -> list[str]:
    """Return the lines of a story that another method than the default chooses."""
    ours = material_of(documents(*told), method)
    made = draft_of(ours, Weights(worth={}, same_fact=one_fact_in(), states={}), words, method)
    assert made
    return [line.text for line in made.lines]


@pytest.mark.parametrize("method", ["leads", "headlines", "lexrank"])
def test_a_baseline_has_as_many_lines_as_the_page(method: str) -> None:
    """What the page is compared with is of its size: eight lines, and no more words."""
    told = [(None, headline[:-1], line) for headline, line in zip(many(12), LINES, strict=True)]
    assert len(baseline(told, method)) == 8
    few = baseline(told, method, 30)
    assert len(few) in (2, 3)
    assert sum(len(line.split()) for line in few) <= 30


def test_a_baseline_says_nothing_twice() -> None:
    """`leads` leaves out what stands there to the word, a ranking what mostly repeats."""
    again = f"{LINES[2][:-1]} again."
    told = articles(LINES[2], LINES[2], again, LINES[5])
    assert sorted(baseline(told, "leads")) == sorted([LINES[2], again, LINES[5]])
    ranked = baseline(told, "lexrank")
    assert len(ranked) == 2
    assert LINES[5] in ranked


@pytest.mark.parametrize(("days", "less"), [((1, 5), True), ((5, 1), False), ((1, 1), False)])
def test_what_an_older_article_expects_counts_less(days: tuple[int, int], less: bool) -> None:
    """By now it has happened or not; what the newest article expects is still to come."""
    expected = "The council of Elm will lend the harbour 40 million crowns, Tom Reed said."
    ours = material(*articles(expected, LINES[1], days=days))
    worths = worths_of(ours, Weights(worth={}, same_fact={"bias": -30.0}))
    by_text = {s.text: worths.of[row] for row, s in enumerate(ours.matrix.sentences)}
    assert (by_text[expected] < by_text[LINES[1]]) is less
