"""Documents → those that are copies of one text, looked for while the stories are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeAlias

from brief.language.plain import compared, plain
from brief.model import Document, Sentence
from brief.pipeline import workers

#: Ids of articles: of each text, those that have it.
Origins: TypeAlias = tuple[tuple[int, ...], ...]
#: Words of a sentence that two articles do not have in common by chance.
LONG = 8


def copies_in(documents: Sequence[Document], sentences: Sequence[Sentence]) -> Origins:
    """Return groups of two and more articles that are one origin; see `copies_of`."""
    return copies_of(documents, copying(documents, sentences)())


def copies_of(documents: Sequence[Document], origins: Origins) -> Origins:
    """Return the origins of two and more articles: the one to cite, and its copies.

    The newest is cited, for it has what was corrected or added; of those of one day, the longest.
    `documents` are numbered from 1 in their order.
    """
    return tuple(_cited_first(documents, group) for group in origins if len(group) > 1)


def copying(
    documents: Sequence[Document], sentences: Sequence[Sentence], executor: Executor | None = None
) -> Callable[[], Origins]:
    """Begin to look for copies, in another process where there is one; return what waits for it.

    Copies are looked for only where two articles have a sentence of `LONG` words in common: an
    article that has none is a rewriting, and no copy.  Otherwise there are no groups at all.
    """
    if not _share_sentences(sentences):
        return tuple
    # What was worked out of the articles before takes as much room as they do.
    bare = [replace(document, prepared=None) for document in documents]
    return workers.begun(partial(_origins, bare), executor, articles=len(bare))


def _origins(documents: Sequence[Document]) -> Origins:
    from brief.compare.origins import origins

    return origins(documents)


def _share_sentences(sentences: Iterable[Sentence]) -> bool:
    holders: dict[str, int] = {}
    for sentence in sentences:
        if len(sentence.text) < 2 * LONG or len(sentence.text.split()) < LONG:
            continue
        if holders.setdefault(compared(sentence.text), sentence.document) != sentence.document:
            return True
    return False


def _cited_first(documents: Sequence[Document], group: Sequence[int]) -> tuple[int, ...]:
    def rank(number: int) -> tuple[date, int, int]:
        article = documents[number - 1]
        length = sum(len(plain(article.text[b.start : b.end])) for b in article.prose())
        return article.date or date.min, length, -number

    first = max(group, key=rank)
    return first, *(number for number in group if number != first)
