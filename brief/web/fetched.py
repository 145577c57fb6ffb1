"""The values of fetching: requests, their results, limits, and how servers are reached."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass

from brief.web.addresses import Lookup


@dataclass(frozen=True, slots=True)
class Request:
    """An address to fetch."""

    #: May hold `user:password@`, which is sent as Basic authentication (RFC 7617).
    address: str
    #: Whether robots.txt is asked first: for what a feed or page links to, but not for what the
    #: user named, as RFC 9309 is about crawlers.
    robots: bool = True
    #: Whether its host and port may be of the local network, as the user says that named it: not
    #: where a feed, a page or a redirect leads.
    local: bool = False
    #: Whether the server is asked even where the store has a fresh answer.
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """The page at an address."""

    #: As asked for, without user and password.
    address: str
    #: The address after redirects, which links in the body are relative to.
    final: str
    #: In lower case, without parameters, as `text/html`; empty where the server says none.
    content_type: str
    #: As the server calls it, in lower case; empty where it says none.
    charset: str
    #: At most `Limits.size` bytes, unpacked.
    body: bytes
    #: From the first attempt to the last byte, waits included.
    seconds: float
    #: The address to use from now on, where the server says that the page has moved for good (301,
    #: 308; RFC 9110, 15.4), without user and password; empty where it has not.
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """An address that could not be fetched, and why; a value, so that the others go on."""

    #: As it may be shown: without user, password and query.
    address: str
    #: One line.
    reason: str
    #: Whether it was not asked for at all, for lack of time: the next run does.
    late: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How much, how long, how often; times in seconds."""

    redirects: int = 5
    #: Connections to one host at the same time.
    per_host: int = 2
    #: Until a connection stands.
    connect: float = 10.0
    #: Until the next bytes come.
    read: float = 20.0
    #: From looking up the name to the last byte, for each redirect anew.
    whole: float = 60.0
    #: Bytes of a body, packed and unpacked.
    size: int = 10_000_000
    #: Attempts after the first.
    retries: int = 3
    #: Before the second attempt; twice as long before each further one.
    pause: float = 1.0
    #: A server that asks for a longer wait is left alone until then.
    longest_pause: float = 60.0
    #: For all addresses of one host; only time counts in which one of them is under way.
    host: float = 180.0
    #: For all that one fetcher fetches, counted likewise.
    run: float = 900.0


@dataclass(frozen=True, slots=True)
class Access:
    """How servers are reached: what all requests of one fetcher share."""

    user_agent: str
    look: Lookup
    allow_local: bool
    monotonic: Callable[[], float]
    #: The settings that certificates are checked by; None for httpx's default (certifi).
    tls: ssl.SSLContext | None
    limits: Limits
