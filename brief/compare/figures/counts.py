"""Counts that articles state, and what a sentence tells of each: died, hurt, released."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from brief.compare.figures.quantities import (
    Quantity,
    Token,
    quantities,
    states_number,
    tokens_of,
)
from brief.language.plain import plain
from brief.language.speech import meanings, terms_of
from brief.language.terms import stemmed
from brief.model import Citation, Figure, Sentence

#: The one language whose words for what is told are known well enough.
COMPARED = "en"
#: Words behind a noun in which what is told of it is looked for: more find more, and wrong ones.
NEAR = 6


@dataclass(frozen=True, slots=True)
class Predicate:
    """What a sentence tells of a quantity, and the tokens that tell it."""

    kind: str
    words: tuple[int, int]  #: the first token and the one behind the last
    total: bool = False  #: True for a toll, which counts all


def figures(sentences: Sequence[Sentence], language: str) -> list[Figure]:
    """Return the figures of `sentences` in their order; a range has its smaller value.  Linear."""
    return [figure for sentence in sentences for figure, *_ in stated_in(sentence, language)]


def stated_in(
    sentence: Sentence, language: str
) -> Iterator[tuple[Figure, Quantity, Predicate | None]]:
    """Yield the figures of a sentence, each with what it was read from and what is told of it."""
    counted = quantities(sentence.text, language)
    tokens = tokens_of(sentence.text, language) if counted else ()
    for number, quantity in enumerate(counted):
        compared = language == COMPARED
        predicate = _Reading(tokens, counted, number).predicate() if compared else None
        if quantity.sort != "bare" or predicate:
            start, end = tokens[quantity.first].start, tokens[quantity.last - 1].end
            text, begin = sentence.text[start:end], sentence.start
            place = Citation(sentence.document, begin + start, begin + end)
            figure = Figure(quantity.value, quantity.unit or "peopl", text, place)
            yield figure, quantity, predicate


def told_in(sentence: Sentence) -> Iterator[tuple[Figure, Quantity, Predicate]]:
    """Yield the figures of an English sentence of which it tells something; most have none."""
    if states_number(sentence.text, COMPARED) and _may_tell(sentence.text):
        for figure, quantity, predicate in stated_in(sentence, COMPARED):
            if predicate:
                yield figure, quantity, predicate


def _may_tell(text: str) -> bool:
    """Return whether a sentence has a word without which nothing is told of a quantity."""
    words = set(_LETTERS.findall(plain(text).lower()))
    return not _telling().isdisjoint(words) or not words.isdisjoint(_OTHERWISE)


@cache
def _telling() -> frozenset[str]:
    """Return the words that tell a kind."""
    return frozenset(meanings(COMPARED, "kind."))


_LETTERS = re.compile(r"[^\W\d_]+")
#: What `_Reading` takes in place of a word for a kind: "claimed 52 lives", "the toll", "there are".
_OTHERWISE = ("lives", "victims", "toll", "there")


class _Reading:
    """What an English sentence tells of one of its quantities."""

    def __init__(self, tokens: Sequence[Token], counted: Sequence[Quantity], number: int) -> None:
        self._terms, self._kinds = terms_of(COMPARED), meanings(COMPARED, "kind.")
        self._quantity, self._low = counted[number], [token.low for token in tokens]
        self._next = counted[number + 1].first if number + 1 < len(counted) else len(tokens)
        before = (other for other in counted[:number] if not self._former(other))
        self._previous = max((other.last for other in before), default=0)

    def _is(self, place: int, key: str) -> bool:
        return 0 <= place < len(self._low) and self._low[place] in self._terms[key]

    def _former(self, quantity: Quantity) -> bool:
        """Return whether a number is the 33 of "from 33 to 31"."""
        before = self._low[max(quantity.first - 1, 0)]
        return before == "from" and self._is(quantity.last, "onward")

    def _kind(self, place: int, counted: Iterable[str] | None = None) -> str | None:
        """Return the kind that a word tells, if it can be told of the stems that are counted."""
        kind = self._kinds.get(self._low[place]) if 0 <= place < len(self._low) else None
        only = self._terms.get(f"only.{kind}")
        counted = [self._quantity.unit.rpartition(" ")[2]] if counted is None else counted
        return None if only and only.isdisjoint(counted) else kind

    def predicate(self) -> Predicate | None:
        """Return what is said of the whole count, as a fact; None where that is not clear."""
        quantity = self._quantity
        counts = quantity.sort in ("count", "bare") and not quantity.ranged and quantity.value != 1
        if not counts or self._former(quantity):
            return None
        predicate = (
            self._itself() or self._before() or self._after() or self._toll() or self._there()
        )
        return None if predicate is None or self._partial(predicate) else predicate

    def _itself(self) -> Predicate | None:
        """Read "222,570 deaths", "5,800 sentenced" and "claimed 52 lives"."""
        quantity, behind = self._quantity, self._quantity.last
        if self._low[behind - 1] in ("lives", "victims"):
            claimed = self._is(quantity.first - 1, "claim")
            return Predicate("dead", (quantity.noun, behind)) if claimed else None
        kind = self._kind(behind - 1) if quantity.sort == "count" else None
        linked = self._is(behind, "linked") and self._kind(behind + 1)
        return None if kind is None or linked else Predicate(kind, (quantity.noun, behind))

    def _before(self) -> Predicate | None:
        """Read "killing at least 14 people" and "the release of 123 prisoners"."""
        place = self._quantity.first - 1
        while place > self._previous and self._is(place, "between"):
            place -= 1
        kind = self._kind(place) if place >= self._previous else None
        linked = self._is(place - 1, "linked") and self._kind(place - 2)
        clear = kind and not linked and not self._is(place, "alone")
        return Predicate(kind, (place, place + 1)) if kind and clear else None

    def _after(self) -> Predicate | None:
        """Read "52 people were killed" and "123 prisoners freed"."""
        quantity, by_clause = self._quantity, False
        for place in range(quantity.last, min(quantity.last + NEAR, self._next)):
            if self._is(place, "ends") or (quantity.sort == "bare" and self._is(place, "share")):
                return None
            by_clause |= self._is(place, "who")
            if kind := self._kind(place):
                clear = (not by_clause or kind in self._terms["clause"]) and self._borne(place)
                return Predicate(kind, (quantity.noun, place + 1)) if clear else None
        return None

    def _borne(self, place: int) -> bool:
        """Return whether the word at `place` tells of the counted people, and of nothing else."""
        tied = any(map(self._kind, range(place + 2, min(place + 4, self._next))))
        if tied and self._is(place + 1, "linked"):
            return False
        between = range(self._quantity.last, place)
        if self._is(place, "alone") or any(self._is(word, "passive") for word in between):
            return True
        alone = place + 1 < self._next and not self._is(place + 1, "object")
        return alone and self._quantity.sort == "count"

    def _toll(self) -> Predicate | None:
        """Read "the death toll has passed 80,000" and "the number of dead had reached 33"."""
        low, first = self._low, self._quantity.first
        if not self._is(first - 1, "reach") and low[first : self._quantity.number] != ["over"]:
            return None
        for place in range(first - 1, self._previous - 1, -1):
            deaths = low[max(place - 1, 0)] == "death"
            if low[place] == "toll" or (deaths and self._is(place, "toll")):
                return Predicate("dead", (place - deaths, place + 1), total=True)
            near = min(place + 2 + NEAR, first) if low[place + 1] == "of" else 0
            for far in range(place + 2, near if self._is(place, "toll") else 0):
                if kind := self._kind(far, stemmed(low[place + 2 : far], COMPARED)):
                    return Predicate(kind, (place, far + 1), total=True)
        return None

    def _there(self) -> Predicate | None:
        """Read "there are around 1,229 political prisoners": they are held."""
        quantity = self._quantity
        before = self._low[max(quantity.first - 3, 0) : quantity.first]
        prisoners = quantity.unit.rpartition(" ")[2] in self._terms["only.held"]
        stated = "there" in before and not {"are", "were"}.isdisjoint(before)
        clear = stated and prisoners and quantity.sort == "count"
        return Predicate("held", (quantity.noun, quantity.last)) if clear else None

    def _partial(self, predicate: Predicate) -> bool:
        """Return whether the count is a fear, a wish or a part of another."""
        quantity, low, start = self._quantity, self._low, self._quantity.first
        while start > self._previous and not self._is(start - 1, "breaks"):
            start -= 1
        start = predicate.words[0] if predicate.total else start
        end = max(quantity.last, predicate.words[1])
        clause = {*low[start : quantity.first], *low[quantity.last : end]}
        around = {*low[max(start, quantity.first - 3) : quantity.first]}
        around |= {*low[quantity.noun : end + 1]}
        return bool(clause & self._terms["unsure"] or around & self._terms["part"])
