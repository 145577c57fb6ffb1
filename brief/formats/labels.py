"""How a page writes dates, counts and citations, and the markup that a format brings for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from brief.formats.sources import ArticleSet
from brief.language.calendar import MONTHS
from brief.language.outlets import host_of
from brief.language.visible import visible
from brief.model import Citation, Document, Line, Title

#: Before the citation of the single article that says what a line says.
ONLY = "only "
#: Between the day of an event and that of the report: where the report is later, and where it is
#: earlier, so that the two contradict each other.
REPORTED, DATED = "reported", "but dated"
# A longer name is a slogan, and there is no room for it beside every line.
_LONGEST_PUBLISHER = 40


class Markup(Protocol):
    """How a format marks the parts of a page; `text` is not escaped yet, `shown` is marked up."""

    line_end: str  #: Ends a line inside a paragraph.

    def text(self, text: str) -> str:
        """Return text of an article, escaped."""

    def heading(self, shown: str, level: int) -> str:
        """Return a heading."""

    def strong(self, shown: str) -> str:
        """Return something set off."""

    def place(self, text: str, citation: Citation, document: Document) -> str:
        """Return text that leads to the place it was taken from."""

    def source(self, text: str, document: Document) -> str:
        """Return text that leads to the article."""


def short_date(day: date) -> str:
    """Return "7 Jul 2005"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def short_when(iso: str) -> str:
    """Return a day, month or year of ISO 8601 as a page writes it: "Jul 2005"."""
    match iso.split("-"):
        case [year]:
            return year
        case [year, month]:
            return f"{MONTHS[int(month) - 1][:3]} {year}"
        case _:
            return short_date(date.fromisoformat(iso))


def interval(iso: str) -> str:
    """Return a day, month, year or interval as a page writes it: "3 Dec 2007 – 15 Dec 2007"."""
    return " – ".join(short_when(part) for part in iso.split("/"))


def dated(line: Line) -> str:
    """Return what stands before a line: "Latest, 18 Mar 2010"; empty where it has no date."""
    report = short_date(line.date) if line.date else ""
    if line.happened:
        happened = short_when(line.happened)
        after = bool(line.date and line.happened > line.date.isoformat())
        report = f"{happened}, {DATED if after else REPORTED} {report}" if report else happened
    return ", ".join(part for part in ("Latest" if line.latest else "", report) if part)


def counted(number: int, noun: str) -> str:
    """Return "1 article", "2,000 articles"."""
    if number == 1:
        return f"{number:,} {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("ry") else f"{number:,} {noun}s"


def no_room(number: int, noun: str) -> str:
    """Return the line that counts the articles or stories of which nothing is on the page."""
    verb = "has" if number == 1 else "have"
    return f"{counted(number, f'more {noun}')} {verb} no room here."


def untitled(title: Title | None) -> str:
    """Return what follows a title that is an article's first words; empty for a headline."""
    if title is None or not title.derived:
        return ""
    return " (untitled)" if title.text.rstrip().endswith((".", "!", "?", "…")) else "… (untitled)"


def places_of(
    citations: Sequence[Citation], articles: ArticleSet, markup: Markup, *, named: bool = True
) -> str:
    """Return the places that a statement was taken from: "Dale Radio, 2; 4"."""
    cited = [(citation, articles.by_id[citation.document]) for citation in citations]
    places = [
        markup.place(label_of(document, named=named), citation, document)
        for citation, document in cited
    ]
    separator = "; " if named and any(publisher(document) for _, document in cited) else ", "
    return separator.join(places)


def label_of(document: Document, *, named: bool = True) -> str:
    """Return what a citation shows: the article's number, after its publisher if it has one."""
    name = publisher(document) if named else ""
    return f"{name}, {document.id}" if name else str(document.id)


def publisher(document: Document) -> str:
    """Return the publisher's name, or its host; empty where neither fits beside a line."""
    names = (visible(document.publisher or ""), host_of(document.url or ""))
    return next((name for name in names if 0 < len(name) <= _LONGEST_PUBLISHER), "")
