"""Web pages → text and blocks."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from brief.model import Document, Kind, Skipped
from brief.readers import html, read

GOLDEN = Path(__file__).parent / "golden" / "readers"
PARAGRAPH = "<p>Fifteen sailors landed on Thursday, 13 days after they were seized off Basra.</p>"


def page(body: str, head: str = "") -> Document:
    return html.parse(f"<html><head>{head}</head><body>{body}</body></html>".encode())


def words(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def test_golden_page(update: bool) -> None:
    """A page with the usual mess gives its article, its data, and nothing else."""
    document = html.parse((GOLDEN / "sailors.html").read_bytes())
    stated = [document.title, document.date, document.language, document.url]
    found = {
        "stated": [str(value) for value in [*stated, document.author, document.publisher]],
        "text": document.text.split("\n"),
        "blocks": [[block.kind, block.start, block.end] for block in document.blocks],
    }
    golden = GOLDEN / "sailors.json"
    if update:
        golden.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(golden.read_text(encoding="utf-8"))


def test_text_is_headline_and_blocks() -> None:
    """The text is the headline and the blocks with blank lines between, and nothing besides."""
    document = page(f"<h1>Sailors freed</h1>{PARAGRAPH}<h2>Why</h2>{PARAGRAPH.replace('13', '14')}")
    assert document.text == "\n\n".join(words(document))
    assert document.text.startswith("Sailors freed\n\nFifteen sailors")
    assert document.text.count("Sailors freed") == 1
    assert document.blocks[0].kind is Kind.TITLE


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ("", "", None),
        ("", "<p>By Ann Lee</p><time datetime='2009-07-08'>Wednesday</time>", date(2009, 7, 8)),
        ("<meta property='article:published_time' content='2009-07-09'>", "", date(2009, 7, 9)),
    ],
)
def test_a_date_in_the_headline_is_not_the_articles(head: str, body: str, day: date | None) -> None:
    """ "July 7 2005 bombings" is what was written about, four years later."""
    headline = "Tributes paid to the victims of the July 7 2005 London bombings"
    head = f"<title>{headline}</title>{head}"
    document = page(f"<article><h1>{headline}</h1>{body}{PARAGRAPH * 3}</article>", head)
    assert document.title is not None and document.title.text == headline
    assert document.date == day


def test_a_date_of_an_unknown_zone_says_nothing(recwarn: pytest.WarningsRecorder) -> None:
    """A warning of a library would come by mail every morning."""
    for zone in ("M", "NZ", "QXT"):
        page(
            PARAGRAPH * 3,
            f'<meta property="article:published_time" content="2026-11-20T05:00:00{zone}">',
        )
    assert not list(recwarn)


def test_without_a_headline() -> None:
    """A page without a headline has no title and begins with its first block."""
    document = page(PARAGRAPH)
    assert document.title is None
    assert words(document) == [PARAGRAPH[3:-4]]


@pytest.mark.parametrize(
    ("head", "body", "title", "publisher"),
    [
        ("<title>Sailors freed</title>", "", "Sailors freed", None),
        ("<title>U.S. frees sailors - The Paper</title>", "", "U.S. frees sailors", "The Paper"),
        (
            '<meta property="og:title" content="Sailors freed | The Paper">'
            '<meta property="og:site_name" content="The Paper">',
            "",
            "Sailors freed",
            "The Paper",
        ),
        (
            '<meta property="og:title" content="A day at The Paper">'
            '<meta property="og:site_name" content="The Paper">',
            "",
            "A day at The Paper",
            "The Paper",
        ),
        ("", "<h1>Sailors\n <i>freed</i></h1>", "Sailors freed", None),
    ],
)
def test_headline(head: str, body: str, title: str, publisher: str | None) -> None:
    """The headline comes without the site's name, which is the publisher."""
    document = page(body + PARAGRAPH, head)
    assert document.title is not None
    assert (document.title.text, document.publisher) == (title, publisher)
    assert words(document)[0] == title


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            '<meta property="article:published_time" content="2007-04-05T23:59:00Z">',
            date(2007, 4, 5),
        ),
        ('<meta name="date" content="2007-04-05">', date(2007, 4, 5)),
        ('<meta name="date" content="soon">', None),
        ("", None),
    ],
)
def test_date(head: str, expected: date | None) -> None:
    """The date is the one that the page states, never one from the running text."""
    assert page(PARAGRAPH + "<p>It began on 7 July 2005, he said.</p>", head).date == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("javascript:alert(1)", None),
        ("/relative", None),
        ("file:///etc/passwd", None),
    ],
)
def test_address(address: str, expected: str | None) -> None:
    """Only a web address counts as the article's."""
    assert page(PARAGRAPH, f'<link rel="canonical" href="{address}">').url == expected


def test_captions_figures_and_code_stay_out() -> None:
    """Words that belong to pictures are not the article's, wherever they stand."""
    document = page(
        f"<article>{PARAGRAPH * 2}<figure><figcaption>Not one.</figcaption></figure>"
        '<div class="photo-caption">Not two.</div><p class="image-credit">Not three.</p>'
        f"{PARAGRAPH.replace('13', '14')}</article>"
    )
    assert "Not" not in document.text
    assert "14 days" in document.text


def test_line_breaks_part_paragraphs() -> None:
    """Lines that `<br>` ends are blocks of their own; line ends of the source are white space."""
    document = page(f"<p>Fifteen   sailors\nlanded on Thursday.<br>By Ada Holm</p>{PARAGRAPH}")
    assert words(document)[:2] == ["Fifteen sailors landed on Thursday.", "By Ada Holm"]


def test_charset_of_the_page() -> None:
    """The charset that a page names is used."""
    head = '<html><head><meta charset="windows-1251"><title>Да</title></head><body>'
    russian = "<p>Президент заявил во вторник, что 123 человека были освобождены.</p>"
    assert "Президент заявил" in html.parse((head + russian).encode("cp1251")).text


ORDINARY = PARAGRAPH * 3
HOSTILE = {
    "deep": "<div>" * 50_000 + ORDINARY,
    "unclosed": "<p>The man said so on Tuesday. " * 5_000,
    "spans": "<p>" + "<span>a b</span> " * 30_000 + "</p>",
    "attributes": "<p " + " ".join(f"a{n}='1'" for n in range(20_000)) + ">" + ORDINARY,
    "brackets": ORDINARY + "<" * 100_000,
    "entities": "<p>" + "&#0;&#xD800;&#x110000;&amp;" * 5_000 + "</p>" + ORDINARY,
    "nested tables": ORDINARY + "<table><tr><td>" * 2_000,
    "nested lists": ORDINARY + "<ul><li>" * 2_000 + "x",
    "comment": ORDINARY + "<!--" * 50_000,
    "json": '<script type="application/ld+json">' + '{"a":' * 20_000 + "</script>" + ORDINARY,
    "zero bytes": ORDINARY.replace(" ", " \0", 4),
}


@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in HOSTILE.items()])
def test_hostile_pages(body: str, caplog: pytest.LogCaptureFixture) -> None:
    """Broken and hostile pages give text or a reason, and no noise in the log."""
    result = read("a.html", body.encode())
    if isinstance(result, Skipped):
        assert "; " in result.reason
    else:
        result.text.encode("utf-8")
        assert result.text == "\n\n".join(words(result))
    assert not caplog.records


def test_page_of_too_many_parts() -> None:
    """A page with more elements than any article is skipped instead of worked on for minutes."""
    result = read("a.html", (PARAGRAPH + "<br>" * 100_001).encode())
    assert result == Skipped("a.html", "a page of too many parts; save the article's text as .txt")


@pytest.mark.parametrize("part", ["<p>a b c.</p>\n", "<ul><li>a b c.</ul>", "<tr><td>a</tr>"])
def test_page_of_too_many_paragraphs(part: str) -> None:
    """It is told before the article is looked for in it, which takes ten times as long."""
    wrapped = "<table>{}</table>" if "<tr>" in part else "<div>{}</div>"
    result = read("a.html", (PARAGRAPH + wrapped.format(part * 20_001)).encode())
    advice = "save the article's text as .txt"
    assert result == Skipped("a.html", f"more than 20,000 paragraphs and lines; {advice}")
