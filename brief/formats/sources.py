"""The articles of a page's set: their sizes, their names, and their paths as seen from the page."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path, PurePath, PurePosixPath
from typing import TypeVar

from brief.language.outlets import host_of
from brief.language.visible import count_words, visible
from brief.model import STDIN, Briefing, Document, Extracts, Kind
from brief.model.written import with_paths

Made = TypeVar("Made", Briefing, Extracts)

_STDIN_NAME = "standard input"
# A longer name is a slogan, and there is no room for it beside every line.
_LONGEST_PUBLISHER = 40
_FURNITURE = frozenset({Kind.METADATA, Kind.BOILERPLATE})


@dataclass(frozen=True, slots=True)
class ArticleSet:
    """The articles of a page, with what is asked of them again and again while it is fitted."""

    by_id: Mapping[int, Document]  #: By `Document.id`, as are the words.
    words: Mapping[int, int]
    total_words: int
    outlets: int  #: How many publishers they have.
    dated: bool  #: Whether any has a date.


class _ByIdentity:
    """A key for a cache that compares articles by identity, as comparing by value is costly."""

    __slots__ = ("value",)

    def __init__(self, value: tuple[Document, ...]) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


def article_set(documents: tuple[Document, ...]) -> ArticleSet:
    """Return `documents` with their sizes; for the same tuple they are counted once."""
    return _article_set(_ByIdentity(documents))


@lru_cache(maxsize=4)
def _article_set(key: _ByIdentity) -> ArticleSet:
    words = {document.id: _words(document) for document in key.value}
    return ArticleSet(
        by_id={document.id: document for document in key.value},
        words=words,
        total_words=sum(words.values()),
        outlets=len({name for document in key.value if (name := publisher(document))}),
        dated=any(document.date for document in key.value),
    )


def _words(document: Document) -> int:
    """Return the words of an article, without its front matter and the page's furniture."""
    blocks = (block for block in document.blocks if block.kind not in _FURNITURE)
    return sum(count_words(document.text[block.start : block.end]) for block in blocks)


def relocated(made: Made, folder: Path | None) -> Made:
    """Return what was made with its paths as they are seen from `folder`; None leaves them."""
    if folder is None:
        return made
    skipped = tuple(
        replace(skip, path=seen_from(folder, skip.path)) if skip.file else skip
        for skip in made.skipped
    )
    documents = _relocated(_ByIdentity(made.documents), folder)
    signature = with_paths(made.signature, partial(seen_from, folder))
    return replace(made, documents=documents, skipped=skipped, signature=signature)


@lru_cache(maxsize=4)
def _relocated(key: _ByIdentity, folder: Path) -> tuple[Document, ...]:
    return tuple(replace(document, path=seen_from(folder, document.path)) for document in key.value)


def seen_from(folder: Path, path: str) -> str:
    """Return `path`, which is relative to the current folder, relative to `folder`.

    Absolute paths, addresses of the web, standard input and no path stay as they are.
    """
    if (
        path in ("", STDIN)
        or PurePath(path).is_absolute()
        or path.startswith(("http://", "https://"))
    ):
        return path
    here = os.path.join(os.path.realpath("."), path)
    moved = os.path.relpath(here, os.path.realpath(folder)).replace(os.sep, "/")
    return f"./{moved}" if moved == STDIN else moved


def publisher(document: Document) -> str:
    """Return the publisher's name, or its host; empty where neither fits beside a line."""
    names = (visible(document.publisher or ""), host_of(document.url or ""))
    return next((name for name in names if 0 < len(name) <= _LONGEST_PUBLISHER), "")


def file_name(path: str) -> str:
    """Return what an article without a title is called."""
    name = PurePosixPath(path).name
    return _STDIN_NAME if path == STDIN else name if visible(name) else path


def shown_path(path: str) -> str:
    """Return a path as the page shows it."""
    return visible(_STDIN_NAME if path == STDIN else path)
