"""Everything before it → the Briefing: title, lines, and what each article adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from brief.language.facts import tells_a_toll
from brief.model import Briefing, Document, Entry, Line, Story, Thread, Title
from brief.page.candidates import (
    Candidate,
    candidates_of,
    line_of,
    may_follow,
    plain_worth,
    value_of,
)
from brief.page.material import Material
from brief.page.outcomes import Outcomes, strands
from brief.page.redundancy import Said, told_before
from brief.page.room import Measure, StoryDraft, fitted
from brief.page.standing import mood_left
from brief.page.storyline import Storyline, reason_of, storyline, with_runners_up

#: Share of the budget that the lines of "In brief" may take.
IN_BRIEF_SHARE = 0.43
#: … and that one article's lines may take.
ALONE_SHARE = 0.7
#: An article's own sentence must be worth this share of the set's best line …
OWN_WORTH = 0.08
#: … or this much, where its article has a line above: details of what is told can wait.
DETAIL_WORTH = 0.12
#: A second sentence must be worth this much of the first.
SECOND = 0.5
#: Sentences that one article has at the most below "In brief".
MOST_OWN = 2


def tell(material: Material, words: int, method: str) -> StoryDraft | None:
    """Choose a story's lines, at most `words` words long together, and what each article adds.

    None where no sentence may stand on a page.
    """
    pool = {one.id: candidates_of(material, one.id) for one in material.documents}
    every = [candidate for found in pool.values() for candidate in found]
    story = storyline(material, every, words, method)
    if not story.lines:
        return None
    title, owner = title_of(material, story)
    return StoryDraft(
        material=material,
        story=story,
        title=title,
        title_document=owner,
        entries=_entries(material, story, pool),
        pool=pool,
        threads=_threads(material, pool),
    )


def _threads(material: Material, pool: Mapping[int, Sequence[Candidate]]) -> tuple[Thread, ...]:
    """Return each strand with the best line of its newest article that has one."""
    found: list[Thread] = []
    for documents in strands(material):
        telling = next((pool[number] for number in reversed(documents) if pool[number]), None)
        if telling:
            best = max(telling, key=lambda c: (c.position == 0, c.worth, -c.citation.start))
            found.append(Thread(documents, line_of(material, best)))
    return tuple(found)


def tell_alone(material: Material, budget: int, method: str) -> StoryDraft | None:
    """Choose the lines of a set that is one story, for a page of `budget` words; see `tell`."""
    share = IN_BRIEF_SHARE if len(material.documents) > 1 else ALONE_SHARE
    return tell(material, int(budget * share), method)


def compose(told: StoryDraft, blank: Briefing, measure: Measure) -> Briefing:
    """Return the page that fits its budget of visible words and one sheet, as `measure` counts.

    `blank` has all but lines and stories.  Raises `UsageError` where the budget is too small for a
    single line with its source.
    """
    briefing = replace(blank, in_brief=told.story.lines, articles=told.entries)
    made = with_runners_up(fitted(briefing, told, measure))
    ids = tuple(document.id for document in blank.documents)
    story = Story(
        title=made.title,
        title_document=made.title_document,
        documents=ids,
        in_brief=made.in_brief,
        threads=told.threads,
    )
    return replace(made, stories=(story,))


def title_of(material: Material, story: Storyline) -> tuple[Title, int]:
    """Return the story's title and the document that lends it, 0 where none does.

    The headline of the article that says where the story stands, or else of the one that tells the
    event, or else the one that holds most of what all tell; a derived one only in want of others.
    Where headlines tell of tolls and no line is the latest, the newest of those comes before these.
    """
    heard = {candidate.document for candidate in story.candidates}
    told = [document for document in material.documents if material.rows[document.id]]
    titled = [document for document in told if document.title]
    holds = [one for one in titled if material.rows[one.id][0] not in material.outdated] or titled
    own = [document for document in holds if document.title and not document.title.derived]
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
    said = Said(material, [*told_before(material), *story.candidates])
    heard = {candidate.document for candidate in story.candidates if not candidate.headline}
    every = [candidate for found in pool.values() for candidate in found]
    best = max(map(plain_worth, every))
    outcomes = Outcomes(material)
    return tuple(
        Entry(
            document.id,
            _own(material, pool[document.id], outcomes, said, heard, best),
            on_page=False,
        )
        for document in material.documents
        if material.rows[document.id]
    )


def _is_of_another_year(material: Material, candidate: Candidate) -> bool:
    """Return whether a line of a dated article tells of a year before it: background."""
    written = material.document(candidate.document).date
    return bool(written and candidate.happened and candidate.happened[:4] < str(written.year - 1))


def _own(
    material: Material,
    pool: Sequence[Candidate],
    outcomes: Outcomes,
    said: Said,
    heard: set[int],
    best: float,
) -> tuple[Line, ...]:
    lines: list[Line] = []
    told = bool(pool) and pool[0].document in heard
    least = best * (DETAIL_WORTH if told else OWN_WORTH)
    overtaken: list[Candidate] = []
    while len(lines) < MOST_OWN:
        rated = [
            (c, (*c.parts, ("new content", said.novelty(c))))
            for c in pool
            if may_follow(c) and plain_worth(c) >= least and not said.stands(c) and said.adds(c)
            if not said.retells(c)
            if c not in overtaken and not _is_of_another_year(material, c)
        ]
        if not rated:
            break
        rated.sort(key=lambda pair: (-value_of(pair[1]), pair[0].position))
        first = rated[0][0]
        if outcomes.rows(first):
            overtaken.append(first)  # What came of it is known.
            continue
        lines.append(line_of(material, first, reason_of(material, rated, said)))
        said.add(first)
        least = max(least, SECOND * plain_worth(first))
    return tuple(sorted(lines, key=lambda line: line.citations[0].start))
