"""What a user of the library may give for articles, and what is said of what is none."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas
import pytest
from sumy.parsers.plaintext import PlaintextParser

import brief
from brief.errors import NothingToBrief, UsageError
from brief.model import Document

FERRY = (
    "A ferry with 63 people on board sank off Larn on Tuesday night. Divers found nine bodies on"
    " Wednesday, the navy said. A search goes on for the others, among them two children."
)
FIRE = (
    "A fire in a mill at Easton killed four workers on 3 May. Its owner John Reed was arrested on"
    " Friday, the police said. Two floors of the mill are lost, and 40 people are without work."
)
ROW = {
    "text": FERRY,
    "title": "Ferry sinks off Larn",
    "date": "2026-11-20",
    "url": "https://larn.example/ferry",
    "outlet": "Larn Post",
    "author": "Jane Doe",
    "language": "en",
}
NOW = date(2026, 11, 21)
EVERY = (brief.brief, brief.summarise, brief.condense)


def test_a_page_is_of_today_where_no_day_is_given() -> None:
    """`brief.brief(articles)` works as it is written."""
    assert brief.brief([FERRY]).generated == date.today()


@pytest.mark.parametrize(
    ("given", "texts"),
    [
        (FERRY, [FERRY]),
        ([FERRY, FIRE], [FERRY, FIRE]),
        ((FIRE,), [FIRE]),
        (iter([FIRE]), [FIRE]),
        ({"text": FERRY}, [FERRY]),
        ([{"text": FERRY}, FIRE], [FERRY, FIRE]),
        (pandas.DataFrame([{"text": FERRY, "id": 7}, {"text": FIRE, "id": 8}]), [FERRY, FIRE]),
        (pandas.Series({"text": FERRY}), [FERRY]),
        ([row for _, row in pandas.DataFrame([{"text": FERRY}]).iterrows()], [FERRY]),
        (pandas.Series([FERRY, FIRE]).tolist(), [FERRY, FIRE]),
    ],
    ids=[
        *("text", "texts", "tuple", "iterator", "mapping", "mixed"),
        *("frame", "row", "rows", "column as list"),
    ],
)
@pytest.mark.parametrize("make", EVERY)
def test_what_people_have_of_articles_is_taken(make: Any, given: Any, texts: list[str]) -> None:
    """Texts, mappings and rows of pandas, one or many, for each thing that can be made."""
    if not isinstance(given, list | str | tuple | dict | pandas.DataFrame | pandas.Series):
        given = iter(list(texts))
    made = make(given)
    if make is brief.summarise:
        assert {sentence.document for sentence in made} == set(range(1, len(texts) + 1))
    else:
        assert sorted(document.text for document in made.documents) == sorted(texts)


def test_paths_are_read(tmp_path: Path) -> None:
    """A `Path` is an article's file, whatever it is called."""
    (tmp_path / "ferry.txt").write_text(FERRY)
    page = brief.brief([tmp_path / "ferry.txt", FIRE])
    assert {document.text for document in page.documents} == {FERRY, FIRE}
    assert (tmp_path / "ferry.txt").as_posix() in [document.path for document in page.documents]


def test_a_row_states_what_the_page_says_of_its_article() -> None:
    """Title, day, outlet and address of a row are those of the article."""
    (document,) = brief.brief([ROW], now=NOW).documents
    assert document.title and document.title.text == ROW["title"]
    assert document.text == f"{ROW['title']}\n\n{FERRY}"
    stated = document.date, document.url, document.publisher, document.author, document.language
    assert stated == (date(2026, 11, 20), ROW["url"], "Larn Post", "Jane Doe", "en")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 23, 59), date(2026, 11, 20)),
        (pandas.Timestamp("2026-11-20T12:00"), date(2026, 11, 20)),
        ("20 November 2026", date(2026, 11, 20)),
        ("2026-11-20T12:00:00Z", date(2026, 11, 20)),
        (None, None),
        ("", None),
        (pandas.NaT, None),
        (float("nan"), None),
    ],
    ids=repr,
)
def test_a_row_may_state_its_day_in_many_ways(day: Any, expected: date | None) -> None:
    """Days, moments and texts are read; what pandas writes for nothing is nothing."""
    (document,) = brief.brief([{"text": FIRE.replace(" on 3 May", ""), "date": day}]).documents
    assert document.date == expected


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            "inputs/ferry.txt",
            r"inputs/ferry\.txt: this looks like a path; read it first: brief\.read\(",
        ),
        (["a.html"], r"a\.html: this looks like a path"),
        (".", "this looks like a path"),
        ("https://larn.example/ferry", "this looks like an address; fetch it first"),
        (Path("."), r"\.: a folder is no article; read it: brief\.read\('\.'\)"),
        (Path("nowhere.txt"), r"nowhere\.txt: no such file; check the spelling"),
        ([{"body": FERRY, "id": 1}], "article 1 has no 'text': it has 'body', 'id'; call its text"),
        ([FERRY, {"text": None}], "article 2 has no 'text'"),
        ([{}], "article 1 has no 'text': it has nothing"),
        ([ROW | {"date": "soon"}], "the date of article 1 is 'soon'; write it 2026-11-25"),
        ([ROW | {"title": 3}], "the title of article 1 is a value of the type int; give a text"),
        (5, "a value of the type int is no list of articles; give what brief.read"),
        (b"text", "a value of the type bytes is no list of articles"),
        ([5], "article 1 is a value of the type int; give what brief.read"),
    ],
    ids=str,
)
@pytest.mark.parametrize("make", EVERY)
def test_what_is_no_article_is_said_with_what_is_wanted(make: Any, given: Any, said: str) -> None:
    """The message names which of them it is, and what to give."""
    with pytest.raises(UsageError, match=said):
        make(given)


def test_a_short_text_is_no_path() -> None:
    """A text of one line is taken as it is, though it has a dot, an address or a slash in it."""
    texts = ["The ferry sank.", "See https://larn.example for more on it.", "It was 3/4 full."]
    assert {sentence.document for sentence in brief.summarise(texts)} == {1, 2, 3}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "no article: none was given"),
        ("", "no article: empty"),
        (["%PDF-1.7"], "no article: "),
        ("1 2 3", "no sentence in any article|too few"),
    ],
    ids=str,
)
def test_a_summary_is_never_silently_empty(given: Any, said: str) -> None:
    """Where there is no sentence, that is an error which says why."""
    with pytest.raises((NothingToBrief, UsageError), match=said):
        assert not str(brief.summarise(given, words=2))


def test_too_few_words_are_an_error_that_names_enough() -> None:
    """The number that it names is enough."""
    with pytest.raises(UsageError, match="3 words are too few for any sentence; give at least 9"):
        brief.summarise(FERRY, words=3)
    assert len(str(brief.summarise(FERRY, words=9)).split()) == 9


@pytest.mark.parametrize("scrap", ["Yes.", "No!", "Why?", "“Never.”"])
def test_a_summary_holds_no_scraps(scrap: str) -> None:
    """A bare answer is left out, however much room there is."""
    assert scrap not in str(brief.summarise([f"{FERRY} {scrap}", f"{scrap} {FIRE}"], words=500))


def test_a_summary_of_nothing_but_an_answer_is_that_answer() -> None:
    """Nothing better is to be had."""
    assert str(brief.summarise("Yes.")) == "Yes."


def test_the_text_of_a_page_is_the_page() -> None:
    """`print(page)` shows what `brief` would."""
    page = brief.brief([ROW, FIRE], now=NOW)
    assert str(page) == brief.render(page, "markdown")
    assert isinstance(page, brief.Briefing)


def test_what_was_left_out_is_told_of() -> None:
    """A text that is no article is in `skipped`, for a summary and for a page."""
    for make in (brief.summarise, brief.brief):
        assert [skip.path for skip in make(["", FERRY]).skipped] == ["text 1.txt"]


def test_sumy_s_parsers_take_our_tokenizer() -> None:
    """Nothing has to be downloaded for sumy's plain text and our summariser."""
    parser = PlaintextParser.from_string(f"{FERRY}\n\n{FIRE}", brief.for_sumy.Tokenizer("english"))
    chosen = brief.for_sumy.CoverageSummarizer()(parser.document, 2)
    assert len(chosen) == 2
    assert all(str(sentence) in FERRY + FIRE for sentence in chosen)


@pytest.mark.parametrize(
    ("language", "text", "sentences", "words"),
    [
        ("english", "Dr. Doe left at 3.5 km. She didn't say why.", 2, 10),
        ("en", "One. Two.", 2, 2),
        ("german", "Am 3. Mai kam er. Er blieb.", 2, 7),
        ("czech", "", 0, 0),
    ],
)
def test_the_tokenizer(language: str, text: str, sentences: int, words: int) -> None:
    """It knows languages by sumy's names and by codes, and where a sentence ends."""
    tokenizer = brief.for_sumy.Tokenizer(language)
    assert len(tokenizer.to_sentences(text)) == sentences
    assert len(tokenizer.to_words(text)) == words


def test_documents_stay_as_they_are() -> None:
    """What `read` returns is not read again."""
    (document,) = brief.brief([ROW], now=NOW).documents
    (again,) = brief.brief([document], now=NOW).documents
    assert isinstance(again, Document)
    assert again == document
