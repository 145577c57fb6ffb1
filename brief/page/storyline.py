"""The lines of "In brief" in the order of the page, and the title above them.

Where the story stands comes first, as `page.choice` has chosen it.  The others follow in the order
of time; where nothing is dated, by weight.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brief.model import HEADLINE, Line, Sentence, Title
from brief.page.baselines import ranked_lines
from brief.page.candidates import Candidate, is_of_old, line_of
from brief.page.choice import MOST_LINES, Choice, choose
from brief.page.material import Material
from brief.page.worth import Worths

#: Words of a headline that may head a page, and of a quotation from which on it is one side's.
TITLE_WORDS, QUOTED = range(3, 17), 4
#: What a headline counts whose article does not have the first line.
ELSEWHERE = 0.5
#: A headline that asks, cries, or leaves its end open.
_TEASES = re.compile("[?!…？！؟]|[.]{3}")
_QUOTED = re.compile(
    '["“”„«]([^"“”„«»]{1,200})["“”»]'
    "|(?:^|(?<=[\\s:(]))['‘]((?:[^'‘’]|(?<=\\w)['’](?=\\w)){1,200})['’](?!\\w)"
)


@dataclass(frozen=True, slots=True)
class Storyline:
    """The lines of a story in the order of the page."""

    lines: tuple[Line, ...]
    candidates: tuple[Candidate, ...]
    #: Places of `lines` in the order of choice: the last is the first to go.
    ranked: tuple[int, ...]


def storyline(
    material: Material,
    worths: Worths,
    pool: Mapping[int, Sequence[Candidate]],
    words: int,
    method: str = "coverage",
    most: int = MOST_LINES,
    opening: Sequence[Sentence] = (),
) -> Storyline:
    """Choose at most `most` lines of at most `words` words together, and order them.

    `pool` are the candidates of each document by its id; `opening` is what the only article
    reports, which opens its story.  Any method but the default takes its best
    scores, in date order.
    """
    by_default = method == "coverage"
    lines = [line for lines in pool.values() for line in lines]
    reports = next((x for s in opening[:1] for x in lines if x.citation.start == s.start), None)
    choices = (
        choose(material, worths, lines, words, most, reports)
        if by_default
        else ranked_lines(material, worths, method, words, most)
    )
    first = choices[0] if choices and by_default else None
    ordered = _ordered(material, choices, first)
    return Storyline(
        lines=tuple(line_of(material, choice.candidate, choice.reason) for choice in ordered),
        candidates=tuple(choice.candidate for choice in ordered),
        ranked=tuple(map(ordered.index, choices)),
    )


def _ordered(material: Material, choices: Sequence[Choice], first: Choice | None) -> list[Choice]:
    def place(choice: Choice) -> tuple[bool, str, int, int]:
        candidate = choice.candidate
        written = material.document(candidate.document).date
        day = candidate.happened or (written.isoformat() if written else "9999")
        return choice is not first, day, candidate.document, candidate.citation.start

    if len(material.documents) > 1 and not material.dated:
        # Nothing is dated: what lies years back comes last; no order is implied.
        return sorted(choices, key=lambda choice: is_of_old(material, choice.candidate.row))
    return sorted(choices, key=place)


def title_of(material: Material, worths: Worths, story: Storyline) -> tuple[Title, int]:
    """Return the story's title and the document that lends it, 0 where none does.

    The headline that is worth most, with `ELSEWHERE` of it where the first line is of another
    article; one that is left behind, asks, cries, quotes or moves only in want of others.  Where no
    article has a headline, the title that was derived for the first line's article.
    """
    best = story.candidates[story.ranked[0]]
    headed = [
        rows[0]
        for rows in material.rows.values()
        if rows and material.matrix.sentences[rows[0]].position == HEADLINE
    ]
    if not headed:
        derived = material.document(best.document).title
        return (derived, best.document) if derived else (Title("Briefing", 0, 8), 0)

    def order(row: int) -> tuple[bool, bool, float, int]:
        sentence = material.matrix.sentences[row]
        return (
            row not in worths.states.left_behind,
            _may_head(sentence.text),
            worths.of[row] * (1.0 if sentence.document == best.document else ELSEWHERE),
            -row,
        )

    document = material.document(material.matrix.sentences[max(headed, key=order)].document)
    assert document.title is not None
    return document.title, document.id


def _may_head(text: str) -> bool:
    """Return whether a headline has a usual length, and is no question, cry or quotation."""
    if len(text.split()) not in TITLE_WORDS or _TEASES.search(text):
        return False
    quoted = ("".join(either) for either in _QUOTED.findall(text))
    return all(len(words.split()) < QUOTED for words in quoted)
