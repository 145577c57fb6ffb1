"""What a run takes from its surroundings: variables, folders, clock, zone, memory, network.

The command line hands these to functions that read none of them on their own.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brief import deliver
from brief.cli.screen import Log
from brief.errors import UsageError

if TYPE_CHECKING:
    from brief.memory.cache import ReadCache
    from brief.memory.state import State
    from brief.pipeline import ArticleCache
    from brief.settings.page_options import Config
    from brief.settings.run_options import Fetching
    from brief.settings.toml import Configured
    from brief.web.fetch import Fetcher
    from brief.web.fetched import Failed, Fetched, Request

#: No host takes more than this part of the time that a run has for fetching.
HOSTS = 5
#: Within them, days may be counted back and ahead in any time zone.
FIRST_YEAR, LAST_YEAR = 1970, 9000


def compute_in_one_thread() -> None:
    """Let NumPy, which asks when it is loaded, have one thread, unless the user says how many.

    Our matrices are small: further threads of OpenBLAS wait for each other, on the processors that
    `--jobs` has work for.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def environment() -> Mapping[str, str]:
    """Return the environment of the process, which is read nowhere else."""
    return os.environ


def xdg(variable: str, fallback: str) -> Path:
    """Return the folder `brief` in an XDG base directory: that of `variable`, or `~/fallback`."""
    named = environment().get(variable, "")
    base = Path(named) if named and Path(named).is_absolute() else Path.home() / fallback
    return base / "brief"


def state_folder() -> Path:
    """Return the XDG folder of what is kept between runs."""
    return xdg("XDG_STATE_HOME", ".local/state")


def settings_file(config_file: str | None) -> Path | None:
    """Return `config_file`, else the `brief.toml` here or in the XDG folder, None without any."""
    from brief.settings.toml import FILE

    if config_file is not None:
        return Path(config_file)
    paths = (Path(FILE), xdg("XDG_CONFIG_HOME", ".config") / FILE)
    return next((path for path in paths if path.is_file()), None)


def load_settings(config_file: str | None, flags: Mapping[str, Any] | None = None) -> Configured:
    """Return the settings in force; `flags` override the environment, which overrides the file."""
    from brief.settings.toml import load

    return load(settings_file(config_file), environment(), flags)


def clock(stated: str | None, zone: str = "UTC") -> datetime:
    """Return the current moment, or the one `stated` in ISO 8601; `zone` is for one without.

    Raises:
        UsageError: what is stated is no moment, or so far away that days cannot be counted.
    """
    if stated is None:
        return datetime.now(UTC)
    advice = "write it as 2026-11-20T07:00"
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        raise UsageError(f"{stated!r} is no moment", where="now", advice=advice) from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        problem = f"{stated!r} is out of bounds"
        advice = f"name a year from {FIRST_YEAR} to {LAST_YEAR}"
        raise UsageError(problem, where="now", advice=advice)
    if moment.tzinfo is None:
        from brief.schedule.plan import time_zone

        return moment.replace(tzinfo=time_zone(zone))
    return moment


def machine_zone(etc: Path = Path("/etc")) -> str:
    """Return the time zone of this machine by its IANA name.

    It is that of TZ, else that which /etc/localtime leads to, else, where that is a mere copy, that
    of /etc/timezone; UTC where none of them names one.
    """
    stated = environment().get("TZ", "").lstrip(":")
    if stated and not stated.startswith("/"):
        return stated
    link = Path(stated or etc / "localtime")
    zone = str(link.resolve()).partition("/zoneinfo/")[2] if link.exists() else ""
    return zone or _first_line(etc / "timezone") or "UTC"


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        return ""


@contextmanager
def memory(now: datetime, log: Log) -> Iterator[State]:
    """Open the memory in the XDG state folder; `log` warns where a damaged one was put aside.

    Raises:
        UsageError: the folder or the file cannot be written.
        LockedError: another process holds the file for too long.
    """
    from brief.memory.state import State

    folder = state_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(reason, where=str(folder), advice="set XDG_STATE_HOME") from error
    with State.open(folder / "state.db", now=now) as state:
        if state.set_aside:
            log.warn(
                f"the memory was damaged; it is kept as {state.set_aside}, and a new one learns"
                " from the archive what was told"
            )
        yield state


def read_cache(now: datetime) -> ReadCache:
    """Return the cache of what was read, which lies beside the memory."""
    from brief.memory.cache import ReadCache

    return ReadCache(state_folder() / "read.db", now)


@contextmanager
def article_cache(config: Config) -> Iterator[ArticleCache | None]:
    """Open the cache of articles in the XDG cache folder, None where it is not to be used.

    A page that has words of every article is proven by reading them all, which needs no cache; a
    cluster reads what it is sent.
    """
    if config.no_cache or config.cluster or config.sources or config.page_format() == "json":
        yield None
        return
    from brief import pipeline

    try:
        folder = xdg("XDG_CACHE_HOME", ".cache")
    except RuntimeError:  # Nobody is at home.
        yield None
        return
    with pipeline.ArticleCache(folder / "articles.db", clock(None)) as cache:
        yield cache


def machine(now: datetime) -> str:
    """Return an identifier of this machine and user: 16 hexadecimal digits, made once and kept."""
    from hashlib import sha256

    folder = state_folder()
    path = folder / "machine"
    if not path.is_file():
        seed = f"{os.uname().nodename} {folder.stat().st_ino} {now.isoformat()}"
        deliver.put(f"{sha256(seed.encode()).hexdigest()[:16]}\n", path)
    return path.read_text(encoding="utf-8").strip()


def fetcher(
    settings: Fetching,
    cache: ReadCache | None,
    count: Callable[[int, int], None] = lambda done, total: None,
) -> Callable[[Sequence[Request]], Sequence[Fetched | Failed]]:
    """Return a function that fetches addresses, with the answers kept in `cache`, if any.

    All that it fetches has one deadline.  `count` is called, from any thread, with how many
    addresses are fetched, and of how many.  The libraries of the network are loaded when there is
    something to fetch.
    """
    made: list[Fetcher] = []

    def fetch(requests: Sequence[Request]) -> Sequence[Fetched | Failed]:
        if not requests:
            return ()
        if not made:
            made.append(_new_fetcher(settings, cache))
        return made[0].fetch_all(requests, progress=count)

    return fetch


def _new_fetcher(settings: Fetching, cache: ReadCache | None) -> Fetcher:
    from brief.model.version import __version__
    from brief.settings.run_values import seconds_of
    from brief.web.fetch import Fetcher
    from brief.web.fetched import Limits

    contact = f" (+{settings.contact})" if settings.contact else ""
    whole = seconds_of(settings.deadline)
    return Fetcher(
        f"brief/{__version__}{contact}",
        sleep=time.sleep,
        jitter=lambda: time.monotonic() % 1.0,
        monotonic=time.monotonic,
        wall=time.time,
        limits=Limits(read=float(settings.timeout), host=whole / HOSTS, run=whole),
        store=cache,
    )
