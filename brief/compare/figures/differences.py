"""Counts of the same thing side by side, and those that a later article has made obsolete.

Two counts are of the same thing where the same is told (died, hurt, released, …) of the same noun
and place, and neither is a part, a fear or another year's.  Nothing is resolved.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise, takewhile

from brief.compare.figures.counts import COMPARED, NEAR, Predicate, stated_in
from brief.compare.figures.quantities import Quantity, Token, tokens_of
from brief.language.calendar import stated, weekdays
from brief.language.facts import numbers_in, tells_deaths
from brief.language.lists import stop_words
from brief.language.speech import terms_of
from brief.language.terms import stemmed, words_of
from brief.language.visible import visible
from brief.model import Citation, Comparison, Document, Figure, Sentence, Superseded

#: What happened longer before the oldest article is another story's.
BACKGROUND = timedelta(days=31)
#: Share of the articles of which more name a place that is the story's own, not that of a part.
OWN_PLACE = 0.5
#: A count below this share of the largest is some other event's.
LEAST_SHARE = 0.005


@dataclass(frozen=True, slots=True)
class _Count:
    """A figure that may be compared; `unit` is "" for people that nobody describes."""

    figure: Figure
    told: Predicate
    unit: str
    scope: tuple[str, ...]  #: places and days that it is limited to
    behind: tuple[str, ...]  #: stems behind it, which may say who "individuals" are
    subject: Citation  #: what is told of it, in the article's own words
    revised: bool


def comparisons(
    documents: Sequence[Document], found: Sequence[Figure], sentences: Sequence[Sentence]
) -> tuple[Comparison, ...]:
    """Put counts of the same thing that differ between the articles of one story side by side.

    `found` are the `figures` of `sentences`.  Only English is compared.  Most values first, then in
    the order of the sentences; empty where nothing differs.  Linear in the words but for sorting.
    """
    story, wanted = _Story(documents), set(found)
    counts = [each for one in sentences for each in story.counts(one, wanted)]
    made = [story.compared(group) for group in _groups(counts)]
    return tuple(sorted(filter(None, made), key=lambda one: -len(one.values)))


def superseded(
    documents: Sequence[Document], known: Sequence[Comparison], sentences: Sequence[Sentence]
) -> Superseded:
    """Return the places of sentences with a figure that a later article updates, or that stands.

    `known` are the `comparisons` of these articles; `sentences` may hold headlines, too.  One that
    states the latest value as well ("from 33 to 31") is not outdated; of deaths, all other numbers
    of older articles are: "may rise to 100,000" is no news beside 175,000.  Nothing, where none
    of `known` is an update.
    """
    updates = [one for one in known if one.updated]
    if not updates:
        return Superseded()
    story = _Story(documents)
    found = {figure for one in sentences for figure, _, _ in stated_in(one, COMPARED)}
    counts = [each for one in sentences for each in story.counts(one, found)]
    place = _Places(sentences)
    deaths = [one for one in sentences if _tells_a_toll(one.text)]
    past: set[Citation] = set()
    tolls: set[Citation] = set()
    by_figure = {figure: update for update in updates for figure in update.values}
    for group in _groups(counts):
        update = next((by_figure[c.figure] for c in group if c.figure in by_figure), None)
        if update is None:
            continue
        *former, latest = (figure.value for figure in update.values)
        holds = {place.of(c.figure.citation) for c in group if c.figure.value == latest}
        left = {place.of(c.figure.citation) for c in group if c.figure.value in former}
        if group[0].told.kind == "dead":
            tolls |= holds
            before = story.before(update.values[-1])
            left |= {place.whole(one) for one in deaths if one.document in before}
        past |= left - holds
    return Superseded(frozenset(past), frozenset(tolls))


class _Places:
    """Which sentence a place lies in."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._ends: dict[int, list[Citation]] = defaultdict(list)
        for one in sorted(sentences, key=lambda one: (one.document, one.start)):
            self._ends[one.document].append(self.whole(one))

    def whole(self, one: Sentence) -> Citation:
        """Return the place of a sentence itself."""
        return Citation(one.document, one.start, one.end)

    def of(self, at: Citation) -> Citation:
        """Return the place of the sentence that holds another place."""
        own = self._ends[at.document]
        return own[bisect_right(own, at.start, key=lambda one: one.start) - 1]


def _tells_a_toll(text: str) -> bool:
    return tells_deaths(text) and bool(numbers_in(text, COMPARED))


class _Story:
    """The articles of one story."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._by_id = {one.id: one for one in documents if one.language in ("", COMPARED)}
        self._least = OWN_PLACE * len(documents)
        self._spread = Counter(word for one in documents for word in set(words_of(one.text)))
        days = [one.date for one in documents if one.date]
        oldest = min(days, default=date.min)
        self._before = max(oldest, date.min + BACKGROUND) - BACKGROUND
        self._terms = terms_of(COMPARED)

    def counts(self, sentence: Sentence, wanted: set[Figure]) -> Iterator[_Count]:
        """Yield what may be compared of a sentence."""
        article, text = self._by_id.get(sentence.document), sentence.text
        found = [each for each in stated_in(sentence, COMPARED) if each[0] in wanted]
        if not article or not found or self._is_background(text):
            return
        tokens = tokens_of(text, COMPARED)
        revised = any(token.low in self._terms["revise"] for token in tokens)
        for figure, one, told in found:
            if told is None:
                continue
            near = tokens[: max(one.last, told.words[1]) + 2][-1]
            begin = tokens[one.first].start if told.kind in self._terms["steady"] else 0
            days = () if told.total else self._days(text[begin : near.end], article)
            limits = tuple(sorted({*self._places(tokens, one, told), *days}))
            noun = {token.low for token in tokens[one.noun : one.last]} - self._terms["generic"]
            after = takewhile(lambda each: each.kind == "word", tokens[one.last : one.last + NEAR])
            behind = stemmed([each.text for each in after], COMPARED)
            said = tokens[slice(*told.words)]
            begin, end = sentence.start + said[0].start, sentence.start + said[-1].end
            begin += 6 if text[said[0].start : said[-1].end].startswith("or so ") else 0
            subject = Citation(sentence.document, begin, end)
            unit, risen = figure.unit if noun else "", revised or tokens[one.first - 1].low == "to"
            if told.kind in self._terms["state"]:  # "The number of prisoners held" names its own.
                stems = {
                    *stemmed(
                        [each.text for each in (*said, *tokens[one.noun : one.last])], COMPARED
                    )
                }
                unit = min(stems & self._terms[f"only.{told.kind}"], default=unit)
            yield _Count(figure, told, unit, limits, behind, subject, risen)

    def _places(self, tokens: Sequence[Token], one: Quantity, told: Predicate) -> set[str]:
        """Return the places, not the story's own, that a count is limited to, or whose it is."""
        starts = {end + more for end in (one.last, told.words[1]) for more in range(3)} | {0}
        names = []
        for place, (before, name) in enumerate(pairwise(tokens)):
            inside = place in starts and before.low in self._terms["inside"]
            if inside or (place + 1 < one.first and name.text.endswith(("'s", "’s"))):
                names.append(name)
        if one.first > 1 and tokens[one.first - 1].low in self._terms["has"]:
            names.append(tokens[one.first - 2])
        bare = {re.sub("['’]s$", "", name.text) for name in names if name.text[0].isupper()}
        return {name for name in bare if self._spread[name] <= self._least}

    def _is_background(self, text: str) -> bool:
        """Return whether a sentence is of something long before the oldest article."""
        if re.search("last year| years? (?:ago|earlier)", text):
            return True
        told = [(one.year, one.month) for one in stated(text) if one.year]
        told += [(int(year), 12) for year in re.findall("\\b(?:1[5-9]|20)[0-9]{2}\\b", text)]
        return min(told, default=(9999, 1)) < (self._before.year, self._before.month)

    def _days(self, text: str, article: Document) -> Iterator[str]:
        """Yield the days that a sentence names: a count of one day is not that of another."""
        year = article.date.year if article.date else 1
        yield from (f"{year:04}-{one.month:02}-{one.day:02}" for one in stated(text) if one.day)
        names, recent = weekdays(COMPARED), self._terms["recent"]
        for word in words_of(text):
            if word in names or word.lower() in recent:
                today = max(article.date or date.min, date.min + timedelta(days=9 * article.id + 9))
                ago = (today.weekday() - names[word]) % 7 if word in names else word == "yesterday"
                yield str(today - timedelta(days=ago))

    def _when(self, count: _Count) -> tuple[bool, date, int]:
        article = self._by_id[count.figure.citation.document]
        return article.date is None, article.date or date.min, article.id

    def before(self, figure: Figure) -> frozenset[int]:
        """Return the ids of the articles that are older than the one of a figure."""
        day = self._by_id[figure.citation.document].date
        articles = self._by_id.values()
        return frozenset(one.id for one in articles if day and one.date and one.date < day)

    def compared(self, group: Iterable[_Count]) -> Comparison | None:
        """Return the differing counts of a group, one an article, each value once."""
        first: dict[float, _Count] = {}
        for _, own in groupby(sorted(group, key=self._when), key=self._when):
            rows = sorted(own, key=lambda one: not one.told.total)
            if rows[0].told.total or len({row.figure.value for row in rows}) == 1:
                first.setdefault(rows[0].figure.value, rows[0])
        kept = [one for value, one in first.items() if value >= LEAST_SHARE * max(first)]
        if len(kept) < 2:
            return None
        steady = kept[0].told.kind in self._terms["steady"] and not self._when(kept[-1])[0]
        series = self._series(kept) if steady else []
        kept = series if len(series) > 1 else kept
        words = {one.subject: self._words(one.subject) for one in kept}
        place = next((place for place in words if " " in words[place]), kept[0].subject)
        values = tuple(one.figure for one in kept)
        said = {word.lower() for value in values for word in words_of(value.text)}
        idle = stop_words(COMPARED) | self._terms["generic"]
        telling = [word for word in words_of(words[place]) if word not in idle]
        # "Political prisoners were released: 78 political prisoners / 123 political prisoners"
        again = 0 < len(telling) <= 2 * sum(word in said for word in telling)
        shown = None if again else place
        return Comparison(words[place], values, updated=kept is series, place=shown)

    def _words(self, place: Citation) -> str:
        return visible(self._by_id[place.document].text[place.start : place.end])

    def _series(self, kept: Sequence[_Count]) -> list[_Count]:
        """Return the counts as one that later articles revise, one a day; empty if it is none."""
        kind = kept[0].told.kind
        falls, either = kind in self._terms["down"], kind in self._terms["state"]
        last: dict[date, _Count] = {}
        for one in kept:
            day = self._when(one)[1]
            if day not in last or (one.figure.value < last[day].figure.value) == falls:
                last[day] = one
        rows = list(last.values())
        fine = (
            either or (b.figure.value < a.figure.value) == falls or b.revised
            for a, b in pairwise(rows)
        )
        return rows if all(fine) else []


def _groups(counts: Sequence[_Count]) -> Iterable[Sequence[_Count]]:
    """Return counts of the same thing together: "individuals from its prisons" are prisoners."""
    named: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for count in counts:
        if count.unit:
            named[count.told.kind, *count.scope].setdefault(count.unit.split()[-1], count.unit)
    groups: dict[tuple[str, ...], list[_Count]] = defaultdict(list)
    for count in counts:
        key = (count.told.kind, *count.scope)
        heads = sorted({*count.behind}.intersection(named[key]))
        unit = count.unit or (named[key][heads[0]] if heads else "")
        groups[*key, unit].append(count)
    return groups.values()
