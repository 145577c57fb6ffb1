"""Candidates → the lines of "In brief", in their order.

The form follows what readers marked best: dated lines, one article's news a line, the state of
things first, the event itself second, then strict date order.  Each fact stands once; where two
articles tell the same strand, the newer one is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from brief.baselines import ranked_lines
from brief.landmarks import event_day, landmarks, tells
from brief.material import (
    Candidate,
    Material,
    candidates_of,
    importance_of,
)
from brief.model import Line, Reason
from brief.redundancy import new_facts, novelty, overlaps

#: How many lines the part has at the most.
MOST_LINES = 8
#: A line must bring this share of its content as something new.
NOVELTY = 0.5
#: … and this many units of fact: one name that is not on the page yet.
NEW_FACTS = 1.0
#: A line must be worth this share of the best one.
WORTH = 0.15
#: What a further line of the same article is worth.
AGAIN = 0.6
#: How much nearer to the newest article counts, at most.
RECENCY = 0.3
#: Words that take back what was reported: with one of them a line is new, whatever it repeats.
_CORRECTS = re.compile(
    r"\b(?:not|no|neither|nor|never|false|wrong|wrongly|mistaken|corrected|correction|retract\w*|"
    r"den(?:y|ies|ied)|disput\w*|contrary|resum\w*|suspend\w*|revised|halt\w*)\b",
    re.IGNORECASE,
)
#: The share of its content that such a line is credited with.
CORRECTION = 0.7
#: What a further line on the day of the event is worth.
SAME_DAY = 0.3
#: How many concepts `explain` names.
NAMED = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen candidate and what it won against."""

    candidate: Candidate
    reason: Reason


@dataclass(frozen=True, slots=True)
class Storyline:
    """The lines in the order of the page."""

    lines: tuple[Line, ...]
    #: In the order of the page.
    candidates: tuple[Candidate, ...]
    #: The document that tells where the story stands, or else the event; none where there is none.
    leading: tuple[int, ...]
    #: The same in the order of choice: the last is the first to go.
    chosen: tuple[Candidate, ...]


def storyline(material: Material, words: int, method: str = "coverage") -> Storyline:
    """Choose at most `MOST_LINES` lines of at most `words` words together, and order them.

    The default method looks for the event and for where it stands now; `headlines` and `leads`
    take each article's own, and any other method its best scores, all in date order.
    """
    latest: Candidate | None = None
    event: Candidate | None = None
    if method == "coverage":
        pool = [c for document in material.documents for c in candidates_of(material, document.id)]
        latest, event = landmarks(material, pool)
        choices = _chosen(material, pool, event, latest, words)
    else:
        ranked = ranked_lines(material, method, words, MOST_LINES)
        choices = [Choice(c, Reason(c.parts[:1], c.parts[0][1])) for c in ranked]
    ordered = _ordered(material, choices, event, latest)
    return Storyline(
        tuple(
            line_of(material, one.candidate, one.reason, one.candidate is latest) for one in ordered
        ),
        tuple(one.candidate for one in ordered),
        tuple(c.document for c in (latest, event) if c is not None)[:1],
        tuple(one.candidate for one in choices),
    )


def _chosen(
    material: Material,
    pool: Sequence[Candidate],
    event: Candidate | None,
    latest: Candidate | None,
    words: int,
) -> list[Choice]:
    fixed = [c for c in (event, latest) if c is not None]
    day = event_day(material) or ""
    importance, recent = importance_of(material), _recency(material)
    alone = len(material.documents) == 1
    best = max((c.worth for c in pool), default=0.0)
    chosen: list[Candidate] = []
    choices: list[Choice] = []

    def value(candidate: Candidate) -> float:
        share = novelty(material, candidate, chosen)
        if candidate.position == 0 and _CORRECTS.search(candidate.text):
            share = max(share, CORRECTION)
        if event is not None and candidate is not event and tells(material, candidate, day):
            share *= SAME_DAY
        taken = sum(1 for other in chosen if other.document == candidate.document)
        again = 1.0 if alone else AGAIN**taken
        near = (1.0 + importance[candidate.document]) / 2.0 * recent[candidate.document]
        return candidate.worth * share * near * again

    while len(chosen) < MOST_LINES:
        room = words - sum(c.words for c in chosen)
        free = [c for c in pool if c.words <= room and not overlaps(c, chosen)]
        rated = [(value(c), c) for c in _foremost(material, free, chosen)]
        rated = sorted(rated, key=lambda pair: (-pair[0], pair[1].document, pair[1].position))
        waiting = [c for c in fixed if c not in chosen]
        if waiting:
            winner = waiting[0]
        elif rated and rated[0][0] > WORTH * best:
            winner = rated[0][1]
        else:
            break
        rival = next((pair for pair in rated if pair[1] is not winner), None)
        choices.append(Choice(winner, _reason(material, winner, chosen, rival)))
        chosen.append(winner)
    return choices


def _foremost(
    material: Material, pool: Sequence[Candidate], chosen: Sequence[Candidate]
) -> list[Candidate]:
    """Return each document's worthiest candidate that says something new.

    Novelty decides whether an article has a line, not which: its news is its news.
    """
    best: dict[int, Candidate] = {}
    for candidate in sorted(pool, key=lambda c: (-c.worth, c.position, len(c.rows))):
        if candidate.document not in best and _is_new(material, candidate, chosen):
            best[candidate.document] = candidate
    return list(best.values())


def _is_new(material: Material, candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    corrects = candidate.position == 0 and _CORRECTS.search(candidate.text)
    if corrects:
        return True
    new = novelty(material, candidate, chosen) >= NOVELTY
    return new and new_facts(material, candidate, chosen) >= NEW_FACTS


def _reason(
    material: Material,
    winner: Candidate,
    said: Sequence[Candidate],
    rival: tuple[float, Candidate] | None,
) -> Reason:
    known = frozenset(c for other in said for c in other.concepts)
    weight = material.concepts.weight
    new = sorted(winner.concepts - known, key=lambda c: (-weight[c], c))[:NAMED]
    return Reason(
        winner.parts,
        winner.worth,
        tuple(material.concepts.names[c] for c in new),
        rival[1].text if rival else None,
        rival[0] if rival else 0.0,
    )


def _recency(material: Material) -> dict[int, float]:
    dated = [document.id for document in material.documents if document.date]
    place = {number: index / max(len(dated) - 1, 1) for index, number in enumerate(dated)}
    return {d.id: 1.0 + RECENCY * place.get(d.id, 0.0) for d in material.documents}


def _ordered(
    material: Material, choices: Sequence[Choice], event: Candidate | None, latest: Candidate | None
) -> list[Choice]:
    def place(one: Choice) -> tuple[int, str, int, int]:
        candidate = one.candidate
        rank = 0 if candidate is latest else 1 if candidate is event else 2
        written = material.document(candidate.document).date
        day = candidate.happened or (written.isoformat() if written else "9999")
        return rank, day, candidate.document, candidate.citation.start

    if len(material.documents) > 1 and not any(d.date for d in material.documents):
        return list(choices)  # Nothing is dated: the weightiest first, no order is implied.
    return sorted(choices, key=place)


def line_of(
    material: Material, candidate: Candidate, reason: Reason | None = None, latest: bool = False
) -> Line:
    """Return a candidate as a line of the page."""
    return Line(
        candidate.text,
        (candidate.citation,),
        material.document(candidate.document).date,
        None if latest else candidate.happened,
        latest,
        candidate.headline,
        reason or Reason(candidate.parts, candidate.worth),
    )
