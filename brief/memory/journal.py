"""What runs note of themselves: how sources went, what was delivered, when they began and ended.

The half of the memory that is about the briefing's work; what it has read and made is in `state`.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime

from brief.memory.sqlite import Database
from brief.memory.tables import (
    Delivery,
    Run,
    Sending,
    SourceHealth,
    delivery,
    run_noted,
    source_health,
    stamp,
)


class Journal:
    """Notes in an open database; all that `State` says of errors holds here, too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def transaction(self) -> AbstractContextManager[None]:
        """Do all that is written within, or nothing, a kill at any moment included."""
        return self._database.transaction()

    def failed(self, briefing: str, source: str, error: str, *, now: datetime) -> int:
        """Note that `source` could not be read; return how often in a row by now."""
        with self.transaction():
            self._database.execute(
                "INSERT INTO sources VALUES (?, ?, 1, ?, NULL, ?)"
                " ON CONFLICT (briefing, source) DO UPDATE SET failures = failures + 1,"
                " last_error = excluded.last_error, at = excluded.at",
                (briefing, source, error, stamp(now)),
            )
            health = self.source(briefing, source)
        return health.failures if health else 0

    def failing(self, briefing: str, prefix: str) -> tuple[str, ...]:
        """Return the sources, of those whose names begin so, that failed when last read."""
        found = self._database.rows(
            str, "SELECT source FROM sources WHERE briefing = ? AND failures > 0", (briefing,)
        )
        return tuple(one for one in found if one.startswith(prefix))

    def recovered(self, briefing: str, source: str, *, now: datetime) -> None:
        """Note that `source` was read; what went wrong last is kept, the count begins anew."""
        self._database.execute(
            "INSERT INTO sources VALUES (?, ?, 0, '', ?, ?)"
            " ON CONFLICT (briefing, source) DO UPDATE SET failures = 0,"
            " last_ok = excluded.last_ok, at = excluded.at",
            (briefing, source, stamp(now), stamp(now)),
        )

    def source(self, briefing: str, source: str) -> SourceHealth | None:
        """Return how reading `source` went of late, None where it never was read."""
        found = self._database.rows(
            source_health,
            "SELECT failures, last_error, last_ok FROM sources WHERE briefing = ? AND source = ?",
            (briefing, source),
        )
        return next(iter(found), None)

    def delivery(self, briefing: str, period: str, channel: str) -> Delivery | None:
        """Return what became of the page of `period` on `channel`, None where nothing did."""
        found = self._database.rows(
            delivery,
            "SELECT message_id, state, attempts, last_error FROM deliveries"
            " WHERE briefing = ? AND period = ? AND channel = ?",
            (briefing, period, channel),
        )
        return next(iter(found), None)

    def mark_delivery(
        self,
        briefing: str,
        period: str,
        channel: str,
        state: Sending,
        *,
        now: datetime,
        message_id: str = "",
        error: str = "",
    ) -> None:
        """Note how far a delivery has come; each PENDING counts as one attempt.

        An empty `message_id` leaves the one that is known.
        """
        attempts = int(state is Sending.PENDING)
        self._database.execute(
            "INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (briefing, period, channel) DO UPDATE SET"
            " message_id = CASE excluded.message_id WHEN '' THEN message_id"
            " ELSE excluded.message_id END, state = excluded.state,"
            " attempts = attempts + excluded.attempts, last_error = excluded.last_error,"
            " at = excluded.at",
            (briefing, period, channel, message_id, state.value, attempts, error, stamp(now)),
        )

    def begin_run(self, briefing: str, period: str, *, now: datetime) -> int:
        """Note that a run begins; return its number, for `end_run`."""
        with self.transaction():
            self._database.execute(
                "INSERT INTO runs (briefing, period, started, summary) VALUES (?, ?, ?, '')",
                (briefing, period, stamp(now)),
            )
            return self._database.rows(int, "SELECT last_insert_rowid()")[0]

    def end_run(self, run: int, code: int, summary: str, *, now: datetime) -> None:
        """Note how a run ended: its exit code, and what it says of itself."""
        self._database.execute(
            "UPDATE runs SET ended = ?, code = ?, summary = ? WHERE id = ?",
            (stamp(now), code, summary, run),
        )

    def runs(self, briefing: str, most: int) -> tuple[Run, ...]:
        """Return the last runs, the newest first, `most` of them at most."""
        return self._database.rows(
            run_noted,
            "SELECT id, briefing, period, started, ended, code, summary FROM runs"
            " WHERE briefing = ? ORDER BY id DESC LIMIT ?",
            (briefing, max(0, most)),
        )
