"""An SQLite database that survives kills and damage; the only import of sqlite3.

A process that is killed leaves each transaction done or not begun.  A damaged file is renamed,
never deleted, and a new one takes its place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TypeAlias, TypeVar

from brief.errors import BriefError, LockedError, UsageError
from brief.memory.file import (
    LOGS,
    beside,
    create,
    identity,
    is_marked_damaged,
    mark_damaged,
    set_aside,
)
from brief.web.secrecy import FUNCTIONS

#: Seconds to wait for another process that writes.
PATIENCE = 5.0
#: Where the file system cannot share memory between processes, SQLite stays with a rollback
#: journal, which is slower and as safe.
_JOURNAL = "WAL"
#: "brif" in ASCII: tells our databases from those of other programs.
_APPLICATION = 0x62726966
#: Bytes of the smallest page of SQLite.
_SMALLEST = 512
_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
#: By primary result code of SQLite: problem and advice.
_PROBLEMS = {
    sqlite3.SQLITE_FULL: ("no space left on the disk", "free some; nothing was lost"),
    sqlite3.SQLITE_READONLY: ("cannot be written to", "name another folder"),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened", "see who may write to its folder"),
    sqlite3.SQLITE_IOERR: ("the disk failed", "see whether it is full or failing"),
}
Value: TypeAlias = str | int | float | bytes | None
Row = TypeVar("Row")


class _Damaged(Exception):
    """The content of the file is no longer a database of ours."""


class Database:
    """An open database.

    Every method may raise LockedError (another process writes for longer than the patience),
    UsageError (disk full, not writable) and BriefError (damaged).
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, set_aside: Path | None) -> None:
        self.path = path
        #: The new path of a damaged file that was at `path`; None where there was none.
        self.set_aside = set_aside
        self._connection = connection
        self._identity = identity(path)

    def close(self) -> None:
        """Close the file; an open transaction is undone."""
        self._connection.close()

    def execute(self, statement: str, values: Sequence[Value] = ()) -> int:
        """Run a statement; return how many rows it changed."""
        with _errors_wrapped(self.path, self._identity):
            return self._connection.execute(statement, _storable(values)).rowcount

    def execute_many(self, statement: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run a statement for each of `rows`; outside a transaction each is one of its own."""
        with _errors_wrapped(self.path, self._identity):
            self._connection.executemany(statement, (_storable(row) for row in rows))

    def rows(
        self, make: Callable[..., Row], statement: str, values: Sequence[Value] = ()
    ) -> tuple[Row, ...]:
        """Return `make(*columns)` for each row that a statement selects.

        Raises:
            BriefError: the file is damaged, which includes a row that `make` refuses.
        """
        with _errors_wrapped(self.path, self._identity):
            try:
                rows = self._connection.execute(statement, _storable(values)).fetchall()
                return tuple(make(*row) for row in rows)
            except (ValueError, TypeError, OverflowError) as error:
                raise _Damaged(str(error)) from error

    def row(
        self, make: Callable[..., Row], statement: str, values: Sequence[Value] = ()
    ) -> Row | None:
        """Return what `rows` returns first, None where it returns nothing."""
        return next(iter(self.rows(make, statement, values)), None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that the block writes, or nothing where it raises or is killed.

        A transaction inside another is a part of it: an error undoes the part, and the whole too
        unless it is caught in between.
        """
        inner = self._connection.in_transaction
        self.execute("SAVEPOINT part" if inner else "BEGIN IMMEDIATE")
        try:
            yield
            self.execute("RELEASE part" if inner else "COMMIT")
        except BaseException:
            # The first error is the one to report.  SQLite itself undoes all when the disk is full.
            with suppress(BriefError):
                if self._connection.in_transaction:
                    self.execute("ROLLBACK TO part" if inner else "ROLLBACK")
                    if inner:
                        self.execute("RELEASE part")
            raise


def open_database(
    path: Path, migrations: Sequence[Sequence[str]], *, now: datetime, patience: float = PATIENCE
) -> Database:
    """Open the database at `path`, made or brought up to date by `migrations`.

    Each migration is a list of statements that leads from one version to the next, done whole or
    not at all.  The file and its folder are made readable for their owner only.  A damaged file is
    renamed to `NAME.damaged-2026-11-20T0700.db`, with the time `now`.  `patience` is in seconds.

    Raises:
        UsageError: the file cannot be written to, or another program or a newer brief made it.
        LockedError: another process holds it for longer than `patience`.
    """
    path = path.absolute()  # SQLite has names of its own, such as ":memory:"
    create(path)
    with _errors_wrapped(path):
        try:
            return Database(path, _opened(path, migrations, patience), None)
        except _Damaged:
            return _begin_anew(path, migrations, now, patience)


def _begin_anew(
    path: Path, migrations: Sequence[Sequence[str]], now: datetime, patience: float
) -> Database:
    """Put a damaged file aside and begin a new one, once, however many processes try."""
    import filelock

    lock = filelock.FileLock(beside(path, "-recovery"), timeout=patience)
    try:
        with lock:
            try:  # another process may have been here first
                return Database(path, _opened(path, migrations, patience, check=True), None)
            except _Damaged:
                aside = set_aside(path, now)
            create(path)
            return Database(path, _opened(path, migrations, patience), aside)
    except filelock.Timeout as error:
        raise _locked(path) from error
    except OSError as error:
        problem = f"is damaged, and cannot be renamed: {error.strerror or error}"
        raise UsageError(problem, where=str(path), advice="move it away by hand") from error


def _opened(
    path: Path, migrations: Sequence[Sequence[str]], patience: float, *, check: bool = False
) -> sqlite3.Connection:
    if is_marked_damaged(path):
        raise _Damaged("a run came upon it")
    # SQLite takes a file of a few bytes for an empty one, and overwrites it.
    with suppress(FileNotFoundError):  # being put aside just now: the new file is opened
        if 0 < path.stat().st_size < _SMALLEST:
            raise _Damaged("no database")
    # A log beside the file: another process has it open, or was killed with it open.
    check = check or any(beside(path, end).exists() for end in LOGS)
    # Threads may share the connection where the caller makes them take turns.
    connection = sqlite3.connect(
        path, timeout=patience, isolation_level=None, check_same_thread=False
    )
    try:
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        _configure(connection)
        if _migrate(connection, path, migrations):
            # What an earlier version has deleted stands in the file still.
            with suppress(sqlite3.OperationalError):
                connection.execute("VACUUM")
        if not _columns_of(migrations) <= _columns(connection):
            raise _Damaged("the tables are not ours")
        if check and connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise _Damaged("quick_check")
        return connection
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error | UnicodeDecodeError) and _is_damage(error):
            raise _Damaged(str(error)) from error
        raise


def _define_functions(connection: sqlite3.Connection) -> None:
    """Let statements call what makes keys of addresses."""
    for name, function in FUNCTIONS.items():
        connection.create_function(name, 1, function, deterministic=True)


def _configure(connection: sqlite3.Connection) -> None:
    _define_functions(connection)
    # What is deleted may be secret, and is overwritten.
    connection.execute("PRAGMA secure_delete=ON")
    # The file system refuses it, or another process is doing it: both are fine.
    with suppress(sqlite3.OperationalError):
        connection.execute(f"PRAGMA journal_mode={_JOURNAL}")
    # A delivery that was marked as sent must be known after a power cut, too.
    connection.execute("PRAGMA synchronous=FULL")


def _migrate(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Sequence[str]]
) -> bool:
    """Bring the tables up to date; return whether there were some of an earlier version."""
    if _version(connection, path, len(migrations)) == len(migrations):
        return False
    connection.execute("BEGIN IMMEDIATE")
    try:  # the version is read again: another process may have migrated meanwhile
        version = _version(connection, path, len(migrations))
        for statement in chain.from_iterable(migrations[version:]):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id={_APPLICATION}")
        connection.execute(f"PRAGMA user_version={len(migrations)}")
        connection.execute("COMMIT")
        return 0 < version < len(migrations)
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    application = _number(connection, "PRAGMA application_id")
    version = _number(connection, "PRAGMA user_version")
    tables = _number(connection, "SELECT count(*) FROM sqlite_master")
    if application != _APPLICATION and (application or version or tables):
        raise UsageError(
            "this is another program's database", where=str(path), advice="name another folder"
        )
    if version > newest:
        raise UsageError(
            f"made by a newer brief (version {version} of the file; this one knows {newest})",
            where=str(path),
            advice="update brief or name another folder",
        )
    if version < 0 or (application and not (version and tables)):
        raise _Damaged("the tables are gone")
    return version


def _columns(connection: sqlite3.Connection) -> set[tuple[Value, ...]]:
    """Return what statements rely on: table, name, type, constraint and key of each column."""
    return set(
        connection.execute(
            'SELECT tables.name, columns.name, columns.type, columns."notnull", columns.pk'
            " FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns"
            " WHERE tables.type = 'table'"
        )
    )


def _columns_of(migrations: Sequence[Sequence[str]]) -> set[tuple[Value, ...]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        _define_functions(connection)
        for statement in chain.from_iterable(migrations):
            connection.execute(statement)
        return _columns(connection)


def _number(connection: sqlite3.Connection, statement: str) -> int:
    return int(connection.execute(statement).fetchone()[0])


@contextmanager
def _errors_wrapped(path: Path, file: str = "") -> Iterator[None]:
    """Raise errors of SQLite as ours; a damaged file with the identity `file` is marked."""
    try:
        yield
    except (_Damaged, sqlite3.Error, UnicodeDecodeError) as error:
        if _is_damage(error):
            mark_damaged(path, file)
            advice = "run brief again: it puts the file aside and begins a new one"
            raise BriefError("the file is damaged", where=str(path), advice=advice) from error
        if (code := _code(error)) in _BUSY:
            raise _locked(path) from error
        if code not in _PROBLEMS:
            raise BriefError(f"SQLite says: {error}", where=str(path)) from error
        problem, advice = _PROBLEMS[code]
        raise UsageError(problem, where=str(path), advice=advice) from error


def _locked(path: Path) -> LockedError:
    return LockedError(
        "another process is writing to it", where=str(path), advice="try again when it has ended"
    )


def _is_damage(error: Exception) -> bool:
    # A message of SQLite quotes the file, and cannot be decoded where that is not UTF-8.
    return isinstance(error, _Damaged | UnicodeDecodeError) or _code(error) in _DAMAGE


def _code(error: Exception) -> int:
    """Return the primary result code: the low byte of the extended one."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _storable(values: Sequence[Value]) -> list[Value]:
    return [storable(value) if isinstance(value, str) else value for value in values]


def storable(text: str) -> str:
    """Return `text` as it will be read back: lone surrogates, which UTF-8 lacks, are escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
