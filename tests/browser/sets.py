"""Sets of articles whose pages are looked at in a browser, and the pages made of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks import growth
from payloads import KINDS
from test_formats import hostile_briefing, with_sections, with_stories

from brief.model import Briefing
from brief.pipeline import brief, read, render
from brief.settings.page_options import Config

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 20)
CASES: dict[str, list[dict[str, Any]]] = json.loads(
    (ROOT / "tests" / "cases" / "browser_sets.json").read_text(encoding="utf-8")
)
#: Articles of stories of their own, each with another number.
MINE = (
    "{place} mine floods {number} homes\n\nThe {place} mine flooded {number} homes in {other} on"
    " Monday, and {rest} people lost their work there, Mayor Ines {other} said.\n\n"
    "The {place} company had asked for {number} million crowns from the state.\n"
)
PLACES = "Osk Elm Larn Aske Brem Quill Vessen Hask Ambry Dunmore Norland Tarn Mell".split()
#: Set into the texts of hostile articles.
ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=https://trap.example/g.gif onerror=alert(1)>",
    "</template></script><script>alert(2)</script>",
    "--></style><style>*{display:none}</style>",
    "</p></article></aside><h1>Ours</h1>",
    '"><a href="javascript:alert(3)">prize</a>',
    "javascript:alert(4)",
    "{{ say }} {% raw %}",
    "\u202eevil\u202c \u2066left\u2069 \u200fturned",
    "W" * 10_000,
    "漢" * 2_000,
    "مرحبا" * 400,
)


def written(articles: list[dict[str, Any]], folder: Path) -> Path:
    """Write articles as Markdown with front matter; return their folder."""
    folder.mkdir(parents=True)
    for number, each in enumerate(articles):
        head = "".join(
            f"{name}: {json.dumps(value, ensure_ascii=False)}\n"
            for name, value in (
                ("title", each["title"]),
                ("date", each["date"]),
                ("publisher", each["outlet"]),
                ("url", each["url"]),
            )
        )
        body = "\n\n".join((f"# {each['title']}", *each["text"]))
        (folder / f"{number}.md").write_text(f"---\n{head}---\n\n{body}\n", encoding="utf-8")
    return folder


def mines(folder: Path, count: int) -> Path:
    """Write so many articles of stories of their own; return their folder."""
    folder.mkdir(parents=True)
    for number in range(count):
        place, other = PLACES[number % 13], PLACES[(number * 5 + number // 13 + 1) % 13]
        text = MINE.format(place=place, other=other, number=number + 20, rest=3 * number + 107)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def hostile(folder: Path) -> Path:
    """Write articles that attack the page with their text, title, outlet and address."""
    articles = [
        {
            "outlet": f"Radio {attack[:60]}",
            "date": f"2025-06-{number + 1:02}",
            "url": f"https://radio.example/{number}?a='\"><script>alert(5)</script>",
            "title": f"Governor Holt closes bridge {number} {attack[:300]}",
            "text": [
                f"Governor Ines Holt closed the bridge of Osk on Monday after {number + 20} cracks"
                f" were seen, {attack[:60]} she said.",
                attack,
                f"Engineers from Larn counted {number + 40} cracks {attack[:60]}, and asked for"
                f" {number + 3} million crowns to mend the bridge before the winter.",
                "Those who cross the river every day will have to go by boat until Christmas.",
            ],
        }
        for number, attack in enumerate(ATTACKS)
    ]
    return written(articles, folder)


def payload_briefings() -> Iterator[Briefing]:
    """Yield briefings made by hand that show each payload, with sections and stories."""
    payloads = [payload for kind in KINDS.values() for payload in kind]
    texts = [" ".join(payloads[at : at + 3]) for at in range(0, len(payloads), 3)]
    texts += texts[: -len(texts) % 4]
    for at in range(0, len(texts), 4):
        yield with_stories(with_sections(hostile_briefing(texts[at : at + 4])))


def page_of(name: str, folder: Path, **options: Any) -> Path:
    """Make the page of a set as HTML in a folder; return its file."""
    if name == "inputs":
        articles = ROOT / "inputs"
    elif name == "dam":
        articles = written(CASES["twelve"][:4], folder / name)
    elif name == "hostile":
        articles = hostile(folder / name)
    elif name == "made-up":
        articles = growth.written(folder / name, 1000)
    elif name.isdecimal():
        articles = mines(folder / name, int(name))
    else:
        articles = written(CASES[name], folder / name)
    made = brief(read([articles]), Config(now=DAY, **options))
    page = folder / f"{name}.html"
    page.write_text(render(made, "html", folder), encoding="utf-8")
    return page
