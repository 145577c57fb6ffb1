"""What a written page claims, once it has been read again: the other side of `Briefing`.

A leaf: the formats that can be read again give a `Page`, and `provenance` judges it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from brief.model import Citation

#: What stands near the end of a page in Markdown, JSON and text, and how near, in bytes.
_MARKS = (b"\n[page]: #sha256=", b'\n  "digest": "', b"\nbrief|v:")
TAIL = 1 << 14


class FaultKind(StrEnum):
    """What can be wrong with a page, in the order in which it is told."""

    PAGE_EDITED = "page edited"
    SOURCE_MISSING = "source missing"
    SOURCE_CHANGED = "source changed"
    NOT_THERE = "sentence not there"
    NO_CITATION = "no citation"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a page."""

    kind: FaultKind
    #: The line of the page, or the source.
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence or title on the page, as a reader sees it."""

    #: `visible` text, nothing escaped.
    text: str
    #: The first is where the words come from.
    citations: tuple[Citation, ...]
    #: Where it stands on the page: "page.md, line 7".
    where: str
    #: True for a title; the others are sentences.
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class SourceRef:
    """An article as the page names it."""

    #: `Document.id`; what citations point to.
    id: int
    #: Relative to the folder of the page, absolute, or `-` for standard input.
    path: str
    url: str | None
    #: Of the bytes that were read, in hexadecimal.
    sha256: str
    #: As the page shows it; None where the page shows none.
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of ours, read again."""

    claims: tuple[Claim, ...]
    sources: tuple[SourceRef, ...]
    signature: str
    #: Whether the page is what was written, to the character (line ends aside).
    intact: bool
    #: What is wrong before any source is looked at: lines that are not ours, links without an end.
    faults: tuple[Fault, ...] = ()


def ends_page(tail: bytes) -> bool:
    """Return whether the last `TAIL` bytes of a file are those of a page of ours."""
    return any(mark in tail for mark in _MARKS)


def signature_parts(signature: str) -> dict[str, str]:
    """Return the parts of a signature by name (`v`, `method`, `words`, …), percent-decoded.

    What is no signature gives what can be read of it; `settings.signature` refuses it.
    """
    pairs = (part.partition(":") for part in signature.split("|")[1:])
    return {name: unquote(value) for name, _, value in pairs}
