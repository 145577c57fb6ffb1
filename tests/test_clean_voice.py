"""Lines in which a site speaks to its readers, and those that only sound like it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from work import steps

from brief.clean import voice
from brief.clean.label import label
from brief.clean.layout import layout_of
from brief.language.words import entries
from brief.model import Document
from brief.readers import text

CASES = json.loads((Path(__file__).parent / "cases" / "site_voice.json").read_text("utf-8"))


def prose(paragraphs: list[str], language: str) -> list[str]:
    """Return the paragraphs that sentences may be taken from, of an article with a headline."""
    content = "\n\n".join(["Lundby: 3 †", *paragraphs])
    document: Document = text.parse(content.encode())
    article = label(
        Document(path="", text=content, sha256="", blocks=document.blocks[1:], language=language)
    )
    return [content[block.start : block.end] for block in article.prose()]


def tried(kind: str) -> list[Any]:
    return [
        pytest.param(case, sentence, id=f"{case['language']}: {sentence[:40]}")
        for case in CASES
        for sentence in case[kind]
    ]


@pytest.mark.parametrize(("case", "sentence"), tried("furniture"))
def test_a_sentence_to_the_reader_is_no_prose(case: dict[str, Any], sentence: str) -> None:
    """A notice below an article goes, and no sentence of the article goes with it."""
    article = case["article"]
    assert prose([*article, sentence], case["language"]) == article


@pytest.mark.parametrize(("case", "sentence"), tried("news"))
def test_news_of_sites_and_readers_stays(case: dict[str, Any], sentence: str) -> None:
    """A report of newspapers, websites, offers and what people say to others is prose."""
    article = [*case["article"], sentence]
    assert prose(article, case["language"]) == article


def test_what_stands_between_notices_goes_with_them() -> None:
    """Furniture comes in runs: a short neutral line between two notices is one of them."""
    case = CASES[0]
    tail = [*case["furniture"][:2], "It is there for you.", *case["furniture"][2:4]]
    assert prose([*case["article"], *tail], "en") == case["article"]


def test_an_article_that_speaks_to_its_readers_is_read() -> None:
    """Advice is addressed to the reader from its first line to its last, and is the article."""
    advice = [
        "If you want to see the northern lights, you need a clear sky and your own patience.",
        "Take your warmest coat with you, since you will stand still for hours on the ice.",
        "You can ask our harbour office for a boat, and its skipper will show you where to wait.",
        "Your camera needs a tripod, and you should leave your flash at home when you go.",
    ]
    assert prose(advice, "en") == advice


def worth(odds: list[float], states: Sequence[bool]) -> float:
    """Return what a sequence of states is worth: its odds, less the price of each change."""
    changes = voice.CHANGE * sum(first is not second for first, second in pairwise(states))
    return sum(odd for odd, state in zip(odds, states, strict=True) if state) - changes


@given(st.lists(st.sampled_from([-3.0, -1.5, -0.5, 0.25, 0.75, 1.5, 3.0]), min_size=1, max_size=9))
def test_runs_are_the_likeliest_sequence(odds: list[float]) -> None:
    """No other way to part an article into news and furniture is likelier."""
    most = max(worth(odds, states) for states in product([False, True], repeat=len(odds)))
    assert worth(odds, voice.runs(odds)) == pytest.approx(most)


def test_every_feature_has_a_weight() -> None:
    """A kind of words that is added to the lists is learned before it counts."""
    case = CASES[0]
    content = "\n\n".join([*case["article"], *case["furniture"]])
    document = replace(text.parse(content.encode()), language="en")
    names = {
        name
        for features in voice.features_of(layout_of(document), document.blocks)
        for name in features
    }
    assert names <= {line.rpartition(": ")[0] for line in entries("furniture_weights")}


def test_the_work_grows_with_the_article() -> None:
    """Four times the paragraphs are four times the work, however they are worded."""
    case = CASES[0]
    small, large = ([*case["article"], *case["furniture"]] * n for n in (5, 20))
    work = [steps(lambda lines=lines: prose(lines, "en")) for lines in (small, large)]  # type: ignore[misc]
    assert work[1] < 5 * work[0]
