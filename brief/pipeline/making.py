"""Documents → Summary, or Briefing → text; nothing leaves before it has been verified.

Running text and pages start from the same concepts (`concepts`), the same scores (`rank`), the same
judgement of a sentence (`admission`) and the same share of a topic (`topic`), and then differ:

- Running text has a budget to fill.  `selection` covers concepts, each counted once, and fills the
  budget as far as whole sentences allow; a sentence that leans on another, or is of mood, counts
  less (`_soundness`) and may still be taken.
- A page ends when nothing is left to say.  `compose` looks for each article's news, the event and
  the latest state; a line that may not stand alone is never taken, and what brings no fact of its
  own is left out, whatever room there is.

Facts first and ROUGE pull apart: see `_soundness`, `rank.coverage.specificity` and
`tests/benchmarks/README.md` for what each costs in the other's coin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from brief import (
    admission,
    clean,
    dates,
    detection,
    formats,
    material,
    provenance,
    readers,
    segment,
    topic,
)
from brief.assembly import assemble
from brief.compare import stories
from brief.compose import NOTHING_ADVICE, NOTHING_STANDS, Told, compose, tell
from brief.config import Config, signature
from brief.errors import NothingToBrief, ProvenanceError, UsageError
from brief.material import Material
from brief.model import Briefing, Document, Reading, Sentence, Skipped, Summary
from brief.pipeline.reading import collate
from brief.rank import RANKERS
from brief.selection import choose
from brief.terms import TermMatrix, term_matrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Share of the budget that the lines of all stories may take, where there are several.
STORIES_SHARE = 0.6
#: Words that the lines of one story may take at the least; of the budget's words, one in as many is
#: a story that is looked into.
LEAST_STORY = 40


def summarise(
    documents: str | Iterable[Document | str],
    words: int = 100,
    method: str = "coverage",
    language: str | None = None,
    focus: str | None = None,
) -> Summary:
    """Return running text of at most `words` words, filled as far as whole sentences allow.

    `documents` are what `read` returns, or texts (one text counts as one article; one that cannot
    be read as an article is left out).  `Sentence.document` is the article's id, or, where some
    have none or two have the same, its place among `documents` from 1.  Raises `UsageError` for an
    unknown method or language, or for words below 1.
    """
    if not isinstance(words, int) or words < 1:
        raise UsageError(f"{words} is out of bounds", where="words", advice="give 1 or more")
    config = Config(method=method, language=language, focus=focus)
    texts = [documents] if isinstance(documents, str) else list(documents)
    articles = articles_of(texts, config.language)
    sentences = [sentence for one in articles for sentence in segment.segment(one)]
    if config.method == "headlines":
        leads = {one.document: one for one in reversed(sentences)}
        sentences = [
            material.headline_of(one) or leads[one.id]
            for one in articles
            if material.headline_of(one) or one.id in leads
        ]
    matrix = term_matrix(sentences, _language_of(articles))
    scores = _scores(matrix, config.method)
    if config.method == "coverage":
        scores = scores * _soundness(matrix)
    if config.focus:
        scores = scores * topic.lift(topic.relevance(matrix, config.focus))
    rows = choose(matrix, scores, words, cover_concepts=config.method == "coverage")
    return Summary(tuple(sentences[row] for row in rows), config.method, words)


def _soundness(matrix: TermMatrix) -> NDArray[np.float64]:
    """Return what mood and lost referents leave of each sentence, (n,): facts first.

    The page decides on these by rules of its own; running text only leans away from them, since it
    has a budget to fill.  On the five articles on Belarus, 250 words hold 9 facts of 20 with it and
    7 without (leads 5, LexRank and sumy's 2), from all five articles; on MultiLing 2011 English,
    ROUGE-1/-2 recall is 50.1/20.7 with it and 49.9/21.2 without (leads 49.6/21.1).
    """
    import numpy as np

    judged = (
        admission.standing(one.text, matrix.language, first=one.position <= 0, words=words)
        for one, words in zip(matrix.sentences, matrix.words, strict=True)
    )
    return np.asarray([admission.soundness(one) for one in judged])


def articles_of(texts: Sequence[Document | str], language_code: str | None) -> tuple[Document, ...]:
    """Return texts as labelled articles, each with an id of its own; documents stay as they are.

    A text that cannot be read as an article is left out.
    """
    found: dict[int, Document] = {}
    for number, text in enumerate(texts, 1):
        if isinstance(text, str):
            read_text = readers.read(f"text {number}.txt", text.encode("utf-8", "replace"))
            if isinstance(read_text, Skipped):
                continue
            text = clean.label(replace(read_text, language=language_code or detection.detect(text)))
        found[number] = text
    ids = {one.id for one in found.values()} - {0}
    if len(ids) == len(found):
        return tuple(found.values())
    # Texts, or articles of two sets: their places tell them apart.
    return tuple(replace(one, id=number) for number, one in found.items())


def _language_of(documents: Sequence[Document]) -> str:
    """Return the language of most documents; stems and stop words are theirs."""
    counted: dict[str, int] = {}
    for document in documents:
        counted[document.language] = counted.get(document.language, 0) + 1
    return max(sorted(counted), key=lambda code: counted[code], default="en")


def _scores(matrix: TermMatrix, method: str) -> NDArray[np.float64]:
    return RANKERS["leads" if method == "headlines" else method](matrix)


def brief(
    documents: Reading | Iterable[Document],
    config: Config | None = None,
    *,
    now: date | None = None,
) -> Briefing:
    """Return the page of a set, checked to the character before anybody sees it.

    `now` is the date that the page bears, in want of one in `config`; nothing looks at the clock.
    Raises `UsageError` without a date and for bare texts, which have no source to point to,
    `NothingToBrief` where there is no article or no sentence to print, `ProvenanceError`
    where a sentence would not stand in its source (a bug, but never on a page).
    """
    config = config or Config()
    day = config.now or now
    if day is None:
        raise UsageError("a page needs its date", where="now", advice="give now=date.today()")
    reading = documents if isinstance(documents, Reading) else Reading(_sources(documents))
    if not reading.documents:
        raise NothingToBrief("no article could be read", advice="name files or folders with text")
    made = _composed(reading, config, day)
    faults = provenance.check(made)
    if faults:
        raise ProvenanceError(str(faults[0]), advice="please report this; no page was written")
    return made


def _sources(documents: Iterable[Document]) -> tuple[Document, ...]:
    found = [documents] if isinstance(documents, str) else list(documents)
    if any(isinstance(one, str) for one in found):
        raise UsageError("texts have no source to point to", advice="give what read(paths) returns")
    return collate(found)


def material_of(
    documents: Sequence[Document], method: str = "coverage", focus: str | None = None
) -> Material:
    """Return all that a page is chosen from; `documents` are numbered from 1 in their order."""
    rows: list[Sentence] = []
    for document in documents:
        headline = material.headline_of(document)
        rows += [headline] if headline else []
        rows += segment.segment(document)
    matrix = term_matrix(rows, _language_of(documents))
    by_id = {document.id: document for document in documents}
    told = [_told(row, by_id[row.document]) for row in rows]
    return material.material_of(
        documents,
        matrix,
        _scores(matrix, method),
        [mentions for mentions, _ in told],
        [happened for _, happened in told],
        focus,
    )


def _composed(reading: Reading, config: Config, now: date) -> Briefing:
    from brief import __version__

    signed = signature(config, __version__, [d.sha256 for d in reading.documents], now)
    groups = _stories(reading.documents) if config.stories == "auto" else []
    if len(groups) > 1:
        return _assembled(reading, groups, config, now, signed)
    return compose(
        material_of(reading.documents, config.method, config.focus),
        reading.skipped,
        budget=config.words,
        title=config.title,
        method=config.method,
        generated=now,
        signature=signed,
        measure=formats.measure,
    )


def _stories(documents: Sequence[Document]) -> list[tuple[int, ...]]:
    """Return the ids of each story's articles, the largest and freshest story first."""
    sentences = [sentence for one in documents for sentence in segment.segment(one)]
    day = {one.id: one.date or date.min for one in documents}
    groups = stories.stories(documents, sentences)
    return sorted(groups, key=lambda ids: (-len(ids), -max(day[n].toordinal() for n in ids), ids))


def _assembled(
    reading: Reading, groups: Sequence[tuple[int, ...]], config: Config, now: date, signed: str
) -> Briefing:
    by_id = {document.id: document for document in reading.documents}
    words = max(LEAST_STORY, int(config.words * STORIES_SHARE / len(groups)))
    kept: list[tuple[int, ...]] = []
    told: list[Told] = []
    for ids in groups[: config.words // LEAST_STORY]:
        documents = [replace(by_id[own], id=number) for number, own in enumerate(ids, 1)]
        found = tell(material_of(documents, config.method, config.focus), words, config.method)
        if found:
            kept.append(ids)
            told.append(found)
    if not told:
        raise NothingToBrief(NOTHING_STANDS, advice=NOTHING_ADVICE)
    return assemble(
        told,
        reading.documents,
        [*kept, *(ids for ids in groups if ids not in kept)],
        reading.skipped,
        budget=config.words,
        title=config.title,
        generated=now,
        signature=signed,
        measure=formats.measure,
    )


def _told(row: Sentence, document: Document) -> tuple[tuple[str, ...], str | None]:
    mentions = dates.told(row.text, document.date, document.language)
    happened = dates.happened(row.text, document.date, document.language) if mentions else None
    return tuple(mention.iso for mention in mentions), happened


def render(briefing: Briefing, format: str = "markdown", folder: Path | None = None) -> str:
    """Return the page as `markdown`, `json` or `text`; paths on it are relative to `folder`.

    `folder` is where the page will lie, None the current folder.  Raises `UsageError` for an
    unknown format.
    """
    chosen = formats.FORMATS.get(format)
    if chosen is None:
        raise UsageError(f"no such format: {format!r}", advice=f"use {', '.join(formats.FORMATS)}")
    return chosen.render(briefing, folder)
