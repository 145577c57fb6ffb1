"""What of a briefing finds room on its page, in the order of claims on the room.

The lines of "In brief" and their sources come first; then one own sentence of each article, those
first whose articles have no line above, the worthiest first; then, if all of these are there, the
articles with nothing to add; then second sentences.  What finds no room is counted on the page and
stands in full in JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from brief.errors import UsageError
from brief.model import Briefing, Entry, Line, Thread, Title
from brief.page.storyline import Storyline

#: The page fits on a sheet of A4: lines of 96 columns.
PAGE_LINES = 62

Measure = Callable[[Briefing], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class StoryDraft:
    """What there is to say of one story, before anybody has asked how much room there is."""

    story: Storyline
    title: Title
    #: The document that lends the title, 0 where none does.
    title_document: int
    #: One for each document: what it has that nothing in `story` has.
    entries: tuple[Entry, ...]
    #: The strands of the story with the latest of each.
    threads: tuple[Thread, ...]


def fitted(briefing: Briefing, draft: StoryDraft, measure: Measure) -> Briefing:
    """Return `briefing` with what finds room within its budget and `PAGE_LINES` lines.

    `measure` gives the visible words and lines of a page.  Raises `UsageError` where the budget is
    too small for a single line with its source.
    """
    while not fits(briefing, measure):
        if len(briefing.in_brief) == 1:
            raise too_few(briefing, measure)
        briefing = _without_weakest(briefing, draft.story)
    return _grown(briefing, draft, measure)


def too_few(smallest: Briefing, measure: Measure) -> UsageError:
    """Return the error of a page whose budget is too small for a single line with its source."""
    problem = f"{smallest.budget} words are too few for this set"
    return UsageError(problem, advice=f"give at least {measure(smallest)[0]}")


def _grown(briefing: Briefing, draft: StoryDraft, measure: Measure) -> Briefing:
    """Put the articles' own sentences on the page: one of each, the empty, then second ones."""
    above = {line.citations[0].document for line in briefing.in_brief}

    def order(entry: Entry) -> tuple[bool, float, int]:
        worth = max(line.reason.worth for line in entry.sentences)
        return entry.document in above, -worth, entry.document

    telling = sorted((entry for entry in briefing.articles if entry.sentences), key=order)
    steps = [replace(entry, sentences=best_of(entry), on_page=True) for entry in telling]
    briefing = _taking(briefing, steps, measure)
    shown = {entry.document for entry in briefing.articles if entry.on_page}
    if len(shown) == len(telling):
        empty = [entry for entry in briefing.articles if entry.document not in shown]
        briefing = _taking(briefing, [replace(entry, on_page=True) for entry in empty], measure)
    both = [entry for entry in telling if entry.document in shown and len(entry.sentences) > 1]
    return _taking(briefing, [replace(entry, on_page=True) for entry in both], measure)


def with_line(briefing: Briefing, line: Line, fuller: Line) -> Briefing:
    """Return the page with a line in place of another."""

    def changed(lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(fuller if each == line else each for each in lines)

    entries = (replace(e, sentences=changed(e.sentences)) for e in briefing.articles)
    stories = (replace(story, in_brief=changed(story.in_brief)) for story in briefing.stories)
    return replace(
        briefing,
        in_brief=changed(briefing.in_brief),
        articles=tuple(entries),
        stories=tuple(stories),
    )


def _taking(briefing: Briefing, entries: Sequence[Entry], measure: Measure) -> Briefing:
    """Put each of `entries` on the page that finds room, in their order."""
    for entry in entries[:PAGE_LINES]:  # An entry takes a line.
        briefing = larger(briefing, with_entry(briefing, entry), measure)
    return briefing


def best_of(entry: Entry) -> tuple[Line, ...]:
    """Return the best of an article's own sentences."""
    return (max(entry.sentences, key=lambda line: (line.reason.worth, -line.citations[0].start)),)


def fits(briefing: Briefing, measure: Measure) -> bool:
    """Return whether a page keeps to its budget and to one sheet."""
    words, lines = measure(briefing)
    return words <= briefing.budget and lines <= PAGE_LINES


def larger(briefing: Briefing, grown: Briefing, measure: Measure) -> Briefing:
    """Return the grown page where it fits, else the one that it grew from."""
    return grown if fits(grown, measure) else briefing


def _without_weakest(briefing: Briefing, story: Storyline) -> Briefing:
    """Take out the line that was chosen last."""
    ranked = [story.lines[place].citations[0] for place in story.ranked]
    last = max(briefing.in_brief, key=lambda line: ranked.index(line.citations[0]))
    return replace(briefing, in_brief=tuple(x for x in briefing.in_brief if x is not last))


def with_entry(briefing: Briefing, entry: Entry) -> Briefing:
    """Return the page with an article's entry in place of the one that it has."""
    changed = tuple(
        entry if each.document == entry.document else each for each in briefing.articles
    )
    return replace(briefing, articles=changed)
