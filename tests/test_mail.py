"""The page as a mail: what is left of it in any mail program, and where its lines lead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given
from made_briefings import article, briefing, cases, entry, line
from payloads import PAYLOADS
from test_formats import LANGUAGES, TEXTS, hostile_briefing, with_sections, with_stories
from test_renderers import made_page

from brief.deliver.message import PageMail, message
from brief.formats import FORMATS, mail
from brief.formats.mail import LARGEST, ArchivePage, archive_page
from brief.language.phrases import languages
from brief.language.visible import visible
from brief.model import Briefing, Citation, Comparison, Document, Figure, Story

BRIEFINGS = cases("formats_briefings.json")
GOLDEN = Path(__file__).parent / "golden" / "mail"
DROPPED = json.loads(
    (Path(__file__).parent / "cases" / "mail_dropped.json").read_text(encoding="utf-8")
)
BY_NAME = pytest.mark.parametrize("name", BRIEFINGS)
ARCHIVE = "https://news.example.org/pages/2026-11-20.html"
ELEMENTS = set(
    "html head meta title body div table tbody tr td h1 h2 h3 p br a span strong".split()
)


def tree_of(page: str) -> Any:
    """Return a mail as a browser takes it apart; whatever is no valid HTML raises."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def text_of(element: Any) -> str:
    return "".join(element.itertext())


def archived(made: Briefing) -> ArchivePage:
    return archive_page(ARCHIVE, FORMATS["html"].render(made))


def links_of(page: str) -> list[tuple[str, str]]:
    """Return the links of a mail: their words and where they lead."""
    return [(text_of(each), each.get("href")) for each in tree_of(page).iter("a")]


def declarations(page: str) -> Iterator[tuple[str, str, str]]:
    """Yield the element, property and value of each inline style."""
    for element in tree_of(page).iter():
        for part in filter(None, (element.get("style") or "").split(";")):
            name, _, value = part.partition(":")
            yield element.tag, name.strip(), value.strip()


def many(number: int, words: int = 12, **fields: Any) -> Briefing:
    """Return a page of as many articles, each with a line of its own."""
    told = " ".join(f"word{place}" for place in range(words))
    documents = tuple(
        article(
            place,
            f"Report {place} of the day\n\nMayor {place} says that {told}.",
            f"Report {place} of the day",
            url=f"https://news.example.org/{place}",
            publisher=f"Paper {place}",
            date=date(2026, 11, 20),
        )
        for place in range(1, number + 1)
    )
    said = [line(each, each.text.partition("\n\n")[2]) for each in documents]
    return briefing(
        documents,
        in_brief=(said[0],),
        articles=tuple(entry(*pair) for pair in zip(documents, said, strict=True)),
        **fields,
    )


@BY_NAME
def test_golden(name: str, update: bool) -> None:
    """The mail is the one that was looked at and found good."""
    golden = GOLDEN / f"{re.sub('[^a-z]+', '-', name)}.html"
    rendered = mail.render(BRIEFINGS[name], archived(BRIEFINGS[name]))
    if update:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(rendered, encoding="utf-8")
    assert rendered == golden.read_text(encoding="utf-8")


@BY_NAME
def test_nothing_in_a_mail_is_dropped_by_a_program(name: str) -> None:
    """No element, attribute, property or value that one of the three large ones does not know."""
    made = with_sections(hostile_briefing(["One.", "Two.", "Three.", "Four."]))
    made = made if name == "river" else BRIEFINGS[name]
    page = mail.render(made, archived(made))
    for element in tree_of(page).iter():
        assert element.tag in ELEMENTS - DROPPED["elements"].keys()
        assert not DROPPED["attributes"].keys() & set(element.keys())
        assert not {"class", "id", "src", "background"} & set(element.keys())
    for tag, name_of_property, value in declarations(page):
        assert name_of_property not in DROPPED["properties"]
        assert tag in DROPPED["only_on"].get(name_of_property, [tag])
        for dropped in DROPPED["values"]:
            pattern = rf"(?<![a-z-]){re.escape(dropped)}" + ("" if dropped[-1] == "(" else r"\b")
            assert not re.search(pattern, re.sub("[0-9.]", "", value)), (value, dropped)
    assert "!important" not in page and "@media" not in page


def test_the_list_of_what_is_dropped_names_its_source() -> None:
    """It has what a page would use, and says where that is known from."""
    assert "caniemail.com" in DROPPED["source"]
    assert {"position", "table-layout", "overflow-wrap"} <= DROPPED["properties"].keys()
    assert {"bdi", "header", "svg"} <= DROPPED["elements"].keys()


@BY_NAME
def test_nothing_comes_from_elsewhere_and_no_colour_is_ours(name: str) -> None:
    """No picture, style sheet or script; ink and ground are those of the program, light or dark."""
    page = mail.render(BRIEFINGS[name])
    assert not re.search(r"<(?:img|link|style|script|base|iframe)|url\(|src=", page)
    assert '<meta name="color-scheme" content="light dark">' in page
    assert '<meta name="supported-color-schemes" content="light dark">' in page
    properties = {(part, value) for _, part, value in declarations(page)}
    assert {value for part, value in properties if part == "color"} <= {"inherit"}
    assert not any(part.startswith("background") for part, _ in properties)


@given(TEXTS, LANGUAGES)
def test_markup_in_articles_comes_out_as_text(texts: list[str], language: str) -> None:
    """Whatever they say, there are our elements alone, and links to the web."""
    made = with_sections(hostile_briefing(texts, language))
    for shown in (made, with_stories(made)):
        page = mail.render(shown, archived(shown))
        assert {element.tag for element in tree_of(page).iter()} <= ELEMENTS
        assert all(re.match("https?://", href) for _, href in links_of(page))
        assert len(page.encode()) < LARGEST


@pytest.mark.parametrize("start", range(0, len(PAYLOADS), 12))
def test_payloads_come_out_as_text(start: int) -> None:
    """What acts in some renderer does not in a mail, and stands there as it was written."""
    payloads = PAYLOADS[start : start + 12]
    page = mail.render(made_page(payloads))
    tree = tree_of(page)
    assert {element.tag for element in tree.iter()} <= ELEMENTS
    words = visible(text_of(tree.find("body")))
    assert all(visible(payload) in words for payload in payloads if visible(payload))


def test_a_line_leads_to_its_words() -> None:
    """On the web, where the article is there; else on the page of the archive; else nowhere."""
    made = BRIEFINGS["river"]
    ours = FORMATS["html"].render(made)
    for archive in (None, archived(made)):
        linked = dict(reversed(links_of(mail.render(made, archive))))
        (police,) = (words for words in linked if words.startswith("Police held"))
        assert linked[police].startswith(
            "https://news.example.org/larn-2?id=7&page=1#:~:text=Police"
        )
        court = made.in_brief[0]
        if archive is None:
            assert visible(court.text) not in linked
            assert all("news.example.org/larn-2" in href for href in linked.values())
        else:
            place = court.citations[0]
            name = f"a{place.document}-{place.start}-{place.end}"
            assert linked[visible(court.text)] == f"{ARCHIVE}#{name}"
            assert f'id="{name}"' in ours
            assert linked["The sources"] == f"{ARCHIVE}#sources"


def test_links_into_the_archive_lead_to_what_is_there() -> None:
    """Where the page there has no texts, to the list of articles; every anchor exists."""
    made = many(22)
    made = replace(made, documents=tuple(replace(each, url=None) for each in made.documents))
    page = FORMATS["html"].render(made)
    hrefs = {href for _, href in links_of(mail.render(made, archived(made)))}
    assert f"{ARCHIVE}#s1" in hrefs
    assert all(f'id="{href.partition("#")[2]}"' in page for href in hrefs)


@pytest.mark.parametrize(
    "url", [None, "javascript:steal()", "file:///etc/passwd", "ftp://a.example/b", "//a.example/x"]
)
def test_what_is_not_on_the_web_is_no_link(url: str | None) -> None:
    """Nor a file of ours, by any path."""
    told = article(1, "A ferry sank. Nobody died.", path="/home/ann/news/ferry.txt", url=url)
    made = briefing((told,), in_brief=(line(told, "A ferry sank."),))
    page = mail.render(made)
    assert links_of(page) == []
    assert "/home/ann" not in page + mail.plain(made)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, 5), (40, 12), (300, 12), (1000, 30), (20, 9000)],
)
def test_what_has_no_room_is_said(number: int, words: int) -> None:
    """The list of articles gives way from its end, and says how many it has left out."""
    made = many(number, words)
    page = mail.render(made)
    assert len(page.encode()) < LARGEST
    shown = [text_of(each) for each in tree_of(page).iter("td")]
    listed = [place for place in range(1, number + 1) if str(place) in shown]
    assert listed == list(range(1, len(listed) + 1))
    rest = number - len(listed)
    said = f"{rest:,} more article{'s' * (rest > 1)} without room here."
    assert (said in page) == (rest > 0)
    assert (number < 100 and words < 100) == (rest == 0)
    if rest and words < 100:  # One more would not have found room.
        assert LARGEST - len(page.encode()) < 2000


def test_articles_without_room_on_the_page_are_counted_once() -> None:
    """Together with those that the mail has no room for."""
    made = many(900)
    extra = tuple(replace(each, id=each.id + 900) for each in many(5).documents)
    made = replace(
        made,
        documents=made.documents + extra,
        articles=made.articles + tuple(entry(each) for each in extra),
    )
    page = mail.render(made)
    assert page.count("without room here") == 1
    shown = [text_of(each) for each in tree_of(page).iter("td")]
    listed = sum(str(place) in shown for place in range(1, 906))
    assert f"{905 - listed} more articles without room here." in page


def test_a_page_of_lines_alone_keeps_within_bounds() -> None:
    """Lines give way last, and how many is said."""
    told = " ".join(f"w{place}" for place in range(400))
    documents = tuple(
        article(place, f"Mayor {place} says {told}.", url=f"https://a.example/{place}")
        for place in range(1, 90)
    )
    made = briefing(documents, in_brief=tuple(line(each, each.text) for each in documents))
    page = mail.render(made)
    assert len(page.encode()) < LARGEST
    assert "Mayor 1 says" in page
    assert re.search("[0-9]+ more without room here", page)


def test_a_page_of_many_stories_keeps_within_bounds() -> None:
    """Even their headings, and the names of those without a line, give way."""
    made = many(700)
    stories = tuple(
        Story(
            replace(made.documents[place].title or made.title, derived=False),
            place + 1,
            (place + 1,),
            (line(made.documents[place], made.documents[place].text),) if place < 350 else (),
            named=True,
        )
        for place in range(700)
    )
    lines = tuple(each for story in stories for each in story.in_brief)
    page = mail.render(replace(made, stories=stories, in_brief=lines))
    assert len(page.encode()) < LARGEST
    assert "Report 1 of the day" in page and "more without room here" in page


def test_a_table_that_is_too_wide_is_counted() -> None:
    """A mail cannot be scrolled sideways."""
    wide, narrow = (
        mail.render(replace(many(number), support=True, sections=("support", "articles")))
        for number in (12, 4)
    )
    assert "Which article says what" in wide and "1 line without room here." in wide
    assert "●" in narrow and "●" not in wide


@pytest.mark.parametrize("language", ["ar", "he", "en", "fr"])
def test_a_mail_says_which_way_it_is_written(language: str) -> None:
    """For programs that drop what the document says, on its cells, too."""
    made = replace(BRIEFINGS["river"], language=language)
    rtl = language in ("ar", "he")
    tree = tree_of(mail.render(made))
    assert (tree.get("lang"), tree.get("dir")) == (language, "rtl" if rtl else "ltr")
    column = next(each for each in tree.iter("td") if each.get("dir"))
    assert column.get("align") == ("right" if rtl else "left")
    lines = mail.plain(made).split("\n-- \n")[0].split("\n")
    assert {row.startswith("\u200f") for row in lines if row} == {rtl}


def test_words_of_another_language_say_so() -> None:
    """Which way they are written, too; numbers have no language."""
    told = article(1, "غرقت العبارة في النهر.", language="ar", url="https://a.example/1")
    other = article(2, "A ferry sank.", language="en", publisher="صحيفة")
    made = briefing(
        (told, other), in_brief=(line(told, told.text), line(other, other.text)), language="en"
    )
    page = mail.render(made)
    assert '<span lang="ar" dir="rtl">غرقت العبارة في النهر.</span>' in page
    assert '<span dir="ltr">صحيفة</span>' in page
    assert re.search(r'<a href="[^"]*">1</a>', page)


def test_the_first_words_are_those_of_the_first_line() -> None:
    """Not the subject again; a page without lines begins with what it says of itself."""
    told = article(1, "Ferry sinks\n\nNobody died.", "Ferry sinks")
    said = (line(told, "Ferry sinks", headline=True), line(told, "Nobody died."))
    headlined = briefing((told,), in_brief=said)
    for made, words in (
        (BRIEFINGS["river"], "A court fined Larn Lines 2.5 million crowns on Thursday for"),
        (briefing((article(1, "Short."),)), "20 November 2026 · 1 article"),
        (many(1, 90), "Mayor 1 says that word0"),
        (headlined, "Nobody died."),
    ):
        first = next(tree_of(mail.render(made)).iter("div"))
        assert "display:none" in first.get("style")
        assert text_of(first).startswith(words)
        assert len(text_of(first)) <= 141


def test_the_column_fits_a_phone_and_a_wide_window() -> None:
    """It is as wide as the window, up to 640 pixels."""
    page = mail.render(BRIEFINGS["river"])
    widths = [value for _, part, value in declarations(page) if part == "max-width"]
    assert widths == ["640px"]
    assert all(each.get("width") in (None, "100%") for each in tree_of(page).iter("table"))


@pytest.mark.parametrize("language", languages())
def test_no_row_ends_inside_a_day_or_before_a_place(language: str) -> None:
    """Nor between a number and what it counts; in what an article says a row may."""
    told = "All 14 people who were on the boat were saved by 3 divers."
    first, second = (
        article(n, told, language=language, publisher="Larn Post", date=date(2025, 8, 25))
        for n in (1, 2)
    )
    made = briefing((first, second), language=language, in_brief=(line(first, told),))
    tree = tree_of(mail.render(made))
    shown = [text_of(each) for each in tree.iter("div") if "14px" in each.get("style")]
    assert len(shown) == 2 and all("Larn Post" in each for each in shown)
    days = [each.split("Post")[1] for each in shown]
    assert not any(re.search(r"\d\.? [^\W\d_]|[^\W\d_]\.? 2025|: [0-9]", day) for day in days)
    assert "All 14 people" in text_of(tree)


def test_where_values_differ_no_row_ends_inside_a_day_or_before_a_place() -> None:
    """As beside a line."""
    told = tuple(
        article(
            n, f"The fire hurt {n} people.", url=f"https://x.example/{n}", date=date(2010, 5, n)
        )
        for n in (1, 2)
    )
    values = tuple(Figure(n, "people", f"{n} people", Citation(n, 14, 22)) for n in (1, 2))
    compared = (Comparison("hurt", values),)
    page = mail.render(briefing(told, differ=compared, sections=("differ",)))
    shown = text_of(tree_of(page))
    for n in (1, 2):
        assert f"(x.example, {n}\u00a0May\u00a02010:\u00a0{n})" in shown


def test_a_place_without_outlet_and_day_stands_behind_its_line() -> None:
    """On a page of one article, whose every line has the same place, it takes no row."""
    told = article(1, "It rained in Rome. The Tiber rose.", publisher="Larn Post")
    made = briefing((told,), in_brief=(line(told, "The Tiber rose."),))
    tree = tree_of(mail.render(made, archived(made)))
    cell = next(each for each in tree.iter("td") if text_of(each).startswith("The Tiber"))
    assert text_of(cell) == "The Tiber rose.\u00a0(1)"
    assert not list(cell.iter("div")) and len(list(cell.iter("a"))) == 2


def test_how_many_articles_a_story_has_is_not_set_as_its_title() -> None:
    """It stands behind the title in the same heading, in plain type."""
    tree = tree_of(mail.render(BRIEFINGS["stories, some without room"]))
    headings = list(tree.iter("h3"))
    assert headings
    for heading in headings:
        count = list(heading)[-1]
        assert "font-weight:normal" in count.get("style")
        assert re.fullmatch(r",\u00a0[0-9,]+\u00a0articles?", text_of(count))
        assert not count.tail


def test_the_first_story_stands_right_below_its_section() -> None:
    """The room above a story is that to the story before it."""
    above = [
        value.split()[0]
        for tag, part, value in declarations(mail.render(BRIEFINGS["stories, some without room"]))
        if (tag, part) == ("h3", "margin")
    ]
    assert len(above) > 1
    assert above[0] == "0" and set(above[1:]) == {"18px"}


def test_the_plain_part_reads_by_itself() -> None:
    """A line each, addresses whole, no path; the signature is one to a mail program, too."""
    made = BRIEFINGS["river"]
    shown = mail.plain(made)
    above, signature = shown.split("\n-- \n")
    assert signature == f"{made.signature}\n"
    assert "\n3. Police held the ferry's owner on Friday. The death toll rose to 14 - two of them" \
        " children. (" in above  # fmt: skip
    assert "\n(2) https://news.example.org/larn-2?id=7&page=1\n" in above
    assert "\n(1) " not in above
    assert f"\n(1) {ARCHIVE}#s1\n" in mail.plain(made, archived(made))


def sent(made: Briefing, **fields: Any) -> bytes:
    """Return a page as it goes out."""
    page = PageMail(
        name="morning",
        period="2026-11-20",
        title=fields.pop("title", "Ferry sinks"),
        text=mail.plain(made),
        html=mail.render(made),
        sender="brief@example.org",
        recipients=("ada@example.org",),
        date=datetime(2026, 11, 20, 7, tzinfo=UTC),
        **fields,
    )
    return message(page).as_bytes()


def mailed(made: Briefing, **fields: Any) -> EmailMessage:
    """Return a page as somebody gets it."""
    got = message_from_bytes(sent(made, **fields), policy=default)
    assert isinstance(got, EmailMessage) and not got.defects
    return got


@BY_NAME
def test_both_parts_arrive_as_they_were_made(name: str) -> None:
    """Plain and HTML, and nothing beside them."""
    made = BRIEFINGS[name]
    plain, page = mailed(made).iter_parts()
    assert str(plain.get_content()).replace("\r\n", "\n") == mail.plain(made)
    assert str(page.get_content()).replace("\r\n", "\n") == mail.render(made)
    assert (plain.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    assert max(map(len, sent(made).splitlines())) <= 998


@pytest.mark.parametrize(
    ("given_as", "header", "post"),
    [
        ((), None, None),
        (("mailto:leave@example.org",), "<mailto:leave@example.org>", None),
        (
            ("https://example.org/leave?id=1,2",),
            "<https://example.org/leave?id=1,2>",
            "List-Unsubscribe=One-Click",
        ),
        (
            (f"mailto:leave@example.org?subject={'a' * 200}", f"https://example.org/{'b' * 200}"),
            f"<mailto:leave@example.org?subject={'a' * 200}>, <https://example.org/{'b' * 200}>",
            "List-Unsubscribe=One-Click",
        ),
    ],
)
def test_a_reader_can_leave(
    given_as: tuple[str, ...], header: str | None, post: str | None
) -> None:
    """With what the settings give, whole and readable; one click only where https takes it."""
    got = mailed(BRIEFINGS["river"], unsubscribe=given_as)
    assert (got["List-Unsubscribe"], got["List-Unsubscribe-Post"]) == (header, post)
    raw = sent(BRIEFINGS["river"], unsubscribe=given_as)
    assert (header is None) or f"\r\nList-Unsubscribe: {header}\r\n".encode() in raw


@pytest.mark.parametrize(
    "title",
    [
        "Ferry with 63 people on board sinks on the river Larn, and the owner is held by police",
        "Fähre mit 63 Menschen an Bord sinkt auf der Larn, und der Eigner wird festgenommen " * 3,
        "غرقت العبارة في النهر وعلى متنها ثلاثة وستون شخصا واحتجزت الشرطة مالكها يوم الجمعة",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft brennt",
        "x" * 300,
    ],
)
def test_a_subject_is_never_cut(title: str) -> None:
    """However long, and in whatever letters: it is read as it was written."""
    assert mailed(BRIEFINGS["river"], title=title)["Subject"] == title.strip()


@pytest.mark.parametrize("length", range(60, 90))
def test_a_subject_begins_on_its_first_line(length: int) -> None:
    """However its words fall; a program that reads that line alone shows most of it."""
    title = ("Ferry sinks on the Larn and its owner is held by police who ask why " * 2)[:length]
    lines = sent(BRIEFINGS["river"], title=title.strip()).split(b"\r\n")
    assert lines[0].startswith(b"Subject: Ferry sinks on the Larn and its owner is held by ")
    assert max(map(len, lines[:2])) <= 78
    assert mailed(BRIEFINGS["river"], title=title.strip())["Subject"] == title.strip()


def test_the_same_page_is_the_same_mail() -> None:
    """To the byte."""
    made = BRIEFINGS["river"]
    assert mail.render(made) == mail.render(made)
    assert mail.plain(made) == mail.plain(made)


def test_an_article_without_words_of_its_own_has_a_place() -> None:
    """A document of the archive page is found by its number alone."""
    document: Document = article(1, "A ferry sank.")
    assert ArchivePage(ARCHIVE).article(document) == ARCHIVE
    assert ArchivePage(ARCHIVE, frozenset({"s1"})).place(document, 0, 5) == f"{ARCHIVE}#s1"
