"""Events, quotations, speakers and names beside what was marked in twenty articles."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import annotated
import pytest


@pytest.fixture(scope="module")
def tallies(shared: Path) -> dict[str, annotated.Tally]:
    """Return what is found in the annotated articles."""
    tallies, _ = annotated.measured(shared / "articles" / "wikinews")
    return tallies


def test_the_articles_are_those_that_were_annotated(shared: Path) -> None:
    """Offsets mean something only in the same bytes."""
    for each in annotated.articles():
        data = (shared / "articles" / "wikinews" / each["file"]).read_bytes()
        assert sha256(data).hexdigest() == each["sha256"], each["file"]


@pytest.mark.parametrize("what", annotated.MEASURES)
def test_most_is_found_and_little_is_wrong(tallies: dict[str, annotated.Tally], what: str) -> None:
    """Precision is 0.9 or more, recall 0.8 or more, for each kind."""
    tally = tallies[what]
    assert tally.wanted > 20
    assert tally.precision >= 0.9
    assert tally.recall >= 0.8
