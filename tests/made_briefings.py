"""Small briefings made by hand, for the tests of what comes after composing."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from brief.model import (
    Block,
    Briefing,
    Citation,
    Document,
    Entry,
    Figure,
    Kind,
    Line,
    Shown,
    Skipped,
    Story,
    Title,
)

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


def entry(document: Document, *sentences: Line, shown: str = "", line: int = 0) -> Entry:
    """Return an article's entry; unless said otherwise, it shows a sentence where it has one."""
    shown = shown or ("sentence" if sentences else "title")
    return Entry(document.id, sentences=sentences, shown=Shown[shown.upper()], line=line)


def briefing(documents: tuple[Document, ...], **fields: Any) -> Briefing:
    """Return a briefing titled by its first article, with nothing on it unless given."""
    first = documents[0]
    made: dict[str, Any] = {
        "title": first.title or Title("Untold", 0, 6),
        "title_document": first.id if first.title else 0,
        "generated": date(2026, 11, 20),
        "in_brief": (),
        "articles": tuple(Entry(document.id) for document in documents),
        "documents": documents,
        "skipped": (),
        "signature": f"brief|v:0.2.0|method:coverage|words:600|articles:{len(documents)}",
        "budget": 600,
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
        "articles": tuple(_entry(stated, documents) for stated in case["articles"]),
        "skipped": tuple(Skipped(*skip) for skip in case.get("skipped", ())),
        "copies": tuple(map(tuple, case.get("copies", ()))),
        "language": case.get("language", "en"),
    }
    if "unchanged" in case:
        fields["unchanged"] = tuple(case["unchanged"])
    if "stories" in case:
        stories = [_story(story, documents) for story in case["stories"]]
        fields["stories"] = tuple(stories)
        fields["in_brief"] = tuple(line for story in stories for line in story.in_brief)
    if "title" in case:
        fields |= {"title": Title(case["title"], 0, len(case["title"])), "title_document": 0}
    if "signature" in case:
        fields["signature"] = case["signature"]
    return briefing(documents, **fields)


def _story(stated: dict[str, Any], documents: tuple[Document, ...]) -> Story:
    first = documents[stated["documents"][0] - 1]
    assert first.title
    return Story(
        title=first.title,
        title_document=first.id,
        documents=tuple(stated["documents"]),
        in_brief=tuple(_line(line, documents) for line in stated.get("in_brief", ())),
        named=stated.get("named", False),
        unchanged=stated.get("unchanged", False),
    )


def _entry(stated: dict[str, Any], documents: tuple[Document, ...]) -> Entry:
    document = documents[stated["document"] - 1]
    own = ({"document": document.id} | sentence for sentence in stated.get("sentences", ()))
    sentences = (_line(sentence, documents) for sentence in own)
    return entry(document, *sentences, shown=stated.get("shown", ""), line=stated.get("line", 0))


def _line(stated: dict[str, Any], documents: tuple[Document, ...]) -> Line:
    fields = _days(dict(stated))
    document = documents[fields.pop("document") - 1]
    also = tuple(Citation(*place) for place in fields.pop("also", ()))
    for name, made in (("earlier", _figure), ("support", _support)):
        fields[name] = tuple(made(of, documents) for of in fields.get(name, ()))
    return line(document, fields.pop("text"), *also, **fields)


def _figure(stated: dict[str, Any], documents: tuple[Document, ...]) -> Figure:
    place = _support(stated, documents)
    return Figure(stated["value"], stated["unit"], stated["text"], place)


def _support(stated: dict[str, Any], documents: tuple[Document, ...]) -> Citation:
    return line(documents[stated["document"] - 1], stated["text"]).citations[0]


def _days(fields: dict[str, Any]) -> dict[str, Any]:
    if fields.get("date"):
        fields["date"] = date.fromisoformat(fields["date"])
    return fields
