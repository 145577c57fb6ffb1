"""Articles that attack the page change nothing of it but their own text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import html5lib
import pytest
from test_html import ELEMENTS

from brief import formats
from browser.conftest import Open
from browser.sets import payload_briefings

if TYPE_CHECKING:
    from playwright.sync_api import Page

Pages = Callable[..., Path]
#: Elements by name with their attributes, as they stand in the document, templates included.
TREE = """() => {
  const all = [...document.querySelectorAll("*")];
  for (const each of document.querySelectorAll("template")) {
    all.push(...each.content.querySelectorAll("*"));
  }
  return all.map((each) => [each.localName, each.getAttributeNames()]);
}"""
#: Addresses of links that are neither the web's, nor of the page, nor relative.
STRANGE = """() => [...document.querySelectorAll("a[href]")].map((each) => each.protocol).filter(
  (protocol) => !["http:", "https:", "file:"].includes(protocol))"""
MADE_BY_SCRIPT = {"class", "tabindex", "aria-label", "href", "hidden"}


def assert_ours(page: Page) -> None:
    """There is no element, attribute or scheme but those of the template and the script."""
    for name, attributes in page.evaluate(TREE):
        allowed = ELEMENTS[name] | (MADE_BY_SCRIPT if name in ("section", "html", "a") else set())
        allowed |= {"class"} | ({"hidden"} if name == "button" else set())
        assert {*attributes} <= allowed, name
    assert page.evaluate(STRANGE) == []


def test_hostile_articles_change_only_their_text(opened: Open, page_file: Pages) -> None:
    """Nothing runs, nothing is fetched, no element is theirs, whatever is opened."""
    page = opened(page_file("hostile"))
    before = Counter(name for name, _ in page.evaluate(TREE))
    assert_ours(page)
    count = page.locator("main a[href^='#']").evaluate_all(
        "links => links.map((link) => link.click()).length"
    )
    assert count > 20
    page.keyboard.press("Escape")
    assert_ours(page)
    assert Counter(name for name, _ in page.evaluate(TREE)) == before
    assert "<script>alert(1)</script>" in page.locator("#sources").text_content()


def test_the_page_stands_without_javascript_as_the_file_says(
    opened: Open, page_file: Pages
) -> None:
    """The browser takes the file apart as an independent parser does."""
    path = page_file("hostile")
    page = opened(path, java_script_enabled=False)
    text = path.read_text(encoding="utf-8")
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    names = Counter(each.tag for each in tree.iter() if isinstance(each.tag, str))
    inside = Counter(each.tag for each in next(tree.iter("template")).iter())
    for name in ("a", "li", "p", "article", "mark", "script", "style", "h1", "bdi"):
        shown = page.locator(name).count()
        assert shown == names[name] - inside[name], name


@pytest.mark.parametrize("part", range(2))
def test_no_payload_acts(opened: Open, tmp_path: Path, part: int) -> None:
    """Whatever some renderer of Markdown makes more of is text in a browser."""
    path = tmp_path / "page.html"
    path.write_text("<!doctype html><title>a</title>", encoding="utf-8")
    page = opened(path, 320)
    made = list(payload_briefings())[part::2]
    assert len(made) > 8
    for briefing in made:
        path.write_text(formats.FORMATS["html"].render(briefing), encoding="utf-8")
        page.reload()
        assert_ours(page)
        page.locator("main a[href^='#']").evaluate_all("links => links.map((each) => each.click())")
        page.keyboard.press("Escape")
        assert_ours(page)
        assert page.evaluate("document.scrollingElement.scrollWidth") == 320
