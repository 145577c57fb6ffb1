"""Documents → Summary: running text within a budget of words.

Running text and pages start from the same concepts (`language.concepts`), the same scores
(`score`), the same judgement of a sentence (`page.standing`) and the same share of a topic
(`score.topic`), and then differ:

- Running text has a budget to fill.  `score.selection` covers concepts, each counted once, and
  fills the budget as far as whole sentences allow; a sentence that leans on another, or is of mood,
  counts less (`_soundness`) and may still be taken.
- A page ends when nothing is left to say.  `page.compose` looks for each article's news, the event
  and the latest state; a line that may not stand alone is never taken, and what brings no fact of
  its own is left out, whatever room there is.

To choose facts first costs ROUGE, and the reverse: see `_soundness`, `score.coverage.specificity`
and `tests/benchmarks/README.md` for how much.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Any

from brief.errors import BriefError, NothingToBrief, UsageError
from brief.language.terms import TermMatrix, term_matrix
from brief.language.visible import count_words
from brief.model import Document, Reading, Sentence, Skipped, Summary, headline_of
from brief.page.material import language_of, scores_of
from brief.page.standing import soundness, standing
from brief.page.whole_quotations import wholes
from brief.pipeline import last_resort
from brief.pipeline.comparing import sentences_of
from brief.pipeline.given import Given, articles_of, none_of
from brief.score import topic
from brief.score.selection import choose
from brief.settings.page_options import Config
from brief.split import size

#: Words that a sentence of running text has, at least, where there are others.
LEAST = 2

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def summarise(
    documents: Reading | Given | Iterable[Given],
    words: int = 100,
    method: str = "coverage",
    language: str | None = None,
    focus: str | None = None,
    *,
    strict: bool = False,
) -> Summary:
    """Return running text of at most `words` words, filled as far as whole sentences allow.

    `documents` are what `read` returns, or texts, paths, mappings, rows of pandas (`given`); one
    that cannot be read as an article is left out.  `Sentence.document` is the article's id, or,
    where some have none or two have the same, its place among `documents` from 1.  What is left
    out, sentences by their size (`split.size`), too, is told of in `Summary.skipped`.

    Raises `UsageError` for an unknown method or language, for fewer words than any sentence has,
    and for what is no article, and `NothingToBrief` where there is no sentence.
    An article that breaks a stage, which is a bug, is left out and in `Summary.skipped`; where
    `strict`, or nothing would be left, it is raised as `BrokenStage`.
    """
    if not isinstance(words, int) or words < 1:
        raise UsageError(f"{words} is out of bounds", where="words", advice="give 1 or more")
    config = Config(method=method, language=language, focus=focus)
    articles, skipped = _articles_of(documents, config.language, strict=strict)
    if not articles:
        raise none_of(skipped)
    choosing = partial(_chosen, config=config, words=words)
    made, broken = last_resort.sparing(articles, choosing, "the text")
    if isinstance(made, last_resort.Broken):
        raise last_resort.fatal(made)
    for place, bug in broken.items():
        if strict:
            raise last_resort.fatal(replace(bug, what=articles[place].path))
        skipped.append(last_resort.noted(bug, articles[place].path))
    sentences, cut = made
    if not sentences:
        raise _empty(articles, words)
    return Summary(sentences, config.method, words, (*skipped, *cut))


def _empty(articles: Sequence[Document], words: int) -> BriefError:
    """Return why nothing was chosen: there is nothing, or too few words."""
    sentences, together = _candidates(articles, sentences_of(articles))
    lengths = [sum(count_words(sentences[row].text) for row in rows) for rows in together]
    if not lengths:
        return NothingToBrief("no sentence in any article", advice="give articles of running text")
    problem = f"{words} words are too few for any sentence"
    return UsageError(problem, where="words", advice=f"give at least {min(lengths)}")


def _chosen(
    articles: Sequence[Document], config: Config, words: int
) -> tuple[tuple[Sentence, ...], list[Skipped]]:
    """Return the sentences chosen of some articles, in reading order, and what was too long."""
    sentences = sentences_of(articles)
    cut = size.left_out(articles, sentences)
    sentences, together = _candidates(articles, sentences)
    if config.method == "headlines":
        alone = [sentences[rows[0]] for rows in together if len(rows) == 1]
        leads = {sentence.document: sentence for sentence in reversed(alone or sentences)}
        firsts = (headline_of(article) or leads.get(article.id) for article in articles)
        sentences, together = [sentence for sentence in firsts if sentence], []
    matrix = term_matrix(sentences, language_of(articles))
    scores = scores_of(matrix, config.method)
    if config.method == "coverage":
        scores = scores * _soundness(matrix, together)
    if config.focus:
        scores = scores * topic.lift(topic.relevance(matrix, config.focus))
    covering = config.method == "coverage"
    rows = choose(matrix, scores, words, cover_concepts=covering, together=together)
    return tuple(sentences[row] for row in rows), cut


def _candidates(
    articles: Sequence[Document], sentences: Sequence[Sentence]
) -> tuple[list[Sentence], list[range]]:
    """Return the sentences to choose from, and the places of those that are chosen together.

    No quotation is torn (`page.whole_quotations`), and what is no more than an answer ("Yes.") is
    left out; where nothing is left, there are all sentences, each by itself.
    """
    units = [[sentences[place] for place in places] for places in wholes(articles, sentences)]
    units = [unit for unit in units if sum(count_words(one.text) for one in unit) >= LEAST]
    units = units or [[sentence] for sentence in sentences]
    ends = list(accumulate(map(len, units), initial=0))
    return list(chain(*units)), [range(*bounds) for bounds in pairwise(ends)]


def _soundness(matrix: TermMatrix, together: Iterable[range]) -> NDArray[np.float64]:
    """Return what mood and lost referents leave of each sentence's worth, (n,), 0 … 1.

    Sentences that are chosen together are judged as one.
    The page leaves such sentences out; running text, which has a budget to fill, only prefers
    others.  On the five articles on Belarus, 250 words hold 9 facts of 20 with it and
    7 without (leads 5, LexRank and sumy's 2), from all five articles; on MultiLing 2011 English,
    ROUGE-1/-2 recall is 50.1/20.7 with it and 49.9/21.2 without (leads 49.6/21.1).
    """
    import numpy as np

    language = matrix.language

    sound = np.ones(len(matrix))
    for places in together:
        members = [matrix.sentences[place] for place in places]
        words = [word for place in places for word in matrix.words[place]]
        text = " ".join(sentence.text for sentence in members)
        judged = standing(text, language, first=members[0].position <= 0, words=words)
        sound[places.start : places.stop] = soundness(judged, words, language)
    return sound


def _articles_of(
    given: Any, language: str | None, *, strict: bool
) -> tuple[tuple[Document, ...], list[Skipped]]:
    """Return what was given as articles, each with an id of its own, and what was skipped.

    Documents stay as they are.  A text that cannot be read as an article is left out, one that is
    short is not.
    """
    listed, skipped = articles_of(given, language, strict=strict, least_prose=0)
    articles = {number: article for number, article in enumerate(listed, 1) if article}
    ids = {document.id for document in articles.values()} - {0}
    if len(ids) == len(articles):
        return tuple(articles.values()), skipped
    # Texts, or articles of two sets: their places tell them apart.
    numbered = (replace(document, id=number) for number, document in articles.items())
    return tuple(numbered), skipped
