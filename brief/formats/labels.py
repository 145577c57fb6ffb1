"""How dates and citations are shown, and what a format has to bring for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from brief.formats.sources import Facts
from brief.language.calendar import MONTHS
from brief.language.visible import visible
from brief.model import Citation, Document

#: Before the one article that says what no other says.
ONLY = "only "
# A name longer than this is a slogan, and there is no room for it beside every line.
_PUBLISHER = 40


class Markup(Protocol):
    """How a format shows what the page is made of; what it is given is not escaped yet."""

    #: Ends a line inside a paragraph.
    line_end: str

    def text(self, text: str) -> str:
        """Return text of an article, escaped."""

    def heading(self, shown: str, level: int) -> str:
        """Return a heading; `shown` is marked up already."""

    def strong(self, shown: str) -> str:
        """Return something set off; `shown` is marked up already."""

    def place(self, text: str, citation: Citation, document: Document) -> str:
        """Return text that leads to the place it was taken from."""

    def source(self, text: str, document: Document) -> str:
        """Return text that leads to the article."""


def short_date(day: date) -> str:
    """Return "7 Jul 2005"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def short_when(iso: str) -> str:
    """Return a day, a month or a year of ISO 8601 as a reader writes it: "Jul 2005"."""
    match iso.split("-"):
        case [year]:
            return year
        case [year, month]:
            return f"{MONTHS[int(month) - 1][:3]} {year}"
        case _:
            return short_date(date.fromisoformat(iso))


def places_of(
    citations: Sequence[Citation], known: Facts, markup: Markup, *, named: bool = True
) -> str:
    """Return the places that a statement was taken from: "Dale Radio, 2; 4"."""
    cited = [(citation, known.by_id[citation.document]) for citation in citations]
    places = [
        markup.place(label_of(document, named=named), citation, document)
        for citation, document in cited
    ]
    separator = "; " if named and any(publisher(document) for _, document in cited) else ", "
    return separator.join(places)


def label_of(document: Document, *, named: bool = True) -> str:
    """Return what a citation shows: the paper's name, where it is known, and the number."""
    name = publisher(document) if named else ""
    return f"{name}, {document.id}" if name else str(document.id)


def publisher(document: Document) -> str:
    """Return the paper's name, empty where it has none that fits beside a line."""
    name = visible(document.publisher or "")
    return name if len(name) <= _PUBLISHER else ""
