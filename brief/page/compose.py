"""Everything before it → the Briefing: title, lines, and what each article adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from brief.model import Briefing, Entry, Line, Story
from brief.page.candidates import Candidate, line_of, pool_of
from brief.page.choice import Novelty
from brief.page.material import Material
from brief.page.own_news import own_news
from brief.page.reasons import reason_of, with_runners_up
from brief.page.room import Measure, StoryDraft, fitted
from brief.page.standing import mood_words
from brief.page.storyline import Storyline, storyline, title_of
from brief.page.strands import threads
from brief.page.worth import Weights, Worths, worths_of

#: Share of the budget that the lines of "In brief" may take.
IN_BRIEF_SHARE = 0.38
#: … and that one article's lines may take.
ALONE_SHARE = 0.7
#: How new an article's own sentence must be beside what stands on the page, 0 … 1 …
NEW = 0.5
#: … and what it must be worth, beside the story's best line.
OWN_WORTH = 0.1
#: Sentences that one article has at the most below "In brief".
MOST_OWN = 2


def tell(material: Material, weights: Weights, words: int, method: str) -> StoryDraft | None:
    """Choose a story's lines, at most `words` words long together, and what each article adds.

    None where no sentence may stand on a page.
    """
    worths = worths_of(material, weights)
    pool = pool_of(material, worths)
    story = storyline(material, worths, pool, words, method)
    if not story.lines:
        return None
    title, owner = title_of(material, worths, story)
    return StoryDraft(
        story=story,
        title=title,
        title_document=owner,
        entries=_entries(material, worths, story, pool),
        threads=threads(material, pool),
    )


def tell_alone(material: Material, weights: Weights, budget: int, method: str) -> StoryDraft | None:
    """Choose the lines of a set that is one story, for a page of `budget` words; see `tell`."""
    share = IN_BRIEF_SHARE if len(material.documents) > 1 else ALONE_SHARE
    return tell(material, weights, int(budget * share), method)


def compose(draft: StoryDraft, blank: Briefing, measure: Measure) -> Briefing:
    """Return the page that fits its budget of visible words and one sheet, as `measure` counts.

    `blank` has all but lines and stories.  Raises `UsageError` where the budget is too small for a
    single line with its source.
    """
    briefing = replace(blank, in_brief=draft.story.lines, articles=draft.entries)
    made = with_runners_up(fitted(briefing, draft, measure))
    story = Story(
        title=made.title,
        title_document=made.title_document,
        documents=tuple(document.id for document in blank.documents),
        in_brief=made.in_brief,
        threads=draft.threads,
    )
    return replace(made, stories=(story,))


def _entries(
    material: Material,
    worths: Worths,
    story: Storyline,
    pool: Mapping[int, Sequence[Candidate]],
) -> tuple[Entry, ...]:
    """Return what each document reports, or else has, that nothing before it on the page has."""
    if len(material.documents) == 1:
        return ()
    news = own_news(material.documents, material.prose())
    sober = {number: [c for c in lines if is_sober(material, c)] for number, lines in pool.items()}
    every = [line for lines in sober.values() for line in lines]
    beside = Novelty(material, worths, every, story.candidates)
    entries: list[Entry] = []
    for document in material.documents:
        if material.rows[document.id]:
            own = sober[document.id]
            novelty = beside.among(own)
            places = {(sentence.document, sentence.start) for sentence in news[document.id]}
            wanted = [line for line in own if (line.document, line.citation.start) in places]
            lines = _new(material, worths, wanted, novelty) or _new(material, worths, own, novelty)
            entries.append(Entry(document.id, lines, on_page=False))
    return tuple(entries)


def is_sober(material: Material, line: Candidate) -> bool:
    """Return whether a line tells rather than moves: one word of mood is borne."""
    return mood_words(material.matrix.words[line.row], material.matrix.language) <= 1


def _new(
    material: Material, worths: Worths, pool: Sequence[Candidate], novelty: Novelty
) -> tuple[Line, ...]:
    """Return the best of an article's lines that are new, in its order."""
    left = [line for line in pool if not line.headline and line.worth >= OWN_WORTH]
    lines: list[Line] = []
    while len(lines) < MOST_OWN:
        new = ((line, line.worth * novelty.of(line)) for line in left if novelty.of(line) >= NEW)
        rated = sorted(new, key=lambda pair: (-pair[1], pair[0].citation.start))
        if not rated:
            break
        (line, value), *rivals = rated
        lines.append(line_of(material, line, reason_of(material, worths, line, value, rivals)))
        novelty.add(line)
        left.remove(line)
    return tuple(sorted(lines, key=lambda line: line.citations[0].start))
