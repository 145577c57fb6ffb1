"""Why a line is on the page: what its value is made of, what it brings, what it kept away."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from brief.language.concepts import Concepts
from brief.language.lists import stop_words
from brief.model import Briefing, Entry, Line, Reason
from brief.page.candidates import Candidate
from brief.page.material import Material
from brief.page.redundancy import Said

#: How many concepts `explain` names, and how many rivals are kept until the page is known.
NAMED, RIVALS = 6, 12

Parts = tuple[tuple[str, float], ...]


def value_of(parts: Sequence[tuple[str, float]]) -> float:
    """Return the product of the parts."""
    return math.prod(part for _, part in parts)


def reason_of(material: Material, rated: Sequence[tuple[Candidate, Parts]], said: Said) -> Reason:
    """Return why the first of `rated` was taken beside what was `said`; the others lost to it."""
    winner, parts = rated[0]
    rivals = tuple((one.text, value_of(of)) for one, of in rated[1 : RIVALS + 1])
    named = _named(material, winner, said.new_concepts(winner))
    return Reason(parts, value_of(parts), named, rivals=rivals)


def _named(material: Material, line: Candidate, concepts: Sequence[int]) -> tuple[str, ...]:
    """Return concepts as the line words them, the weightiest first, without bare stop words."""
    stops = stop_words(material.matrix.language)
    spelt = _spelt(material.concepts, material, line)
    found = [spelt[concept] for concept in concepts if concept in spelt]
    telling = [words for words in found if stops.isdisjoint(words.lower().split())]
    return tuple(dict.fromkeys(telling))[:NAMED]


def _spelt(concepts: Concepts, material: Material, line: Candidate) -> dict[int, str]:
    wanted = {concepts.names[concept]: concept for concept in sorted(line.concepts)}
    spelt: dict[int, str] = {}
    for row in line.rows:
        words, stems = material.matrix.words[row], material.matrix.stems[row]
        for size in (1, 2):
            for at in range(len(stems) - size + 1):
                concept = wanted.get(" ".join(stems[at : at + size]))
                if concept is not None:
                    spelt.setdefault(concept, " ".join(words[at : at + size]))
    return spelt


def with_runners_up(briefing: Briefing) -> Briefing:
    """Return the briefing with each line's best rival that has no place on the page."""
    shown = [*briefing.in_brief]
    shown += [line for entry in briefing.articles if entry.on_page for line in entry.sentences]
    page = "\n".join(line.text for line in shown)

    def judged(line: Line) -> Line:
        off = (rival for rival in line.reason.rivals if not _stands(rival[0], page, shown))
        text, score = next(off, (None, 0.0))
        return replace(line, reason=replace(line.reason, runner_up=text, runner_up_score=score))

    return replace(
        briefing,
        in_brief=tuple(judged(line) for line in briefing.in_brief),
        articles=tuple(
            Entry(entry.document, tuple(judged(line) for line in entry.sentences), entry.on_page)
            for entry in briefing.articles
        ),
    )


def _stands(text: str, page: str, shown: Sequence[Line]) -> bool:
    return text in page or any(line.text in text for line in shown)
