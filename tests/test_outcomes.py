"""What was expected is never printed without what came of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from brief.errors import UsageError
from brief.model import Briefing
from brief.pipeline import brief, read
from brief.settings.page_options import Config

#: What was expected, what came of it, and a word of each sentence that no other has.
CASES = {
    "released": (
        "The government of Osk decided on Saturday that it will release 40 fishermen of Larn from "
        "the prison of Tarn in May.",
        "The fishermen of Larn were released by the government from the prison of Tarn.",
    ),
    "agreed": (
        "Mediator Ines Holt announced that the 4,000 miners of Larn and the owner, Tarn Copper, "
        "are to agree on wages this week.",
        "The miners of Larn and the owner, Tarn Copper, agreed on wages after a long night.",
    ),
    "elected": (
        "The council of Larn is to elect Jan Weber mayor of 90,000 people, the Larn Gazette said.",
        "The council of Larn elected Jan Weber mayor after a long night.",
    ),
    "died": (
        "Doctor Ines Holt of the Larn hospital announced that the painter Jan Weber, 81, is to die "
        "within 3 days.",
        "The painter Jan Weber died in the Larn hospital after a long night.",
    ),
    "called off": (
        "Tarn Airways will open its line from Larn to Osk with 12 flights a week on 1 April, "
        "director Ines Holt said.",
        "Tarn Airways called off its line from Larn to Osk after a long night.",
    ),
}
#: Without a name or a number, and not the same in two articles, which would be copies.
RAIN = "It rained in the morning, and most of the people of the town stayed at home. " * 3
SUN = "The sun came out after noon, so that children could play on the grass by the wall. " * 3


def page_of(folder: Path, expected: str, outcome: str, words: int) -> Briefing | None:
    """Return the page of an expectation and what came of it, told in passing; None if none."""
    texts = [
        ("2025-03-01", " ".join(expected.split()[:9]), f"{expected} {RAIN}"),
        (
            "2025-03-05",
            "Storm in Larn sinks six boats and kills a fisherman",
            "A storm in Larn sank six boats and killed the fisherman Karl Brandt on Wednesday. "
            "Divers from Osk recovered 14 crates of the boat Heron. The army of Osk has 60 lorries "
            f"and 300 soldiers in Larn and Tarn. {SUN} {outcome}",
        ),
    ]
    for number, (day, title, text) in enumerate(texts, 1):
        front = f"---\ntitle: {title}\ndate: {day}\n---\n\n"
        (folder / f"{number}.md").write_text(f"{front}{text}\n", encoding="utf-8")
    config = Config(words=words, stories="off")
    try:
        return brief(read([folder], config), config, now=date(2026, 11, 20))
    except UsageError:
        return None


@pytest.mark.parametrize("name", CASES)
def test_the_outcome_stands_wherever_the_expectation_does(tmp_path: Path, name: str) -> None:
    """Whatever the budget: the later report first, and both where there is room."""
    expected, outcome = CASES[name]
    seen = set()
    for words in (100, 120, 150, 180, 200, 240, 300, 480):
        made = page_of(tmp_path, expected, outcome, words)
        if made is None:
            continue
        shown = [line.text for line in made.in_brief]
        shown += [x.text for entry in made.articles for x in entry.sentence]
        there = [any(text in line for line in shown) for text in (expected, outcome)]
        assert there != [True, False], (words, shown)
        seen.add(tuple(there))
    assert (False, True) in seen or (True, True) in seen, seen


@pytest.mark.parametrize("name", CASES)
def test_an_expectation_without_an_outcome_stays(tmp_path: Path, name: str) -> None:
    """What is still to come is news."""
    expected, _ = CASES[name]
    other = "The zoo of Bren showed 7 eagles of the Mirror Lake to keeper Maria Berg."
    made = page_of(tmp_path, expected, other, 480)
    assert made is not None
    assert expected in [re.sub(r"\s+", " ", line.text) for line in made.lines()]
