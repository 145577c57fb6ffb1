"""The pictures of the HTML page: what they show, what they say in words, when there is none."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_briefings import article, briefing, entry, line
from work import steps

from brief import formats
from brief.formats.html import pictures
from brief.formats.html.page import DIGEST, sealed
from brief.language.phrases import languages, phrases
from brief.model import Briefing, Citation, Comparison, Figure, Findings, Line
from brief.pipeline import brief, read, render, verify
from brief.settings.page_options import Config

RENDER = formats.FORMATS["html"].render


def river(*, days: tuple[int | None, ...] = (18, 19, 20), tolls: str = "3 12 40") -> Briefing:
    """Return a page of articles of some days of November, each with a toll; the last is a line."""
    documents = tuple(
        article(
            number,
            f"{toll} people drowned.\n\nThe river Orlin rose by {number} metres.",
            f"{toll} people drowned.",
            date=day and date(2026, 11, day),
            publisher=f"Outlet {number}",
        )
        for number, (day, toll) in enumerate(zip(days, tolls.split(), strict=True), 1)
    )
    figures = tuple(
        Figure(float(document.text.split()[0]), "people", text, Citation(document.id, 0, len(text)))
        for document in documents
        if (text := document.text.split(" drowned")[0])
    )
    last = documents[-1]
    first = documents[0]
    rose = line(first, "The river Orlin rose by 1 metres.", Citation(2, 19, 40))
    return briefing(
        documents,
        in_brief=(line(last, f"{last.text.split('.')[0]}.", earlier=figures[:-1]), rose),
        articles=tuple(map(entry, documents)),
        findings=Findings(figures=(Comparison("people", figures, updated=True),)),
    )


def differing(*values: float) -> tuple[Briefing, Comparison]:
    """Return a page of an article for each value, and the comparison of their figures."""
    texts = [f"{value:g} houses burnt." for value in values]
    documents = tuple(article(n, text, text) for n, text in enumerate(texts, 1))
    figures = tuple(
        Figure(float(value), "house", text.removesuffix(" burnt."), Citation(n, 0, len(text) - 7))
        for n, (value, text) in enumerate(zip(values, texts, strict=True), 1)
    )
    comparison = Comparison("houses", figures)
    return briefing(documents, differ=(comparison,), sections=("differ", "articles")), comparison


def drawn(page: Briefing) -> dict[str, pictures.Picture]:
    """Return the pictures of a page by their kind."""
    rows = [*page.in_brief, *page.differ]
    of_rows = [picture for row in rows if (picture := pictures.of_row(page, row))]
    return {picture.kind: picture for picture in (*of_rows, *pictures.overview(page))}


def test_a_figure_over_time_ends_with_that_of_the_line() -> None:
    """Each value stands with its day, in their order, and higher values stand higher."""
    course = drawn(river())["course"]
    assert [(point.shown, point.below) for point in course.points] == [
        ("3", "18 Nov"),
        ("12", "19 Nov"),
        ("40", "20 Nov"),
    ]
    heights = [point.y for point in course.points]
    assert heights == sorted(heights, reverse=True)
    assert course.label == (
        "3 people (1) Outlet 1, 18 Nov · 12 people (2) Outlet 2, 19 Nov ·"
        " 40 people (3) Outlet 3, 20 Nov"
    )


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ((1, 11, 21), [10, 50, 90]),
        ((1, 6, 21), [10, 30, 90]),
        ((1, 2, 21), [10, 50, 90]),  # Too close for their words.
        ((20, 20, 20), [10, 50, 90]),
        ((None, 2, 21), [10, 50, 90]),
        ((21, 2, 1), [10, 50, 90]),
    ],
    ids=str,
)
def test_days_stand_to_scale_where_there_is_room(
    days: tuple[int | None, ...], expected: list[float]
) -> None:
    """Where days lie too close for their words, or there are none, points stand evenly."""
    assert [point.x for point in drawn(river(days=days))["course"].points] == expected


def test_of_many_figures_the_first_and_the_last_have_their_day() -> None:
    """No day is written over another where a figure has changed often."""
    page = river(days=tuple(range(10, 18)), tolls="1 2 3 4 5 6 7 8")
    assert [bool(point.below) for point in drawn(page)["course"].points] == [
        *(True, False, False, False, False, False, False, True)
    ]


def test_values_that_differ_stand_on_one_line() -> None:
    """Each value stands where it is between the least and the most, with its article."""
    values = drawn(differing(100, 300, 200)[0])["values"]
    assert [(point.x, point.shown, point.below) for point in values.points] == [
        (10, "100", "(1)"),
        (50, "200", "(3)"),
        (90, "300", "(2)"),
    ]


def test_values_that_are_close_are_not_written_over_each_other() -> None:
    """A value that is nearly another one moves out of its way."""
    values = drawn(differing(1000, 1010, 1020, 2000)[0])["values"]
    assert [point.lane for point in values.points] == [0, 1, 2, 0]


def test_the_timeline_has_lines_and_articles() -> None:
    """Lines stand on their days above the axis, days with more articles are larger on it."""
    days = drawn(river(days=(10, 20, 20)))["days"]
    assert [(point.x, point.shown) for point in days.points] == [(10, "2"), (90, "1")]
    assert [(point.x, point.size) for point in days.others] == [(10, 1), (90, 2)]
    assert days.label == "10 Nov: Line 2, 1 article · 20 Nov: Line 1, 2 articles"


@pytest.mark.parametrize("articles", [1, 3, 8, 30])
def test_numbers_of_lines_stand_clear_of_the_axis(articles: int) -> None:
    """However large the dots of the days are; their dates stand below them."""
    page = RENDER(river(days=(10, *[20] * articles), tolls="3 " * (articles + 1)))
    (drawing,) = re.findall(r'<figure class="picture days">.*', page)
    shapes = re.findall(r'class="(disc|dot)" cx="[^"]*" cy="(\d+)" r="(\d+)"', drawing)
    lowest = max(int(y) + int(r) for kind, y, r in shapes if kind == "disc")
    dots = [(int(y), int(r)) for kind, y, r in shapes if kind == "dot"]
    assert lowest <= min(y - r for y, r in dots)
    below = [int(y) for y in re.findall(r'class="day" x="[^"]*" y="(\d+)"', drawing)]
    (height,) = map(int, re.findall(r'width="100%" height="(\d+)"', drawing))
    assert max(y + r for y, r in dots) + 10 <= min(below) and max(below) < height


def test_an_event_stands_on_its_own_day() -> None:
    """A line stands on the day of the event, not of the report, and nowhere for a whole month."""
    page = river(days=(10, 20, 20))
    toll, rose = page.in_brief
    on_day = replace(page, in_brief=(replace(toll, happened="2026-11-15"), rose))
    in_month = replace(page, in_brief=(replace(toll, happened="2026-11"), rose))
    outside = replace(page, in_brief=(replace(toll, happened="2020-11-15"), rose))
    assert [point.x for point in drawn(on_day)["days"].points] == [10, 50]
    assert [point.shown for point in drawn(in_month)["days"].points] == ["2"]
    assert [point.shown for point in drawn(outside)["days"].points] == ["2"]


def test_lines_of_one_day_stand_above_each_other() -> None:
    """No number is written over another."""
    page = river(days=(10, 20, 20))
    page = replace(page, in_brief=(page.in_brief[0],) * 3)
    assert [point.lane for point in drawn(page)["days"].points] == [0, 1, 2]


def test_support_tells_words_from_what_says_the_same() -> None:
    """The article whose words a line is, and others that say the same, are told apart."""
    support = drawn(river())["support"]
    assert support.columns == ("1", "2", "3")
    assert support.table == (("1", ("", "", "said")), ("2", ("said", "same", "")))
    assert support.label == "Line 1: 3 · Line 2: 1, 2"


def _without_days(page: Briefing) -> Briefing:
    documents = tuple(replace(document, date=None) for document in page.documents)
    return replace(page, documents=documents)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (river(), {"course", "days", "support"}),
        (river(days=(20, 20, 20)), {"course", "support"}),
        (_without_days(river()), {"course", "support"}),
        (river(tolls="7 7 7"), {"days", "support"}),
        (replace(river(), in_brief=river().in_brief[1:]), {"days"}),
        (replace(river(), in_brief=river().in_brief[:1] * 2), {"course", "days"}),
        (replace(river(), in_brief=()), {"days"}),
        (river(days=(20,) * 31, tolls=" ".join(map(str, range(31)))), {"course"}),
        (differing(5, 6)[0], {"values"}),
        (differing(5, 5)[0], set()),
    ],
    ids=[
        *("all", "one day", "no days", "one value", "one line", "nobody agrees", "no line"),
        *("too many articles", "values", "one and the same value"),
    ],
)
def test_what_would_show_one_point_is_left_out(page: Briefing, expected: set[str]) -> None:
    """A page has those pictures that have something to show, and they stand in the file."""
    assert drawn(page).keys() == expected
    kinds = re.findall('<figure class="picture ([a-z]+)"', RENDER(page))
    assert set(kinds) == expected


@pytest.mark.parametrize("language", languages())
def test_pictures_say_what_their_numbers_are(language: str) -> None:
    """Those of lines on the timeline, rows and columns of support; in the page's language."""
    page = RENDER(replace(river(), language=language))
    sides = [unescape(text) for text in re.findall(r'class="side"[^<>]*>([^<]*)', page)]
    line, articles = (phrases(language).say(name) for name in ("line", "articles"))
    assert sides == [line, line, articles]


@pytest.mark.parametrize("language", languages())
def test_pictures_speak_the_language_of_the_page(language: str) -> None:
    """Words for eyes and ears are of the page's language; time runs as it is read."""
    page = replace(river(), language=language)
    course, days = drawn(page)["course"], drawn(page)["days"]
    assert (course.points[0].x > course.points[-1].x) == (language in ("ar", "he"))
    assert (
        (days.caption == "Timeline") == (": Line 2, 1 article" in days.label) == (language == "en")
    )


@given(st.text(min_size=1), st.lists(st.floats(0, 1e12), min_size=2, max_size=12))
def test_nothing_of_an_article_acts_in_a_picture(text: str, values: list[float]) -> None:
    """A picture has the tags and attributes of a picture, whatever figures are called."""
    documents = tuple(
        article(n, f"x{text}", None, publisher=text) for n in range(1, len(values) + 1)
    )
    figures = tuple(
        Figure(value, "x", text, Citation(n, 0, 1)) for n, value in enumerate(values, 1)
    )
    page = RENDER(briefing(documents, differ=(Comparison("x", figures),), sections=("differ",)))
    for figure in re.findall("<figure.*", page):
        assert re.fullmatch(
            r'<figure class="picture values">(?:[^<>]|</?(?:svg|line|circle|text|tspan)'
            r'(?: [a-z0-9-]+="[^"<>]*")*/?>)*</figure></li>',
            figure,
        )
        assert not re.search(r"\bon[a-z]+=|href|style=|url\(", re.sub('"[^"]*"', "", figure))


def test_a_picture_is_one_line_of_the_file() -> None:
    """`verify` names the line of a picture that is another than the articles give."""
    rows = [row for row in RENDER(river()).split("\n") if "<figure" in row]
    assert len(rows) == 3
    assert all(row.count("<figure") == row.count("</figure>") == 1 for row in rows)


def _page_of(folder: Path) -> str:
    said = "when the river Orlin broke its banks on Tuesday, the mayor said."
    more = "Boats took people from their roofs until the evening, and schools stay closed."
    texts = {
        "18": f"# Twelve people drowned in Orlin\n\nTwelve people drowned {said}\n\n{more}\n",
        "20": f"# Bridge at Helm falls\n\nForty people drowned {said} {more}\n",
    }
    for day, text in texts.items():
        (folder / f"{day}.md").write_text(f"---\ndate: 2026-11-{day}\n---\n{text}")
    page = render(brief(read([folder]), Config(), now=date(2026, 11, 20)), "html", folder=folder)
    assert 'class="picture days"' in page
    return page


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('cx="90.0%"', 'cx="50.0%"'),
        ("18 Nov: ", "17 Nov: "),
        ("</svg></figure>", "</svg>Send money.</figure>"),
        ("</svg></figure>", '</svg><a href="https://x.example">More</a></figure>'),
        ('<figure class="picture days">', '<figure class="picture days" onclick="x()">'),
        ("<svg ", '<svg onload="x()" '),
        ("</figure>", ""),
    ],
)
def test_a_forged_picture_is_found(old: str, new: str, tmp_path: Path) -> None:
    """Whoever changes a picture, and makes the page's digest anew, is found out."""
    page = _page_of(tmp_path).rpartition(DIGEST)[0]
    assert old in page
    (tmp_path / "page.html").write_text(sealed(page.replace(old, new, 1)))
    verdict = verify(tmp_path / "page.html")
    assert verdict.faults


def test_a_true_page_with_pictures_is_proven(tmp_path: Path) -> None:
    """What `verify` draws again is what stands on the page."""
    (tmp_path / "page.html").write_text(_page_of(tmp_path))
    verdict = verify(tmp_path / "page.html")
    assert not verdict.faults
    assert not verdict.unchecked


def test_pictures_of_many_articles_take_time_in_proportion() -> None:
    """Ten times the articles are ten times the work for what is drawn of them."""

    def work(number: int) -> int:
        text = " ".join(map(str, range(number)))
        days = tuple(1 + n % 28 for n in range(number))
        page = replace(river(days=days, tolls=text), in_brief=())
        return steps(lambda: list(pictures.overview(page)), again=True)

    assert work(1000) < 12 * work(100)


def test_a_label_is_text() -> None:
    """What articles call their figures is read aloud as it is written."""
    page, comparison = differing(5, 7)
    figures = tuple(replace(f, text='5 "<b>" & houses') for f in comparison.values)
    page = replace(page, differ=(replace(comparison, values=figures),))
    label = re.search('aria-label="([^"]*)"', RENDER(page))
    assert label and unescape(label[1]).startswith('5 "<b>" & houses (1)')


def test_a_line_without_earlier_figures_has_no_picture() -> None:
    """Only what has changed is drawn."""
    page = river()
    assert pictures.of_row(page, replace(page.in_brief[0], earlier=())) is None
    assert isinstance(page.in_brief[0], Line)
