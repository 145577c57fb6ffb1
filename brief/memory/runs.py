"""What the memory knows of the runs of a briefing, and of the briefings that share it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime

from brief.memory.sqlite import Database
from brief.memory.tables import Neighbour, Run, run_from_row, stamp


class RunRecords:
    """A part of `State`, which says what its methods raise."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def transaction(self) -> AbstractContextManager[None]:
        """Write all that the block writes, or nothing where it raises or is killed."""
        return self._database.transaction()

    def begin_run(self, briefing: str, period: str, *, now: datetime) -> int:
        """Record that a run begins; return its number, for `end_run`."""
        with self.transaction():
            self._database.execute(
                "INSERT INTO runs (briefing, period, started, summary) VALUES (?, ?, ?, '')",
                (briefing, period, stamp(now)),
            )
            return self._database.rows(int, "SELECT last_insert_rowid()")[0]

    def end_run(self, run: int, code: int, summary: str, *, now: datetime) -> None:
        """Record how a run ended: its exit code and its summary."""
        self._database.execute(
            "UPDATE runs SET ended = ?, code = ?, summary = ? WHERE id = ?",
            (stamp(now), code, summary, run),
        )

    def runs(self, briefing: str, most: int) -> tuple[Run, ...]:
        """Return the last runs, the newest first, `most` of them at most."""
        return self._database.rows(
            run_from_row,
            "SELECT period, started, code, summary FROM runs WHERE briefing = ?"
            " ORDER BY id DESC LIMIT ?",
            (briefing, max(0, most)),
        )

    def settings_of(self, briefing: str) -> str:
        """Return the settings file of a briefing; empty where it was never run."""
        statement = "SELECT settings FROM briefings WHERE briefing = ?"
        return self._database.row(str, statement, (briefing,)) or ""

    def record_briefing(self, briefing: str, settings: str, folder: str) -> None:
        """Record the settings file of a briefing and the folder of its pages."""
        statement = "INSERT OR REPLACE INTO briefings VALUES (?, ?, ?)"
        self._database.execute(statement, (briefing, settings, folder))

    def neighbours(self, briefing: str) -> tuple[Neighbour, ...]:
        """Return the other briefings of this memory."""
        return self._database.rows(
            Neighbour,
            "SELECT briefing, settings, folder, coalesce((SELECT path FROM pages"
            " WHERE pages.briefing = briefings.briefing AND path <> '' ORDER BY made_at DESC"
            " LIMIT 1), '') FROM briefings WHERE briefing <> ? ORDER BY briefing",
            (briefing,),
        )

    def moments(self, briefing: str) -> tuple[datetime, ...]:
        """Return when the runs of a briefing began, by their clocks, in the order of the runs."""
        return self._database.rows(
            datetime.fromisoformat,
            "SELECT started FROM runs WHERE briefing = ? ORDER BY id",
            (briefing,),
        )

    def last_begun(self, briefing: str, current: str, most: int) -> tuple[str, ...]:
        """Return the last `most` of the periods with a page and `current`, the newest first.

        The newest is the one whose first run came last, whatever the clock said.
        """
        return self._database.rows(
            str,
            "SELECT period FROM runs WHERE briefing = ? AND (period = ? OR period IN"
            " (SELECT period FROM pages WHERE briefing = ? AND path <> ''))"
            " GROUP BY period ORDER BY min(id) DESC LIMIT ?",
            (briefing, current, briefing, most),
        )

    def periods_remembered(self, briefing: str) -> frozenset[str]:
        """Return the periods in which articles were first seen that are remembered still."""
        statement = "SELECT DISTINCT period FROM articles WHERE briefing = ?"
        return frozenset(self._database.rows(str, statement, (briefing,)))
