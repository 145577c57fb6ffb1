"""Documents → Summary, and what a page is chosen from.

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
from typing import TYPE_CHECKING

from brief import readers
from brief.clean import label
from brief.errors import UsageError
from brief.language import detection
from brief.language.terms import TermMatrix, term_matrix
from brief.model import Document, Sentence, Skipped, Summary, Superseded, headline_of
from brief.page import material, standing
from brief.page.material import Material
from brief.pipeline.earlier import Earlier
from brief.score import RANKERS, topic
from brief.score.selection import choose
from brief.settings.page_options import Config
from brief.split import days
from brief.split.sentences import segment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
    sentences = [sentence for one in articles for sentence in segment(one)]
    if config.method == "headlines":
        leads = {one.document: one for one in reversed(sentences)}
        sentences = [
            headline_of(one) or leads[one.id]
            for one in articles
            if headline_of(one) or one.id in leads
        ]
    matrix = term_matrix(sentences, language_of(articles))
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
        standing.standing(one.text, matrix.language, first=one.position <= 0, words=words)
        for one, words in zip(matrix.sentences, matrix.words, strict=True)
    )
    return np.asarray([standing.soundness(one) for one in judged])


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
            text = label.label(replace(read_text, language=language_code or detection.detect(text)))
        found[number] = text
    ids = {one.id for one in found.values()} - {0}
    if len(ids) == len(found):
        return tuple(found.values())
    # Texts, or articles of two sets: their places tell them apart.
    return tuple(replace(one, id=number) for number, one in found.items())


def language_of(documents: Sequence[Document]) -> str:
    """Return the language of most documents; stems and stop words are theirs."""
    counted: dict[str, int] = {}
    for document in documents:
        counted[document.language] = counted.get(document.language, 0) + 1
    return max(sorted(counted), key=lambda code: counted[code], default="en")


def _scores(matrix: TermMatrix, method: str) -> NDArray[np.float64]:
    return RANKERS["leads" if method == "headlines" else method](matrix)


def material_of(
    documents: Sequence[Document],
    method: str = "coverage",
    focus: str | None = None,
    before: Earlier | None = None,
    sentences: Sequence[Sentence] | None = None,
    superseded: Superseded | None = None,
) -> Material:
    """Return all that a page is chosen from; `documents` are numbered from 1 in their order.

    `sentences` are theirs, where the caller has them; an article without any says nothing, as a
    copy of another has to.  `superseded` says what later articles have updated.
    """
    by_id = {document.id: document for document in documents}
    own: dict[int, list[Sentence]] = {one.id: [] for one in documents}
    for document in documents if sentences is None else ():
        own[document.id] += segment(document)
    for sentence in sentences or ():
        own[sentence.document].append(sentence)
    rows: list[Sentence] = []
    for document in documents:
        headline = headline_of(document)
        rows += [headline] if headline and (own[document.id] or sentences is None) else []
        rows += own[document.id]
    matrix = term_matrix(rows, language_of(documents))
    told = [days_told(row, by_id[row.document]) for row in rows]
    return material.material_of(
        documents,
        matrix,
        _scores(matrix, method),
        [mentions for mentions, _ in told],
        [happened for _, happened in told],
        focus,
        before.told if before else (),
        [one.id for one in documents if before and before.knows(one)],
        {one.id: before.updated[one.sha256] for one in documents if one.sha256 in before.updated}
        if before
        else {},
        superseded,
    )


def days_told(row: Sentence, document: Document) -> tuple[tuple[str, ...], str | None]:
    """Return the days that a sentence mentions, in ISO 8601, and the older one it tells of."""
    mentions = days.dates_mentioned(row.text, document.date, document.language)
    happened = days.date_of_event(row.text, document.date, document.language) if mentions else None
    return tuple(mention.iso for mention in mentions), happened
