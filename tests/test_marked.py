"""What an editor has marked is read with the sentences that it was marked on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import incoming
import pytest
from marked import names_in, older, stories

ARTICLES = {
    "01": (
        "Tram strike in Orle enters third day",
        "Tram drivers in Orle went on strike on Monday because their rosters were changed.",
        "The depot in the west of the town is the oldest in the country, its owner says.",
    ),
    "02": (
        "Orle tram drivers back at work",
        "The tram drivers of Orle went back to work on Thursday, their union said.",
        "Rosters will be drawn up by both sides from May, under a deal signed at night.",
    ),
}
MARKS = {
    "story": "1a",
    "what": "A strike of tram drivers ended with a deal.",
    "facts": [
        {"fact": "they struck from Monday", "weight": 2, "sentences": ["01:1"]},
        {
            "fact": "they work again",
            "weight": 3,
            "sentences": ["02:1"],
            "headlines": ["02:0"],
        },
        {"fact": "rosters are made together", "weight": 1, "sentences": ["02:2"]},
    ],
    "superseded": [{"old": "on strike", "sentences": ["01:1"], "by": "they work again"}],
    "harmful": [{"sentence": "01:2", "why": "aside"}],
    "page": ["02:1+2", "01:1"],
    "articles": {"01": "01:1", "02": "02:1"},
    "title": "02:0",
}


#: What an editor may find wrong with a sentence.
FAULTS = {"orphan", "hollow", "opinion", "wrong", "furniture", "aside"}
#: Words in a row that a mark may have of the texts, which are not the project's.
FEW_WORDS = 8


def laid_out(folder: Path) -> Path:
    """Write the made-up story into a folder, and return that of its articles."""
    story = folder / "1a"
    story.mkdir(parents=True)
    for name, paragraphs in ARTICLES.items():
        (story / f"{name}.txt").write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    rows = [f"{name}\t{n}\t{row}" for name, rows in ARTICLES.items() for n, row in enumerate(rows)]
    (story / incoming.NUMBERED).write_text("\n".join(rows) + "\n", "utf-8")
    return story


@pytest.fixture
def own_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the made-up story's marks."""
    marks = tmp_path / "marks"
    marks.mkdir()
    (marks / "kept-out.txt").write_text("2a 2b\n", "utf-8")
    (marks / "1a.json").write_text(json.dumps(MARKS), "utf-8")
    monkeypatch.setattr(incoming, "MARKS", marks)
    return marks


@pytest.mark.parametrize("inside", ["editor/stories", "."])
def test_a_story_is_read_with_its_marks(tmp_path: Path, own_marks: Path, inside: str) -> None:
    """Of each sentence its facts and faults; of the story the weights and the editor's choice."""
    laid_out(tmp_path / "texts" / inside)
    (story,) = stories(tmp_path / "texts")
    facts = {marked.sentence.text: sorted(marked.facts) for marked in story.sentences}
    assert facts[ARTICLES["01"][1]] == [0]
    assert facts[ARTICLES["02"][1]] == [1]
    assert [marked.sentence.text for marked in story.sentences if marked.harmful] == [
        ARTICLES["01"][2]
    ]
    assert [marked.sentence.text for marked in story.sentences if marked.superseded] == [
        ARTICLES["01"][1]
    ]
    assert (story.weights, story.first, story.title) == ((2, 3, 1), frozenset({1, 2}), "02:0")


def test_a_story_without_marks_or_kept_out_is_not_read(tmp_path: Path, own_marks: Path) -> None:
    """Nor is one of another name, or a folder that is no story; where asked for, those kept out."""
    story = laid_out(tmp_path / "texts")
    for name in ("2a", "3a"):
        story.with_name(name).mkdir()
        for path in story.iterdir():
            (story.with_name(name) / path.name).write_bytes(path.read_bytes())
    (tmp_path / "texts" / "articles").mkdir()
    (own_marks / "2a.json").write_text(json.dumps(MARKS), "utf-8")
    assert [story.name for story in stories(tmp_path / "texts")] == ["1a"]
    assert [story.name for story in stories(tmp_path / "texts", out=True)] == ["2a"]
    assert incoming.older_stories() == ["1a"]


@pytest.mark.parametrize("change", ["article", "numbers", "missing article", "missing story"])
def test_texts_that_are_not_as_marked_are_named(
    tmp_path: Path, own_marks: Path, change: str
) -> None:
    """A sentence that has another number makes every mark behind it wrong."""
    story = laid_out(tmp_path / "texts")
    (own_marks / "texts.sha256").write_text(f"{incoming.text_hash(story)}  1a\n", "utf-8")
    assert incoming.altered([story], ["1a"]) == []
    paths = {"article": story / "01.txt", "numbers": story / incoming.NUMBERED}
    if change in paths:
        paths[change].write_text(paths[change].read_text("utf-8") + "More.\n", "utf-8")
    elif change == "missing article":
        (story / "02.txt").unlink()
    folders = [] if change == "missing story" else [story]
    assert incoming.altered(folders, ["1a"]) == ["1a"]


def test_older_stories_are_learned_from_and_those_of_2025_are_not(
    tmp_path: Path, own_marks: Path
) -> None:
    """Their texts are not public."""
    recent = laid_out(tmp_path / "texts").rename(tmp_path / "texts" / "w01")
    laid_out(tmp_path / "texts")
    (own_marks / "w01.json").write_text(json.dumps(MARKS), "utf-8")
    told = list(stories(recent.parent))
    assert [story.topic for story in told] == ["1", "w01"]
    assert [story.name for story in older(told)] == ["1a"]


# The marks of the project


def named(marks: Mapping[str, Any]) -> Iterator[str]:
    """Yield the marks that name sentences."""
    for fact in marks["facts"]:
        yield from (*fact["sentences"], *fact["headlines"])
    for row in marks["superseded"]:
        yield from row["sentences"]
    yield from (row["sentence"] for row in marks["harmful"])
    yield from marks["page"]
    yield from filter(None, (*marks["articles"].values(), marks["title"]))


def prose(marks: Mapping[str, Any]) -> Iterator[str]:
    """Yield what the editor has written."""
    yield marks["what"]
    yield from (fact["fact"] for fact in marks["facts"])
    for row in marks["superseded"]:
        yield from (row["old"], row["by"])


def test_every_story_has_whole_marks() -> None:
    """67 stories, 56 of them public; each names sentences, weights and reasons that there are."""
    names = incoming.marked_stories()
    assert len(names) == 67
    assert sum(incoming.is_recent(name) for name in names) == 11
    assert len(incoming.kept_out()) == 16
    assert incoming.kept_out() < set(names)
    for name in names:
        marks = incoming.marks_of(name)
        assert marks and marks["story"] == name
        assert all(map(names_in, named(marks))), name
        assert {fact["weight"] for fact in marks["facts"]} <= {1, 2, 3}, name
        assert {row["why"] for row in marks["harmful"]} <= FAULTS, name


def test_the_marks_name_sentences_and_quote_none(shared: Path) -> None:
    """The texts are their publishers': at most eight of their words stand in a row."""
    folders = [*incoming.stories(shared), *incoming.stories(shared, out=True)]
    if not folders:
        pytest.skip("the editor's stories are not on this machine")
    for folder in folders:
        name = folder.name
        marks = incoming.marks_of(name)
        assert marks
        numbered = (folder / incoming.NUMBERED).read_text("utf-8")
        rows = [row.split("\t") for row in numbered.splitlines()]
        numbers = {f"{row[0]}:{row[1]}" for row in rows}
        assert {number for entry in named(marks) for number in names_in(entry)} <= numbers, name
        taken = {run for row in rows for run in runs(row[-1])}
        assert taken.isdisjoint(run for text in prose(marks) for run in runs(text)), name


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the runs of words that are too many to be taken from a text."""
    words = re.findall(r"\w+", text.lower())
    for start in range(len(words) - FEW_WORDS):
        yield tuple(words[start : start + FEW_WORDS + 1])
