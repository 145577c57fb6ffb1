"""Pages of several stories: who gets how much room, and how they read."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from pathlib import Path

import pytest

from brief import formats
from brief.model import Briefing
from brief.pipeline import brief, read, render, verify
from brief.settings.page_options import Config

INPUTS = Path(__file__).parents[1] / "inputs"
NOW = date(2026, 11, 20)
TOWNS = (
    "Larn Osk Elm Tollmire Strandmouth Dover Vell Aske Brun Corl Drev Egan Farn Gost Holm".split()
)
DEEDS = (
    "A fire in the {0} mill killed {1} workers on Tuesday, the {0} fire chief Ann {0}son said. "
    "Firemen from {0} found the bodies in the drying loft of the mill at noon.",
    "The bank of {0} bought its rival {0} Savings for {1} million crowns on Monday. The chairman "
    "Karl {0}berg called the price fair; shares in {0} Savings rose by {1} per cent.",
    "A court in {0} sentenced the former mayor Ines {0}holt to {1} years in prison for fraud. The "
    "judge Paul {0}mann said that she had sold {1} building permits.",
)


def page_of(*paths: Path, **options: object) -> Briefing:
    """Return the page of files and folders."""
    config = Config(**options)  # type: ignore[arg-type]
    return brief(read(paths, config), config, now=NOW)


def set_of(folder: Path, stories: int, articles: int) -> Path:
    """Write up to three stories, of as many articles each, that share no names."""
    for story in range(stories):
        text = DEEDS[story].format(TOWNS[story], 11 + story)
        for number in range(articles):
            write(
                folder / f"{story}-{number}.md", f"News {number} from {TOWNS[story]}", text, number
            )
    return folder


def write(path: Path, title: str, text: str, day: int = 0) -> None:
    """Write an article of January 2010."""
    head = f"---\ntitle: {title}\ndate: 2010-01-{day + 10}\n---\n"
    path.write_text(f"{head}\n{text}\n", encoding="utf-8")


def strangers(folder: Path, count: int) -> Path:
    """Write so many articles that have nothing in common, not even their words."""
    rng = random.Random(7)
    for number in range(count):
        word = ["".join(rng.choices("bdfglmnprst", k=3)) + rng.choice("aeiou") for _ in range(24)]
        names = [each.capitalize() for each in word[:4]]
        text = (
            f"{names[0]} {names[1]} killed {rng.randint(3, 90)} {' '.join(word[4:9])} in "
            f"{names[2]} and {names[3]}. {names[0]} {' '.join(word[9:])} at {names[2]}."
        )
        write(folder / f"{number}.md", f"{names[0]} {' '.join(word[4:8])}", text)
    return folder


def test_each_story_has_its_headline_lines_and_articles() -> None:
    """The largest first; no line of one story stands under another."""
    made = page_of(INPUTS)
    assert [len(story.documents) for story in made.stories] == [5, 4, 1]
    for story in made.stories:
        assert story.in_brief
        cited = {one.document for line in story.in_brief for one in line.citations}
        assert cited <= set(story.documents)
    assert made.in_brief == tuple(line for story in made.stories for line in story.in_brief)
    text = render(made, "text")
    assert "10 articles in 3 stories," in text
    assert "Workers’ trust buys Ellerdyke glassworks for £38 million, 4 articles\n" in text


def test_a_story_has_lines_as_it_has_articles(tmp_path: Path) -> None:
    """One article beside the many of another story takes a line or two, not half of the page."""
    lead = "A fire in the Larn mill killed 11 workers on Tuesday, the fire chief Ann Larnson said. "
    rest = (
        "The mayor of Larn, Ines Holt, closed the mill and {0} other mills of the town until May.",
        "Police arrested the owner, Karl Brandt, who had locked {0} doors of the Larn mill.",
        "Insurers put the damage in the Larn mill at {0} million crowns, the Larn Gazette said.",
        "Nurses of the Larn hospital treated {0} people with burns, the doctor Ruth Lind said.",
    )
    for number in range(8):
        text = lead + rest[number % 4].format(number + 20)
        write(tmp_path / f"fire-{number}.md", f"Fire in the Larn mill, day {number}", text, number)
    other = " ".join(
        f"The bank of Osk bought {number + 30} shops in {town} from the grocer Paul {town}mann."
        for number, town in enumerate(TOWNS[4:12])
    )
    write(tmp_path / "bank.md", "Bank of Osk buys shops", other)
    first, second = page_of(tmp_path).stories
    assert (len(first.documents), len(second.documents)) == (8, 1)
    assert len(first.in_brief) >= 3 > len(second.in_brief) >= 1


def test_stories_off_takes_the_set_for_one() -> None:
    """Then nothing on the page speaks of stories, and the signature says why."""
    made = page_of(INPUTS, stories="off")
    assert len(made.stories) == 1
    assert " stories" not in render(made, "text")
    assert made.signature.endswith("|stories:off")
    assert "stories" not in page_of(INPUTS).signature


def test_the_json_has_the_stories() -> None:
    """Title, ids of the articles, and lines, of one story as of several."""
    for options in ({}, {"stories": "off"}):
        made = page_of(INPUTS, **options)
        found = json.loads(render(made, "json"))["stories"]
        assert [set(each) for each in found] == [{"title", "documents", "in_brief"}] * len(found)
        assert sorted(n for each in found for n in each["documents"]) == list(range(1, 11))
        lines = [line["text"] for each in found for line in each["in_brief"]]
        assert lines == [line.text for line in made.in_brief]


@pytest.mark.parametrize("name", ["page.md", "page.json"])
def test_a_page_of_stories_is_verified(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """As it was written it passes; a changed headline of a story is noticed."""
    monkeypatch.chdir(tmp_path)
    set_of(tmp_path, 3, 2)
    made = page_of(tmp_path)
    page = tmp_path / name
    form = {".md": "markdown", ".json": "json"}[page.suffix]
    text = render(made, form, tmp_path)
    page.write_text(text, encoding="utf-8")
    assert verify(page).faults == ()
    title = made.stories[1].title.text
    at = text.index(title, text.index("In brief" if form == "markdown" else '"stories"'))
    page.write_text(text[:at] + "Nothing" + text[at + len(title) :], encoding="utf-8")
    named = ("“Nothing”", "the title is that of no article")
    assert any(fault.message.startswith(named) for fault in verify(page).faults)


def test_stories_without_room_are_counted(tmp_path: Path) -> None:
    """Forty stories do not fit; those that do are on the page, others named, the rest counted."""
    made = page_of(strangers(tmp_path, 40))
    shown = [story for story in made.stories if story.in_brief]
    named = [story for story in made.stories if story.named]
    rest = len(made.stories) - len(shown) - len(named)
    assert len(shown) >= 3 and len(named) >= 3 and rest >= 1
    text = render(made, "text")
    also = next(part for part in text.split("\n\n") if part.startswith("Also: "))
    assert re.search(rf"^Also: .* · {rest} more stories$", " ".join(also.split()))
    assert all(story.title.text in " ".join(text.split()) for story in named)
    words, rows = formats.measure(made)
    assert words <= 600 and rows <= 62


@pytest.mark.parametrize("method", ["coverage", "leads", "headlines"])
def test_an_expectation_first_costs_no_story(tmp_path: Path, method: str) -> None:
    """Where a story's first choice is an expectation, what came of it goes before it."""
    texts = {
        "a": "---\ntitle: Corvane to close glassworks with 640 jobs\ndate: 2025-02-11\n---\n\n"
        "Corvane Packaging is to close the Ellerdyke glassworks with the loss of all 640 jobs in "
        "June, its owner told staff on Tuesday. Councillor Ada Moss asked the minister Tom Hale "
        "for a meeting in London on Thursday.\n",
        "b": "---\ntitle: Glassworks closed as last furnace goes out\ndate: 2025-06-30\n---\n\n"
        "Corvane Packaging closed the Ellerdyke glassworks on Monday with the loss of 640 jobs. "
        "The mayor Iris Vane thanked 200 workers at the gates in Ellerdyke.\n",
        "c": "---\ntitle: Bronze Age boat raised from peat\ndate: 2025-01-02\n---\n\n"
        "A Bronze Age boat was raised from the peat at Tollmire on Wednesday after 3,200 years, "
        "the Fenmarsh Museum said. The dig employed 40 people from Eastmarch.\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    made = page_of(tmp_path, method=method)
    assert [bool(story.in_brief) for story in made.stories] == [True, True]
    shown = [line.text for line in made.in_brief]
    if any("is to close" in text for text in shown):
        assert any("closed the Ellerdyke" in text for text in shown)


def test_the_largest_and_freshest_story_comes_first(tmp_path: Path) -> None:
    """Size decides, then the newest article."""
    set_of(tmp_path, 2, 2)
    write(tmp_path / "new.md", "More from Osk", DEEDS[1].format("Osk", 12))
    first, second = page_of(tmp_path).stories
    assert (len(first.documents), len(second.documents)) == (3, 2)
    set_of(tmp_path, 2, 2)
    (tmp_path / "new.md").unlink()
    (tmp_path / "1-1.md").write_text(
        (tmp_path / "1-1.md").read_text(encoding="utf-8").replace("2010-01-11", "2011-01-11"),
        encoding="utf-8",
    )
    assert "Osk" in page_of(tmp_path).stories[0].title.text


def test_a_title_of_the_users_heads_the_page() -> None:
    """The stories keep theirs."""
    made = page_of(INPUTS, title="Morning")
    assert render(made, "text").startswith("Morning\n")
    assert made.stories[0].title.text.startswith("Steering fault")


def test_the_json_compares_stories_that_have_no_room(tmp_path: Path) -> None:
    """The page looks only among the articles that it shows, the JSON among all."""
    made = page_of(strangers(tmp_path, 40), words=900)
    found = json.loads(render(made, "json"))
    assert any(not story.in_brief for story in made.stories)
    assert sorted(number for group in found["origins"] for number in group) == list(range(1, 41))
