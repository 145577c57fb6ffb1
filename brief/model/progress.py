"""How far work is, as the stages report it to whoever shows it: they know no clock and no screen.

A phase is words with `{}` where the counts go: `reading {} articles` is shown as "reading 3 of 12
articles", and as "reading articles" where nothing is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias, TypeVar

T = TypeVar("T")
#: Called with a phase, how much of it is done and of how much; the total is 0 where nothing counts.
Progress: TypeAlias = Callable[[str, int, int], None]

FETCHING_SOURCES = "fetching {} sources"
FETCHING_ARTICLES = "fetching {} articles"
LISTING = "looking through {} sources"
READING = "reading {} articles"
KEEPING = "keeping {} articles"
PREPARING = "looking at {} articles"
COMPARING = "comparing {} articles"
CHOOSING = "choosing from {} stories"
CONDENSING = "condensing {} articles"
EVALUATING = "evaluating {} cases"
PROVING = "proving {} pages"
FITTING = "fitting the page"
WRITING = "writing the page"
DELIVERING = "delivering the page"


def silent(phase: str, done: int, total: int) -> None:
    """Show nothing."""


def stepping(items: Iterable[T], phase: str, total: int, progress: Progress) -> Iterator[T]:
    """Yield `items`, of which there are `total`, and report how many are done with."""
    progress(phase, 0, total)
    for done, item in enumerate(items, 1):
        yield item
        progress(phase, done, total)
