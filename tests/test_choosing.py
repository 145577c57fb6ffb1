"""What each threshold of choosing decides: small sets, in which only that one matters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from brief.model import Document
from brief.page.candidates import Candidate, candidates_of
from brief.page.landmarks import event_day, event_line, latest_line
from brief.page.material import Material, material_of
from brief.page.redundancy import Said
from brief.page.storyline import storyline
from brief.pipeline import brief, collate, read
from brief.pipeline.reading import article_of
from brief.settings.page_options import Config

#: A take-over, day by day: (day of March 2010, headline, text).
TAKEOVER = [
    (
        1,
        "Halden Glass offers 38 million for Osk Works",
        "Halden Glass of Larn has offered 38 million euros for Osk Works, its director Ines Holt "
        "said on Monday. The board of Osk Works met in Larn to look at the offer.",
    ),
    (
        5,
        "Osk Works rejects the offer of Halden Glass",
        "The board of Osk Works has rejected the offer of 38 million euros by Halden Glass of "
        "Larn. Its chairman Karl Brandt said that the offer by Halden Glass was too low.",
    ),
    (
        9,
        "Halden Glass raises its offer for Osk Works",
        "Halden Glass of Larn has raised its offer for Osk Works to 45 million euros, its director "
        "Ines Holt said. The board of Osk Works will look at the offer by Halden Glass.",
    ),
]


def material(*articles: tuple[int | None, str, str]) -> Material:
    """Return the material of articles given as day of March 2010 or none, headline and text."""
    documents = []
    for number, (day, headline, text) in enumerate(articles, 1):
        dated = f"date: {date(2010, 3, day)}\n" if day else ""
        source = f"---\ntitle: {headline}\n{dated}---\n\n{text}\n"
        document = article_of(source, f"{number}.md", "en", least_prose=0)
        assert isinstance(document, Document)
        documents.append(document)
    return material_of(collate(documents))


def pool(of: Material) -> list[Candidate]:
    """Return every possible line of a set."""
    return [line for document in of.documents for line in candidates_of(of, document.id)]


def latest(of: Material) -> str:
    """Return the line that says where the story of a set stands; empty where there is none."""
    line = latest_line(of, pool(of))
    return line.text if line else ""


def of_fourth_article(last: str, said_by: tuple[int, ...] = (1, 2, 3)) -> tuple[Said, Candidate]:
    """Return what some of three articles have said, and a sentence of a fourth one as a line."""
    headline, opening = "Holt speaks in Aske", "Ines Holt spoke in Aske on Friday."
    ours = material(*TAKEOVER, (10, headline, f"{opening} {last}"))
    said = Said(
        ours, [line for line in pool(ours) if line.document in said_by and not line.headline]
    )
    return said, next(line for line in pool(ours) if line.text == last)


def test_the_latest_is_of_the_story_of_the_others() -> None:
    """The newest article does not say where a story stands of which it tells next to nothing."""
    assert "raised its offer" in latest(material(*TAKEOVER))
    aside = (12, "Choir sings in Brem", "The choir of Brem sang for 400 guests, Maria Lind wrote.")
    assert latest(material(*TAKEOVER, aside)) == ""


def test_the_latest_stands_early_in_its_article() -> None:
    """News is among the first four sentences: a better fifth one is background."""
    news = TAKEOVER[2][2].partition(". ")[0]
    before = [
        "The board of Osk Works met in Larn.",
        "Tom Reed opened the meeting in Larn.",
        "Karl Brandt thanked Halden Glass in Larn.",
        "Paul Stone of Aske wrote the minutes.",
    ]
    for places, expected in ((3, True), (4, False)):
        text = f"{' '.join(before[:places])} {news}."
        line = latest(material(*TAKEOVER[:2], (9, TAKEOVER[2][1], text)))
        assert line and ("raised its offer" in line) is expected


def test_another_story_may_open_the_page_beside_a_disaster() -> None:
    """A side story of what killed people waits its turn; what shares no names with it does not."""
    config = Config(words=1200, stories="off")
    made = brief(read([Path(__file__).parents[1] / "inputs"], config), config, now=date(2026, 1, 1))
    assert made.in_brief[0].latest
    assert "Ellerdyke" in made.in_brief[0].text


def test_the_day_of_the_event_is_looked_back_to_by_many() -> None:
    """Two articles of eight that name a day do not make it that of the event; three do."""
    for looking, day in ((2, None), (3, "2010-02-01")):
        articles = [
            (
                number,
                f"{headline} ({number})",
                f"{text} The fire of 1 February 2010 was discussed, too, Ines Holt said."
                if number <= looking
                else text,
            )
            for number, (_, headline, text) in enumerate((TAKEOVER * 3)[:8], 1)
        ]
        assert event_day(material(*articles)) == day


def test_the_day_of_the_event_lies_days_back() -> None:
    """A day that only its own reports tell of is one day of many."""
    for first, day in ((3, None), (13, "2010-03-02")):
        articles = [
            (first + number, headline, f"{text} It was signed on 2 March 2010 in Larn.")
            for number, (_, headline, text) in enumerate(TAKEOVER)
        ]
        assert event_day(material(*articles)) == day


def test_the_event_is_a_weighty_line() -> None:
    """What else happened on the day of the event is not the event."""
    asides = ["A zoo in Brem opened on 1 February 2010.", "Aske had snow on 1 February 2010."]
    told = "Halden Glass of Larn offered 38 million euros for Osk Works on 1 February 2010."
    for first, expected in ((asides[0], None), (told, told)):
        looks = (first, asides[1], "")
        ours = material(
            *(
                (day + 9, headline, f"{text} {look}")
                for (day, headline, text), look in zip(TAKEOVER, looks, strict=True)
            )
        )
        line = event_line(ours, pool(ours), None)
        assert event_day(ours) == "2010-02-01"
        assert (line and line.text) == expected


def test_half_of_a_line_is_new() -> None:
    """A new name in a sentence that has been said adds nothing."""
    said, line = of_fourth_article(
        "The board of Osk Works in Larn looks at the offer of 45 million euros by Halden Glass in "
        "Brem."
    )
    assert said.new_facts(line) >= 1.0
    assert not said.adds(line)


def test_a_further_line_of_an_article_has_more_that_is_new() -> None:
    """What would do for an article not heard yet is too little for one that has had its say."""
    said, line = of_fourth_article(
        "Tom Reed told Halden Glass of Larn and the chairman Karl Brandt that 212 people work at "
        "Osk Works."
    )
    assert said.adds(line)
    said.documents.add(line.document)
    assert not said.adds(line)


def test_a_line_names_or_counts_something_new() -> None:
    """New words alone tell nothing that a reader could look up, nor does a name that most have."""
    for last, said_by in (
        ("Workers cheered and danced all night outside the gates of Osk Works.", (1, 2, 3)),
        ("All night Holt danced and cheered outside the gates of Osk Works.", (2,)),
    ):
        said, line = of_fourth_article(last, said_by)
        assert said.novelty(line) > 0.8
        assert not said.adds(line)


def test_other_articles_are_heard_before_one_goes_on() -> None:
    """Without dates, a weaker line of another article comes before the second one of the first."""
    offer, rejection = TAKEOVER[0], TAKEOVER[1]
    more = (
        "Halden Glass of Larn has offered 12 seats on the board of Osk Works to the workers of "
        "Brem, Tom Reed said. Halden Glass will close 3 kilns at Osk Works in Aske, Maria Lind of "
        "Halden Glass said."
    )
    ours = material(
        (None, offer[1], f"{offer[2].partition('. ')[0]}. {more}"),
        (
            None,
            rejection[1],
            "The board of Osk Works looked at the offer of Halden Glass, Karl Brandt of Osk Works "
            "said.",
        ),
    )
    chosen = storyline(ours, pool(ours), words=80).chosen
    assert [line.document for line in chosen] == [1, 2, 1, 1]


def test_a_correction_counts_as_mostly_new() -> None:
    """What takes a report back repeats its words, and is worth a line all the same."""
    text = "Halden Glass of Larn has not been asked for 38 million euros by Osk Works, Holt said."
    ours = material(*TAKEOVER, (8, "Holt corrects a report", text))
    lines = storyline(ours, pool(ours), words=150).lines
    (correction,) = (line for line in lines if line.text == text)
    told = Said(
        ours, [line for line in pool(ours) if line.text in {o.text for o in lines} - {text}]
    )
    assert told.novelty(next(line for line in pool(ours) if line.text == text)) < 0.6
    assert dict(correction.reason.score)["new content"] == 0.7
