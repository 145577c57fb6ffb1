"""A reader opens the sources of a page by mouse, touch and keys, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from brief.language.visible import visible
from browser.conftest import Open

Pages = Callable[..., Path]
WIDTHS = (1600, 768, 320)
#: Every link that opens a source: the words of a line, and its numbers.
LINKS = "main a.said, main a.place"
#: What the panel shows: the marked words, whose they are, and where on the screen.
STATE = """() => {
  const panel = document.querySelector(".panel");
  if (!panel) return null;
  const marks = [...panel.querySelectorAll("mark.current")];
  const first = marks[0].getClientRects()[0];
  const hit = document.elementFromPoint(first.x + first.width / 2, first.y + first.height / 2);
  const before = new Range();
  before.setStart(marks[0].closest(".text"), 0);
  before.setEndBefore(marks[0]);
  const outer = marks.filter((mark) => !mark.parentElement.closest("mark.current"));
  const text = [...outer].map((mark) => mark.textContent).join(" ");
  const out = panel.querySelector(".bar .out");
  const words = panel.parentElement.closest("main").querySelector(".opened");
  const said = (words.querySelector("a.said") || words.querySelector("a")).getBoundingClientRect();
  const box = panel.getBoundingClientRect();
  return {
    text,
    before: before.toString(),
    document: marks[0].closest("article").dataset.document,
    seen: marks.some((mark) => mark.contains(hit)),
    fits: box.left >= 0 && box.right <= innerWidth + 1,
    beside: box.left >= said.right || box.right <= said.left,
    below: box.top >= said.bottom,
    out: out.hidden ? null : out.getAttribute("href"),
    which: panel.querySelector(".which").textContent,
    focus: document.activeElement === panel,
  };
}"""
#: The place that a link leads to, with all that stands in its data.
PLACE = """(link) => {
  const row = link.closest("li, tr, p, h1, h3");
  const place = [...row.querySelectorAll("a.place")].find((each) => each.hash === link.hash);
  return {...place.dataset};
}"""


def squeezed(text: str) -> str:
    return "".join(visible(text).split())


def assert_shows(state: Any, place: dict[str, str]) -> None:
    """The cited characters are marked, in their article, between what stands around them there."""
    assert state["document"] == place["document"]
    assert squeezed(state["text"]) == squeezed(place["exact"])
    assert squeezed(state["before"].replace("↗", "")).endswith(squeezed(place["prefix"]))
    assert state["seen"], "the marked words are out of sight"
    assert state["out"] == place.get("address")


#: Opens each of some links, and tells what the panel shows then.
EACH = f"""(links) => links.map((link) => {{
  link.click();
  return [({STATE})(), ({PLACE})(link)];
}})"""


def assert_opened(state: Any, place: dict[str, str], width: int) -> None:
    """The panel stands beside the line or below it, shows its words, and has the focus."""
    assert_shows(state, place)
    assert state["fits"] and state["focus"]
    assert state["beside" if width > 1024 else "below"]


@pytest.mark.parametrize(
    ("name", "width"),
    [
        *(("inputs", 1600), ("inputs", 768), ("inputs", 320), ("one", 768), ("twelve", 1600)),
        *(("arabic", 1600), ("arabic", 320), ("hebrew", 768)),
    ],
)
def test_every_link_opens_its_source(opened: Open, page_file: Pages, name: str, width: int) -> None:
    """Beside it, or below it on a narrow window, the very characters marked and in view."""
    page = opened(page_file(name), width, 700)
    states = page.locator(LINKS).evaluate_all(EACH)
    assert len(states) >= 5
    for state, place in states:
        assert_opened(state, place, width)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_click_on_a_line_opens_its_source(opened: Open, page_file: Pages, width: int) -> None:
    """Each line can be got at with the mouse, whatever is open; `Esc` closes."""
    page = opened(page_file("inputs"), width, 700)
    for link in page.locator("li.line a.said").all():
        link.click()
        assert_opened(page.evaluate(STATE), link.evaluate(PLACE), width)
    page.keyboard.press("Escape")
    assert page.evaluate(STATE) is None


@pytest.mark.parametrize("name", ["inputs", "arabic"])
def test_a_tap_opens_a_source(opened: Open, page_file: Pages, name: str) -> None:
    """And a tap on the button closes it."""
    page = opened(page_file(name), 390, 844, has_touch=True, is_mobile=True)
    said = page.locator("li.line a.said").nth(1)
    said.tap()
    assert_shows(page.evaluate(STATE), said.evaluate(PLACE))
    page.locator(".panel .close").tap()
    assert page.evaluate(STATE) is None


def test_keys_lead_through_who_says_the_same(opened: Open, page_file: Pages) -> None:
    """`n` and `p` go round the places of a line, and its buttons do; `Esc` returns to the line."""
    page = opened(page_file("inputs"))
    row = page.locator("li.line", has=page.locator("a.place >> nth=2")).first
    said = row.locator("a.said")
    places = [each.evaluate("each => ({...each.dataset})") for each in row.locator("a.place").all()]
    assert len({place["document"] for place in places}) >= 3
    said.focus()
    page.keyboard.press("Enter")
    for step, key in enumerate("nnnnpp"):
        at = (step if step <= 4 else 8 - step) % len(places)
        assert_shows(page.evaluate(STATE), places[at])
        assert page.evaluate(STATE)["which"] == f"{at + 1} / {len(places)}"
        page.keyboard.press(key)
    page.locator(".panel .next").click()
    assert_shows(page.evaluate(STATE), places[3 % len(places)])
    page.locator(".panel .previous").click()
    page.keyboard.press("Escape")
    assert page.evaluate(STATE) is None
    assert said.evaluate("each => each === document.activeElement")


def test_a_link_leads_out_to_the_words(opened: Open, page_file: Pages) -> None:
    """To the article's address with the text fragment of what is cited."""
    page = opened(page_file("twelve"))
    for said in page.locator("li.line a.said").all():
        said.click()
        out = page.locator(".panel .bar .out")
        place = said.evaluate(PLACE)
        href, rel = out.get_attribute("href"), out.get_attribute("rel")
        assert href and rel == "noopener noreferrer"
        assert href.startswith("https://") and ".example/" in href
        fragment = href.partition("#:~:text=")[2]
        start = page.evaluate("decodeURIComponent", fragment.partition(",")[0])
        assert place["exact"].startswith(start) and start


def test_a_title_in_the_list_opens_its_article(opened: Open, page_file: Pages) -> None:
    """From its beginning; `n` has nowhere to go."""
    page = opened(page_file("inputs"))
    link = page.locator("li.entry a.source").nth(3)
    link.click()
    shown = page.locator(".panel article h3")
    assert shown.inner_text().endswith(link.inner_text())
    assert shown.evaluate("each => each.getBoundingClientRect().top >= 0")
    page.keyboard.press("n")
    assert page.locator(".panel .next").is_hidden()
    page.keyboard.press("Escape")
    assert link.evaluate("each => each === document.activeElement")


def test_a_line_that_stands_for_an_article_is_one_click_away(
    opened: Open, page_file: Pages
) -> None:
    """ "line 2" leads to line 2, and the line is told from the others."""
    page = opened(page_file("inputs"), 768, 500)
    see = page.locator("li.entry a.see").first
    named = see.get_attribute("href")
    assert named
    see.click()
    row = page.locator(named)
    assert row.evaluate(
        "e => e.matches(':target') && e.getBoundingClientRect().bottom <= innerHeight"
        " && getComputedStyle(e).backgroundColor"
        " !== getComputedStyle(e.nextElementSibling).backgroundColor"
    )


@pytest.mark.parametrize("kind", ["said", "source"])
def test_an_address_with_a_place_opens_it(opened: Open, page_file: Pages, kind: str) -> None:
    """As a reader without JavaScript would send it to one with it."""
    path = page_file("inputs")
    link = opened(path).locator(f"li a.{kind}").nth(2)
    fragment = link.get_attribute("href")
    assert fragment
    page = opened(path, fragment=fragment)
    assert page.locator(".panel article").is_visible()
    assert page.locator(".opened").locator(f'a[href="{fragment}"]').count() >= 1


#: The element that has the focus, and whether it is seen.
FOCUSED = """() => {
  const at = document.activeElement;
  const box = at.getBoundingClientRect();
  const style = getComputedStyle(at);
  return {
    place: [...document.querySelectorAll("*")].indexOf(at),
    name: at.className,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0,
    body: at === document.body,
  };
}"""


@pytest.mark.parametrize("width", [1600, 320])
def test_all_of_a_page_is_reached_by_keys(opened: Open, page_file: Pages, width: int) -> None:
    """In the order of reading, each link with a ring around it; the first leads past nothing."""
    page = opened(page_file("inputs"), width)
    wanted = page.locator("main a[href], main figure[tabindex]").count()
    reached = []
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "skip"
    while True:
        page.keyboard.press("Tab")
        state = page.evaluate(FOCUSED)
        if state["body"] or (reached and state["place"] <= reached[-1]):
            break
        assert state["ring"] and state["seen"], state
        reached.append(state["place"])
    assert len(reached) == wanted


def test_keys_go_through_an_opened_source_and_on(opened: Open, page_file: Pages) -> None:
    """From the line into its panel, through what that offers, and on to the next line."""
    page = opened(page_file("inputs"))
    page.locator("li.line a.said").nth(2).focus()
    page.keyboard.press("Enter")
    names = []
    for _ in range(6):
        page.keyboard.press("Tab")
        state = page.evaluate(FOCUSED)
        assert state["ring"] and state["seen"], state
        names.append(state["name"])
    assert names == ["previous", "next", "out", "close", "out", "said"]


@pytest.mark.parametrize(("name", "width"), [("inputs", 320), ("twelve", 1600), ("hebrew", 768)])
def test_without_javascript_the_sources_follow(
    opened: Open, page_file: Pages, name: str, width: int
) -> None:
    """Each line leads to its words in them, which are marked, and out from there."""
    page = opened(page_file(name), width, 700, java_script_enabled=False)
    assert page.locator("#sources article .text").count() == page.locator("li.entry").count()
    assert page.locator(".panel, .bar").count() == 0
    for link in page.locator("li.line a.said").all():
        link.click()
        fragment = link.get_attribute("href")
        assert fragment
        mark = page.locator(fragment)
        place = link.locator("xpath=../span/a[contains(@class, 'place')]").first
        assert squeezed(mark.inner_text()) == squeezed(place.get_attribute("data-exact") or "")
        box = mark.bounding_box()
        assert box and 0 <= box["y"] < 700
        marked, other = (
            each.evaluate("each => getComputedStyle(each).backgroundColor")
            for each in (mark, page.locator("#sources mark:not(:target)").first)
        )
        assert marked != other
        away = mark.locator("xpath=following-sibling::a[1]")
        assert away.is_visible()
        assert away.get_attribute("href") == place.get_attribute("data-address")
