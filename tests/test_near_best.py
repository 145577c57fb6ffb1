"""Lines are chosen one by one; what they are worth together is near the best there is.

What some lines are worth together is the sum of each one's worth times the chance that none of the
worthier ones states its fact.  Of the worthiest few lines every choice can be tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from statistics import mean

import marked
import numpy as np
import pytest
from made_stories import LINES, articles, many, material
from numpy.typing import NDArray

from brief.compare.same_fact import likely_same
from brief.page.candidates import Candidate, pool_of
from brief.page.choice import COUNTED, choose
from brief.page.material import Material, material_of
from brief.page.sheet import STORY_SHARE
from brief.page.worth import learned, worths_of

#: Lines that are tried, the worthiest, and how many of them are taken at the most.
TRIED, TAKEN = 12, 5
#: Words that they may have together: on a usual page, and where room is scarce.
USUAL, SCARCE = int(600 * STORY_SHARE), 80

#: A strike, told by seven articles that repeat each other, some at length.
STRIKE = (
    "Drivers of the Osk trams went on strike on Monday and 40,000 people walked to work. The union "
    "of drivers wants 12 per cent more pay, its head Ruth Lind said.",
    "In Osk no tram ran on Monday: the drivers were on strike for 12 per cent more pay, and 40,000 "
    "people had to walk to work, cycle or stay at home, the city's mayor Karl Brandt said in the "
    "evening. The mayor offered four per cent.",
    "Mayor Karl Brandt offered the drivers of Osk four per cent more pay on Tuesday. Ruth Lind of "
    "the union of drivers called the offer an insult.",
    "Shops in Osk lost 2 million crowns on the first day of the strike, the chamber of trade said. "
    "Some 40,000 people walked to work.",
    "A court in Larn allowed the strike of the tram drivers of Osk on Wednesday. Judge Maria Berg "
    "said that the union had given notice in time.",
    "The strike of the tram drivers of Osk ended on Thursday after four days. Ruth Lind and Karl "
    "Brandt agreed on seven per cent more pay.",
    "Tram drivers in Osk get seven per cent more pay, the union and the mayor agreed on Thursday. "
    "Trams run again from Friday morning at five.",
)


def worth_together(
    lines: Sequence[int],
    worth: Sequence[float],
    likely: NDArray[np.float64],
    counts: Sequence[frozenset[str]],
) -> float:
    """Return what lines are worth together; they are places of `worth`, the worthiest first."""
    return sum(
        worth[line]
        * max(
            float(np.prod([1.0 - likely[line, other] for other in lines[:place]])),
            of_its_own(counts[line], [counts[other] for other in lines[:place]]),
        )
        for place, line in enumerate(lines)
    )


def of_its_own(counts: frozenset[str], before: Sequence[frozenset[str]]) -> float:
    """Return how new a line is at the least by its numbers, where it has several."""
    if len(counts) < 2:
        return 0.0
    return COUNTED * len(counts.difference(*before)) / len(counts)


def share_of_best(of: Material, words: int) -> float | None:
    """Return what the lines that are chosen are worth beside the best; None where nothing fits."""
    worths = worths_of(of, learned())
    candidates = [line for lines in pool_of(of, worths).values() for line in lines]
    # A line that needs another one before it is no matter of worth.
    able = [line for line in candidates if not of.standings[line.row].vague]
    tried = sorted(able, key=lambda line: (-line.worth, line.row))[:TRIED]
    rows = [line.row for line in tried]
    likely = likely_same(of.comparable, rows, rows, worths.weights.same_fact)
    worth = [line.worth for line in tried]
    counts = [frozenset(of.counts[row]) for row in rows]
    every = choices_of(tried, words)
    best = max((worth_together(s, worth, likely, counts) for s in every), default=0.0)
    chosen = [tried.index(one.candidate) for one in choose(of, worths, tried, words)[:TAKEN]]
    return worth_together(sorted(chosen), worth, likely, counts) / best if best else None


def choices_of(tried: Sequence[Candidate], words: int) -> Iterator[tuple[int, ...]]:
    """Yield every choice of lines that have no more words together."""
    for size in range(1, TAKEN + 1):
        for choice in combinations(range(len(tried)), size):
            if sum(tried[place].words for place in choice) <= words:
                yield choice


def made_up() -> Iterator[Material]:
    """Yield small sets: alike, unlike, mixed; with days and without."""
    yield material(*articles(*LINES))
    # Articles of three sentences: where each is all openings, no order of choice is like a story's.
    lines = many(30)
    yield material(*articles(*(" ".join(lines[n : n + 3]) for n in range(0, 30, 3))))
    yield material(*articles(*STRIKE))
    yield material(*articles(*STRIKE, days=(1, 1, 2, 2, 3, 4, 4)))
    yield material(*articles(*STRIKE, *LINES[:5]))
    yield material(
        *articles(*(f"{strike} {line}" for strike, line in zip(STRIKE, LINES, strict=False)))
    )


def shares_of_best(sets: Iterable[Material], words: int) -> list[float]:
    """Return the share of the best for each set of which anything fits."""
    return [share for of in sets if (share := share_of_best(of, words))]


@pytest.mark.parametrize(("words", "least"), [(USUAL, 0.99), (SCARCE, 0.88)])
def test_lines_are_near_the_best_choice(words: int, least: float) -> None:
    """Of a few lines on one thing those are taken that tell most of it together."""
    shares = shares_of_best(made_up(), words)
    assert len(shares) == 6
    assert mean(shares) > least
    assert max(shares) <= 1.0 + 1e-9


@pytest.fixture(scope="module")
def stories(shared: Path) -> list[Material]:
    """The stories that an editor has marked, but for those kept out."""
    return [material_of(story.documents) for story in marked.stories(shared)]


@pytest.mark.parametrize(("words", "least"), [(USUAL, 0.92), (SCARCE, 0.87)])
def test_lines_of_real_stories_are_near_the_best_choice(
    stories: list[Material], words: int, least: float
) -> None:
    """The same of real stories; where one opens with its newest day, that costs a little."""
    shares = shares_of_best(stories, words)
    assert mean(shares) > least, (len(shares), mean(shares), min(shares))
