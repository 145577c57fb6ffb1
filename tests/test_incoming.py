"""No article at hand breaks a stage, and what passes as prose is counted."""

from __future__ import annotations

import json
from pathlib import Path

import incoming
import pytest

import brief

TITLE = "Ferry sinks off Osk"
FACT = "The ferry Heron sank off Osk on Friday, and nine people drowned, Governor Ines Holt said."
PLACED = "OSK, Dale (AP) — Divers of the coastguard searched the hull of the ferry at night."
FURNITURE = "The ferry of the same name on the lake of Osk is older and has been a cafe for years."
PARAGRAPHS = (TITLE, FACT, PLACED, FURNITURE)


@pytest.fixture(autouse=True)
def own_marks(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Keep the marks of a test's made-up stories in its own folder; none of them is kept out."""
    if "shared" not in request.fixturenames:
        monkeypatch.setattr(incoming, "MARKS", tmp_path / "marks")
        incoming.MARKS.mkdir()
        (incoming.MARKS / "kept-out.txt").write_text("\n", "utf-8")


def story(shared: Path, name: str, marks: dict[str, object]) -> Path:
    """Make a story of one article, in a folder like the shared one, with an editor's marks."""
    folder = shared / "editor" / "stories" / name
    folder.mkdir(parents=True)
    (folder / "01.txt").write_text("\n\n".join(PARAGRAPHS) + "\n", "utf-8")
    (folder / "sentences.tsv").write_text("01:0\tx\n", "utf-8")
    (incoming.MARKS / f"{name}.json").write_text(json.dumps(marks), "utf-8")
    return folder


def test_no_article_at_hand_breaks_a_stage(shared: Path) -> None:
    """Neither an editor's stories, nor the articles, nor the inputs that failed once."""
    assert incoming.broken(shared, cases=1) == []


def test_what_breaks_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the page ends in an exception that nobody expects."""
    story(tmp_path, "1a", {})

    def broken(*_: object, **__: object) -> None:
        raise IndexError("no place")

    assert incoming.broken(tmp_path) == []
    monkeypatch.setattr(brief, "render", broken)
    assert incoming.broken(tmp_path) == ["1a: IndexError: no place"]


def test_furniture_and_lost_facts_are_counted(tmp_path: Path) -> None:
    """Of the older stories and the recent ones apart; a place before a sentence is no furniture."""
    harmful = [{"sentence": f"01:{n}", "why": "furniture"} for n in (2, 3)]
    facts = [{"sentences": ["01:1"]}, {"sentences": ["01:0"]}]
    story(tmp_path, "1a", {"harmful": harmful, "facts": facts})
    story(tmp_path, "w01", {"harmful": [], "facts": [{"sentences": ["01:1"]}]})
    story(tmp_path, "2b", {"harmful": harmful, "facts": facts})
    (incoming.MARKS / "kept-out.txt").write_text("2a 2b\n", "utf-8")
    assert incoming.prose(tmp_path) == {
        "2008 to 2013, furniture that passes, %": 100.0,
        "2008 to 2013, glued, %": 0.0,
        "2008 to 2013, facts lost, %": 50.0,
        "2025, furniture that passes, %": 0.0,
        "2025, glued, %": 0.0,
        "2025, facts lost, %": 0.0,
    }


def test_dates_and_outlets_are_counted(tmp_path: Path) -> None:
    """By what addresses show; an article that is not read has neither."""
    folder = story(tmp_path, "w01", {})
    head = "---\ntitle: {}\ndate: 2025-{}\n---\n\n"
    for name, day in (("02", "08-21"), ("03", "01-02"), ("04", "08-09")):
        text = head.format(TITLE, day) + "\n\n".join(PARAGRAPHS[1:])
        (folder / f"{name}.md").write_text(text, "utf-8")
    (folder / "05.txt").write_text("Too short.\n", "utf-8")
    rows = [
        ("story", "article", "date", "host", "address"),
        ("w01", "05", "2025-08-01", "x.org", ""),
    ]
    rows += [("w01", "02", "2025-08-21", "x.org", ""), ("w01", "04", "2025-08-08", "-", "")]
    table = "".join("\t".join(row) + "\n" for row in rows)
    (tmp_path / "editor" / "sources.tsv").write_text(table, "utf-8")
    measured = incoming.sources(tmp_path)
    assert measured == {
        "2025, articles read, %": 80.0,
        "2025, dates found, %": pytest.approx(100 / 3),
        "2025, wrong dates": 2,
        "2025, outlets, %": 0.0,
    }
