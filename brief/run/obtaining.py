"""Obtain the new articles: from what a source has of them, or from the page behind an address.

The text in a feed stands in for a page that cannot be had, has no article, or has another one or
less of it (`choosing`).  Where one source's version cannot be had, or is not wanted there, another
source's is tried.  What could not be had is tried again with the next runs, behind what is new, and
given up after a week; what nobody wants, and a message without a text, need not be looked at again.
For what there was no time for, nothing is counted: it is as new for the next run as it is for this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from brief.memory.state import State
from brief.model import Document, Skipped
from brief.model.progress import FETCHING_ARTICLES, READING, Progress, silent, stepping
from brief.pipeline.workers import HERE, Spread
from brief.run.choosing import better
from brief.run.collecting import Fetch, reason_of
from brief.run.opened import is_wanted, messages_read, pages_read, read_now
from brief.run.source_article import SourceArticle
from brief.settings.run_options import Source
from brief.web.fetched import Failed, Fetched, Request

#: Periods in a row after which an article that cannot be had is given up.
PATIENCE = 7
#: Tells articles from sources where failures are counted.
_ARTICLE = "article "


class Outlook(Enum):
    """Whether trying to read an article again may end otherwise."""

    LASTING = auto()
    PASSING = auto()
    #: There was no time to try.
    LATE = auto()


@dataclass(frozen=True, slots=True)
class Obtained:
    """The new articles that could be read, and why the others could not."""

    #: Those that could be had, read.
    articles: tuple[SourceArticle, ...]
    #: Every version tried of those that need not be looked at again.
    settled: tuple[SourceArticle, ...]
    #: By their key, every version tried of those that could not be had.
    failed: Mapping[str, Sequence[SourceArticle]]
    #: By its key, why an article could not be had; the page names it.
    skipped: Mapping[str, Skipped]
    #: For each article that the feed's own text was taken of, a line that says so, and why.
    notes: tuple[str, ...] = ()


def obtain(
    news: Sequence[SourceArticle],
    others: Mapping[str, Sequence[SourceArticle]],
    fetch: Fetch,
    progress: Progress = silent,
    spread: Spread = HERE,
) -> Obtained:
    """Read or fetch `news`; `others` are further versions of the same articles, by their keys.

    `spread` reads the pages, and `progress` is told how far it is.
    """
    read: list[SourceArticle] = []
    tried: dict[str, list[SourceArticle]] = {}
    skipped: dict[str, Skipped] = {}
    outlooks: dict[str, set[Outlook]] = {}
    left, depth = list(news), 0
    while left:
        again: list[SourceArticle] = []
        results = _read(left, fetch, progress, spread)
        for article, (result, outlook) in zip(left, results, strict=True):
            if isinstance(result, SourceArticle) and is_wanted(result):
                read.append(result)
                continue
            tried.setdefault(article.key, []).append(article)
            if isinstance(result, Skipped):
                skipped.setdefault(article.key, result)
            outlooks.setdefault(article.key, set()).add(outlook)
            if depth < len(others.get(article.key, ())):
                again.append(others[article.key][depth])
        left, depth = again, depth + 1
    had = {article.key for article in read}
    missing = [key for key in tried if key not in had]
    return Obtained(
        articles=tuple(read),
        settled=tuple(
            version
            for key in missing
            if outlooks[key] == {Outlook.LASTING}
            for version in tried[key]
        ),
        failed={
            key: tried[key]
            for key in missing
            if Outlook.PASSING in outlooks[key] and Outlook.LATE not in outlooks[key]
        },
        notes=tuple(f"{article.shown}: {article.note}" for article in read if article.note),
        skipped={key: replace(skipped[key], file=False) for key in skipped if key not in had},
    )


def _read(
    articles: Sequence[SourceArticle], fetch: Fetch, progress: Progress, spread: Spread
) -> Iterator[tuple[SourceArticle | Skipped, Outlook]]:
    """Yield each article read, or why it cannot be had, and whether that will stay so."""
    web = [article for article in articles if article.document is None and article.read is None]
    web = _in_turns(web)
    # The cache is asked about it: somebody has just said that it is new.
    progress(FETCHING_ARTICLES, 0, len(web))
    answers = fetch([Request(article.address, fresh=True) for article in web])
    answer_of = dict(zip(map(id, web), answers, strict=True))
    answered = ((article, answer_of.get(id(article))) for article in articles)
    fetched = [(article, answer) for article, answer in answered if isinstance(answer, Fetched)]
    pages = pages_read(fetched, spread)
    unread = (article for article in articles if article.document is None)
    held = [(article, article.read) for article in unread if article.read is not None]
    messages = messages_read(held, spread)
    for article in stepping(articles, READING, len(articles), progress):
        if article.document is not None:
            yield article, Outlook.LASTING
        elif article.read is not None:
            yield _of_message(article, next(messages))
        else:
            answer = answer_of[id(article)]
            if isinstance(answer, Failed):
                page: Document | Skipped = Skipped(article.shown, answer.reason)
            else:
                page = next(pages)
            result = _of_page(article, page)
            late = isinstance(answer, Failed) and answer.late
            outlook = Outlook.LATE if late else Outlook.PASSING
            yield result, Outlook.LASTING if isinstance(result, SourceArticle) else outlook


def _in_turns(articles: Sequence[SourceArticle]) -> list[SourceArticle]:
    """Return the articles with the first of each source before the second of any.

    Where time runs out, one source with many slow links has not taken that of the others.
    """
    ranks: dict[Source, int] = {}
    rank_of: dict[int, int] = {}
    for article in articles:
        rank_of[id(article)] = ranks[article.source] = ranks.get(article.source, 0) + 1
    return sorted(articles, key=lambda article: rank_of[id(article)])


def _of_message(
    article: SourceArticle, read: Document | Skipped | OSError
) -> tuple[SourceArticle | Skipped, Outlook]:
    """Return an article with its message, or why it cannot be had; see `_read`."""
    if isinstance(read, OSError):
        return Skipped(article.label, reason_of(read)), Outlook.PASSING
    if isinstance(read, Skipped):
        return read, Outlook.LASTING
    return replace(article, document=read), Outlook.LASTING


def _of_page(article: SourceArticle, page: Document | Skipped) -> SourceArticle | Skipped:
    """Return an article from the page behind its address, or from its feed, whichever is better.

    What the page does not state of itself, it has from the feed.
    """
    own, why = better(page, read_now(article, article.own) if article.own else None)
    if own is not None:
        return replace(article, document=own, note=why)
    if isinstance(page, Skipped):
        return page
    document = replace(
        page,
        date=page.date or (None if article.updated else article.date),
        publisher=page.publisher or article.outlet or None,
    )
    return replace(article, document=document, fetched=True)


def failing_keys(state: State, name: str) -> frozenset[str]:
    """Return the keys of the articles that could not be had in the last run."""
    failing = state.failing(name, _ARTICLE)
    return frozenset(source.removeprefix(_ARTICLE) for source in failing)


def give_up(
    state: State, name: str, obtained: Obtained, current: str, now: datetime
) -> list[SourceArticle]:
    """Count what could not be had, once a period; return every version of what is given up."""
    given_up: list[SourceArticle] = []
    for key, versions in obtained.failed.items():
        source = f"{_ARTICLE}{key}"
        health = state.source(name, source)
        reason = f"{current}: {obtained.skipped[key].reason}"
        if health and health.failures and health.last_error.startswith(f"{current}: "):
            continue
        if state.failed(name, source, reason, now=now) >= PATIENCE:
            given_up += versions
            state.recovered(name, source, now=now)
    failing = failing_keys(state, name)
    for article in (*obtained.articles, *obtained.settled):
        if article.key in failing:
            state.recovered(name, f"{_ARTICLE}{article.key}", now=now)
    return given_up
