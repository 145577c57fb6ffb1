"""Why a line is on the page, as `explain` tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from brief.language.facts import names_in
from brief.model import Briefing, Line, Reason
from brief.page.candidates import Candidate
from brief.page.material import Material
from brief.page.worth import Worths

#: How many factors and rivals are kept until the page is known.
FACTORS, RIVALS = 8, 12


def reason_of(
    material: Material,
    worths: Worths,
    line: Candidate,
    value: float,
    rivals: Sequence[tuple[Candidate, float]],
) -> Reason:
    """Return why a line was taken: what speaks for it, and the others in their order of value."""
    pairs = zip(worths.names, worths.factors[line.row].tolist(), strict=True)
    factors = sorted(pairs, key=lambda pair: (-max(pair[1], 1.0 / pair[1]), pair[0]))
    new = value / line.worth if line.worth else 0.0
    return Reason(
        score=(*factors[:FACTORS], ("new on the page", new)),
        worth=value,
        traits=tuple(_traits(material, line)),
        rivals=tuple((other.text, worth) for other, worth in rivals[:RIVALS]),
    )


def _traits(material: Material, line: Candidate) -> Iterator[str]:
    """Yield what speaks for a line, in words."""
    day = material.document(line.document).date
    if day is not None and day == material.newest:
        yield "is of the newest day"
    if line.position == 0 and not line.headline:
        yield "opens its article"
    if material.counts[line.row]:
        yield "says how many"
    if names_in(line.text):
        yield "names who or where"


def with_runners_up(briefing: Briefing) -> Briefing:
    """Return the briefing with each line's best rival that has no place on the page."""
    shown = briefing.shown()
    page = "\n".join(line.text for line in shown)

    def stands(text: str) -> bool:
        return text in page or any(line.text in text for line in shown)

    def judged(lines: Sequence[Line]) -> Iterator[Line]:
        for line in lines:
            off = (rival for rival in line.reason.rivals if not stands(rival[0]))
            text, score = next(off, (None, 0.0))
            reason = replace(line.reason, runner_up=text, runner_up_score=score)
            yield replace(line, reason=reason)

    stories = (replace(each, in_brief=tuple(judged(each.in_brief))) for each in briefing.stories)
    return replace(briefing, in_brief=tuple(judged(briefing.in_brief)), stories=tuple(stories))
