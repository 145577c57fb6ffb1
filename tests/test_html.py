"""The page as HTML: what a reader, a browser, another tool and `verify` find in it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_briefings import article, briefing, cases, entry, line
from test_formats import (
    LANGUAGES,
    TEXTS,
    hostile_briefing,
    placed,
    plain_lines,
    with_sections,
    with_stories,
)
from work import steps

from brief import formats
from brief.errors import UsageError
from brief.formats.difference import difference, is_of_skipped
from brief.formats.html.page import LARGEST, MOST_SOURCES, sealed
from brief.formats.html.passages import passages
from brief.language.visible import visible
from brief.model import STDIN, Block, Briefing, Citation, Document, Figure, Kind
from brief.pipeline import brief, read, render, verify
from brief.settings.extract_options import ExtractConfig
from brief.settings.page_options import Config

RENDER = formats.FORMATS["html"].render
BRIEFINGS = cases("formats_briefings.json")
BY_NAME = pytest.mark.parametrize("name", BRIEFINGS)
#: What html5lib puts before the names of elements of pictures.
SVG = "{http://www.w3.org/2000/svg}"
#: Every element that the template writes, with the attributes that it may have there.
ELEMENTS = {
    name: set(attributes.split())
    for name, _, attributes in (
        row.strip().partition(" ")
        for row in """
        html lang dir
        head
        meta charset http-equiv content name
        title
        style
        body
        i class
        a class href lang dir rel aria-label data-document data-start data-end data-exact \
          data-prefix data-suffix data-sha256 data-address
        main id class tabindex
        header
        h1
        h2 id
        h3
        section
        ol class
        ul class
        li class id value data-document data-path data-sha256
        p class id hidden data-start data-end data-document data-path data-url data-sha256
        span class id aria-live role data-one data-two data-few data-many data-other data-zero
        bdi class lang dir data-start data-end
        details
        summary
        label for
        input id type autocomplete spellcheck
        strong
        div class lang dir tabindex role
        table
        tbody
        tr class
        th scope
        td
        aside id aria-labelledby
        article id data-document data-path data-url data-sha256 tabindex
        mark id data-place
        footer
        figure class tabindex
        figcaption
        svg role aria-label width height
        circle class cx cy r
        line class x1 x2 y1 y2
        text class x y
        tspan class
        template id
        button class type
        kbd
        script
        """.replace("\\\n", "")
        .strip()
        .splitlines()
    )
}


def tree_of(page: str) -> Any:
    """Return a page as a browser takes it apart; whatever is no valid HTML raises."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(page)


def all_of(tree: Any, name: str, of: str | None = None) -> Iterator[Any]:
    """Yield the elements of a name, and of a class where one is given."""
    return (each for each in tree.iter(name) if of is None or each.get("class") == of)


def text_of(element: Any) -> str:
    return "".join(element.itertext())


def made_of(texts: list[str], language: str, stories: bool, sections: bool) -> Briefing:
    made = hostile_briefing(texts, language)
    made = with_sections(made) if sections else made
    return with_stories(made) if stories else made


@given(TEXTS, LANGUAGES, st.booleans(), st.booleans())
def test_markup_in_articles_comes_out_as_text(
    texts: list[str], language: str, stories: bool, sections: bool
) -> None:
    """A browser finds the template's elements and attributes, and no scheme but the web's."""
    tree = tree_of(RENDER(made_of(texts, language, stories, sections)))
    for element in tree.iter():
        assert isinstance(element.tag, str) or "brief-page sha256=" in element.text
        if isinstance(element.tag, str):
            assert set(element.keys()) <= ELEMENTS[element.tag.removeprefix(SVG)], element.tag
        href = element.get("href")
        assert href is None or re.match(r"https?://|#|[^:/]*(?:/(?!/)|\Z|#)", href), href
    assert len(list(tree.iter("script"))) == len(list(tree.iter("style"))) == 1


@given(TEXTS, LANGUAGES, st.booleans())
def test_a_reader_sees_what_the_page_as_text_says(
    texts: list[str], language: str, stories: bool
) -> None:
    """Each row has the words of the row of other formats, in their order."""
    made = made_of(texts, language, stories, False)
    tree = tree_of(RENDER(made))
    rows = [text_of(row) for row in shown_rows(tree)]
    expected = plain_lines(made)
    assert len(rows) == len(expected)
    for row, other in zip(rows, expected, strict=True):
        assert re.sub(r"\W", "", row) in re.sub(r"\W", "", other)


def shown_rows(tree: Any) -> Iterator[Any]:
    aside = next(tree.iter("aside"))
    hidden = {id(each) for each in aside.iter()} | {
        id(each) for table in tree.iter("table") for each in table.iter()
    }
    for picture in tree.iter("figure"):
        picture.clear()
    for element in tree.iter():
        if element.tag in ("h1", "h2", "h3", "li", "p") and id(element) not in hidden:
            yield element


@given(TEXTS, LANGUAGES, st.booleans(), st.booleans())
def test_a_page_gives_back_what_was_written(
    texts: list[str], language: str, stories: bool, sections: bool
) -> None:
    """Each statement with its places, each article's path, and no fault."""
    made = made_of(texts, language, stories, sections)
    page = formats.parse(RENDER(made), "page")
    assert (page.faults, page.intact) == ((), True)
    claimed = {place for claim in page.claims for place in placed(claim.text, claim.citations)}
    stated = {place for each in made.shown() for place in placed(each.text, each.citations)}
    assert stated <= claimed
    assert [source.path for source in page.sources] == [each.path for each in made.documents]
    markdown = formats.parse(formats.FORMATS["markdown"].render(made), "page")
    assert (page.sources, page.signature) == (markdown.sources, markdown.signature)


@BY_NAME
def test_the_policy_lets_only_its_own_style_and_script_run(name: str) -> None:
    """Nothing is fetched, and what is inline is named by its hash."""
    tree = tree_of(RENDER(BRIEFINGS[name]))
    policy = next(
        each.get("content")
        for each in tree.iter("meta")
        if each.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for element, directive in (("style", "style-src"), ("script", "script-src")):
        (inline,) = tree.iter(element)
        digest = b64encode(sha256(inline.text.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in policy
    assert not [each for each in tree.iter() if each.get("src") or each.get("style")]


@BY_NAME
def test_every_place_can_be_found_by_other_tools(name: str) -> None:
    """A place has the selectors of Web Annotations, and the link leads to the marked words."""
    made = BRIEFINGS[name]
    tree = tree_of(RENDER(made))
    documents = {str(each.id): each for each in made.documents}
    places = list(all_of(tree, "a", "place"))
    assert places
    for place in places:
        document = documents[place.get("data-document")]
        start, end = int(place.get("data-start")), int(place.get("data-end"))
        stated = document.text[start:end]
        assert visible(place.get("data-exact")) == visible(stated)
        assert visible(place.get("data-prefix")) == visible(
            document.text[max(0, start - 32) : start]
        )
        assert visible(place.get("data-suffix")) == visible(document.text[end : end + 32])
        assert place.get("data-sha256") == document.sha256
        leads = place.get("href").removeprefix("#")
        marks = tree.iter("mark")
        pieces = [each for each in marks if leads in (each.get("id"), each.get("data-place"))]
        assert "".join(map(text_of, pieces)).split() == visible(stated).split()


@BY_NAME
def test_headings_landmarks_and_names_are_in_order(name: str) -> None:
    """One main part, one title, no heading leaps a level, and no name stands twice."""
    tree = tree_of(RENDER(BRIEFINGS[name]))
    levels = [int(each.tag[1]) for each in tree.iter() if re.fullmatch("h[1-6]", str(each.tag))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later <= level + 1 for level, later in pairwise(levels))
    assert len(list(tree.iter("main"))) == 1
    names = [each.get("id") for each in tree.iter() if each.get("id")]
    assert len(names) == len(set(names))
    anchors = {each.get("href") for each in tree.iter("a") if (each.get("href") or "")[:1] == "#"}
    assert {anchor[1:] for anchor in anchors} <= set(names)


def test_words_of_another_language_say_so() -> None:
    """A sentence whose article is in another language than the page has it, with its direction."""
    told = article(1, "Hundreds came. They sang.", language="en")
    other = article(2, "جاء المئات. غنوا.", language="ar")
    made = briefing((told, other), in_brief=(line(told, "They sang."), line(other, "جاء المئات.")))
    first, second = all_of(tree_of(RENDER(made)), "a", "said")
    assert (first.get("lang"), first.get("dir")) == (None, None)
    assert (second.get("lang"), second.get("dir")) == ("ar", "rtl")


def test_white_space_stays_as_far_as_html_holds_it() -> None:
    """Line ends of other systems and controls are spaces in what a place quotes."""
    told = article(1, "One\r\ntwo\tthree\x0c four \u2003five. Six.", "Six.")
    made = briefing((told,), in_brief=(line(told, told.text[:-5]),))
    page = RENDER(made)
    place, *_ = all_of(tree_of(page), "a", "place")
    assert place.get("data-exact") == "One \ntwo\tthree  four \u2003five."
    assert formats.parse(page, "page").faults == ()


def test_numbers_of_articles_are_told_from_figures() -> None:
    """What is between them and around them is set off, and read back as it was."""
    first = article(1, "One two. Three.", "Three.", publisher="Dale Radio")
    others = [article(n, "One two. Nine dead.") for n in (2, 3)]
    nine = Figure(9, "dead", "Nine", Citation(2, 9, 13))
    told = line(first, "One two.", Citation(2, 0, 8), Citation(3, 0, 8), earlier=(nine,))
    own = entry(others[0], line(others[0], "One two."))
    page = RENDER(briefing((first, *others), in_brief=(told,), articles=(entry(first), own)))
    tree = tree_of(page)
    rows = [next(all_of(tree, "li", kind)) for kind in ("line", "entry")]
    rows.append(list(all_of(tree, "li", "entry"))[-1])
    set_off = [[each.text for each in row.iter("i")] for row in rows]
    assert set_off == [[", ", ", "], [], ["(", ")"]]
    assert [each.text for each in all_of(rows[0], "a", "place")] == ["1", "2", "3"]
    assert [each.text for each in all_of(rows[0], "a", "place words")] == ["Nine"]
    assert text_of(rows[0]) == "One two. Dale Radio: 1, 2, 3 · earlier Nine"
    assert formats.parse(page, "page").faults == ()


PARTS = "One two three. Four five.\n\nSix seven.\nLost eight.\n\n  Nine  ten.  "


@pytest.mark.parametrize(
    ("cited", "marked"),
    [
        ([(0, 14)], ["One two three."]),
        ([(0, 14), (4, 7)], ["One two three.", "two"]),
        ([(0, 14), (8, 19)], ["One two three.", "three. Four"[:6], "Four"]),
        ([(15, 37)], ["Four five.", "Six seven."]),
        ([(38, 43)], ["Lost "[:4]]),
        ([(0, 25), (0, 14), (0, 3)], ["One two three. Four five.", "One two three.", "One"]),
    ],
)
def test_places_are_marked_whatever_they_cross(
    cited: list[tuple[int, int]], marked: list[str]
) -> None:
    """In each other, across each other, over paragraphs; all of the text is there, once."""
    blocks = (Block(0, 25), Block(27, 37), Block(53, 64, Kind.BOILERPLATE))
    document = Document(path="a", text=PARTS, sha256="", blocks=blocks, id=7)
    rows = list(passages(document, cited))
    tree = html5lib.parseFragment("".join(rows), namespaceHTMLElements=False)
    assert [text_of(each).strip() for each in tree.iter("mark")] == marked
    assert " ".join(map(text_of, tree.iter("p"))).split() == PARTS.split()
    names = {each.get("id") for each in tree.iter("mark")} - {None}
    assert names == {f"a7-{start}-{end}" for start, end in cited}


def test_signs_between_paragraphs_stand_beside_them() -> None:
    """Those of Markdown, which no block has, and nothing that has a letter or is long."""
    text = "## One fell.\n\n* Two.\n\n- - - - -\n\nno. Three."
    blocks = (Block(3, 12), Block(16, 20), Block(37, 43))
    rows = passages(Document(path="a", text=text, sha256="", blocks=blocks, id=1), [])
    tree = html5lib.parseFragment("".join(rows), namespaceHTMLElements=False)
    assert [(each.get("class"), text_of(each)) for each in tree.iter("p")] == [
        ("signs", "##"),
        (None, "One fell."),
        ("signs", "*"),
        (None, "Two."),
        ("furniture", "- - - - - no."),
        (None, "Three."),
    ]


def many(number: int, text: str = "", url: str | None = None) -> Briefing:
    documents = tuple(
        article(n, f"Line {n} stands. {text}", f"Line {n} stands.", url=url)
        for n in range(1, number + 1)
    )
    first = documents[0]
    return briefing(
        documents,
        in_brief=(line(first, "Line 1 stands."),),
        articles=tuple(map(entry, documents)),
    )


@pytest.mark.parametrize(
    ("made", "inside"),
    [
        (many(MOST_SOURCES), True),
        (many(MOST_SOURCES + 1), False),
        (many(2, "word " * (LARGEST // 20)), True),
        (many(2, "word " * (LARGEST // 10)), False),
        (many(9, "<&> " * (LARGEST // 60)), False),
    ],
)
def test_texts_stand_on_the_page_while_there_is_room(made: Briefing, inside: bool) -> None:
    """Twenty articles, and 300,000 bytes with them; else links lead to the articles' files."""
    page = RENDER(made)
    tree = tree_of(page)
    assert bool(list(tree.iter("article"))) == bool(list(tree.iter("script"))) == inside
    assert len(page.encode()) <= LARGEST
    (said,) = all_of(tree, "a", "said")
    assert said.get("href") == ("#a1-0-14" if inside else "inputs/1.txt#char=0,14")
    assert formats.parse(page, "page").faults == ()


def test_texts_stand_on_the_page_where_they_are_asked_for() -> None:
    """However many articles there are, and however long."""
    for made in (many(MOST_SOURCES + 1), many(2, "word " * (LARGEST // 10))):
        page = RENDER(replace(made, texts=True))
        assert len(list(tree_of(page).iter("article"))) == len(made.documents)
        assert formats.parse(page, "page").faults == ()


def test_a_line_that_stands_for_an_article_is_a_link_away() -> None:
    """What the list of articles calls "line 2" leads to that line, and nothing else does."""
    first, second = article(1, "One fell."), article(2, "Two rose.")
    made = briefing(
        (first, second),
        in_brief=(line(first, "One fell."), line(second, "Two rose.")),
        articles=(entry(first, line=2, shown="line"), entry(second, shown="title")),
    )
    tree = tree_of(RENDER(made))
    (see,) = all_of(tree, "a", "see")
    assert (text_of(see), see.get("href")) == ("line 2", "#line-2")
    (named,) = (each for each in tree.iter("li") if each.get("id") == "line-2")
    assert "Two rose." in text_of(named)


WORDS = (("One", "fell."), ("Two", "rose."))


def test_cited_words_in_a_text_lead_out_to_their_place() -> None:
    """Each once, with its text fragment, behind its words; none where the article is nowhere."""
    told = article(1, "One fell. Two rose.", "One fell.", url="https://a.example/b")
    piped = article(2, "Three sank. Four swam.", path=STDIN)
    stated = (line(told, "Two rose."), line(told, "Two rose."), line(piped, "Four swam."))
    page = RENDER(briefing((told, piped), in_brief=stated))
    away = [each.get("href") for each in all_of(tree_of(page), "a", "away")]
    assert away == [f"https://a.example/b#:~:text={part}%20{verb}" for part, verb in WORDS]
    assert re.search(r"Two rose.</mark><a class=\"away\" [^>]*>↗</a></p>", page)
    assert formats.parse(page, "page").faults == ()


def test_without_texts_links_lead_to_the_words_on_the_web() -> None:
    """To the address of the article with a text fragment."""
    made = many(MOST_SOURCES + 1, url="https://a.example/b?c=1&d=2")
    (said,) = all_of(tree_of(RENDER(made)), "a", "said")
    assert said.get("href") == "https://a.example/b?c=1&d=2#:~:text=Line%201%20stands."


RIVER = RENDER(BRIEFINGS["river"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</main>", "<p>Nothing of it is true.</p></main>"),
        ("</main>", "Nothing of it is true.</main>"),
        ("</main>", '<p class="text">Nothing of it is true.</p></main>'),
        ("</header>", "<script>alert(1)</script></header>"),
        ("<bdi>", '<bdi onclick="alert(1)">'),
        ("<header>", "<!-- a remark --><header>"),
        ("<header>", '<header style="display:none">'),
        ("--paper: #fdfcf9", "--paper: #fdfcf8"),
        ('"use strict";', '"use strict"; alert(1);'),
        ("default-src 'none'", "default-src *"),
        ('class="said" href="#', 'class="said" href="https://a.example/#'),
        ('class="place" href="#', 'class="place" href="javascript:alert(1)#'),
        ('class="away" href="', 'class="away" href="https://a.example/'),
        ('aria-label="Open the article">', 'aria-label="Pay here">'),
        ('">↗</a>', '">Pay</a>'),
        ('<li class="line" id="line-1"', '<li class="line" id="line-2"'),
        ('class="out" href="', 'class="out" href="https://a.example/'),
        ('data-sha256="', 'data-sha256="0'),
        ("</footer>", "<p>More.</p></footer>"),
        ("</h3>", " and more</h3>"),
        ("</aside>", ""),
        ("<title>", "<title><b>"),
        ("Close <kbd>", "Pay <kbd>"),
    ],
)
def test_what_we_do_not_write_is_a_fault(old: str, new: str) -> None:
    """Even where the page was given a new digest."""
    above = RIVER.rpartition("<!--")[0]
    assert old in above
    edited = formats.parse(sealed(above.replace(old, new, 1)), "page")
    assert edited.intact
    assert edited.faults
    assert all(fault.where.startswith("page") for fault in edited.faults)


def test_a_changed_page_has_lost_its_digest() -> None:
    """By one character, anywhere."""
    assert not formats.parse(RIVER.replace("Ferry", "Fairy", 1), "page").intact
    assert formats.parse(RIVER.replace("\n", "\r\n"), "page").intact


@pytest.mark.parametrize("text", ["<!doctype html><p>Hello.</p>", "<!DOCTYPE HTML>\n"])
def test_html_of_others_is_no_page(text: str) -> None:
    """An article as HTML is not read as a page."""
    with pytest.raises(UsageError, match="is not a page that brief writes"):
        formats.parse(text, "a.html")
    assert not formats.is_page(text)
    assert formats.is_page(RIVER, unchanged=True)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("In brief", "In short", "the page says “In short”, its articles give “In brief”"),
        ("data-start", "data-began", "the page says “"),
        ("<header>\n", "", "the page leaves out “<header>”, which its articles give"),
    ],
)
def test_a_difference_is_told_in_the_words_of_a_reader(old: str, new: str, said: str) -> None:
    """The words where those differ, else the HTML."""
    assert str(difference(RIVER.replace(old, new, 1), RIVER)).startswith(said)


def test_what_was_skipped_may_change() -> None:
    """Folders may hold other files by now; nothing else may be another."""
    name = next(name for name, made in BRIEFINGS.items() if made.skipped)
    made = BRIEFINGS[name]
    page, without = RENDER(made), RENDER(replace(made, skipped=()))
    assert is_of_skipped(page, without)
    assert (
        not is_of_skipped(page.replace("In brief", "In short"), without) or "In brief" not in page
    )


DAY = date(2025, 3, 5)
TEXT = (
    "Ferry sinks off Osk\n\n4 March 2025\n\n"
    "A ferry with 212 people on board sank off the island of Osk on Tuesday, the governor said."
    " Divers found 14 bodies in the wreck, and 20 people were missing on Tuesday night.\n\n"
    "The owner said that the steering had failed twice in February, and was not mended."
)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """Return a page as HTML that lies beside the folder of its article."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    made = brief(read([folder]), Config(now=DAY))
    path = tmp_path / "page.html"
    path.write_text(render(made, "html", tmp_path), encoding="utf-8")
    return path


def test_verify_proves_a_page(page: Path) -> None:
    """It is the page that its articles make, texts included."""
    verdict = verify(page)
    assert (verdict.faults, verdict.unchecked) == ((), ())
    assert verdict.sentences > 0


def test_verify_proves_a_page_that_holds_more_texts_than_usual(tmp_path: Path) -> None:
    """The signature says that they were asked for."""
    (tmp_path / "in").mkdir()
    for number in range(MOST_SOURCES + 1):
        text = TEXT.replace("212", str(212 + number))
        (tmp_path / "in" / f"{number}.txt").write_text(text, encoding="utf-8")
    for sources in (False, True):
        made = brief(read([tmp_path / "in"]), Config(now=DAY, sources=sources))
        page = tmp_path / "page.html"
        page.write_text(render(made, "html", tmp_path), encoding="utf-8")
        assert ("<article" in page.read_text(encoding="utf-8")) == sources
        verdict = verify(page)
        assert (verdict.faults, verdict.unchecked) == ((), ())


@pytest.mark.parametrize("part", ["on Tuesday night", "14 bodies", "island of Osk"])
def test_verify_finds_other_words(page: Path, part: str) -> None:
    """On the page or in the text of an article on it, whatever its digest says."""
    above = page.read_text(encoding="utf-8").rpartition("<!--")[0]
    assert part in above
    head, _, tail = above.rpartition(part)
    page.write_text(sealed(f"{head}something else{tail}"), encoding="utf-8")
    assert verify(page).faults


def test_texts_are_looked_up_where_a_page_cannot_be_made_again(page: Path) -> None:
    """One of another version: its sentences and the articles' texts must stand in the articles."""
    text = page.read_text(encoding="utf-8").rpartition("<!--")[0]
    version = re.search(r"brief\|v:([0-9.]+)", text)
    assert version
    other = text.replace(version[0], "brief|v:9.9.9")
    page.write_text(sealed(other), encoding="utf-8")
    verdict = verify(page)
    assert not verdict.faults and "9.9.9" in verdict.unchecked[0]
    page.write_text(sealed(other.replace("failed twice", "failed once")), encoding="utf-8")
    assert any("failed" in fault.message for fault in verify(page).faults)


@pytest.mark.parametrize("name", ["page.html", "page.htm", "page.txt"])
def test_a_page_among_the_articles_is_none_of_them(page: Path, name: str) -> None:
    """Whatever it is called."""
    folder = page.parent / "in"
    (folder / name).write_bytes(page.read_bytes())
    reading = read([folder])
    assert [document.path.rpartition("/")[2] for document in reading] == ["a.txt"]
    assert "a page that brief wrote" in reading.skipped[0].reason


def test_extracts_are_not_written_as_html() -> None:
    """The option says which formats there are."""
    with pytest.raises(UsageError, match="extracts are not written as html"):
        ExtractConfig(output=Path("a.html"))


def test_the_page_is_of_the_briefing_alone(page: Path) -> None:
    """The same articles and settings make the same bytes."""
    reading = read([page.parent / "in"])
    made = brief(reading, Config(now=DAY))
    again = brief(read([page.parent / "in"]), Config(now=DAY))
    assert render(made, "html") == render(again, "html")


def test_citations_name_characters() -> None:
    """The first of a line's places is that of its words."""
    page = formats.parse(RIVER, "page")
    claim = next(claim for claim in page.claims if not claim.is_title)
    document = {each.id: each for each in BRIEFINGS["river"].documents}[claim.citations[0].document]
    place: Citation = claim.citations[0]
    assert visible(document.text[place.start : place.end]) == claim.text == unescape(claim.text)


@pytest.mark.parametrize(
    "unit",
    [
        "<a ",
        "<!--",
        "<![",
        "</",
        "&",
        "<p>",
        "</p>",
        "<bdi>",
        '<li class="line" value="1">',
        '<p class="text">a</p>',
        '<mark id="a1-1-1">',
        "<script>",
        '<article id="s1" data-document="1" data-path="" data-url="" data-sha256="'
        + "0" * 64
        + '" tabindex="-1"><h3><bdi>a</bdi></h3><p data-start="0" data-end="1">b</p></article>',
    ],
)
def test_a_forged_page_keeps_nobody_busy(unit: str) -> None:
    """Twice as much of anything takes about twice the work; tags that nobody closes, too."""

    def work(times: int) -> int:
        page = f"<!doctype html>\n{unit * times}\nbrief|v:0.2.0"
        return steps(lambda: attempt(page))

    def attempt(page: str) -> None:
        with suppress(UsageError):
            formats.parse(page, "page")

    assert work(800) <= 2.3 * work(400)


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, `#rrggbb`, as WCAG 2.2 has it."""

    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted(map(luminance, (first, second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((ink, "paper") for ink in ("ink", "quiet", "link", "focus")),
        *((ink, "raised") for ink in ("ink", "quiet", "link", "focus")),
        *(("ink", "faint"), ("ink", "mark"), ("quiet", "faint")),
    ],
)
def test_text_stands_out_from_its_ground(scheme: int, ink: str, ground: str) -> None:
    """In the light and the dark scheme, by 4.5 to 1 (AA), wherever the two meet."""
    colours = dict(re.findall(r"--(\w+): (#\w+)", re.findall(r":root \{([^}]+)\}", RIVER)[scheme]))
    assert contrast(colours[ink], colours[ground]) >= 4.5
