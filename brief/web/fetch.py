"""Addresses → the pages and feeds there, politely, within limits, and several at once.

    fetcher = Fetcher("brief/1.0 (+https://example.org)", sleep=…, jitter=…, monotonic=…, wall=…)
    for result in fetcher.fetch_all([Request("https://example.org/feed", robots=False)]):
        match result: ...

Nothing is raised for an address: a result is `Fetched` or `Failed`.  This module puts the others
together: `exchange` sends single requests, `addresses` refuses some addresses, `caching` decides
what is kept between runs, `robots` reads robots.txt.
"""

from __future__ import annotations

import re
import ssl
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from http.client import responses
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import TYPE_CHECKING, TypeAlias

from brief.errors import BriefError, UsageError
from brief.language.visible import visible
from brief.web import addresses, caching, robots
from brief.web.addresses import Address, Inwards, Unfetchable
from brief.web.caching import Kept, Store
from brief.web.deadlines import Deadlines
from brief.web.fetched import Access, Failed, Fetched, Limits, Request
from brief.web.secrecy import secrets_of

if TYPE_CHECKING:
    from protego import Protego

    from brief.web.exchange import Answer

#: Called with how many addresses are done, and of how many.
Progress: TypeAlias = Callable[[int, int], object]
_FOR_GOOD = {301, 308}
_REDIRECTS = {302, 303, 307, *_FOR_GOOD}
_MEDIA_TYPE = re.compile(r"\s*([\w.+-]{1,60}/[\w.+-]{1,80})\s*(?:;|$)", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Representation:
    """A good answer (RFC 9110, 3.2), from the server or the store."""

    #: The address after redirects.
    address: str
    #: The header as the server sent it.
    content_type: str
    body: bytes
    #: As in `Fetched`.
    moved: str = ""


class Fetcher:
    """Fetches addresses for one run, in which each origin is asked once for its robots.txt.

    `sleep` and the two clocks count in seconds, `wall` from 1970 on; `jitter` returns 0 to below 1.
    `allow_local` permits all addresses of this machine and its network, for servers that are all
    known; otherwise a request permits its own host and port alone (`Request.local`).
    """

    def __init__(
        self,
        user_agent: str,
        *,
        sleep: Callable[[float], None],
        jitter: Callable[[], float],
        monotonic: Callable[[], float],
        wall: Callable[[], float],
        store: Store | None = None,
        allow_local: bool = False,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        look: addresses.Lookup = addresses.lookup,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Raise `UsageError` for a `user_agent` that cannot be sent."""
        token = re.match("[A-Za-z_-]+(?=[ -~]*$)", user_agent)
        if token is None or "\n" in user_agent:
            raise UsageError(
                "this cannot be sent as the name of a reader",
                where=visible(user_agent),
                advice="use letters of ASCII, such as brief/1.0 (+https://example.org)",
            )
        self._access = Access(
            user_agent=user_agent,
            look=look,
            allow_local=allow_local,
            monotonic=monotonic,
            tls=tls,
            limits=limits,
        )
        self._token = token[0]
        self._sleep = sleep
        self._jitter = jitter
        self._monotonic = monotonic
        self._wall = wall
        self._store = store
        self._limits = limits
        self._deadlines = Deadlines(limits, monotonic)
        self._lock = Lock()
        self._storing = Lock()
        self._hosts: defaultdict[str, BoundedSemaphore] = defaultdict(
            lambda: BoundedSemaphore(limits.per_host)
        )
        self._asking: defaultdict[tuple[str, str, int], Lock] = defaultdict(Lock)
        self._rules: dict[tuple[str, str, int], Protego | str] = {}

    def fetch_all(
        self,
        requests: Iterable[Request],
        workers: int = 8,
        progress: Progress = lambda done, of: None,
    ) -> tuple[Fetched | Failed, ...]:
        """Fetch many addresses at once; return the results in the order of `requests`.

        The addresses of a host stand in as many queues as it may have connections, so that a host
        with many of them holds up no other.  An interrupt ends it at once: nothing waits for the
        addresses under way, which are forgotten.
        What no time is left for is not asked for: neither one host nor all of them hold up a run.
        `progress` is called from any thread.
        """
        requests = tuple(requests)
        results: dict[int, Fetched | Failed] = {}
        stopped = Event()

        queues = _queues(requests, self._limits.per_host)
        waiting = iter(queues)
        errors: list[BaseException] = []

        def work() -> None:
            try:
                while (queue := next(waiting, None)) is not None:
                    for index in queue:
                        if stopped.is_set():
                            return
                        results[index] = self.fetch(requests[index])
                        progress(len(results), len(requests))
            except BaseException as error:
                errors.append(error)
                stopped.set()

        # Nobody waits for daemons at the end of the process, as for threads of a pool.
        count = min(max(1, workers), len(queues))
        threads = [Thread(target=work, name="fetch", daemon=True) for _ in range(count)]
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            stopped.set()
        if errors:
            raise errors[0]
        return tuple(results[index] for index in range(len(requests)))

    def fetch(self, request: Request) -> Fetched | Failed:
        """Fetch one address, with another attempt where that may help.

        It may help where there is no connection, no answer in time, an answer that breaks off, 429
        or 5xx; not for another 4xx, a certificate that does not hold, a body that is too large, or
        an address that is refused.
        """
        began = self._monotonic()
        try:
            address = addresses.parse(request.address)
            # Whatever it is sent on to counts for the host that sends it on.
            with self._deadlines.running(address.host):
                page = self._with_retries(address, request, address.host)
        except Unfetchable as error:
            return Failed(addresses.shown(request.address), error.problem, error.late)
        media_type, charset = _media_type(page.content_type)
        return Fetched(
            address=address.url,
            final=page.address,
            content_type=media_type,
            charset=charset,
            body=page.body,
            seconds=max(0.0, self._monotonic() - began),
            moved=page.moved,
        )

    def _with_retries(self, address: Address, request: Request, host: str) -> _Representation:
        """Return the result of the first attempt that succeeds, within the time of `host`.

        Raises:
            Unfetchable: the last attempt failed, or one after which no other may help.
        """
        attempts = 1
        self._deadlines.refuse_late(host)
        while True:
            try:
                return self._followed(address, request, host)
            except Unfetchable as error:
                if not error.again or attempts > self._limits.retries:
                    raise
                pause = self._pause(attempts, error.wait)
                if pause is None or pause >= self._deadlines.left(host):
                    raise
                self._sleep(pause)
            attempts += 1

    def _pause(self, attempts: int, wait: float | None) -> float | None:
        """Return the seconds before the next attempt: `wait`, or doubling ones, less the jitter.

        None where there is no use in one: the server wants a longer wait than it may have.
        """
        if wait is None:
            wait = self._limits.pause * 2.0 ** (attempts - 1) * (0.5 + self._jitter() / 2)
            return min(wait, self._limits.longest_pause)
        return wait if wait <= self._limits.longest_pause else None

    def _followed(self, address: Address, request: Request, host: str) -> _Representation:
        """Return the page that the redirects lead to; each address is checked like the first."""
        moved, for_good = "", True
        granted = (address.host, address.port)
        for _ in range(self._limits.redirects + 1):
            local = request.local and (address.host, address.port) == granted
            if request.robots:
                self._refuse_forbidden(address, host, local=local)
            kept = self._kept(address)
            if kept is not None and not request.fresh and self._wall() < kept.fresh_until:
                return _Representation(address.url, kept.content_type, kept.body, moved)
            conditions = caching.conditions(kept) if kept else {}
            answer = self._asked(address, conditions, host, local=local)
            if answer.status == 304 and kept is not None:
                kept = caching.confirmed(kept, answer.headers, self._wall())
                self._keep(address, kept)
                return _Representation(address.url, kept.content_type, kept.body, moved)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return replace(self._taken(address, answer), moved=moved)
            address = addresses.follow(address, answer.headers["location"])
            # What lies behind a redirect for now is not where the page has moved to.
            for_good = for_good and answer.status in _FOR_GOOD
            moved = address.url if for_good else moved
        raise Unfetchable(f"over {self._limits.redirects} redirects", status=answer.status)

    def _asked(
        self, address: Address, headers: dict[str, str], host: str, *, local: bool
    ) -> Answer:
        """Ask for an address when a connection to its host is free, within the time of `host`."""
        from brief.web.exchange import ask

        with self._lock:
            turn = self._hosts[address.host]
        access = replace(self._access, allow_local=True) if local else self._access
        if not turn.acquire(timeout=max(0.0, self._deadlines.left(host))):
            raise Unfetchable("its server was busy with others; the next run asks again", late=True)
        try:
            self._deadlines.refuse_closed(address.origin)
            return ask(access, address, headers, self._deadlines.left(host))
        finally:
            turn.release()

    def _taken(self, address: Address, answer: Answer) -> _Representation:
        """Return the page in an answer, and keep it where that is allowed.

        Raises:
            Unfetchable: the status is none of success, or stands for a part of the page.
        """
        status, headers = answer.status, answer.headers
        if not 200 <= status < 300 or status == 206:
            again = status == 429 or status >= 500
            wait = _wait(headers.get("retry-after", ""), self._wall())
            if again and wait is not None and wait > self._limits.longest_pause:
                self._deadlines.close(address.origin, wait)
            problem = f"{status} {responses.get(status, '')}".rstrip()
            raise Unfetchable(problem, again=again, status=status, wait=wait)
        kept = caching.kept_from(headers, answer.body, self._wall()) if status == 200 else None
        if kept is not None:
            self._keep(address, kept)
        return _Representation(address.url, headers.get("content-type", ""), answer.body)

    def _kept(self, address: Address) -> Kept | None:
        """Return the stored answer; pages behind a password are never stored."""
        if self._store is None or address.secret is not None:
            return None
        with self._storing, suppress(BriefError):
            return self._store.get(address.url)
        return None

    def _keep(self, address: Address, kept: Kept) -> None:
        if self._store is None or address.secret is not None:
            return
        if secrets_of(address.url).stands_in(kept.body):
            return
        with self._storing, suppress(BriefError):
            self._store.put(address.url, kept)

    def _refuse_forbidden(self, address: Address, host: str, *, local: bool) -> None:
        """Raise `Unfetchable` where robots.txt forbids `address`, or cannot be read."""
        with self._lock:
            asking = self._asking[address.origin]
        with asking:
            if address.origin not in self._rules:
                self._rules[address.origin] = self._read_rules(address, host, local=local)
            rules = self._rules[address.origin]
        if isinstance(rules, str):
            raise Unfetchable(f"its robots.txt cannot be read now ({rules})")
        if not robots.allows(rules, address.target):
            raise Unfetchable("its robots.txt does not allow it")

    def _read_rules(self, address: Address, host: str, *, local: bool) -> Protego | str:
        """Ask for a robots.txt (RFC 9309, 2.3.1); or return why nothing may be read in this run.

        All may be read where it is missing (4xx) or behind too many redirects, nothing where it is
        unreachable (5xx, no answer) or by 429 the server asks to be left alone.

        Raises:
            Inwards: the address leads into the local network.
        """
        try:
            request = Request("", robots=False, local=local)
            place = addresses.follow(address, "/robots.txt")
            body = self._with_retries(place, request, host).body
        except Inwards:
            raise
        except Unfetchable as error:
            if error.late:
                raise
            if not 300 <= error.status < 500 or error.status == 429:
                return error.problem
            body = b""
        return robots.rules_for(self._token, body)


def _queues(requests: Sequence[Request], per_host: int) -> list[list[int]]:
    """Return the indices of `requests`, those of a host in at most `per_host` queues."""
    hosts: defaultdict[str, list[int]] = defaultdict(list)
    for index, request in enumerate(requests):
        try:
            hosts[addresses.parse(request.address).host].append(index)
        except Unfetchable:
            hosts[""].append(index)
    queues = (places[start::per_host] for places in hosts.values() for start in range(per_host))
    return [queue for queue in queues if queue]


def _wait(text: str, now: float) -> float | None:
    """Return the seconds that Retry-After asks for (RFC 9110, 10.2.3), None for no such header."""
    if re.fullmatch("[0-9]+", text.strip()):
        return float(text.strip()[:9])
    until = caching.unix_time(text)
    return None if until is None else max(0.0, until - now)


def _media_type(header: str) -> tuple[str, str]:
    """Return media type and charset of a Content-Type (RFC 9110, 8.3), in lower case."""
    kind, charset = _MEDIA_TYPE.match(header), _CHARSET.search(header)
    return kind[1].lower() if kind else "", charset[1].lower() if charset else ""
