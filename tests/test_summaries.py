"""Running text and pages as a user of the library makes them."""

from __future__ import annotations

from datetime import date

import pytest

from brief.errors import NothingToBrief, UsageError
from brief.model import Document
from brief.pipeline import brief, read, render, summarise
from brief.settings.page_options import Config

FERRY = "A ferry with 63 people on board sank off Larn on Tuesday night. Divers found nine bodies."
FIRE = "A fire in a mill at Easton killed four workers on 3 May. Its owner John Reed was arrested."
NOW = date(2026, 11, 20)


def articles(*texts: str) -> tuple[Document, ...]:
    """Return texts as one set of articles that was read from standard input, each alone."""
    return tuple(read(["-"], stdin=(text * 2).encode()).documents[0] for text in texts)


def test_articles_of_two_sets_are_told_apart() -> None:
    """Where ids meet twice, or are not there, a sentence names the place of its article."""
    ferry, fire = articles(FERRY, FIRE)
    assert ferry.id == fire.id == 1
    for given in ([ferry, fire], [FERRY, fire], [FERRY, FIRE]):
        summary = summarise(given, words=200)
        assert {one.document: one.text.split()[1] for one in summary if one.position == 0} == {
            1: "ferry",
            2: "fire",
        }


def test_a_text_that_is_none_is_left_out() -> None:
    """The others keep their places, so that a sentence can still be found in what was given."""
    summary = summarise(["", "%PDF-1.7", FERRY], words=200)
    assert {sentence.document for sentence in summary} == {3}
    assert all(FERRY[one.start : one.end] == one.text for one in summary)


@pytest.mark.parametrize("words", [0, -1, "many"])
def test_a_summary_has_at_least_a_word(words: object) -> None:
    """A budget that is none is refused by its name."""
    with pytest.raises(UsageError, match="words"):
        summarise(FERRY, words=words)  # type: ignore[arg-type]


@pytest.mark.parametrize("method", ["coverage", "headlines", "leads", "lexrank"])
def test_no_articles_give_no_words_and_no_page(method: str) -> None:
    """Both are an error that says what to do."""
    with pytest.raises(NothingToBrief, match="give texts, or what read returns"):
        summarise([], method=method)
    with pytest.raises(NothingToBrief, match="no article: none was given"):
        brief([], now=NOW)


def test_an_unknown_format_is_named_with_the_known_ones() -> None:
    """A slip in the format's name is told with what may be given."""
    made = brief(articles(FERRY), now=NOW)
    with pytest.raises(UsageError, match="'pdf'; use markdown, json, text, html"):
        render(made, "pdf")


def test_a_page_needs_a_date_from_somebody() -> None:
    """Nothing looks at the clock; what the configuration says goes before the argument."""
    found = articles(FERRY)
    with pytest.raises(UsageError, match=r"give now=date\.today"):
        brief(found)
    assert brief(found, Config(now="2025-03-21")).generated == date(2025, 3, 21)  # type: ignore[arg-type]
    assert brief(found, Config(now="2025-03-21"), now=NOW).generated == date(2025, 3, 21)  # type: ignore[arg-type]
