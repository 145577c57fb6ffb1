"""The page as PDF: one sheet, every line on it, links and tags, whatever articles say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_briefings import article, briefing, cases, entry, line
from pypdf import PdfReader
from test_formats import LANGUAGES, TEXTS, hostile_briefing, with_sections, with_stories
from test_running import DAY, FERRY, Place

from brief import formats
from brief.cli import main
from brief.errors import UsageError
from brief.formats import body, text
from brief.formats.pdf import fonts, typesetting
from brief.formats.pdf.page import SIZES
from brief.formats.pdf.typesetting import NEEDED
from brief.language.phrases import languages, phrases
from brief.model import Briefing, Comparison, Figure, Name, Reason, Shown, Skipped, Story
from brief.page.giving_way import KEY, Claim, claims, without
from brief.pipeline import brief, quiet, read, render, typeset
from brief.settings.page_options import Config
from brief.settings.toml import parse

ROOT = Path(__file__).parents[1]
NOW = date(2025, 3, 21)
BRIEFINGS = cases("formats_briefings.json")
#: A text in each language.
SPOKEN: dict[str, str] = {
    **json.loads((ROOT / "tests/cases/articles_by_language.json").read_text(encoding="utf-8")),
    "ar": "غرقت العبارة في نهر تحت جسر قديم. بحث غواصون في مركب عند فجر ثم عثروا على تسع جثث.",
    "cs": "Trajekt v úterý ztroskotal pod mostem. Potápěči našli v trupu devět mrtvých.",
    "he": "המעבורת טבעה ביום שלישי בנהר ליד הגשר. צוללנים מצאו בגוף הספינה תשע גופות.",
    "hi": "मंगलवार को नाव नदी में डूब गई। गोताखोरों को नौ शव मिले।",
    "it": "Il traghetto è affondato martedì sotto il ponte. I subacquei hanno trovato nove corpi.",
    "nl": "De veerboot zonk dinsdag onder de brug. Duikers vonden negen lichamen in de romp.",
}
SCRIPTS = {"ar": "Noto Naskh Arabic", "he": "Noto Serif Hebrew", "hi": "Noto Serif Devanagari"}
RIGHT_TO_LEFT = {"ar", "he"}
POINTS = {"a4": (595, 842), "letter": (612, 792)}
WORDS = (
    "ferry harbour council strike bridge toll inquiry minister vote glass court ruling budget water"
    " storm coast rescue island school rail"
).split()


@pytest.fixture(scope="module")
def inputs() -> Briefing:
    """Return the page of the sample articles."""
    here = os.getcwd()
    os.chdir(ROOT)
    try:
        return brief(read(["inputs"]), now=NOW)
    finally:
        os.chdir(here)


@pytest.fixture
def latin_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no fonts but those inside typst."""
    from typst import Fonts

    fonts.installed.cache_clear()
    monkeypatch.setattr(fonts, "found", lambda: Fonts(include_system_fonts=False))
    yield
    fonts.installed.cache_clear()


def needs(*families: str) -> None:
    """Skip a test where fonts are not installed."""
    if missing := set(families) - fonts.installed():
        pytest.skip(f"without {', '.join(sorted(missing))} (fonts-noto-core)")


def pdf(made: bytes) -> PdfReader:
    return PdfReader(BytesIO(made), strict=True)


def squeezed(shown: str) -> str:
    """Return text without white space and hyphens: a row may end at any of them."""
    return re.sub(r"[\s-]+", "", shown)


def text_of(made: bytes) -> str:
    """Return what a PDF says, in the order in which it is written, without white space."""
    if not shutil.which("pdftotext"):
        return squeezed(pdf(made).pages[0].extract_text())
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=made, capture_output=True, check=True)
    # Poppler marks where the direction changes.
    return squeezed(re.sub("[\u202a-\u202e\u200e\u200f\f]", "", done.stdout.decode("utf-8")))


def rows_of(made: Briefing) -> Iterator[str]:
    """Yield what a page says, in the parts that a sheet sets apart."""
    words, _ = formats.measure(made)
    for row in body.rows(made, text._Plain(), words):
        if row.kind not in ("", "rule") and not text._ADDRESS.fullmatch(row.shown):
            yield from filter(None, (row.shown, row.beside, row.own, *row.cells))


def missing_rows(made: Briefing, printed: bytes) -> list[str]:
    shown = text_of(printed)
    listed = {text._Plain().address(document) for document in made.documents}
    return [row for row in rows_of(made) if row not in listed and squeezed(row) not in shown]


def uris(made: bytes) -> list[str]:
    """Return where the links of a sheet lead."""
    annotations = (each.get_object() for each in pdf(made).pages[0].get("/Annots", ()))
    return [each["/A"]["/URI"] for each in annotations]


def printed_rows(made: bytes) -> list[str]:
    """Return what stands on each height of a sheet, parted by bars; nearer the top first."""
    rows: dict[float, list[str]] = {}

    def seen(text: str, matrix: list[float], *_: Any) -> None:
        if text.strip():
            rows.setdefault(round(matrix[5], 1), []).append(text.replace("\u00a0", " ").strip())

    pdf(made).pages[0].extract_text(visitor_text=seen)
    return ["|".join(rows[height]) for height in sorted(rows, reverse=True)]


def tags(made: bytes) -> Iterator[dict[str, Any]]:
    """Yield the elements of a PDF's structure, each before what is inside it."""
    waiting = [pdf(made).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        if isinstance(element, list):
            waiting.extend(reversed(element))
        elif isinstance(element, dict):
            if "/S" in element:
                yield element
            if "/K" in element:
                waiting.append(element["/K"])


def spoken(language: str) -> Briefing:
    """Return a page in a language, with a line and an article's own sentence in it."""
    first, *others = re.split(r"(?<=[.।])\s+", SPOKEN[language])
    title = " ".join(first.split()[:5])
    told = " ".join(others) or first
    documents = tuple(
        article(
            number,
            f"{title}\n\n{first}\n\n{told}",
            title,
            language=language,
            publisher="Larn Post",
            date=NOW,
        )
        for number in (1, 2)
    )
    return briefing(
        documents,
        language=language,
        in_brief=(line(documents[0], first),),
        articles=(entry(documents[0]), entry(documents[1], line(documents[1], told))),
    )


def many(count: int, lines: int, stories: int = 1) -> Briefing:
    """Return a page of so many articles, each with a sentence of its own, and so many lines."""
    documents = []
    for number in range(1, count + 1):
        drawn = [WORDS[number * step % len(WORDS)] for step in (3, 7, 11, 13)]
        title = f"{' '.join(drawn).capitalize()} {number}"
        told = f"The {' '.join(drawn[: 1 + number % 4])} cost {number * 7} crowns, {drawn[0]} said."
        made = {"publisher": ("Larn Post", None, "Dale Radio")[number % 3]}
        made |= {"url": f"https://a{number}.example/x", "date": NOW - timedelta(days=number % 20)}
        documents.append(article(number, f"{title}\n\n{told}", title, **made))
    told = [line(document, document.text.split("\n\n")[1]) for document in documents]
    every = []
    for place in range(stories if stories > 1 else 0):
        ids = range(place * count // stories + 1, (place + 1) * count // stories + 1)
        own = tuple(told[number - 1] for number in ids if number <= lines)
        title = documents[ids[0] - 1].title
        every.append(Story(title, ids[0], tuple(ids), in_brief=own, named=not own))
    return briefing(
        tuple(documents),
        in_brief=tuple(told[:lines]),
        stories=tuple(every),
        articles=tuple(map(entry, documents, told)),
        budget=10_000,
    )


@pytest.mark.parametrize("paper", POINTS)
def test_the_page_of_the_samples_is_one_sheet(inputs: Briefing, paper: str) -> None:
    """Of the size that was asked for, with every line of the page on it."""
    printed = typeset(inputs, paper)
    (sheet,) = pdf(printed).pages
    assert (round(sheet.mediabox.width), round(sheet.mediabox.height)) == POINTS[paper]
    assert missing_rows(inputs, printed) == []


@pytest.mark.parametrize("name", [n for n in BRIEFINGS if n != "right to left"])
def test_every_line_of_a_page_stands_on_the_sheet(name: str) -> None:
    """Titles, statements, outlets, days, places and what was skipped."""
    printed = typeset(BRIEFINGS[name])
    assert len(pdf(printed).pages) == 1
    assert missing_rows(BRIEFINGS[name], printed) == []


def test_every_section_stands_on_the_sheet() -> None:
    """What differs, the timeline, quotations, names and the table, of several stories, too."""
    texts = ["Ferry sinks", "Divers found nine bodies.", "Larn Post", "Police held the owner."]
    for made in (with_sections(hostile_briefing(texts)), with_stories(hostile_briefing(texts))):
        printed = typeset(made)
        assert len(pdf(printed).pages) == 1
        assert missing_rows(made, printed) == []


@pytest.mark.parametrize(
    ("count", "lines", "stories"),
    [(1, 1, 1), (2, 2, 1), (12, 8, 1), (100, 30, 1), (100, 40, 9), (1000, 40, 1), (1000, 900, 500)],
)
def test_any_number_of_articles_is_one_sheet(count: int, lines: int, stories: int) -> None:
    """From one to a thousand; the first line stands, and the page says what has no room."""
    made = many(count, lines, stories)
    printed = typeset(made)
    assert len(pdf(printed).pages) == 1
    shown = text_of(printed)
    assert squeezed(made.in_brief[0].text) in shown
    assert squeezed(made.documents[0].title.text) in shown
    if count >= 100:
        assert "withoutroomhere" in shown
    else:
        assert missing_rows(made, printed) == []


def test_a_long_page_stands_alone_on_paper() -> None:
    """Where the articles find no room, a key says whose each number is."""
    made = many(300, 300)
    shown = text_of(typeset(made))
    outlets = {n: ("LarnPost", f"a{n}.example", "DaleRadio")[n % 3] for n in range(1, 301)}
    key = shown.partition("Thearticles")[2]
    named = [n for n in range(1, 301) if f"{n}{outlets[n]}" in key]
    assert len(named) > 10
    assert named == list(range(1, len(named) + 1))
    told = [row for row in made.in_brief if squeezed(row.text) in shown]
    assert {row.citations[0].document for row in told} == set(named)


@pytest.mark.parametrize("language", languages())
def test_each_language_is_set_in_a_font_that_has_it(language: str) -> None:
    """One sheet, every line, and what the page is written in, from which side."""
    needs("Noto Serif", *({SCRIPTS[language]} if language in SCRIPTS else ()))
    made = spoken(language)
    printed = typeset(made)
    (sheet,) = pdf(printed).pages
    root = pdf(printed).trailer["/Root"]
    direction = "/R2L" if language in RIGHT_TO_LEFT else "/L2R"
    assert (root["/Lang"], root["/ViewerPreferences"]["/Direction"]) == (language, direction)
    embedded = " ".join(
        str(font.get_object()["/BaseFont"]) for font in sheet["/Resources"]["/Font"].values()
    )
    assert SCRIPTS.get(language, "Noto Serif").replace(" ", "") in embedded
    if language not in RIGHT_TO_LEFT | {"hi"}:  # where letters stand in the order of writing
        assert missing_rows(made, printed) == []


@pytest.mark.parametrize("language", sorted(RIGHT_TO_LEFT))
def test_text_from_the_right_is_read_in_its_order(language: str) -> None:
    """Each word of a page, as poppler reads them."""
    needs(SCRIPTS[language])
    if not shutil.which("pdftotext"):
        pytest.skip("without pdftotext (poppler-utils)")
    made = spoken(language)
    command = ["pdftotext", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=typeset(made), capture_output=True, check=True)
    shown = done.stdout.decode("utf-8")
    # Lam and alef, shaped as one, come out of poppler in another order.
    words = {w for row in made.shown() for w in re.findall(r"\w+", row.text) if "لا" not in w}
    assert [word for word in sorted(words) if word not in shown] == []


@pytest.mark.parametrize(("language", "outlet"), [("ar", "Larn Post"), ("en", "صحيفة لارن")])
def test_a_name_from_the_other_side_turns_nothing_behind_it(language: str, outlet: str) -> None:
    """The day behind an outlet stands on the side where the reader goes on."""
    needs("Noto Sans", "Noto Naskh Arabic")
    if not shutil.which("pdftotext"):
        pytest.skip("without pdftotext (poppler-utils)")
    made = spoken(language)
    documents = tuple(replace(each, publisher=outlet) for each in made.documents)
    command = ["pdftotext", "-bbox", "-", "-"]
    printed = typeset(replace(made, documents=documents))
    done = subprocess.run(command, input=printed, capture_output=True, check=True)
    word = re.compile(r'xMin="([\d.]+)" yMin="([\d.]+)".*>(.*)</word>')
    words = word.findall(done.stdout.decode("utf-8"))
    ours = re.compile("Larn" if language == "ar" else "[\u0600-\u06ff]")
    days = [(float(x), y) for x, y, shown in words if shown == "21"]
    names = [(float(x), y) for x, y, shown in words if ours.search(shown)]
    pairs = [(day, name) for day, at in days for name, row in names if row == at]
    assert len(pairs) >= 2
    assert all((day < name) == (language == "ar") for day, name in pairs)


def test_the_same_page_has_the_same_bytes(inputs: Briefing) -> None:
    """Twice, and in a process that hashes otherwise."""
    program = (
        "import sys; from datetime import date; from brief.pipeline import brief, read, typeset;"
        "sys.stdout.buffer.write(typeset(brief(read(['inputs']), now=date(2025, 3, 21))))"
    )
    printed = typeset(inputs)
    assert typeset(inputs) == printed
    environment = {**os.environ, "PYTHONHASHSEED": "12", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program]
    again = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
    assert again.stdout == printed


def test_a_sheet_is_tagged(inputs: Briefing) -> None:
    """As PDF/UA-1 asks: title, language, headings in their order, lists, links with a text."""
    printed = typeset(inputs)
    file = pdf(printed)
    root = file.trailer["/Root"]
    assert file.metadata and file.metadata.title == text.title(inputs)
    assert root["/MarkInfo"]["/Marked"] and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"] == "en"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    kinds = [str(element["/S"]) for element in tags(printed)]
    headings = [kind for kind in kinds if kind.startswith("/H")]
    rows = [row for row in body.rows(inputs, text._Plain(), 0) if row.kind == "heading"]
    assert headings == [f"/H{row.number}" for row in rows]
    assert kinds.count("/LI") == len(inputs.in_brief) + len(inputs.documents)
    links = [each.get_object() for each in file.pages[0]["/Annots"]]
    assert kinds.count("/Link") == len(links)
    assert all(each["/Contents"] and "/StructParent" in each for each in links)


def test_a_table_has_heads() -> None:
    """Which article says what is a table whose first row is tagged as its head."""
    texts = ["Ferry sinks", "Divers found nine bodies.", "Larn Post", "Police held the owner."]
    kinds = [
        str(element["/S"]) for element in tags(typeset(with_sections(hostile_briefing(texts))))
    ]
    assert kinds.count("/TH") == 4
    assert "/THead" in kinds


def test_words_of_another_language_are_tagged_so() -> None:
    """A screen reader speaks a German sentence on an English page as German."""
    german = article(1, SPOKEN["de"], language="de")
    made = briefing((german,), in_brief=(line(german, SPOKEN["de"].split(". ")[0]),))
    assert "de" in {element.get("/Lang") for element in tags(typeset(made))}


def test_the_day_of_a_file_is_that_of_its_page(inputs: Briefing) -> None:
    """The clock is not read."""
    metadata = pdf(typeset(inputs)).metadata
    assert metadata and metadata.creation_date and metadata.creation_date.date() == NOW


def test_links_lead_to_the_places(inputs: Briefing) -> None:
    """On the web by the text, in files by the characters, from where the page will lie."""
    places = {
        (citation.document, citation.start, citation.end)
        for row in inputs.shown()
        for citation in row.citations
    }
    led = uris(typeset(inputs, folder=ROOT / "tests"))
    by_file = [uri for uri in led if "#char=" in uri]
    by_text = [uri for uri in led if ":~:text=" in uri]
    assert by_file and by_text
    assert all(uri.startswith("../inputs/") for uri in by_file)
    web = {document.id for document in inputs.documents if document.url}
    ends = {uri.rpartition("#char=")[2] for uri in by_file}
    assert {f"{start},{end}" for number, start, end in places if number not in web} <= ends


HOSTILE = {
    "typst": [
        '#import "x": * #{panic()} #set page(width: 1pt) $ x^2 $ \\ @ref *b* _c_ `d` // e /* f',
        "= head ~ -- --- ' \" <label> https://evil.example/x + 1. / term: x",
        "#pagebreak()",
        '"quoted" \\u{41} #sys.inputs \\#',
    ],
    "unseen": [
        "a\x00b\x1b[31m\u202ex\u2066y\x7f",
        "\ud800\ufffe\ufeff\ue000x",
        "c\x01d\x02\x03",
        "z",
    ],
    "long": ["W" * 10_000, "x" * 9_999, "e\u0301" * 5_000, "Z\u0335\u0336" * 3_000],
    "signs": [
        "😀👩\u200d👩\u200d👧 ❤\ufe0f 🏴",
        "𝔘𝔫𝔦 𐍈 ꙮ ∑ ␀ ⚠",
        "\U0010ffff\u0378 x",
        "\u0301\u0302x",
    ],
    "both ways": ["שלום abc 12 (x) שלום", "العربية 12 ab", "\u200f\u200e\u061cשx", "a ב c"],
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_hostile_articles_change_nothing_but_their_own_text(kind: str, language: str) -> None:
    """Whatever stands in them stands on the sheet as text, and the rest of the page is there."""
    needs("Noto Serif", "Noto Serif Hebrew", "Noto Naskh Arabic")
    made = hostile_briefing(HOSTILE[kind], language)
    for shape in (made, with_sections(made), with_stories(with_sections(made))):
        printed = typeset(shape)
        assert len(pdf(printed).pages) == 1
        for uri in uris(printed):
            assert uri.startswith(("https://example.org/", "inputs/"))
        if kind == "typst" and language == "en":
            assert missing_rows(shape, printed) == []
        if kind == "unseen":
            assert "a␀b␛[31m�x�y�" in text_of(printed)


@settings(max_examples=15)
@given(TEXTS, LANGUAGES, st.booleans(), st.sampled_from([*POINTS]))
def test_any_text_is_one_sheet(texts: list[str], language: str, sections: bool, paper: str) -> None:
    """Markup of all kinds, and characters that nobody has a font for."""
    made = hostile_briefing(texts, language)
    made = with_stories(with_sections(made)) if sections else made
    assert len(pdf(typeset(made, paper, strict=False)).pages) == 1


def test_nothing_leaves_the_paper() -> None:
    """A word that is longer than a row is broken, not cut off at the edge."""
    word = "W" * 600
    made = article(1, f"The {word} sank.", publisher="Larn Post")
    printed = typeset(briefing((made,), in_brief=(line(made, made.text),)))
    assert word in text_of(printed)
    if shutil.which("pdftotext"):
        command = ["pdftotext", "-bbox", "-", "-"]
        done = subprocess.run(command, input=printed, capture_output=True, check=True)
        edges = re.findall(r'xMax="([\d.]+)"', done.stdout.decode("utf-8"))
        assert max(map(float, edges)) < POINTS["a4"][0]


def test_a_place_stands_behind_its_day() -> None:
    """However long the outlet is: no row in the margin is a number alone, nor a part of a day."""
    documents = tuple(
        article(n, f"Ferry {n} sank.", publisher="Courier" + "e" * n, date=NOW)
        for n in range(1, 25)
    )
    lines = tuple(line(document, document.text) for document in documents)
    rows = printed_rows(typeset(briefing(documents, in_brief=lines)))
    days = [row for row in rows if re.search(r"21 Mar 2025\|:\|[0-9]+$", row)]
    assert len(days) == 24
    assert 0 < len([row for row in days if "Courier" not in row]) < 24


def test_how_many_articles_a_story_has_stands_behind_words_of_its_title() -> None:
    """However long the title is: the number is never a row by itself."""
    documents = tuple(
        article(n, title, title)
        for n in range(1, 13)
        for title in [f"Ferry {'b' * n} {'sank ' * 16}today"]
    )
    lines = [line(document, document.text) for document in documents]
    stories = tuple(
        Story(document.title, document.id, (document.id,), in_brief=(told,))
        for document, told in zip(documents, lines, strict=True)
    )
    rows = printed_rows(typeset(briefing(documents, in_brief=tuple(lines), stories=stories)))
    counts = [row for row in rows if row.endswith("1 article")]
    assert len(counts) == 12
    assert all(re.search(r"(sank|today)\|, 1 article$", row) for row in counts)
    assert any("Ferry" not in row for row in counts)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_article_is_told_in_the_order_of_the_page(inputs: Briefing, language: str) -> None:
    """Title, outlet and day, then what it says, as in the other formats."""
    made = replace(inputs, language=language)
    shown = text_of(typeset(made))
    rows = body.rows(made, text._Plain(), 1)
    entries = [row for row in rows if row.kind == "entry"]
    assert any(row.line for row in entries) and any(row.own and not row.line for row in entries)
    for row in entries:
        says = phrases(language).colon + row.own if row.own else ""
        assert squeezed(row.shown + row.beside + says) in shown


@pytest.mark.parametrize("language", ["en", *SCRIPTS])
def test_a_number_is_level_with_what_it_numbers(language: str) -> None:
    """In each script: the number of a line, its first words and the place in the margin."""
    needs(*filter(None, [SCRIPTS.get(language)]))
    pieces: list[tuple[float, str, float]] = []

    def seen(text: str, matrix: list[float], _: Any, __: Any, size: float) -> None:
        pieces.append((round(matrix[5], 1), text.strip(), size))

    pdf(typeset(spoken(language))).pages[0].extract_text(visitor_text=seen)
    heights = [height for height, text, _ in pieces if text == "1"]
    # The line and its place; the article.
    assert len(heights) == 3 and heights[0] == heights[1]
    for number in heights:
        assert any(height == number and size > 10 for height, text, size in pieces if text)


def test_what_no_font_has_is_shown_as_such() -> None:
    """A sign for a character that nobody has given a shape, and one for a whole emoji."""
    made = article(1, "The \U0010ffff ship 👩\u200d\U0010fffe sank.", publisher="Larn Post")
    shown = text_of(typeset(briefing((made,), in_brief=(line(made, made.text),))))
    assert "ship" in shown
    assert "\U0010ffff" not in shown


@pytest.mark.parametrize(
    ("words", "script", "package"),
    [
        ("फेरी डूब गई।", "Devanagari", "fonts-noto-core"),
        ("غرقت العبارة", "Arabic", "fonts-noto-core"),
        ("渡船沉没了", "Chinese", "fonts-noto-cjk"),
        ("フェリーが", "Japanese", "fonts-noto-cjk"),
        ("여객선이", "Hangul", "fonts-noto-cjk"),
    ],
)
def test_a_missing_font_is_named(latin_only: None, words: str, script: str, package: str) -> None:
    """The error names the script, and the package that has it."""
    made = article(1, f"Ferry sinks. {words}", publisher="Larn Post")
    with pytest.raises(UsageError, match=f"no font for {script}.*{package}"):
        typeset(briefing((made,), in_brief=(line(made, made.text),)))


def test_a_missing_font_loses_no_scheduled_page(latin_only: None, tmp_path: Path) -> None:
    """A sign stands for what cannot be shown, and the other formats are kept."""
    place = Place(tmp_path, 'formats = ["markdown", "pdf"]\n[[source]]\nfolder = "news"\n')
    place.put("ferry", FERRY.replace("of Larn", "of लार्न"))
    assert place.run().what == "page"
    assert "लार्न" in (tmp_path / "briefings/2026-11-20.md").read_text(encoding="utf-8")
    shown = text_of((tmp_path / "briefings/2026-11-20.pdf").read_bytes())
    assert "\ufffd" in shown or "?" in shown


def test_latin_needs_no_font_of_the_machine(latin_only: None) -> None:
    """Typst has one inside, with which the page is complete."""
    printed = typeset(BRIEFINGS["river"])
    fonts_used = pdf(printed).pages[0]["/Resources"]["/Font"].values()
    assert any("Libertinus" in font.get_object()["/BaseFont"] for font in fonts_used)
    assert missing_rows(BRIEFINGS["river"], printed) == []


def test_type_shrinks_before_anything_leaves() -> None:
    """A page that is too long for large type is set smaller, down to the least, and is whole."""

    def size_of(made: Briefing, printed: bytes) -> float:
        sizes: list[float] = []

        def visit(shown: str, current: Any, matrix: Any, font: Any, size: float) -> None:
            if made.in_brief[0].text[:12] in shown:
                sizes.append(round(abs(size * matrix[0] * current[0]), 1))

        pdf(printed).pages[0].extract_text(visitor_text=visit)
        return max(sizes)

    sizes = []
    for count in (3, 24, 28):
        made = many(count, 8)
        printed = typeset(made)
        assert missing_rows(made, printed) == []
        sizes.append(size_of(made, printed))
    assert sizes[0] == SIZES[0]
    assert sizes == sorted(set(sizes), reverse=True)
    assert sizes[-1] >= SIZES[-1] == 8.0


def test_a_page_without_news_is_a_sheet() -> None:
    """With its title, what it says of itself, and as much of what was skipped as has room."""
    skipped = (Skipped(f"{'a' * 3000}.bin", "binary, not text"), Skipped("b.txt", "empty"))
    for config in (Config(), Config(now=NOW, page_language="fr")):
        made = quiet(config, skipped)
        printed = typeset(made)
        assert len(pdf(printed).pages) == 1
        assert squeezed(made.signature) in text_of(printed)


# What gives way


def reasoned(made: Briefing, *worths: float) -> Briefing:
    """Return a page whose lines and own sentences are worth so much, by turns."""

    def worth(number: int) -> Reason:
        return Reason(worth=worths[number % len(worths)])

    lines = tuple(replace(each, reason=worth(n)) for n, each in enumerate(made.in_brief))
    entries = tuple(
        replace(each, sentences=tuple(replace(s, reason=worth(n)) for s in each.sentences))
        for n, each in enumerate(made.articles)
    )
    taken = iter(lines)
    stories = tuple(
        replace(story, in_brief=tuple(next(taken) for _ in story.in_brief))
        for story in made.stories
    )
    return replace(made, in_brief=lines, articles=entries, stories=stories)


def test_what_articles_say_leaves_first_the_least_worthy_before_others() -> None:
    """Then titles, from the last; then the list is a key; then lines; the first line stays."""
    leaving = claims(reasoned(many(3, 3), 2, 1, 3))
    kinds = [(claim.kind, claim.place) for claim in leaving]
    assert kinds == [
        *(("sentence", 1), ("sentence", 0), ("sentence", 2)),
        *(("title", 2), ("title", 1), ("title", 0), ("key", 0), ("line", 1), ("line", 0)),
    ]
    assert KEY in leaving


def test_further_lines_of_several_stories_leave_before_titles() -> None:
    """And the best line of each story after them, from the last story; that of the first stays."""
    made = reasoned(many(4, 4, 2), 1, 2, 4, 3)
    kinds = [(claim.kind, claim.place) for claim in claims(made) if claim.kind != "sentence"]
    assert kinds == [
        *(("line", 0), ("line", 3), ("title", 3), ("title", 2), ("title", 1), ("title", 0)),
        *(("key", 0), ("line", 2)),
    ]
    left = without(made, [Claim("line", place=2), Claim("line", place=3)])
    assert [len(story.in_brief) for story in left.stories] == [2, 0]


def test_names_of_stories_leave_before_the_list_is_a_key() -> None:
    """From the last; what is left of them is counted."""
    made = many(3, 1, 3)
    kinds = [(claim.kind, claim.place) for claim in claims(made)]
    assert kinds[-3:] == [("name", 2), ("name", 1), ("key", 0)]
    left = without(made, [Claim("name", place=2)])
    assert [story.named for story in left.stories] == [False, True, False]
    assert "1morestory" in text_of(typeset(left))


def test_sections_leave_before_all_else_the_last_first() -> None:
    """What differs stays longest of them."""
    made = many(2, 2)
    figures = tuple(
        Figure(number, "", f"{7 * number} crowns", made.in_brief[number - 1].citations[0])
        for number in (1, 2)
    )
    made = replace(
        made,
        sections=("differ", "names", "articles"),
        differ=(Comparison("cost", figures),),
        names=(Name("Larn", (), (1,)), Name("Osk", (), (2,))),
    )
    first = [(claim.section, claim.place) for claim in claims(made)[:4]]
    assert first == [("names", 1), ("names", 0), ("differ", 0), ("", 1)]
    left = without(made, claims(made)[:2])
    assert (left.names, len(left.differ)) == ((), 1)


def test_a_line_that_leaves_takes_its_number_along() -> None:
    """An article that a line stood for is named by its title, and the others count anew."""
    made = many(3, 3)
    numbered = [replace(e, shown=Shown.LINE, line=n) for n, e in enumerate(made.articles, 1)]
    left = without(replace(made, articles=tuple(numbered)), [Claim("line", place=1)])
    assert [each.text for each in left.in_brief] == [made.in_brief[n].text for n in (0, 2)]
    shown = [(each.shown, each.line) for each in left.articles]
    assert shown == [(Shown.LINE, 1), (Shown.TITLE, 0), (Shown.LINE, 2)]


# On the command line


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the sample articles, which is the current one."""
    shutil.copytree(ROOT / "inputs", tmp_path / "inputs")
    monkeypatch.chdir(tmp_path)
    return tmp_path


ON = ("--now", "2025-03-21")


def test_a_file_is_written_and_replaced(at_home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """By its suffix; also among the articles, where an earlier page is none of them."""
    for _ in range(2):
        assert main(["inputs", "-o", "inputs/page.pdf", "--paper", "letter", *ON]) == 0
    assert capfd.readouterr().err.count("inputs/page.pdf: 10 articles, on one sheet\n") == 2
    (sheet,) = PdfReader("inputs/page.pdf").pages
    assert round(sheet.mediabox.width) == POINTS["letter"][0]
    Path("inputs/other.pdf").write_bytes(b"%PDF-1.7 of somebody else")
    assert main(["inputs", "-o", "inputs/other.pdf", *ON]) == 2


def test_a_pipe_gets_the_bytes_and_a_terminal_none(
    at_home: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error says how a file is written, before any article is read."""
    assert main(["inputs", "--format", "pdf", "-q", *ON]) == 0
    assert len(pdf(capfdbinary.readouterr().out).pages) == 1
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert main(["inputs", "--format", "pdf", *ON]) == 2
    out, err = capfdbinary.readouterr()
    assert (out, err.count(b"\n")) == (b"", 1)
    assert b"-o page.pdf" in err


@pytest.mark.parametrize(
    "words",
    [
        ["verify", "page.pdf"],
        ["explain", "page.pdf"],
        ["explain", "page.pdf", "1"],
        ["inputs", "--since", "page.pdf"],
    ],
)
def test_a_pdf_is_not_read_back(
    words: list[str], at_home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """In one sentence that says what to name instead."""
    Path("page.pdf").write_bytes(typeset(BRIEFINGS["river"]))
    assert main(words) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert re.fullmatch(r"brief: page\.pdf: is a PDF.*Markdown, JSON or HTML\n", err)


def test_extracts_are_no_pdf(at_home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The error says what extracts are written as."""
    assert main(["summarise", "inputs", "-o", "x.pdf"]) == 2
    assert "extracts are not written as pdf; use .md" in capfd.readouterr().err


@pytest.mark.parametrize("module", ["typst", "pypdf"])
def test_without_the_extra_the_error_says_what_to_install(
    module: str,
    at_home: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before any article is read, and when the settings of a run ask for it."""
    monkeypatch.setitem(sys.modules, module, None)
    assert main(["inputs", "-o", "page.pdf"]) == 2
    out, err = capfd.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert f"{sys.executable} -m pip install '{NEEDED[module]}'" in err
    assert f'"{NEEDED[module]}"' in (Path(__file__).parent.parent / "pyproject.toml").read_text()
    assert not Path("page.pdf").exists()
    with pytest.raises(UsageError, match="pip install"):
        parse('formats = ["pdf"]\n[[source]]\nfolder = "inputs"\n', None, {})
    with pytest.raises(UsageError, match="pip install"):
        typeset(BRIEFINGS["river"])


def test_the_library_says_what_makes_a_pdf() -> None:
    """It is bytes, and `render` returns text; there is no other paper."""
    with pytest.raises(UsageError, match="or typeset for a PDF"):
        render(BRIEFINGS["river"], "pdf")
    with pytest.raises(UsageError, match="no such paper: 'a3'; use a4, letter"):
        typeset(BRIEFINGS["river"], "a3")
    assert Config(format="pdf", paper="letter").paper == "letter"


def test_a_scheduled_page_is_kept_as_pdf(tmp_path: Path) -> None:
    """With the copy of the latest and the list; a page of another day leaves it as it is."""
    place = Place(
        tmp_path, 'formats = ["pdf"]\n[page]\npaper = "letter"\n\n[[source]]\nfolder = "news"\n'
    )
    assert place.run().what == "page"
    kept = tmp_path / "briefings"
    page = kept / "2026-11-20.pdf"
    (sheet,) = PdfReader(page).pages
    assert round(sheet.mediabox.width) == POINTS["letter"][0]
    assert (kept / "latest.pdf").read_bytes() == page.read_bytes()
    assert "[2026-11-20](2026-11-20.pdf)" in (kept / "index.md").read_text(encoding="utf-8")
    assert all("/news/ferry.txt#char=" in uri for uri in uris(page.read_bytes())[:2])
    place.put(
        "bank",
        "Bank of Bren fined\n\n21 November 2026\n\nA judge fined the Bank of Bren 3"
        " million crowns on Friday for selling false bonds to 4,000 widows in Osk.\n",
    )
    before = page.read_bytes()
    assert place.run(DAY + timedelta(days=1)).what == "page"
    assert page.read_bytes() == before
    assert (kept / "latest.pdf").read_bytes() != before


def test_a_mark_tells_a_page_of_ours(inputs: Briefing) -> None:
    """At the end of the file, where no article can put it; other PDF files have none."""
    printed = typeset(inputs)
    assert formats.is_page(printed[-formats.TAIL :].decode("utf-8", "replace"))
    without_mark = printed.replace(typesetting.MARK.encode(), b"")
    assert not formats.is_page(without_mark[-formats.TAIL :].decode("utf-8", "replace"))
