"""The page as JSON, written and read back: all of it, with what has no room on a page of paper.

`text` is the article's own characters from `start` to `end`, white space included.  Controls and
other characters that a reader does not see are written as escapes; a surrogate that stands alone,
which no UTF-8 can hold, becomes U+FFFD.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from brief.errors import UsageError
from brief.formats import links, sources
from brief.language.visible import visible
from brief.model import Briefing, Citation, Document, Entry, Findings, Line, Story
from brief.model.written import Claim, Fault, FaultKind, Page, SourceRef, signature_parts

#: Names the schema; the number changes when a reader of the old shape would misread a new one.
SCHEMA = "brief/1"
_LONE = re.compile("[\ud800-\udfff]")
_HIDDEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_Object = dict[str, Any]


def render(briefing: Briefing) -> str:
    """Return the briefing as JSON, in the shape of `formats.schema()`, names in a fixed order.

    `digest` is the SHA-256 of all the rest, written compactly with sorted names: another layout
    of the same content keeps it, another content does not.
    """
    content = json.loads(_LONE.sub("\ufffd", json.dumps(_content(briefing), ensure_ascii=False)))
    content["digest"] = _digest(content)
    text = json.dumps(content, ensure_ascii=False, indent=2)
    return _HIDDEN.sub(lambda hidden: f"\\u{ord(hidden[0]):04x}", text) + "\n"


def _content(briefing: Briefing) -> _Object:
    articles = sources.article_set(briefing.documents)
    return {
        "schema": SCHEMA,
        "title": briefing.title.text,
        "generated": briefing.generated.isoformat(),
        "in_brief": [_line(line) for line in briefing.in_brief],
        "stories": [_story(story) for story in briefing.stories],
        "since": _since(briefing),
        **_findings(briefing.findings),
        "articles": [_entry(entry, articles.by_id[entry.document]) for entry in briefing.articles],
        "documents": [
            _document(document, articles.words[document.id]) for document in briefing.documents
        ],
        "skipped": [{"path": skip.path, "reason": skip.reason} for skip in briefing.skipped],
        "signature": briefing.signature,
    }


def _findings(findings: Findings) -> _Object:
    # Where the schema's names are the fields' names, in their order, `asdict` makes the object.
    return {
        "origins": findings.origins,
        "claims": [asdict(statement) for statement in findings.claims],
        "figures": [
            {
                "subject": comparison.subject,
                "updated": comparison.updated,
                "values": [asdict(figure) for figure in comparison.values],
            }
            for comparison in findings.figures
        ],
        "disputes": [
            {"sides": [asdict(side) for side in each.values]} for each in findings.disputes
        ],
        "timeline": [
            {
                "date": event.date,
                "text": event.text,
                "clear": event.clear,
                "citations": [asdict(citation) for citation in event.citations],
            }
            for event in findings.timeline
        ],
        "quotes": [
            {
                "text": quote.text,
                "speaker": quote.speaker,
                "named": quote.named and quote.speaker is not None,
                "citation": asdict(quote.citation),
            }
            for quote in findings.quotes
        ],
        "names": [asdict(name) for name in findings.names],
    }


def _line(line: Line) -> _Object:
    return {
        "text": line.text,
        "date": line.date.isoformat() if line.date else None,
        "happened": line.happened,
        "latest": line.latest,
        "headline": line.headline,
        "alone": line.alone,
        "citations": [asdict(citation) for citation in line.places()],
    }


def _since(briefing: Briefing) -> _Object | None:
    if briefing.unchanged is None:
        return None
    unchanged, updated = len(briefing.unchanged), len(briefing.updated)
    new = len(briefing.documents) - unchanged - updated
    return {"new": new, "updated": updated, "unchanged": unchanged}


def _story(story: Story) -> _Object:
    return {
        "title": story.title.text,
        "documents": story.documents,
        "in_brief": [_line(line) for line in story.in_brief],
        "threads": [
            {"documents": thread.documents, "latest": _line(thread.latest)}
            for thread in story.threads
        ],
    }


def _entry(entry: Entry, document: Document) -> _Object:
    return {
        "document": entry.document,
        "title": document.title.text if document.title else None,
        "on_page": entry.on_page,
        "sentences": [_line(line) for line in entry.news],
        "added": [_line(line) for line in entry.sentences],
    }


def _document(document: Document, words: int) -> _Object:
    return {
        "id": document.id,
        "path": document.path,
        "url": links.address(document.url),
        "title": document.title.text if document.title else None,
        "derived": document.title is not None and document.title.derived,
        "date": document.date.isoformat() if document.date else None,
        "language": document.language or None,
        "author": document.author,
        "publisher": document.publisher,
        "words": words,
        "sha256": document.sha256,
    }


def _digest(content: Mapping[str, Any]) -> str:
    rest = {name: value for name, value in content.items() if name != "digest"}
    return sha256(json.dumps(rest, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def parse(text: str, name: str) -> Page:
    """Read a JSON page back; what is wrong with it is in `Page.faults`.

    Raises:
        UsageError: the text is not of a page that `brief` writes.
    """
    try:
        content = json.loads(text, object_pairs_hook=_unique)
        if content["schema"] != SCHEMA:
            raise UsageError(f"has the schema {content['schema']!r}, not {SCHEMA!r}", where=name)
        claims = tuple(_claims(content, name))
        cited = tuple(_source(document) for document in content["documents"])
        signature = str(content["signature"])
        intact = content["digest"] == _digest(content)
        faults = tuple(_faults(content, intact, name))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        if '"schema"' not in text and '"signature"' not in text:
            raise UsageError("is not a page that brief writes", where=name) from error
        broken = Fault(FaultKind.PAGE_EDITED, name, f"the page is no longer whole: {error}")
        return Page(claims=(), sources=(), signature="", intact=False, faults=(broken,))
    return Page(claims=claims, sources=cited, signature=signature, intact=intact, faults=faults)


def _unique(pairs: list[tuple[str, Any]]) -> _Object:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _claims(content: _Object, name: str) -> Iterator[Claim]:
    """Yield every statement once, those first that a page shows first."""
    for number, line in enumerate(content["in_brief"], 1):
        yield _claim(line, f"{name}, in_brief {number}")
    for number, story in enumerate(content["stories"], 1):
        for place, line in enumerate(story["in_brief"], 1):
            if line not in content["in_brief"]:  # There it is a claim already.
                yield _claim(line, f"{name}, story {number}, line {place}")
    for number, entry in enumerate(content["articles"], 1):
        for place, line in enumerate(_shown(entry), 1):
            yield _claim(line, f"{name}, article {number}, sentence {place}")
    yield from _news(content, name)
    for kind, statement in _quoting(content):
        yield _claim(statement, f"{name}, {kind}")


def _shown(entry: _Object) -> list[_Object]:
    """Return the lines that a page shows of an article; version 0.1 called them `sentences`."""
    lines: list[_Object] = entry["added" if "added" in entry else "sentences"]
    return lines


def _news(content: _Object, name: str) -> Iterator[Claim]:
    """Yield what each article reports, where that is no line that a page shows."""
    shown = [*content["in_brief"], *(line for e in content["articles"] for line in _shown(e))]
    claimed = {_stated(line) for line in shown}
    for number, entry in enumerate(content["articles"], 1):
        for place, line in enumerate(entry["sentences"], 1):
            if _stated(line) not in claimed:
                yield _claim(line, f"{name}, article {number}, its news, sentence {place}")


def _stated(line: _Object) -> tuple[str, ...]:
    """Return a line's words and the place that they are from."""
    return line["text"], json.dumps(line["citations"][:1])


def _quoting(content: _Object) -> Iterator[tuple[str, _Object]]:
    """Yield the findings that quote an article, each with its kind, as statements."""
    for story in content["stories"]:
        for thread in story["threads"]:
            yield "threads", thread["latest"]
    for claim in content["claims"]:
        yield "claims", {"text": claim["text"], "citations": claim["sentences"]}
    for comparison in content["figures"]:
        for value in comparison["values"]:
            yield "figures", {"text": value["text"], "citations": [value["citation"]]}
    for dispute in content["disputes"]:
        for side in dispute["sides"]:
            yield "disputes", {"text": side["text"], "citations": [side["citation"]]}
    for event in content["timeline"]:
        yield "timeline", event
    for quote in content["quotes"]:
        yield "quotes", {"text": quote["text"], "citations": [quote["citation"]]}


def _claim(statement: _Object, where: str) -> Claim:
    citations = tuple(
        Citation(_whole(place["document"]), _whole(place["start"]), _whole(place["end"]))
        for place in statement["citations"]
    )
    return Claim(visible(statement["text"]), citations, where)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is not a whole number")
    return value


def _source(document: _Object) -> SourceRef:
    return SourceRef(
        id=_whole(document["id"]),
        path=str(document["path"]),
        url=None if document["url"] is None else str(document["url"]),
        sha256=str(document["sha256"]),
        title=None if document["title"] is None else visible(document["title"]),
    )


def _faults(content: _Object, intact: bool, name: str) -> Iterator[Fault]:
    """Yield what is wrong whatever the articles say: the digest, and titles of no article."""
    if not intact:
        yield Fault(FaultKind.PAGE_EDITED, name, links.EDITED)
    titles = {document["id"]: document["title"] for document in content["documents"]}
    given = signature_parts(str(content["signature"])).get("title")
    if content["title"] != given and content["title"] not in titles.values():
        message = "the title is that of no article, and not one that was asked for"
        yield Fault(FaultKind.NO_CITATION, name, message)
    for number, story in enumerate(content["stories"], 1):
        if story["title"] not in {given, *titles.values()}:
            where = f"{name}, story {number}"
            yield Fault(FaultKind.NO_CITATION, where, "the title is that of no article")
    for number, entry in enumerate(content["articles"], 1):
        if entry["title"] != titles.get(entry["document"]):
            where = f"{name}, article {number}"
            yield Fault(FaultKind.NO_CITATION, where, "the title is not that of its article")
