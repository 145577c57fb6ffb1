"""Linked data of a web page (JSON-LD, schema.org) → the day on which its article was published."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from brief.readers import metadata

#: Earliest day taken for one of publication on the web.
EARLIEST = date(1995, 1, 1)
#: Types of schema.org that are articles end so.
_ARTICLE = re.compile(r"(?:Article|BlogPosting|LiveBlogPosting|Report|Posting)$")
#: Bytes of linked data, and parts of it, that are read.
_MOST_DATA, _MOST_PARTS = 1_000_000, 2_000
_STATED_IN_DATA = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{8,60})"')


def published_on(tree: Any, headline: Any) -> date | None:
    """Return the day of the article that has the headline, or of the only one; None without one.

    `tree` is a page in lxml, `headline` the element of its headline, or None.
    """
    title = folded(headline.itertext()) if headline is not None else ""
    articles: list[tuple[str, date]] = []
    for script in tree.xpath(".//script[contains(@type, 'ld+json')]"):
        source = (script.text or "")[:_MOST_DATA]
        try:
            parts = list(_parts(json.loads(source)))
        except (ValueError, RecursionError):
            stamps = _STATED_IN_DATA.findall(source)
            articles += [("", day) for day in map(web_day, stamps) if day]
            continue
        for part in parts:
            if day := web_day(str(part.get("datePublished") or "")):
                articles.append((folded(str(part.get("headline") or "").split()), day))
    named = [day for name, day in articles if name and title and (name in title or title in name)]
    days = {day for _, day in articles}
    if named:
        return named[0]
    return days.pop() if len(days) == 1 else None


def publishers(tree: Any) -> list[str]:
    """Return the names of those who publish the articles of a page in lxml."""
    stated = [part.get("publisher") for part in _articles(tree)]
    every = (name for part in stated for name in (part if isinstance(part, list) else [part]))
    return [str(name.get("name") or "") for name in every if isinstance(name, dict)]


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the articles of all linked data of a page that can be read."""
    for script in tree.xpath(".//script[contains(@type, 'ld+json')]"):
        try:
            yield from _parts(json.loads((script.text or "")[:_MOST_DATA]))
        except (ValueError, RecursionError):
            continue


def _parts(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the articles of linked data that are the page's own: no parts of a list of others."""
    waiting, seen = [data], 0
    while waiting and seen < _MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            kinds = part.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(_ARTICLE.search(str(name)) for name in names):
                yield part
            waiting += [
                part[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in part
            ]


def web_day(stamp: str) -> date | None:
    """Return the day that a stamp begins with; None for one before there was a web."""
    day = metadata.day(stamp)
    return day if day and day >= EARLIEST else None


def folded(texts: Iterable[str]) -> str:
    """Return texts as headlines are compared: in one line, without case."""
    return " ".join(" ".join(texts).casefold().split())
