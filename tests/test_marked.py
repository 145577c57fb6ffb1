"""What an editor has marked is read with the sentences that it was marked on."""

from __future__ import annotations

import json
from pathlib import Path

from marked import stories

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


def laid_out(shared: Path) -> Path:
    """Write a made-up story and its marks into a folder like the shared one."""
    folder = shared / "editor" / "stories" / "1a"
    folder.mkdir(parents=True)
    for name, paragraphs in ARTICLES.items():
        (folder / f"{name}.txt").write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    rows = [f"{name}\t{n}\t{row}" for name, rows in ARTICLES.items() for n, row in enumerate(rows)]
    (folder / "sentences.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    marks = shared / "editor" / "marks"
    marks.mkdir()
    (marks / "1a.json").write_text(json.dumps(MARKS), "utf-8")
    return shared


def test_a_story_is_read_with_its_marks(tmp_path: Path) -> None:
    """Of each sentence its facts and faults; of the story the weights and the editor's choice."""
    (story,) = stories(laid_out(tmp_path))
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
