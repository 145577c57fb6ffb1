"""One HTTP request to one server and its answer, over a connection to a checked address.

Imports httpx and httpcore at once, as it derives from their classes; `fetch` imports it when the
first page is asked for.  A connection serves one request, so nothing of one host, address or
certificate is used for the next.
"""

from __future__ import annotations

import errno
import os
import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, TypeAlias

import httpcore
import httpx

from brief.language.visible import visible
from brief.web.addresses import Address, Unfetchable, reachable
from brief.web.fetched import Access

#: A timeout, None for none → the seconds that a wait may take until the request's deadline.
_Left: TypeAlias = Callable[[float | None], float]
_ACCEPT = (
    "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml,"
    " application/feed+json, application/xml;q=0.9, */*;q=0.8"
)
#: Bytes that are unpacked at once.
_PIECE = 1 << 16
_PROBLEMS = {
    errno.ECONNREFUSED: "the connection was refused",
    errno.ECONNRESET: "the connection was reset",
    errno.EPIPE: "the connection was reset",
    errno.ENETUNREACH: "the network cannot be reached",
    errno.EHOSTUNREACH: "the host cannot be reached",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of a server, whatever its status."""

    status: int
    headers: httpx.Headers
    #: Without transfer and content encoding; empty unless the status is 2xx.
    body: bytes


@cache
def _certifi() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def ask(access: Access, address: Address, headers: dict[str, str], left: float) -> Answer:
    """GET `address` and return what the server says, a redirect or an error as well.

    It takes no longer than `left`, in seconds, nor than the limit of one request.

    Raises:
        Unfetchable: no answer in time, an incomplete or too large one, or a refused address.
    """
    limits = access.limits
    sent = {
        "User-Agent": access.user_agent,
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        **headers,
    }
    timeout = httpx.Timeout(limits.read, connect=limits.connect)
    seconds = min(limits.whole, left)
    until = access.monotonic() + seconds
    transport = _Transport(access, partial(_seconds_left, access.monotonic, until, seconds))
    try:
        # No proxy of the environment: it would look names up again, where nobody checks them.
        with (
            httpx.Client(transport=transport, trust_env=False, timeout=timeout) as client,
            client.stream("GET", address.url, headers=sent, auth=address.secret) as response,
        ):
            body = _body(response, limits.size) if response.is_success else b""
            return Answer(response.status_code, response.headers, body)
    except httpcore.TimeoutException as error:
        raise Unfetchable("no answer in time", again=True) from error
    except (httpcore.NetworkError, OSError) as error:
        raise Unfetchable(_failure_of(error), again=True) from error
    except httpcore.RemoteProtocolError as error:
        raise Unfetchable("the answer breaks off or is no HTTP", again=True) from error
    except httpx.RemoteProtocolError as error:  # httpx itself reads where a redirect leads
        raise Unfetchable("sent on to what is no address") from error
    except (httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise Unfetchable("cannot be asked for") from error


@dataclass(frozen=True, slots=True)
class _Transport(httpx.BaseTransport):
    """A transport for httpx whose connections `_Network` opens."""

    access: Access
    left: _Left
    opened: list[httpcore.HTTPConnection] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` and return the answer with its body still to come."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        connection = httpcore.HTTPConnection(
            origin=url.origin,
            ssl_context=self.access.tls or _certifi(),
            network_backend=_Network(self.access, self.left),
        )
        self.opened.append(connection)
        sent = httpcore.Request(
            request.method, url, headers=request.headers.raw, extensions=request.extensions
        )
        answer = connection.handle_request(sent)
        return httpx.Response(answer.status, headers=answer.headers, content=answer.iter_stream())

    def close(self) -> None:
        """Close the connection, whatever is still to come on it."""
        for connection in self.opened:
            connection.close()


@dataclass(frozen=True, slots=True)
class _Network(httpcore.NetworkBackend):
    """Looks a name up once, checks every address, and connects to one that was checked."""

    access: Access
    left: _Left

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the addresses of `host` that answers."""
        look, allow_local = self.access.look, self.access.allow_local
        failure: Exception | None = None
        for address in reachable(host.strip("[]"), port, look, allow_local):
            left = self.left(timeout)
            try:
                stream = httpcore.SyncBackend().connect_tcp(
                    address, port, left, local_address, socket_options
                )
                return _Timed(stream, self.left)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        assert failure is not None  # `reachable` returns one address at least
        raise failure


@dataclass(frozen=True, slots=True)
class _Timed(httpcore.NetworkStream):
    """A connection on which no single wait goes beyond the deadline of the request."""

    stream: httpcore.NetworkStream
    left: _Left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, self.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, self.left(timeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self.left(timeout)
        try:
            return _Timed(self.stream.start_tls(ssl_context, server_hostname, left), self.left)
        except httpcore.ConnectError as error:
            cause = error.__cause__
            if isinstance(cause, ssl.SSLCertVerificationError):
                reason = visible(cause.verify_message)[:120]
                raise Unfetchable(f"its certificate does not hold: {reason}") from error
            raise

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


def _seconds_left(
    monotonic: Callable[[], float], deadline: float, seconds: float, timeout: float | None
) -> float:
    """Return the seconds that the next wait may take; raise `Unfetchable` past the deadline.

    `seconds` is how long it was until the deadline, for the message.
    """
    left = deadline - monotonic()
    if left <= 0:
        raise Unfetchable(f"not here after {max(seconds, 0):.3g} s", again=True)
    return left if timeout is None else min(left, timeout)


def _failure_of(error: Exception) -> str:
    """Return why a connection failed, from the system's error that httpcore wrapped."""
    cause = error.__cause__ or error
    if isinstance(cause, ssl.SSLError):
        return "no secure connection can be agreed on"
    number = getattr(cause, "errno", None)
    problem = os.strerror(number).lower() if number else "the connection failed"
    return _PROBLEMS.get(number or 0, problem)


def _body(response: httpx.Response, most: int) -> bytes:
    """Return the body, unpacked, without ever holding much more than `most` bytes of it."""
    coding = response.headers.get("content-encoding", "").strip().lower()
    packed = coding not in ("", "identity")
    if packed and coding not in ("gzip", "x-gzip", "deflate"):
        raise Unfetchable("packed in a way that was not asked for")
    length = response.headers.get("content-length", "")
    if length.isdecimal() and len(length) < 20 and int(length) > most:
        raise _too_large(most)
    pieces = _counted(response.iter_raw(), most)
    return b"".join(_counted(unpacked(pieces, coding), most) if packed else pieces)


def _counted(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    left = most
    for piece in pieces:
        left -= len(piece)
        if left < 0:
            raise _too_large(most)
        yield piece


def _too_large(most: int) -> Unfetchable:
    return Unfetchable(f"over {most / 1_000_000:g} MB")


def unpacked(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Yield the bytes that gzip (RFC 1952, its members joined) or deflate (RFC 1950, 1951) packed.

    `coding` is the Content-Encoding in lower case.  At most 64 KiB come at once, whatever a piece
    unpacks to.  What follows the end and is no further member is left out, as gzip does.

    Raises:
        Unfetchable: the bytes are damaged or break off; another attempt may help.
    """
    engine = None
    ended = False
    for piece in pieces:
        rest, full = piece, False
        while rest or full:
            if engine is None:
                if ended and (coding == "deflate" or rest[0] != 0x1F):
                    return
                engine = zlib.decompressobj(_window(coding, rest[0]))
            try:
                plain = engine.decompress(rest, _PIECE)
            except zlib.error as error:
                raise Unfetchable("the packed answer is damaged", again=True) from error
            yield plain
            rest, full = engine.unconsumed_tail, len(plain) == _PIECE
            if engine.eof:
                rest, full, ended, engine = engine.unused_data, False, True, None
    if engine is not None:
        raise Unfetchable("the packed answer breaks off", again=True)


def _window(coding: str, first: int) -> int:
    """Return zlib's `wbits` for the format; some servers send deflate without its envelope."""
    if coding != "deflate":
        return zlib.MAX_WBITS | 16
    return zlib.MAX_WBITS if first & 0x0F == 8 else -zlib.MAX_WBITS
