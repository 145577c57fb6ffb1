"""The lines of a page, from its title to its signature, for every format read from top to bottom.

Formats differ only in how they mark a heading, a place or a source; that is a `labels.Markup`.
Words and order are the same in all of them, so that they count alike.  `rows` gives each line in
its parts, for formats that lay them out; `lines` puts the parts together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from brief.formats.labels import Markup, Row, line_of, places_of, shown_title, titled
from brief.formats.skipped import grouped
from brief.formats.sources import ArticleSet, article_set, publisher
from brief.language.phrases import Phrases, phrases
from brief.model import (
    Briefing,
    Citation,
    Comparison,
    Dated,
    Dispute,
    Document,
    Entry,
    Figure,
    Line,
    Name,
    Quote,
    Shown,
    Side,
    Skipped,
    Story,
    Title,
)

#: Between things of one kind: a semicolon is a question mark in Greek.
APART = " · "
#: Words that a reader reads in a minute.
READ = 200
#: What stands in the table where an article says what a line says.
SAYS = "●"
BLANK = Row("")
# Between figures that differ.
_DIFFERS = " / "
# The most reasons for which files were skipped that are named; the JSON has all.
_NAMED_SKIPPED = 5
# The most stories or articles that are named of those of which nothing is new.
_NAMED_UNCHANGED = 2


@dataclass(frozen=True, slots=True)
class _Page:
    """A page, and what each of its lines is written with."""

    briefing: Briefing
    articles: ArticleSet
    markup: Markup
    say: Phrases

    def document(self, number: int) -> Document:
        return self.articles.by_id[number]

    def day(self, day: date) -> str:
        return self.say.day(day, self.briefing.generated.year)


def lines(
    briefing: Briefing, markup: Markup, words_out: int, *, whole: bool = True
) -> Iterator[str]:
    """Yield the page line by line; `words_out` is the length in words that it states as minutes.

    Without the `whole` page it ends before what must not cost news: the files that were skipped,
    the addresses of articles, and the signature.
    """
    say = phrases(briefing.language)
    for row in rows(briefing, markup, words_out, whole=whole):
        yield line_of(row, say, markup)


def rows(
    briefing: Briefing, markup: Markup, words_out: int, *, whole: bool = True
) -> Iterator[Row]:
    """Yield what `lines` does, each line in its parts; an empty line is a row of no kind."""
    articles, say = article_set(briefing.documents), phrases(briefing.language)
    page = _Page(briefing=briefing, articles=articles, markup=markup, say=say)
    title = _linked(page, briefing.title, briefing.title_document)
    yield Row("heading", markup.heading(title, 1), number=1)
    if not briefing.quiet:
        yield from _told(page, words_out)
    if whole:
        yield from _housekeeping(page)


def _told(page: _Page, words_out: int) -> Iterator[Row]:
    """Yield what stands between the title and the housekeeping."""
    briefing, markup, say = page.briefing, page.markup, page.say
    yield from (BLANK, Row("text", _counts(page, words_out)))
    if briefing.unchanged is not None:
        yield from (BLANK, Row("text", _since(page, briefing.unchanged)))
    if briefing.missed_topic:
        missed = say.say("missed topic", topic=markup.text(briefing.missed_topic))
        yield from (BLANK, Row("text", missed))
    for name in ("in brief", *_in_order(briefing.sections)):
        if below := list(_rows(page, name)):
            heading = Row("heading", markup.heading(say.say(name), 2), number=2)
            yield from (BLANK, heading, BLANK, *below)


def _housekeeping(page: _Page) -> Iterator[Row]:
    listed = (page.document(entry.document) for entry in _listed(page.briefing))
    if addresses := [markup for document in listed if (markup := page.markup.address(document))]:
        yield from (BLANK, *(Row("text", address) for address in addresses))
    yield BLANK
    if page.briefing.skipped:
        yield Row("skipped", _skipped(page, page.briefing.skipped))
    yield Row("signature", page.markup.text(page.briefing.signature))


def _listed(briefing: Briefing) -> list[Entry]:
    """Return the articles that the page lists: those that it shows or cites."""
    cited = briefing.cited() | briefing.compared()
    return [entry for entry in briefing.articles if entry.document in cited]


def _in_order(sections: Sequence[str]) -> Sequence[str]:
    """Return the sections with the list of articles, which is that of sources, last."""
    return (*(name for name in sections if name != "articles"), "articles")


def _linked(page: _Page, title: Title, document: int) -> str:
    """Return a title that leads to its place in an article; `document` is 0 where it has none."""
    if not document:
        return page.markup.text(title.text)
    place = Citation(document, title.start, title.end)
    shown = page.markup.place(title.text, place, page.document(document))
    return shown + titled(title, page.say)


def _counts(page: _Page, words_out: int) -> str:
    """Return the line below the title: the days, how many articles and outlets, how long."""
    briefing, say = page.briefing, page.say
    # "26. November" is no item of a list.
    days = page.markup.text(say.long_days(*briefing.days))
    if not briefing.documents:
        return days
    outlets = page.articles.outlets
    articles = say.count(len(briefing.documents), "article")
    if len(briefing.stories) > 1:
        stories = say.count(len(briefing.stories), "story")
        articles = say.say("contents", articles=articles, stories=stories)
    parts = [days, articles]
    if outlets and len(briefing.documents) > 1:
        parts[1] += say.comma + say.count(outlets, "outlet")
    words = say.count(page.articles.total_words, "word")
    minutes = say.count(max(1, round(words_out / READ)), "minute")
    parts.append(say.say("read", words=words, minutes=minutes))
    if briefing.documents and not page.articles.dated:
        copies = sum(len(group) - 1 for group in briefing.copies)
        alone = len(briefing.documents) - copies == 1
        parts.append(say.say("undated alone" if alone else "undated"))
    return " · ".join(parts)


def _since(page: _Page, unchanged: Sequence[int]) -> str:
    """Return the line that says what is new beside an earlier page, and what goes on as it was."""
    briefing, say = page.briefing, page.say
    updated = len(briefing.updated)
    new = len(briefing.documents) - len(unchanged) - updated
    counts = [say.count(new, "new article")] if new else []
    counts += [say.count(updated, "updated article")] if updated else []
    news = counts[0] if counts else say.say("nothing new")
    if len(counts) > 1:
        news = say.say("and", first=counts[0], second=counts[1])
    if not unchanged:
        return say.say("since", news=news)
    stands = say.count(len(unchanged), "unchanged")
    named = APART.join(_titled(page, n) for n in _continuing(briefing, unchanged))
    return say.say(
        "since and", news=news, unchanged=stands + say.colon + named if named else stands
    )


def _continuing(briefing: Briefing, unchanged: Sequence[int]) -> Sequence[int]:
    """Return the ids of the articles that are named: of the unchanged stories, or the newest."""
    stories = [story.title_document for story in briefing.stories if story.unchanged]
    days = {document.id: document.date or date.min for document in briefing.documents}
    newest = sorted(unchanged, key=lambda number: (-days[number].toordinal(), number))
    return [number for number in stories or newest if number][:_NAMED_UNCHANGED]


def _titled(page: _Page, number: int) -> str:
    """Return an article's title, or the name of its file, that leads to it."""
    document = page.document(number)
    return page.markup.source(shown_title(document), document) + titled(document.title, page.say)


def _numbered(page: _Page, number: int) -> str:
    """Return an article's number, that leads to it."""
    return page.markup.source(str(number), page.document(number))


def _rows(page: _Page, name: str) -> Iterator[Row]:
    """Yield the rows of a section below its heading; none where it has nothing to say."""
    briefing = page.briefing
    match name:
        case "in brief":
            yield from _in_brief(page)
        case "articles":
            yield from _articles(page)
        case "differ":
            yield from (Row("item", _comparison(page, v), about=v) for v in briefing.differ)
        case "timeline":
            yield from (Row("item", _event(page, event)) for event in briefing.timeline)
        case "quotes":
            yield from (Row("item", _quote(page, quote)) for quote in briefing.quotes)
        case "names" if briefing.names:
            yield Row("item", APART.join(_name(page, name) for name in briefing.names))
        case "support" if briefing.support:
            yield from _table(page)


def _in_brief(page: _Page) -> Iterator[Row]:
    briefing = page.briefing
    if len(briefing.stories) < 2:
        yield from (_line(page, *numbered) for numbered in enumerate(briefing.in_brief, 1))
        return
    numbers = count(1)
    shown = [story for story in briefing.stories if story.in_brief]
    for place, story in enumerate(shown):
        yield from (BLANK,) * (place > 0)
        yield Row("heading", page.markup.heading(_story(page, story), 3), number=3)
        yield BLANK
        yield from (_line(page, next(numbers), line) for line in story.in_brief)
    if shown:
        yield from _also(page)


def _also(page: _Page) -> Iterator[Row]:
    """Yield a paragraph with the stories that have no line, by name as far as there is room."""
    others = [s for s in page.briefing.stories if not (s.in_brief or s.unchanged)]
    names = [_linked(page, story.title, story.title_document) for story in others if story.named]
    if rest := len(others) - len(names):
        names.append(page.say.count(rest, "more story"))
    if names:
        also = page.markup.strong(page.say.say("also"))
        yield from (BLANK, Row("text", also + page.say.colon + APART.join(names)))


def _story(page: _Page, story: Story) -> str:
    title = _linked(page, story.title, story.title_document)
    return title + page.say.comma + page.say.count(len(story.documents), "article")


def _line(page: _Page, number: int, line: Line) -> Row:
    """Return a line of "In brief": what it says, whose it is, who says so, what it was before."""
    document = page.document(line.citations[0].document)
    source = [publisher(document), _when(page, line)] if len(page.briefing.documents) > 1 else []
    stated = _labelled(page, source, line.citations)
    if line.earlier:
        stated += APART + page.say.say("earlier", figures=_figures(page, line))
    said = _said(page, line.text, line.citations[0])
    return Row("line", said, beside=stated, number=number, about=line)


def _said(page: _Page, text: str, place: Citation) -> str:
    """Return the words of an article as a statement of the page."""
    return page.markup.said(text, place, page.document(place.document))


def _labelled(page: _Page, source: Sequence[str], citations: Sequence[Citation]) -> str:
    """Return whose a statement is and of which day, then its places: "BBC, 25 Aug: 2, 4"."""
    label = page.markup.aside(page.say.listed(source))
    places = places_of(citations, page.articles, page.markup, page.say)
    return label + page.say.colon + places if label else places


def _when(page: _Page, line: Line) -> str:
    """Return the day of the report, behind that of the event where it is another."""
    report = page.day(line.date) if line.date else ""
    if not line.happened:
        return report
    event = page.say.when(line.happened, page.briefing.generated.year)
    if not line.date:
        return event
    kind = "contradicted" if line.happened > line.date.isoformat() else "reported"
    return page.say.say(kind, event=event, day=report)


def _figures(page: _Page, line: Line) -> str:
    return page.say.listed(
        page.markup.place(figure.text, figure.citation, page.document(figure.citation.document))
        for figure in line.earlier
    )


def _articles(page: _Page) -> Iterator[Row]:
    """Yield what each article reports, or its title; of those without room how many they are."""
    briefing = page.briefing
    listed = _listed(briefing)
    original = {n: group[0] for group in briefing.copies for n in group[1:]}
    yield from (_entry(page, entry, original.get(entry.document, 0)) for entry in listed)
    if listed and (rest := without_room(briefing)):
        more = page.say.count(rest, "more article")
        yield from (BLANK, Row("text", page.say.say("no room", more=more)))


def without_room(briefing: Briefing) -> int:
    """Return how many articles the page has no room for; those it goes on from are not counted."""
    listed = (entry.document for entry in _listed(briefing))
    heard = {*listed, *(briefing.unchanged or ())}
    return sum(entry.document not in heard for entry in briefing.articles)


def _entry(page: _Page, entry: Entry, original: int) -> Row:
    document = page.document(entry.document)
    title = _titled(page, document.id)
    if _repeats(document, entry):
        title = page.markup.source(page.say.say("untitled"), document)
    parts = [
        page.markup.aside(publisher(document)),
        page.day(document.date) if document.date else "",
        page.say.count(page.articles.words[document.id], "word"),
    ]
    own, said_above = "", 0
    for line in entry.sentence:
        place = places_of(line.citations[:1], page.articles, page.markup, page.say)
        own = f"{_said(page, line.text, line.citations[0])} ({place})"
    if entry.shown == Shown.LINE:
        own, said_above = page.say.say("see line", number=page.say.number(entry.line)), entry.line
    if original:
        said_above = 0
        own = page.say.say("copy", number=_numbered(page, original))
    beside = page.say.listed(parts)
    return Row("entry", title, beside=beside, own=own, number=document.id, line=said_above)


def _repeats(document: Document, entry: Entry) -> bool:
    """Return whether the sentence that is shown begins as the title, which is derived from it."""
    title = document.title
    starts = {line.citations[0].start for line in entry.sentence}
    return title is not None and title.derived and title.start in starts


def _comparison(page: _Page, comparison: Comparison | Dispute) -> str:
    subject = ""
    if isinstance(comparison, Comparison) and (place := comparison.place):
        shown = page.markup.place(comparison.subject, place, page.document(place.document))
        subject = f"{page.markup.strong(shown + page.say.stop)} "
    return f"{subject}{_DIFFERS.join(_value(page, value) for value in comparison.values)}"


def _value(page: _Page, value: Figure | Side) -> str:
    document = page.document(value.citation.document)
    parts = [publisher(document), page.day(document.date) if document.date else ""]
    stated = _said(page, value.text, value.citation)
    return f"{stated} ({_labelled(page, parts, [value.citation])})"


def _event(page: _Page, event: Dated) -> str:
    when = page.say.interval(event.date, page.briefing.generated.year)
    places = places_of(event.citations, page.articles, page.markup, page.say)
    shown = page.markup.strong(when + page.say.stop)
    return f"{shown} {_said(page, event.text, event.citations[0])} ({places})"


def _quote(page: _Page, quote: Quote) -> str:
    speaker = page.markup.strong(page.markup.text(quote.speaker or "") + page.say.stop)
    place = places_of([quote.citation], page.articles, page.markup, page.say)
    quoted = page.say.say("quoted", text=_said(page, quote.text, quote.citation))
    return f"{speaker} {quoted} ({place})"


def _name(page: _Page, name: Name) -> str:
    sources = page.say.listed(_numbered(page, number) for number in name.documents)
    return f"{page.markup.text(name.name)} ({sources})"


def _table(page: _Page) -> Iterator[Row]:
    """Yield a table of the lines of "In brief" by the articles that they cite."""
    documents = page.briefing.documents
    heads = (_numbered(page, document.id) for document in documents)
    yield Row("head", cells=(page.say.say("line"), *heads))
    yield Row("rule", cells=("---",) * (len(documents) + 1))
    for number, line in enumerate(page.briefing.in_brief, 1):
        cited = {citation.document: citation for citation in reversed(line.places())}
        cells = (
            page.markup.place(SAYS, cited[document.id], document) if document.id in cited else ""
            for document in documents
        )
        yield Row("cells", cells=(str(number), *cells))


def _skipped(page: _Page, skipped: tuple[Skipped, ...]) -> str:
    groups = grouped(skipped, page.say)
    named = [f"{group.what} ({group.reason})" for group in groups[:_NAMED_SKIPPED]]
    if rest := sum(group.number for group in groups[_NAMED_SKIPPED:]):
        named.append(page.say.say("more", number=page.say.number(rest)))
    return page.markup.text(page.say.say("skipped", files=APART.join(named)))
