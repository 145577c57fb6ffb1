"""How a page names an article and the places in it, and the markup that a format brings for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from brief.formats.sources import ArticleSet, file_name
from brief.language.phrases import Phrases
from brief.model import Citation, Comparison, Dispute, Document, Line, Title
from brief.model.written import signature_parts


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page in its parts, each marked up; of no kind where it is empty.

    `line` is one of "In brief", `entry` an article; `head`, `rule` and `cells` are rows of a table.
    """

    kind: Literal[
        "",
        "heading",
        "text",
        "line",
        "entry",
        "item",
        "head",
        "rule",
        "cells",
        "skipped",
        "signature",
    ]
    shown: str = ""
    beside: str = ""  #: Whose a line is and where it stands; outlet, day and words of an article.
    own: str = ""  #: What an article says by itself, or what stands for it.
    number: int = 0  #: Of a line or an article; the level of a heading.
    line: int = 0  #: The line that says what an article's own words would; 0 for none.
    cells: tuple[str, ...] = ()
    #: What is stated, where a format may show more of it.
    about: Line | Comparison | Dispute | None = None


class Markup(Protocol):
    """How a format marks the parts of a page; `text` is not escaped yet, `shown` is marked up."""

    line_end: str  #: Ends a line inside a paragraph.

    def text(self, text: str) -> str:
        """Return text of an article, escaped."""

    def said(self, text: str, citation: Citation, document: Document) -> str:
        """Return words of an article that are a statement; its places follow."""

    def aside(self, text: str) -> str:
        """Return text that stands in our own brackets or before our colon, told from both."""

    def heading(self, shown: str, level: int) -> str:
        """Return a heading."""

    def strong(self, shown: str) -> str:
        """Return something set off."""

    def place(self, text: str, citation: Citation, document: Document) -> str:
        """Return text that leads to the place it was taken from."""

    def source(self, text: str, document: Document) -> str:
        """Return text that leads to the article."""

    def address(self, document: Document) -> str:
        """Return the article's number and address, where no link says so; else nothing."""


def line_of(row: Row, say: Phrases, markup: Markup) -> str:
    """Return a row as one line of text."""
    match row.kind:
        case "line":
            return f"{row.number}. {row.shown} ({row.beside})"
        case "entry":
            # A bullet, not a list number: Markdown counts on from the first, whatever follows.
            about = say.listed([f"- ({row.number}) {row.shown}", row.beside])
            return say.colon.join(filter(None, (about, row.own)))
        case "item":
            return f"- {row.shown}"
        case "head" | "rule" | "cells":
            return f"| {' | '.join(row.cells)} |"
        case "skipped":
            return row.shown + markup.line_end
        case _:
            return row.shown


def titled(title: Title | None, say: Phrases) -> str:
    """Return what follows a title that is an article's first words; empty for a headline."""
    if title is None or not title.derived:
        return ""
    ends = title.text.rstrip().endswith((".", "!", "?", "…"))
    return f"{'' if ends else '…'} ({say.say('untitled')})"


def neutral_titles(say: Phrases, signature: str) -> tuple[str, ...]:
    """Return the titles that a page without lines may have, of no article and not given.

    The name of its kind; of a page without articles, that nothing is new on its signature's days.
    """
    parts = signature_parts(signature)
    try:
        last = date.fromisoformat(parts["now"])
        first = date.fromisoformat(parts.get("first_day", parts["now"]))
    except (LookupError, ValueError):
        return (say.say("briefing"),)
    quiet = (say.say("quiet", days=say.days(first, last)),) if parts.get("articles") == "0" else ()
    return (say.say("briefing"), *quiet)


def shown_title(document: Document) -> str:
    """Return an article's title, or the name of its file."""
    return document.title.text if document.title else file_name(document.path)


def places_of(
    citations: Sequence[Citation], articles: ArticleSet, markup: Markup, say: Phrases
) -> str:
    """Return the places that a statement was taken from, by the articles' numbers: "2, 4"."""
    return say.listed(
        markup.place(str(cited.document), cited, articles.by_id[cited.document])
        for cited in citations
    )
