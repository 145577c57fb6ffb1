"""`--since`: what a page says that an earlier one did not."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from brief import formats
from brief.errors import UsageError
from brief.model import Briefing
from brief.model.written import signature_parts
from brief.pipeline import brief, explain, read, render, verify
from brief.settings.page_options import Config

INPUTS = Path(__file__).parents[1] / "inputs"
NEW = "glassworks-buyout.md"


def made(folder: Path, **options: object) -> Briefing:
    """Return the page of a folder."""
    config = Config(**options)  # type: ignore[arg-type]
    return brief(read([folder], config), config, now=date(2026, 11, 20))


@pytest.fixture(params=["markdown", "json"])
def earlier(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A page of the samples but one, which came later."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(INPUTS, "news")
    Path("news", NEW).unlink()
    name = "old.md" if request.param == "markdown" else "old.json"
    Path(name).write_text(render(made(Path("news")), request.param, Path()), encoding="utf-8")
    return name


def test_the_same_articles_say_that_nothing_is_new(earlier: str) -> None:
    """The page is short, says so, and stands."""
    page = made(Path("news"), since=earlier)
    text = render(page, "text")
    told = "Since the earlier page: nothing is new; 9 articles continue unchanged: "
    assert f"{told}Steering fault was reported twice" in " ".join(text.split())
    assert page.in_brief == ()
    assert len(text.split()) < 75
    Path("new.md").write_text(render(page, "markdown"), encoding="utf-8")
    assert verify("new.md").faults == ()


def test_only_what_is_new_is_told(earlier: str) -> None:
    """The new article has its line; no line of the earlier page comes again."""
    shutil.copy(INPUTS / NEW, Path("news", NEW))
    before = {line.text for line in made(Path("news")).in_brief}
    page = made(Path("news"), since=earlier)
    text = render(page, "text")
    told = " ".join(text.partition("In brief")[0].split())
    assert "Since the earlier page: 1 new article; 9 articles continue unchanged: Steering" in told
    assert " · Bronze Age boat raised from Tollmire peat after 3,200 years." in told
    assert page.in_brief[0].date == max(d.date for d in page.documents if d.date)
    assert "Ellerdyke" in page.in_brief[0].text
    old = Path(earlier).read_text(encoding="utf-8")
    shown = [*page.in_brief, *(x for e in page.articles for x in e.sentence)]
    assert all(line.text not in old for line in shown)
    assert len(before) > len(page.in_brief)
    assert "no room here" not in text
    assert "number of people known to have died" not in text  # All of it was known.
    assert "killing 31" not in text


FIRST = Path(__file__).parent / "cases" / "first_version"


@pytest.mark.parametrize("name", ["page.md", "page.json"])
def test_a_page_of_the_first_version_is_an_earlier_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """What a page of version 0.1 told is not told again; where nothing is new, that is said."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(FIRST / "news", "news")
    shutil.copy(FIRST / name, name)
    page = made(Path("news"), since=name)
    assert (page.in_brief, page.unchanged) == ((), (1, 2, 3))
    Path("news", "verdict.txt").write_text(
        "Court orders Morvale canal board to show its logs\n\n9 June 2025\n\nA court in Harrow "
        "Cross ordered the Morvale canal board on Monday to show the logs of 14 March. Two people "
        "were taken to hospital in Harrow Cross. The board has until 20 June.",
        encoding="utf-8",
    )
    page = made(Path("news"), since=name)
    shown = " ".join(render(page, "text").split())
    assert "Since the earlier page: 1 new article; 3 articles continue unchanged: " in shown
    assert "to show the logs of 14 March" in page.in_brief[0].text
    assert "Two people were taken to hospital" not in shown
    Path("new.md").write_text(render(page), encoding="utf-8")
    assert verify("new.md").faults == ()


def test_a_page_since_another_is_verified_and_explained(earlier: str) -> None:
    """Its signature names the earlier page, so that it can be made again."""
    shutil.copy(INPUTS / NEW, Path("news", NEW))
    page = made(Path("news"), since=earlier, now="2026-11-20")
    assert signature_parts(page.signature)["since"] == earlier
    for name, form in (("new.md", "markdown"), ("new.json", "json")):
        Path(name).write_text(render(page, form), encoding="utf-8")
        verdict = verify(name)
        assert (verdict.faults, verdict.unchecked) == ((), ())
    assert explain("new.md", 1).text == page.in_brief[0].text
    assert json.loads(Path("new.json").read_text("utf-8"))["since"] == {
        "new": 1,
        "updated": 0,
        "unchanged": 9,
    }


def test_titles_and_sentences_with_our_own_marks_are_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Brackets and semicolons in a title, `) / ` in a disputed sentence."""
    monkeypatch.chdir(tmp_path)
    Path("news").mkdir()
    texts = {
        "a": "Ferry sinks off Chile (31 dead); inquiry opens\n\n1 March 2025\n\nThe ferry Heron "
        "sank off Chile on Saturday, and 31 people died, Governor Ines Holt said. Divers from "
        "Tarn searched the hull.",
        "b": "Glassworks [update]; union votes to strike\n\n2 March 2025\n\nWorkers of the Dorn "
        "glassworks voted by 432 to 64 to strike, Shazia Menon of the union said. The owner "
        "wants to close it in June.",
    }
    for name, text in texts.items():
        Path("news", f"{name}.txt").write_text(text, encoding="utf-8")
    Path("old.md").write_text(render(made(Path("news")), "markdown", Path()), encoding="utf-8")
    Path("news", "c.txt").write_text(
        "Navy denies sailors were in Iraqi waters\n\n1 March 2025\n\nThe Royal Navy denies that "
        "the sailors were in Iraqi waters (off Fao) / a navy zone of Basra. Captain Tom Hale met "
        "14 sailors in Basra on Saturday.",
        encoding="utf-8",
    )
    Path("news", "d.txt").write_text(
        "Iran insists sailors were in Iranian waters\n\n5 March 2025\n\nIran insists that the "
        "sailors were in Iranian waters near Fao when 14 men were seized. Minister Ali Reza told "
        "reporters in Tehran that 14 sailors would be tried.",
        encoding="utf-8",
    )
    for stories in ("auto", "off"):
        page = made(Path("news"), since="old.md", stories=stories)
        Path("new.md").write_text(render(page, "markdown", Path()), encoding="utf-8")
        assert "(off Fao) / a navy zone" in render(page, "text").replace("\n  ", " ")
        assert verify("new.md").faults == ()


def test_a_page_since_another_keeps_to_its_budget(tmp_path: Path) -> None:
    """The titles of what goes on unchanged are counted, however long they are."""
    title = " ".join(f"word{number}" for number in range(28))
    (tmp_path / "a.md").write_text(
        f"---\ntitle: Ellerdyke glassworks {title}\ndate: 2025-03-01\n---\n\nWorkers of the "
        "Ellerdyke glassworks voted by 432 to 64 to strike, Shazia Menon of the union said. The "
        "owner wants to close it in June.\n",
        encoding="utf-8",
    )
    ferry = "---\ntitle: Ferry {0}\ndate: 2025-03-0{1}\n---\n\nThe ferry Heron {2} off Chile, "
    told = ("sinks", 1, "sank"), ("is raised", 2, "was raised"), ("is sold", 3, "was sold")
    for name, day, deed in told[:2]:
        text = ferry.format(name, day, deed) + f"Governor Ines Holt said. {day + 30} people of "
        text += "Larn watched from the quay of Tarn.\n"
        (tmp_path / f"f{day}.md").write_text(text, encoding="utf-8")
    old = tmp_path.parent / f"{tmp_path.name}.md"
    old.write_text(render(made(tmp_path), "markdown", tmp_path.parent), encoding="utf-8")
    name, day, deed = told[2]
    text = ferry.format(name, day, deed) + "Governor Ines Holt said. 99 people of Larn bid.\n"
    (tmp_path / "f3.md").write_text(
        text + "The bank of Bren lent 3 million crowns.\n", encoding="utf-8"
    )
    for words in range(100, 260, 20):
        try:
            page = made(tmp_path, since=old, words=words)
        except UsageError:
            continue
        assert formats.measure(page)[0] <= words


def test_an_earlier_page_has_to_be_one(tmp_path: Path) -> None:
    """What is no page is refused by its name; without one the JSON has null."""
    (tmp_path / "no.md").write_text("# Notes\n", encoding="utf-8")
    for name in ("no.md", "missing.md"):
        with pytest.raises(UsageError, match=name):
            made(INPUTS, since=tmp_path / name)
    assert json.loads(render(made(INPUTS), "json"))["since"] is None
