"""Material → the draft of a story: its lines, and its articles' own sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from brief.compare.same_fact import likely_same
from brief.language.plain import plain
from brief.model import Citation, Document, Entry, Line, Reason, Sentence, Title
from brief.page.candidates import candidate_of, line_of, pool_of
from brief.page.choice import MOST_LINES
from brief.page.material import Material, is_told
from brief.page.own_news import own_news
from brief.page.standing import has_broken_quotation, mood_words
from brief.page.storyline import Storyline, storyline, title_of
from brief.page.worth import Weights, Worths, worths_of

#: How likely a line is to say what an article reports, so that its number stands for the sentence:
#: .91 of such lines share a fact with the sentence, and .88 of the sentences add none to the lines.
TOLD = 0.9


@dataclass(frozen=True, slots=True)
class StoryDraft:
    """What there is to say of one story, before anybody has asked how much room there is."""

    #: In the order of the page.
    lines: tuple[Line, ...]
    #: Places of `lines` in the order of choice: the last is the first to go.
    ranked: tuple[int, ...]
    title: Title
    #: The document that lends the title, 0 where none does.
    title_document: int
    #: One for each document, copies left out.  `Entry.line` counts `lines` from 1.
    entries: tuple[Entry, ...]


def draft_of(
    material: Material,
    weights: Weights,
    words: int,
    method: str = "coverage",
    ids: Sequence[int] = (),
    most: int = MOST_LINES,
) -> StoryDraft | None:
    """Choose a story's lines, at most `words` words long together, and each article's own sentence.

    There are at most `most` lines.  `ids` are those of its documents in the set,
    where they are not numbered from 1.  None where no sentence may stand on a page.
    """
    worths = worths_of(material, weights)
    pool = pool_of(material, worths)
    news = own_news(material.documents, _prose(material, worths.states.left_behind))
    alone = next(iter(news.values())) if len(news) == 1 else ()
    story = storyline(material, worths, pool, words, method, most, opening=alone)
    if not story.lines:
        return None
    title, owner = title_of(material, worths, story)
    numbers = ids or [document.id for document in material.documents]
    known = {0: 0, **dict(enumerate(numbers, 1))}
    return StoryDraft(
        lines=tuple(_renumbered(line, known) for line in story.lines),
        ranked=story.ranked,
        title=title,
        title_document=known[owner],
        entries=tuple(
            replace(
                entry,
                document=known[entry.document],
                sentences=tuple(_renumbered(line, known) for line in entry.sentences),
            )
            for entry in _entries(material, worths, story, news)
        ),
    )


def _entries(
    material: Material, worths: Worths, story: Storyline, news: Mapping[int, Sequence[Sentence]]
) -> Iterator[Entry]:
    """Yield what each article reports, with the line of the story that says so."""
    row_at = {(s.document, s.start): row for row, s in enumerate(material.matrix.sentences)}
    told = [row_at[number, own[0].start] for number, own in news.items() if own]
    line = _lines_that_tell(material, worths, told, [c.row for c in story.candidates])
    for number, own in news.items():
        if not own:
            continue
        rows = [row_at[number, sentence.start] for sentence in own]
        yield Entry(
            number,
            tuple(
                line_of(material, candidate_of(material, row, worths), _own(worths, row))
                for row in rows
            ),
            line=line[rows[0]],
        )


def _lines_that_tell(
    material: Material, worths: Worths, rows: Sequence[int], lines: Sequence[int]
) -> dict[int, int]:
    """Return for each row the place, from 1, of the line that it is or says the same as, or 0."""
    import numpy as np

    likely = likely_same(material.comparable, rows, lines, worths.weights.same_fact)
    best = likely.argmax(axis=1) if lines else np.zeros(len(rows), dtype=int)
    return {
        row: place + 1 if likely[number, place] >= TOLD else 0
        for number, (row, place) in enumerate(zip(rows, best.tolist(), strict=True))
    }


def _own(worths: Worths, row: int) -> Reason:
    return Reason(worth=worths.of[row], traits=("says best what its article reports",))


def _prose(material: Material, behind: frozenset[int]) -> dict[int, list[Sentence]]:
    """Return the sentences that may say what each document reports, by its id.

    Those that are left `behind`, torn quotations, those with more than one word of mood and no
    number, and of one that was updated those that stood in it before, only where there are no
    others.
    """
    sentences, language = material.matrix.sentences, material.matrix.language

    def tells(row: int) -> bool:
        is_old = sentences[row].document in material.updated and is_told(material, row)
        mood = mood_words(material.matrix.words[row], language)
        whole = not has_broken_quotation(plain(sentences[row].text))
        return (
            whole and not is_old and row not in behind and (mood <= 1 or bool(material.counts[row]))
        )

    telling = {
        number: [sentences[row] for row in rows if sentences[row].position >= 0 and tells(row)]
        for number, rows in material.rows.items()
    }
    return {number: telling[number] or own for number, own in material.prose().items()}


def _renumbered(line: Line, known: Mapping[int, int]) -> Line:
    places = (Citation(known[c.document], c.start, c.end) for c in line.citations)
    return replace(line, citations=tuple(places))


def title_of_newest(documents: Sequence[Document]) -> tuple[Title, int]:
    """Return the title of the last document that has one, and its id; 0 where none has."""
    titled = ((document.title, document.id) for document in reversed(documents) if document.title)
    return next(titled, (Title("Briefing", 0, 8), 0))
