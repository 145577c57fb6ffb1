"""What is news → the articles: from what a source has of them, or from the page behind an address.

Where one source's version cannot be had, or is not wanted there, another source's is tried.  What
could not be had is tried again with the next runs, behind what is new, and given up after a week;
what nobody wants, and a message without a text, need not be looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from brief.memory.state import State
from brief.model import Document, Skipped
from brief.run.collecting import Fetch, Found, page, reason_of, wanted
from brief.web.fetched import Failed, Request

#: Periods in a row after which an article that cannot be had is given up.
PATIENCE = 7
#: Tells articles from sources where failures are counted.
_ARTICLE = "article "


@dataclass(frozen=True, slots=True)
class Obtained:
    """What became of the news."""

    whole: tuple[Found, ...]
    #: Every version tried of those that need not be looked at again.
    settled: tuple[Found, ...]
    #: By their key, every version tried of those that could not be had.
    failed: Mapping[str, Sequence[Found]]
    #: What the page names, by its key where it is an article.
    lost: Mapping[str, Skipped]


def obtained(
    news: Sequence[Found], others: Mapping[str, Sequence[Found]], fetch: Fetch
) -> Obtained:
    """Return the articles; `others` are further versions of the news, by their keys."""
    whole: list[Found] = []
    tried: dict[str, list[Found]] = {}
    lost: dict[str, Skipped] = {}
    passing: set[str] = set()
    left, depth = list(news), 0
    while left:
        again: list[Found] = []
        for one, (result, lasting) in zip(left, _read(left, fetch), strict=True):
            if isinstance(result, Found) and wanted(result):
                whole.append(result)
                continue
            tried.setdefault(one.key, []).append(one)
            if isinstance(result, Skipped):
                lost.setdefault(one.key, result)
            passing |= set() if lasting else {one.key}
            if depth < len(others.get(one.key, ())):
                again.append(others[one.key][depth])
        left, depth = again, depth + 1
    had = {one.key for one in whole}
    settled = (one for key in tried if key not in had | passing for one in tried[key])
    failed = {key: tried[key] for key in tried if key in passing and key not in had}
    named = {key: replace(one, file=False) for key, one in lost.items() if key not in had}
    return Obtained(tuple(whole), tuple(settled), failed, named)


def _read(found: Sequence[Found], fetch: Fetch) -> Iterator[tuple[Found | Skipped, bool]]:
    """Yield each with its article, or why it has none, and whether that will stay so."""
    missing = [one for one in found if one.document is None and one.read is None]
    # The cache is asked about it: somebody has just said that it is new.
    answers = iter(fetch([Request(one.address, fresh=True) for one in missing]))
    for one in found:
        document: Document | Skipped
        fetched = one.document is None and one.read is None
        lasting = one.read is not None
        if one.document is not None:
            document = one.document
        elif one.read is not None:
            try:
                document = one.read()
            except OSError as error:  # just moved, say
                document, lasting = Skipped(one.title or one.key, reason_of(error)), False
        else:
            answer = next(answers)
            document = (
                Skipped(one.address, answer.reason) if isinstance(answer, Failed) else page(answer)
            )
        if isinstance(document, Skipped):
            yield document, lasting
        else:
            yield replace(one, document=document, fetched=fetched), True


def behind(state: State, name: str) -> frozenset[str]:
    """Return the keys of the articles that could not be had in the last run."""
    failing = state.failing(name, _ARTICLE)
    return frozenset(one.removeprefix(_ARTICLE) for one in failing)


def counted(state: State, name: str, result: Obtained, current: str, now: datetime) -> list[Found]:
    """Count what could not be had, once a period, and return what is given up."""
    given_up: list[Found] = []
    for key, versions in result.failed.items():
        named = f"{_ARTICLE}{key}"
        known = state.source(name, named)
        reason = f"{current}: {result.lost[key].reason}"
        if known and known.failures and known.last_error.startswith(f"{current}: "):
            continue
        if state.failed(name, named, reason, now=now) >= PATIENCE:
            given_up += versions
            state.recovered(name, named, now=now)
    failing = behind(state, name)
    for one in (*result.whole, *result.settled):
        if one.key in failing:
            state.recovered(name, f"{_ARTICLE}{one.key}", now=now)
    return given_up
