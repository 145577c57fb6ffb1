"""Obtain the new articles: from what a source has of them, or from the page behind an address.

Where one source's version cannot be had, or is not wanted there, another source's is tried.  What
could not be had is tried again with the next runs, behind what is new, and given up after a week;
what nobody wants, and a message without a text, need not be looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from brief.memory.state import State
from brief.model import Document, Skipped
from brief.pipeline import last_resort
from brief.pipeline.last_resort import attempt
from brief.run.collecting import (
    Fetch,
    SourceArticle,
    fetched_document,
    is_wanted,
    read_now,
    reason_of,
)
from brief.web.fetched import Failed, Request

#: Periods in a row after which an article that cannot be had is given up.
PATIENCE = 7
#: Tells articles from sources where failures are counted.
_ARTICLE = "article "


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


def obtain(
    news: Sequence[SourceArticle], others: Mapping[str, Sequence[SourceArticle]], fetch: Fetch
) -> Obtained:
    """Read or fetch `news`; `others` are further versions of the same articles, by their keys."""
    read: list[SourceArticle] = []
    tried: dict[str, list[SourceArticle]] = {}
    skipped: dict[str, Skipped] = {}
    passing: set[str] = set()
    left, depth = list(news), 0
    while left:
        again: list[SourceArticle] = []
        for article, (result, lasting) in zip(left, _read(left, fetch), strict=True):
            if isinstance(result, SourceArticle) and is_wanted(result):
                read.append(result)
                continue
            tried.setdefault(article.key, []).append(article)
            if isinstance(result, Skipped):
                skipped.setdefault(article.key, result)
            if not lasting:
                passing.add(article.key)
            if depth < len(others.get(article.key, ())):
                again.append(others[article.key][depth])
        left, depth = again, depth + 1
    had = {article.key for article in read}
    missing = [key for key in tried if key not in had]
    return Obtained(
        articles=tuple(read),
        settled=tuple(version for key in missing if key not in passing for version in tried[key]),
        failed={key: tried[key] for key in missing if key in passing},
        skipped={key: replace(skipped[key], file=False) for key in skipped if key not in had},
    )


def _read(
    articles: Sequence[SourceArticle], fetch: Fetch
) -> Iterator[tuple[SourceArticle | Skipped, bool]]:
    """Yield each article read, or why it cannot be had, and whether that will stay so."""
    web = [article for article in articles if article.document is None and article.read is None]
    # The cache is asked about it: somebody has just said that it is new.
    answers = iter(fetch([Request(article.address, fresh=True) for article in web]))
    for article in articles:
        document: Document | Skipped
        lasting = article.read is not None
        if article.document is not None:
            document = article.document
        elif article.read is not None:
            try:
                document = read_now(article, article.read)
            except OSError as error:  # just moved, say
                document = Skipped(article.title or article.key, reason_of(error))
                lasting = False
        elif isinstance(answer := next(answers), Failed):
            document = Skipped(article.address, answer.reason)
        else:
            page = attempt(partial(fetched_document, answer), article.address)
            document = last_resort.settled(page)
        if isinstance(document, Skipped):
            yield document, lasting
        else:
            fetched = article.document is None and article.read is None
            yield replace(article, document=document, fetched=fetched), True


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
