"""The page as JSON, written and read back: all of it, with what has no room on a page of paper.

`text` is the article's own characters from `start` to `end`, white space included; `as_json` says
how characters are written that a reader does not see.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from brief.errors import UsageError
from brief.formats import as_json, links, sources
from brief.formats.labels import neutral_titles
from brief.language.phrases import phrases
from brief.language.visible import visible
from brief.model import Briefing, Document, Entry, Findings, Line, Statement, Story
from brief.model.written import Claim, Fault, FaultKind, Page, signature_parts

#: Names the schema; the number changes when a reader of the old shape would misread a new one.
SCHEMA = "brief/2"
#: The schema of version 0.1, whose pages are still read.
FIRST = "brief/1"
_Object = dict[str, Any]


def render(briefing: Briefing) -> str:
    """Return the briefing as JSON, in the shape of `formats.schema()`, names in a fixed order.

    `digest` is the SHA-256 of all the rest, written compactly with sorted names: another layout
    of the same content keeps it, another content does not.
    """
    return as_json.sealed(_content(briefing))


def _content(briefing: Briefing) -> _Object:
    articles = sources.article_set(briefing.documents)
    return {
        "schema": SCHEMA,
        "title": briefing.title.text,
        **({"first_day": briefing.first_day.isoformat()} if briefing.first_day else {}),
        "generated": briefing.generated.isoformat(),
        "language": briefing.language,
        "direction": as_json.direction(briefing.language),
        "in_brief": [_line(line, articles) for line in briefing.in_brief],
        "stories": [_story(story, articles) for story in briefing.stories],
        "since": _since(briefing),
        "missed_topic": briefing.missed_topic or None,
        "claims": [*_claims_of(briefing), *map(_statement, briefing.findings.claims)],
        **_findings(briefing.findings),
        "articles": [_entry(entry, articles) for entry in briefing.articles],
        "documents": [
            _document(document, articles.words[document.id]) for document in briefing.documents
        ],
        "skipped": [{"path": skip.path, "reason": skip.reason} for skip in briefing.skipped],
        "signature": briefing.signature,
    }


def _findings(findings: Findings) -> _Object:
    # Where the schema's names are the fields' names, in their order, `as_json` makes the object.
    return {
        "origins": findings.origins,
        "figures": [
            {
                "subject": comparison.subject,
                "updated": comparison.updated,
                "values": comparison.values,
            }
            for comparison in findings.figures
        ],
        "disputes": [{"sides": each.values} for each in findings.disputes],
        "timeline": [
            {
                "date": event.date,
                "text": event.text,
                "clear": event.clear,
                "citations": event.citations,
            }
            for event in findings.timeline
        ],
        "quotes": [
            {
                "text": quote.text,
                "speaker": quote.speaker,
                "named": quote.named and quote.speaker is not None,
                "citation": quote.citation,
            }
            for quote in findings.quotes
        ],
        "names": findings.names,
    }


def _claims_of(briefing: Briefing) -> Iterator[_Object]:
    """Yield what each line of "In brief" claims, with every article that states it."""
    origin = {number: group[0] for group in briefing.copies for number in group}
    for number, line in enumerate(briefing.in_brief, 1):
        places = line.places()
        yield {
            "line": number,
            "text": line.text,
            "origins": len({origin.get(place.document, place.document) for place in places}),
            "sentences": places,
            "earlier": line.earlier,
        }


def _statement(statement: Statement) -> _Object:
    """Return a statement of several origins that is no line of the page, as a claim."""
    return {
        "line": None,
        "text": statement.text,
        "origins": len(statement.sentences),
        "sentences": statement.sentences,
        "earlier": [],
    }


def _line(line: Line, articles: sources.ArticleSet) -> _Object:
    places = line.places()
    return {
        "text": line.text,
        "outlet": sources.publisher(articles.by_id[line.citations[0].document]) or None,
        "date": line.date.isoformat() if line.date else None,
        "happened": line.happened,
        "headline": line.headline,
        "citations": places,
        "support": [place.document for place in places[1:]],
        "earlier": line.earlier,
    }


def _since(briefing: Briefing) -> _Object | None:
    if briefing.unchanged is None:
        return None
    unchanged, updated = len(briefing.unchanged), len(briefing.updated)
    new = len(briefing.documents) - unchanged - updated
    return {"new": new, "updated": updated, "unchanged": unchanged}


def _story(story: Story, articles: sources.ArticleSet) -> _Object:
    return {
        "title": story.title.text,
        "documents": story.documents,
        "in_brief": [_line(line, articles) for line in story.in_brief],
    }


def _entry(entry: Entry, articles: sources.ArticleSet) -> _Object:
    title = articles.by_id[entry.document].title
    return {
        "document": entry.document,
        "title": title.text if title else None,
        "shown": entry.shown.name.lower(),
        "line": entry.line or None,
        "sentences": [_line(line, articles) for line in entry.sentences],
    }


def _document(document: Document, words: int) -> _Object:
    own = {"author": document.author, "publisher": document.publisher}
    return as_json.document_object(document, words) | own


def parse(text: str, name: str) -> Page:
    """Read a JSON page back; what is wrong with it is in `Page.faults`.

    Raises:
        UsageError: the text is not of a page that `brief` writes.
    """
    try:
        content = as_json.opened(text)
        if content["schema"] not in (SCHEMA, FIRST):
            raise UsageError(f"has the schema {content['schema']!r}, not {SCHEMA!r}", where=name)
        claims = tuple(_claims(content, name))
        cited = tuple(map(as_json.source_of, content["documents"]))
        signature = str(content["signature"])
        intact = content["digest"] == as_json.digest_of(content)
        faults = tuple(_faults(content, intact, name))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        if '"schema"' not in text and '"signature"' not in text:
            raise UsageError("is not a page that brief writes", where=name) from error
        broken = Fault(FaultKind.PAGE_EDITED, name, f"the page is no longer whole: {error}")
        return Page(claims=(), sources=(), signature="", intact=False, faults=(broken,))
    return Page(claims=claims, sources=cited, signature=signature, intact=intact, faults=faults)


def _claims(content: _Object, name: str) -> Iterator[Claim]:
    """Yield every statement once, those first that a page shows first."""
    for number, line in enumerate(content["in_brief"], 1):
        yield _claim(line, f"{name}, in_brief {number}")
    for number, story in enumerate(content["stories"], 1):
        for place, line in enumerate(story["in_brief"], 1):
            if line not in content["in_brief"]:  # There it is a claim already.
                yield _claim(line, f"{name}, story {number}, line {place}")
    claimed = {part for line in content["in_brief"] for part in _stated(line)}
    for number, entry in enumerate(content["articles"], 1):
        # In the first schema, `added` is what "In brief" has not.
        for place, line in enumerate((*entry.get("added", ()), *entry["sentences"]), 1):
            if not line["citations"] or not _stated(line) <= claimed:
                claimed |= _stated(line)
                yield _claim(line, f"{name}, article {number}, sentence {place}")
    for kind, statement in _quoting(content):
        if kind != "claims" or not statement["citations"] or not _stated(statement) <= claimed:
            yield _claim(statement, f"{name}, {kind}")


def _stated(line: _Object) -> frozenset[tuple[str, bool, str]]:
    """Return a statement's words with each of its places, and whether they are from there."""
    places = enumerate(line["citations"])
    return frozenset((line["text"], number == 0, json.dumps(place)) for number, place in places)


def _quoting(content: _Object) -> Iterator[tuple[str, _Object]]:
    """Yield the findings that quote an article, each with its kind, as statements."""
    for story in content["stories"]:
        for thread in story.get("threads", ()):  # In the first schema.
            yield "threads", thread["latest"]
    for line in content["in_brief"]:
        for figure in line.get("earlier", ()):
            yield "earlier", {"text": figure["text"], "citations": [figure["citation"]]}
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
    citations = tuple(map(as_json.citation_of, statement["citations"]))
    return Claim(visible(statement["text"]), citations, where)


def _faults(content: _Object, intact: bool, name: str) -> Iterator[Fault]:
    """Yield what is wrong whatever the articles say: the digest, and titles of no article."""
    if not intact:
        yield Fault(FaultKind.PAGE_EDITED, name, links.EDITED)
    titles = {document["id"]: document["title"] for document in content["documents"]}
    signature = str(content["signature"])
    given = signature_parts(signature).get("title")
    say, empty = phrases(content.get("language", "en")), not content["in_brief"]
    allowed = {given, *titles.values(), *(neutral_titles(say, signature) if empty else ())}
    if content["title"] not in allowed:
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
