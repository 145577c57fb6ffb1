"""Two sides of a dispute: which sentences are put side by side, and which are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from brief.compare.disputes import disputes
from brief.model import Document, Sentence
from brief.pipeline import brief, read, render, verify
from brief.settings.page_options import Config

#: What is disputed, each a sentence of an article of its own.
DISPUTED = {
    "waters of two countries": (
        "Iran claims that the boat was in Iranian waters.",
        "The Royal Navy insists that the boat was in Iraqi waters.",
    ),
    "a denial": (
        "The union of Larn maintains that the owner ignored a safety report on the pump.",
        "Tarn Lines denies that a safety report on the pump was ever ignored.",
    ),
}
#: What looks like one.
UNDISPUTED = {
    "a measure that is rejected": (
        "Larn claims that the four officers of the Osk court were involved in unlawful trials.",
        "The Osk court has rejected new penalties that Larn has laid on four of its officers.",
    ),
    "said, not claimed, and rejected": (
        "The owner of the ferry said that the beacon on the Osk reef was dark that night.",
        "The coastal service rejected the account of a dark beacon on the Osk reef.",
    ),
    "one statement in two wordings": (
        "Holt said Larn has been strengthening its patrols in the disputed Osk strait and bay.",
        "Holt stated Larn has been reinforcing its patrols in the contested Osk strait and bay.",
    ),
    "the same side": (
        "Iran claims that the boat was in Iranian waters.",
        "Iran denies that the boat was in Iraqi waters.",
    ),
    "another matter": (
        "The union of Larn maintains that the owner ignored a safety report.",
        "Tarn Lines denies that its director Jan Weber has resigned.",
    ),
    "claims of other kinds": (
        "The storm claimed 52 lives in the waters of Osk.",
        "A group of Larn claimed responsibility for the bomb in the waters of Osk.",
    ),
    "nobody denies": (
        "The owner said that the beacon on the Osk reef was dark that night.",
        "The mayor said that the beacon on the Osk reef was dark that night.",
    ),
    "a side that leans on another sentence": (
        "Iran claims that the boat was in Iranian waters.",
        "It insists that the boat was in Iraqi waters.",
    ),
}
BOTH = "Iran says the boat was in Iranian waters while the UK insists it was in Iraqi waters."


def disputed(*texts: str, language: str = "en") -> list[list[str]]:
    """Return the disputes of articles of one sentence, each as its sides."""
    documents = [
        Document(f"{n}.txt", text, "", (), date=date(2025, 3, n), language=language, id=n)
        for n, text in enumerate(texts, 1)
    ]
    sentences = [
        Sentence(document.id, 0, len(document.text), document.text) for document in documents
    ]
    return [[side.text for side in dispute.values] for dispute in disputes(documents, sentences)]


@pytest.mark.parametrize("name", DISPUTED)
def test_two_sides_stand_side_by_side(name: str) -> None:
    """The earlier report first, whoever the second one is."""
    sides = DISPUTED[name]
    assert disputed(*sides) == [list(sides)]
    assert disputed(*reversed(sides)) == [list(reversed(sides))]


@pytest.mark.parametrize("name", UNDISPUTED)
def test_what_nobody_disputes_is_no_dispute(name: str) -> None:
    """One side alone, two matters, or a verb that only looks like one of contention."""
    assert disputed(*UNDISPUTED[name]) == []


def test_a_sentence_with_both_sides_comes_before_two() -> None:
    """Then nothing more is said of the same matter."""
    assert disputed(*DISPUTED["waters of two countries"], BOTH) == [[BOTH]]


def test_only_english_is_read() -> None:
    """Other languages have no list of verbs."""
    assert disputed(*DISPUTED["a denial"], language="nl") == []


def test_a_page_has_both_sides_and_is_verified(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What Iran says and what the United Kingdom insists on stand where they differ."""
    monkeypatch.chdir(tmp_path)
    paths = sorted((shared / "articles" / "wikinews").glob("M002*"))
    reading = read([str(path) for path in paths], Config())
    made = brief(reading, Config(), now=date(2026, 11, 20))
    text = render(made, "markdown", tmp_path)
    section = text.partition("## Where they differ")[2].partition("\n## ")[0]
    assert "Iran says they were in Iranian territorial waters" in section
    assert "the UK insists they were operating in Iraqi waters" in section
    for form, name in (("markdown", "page.md"), ("json", "page.json")):
        (tmp_path / name).write_text(render(made, form, tmp_path), encoding="utf-8")
        assert verify(tmp_path / name).faults == ()
