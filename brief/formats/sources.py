"""What a page says of the articles of its set, and where they lie as seen from it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePath, PurePosixPath

from brief.language.visible import count_words, visible
from brief.model import STDIN, Briefing, Document, Kind

_STDIN_NAME = "standard input"
_FURNITURE = frozenset({Kind.METADATA, Kind.BOILERPLATE})


@dataclass(frozen=True, slots=True)
class Facts:
    """What a set of articles is asked for again and again while its page is fitted."""

    by_id: Mapping[int, Document]
    words: Mapping[int, int]
    total_words: int
    dated: bool


class _Same:
    """A key that stands for one object, however costly it is to compare by value."""

    __slots__ = ("value",)

    def __init__(self, value: tuple[Document, ...]) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


def facts(documents: tuple[Document, ...]) -> Facts:
    """Return what the page says of all `documents`; the same tuple is walked once."""
    return _facts(_Same(documents))


@lru_cache(maxsize=4)
def _facts(same: _Same) -> Facts:
    words = {document.id: words_of_article(document) for document in same.value}
    return Facts(
        {document.id: document for document in same.value},
        words,
        sum(words.values()),
        any(document.date for document in same.value),
    )


def words_of_article(document: Document) -> int:
    """Return the words of an article, without its front matter and the page's furniture."""
    blocks = (block for block in document.blocks if block.kind not in _FURNITURE)
    return sum(count_words(document.text[block.start : block.end]) for block in blocks)


def relocated(briefing: Briefing, folder: Path | None) -> Briefing:
    """Return the briefing with its paths as they are seen from `folder`; None leaves them."""
    if folder is None:
        return briefing
    skipped = tuple(
        replace(one, path=seen_from(folder, one.path)) if one.file else one
        for one in briefing.skipped
    )
    documents = _relocated(_Same(briefing.documents), folder)
    return replace(briefing, documents=documents, skipped=skipped)


@lru_cache(maxsize=4)
def _relocated(same: _Same, folder: Path) -> tuple[Document, ...]:
    return tuple(replace(one, path=seen_from(folder, one.path)) for one in same.value)


def seen_from(folder: Path, path: str) -> str:
    """Return `path`, which is relative to the current folder, relative to `folder`.

    Absolute paths, addresses of the web and standard input stay as they are.
    """
    if path == STDIN or PurePath(path).is_absolute() or path.startswith(("http://", "https://")):
        return path
    here = os.path.join(os.path.realpath("."), path)
    moved = os.path.relpath(here, os.path.realpath(folder)).replace(os.sep, "/")
    return f"./{moved}" if moved == STDIN else moved


def file_name(path: str) -> str:
    """Return what an article without a title is called."""
    return _STDIN_NAME if path == STDIN else PurePosixPath(path).name or path


def shown_path(path: str) -> str:
    """Return a path as the page shows it."""
    return visible(_STDIN_NAME if path == STDIN else path)
