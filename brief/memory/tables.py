"""The tables of the memory: their migrations, and their rows as frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

#: The source of a version that is the page behind an address, or the text of an article.
PAGE = "page"
#: Stands before the digest of a version that its source has, and that its filters refuse.
REFUSED = "-"
#: Each leads from one version of the file to the next; a released one is never changed.
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
    (  # A later run delivers a page as it was made, whatever became of its files.
        "CREATE TABLE contents (briefing TEXT NOT NULL, period TEXT NOT NULL, title TEXT NOT NULL,"
        " text TEXT NOT NULL, json TEXT NOT NULL, addresses TEXT NOT NULL,"
        " PRIMARY KEY (briefing, period))",
    ),
    (  # Addresses hold passwords and keys: sources and articles are known by digests of them.
        "UPDATE OR REPLACE versions SET key = article_key(key), source = CASE"
        " WHEN source IN ('', 'page') THEN source ELSE source_key(source) END",
        "UPDATE OR REPLACE articles SET key = article_key(key), address = '', canonical = ''",
        "UPDATE OR REPLACE sources SET source = CASE"
        " WHEN source LIKE 'article %' THEN 'article ' || article_key(substr(source, 9))"
        " WHEN source LIKE 'moved %' THEN 'moved ' || source_key(substr(source, 7))"
        " ELSE source_key(source) END, last_error = scrubbed(last_error)",
        "UPDATE deliveries SET last_error = scrubbed(last_error)",
        "UPDATE runs SET summary = scrubbed(summary)",
        "UPDATE contents SET text = addresses_cleaned(text), json = addresses_cleaned(json),"
        " addresses = addresses_cleaned(addresses)",
    ),
    ("ALTER TABLE contents ADD COLUMN html TEXT NOT NULL DEFAULT ''",),
)


class Novelty(StrEnum):
    """Whether an article is new to a briefing."""

    NEW = "new"
    #: Seen before; its source has another text now.
    UPDATED = "updated"
    SEEN = "seen"
    #: Seen before in other sources only.
    ELSEWHERE = "elsewhere"


class Sending(StrEnum):
    """The state of a delivery."""

    #: Not tried yet.
    DUE = "due"
    #: Begun; where a run was killed here, the page may have gone out or not.
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Article:
    """An article to remember."""

    #: Its identifier among all articles of the briefing (`web.secrecy.article_key`).
    key: str
    #: The digest of what `source` has of it.
    digest: str
    #: The key of the source (`web.secrecy.source_key`).
    source: str = ""
    #: As it may be shown.
    address: str = ""
    #: `address` in its canonical form (`web.addresses.canonical`).
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class PageMade:
    """The page of a briefing for a period."""

    briefing: str
    period: str
    made_at: datetime
    digest: str
    #: The file it was written to; empty where none was.
    path: str
    #: One word of the caller, such as `page` or `quiet`.
    outcome: str
    #: How many articles are on it.
    articles: int


@dataclass(frozen=True, slots=True)
class PageContent:
    """What the deliveries of a page need, made together with the page."""

    #: On one line.
    title: str
    #: The page as plain text, in long lines, and as JSON; empty where it cannot be had.
    text: str
    json: str
    #: Of its articles on the web, http or https; no white space in any.
    addresses: tuple[str, ...] = ()
    #: The page as a mail in HTML; empty where it cannot be had.
    html: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another briefing in the same memory."""

    name: str
    #: The file with its settings.
    settings: str
    #: The folder of its pages.
    folder: str
    #: The file of its last page; empty where there is none.
    path: str


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How the last attempts to read a source went."""

    #: Failures in a row; 0 when the last attempt succeeded.
    failures: int
    #: The last error, kept after a success; empty where there never was one.
    last_error: str
    last_ok: datetime | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The delivery of one page on one channel."""

    message_id: str
    state: Sending
    #: How often it was begun.
    attempts: int
    #: The error of the last attempt; empty where it succeeded.
    last_error: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a briefing."""

    period: str
    started: datetime
    #: The exit code; None while it runs, and forever where it was killed.
    code: int | None
    summary: str


#: Statements (briefing, moment) that delete what was last touched before a moment.
PRUNING = (
    # Rows of texts, whose key is a digest, stay as long as a source still has that text.
    "DELETE FROM articles WHERE briefing = ? AND last_seen < ? AND NOT EXISTS (SELECT 1 FROM"
    " versions WHERE versions.briefing = articles.briefing AND versions.digest = articles.key)",
    # The last page of a briefing stays: the next one says what is new since then.
    "DELETE FROM pages WHERE briefing = ? AND made_at < ? AND EXISTS (SELECT 1 FROM pages AS later"
    " WHERE later.briefing = pages.briefing AND later.made_at > pages.made_at)",
    "DELETE FROM sources WHERE briefing = ? AND at < ?",
    "DELETE FROM deliveries WHERE briefing = ? AND at < ?",
    "DELETE FROM runs WHERE briefing = ? AND started < ?",
)
#: Then deletes the versions of articles that are gone.
SWEEPING = (
    "DELETE FROM versions WHERE NOT EXISTS (SELECT 1 FROM articles"
    " WHERE articles.briefing = versions.briefing AND articles.key = versions.key)"
)


@dataclass(frozen=True, slots=True)
class SeenArticle:
    """The rows of an article that was seen."""

    #: The period in which it was first seen.
    period: str
    #: By source: the digest of its version, and the period in which that changed last.
    versions: Mapping[str, tuple[str, str]]


def novelty(article: SeenArticle | None, source: str, digest: str, period: str) -> Novelty:
    """Return whether the version of an article in `source` is new in a run of `period`."""
    if article is None or (period and article.period == period):
        return Novelty.NEW
    version = article.versions.get(source) or article.versions.get("")
    if version is None:
        had_by_another = any(
            other != PAGE and not other_digest.startswith(REFUSED)
            for other, (other_digest, _) in article.versions.items()
        )
        # Seen as a page only, or refused for other sources: from this one it is new.
        return Novelty.ELSEWHERE if had_by_another or not article.versions else Novelty.NEW
    digest_then, changed = version[0].removeprefix(REFUSED), version[1]
    if digest != digest_then or (period and changed == period):
        return Novelty.UPDATED
    return Novelty.SEEN


def page_from_row(
    briefing: str, period: str, made_at: str, digest: str, path: str, outcome: str, articles: int
) -> PageMade:
    """Return a row of the table `pages`; raises ValueError for one that is damaged."""
    return PageMade(
        briefing=briefing,
        period=period,
        made_at=datetime.fromisoformat(made_at),
        digest=digest,
        path=path,
        outcome=outcome,
        articles=articles,
    )


def content_from_row(title: str, text: str, json: str, addresses: str, html: str) -> PageContent:
    """Return a row of the table `contents`."""
    listed = tuple(addresses.split())
    return PageContent(title=title, text=text, json=json, addresses=listed, html=html)


def health_from_row(failures: int, last_error: str, last_ok: str | None) -> SourceHealth:
    """Return a row of the table `sources`; raises ValueError for one that is damaged."""
    return SourceHealth(failures, last_error, datetime.fromisoformat(last_ok) if last_ok else None)


def delivery_from_row(message_id: str, state: str, attempts: int, last_error: str) -> Delivery:
    """Return a row of the table `deliveries`; raises ValueError for one that is damaged."""
    return Delivery(message_id, Sending(state), attempts, last_error)


def run_from_row(period: str, started: str, code: int | None, summary: str) -> Run:
    """Return a row of the table `runs`; raises ValueError for one that is damaged."""
    return Run(period, datetime.fromisoformat(started), code, summary)


def stamp(moment: datetime) -> str:
    """Return a moment as text in UTC, of one length, so that texts sort as moments do.

    Raises:
        ValueError: the moment has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
