"""A written page that was read back: what it claims, and what is wrong with it.

Formats give a `Page`; `page.proof` compares its claims with the articles.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote

from brief.model import Citation


class FaultKind(StrEnum):
    """The kinds of fault that a page can have."""

    PAGE_EDITED = "page edited"
    SOURCE_MISSING = "source missing"
    SOURCE_CHANGED = "source changed"
    NOT_THERE = "sentence not there"
    NO_CITATION = "no citation"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a page."""

    kind: FaultKind
    where: str  #: A line of the page, "page.md, line 7", or the path of a source.
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence or title that the page states, with the places that it cites."""

    text: str  #: As a reader sees it: `visible`, not escaped.
    citations: tuple[Citation, ...]  #: The first is the place of the words.
    where: str  #: Its place on the page: "page.md, line 7".
    is_title: bool = False  #: True for a title; the others are sentences.


@dataclass(frozen=True, slots=True)
class SourceRef:
    """An article as the page names it."""

    id: int  #: `Document.id`.
    path: str  #: Relative to the folder of the page, absolute, or `-` for standard input.
    url: str | None  #: Its address on the web, where the page gives one.
    sha256: str  #: SHA-256 of the bytes that were read, in hexadecimal.
    title: str | None = None  #: As the page shows it; None where the page shows none.


@dataclass(frozen=True, slots=True)
class Page:
    """A page of ours, read back."""

    claims: tuple[Claim, ...]
    sources: tuple[SourceRef, ...]  #: In the order of the page.
    signature: str  #: See `settings.signature`; empty where the page has none.
    intact: bool  #: Whether the page is as it was written, to the character, but for its line ends.
    #: What is wrong whatever the articles say: lines that are not ours, links that lead nowhere.
    faults: tuple[Fault, ...] = ()


_BEFORE_LETTER = re.compile(r"\.(?=[A-Za-z])")
#: The name of the part of a signature that says where something was skipped, and what stands
#: between its paths.
SEARCHED, BETWEEN_PATHS = "searched", "\0"
#: The name of the part of a signature that tells the versions of libraries.
WITH = "with"
#: The parts of a signature that hold paths, as they lead from the page.
PATHS = ("since", "weights", SEARCHED, "record")


def with_paths(signature: str, led: Callable[[str], str]) -> str:
    """Return a signature with each path in it as `led` returns it."""
    head, *parts = signature.split("|")
    moved = (_with_paths(*part.partition(":"), led) for part in parts)
    return "|".join((head, *moved))


def _with_paths(name: str, colon: str, value: str, led: Callable[[str], str]) -> str:
    if name in PATHS:
        paths = unquote(value).split(BETWEEN_PATHS)
        value = encoded_value(BETWEEN_PATHS.join(map(led, paths)))
    return f"{name}{colon}{value}"


def encoded_value(value: object) -> str:
    """Return a value as it stands in a signature: percent-encoded (RFC 3986).

    So is a full stop before a letter: `page.md` looks like the name of a host to a linkifier.
    """
    return _BEFORE_LETTER.sub("%2E", quote(str(value), safe=""))


def signature_parts(signature: str) -> dict[str, str]:
    """Return the parts of a signature by name (`v`, `method`, `words`, …), percent-decoded.

    What is no signature gives what can be read of it; `settings.signature` refuses it.
    """
    pairs = (part.partition(":") for part in signature.split("|")[1:])
    return {name: unquote(value) for name, _, value in pairs}
