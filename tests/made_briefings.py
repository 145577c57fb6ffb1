"""Small briefings made by hand, for the tests of what comes after composing."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from brief.model import Block, Briefing, Citation, Document, Entry, Kind, Line, Skipped, Title

CASES = Path(__file__).parent / "cases"


def article(number: int, text: str, title: str | None = None, **fields: Any) -> Document:
    """Return an article whose paragraphs lie between blank lines; `title` is some of its text."""
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block(at, at + len(paragraph), Kind.PARAGRAPH))
        at += len(paragraph) + 2
    derived = fields.pop("derived", False)
    start = text.index(title) if title else 0
    named = Title(title, start, start + len(title), derived) if title else None
    given = {
        "path": f"inputs/{number}.txt",
        "sha256": sha256(text.encode("utf-8", "replace")).hexdigest(),
    }
    return Document(text=text, blocks=tuple(blocks), title=named, id=number, **(given | fields))


def line(document: Document, text: str, *also: Citation, **fields: Any) -> Line:
    """Return a line with a sentence of `document`."""
    start = document.text.index(text)
    place = Citation(document.id, start, start + len(text))
    return Line(text, (place, *also), date=fields.pop("date", document.date), **fields)


def briefing(documents: tuple[Document, ...], **fields: Any) -> Briefing:
    """Return a briefing titled by its first article, with nothing on it unless given."""
    first = documents[0]
    made: dict[str, Any] = {
        "title": first.title or Title("Untold", 0, 6),
        "title_document": first.id if first.title else 0,
        "generated": date(2026, 11, 20),
        "in_brief": (),
        "articles": (),
        "documents": documents,
        "skipped": (),
        "signature": f"brief|v:0.1.0|method:coverage|words:480|articles:{len(documents)}",
        "budget": 480,
    }
    return Briefing(**(made | fields))


def cases(name: str) -> dict[str, Briefing]:
    """Return the briefings of a file of cases by name."""
    listed = json.loads((CASES / name).read_text(encoding="utf-8"))
    return {case["name"]: _from_case(case) for case in listed}


def _from_case(case: dict[str, Any]) -> Briefing:
    documents = tuple(
        article(number, dated.pop("text"), **_days(dated))
        for number, dated in enumerate(map(dict, case["documents"]), 1)
    )
    fields: dict[str, Any] = {
        "in_brief": tuple(_line(stated, documents) for stated in case.get("in_brief", ())),
        "articles": tuple(
            Entry(
                entry["document"],
                _lines(entry, "sentences", documents),
                entry.get("on_page", True),
                _lines(entry, "news", documents),
            )
            for entry in case.get("articles", ())
        ),
        "skipped": tuple(Skipped(*skip) for skip in case.get("skipped", ())),
    }
    if "title" in case:
        fields |= {"title": Title(case["title"], 0, len(case["title"])), "title_document": 0}
    if "signature" in case:
        fields["signature"] = case["signature"]
    return briefing(documents, **fields)


def _lines(entry: dict[str, Any], name: str, documents: tuple[Document, ...]) -> tuple[Line, ...]:
    own = (stated | {"document": entry["document"]} for stated in entry.get(name, ()))
    return tuple(_line(stated, documents) for stated in own)


def _line(stated: dict[str, Any], documents: tuple[Document, ...]) -> Line:
    fields = _days(dict(stated))
    document = documents[fields.pop("document") - 1]
    also = tuple(Citation(*place) for place in fields.pop("also", ()))
    return line(document, fields.pop("text"), *also, **fields)


def _days(fields: dict[str, Any]) -> dict[str, Any]:
    if fields.get("date"):
        fields["date"] = date.fromisoformat(fields["date"])
    return fields
