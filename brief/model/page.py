"""The page as data: its lines, their stories, the articles' own lines, and the sections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum

from brief.model.articles import Document, Skipped, Title
from brief.model.findings import Citation, Comparison, Dated, Dispute, Figure, Findings, Name, Quote

#: The sections that a page may have after "In brief", and those of every page.
SECTIONS = ("differ", "articles", "timeline", "quotes", "names", "support")
USUAL = SECTIONS[:2]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line was chosen; `brief explain` shows it."""

    score: tuple[tuple[str, float], ...] = ()  #: The factors of its worth, by name, in order.
    worth: float = 0.0  #: Their product.
    traits: tuple[str, ...] = ()  #: What speaks for the line, in words.
    #: The best statement that is not on the page because this line is, and its score.
    runner_up: str | None = None
    runner_up_score: float = 0.0
    #: The next best statements when the line was chosen, each with its score, the best first.
    rivals: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A statement on the page: one sentence, two adjoining ones, or a headline."""

    text: str  #: The article's own characters from `start` to `end` of the first citation.
    #: The first is the place of the words; the others, which a page prints, say the same: one for
    #: each other origin, as far as there is room.
    citations: tuple[Citation, ...]
    date: date | None = None  #: The day of the report; None where the article has no date.
    #: The date of the event, where the sentence states it and it is not that of the report: a day,
    #: a month (`YYYY-MM`) or a year (`YYYY`) in ISO 8601.
    happened: str | None = None
    headline: bool = False  #: True where the words are the article's headline.
    #: Figures of earlier days that the line's own has replaced, the earliest first.
    earlier: tuple[Figure, ...] = ()
    #: A place in each other article that says the same, copies too, by the articles' ids: whether
    #: a page has room for it or not.
    support: tuple[Citation, ...] = ()
    #: Why it was chosen; lines that differ only in this are equal.
    reason: Reason = field(default=Reason(), compare=False)

    def places(self) -> tuple[Citation, ...]:
        """Return the place of the words, then one in each other article that says the same."""
        cited = {citation.document for citation in self.citations}
        more = (citation for citation in self.support if citation.document not in cited)
        return (*self.citations, *more)


class Shown(IntEnum):
    """What a page shows of an article below "In brief"."""

    NOTHING = 0
    TITLE = 1
    LINE = 2  #: Its title, and the number of the line above that says what it reports.
    SENTENCE = 3  #: Its title, and the sentence that says what it reports.


@dataclass(frozen=True, slots=True)
class Entry:
    """One article, condensed."""

    document: int  #: `Document.id`.
    #: What the article reports: its best sentence, or two, the best first.  Empty where it has no
    #: sentence, is a copy, or is of a story that nobody looked into.
    sentences: tuple[Line, ...] = ()
    shown: Shown = Shown.NOTHING
    #: Number of the line of "In brief", from 1, that is its best sentence or is likely to say the
    #: same; 0 where there is none.
    line: int = 0

    @property
    def sentence(self) -> tuple[Line, ...]:
        """The sentence that the page shows; none where it shows less."""
        return self.sentences[:1] if self.shown == Shown.SENTENCE else ()


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about the same events, and the lines taken from them."""

    title: Title
    title_document: int  #: `Document.id` of the article whose title it is; 0 for none.
    documents: tuple[int, ...]  #: Ids of its articles, in the order of the page.
    in_brief: tuple[Line, ...] = ()  #: Its lines; none where the page has no room for the story.
    named: bool = False  #: True where it has no lines, and its title stands under "Also".
    unchanged: bool = False  #: True where an earlier page was made of the same articles.


@dataclass(frozen=True, slots=True)
class Briefing:
    """A page, before it is written in a format."""

    title: Title
    title_document: int  #: `Document.id` of the article whose title it is; 0 for none.
    generated: date  #: The day that stands on the page; the last where it covers several.
    in_brief: tuple[Line, ...]
    articles: tuple[Entry, ...]  #: In the order of the page.
    documents: tuple[Document, ...]  #: All articles of the set, in the order of their ids.
    skipped: tuple[Skipped, ...]
    signature: str  #: How the same page is made again; see `settings.signature`.
    budget: int  #: The most visible words that the page may have.
    #: The largest and freshest first; `in_brief` has their lines one after the other.
    stories: tuple[Story, ...] = ()
    #: Ids of the articles that an earlier page had; None where no earlier page was given.
    unchanged: tuple[int, ...] | None = None
    updated: tuple[int, ...] = ()  #: Ids of the articles of which it had an earlier version.
    missed_topic: str = ""  #: The topic that was asked for, where no article has a word of it.
    copies: tuple[tuple[int, ...], ...] = ()  #: Ids of an article that is cited, then its copies.
    findings: Findings = field(default_factory=Findings)  #: The JSON has all of them.
    first_day: date | None = None  #: The first day that it covers; None where that is `generated`.
    quiet: bool = (
        False  #: True where nothing is new, which the title says, and nothing else is there.
    )
    language: str = "en"  #: ISO 639-1 code of the language that its headings and labels are in.
    sections: tuple[str, ...] = ("articles",)  #: Those after "In brief", by name, in their order.
    #: The findings that stand in the section of the same name, as do the next three.
    differ: tuple[Comparison | Dispute, ...] = ()
    timeline: tuple[Dated, ...] = ()
    quotes: tuple[Quote, ...] = ()
    names: tuple[Name, ...] = ()
    support: bool = False  #: Whether a table shows which article says which line.
    texts: bool = False  #: Whether the page in HTML holds the articles' texts, however many.

    @property
    def days(self) -> tuple[date, date]:
        """The first day and the last that the page covers."""
        return self.first_day or self.generated, self.generated

    def lines(self) -> Iterator[Line]:
        """Yield every line in the order of the page, with those that the page has no room for."""
        yield from self.in_brief
        for entry in self.articles:
            yield from entry.sentences

    def shown(self) -> tuple[Line, ...]:
        """Return the lines of "In brief" and the articles' own ones that the page has room for."""
        own = (line for entry in self.articles for line in entry.sentence)
        return (*self.in_brief, *own)

    def groups(self) -> list[tuple[int, ...]]:
        """Return the ids of each story's articles; a page without stories has one of all."""
        all_ids = tuple(document.id for document in self.documents)
        return [story.documents for story in self.stories] or [all_ids]

    def cited(self) -> frozenset[int]:
        """Return the ids of the articles that "In brief" and the articles' own lines cite."""
        cited = {citation.document for line in self.in_brief for citation in line.citations}
        cited |= {figure.citation.document for line in self.in_brief for figure in line.earlier}
        cited |= {entry.document for entry in self.articles if entry.shown}
        return frozenset(cited)

    def on_page(self) -> tuple[int, ...]:
        """Return the ids of the articles that the page cites, and of their copies, in order."""
        cited = set(self.cited() | self.compared())
        for group in self.copies:
            cited |= set(group) if cited.intersection(group) else set()
        return tuple(document.id for document in self.documents if document.id in cited)

    def compared(self) -> frozenset[int]:
        """Return the ids of the articles that the sections of findings cite."""
        cited = [value.citation for finding in self.differ for value in finding.values]
        comparisons = [finding for finding in self.differ if isinstance(finding, Comparison)]
        cited += [comparison.place for comparison in comparisons if comparison.place]
        cited += [citation for event in self.timeline for citation in event.citations]
        cited += [quote.citation for quote in self.quotes]
        named = [number for name in self.names for number in name.documents]
        return frozenset((*(citation.document for citation in cited), *named))
