"""Which other articles state what a sentence says, each with the sentence that does.

How likely one states the fact of another is learned from an editor's marks, as in `same_fact`;
`contents` has what may not differ.  `tests/benchmarks/learn_choice.py` learns the weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from brief.compare import same_fact
from brief.compare.contents import Contents, conflict, leans, share
from brief.compare.same_fact import Comparable, Shared, compared, likelihood
from brief.language.terms import TermMatrix

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: How likely a sentence has to be to state the other's fact: chosen on stories in folds, so that
#: .95 of those that pass do; on stories that did not choose it either .93 do.
LIKELY = 0.74
#: What each must find of its words that are neither names nor numbers: who is not yet what.
STATED_PLAIN = 0.25


def supporters(
    texts: Comparable, rows: Sequence[int], weights: Mapping[str, float]
) -> dict[int, tuple[int, ...]]:
    """Return the rows of other articles that state what each of `rows` says, one of each article.

    Copies are articles, too.  A headline may be supported and supports nothing: all its words look
    like names.  Rows without support are left out.  Linear in the matrix for each of `rows`.
    """
    import numpy as np

    sentences, contents = texts.matrix.sentences, Contents(texts.matrix)
    told = [row for row, sentence in enumerate(sentences) if sentence.position >= 0]
    best: dict[int, dict[int, tuple[float, int]]] = {}
    for block, shared in compared(texts, told, rows):
        likely = likelihood(features_of(texts.matrix, block, shared), weights)
        for place, line in np.argwhere((likely >= LIKELY) & (shared.together == 0.0)).tolist():
            row, other = rows[line], block[place]
            if _may_state(contents, row, other):
                by_article = best.setdefault(row, {})
                article, candidate = sentences[other].document, (likely[place, line], -other)
                by_article[article] = max(by_article.get(article, candidate), candidate)
    return {row: tuple(sorted(-other for _, other in best[row].values())) for row in sorted(best)}


def features_of(
    matrix: TermMatrix, rows: Sequence[int], shared: Shared
) -> dict[str, NDArray[np.float64]]:
    """Return the features of whether each of `rows` states what each of others says, by name.

    `shared` is what they have in common, (rows, others).
    """
    import numpy as np

    words = np.log1p(np.diff(matrix.indptr)[list(rows)])
    leaning = np.asarray([leans(matrix, row) for row in rows], dtype=np.float64)
    each = np.ones_like(shared.cosine)
    of_facts = same_fact.features_of(shared)
    del of_facts["openings"]  # Where a sentence stands does not make it say what another does.
    return of_facts | {
        "words": words[:, None] * each,
        "leans": leaning[:, None] * each,
    }


def _may_state(contents: Contents, row: int, other: int) -> bool:
    """Return whether the second may state the first: it says no other, and not only of whom."""
    content, stating = contents[row], contents[other]
    plain = share(content, stating, content.firm), share(stating, content, stating.firm)
    return min(plain) >= STATED_PLAIN and not conflict(contents, row, other, more=True)
