"""What is remembered from one run to the next: articles, pages, sources, deliveries, runs.

Whose state it is, a briefing's name tells; a period is what `schedule.period` says.  Every moment
has a time zone, and comes back in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from brief.memory.sqlite import PATIENCE, Database, open_database, storable
from brief.memory.tables import (
    MIGRATIONS,
    PRUNING,
    SWEEPING,
    Article,
    Delivery,
    Known,
    Neighbour,
    Novelty,
    PageMade,
    Run,
    Sending,
    SourceHealth,
    delivery,
    novelty,
    page_made,
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


#: How many keys one question names; SQLite of any age takes 999.
_CHUNK = 500


class State(Journal):
    """The memory of all briefings, in one file; a context manager that closes it.

    Every method may raise LockedError (another process has been writing for longer than the
    patience), UsageError (disk full, not writable) and BriefError (damaged).  Each writes all or
    nothing; what belongs together goes into one `transaction`.
    """

    @classmethod
    def open(cls, path: Path, *, now: datetime, patience: float = PATIENCE) -> State:
        """Open the state at `path`, or begin it there.

        `now` dates the name of a damaged file that is put aside; `patience` is in seconds.

        Raises:
            UsageError: not writable, another program's file, or made by a newer brief.
            LockedError: another process holds it for longer than `patience`.
        """
        return cls(open_database(path, MIGRATIONS, now=now, patience=patience))

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; what is in an open transaction is undone."""
        self._database.close()

    @property
    def set_aside(self) -> Path | None:
        """Where the damaged file is that was found on opening; None where it was sound."""
        return self._database.set_aside

    def unseen(
        self, briefing: str, digests: Mapping[tuple[str, str], str], *, period: str = ""
    ) -> dict[tuple[str, str], Novelty]:
        """Return what each article is to `briefing`, in the order of `digests`.

        Articles are named by their key and the source that has them.  With `period`, what was
        remembered as new or updated in that period still is, so that its page can be made again.
        """
        known: dict[str, Known] = {}
        for chunk in _chunks(dict.fromkeys(key for key, _ in digests)):
            marks = ",".join("?" * len(chunk))
            found = self._database.rows(
                _row,
                "SELECT key, period, source, digest, changed FROM articles"
                f" LEFT JOIN versions USING (briefing, key) WHERE briefing = ? AND key IN ({marks})"
                " ORDER BY key",
                (briefing, *chunk),
            )
            for (key, first), rows in groupby(found, lambda row: row[:2]):
                known[key] = Known(first, {row[2]: row[3:] for row in rows if row[2] is not None})
        return {
            (key, source): novelty(
                known.get(storable(key)), storable(source), storable(digest), storable(period)
            )
            for (key, source), digest in digests.items()
        }

    def remember(
        self, briefing: str, articles: Iterable[Article], *, period: str, now: datetime
    ) -> None:
        """Note that `articles` were seen in `period`; the last of one key and source counts.

        One without a source is known by its key alone, whatever any source has of it.
        """
        some = tuple(articles)
        with self.transaction():
            self._database.execute_many(
                "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (briefing, key) DO UPDATE SET address = excluded.address,"
                " canonical = excluded.canonical, last_seen = max(last_seen, excluded.last_seen)",
                (
                    (briefing, each.key, each.address, each.canonical, *(stamp(now),) * 2, period)
                    for each in some
                ),
            )
            self._database.execute_many(
                "INSERT INTO versions VALUES (?, ?, ?, ?, '')"
                " ON CONFLICT (briefing, key, source) DO UPDATE SET"
                " changed = CASE digest WHEN excluded.digest THEN changed ELSE ? END,"
                " digest = excluded.digest",
                ((briefing, one.key, one.source, one.digest, period) for one in some if one.source),
            )

    def forget(self, briefing: str, period: str) -> None:
        """Forget what was new or updated in a period whose page is made again.

        Else what its first page had, and the second has not, would be on none.
        """
        with self.transaction():
            statement = "DELETE FROM articles WHERE briefing = ? AND period = ?"
            self._database.execute(statement, (briefing, period))
            statement = "UPDATE versions SET digest = '' WHERE briefing = ? AND changed = ?"
            self._database.execute(statement, (briefing, period))

    def still_there(
        self, briefing: str, keys: Iterable[str], *, now: datetime, before: datetime
    ) -> None:
        """Note that articles can still be had, where that was last noted `before` a moment.

        What is forgotten while it stands in its source would be news once more.
        """
        with self.transaction():
            for chunk in _chunks(keys):
                marks = ",".join("?" * len(chunk))
                self._database.execute(
                    "UPDATE articles SET last_seen = ?"
                    f" WHERE briefing = ? AND last_seen < ? AND key IN ({marks})",
                    (stamp(now), briefing, stamp(before), *chunk),
                )

    def page_of(self, briefing: str, period: str) -> PageMade | None:
        """Return the page of `period`, None where there is none yet."""
        return self._page("briefing = ? AND period = ?", briefing, period)

    def last_page(self, briefing: str, *outcomes: str, before: str = "~") -> PageMade | None:
        """Return the page of the last period before that one, None where there is none.

        Of some outcomes or any.
        """
        marks = ",".join("?" * len(outcomes))
        among = f" AND outcome IN ({marks})" if outcomes else ""
        return self._page(f"briefing = ? AND period < ?{among}", briefing, before, *outcomes)

    def last_sent(self, briefing: str, channel: str, *, before: str) -> PageMade | None:
        """Return the page of the last period before that one which went out on a channel."""
        sent = (
            "EXISTS (SELECT 1 FROM deliveries AS one WHERE one.briefing = pages.briefing"
            " AND one.period = pages.period AND one.channel = ? AND one.state = ?)"
        )
        which = f"briefing = ? AND period < ? AND {sent}"
        return self._page(which, briefing, before, channel, Sending.SENT.value)

    def _page(self, which: str, *values: str) -> PageMade | None:
        found = self._database.rows(
            page_made,
            "SELECT briefing, period, made_at, digest, path, outcome, articles FROM pages"
            f" WHERE {which} ORDER BY period DESC LIMIT 1",
            values,
        )
        return next(iter(found), None)

    def owed(self, briefing: str, *, since: datetime) -> tuple[PageMade, ...]:
        """Return the pages made `since` a moment that somebody has not had, the oldest first."""
        return self._database.rows(
            page_made,
            "SELECT briefing, period, made_at, digest, path, outcome, articles FROM pages"
            " WHERE briefing = ? AND made_at >= ? AND EXISTS (SELECT 1 FROM deliveries AS one"
            " WHERE one.briefing = pages.briefing AND one.period = pages.period"
            " AND one.state <> ?) ORDER BY made_at",
            (briefing, stamp(since), Sending.SENT.value),
        )

    def neighbours(self, briefing: str) -> tuple[Neighbour, ...]:
        """Return the other briefings."""
        return self._database.rows(
            Neighbour,
            "SELECT briefing, settings, folder, coalesce((SELECT path FROM pages"
            " WHERE pages.briefing = briefings.briefing AND path <> '' ORDER BY made_at DESC"
            " LIMIT 1), '') FROM briefings WHERE briefing <> ? ORDER BY briefing",
            (briefing,),
        )

    def settings_of(self, briefing: str) -> str:
        """Return which settings a briefing is run from; empty where it never was."""
        statement = "SELECT settings FROM briefings WHERE briefing = ?"
        return next(iter(self._database.rows(str, statement, (briefing,))), "")

    def belongs_to(self, briefing: str, settings: str, folder: str) -> None:
        """Note which settings a briefing is run from, and where it keeps its pages."""
        statement = "INSERT OR REPLACE INTO briefings VALUES (?, ?, ?)"
        self._database.execute(statement, (briefing, settings, folder))

    def record_page(self, page: PageMade) -> None:
        """Note that `page` was made; it takes the place of an earlier one of its period."""
        moment = stamp(page.made_at)
        made = (page.digest, page.path, page.outcome, page.articles)
        self._database.execute(
            "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)",
            (page.briefing, page.period, moment, *made),
        )

    def prune(self, briefing: str, before: datetime) -> int:
        """Forget what of a briefing was last touched before that moment; return how many rows.

        Its last page stays: the next one tells what is new since then.
        """
        moment = stamp(before)
        with self.transaction():
            gone = sum(self._database.execute(each, (briefing, moment)) for each in PRUNING)
            for each in SWEEPING if gone else ():
                self._database.execute(each)
            return gone


def _chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _row(*columns: Any) -> tuple[Any, ...]:
    return columns
