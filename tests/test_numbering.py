"""Articles are numbered as the page lists them: by story, in each by date."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from brief.cli import main
from brief.model import Briefing
from brief.pipeline import brief, explain, read, render, verify
from brief.settings.page_options import Config

INPUTS = Path(__file__).parents[1] / "inputs"
NOW = date(2026, 11, 20)
#: Three stories of one, two and three articles, the dates of which are mixed: day, title, text.
NEWS = {
    "a.md": (
        "2026-11-18",
        "Fire destroys the sawmill at Ostrand",
        "Fire destroyed the sawmill at Ostrand on Tuesday night, and 40 sawyers lost their work.",
    ),
    "b.md": (
        "2026-11-14",
        "Ferry Aurelia runs aground off Lindholm",
        "The ferry Aurelia ran aground off Lindholm on Friday with 212 passengers aboard.",
    ),
    "c.md": (
        "2026-11-16",
        "Aurelia is towed free of Lindholm reef",
        "Tugs towed the ferry Aurelia free of the reef off Lindholm on Sunday.",
    ),
    "d.md": (
        "2026-11-15",
        "Mayor Ruth Lind resigns over the Tarn contract",
        "Mayor Ruth Lind of Tarn resigned on Saturday over a contract for a swimming pool.",
    ),
    "e.md": (
        "2026-11-19",
        "Council of Tarn names successor to Ruth Lind",
        "The council of Tarn named Paul Stone successor to Mayor Ruth Lind, who had resigned.",
    ),
    "f.md": (
        "",
        "Ferry Aurelia's master is questioned on Lindholm",
        "Police questioned the master of the ferry Aurelia, which ran aground off Lindholm.",
    ),
}


def write(folder: Path, name: str) -> None:
    day, title, text = NEWS[name]
    stated = f"date: {day}\n" if day else ""
    text += f"\n\n{title}, as the Tollmire Courier has it; {text}"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"---\ntitle: {title}\n{stated}---\n\n{text}\n", encoding="utf-8")


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the news, beside which pages are written."""
    monkeypatch.chdir(tmp_path)
    for name in NEWS:
        write(Path("news"), name)
    return Path("news")


def made(folder: Path, **options: object) -> Briefing:
    config = Config(**options)  # type: ignore[arg-type]
    return brief(read([folder], config), config, now=NOW)


def listed(page: str) -> list[int]:
    return [int(number) for number in re.findall(r"^- \(([0-9]+)\) ", page, re.MULTILINE)]


def test_the_list_of_articles_reads_one_two_three(news: Path) -> None:
    """The largest story comes first; in a story articles stand by date, undated ones last."""
    page = made(news)
    assert [document.path[-4:] for document in page.documents] == [
        *("b.md", "c.md", "f.md", "d.md", "e.md", "a.md")
    ]
    assert [story.documents for story in page.stories] == [(1, 2, 3), (4, 5), (6,)]
    for form in ("markdown", "text"):
        assert listed(render(page, form)) == [1, 2, 3, 4, 5, 6]
    written = json.loads(render(page, "json"))
    numbers = [document["id"] for document in written["documents"]]
    assert numbers == [entry["document"] for entry in written["articles"]] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("name", ["page.md", "page.json"])
def test_a_page_so_numbered_is_verified_and_explained(news: Path, name: str) -> None:
    """A written page stands in its sources, and each of its lines can be explained."""
    page = made(news)
    form = "json" if name.endswith("json") else "markdown"
    Path(name).write_text(render(page, form, Path()), encoding="utf-8")
    assert verify(name).faults == ()
    lines = [explain(name, number).citations[0] for number in range(1, len(page.in_brief) + 1)]
    assert lines == [line.citations[0] for line in page.in_brief]


def test_the_stories_of_a_page_are_explained_by_its_numbers(
    news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`explain --stories` names each article by the number that the page gives it."""
    Path("page.md").write_text(render(made(news), "markdown", Path()), encoding="utf-8")
    assert main(["explain", "page.md", "--stories"]) == 0
    rows = re.findall(r"^  \[([0-9]+)\] news/(\w)", capsys.readouterr().out, re.MULTILINE)
    assert rows == [("1", "b"), ("2", "c"), ("3", "f"), ("4", "d"), ("5", "e"), ("6", "a")]


def test_a_story_of_which_nothing_is_new_comes_last(news: Path) -> None:
    """With `--since`, the numbers begin with what is told, however large the rest is."""
    for name in "de":
        (news / f"{name}.md").unlink()
    Path("old.md").write_text(render(made(news), "markdown", Path()), encoding="utf-8")
    write(news, "d.md")
    write(news, "e.md")
    page = made(news, since=Path("old.md"))
    assert [story.documents for story in page.stories] == [(1, 2), (3, 4, 5), (6,)]
    assert [document.path[-4] for document in page.documents] == list("debcfa")
    assert listed(render(page, "markdown")) == [1, 2]
    Path("new.md").write_text(render(page, "markdown", Path()), encoding="utf-8")
    assert verify("new.md").faults == ()


def test_a_story_of_which_nothing_can_be_said_comes_behind_the_others(news: Path) -> None:
    """The largest story of the set asks only: its articles have the last numbers."""
    asked = "What happens to the quarry at Brem now, and who pays its guards? " * 5
    for day in (10, 11, 12, 13):
        text = f"---\ndate: 2026-11-{day}\n---\n\n{asked}\n"
        Path(news, f"q{day}.md").write_text(text, encoding="utf-8")
    page = made(news)
    assert [len(story.documents) for story in page.stories if story.in_brief] == [3, 2, 1]
    numbers = [number for story in page.stories for number in story.documents]
    assert numbers == list(range(1, len(page.documents) + 1))
    assert [document.path[5] for document in page.documents[:6]] == list("bcfdea")
    assert {document.path[5] for document in page.documents[6:]} == {"q"}
    shown = listed(render(page, "markdown"))
    assert shown == sorted(shown)


def test_the_sample_articles_are_numbered_by_story() -> None:
    """Under several stories the list of the sample page goes up by one."""
    shown = listed(render(brief(read([INPUTS]), now=NOW), "markdown"))
    assert shown == list(range(1, len(shown) + 1))
