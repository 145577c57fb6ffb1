"""What `state` gives and takes: the rows of its tables, frozen, and the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

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
)


class Novelty(StrEnum):
    """What an article is to a briefing."""

    NEW = "new"
    #: Known, with another text.
    UPDATED = "updated"
    SEEN = "seen"


class Sending(StrEnum):
    """How far a delivery has come."""

    #: Begun; where a run was killed here, nobody knows whether it went out.
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Article:
    """An article to remember."""

    #: What tells it from every other of the briefing.
    key: str
    #: Of its text.
    digest: str
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
    "DELETE FROM articles WHERE last_seen < ?",
    "DELETE FROM pages WHERE made_at < ? AND EXISTS (SELECT 1 FROM pages AS later"
    " WHERE later.briefing = pages.briefing AND later.made_at > pages.made_at)",
    "DELETE FROM sources WHERE at < ?",
    "DELETE FROM deliveries WHERE at < ?",
    "DELETE FROM runs WHERE started < ?",
)


def novelty(known: tuple[str, ...] | None, digest: str, period: str) -> Novelty:
    """Return what an article is, by the digest, first and last changed period known of it."""
    if known is None:
        return Novelty.NEW
    digest_then, first, changed = known
    if period and first == period:
        return Novelty.NEW
    if digest != digest_then or (period and changed == period):
        return Novelty.UPDATED
    return Novelty.SEEN
