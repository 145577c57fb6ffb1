"""Documents → their stories in the order of the page, and each article's number in that order.

The largest and freshest story comes first; the articles of a story are numbered one after the
other, in the order of the set: by date, undated ones last, then by path.  So the list of articles,
which is also that of sources, reads 1, 2, 3, and each story has a range of numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from brief.compare.stories import stories
from brief.language.terms import term_matrix
from brief.model import Document, Sentence
from brief.page.material import language_of
from brief.pipeline.comparing import sentences_of
from brief.pipeline.copies import Origins, copying
from brief.pipeline.last_resort import LastResort
from brief.score import topic


@dataclass(frozen=True, slots=True)
class Numbered:
    """The articles of a set by story."""

    documents: tuple[Document, ...]  #: In the order of their ids, from 1.
    sentences: tuple[Sentence, ...]  #: Of all documents, in their order.
    #: The share of the topic that each article holds, by its id, 0 … 1.
    topic_shares: Mapping[int, float]
    groups: tuple[tuple[int, ...], ...]  #: The ids of each story's articles, in their order.
    #: The ids of the articles that are one origin; none at all where no two have a sentence.
    origins: Origins = ()

    def in_order(self, groups: Sequence[Sequence[int]]) -> Numbered:
        """Return the same articles with the stories in the order of `groups`, numbered anew."""
        before = list(chain.from_iterable(groups))
        number = {old: new for new, old in enumerate(before, 1)}
        moved = sorted(self.sentences, key=lambda sentence: number[sentence.document])
        return Numbered(
            documents=tuple(replace(self.documents[n - 1], id=number[n]) for n in before),
            sentences=tuple(replace(one, document=number[one.document]) for one in moved),
            topic_shares={number[n]: self.topic_shares[n] for n in before},
            groups=tuple(tuple(number[n] for n in ids) for ids in groups),
            origins=tuple(sorted(tuple(sorted(number[n] for n in ids)) for ids in self.origins)),
        )


def numbered(
    documents: tuple[Document, ...],
    focus: str | None,
    resort: LastResort,
    *,
    known: Collection[int] = (),
    apart: bool = True,
    executor: Executor | None = None,
) -> Numbered:
    """Return the articles of a set, numbered from 1 in the order of the page.

    `documents` are numbered from 1 in the order of the set.  With a topic, `focus`, the stories
    come first that hold most of it; those of which every article is `known`, by its id, come last.
    Where not `apart`, all articles are of one story.  Copies are looked for in a process of
    `executor` while the stories are; `resort` stands around that.
    """
    sentences = sentences_of(documents)
    origins = copying(documents, sentences, executor)
    groups = stories(documents, sentences) if apart else []
    one = Numbered(
        documents=documents,
        sentences=tuple(sentences),
        topic_shares=_topic_shares(documents, sentences, focus),
        groups=(tuple(document.id for document in documents),),
        origins=resort.around("copies", origins, ()),
    )
    day = {document.id: document.date or date.min for document in documents}

    def order(ids: tuple[int, ...]) -> tuple[bool, float, int, int, tuple[int, ...]]:
        newest = max(day[number].toordinal() for number in ids)
        share = max(one.topic_shares[number] for number in ids)
        return set(ids) <= set(known), -share, -len(ids), -newest, ids

    groups.sort(key=order)
    return one.in_order(groups) if len(groups) > 1 else one


def _topic_shares(
    documents: Sequence[Document], sentences: Sequence[Sentence], focus: str | None
) -> dict[int, float]:
    """Return the share of the topic that each article's best sentence holds, in tenths."""
    shares = {document.id: 0.0 for document in documents}
    if focus:
        matrix = term_matrix(sentences, language_of(documents))
        relevance = topic.relevance(matrix, focus).tolist()
        for sentence, share in zip(sentences, relevance, strict=True):
            shares[sentence.document] = max(shares[sentence.document], round(share, 1))
    return shares
