"""What is news → the articles: from what a source has of them, or from the page behind an address.

Where one source's version cannot be had, or is not wanted there, another source's is tried.  What
could not be had is tried again with the next runs, behind what is new, and given up after a week of
them; what nobody wants, and a message without a text, need not be looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from brief.model import Document, Skipped
from brief.readers.fetched import Failed, Request
from brief.running.collecting import Fetch, Found, page, reason_of, wanted
from brief.state import State

#: Runs in a row after which an article that cannot be had is given up.
PATIENCE = 7
#: Tells articles from sources where failures are counted.
_ARTICLE = "article "


@dataclass(frozen=True, slots=True)
class Obtained:
    """What became of the news."""

    whole: tuple[Found, ...]
    #: Those that need not be looked at again.
    settled: tuple[Found, ...]
    #: Those that could not be had, by their key, and why.
    failed: Mapping[str, str]
    #: What the page names.
    skipped: tuple[Skipped, ...]


def obtained(
    news: Sequence[Found], others: Mapping[str, Sequence[Found]], fetch: Fetch
) -> Obtained:
    """Return the articles; `others` are further versions of the news, by their keys."""
    whole: list[Found] = []
    settled: list[Found] = []
    lost: dict[str, Skipped] = {}
    left, depth = list(news), 0
    while left:
        again: list[Found] = []
        for one, (result, lasting) in zip(left, _read(left, fetch), strict=True):
            if isinstance(result, Found) and wanted(result):
                whole.append(result)
                continue
            if isinstance(result, Skipped):
                lost.setdefault(one.key, result)
            if depth < len(others.get(one.key, ())):
                again.append(others[one.key][depth])
            elif lasting or one.key not in lost:
                settled.append(result if isinstance(result, Found) else one)
        left, depth = again, depth + 1
    had = {one.key for one in whole}
    done = had | {one.key for one in settled}
    failed = {key: one.reason for key, one in lost.items() if key not in done}
    skipped = tuple(replace(one, file=False) for key, one in lost.items() if key not in had)
    return Obtained(tuple(whole), tuple(settled), failed, skipped)


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


def counted(state: State, name: str, result: Obtained, now: datetime) -> frozenset[str]:
    """Count what could not be had, and return the keys of what is given up."""
    given_up: set[str] = set()
    for key, reason in result.failed.items():
        if state.failed(name, f"{_ARTICLE}{key}", reason, now=now) >= PATIENCE:
            given_up.add(key)
    failing = behind(state, name)
    for one in (*result.whole, *result.settled):
        if one.key in failing:
            state.recovered(name, f"{_ARTICLE}{one.key}", now=now)
    return frozenset(given_up)
