"""How a page looks: on screens of any width, enlarged, dark, in forced colours, and on paper."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from brief.model import Document
from brief.pipeline import brief, collate, render
from brief.pipeline.reading import article_of
from browser.conftest import Open
from browser.sets import DAY

if TYPE_CHECKING:
    from playwright.sync_api import Page

Pages = Callable[..., Path]
SETS = ("inputs", "one", "twelve", "arabic", "hebrew", "24", "hostile")
SECTIONS = ("differ", "timeline", "quotes", "names", "support", "articles")
#: What sticks out of the window, or is cut off where nobody can scroll to it.
OUTSIDE = """() => {
  const root = document.scrollingElement;
  const wide = (each) => each.scrollWidth > each.clientWidth + 1;
  const parts = document.querySelectorAll("main *, #sources *, footer *, .panel");
  const cut = [...parts].filter((each) => {
    const style = getComputedStyle(each);
    return wide(each) && style.overflowX !== "visible" && !each.matches(".wide, .support");
  });
  return [...(wide(root) ? [`page: ${root.scrollWidth} in ${root.clientWidth}`] : []),
    ...cut.map((each) => each.outerHTML.slice(0, 100))];
}"""
#: What is to be hit, is smaller than 24 pixels and has a neighbour in a circle of 24 pixels around
#: it, or in whose circle it is (WCAG 2.2, 2.5.8); links in sentences and headings are excepted.
SMALL = """() => {
  const shown = (each) => each.getClientRects().length > 0;
  const all = [...document.querySelectorAll("a[href], button")].filter(shown).filter(
    (each) => !each.matches("a.said, .skip, h1 a, h3 a"));
  const boxes = all.map((each) => each.getBoundingClientRect());
  const isSmall = (box) => box.width < 23.9 || box.height < 23.9;
  const centre = (box) => [box.x + box.width / 2, box.y + box.height / 2];
  const apart = (at, box) => Math.hypot(
    Math.max(box.left - at[0], at[0] - box.right, 0),
    Math.max(box.top - at[1], at[1] - box.bottom, 0));
  const isNear = (box, other) => apart(centre(box), other) < 12 || (isSmall(other) &&
    Math.hypot(centre(box)[0] - centre(other)[0], centre(box)[1] - centre(other)[1]) < 23.9);
  return all.filter((each, number) => isSmall(boxes[number]) &&
    boxes.some((other, place) => place !== number && isNear(boxes[number], other))
  ).map((each) => each.outerHTML.slice(0, 200));
}"""


def open_first(page: Page) -> None:
    """Open the source of the line with the most places, where the page holds texts."""
    page.evaluate(
        """() => {
          const rows = [...document.querySelectorAll("li.line")];
          const places = (row) => row.querySelectorAll("a.place").length;
          rows.sort((a, b) => places(b) - places(a))[0].querySelector("a.said").click();
        }"""
    )


@pytest.mark.parametrize("width", [320, 768, 1600])
@pytest.mark.parametrize("name", SETS)
def test_nothing_sticks_out(opened: Open, page_file: Pages, name: str, width: int) -> None:
    """At any width, whatever is opened; and all that is to be hit can be."""
    page = opened(page_file(name), width)
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(SMALL) == []
    if name != "24":
        open_first(page)
        assert page.locator(".panel").is_visible()
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("width", [320, 1600])
@pytest.mark.parametrize("name", ["inputs", "twelve", "dam"])
def test_all_sections_have_room(opened: Open, page_file: Pages, name: str, width: int) -> None:
    """Tables scroll by themselves; the rest is as wide as the window."""
    page = opened(page_file(name, sections=SECTIONS, words=2000), width)
    assert page.locator("table").count() == (name == "dam")
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("name", ["inputs", "hebrew", "hostile"])
def test_nothing_sticks_out_without_javascript(opened: Open, page_file: Pages, name: str) -> None:
    """Nor of the texts at the end."""
    page = opened(page_file(name), 320, java_script_enabled=False)
    assert page.locator("#sources").is_visible()
    root = page.locator("html").bounding_box()
    assert root and root["width"] == 320
    for part in ("main", "#sources", "footer"):
        box = page.locator(part).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 320


#: Lines, words, letters and paragraphs as far apart as WCAG 2.2, 1.4.12, asks for.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important; } p, li { margin-block-end: 2em !important; }"""


@pytest.mark.parametrize("zoom", [1, 2, 4])
@pytest.mark.parametrize("name", ["inputs", "arabic"])
def test_text_may_be_enlarged_and_spaced(
    opened: Open, page_file: Pages, name: str, zoom: int
) -> None:
    """As a window of 1280 pixels is enlarged: nothing is cut off, and sources still open."""
    page = opened(
        page_file(name), 1280 // zoom, 1024 // zoom, device_scale_factor=zoom, bypass_csp=True
    )
    page.add_style_tag(content=SPACED)
    assert page.evaluate(OUTSIDE) == []
    open_first(page)
    assert page.evaluate(OUTSIDE) == []
    mark = page.locator(".panel mark.current").first
    assert mark.evaluate(
        """(mark) => {
          const box = mark.getClientRects()[0];
          const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return mark.contains(hit);
        }"""
    )


#: The colours of the page, of its text, and of what is marked.
COLOURS = """() => [["body", "backgroundColor"], ["body", "color"],
  [".panel mark.current", "backgroundColor"]].map(
    ([name, part]) => getComputedStyle(document.querySelector(name))[part])"""


def test_a_page_is_dark_where_the_reader_wants_it(opened: Open, page_file: Pages) -> None:
    """And light where not, from the same file."""
    seen = []
    for scheme in ("light", "dark"):
        page = opened(page_file("inputs"), color_scheme=scheme)
        open_first(page)
        colours = [sum(map(int, re.findall(r"\d+", rgb)[:3])) for rgb in page.evaluate(COLOURS)]
        seen.append(colours)
    (paper, ink, mark), (dark_paper, dark_ink, dark_mark) = seen
    assert paper > 700 > 200 > ink and dark_paper < 100 < 600 < dark_ink
    assert mark > 450 > 300 > dark_mark


def test_what_is_marked_is_seen_in_forced_colours(opened: Open, page_file: Pages) -> None:
    """By an outline, where the reader's own colours stand for all others."""
    page = opened(page_file("inputs"), forced_colors="active")
    open_first(page)
    outlines = page.locator(".panel mark.current").evaluate_all(
        "marks => marks.map(mark => getComputedStyle(mark).outlineStyle)"
    )
    assert set(outlines) == {"solid"}
    page.keyboard.press("Tab")
    ring = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert ring == "solid"


def printed(page: Page, paper: str) -> Any:
    """Return the page as it is printed."""
    from pypdf import PdfReader

    return PdfReader(BytesIO(page.pdf(format=paper, prefer_css_page_size=False)))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("name", ["inputs", "one", "twelve", "arabic", "hebrew", "24", "100"])
def test_a_page_is_printed_on_one_sheet(
    opened: Open, page_file: Pages, name: str, paper: str
) -> None:
    """All its lines, whatever is open on the screen; the sources are left out."""
    page = opened(page_file(name), 1000)
    lines = page.locator("li.line a.said").all_inner_texts()
    titles = page.locator("li.entry a.source").all_inner_texts()
    if name in ("inputs", "twelve"):
        open_first(page)
    sheets = printed(page, paper).pages
    assert len(sheets) == 1
    text = "".join(sheets[0].extract_text().split())
    if name not in (
        "arabic",
        "hebrew",
    ):  # Others come out in another order.
        assert all("".join(line.split()) in text for line in (*lines, *titles))


@pytest.mark.parametrize("name", ["inputs", "twelve", "arabic"])
def test_a_page_with_all_sections_is_printed_on_one_sheet(
    opened: Open, page_file: Pages, name: str
) -> None:
    """Their room is taken from the same budget."""
    page = opened(page_file(name, sections=SECTIONS))
    assert [len(printed(page, paper).pages) for paper in ("A4", "Letter")] == [1, 1]


@pytest.mark.parametrize(
    "language", ["arabic", "czech", "english", "french", "greek", "hebrew", "hindi"]
)
def test_real_articles_are_printed_on_one_sheet(
    opened: Open, shared: Path, tmp_path: Path, language: str
) -> None:
    """Ten in each language at hand, with room to spare for wider fonts."""
    listed = (shared / "data" / "multiling2011" / f"{language}.jsonl").read_text("utf-8")
    texts = json.loads(listed.partition("\n")[0])["docs"]
    articles = (article_of(text, f"{n}.txt", least_prose=0) for n, text in enumerate(texts, 1))
    made = brief(collate(each for each in articles if isinstance(each, Document)), now=DAY)
    path = tmp_path / "page.html"
    path.write_text(render(made, "html"), encoding="utf-8")
    page = opened(path, bypass_csp=True)
    assert len(printed(page, "A4").pages) == 1
    page.add_style_tag(content="html { font-family: 'Noto Serif' !important; }")
    assert len(printed(page, "Letter").pages) == 1


#: Of each number of an article in `main`: its inner width and what is written around it, printed.
PRINTED = """() => [...document.querySelectorAll("main li a.place, main li a.source, a.see")].map(
  (each) => {
    const style = getComputedStyle(each);
    const signs = [...each.closest("li").querySelectorAll(".sign")];
    return [style.paddingLeft, style.borderLeftWidth, style.marginLeft,
      ...signs.map((sign) => parseFloat(getComputedStyle(sign).fontSize) > 0)];
  })"""


@pytest.mark.parametrize("name", ["inputs", "twelve", "arabic"])
def test_links_are_plain_words_in_print(opened: Open, page_file: Pages, name: str) -> None:
    """With the commas and brackets that a ground of their own stands for on a screen."""
    page = opened(page_file(name, sections=SECTIONS, words=2000))
    signs = "[...document.querySelectorAll('main .sign')].map((each) => each.offsetWidth)"
    assert set(page.evaluate(signs)) == {0}
    page.emulate_media(media="print")
    rows = page.evaluate(PRINTED)
    assert {tuple(row[:3]) for row in rows} == {("0px", "0px", "0px")}
    assert all(all(row[3:]) for row in rows)


#: Whether the second part of each row that has both stands beside the last line of the first.
BESIDE = """([first, second]) => [...document.querySelectorAll("main li")].filter(
  (row) => row.querySelector(first) && row.querySelector(second)).map((row) => {
    const [last, next] = [[...row.querySelector(first).getClientRects()].pop(),
      row.querySelector(second).getBoundingClientRect()];
    return next.top < last.bottom - 8 && next.bottom > last.top + 8;
  })"""


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("inputs", (".entry .beside", "a.see")),
        ("twelve", (".entry .beside", "a.see")),
        ("one", (".line a.said", ".numbers a.place")),
        ("inputs", (".line a.said", ".numbers a.place")),
    ],
)
def test_what_is_short_takes_no_row_of_its_own(
    opened: Open, page_file: Pages, name: str, parts: tuple[str, str]
) -> None:
    """A number without outlet and day stands behind the sentence, “line 2” behind the words."""
    beside = opened(page_file(name), 1600).evaluate(BESIDE, parts)
    assert beside and all(beside)


@pytest.mark.parametrize("name", ["inputs", "arabic"])
def test_on_a_phone_a_source_has_the_whole_width(opened: Open, page_file: Pages, name: str) -> None:
    """It begins below the line's number, not below its words."""
    page = opened(page_file(name), 320)
    open_first(page)
    panel, main = (page.locator(each).bounding_box() for each in (".panel", "main"))
    assert panel and main and panel["width"] >= main["width"] - 2 * 16 - 1


@pytest.mark.parametrize("name", ["inputs", "hebrew", "24"])
def test_short_pages_are_printed_larger(opened: Open, page_file: Pages, name: str) -> None:
    """As far as they fit one sheet: those of few words, of the same articles."""
    sizes = []
    for words in (120, 250, 600):
        page = opened(page_file(name, words=words))
        assert [len(printed(page, paper).pages) for paper in ("A4", "Letter")] == [1, 1]
        page.emulate_media(media="print")
        sizes.append(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"))
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 14 and (name != "inputs" or sizes[-1] < 13)
