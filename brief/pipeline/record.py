"""The record of a scheduled page: what its sources said of its articles beside their texts.

The text of an article from a feed or a mail is kept as a file of its own, where its characters can
be counted.  What else the page was made of, and no such file says, is in the record: where each
article came from and on which day, which of its lines are headings, what an updated one said
before, and what was skipped.  The page's signature names it with its SHA-256.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from brief.language.visible import visible
from brief.model import Block, Document, Kind, Skipped, Title
from brief.model.written import encoded_value

#: The folder beside the pages in which records and texts of articles are kept.
FOLDER = "sources"
#: Digits of a SHA-256 that stand in a signature.
DIGITS = 16
#: Digits of it in the name of its file.
_NAMED = 12
_SCHEMA = "brief/record/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a page was made of."""

    #: The articles as `pipeline.prepared` takes them, each with the language that the user has
    #: given for it, None for none.
    articles: tuple[tuple[Document, str | None], ...]
    skipped: tuple[Skipped, ...] = ()
    #: What articles said before, by the SHA-256 of what they are now.
    versions: Mapping[str, str] = field(default_factory=dict)
    title: str = ""  #: The title that the user has given.


def written(record: Record) -> str:
    """Return a record as text, without the articles' texts."""
    content = {
        "schema": _SCHEMA,
        "title": record.title,
        "articles": [_article(document, language) for document, language in record.articles],
        "skipped": [asdict(skip) for skip in record.skipped],
        "versions": dict(sorted(record.versions.items())),
    }
    return json.dumps(content, ensure_ascii=True, indent=1) + "\n"


def signed(signature: str, path: str, digest: str) -> str:
    """Return a signature with the path of its page's record and the record's SHA-256."""
    parts = {"record": path, "record_sha": digest[:DIGITS]}
    return "|".join(
        (signature, *(f"{name}:{encoded_value(value)}" for name, value in parts.items()))
    )


def name_of(digest: str) -> str:
    """Return the name of the file of a record with this SHA-256."""
    return f"{digest[:_NAMED]}.json"


def is_name(path: str, digest: str) -> bool:
    """Return whether a page's record lies where records do, in the folder of the page's articles.

    `path` leads from the page, `digest` is the record's SHA-256 or how it begins.
    """
    if len(digest) != DIGITS:
        return False
    return re.fullmatch(rf"{FOLDER}/[0-9W-]{{8,10}}/{re.escape(name_of(digest))}", path) is not None


def check(recorded: Document, read: Document) -> None:
    """Check what a record says of an article that is no file of the archive, but one of the user's.

    Only the outlet and the language may be the user's word, where the article states none.

    Raises:
        ValueError: the record says something else than the article.
    """
    own = replace(
        recorded,
        path=read.path,
        publisher=read.publisher or recorded.publisher,
        language=read.language or recorded.language,
    )
    same = replace(read, publisher=own.publisher, language=own.language)
    if own != same or recorded.publisher != own.publisher:
        raise ValueError(f"it says of {visible(recorded.path)} what the article does not")


def unsigned(signature: str) -> str:
    """Return a signature without its page's record, for a page that is sent away from it."""
    return signature.partition("|record:")[0]


def _article(document: Document, language: str | None) -> dict[str, Any]:
    title = document.title
    return {
        "path": document.path,
        "sha256": document.sha256,
        "given": language,
        "title": [title.text, title.start, title.end, title.derived] if title else None,
        "date": document.date.isoformat() if document.date else None,
        "language": document.language,
        "url": document.url,
        "author": document.author,
        "publisher": document.publisher,
        "blocks": [[block.start, block.end, block.kind.value] for block in document.blocks],
    }


def read(text: str, text_of: Callable[[str, str], str]) -> Record:
    """Return the record that `written` was given; `text_of` has a path and a SHA-256.

    Raises:
        ValueError: the text is no record.
    """
    try:
        content = json.loads(text)
        if content["schema"] != _SCHEMA:
            raise ValueError(f"it has the schema {content['schema']!r}")
        articles: Sequence[dict[str, Any]] = content["articles"]
        return Record(
            articles=tuple((_document(each, text_of), each["given"]) for each in articles),
            skipped=tuple(Skipped(**skip) for skip in content["skipped"]),
            versions=content["versions"],
            title=content["title"],
        )
    except (LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"it is not whole: {error}") from error


def _document(article: dict[str, Any], text_of: Callable[[str, str], str]) -> Document:
    bare = Document(
        path=article["path"],
        text=text_of(article["path"], article["sha256"]),
        sha256=article["sha256"],
        blocks=tuple(Block(start, end, Kind(kind)) for start, end, kind in article["blocks"]),
    )
    return replace(
        bare,
        title=Title(*article["title"]) if article["title"] else None,
        date=date.fromisoformat(article["date"]) if article["date"] else None,
        language=article["language"],
        url=article["url"],
        author=article["author"],
        publisher=article["publisher"],
    )
