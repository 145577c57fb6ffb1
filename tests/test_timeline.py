"""What happened when."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from work import steps

import brief
from brief.compare.claims import agreement
from brief.compare.timeline import timeline
from brief.language.concepts import concepts_of
from brief.language.terms import term_matrix
from brief.model import Dated, Document, Sentence
from brief.split.days import date_of_event, dates_mentioned
from brief.split.sentences import segment

CASES = json.loads((Path(__file__).parent / "cases" / "timeline.json").read_text("utf-8"))
SHAPE = re.compile(r"\d{4}(?:-\d\d){0,2}|\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d")
Article = tuple[str | None, str]


def article(number: int, text: str, written: str | None, language: str = "en") -> Document:
    day = date.fromisoformat(written) if written else None
    return Document(f"{number}.txt", text, "", (), date=day, language=language, id=number)


def dated(
    documents: Sequence[Document],
    sentences: Sequence[Sentence],
    groups: Sequence[Sequence[int]] = (),
) -> tuple[Dated, ...]:
    """Return the timeline, with what `dates` finds in each sentence."""
    of = {document.id: document for document in documents}
    arguments = [
        (sentence.text, of[sentence.document].date, of[sentence.document].language)
        for sentence in sentences
    ]
    mentions = [[mention.iso for mention in dates_mentioned(*each)] for each in arguments]
    return timeline(
        documents, sentences, mentions, [date_of_event(*each) for each in arguments], groups
    )


def entries(*articles: Article, groups: Sequence[Sequence[int]] = ()) -> tuple[Dated, ...]:
    """Return the timeline of articles of one sentence each, given as (day, sentence)."""
    documents = [article(n, text, day) for n, (day, text) in enumerate(articles, 1)]
    sentences = [
        Sentence(document.id, 0, len(document.text), document.text) for document in documents
    ]
    return dated(documents, sentences, groups)


def cited(entry: Dated) -> list[int]:
    return [citation.document for citation in entry.citations]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_a_sentence_tells_an_event_or_does_not(case: dict[str, Any]) -> None:
    """What was done on a day is a clear event; what only mentions the day is none, or unclear."""
    document = article(1, case["text"], case["written"], case["language"])
    events = dated([document], [Sentence(1, 0, len(case["text"]), case["text"])])
    assert [entry.date for entry in events if entry.clear] == case["dates"]
    assert [entry.date for entry in events if not entry.clear] == case.get("unclear", [])


def test_entries_are_in_the_order_of_their_dates() -> None:
    """A year stands before its months, a month before its days, whatever the articles' order."""
    texts = (
        "Rebels in Osk seized a ferry on 6 July 2004.",
        "Rebels in Larn seized a bridge in July 2004.",
        "Rebels in Bren seized a mine in 2004.",
        "Rebels in Dorn seized a bank on 3 May 2003.",
    )
    events = entries(*((None, text) for text in texts))
    assert [entry.date for entry in events] == ["2003-05-03", "2004", "2004-07", "2004-07-06"]


def test_an_event_of_several_articles_is_one_entry() -> None:
    """The words are those of the earliest report, the others are cited behind it."""
    (entry,) = entries(
        ("2007-07-12", "A court in Osk fined the ferry company 2.5 million crowns on July 6."),
        ("2007-07-08", "On July 6, the court in Osk fined the ferry company 2.5 million crowns."),
        ("2007-07-09", "On July 6, in Osk a court fined a ferry company, 2.5 million crowns."),
    )
    assert entry.text.startswith("On July 6, the court")
    assert cited(entry) == [2, 3, 1]


def test_sentences_that_agree_are_one_entry() -> None:
    """What says the same supports the entry, with a date or without, and the fuller date stands."""
    (entry,) = entries(
        ("2007-07-08", "Nine sailors of a vessel perished, a court was told."),
        ("2007-07-12", "The ferry sank off Larn on July 6, 2007."),
        ("2007-09-13", "In July 2007 a boat full of migrants sank, drowning nine."),
        groups=[(0, 1, 2)],
    )
    assert (entry.date, cited(entry)) == ("2007-07-06", [2, 3, 1])


def test_what_has_another_date_supports_nothing() -> None:
    """Sentences that agree but for their days are two entries, and neither cites the other."""
    events = entries(
        ("2007-07-12", "The ferry sank off Larn on July 6, 2007."),
        ("2007-07-12", "Off Larn a boat full of migrants sank on July 8, 2007."),
        groups=[(0, 1)],
    )
    assert [(entry.date, cited(entry)) for entry in events] == [
        ("2007-07-06", [1]),
        ("2007-07-08", [2]),
    ]


@pytest.mark.parametrize(
    "other",
    [
        "On July 6, a court in Larn acquitted the captain.",
        "A quake of magnitude 5.1 struck Osk at 20:36 on July 6.",
        "A quake of magnitude 6.4 struck Osk at 03:34 on July 6.",
    ],
)
def test_two_events_of_a_day_are_two_entries(other: str) -> None:
    """A day may hold more than one event, though names, places and deeds be shared."""
    first = "A quake of magnitude 5.1 struck Osk at 03:34 on July 6."
    assert len(entries(("2007-07-08", first), ("2007-07-08", other))) == 2


def test_headlines_tell_no_event() -> None:
    """A headline is no sentence: what it says of a day, the article says better."""
    text = "Ferry sank off Larn on July 6, 2007"
    events = dated([article(1, text, None)], [Sentence(1, 0, len(text), text, -1, -1)])
    assert events == ()


def test_nothing_gives_nothing() -> None:
    """No sentences, no entries."""
    assert timeline([], [], [], [], []) == ()


def test_a_day_of_which_thousands_tell_costs_little() -> None:
    """Twice as many events of one day cost little more than twice as much."""
    names = ("Osk", "Larn", "Bren", "Dorn", "Vask")

    def day(count: int) -> tuple[Dated, ...]:
        texts = [
            f"On July 6, a court in {names[n % 5]} fined company {n} for deed {n * 7}."
            for n in range(count)
        ]
        return entries(*(("2007-07-08", text) for text in texts))

    assert len(day(2000)) > 100
    assert steps(lambda: day(800)) < 2.2 * steps(lambda: day(400))


def story(folder: Path, pattern: str) -> tuple[tuple[Document, ...], tuple[Dated, ...]]:
    documents = brief.read([str(path) for path in sorted(folder.glob(pattern))]).documents
    rows = [sentence for document in documents for sentence in segment(document)]
    matrix = term_matrix(rows, "en")
    groups = agreement(matrix, concepts_of(matrix), {})
    return documents, dated(documents, rows, groups)


@pytest.mark.parametrize(
    ("pattern", "days"),
    [
        ("M001*.txt", {"2005-07-07", "2005-07-12", "2005-07-29", "2007-04-30"}),
        ("M002*.txt", {"2004-06", "2007-03-23", "2007-04-04"}),
        ("M005*.txt", {"2010-02-27", "2010-03-11", "2010-05-21"}),
        ("M006*.txt", {"2010-01-12", "2010-01-31"}),
        ("M008*.txt", {"2009-06-01", "2009-06-02"}),
        ("M009*.txt", {"2008-04-07", "2008-08-08", "2008-08-24"}),
    ],
)
def test_real_stories_have_their_days(shared: Path, pattern: str, days: set[str]) -> None:
    """The days that a reader would name are there, and every entry stands in its article."""
    documents, events = story(shared / "articles" / "wikinews", pattern)
    assert days <= {entry.date for entry in events}
    for entry in events:
        assert SHAPE.fullmatch(entry.date)
        first = entry.citations[0]
        assert documents[first.document - 1].text[first.start : first.end] == entry.text
        assert len(set(cited(entry))) == len(entry.citations)


def test_undated_articles_have_what_they_state(shared: Path) -> None:
    """Without a day of the report, only dates in full and years with a deed are there."""
    _, events = story(shared / "articles" / "belarus", "*.txt")
    assert [entry.date for entry in events] == ["2021-11-25", "2022-06-08", "2024"]
