"""Comparisons of counts of the same thing, and the counts that a later article has made obsolete.

Two counts are of the same thing where the same is told (died, hurt, released, …) of the same noun
and place, and neither is a part, a fear or another year's.  Nothing is resolved.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby, pairwise, takewhile

from brief.compare.figures.counts import COMPARED, NEAR, Predicate, told_in
from brief.compare.figures.quantities import Quantity, Token, tokens_of
from brief.language.calendar import stated, weekdays
from brief.language.facts import numbers_in, tells_deaths
from brief.language.lists import stop_words
from brief.language.numerals import ANY_YEAR
from brief.language.speech import terms_of
from brief.language.terms import stemmed, words_of
from brief.language.visible import visible
from brief.model import Citation, Comparison, Document, Figure, Sentence

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
    predicate: Predicate
    unit: str
    scope: tuple[str, ...]  #: places and days that it is limited to
    behind: tuple[str, ...]  #: stems behind it, which may say who "individuals" are
    sentence: Citation
    subject: Citation  #: what is told of it, in the article's own words
    revised: bool


def comparisons(
    documents: Sequence[Document],
    counted: Collection[Figure] | None,
    sentences: Sequence[Sentence],
) -> tuple[Comparison, ...]:
    """Put counts of the same thing that differ between the articles of one story side by side.

    `counted` are those of the English `figures` of `sentences` that are compared, None for all.
    Most values first, then in the order of the sentences; empty where nothing differs.  Linear in
    the words, sorting aside.
    """
    story, wanted = _Story(documents), None if counted is None else set(counted)
    counts = [
        count for count in story.counts(sentences) if wanted is None or count.figure in wanted
    ]
    compared = filter(None, map(story.compared, _groups(counts)))
    return tuple(sorted(compared, key=lambda comparison: -len(comparison.values)))


def outdated(
    documents: Sequence[Document], compared: Sequence[Comparison], sentences: Sequence[Sentence]
) -> frozenset[Citation]:
    """Return the places of sentences with a figure that a later article updates.

    `compared` are the `comparisons` of these articles; `sentences` may hold headlines, too.  A
    sentence that states the latest value as well ("from 33 to 31") is not outdated; of deaths, all
    other numbers of older articles are: "may rise to 100,000" is no news beside 175,000.  Nothing,
    where none of `compared` is an update.
    """
    updates = [comparison for comparison in compared if comparison.updated]
    if not updates:
        return frozenset()
    story = _Story(documents)
    deaths = [
        _place(sentence)
        for sentence in sentences
        if tells_deaths(sentence.text) and numbers_in(sentence.text, COMPARED)
    ]
    past: set[Citation] = set()
    for update, group in _updated(story, updates, sentences):
        *former, latest = (figure.value for figure in update.values)
        current = {count.sentence for count in group if count.figure.value == latest}
        older = {count.sentence for count in group if count.figure.value in former}
        if group[0].predicate.kind == "dead":
            before = story.before(update.values[-1])
            older |= {place for place in deaths if place.document in before}
        past |= older - current
    return frozenset(past)


def replaced(
    documents: Sequence[Document], compared: Sequence[Comparison], sentences: Sequence[Sentence]
) -> dict[Citation, tuple[Figure, ...]]:
    """Return the figures of before by the place of each sentence that states the latest one.

    Arguments as for `outdated`.
    """
    updates = [comparison for comparison in compared if comparison.updated]
    if not updates:
        return {}
    return {
        count.sentence: update.values[:-1]
        for update, group in _updated(_Story(documents), updates, sentences)
        for count in group
        if count.figure.value == update.values[-1].value
    }


def _updated(
    story: _Story, updates: Sequence[Comparison], sentences: Sequence[Sentence]
) -> Iterator[tuple[Comparison, Sequence[_Count]]]:
    """Yield each update with all counts of the same thing."""
    by_figure = {figure: update for update in updates for figure in update.values}
    for group in _groups(list(story.counts(sentences))):
        update = next(filter(None, (by_figure.get(count.figure) for count in group)), None)
        if update is not None:
            yield update, group


def _place(sentence: Sentence) -> Citation:
    return Citation(sentence.document, sentence.start, sentence.end)


class _Story:
    """The articles of one story."""

    def __init__(self, documents: Sequence[Document]) -> None:
        readable = [article for article in documents if article.language in ("", COMPARED)]
        self._by_id = {article.id: article for article in readable}
        self._documents = documents
        days = [article.date for article in documents if article.date]
        oldest = min(days, default=date.min)
        self._earliest = max(oldest, date.min + BACKGROUND) - BACKGROUND
        self._terms = terms_of(COMPARED)

    def counts(self, sentences: Iterable[Sentence]) -> Iterator[_Count]:
        """Yield the figures of some sentences that may be compared."""
        for sentence in sentences:
            if sentence.document in self._by_id:
                for figure, quantity, predicate in told_in(sentence):
                    if not self._is_background(sentence.text):
                        yield self._count(sentence, figure, quantity, predicate)

    def _count(
        self, sentence: Sentence, figure: Figure, quantity: Quantity, predicate: Predicate
    ) -> _Count:
        text, tokens = sentence.text, tokens_of(sentence.text, COMPARED)
        behind = tokens[quantity.last : quantity.last + NEAR]
        after = takewhile(lambda token: token.kind == "word", behind)
        revised = any(token.low in self._terms["revise"] for token in tokens)
        said = tokens[slice(*predicate.words)]
        begin, end = said[0].start, said[-1].end
        begin += 6 if text[begin:end].startswith("or so ") else 0
        return _Count(
            figure=figure,
            predicate=predicate,
            unit=self._unit(tokens, figure, quantity, predicate),
            scope=self._scope(sentence, quantity, predicate),
            behind=stemmed([token.text for token in after], COMPARED),
            sentence=_place(sentence),
            subject=Citation(sentence.document, sentence.start + begin, sentence.start + end),
            revised=revised or tokens[quantity.first - 1].low == "to",
        )

    def _unit(
        self, tokens: Sequence[Token], figure: Figure, quantity: Quantity, predicate: Predicate
    ) -> str:
        """Return the stems of what is counted, "" for people that nobody describes."""
        nouns = tokens[quantity.noun : quantity.last]
        unit = figure.unit if {token.low for token in nouns} - self._terms["generic"] else ""
        if predicate.kind in self._terms["state"]:  # "The number of prisoners held" names its own.
            near = [token.text for token in (*tokens[slice(*predicate.words)], *nouns)]
            stems = {*stemmed(near, COMPARED)}
            unit = min(stems & self._terms[f"only.{predicate.kind}"], default=unit)
        return unit

    def _scope(
        self, sentence: Sentence, quantity: Quantity, predicate: Predicate
    ) -> tuple[str, ...]:
        """Return the places and days that a count is limited to."""
        tokens, article = tokens_of(sentence.text, COMPARED), self._by_id[sentence.document]
        near = tokens[: max(quantity.last, predicate.words[1]) + 2][-1]
        steady = predicate.kind in self._terms["steady"]
        begin = tokens[quantity.first].start if steady else 0
        days = () if predicate.total else self._days(sentence.text[begin : near.end], article)
        return tuple(sorted({*self._places(tokens, quantity, predicate), *days}))

    def _places(
        self, tokens: Sequence[Token], quantity: Quantity, predicate: Predicate
    ) -> set[str]:
        """Return the places, not the story's own, that a count is limited to, or whose it is."""
        ends = (quantity.last, predicate.words[1])
        starts = {end + more for end in ends for more in range(3)} | {0}
        names = []
        for place, (before, name) in enumerate(pairwise(tokens)):
            inside = place in starts and before.low in self._terms["inside"]
            if inside or (place + 1 < quantity.first and name.text.endswith(("'s", "’s"))):
                names.append(name)
        if quantity.first > 1 and tokens[quantity.first - 1].low in self._terms["has"]:
            names.append(tokens[quantity.first - 2])
        bare = {re.sub("['’]s$", "", name.text) for name in names if name.text[0].isupper()}
        return {name for name in bare if not self._is_own_place(name)}

    @cached_property
    def _words_of_articles(self) -> list[frozenset[str]]:
        return [frozenset(words_of(article.text)) for article in self._documents]

    def _is_own_place(self, name: str) -> bool:
        """Return whether most articles have the name of a place."""
        articles = sum(name in words for words in self._words_of_articles)
        return articles > OWN_PLACE * len(self._documents)

    def _is_background(self, text: str) -> bool:
        """Return whether a sentence is of something long before the oldest article."""
        if re.search("last year| years? (?:ago|earlier)", text):
            return True
        months = [(day.year, day.month) for day in stated(text) if day.year]
        months += [(int(year), 12) for year in ANY_YEAR.findall(text)]
        return min(months, default=(9999, 1)) < (self._earliest.year, self._earliest.month)

    def _days(self, text: str, article: Document) -> Iterator[str]:
        """Yield the days that a sentence names: a count of one day is not that of another."""
        year = article.date.year if article.date else 1
        yield from (f"{year:04}-{day.month:02}-{day.day:02}" for day in stated(text) if day.day)
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
        dates = ((article.id, article.date) for article in self._by_id.values())
        return frozenset(number for number, written in dates if day and written and written < day)

    def compared(self, group: Iterable[_Count]) -> Comparison | None:
        """Return the differing counts of a group, one an article, each value once."""
        first: dict[float, _Count] = {}
        for _, counts in groupby(sorted(group, key=self._when), key=self._when):
            rows = sorted(counts, key=lambda count: not count.predicate.total)
            if rows[0].predicate.total or len({row.figure.value for row in rows}) == 1:
                first.setdefault(rows[0].figure.value, rows[0])
        kept = [count for value, count in first.items() if value >= LEAST_SHARE * max(first)]
        if len(kept) < 2:
            return None
        steady = kept[0].predicate.kind in self._terms["steady"] and not self._when(kept[-1])[0]
        series = self._series(kept) if steady else []
        kept = series if len(series) > 1 else kept
        words = {count.subject: self._words(count.subject) for count in kept}
        place = next((place for place in words if " " in words[place]), kept[0].subject)
        values = tuple(count.figure for count in kept)
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
        kind = kept[0].predicate.kind
        falls, either = kind in self._terms["down"], kind in self._terms["state"]
        last: dict[date, _Count] = {}
        for count in kept:
            day = self._when(count)[1]
            if day not in last or (count.figure.value < last[day].figure.value) == falls:
                last[day] = count
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
            named[count.predicate.kind, *count.scope].setdefault(count.unit.split()[-1], count.unit)
    groups: dict[tuple[str, ...], list[_Count]] = defaultdict(list)
    for count in counts:
        key = (count.predicate.kind, *count.scope)
        heads = sorted({*count.behind}.intersection(named[key]))
        unit = count.unit or (named[key][heads[0]] if heads else "")
        groups[*key, unit].append(count)
    return groups.values()
