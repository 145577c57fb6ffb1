"""Which lines a story gets, and in which order: small sets made for one rule each."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from brief.model import Briefing
from brief.pipeline import brief, read
from brief.settings.page_options import Config

NOW = date(2026, 11, 20)
INPUTS = Path(__file__).parents[1] / "inputs"
#: Headline, day and text of a story that goes on for a week.
STORY = [
    (
        "Ferry sinks on the Larn, killing nine",
        "2010-01-12",
        "The ferry Blue Heron sank on the river Larn on Tuesday, killing nine people, the harbour "
        "master Ines Holt said. Divers from Osk searched the hull of the Blue Heron until dark.",
    ),
    (
        "Owner of the Blue Heron arrested",
        "2010-01-14",
        "Police in Osk arrested Karl Brandt, the owner of the ferry Blue Heron that sank on the "
        "Larn on January 12. Officers took 40 boxes of papers from the offices of Larn Lines.",
    ),
    (
        "Osk mourns the dead of the Blue Heron",
        "2010-01-17",
        "Some 3,000 people walked through Osk on Sunday for those who died when the Blue Heron "
        "sank on the Larn on January 12. Mayor Maria Berg laid a wreath at the quay.",
    ),
    (
        "Owner of the Blue Heron charged with manslaughter",
        "2010-01-19",
        "A court in Osk charged Karl Brandt, the owner of the ferry Blue Heron, with nine counts "
        "of manslaughter. Brandt denied the charges through his lawyer Tom Reed.",
    ),
]


def page_of(folder: Path, articles: list[tuple[str, str, str]], **options: object) -> Briefing:
    """Return the page of articles given as headline, day and text; an empty day is none."""
    for number, (headline, day, text) in enumerate(articles):
        front = f"---\ntitle: {headline}\n" + (f"date: {day}\n" if day else "") + "---\n\n"
        (folder / f"{number}.md").write_text(f"{front}{text}\n", encoding="utf-8")
    config = Config(**options)  # type: ignore[arg-type]
    return brief(read([folder], config), config, now=NOW)


def lines(made: Briefing) -> list[str]:
    return [line.text for line in made.in_brief]


def test_the_state_of_things_comes_first_the_event_second(tmp_path: Path) -> None:
    """Then the calendar; the title is the headline of the first line's article."""
    made = page_of(tmp_path, STORY)
    assert made.in_brief[0].date == max(d.date for d in made.documents if d.date)
    assert "manslaughter" in lines(made)[0]
    assert "killing nine people" in lines(made)[1]
    rest = [str(line.happened or line.date) for line in made.in_brief[2:]]
    assert rest == sorted(rest)
    assert made.title.text == "Owner of the Blue Heron charged with manslaughter"


@pytest.mark.parametrize(
    "headline",
    [
        "Who sank the Blue Heron on the Larn?",
        "A ferry, a storm... and nine dead on the Larn",
        "Charged with manslaughter at last!",
        "Brandt on the Blue Heron: “I am not to blame for that”",
        "'We want him in prison for life' – families of the Blue Heron",
        "« Nous voulons la vérité » : les familles du Blue Heron",
    ],
)
def test_a_headline_that_teases_or_quotes_heads_no_page(tmp_path: Path, headline: str) -> None:
    """Even the newest one, as long as there is another one."""
    *others, (_, day, text) = STORY
    made = page_of(tmp_path, [*others, (json.dumps(headline), day, text)])
    assert made.title.text in {title for title, *_ in others}


def test_few_articles_leave_more_room_for_lines(tmp_path: Path) -> None:
    """Two long articles have more lines than they would have among many."""
    long = "glassworks-buyout.md", "2025-03-04-ferry-grounding.txt"
    config = Config(stories="off")
    two = brief(read([INPUTS / name for name in long]), config, now=NOW)
    every = brief(read([INPUTS]), config, now=NOW)
    words = [sum(len(line.text.split()) for line in made.in_brief) for made in (two, every)]
    assert words[0] > words[1]
    assert len(two.in_brief) <= 8


def test_an_apostrophe_is_no_quotation(tmp_path: Path) -> None:
    """A headline with two of them may head the page."""
    *others, (_, day, text) = STORY
    headline = "Holt's word stands: Blue Heron's owner charged with manslaughter"
    made = page_of(tmp_path, [*others, (json.dumps(headline), day, text)])
    assert made.title.text == headline


@pytest.mark.parametrize(
    "name", ["glassworks-buyout.md", "ferry-toll-corrected.md", "2025-03-04-ferry-grounding.txt"]
)
def test_a_page_of_one_article_opens_with_what_it_reports(name: str) -> None:
    """Its first line is the sentence that says best what it reports."""
    made = brief(read([INPUTS / name]), Config(), now=NOW)
    assert made.in_brief[0].citations[0] == made.articles[0].sentences[0].citations[0]
    assert made.articles[0].line == 1


def test_a_memorial_does_not_hide_the_event(tmp_path: Path) -> None:
    """A year later it may open the page, and what happened is told all the same."""
    memorial = (
        "Memorial for the victims of the Blue Heron",
        "2011-01-12",
        "A memorial for the nine victims of the Blue Heron was unveiled in Osk on Wednesday, a "
        "year after the ferry sank on the Larn on January 12, 2010.",
    )
    made = page_of(tmp_path, [*STORY, memorial])
    assert any("killing nine people" in line for line in lines(made))
    assert any("manslaughter" in line for line in lines(made))


def test_the_later_report_outlasts_the_earlier(tmp_path: Path) -> None:
    """With little room, a strand is told by the article that takes it further."""
    made = page_of(tmp_path, STORY, words=150)
    told = " ".join(lines(made))
    assert "manslaughter" in told
    assert "arrested Karl Brandt" not in told


def test_a_denial_comes_with_what_it_denies(tmp_path: Path) -> None:
    """A report that was taken back never stands alone."""
    claim = (
        "Wreck of the Blue Heron found",
        "2010-01-13",
        "The navy has found the wreck of the ferry Blue Heron at a depth of 40 metres in the "
        "Larn, Captain Paul Stone said on Wednesday.",
    )
    denial = (
        "Find in the Larn is not the Blue Heron",
        "2010-01-16",
        "The wreck that the navy found at a depth of 40 metres in the Larn has not been confirmed "
        "as the ferry Blue Heron, Captain Paul Stone said on Saturday.",
    )
    told = " ".join(lines(page_of(tmp_path, [STORY[0], claim, STORY[3]])))
    assert "has found the wreck" in told
    told = " ".join(lines(page_of(tmp_path, [STORY[0], claim, STORY[3], denial])))
    assert "has found the wreck" not in told
    assert "has not been confirmed" in told


def test_a_sentence_that_stands_is_printed_rather_than_a_headline(tmp_path: Path) -> None:
    """Headlines head pages and articles; they are lines only where no sentence may stand."""
    assert not any(line.headline for line in page_of(tmp_path, STORY).in_brief)
    (tmp_path / "questions").mkdir()
    asked = "It was dark then, and they said that they had not seen it at all. " * 3
    (line,) = page_of(tmp_path / "questions", [(STORY[0][0], "2010-01-12", asked)]).in_brief
    assert line.headline
    assert line.text == STORY[0][0]


def test_what_came_of_a_meeting_is_told(tmp_path: Path) -> None:
    """Behind an opening that only announces it, too."""
    conclusion = (
        "Conference in Osk concluded; treaty on the Larn signed",
        "2010-02-01",
        "The conference on the river Larn that was held in Osk came to an end on Monday. Three "
        "states signed a treaty on 40 measures for the Larn.",
    )
    opening = (
        "Conference on the Larn opens in Osk",
        "2010-01-25",
        "A conference on the river Larn opened in Osk on Monday with 300 delegates from Holt.",
    )
    told = lines(page_of(tmp_path, [opening, conclusion]))
    assert "Three states signed a treaty on 40 measures for the Larn." in told


def test_an_article_without_date_may_tell_where_the_story_stands(tmp_path: Path) -> None:
    """It tells as done what a dated one expects, so that it is newer and heads the page."""
    made = page_of(
        tmp_path,
        [
            (
                "Council of Osk backs the harbour bill 31 to 20",
                "2010-06-02",
                "The council of Osk backed the harbour bill on Wednesday by 31 votes to 20. Mayor "
                "Maria Berg is expected to sign the bill this week, Paul Stone said.",
            ),
            (
                "Berg signs harbour bill of Osk",
                "",
                "Mayor Maria Berg of Osk signed the harbour bill on Friday, two days after the "
                "council backed it. The pilots of Larn will appeal, Tom Reed said.",
            ),
        ],
    )
    assert "signed" in lines(made)[0]
    assert made.title.text == "Berg signs harbour bill of Osk"
    assert not any("expected to sign" in line for line in lines(made))


def test_articles_without_a_headline_lend_the_beginning_of_the_first_line(tmp_path: Path) -> None:
    """Better than no title; it is marked as derived."""
    for number, (_, _, text) in enumerate(STORY[:2]):
        (tmp_path / f"{number}.txt").write_text(f"{text}\n", encoding="utf-8")
    made = brief(read([tmp_path], Config()), Config(), now=NOW)
    assert made.title.derived
    assert lines(made)[0].startswith(made.title.text)


def test_nothing_dated_implies_no_order(tmp_path: Path) -> None:
    """Without dates no line has one."""
    made = page_of(tmp_path, [(headline, "", text) for headline, _, text in STORY])
    assert not any(line.date for line in made.in_brief)


def test_what_lies_years_back_stands_last_where_nothing_is_dated(tmp_path: Path) -> None:
    """However weighty, the strike of 2020 is not what a page on 2024 begins with."""
    articles = [
        (
            "The works of Larn",
            "",
            "The strike of 2020 at the works of Larn cost 9,000 jobs and closed six plants in Osk "
            "and Holt. The owner Karl Brandt sold one furnace in May 2024 to Tom Reed.",
        ),
        (
            "A furnace for Holt",
            "",
            "The bank of Osk lent Tom Reed 40 million crowns in June 2024. A furnace in Holt was "
            "lit again by 300 workers from Larn.",
        ),
    ]
    found = lines(page_of(tmp_path, articles))
    assert "2020" in found[-1]
    assert "2020" not in "".join(found[:-1])


@pytest.mark.parametrize("method", ["headlines", "leads"])
def test_baselines_take_each_article_in_date_order(tmp_path: Path, method: str) -> None:
    """They are what the page is measured by: one line an article, nothing else."""
    made = page_of(tmp_path, STORY, method=method)
    assert [line.citations[0].document for line in made.in_brief] == [1, 2, 3, 4]
    assert all(line.headline == (method == "headlines") for line in made.in_brief)


RELEASES = [
    (
        "Nine freed in Osk",
        "",
        "Osk freed nine prisoners on Friday, among them the painter Anna Keller and Tom Reed. "
        "The prison on the island of Larn holds 300 others, the warden Maria Berg said.",
    ),
    (
        "After the doors opened",
        "",
        "Some 2,000 people stood at the harbour of Larn for hours in the rain. Anna Keller, "
        "laureate of the Holt Prize and head of the Stonebridge Writers' Association, was among "
        "those freed. The lawyer Ines Brandt drove 40 of the families home to Holt at night.",
    ),
    (
        "Families of Holt still wait",
        "",
        "In Holt, 120 families wait for a letter from the prison on Larn. Their lawyer Ines "
        "Brandt has sued the ministry in Osk over 60 cases.",
    ),
]


def test_an_article_does_not_lose_its_news_to_its_background(tmp_path: Path) -> None:
    """A line with more facts than the opening does not take its place on the page."""
    text = (
        "Survivors of the Osk bombings have urged the public to write to the council, and set up a "
        "petition calling for an independent inquiry into the attacks.\n\n52 people were killed "
        "and hundreds more injured on 7 July 2005 when four bombers blew themselves up on three "
        "Larn trams and a public ferry.\n\nPeople died, and hundreds are still suffering."
    )
    made = page_of(tmp_path, [("Survivors launch campaign for inquiry", "2005-12-18", text)])
    assert any("set up a petition" in line for line in lines(made))
    assert any("52 people were killed" in line for line in lines(made))


def test_the_title_tells_rather_than_moves(tmp_path: Path) -> None:
    """Of two headlines the one without words of mood."""
    moving = "Freed prisoners of Osk: a glimpse of hope amid uncertain futures"
    articles = [(moving, *RELEASES[0][1:]), ("Osk frees nine prisoners", *RELEASES[1][1:])]
    assert page_of(tmp_path, articles).title.text == "Osk frees nine prisoners"
