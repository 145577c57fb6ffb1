"""Everything before it → the Briefing: title, lines, what each article adds, all within the budget.

The order of claims on the room: the lines of "In brief" and their sources first; then one own
sentence of each article, the worthiest first, where one counts `UNHEARD` times if its article has
no line above; then, if all of these are there, the articles with nothing to add; then second
sentences.  What finds no room is counted on the page and stands in full in JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from brief.admission import mood_left
from brief.candidates import Candidate, candidates_of, plain_worth
from brief.errors import NothingToBrief, UsageError
from brief.material import Material, importance_of
from brief.model import Briefing, Document, Entry, Line, Skipped, Title
from brief.reasons import reason_of, value_of, with_runners_up
from brief.redundancy import Said
from brief.specifics import tells_a_toll
from brief.storyline import Storyline, line_of, storyline

#: The page fits on a sheet of A4: lines of 96 columns.
PAGE_LINES = 62
#: Share of the budget that the lines of "In brief" may take.
IN_BRIEF_SHARE = 0.43
#: … and that one article's lines may take.
ALONE_SHARE = 0.7
#: An article's own sentence must be worth this share of the set's best line …
OWN_WORTH = 0.08
#: … or this much, where its article has a line above: details of what is told can wait.
DETAIL_WORTH = 0.12
#: It must not be of mood alone.
OWN_FIRMNESS = 0.45
#: A second sentence must be worth this much of the first.
SECOND = 0.5
#: What a sentence counts more when its article has no line in "In brief".
UNHEARD = 4.0
#: Words that no entry does without.
LEAST_ENTRY = 8
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
    pool = {one.id: candidates_of(material, one.id) for one in material.documents}
    every = [candidate for found in pool.values() for candidate in found]
    share = IN_BRIEF_SHARE if len(material.documents) > 1 else ALONE_SHARE
    story = storyline(material, every, int(budget * share), method)
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
        _entries(material, story, pool),
        material.documents,
        tuple(skipped),
        signature,
        budget,
    )
    return with_runners_up(_fitted(briefing, material, story, measure))


def title_of(material: Material, story: Storyline, given: str | None) -> tuple[Title, int]:
    """Return the page's title and the document that lends it, 0 where the user gave it.

    The headline of the article that says where the story stands, or else of the one that tells the
    event, or else the one that holds most of what all tell; a derived one only in want of others.
    Where headlines tell of tolls and no line is the latest, the newest of those comes before these.
    """
    if given:
        return Title(given, 0, len(given)), 0
    heard = {candidate.document for candidate in story.candidates}
    titled = [document for document in material.documents if document.title]
    own = [document for document in titled if document.title and not document.title.derived]
    pool = [document for document in own if document.id in heard] or own or titled
    tolls = [document for document in pool if document.title and tells_a_toll(document.title.text)]
    if any(document.id in story.leading for document in own):
        pool = [document for document in own if document.id in story.leading]
    if len(tolls) > 1 and not any(line.latest for line in story.lines):
        pool = tolls[-1:]  # Tolls rise: the newest is the one that holds.
    best = max(pool, key=lambda d: (_title_worth(material, d), -d.id), default=None)
    if best is None or best.title is None:
        return Title("Briefing", 0, 8), 0
    return best.title, best.id


def _title_worth(material: Material, document: Document) -> float:
    row = material.rows[document.id][0]
    weight = sum(material.concepts.weight[c] for c in material.concepts.by_sentence[row])
    words = len(document.title.text.split()) if document.title else 0
    firm = mood_left(material.matrix.words[row], material.matrix.language)
    return firm * (weight if 4 <= words <= 14 else 0.5 * weight)


def _entries(
    material: Material, story: Storyline, pool: Mapping[int, Sequence[Candidate]]
) -> tuple[Entry, ...]:
    """Return what each document has that nothing before it on the page has, in their order."""
    if len(material.documents) == 1:
        return ()
    said = Said(material, story.candidates)
    heard = {candidate.document for candidate in story.candidates if not candidate.headline}
    best = max(plain_worth(candidate) for found in pool.values() for candidate in found)
    return tuple(
        Entry(document.id, _own(material, pool[document.id], said, heard, best), on_page=False)
        for document in material.documents
    )


def _own(
    material: Material, pool: Sequence[Candidate], said: Said, heard: set[int], best: float
) -> tuple[Line, ...]:
    lines: list[Line] = []
    told = bool(pool) and pool[0].document in heard
    least = best * (DETAIL_WORTH if told else OWN_WORTH)
    while len(lines) < MOST_OWN:
        rated = [
            (c, (*c.parts, ("new content", said.novelty(c))))
            for c in pool
            if _may_follow(c) and plain_worth(c) >= least and not said.stands(c) and said.adds(c)
            if not said.retells(c)
        ]
        if not rated:
            break
        rated.sort(key=lambda pair: (-value_of(pair[1]), pair[0].position))
        first = rated[0][0]
        lines.append(line_of(material, first, reason_of(material, rated, said)))
        said.add(first)
        least = max(least, SECOND * plain_worth(first))
    return tuple(sorted(lines, key=lambda line: line.citations[0].start))


def _may_follow(candidate: Candidate) -> bool:
    """Return whether a line is one for below: its article's title stands there already."""
    return not candidate.headline and dict(candidate.parts)["firmness"] >= OWN_FIRMNESS


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
    """Put the articles' own sentences on the page: one of each, the empty, then second ones."""
    importance = importance_of(material)
    above = {candidate.document for candidate in story.candidates}

    def order(entry: Entry) -> tuple[float, int]:
        worth = max(line.reason.worth for line in entry.sentences)
        worth *= 1.0 + importance[entry.document]
        return -(worth if entry.document in above else UNHEARD * worth), entry.document

    telling = sorted((entry for entry in briefing.articles if entry.sentences), key=order)
    steps = [replace(entry, sentences=_best(entry), on_page=True) for entry in telling]
    briefing = _taking(briefing, steps, measure)
    shown = {entry.document for entry in briefing.articles if entry.on_page}
    if len(shown) == len(telling):
        empty = [entry for entry in briefing.articles if entry.document not in shown]
        briefing = _taking(briefing, [replace(entry, on_page=True) for entry in empty], measure)
    both = [entry for entry in telling if entry.document in shown and len(entry.sentences) > 1]
    return _taking(briefing, [replace(entry, on_page=True) for entry in both], measure)


def _taking(briefing: Briefing, entries: Sequence[Entry], measure: Measure) -> Briefing:
    """Put each of `entries` on the page that finds room, in their order."""
    for entry in entries:
        if measure(briefing)[0] + LEAST_ENTRY > briefing.budget:
            break
        grown = _with(briefing, entry)
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
