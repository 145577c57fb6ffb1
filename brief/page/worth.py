"""What a possible line is worth: a product of parts, each with its name.

So `explain` can take it apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from brief.model import HEADLINE
from brief.page.material import Material, deeds_in, fact_weight, likeness, years_of
from brief.page.standing import headline_firmness, takes_back

#: Units of fact at which a line is full of them.
ENOUGH_FACT = 4.0
#: What a count (a toll, a margin, a sum; no year, no date) adds to a line.
COUNT_BONUS = 1.3
#: What a headline counts beside an opening that says all of it.
HEADLINE_WORTH = 0.7
#: What one counts that tells neither a deed nor a number.
BARE_HEADLINE = 0.45
#: What a line keeps that has nothing of its headline; where nothing is dated, an article is less
#: often news, and half of its headline less often a measure of it.
LEAST_NEWS, LEAST_UNDATED = 0.25, 0.5
#: What a sentence without any softness is, nearly.
FIRM = 0.9
#: What a line keeps that hides the deed its headline tells.
HIDDEN = 0.6
#: What a line of two sentences counts beside one that says as much in one.
PAIR_WORTH = 0.75
#: With a topic: what a line without a word of it keeps, and what one that holds all of it gains.
OFF_FOCUS, FOCUS = 0.5, 20.0
#: What a line on the topic keeps at the least, however soft its words.
ON_FOCUS = 0.7
#: Words at which a line is long; beyond, it loses worth in proportion.
COMFORTABLE = 30
#: What a line gains that says that something was done, decided or counted.
DEED = 1.35
#: With an earlier page: what a line of an article keeps that it was made of.
KNOWN = 0.3
#: Where nothing is dated: what a line keeps that lies years back.
YEARS_BACK = 0.5


def parts_of(
    material: Material, rows: Sequence[int], title: int | None
) -> tuple[tuple[str, float], ...]:
    """Return the parts of the worth of adjoining rows of one document; `title` is its headline."""
    sentences = [material.matrix.sentences[row] for row in rows]
    words = sum(len(sentence.text.split()) for sentence in sentences)
    headline = sentences[0].position == HEADLINE
    facts = sum(fact_weight(material, row) for row in rows)
    deeds = any(deeds_in(material, row) for row in rows)
    near = like(material, rows, title)
    parts: tuple[tuple[str, float], ...] = (
        ("score", _score(material, rows) ** 0.5),
        ("news of its article", _news(material, rows, title, near)),
        ("facts", min(1.0, 0.1 + 0.9 * facts / ENOUGH_FACT)),
        ("firmness", _firmness(material, rows, headline)),
        ("deed", DEED if deeds else 1.0),
        ("counts", COUNT_BONUS if any(material.counts[row] for row in rows) else 1.0),
        ("length", min(1.0, COMFORTABLE / words)),
        ("one sentence", 1.0 if len(rows) == 1 or clinches(material, rows[-1]) else PAIR_WORTH),
    )
    if is_of_old(material, rows):
        parts = (*parts, ("years back", YEARS_BACK))
    if sentences[0].document in material.known:
        parts = (*parts, ("known already", KNOWN))
    if material.relevance:
        parts = _focused(parts, max(material.relevance[row] for row in rows))
    return parts


def _news(material: Material, rows: Sequence[int], title: int | None, like: float) -> float:
    if material.relevance:  # With a topic, what its article is about matters less.
        return HEADLINE_WORTH
    if rows[0] == title:
        full = _acts(material, rows[0]) or material.counts[rows[0]]
        return HEADLINE_WORTH if full else BARE_HEADLINE
    dated = material.document(material.matrix.sentences[rows[0]].document).date
    least = LEAST_NEWS if dated else LEAST_UNDATED
    news = least + (1.0 - least) * like
    return news * HIDDEN if _hides(material, rows, title) else news


def _hides(material: Material, rows: Sequence[int], title: int | None) -> bool:
    """Return whether a line tells nothing of the deed that its article's headline tells."""
    if title is None or takes_back(material.matrix.sentences[rows[0]].text):
        return False
    wanted = deeds_in(material, title)
    return bool(wanted) and not any(wanted & deeds_in(material, row) for row in rows)


def _focused(parts: tuple[tuple[str, float], ...], held: float) -> tuple[tuple[str, float], ...]:
    """Add what the topic makes of a line; what is on it may be soft."""
    firm = ON_FOCUS if held >= 0.5 else 0.0
    raised = tuple((name, max(v, firm) if name == "firmness" else v) for name, v in parts)
    return (*raised, ("focus", OFF_FOCUS + FOCUS * held))


def like(material: Material, rows: Sequence[int], title: int | None) -> float:
    """Return the share of its headline that the likest of some rows has, 0 … 1."""
    if title is None:
        return 0.5
    return max(likeness(material, row, title) for row in rows)


def _score(material: Material, rows: Sequence[int]) -> float:
    scores = [material.scores[row] for row in rows]
    return max(scores) if clinches(material, rows[-1]) else sum(scores) / len(scores)


def _acts(material: Material, row: int) -> bool:
    return bool(deeds_in(material, row))


def clinches(material: Material, row: int) -> bool:
    """Return whether a sentence brings what was decided and how much: a penalty, a margin."""
    return bool(material.counts[row]) and _acts(material, row)


def _firmness(material: Material, rows: Sequence[int], headline: bool) -> float:
    if headline:
        return headline_firmness(material.matrix.sentences[rows[0]].text, material.matrix.language)
    firm = [material.standings[row].firmness for row in rows]
    # A second sentence that tells makes good what the first only announces.
    made_good = len(firm) > 1 and firm[1] >= FIRM > firm[0]
    return sum(firm) / len(firm) if made_good else math.prod(firm)


def is_of_old(material: Material, rows: Iterable[int]) -> bool:
    """Return whether rows name years, and only such as lie two or more before the present.

    The present is the newest year that two articles name.  Dated articles say themselves what is
    old.
    """
    return max(years_of(material, rows), default=material.present) < material.present - 1
