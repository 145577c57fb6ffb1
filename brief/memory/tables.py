"""What `state` gives and takes: the rows of its tables, frozen, and the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

#: The source of a version that is the page behind an address, or the text of an article.
PAGE = "page"
#: Stands before the digest of a version that its source has, and refuses.
REFUSED = "-"
#: One after the other, never changed once released: each leads to the next version of the file.
MIGRATIONS = (
    (
        "CREATE TABLE articles (briefing TEXT NOT NULL, key TEXT NOT NULL, address TEXT NOT NULL,"
        " canonical TEXT NOT NULL, digest TEXT NOT NULL, first_seen TEXT NOT NULL,"
        " last_seen TEXT NOT NULL, period TEXT NOT NULL, changed TEXT NOT NULL,"
        " PRIMARY KEY (briefing, key)) WITHOUT ROWID",
        "CREATE TABLE pages (briefing TEXT NOT NULL, period TEXT NOT NULL, made_at TEXT NOT NULL,"
        " digest TEXT NOT NULL, path TEXT NOT NULL, outcome TEXT NOT NULL,"
        " articles INTEGER NOT NULL, PRIMARY KEY (briefing, period)) WITHOUT ROWID",
        "CREATE TABLE sources (briefing TEXT NOT NULL, source TEXT NOT NULL,"
        " failures INTEGER NOT NULL, last_error TEXT NOT NULL, last_ok TEXT, at TEXT NOT NULL,"
        " PRIMARY KEY (briefing, source)) WITHOUT ROWID",
        "CREATE TABLE deliveries (briefing TEXT NOT NULL, period TEXT NOT NULL,"
        " channel TEXT NOT NULL, message_id TEXT NOT NULL, state TEXT NOT NULL,"
        " attempts INTEGER NOT NULL, last_error TEXT NOT NULL, at TEXT NOT NULL,"
        " PRIMARY KEY (briefing, period, channel)) WITHOUT ROWID",
        "CREATE TABLE runs (id INTEGER PRIMARY KEY AUTOINCREMENT, briefing TEXT NOT NULL,"
        " period TEXT NOT NULL, started TEXT NOT NULL, ended TEXT, code INTEGER,"
        " summary TEXT NOT NULL)",
        "CREATE INDEX runs_of ON runs (briefing, id)",
    ),
    (  # Two sources word the same article differently; an update is one of them that changes.
        "CREATE TABLE versions (briefing TEXT NOT NULL, key TEXT NOT NULL, source TEXT NOT NULL,"
        " digest TEXT NOT NULL, changed TEXT NOT NULL,"
        " PRIMARY KEY (briefing, key, source)) WITHOUT ROWID",
        "INSERT INTO versions SELECT briefing, key, '', digest, changed FROM articles",
        "CREATE TABLE seen (briefing TEXT NOT NULL, key TEXT NOT NULL, address TEXT NOT NULL,"
        " canonical TEXT NOT NULL, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,"
        " period TEXT NOT NULL, PRIMARY KEY (briefing, key)) WITHOUT ROWID",
        "INSERT INTO seen SELECT briefing, key, address, canonical, first_seen, last_seen, period"
        " FROM articles",
        "DROP TABLE articles",
        "ALTER TABLE seen RENAME TO articles",
    ),
    (
        "CREATE TABLE briefings (briefing TEXT NOT NULL PRIMARY KEY, settings TEXT NOT NULL,"
        " folder TEXT NOT NULL)",
        "CREATE INDEX versions_by_digest ON versions (briefing, digest)",
    ),
)


class Novelty(StrEnum):
    """What an article is to a briefing."""

    NEW = "new"
    #: Known, and its source has another text now.
    UPDATED = "updated"
    SEEN = "seen"
    #: Known from other sources, whatever this one has of it.
    ELSEWHERE = "elsewhere"


class Sending(StrEnum):
    """How far a delivery has come."""

    #: To be done; nothing has been tried.
    DUE = "due"
    #: Begun; where a run was killed here, nobody knows whether it went out.
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Article:
    """An article to remember."""

    #: What tells it from every other of the briefing.
    key: str
    #: Of what `source` has of it.
    digest: str
    source: str = ""
    address: str = ""
    #: `addresses.canonical(address)`.
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class PageMade:
    """A page of a briefing, one for each period."""

    briefing: str
    period: str
    made_at: datetime
    digest: str
    #: Where it was written to; empty where nothing was.
    path: str
    #: In one word, the caller's.
    outcome: str
    #: How many are on it.
    articles: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another briefing of the same memory."""

    name: str
    #: The file that it is run from.
    settings: str
    #: Where it keeps its pages.
    folder: str
    #: Its last page; empty where there is none.
    path: str


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How reading a source went of late."""

    #: In a row; 0 when the last reading went well.
    failures: int
    #: Kept after a recovery; empty where there never was one.
    last_error: str
    last_ok: datetime | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one page on one channel."""

    message_id: str
    state: Sending
    #: How often it was begun.
    attempts: int
    #: Of the last attempt; empty where it went well.
    last_error: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a briefing."""

    id: int
    briefing: str
    period: str
    started: datetime
    #: None while it runs, and for ever where it was killed.
    ended: datetime | None
    #: The exit code.
    code: int | None
    summary: str


#: What is forgotten before a moment.  The last page of a briefing is what the next one's news are
#: counted from.
PRUNING = (
    # The text of what still stands in a source is known as long as that.
    "DELETE FROM articles WHERE briefing = ? AND last_seen < ? AND NOT EXISTS (SELECT 1"
    " FROM versions AS one WHERE one.briefing = articles.briefing AND one.digest = articles.key)",
    "DELETE FROM pages WHERE briefing = ? AND made_at < ? AND EXISTS (SELECT 1 FROM pages AS later"
    " WHERE later.briefing = pages.briefing AND later.made_at > pages.made_at)",
    "DELETE FROM sources WHERE briefing = ? AND at < ?",
    "DELETE FROM deliveries WHERE briefing = ? AND at < ?",
    "DELETE FROM runs WHERE briefing = ? AND started < ?",
)
#: … and then what is left of articles that are.
SWEEPING = (
    "DELETE FROM versions WHERE NOT EXISTS (SELECT 1 FROM articles"
    " WHERE articles.briefing = versions.briefing AND articles.key = versions.key)",
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article that was seen."""

    #: In which it was first seen.
    period: str
    #: By source: its digest, and the period in which that changed last.
    versions: Mapping[str, tuple[str, str]]


def novelty(known: Known | None, source: str, digest: str, period: str) -> Novelty:
    """Return what an article is, as `source` has it, in the run of `period`."""
    if known is None or (period and known.period == period):
        return Novelty.NEW
    version = known.versions.get(source) or known.versions.get("")
    if version is None:
        told = any(
            place != PAGE and not each.startswith(REFUSED)
            for place, (each, _) in known.versions.items()
        )
        # What only a page has named, or others refuse, this source may still tell.
        return Novelty.ELSEWHERE if told or not known.versions else Novelty.NEW
    digest_then, changed = version[0].removeprefix(REFUSED), version[1]
    if digest != digest_then or (period and changed == period):
        return Novelty.UPDATED
    return Novelty.SEEN


def page_made(briefing: str, period: str, made_at: str, *rest: Any) -> PageMade:
    """Return a row of `pages`."""
    return PageMade(briefing, period, moment(made_at), *rest)


def source_health(failures: int, last_error: str, last_ok: str | None) -> SourceHealth:
    """Return a row of `sources`."""
    return SourceHealth(failures, last_error, moment(last_ok) if last_ok else None)


def delivery(message_id: str, state: str, attempts: int, last_error: str) -> Delivery:
    """Return a row of `deliveries`; raises `ValueError` for a state that is none."""
    return Delivery(message_id, Sending(state), attempts, last_error)


def run_noted(
    number: int, briefing: str, period: str, started: str, ended: str | None, *rest: Any
) -> Run:
    """Return a row of `runs`."""
    return Run(number, briefing, period, moment(started), moment(ended) if ended else None, *rest)


def stamp(moment: datetime) -> str:
    """Return a moment in UTC, always as long, so that text sorts as time does."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """Return what `stamp` wrote; raises `ValueError` for what it did not."""
    return datetime.fromisoformat(text)
