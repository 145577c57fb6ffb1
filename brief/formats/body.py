"""What stands on a page and in which order, for every format that is read from top to bottom.

The formats differ in how they mark a heading or a place; that is a `Markup`.  The words, the
order and the lines are the same, so that Markdown and text count alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from brief.formats.labels import (
    ONLY,
    Markup,
    label_of,
    places_of,
    publisher,
    short_date,
    short_when,
)
from brief.formats.sources import Facts, facts, file_name, shown_path
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

NOTHING = "Nothing to add."
#: Between the day of what is told and that of the report, where the report is later, and where the
#: two contradict each other.
REPORTED, DATED = "reported", "but dated"
#: What the mark before a single article means.
ONLY_KEY = "“only”: in no other article"
NO_DATES = {
    True: "it is not dated",
    False: "no article is dated: the lines have no order and may tell of several events",
}
# As many skipped files are named; the JSON has all.
_NAMED_SKIPPED = 5
# As many stories or articles of which nothing is new.
_NAMED_UNCHANGED = 2
# As many copies of an article.
_NAMED_COPIES = 8


def lines(briefing: Briefing, markup: Markup, words_out: int) -> Iterator[str]:
    """Yield the page line by line; `words_out` is what it says of its own length."""
    known = facts(briefing.documents)
    yield markup.heading(_headline(briefing, known, markup), 1)
    yield ""
    yield meta(briefing, known, words_out)
    if briefing.unchanged is not None:
        yield from ("", since(briefing, known, markup))
    yield from _in_brief(briefing, known, markup)
    for name in briefing.sections:
        if name == "articles":
            yield from _by_article(briefing, known, markup)
        else:
            yield from section(briefing, name, known, markup)
    yield from _sources(briefing, known, markup)
    yield ""
    yield markup.text(briefing.signature)


def _headline(briefing: Briefing, known: Facts, markup: Markup) -> str:
    title = briefing.title
    if not briefing.title_document:
        return markup.text(title.text)
    document = known.by_id[briefing.title_document]
    place = Citation(document.id, title.start, title.end)
    return markup.place(title.text, place, document) + _untitled(title)


def _untitled(title: Title | None) -> str:
    if title is None or not title.derived:
        return ""
    return " (untitled)" if title.text.rstrip().endswith((".", "!", "?", "…")) else "… (untitled)"


def meta(briefing: Briefing, known: Facts, words_out: int) -> str:
    """Return the line below the title: when, how many, how long."""
    day = briefing.generated
    when = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    articles = counted(len(briefing.documents), "article")
    if len(briefing.stories) > 1:
        articles += f", {counted(len(briefing.stories), 'story')}"
    line = f"{when} · {articles}, {known.total_words:,} words in, {words_out:,} out"
    copies = sum(len(group) - 1 for group in briefing.copies)
    alone = len(briefing.documents) - copies == 1
    return line if known.dated or not briefing.documents else f"{line} · {NO_DATES[alone]}"


def since(briefing: Briefing, known: Facts, markup: Markup) -> str:
    """Return the line that says what is new beside an earlier page, and what goes on as it was."""
    unchanged = briefing.unchanged or ()
    updated = len(briefing.updated)
    new = len(briefing.documents) - len(unchanged) - updated
    said = [counted(new, "new article")] if new else []
    said += [counted(updated, "updated article")] if updated else []
    told = " and ".join(said) or "nothing is new"
    verb = "continues" if len(unchanged) == 1 else "continue"
    if not unchanged:
        return f"Since the earlier page: {told}."
    stands = f"{counted(len(unchanged), 'article')} {verb} unchanged"
    named = [_titled(known.by_id[one], markup) for one in _continuing(briefing)]
    names = f": {'; '.join(named)}" if named else ""
    return f"Since the earlier page: {told}; {stands}{names}."


def _continuing(briefing: Briefing) -> Sequence[int]:
    """Return the ids of the articles whose titles say what goes on unchanged.

    The stories of which nothing is new, the largest first, or else the newest articles.
    """
    stories = [one.title_document for one in briefing.stories if one.unchanged]
    whole = {one.id: one.date or date.min for one in briefing.documents}
    newest = sorted(briefing.unchanged or (), key=lambda one: (-whole[one].toordinal(), one))
    return [one for one in stories or newest if one][:_NAMED_UNCHANGED]


def counted(number: int, noun: str) -> str:
    """Return "1 article", "2,000 articles"."""
    if number == 1:
        return f"{number:,} {noun}"
    return f"{number:,} {noun[:-1]}ies" if noun.endswith("ry") else f"{number:,} {noun}s"


def _in_brief(briefing: Briefing, known: Facts, markup: Markup) -> Iterator[str]:
    if not briefing.in_brief:
        return
    yield from ("", markup.heading("In brief", 2), "")
    if len(briefing.stories) < 2:
        yield from (_brief_line(line, known, markup) for line in briefing.in_brief)
        return
    told = [story for story in briefing.stories if story.in_brief]
    for place, story in enumerate(told):
        yield from ("",) * (place > 0)
        yield markup.heading(_story(story, known, markup), 3)
        yield ""
        yield from (_brief_line(line, known, markup) for line in story.in_brief)
    if rest := sum(not (story.in_brief or story.unchanged) for story in briefing.stories):
        yield from ("", no_room(rest, "story"))


def _story(story: Story, known: Facts, markup: Markup) -> str:
    size = counted(len(story.documents), "article")
    if not story.title_document:
        return f"{markup.text(story.title.text)}, {size}"
    document = known.by_id[story.title_document]
    place = Citation(document.id, story.title.start, story.title.end)
    return f"{markup.place(story.title.text, place, document)}{_untitled(story.title)}, {size}"


def _brief_line(line: Line, known: Facts, markup: Markup) -> str:
    label = dated(line)
    start = f"- {markup.strong(f'{label}:')} " if label else "- "
    return start + _statement(line, known, markup, named=True)


def dated(line: Line) -> str:
    """Return what is set before a line: "Latest, 18 Mar 2010"; empty where nothing is known."""
    report = short_date(line.date) if line.date else ""
    if line.happened:
        happened = short_when(line.happened)
        after = bool(line.date and line.happened > line.date.isoformat())
        report = f"{happened}, {DATED if after else REPORTED} {report}" if report else happened
    return ", ".join(part for part in ("Latest" if line.latest else "", report) if part)


def _statement(line: Line, known: Facts, markup: Markup, *, named: bool) -> str:
    places = places_of(line.citations, known, markup, named=named)
    return f"{markup.text(line.text)} ({ONLY if line.alone else ''}{places})"


def _by_article(briefing: Briefing, known: Facts, markup: Markup) -> Iterator[str]:
    shown = [entry for entry in briefing.articles if entry.on_page]
    if not shown:
        return
    yield from ("", markup.heading("Article by article", 2), "")
    for entry in shown:
        yield _entry(entry, known, markup)
    heard = {*briefing.on_page(), *(entry.document for entry in shown)}
    if rest := sum(entry.document not in heard for entry in briefing.articles):
        yield from ("", no_room(rest, "article"))


def no_room(number: int, noun: str) -> str:
    """Return the line that counts the articles or stories of which nothing is on the page."""
    verb = "has" if number == 1 else "have"
    return f"{counted(number, f'more {noun}')} {verb} no room here."


def _entry(entry: Entry, known: Facts, markup: Markup) -> str:
    document = known.by_id[entry.document]
    when = f", {short_date(document.date)}" if document.date else ""
    title = markup.strong(_titled(document, markup))
    statements = [_statement(line, known, markup, named=False) for line in entry.sentences]
    nothing = f"{NOTHING} ({markup.source(str(document.id), document)})"
    told = " ".join(statements) or nothing
    return f"- {title}{when}: {told}"


def _titled(document: Document, markup: Markup) -> str:
    title = document.title
    if title is None:
        return markup.source(file_name(document.path), document)
    place = Citation(document.id, title.start, title.end)
    return markup.place(title.text, place, document) + _untitled(title)


def _sources(briefing: Briefing, known: Facts, markup: Markup) -> Iterator[str]:
    spoken_for = briefing.on_page()
    listed = briefing.cited() | {one.document for one in briefing.articles if one.on_page}
    listed |= briefing.compared()
    yield from ("", markup.heading("Sources", 2), "")
    copies = {group[0]: group[1:] for group in briefing.copies}
    for number in sorted(listed):
        row = _source(known.by_id[number], known, markup)
        yield row + _also(copies.get(number, ()), known, markup)
    if listed:
        yield ""
    if briefing.skipped:
        yield _skipped(briefing.skipped, markup) + markup.line_end
    total = counted(len(briefing.documents), "article")
    key = f"; {ONLY_KEY}" if any(line.alone for line in briefing.in_brief) else ""
    yield f"{total}, {len(spoken_for):,} on the page{key}."


def _source(document: Document, known: Facts, markup: Markup) -> str:
    title = document.title
    shown = title.text if title else file_name(document.path)
    # A bullet, not a list number: Markdown counts on from the first, whatever follows.
    parts = [f"- ({document.id}) {markup.source(shown, document)}{_untitled(title)}"]
    if name := publisher(document):
        parts.append(markup.text(name))
    if document.date:
        parts.append(short_date(document.date))
    parts += [counted(known.words[document.id], "word"), markup.text(shown_path(document.path))]
    return ", ".join(parts)


def _also(copies: Sequence[int], known: Facts, markup: Markup) -> str:
    """Return what is set behind a source: the copies that it stands for."""
    named = [markup.source(str(number), known.by_id[number]) for number in copies[:_NAMED_COPIES]]
    if rest := len(copies) - len(named):
        named.append(f"{rest:,} more")
    return f"; also in {', '.join(named)}" if named else ""


def _skipped(skipped: tuple[Skipped, ...], markup: Markup) -> str:
    named = [f"{shown_path(one.path)} ({one.reason})" for one in skipped[:_NAMED_SKIPPED]]
    if rest := len(skipped) - len(named):
        named.append(f"{rest:,} more")
    return markup.text(f"Skipped: {'; '.join(named)}.")


#: The heading of each section.
HEADINGS = {
    "differ": "Where they differ",
    "timeline": "Timeline",
    "quotes": "In their words",
    "names": "Who",
    "support": "Which article says what",
}
#: The head of the table's first column, and what stands where an article says what a line says.
LINE, SAYS = "Line", "●"
#: Between figures that differ, and between those of which the later one holds.
DIFFERS, UPDATES = " / ", " → "


def section(briefing: Briefing, name: str, known: Facts, markup: Markup) -> Iterator[str]:
    """Yield a section with its heading; nothing where it has nothing to say."""
    rows = list(_rows(briefing, name, known, markup))
    if rows:
        yield from ("", markup.heading(HEADINGS[name], 2), "", *rows)


def _rows(briefing: Briefing, name: str, known: Facts, markup: Markup) -> Iterator[str]:
    match name:
        case "differ":
            yield from (_comparison(one, known, markup) for one in briefing.differ)
        case "timeline":
            yield from (_event(one, known, markup) for one in briefing.timeline)
        case "quotes":
            yield from (_quote(one, known, markup) for one in briefing.quotes)
        case "names":
            if briefing.names:
                yield "- " + "; ".join(_name(one, known, markup) for one in briefing.names)
        case "support":
            if briefing.support:
                yield from _table(briefing, known, markup)
        case _:
            return


def _table(briefing: Briefing, known: Facts, markup: Markup) -> Iterator[str]:
    """Yield a table of the lines of "In brief" by the articles that they cite."""
    heads = (markup.source(str(one.id), one) for one in briefing.documents)
    yield f"| {LINE} | {' | '.join(heads)} |"
    yield f"|{' --- |' * (len(briefing.documents) + 1)}"
    for number, line in enumerate(briefing.in_brief, 1):
        cited = {one.document: one for one in reversed(line.citations)}
        cells = (
            markup.place(SAYS, cited[one.id], known.by_id[one.id]) if one.id in cited else ""
            for one in briefing.documents
        )
        yield f"| {number} | {' | '.join(cells)} |"


def _comparison(one: Comparison | Dispute, known: Facts, markup: Markup) -> str:
    updated = isinstance(one, Comparison) and one.updated
    between = UPDATES if updated else DIFFERS
    subject = _subject(one, known, markup)
    return f"- {subject}{between.join(_value(each, known, markup) for each in one.values)}"


def _subject(one: Comparison | Dispute, known: Facts, markup: Markup) -> str:
    """Return what figures are about, in an article's words; nothing for a dispute."""
    if not isinstance(one, Comparison) or one.place is None:
        return ""
    shown = markup.place(one.subject, one.place, known.by_id[one.place.document])
    return f"{markup.strong(f'{shown}:')} "


def _value(one: Figure | Side, known: Facts, markup: Markup) -> str:
    document = known.by_id[one.citation.document]
    day = f"{short_date(document.date)}, " if document.date else ""
    place = markup.place(label_of(document, named=False), one.citation, document)
    return f"{markup.text(one.text)} ({day}{place})"


def _event(one: Dated, known: Facts, markup: Markup) -> str:
    label = markup.strong(f"{interval(one.date)}:")
    return f"- {label} {markup.text(one.text)} ({places_of(one.citations, known, markup)})"


def interval(iso: str) -> str:
    """Return a day, month, year or interval as a reader writes it: "3 Dec 2007 – 15 Dec 2007"."""
    return " – ".join(short_when(part) for part in iso.split("/"))


def _quote(one: Quote, known: Facts, markup: Markup) -> str:
    document = known.by_id[one.citation.document]
    place = markup.place(label_of(document), one.citation, document)
    speaker = markup.strong(f"{markup.text(one.speaker or '')}:")
    return f"- {speaker} “{markup.text(one.text)}” ({place})"


def _name(one: Name, known: Facts, markup: Markup) -> str:
    sources = ", ".join(_named_source(known.by_id[number], markup) for number in one.documents)
    return f"{markup.text(one.name)} ({sources})"


def _named_source(document: Document, markup: Markup) -> str:
    return markup.source(str(document.id), document)
