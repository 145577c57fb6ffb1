"""Sentences and headlines → candidates: what may become a line of the page, and its worth.

A candidate is a sentence, two adjoining ones where the second leans on the first or brings the
result that an opening announces, or a headline.  Its worth is a product of parts, each with its
name, so that `explain` can take it apart.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from brief.model import HEADLINE, Citation, Line, Reason
from brief.page.material import (
    Material,
    deeds_in,
    fact_weight,
    folded,
    is_told,
    likeness,
    terms_of,
    years_of,
)
from brief.page.standing import LONGEST, headline_firmness, takes_back

#: A line whose part "facts", from 0.1 without any to 1, is lower names nothing that matters.
LEAST_FACT = 0.3
#: Sentences after this one are deep in their article, and what they keep there.
OPENING, DEEP = 2, 0.6
#: What mood must leave of a line that stands below its article's title.
OWN_FIRMNESS = 0.45
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
#: Articles with the same sentence that a line cites, at most.
MOST_COPIES = 3

#: The parts that multiply to a worth, by name.
Parts = tuple[tuple[str, float], ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible line: one row of the matrix, or two adjoining ones."""

    rows: tuple[int, ...]
    document: int
    text: str
    citation: Citation
    concepts: frozenset[int]
    #: Columns of the matrix.
    terms: frozenset[int]
    #: Numbers, and the words of names.
    facts: frozenset[str]
    words: int
    headline: bool
    #: 0 for what opens its article.
    position: int
    #: Kinds of deed that it tells.
    deeds: frozenset[int]
    parts: Parts
    #: ISO date of an older event that the sentence tells, where it is clear.
    happened: str | None = None

    @property
    def worth(self) -> float:
        """How good a line it makes by itself: 0 … 1.8, with a topic up to twenty times that."""
        return value_of(self.parts)


def value_of(parts: Parts) -> float:
    """Return the product of the parts."""
    return math.prod(part for _, part in parts)


def plain_worth(candidate: Candidate) -> float:
    """Return what a line is worth whatever topic was asked for."""
    return value_of(tuple(part for part in candidate.parts if part[0] != "focus"))


def on_topic(candidate: Candidate) -> bool:
    """Return whether a line holds half of the topic that was asked for, or more."""
    return dict(candidate.parts).get("focus", 0.0) >= OFF_FOCUS + FOCUS / 2.0


def may_follow(candidate: Candidate) -> bool:
    """Return whether a line may stand below its article's title: no headline, not mood alone."""
    return not candidate.headline and dict(candidate.parts)["firmness"] >= OWN_FIRMNESS


def candidates_of(material: Material, number: int) -> list[Candidate]:
    """Return every possible line of one document, in its order."""
    rows = material.rows[number]
    sentences = material.matrix.sentences
    title = rows[0] if rows and sentences[rows[0]].position == HEADLINE else None
    found: list[Candidate] = []
    if title is not None:
        found.append(candidate_of(material, (title,), title))
    prose = [row for row in rows if row != title]
    for before, row in zip([None, *prose], prose, strict=False):
        judged = material.standings[row]
        if judged.admissible and not judged.leans:
            found.append(candidate_of(material, (row,), title))
        if judged.admissible and before is not None and _may_precede(material, before, row):
            found.append(candidate_of(material, (before, row), title))
    telling = [c for c in found if dict(c.parts)["facts"] >= LEAST_FACT]
    past = material.outdated  # "In brief" tells the latest; what it was stands where they differ.
    current = [
        c
        for c in telling
        if past.isdisjoint(c.rows) and not any(_is_repeated(material, row) for row in c.rows)
    ]
    fresh = [c for c in current if not any(is_told(material, row) for row in c.rows)]
    return _with_depth(material, fresh, title)


def _is_repeated(material: Material, row: int) -> bool:
    """Return whether an older article has the same sentence: it is that day's news."""
    sentence = material.matrix.sentences[row]
    day = material.document(sentence.document).date
    others = material.copies.get(folded(sentence.text), ()) if day and material.copies else ()
    days = (material.document(material.matrix.sentences[other].document).date for other in others)
    return any(other is not None and day is not None and other < day for other in days)


def _with_depth(
    material: Material, found: Sequence[Candidate], title: int | None
) -> list[Candidate]:
    """Lower what stands deep in an article and has less of its headline than the opening has."""
    dated = found and material.document(found[0].document).date
    if title is None or material.relevance or not dated:
        return list(found)
    opening = [row for c in found if c.position == 0 and not c.headline for row in c.rows]
    least = max((likeness(material, row, title) for row in opening), default=0.0)
    return [
        replace(c, parts=(*c.parts, ("deep in its article", DEEP)))
        if c.position > OPENING and like(material, c.rows, title) < least
        else c
        for c in found
    ]


def continued(material: Material, candidate: Candidate, most: int) -> Candidate | None:
    """Return a one-sentence candidate with the sentence after it, within `most` words.

    None where that one may not stand on a page, or does not follow at once.
    """
    row = candidate.rows[-1] + 1
    sentences = material.matrix.sentences
    if len(candidate.rows) > 1 or candidate.headline or row >= len(sentences):
        return None
    if sentences[row].document != candidate.document or not material.standings[row].admissible:
        return None
    if not _adjoins(material, row, most):
        return None
    title = material.rows[candidate.document][0]
    headed = sentences[title].position == HEADLINE
    return candidate_of(material, (row - 1, row), title if headed else None)


def _may_precede(material: Material, before: int, row: int) -> bool:
    judged = material.standings[before]
    opening = material.matrix.sentences[before].position == 0 and clinches(material, row)
    if not material.standings[row].leans and not opening:
        return False
    return judged.admissible and not judged.leans and _adjoins(material, row, LONGEST)


def _adjoins(material: Material, row: int, most: int) -> bool:
    """Return whether a row follows at once on the one before it, both within `most` words."""
    first, second = material.matrix.sentences[row - 1 : row + 1]
    text = material.document(first.document).text
    words = len(first.text.split()) + len(second.text.split())
    return words <= most and not text[first.end : second.start].strip()


def candidate_of(material: Material, rows: tuple[int, ...], title: int | None) -> Candidate:
    """Return adjoining rows of one document as a possible line; `title` is its headline's row."""
    sentences = [material.matrix.sentences[row] for row in rows]
    start, end = sentences[0].start, sentences[-1].end
    document = material.document(sentences[0].document)
    happened = {material.happened[row] for row in rows} - {None}
    return Candidate(
        rows=rows,
        document=document.id,
        text=document.text[start:end],
        citation=Citation(document.id, start, end),
        concepts=frozenset(c for row in rows for c in material.concepts.by_sentence[row]),
        terms=frozenset(term for row in rows for term in terms_of(material, row)),
        facts=frozenset(fact for row in rows for fact in material.facts[row]),
        words=sum(len(sentence.text.split()) for sentence in sentences),
        headline=sentences[0].position == HEADLINE,
        position=max(sentences[0].position, 0),
        deeds=frozenset(kind for row in rows for kind in deeds_in(material, row)),
        parts=parts_of(material, rows, title),
        happened=happened.pop() if len(happened) == 1 else None,
    )


def parts_of(material: Material, rows: Sequence[int], title: int | None) -> Parts:
    """Return the parts of the worth of adjoining rows of one document; `title` is its headline."""
    sentences = [material.matrix.sentences[row] for row in rows]
    words = sum(len(sentence.text.split()) for sentence in sentences)
    headline = sentences[0].position == HEADLINE
    facts = sum(fact_weight(material, row) for row in rows)
    deeds = any(deeds_in(material, row) for row in rows)
    near = like(material, rows, title)
    parts: Parts = (
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
        full = deeds_in(material, rows[0]) or material.counts[rows[0]]
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


def _focused(parts: Parts, held: float) -> Parts:
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


def clinches(material: Material, row: int) -> bool:
    """Return whether a sentence brings what was decided and how much: a penalty, a margin."""
    return bool(material.counts[row] and deeds_in(material, row))


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
    return max(years_of(rows, material.mentions), default=material.present) < material.present - 1


def line_of(
    material: Material, candidate: Candidate, reason: Reason | None = None, latest: bool = False
) -> Line:
    """Return a candidate as a line of the page."""
    return Line(
        text=candidate.text,
        citations=(candidate.citation, *_copies(material, candidate)),
        date=material.document(candidate.document).date,
        happened=None if latest else candidate.happened,
        latest=latest,
        headline=candidate.headline,
        reason=reason or Reason(score=candidate.parts, worth=candidate.worth),
    )


def _copies(material: Material, candidate: Candidate) -> tuple[Citation, ...]:
    """Return where other articles say the same, to the word: they support the line, too."""
    if len(candidate.rows) > 1 or candidate.headline:
        return ()
    found: dict[int, Citation] = {}
    for row in material.copies.get(folded(candidate.text), ()):
        one = material.matrix.sentences[row]
        if one.document != candidate.document and one.document not in found:
            found[one.document] = Citation(one.document, one.start, one.end)
    return tuple(found.values())[:MOST_COPIES]


def outcomes_first(ranked: Sequence[T], needs: Mapping[T, Collection[T]]) -> list[T]:
    """Return lines in the order of choice, each behind the first of those that it needs.

    The last of them is the first to go: what was expected before what came of it.
    """
    ordered = list(ranked)
    for one in ranked:
        needed = [ordered.index(other) for other in needs.get(one, ()) if other in ordered]
        if needed and ordered.index(one) < min(needed):
            ordered.insert(min(needed), ordered.pop(ordered.index(one)))
    return ordered
