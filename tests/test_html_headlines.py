"""All headlines of a large set, behind its page as HTML: each once, as text, and read back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_briefings import article, briefing, entry, line
from test_formats import LANGUAGES, TEXTS
from test_html import ELEMENTS, RENDER, all_of, text_of, tree_of

from brief import formats
from brief.formats import links
from brief.formats.html.headlines import MOST
from brief.formats.html.page import sealed
from brief.language.visible import visible
from brief.model import STDIN, Briefing, Document, Story
from brief.pipeline import brief, read, render, verify
from brief.settings.page_options import Config

#: Articles of the set that most tests look at, and of each of its stories.
NUMBER, STORY = 60, 4


def told(number: int) -> Document:
    """Return one of several articles, with an outlet and day; every third is only a file."""
    url = None if number % 3 == 0 else f"https://a.example/{number}?b=1&c=2"
    title = f"Ferry {number} sinks"
    fields = {"url": url, "date": date(2026, 11, 1 + number % 20), "publisher": "Osk Post"}
    text = f"{title}\n\nFerry {number} sank off Osk.\n\nNo passenger drowned."
    return article(number, text, title, **fields)


def page_of(documents: tuple[Document, ...], shown: int = 3, **fields: object) -> Briefing:
    """Return a briefing that lists the first few of its articles."""
    stories = tuple(
        Story(
            title=documents[at].title or briefing(documents).title,
            title_document=documents[at].id if documents[at].title else 0,
            documents=tuple(document.id for document in documents[at : at + STORY]),
        )
        for at in range(0, len(documents), STORY)
    )
    hidden = briefing(documents).articles[shown:]
    made = briefing(documents, articles=(*map(entry, documents[:shown]), *hidden), **fields)
    return replace(made, stories=stories)


SET = page_of(tuple(map(told, range(1, NUMBER + 1))))


def test_each_headline_is_there_once() -> None:
    """In the order of the stories, with outlet and day, and a link to where the article is."""
    tree = tree_of(RENDER(SET))
    items = list(all_of(tree, "li", "headline"))
    assert [text_of(item) for item in items] == [
        f"{n} Ferry {n} sinks Osk Post, {1 + n % 20} Nov" for n in range(1, NUMBER + 1)
    ]
    leads = [link.get("href") for link in all_of(tree, "a", "headline")]
    assert leads[:3] == [
        "https://a.example/1?b=1&c=2",
        "https://a.example/2?b=1&c=2",
        "inputs/3.txt",
    ]
    stories = [len(list(story)) for story in all_of(tree, "ul", "told")]
    assert stories == [STORY] * (NUMBER // STORY)
    (heading,) = (each for each in tree.iter("h2") if each.get("id") == "headlines-title")
    assert text_of(heading) == "60 articles in 15 stories"


def test_without_scripts_the_list_is_plain() -> None:
    """It is folded by HTML alone, and the field that needs a script is hidden."""
    tree = tree_of(RENDER(SET))
    (folded,) = tree.iter("details")
    assert folded.get("open") is None
    (search,) = all_of(tree, "p", "search")
    assert search.get("hidden") is not None
    assert not [each for each in folded.iter("li") if each.get("hidden") is not None]


@pytest.mark.parametrize(
    "made",
    [
        page_of(SET.documents[:MOST]),
        page_of(SET.documents, shown=NUMBER),
        page_of(SET.documents[: MOST + 1], shown=MOST + 1),
    ],
)
def test_a_page_that_lists_all_has_no_second_list(made: Briefing) -> None:
    """Nor has a small set, whose articles' texts stand on the page, a search."""
    page = RENDER(made)
    assert not list(all_of(tree_of(page), "li", "headline"))
    assert 'type="search"' not in page
    assert formats.parse(page, "page").faults == ()


def test_headlines_lead_to_the_texts_where_those_are_asked_for() -> None:
    """Else the page holds no text of an article that it does not cite."""
    assert "No passenger drowned" not in RENDER(SET)
    page = RENDER(replace(SET, texts=True))
    tree = tree_of(page)
    leads = [link.get("href") for link in all_of(tree, "a", "headline")]
    names = [each.get("id") for each in tree.iter("article")]
    assert leads == [f"#{name}" for name in names]
    assert len(names) == NUMBER
    assert formats.parse(page, "page").faults == ()


def test_what_has_no_headline_goes_by_another_name() -> None:
    """By its first words or its file, and what is nowhere leads nowhere."""
    _, second, third, *others = SET.documents
    odd = (
        article(1, "Osk floods. More.", "Osk floods", derived=True),
        replace(second, title=None, publisher=None, date=None, url=None),
        replace(third, path=STDIN, url=None),
    )
    page = RENDER(page_of((*odd, *others), shown=1))
    tree = tree_of(page)
    said = [text_of(item) for item in all_of(tree, "li", "headline")]
    assert said[0] == "1 Osk floods… (untitled)"
    assert said[1] == "2 2.txt"
    assert not list(list(all_of(tree, "li", "headline"))[2].iter("a"))
    assert formats.parse(page, "page").faults == ()


@given(TEXTS, LANGUAGES, st.booleans())
def test_hostile_headlines_come_out_as_text(texts: list[str], language: str, inside: bool) -> None:
    """Whatever a title and an outlet say, and where an article claims to be."""
    hostile = [text.split("\n\n")[0] or "empty" for text in texts]
    documents = tuple(
        article(
            number,
            f"{hostile[number % len(hostile)]}\n\nEnd.",
            hostile[number % len(hostile)],
            publisher=hostile[-1],
            url=f"https://a.example/{hostile[0]}",
            path=f"inputs/{number}/{hostile[0]}",
        )
        for number in range(1, MOST + 2)
    )
    signature = f"brief|v:0.2.0|words:600|articles:{MOST + 1}|page_language:{language}"
    made = page_of(documents, shown=1, signature=signature)
    made = replace(made, language=language, texts=inside)
    page = RENDER(made)
    tree = tree_of(page)
    for each in tree.iter():
        if isinstance(each.tag, str) and "{" not in each.tag:
            assert set(each.attrib) <= ELEMENTS[each.tag], each.tag
    named = [link for tag in ("a", "bdi") for link in all_of(tree, tag, "headline")]
    shown = [visible(hostile[number % len(hostile)]) for number in range(1, MOST + 2)]
    assert [text_of(link) for link in named] == [
        text or visible(document.title.text if document.title else "")
        for text, document in zip(shown, documents, strict=True)
    ]
    back = formats.parse(page, "page")
    assert (back.faults, back.intact) == ((), True)
    paths = [links.decoded(links.encoded(each.path)) for each in documents]
    assert [source.path for source in back.sources] == paths


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Ferry 9 sinks</a>", "Ferry 9 sinks</a> and all drown"),
        ("Ferry 9 sinks</a>", "Ferry 9 sinks<b>!</b></a>"),
        ('href="https://a.example/10?b=1&amp;c=2"', 'href="javascript:alert(1)"'),
        ('href="inputs/9.txt"', 'href="inputs/8.txt"'),
        ('role="status" data-one="1 article"', 'role="status" data-one="Pay here"'),
        ("60 articles in 15 stories</h2>", "All is lost</h2>"),
        ("Search the headlines", "Your password"),
        ('type="search"', 'type="password"'),
        ("</bdi>, 10 Nov</span>", "</bdi>, all drown</span>"),
    ],
)
def test_a_list_that_we_do_not_write_is_a_fault(old: str, new: str) -> None:
    """Even where the page was given a new digest."""
    above = RENDER(SET).rpartition("<!--")[0]
    assert old in above
    assert formats.parse(sealed(above.replace(old, new, 1)), "page").faults


def test_headlines_are_read_back_with_their_places() -> None:
    """So that they can be looked up in the articles, as the titles of the page are."""
    page = formats.parse(RENDER(SET), "page")
    assert (page.faults, page.intact) == ((), True)
    titles = {claim.text for claim in page.claims if claim.is_title}
    assert {f"Ferry {number} sinks" for number in range(1, NUMBER + 1)} <= titles
    markdown = formats.parse(formats.FORMATS["markdown"].render(SET), "page")
    assert [(source.id, source.path, source.url) for source in page.sources] == [
        (source.id, source.path, source.url) for source in markdown.sources
    ]


def written(folder: Path, number: int) -> Path:
    """Write the page of so many articles, of a story each two; return its file."""
    articles = folder / "articles"
    articles.mkdir()
    for place in range(number):
        town = f"{'Osk Elm Larn Aske Brem Quill Vessen'.split()[place // 2 % 7]}{place // 2}"
        text = f"{town} mine floods {place + 20} homes\n\nThe mine at {town} flooded on Monday, and"
        text += f" {3 * place + 107} people of {town} lost their work there, its mayor said on"
        text += " Tuesday, after the water had risen.\n"
        (articles / f"{place}.txt").write_text(text, encoding="utf-8")
    made = brief(read([articles]), Config(now=date(2026, 11, 20)))
    page = folder / "page.html"
    page.write_text(render(made, "html", folder), encoding="utf-8")
    return page


def test_verify_proves_the_list_and_finds_a_changed_headline(tmp_path: Path) -> None:
    """Even where it was given a new digest, and its articles are all that is left to compare."""
    page = written(tmp_path, 50)
    text = page.read_text(encoding="utf-8")
    assert len(re.findall('<li class="headline"', text)) == 50
    assert verify(page).faults == ()
    changed = text.rpartition("<!--")[0].replace("mine floods 61 homes</a>", "mine kills 61</a>")
    page.write_text(sealed(changed), encoding="utf-8")
    assert [fault for fault in verify(page).faults if "mine kills 61" in str(fault)]


def test_an_article_that_is_only_first_words_is_read_back() -> None:
    """Where an entry of the list of articles says that it is untitled, and then its outlet."""
    untitled = article(1, "Osk floods. More.", "Osk floods", derived=True, publisher="Osk Post")
    second = told(2)
    made = briefing(
        (untitled, second),
        in_brief=(line(second, "Ferry 2 sank off Osk."),),
        articles=(entry(untitled, shown="title"), entry(second, shown="title")),
    )
    assert formats.parse(RENDER(made), "page").faults == ()
