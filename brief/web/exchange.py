"""One question to one server and its answer, over a connection of its own to a checked address.

Loads httpx and httpcore when it is imported, as it fills in their classes; `fetch` imports it when
the first page is asked for.  A connection serves one request: nothing of one host, one address or
one certificate is there for the next.
"""

from __future__ import annotations

import errno
import os
import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from brief.language.visible import visible
from brief.web.addresses import Address, Lookup, Unfetchable, reachable

_ACCEPT = (
    "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml,"
    " application/xml;q=0.9, */*;q=0.8"
)
_PROBLEMS = {
    errno.ECONNREFUSED: "the connection was refused",
    errno.ECONNRESET: "the connection was reset",
    errno.EPIPE: "the connection was reset",
    errno.ENETUNREACH: "the network cannot be reached",
    errno.EHOSTUNREACH: "the host cannot be reached",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    headers: httpx.Headers
    #: Without transfer and content encoding; empty unless the status is 2xx.
    body: bytes


@dataclass(frozen=True, slots=True)
class Access:
    """How servers are reached: what the questions of one fetcher have in common."""

    user_agent: str
    look: Lookup
    allow_local: bool
    monotonic: Callable[[], float]
    tls: ssl.SSLContext
    #: Seconds until a connection stands, and until the next bytes come.
    connect: float
    read: float
    #: Seconds from looking the name up to the last byte.
    whole: float
    #: Bytes of a body, both as it is sent and as it is unpacked.
    size: int


def trusted() -> ssl.SSLContext:
    """Return what certificates are checked by: httpx's own choice (certifi)."""
    return httpx.create_ssl_context()


def ask(access: Access, address: Address, headers: dict[str, str]) -> Answer:
    """GET `address` and return what the server says, a redirect or an error as well.

    Raises:
        Unfetchable: no answer, half of one, one that is too large, or a server that is not to be
            asked.
    """
    deadline = access.monotonic() + access.whole
    sent = {
        "User-Agent": access.user_agent,
        "Accept": _ACCEPT,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        **headers,
    }
    timeout = httpx.Timeout(access.read, connect=access.connect)
    transport = _Transport(access, deadline)
    try:
        # No proxy of the environment: it would look names up again, where nobody checks them.
        with (
            httpx.Client(transport=transport, trust_env=False, timeout=timeout) as client,
            client.stream("GET", address.url, headers=sent, auth=address.secret) as response,
        ):
            body = _body(response, access.size) if response.is_success else b""
            return Answer(response.status_code, response.headers, body)
    except httpcore.TimeoutException as error:
        raise Unfetchable("no answer in time", lasting=False) from error
    except (httpcore.NetworkError, OSError) as error:
        raise Unfetchable(_explained(error), lasting=False) from error
    except httpcore.RemoteProtocolError as error:
        raise Unfetchable("the answer breaks off or is no HTTP", lasting=False) from error
    except httpx.RemoteProtocolError as error:  # httpx itself reads where a redirect leads
        raise Unfetchable("sent on to what is no address", lasting=True) from error
    except (httpcore.ProtocolError, httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise Unfetchable("cannot be asked for", lasting=True) from error


class _Transport(httpx.BaseTransport):
    """httpx over one connection that `_Network` opens."""

    def __init__(self, access: Access, deadline: float) -> None:
        self._line = access
        self._deadline = deadline
        self._open: list[httpcore.HTTPConnection] = []

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
            ssl_context=self._line.tls,
            network_backend=_Network(self._line, self._deadline),
        )
        self._open.append(connection)
        answer = connection.handle_request(
            httpcore.Request(
                method=request.method,
                url=url,
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer))

    def close(self) -> None:
        """Close the connection, whatever is still to come on it."""
        for connection in self._open:
            connection.close()


class _Stream(httpx.SyncByteStream):
    """A body as httpx wants it."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Network(httpcore.NetworkBackend):
    """Looks a name up once, checks every address, and connects to one that was checked."""

    def __init__(self, access: Access, deadline: float) -> None:
        self._line = access
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the addresses of `host` that answers."""
        found = reachable(host.strip("[]"), port, self._line.look, self._line.allow_local)
        failure: Exception | None = None
        for each in found:
            left = _left(self._line, self._deadline, timeout)
            try:
                stream = self._sockets.connect_tcp(each, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Timed(stream, self._line, self._deadline)
        assert failure is not None  # `reachable` returns one address at least
        raise failure


class _Timed(httpcore.NetworkStream):
    """A connection on which no single wait goes beyond the deadline of the whole."""

    def __init__(self, stream: httpcore.NetworkStream, access: Access, deadline: float) -> None:
        self._stream = stream
        self._line = access
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._line, self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._line, self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._line, self._deadline, timeout)
        try:
            inner = self._stream.start_tls(ssl_context, server_hostname, left)
        except httpcore.ConnectError as error:
            cause = error.__cause__
            if isinstance(cause, ssl.SSLCertVerificationError):
                said = visible(cause.verify_message)[:120]
                raise Unfetchable(f"its certificate does not hold: {said}", lasting=True) from error
            raise
        return _Timed(inner, self._line, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(access: Access, deadline: float, timeout: float | None) -> float:
    left = deadline - access.monotonic()
    if left <= 0:
        raise Unfetchable(f"not here after {access.whole:g} s", lasting=False)
    return left if timeout is None else min(left, timeout)


def _explained(error: Exception) -> str:
    """Return what the system says of a failed connection, from where httpcore wrapped it."""
    cause = error.__cause__ or error
    if isinstance(cause, ssl.SSLError):
        return "no secure connection can be agreed on"
    number = getattr(cause, "errno", None)
    said = os.strerror(number).lower() if number else "the connection failed"
    return _PROBLEMS.get(number or 0, said)


def _body(response: httpx.Response, most: int) -> bytes:
    """Return the body, unpacked, without ever holding much more than `most` bytes of it."""
    coding = response.headers.get("content-encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise Unfetchable("packed in a way that was not asked for", lasting=True)
    said = response.headers.get("content-length", "")
    if said.isdecimal() and len(said) < 20 and int(said) > most:
        raise _too_large(most)
    packed = coding not in ("", "identity")
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
    return Unfetchable(f"over {most / 1_000_000:g} MB", lasting=True)


_PIECE = 1 << 16


def unpacked(pieces: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Yield what gzip (RFC 1952, its members joined) or deflate (RFC 1950, or 1951) packed.

    At most 64 KiB at once, whatever a piece unpacks to.  What stands after the end and is no
    further member is left out, as gzip itself does.  `coding` is the Content-Encoding in lower
    case.  Raises `Unfetchable` for what breaks off or is damaged; another attempt may help.
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
                raise Unfetchable("the packed answer is damaged", lasting=False) from error
            yield plain
            rest, full = engine.unconsumed_tail, len(plain) == _PIECE
            if engine.eof:
                rest, full, ended, engine = engine.unused_data, False, True, None
    if engine is not None:
        raise Unfetchable("the packed answer breaks off", lasting=False)


def _window(coding: str, first: int) -> int:
    """Return what zlib calls the format; deflate comes without its envelope from some servers."""
    if coding != "deflate":
        return zlib.MAX_WBITS | 16
    return zlib.MAX_WBITS if first & 0x0F == 8 else -zlib.MAX_WBITS
