"""A reader searches the headlines of a thousand articles, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.conftest import Open
from browser.test_browser_axe import RULES

if TYPE_CHECKING:
    from playwright.sync_api import Page

Pages = Callable[..., Path]
NUMBER = 1000
#: The headlines that are seen, in their order.
SEEN = """() => [...document.querySelectorAll("li.headline")]
  .filter((item) => item.checkVisibility({contentVisibilityAuto: false}))
  .map((item) => item.querySelector(".headline").textContent)"""


def unfolded(page: Page) -> list[str]:
    """Open the list by its heading with the keyboard; return all headlines, in their order."""
    page.locator("#headlines summary").focus()
    page.keyboard.press("Enter")
    seen: list[str] = page.evaluate(SEEN)
    assert len(seen) == NUMBER
    return seen


def hits(page: Page, words: str, said: str) -> list[str]:
    """Type words into the field; wait until the number of hits is said, and return them."""
    page.get_by_label("Search the headlines").fill("")
    page.get_by_label("Search the headlines").type(words)
    page.get_by_role("status").filter(has_text=said).wait_for()
    assert page.get_by_role("status").inner_text() == said
    seen: list[str] = page.evaluate(SEEN)
    return seen


def test_typing_filters_the_headlines(opened: Open, page_file: Pages) -> None:
    """By all words, whatever their case; the number is said, and an empty field shows all."""
    page = opened(page_file("made-up"))
    assert page.evaluate(SEEN) == []
    every = unfolded(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "search"
    first, second = every[500].split()[:2]
    both = [text for text in every if first.lower() in text.lower() and second in text.lower()]
    said = "1 article" if len(both) == 1 else f"{len(both)} articles"
    found = hits(page, f"{second} {first.upper()}", said)
    assert every[500] in found
    assert found == both
    assert hits(page, "no such word anywhere", "0 articles") == []
    page.get_by_label("Search the headlines").fill("")
    page.locator("li.headline").last.wait_for()
    assert page.locator("#hits").inner_text() == ""
    assert page.evaluate(SEEN) == every


def test_accents_make_no_difference(opened: Open, page_file: Pages) -> None:
    """Where a reader types them, or the headline has them."""
    page = opened(page_file("made-up"))
    every = unfolded(page)
    word = every[0].split()[0]
    plain = [text for text in every if word.lower() in text.lower()]
    accented = word.replace("a", "á").replace("e", "é").replace("i", "í").replace("o", "ö")
    accented = accented.replace("u", "ü")
    assert accented != word
    number = f"{len(plain)} article" + "s" * (len(plain) > 1)
    assert hits(page, accented, number) == plain


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1600, "dark")])
def test_axe_finds_nothing_in_the_list(
    opened: Open, page_file: Pages, width: int, scheme: str
) -> None:
    """Folded, unfolded and filtered; and nothing is wider than the screen."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(page_file("made-up"), width, color_scheme=scheme)
    asked = {"runOnly": RULES, "resultTypes": ["violations"]}
    for state in ("folded", "unfolded", "filtered"):
        if state == "unfolded":
            page.locator("#headlines summary").click()
        if state == "filtered":
            hits(page, "no such word", "0 articles")
        results = axe.run(page, options=asked)
        assert results.violations_count == 0, f"{state}: {results.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_javascript_all_headlines_are_listed(opened: Open, page_file: Pages) -> None:
    """Nothing that does not work is shown."""
    page = opened(page_file("made-up"), java_script_enabled=False)
    page.locator("#headlines summary").click()
    assert page.locator("li.headline").count() == NUMBER
    assert page.locator("li.headline a").first.is_visible()
    assert not page.locator("#search").is_visible()


def test_the_list_is_not_printed(opened: Open, page_file: Pages) -> None:
    """Neither folded nor unfolded: the sheet stays one sheet."""
    page = opened(page_file("made-up"))
    unfolded(page)
    page.emulate_media(media="print")
    assert not page.locator("#headlines").is_visible()


def test_a_headline_opens_the_text_that_the_page_holds(opened: Open, page_file: Pages) -> None:
    """By a click and by its address, and `Esc` leads back."""
    file = page_file("24", sources=True, words=150)
    page = opened(file)
    page.locator("#headlines summary").click()
    link = page.locator("a.headline").nth(20)
    link.click()
    panel = page.locator(".panel")
    assert link.inner_text() in panel.locator("h3").inner_text()
    page.keyboard.press("Escape")
    assert panel.count() == 0
    name = link.get_attribute("href")
    assert opened(file, fragment=name).locator(".panel").is_visible()
