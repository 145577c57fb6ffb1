"""The headlines of all articles of a large set, behind a page that lists only some of them.

They stand there story by story, each with outlet and day, and are the page's record of its sources:
path, address and SHA-256 are in data attributes.  A field that a script shows filters them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from brief.formats.html import marks
from brief.formats.labels import shown_title, titled
from brief.formats.sources import publisher
from brief.language.phrases import Phrases, phrases
from brief.language.visible import visible
from brief.model import Briefing, Document

#: The most articles of a set without such a list.
MOST = 20


def are_listed(briefing: Briefing) -> bool:
    """Return whether a page is followed by its headlines: of a large set it lists only a part."""
    shown = {entry.document for entry in briefing.articles if entry.shown}
    return len(briefing.documents) > MOST and len(shown) < len(briefing.documents)


def count_of(briefing: Briefing, say: Phrases) -> str:
    """Return what the list is called: "984 articles in 104 stories"."""
    articles = say.count(len(briefing.documents), "article")
    if len(briefing.stories) < 2:
        return articles
    stories = say.count(len(briefing.stories), "story")
    return say.say("contents", articles=articles, stories=stories)


def headlines(briefing: Briefing, *, inside: bool) -> list[list[dict[str, Any]]]:
    """Return what the list says of each article, story by story, in the order of their numbers.

    A headline leads to the article's text on the page where that is `inside`, else to its address.
    """
    say = phrases(briefing.language)
    story = {n: place for place, each in enumerate(briefing.stories) for n in each.documents}
    groups = groupby(briefing.documents, key=lambda document: story.get(document.id, -1))
    return [
        [_headline(document, briefing, say, inside=inside) for document in documents]
        for _, documents in groups
    ]


def _headline(
    document: Document, briefing: Briefing, say: Phrases, *, inside: bool
) -> dict[str, Any]:
    from markupsafe import Markup

    title, day = document.title, document.date
    address = marks.article_address(document.path, document.url)
    return {
        "id": document.id,
        "text": visible(shown_title(document)),
        "place": Markup(f' data-start="{title.start}" data-end="{title.end}"') if title else "",
        "leads": f"#s{document.id}" if inside else "" if marks.is_nowhere(document) else address,
        "language": Markup(marks.language(document.language, say.language)),
        "untitled": titled(title, say),
        "outlet": publisher(document),
        "day": say.day(day, briefing.generated.year) if day else "",
    }


def hits(say: Phrases) -> Iterator[tuple[str, str]]:
    """Yield how a number of articles is said, by CLDR's category: ("one", "1 article"), …"""
    yield from say.plurals["article"].items()
