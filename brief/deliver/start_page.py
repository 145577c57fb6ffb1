"""`index.html` of an archive: the latest page with its first lines, and every page by month.

It looks as the pages do, and like them lets nothing in from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import Any

from brief.deliver.heads import Head
from brief.formats.html.excerpt import Excerpt
from brief.formats.html.templates import data, source_hash, template
from brief.language.phrases import Phrases, phrases

#: Ends the page, unseen; a file without it is somebody else's.
MARK = "<!-- brief-archive -->"
_BETWEEN = " · "
#: Stands between the first and the last of several days: "24–26 November 2026".
_TO = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A page of the archive."""

    key: str
    day: date | None  #: The last day that it is about.
    file: str  #: Its name in the folder.
    head: Head


def start_page(title: str, pages: Sequence[Kept], latest: Excerpt | None, file: str) -> str:
    """Return the start page; `pages` are in its order, those of a day first.

    `latest` is how the newest page in HTML begins, `file` its name; None where there is none.
    """
    say = phrases(latest.language if latest else "en")
    page = template("start.html.jinja").render(
        language=say.language,
        direction="rtl" if say.right_to_left else "ltr",
        name=title,
        latest=_latest(latest, file) if latest else None,
        months=list(_months(pages, say)),
        **_constants(),
    )
    return f"{page.rstrip()}\n{MARK}\n"


def _latest(latest: Excerpt, file: str) -> Mapping[str, Any]:
    lines = [
        {
            "text": line.text,
            "beside": line.beside,
            "href": f"{file}#{line.name}" if line.name else file,
        }
        for line in latest.lines
    ]
    return {
        "href": file,
        "title": latest.title or file,
        "rows": latest.rows,
        "lines": lines,
    }


def _months(pages: Sequence[Kept], say: Phrases) -> Iterator[dict[str, Any]]:
    """Yield the pages month by month; those that are about no day have none."""
    for month, members in groupby(pages, lambda page: page.day and page.day.replace(day=1)):
        yield {
            "heading": say.month(month) if month else "",
            "pages": [_row(page, say) for page in members],
        }


def _row(page: Kept, say: Phrases) -> dict[str, str]:
    """Return what the list says of a page; its own day and the words read are not repeated."""
    is_day = page.day is not None and page.key == page.day.isoformat()
    # "20 November 2026 · 10 articles, 6 outlets · 4,171 words read, 3 minutes to read"
    days, *parts = page.head.counts.split(_BETWEEN)
    if parts and _TO in days:
        parts[0] = f"{days}{_BETWEEN}{parts[0]}"
    # A page of no article had the day alone; now its title says it.
    nothing = say.say("nothing new") if page.head.counts else ""
    return {
        "key": page.key,
        "kind": "day" if is_day else "day week",
        "day": str(page.day.day) if is_day and page.day else page.key,
        "href": page.file,
        "title": page.head.title or page.file,
        "counts": parts[0] if parts else nothing,
    }


@cache
def _constants() -> dict[str, Any]:
    """Return the style, that of the pages with a few rules more, and the policy that lets it."""
    from markupsafe import Markup

    style = data("page.css") + data("start.css")
    policy = (
        f"default-src 'none'; style-src {source_hash(style)}; base-uri 'none'; form-action 'none'"
    )
    return {"style": Markup(style), "policy": Markup(policy)}
