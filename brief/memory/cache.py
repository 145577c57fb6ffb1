"""What was read, kept between runs: answers of the web, and the texts that were briefed.

SQLite, in a file of its own beside the memory: it is large, it may be deleted at any time, and what
cannot be kept in it costs a fetch, or what changed in an article, never a page.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from brief.errors import BriefError
from brief.memory.sqlite import Database, open_database
from brief.memory.tables import stamp
from brief.web.caching import Kept

#: As in `records`.
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
)
#: Seconds to wait for another process that writes: what is kept here is worth no more.
_PATIENCE = 1.0
#: zlib's fastest; an answer of the web is a fifth as large then.
_LEVEL = 1
Found = TypeVar("Found")


class Stored:
    """The file, opened when it is first asked for something; a context manager that closes it.

    What cannot be had is as if it had never been kept: nothing is raised.  Several threads may
    use it, one at a time.
    """

    def __init__(self, path: Path, now: datetime) -> None:
        """`now` is when what is put in is put in."""
        self._path = path
        self._now = now
        self._database: Database | None = None
        #: Why it cannot be used; empty where it can, or nobody has tried.
        self.problem = ""

    def __enter__(self) -> Stored:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._database is not None:
            self._database.close()

    def get(self, url: str) -> Kept | None:
        """Return what was last put under `url`."""
        return self._tried(lambda database: next(iter(_answers(database, url)), None), None)

    def put(self, url: str, kept: Kept) -> None:
        """Keep `kept` under `url` in place of what was there."""
        body = zlib.compress(kept.body, _LEVEL)
        row = (url, body, kept.content_type, kept.etag, kept.last_modified, kept.fresh_until)
        self._tried(
            lambda database: database.execute(
                "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*row, stamp(self._now)),
            ),
            0,
        )

    def texts(self, briefing: str, keys: Iterable[str], before: str) -> dict[str, str]:
        """Return, by its key, what an article said in its last period earlier than `before`."""

        def found(database: Database) -> dict[str, str]:
            return {key: text for key in keys for text in _texts(database, briefing, key, before)}

        return self._tried(found, {})

    def keep(self, briefing: str, period: str, texts: Mapping[str, str]) -> None:
        """Keep what articles said in `period`, by their keys, in place of what was kept for it."""

        def done(database: Database) -> None:
            with database.transaction():
                statement = "DELETE FROM texts WHERE briefing = ? AND period = ?"
                database.execute(statement, (briefing, period))
                database.execute_many(
                    "INSERT OR REPLACE INTO texts VALUES (?, ?, ?, ?, ?)",
                    (
                        (briefing, key, period, _packed(text), stamp(self._now))
                        for key, text in texts.items()
                    ),
                )

        self._tried(done, None)

    def prune(self, before: datetime) -> None:
        """Forget what was last put before a moment."""

        def done(database: Database) -> None:
            for table in ("answers", "texts"):
                database.execute(f"DELETE FROM {table} WHERE at < ?", (stamp(before),))

        self._tried(done, None)

    def _tried(self, what: Callable[[Database], Found], otherwise: Found) -> Found:
        if self.problem:
            return otherwise
        try:
            if self._database is None:
                self._database = open_database(
                    self._path, MIGRATIONS, now=self._now, patience=_PATIENCE
                )
                # A power cut may undo what was kept last.
                self._database.execute("PRAGMA synchronous=NORMAL")
            return what(self._database)
        except BriefError as error:
            self.problem = str(error)
            return otherwise


def _answers(database: Database, url: str) -> tuple[Kept, ...]:
    return database.rows(
        _kept,
        "SELECT body, content_type, etag, last_modified, fresh_until FROM answers"
        " WHERE address = ?",
        (url,),
    )


def _texts(database: Database, briefing: str, key: str, before: str) -> tuple[str, ...]:
    return database.rows(
        _unpacked,
        "SELECT text FROM texts WHERE briefing = ? AND key = ? AND period < ?"
        " ORDER BY period DESC LIMIT 1",
        (briefing, key, before),
    )


def _kept(body: bytes, content_type: str, etag: str, modified: str, fresh_until: float) -> Kept:
    return Kept(_inflated(body), content_type, etag, modified, fresh_until)


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "replace"), _LEVEL)


def _unpacked(data: bytes) -> str:
    return _inflated(data).decode("utf-8")


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error as error:
        raise ValueError("not what was put in") from error
