"""What shuts people out of a page, as far as axe-core can tell: nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from browser.conftest import Open
from browser.test_browser_looks import SECTIONS, open_first

Pages = Callable[..., Path]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("name", "width"),
    [
        *(("inputs", 1600), ("inputs", 320), ("dam", 768), ("arabic", 1600), ("24", 768)),
        ("hostile", 320),
    ],
)
def test_axe_finds_nothing(
    opened: Open, page_file: Pages, name: str, width: int, scheme: str
) -> None:
    """Of WCAG 2.2 AA and good practice, with a source opened and without."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    options = {} if name == "24" else {"sections": SECTIONS, "words": 2000}
    page = opened(page_file(name, **options), width, color_scheme=scheme)
    asked = {"runOnly": RULES, "resultTypes": ["violations"]}
    for state in ("closed", "opened"):
        if state == "opened" and name != "24":
            open_first(page)
            assert page.locator(".panel").is_visible()
        results = axe.run(page, options=asked)
        assert results.violations_count == 0, f"{state}: {results.generate_report()}"


def test_axe_finds_nothing_without_opening(opened: Open, page_file: Pages) -> None:
    """The texts at the end are in order, too."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened(page_file("twelve"))
    page.evaluate("document.documentElement.classList.remove('script')")
    assert page.locator("#sources").is_visible()
    results = axe.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()
