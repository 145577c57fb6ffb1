"""How a page names an article and the places in it, and the markup that a format brings for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from brief.formats.sources import ArticleSet, file_name
from brief.language.phrases import Phrases
from brief.model import Citation, Document, Title


class Markup(Protocol):
    """How a format marks the parts of a page; `text` is not escaped yet, `shown` is marked up."""

    line_end: str  #: Ends a line inside a paragraph.

    def text(self, text: str) -> str:
        """Return text of an article, escaped."""

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


def titled(title: Title | None, say: Phrases) -> str:
    """Return what follows a title that is an article's first words; empty for a headline."""
    if title is None or not title.derived:
        return ""
    ends = title.text.rstrip().endswith((".", "!", "?", "…"))
    return f"{'' if ends else '…'} ({say.say('untitled')})"


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
