"""Candidates → the lines of "In brief": worth most together, each fact told once.

What some lines are worth together is the sum of each one's worth times the chance that none of the
worthier ones states its fact.  Lines are taken one by one, the one that adds most first;
`tests/benchmarks/README.md` says how near to the best that comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date

from brief.compare.same_fact import likely_same
from brief.model import Reason
from brief.page.candidates import Candidate
from brief.page.material import Material, is_told
from brief.page.reasons import reason_of
from brief.page.worth import Worths

#: How many lines a story has at the most on a sheet.
MOST_LINES = 8
#: Lines that are weighed against each other, the worthiest: what makes the cost linear.
POOL = 80
#: How new a line is at the least whose numbers are.
COUNTED = 0.7
#: Days after which a story has gone on, and what a newer line must then be worth to open the page,
#: beside the best of all.
SINCE, STANDS = 3, 0.75
#: Words at the beginning of a line in which its subject stands.
SUBJECT = 3
#: What a line must add, beside the best one, once there are `FEWEST` lines; before, it must be new.
LEAST, FEWEST, NEW = 0.15, 4, 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen candidate, and why."""

    candidate: Candidate
    reason: Reason


class Novelty:
    """How new lines are beside those that stand already; grows line by line."""

    def __init__(
        self,
        material: Material,
        worths: Worths,
        lines: Sequence[Candidate],
        standing: Sequence[Candidate] = (),
    ) -> None:
        """Begin with what an earlier page told and with the lines that are `standing`."""
        self._material, self._weights = material, worths.weights.same_fact
        self._rows = [line.row for line in lines]
        before = [*_told_before(material), *(line.row for line in standing)]
        self._new = dict.fromkeys(self._rows, 1.0)
        self._counts: frozenset[str] = frozenset()
        if before and self._rows:
            self._told(before)

    def _told(self, rows: Sequence[int]) -> None:
        likely = likely_same(self._material.comparable, self._rows, rows, self._weights)
        left = (1.0 - likely).prod(axis=1).tolist()
        for row, share in zip(self._rows, left, strict=True):
            self._new[row] *= share
        self._counts = self._counts.union(*(self._material.counts[row] for row in rows))

    def among(self, lines: Sequence[Candidate]) -> Novelty:
        """Return how new some of the lines are, to grow apart from the others."""
        own = copy(self)
        own._rows = [line.row for line in lines]
        own._new = {row: self._new[row] for row in own._rows}
        return own

    def of(self, line: Candidate) -> float:
        """Return the chance that no line that stands states the line's fact, 0 … 1.

        Where it has several numbers that none of them has, it tells of the same matter something
        else.
        """
        counts = set(self._material.counts[line.row])
        told = len(counts & self._counts) / len(counts) if len(counts) > 1 else 1.0
        return max(self._new[line.row], COUNTED * (1.0 - told))

    def add(self, line: Candidate) -> None:
        """Take in a line: what states its facts is less new from now on."""
        if self._rows:
            self._told([line.row])


def _told_before(material: Material) -> list[int]:
    """Return the rows that an earlier page told.

    Of an article that was updated, what stood in it before is left out, and no more: its toll of
    today stands in the words of yesterday's.
    """
    return [
        row
        for row, sentence in enumerate(material.matrix.sentences if material.told else ())
        if sentence.document not in material.updated and is_told(material, row)
    ]


def choose(
    material: Material,
    worths: Worths,
    pool: Iterable[Candidate],
    words: int,
    most: int = MOST_LINES,
    reports: Candidate | None = None,
) -> list[Choice]:
    """Return at most `most` lines of at most `words` words together, in the order of choice.

    The first is what the only article `reports`, where that is known and may stand alone, or else
    where the story stands: the worthiest, or where the story has gone on for days since, the newest
    one that is worth enough.
    After `FEWEST` lines, one that adds less than `LEAST` of what the first one does is left out,
    unless its article was updated: what changed in it is news at any worth.
    """
    lines = sorted(pool, key=lambda line: (-line.worth, line.document, line.citation.start))[:POOL]
    able = [line for line in lines if line.words <= words and is_introduced(material, line, ())]
    first = reports if reports in able else _opening(material, able)
    novelty = Novelty(material, worths, lines)
    choices: list[Choice] = []
    least = 0.0
    while len(choices) < most and lines:
        rated = [
            (line, line.worth * novelty.of(line))
            for line in lines
            if line.words <= words and is_introduced(material, line, choices)
        ]
        rated.sort(key=lambda pair: -pair[1])  # A stable sort: ties go to the worthier line.
        few = len(choices) < FEWEST
        worthy = [
            (line, value)
            for line, value in rated
            if value > least or is_updated(material, line) or (few and novelty.of(line) >= NEW)
        ]
        if not worthy:
            break
        line, value = next((pair for pair in rated if pair[0] is first), worthy[0])
        rivals = [pair for pair in rated if pair[0] is not line]
        choices.append(Choice(line, reason_of(material, worths, line, value, rivals)))
        least = least or LEAST * value
        words -= line.words
        novelty.add(line)
        lines.remove(line)
    return choices


def _opening(material: Material, lines: Sequence[Candidate]) -> Candidate | None:
    """Return where the story stands; `lines` are candidates, the worthiest first."""
    if not lines:
        return None
    best = lines[0]
    day = material.document(best.document).date
    since = (material.newest - day).days if material.newest and day else 0
    if since < SINCE:
        return best
    worthy = (line for line in lines if line.worth >= STANDS * best.worth)
    # The first of the newest: a stable order keeps the worthiest in front.
    return max(worthy, key=lambda line: material.document(line.document).date or date.min)


def is_introduced(material: Material, line: Candidate, choices: Sequence[Choice]) -> bool:
    """Return whether a line says who or what it is about, or a line before it has: "The fire"."""
    stands = material.standings[line.row]
    if not stands.vague:
        return True
    subject = set(filter(None, material.content(line.row)[stands.lead : stands.lead + SUBJECT]))
    return any(not subject.isdisjoint(material.content(choice.candidate.row)) for choice in choices)


def is_updated(material: Material, line: Candidate) -> bool:
    """Return whether a line is of an article that was updated, which has what changed in it."""
    return line.document in material.updated
