"""The memory between runs: articles seen, pages made, deliveries, and how sources and runs went.

`briefing` is the name of a briefing, and `period` what `schedule.plan.period` returns.  A moment
has a time zone, and comes back in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path

from brief.memory.runs import RunRecords
from brief.memory.sqlite import PATIENCE, Database, open_database, storable
from brief.memory.tables import (
    MIGRATIONS,
    PRUNING,
    SWEEPING,
    Article,
    Delivery,
    Novelty,
    PageContent,
    PageMade,
    SeenArticle,
    Sending,
    SourceHealth,
    content_from_row,
    delivery_from_row,
    health_from_row,
    novelty,
    page_from_row,
    stamp,
)

#: Keys in one statement; SQLite of any age takes 999.
_CHUNK = 500
#: Selects the columns of `page_from_row`.
_PAGES = "SELECT briefing, period, made_at, digest, path, outcome, articles FROM pages"


class State(RunRecords):
    """The memory of all briefings, in one file; a context manager that closes it.

    Every method may raise LockedError (another process writes for longer than the patience),
    UsageError (disk full, not writable) and BriefError (damaged).  Each writes all or nothing; what
    belongs together goes into one `transaction`.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)

    @classmethod
    def open(cls, path: Path, *, now: datetime, patience: float = PATIENCE) -> State:
        """Open the memory at `path`, or begin it there.

        `now` goes into the name of a damaged file that is put aside; `patience` is in seconds.

        Raises:
            UsageError: it cannot be written, or another program or a newer brief made it.
            LockedError: another process holds it for longer than `patience`.
        """
        return cls(open_database(path, MIGRATIONS, now=now, patience=patience))

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; an open transaction is undone."""
        self._database.close()

    @property
    def set_aside(self) -> Path | None:
        """The new path of the file, where it was damaged when opened; None where it was sound."""
        return self._database.set_aside

    def unseen(
        self, briefing: str, digests: Mapping[tuple[str, str], str], *, period: str = ""
    ) -> dict[tuple[str, str], Novelty]:
        """Return whether each article is new to `briefing`, in the order of `digests`.

        `digests` is by key and source of an article.  With `period`, what was remembered as new or
        updated in that period still is, so that its page can be made again.
        """
        seen: dict[str, SeenArticle] = {}
        for chunk in _chunks(dict.fromkeys(key for key, _ in digests)):
            marks = ",".join("?" * len(chunk))
            joined = self._database.rows(
                lambda *columns: columns,
                "SELECT key, period, source, digest, changed FROM articles"
                f" LEFT JOIN versions USING (briefing, key) WHERE briefing = ? AND key IN ({marks})"
                " ORDER BY key",
                (briefing, *chunk),
            )
            for (key, first), rows in groupby(joined, lambda row: row[:2]):
                versions = {row[2]: row[3:] for row in rows if row[2] is not None}
                seen[key] = SeenArticle(first, versions)
        return {
            (key, source): novelty(
                seen.get(storable(key)), storable(source), storable(digest), storable(period)
            )
            for (key, source), digest in digests.items()
        }

    def remember(
        self, briefing: str, articles: Iterable[Article], *, period: str, now: datetime
    ) -> None:
        """Record that `articles` were seen in `period`; the last of one key and source counts.

        One without a source is remembered by its key alone, whatever its digest.
        """
        articles, moment = tuple(articles), stamp(now)
        with self.transaction():
            self._database.execute_many(
                "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (briefing, key) DO UPDATE SET address = excluded.address,"
                " canonical = excluded.canonical, last_seen = max(last_seen, excluded.last_seen)",
                (
                    (briefing, row.key, row.address, row.canonical, moment, moment, period)
                    for row in articles
                ),
            )
            self._database.execute_many(
                "INSERT INTO versions VALUES (?, ?, ?, ?, '')"
                " ON CONFLICT (briefing, key, source) DO UPDATE SET"
                " changed = CASE digest WHEN excluded.digest THEN changed ELSE ? END,"
                " digest = excluded.digest",
                (
                    (briefing, row.key, row.source, row.digest, period)
                    for row in articles
                    if row.source
                ),
            )

    def forget(self, briefing: str, period: str) -> None:
        """Forget what was new or updated in a period whose page is made again.

        Otherwise an article of the first page that the second leaves out would be on none.
        """
        with self.transaction():
            statement = "DELETE FROM articles WHERE briefing = ? AND period = ?"
            self._database.execute(statement, (briefing, period))
            statement = "UPDATE versions SET digest = '' WHERE briefing = ? AND changed = ?"
            self._database.execute(statement, (briefing, period))

    def articles_of(self, briefing: str, period: str) -> tuple[Article, ...]:
        """Return what was new or updated in a period, as it is remembered now."""
        of = (briefing, period)
        # The keys first: to look up the versions of all articles takes three times as long.
        return self._database.rows(
            Article,
            "SELECT key, coalesce(digest, ''), coalesce(source, ''), address, canonical"
            " FROM articles LEFT JOIN versions USING (briefing, key)"
            " WHERE briefing = ? AND ? IN (period, changed) AND key IN"
            " (SELECT key FROM articles WHERE briefing = ? AND period = ?"
            " UNION SELECT key FROM versions WHERE briefing = ? AND changed = ?)"
            " ORDER BY key, source",
            of * 3,
        )

    def still_there(
        self, briefing: str, keys: Iterable[str], *, now: datetime, before: datetime
    ) -> None:
        """Record that sources still have articles, for those last recorded `before` a moment.

        An article that is forgotten while its source has it would be new again.
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
        """Return the page of `period`, None where there is none."""
        return self._page("briefing = ? AND period = ?", briefing, period)

    def last_page(self, briefing: str, *outcomes: str, before: str = "~") -> PageMade | None:
        """Return the page of the last period before `before`, None where there is none.

        Pages of all `outcomes` count, or of any where none is named.
        """
        marks = ",".join("?" * len(outcomes))
        among = f" AND outcome IN ({marks})" if outcomes else ""
        return self._page(f"briefing = ? AND period < ?{among}", briefing, before, *outcomes)

    def last_sent(self, briefing: str, channel: str, *, before: str) -> PageMade | None:
        """Return the page of the last period before `before` that was sent on a channel."""
        sent = (
            "EXISTS (SELECT 1 FROM deliveries WHERE deliveries.briefing = pages.briefing"
            " AND deliveries.period = pages.period AND channel = ? AND state = ?)"
        )
        which = f"briefing = ? AND period < ? AND {sent}"
        return self._page(which, briefing, before, channel, Sending.SENT.value)

    def owed(self, briefing: str, *, since: datetime) -> tuple[PageMade, ...]:
        """Return the pages made `since` a moment with a delivery to be done, the oldest first."""
        return self._database.rows(
            page_from_row,
            f"{_PAGES} WHERE briefing = ? AND made_at >= ? AND EXISTS (SELECT 1 FROM deliveries"
            " WHERE deliveries.briefing = pages.briefing AND deliveries.period = pages.period"
            " AND state <> ?) ORDER BY made_at",
            (briefing, stamp(since), Sending.SENT.value),
        )

    def record_page(self, page: PageMade, content: PageContent | None = None) -> None:
        """Record that `page` was made, and the `content` to deliver.

        Both replace an earlier page of the period; without `content`, none is kept.
        """
        period = (page.briefing, page.period)
        row = (stamp(page.made_at), page.digest, page.path, page.outcome, page.articles)
        with self.transaction():
            statement = "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)"
            self._database.execute(statement, (*period, *row))
            statement = "DELETE FROM contents WHERE briefing = ? AND period = ?"
            self._database.execute(statement, period)
            if content is not None:
                addresses = "\n".join(content.addresses)
                texts = (content.title, content.text, content.json, addresses, content.html)
                statement = (
                    "INSERT INTO contents (briefing, period, title, text, json, addresses, html)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)"
                )
                self._database.execute(statement, (*period, *texts))

    def content_of(self, briefing: str, period: str) -> PageContent | None:
        """Return what is kept of the page of `period` to be delivered, None where nothing is."""
        return self._database.row(
            content_from_row,
            "SELECT title, text, json, addresses, html FROM contents"
            " WHERE briefing = ? AND period = ?",
            (briefing, period),
        )

    def prune_contents(self, briefing: str, *, since: datetime) -> None:
        """Remove the content of pages that were not made `since` then."""
        self._database.execute(
            "DELETE FROM contents WHERE briefing = ? AND period NOT IN"
            " (SELECT period FROM pages WHERE briefing = ? AND made_at >= ?)",
            (briefing, briefing, stamp(since)),
        )

    def _page(self, which: str, *values: str) -> PageMade | None:
        """Return the last page for which the condition `which` holds."""
        statement = f"{_PAGES} WHERE {which} ORDER BY period DESC LIMIT 1"
        return self._database.row(page_from_row, statement, values)

    def failed(self, briefing: str, source: str, error: str, *, now: datetime) -> int:
        """Record that `source` could not be read; return how many failures in a row that makes."""
        with self.transaction():
            self._database.execute(
                "INSERT INTO sources VALUES (?, ?, 1, ?, NULL, ?)"
                " ON CONFLICT (briefing, source) DO UPDATE SET failures = failures + 1,"
                " last_error = excluded.last_error, at = excluded.at",
                (briefing, source, error, stamp(now)),
            )
            health = self.source(briefing, source)
        return health.failures if health else 0

    def recovered(self, briefing: str, source: str, *, now: datetime) -> None:
        """Record that `source` was read; the last error is kept, the count begins at 0 again."""
        self._database.execute(
            "INSERT INTO sources VALUES (?, ?, 0, '', ?, ?)"
            " ON CONFLICT (briefing, source) DO UPDATE SET failures = 0,"
            " last_ok = excluded.last_ok, at = excluded.at",
            (briefing, source, stamp(now), stamp(now)),
        )

    def failing(self, briefing: str, prefix: str) -> tuple[str, ...]:
        """Return the sources with names that begin with `prefix` whose last reading failed."""
        sources = self._database.rows(
            str, "SELECT source FROM sources WHERE briefing = ? AND failures > 0", (briefing,)
        )
        return tuple(source for source in sources if source.startswith(prefix))

    def source(self, briefing: str, source: str) -> SourceHealth | None:
        """Return how the last attempts to read `source` went, None where there were none."""
        return self._database.row(
            health_from_row,
            "SELECT failures, last_error, last_ok FROM sources WHERE briefing = ? AND source = ?",
            (briefing, source),
        )

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
        """Record the state of a delivery; each PENDING counts as one attempt.

        An empty `message_id` keeps the one that is recorded.
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

    def pending(self, briefing: str, channel: str) -> tuple[str, ...]:
        """Return the periods whose delivery on a channel was begun and not ended."""
        return self._database.rows(
            str,
            "SELECT period FROM deliveries WHERE briefing = ? AND channel = ? AND state = ?"
            " ORDER BY period",
            (briefing, channel, Sending.PENDING.value),
        )

    def delivery(self, briefing: str, period: str, channel: str) -> Delivery | None:
        """Return the delivery of the page of `period` on `channel`, None where there was none."""
        return self._database.row(
            delivery_from_row,
            "SELECT message_id, state, attempts, last_error FROM deliveries"
            " WHERE briefing = ? AND period = ? AND channel = ?",
            (briefing, period, channel),
        )

    def prune(self, briefing: str, before: datetime) -> int:
        """Forget what of a briefing was last touched before a moment; return how many rows.

        Its last page stays, as the next one says what is new since then.
        """
        last = (briefing, stamp(before))
        with self.transaction():
            gone = sum(self._database.execute(statement, last) for statement in PRUNING)
            if gone:
                self._database.execute(SWEEPING)
            return gone


def _chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
