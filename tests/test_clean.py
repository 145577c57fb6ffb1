"""What each line of an article is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from work import steps

from brief.clean.label import label, label_repeated
from brief.model import Block, Document, Kind, Title

CASES = json.loads((Path(__file__).parent / "cases" / "clean_lines.json").read_text("utf-8"))


def document(text: str, **fields: object) -> Document:
    """Return an article with a block for each line, bullets left outside."""
    blocks = []
    start = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        bullet = 2 if words.startswith("* ") else 0
        if words:
            first = start + line.index(words) + bullet
            kind = Kind.LIST_ITEM if bullet else Kind.PARAGRAPH
            blocks.append(Block(first, first + len(words) - bullet, kind))
        start += len(line)
    plain = Document(path="a.txt", text=text, sha256="", blocks=tuple(blocks))
    return replace(plain, **fields)  # type: ignore[arg-type]


def labelled(article: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, article.text[block.start : block.end]) for block in article.blocks]


def kinds(lines: Iterable[str], **fields: object) -> dict[str, str]:
    article = label(document("\n".join(lines), **fields))
    return {words: kind for kind, words in labelled(article)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_each_line_gets_its_kind(case: dict[str, list[list[str]]]) -> None:
    """Every line of a realistic article is what an editor would call it."""
    text = ""
    lines = case["lines"]
    for (_, words), (before, _) in zip(lines, [["", ""], *lines], strict=False):
        glued = words.startswith(" ") or (
            before == "boilerplate" and words.startswith("The recent")
        )
        telethon = words.startswith(("Through", "Regarding"))
        gap = "\n\n" if case.get("spaced") else "\n"
        text += words if glued or telethon or not text else gap + words
    wanted = [(kind, words.strip().removeprefix("* ")) for kind, words in lines]
    assert labelled(label(document(text))) == wanted


PROSE = (
    "Three people were freed on Monday after months of talks between the two governments, said a "
    "spokesman, who gave no further details of what had been agreed."
)


def test_title_is_the_first_line_that_looks_like_one() -> None:
    """A short line without a stop above prose is the headline."""
    assert label(document(f"Three freed\n{PROSE}")).title == Title("Three freed", 0, 11)


def test_title_from_metadata_stays_and_its_repetition_is_no_prose() -> None:
    """Front matter wins, and the line that repeats it is the headline too."""
    title = Title("Three Freed!", 3, 15)
    article = label(document(f"Three freed\n{PROSE}", title=title))
    assert article.title == title
    assert article.blocks[0].kind is Kind.TITLE


def test_name_of_the_site_is_not_in_the_title() -> None:
    """`Headline | The Paper` is the paper's headline."""
    article = label(document(f"Three people freed in Minsk | The Paper\n{PROSE}"))
    assert article.title and article.title.text == "Three people freed in Minsk"


def test_title_is_derived_where_there_is_none() -> None:
    """The opening of the first sentence stands in, cut at a pause, and says so."""
    title = label(document(PROSE)).title
    assert title == Title("Three people were freed on Monday", 0, 33, derived=True)


def test_a_first_sentence_is_no_headline() -> None:
    """A short lead with a stop stays prose."""
    article = label(document(f"Three people were freed on Monday.\n\n{PROSE}"))
    assert article.title and article.title.derived
    assert article.blocks[0].kind is Kind.PARAGRAPH


def test_line_between_paragraphs_that_blank_lines_part() -> None:
    """A short line directly below a paragraph belongs to a picture there, and only there."""
    insert = "Lots of children have been affected."
    spaced = "\n\n".join(["A title of four words", PROSE + "\n" + insert, PROSE, PROSE])
    assert ("caption", insert) in labelled(label(document(spaced)))
    assert kinds(["A title of four words", PROSE, insert, PROSE])[insert] == "paragraph"


def test_sentences_without_stops_are_not_headings() -> None:
    """Where an article has no stops at all, only its shortest lines are headings."""
    line = "nobody here has ever put a stop after any of the long lines that they wrote " * 3
    found = kinds([line, "one two three", line, " ".join(line.split()[:15])])
    assert found["one two three"] == "heading"
    assert found[" ".join(line.split()[:15])] == "paragraph"


def test_note_on_the_author_closes_the_article() -> None:
    """A last paragraph that begins with the author's name is about the author."""
    note = "Cordelia Vance is a contributing editor of this magazine."
    assert kinds(["A title", PROSE, note], author="Cordelia Vance")[note] == "boilerplate"
    assert kinds(["A title", PROSE, note])[note] == "paragraph"


def test_numbered_line_that_is_no_list() -> None:
    """`6. Kongress …` alone is a headline, not an item torn from a list."""
    text = f"6. Kongress der Bürgermeister\n{PROSE}"
    plain = document(text)
    item = replace(plain.blocks[0], start=3, kind=Kind.LIST_ITEM)
    article = label(replace(plain, blocks=(item, *plain.blocks[1:])))
    assert article.title and article.title.text == "6. Kongress der Bürgermeister"


@pytest.mark.parametrize("opening", ["MINSK, Belarus (AP) _", "NEW YORK _", "MINSK (AP) --"])
def test_the_dateline_of_a_wire_is_no_part_of_the_sentence(opening: str) -> None:
    """Older wires write "_" for the dash; what stands before it is no prose."""
    article = label(document(f"{opening} {PROSE}\n\n{PROSE}"))
    first = next(article.prose())
    assert PROSE.startswith(article.text[first.start : first.end][:20])


@given(
    st.lists(
        st.sampled_from(
            [
                "",
                "Leave a Reply",
                "By Jane Doe",
                "MINSK (AP) - Three were freed.",
                "7 July 2005",
                PROSE,
                "A heading",
                "What now?",
                "He said:",
                "Image: X.",
                "| a | b |",
                "  indented",
                "۲۰۰۵",
                "\x00",
                "References",
                "Monday, July 7, 2005The end",
                "2005/01/08 Aid comes at last to town",
                "…",
                ":",
            ]
        ),
        max_size=12,
    ),
    st.sampled_from(["\n", "\n\n", "\r\n"]),
)
def test_labelling_keeps_every_word_and_is_done_once(lines: list[str], end: str) -> None:
    """Blocks stay in order, inside the text, none is lost; labelling again changes nothing."""
    plain = document(end.join(lines))
    article = label(plain)
    assert article.text == plain.text
    ends = [(block.start, block.end) for block in article.blocks]
    assert all(start < stop for start, stop in ends)
    assert all(one[1] <= other[0] for one, other in pairwise(ends))
    covered = {i for start, stop in ends for i in range(start, stop)}
    before = {i for block in plain.blocks for i in range(block.start, block.end)}
    assert not {i for i in before - covered if not plain.text[i].isspace()}
    assert label(article) == article
    if article.title:
        title = article.title
        assert article.text[title.start : title.end] == title.text != ""


HOSTILE = [
    "word " * 200_000,
    "July 7 2005 " * 40_000,
    "(A " * 150_000,
    "word. Word " * 50_000 + ":",
]


@pytest.mark.parametrize("line", HOSTILE, ids=["words", "dates", "brackets", "stops"])
def test_a_line_of_any_length_is_read_in_one_pass(line: str) -> None:
    """Four times the length takes no more than about four times as much work."""

    def work(text: str) -> int:
        return steps(lambda: label(document(text)))

    work(line[:1000])  # reads the word lists
    assert work(line) < 5 * work(line[: len(line) // 4]) + 500


FOLLOW = "Follow Belarus as it happens, every day."


def repeated(*articles: Document) -> list[str]:
    cleaned = label_repeated([label(article) for article in articles])
    return [
        words for article in cleaned for kind, words in labelled(article) if kind == "boilerplate"
    ]


def own(number: int) -> str:
    word = ["red", "green", "blue", "black"][number]
    return (
        f"The {word} party won {number + 3} seats in the vote on Sunday, and said that it would "
        f"talk with the {word} list of the neighbouring town about a {word} council for the year."
    )


def test_line_of_three_articles_is_furniture() -> None:
    """What three articles of a set carry word for word is the sites', not the news'."""
    articles = [document(f"{own(n)}\n{FOLLOW}") for n in range(3)]
    assert repeated(*articles) == [FOLLOW] * 3
    assert repeated(*articles[:2]) == []


def test_two_articles_of_one_publisher_are_enough() -> None:
    """A paper's own line shows in two of its articles."""
    articles = [document(f"{own(n)}\n{FOLLOW}", publisher="The Paper") for n in range(2)]
    assert repeated(*articles) == [FOLLOW] * 2


def test_few_of_many_articles_say_the_same_by_chance() -> None:
    """In a set of hundreds furniture is in more than three articles, or two of one publisher."""
    hurt = "No one was hurt in it, the police said."

    def shared_by(few: int, publisher: str | None) -> list[str]:
        towns = ["".join(letters) for letters in product("bcdfg", "aeiou", "klmns", "aeiou")]
        barns = [f"A barn with its hay burned down near {town.title()}." for town in towns[:500]]
        texts = [f"{barn}\n{hurt}" if n < few else barn for n, barn in enumerate(barns)]
        return repeated(*[document(text, publisher=publisher) for text in texts])

    for publisher in (None, "The Paper"):
        assert shared_by(4, publisher) == []
        assert shared_by(5, publisher) == [hurt] * 5


def test_agency_text_in_several_papers_is_news() -> None:
    """Reprints, and a long lead that papers share, are not furniture."""
    reprint = f"{own(0)}\n{own(1)}"
    assert repeated(*[document(reprint)] * 4) == []
    shared_lead = [document(f"{PROSE}\n{own(n)} {own(n)}") for n in range(3)]
    assert repeated(*shared_lead) == []


def wikinews(shared: Path) -> list[Document]:
    files = sorted((shared / "articles" / "wikinews").glob("*.txt"))
    return [label(document(path.read_text("utf-8"))) for path in files]


def test_headlines_of_the_real_articles(shared: Path) -> None:
    """Each of the hundred articles has its first line as its title, less a date before it."""
    for article in wikinews(shared):
        first = article.text.strip().splitlines()[0]
        assert article.title and not article.title.derived
        assert article.title.text == first.removeprefix("2005/01/08 ").strip()


def test_captions_of_the_real_articles(shared: Path) -> None:
    """No caption, credit or caption-like line of the real articles is left as prose."""
    prose = {
        article.text[block.start : block.end]
        for article in wikinews(shared)
        for block in article.prose()
    }
    for opening in (
        "Countries affected by the",
        "Beached boat",
        "Ambulances at",
        "HMS Cornwall at",
        "An inflatable British",
        "Lots of children",
        "The intended route",
        "Air France A330-200 F",
        "Russell Square after",
        "Image:",
        "Alejandro Mella.",
        "Map indicating",
        "A map indicating",
        "Japan tops",
        "Fabian Cancellara",
        "Margaret Beckett",
        "The scenes after",
        "Cquote",
    ):
        assert not [line for line in prose if line.startswith(opening) and len(line) < 260], opening


def test_mess_of_the_real_web_articles(shared: Path) -> None:
    """Forms, questions, tables and headings of the five web articles give no sentence."""
    for path in sorted((shared / "articles" / "belarus").glob("*.txt")):
        article = label(document(path.read_text("utf-8")))
        for block in article.prose():
            line = article.text[block.start : block.end]
            assert len(line.split()) > 11 and line[0] not in "|#" and line[-1] not in ":?", line
