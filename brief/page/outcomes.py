"""How a story goes on: what came of what was expected, and which articles follow one strand.

An expectation of an earlier article must not stand on a page without the outcome that a later one
reports: released, agreed, elected, died, called off.  Two articles are of one strand (arrested →
charged, halted → resumed) where their headlines and first sentences share much that the others do
not have.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

from brief.language.lists import deeds_of, turning_words
from brief.language.words import sections
from brief.page.candidates import Candidate
from brief.page.material import Material, deeds_in, terms_of

#: Words behind one of expecting in which what is expected is told.
AHEAD = 8
#: Terms of an expectation, the rarest, one of which its outcome has, and rows that are looked at
#: for each, the last ones: what makes the cost linear.
RAREST, POSTED = 10, 40
#: Share of an expectation's content, its deeds left out, that its outcome has.
SAME_MATTER = 0.3
#: Lines of a language's list of turning words, which begins with denying and refuting: expecting,
#: calling off.
_EXPECTED, _OFF = 2, 3
#: Share of the lesser article's opening that must stand in the other's.  On ten stories, pairs
#: such as arrested/charged (0.32) and stopped/resumed (0.24) lie above it, unrelated ones below.
SAME_STRAND = 0.22
#: A term of more openings than this ties nothing together, and keeps the cost linear.
WIDESPREAD = 60
#: English calls off in two words.
_CALLED_OFF = frozenset([("called", "off"), ("call", "off"), ("calls", "off")])


class Outcomes:
    """What later articles tell of what earlier ones expect; looks only where something is."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._told: dict[int, _Told] = {}

    def best(self, line: Candidate, free: Sequence[Candidate]) -> list[Candidate]:
        """Return the candidate that tells it best, the shortest of its article; none without any.

        Where what tells it may not stand on a page, another line that does, and is near enough.
        """
        rows = self.rows(line)
        telling = [one for one in free if not rows.isdisjoint(one.rows)]
        telling = telling or answered(self._material, line, free)
        first = max(telling, key=lambda one: (one.worth, -one.document), default=None)
        parts = [one for one in free if first and set(one.rows) <= set(first.rows)]
        ends = answered(self._material, line, parts)
        return sorted(ends, key=lambda one: (len(one.rows), one.position))[:1]

    def rows(self, line: Candidate) -> frozenset[int]:
        """Return the rows that tell it, those that may not stand on a page among them."""
        material = self._material
        day = material.document(line.document).date
        expected = _told(material, line.rows).expected if day else frozenset()
        if not expected or day is None:
            return frozenset()
        rare = sorted(line.terms, key=lambda term: (-material.idf[term], term))[:RAREST]
        rows = {row for term in rare for row in self._by_term.get(term, ())[-POSTED:]}
        sentences = material.matrix.sentences
        later = (
            row for row in rows if (material.document(sentences[row].document).date or day) > day
        )
        return frozenset(row for row in later if self._comes_of(line, row, expected))

    def _comes_of(self, line: Candidate, row: int, expected: frozenset[int]) -> bool:
        if row not in self._told:
            self._told[row] = _told(self._material, (row,))
        return _comes_of(self._material, line, row, expected, self._told[row])

    @cached_property
    def _by_term(self) -> Mapping[int, Sequence[int]]:
        """The rows that tell a deed, by their terms, in the order of the articles."""
        rows: dict[int, list[int]] = {}
        for row in range(len(self._material.matrix.sentences)):
            for term in terms_of(self._material, row) if deeds_in(self._material, row) else ():
                rows.setdefault(term, []).append(row)
        return rows


def answered(material: Material, line: Candidate, others: Iterable[Candidate]) -> list[Candidate]:
    """Return which of the lines beside it tell that what a line expects was done, or is off."""
    day = material.document(line.document).date
    expected = _told(material, line.rows).expected
    return [
        one
        for one in others
        if day and expected and (material.document(one.document).date or day) > day
        if any(
            _comes_of(material, line, row, expected, _told(material, (row,))) for row in one.rows
        )
    ]


@dataclass(frozen=True, slots=True)
class _Told:
    """The kinds of deed that a line tells."""

    done: frozenset[int]
    expected: frozenset[int]
    #: Whether something was called off.
    ended: bool


def _comes_of(
    material: Material, line: Candidate, row: int, expected: frozenset[int], told: _Told
) -> bool:
    """Return whether a row tells that what a line expects was done, or is off."""
    near = bool(told.ended or expected & (told.done - told.expected))
    return near and _alike(material, line, row) >= SAME_MATTER


def _alike(material: Material, line: Candidate, row: int) -> float:
    """Return the share of a line's content that a row has, its deeds left out, 0 … 1."""
    language, names = material.matrix.language, material.matrix.vocabulary
    own = [term for term in sorted(line.terms) if not deeds_of(names[term], language)]
    other = terms_of(material, row)
    total = sum(material.idf[term] for term in own)
    return sum(material.idf[t] for t in own if t in other) / total if total else 0.0


def _told(material: Material, rows: Iterable[int]) -> _Told:
    language = material.matrix.language
    done: set[int] = set()
    expected: set[int] = set()
    ended = False
    for row in rows:
        words = material.matrix.words[row]
        ahead, off = _places(words, language)
        for place, word in enumerate(words):
            if language == "en" and word.lower().startswith("call") and place not in off:
                continue  # "calls for" ends nothing; "called off" does.
            if any(at < place <= at + AHEAD for at in ahead):
                expected |= deeds_of(word, language)
            else:
                done |= deeds_of(word, language)
                ended = ended or place in off
    return _Told(frozenset(done), frozenset(expected), ended)


def _places(words: Sequence[str], language: str) -> tuple[list[int], list[int]]:
    """Return the places of the words that expect, and that call something off."""
    turns, _ = turning_words(language)
    low = [word.lower() for word in words]
    kinds = [turns.get(word, ()) for word in low]
    ahead = [place for place, own in enumerate(kinds) if _EXPECTED in own]
    off = [place for place, own in enumerate(kinds) if _OFF in own]
    if language == "en":
        pairs = list(enumerate(pairwise(low)))
        ahead += [
            place + 1
            for place, (word, following) in pairs
            if word in _expecting().get(following, ())
        ]
        off += [place + 1 for place, pair in pairs if pair in _CALLED_OFF]
    return ahead, off


@cache
def _expecting() -> Mapping[str, frozenset[str]]:
    """Return the English words that expect what follows, by the word behind them: "to", "for"."""
    listed = sections("expecting/en").items()
    return {following: frozenset(" ".join(lines).split()) for following, lines in listed}


def taken_further(material: Material) -> frozenset[int]:
    """Return the dated documents whose strand a later one takes further."""
    return frozenset(
        earlier
        for number, earlier, alike in _openings_alike(material)
        if alike >= SAME_STRAND
        if material.document(number).date and material.document(earlier).date
        if material.document(earlier).date != material.document(number).date
    )


def strands(material: Material) -> tuple[tuple[int, ...], ...]:
    """Return the documents of each strand in their order; each document is in one.

    The likest are joined first, two strands where the mean likeness of their articles is
    `SAME_STRAND` or more (average linkage); those without a sentence are in none.
    """
    alike = {(number, earlier): share for number, earlier, share in _openings_alike(material)}
    told = [document.id for document in material.documents if material.rows[document.id]]
    strand = {number: [number] for number in told}

    def mean(own: list[int], other: list[int]) -> float:
        pairs = (alike.get((max(a, b), min(a, b)), 0.0) for a in own for b in other)
        return sum(pairs) / (len(own) * len(other))

    for number, earlier in sorted(alike, key=lambda pair: (-alike[pair], pair)):
        own, other = strand[number], strand[earlier]
        if alike[number, earlier] < SAME_STRAND:
            break
        if own is not other and mean(own, other) >= SAME_STRAND:
            joined = sorted(own + other)
            strand.update(dict.fromkeys(joined, joined))
    return tuple(dict.fromkeys(tuple(strand[number]) for number in told))


def _openings_alike(material: Material) -> Iterator[tuple[int, int, float]]:
    """Yield (document, an earlier one, the share that their openings have in common), 0 … 1."""
    openings = {document.id: _opening(material, document.id) for document in material.documents}
    spread = Counter(term for terms in openings.values() for term in sorted(terms))
    weight = {term: math.log(len(openings) / count) for term, count in spread.items()}
    total = {number: sum(weight[t] for t in sorted(terms)) for number, terms in openings.items()}
    holding: dict[int, list[int]] = defaultdict(list)
    for document in material.documents:  # In date order: what is in `holding` is earlier.
        shared: dict[int, float] = defaultdict(float)
        for term in sorted(openings[document.id]):
            if spread[term] <= WIDESPREAD:
                for earlier in holding[term]:
                    shared[earlier] += weight[term]
                holding[term].append(document.id)
        for earlier, common in shared.items():
            yield document.id, earlier, common / max(min(total[earlier], total[document.id]), 1e-9)


def _opening(material: Material, number: int) -> frozenset[int]:
    rows = [row for row in material.rows[number] if material.matrix.sentences[row].position <= 0]
    return frozenset(term for row in rows for term in terms_of(material, row))
