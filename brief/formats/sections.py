"""The sections of a page that compare its articles: what differs, when, who said what, who.

A part of `page`.
"""

from __future__ import annotations

from collections.abc import Iterator

from brief.formats.labels import Markup, label_of, places_of, short_date, short_when
from brief.formats.sources import Facts
from brief.model import Briefing, Comparison, Dated, Dispute, Document, Figure, Name, Quote, Side

#: The heading of each section.
HEADINGS = {
    "differ": "Where they differ",
    "timeline": "Timeline",
    "quotes": "In their words",
    "names": "Who",
    "support": "Which article says what",
}
#: The head of the table's first column, and what stands where an article says what a line says.
LINE, SAYS = "Line", "●"
#: Between figures that differ, and between those of which the later one holds.
DIFFERS, UPDATES = " / ", " → "


def section(briefing: Briefing, name: str, known: Facts, markup: Markup) -> Iterator[str]:
    """Yield a section with its heading; nothing where it has nothing to say."""
    rows = list(_rows(briefing, name, known, markup))
    if rows:
        yield from ("", markup.heading(HEADINGS[name], 2), "", *rows)


def _rows(briefing: Briefing, name: str, known: Facts, markup: Markup) -> Iterator[str]:
    match name:
        case "differ":
            yield from (_comparison(one, known, markup) for one in briefing.differ)
        case "timeline":
            yield from (_event(one, known, markup) for one in briefing.timeline)
        case "quotes":
            yield from (_quote(one, known, markup) for one in briefing.quotes)
        case "names":
            if briefing.names:
                yield "- " + "; ".join(_name(one, known, markup) for one in briefing.names)
        case "support":
            if briefing.support:
                yield from _table(briefing, known, markup)
        case _:
            return


def _table(briefing: Briefing, known: Facts, markup: Markup) -> Iterator[str]:
    """Yield a table of the lines of "In brief" by the articles that they cite."""
    heads = (markup.source(str(one.id), one) for one in briefing.documents)
    yield f"| {LINE} | {' | '.join(heads)} |"
    yield f"|{' --- |' * (len(briefing.documents) + 1)}"
    for number, line in enumerate(briefing.in_brief, 1):
        cited = {one.document: one for one in reversed(line.citations)}
        cells = (
            markup.place(SAYS, cited[one.id], known.by_id[one.id]) if one.id in cited else ""
            for one in briefing.documents
        )
        yield f"| {number} | {' | '.join(cells)} |"


def _comparison(one: Comparison | Dispute, known: Facts, markup: Markup) -> str:
    updated = isinstance(one, Comparison) and one.updated
    between = UPDATES if updated else DIFFERS
    subject = _subject(one, known, markup)
    return f"- {subject}{between.join(_value(each, known, markup) for each in one.values)}"


def _subject(one: Comparison | Dispute, known: Facts, markup: Markup) -> str:
    """Return what figures are about, in an article's words; nothing for a dispute."""
    if not isinstance(one, Comparison) or one.place is None:
        return ""
    shown = markup.place(one.subject, one.place, known.by_id[one.place.document])
    return f"{markup.strong(f'{shown}:')} "


def _value(one: Figure | Side, known: Facts, markup: Markup) -> str:
    document = known.by_id[one.citation.document]
    day = f"{short_date(document.date)}, " if document.date else ""
    place = markup.place(label_of(document, named=False), one.citation, document)
    return f"{markup.text(one.text)} ({day}{place})"


def _event(one: Dated, known: Facts, markup: Markup) -> str:
    label = markup.strong(f"{dated(one.date)}:")
    return f"- {label} {markup.text(one.text)} ({places_of(one.citations, known, markup)})"


def dated(iso: str) -> str:
    """Return a day, month, year or interval as a reader writes it: "3 Dec 2007 – 15 Dec 2007"."""
    return " – ".join(short_when(part) for part in iso.split("/"))


def _quote(one: Quote, known: Facts, markup: Markup) -> str:
    document = known.by_id[one.citation.document]
    place = markup.place(label_of(document), one.citation, document)
    speaker = markup.strong(f"{markup.text(one.speaker or '')}:")
    return f"- {speaker} “{markup.text(one.text)}” ({place})"


def _name(one: Name, known: Facts, markup: Markup) -> str:
    sources = ", ".join(_source(known.by_id[number], markup) for number in one.documents)
    return f"{markup.text(one.name)} ({sources})"


def _source(document: Document, markup: Markup) -> str:
    return markup.source(str(document.id), document)
