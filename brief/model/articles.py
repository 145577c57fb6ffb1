"""Articles as they are read, cleaned and cut into sentences, in the order of the flow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

#: The path under which an article that came over standard input is known.
STDIN = "-"


class Kind(StrEnum):
    """What a block of an article is; only `PARAGRAPH` blocks give sentences to a summary."""

    METADATA = "metadata"  #: front matter: read for title and date, never shown
    TITLE = "title"  #: the article's own headline
    DATE_LINE = "date line"  #: a line that only says when, where or by whom it was written
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TABLE_ROW = "table row"
    QUESTION = "question"  #: a question that serves as a heading, as in an FAQ
    CAPTION = "caption"  #: words that belong to a picture
    BOILERPLATE = "boilerplate"  #: what the page says about itself: forms, menus, notices


@dataclass(frozen=True, slots=True)
class Block:
    """A run of an article's text, without the white space around it."""

    start: int
    end: int
    #: What a reader knows from the format, later what `clean` found.
    kind: Kind = Kind.PARAGRAPH


@dataclass(frozen=True, slots=True)
class Title:
    """An article's headline and where it stands: `document.text[start:end] == text`."""

    text: str
    start: int
    end: int
    #: True where the article has no headline and its first sentence stands in.
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One article as it was read.

    A reader fills what the format states; `clean`, `dates` and `language` fill the rest, so
    that every field is final once the article is part of a set.
    """

    #: As given on the command line, `/` between its parts; `-` for standard input.
    path: str
    #: The text that all offsets count in: the decoded file itself for plain text and Markdown,
    #: the extracted text for HTML (headline first).
    text: str
    #: SHA-256 of the bytes read, in hexadecimal.
    sha256: str
    blocks: tuple[Block, ...]
    title: Title | None = None
    date: date | None = None
    #: ISO 639-1 code; empty until it is known.
    language: str = ""
    url: str | None = None
    author: str | None = None
    #: The site or paper that carries the article, where it says so.
    publisher: str | None = None
    #: From 1, in the order of the page; 0 until the article is part of a set.
    id: int = 0

    def prose(self) -> Iterator[Block]:
        """Yield the blocks that sentences may be taken from."""
        return (block for block in self.blocks if block.kind is Kind.PARAGRAPH)


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that could not be used, and why: a value, so that the rest goes on."""

    path: str
    #: Ends with what the user can do about it, where there is something.
    reason: str
    #: False where `path` is a source's name or an address, which lies in no folder.
    file: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a set of inputs: the articles in the order of the page, and the rest."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...] = ()

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)

    def __len__(self) -> int:
        return len(self.documents)


#: Position and paragraph of a headline that is taken for a sentence.
HEADLINE = -1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: `document.text[start:end] == text`, always."""

    #: `Document.id`.
    document: int
    start: int
    end: int
    text: str
    #: 0 for the first sentence of the article.
    position: int = 0
    #: Index of its paragraph among the article's paragraphs, from 0.
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences chosen from one or many articles, in reading order."""

    sentences: tuple[Sentence, ...]
    method: str
    #: The budget that was asked for, in words.
    budget: int

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self.sentences)

    def __len__(self) -> int:
        return len(self.sentences)

    def __str__(self) -> str:
        return " ".join(" ".join(sentence.text.split()) for sentence in self.sentences)


def headline_of(document: Document) -> Sentence | None:
    """Return the headline as a sentence at position -1; None where there is none of its own."""
    title = document.title
    if title is None or title.derived:
        return None
    return Sentence(document.id, title.start, title.end, title.text, HEADLINE, HEADLINE)
