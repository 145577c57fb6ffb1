"""The page before it is put into any format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from brief.model.articles import Document, Skipped, Title
from brief.model.findings import Citation, Comparison, Dated, Dispute, Findings, Name, Quote

#: Sections of a page after "In brief", in their usual order.
SECTIONS = ("differ", "articles", "timeline", "quotes", "names", "support")


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
    #: True where no article of another origin says anything like it.
    alone: bool = False
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
class Thread:
    """Articles that follow one strand of a story, and what the newest of them tells."""

    #: Ids of its articles, in the order of their dates.
    documents: tuple[int, ...]
    latest: Line


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
    #: Its strands, in the order of their first articles.
    threads: tuple[Thread, ...] = ()


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
    #: Ids of the articles that an earlier page knew; None where no page was given.
    unchanged: tuple[int, ...] | None = None
    #: Ids of the articles of which an earlier version was told.
    updated: tuple[int, ...] = ()
    #: Groups of ids: the article that is cited, and the copies that it stands for.
    copies: tuple[tuple[int, ...], ...] = ()
    #: What a comparison of the articles has found; JSON has all of it.
    findings: Findings = field(default_factory=Findings)
    #: The sections after "In brief" that were asked for, in their order …
    sections: tuple[str, ...] = ("articles",)
    #: … and what of the findings stands in them.
    differ: tuple[Comparison | Dispute, ...] = ()
    timeline: tuple[Dated, ...] = ()
    quotes: tuple[Quote, ...] = ()
    names: tuple[Name, ...] = ()
    #: Whether a table shows which article supports which line.
    support: bool = False

    def lines(self) -> Iterator[Line]:
        """Yield every statement in the order of the page, those that do not fit included."""
        yield from self.in_brief
        for entry in self.articles:
            yield from entry.sentences

    def cited(self) -> frozenset[int]:
        """Return the ids of the articles that "In brief" and the articles' own lines cite."""
        cited = {citation.document for line in self.in_brief for citation in line.citations}
        own = {entry.document for entry in self.articles if entry.on_page and entry.sentences}
        return frozenset(cited | own)

    def on_page(self) -> tuple[int, ...]:
        """Return the ids of the articles that the page speaks for, in their order.

        It speaks for what its sections cite, and for the copies of an article, too.
        """
        cited = set(self.cited() | self.compared())
        for group in self.copies:
            cited |= set(group) if cited.intersection(group) else set()
        return tuple(document.id for document in self.documents if document.id in cited)

    def compared(self) -> frozenset[int]:
        """Return the ids of the articles that the sections which compare them cite."""
        cited = [value.citation for one in self.differ for value in one.values]
        cited += [one.place for one in self.differ if isinstance(one, Comparison) and one.place]
        cited += [citation for event in self.timeline for citation in event.citations]
        cited += [quote.citation for quote in self.quotes]
        named = [number for name in self.names for number in name.documents]
        return frozenset((*(citation.document for citation in cited), *named))
