"""The data that flows through `brief`, in the order in which it flows.

Everything here is frozen and knows nothing of the stages that make or use it.  All offsets count
code points in `Document.text`; a half-open range `[start, end)` is meant throughout.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a set of inputs: the articles in the order of the page, and the rest."""

    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...] = ()

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)

    def __len__(self) -> int:
        return len(self.documents)


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


@dataclass(frozen=True, slots=True)
class Citation:
    """The place that a statement was taken from."""

    document: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as an article states it, with what it counts."""

    #: 123.0 for "123" and "more than 123".
    value: float
    #: What it is measured in or counts, as stemmed words: "polit prison"; "%"; "eur".
    unit: str
    #: The article's own words, the number and what it counts: "more than 78 political prisoners".
    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures about the same thing with different values, in the order of their dates."""

    #: In an article's own words: "political prisoners".
    subject: str
    values: tuple[Figure, ...]
    #: True where a later article updates an earlier one, false where they differ.
    updated: bool = False


@dataclass(frozen=True, slots=True)
class Dated:
    """An event with its day."""

    #: A day, month (`YYYY-MM`), year (`YYYY`) or interval (`…/…`) in ISO 8601.
    date: str
    #: The sentence that tells it, in an article's own words.
    text: str
    #: That sentence first, then those of other articles that tell the same.
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said: the words between the quotation marks."""

    text: str
    #: Only where the text says who.
    speaker: str | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody or something that articles name, in the fullest form that one has."""

    name: str
    #: Most frequent first: "Bialiatski", "Ales".
    variants: tuple[str, ...]
    #: Ids of the articles that have it in any form.
    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line is on the page; what `brief explain` shows."""

    #: The parts that were multiplied, by name, in order.
    score: tuple[tuple[str, float], ...] = ()
    #: Their product.
    worth: float = 0.0
    #: The concepts that the line was the first to bring, weightiest first.
    concepts: tuple[str, ...] = ()
    #: The best statement that this line kept off the page, and its score.
    runner_up: str | None = None
    runner_up_score: float = 0.0
    #: What was next best when the line was chosen, each with its score, the best first.
    rivals: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A statement on the page: one sentence, two adjoining ones, or a headline."""

    #: The article's own characters from `start` to `end` of the first citation.
    text: str
    #: The first is where the words come from; further ones support it.
    citations: tuple[Citation, ...]
    #: Day of the report, where it is known.
    date: date | None = None
    #: When the thing told happened, where the sentence says so and it is not the report's day:
    #: a day, a month (`YYYY-MM`) or a year (`YYYY`) in ISO 8601.
    happened: str | None = None
    #: True for the line that says where the story stands now.
    latest: bool = False
    #: True where the words are the article's headline.
    headline: bool = False
    reason: Reason = field(default=Reason(), compare=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one article has that the part above has not."""

    document: int
    #: Empty where the article has nothing of its own.
    sentences: tuple[Line, ...]
    #: False where the page has no room for it; the JSON still shows it.
    on_page: bool = True


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that tell of the same events, and what they say."""

    title: Title
    #: `Document.id` of the article that lends the title; 0 where the user gave it.
    title_document: int
    #: Ids of its articles, in the order of the page.
    documents: tuple[int, ...]
    #: Its lines; none where the page has no room for the story.
    in_brief: tuple[Line, ...] = ()
    #: True where an earlier page was made of the same articles.
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Briefing:
    """One page, before it is put into any format."""

    title: Title
    #: `Document.id` of the article that lends the title; 0 where the user gave it.
    title_document: int
    generated: date
    in_brief: tuple[Line, ...]
    articles: tuple[Entry, ...]
    documents: tuple[Document, ...]
    skipped: tuple[Skipped, ...]
    #: How the same page is made again: version, method, budget, articles, options.
    signature: str
    #: The page's budget in visible words.
    budget: int
    #: The largest and freshest first; `in_brief` has their lines one after the other.
    stories: tuple[Story, ...] = ()
    #: Articles that an earlier page knew; None where no page was given.
    unchanged: int | None = None

    def lines(self) -> Iterator[Line]:
        """Yield every statement in the order of the page, those that do not fit included."""
        yield from self.in_brief
        for entry in self.articles:
            yield from entry.sentences

    def on_page(self) -> tuple[int, ...]:
        """Return the ids of the articles that the page speaks for, in their order."""
        cited = {citation.document for line in self.in_brief for citation in line.citations}
        cited |= {entry.document for entry in self.articles if entry.on_page and entry.sentences}
        return tuple(document.id for document in self.documents if document.id in cited)
