"""Briefing → the same with what each of its articles reports, as a page in JSON has it."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from itertools import islice, takewhile

from brief.model import Briefing, Citation, Document, Line, Sentence
from brief.page.material import days_of
from brief.page.own_features import HORIZON
from brief.page.own_news import own_news
from brief.pipeline import workers
from brief.split.sentences import segment


def condensed(briefing: Briefing, executor: Executor | None = None) -> Briefing:
    """Return the briefing with the news of every article: of copies, and of other stories, too.

    An article is looked at beside those of its story; `executor` takes the stories.
    """
    lacking = {entry.document for entry in briefing.articles if not entry.sentences}
    if not lacking:
        return briefing
    by_id = {document.id: document for document in briefing.documents}
    news: dict[int, tuple[Line, ...]] = {}
    items = [
        tuple(by_id[number] for number in ids)
        for ids in briefing.groups()
        if not lacking.isdisjoint(ids)
    ]
    for of_story in workers.mapped(
        _news_of, items, executor, articles=len(by_id), batch=workers.STORIES
    ):
        news |= of_story
    entries = (
        replace(entry, sentences=entry.sentences or news.get(entry.document, ()))
        for entry in briefing.articles
    )
    return replace(briefing, articles=tuple(entries))


def _news_of(stories: Sequence[tuple[Document, ...]]) -> list[dict[int, tuple[Line, ...]]]:
    return [_news(documents) for documents in stories]


def _news(documents: Sequence[Document]) -> dict[int, tuple[Line, ...]]:
    chosen = own_news(documents, {one.id: _opening(one) for one in documents})
    return {
        document.id: tuple(_line(document, sentence) for sentence in chosen[document.id])
        for document in documents
    }


def _opening(document: Document) -> tuple[Sentence, ...]:
    """Return the sentences of as many paragraphs of an article as are looked at."""
    if document.ready():
        return tuple(takewhile(lambda sentence: sentence.paragraph < HORIZON, segment(document)))
    return segment(replace(document, blocks=tuple(islice(document.prose(), HORIZON))))


def _line(document: Document, sentence: Sentence) -> Line:
    """Return a sentence of an article as a line."""
    return Line(
        text=sentence.text,
        citations=(Citation(document.id, sentence.start, sentence.end),),
        date=document.date,
        happened=days_of(sentence, document)[1],
    )
