"""Which other articles state what a sentence says, each with the sentence that does.

A statement may say more than the sentence, and part of it will do where the two have most in
common: what is looked for is the same fact with the same figures.  `claims` has what may differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from brief.compare.claims import REPEATED, Content, Contents, conflict, rarest, share, share_a_fact
from brief.language.concepts import Concepts
from brief.language.terms import TermMatrix

#: Pairs of shares: what each of two sentences must find of its content in the other, and what the
#: one that holds more of it must.  The first two mean most of both, the last nearly all of one.
STATED = ((0.36, 0.48), (0.25, 0.65))
#: What each must find of its words that are neither names nor numbers: who is not yet what.
STATED_PLAIN = 0.25
#: Concepts of a sentence, the rarest, of which another one must share some.
RAREST, SHARED = 20, 2
#: Share of the content that a sentence which is looked at has for certain; less is never enough.
NEAR = 0.15
#: Sentences of an article that are looked at, those with the most in common.
LOOKED_AT = 3


def supporters(
    matrix: TermMatrix, concepts: Concepts, rows: Sequence[int]
) -> dict[int, tuple[int, ...]]:
    """Return the rows of other articles that state what each of `rows` says, one of each article.

    Copies are articles, too.  A headline may be supported and supports nothing: all its words look
    like names.  Rows without support are left out.  Linear in the matrix for each of `rows`.
    """
    contents = Contents(matrix)
    spread = Counter(chain.from_iterable(concepts.by_sentence))
    support: dict[int, tuple[int, ...]] = {}
    for row in rows:
        rare = frozenset(rarest(concepts.by_sentence[row], spread, RAREST))
        best: dict[int, tuple[float, int]] = {}
        for other in _nearest(matrix, contents[row], concepts, rare, row):
            article = matrix.sentences[other].document
            likeness = _stating(contents, row, other, matrix)
            if likeness > best.get(article, (0.0, 0))[0]:
                best[article] = (likeness, other)
        if best:
            support[row] = tuple(sorted(other for _, other in best.values()))
    return support


def _nearest(
    matrix: TermMatrix, content: Content, concepts: Concepts, rare: frozenset[int], row: int
) -> Iterator[int]:
    """Yield the rows of other articles that have most in common with a row, a few of each."""
    import numpy as np

    weights = np.zeros(len(matrix.vocabulary))
    weights[list(content.terms)] = list(content.terms.values())
    shared = np.bincount(matrix.row, weights[matrix.indices], minlength=len(matrix))
    elsewhere = matrix.document != matrix.document[row]
    near = np.flatnonzero((shared > 0.0) & (shared >= NEAR * weights.sum()) & elsewhere)
    ordered = near[np.lexsort((near, -shared[near], matrix.document[near]))]
    taken: Counter[int] = Counter()
    for other in ordered.tolist():
        article = matrix.sentences[other].document
        is_headline = matrix.sentences[other].position < 0
        enough = len(rare.intersection(concepts.by_sentence[other])) >= SHARED
        if enough and not is_headline and taken[article] < LOOKED_AT:
            taken[article] += 1
            yield other


def _stating(contents: Contents, row: int, other: int, matrix: TermMatrix) -> float:
    """Return how much two rows have in common where the other states the first, else 0."""
    content, stating = contents[row], contents[other]
    shares = share(content, stating), share(stating, content)
    plain = share(content, stating, content.firm), share(stating, content, stating.firm)
    if min(plain) < STATED_PLAIN or conflict(content, stating, more=True):
        return 0.0
    if (content.leans or stating.leans) and min(shares) < REPEATED:
        before = _before(matrix, other)
        # Who "he" is must be named by the sentence before it.
        if content.leans or before is None or content.names.isdisjoint(contents[before].names):
            return 0.0
    elif not share_a_fact(content, stating):
        return 0.0
    enough = any(min(shares) >= least and max(shares) >= most for least, most in STATED)
    return sum(shares) if enough else 0.0


def _before(matrix: TermMatrix, row: int) -> int | None:
    """Return the row of the sentence before one in its article; None for the first."""
    if row == 0:
        return None
    before, sentence = matrix.sentences[row - 1], matrix.sentences[row]
    same = before.document == sentence.document and before.position >= 0
    return row - 1 if same else None
