"""Drafts of stories → the page: what finds room on it, in the order of claims on the room.

First a line of each story, the largest and freshest first, then a second of each, until all are
there; the headlines of the other stories; the title of every article; the sentence that an article
reports, the worthiest first, where no line says so, and at last where one does.  What finds no room
is counted on the page and stands in full in JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from brief.errors import UsageError
from brief.model import Briefing, Entry, Line, Shown, Story, Title
from brief.page.draft import StoryDraft, title_of_newest
from brief.page.material import folded
from brief.page.reasons import with_runners_up

#: A page of up to so many words fits on a sheet of A4: so many lines of 96 columns.
SHEET_WORDS, SHEET_LINES = 600, 62
#: Share of the budget that the lines of one story may take, of all where there are several, and of
#: the only article.
STORY_SHARE, STORIES_SHARE, ALONE_SHARE = 0.304, 0.4, 0.7
#: Words that an article takes below the lines, with its own sentence: few articles leave more room.
LISTED = 90
#: Words that the lines of one story may take at the least.  So many words of the budget are counted
#: for each story that lines are chosen of; the other stories are only named.
LEAST_STORY = 40

#: Returns the visible words and lines of a page.
Measure = Callable[[Briefing], tuple[int, int]]


def words_of(budget: int, articles: int, every: int, *, alone: bool) -> int:
    """Return how many words the lines of a story of so many articles may take.

    Among other stories those in proportion to its articles, of `every` article that is told of.
    """
    if alone and articles > 1:
        return max(int(STORY_SHARE * budget), min(budget, SHEET_WORDS) - articles * LISTED)
    if alone:
        return int(budget * ALONE_SHARE)
    words = min(STORY_SHARE, STORIES_SHARE * articles / every) * budget
    return max(LEAST_STORY, int(words))


def fits(briefing: Briefing, measure: Measure) -> bool:
    """Return whether a page keeps to its budget, and to one sheet where that is of a sheet."""
    words, lines = measure(briefing)
    return words <= briefing.budget and (briefing.budget > SHEET_WORDS or lines <= SHEET_LINES)


def larger(briefing: Briefing, grown: Briefing, measure: Measure) -> Briefing:
    """Return the grown page where it fits, else the one that it grew from."""
    return grown if fits(grown, measure) else briefing


def filled(
    drafts: Mapping[tuple[int, ...], StoryDraft],
    untold: Sequence[tuple[int, ...]],
    wanted: int,
    blank: Briefing,
    measure: Measure,
) -> Briefing:
    """Return the page of stories, by the ids of their articles; `untold` ones are only named.

    The first `wanted` stories are on a topic that was asked for: their lines come first.
    `blank` has all but lines and stories.  Raises `UsageError` where not even the first line fits.
    """
    if len(drafts) + len(untold) > 1:
        drafts = {
            ids: replace(draft, ranked=_without_title(draft)) for ids, draft in drafts.items()
        }
    page = _GrowingPage(
        briefing=_begun(drafts, untold, blank),
        drafts=list(drafts.values()),
        measure=measure,
        shown=[frozenset() for _ in drafts],
    )
    told = page.add_first_lines(wanted)
    if not page.briefing.in_brief:
        page.drafts[0] = _with_one_place(page.drafts[0], 0)
        least, _ = measure(page.with_line(0, 0))
        problem = f"{blank.budget} words are too few for this set"
        raise UsageError(problem, advice=f"give at least {least}")
    if len(page.briefing.stories) > 1:
        page.name_others(len(told))
        page.list_articles()
    page.add_lines(told)
    page.list_articles()
    page.condense()
    return with_runners_up(page.briefing)


def _without_title(draft: StoryDraft) -> tuple[int, ...]:
    """Return `ranked` without a line that is the headline which stands above the story's lines."""

    def is_title(line: Line) -> bool:
        first, title = line.citations[0], (draft.title_document, draft.title.start)
        return line.headline and (first.document, first.start) == title

    return tuple(p for p in draft.ranked if not is_title(draft.lines[p])) or draft.ranked


def _with_one_place(draft: StoryDraft, rank: int) -> StoryDraft:
    """Return a draft in which a line cites its own article alone; the JSON names the others."""
    lines = list(draft.lines)
    line = lines[draft.ranked[rank]]
    lines[draft.ranked[rank]] = replace(line, citations=line.citations[:1])
    return replace(draft, lines=tuple(lines))


def _begun(
    drafts: Mapping[tuple[int, ...], StoryDraft],
    untold: Sequence[tuple[int, ...]],
    blank: Briefing,
) -> Briefing:
    """Return the page with every story and article of the set, and nothing of them shown."""
    stories = [
        _story(blank, ids, draft.title, draft.title_document) for ids, draft in drafts.items()
    ]
    for ids in untold:
        documents = [blank.documents[number - 1] for number in ids]
        stories.append(_story(blank, ids, *title_of_newest(documents)))
    entries = {entry.document: entry for draft in drafts.values() for entry in draft.entries}
    every = [number for story in stories for number in story.documents]
    return replace(
        blank,
        stories=tuple(stories),
        articles=tuple(replace(entries.get(n, Entry(n)), line=0) for n in every),
    )


def _story(page: Briefing, ids: tuple[int, ...], title: Title, owner: int) -> Story:
    return Story(
        title=title,
        title_document=owner,
        documents=ids,
        unchanged=set(ids) <= set(page.unchanged or ()),
    )


@dataclass(slots=True)
class _GrowingPage:
    """A page that is being filled: what has found room so far."""

    briefing: Briefing
    drafts: list[StoryDraft]
    measure: Measure
    #: Places of the lines that are on the page, for each draft.
    shown: list[frozenset[int]]

    def add_first_lines(self, wanted: int) -> list[int]:
        """Put all lines of the wanted stories on the page, and one of each other.

        Returns the stories that have any: what is larger and fresher comes first, or nothing.
        """
        told = list(range(len(self.drafts)))
        self.add_lines(told[:wanted])
        for story in told:
            if not self._add_line(story, 0):
                return told[:story]
        return told

    def add_lines(self, told: Sequence[int]) -> None:
        """Put lines of some stories on the page, the second of each before any third."""
        for rank in range(max(len(draft.ranked) for draft in self.drafts)):
            for story in told:
                self._add_line(story, rank)

    def _add_line(self, story: int, rank: int) -> bool:
        """Put a line on the page if there is room, and return whether it is there.

        With all articles that say so, or with its own alone: each of them stands on the list, too.
        """
        draft = self.drafts[story]
        ranked = draft.ranked
        if rank >= len(ranked):
            return False
        if ranked[rank] in self.shown[story]:
            return True
        for self.drafts[story] in (draft, _with_one_place(draft, rank)):
            if self._take(self.with_line(story, rank)):
                self.shown[story] |= {ranked[rank]}
                return True
        self.drafts[story] = draft
        return False

    def with_line(self, story: int, rank: int) -> Briefing:
        """Return the page with one more line of a story."""
        shown = [*self.shown]
        shown[story] |= {self.drafts[story].ranked[rank]}
        lines = [
            tuple(draft.lines[place] for place in sorted(places))
            for draft, places in zip(self.drafts, shown, strict=True)
        ]
        stories = (
            replace(story, in_brief=lines[place] if place < len(lines) else ())
            for place, story in enumerate(self.briefing.stories)
        )
        every = tuple(line for own in lines for line in own)
        return replace(self.briefing, in_brief=every, stories=tuple(stories))

    def name_others(self, told: int) -> None:
        """Name the stories behind the first `told` ones, as far as there is room."""
        for place in range(told, len(self.briefing.stories)):
            stories = list(self.briefing.stories)
            stories[place] = replace(stories[place], named=not stories[place].unchanged)
            if not self._take(replace(self.briefing, stories=tuple(stories))):
                break

    def list_articles(self) -> None:
        """List the articles by their titles, as far as there is room.

        Of those that an earlier page had, only what a line cites is listed.
        """
        cited, known = self.briefing.cited(), set(self.briefing.unchanged or ())
        places = range(len(self.briefing.articles))
        for place in sorted(places, key=lambda p: self.briefing.articles[p].document not in cited):
            entry = self.briefing.articles[place]
            is_listed = entry.shown or (entry.document in known and entry.document not in cited)
            if not is_listed and not self._show(place, Shown.TITLE):
                break

    def condense(self) -> None:
        """Say what each article on the list reports, as far as there is room."""
        line = self._stated()
        said = {folded(each.text) for each in self.briefing.in_brief}
        telling = [p for p, e in enumerate(self.briefing.articles) if e.shown and e.sentences]
        telling.sort(key=lambda place: _worthiest(self.briefing.articles[place]))
        stated = [p for p in telling if self.briefing.articles[p].document in line]
        for place in stated:
            self._show(place, Shown.LINE, line[self.briefing.articles[place].document])
        for place in sorted(telling, key=stated.__contains__):
            entry = self.briefing.articles[place]
            # What stands above to the word is not said again.
            text = folded(entry.sentences[0].text)
            if text not in said and self._show(place, Shown.SENTENCE, entry.line):
                said.add(text)

    def _stated(self) -> dict[int, int]:
        """Return the number of the line on the page that states what an article reports, by id."""
        number: dict[tuple[int, int], int] = {}
        for story, places in enumerate(self.shown):
            for place in sorted(places):
                number[story, place] = len(number) + 1
        return {
            entry.document: number[story, entry.line - 1]
            for story, draft in enumerate(self.drafts)
            for entry in draft.entries
            if (story, entry.line - 1) in number
        }

    def _show(self, place: int, shown: Shown, line: int = 0) -> bool:
        """Show so much of the article at a place if there is room, and say whether there is."""
        articles = list(self.briefing.articles)
        articles[place] = replace(articles[place], shown=shown, line=line)
        return self._take(replace(self.briefing, articles=tuple(articles)))

    def _take(self, grown: Briefing) -> bool:
        """Make the page a grown one if that fits, and say whether it does."""
        if fits(grown, self.measure):
            self.briefing = grown
            return True
        return False


def _worthiest(entry: Entry) -> tuple[float, int]:
    return -entry.sentences[0].reason.worth, entry.document
