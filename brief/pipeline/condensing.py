"""Briefing → the same with what each of its articles reports, as a page in JSON has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from brief.model import Briefing, Citation, Document, Line, Sentence
from brief.page.material import days_of
from brief.page.own_features import HORIZON
from brief.page.own_news import own_news
from brief.split.sentences import segment


def condensed(briefing: Briefing) -> Briefing:
    """Return the briefing with the news of every article that has an entry.

    An article is looked at beside those of its story, where there are stories.  A briefing that has
    the news of its articles is returned as it is.
    """
    if any(entry.news for entry in briefing.articles):
        return briefing
    by_id = {document.id: document for document in briefing.documents}
    story = {
        number: place for place, each in enumerate(briefing.stories) for number in each.documents
    }
    groups: dict[int, list[Document]] = defaultdict(list)
    for entry in briefing.articles:
        groups[story.get(entry.document, -1)].append(by_id[entry.document])
    news: dict[int, tuple[Line, ...]] = {}
    for group in groups.values():
        news |= _news(group)
    return replace(
        briefing,
        articles=tuple(replace(entry, news=news[entry.document]) for entry in briefing.articles),
    )


def _news(documents: Sequence[Document]) -> dict[int, tuple[Line, ...]]:
    chosen = own_news(documents, {one.id: segment(_beginning(one)) for one in documents})
    return {
        document.id: tuple(_line(document, sentence) for sentence in chosen[document.id])
        for document in documents
    }


def _beginning(document: Document) -> Document:
    """Return an article with as many paragraphs as are looked at."""
    return replace(document, blocks=tuple(islice(document.prose(), HORIZON)))


def _line(document: Document, sentence: Sentence) -> Line:
    """Return a sentence of an article as a line."""
    return Line(
        text=sentence.text,
        citations=(Citation(document.id, sentence.start, sentence.end),),
        date=document.date,
        happened=days_of(sentence, document)[1],
    )
