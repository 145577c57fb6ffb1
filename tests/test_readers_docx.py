"""Articles as Word's documents: their text, what stands around it, and what cannot be read."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from docx import Document as new_document
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from work import steps

from brief.model import Document, Skipped
from brief.readers import read

FLOOD = "Twelve people drowned when the river Orlin broke its banks on Tuesday night."
RAIN = "More rain is expected by the weather office at the end of the week."
NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: Any) -> bytes:
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def made(*paragraphs: tuple[str, str], **of_itself: Any) -> bytes:
    """Return a document of (style, text), with what it says of itself."""
    document = new_document()
    for name, value in ({"author": "", "title": ""} | of_itself).items():
        setattr(document.core_properties, name, value)
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    return saved(document)


@cache
def with_xml(paragraph: str) -> bytes:
    """Return a document whose last paragraph is of this XML, without its namespace."""
    document = new_document()
    document.add_paragraph(RAIN)
    document.element.body.insert(1, parse_xml(paragraph.replace(">", f" {NAMES}>", 1)))
    return saved(document)


def article(data: bytes, path: str = "a.docx") -> Document:
    document = read(path, data)
    assert isinstance(document, Document), document
    return document


def parts(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks]


def test_parts_have_their_kinds() -> None:
    """Title, headings, items and captions are told from paragraphs by their styles."""
    document = article(
        made(
            ("Title", "Flood at Helm"),
            ("Subtitle", "Bridge closed"),
            ("Normal", FLOOD),
            ("Heading 2", "What is closed"),
            ("List Bullet", "The bridge"),
            ("List Number", "Two schools"),
            ("Caption", "The bridge on Tuesday"),
            ("Body Text", RAIN),
            ("Normal", "  "),
        )
    )
    assert parts(document) == [
        ("title", "Flood at Helm"),
        ("heading", "Bridge closed"),
        ("paragraph", FLOOD),
        ("heading", "What is closed"),
        ("list item", "The bridge"),
        ("list item", "Two schools"),
        ("caption", "The bridge on Tuesday"),
        ("paragraph", RAIN),
    ]
    assert document.title and document.title.text == "Flood at Helm"


@pytest.mark.parametrize(
    ("paragraphs", "of_itself", "title"),
    [
        ([("Heading 1", "Flood")], {}, "Flood"),
        ([("Heading 1", "Courier"), ("Heading 2", "Flood")], {"title": "Flood"}, "Flood"),
        ([("Heading 1", "Flood")], {"title": "Document1"}, "Flood"),
        ([("Normal", "Flood")], {"title": "Flood"}, "Flood"),
        ([("Normal", "Flood")], {}, None),
    ],
    ids=["heading", "stated", "stated, not there", "stated, a paragraph", "none"],
)
def test_title(paragraphs: list[tuple[str, str]], of_itself: dict[str, str], title: str) -> None:
    """The title is one that stands in the document."""
    document = article(made(*paragraphs, ("Normal", FLOOD), **of_itself))
    assert (document.title and document.title.text) == title


def test_what_the_file_says_of_itself() -> None:
    """Author, language and day of making are those that the file states."""
    about = {"author": "Jane Doe", "language": "de-AT", "created": datetime(2026, 11, 18, 23, 30)}
    document = article(made(("Normal", FLOOD), **about))
    stated = document.author, document.language, document.date
    assert stated == ("Jane Doe", "de", date(2026, 11, 18))


def test_a_day_in_the_text_goes_before_that_of_making() -> None:
    """A document of a day is often a copy of another."""
    about = {"created": datetime(2030, 1, 2)}
    paragraphs = ("Heading 1", "Flood"), ("Normal", "18 November 2026"), ("Normal", FLOOD)
    assert article(made(*paragraphs, **about)).date is None


def test_the_day_of_the_template_is_no_day() -> None:
    """A document that a program has written bears the day of python-docx's empty one: undated."""
    assert article(made(("Normal", FLOOD))).date is None


def test_rows_of_a_table_are_rows() -> None:
    """A table is no prose; one of a single column only lays out text."""
    document = new_document()
    document.add_paragraph(FLOOD)
    table = document.add_table(2, 2)
    for row, cells in enumerate([("Place", "Drowned"), ("Helm", "12")]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_table(1, 1).cell(0, 0).text = RAIN
    assert parts(article(saved(document))) == [
        ("paragraph", FLOOD),
        ("table row", "Place | Drowned"),
        ("table row", "Helm | 12"),
        ("paragraph", RAIN),
    ]


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<w:p><w:r><w:t>It fell.</w:t></w:r></w:p>", ["It fell."]),
        ("<w:p><w:ins><w:r><w:t>It fell.</w:t></w:r></w:ins></w:p>", ["It fell."]),
        ("<w:p><w:r><w:t>It </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
         "<w:r><w:t>fell.</w:t></w:r></w:p>", ["It fell."]),
        ("<w:p><w:del><w:r><w:t>It stands.</w:t></w:r></w:del></w:p>", []),
        ("<w:p><w:hyperlink><w:r><w:t>It fell.</w:t></w:r></w:hyperlink></w:p>", ["It fell."]),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>It fell.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
         ["It fell."]),
        ("<w:p><w:r><w:t>It</w:t><w:tab/><w:t>fell</w:t><w:br/><w:t>down.</w:t></w:r></w:p>",
         ["It fell down."]),
        ("<w:p><w:r><w:t>It fell.</w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Subscribe!"
         "</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>", ["It fell."]),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>It fell.</w:t></w:r></w:p>",
         ["It fell."]),
    ],
    ids=[
        *("plain", "inserted", "deleted", "all deleted", "link", "control", "breaks", "frame"),
        "field",
    ],
)  # fmt: skip
def test_words_as_a_reader_of_the_document_sees_them(xml: str, expected: list[str]) -> None:
    """Tracked changes count as made; frames and fields are no part of a sentence."""
    texts = [text for _, text in parts(article(with_xml(xml)))]
    assert texts == [RAIN, *expected]


def archive(**members: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name.replace("__", "/"), data)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "locked, or of an old Word; save it as .docx"),
        (lambda: b"Twelve people drowned.", "no Word document; save the article's text"),
        (lambda: archive(a=b"x"), "no Word document that can be read (KeyError); save"),
        (lambda: archive(a=b"\0" * 100_000_001), "over 100 MB once unpacked; save"),
        (lambda: made(("Normal", FLOOD))[:2000], "no Word document; save"),
        (lambda: made(), "empty; remove it"),
    ],
    ids=["locked", "text", "another archive", "a bomb", "cut short", "empty"],
)
def test_what_cannot_be_read_says_why(data: Callable[[], bytes], reason: str) -> None:
    """It is skipped with its reason and what to do."""
    skipped = read("a.docx", data())
    assert isinstance(skipped, Skipped)
    assert skipped.reason.startswith(reason)


def test_a_document_opens_nothing_else() -> None:
    """An entity that names a file is not read."""
    data = made(("Normal", FLOOD))
    with zipfile.ZipFile(BytesIO(data)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    text = members["word/document.xml"].decode()
    text = text.replace("?>", '?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', 1)
    members["word/document.xml"] = text.replace(FLOOD, "&e;").encode()
    result = read("a.docx", archive(**members))
    assert isinstance(result, Skipped) or "root:" not in result.text


@pytest.mark.parametrize("path", ["-", "download"])
def test_a_document_is_known_by_its_parts(path: str) -> None:
    """What comes over standard input, or without a suffix, is read as what it is."""
    assert parts(article(made(("Normal", FLOOD)), path)) == [("paragraph", FLOOD)]


@settings(max_examples=60)
@given(st.integers(0, 40_000), st.binary(max_size=30))
def test_damage_never_stops_a_morning(at: int, put: bytes) -> None:
    """A damaged file is an article or is skipped with a reason."""
    data = with_xml("<w:p><w:r><w:t>It fell.</w:t></w:r></w:p>")
    at %= len(data)
    result = read("a.docx", data[:at] + put + data[at + len(put) :])
    assert isinstance(result, Document) or (isinstance(result, Skipped) and result.reason)


def test_work_grows_with_the_paragraphs() -> None:
    """Four times the paragraphs are about four times the work."""

    def work(number: int) -> int:
        data = made(*[("Normal", FLOOD)] * number)
        return steps(lambda: read("a.docx", data), again=True)

    assert work(200) < 6 * work(50)
