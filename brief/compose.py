"""Everything before it → the Briefing: title, lines, what each article adds, all within the budget.

The order of claims on the room: the lines of "In brief" and their sources first, then the
articles' own sentences by what they add for the words they cost.  What finds no room is counted
on the page and stands in full in every other format.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from brief.errors import NothingToBrief, UsageError
from brief.material import Candidate, Material, candidates_of, importance_of
from brief.model import Briefing, Document, Entry, Line, Skipped, Title
from brief.redundancy import new_facts, novelty
from brief.storyline import NEW_FACTS, Storyline, line_of, storyline

#: The page fits on a sheet of A4: lines of 96 columns.
PAGE_LINES = 62
#: Share of the budget that the lines of "In brief" may take.
IN_BRIEF_SHARE = 0.43
#: An article's own sentence must bring this share of new content.
OWN = 0.5
#: … and be worth this much by itself.
OWN_WORTH = 0.05
#: … and a second one this much of the first.
SECOND = 0.5
#: What a sentence counts more when its article has no line in "In brief".
UNHEARD = 2.0
#: Sentences that one article has at the most below "In brief".
MOST_OWN = 2

Measure = Callable[[Briefing], tuple[int, int]]


def compose(
    material: Material,
    skipped: Sequence[Skipped],
    *,
    budget: int,
    title: str | None,
    method: str,
    generated: date,
    signature: str,
    measure: Measure,
) -> Briefing:
    """Return the page that fits `budget` visible words and `PAGE_LINES` lines, as `measure` counts.

    Raises `NothingToBrief` where no sentence may stand on a page, `UsageError` where the budget
    is too small for a single line with its source.
    """
    story = storyline(material, int(budget * IN_BRIEF_SHARE), method)
    if not story.lines:
        raise NothingToBrief(
            "no sentence of these articles can stand on a page",
            advice="check with -v what was read; a page needs sentences with a name or a number",
        )
    headline, owner = title_of(material, story, title)
    briefing = Briefing(
        headline,
        owner,
        generated,
        story.lines,
        _entries(material, story),
        material.documents,
        tuple(skipped),
        signature,
        budget,
    )
    return _fitted(briefing, material, story, measure)


def title_of(material: Material, story: Storyline, given: str | None) -> tuple[Title, int]:
    """Return the page's title and the document that lends it, 0 where the user gave it.

    The headline of the article that says where the story stands, or else of the one that tells the
    event, or else the one that holds most of what all tell; a derived one only in want of others.
    """
    if given:
        return Title(given, 0, len(given)), 0
    heard = {candidate.document for candidate in story.candidates}
    titled = [document for document in material.documents if document.title]
    own = [document for document in titled if document.title and not document.title.derived]
    pool = (
        [document for document in own if document.id in story.leading]
        or [document for document in own if document.id in heard]
        or own
        or titled
    )
    best = max(pool, key=lambda d: (_title_worth(material, d), -d.id), default=None)
    if best is None or best.title is None:
        return Title("Briefing", 0, 8), 0
    return best.title, best.id


def _title_worth(material: Material, document: Document) -> float:
    row = material.rows_of(document.id)[0]
    weight = sum(material.concepts.weight[c] for c in material.concepts.by_sentence[row])
    words = len(document.title.text.split()) if document.title else 0
    return weight if 4 <= words <= 14 else 0.5 * weight


def _entries(material: Material, story: Storyline) -> tuple[Entry, ...]:
    if len(material.documents) == 1:
        return ()
    said = list(story.candidates)
    found: list[Entry] = []
    for document in material.documents:
        own = _own(material, document.id, said)
        said += own
        found.append(Entry(document.id, tuple(line_of(material, c) for c in own), on_page=False))
    return tuple(found)


def _own(material: Material, number: int, said: Sequence[Candidate]) -> list[Candidate]:
    chosen: list[Candidate] = []
    pool = [c for c in candidates_of(material, number) if not c.headline]
    while len(chosen) < MOST_OWN:
        known = [*said, *chosen]
        new = [c for c in pool if new_facts(material, c, known) >= NEW_FACTS]
        rated = [(novelty(material, c, known), c) for c in new if c not in chosen]
        least = max([OWN_WORTH, *(SECOND * c.worth for c in chosen)])
        rated = [(share * c.worth, c) for share, c in rated if share >= OWN and c.worth >= least]
        if not rated:
            break
        chosen.append(max(rated, key=lambda pair: (pair[0], -pair[1].position))[1])
    return sorted(chosen, key=lambda c: c.citation.start)


def _fitted(briefing: Briefing, material: Material, story: Storyline, measure: Measure) -> Briefing:
    while not _fits(briefing, measure):
        if len(briefing.in_brief) == 1:
            words, _ = measure(briefing)
            raise UsageError(
                f"{briefing.budget} words are too few for this set", advice=f"give at least {words}"
            )
        briefing = _without_weakest(briefing, story)
    return _grown(briefing, material, story, measure)


def _grown(briefing: Briefing, material: Material, story: Storyline, measure: Measure) -> Briefing:
    """Put the articles' own sentences on the page: one of each, second ones, then the empty."""
    importance = importance_of(material)
    above = {candidate.document for candidate in story.candidates}

    def order(entry: Entry) -> tuple[float, int]:
        worth = max(line.reason.worth for line in entry.sentences)
        worth *= 1.0 + importance[entry.document]
        return -(worth if entry.document in above else UNHEARD * worth), entry.document

    telling = sorted((entry for entry in briefing.articles if entry.sentences), key=order)
    steps = [replace(entry, sentences=_best(entry), on_page=True) for entry in telling]
    steps += [replace(entry, on_page=True) for entry in telling if len(entry.sentences) > 1]
    for entry in steps:
        grown = _with(briefing, entry)
        if _fits(grown, measure):
            briefing = grown
    if all(entry.on_page for entry in briefing.articles if entry.sentences):
        for entry in [entry for entry in briefing.articles if not entry.sentences]:
            grown = _with(briefing, replace(entry, on_page=True))
            briefing = grown if _fits(grown, measure) else briefing
    return briefing


def _best(entry: Entry) -> tuple[Line, ...]:
    return (max(entry.sentences, key=lambda line: (line.reason.worth, -line.citations[0].start)),)


def _fits(briefing: Briefing, measure: Measure) -> bool:
    words, lines = measure(briefing)
    return words <= briefing.budget and lines <= PAGE_LINES


def _without_weakest(briefing: Briefing, story: Storyline) -> Briefing:
    """Take out the line that was chosen last."""
    places = [candidate.citation for candidate in story.chosen]
    last = max(briefing.in_brief, key=lambda line: places.index(line.citations[0]))
    return replace(briefing, in_brief=tuple(x for x in briefing.in_brief if x is not last))


def _with(briefing: Briefing, entry: Entry) -> Briefing:
    changed = tuple(
        entry if each.document == entry.document else each for each in briefing.articles
    )
    return replace(briefing, articles=changed)
