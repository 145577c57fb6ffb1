"""A cache of what was read: answers of the web, and the texts of articles on earlier pages.

It is a database of its own beside the memory, as it is large and may be deleted at any time.  What
it lacks costs a fetch, or what changed in an article, never a page.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from brief.errors import BriefError
from brief.memory.sqlite import Database, open_database
from brief.memory.tables import stamp
from brief.web.caching import Kept

#: As in `tables`.
MIGRATIONS = (
    (
        "CREATE TABLE answers (address TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL,"
        " content_type TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,"
        " fresh_until REAL NOT NULL, at TEXT NOT NULL)",
        "CREATE TABLE texts (briefing TEXT NOT NULL, key TEXT NOT NULL, period TEXT NOT NULL,"
        " text BLOB NOT NULL, at TEXT NOT NULL, PRIMARY KEY (briefing, key, period))",
        "CREATE INDEX answers_by_age ON answers (at)",
        "CREATE INDEX texts_by_age ON texts (at)",
    ),
    (  # Addresses hold passwords and keys: what is kept is known by digests of them.
        "DELETE FROM answers",
        "UPDATE OR REPLACE texts SET key = article_key(key)",
    ),
)
#: Seconds to wait for another process that writes; the cache is not worth more.
_PATIENCE = 1.0
#: The fastest level of zlib, which leaves a fifth of an answer.
_LEVEL = 1
Result = TypeVar("Result")


class ReadCache:
    """The cache in a file, which is opened when it is first used; a context manager that closes it.

    Nothing is raised: where the file cannot be used, reading gives nothing and writing is ignored.
    Several threads may use it, one at a time.
    """

    def __init__(self, path: Path, now: datetime) -> None:
        """Take the path of the file, and the moment of all that will be put into it."""
        self._path = path
        self._now = now
        self._database: Database | None = None
        #: Why it cannot be used; empty where it can, or was not used yet.
        self.problem = ""

    def __enter__(self) -> ReadCache:
        return self

    def __exit__(self, *_: object) -> None:
        if self._database is not None:
            self._database.close()

    def get(self, url: str) -> Kept | None:
        """Return the answer that was last put under `url`, None where there is none."""
        statement = (
            "SELECT body, content_type, etag, last_modified, fresh_until FROM answers"
            " WHERE address = ?"
        )
        key = (_answer_key(url),)
        return self._attempt(lambda database: database.row(_kept, statement, key), None)

    def put(self, url: str, kept: Kept) -> None:
        """Keep an answer under `url` in place of an earlier one."""
        body = zlib.compress(kept.body, _LEVEL)
        row = (
            _answer_key(url),
            body,
            kept.content_type,
            kept.etag,
            kept.last_modified,
            kept.fresh_until,
        )
        statement = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)"
        self._attempt(lambda database: database.execute(statement, (*row, stamp(self._now))), 0)

    def texts(self, briefing: str, keys: Iterable[str], before: str) -> dict[str, str]:
        """Return by key the text of each article in its last period earlier than `before`."""

        def read(database: Database) -> dict[str, str]:
            statement = (
                "SELECT text FROM texts WHERE briefing = ? AND key = ? AND period < ?"
                " ORDER BY period DESC LIMIT 1"
            )
            return {
                key: text
                for key in keys
                for text in database.rows(_unpacked, statement, (briefing, key, before))
            }

        return self._attempt(read, {})

    def keep(self, briefing: str, period: str, texts: Mapping[str, str]) -> None:
        """Keep the texts of articles in `period`, by key, in place of those kept for it."""

        def write(database: Database) -> None:
            with database.transaction():
                statement = "DELETE FROM texts WHERE briefing = ? AND period = ?"
                database.execute(statement, (briefing, period))
                statement = "INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?, ?)"
                for key, text in texts.items():
                    packed = zlib.compress(text.encode("utf-8", "replace"), _LEVEL)
                    database.execute(statement, (briefing, key, period, packed, stamp(self._now)))

        self._attempt(write, None)

    def prune(self, before: datetime) -> None:
        """Delete what was last put before a moment."""

        def delete(database: Database) -> None:
            for table in ("answers", "texts"):
                database.execute(f"DELETE FROM {table} WHERE at < ?", (stamp(before),))

        self._attempt(delete, None)

    def _attempt(self, act: Callable[[Database], Result], otherwise: Result) -> Result:
        """Return what `act` makes of the open database, or `otherwise` where it cannot be used."""
        if self.problem:
            return otherwise
        try:
            if self._database is None:
                self._database = open_database(
                    self._path, MIGRATIONS, now=self._now, patience=_PATIENCE
                )
                # A power cut may undo what was put last.
                self._database.execute("PRAGMA synchronous=NORMAL")
            return act(self._database)
        except BriefError as error:
            self.problem = str(error)
            return otherwise


def _answer_key(url: str) -> str:
    """Return a digest of an address, whose query may be secret."""
    return sha256(url.encode("utf-8", "replace")).hexdigest()


def _kept(body: bytes, content_type: str, etag: str, modified: str, fresh_until: float) -> Kept:
    return Kept(
        body=_inflated(body),
        content_type=content_type,
        etag=etag,
        last_modified=modified,
        fresh_until=fresh_until,
    )


def _unpacked(data: bytes) -> str:
    return _inflated(data).decode("utf-8")


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error as error:
        raise ValueError("not what was put in") from error
