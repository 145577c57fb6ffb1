"""Which lines a story gets, and in which order: small sets made for one rule each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from brief.model import Briefing
from brief.pipeline import brief, read
from brief.settings.page_options import Config

NOW = date(2026, 11, 20)
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


def test_the_strands_of_a_story_are_told_apart(tmp_path: Path) -> None:
    """Arrested and charged are one strand, with the charge as its latest; mourning is another."""
    made = page_of(tmp_path, STORY)
    (story,) = made.stories
    titles = {document.id: document.title.text for document in made.documents if document.title}
    strands = [[titles[number] for number in one.documents] for one in story.threads]
    assert ["Owner of the Blue Heron arrested", STORY[3][0]] in strands
    assert [STORY[2][0]] in strands
    owner = next(one for one in story.threads if len(one.documents) == 2)
    assert "charged Karl Brandt" in owner.latest.text
    assert owner.latest.date == date(2010, 1, 19)
    assert sorted(n for one in story.threads for n in one.documents) == [1, 2, 3, 4]


def test_no_strand_has_more_than_two_lines(shared: Path) -> None:
    """The turning points of a strand, not each of its reports; the releases are told apart."""
    for name in ("wikinews/M000*", "wikinews/M003*", "wikinews/M006*", "wikinews/M008*"):
        paths = sorted((shared / "articles").glob(name))
        made = brief(read(paths, Config()), Config(), now=NOW)
        (story,) = made.stories
        told = [line.citations[0].document for line in made.in_brief]
        for one in story.threads:
            assert sum(number in one.documents for number in told) <= 2, one.documents
    made = brief(read([shared / "articles" / "belarus"], Config()), Config(), now=NOW)
    assert [one.documents for one in made.stories[0].threads] == [(1,), (2,), (3,), (4,), (5,)]


def test_the_state_of_things_comes_first_the_event_second(tmp_path: Path) -> None:
    """Then the calendar; the title is the headline of the first line's article."""
    made = page_of(tmp_path, STORY)
    assert made.in_brief[0].latest
    assert "manslaughter" in lines(made)[0]
    assert "killing nine people" in lines(made)[1]
    rest = [str(line.happened or line.date) for line in made.in_brief[2:]]
    assert rest == sorted(rest)
    assert made.title.text == "Owner of the Blue Heron charged with manslaughter"


def test_a_memorial_waits_its_turn(tmp_path: Path) -> None:
    """What only remembers the event is not where the story stands."""
    memorial = (
        "Memorial for the victims of the Blue Heron",
        "2011-01-12",
        "A memorial for the nine victims of the Blue Heron was unveiled in Osk on Wednesday, a "
        "year after the ferry sank on the Larn on January 12, 2010.",
    )
    made = page_of(tmp_path, [*STORY, memorial])
    assert not any(line.latest for line in made.in_brief)
    assert "killing nine people" in lines(made)[0]


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


def test_a_headline_stands_for_an_opening_that_hides_it(tmp_path: Path) -> None:
    """The crowd at the roadside is not the news of the race."""
    races = [
        (
            "Tour of Osk: Berg wins 12 km prologue",
            "2010-07-01",
            "Half a million people turned out in Osk to see the riders off in the sunshine. Bands "
            "played all along the route through the old town of Osk.",
        ),
        (
            "Tour of Osk: Keller fails blood test",
            "2010-07-05",
            "Anna Keller of Larn failed a blood test after the fourth stage of the Tour of Osk.",
        ),
        (
            "Tour of Osk: Stone wins the race",
            "2010-07-09",
            "Paul Stone of Holt won the Tour of Osk by 23 seconds over Maria Lind.",
        ),
    ]
    assert "Tour of Osk: Berg wins 12 km prologue" in lines(page_of(tmp_path, races))


def test_an_opening_that_announces_takes_the_next_sentence_with_it(tmp_path: Path) -> None:
    """The first line of a page says what came of it, not that something did."""
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
    first = lines(page_of(tmp_path, [opening, conclusion]))[0]
    assert first.endswith("Three states signed a treaty on 40 measures for the Larn.")


def test_nothing_dated_implies_no_order(tmp_path: Path) -> None:
    """Without dates no line is called the latest and none has a label."""
    made = page_of(tmp_path, [(headline, "", text) for headline, _, text in STORY])
    assert not any(line.latest or line.date for line in made.in_brief)


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


def test_who_was_freed_is_told_once(tmp_path: Path) -> None:
    """Another article that names her again with her title tells nothing new."""
    made = page_of(tmp_path, RELEASES)
    shown = [*made.in_brief, *(line for entry in made.articles for line in entry.sentences)]
    assert sum("Keller" in line.text and "freed" in line.text for line in shown) == 1


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


#: One article, and what its own entry is made of.
HUNGER = (
    "Prisoners freed in Osk",
    "",
    "President Karl Brandt freed 40 prisoners in Osk on Tuesday, Maria Berg of Larn Watch said. "
    "She met them at the gate. As Larn Watch reports, 812 prisoners are held in Osk and 97 in Elm. "
    "This figure includes Anna Lund of the Reed Archive, who could be freed soon. "
    "The situation in Osk also invites comparisons with other troubled places such as Tollmire.",
)


TWO = [HUNGER, ("Ferry sinks on the Larn", "", STORY[0][2])]


def own(made: Briefing) -> list[str]:
    return [line.text for entry in made.articles for line in entry.sentences if entry.on_page]


@pytest.mark.parametrize(("words", "explained"), [(125, False), (480, True)])
def test_room_that_is_left_goes_to_who_is_meant(
    tmp_path: Path, words: int, explained: bool
) -> None:
    """A figure has the sentence after it that explains it, where the page has room."""
    made = page_of(tmp_path, TWO, words=words, stories="off")
    (line,) = (line for line in lines(made) + own(made) if "812" in line)
    assert ("Reed Archive" in line) is explained


def test_what_another_article_may_have_overtaken_explains_nothing(tmp_path: Path) -> None:
    """Without dates, a count does not go on to name who has been freed by another article."""
    freed = (
        "Anna Lund, a teacher, was freed from the jail of Osk on Friday after 612 days in a cell. "
        "Her brother Paul Lund drove 300 miles to meet her at the ferry of Larn."
    )
    made = page_of(tmp_path, [*TWO, ("Teacher freed in Osk", "", freed)])
    text = " ".join(lines(made) + own(made))
    assert "612 days" in text
    assert "812 prisoners" in text
    assert "This figure includes" not in text


@pytest.mark.parametrize("words", [120, 480, 2000])
def test_an_article_that_had_its_say_adds_only_details(tmp_path: Path, words: int) -> None:
    """A comparison that names no more than one place is none, however new its words."""
    made = page_of(tmp_path, TWO, words=words)
    assert "Tollmire" not in " ".join(lines(made) + own(made))
