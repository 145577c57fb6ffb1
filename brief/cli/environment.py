"""What a run takes from its surroundings: variables, folders, clock, zone, memory, network."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief.cli.log import Log
from brief.errors import UsageError

if TYPE_CHECKING:
    from brief.memory.cache import ReadCache
    from brief.memory.state import State
    from brief.settings.toml import Configured
    from brief.web.fetched import Failed, Fetched, Request


def environment() -> Mapping[str, str]:
    """Return the process's environment: read here and nowhere else."""
    return os.environ


def xdg(variable: str, fallback: str) -> Path:
    """Return our folder in one of the XDG base directories."""
    given = environment().get(variable, "")
    base = Path(given) if given and Path(given).is_absolute() else Path.home() / fallback
    return base / "brief"


def found_file(given: str | None) -> Path | None:
    """Return the `brief.toml` to read: the one given, the one here, the one in the XDG folder."""
    from brief.settings.toml import FILE

    if given is not None:
        return Path(given)
    for path in (Path(FILE), xdg("XDG_CONFIG_HOME", ".config") / FILE):
        if path.is_file():
            return path
    return None


def configured(given: str | None, flags: Mapping[str, Any] | None = None) -> Configured:
    """Return the settings in force, where `flags` go before all others."""
    from brief.settings.toml import load

    return load(found_file(given), environment(), flags)


def clock(given: str | None, zone: str = "UTC") -> datetime:
    """Return the moment of a run: the clock's, or the one given in ISO 8601, in `zone`."""
    if given is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        advice = "write it as 2026-11-20T07:00"
        raise UsageError(f"{given!r} is no moment", where="now", advice=advice) from None
    if moment.tzinfo is None:
        from brief.schedule.plan import time_zone

        return moment.replace(tzinfo=time_zone(zone))
    return moment


def here() -> str:
    """Return the zone of this machine, as /etc/localtime or TZ names it; empty in doubt."""
    named = environment().get("TZ", "").lstrip(":")
    if named:
        return named
    link = Path("/etc/localtime")
    parts = str(link.resolve()).partition("/zoneinfo/") if link.exists() else ("", "", "")
    return parts[2] or "UTC"


@contextmanager
def memory(now: datetime, log: Log) -> Iterator[State]:
    """Open the memory in the XDG state folder, and say so where a damaged one was put aside."""
    from brief.memory.state import State

    folder = xdg("XDG_STATE_HOME", ".local/state")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(reason, where=str(folder), advice="set XDG_STATE_HOME") from error
    with State.open(folder / "state.db", now=now) as state:
        if state.set_aside:
            log.warn(f"the memory was damaged; it is kept as {state.set_aside}, a new one is begun")
        yield state


def stored(now: datetime) -> ReadCache:
    """Return where what was read is kept between runs, beside the memory."""
    from brief.memory.cache import ReadCache

    return ReadCache(xdg("XDG_STATE_HOME", ".local/state") / "read.db", now)


def machine(now: datetime) -> str:
    """Return what tells this machine, and whoever runs us, from others; made once and kept."""
    from hashlib import sha256

    from brief import deliver

    folder = xdg("XDG_STATE_HOME", ".local/state")
    path = folder / "machine"
    if not path.is_file():
        made = f"{os.uname().nodename} {folder.stat().st_ino} {now.isoformat()}"
        deliver.write(f"{sha256(made.encode()).hexdigest()[:16]}\n", path)
    return path.read_text(encoding="utf-8").strip()


def fetcher(
    found: Configured, store: ReadCache, doing: Callable[[str], None] = lambda _: None
) -> Callable[[Sequence[Request]], Sequence[Fetched | Failed]]:
    """Return what fetches addresses; nothing of the network is loaded before it is needed."""

    def fetch(requests: Sequence[Request]) -> Sequence[Fetched | Failed]:
        if not requests:
            return ()
        from brief import __version__
        from brief.web.fetch import Fetcher
        from brief.web.fetched import Limits

        chosen = found.settings.fetch
        contact = f" (+{chosen.contact})" if chosen.contact else ""
        made = Fetcher(
            f"brief/{__version__}{contact}",
            sleep=time.sleep,
            jitter=lambda: time.monotonic() % 1.0,
            monotonic=time.monotonic,
            wall=time.time,
            allow_local=chosen.local,
            limits=Limits(read=float(chosen.timeout)),
            store=store,
        )
        return made.fetch_all(
            requests, told=lambda done, of: doing(f"Fetching: {done} of {of} addresses")
        )

    return fetch
