"""Articles: read, cleaned, cut into sentences, summarised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

#: The path of an article that came over standard input.
STDIN = "-"


class Kind(StrEnum):
    """The kind of a block of an article; only paragraphs give sentences to a summary."""

    METADATA = "metadata"  #: front matter, which gives title and date and is never shown
    TITLE = "title"  #: the article's own headline
    DATE_LINE = "date line"  #: a line with nothing but day, place or author
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TABLE_ROW = "table row"
    QUESTION = "question"  #: a question that serves as a heading
    CAPTION = "caption"  #: text of a picture
    BOILERPLATE = "boilerplate"  #: text of the web page around the article: forms, menus, notices


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an article's text, such as a paragraph, without the white space around it."""

    start: int
    end: int
    kind: Kind = Kind.PARAGRAPH  #: At first what the format says of it, after cleaning what it is.


@dataclass(frozen=True, slots=True)
class Title:
    """An article's headline and its place: `document.text[start:end] == text`."""

    text: str
    start: int
    end: int
    #: True where the article has no headline and its first sentence is taken for one.
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """What follows from one article alone, worked out where it was read.

    It holds as long as the article has these blocks and this title: a set may show that a block is
    furniture.
    """

    blocks: tuple[Block, ...]
    title: Title | None
    #: Of each sentence its start, its end and the index of its paragraph.
    sentences: tuple[tuple[int, int, int], ...]
    #: What the article is about: each term with what it counts, see `compare.about`.
    terms: Mapping[str, float]
    opening: Mapping[str, float]  #: The terms of the headline and the first sentences.


@dataclass(frozen=True, slots=True)
class Document:
    """An article.

    A reader fills what the format of the file states; cleaning fills the rest.
    """

    #: As given on the command line, with `/` between its parts; `-` for standard input.
    #: Empty where a reader is not to see it.
    path: str
    #: The text that offsets count in: the decoded file for plain text and Markdown, the extracted
    #: text for HTML, with the headline first.
    text: str
    sha256: str  #: SHA-256 of the bytes that were read, in hexadecimal.
    blocks: tuple[Block, ...]
    title: Title | None = None
    date: date | None = None
    language: str = ""  #: ISO 639-1 code; empty until the language is detected.
    url: str | None = None  #: Its address on the web, as the article states it.
    author: str | None = None
    #: The site or paper that carries the article, as the article states it.
    publisher: str | None = None
    id: int = 0  #: Its number on the page, from 1; 0 until the article is part of a set.
    #: Saves work, and changes no page: see `ready`.
    prepared: Prepared | None = field(default=None, compare=False, repr=False)

    def ready(self) -> Prepared | None:
        """Return what was worked out of the article as it is, None where that is to be done."""
        prepared = self.prepared
        if prepared and (prepared.blocks, prepared.title) == (self.blocks, self.title):
            return prepared
        return None

    def prose(self) -> Iterator[Block]:
        """Yield the paragraphs, the blocks that sentences may be taken from."""
        return (block for block in self.blocks if block.kind is Kind.PARAGRAPH)


#: How the reason begins for which a file is skipped whose kind is not one of articles.
NOT_AN_ARTICLE = "not an article"


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input that could not be used; the others are used without it."""

    path: str
    reason: str  #: What is wrong, and what the user can do about it.
    #: False where `path` is a source's name or an address, which lies in no folder.
    file: bool = True
    #: Where it broke a stage, which is a bug: the exception, module, function and line.  Empty
    #: where nothing did.
    broke: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading a set of inputs: the articles, and the inputs that were skipped."""

    documents: tuple[Document, ...]  #: In the order of their ids.
    skipped: tuple[Skipped, ...] = ()
    #: The folders and files, of those that were given, in which something was skipped.
    searched: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)

    def __len__(self) -> int:
        return len(self.documents)


#: The position and paragraph of a headline that is used as a sentence.
HEADLINE = -1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: `document.text[start:end] == text`, always.

    None has more than `split.size.LONGEST` characters, and no article more than `split.size.MOST`.
    """

    document: int  #: `Document.id`.
    start: int
    end: int
    text: str
    position: int = 0  #: Its index among the article's sentences, from 0.
    paragraph: int = 0  #: The index of its paragraph among the article's paragraphs, from 0.


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences chosen from one or many articles, in reading order."""

    sentences: tuple[Sentence, ...]
    method: str  #: The name of the way they were chosen: "coverage".
    budget: int  #: The budget that was given, in words.
    #: The articles that broke a stage, and those of which something is too long to be looked at.
    skipped: tuple[Skipped, ...] = ()

    def __iter__(self) -> Iterator[Sentence]:
        return iter(self.sentences)

    def __len__(self) -> int:
        return len(self.sentences)

    def __str__(self) -> str:
        return " ".join(" ".join(sentence.text.split()) for sentence in self.sentences)


def headline_of(document: Document) -> Sentence | None:
    """Return the headline as a sentence at position -1; None where the article has none."""
    title = document.title
    if title is None or title.derived:
        return None
    return Sentence(
        document=document.id,
        start=title.start,
        end=title.end,
        text=title.text,
        position=HEADLINE,
        paragraph=HEADLINE,
    )


@dataclass(frozen=True, slots=True)
class Extract:
    """The best sentences of one article, in its order; see `copy_of` for one that has none."""

    document: int  #: `Document.id`.
    sentences: tuple[Sentence, ...]  #: Empty where no sentence of it may stand alone.
    #: The id of the article with the same text that has the sentences, 0 where it is no copy.
    copy_of: int = 0


@dataclass(frozen=True, slots=True)
class Extracts:
    """Every article of a set, condensed by itself, in the order of the set."""

    extracts: tuple[Extract, ...]
    documents: tuple[Document, ...]  #: The articles, in the order of their ids.
    budget: int  #: The most words that an extract may have, unless it is one sentence.
    signature: str  #: How the same extracts are made again; see `settings.signature`.
    language: str = "en"  #: Of what they say beside the articles' sentences.
    missed_topic: str = ""  #: The topic that was asked for, where no article has a word of it.
    skipped: tuple[Skipped, ...] = ()

    def __iter__(self) -> Iterator[Extract]:
        return iter(self.extracts)

    def __len__(self) -> int:
        return len(self.extracts)
