"""A store of what was made of articles: bytes by key, in a file that may be deleted at any time.

What it lacks, or holds wrongly, costs the time to read an article, never a page.  It keeps within
bounds: what has not been used for longest goes first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from brief.errors import BriefError

if TYPE_CHECKING:
    from brief.memory.sqlite import Database

#: As in `tables`.
MIGRATIONS = (
    (
        "CREATE TABLE articles (key TEXT NOT NULL PRIMARY KEY, body BLOB NOT NULL,"
        " size INTEGER NOT NULL, day TEXT NOT NULL)",
        "CREATE INDEX articles_by_day ON articles (day, key, size)",
    ),
)
#: Bytes of all that is kept, and days after which what nobody used goes.
MOST, DAYS = 2**30, 90
#: Keys of one statement; SQLite takes 999 or more.
_KEYS = 500
#: Seconds to wait for another process that writes.
_PATIENCE = 1.0
Result = TypeVar("Result")


class ArticleStore:
    """The store in a file, which is opened when it is first used; a context manager that closes it.

    Nothing is raised: where the file cannot be used, reading gives nothing and writing is ignored.
    """

    def __init__(self, path: Path, now: datetime, most: int = MOST) -> None:
        """Take the path of the file, the moment of the run, and the most bytes to keep."""
        self._path, self._now, self._most = path, now, most
        self._database: Database | None = None
        self._grown = False
        #: Why it cannot be used; empty where it can, or was not used yet.
        self.problem = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._grown:
            self._attempt(self._trimmed, None)
        if self._database is not None:
            self._database.close()
            self._database = None

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Return what is kept under some keys, and note that it was used."""
        kept: dict[str, bytes] = {}
        for start in range(0, len(keys), _KEYS):
            read = self._reading(keys[start : start + _KEYS])
            kept |= self._attempt(read, dict[str, bytes]())
        return kept

    def _reading(self, keys: Sequence[str]) -> Callable[[Database], dict[str, bytes]]:
        marks = ", ".join("?" * len(keys))
        day = self._now.date().isoformat()

        def read(database: Database) -> dict[str, bytes]:
            statement = f"SELECT key, body FROM articles WHERE key IN ({marks})"
            kept = dict(database.rows(_row, statement, keys))
            with suppress(BriefError):  # Another process writes, or nobody may: it is read.
                statement = f"UPDATE articles SET day = ? WHERE key IN ({marks}) AND day < ?"
                database.execute(statement, (day, *keys, day))
            return kept

        return read

    def put(self, bodies: Mapping[str, bytes]) -> None:
        """Keep some bytes under their keys, all of them or none."""

        def write(database: Database) -> None:
            day = self._now.date().isoformat()
            rows = ((key, body, len(body), day) for key, body in bodies.items())
            with database.transaction():
                database.execute_many("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?)", rows)

        if bodies:
            self._attempt(write, None)
            self._grown = True

    def clear(self) -> None:
        """Delete all that is kept."""
        self._attempt(lambda database: database.execute("DELETE FROM articles"), 0)

    def _trimmed(self, database: Database) -> None:
        oldest = (self._now - timedelta(days=DAYS)).date().isoformat()
        database.execute("DELETE FROM articles WHERE day < ?", (oldest,))
        if (database.row(int, "SELECT coalesce(sum(size), 0) FROM articles") or 0) <= self._most:
            return
        statement = (
            "DELETE FROM articles WHERE key IN (SELECT key FROM (SELECT key,"
            " sum(size) OVER (ORDER BY day DESC, key) AS held FROM articles) WHERE held > ?)"
        )
        database.execute(statement, (self._most,))

    def _attempt(self, act: Callable[[Database], Result], otherwise: Result) -> Result:
        """Return what `act` makes of the open database, or `otherwise` where it cannot be used."""
        if self.problem:
            return otherwise
        try:
            if self._database is None:
                self._database = self._opened()
            return act(self._database)
        except BriefError as error:
            self.problem = str(error)
            return otherwise

    def _opened(self) -> Database:
        # A small set opens no store, and need not wait for sqlite3.
        from brief.memory.file import LOGS, beside
        from brief.memory.sqlite import open_database

        database = open_database(self._path, MIGRATIONS, now=self._now, patience=_PATIENCE)
        if database.set_aside:  # Nobody misses what can be made again.
            for end in ("", *LOGS):
                with suppress(OSError):
                    beside(database.set_aside, end).unlink()
        # A power cut may undo what was put last; it may not damage the file.
        database.execute("PRAGMA synchronous=NORMAL")
        return database


def _row(key: str, body: bytes) -> tuple[str, bytes]:
    return key, body
