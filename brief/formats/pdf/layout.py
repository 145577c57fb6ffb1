"""What the template is given of a page: its rows as data, in the sections that they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from brief.formats import body
from brief.formats.labels import Row, shown_title
from brief.formats.pdf.marking import Nodes, cut
from brief.formats.sources import article_set, publisher
from brief.formats.spacing import NO_BREAK
from brief.formats.text import measure
from brief.formats.text import title as plain_title
from brief.language.phrases import phrases
from brief.model import Briefing

#: Characters of a page's title in the data of the file, and of an article's in the key.
_TITLED, _KEYED = 300, 40
#: How the rows of one kind that follow each other are laid out.
_GROUPS = {"line": "lines", "entry": "entries", "item": "items", "head": "table", "cells": "table"}


def page_of(briefing: Briefing, *, compact: bool = False) -> dict[str, Any]:
    """Return a page as data; `compact` has a key instead of the list of articles."""
    words, _ = measure(briefing)
    say = phrases(briefing.language)
    nodes = Nodes(say.language)
    rows = [row for row in body.rows(briefing, nodes, words) if row.kind not in ("", "rule")]
    if compact:
        rows = list(_keyed(rows, briefing, nodes))
    below = next((n for n, row in enumerate(rows) if _is_section(row)), len(rows))
    end = next((n for n, row in enumerate(rows) if row.kind in ("skipped", "signature")), len(rows))
    day = briefing.generated
    return {
        "title": cut(plain_title(briefing), _TITLED),
        "language": say.language,
        "direction": "rtl" if say.right_to_left else "ltr",
        "day": [day.year, day.month, day.day],
        "colon": say.colon,
        "head": [_row(row, nodes) for row in rows[: min(below, end)]],
        "sections": list(_sections(rows[below:end], nodes)),
        "footer": [_row(row, nodes) for row in rows[end:]],
    }


def characters(page: Any) -> int:
    """Return how many characters stand on a page."""
    match page:
        case str():
            return len(page)
        case list():
            return sum(map(characters, page))
        case {"in": inside}:
            return characters(inside)
        case dict():
            return sum(map(characters, page.values()))
        case _:
            return 0


def _is_section(row: Row) -> bool:
    return row.kind == "heading" and row.number == 2


def _sections(rows: Iterable[Row], nodes: Nodes) -> Iterator[dict[str, Any]]:
    """Yield each section: its heading, and its rows in groups of one kind."""
    heading: Any = None
    for is_heading, members in groupby(rows, _is_section):
        if is_heading:
            *_, last = members
            heading = _row(last, nodes)
            continue
        groups = [
            {"kind": kind, "rows": [_row(row, nodes) for row in group]}
            for kind, group in groupby(members, lambda row: _GROUPS.get(row.kind, row.kind))
        ]
        yield {"heading": heading, "groups": groups}


def _row(row: Row, nodes: Nodes) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "number": row.number,
        "line": row.line,
        "shown": nodes.tree(row.shown),
        "beside": nodes.tree(row.beside),
        "own": nodes.tree(row.own.replace(" ", NO_BREAK) if row.line else row.own),
        "cells": [nodes.tree(cell) for cell in row.cells],
    }


def _keyed(rows: Iterable[Row], briefing: Briefing, nodes: Nodes) -> Iterator[Row]:
    """Yield rows with one instead of the list of articles: their numbers and outlets."""
    by_id = article_set(briefing.documents).by_id
    for is_entry, members in groupby(rows, lambda row: row.kind == "entry"):
        if not is_entry:
            yield from members
            continue
        named = []
        for row in members:
            document = by_id[row.number]
            name = publisher(document) or cut(shown_title(document), _KEYED)
            number = nodes.source(str(row.number), document)
            named.append(f"{number}{NO_BREAK}{nodes.aside(name)}")
        yield Row("text", body.APART.join(named))
