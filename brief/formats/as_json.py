"""An object as JSON with its digest, and read back; with it what pages and extracts both hold.

Controls and other characters that a reader does not see are written as escapes; a surrogate that
stands alone, which no UTF-8 can hold, becomes U+FFFD.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from brief.formats import links
from brief.language.phrases import phrases
from brief.language.visible import UNSEEN, visible
from brief.model import Citation, Document
from brief.model.written import SourceRef

_LONE = re.compile("[\ud800-\udfff]")
_HIDDEN = re.compile(f"[{UNSEEN}]")


def sealed(content: Mapping[str, Any]) -> str:
    """Return an object as text with its `digest` as its last name.

    A dataclass with slots that stands in it becomes an object of its fields, in their order.
    """
    plain = json.dumps(content, ensure_ascii=False, default=_fields)
    whole = json.loads(_LONE.sub("\ufffd", plain))
    whole["digest"] = digest_of(whole)
    text = json.dumps(whole, ensure_ascii=False, indent=2)
    return _HIDDEN.sub(lambda hidden: json.dumps(hidden[0])[1:-1], text) + "\n"


def _fields(item: Any) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__slots__}


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of all but the digest, as compact ASCII JSON with sorted names."""
    rest = {name: value for name, value in content.items() if name != "digest"}
    return sha256(json.dumps(rest, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def direction(language: str) -> str:
    """Return the direction that a language of pages is written in: `ltr` or `rtl`."""
    return "rtl" if phrases(language).right_to_left else "ltr"


def document_object(document: Document, words: int) -> dict[str, Any]:
    """Return what pages and extracts say of an article; `words` is its length."""
    title = document.title
    return {
        "id": document.id,
        "path": document.path,
        "url": links.address(document.url),
        "title": title.text if title else None,
        "derived": title is not None and title.derived,
        "date": document.date.isoformat() if document.date else None,
        "language": document.language or None,
        "words": words,
        "sha256": document.sha256,
    }


def opened(text: str) -> dict[str, Any]:
    """Return the object that a text is; raises `ValueError` where it is none."""
    content = json.loads(text, object_pairs_hook=_unique)
    if not isinstance(content, dict):
        raise ValueError("it is no object")
    return content


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def citation_of(place: Mapping[str, Any]) -> Citation:
    """Return a citation as it stands in JSON; raises `LookupError` or `TypeError` for another."""
    return Citation(whole(place["document"]), whole(place["start"]), whole(place["end"]))


def source_of(document: Mapping[str, Any]) -> SourceRef:
    """Return an article as it stands in JSON; raises what `citation_of` does."""
    return SourceRef(
        id=whole(document["id"]),
        path=str(document["path"]),
        url=None if document["url"] is None else str(document["url"]),
        sha256=str(document["sha256"]),
        title=None if document["title"] is None else visible(document["title"]),
    )


def whole(value: object) -> int:
    """Return a whole number; raises `TypeError` for anything else."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is not a whole number")
    return value
