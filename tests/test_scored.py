"""Pages of an editor's stories are scored by a measure that is not in the project."""

from __future__ import annotations

import json
from pathlib import Path

import incoming
import pytest
import scored
from test_marked import MARKS, laid_out

#: A measure as `editor/score.py` is one: each page is said to be what its weights' file says.
SCRIPT = """\
import json

def page(story, method, marks, config):
    return json.loads(config["weights"].read_text("utf-8"))[method]

def judge(marks, lines):
    return {"recall": 0.0, "vital": 0.0, "state": None, "repeats": 0, "lines": len(lines)}
"""
PAGE = {
    "recall": 0.5,
    "vital": 1.0,
    "state": 0.25,
    "lead": None,
    "support": 0.75,
    "found": None,
    "article": 0.5,
    "lines": 6,
    "repeats": 1,
    "empty": 2,
    "superseded": 0,
    "harmful": 1,
}


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shared folder with a measure and three stories, of which 2a is kept out."""
    shared, marks = tmp_path / "shared", tmp_path / "marks"
    marks.mkdir()
    (marks / "kept-out.txt").write_text("2a\n", "utf-8")
    monkeypatch.setattr(incoming, "MARKS", marks)
    for name in ("2a", "3b", "w01", "1a"):
        story = laid_out(shared / "editor" / "stories")
        if name != story.name:
            story.rename(story.with_name(name))
        (marks / f"{name}.json").write_text(json.dumps(MARKS), "utf-8")
    scored.script(shared).write_text(SCRIPT, "utf-8")
    return shared


def folds(place: Path, pages: dict[str, object]) -> Path:
    """Write a folder of folds, with a file for each story, and return it."""
    place.mkdir()
    for name, page in pages.items():
        (place / f"{name}.txt").write_text(json.dumps({"coverage": page}), "utf-8")
    files = {name: f"{name}.txt" for name in pages}
    (place / "folds.json").write_text(json.dumps(files), "utf-8")
    return place


def test_the_mean_of_each_kind_is_of_pages_with_each_storys_own_weights(
    texts: Path, tmp_path: Path
) -> None:
    """Shares in per cent, counts a page; a page without a measure is left out of its mean."""
    other = PAGE | {"recall": 0.25, "state": None, "repeats": 0}
    pages = {"1a": PAGE, "3b": other, "w01": PAGE | {"harmful": 3}}
    measures = scored.measures(texts, folds(tmp_path / "folds", pages))
    assert measures["2008 to 2013, recall, %"] == 37.5
    assert measures["2008 to 2013, state, %"] == 25.0
    assert measures["2008 to 2013, lead, %"] == 0.0
    assert measures["2008 to 2013, repeats"] == 0.5
    assert measures["2008 to 2013, pages that fail"] == 0.0
    assert measures["2025, recall, %"] == 50.0
    assert measures["2025, harmful"] == 3.0


def test_a_page_that_fails_counts_as_an_empty_one(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is counted, too, and named with its cause: the other stories are scored all the same."""
    place = folds(tmp_path / "folds", {"1a": PAGE, "3b": PAGE, "w01": PAGE})
    (place / "3b.txt").write_text("{}", "utf-8")
    measures = scored.measures(texts, place)
    assert measures["2008 to 2013, pages that fail"] == 0.5
    assert measures["2008 to 2013, recall, %"] == 25.0
    assert measures["2008 to 2013, state, %"] == 25.0
    assert measures["2025, pages that fail"] == 0.0
    assert "3b: no page to score: KeyError: 'coverage'" in capsys.readouterr().out


def test_stories_kept_out_are_scored_only_where_asked_for(texts: Path, tmp_path: Path) -> None:
    """And then they alone."""
    pages = {"1a": PAGE, "3b": PAGE, "w01": PAGE, "2a": PAGE | {"recall": 1.0}}
    place = folds(tmp_path / "folds", pages)
    assert scored.measures(texts, place)["2008 to 2013, recall, %"] == 50.0
    measures = scored.measures(texts, place, out=True)
    assert measures["2008 to 2013, recall, %"] == 100.0
    assert not any(name.startswith("2025") for name in measures)


def test_the_shared_measure_has_what_is_asked_of_it(shared: Path, texts: Path) -> None:
    """It scores a page of ours, of a made-up story, in every column that has a floor."""
    if not scored.script(shared).is_file():
        pytest.skip("the editor's measure is not on this machine")
    score = scored.loaded(scored.script(shared))
    assert {*scored.SHARES, *scored.COUNTS} <= set(score.KEYS)
    story = texts / "editor" / "stories" / "1a"
    row = score.page(story, scored.METHOD, MARKS, {})
    assert {*scored.SHARES, *scored.COUNTS} <= set(row)
    assert row["recall"] > 0.5
    assert score.judge(MARKS, [])["recall"] == 0.0
