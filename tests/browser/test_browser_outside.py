"""Mail and start page in a browser: they fit, can be read, and fetch nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from made_briefings import article, briefing, cases, line

from brief.deliver import archive
from brief.deliver.site import Site
from brief.formats import FORMATS, mail
from brief.model import Briefing
from browser.test_browser_axe import RULES

WORD = "Donaudampfschiff" * 600
LONG = article(
    1,
    f"Ferry {WORD}\n\nA ferry {WORD} sank.",
    f"Ferry {WORD}",
    url=f"https://a.example/{WORD}",
    publisher="Larn Gazette",
    date=date(2026, 11, 20),
)
PAGES = {
    **{name: cases("formats_briefings.json")[name] for name in ("river", "right to left")},
    "long words": briefing((LONG,), in_brief=(line(LONG, f"A ferry {WORD} sank."),)),
}


def made(kind: str, page: Briefing, folder: Path) -> Path:
    """Return the file of a mail or of a start page."""
    if kind == "mail":
        path = folder / "mail.html"
        path.write_text(mail.render(page), encoding="utf-8")
        return path
    site = Site(name="morning", now=datetime(2026, 11, 20, tzinfo=UTC), at=time(7), zone=UTC)
    for key in ("2026-10-31", "2026-W46", "special", "2026-11-20"):
        texts = {"html": FORMATS["html"].render(page)}
        archive.keep(texts, folder, key, site=site)
    return folder / "index.html"


@pytest.mark.parametrize("kind", ["mail", "start page"])
@pytest.mark.parametrize("name", PAGES)
def test_what_leaves_fits_and_can_be_read(
    browser: Any, tmp_path: Path, kind: str, name: str
) -> None:
    """At every width, light and dark; axe-core finds nothing, and nothing is fetched."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    path = made(kind, PAGES[name], tmp_path)
    asked = []
    for width, scheme in ((320, "dark"), (768, "light"), (1600, "dark")):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
        )
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= width
        # A mail has no landmarks: it is part of the page of a mail program.
        rules = {"region": {"enabled": False}, "landmark-one-main": {"enabled": False}}
        options = {
            "runOnly": RULES,
            "resultTypes": ["violations"],
            "rules": rules if kind == "mail" else {},
        }
        found = axe.run(page, options=options).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []
        context.close()
    assert set(asked) == {path.as_uri()}


def test_the_first_words_of_a_mail_are_not_seen(browser: Any, tmp_path: Path) -> None:
    """They are for the list of mails alone; and the column is no wider than it should be."""
    path = made("mail", replace(PAGES["river"]), tmp_path)
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    page.goto(path.as_uri())
    shown = page.evaluate("document.body.innerText")
    assert shown.startswith("Ferry sinks on the Larn")
    assert page.evaluate("document.querySelector('h1').getBoundingClientRect().width") <= 640
    page.close()
