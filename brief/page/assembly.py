"""Several stories → one page: each with its headline, its few lines and its articles.

Room is given in rounds: a line for each story, the largest and freshest first; a second one; what
each article without a line adds; further lines; what the other articles add.  A story for which
there is no room is counted on the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from brief.model import Briefing, Document, Entry, Line, Story, Thread, Title
from brief.page.choice import MOST_LINES
from brief.page.reasons import with_runners_up
from brief.page.room import Measure, StoryDraft, best_of, fits, larger, too_few, with_entry

#: Lines that a story has before any article's own sentences, at most; one for each two articles.
FIRST_LINES = 3


@dataclass(frozen=True, slots=True)
class _Part:
    """A story in the ids of the whole set."""

    #: Without its lines.
    story: Story
    #: Its articles but for copies.
    documents: tuple[int, ...]
    #: In the order of the page.
    lines: tuple[Line, ...]
    #: Places of `lines` in the order of choice.
    ranked: tuple[int, ...]
    entries: tuple[Entry, ...]


@dataclass(slots=True)
class _GrowingPage:
    """A page that is being filled: what has found room so far."""

    briefing: Briefing
    parts: Sequence[_Part]
    measure: Measure
    #: Places of lines, for each story.
    shown: list[set[int]]

    def line(self, story: int, place: int) -> bool:
        """Put a line on the page if there is room, and say whether there was."""
        shown = [*self.shown]
        shown[story] = shown[story] | {place}
        grown = _with_lines(self.briefing, self.parts, shown)
        if not fits(grown, self.measure):
            return False
        self.briefing, self.shown = grown, shown
        return True


def assemble(
    told: Mapping[tuple[int, ...], StoryDraft],
    untold: Sequence[tuple[int, ...]],
    wanted: int,
    blank: Briefing,
    measure: Measure,
) -> Briefing:
    """Return the page of stories, by the ids of their articles; `untold` ones are counted on it.

    A draft has its articles numbered from 1, copies left out; of copies there is no entry.
    The first `wanted` stories are on a topic that was asked for: their lines come first.
    `blank` has all but lines and stories.  Raises `UsageError` where not even the first line fits.
    """
    parts = [_part(draft, ids, blank) for ids, draft in told.items()]
    entries = tuple(entry for part in parts for entry in part.entries)
    heard = {entry.document for entry in entries}
    rest = not_copied(blank, (one.id for one in blank.documents if one.id not in heard))
    empty = replace(
        blank,
        articles=(*entries, *(Entry(number, (), on_page=False) for number in rest)),
        stories=(*(part.story for part in parts), *(_untold(blank, ids) for ids in untold)),
    )
    page = _GrowingPage(empty, parts, measure, [set() for _ in parts])
    _fill(page, wanted)
    if not page.briefing.in_brief:
        raise too_few(_with_lines(empty, parts, [{parts[0].ranked[0]}, *page.shown[1:]]), measure)
    return with_runners_up(page.briefing)


def not_copied(page: Briefing, ids: Iterable[int]) -> tuple[int, ...]:
    """Return those of some articles' ids that are not of copies."""
    copied = {number for group in page.copies for number in group[1:]}
    return tuple(number for number in ids if number not in copied)


def _story(page: Briefing, title: Title, owner: int, ids: tuple[int, ...]) -> Story:
    return Story(
        title=title,
        title_document=owner,
        documents=ids,
        unchanged=set(ids) <= set(page.unchanged or ()),
    )


def _fill(page: _GrowingPage, wanted: int) -> None:
    told = list(range(len(page.parts)))
    for rank in range(MOST_LINES):
        for story in told[:wanted]:
            _add_line(page, story, rank)
    firsts = [min(FIRST_LINES, 1 + len(part.documents) // 2) for part in page.parts]
    for rank in range(FIRST_LINES):
        for story in told:
            if rank < firsts[story] and not _add_line(page, story, rank) and rank == 0:
                # What is larger and fresher comes first, or nothing.
                told = told[: told.index(story)]
                break
    _add_entries(page, told, heard=False)
    for rank in range(1, MOST_LINES):
        for story in told:
            if rank >= firsts[story]:
                _add_line(page, story, rank)
    _add_entries(page, told, heard=True)


def _add_line(page: _GrowingPage, story: int, rank: int) -> bool:
    part = page.parts[story]
    if rank >= len(part.ranked):
        return False
    return page.line(story, part.ranked[rank])


def _add_entries(page: _GrowingPage, told: Sequence[int], *, heard: bool) -> None:
    above = {line.citations[0].document for line in page.briefing.in_brief}
    for story in told:
        for entry in page.parts[story].entries:
            if entry.sentences and (entry.document in above) is heard:
                best = replace(entry, sentences=best_of(entry), on_page=True)
                page.briefing = larger(page.briefing, with_entry(page.briefing, best), page.measure)


def _with_lines(briefing: Briefing, parts: Sequence[_Part], shown: Sequence[set[int]]) -> Briefing:
    lines = [
        tuple(part.lines[place] for place in sorted(places))
        for part, places in zip(parts, shown, strict=True)
    ]
    stories = (
        replace(story, in_brief=lines[place] if place < len(lines) else ())
        for place, story in enumerate(briefing.stories)
    )
    every = tuple(line for own in lines for line in own)
    return replace(briefing, in_brief=every, stories=tuple(stories))


def _part(told: StoryDraft, every: tuple[int, ...], page: Briefing) -> _Part:
    ids = not_copied(page, every)
    known = {number: own for number, own in enumerate(ids, 1)}
    lines = tuple(_renumbered(line, known) for line in told.story.lines)
    # The story's headline stands above its lines already.
    fresh = [place for place in told.story.ranked if not _is_title(lines[place], told, known)]
    ranked = fresh or told.story.ranked
    entries = tuple(
        Entry(
            known[entry.document],
            tuple(_renumbered(line, known) for line in entry.sentences),
            on_page=False,
        )
        for entry in told.entries
    ) or tuple(Entry(own, (), on_page=False) for own in ids)
    story = _story(page, told.title, known.get(told.title_document, 0), every)
    threads = tuple(
        Thread(tuple(known[n] for n in one.documents), _renumbered(one.latest, known))
        for one in told.threads
    )
    return _Part(
        story=replace(story, threads=threads),
        documents=ids,
        lines=lines,
        ranked=tuple(ranked),
        entries=entries,
    )


def _is_title(line: Line, told: StoryDraft, known: Mapping[int, int]) -> bool:
    first = line.citations[0]
    owner = known.get(told.title_document)
    return line.headline and (first.document, first.start) == (owner, told.title.start)


def _renumbered(line: Line, known: Mapping[int, int]) -> Line:
    cited = (replace(one, document=known[one.document]) for one in line.citations)
    return replace(line, citations=tuple(cited))


def _untold(page: Briefing, ids: tuple[int, ...]) -> Story:
    """Return a story that nobody looked into."""
    title, owner = title_of_newest([page.documents[number - 1] for number in ids])
    return _story(page, title, owner, ids)


def title_of_newest(documents: Sequence[Document]) -> tuple[Title, int]:
    """Return the title of the last document that has one, and its id; 0 where none has."""
    titled = ((document.title, document.id) for document in reversed(documents) if document.title)
    return next(titled, (Title("Briefing", 0, 8), 0))
