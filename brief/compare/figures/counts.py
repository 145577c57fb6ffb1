"""Counts that articles state, and what a sentence tells of each: died, hurt, released."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brief.compare.figures.quantities import Quantity, Token, quantities, tokens_of
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
    words: tuple[int, int]
    total: bool = False  #: True for a toll, which counts all


def figures(sentences: Sequence[Sentence], language: str) -> list[Figure]:
    """Return the figures of `sentences` in their order; a range has its smaller value.  Linear."""
    return [figure for one in sentences for figure, _, _ in stated_in(one, language)]


def stated_in(one: Sentence, language: str) -> Iterator[tuple[Figure, Quantity, Predicate | None]]:
    """Yield the figures of a sentence, each with what it was read from and what is told of it."""
    found = quantities(one.text, language)
    tokens = tokens_of(one.text, language) if found else ()
    for number, each in enumerate(found):
        told = _Reading(tokens, found, number).told() if language == COMPARED else None
        if each.sort != "bare" or told:
            start, end = tokens[each.first].start, tokens[each.last - 1].end
            place = Citation(one.document, one.start + start, one.start + end)
            yield Figure(each.value, each.unit or "peopl", one.text[start:end], place), each, told


class _Reading:
    """What an English sentence tells of one of its quantities."""

    def __init__(self, tokens: Sequence[Token], found: Sequence[Quantity], number: int) -> None:
        self._terms, self._kinds = terms_of(COMPARED), meanings(COMPARED, "kind.")
        self._one, self._low = found[number], [token.low for token in tokens]
        self._next = found[number + 1].first if number + 1 < len(found) else len(tokens)
        self._previous = max((o.last for o in found[:number] if not self._former(o)), default=0)

    def _is(self, place: int, key: str) -> bool:
        return 0 <= place < len(self._low) and self._low[place] in self._terms[key]

    def _former(self, one: Quantity) -> bool:
        """Return whether a number is the 33 of "from 33 to 31"."""
        return self._low[max(one.first - 1, 0)] == "from" and self._is(one.last, "onward")

    def _kind(self, place: int) -> str | None:
        """Return the kind that a word tells, if it can be told of what is counted."""
        kind = self._kinds.get(self._low[place]) if 0 <= place < len(self._low) else None
        only = self._terms.get(f"only.{kind}")
        return None if only and self._one.unit.rpartition(" ")[2] not in only else kind

    def told(self) -> Predicate | None:
        """Return what is told, where that is clear, a fact, and of the whole."""
        one = self._one
        if one.sort not in ("count", "bare") or one.ranged or one.value == 1 or self._former(one):
            return None
        told = self._itself() or self._before() or self._after() or self._toll() or self._there()
        return None if told is None or self._partial(told) else told

    def _itself(self) -> Predicate | None:
        """Read "222,570 deaths", "5,800 sentenced" and "claimed 52 lives"."""
        one, head = self._one, self._low[self._one.last - 1]
        if head in ("lives", "victims"):
            return (
                Predicate("dead", (one.noun, one.last))
                if self._is(one.first - 1, "claim")
                else None
            )
        kind = self._kind(one.last - 1) if one.sort == "count" else None
        linked = self._is(one.last, "linked") and self._kind(one.last + 1)
        return None if kind is None or linked else Predicate(kind, (one.noun, one.last))

    def _before(self) -> Predicate | None:
        """Read "killing at least 14 people" and "the release of 123 prisoners"."""
        place = self._one.first - 1
        while place > self._previous and self._is(place, "between"):
            place -= 1
        kind = self._kind(place) if place >= self._previous else None
        linked = self._is(place - 1, "linked") and self._kind(place - 2)
        clear = kind and not linked and not self._is(place, "alone")
        return Predicate(kind, (place, place + 1)) if kind and clear else None

    def _after(self) -> Predicate | None:
        """Read "52 people were killed" and "123 prisoners freed"."""
        one, by_clause = self._one, False
        for place in range(one.last, min(one.last + NEAR, self._next)):
            if self._is(place, "ends") or (one.sort == "bare" and self._is(place, "share")):
                return None
            by_clause |= self._is(place, "who")
            if kind := self._kind(place):
                clear = (not by_clause or kind in self._terms["clause"]) and self._borne(place)
                return Predicate(kind, (one.noun, place + 1)) if clear else None
        return None

    def _borne(self, place: int) -> bool:
        """Return whether the counted suffer what a word tells, and nothing else with it."""
        tied = any(map(self._kind, range(place + 2, min(place + 4, self._next))))
        if tied and self._is(place + 1, "linked"):
            return False
        before = range(self._one.last, place)
        if self._is(place, "alone") or any(self._is(each, "passive") for each in before):
            return True
        alone = place + 1 < self._next and not self._is(place + 1, "object")
        return alone and self._one.sort == "count"

    def _toll(self) -> Predicate | None:
        """Read "the death toll has passed 80,000" and "the number of dead had reached 33"."""
        one, low = self._one, self._low
        if not self._is(one.first - 1, "reach") and low[one.first : one.number] != ["over"]:
            return None
        for place in range(one.first - 1, self._previous - 1, -1):
            deaths = low[max(place - 1, 0)] == "death"
            if low[place] == "toll" or (deaths and self._is(place, "toll")):
                return Predicate("dead", (place - deaths, place + 1), total=True)
            near = min(place + 2 + NEAR, one.first) if low[place + 1] == "of" else 0
            for far in range(place + 2, near if self._is(place, "toll") else 0):
                if kind := self._kind_of(far, low[place + 2 : far]):
                    return Predicate(kind, (place, far + 1), total=True)
        return None

    def _kind_of(self, place: int, counted: Sequence[str]) -> str | None:
        """Return the kind that a word tells of what stands before it, and not with the number."""
        kind = self._kinds.get(self._low[place])
        only = self._terms.get(f"only.{kind}")
        return kind if not only or only & {*stemmed(counted, COMPARED)} else None

    def _there(self) -> Predicate | None:
        """Read "there are around 1,229 political prisoners": they are held."""
        one, before = self._one, self._low[max(self._one.first - 3, 0) : self._one.first]
        held = self._one.unit.rpartition(" ")[2] in self._terms["only.held"]
        stated = held and "there" in before and not {"are", "were"}.isdisjoint(before)
        return Predicate("held", (one.noun, one.last)) if stated and one.sort == "count" else None

    def _partial(self, told: Predicate) -> bool:
        """Return whether the count is a fear, a wish or a part of another."""
        one, low, start = self._one, self._low, self._one.first
        while start > self._previous and not self._is(start - 1, "breaks"):
            start -= 1
        start, end = (told.words[0] if told.total else start), max(one.last, told.words[1])
        clause = {*low[start : one.first], *low[one.last : end]}
        around = {*low[max(start, one.first - 3) : one.first], *low[one.noun : end + 1]}
        return bool(clause & self._terms["unsure"] or around & self._terms["part"])
