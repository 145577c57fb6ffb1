"""Would an editor send this page?  What a program can check of that."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from editor import breaches, facts_of, facts_on, matches, statements

from brief import formats
from brief.errors import NothingToBrief, UsageError
from brief.model import Briefing, Reading
from brief.pipeline import brief, read, render, summarise
from brief.settings.page_options import METHODS, Config

ROOT = Path(__file__).parents[1]
INPUTS = ROOT / "inputs"
SHARED = ROOT.parent / "shared" / "articles"
NOW = date(2026, 11, 20)
STORIES = {
    "tsunami": (0, [r"tsunami", r"(80|120|150),000|175,000"], None),
    "London": (1, [r"52 people were killed", r"suicide bombers"], None),
    "sailors": (
        2,
        [r"captured by Iran|capture and det[^.]* Iran", r"landed|release|free"],
        None,
    ),
    "Tour": (3, [r"Contador[^.]*won|Contador wins", r"Rasmussen"], "2007-07-29"),
    "Bali": (4, [r"Bali Roadmap has been agreed|agreed"], "2007-12-17"),
    "Chile": (5, [r"February 27 8\.8 earthquake"], "2010-11-28"),
    "Haiti": (6, [r"222,570 (deaths|dead)", r"struck Haiti|7\.0"], "2010-03-18"),
    "Abu Ghraib": (7, [r"Jordan will be tried|court-martial"], "2007-01-27"),
    "flight 447": (8, [r"black boxes", r"228 people"], "2010-05-06"),
    "Olympics": (9, [r"declared closed|comes to a close"], "2008-08-24"),
}


def made_of(*paths: Path, **options: object) -> Briefing:
    """Return the page of what lies at `paths`."""
    config = Config(**options)  # type: ignore[arg-type]
    return brief(read(paths, config), config, now=NOW)


def story(number: int) -> list[Path]:
    """Return the files of a Wikinews story."""
    return sorted((SHARED / "wikinews").glob(f"M00{number}*.txt"))


needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the articles for measuring are not beside the checkout"
)


@pytest.fixture(scope="module")
def inputs_page() -> Briefing:
    """The page of the sample articles."""
    return made_of(INPUTS)


def test_the_sample_page_has_no_breach(inputs_page: Briefing) -> None:
    """No boilerplate, question, heading, table row or half of a pair; no fact twice."""
    assert list(breaches(facts_of("inputs"), inputs_page)) == []


def test_the_sample_page_tells_each_outcome(inputs_page: Briefing) -> None:
    """The corrected toll, how it came about and the rescue of the works are on the page."""
    texts = statements(inputs_page)
    for outcome in (["corrected to 31", "from 33 to 31"], ["£38 million"]):
        assert matches(outcome, texts), outcome
    earlier = [[figure.value for figure in line.earlier] for line in inputs_page.in_brief]
    assert [14, 23, 33] in earlier
    assert not any(31 in [v.value for v in one.values] for one in inputs_page.differ)


@needs_shared
def test_the_belarus_page_holds_what_an_editor_lists() -> None:
    """At least six of twenty facts from five hollow articles."""
    made = made_of(SHARED / "belarus")
    there, missing = facts_on(facts_of("belarus")["facts"], made)
    assert len(there) >= 6, missing
    assert "have no order and may tell of several events" in render(made, "markdown")


@needs_shared
@pytest.mark.xfail(reason="a line of mood holds the count of those released", strict=True)
def test_the_belarus_page_is_not_hollow() -> None:
    """Nothing that an editor has listed as mood, furniture or half of a pair is a line."""
    assert list(breaches(facts_of("belarus"), made_of(SHARED / "belarus"))) == []


#: Stories whose page leaves out what came of them.
MISSED = {"Bali": "a line on what the agreement leaves out stands for the agreement"}


@needs_shared
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(reason=MISSED[name], strict=True))
        if name in MISSED
        else name
        for name in STORIES
    ],
)
def test_a_story_tells_what_happened_and_where_it_stands(name: str) -> None:
    """Event and outcome are among the lines; the latest line is of the newest article."""
    number, patterns, latest = STORIES[name]
    made = made_of(*story(number))
    texts = [" ".join(line.text.split()) for line in made.in_brief]
    for pattern in patterns:
        assert matches([pattern], texts), pattern
    first = made.in_brief[0]
    newest = max(filter(None, (document.date for document in made.documents)))
    assert (newest.isoformat() if first.date == newest else None) == latest


@needs_shared
@pytest.mark.parametrize("name", STORIES)
def test_lines_are_dated_and_in_order(name: str) -> None:
    """Where it stands comes first, then lines follow the calendar; every line has its date."""
    made = made_of(*story(STORIES[name][0]))
    days = [line.happened or str(line.date) for line in made.in_brief]
    assert all(line.date for line in made.in_brief)
    assert 3 <= len(days) <= 8
    assert days[1:] == sorted(days[1:])


def pages() -> Iterator[tuple[str, list[Path]]]:
    """Yield sets to check the budget on."""
    yield "inputs", [INPUTS]
    yield "one article", [INPUTS / "2025-03-04-ferry-grounding.txt"]
    yield "two articles", [INPUTS / "harbour-inquiry.html", INPUTS / "tollmire-boat.txt"]
    if SHARED.is_dir():
        yield "belarus", [SHARED / "belarus"]
        yield from ((name, story(number)) for name, (number, _, _) in STORIES.items())
        yield "a hundred articles", [SHARED / "wikinews"]


@pytest.mark.parametrize("words", [150, 600, 2000])
@pytest.mark.parametrize(("name", "paths"), list(pages()))
def test_the_page_is_one_page(name: str, paths: list[Path], words: int) -> None:
    """Words stay within the budget, lines within a sheet up to 600 words; nothing stands twice."""
    made = made_of(*paths, words=words)
    # Addresses, which only plain text prints, and what was skipped cost no news.
    parts = re.split(r"\n\n(?=\([0-9]+\) )", render(made, "text"))
    text = f"{parts[0]}\n\n{made.signature}\n"
    tokens = [token for token in text.split() if any(map(str.isalnum, token))]
    assert len(tokens) <= words
    assert formats.measure(made) == (len(tokens), text.count("\n"))
    assert words > 600 or text.count("\n") <= 62
    folded = [text.casefold() for text in statements(made)]
    assert len(set(folded)) == len(folded)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_makes_a_page_and_a_summary(method: str) -> None:
    """They share reading, splitting, redundancy control and budget."""
    files = [INPUTS / name for name in ("harbour-inquiry.html", "ferry-toll-reaches-23.html")]
    made = made_of(*files, method=method)
    assert made.in_brief
    assert f"method:{method}" in made.signature
    summary = summarise(read(files), words=60, method=method)
    assert 0 < len(str(summary).split()) <= 60


def test_titles_and_now_are_the_users() -> None:
    """What the user gives stands on the page."""
    made = made_of(INPUTS, title="Harbour *and* furnace", now="2025-03-21")
    assert render(made, "text").startswith("Harbour *and* furnace\n")
    assert made.generated == date(2025, 3, 21)
    assert "now:2025-03-21|title:Harbour%20%2Aand%2A%20furnace" in made.signature


def test_the_focus_leans_the_page() -> None:
    """A topic brings its article onto the page."""
    plain, leaning = made_of(INPUTS), made_of(INPUTS, focus="the oak boat of Tollmire Fen")

    def lines(made: Briefing) -> int:
        return sum(len(one.in_brief) for one in made.stories if "Tollmire" in one.title.text)

    assert lines(leaning) > lines(plain)
    assert "boat" in leaning.title.text
    assert len(leaning.stories[0].in_brief) >= 3


@needs_shared
def test_the_focus_finds_what_is_told_softly() -> None:
    """A topic brings what a page without it would pass over as commentary."""
    made = made_of(SHARED / "belarus", focus="prisoners' health")
    assert matches(["severe health issues", "deteriorating health"], statements(made))


def test_copies_of_an_article_add_no_line(tmp_path: Path) -> None:
    """Each line is the first one's, names all three, and stands once."""
    text = (INPUTS / "glassworks-buyout.md").read_text(encoding="utf-8")
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"{text}\nIt was signed in {name}.\n", "utf-8")
    made = made_of(tmp_path)
    shown = [sentence for line in made.in_brief for sentence in line.text.split(". ")]
    assert len(set(shown)) == len(shown)
    assert {line.citations[0].document for line in made.in_brief} == {1}
    assert all([one.document for one in line.citations] == [1, 2, 3] for line in made.in_brief)
    assert made.copies == ((1, 2, 3),)
    assert made.on_page() == (1, 2, 3)


def test_one_article_is_summed_up_by_itself() -> None:
    """Its lines are in its order; outlet and day stand once, in the list of articles."""
    made = made_of(INPUTS / "harbour-inquiry.html")
    starts = [line.citations[0].start for line in made.in_brief]
    assert starts == sorted(starts)
    text = render(made, "text")
    assert text.count("Alborada Observer, 8 Mar 2025") == 1
    assert len(starts) >= 3


def test_nothing_to_brief_is_said() -> None:
    """No article, or none with a sentence to take, is an error of its own."""
    with pytest.raises(NothingToBrief):
        brief(Reading(()), now=NOW)


def test_too_few_words_for_a_page_are_refused(tmp_path: Path) -> None:
    """Where not even one line with its source fits, the error says how many words do."""
    names = " ".join(f"{name}{chr(97 + n)}" for name in ("Berg", "Karl") for n in range(22))
    text = f"The mayor of Osk said on Monday that 14 people and {names} were fined."
    (tmp_path / "a.txt").write_text(f"{'Fines in Osk and Larn ' * 4}\n\n{text}\n")
    with pytest.raises(UsageError, match=r"give at least 1\d\d"):
        made_of(tmp_path, words=100)


def bytes_of(*arguments: str, cwd: Path = ROOT, **environment: str) -> bytes:
    """Return what the command line prints, in an environment of its own."""
    ran = subprocess.run(
        [sys.executable, "-m", "brief", "--now", "2026-11-20", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=True,
    )
    return ran.stdout


def test_the_same_bytes_whatever_the_surroundings() -> None:
    """Hash seed, order of the files and locale change nothing."""
    files = [f"inputs/{path.name}" for path in INPUTS.iterdir()]
    random.Random(4).shuffle(files)
    expected = bytes_of("inputs", PYTHONHASHSEED="0")
    assert bytes_of("inputs", PYTHONHASHSEED="1", LC_ALL="C") == expected
    assert bytes_of(*files, PYTHONHASHSEED="2", LC_ALL="tr_TR.UTF-8") == expected


def test_the_same_articles_whatever_the_workers() -> None:
    """Any executor may run the per-article stage."""
    with ProcessPoolExecutor(2) as pool:
        assert read([INPUTS], executor=pool) == read([INPUTS])


def test_progress_counts_the_articles() -> None:
    """It ends at the total."""
    seen: list[tuple[int, int]] = []
    read([INPUTS], progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (10, 10)


def test_articles_without_room_are_counted() -> None:
    """One line says of how many articles nothing is on the page."""
    made = made_of(INPUTS, stories="off", words=250)
    shown = {entry.document for entry in made.articles if entry.shown} | set(made.on_page())
    missing = len(made.documents) - len(shown)
    told = "1 more article" if missing == 1 else f"{missing} more articles"
    assert missing > 0
    assert f"\n{told} without room here.\n" in render(made, "text")


def test_json_has_every_article() -> None:
    """What has no room on the page is in the JSON."""
    made = made_of(INPUTS, words=250)
    content = json.loads(render(made, "json"))
    assert len(content["articles"]) == len(content["documents"]) == 10
    assert any(entry["shown"] == "nothing" for entry in content["articles"])
    assert all(entry["sentences"] for entry in content["articles"])
    assert re.fullmatch(r"brief\|v:.*", content["signature"])
