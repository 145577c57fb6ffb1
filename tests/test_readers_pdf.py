"""Articles in PDF: their text in reading order, what stands around it, and what cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from work import steps

import brief
from brief.model import Document, Kind, Skipped
from brief.readers import read
from brief.readers.pdf import MOST_PAGES

typst = pytest.importorskip("typst", reason="typst makes the samples: pip install '.[pdf]'")
pypdf = pytest.importorskip("pypdf")

FLOOD = (
    "Twelve people drowned when the river Orlin broke its banks on Tuesday night, the mayor of Helm"
    " said, and the bridge to the other bank has been closed since then."
)
SCHOOLS = (
    "Schools stay closed until Monday, when engineers will have looked at all piers of the bridge,"
    " the county said in a statement that was read out at noon."
)
RAIN = (
    "More rain is expected by the weather office at the end of the week, though less than on the"
    " day of the flood, which was the heaviest in 46 years."
)
LINES = "#set par(justify: true)\n"
INDENTED = "#set par(first-line-indent: 1em, spacing: 0.65em)\n"
RUNNING = '#set page(header: [The Orlin Courier], numbering: "1 / 1")\n'


@cache
def made(source: str, **of_itself: str) -> bytes:
    """Return the PDF of a typst source, with what it says of itself."""
    stated = {"date": "none"} | of_itself
    about = "".join(f"{name}: {value}, " for name, value in stated.items())
    text = f"#set document({about})\n{source}"
    return bytes(typst.compile(text.encode(), format="pdf"))


def article(data: bytes, path: str = "a.pdf") -> Document:
    document = read(path, data)
    assert isinstance(document, Document), document
    return document


def of_kind(document: Document, kind: Kind) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.kind is kind]


NARROW = '#set page(width: 10cm, height: 14cm, margin: 1cm)\n#set text(10pt, lang: "en")\n'
TWO_COLUMNS = (
    '#set page(width: 16cm, height: 7cm, margin: 1cm, columns: 2)\n#set text(10pt, lang: "en")\n'
)


@pytest.mark.parametrize(
    "source",
    [
        f"{NARROW}{FLOOD}\n\n{SCHOOLS}\n\n{RAIN}",
        f"{NARROW}{LINES}{FLOOD}\n\n{SCHOOLS}\n\n{RAIN}",
        f"{NARROW}{INDENTED}{FLOOD}\n\n{SCHOOLS}\n\n{RAIN}",
        f"{TWO_COLUMNS}{LINES}{FLOOD}\n\n{SCHOOLS}\n\n{RAIN}",
        f"#set page(width: 10cm, height: 4cm, margin: 1cm)\n{FLOOD}\n\n{SCHOOLS}\n\n{RAIN}",
        f"{NARROW}= Flood\n{FLOOD}\n\n{SCHOOLS}\n\n{RAIN}",
        f"{NARROW}{RUNNING}{FLOOD}\n\n{SCHOOLS}\n#pagebreak()\n{RAIN}",
    ],
    ids=["ragged", "hyphenated", "indented", "columns", "small pages", "heading", "running head"],
)
def test_paragraphs_are_whole(source: str) -> None:
    """Lines, columns and pages do not part a sentence, nor hyphens a word."""
    assert of_kind(article(made(source)), Kind.PARAGRAPH) == [FLOOD, SCHOOLS, RAIN]


def test_a_word_with_a_hyphen_of_its_own_keeps_it() -> None:
    """Where a line ends at the hyphen of a compound that stands elsewhere, the hyphen stays."""
    text = "The forty-six houses stand. " + "x" * 31 + " forty-six people live there."
    paragraphs = of_kind(article(made(f"{NARROW}{text}")), Kind.PARAGRAPH)
    assert paragraphs == [text]


@pytest.mark.parametrize(
    ("source", "of_itself", "title", "day"),
    [
        ("= Flood at Helm\n{}", {}, "Flood at Helm", None),
        ("= Courier\n= Flood at Helm\n{}", {"title": '"Flood at Helm"'}, "Flood at Helm", None),
        ("= Flood at Helm\n{}", {"title": '"scan0001.indd"'}, "Flood at Helm", None),
        ("{}", {"title": '"Flood at Helm"'}, None, None),
        (
            "= Flood\n{}",
            {"date": "datetime(year: 2026, month: 11, day: 18)"},
            "Flood",
            (2026, 11, 18),
        ),
        (
            "= Flood\n\n18 November 2026\n\n{}",
            {"date": "datetime(year: 2030, month: 1, day: 2)"},
            "Flood",
            None,
        ),
        (
            "#set page(header: [Courier, 18 November 2026])\n{}\n#pagebreak()\n{}",
            {"date": "datetime(year: 2030, month: 1, day: 2)"},
            None,
            None,
        ),
    ],
    ids=[
        *("heading", "stated, on the page", "stated, a file's name", "stated, not on the page"),
        *("day of making", "day on the page", "day in the running head"),
    ],
)
def test_title_and_day(
    source: str, of_itself: dict[str, str], title: str | None, day: tuple[int, int, int] | None
) -> None:
    """The title is one that stands on the page; the day of making yields to one that does."""
    document = article(made(NARROW + source.replace("{}", f"{FLOOD}\n\n{SCHOOLS}"), **of_itself))
    assert (document.title and document.title.text) == title
    assert document.date == (date(*day) if day else None)
    if title:
        assert document.text.startswith(title)


def test_a_day_in_the_running_head_is_a_date_line() -> None:
    """From there the day of the article is taken later, as from any other date line."""
    source = (
        f"{NARROW}#set page(header: [Courier, 18 November 2026])\n{FLOOD}\n#pagebreak()\n{RAIN}"
    )
    document = article(made(source))
    assert of_kind(document, Kind.DATE_LINE) == ["Courier, 18 November 2026"]


def test_what_the_file_says_of_itself() -> None:
    """Author and language are those that the file states."""
    source = f'{NARROW}#set text(lang: "de")\n{FLOOD}'
    document = article(made(source, author='"Jane Doe"'))
    assert (document.author, document.language) == ("Jane Doe", "de")


@pytest.mark.parametrize(
    "edge",
    [
        "header: [The Orlin Courier], footer: [www.courier.example]",
        'numbering: "1"',
        "footer: context [Page #counter(page).display() of 2]",
        "footer: text(7pt)[(c) The Orlin Courier. All rights reserved.]",
    ],
)
def test_what_stands_at_the_edges_is_no_text(edge: str) -> None:
    """Running heads, page numbers and small print are furniture, on one page and on several."""
    for source in (f"{FLOOD}\n\n{SCHOOLS}", f"{FLOOD}\n#pagebreak()\n{SCHOOLS}"):
        document = article(made(f"{NARROW}#set page({edge})\n{source}"))
        if "pagebreak" in source or "7pt" in edge or "Page" in edge or "numbering" in edge:
            assert of_kind(document, Kind.PARAGRAPH) == [FLOOD, SCHOOLS]


def test_items_and_headings() -> None:
    """A list's items are no paragraphs, a heading is none either."""
    document = article(
        made(f"{NARROW}{FLOOD}\n== What is closed\n- The bridge\n- Two schools\n\n{RAIN}")
    )
    assert of_kind(document, Kind.PARAGRAPH) == [FLOOD, RAIN]
    assert of_kind(document, Kind.HEADING) == ["What is closed"]
    assert of_kind(document, Kind.LIST_ITEM) == ["The bridge", "Two schools"]


def test_a_dash_in_a_sentence_is_no_bullet() -> None:
    """A line that happens to begin with a dash goes on with its sentence."""
    text = "The bridge #linebreak() – closed on Tuesday – stays so #linebreak() – the county said."
    document = article(made(f"{NARROW}{text}"))
    assert of_kind(document, Kind.LIST_ITEM) == []


def locked(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=BytesIO(made(f"{NARROW}{FLOOD}")))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def of_pages(number: int) -> bytes:
    writer = pypdf.PdfWriter()
    for _ in range(number):
        writer.add_blank_page(100, 100)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda: locked("secret"), "a PDF that is locked; save it without a password"),
        (lambda: made("#rect()"), "a PDF without text, made of pictures; run it through OCR"),
        (lambda: of_pages(MOST_PAGES + 1), f"over {MOST_PAGES} pages; save the pages"),
        (
            lambda: b"%PDF-1.7\nnothing",
            "no PDF that can be read (PdfStreamError); save the article",
        ),
        (lambda: made(NARROW + FLOOD)[:900], "no PDF that can be read"),
        (lambda: b"Twelve people drowned.", "no PDF that can be read"),
        (lambda: b"", "empty"),
    ],
    ids=["locked", "scanned", "a book", "no file", "cut short", "text", "empty"],
)
def test_what_cannot_be_read_says_why(data: Callable[[], bytes], reason: str) -> None:
    """It is skipped with its reason and what to do."""
    skipped = read("a.pdf", data())
    assert isinstance(skipped, Skipped)
    assert skipped.reason.startswith(reason)


def test_a_file_that_anybody_may_open_is_read() -> None:
    """A file that only forbids changes is encrypted with an empty password."""
    assert of_kind(article(locked("")), Kind.PARAGRAPH) == [FLOOD]


@pytest.mark.parametrize("path", ["-", "download", "a.PDF"])
def test_a_pdf_is_known_by_its_beginning(path: str) -> None:
    """What comes over standard input, or without a suffix, is read as what it is."""
    assert of_kind(article(made(NARROW + FLOOD), path), Kind.PARAGRAPH) == [FLOOD]


@settings(max_examples=60)
@given(st.integers(0, 20_000), st.binary(max_size=30), st.integers(0, 20_000))
def test_damage_never_stops_a_morning(at: int, put: bytes, end: int) -> None:
    """A damaged file is an article or is skipped with a reason."""
    data = made(f"{NARROW}= Flood\n{FLOOD}\n\n{SCHOOLS}")
    at %= len(data)
    damaged = data[:at] + put + data[at + len(put) :][: max(0, end)]
    result = read("a.pdf", damaged)
    assert isinstance(result, Document) or (isinstance(result, Skipped) and result.reason)


def test_a_page_of_ours_is_no_article(tmp_path: Path) -> None:
    """A page as PDF in the folder of its articles is not taken for one of them."""
    (tmp_path / "flood.pdf").write_bytes(made(f"{NARROW}= Flood\n{FLOOD}\n\n{SCHOOLS}"))
    page = brief.brief(brief.read([tmp_path]), now=date(2026, 11, 20))
    (tmp_path / "page.pdf").write_bytes(brief.typeset(page, folder=tmp_path))
    reading = brief.read([tmp_path])
    assert [Path(document.path).name for document in reading] == ["flood.pdf"]
    (skipped,) = reading.skipped
    assert skipped.reason.startswith("a page that brief wrote")


def test_offsets_count_in_the_text() -> None:
    """Blocks hold what stands at their places, and do not overlap."""
    document = article(made(f"{NARROW}= Flood at Helm\n{FLOOD}\n\n{SCHOOLS}"))
    assert document.title and document.text[: document.title.end] == "Flood at Helm"
    ends = [0, *(block.end for block in document.blocks)]
    assert all(block.start >= end for block, end in zip(document.blocks, ends, strict=False))


def test_work_grows_with_the_pages() -> None:
    """Four times the pages are about four times the work."""

    def work(pages: int) -> int:
        data = made(NARROW + f"{FLOOD}\n#pagebreak()\n" * pages)
        return steps(lambda: read("a.pdf", data), again=True)

    assert work(40) < 6 * work(10)
