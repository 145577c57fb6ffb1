"""What is asked of the network, what comes of it, and the limits of both: values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """An address to fetch."""

    #: May hold `user:password@`, which is sent as Basic authentication (RFC 7617).
    address: str
    #: Whether robots.txt is to be asked first: for what a feed or page links to, yes; for what the
    #: user named himself, no, as RFC 9309 speaks of crawlers.
    robots: bool = True
    #: Whether a kept answer is asked about even where it may be used unasked.
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stood at an address."""

    #: As asked for, without user and password.
    address: str
    #: Where the redirects led: what links in the body are relative to.
    final: str
    #: 200 as well where the server only confirmed what was kept.
    status: int
    #: In lower case, without parameters, as `text/html`; empty where the server says none.
    content_type: str
    #: As the server calls it, in lower case; empty where it says none.
    charset: str
    #: At most `Limits.size` bytes, unpacked.
    body: bytes
    #: True where the body came from the store, the server asked or not.
    from_cache: bool
    #: From the first attempt to the last byte, waits included.
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """An address that gave nothing, and why: a value, so that the rest goes on."""

    #: As it may be shown: without user, password and query.
    address: str
    #: One line.
    reason: str
    #: True where the next run would meet the same.
    lasting: bool
    #: How often it was tried; 0 where it was refused before anything was asked.
    attempts: int


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
    #: No wait is longer, whatever a server asks for.
    longest_pause: float = 60.0
