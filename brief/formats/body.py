"""The lines of a page, from its title to its signature, for every format read from top to bottom.

Formats differ only in how they mark a heading, a place or a source; that is a `labels.Markup`.
Words and order are the same in all of them, so that they count alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from brief.formats.labels import (
    ONLY,
    Markup,
    counted,
    dated,
    interval,
    label_of,
    no_room,
    places_of,
    publisher,
    short_date,
    untitled,
)
from brief.formats.skipped import grouped
from brief.formats.sources import ArticleSet, article_set, file_name, shown_path
from brief.language.calendar import MONTHS
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
    Side,
    Skipped,
    Story,
    Title,
)

#: The heading of each section, by the section's name.
HEADINGS = {
    "in brief": "In brief",
    "articles": "Article by article",
    "differ": "Where they differ",
    "timeline": "Timeline",
    "quotes": "In their words",
    "names": "Who",
    "support": "Which article says what",
    "sources": "Sources",
}
#: What an article has beside the lines above it, where that is nothing.
NOTHING = "Nothing to add."
#: The meaning of `labels.ONLY`, below the sources.
ONLY_KEY = "“only”: in no other article"
#: What the page says where nothing on it is dated, by whether it has one article.
NO_DATES = {
    True: "it is not dated",
    False: "no article is dated: the lines have no order and may tell of several events",
}
#: What the page says where the topic that was asked for is in no article.
MISSED = "No article is about “{}”; the page is the same without it."
#: The head of the table's first column, and the mark where an article says what a line says.
LINE, SAYS = "Line", "●"
# Between figures that differ, and between those of which the later one holds.
_DIFFERS, _UPDATES = " / ", " → "
# The most reasons for which files were skipped that are named; the JSON has all.
_NAMED_SKIPPED = 5
# The most stories or articles that are named of those of which nothing is new.
_NAMED_UNCHANGED = 2
# The most copies of an article that are named.
_NAMED_COPIES = 8


def lines(briefing: Briefing, markup: Markup, words_out: int) -> Iterator[str]:
    """Yield the page line by line; `words_out` is the length in words that it states."""
    articles = article_set(briefing.documents)
    title = _linked(briefing.title, briefing.title_document, articles, markup)
    yield markup.heading(title, 1)
    yield ""
    yield _counts(briefing, articles, words_out)
    if briefing.unchanged is not None:
        yield from ("", _since(briefing, briefing.unchanged, articles, markup))
    if briefing.missed_topic:
        yield from ("", MISSED.format(markup.text(briefing.missed_topic)))
    for name in ("in brief", *briefing.sections, "sources"):
        if rows := list(_rows(briefing, name, articles, markup)):
            yield from ("", markup.heading(HEADINGS[name], 2), "", *rows)
    yield ""
    yield markup.text(briefing.signature)


def _linked(title: Title, document: int, articles: ArticleSet, markup: Markup) -> str:
    """Return a title that leads to its place in an article; `document` is 0 where it has none."""
    if not document:
        return markup.text(title.text)
    place = Citation(document, title.start, title.end)
    return markup.place(title.text, place, articles.by_id[document]) + untitled(title)


def _titled(document: Document, articles: ArticleSet, markup: Markup) -> str:
    """Return an article's title, or the name of its file, that leads to it."""
    if document.title is None:
        return markup.source(file_name(document.path), document)
    return _linked(document.title, document.id, articles, markup)


def _numbered(document: Document, markup: Markup) -> str:
    """Return an article's number, that leads to it."""
    return markup.source(str(document.id), document)


def _counts(briefing: Briefing, articles: ArticleSet, words_out: int) -> str:
    """Return the line below the title: the day, how many articles, how long."""
    day = briefing.generated
    when = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    size = counted(len(briefing.documents), "article")
    if len(briefing.stories) > 1:
        size += f", {counted(len(briefing.stories), 'story')}"
    line = f"{when} · {size}, {articles.total_words:,} words in, {words_out:,} out"
    copies = sum(len(group) - 1 for group in briefing.copies)
    alone = len(briefing.documents) - copies == 1
    return line if articles.dated or not briefing.documents else f"{line} · {NO_DATES[alone]}"


def _since(
    briefing: Briefing, unchanged: Sequence[int], articles: ArticleSet, markup: Markup
) -> str:
    """Return the line that says what is new beside an earlier page, and what goes on as it was."""
    updated = len(briefing.updated)
    new = len(briefing.documents) - len(unchanged) - updated
    counts = [counted(new, "new article")] if new else []
    counts += [counted(updated, "updated article")] if updated else []
    news = " and ".join(counts) or "nothing is new"
    if not unchanged:
        return f"Since the earlier page: {news}."
    verb = "continues" if len(unchanged) == 1 else "continue"
    stands = f"{counted(len(unchanged), 'article')} {verb} unchanged"
    named = [articles.by_id[number] for number in _continuing(briefing, unchanged)]
    titles = "; ".join(_titled(document, articles, markup) for document in named)
    return f"Since the earlier page: {news}; {stands}{f': {titles}' if titles else ''}."


def _continuing(briefing: Briefing, unchanged: Sequence[int]) -> Sequence[int]:
    """Return the ids of the articles that are named: of the unchanged stories, or the newest."""
    stories = [story.title_document for story in briefing.stories if story.unchanged]
    days = {document.id: document.date or date.min for document in briefing.documents}
    newest = sorted(unchanged, key=lambda number: (-days[number].toordinal(), number))
    return [number for number in stories or newest if number][:_NAMED_UNCHANGED]


def _rows(briefing: Briefing, name: str, articles: ArticleSet, markup: Markup) -> Iterator[str]:
    """Yield the rows of a section below its heading; none where it has nothing to say."""
    match name:
        case "in brief":
            yield from _in_brief(briefing, articles, markup)
        case "articles":
            yield from _by_article(briefing, articles, markup)
        case "differ":
            for comparison in briefing.differ:
                yield _comparison(comparison, articles, markup)
        case "timeline":
            yield from (_event(event, articles, markup) for event in briefing.timeline)
        case "quotes":
            yield from (_quote(quote, articles, markup) for quote in briefing.quotes)
        case "names" if briefing.names:
            yield "- " + "; ".join(_name(name, articles, markup) for name in briefing.names)
        case "support" if briefing.support:
            yield from _table(briefing, articles, markup)
        case "sources":
            yield from _sources(briefing, articles, markup)


def _in_brief(briefing: Briefing, articles: ArticleSet, markup: Markup) -> Iterator[str]:
    if len(briefing.stories) < 2:
        yield from (_brief_line(line, articles, markup) for line in briefing.in_brief)
        return
    shown = [story for story in briefing.stories if story.in_brief]
    for place, story in enumerate(shown):
        yield from ("",) * (place > 0)
        yield markup.heading(_story(story, articles, markup), 3)
        yield ""
        yield from (_brief_line(line, articles, markup) for line in story.in_brief)
    rest = sum(not (story.in_brief or story.unchanged) for story in briefing.stories)
    if shown and rest:
        yield from ("", no_room(rest, "story"))


def _story(story: Story, articles: ArticleSet, markup: Markup) -> str:
    title = _linked(story.title, story.title_document, articles, markup)
    return f"{title}, {counted(len(story.documents), 'article')}"


def _brief_line(line: Line, articles: ArticleSet, markup: Markup) -> str:
    label = dated(line)
    start = f"- {markup.strong(f'{label}:')} " if label else "- "
    return start + _statement(line, articles, markup, named=True)


def _statement(line: Line, articles: ArticleSet, markup: Markup, *, named: bool) -> str:
    places = places_of(line.citations, articles, markup, named=named)
    return f"{markup.text(line.text)} ({ONLY if line.alone else ''}{places})"


def _by_article(briefing: Briefing, articles: ArticleSet, markup: Markup) -> Iterator[str]:
    shown = [entry for entry in briefing.articles if entry.on_page]
    yield from (_entry(entry, articles, markup) for entry in shown)
    heard = {*briefing.on_page(), *(entry.document for entry in shown), *(briefing.unchanged or ())}
    rest = sum(entry.document not in heard for entry in briefing.articles)
    if shown and rest:
        yield from ("", no_room(rest, "article"))


def _entry(entry: Entry, articles: ArticleSet, markup: Markup) -> str:
    document = articles.by_id[entry.document]
    when = f", {short_date(document.date)}" if document.date else ""
    title = markup.strong(_titled(document, articles, markup))
    statements = [_statement(line, articles, markup, named=False) for line in entry.sentences]
    nothing = f"{NOTHING} ({_numbered(document, markup)})"
    return f"- {title}{when}: {' '.join(statements) or nothing}"


def _comparison(comparison: Comparison | Dispute, articles: ArticleSet, markup: Markup) -> str:
    between, subject = _DIFFERS, ""
    if isinstance(comparison, Comparison):
        between = _UPDATES if comparison.updated else _DIFFERS
        if place := comparison.place:
            shown = markup.place(comparison.subject, place, articles.by_id[place.document])
            subject = f"{markup.strong(f'{shown}:')} "
    values = (_value(value, articles, markup) for value in comparison.values)
    return f"- {subject}{between.join(values)}"


def _value(value: Figure | Side, articles: ArticleSet, markup: Markup) -> str:
    document = articles.by_id[value.citation.document]
    day = f"{short_date(document.date)}, " if document.date else ""
    place = markup.place(label_of(document, named=False), value.citation, document)
    return f"{markup.text(value.text)} ({day}{place})"


def _event(event: Dated, articles: ArticleSet, markup: Markup) -> str:
    label = markup.strong(f"{interval(event.date)}:")
    return f"- {label} {markup.text(event.text)} ({places_of(event.citations, articles, markup)})"


def _quote(quote: Quote, articles: ArticleSet, markup: Markup) -> str:
    speaker = markup.strong(f"{markup.text(quote.speaker or '')}:")
    place = places_of([quote.citation], articles, markup)
    return f"- {speaker} “{markup.text(quote.text)}” ({place})"


def _name(name: Name, articles: ArticleSet, markup: Markup) -> str:
    sources = ", ".join(_numbered(articles.by_id[number], markup) for number in name.documents)
    return f"{markup.text(name.name)} ({sources})"


def _table(briefing: Briefing, articles: ArticleSet, markup: Markup) -> Iterator[str]:
    """Yield a table of the lines of "In brief" by the articles that they cite."""
    heads = (_numbered(document, markup) for document in briefing.documents)
    yield f"| {LINE} | {' | '.join(heads)} |"
    yield f"|{' --- |' * (len(briefing.documents) + 1)}"
    for number, line in enumerate(briefing.in_brief, 1):
        cited = {citation.document: citation for citation in reversed(line.places())}
        cells = (
            markup.place(SAYS, cited[document.id], document) if document.id in cited else ""
            for document in briefing.documents
        )
        yield f"| {number} | {' | '.join(cells)} |"


def _sources(briefing: Briefing, articles: ArticleSet, markup: Markup) -> Iterator[str]:
    listed = briefing.cited() | {entry.document for entry in briefing.articles if entry.on_page}
    listed |= briefing.compared()
    copies = {group[0]: group[1:] for group in briefing.copies}
    for number in sorted(listed):
        row = _source(articles.by_id[number], articles, markup)
        yield row + _also(copies.get(number, ()), articles, markup)
    if listed:
        yield ""
    if briefing.skipped:
        yield _skipped(briefing.skipped, markup) + markup.line_end
    total = counted(len(briefing.documents), "article")
    key = f"; {ONLY_KEY}" if any(line.alone for line in briefing.in_brief) else ""
    yield f"{total}, {len(briefing.on_page()):,} on the page{key}."


def _source(document: Document, articles: ArticleSet, markup: Markup) -> str:
    title = document.title
    shown = title.text if title else file_name(document.path)
    # A bullet, not a list number: Markdown counts on from the first, whatever follows.
    parts = [f"- ({document.id}) {markup.source(shown, document)}{untitled(title)}"]
    if name := publisher(document):
        parts.append(markup.text(name))
    if document.date:
        parts.append(short_date(document.date))
    parts.append(counted(articles.words[document.id], "word"))
    parts.append(markup.text(shown_path(document.path)))
    return ", ".join(parts)


def _also(copies: Sequence[int], articles: ArticleSet, markup: Markup) -> str:
    """Return what follows a source: the copies that it stands for."""
    named = [_numbered(articles.by_id[number], markup) for number in copies[:_NAMED_COPIES]]
    if rest := len(copies) - len(named):
        named.append(f"{rest:,} more")
    return f"; also in {', '.join(named)}" if named else ""


def _skipped(skipped: tuple[Skipped, ...], markup: Markup) -> str:
    groups = grouped(skipped)
    named = [f"{group.what} ({group.reason})" for group in groups[:_NAMED_SKIPPED]]
    if rest := sum(group.number for group in groups[_NAMED_SKIPPED:]):
        named.append(f"{rest:,} more")
    return markup.text(f"Skipped: {'; '.join(named)}.")
