"""Extracts as JSON, in the shape of `data/extracts_schema.json`, written and read back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brief.errors import UsageError
from brief.formats import as_json, links, sources
from brief.language.visible import visible
from brief.model import Document, Extract, Extracts
from brief.model.written import Claim, Fault, FaultKind, Page

#: Names the schema; the number changes when a reader of the old shape would misread a new one.
SCHEMA = "brief/extracts/1"
_Object = dict[str, Any]


def render(extracts: Extracts) -> str:
    """Return extracts as JSON, names in a fixed order."""
    words = sources.article_set(extracts.documents).words
    content = {
        "schema": SCHEMA,
        "words": extracts.budget,
        "language": extracts.language,
        "direction": as_json.direction(extracts.language),
        "extracts": [_extract(extract) for extract in extracts],
        "documents": [_document(document, words[document.id]) for document in extracts.documents],
        "missed_topic": extracts.missed_topic or None,
        "skipped": [{"path": skip.path, "reason": skip.reason} for skip in extracts.skipped],
        "signature": extracts.signature,
    }
    return as_json.sealed(content)


def _extract(extract: Extract) -> _Object:
    return {
        "document": extract.document,
        "copy_of": extract.copy_of or None,
        "sentences": [
            {
                "text": sentence.text,
                "citation": {
                    "document": extract.document,
                    "start": sentence.start,
                    "end": sentence.end,
                },
            }
            for sentence in extract.sentences
        ],
    }


def _document(document: Document, words: int) -> _Object:
    return as_json.document_object(document, words) | {
        "outlet": sources.publisher(document) or None
    }


def parse(text: str, name: str) -> Page:
    """Read extracts in JSON back; what is wrong with them is in `Page.faults`.

    Raises:
        UsageError: they have the schema of another version.
    """
    try:
        content = as_json.opened(text)
        if content["schema"] != SCHEMA:
            raise UsageError(f"has the schema {content['schema']!r}, not {SCHEMA!r}", where=name)
        claims = tuple(_claims(content, name))
        cited = tuple(map(as_json.source_of, content["documents"]))
        signature = str(content["signature"])
        intact = content["digest"] == as_json.digest_of(content)
        faults = tuple(_faults(content, name))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        broken = Fault(FaultKind.PAGE_EDITED, name, f"the page is no longer whole: {error}")
        return Page(claims=(), sources=(), signature="", intact=False, faults=(broken,))
    edited = () if intact else (Fault(FaultKind.PAGE_EDITED, name, links.EDITED),)
    return Page(claims, cited, signature, intact, (*edited, *faults))


def _claims(content: _Object, name: str) -> Iterator[Claim]:
    for number, extract in enumerate(content["extracts"], 1):
        for place, sentence in enumerate(extract["sentences"], 1):
            citation = as_json.citation_of(sentence["citation"])
            where = f"{name}, extract {number}, sentence {place}"
            yield Claim(visible(sentence["text"]), (citation,), where)


def _faults(content: _Object, name: str) -> Iterator[Fault]:
    """Yield what is wrong whatever the articles say: extracts without their article."""
    ids = [as_json.whole(document["id"]) for document in content["documents"]]
    if [extract["document"] for extract in content["extracts"]] != ids:
        message = "the extracts are not those of its articles, one each, in their order"
        yield Fault(FaultKind.PAGE_EDITED, name, message)
    for number, extract in enumerate(content["extracts"], 1):
        where = f"{name}, extract {number}"
        if extract["copy_of"] is not None and extract["copy_of"] not in ids:
            yield Fault(FaultKind.NO_CITATION, where, "it is a copy of no article that is listed")
        for sentence in extract["sentences"]:
            if sentence["citation"]["document"] != extract["document"]:
                yield Fault(FaultKind.NO_CITATION, where, "a sentence is of another article")
