"""What comes over the network is limited, checked and kept as a value, whoever the server is."""

from __future__ import annotations

import gzip
import http.server
import re
import shutil
import socket
import ssl
import struct
import subprocess
import threading
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from email.utils import formatdate
from itertools import product
from pathlib import Path
from string import ascii_lowercase
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.errors import BriefError, UsageError
from brief.web import addresses, caching, exchange, robots
from brief.web.addresses import Unfetchable
from brief.web.caching import Kept
from brief.web.fetch import Fetcher
from brief.web.fetched import Failed, Fetched, Limits, Request

NOW = 1_800_000_000.0
TEXT = b"<p>News.</p>"
Page = Callable[["Handler"], None]


@dataclass
class Clock:
    """Time as a test has it: a step with each look at it, and a jump where something sleeps."""

    at: float = NOW
    step: float = 0.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        self.at += self.step
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers with the page that a test put under the path, and notes what was asked."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.close_connection = True
        self.server.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        page = self.server.pages.get(self.path.partition("?")[0], answer(404))
        page(self)

    def log_message(self, *_: object) -> None:
        pass


class Server(http.server.ThreadingHTTPServer):
    """A server on this machine."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Page] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.over = threading.Event()
        self.scheme = "https" if tls else "http"
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.server_address[1]}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def handle_error(self, *_: object) -> None:
        pass


def answer(status: int = 200, body: bytes = TEXT, **headers: str) -> Page:
    def page(handler: Handler) -> None:
        handler.send_response_only(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return page


def in_turn(*pages: Page) -> Page:
    """Answer with one page after the other, and with the last from then on."""
    left = list(pages)

    def page(handler: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return page


def running(server: Server) -> Iterator[Server]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def server(loopback: None) -> Iterator[Server]:
    yield from running(Server())


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a key with a certificate of its own for news.example."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not on this machine")
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    command = (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        f" -subj /CN=news.example -addext subjectAltName=DNS:news.example"
        f" -keyout {file} -out {file}.crt"
    )
    subprocess.run([program, *command.split()], check=True, capture_output=True)
    file.write_text(file.read_text() + Path(f"{file}.crt").read_text())
    return file


@pytest.fixture
def secure(loopback: None, certificate: Path) -> Iterator[Server]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    server = Server(context)
    names: list[str | None] = []
    context.sni_callback = lambda _, name, __: names.append(name)
    server.names = names  # type: ignore[attr-defined]
    yield from running(server)


def fetcher(clock: Clock | None = None, **changes: Any) -> Fetcher:
    clock = clock or Clock()
    given = {
        "sleep": clock.sleep,
        "jitter": lambda: 0.0,
        "monotonic": clock,
        "wall": clock,
        "allow_local": True,
        **changes,
    }
    return Fetcher("brief/1.0 (+https://example.org)", **given)


def fetch(address: str, *, ask_robots: bool = False, **changes: Any) -> Fetched | Failed:
    return fetcher(**changes).fetch(Request(address, robots=ask_robots))


def got(result: Fetched | Failed) -> Fetched:
    assert isinstance(result, Fetched), result
    return result


def failed(result: Fetched | Failed) -> Failed:
    assert isinstance(result, Failed), result
    return result


def given_up(address: str, attempts: int = 1, **changes: Any) -> Failed:
    """Return the failure after so many attempts: before each but the first there is a pause."""
    clock = changes.setdefault("clock", Clock())
    result = failed(fetch(address, **changes))
    assert len(clock.slept) == attempts - 1
    return result


class Shelf(dict[str, Kept]):
    """A store in memory."""

    def put(self, url: str, kept: Kept) -> None:
        self[url] = kept


# What comes back


def test_a_page_comes_as_it_was_sent(server: Server) -> None:
    """Body, type, charset and the address that it has in the end."""
    server.pages["/a"] = answer(content_type="Text/HTML; Charset=UTF-8")
    found = got(fetch(server.at("/a?q=1#part")))
    expected = Fetched(
        address=server.at("/a?q=1"),
        final=server.at("/a?q=1"),
        content_type="text/html",
        charset="utf-8",
        body=TEXT,
        seconds=0.0,
    )
    assert found == expected
    path, headers = server.asked[0]
    assert path == "/a?q=1"
    assert headers["user-agent"] == "brief/1.0 (+https://example.org)"
    assert headers["accept-encoding"] == "gzip, deflate"
    assert "authorization" not in headers and "cookie" not in headers


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", lambda body: gzip.compress(body[:5]) + gzip.compress(body[5:]) + b"\0\0"),
        ("deflate", zlib.compress),
        ("deflate", lambda body: zlib.compress(body)[2:-4]),
        ("identity", bytes),
    ],
)
def test_packed_bodies_are_unpacked(
    server: Server, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    """Whatever the packing that servers use."""
    server.pages["/a"] = answer(body=pack(TEXT * 20_000), content_encoding=coding)
    assert got(fetch(server.at("/a"))).body == TEXT * 20_000


# Which addresses


@pytest.mark.parametrize(
    "address",
    "ftp://example.org/ file:///etc/passwd javascript:alert(1) //example.org/ example.org http://"
    " http:///a https://[::1 http://a:99999/ data:text/html,x http://exa\x00mple.org/ http://[/"
    " http://\ud800/ http://%31%32%37.0.0.1/ http://a:0/ http://a_b%/".split(" "),
)
def test_only_addresses_of_the_web_are_asked_for(address: str) -> None:
    """Nothing is looked up or connected to for anything else."""
    assert "\x00" not in given_up(address, look=pytest.fail).address


@pytest.mark.parametrize(
    "address",
    "0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1"
    " 172.31.255.255 192.0.0.8 192.0.2.1 192.168.1.1 198.18.0.1 203.0.113.9 224.0.0.1"
    " 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1"
    " ::ffff:10.0.0.1 64:ff9b::10.0.0.1 64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1::"
    " 2002:a00:1::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 fec0::1 ff02::1 4000::1 name".split(),
)
def test_local_addresses_are_not_public(address: str) -> None:
    """Nor are those that stand for one in another notation."""
    assert not addresses.is_public(address)
    shown = f"http://[{address}]/" if ":" in address else f"http://{address}/"
    if "%" not in address:
        result = given_up(shown, allow_local=False, look=lambda *_: (address,))
        assert result.reason == "leads into the local network"


@pytest.mark.parametrize(
    "address",
    "1.1.1.1 93.184.216.34 172.32.0.1 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::8.8.8.8"
    " 2002:808:808::1".split(),
)
def test_other_addresses_are_public(address: str) -> None:
    """Nothing that anybody may reach is refused."""
    assert addresses.is_public(address)


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.0.0.1", "localhost", "127.0.0.1"])
def test_other_spellings_of_this_machine_are_refused(server: Server, host: str) -> None:
    """What the system makes of a name is checked, not the name."""
    look = addresses.lookup if host[0] in "l" else lambda *_: ("127.0.0.1",)
    result = failed(fetch(server.at("/", host), allow_local=False, look=look))
    assert result.reason == "leads into the local network"
    assert server.asked == []


def test_one_local_address_among_others_is_enough_to_refuse() -> None:
    """A name may not offer a public address for the check and a local one for the connection."""
    both = ("93.184.216.34", "127.0.0.1")
    result = failed(fetch("http://news.example/", allow_local=False, look=lambda *_: both))
    assert result.reason == "leads into the local network"


def test_a_name_is_looked_up_once_and_keeps_its_host(server: Server) -> None:
    """The connection goes to the address that was checked; a second answer is never asked for."""
    server.pages["/a"] = answer()
    answers = [("127.0.0.1",), ("10.9.9.9",)]
    found = fetch(server.at("/a", "news.example"), look=lambda *_: answers.pop(0))
    assert got(found).body == TEXT
    assert len(answers) == 1
    port = server.server_address[1]
    assert server.asked[0][1]["host"] == f"news.example:{port}"


def test_the_next_address_of_a_name_is_tried(server: Server) -> None:
    """A name with an address where nobody answers is reached at its other one."""
    server.pages["/a"] = answer()
    look = ("::1", "127.0.0.1")
    assert got(fetch(server.at("/a", "news.example"), look=lambda *_: look)).body == TEXT


@pytest.mark.parametrize(
    ("error", "attempts"),
    [
        (socket.gaierror(socket.EAI_NONAME, "said"), 1),
        (socket.gaierror(socket.EAI_AGAIN, "said"), 4),
        (UnicodeError("label too long"), 1),
    ],
)
def test_unknown_names_last_and_silent_servers_of_names_do_not(
    monkeypatch: pytest.MonkeyPatch, error: Exception, attempts: int
) -> None:
    """A name that does not exist is not asked for again."""

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert given_up("http://news.example/", attempts)


# Certificates


def test_the_certificate_is_checked_for_the_name(secure: Server, certificate: Path) -> None:
    """Name and server name are the address's, though the connection goes to a number."""
    secure.pages["/a"] = answer()
    tls = ssl.create_default_context(cafile=certificate)
    look = lambda *_: ("127.0.0.1",)  # noqa: E731
    found = fetch(secure.at("/a", "news.example"), look=look, tls=tls)
    assert got(found).body == TEXT
    assert secure.names == ["news.example"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("host", "trusts"), [("other.example", True), ("news.example", False)])
def test_a_certificate_that_does_not_hold_is_final(
    secure: Server, certificate: Path, host: str, trusts: bool
) -> None:
    """That of another name, and one nobody vouches for."""
    tls = ssl.create_default_context(cafile=certificate) if trusts else None
    result = given_up(secure.at("/a", host), look=lambda *_: ("127.0.0.1",), tls=tls)
    assert result.reason.startswith("its certificate does not hold: ")
    assert secure.asked == []


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("count", [1, 5, 6])
def test_five_redirects_are_followed(server: Server, status: int, count: int) -> None:
    """A sixth is not, nor is it tried again."""
    for number in range(count):
        server.pages[f"/{number}"] = answer(status, location=f"{number + 1}")
    server.pages[f"/{count}"] = answer()
    result = fetch(server.at("/0"))
    if count <= 5:
        assert got(result).final == server.at(f"/{count}")
        assert got(result).address == server.at("/0")
    else:
        assert failed(result) == Failed(server.at("/0"), "over 5 redirects")
        assert len(server.asked) == 6


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [
        ((301,), "/1"),
        ((308,), "/1"),
        ((301, 308), "/2"),
        ((302,), ""),
        ((307, 301), ""),
        ((301, 302, 301), "/1"),
        ((303,), ""),
        ((), ""),
    ],
)
def test_where_a_page_has_moved_to(server: Server, statuses: tuple[int, ...], moved: str) -> None:
    """For good, that is; what lies behind a redirect for now is not its new address."""
    for number, status in enumerate(statuses):
        server.pages[f"/{number}"] = answer(status, location=f"{number + 1}")
    server.pages[f"/{len(statuses)}"] = answer(etag='"1"')
    shelf = Shelf()
    for _ in range(2):  # the second time the server says 304, or so
        assert got(fetch(server.at("/0"), store=shelf)).moved == (moved and server.at(moved))


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://local.example/", "leads into the local network"),
        ("//local.example/x", "leads into the local network"),
        ("file:///etc/passwd", "neither http nor https"),
        ("http://[", "not an address"),
        ("http://\x01/", "sent on to what is no address"),
    ],
)
def test_each_redirect_is_checked_again(server: Server, location: str, reason: str) -> None:
    """A public server cannot send a fetcher into the local network."""
    server.pages["/a"] = answer(302, location=location)
    asked: list[str] = []

    def look(host: str, _: int) -> tuple[str, ...]:
        asked.append(host)
        return ("10.0.0.1",) if host == "local.example" else ("127.0.0.1",)

    public = addresses.is_public
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(addresses, "is_public", lambda text: text == "127.0.0.1" or public(text))
        result = given_up(server.at("/a", "news.example"), allow_local=False, look=look)
    assert result.reason == reason
    assert asked[0] == "news.example"


# Passwords


def test_a_password_is_sent_and_never_shown(server: Server) -> None:
    """As Basic authentication, percent signs undone; no result, no store holds it."""
    shelf = Shelf()
    server.pages["/a"] = in_turn(answer(etag='"1"', cache_control="max-age=60"), answer(403))
    address = server.at("/a?token=s3cret", "us%40er:pa%3Ass@127.0.0.1")
    one = got(fetch(address, store=shelf))
    assert server.asked[0][1]["authorization"] == "Basic dXNAZXI6cGE6c3M="
    assert one.address == one.final == server.at("/a?token=s3cret")
    two = given_up(address, store=shelf)
    assert two == Failed(server.at("/a"), "403 Forbidden")
    assert shelf == {}
    shelf[server.at("/a")] = Kept(b"another's", "", "", "", NOW + 60)
    assert failed(fetch(server.at("/a", "us:er@127.0.0.1"), store=shelf)).reason == "403 Forbidden"


@pytest.mark.parametrize(("host", "sent"), [("one.example", True), ("two.example", False)])
def test_a_password_stays_with_its_origin(server: Server, host: str, sent: bool) -> None:
    """A redirect to another one goes without, and cannot bring its own."""
    server.pages["/a"] = answer(302, location=server.at("/b", f"other:word@{host}"))
    server.pages["/b"] = answer()
    start = server.at("/a", "us:er@one.example")
    assert got(fetch(start, look=lambda *_: ("127.0.0.1",)))
    assert [headers.get("authorization") for _, headers in server.asked] == [
        "Basic dXM6ZXI=",
        "Basic dXM6ZXI=" if sent else None,
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://u:p@example.org/a/b?k=v#f", "https://example.org/a/b"),
        ("HTTPS://Example.ORG", "https://example.org"),
        ("https://example.org/@me", "https://example.org/@me"),
        ("http://u:p/w@example.org/", "http:…"),
        ("http://u:p%40example.org", "http:…"),
        ("ftp://u:p@example.org/", "ftp:…"),
        ("u:p@example.org", "u:…"),
        ("news\x1b[31m\n.html?x", "news␛[31m .html"),
        ("http://example.org/" + "a" * 300, "http://example.org/" + "a" * 180 + "…"),
    ],
)
def test_addresses_are_shown_without_secrets(address: str, expected: str) -> None:
    """One line, nothing a terminal obeys, no password, no query."""
    assert addresses.shown(address) == expected


WORDS = st.text(st.characters(codec="utf-8"), max_size=20)


@given(st.sampled_from(["", "http://", "https://", "https://u:zq7@", "ftp://u:zq7@"]), WORDS)
def test_no_address_is_too_odd(start: str, rest: str) -> None:
    """Whatever it is, it is shown as one line without its password, and read or refused."""
    address = start + rest
    shown = addresses.shown(address)
    assert "zq7" not in shown
    assert len(shown) <= 200 and not re.search("[\x00-\x1f\x7f-\x9f]", shown)
    try:
        found = addresses.parse(address)
    except Unfetchable as error:
        assert not error.again
    else:
        assert addresses.parse(found.url) == replace(found, secret=None)
        assert "zq7" not in repr(found)


# Too much, too slow, too little


@pytest.mark.parametrize("said", [True, False])
def test_a_body_may_have_ten_megabytes(server: Server, said: bool) -> None:
    """A byte more is refused, said beforehand or not, and not asked for again."""
    for name, size in (("/a", 10_000_000), ("/b", 10_000_001)):
        server.pages[name] = answer(body=b"x" * size) if said else unsized(size)
    assert len(got(fetch(server.at("/a"))).body) == 10_000_000
    assert given_up(server.at("/b")) == Failed(server.at("/b"), "over 10 MB")


def unsized(size: int) -> Page:
    """Send a body that ends with the connection."""

    def page(handler: Handler) -> None:
        handler.send_response_only(200)
        handler.end_headers()
        handler.wfile.write(b"x" * size)

    return page


def test_a_bomb_is_not_unpacked(server: Server) -> None:
    """100 MB of zeros come as 100 KB, and are let go at the limit with little held of them."""
    bomb = gzip.compress(bytes(100_000_000), 9)
    server.pages["/a"] = answer(body=bomb, content_encoding="gzip")
    fetch(server.at("/none"))  # what is loaded at first counts for itself
    tracemalloc.start()
    try:
        result = given_up(server.at("/a"), limits=Limits(size=1_000_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert result.reason == "over 1 MB"
    assert peak < 10_000_000


@given(
    st.binary(max_size=300_000) | st.integers(0, 400_000).map(bytes),
    st.sampled_from(["gzip", "deflate", "bare"]),
    st.integers(1, 5000),
)
def test_pieces_come_out_small_and_whole(body: bytes, coding: str, size: int) -> None:
    """However a packed body is cut, what comes out is the body, 64 KiB at once at most."""
    packed = gzip.compress(body) if coding == "gzip" else zlib.compress(body)
    if coding == "bare":
        packed, coding = packed[2:-4], "deflate"
    pieces = [packed[at : at + size] for at in range(0, len(packed), size)]
    found = list(exchange.unpacked(pieces, coding))
    assert b"".join(found) == body
    assert max(map(len, found), default=0) <= 65536
    with pytest.raises(Unfetchable, match="breaks off"):
        list(exchange.unpacked([packed[:-1]], coding))


@pytest.mark.parametrize("size", [65535, 65536, 65537, 65600, 131073])
def test_what_zlib_still_holds_comes_out(size: int) -> None:
    """All is read before all is written: what is left has no byte of its own to come with."""
    packed = zlib.compress(bytes(size))[2:-4]
    assert b"".join(exchange.unpacked([packed], "deflate")) == bytes(size)


def half(handler: Handler) -> None:
    handler.send_response_only(200)
    handler.send_header("content-length", "100")
    handler.end_headers()
    handler.wfile.write(b"half")


def half_a_chunk(handler: Handler) -> None:
    handler.send_response_only(200)
    handler.send_header("transfer-encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"10\r\nhalf")


def reset(handler: Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def silent(handler: Handler) -> None:
    handler.server.over.wait(10)


def noise(handler: Handler) -> None:
    handler.wfile.write(b"\x00\x01 what\r\n\r\n")


def nothing(handler: Handler) -> None:
    pass


PASSING = {
    "half": (half, "the answer breaks off or is no HTTP"),
    "half a chunk": (half_a_chunk, "the answer breaks off or is no HTTP"),
    "half packed": (
        answer(body=gzip.compress(TEXT)[:-9], content_encoding="gzip"),
        "the packed answer breaks off",
    ),
    "damaged": (answer(content_encoding="gzip"), "the packed answer is damaged"),
    "reset": (reset, "the connection was reset"),
    "silent": (silent, "no answer in time"),
    "noise": (noise, "the answer breaks off or is no HTTP"),
    "nothing": (nothing, "the answer breaks off or is no HTTP"),
    "429": (answer(429), "429 Too Many Requests"),
    "500": (answer(500), "500 Internal Server Error"),
    "503": (answer(503), "503 Service Unavailable"),
    "599": (answer(599), "599"),
}


@pytest.mark.parametrize("case", PASSING)
def test_what_may_pass_is_tried_again(server: Server, case: str) -> None:
    """Three times more, each wait twice the last; or until it is there."""
    page, reason = PASSING[case]
    server.pages["/a"] = page
    server.pages["/b"] = in_turn(page, page, answer())
    clock = Clock()
    limits = Limits(read=0.1)
    result = failed(fetch(server.at("/a"), clock=clock, limits=limits))
    assert result == Failed(server.at("/a"), reason)
    assert clock.slept == [0.5, 1.0, 2.0]
    clock.slept.clear()
    jitter = lambda: 0.5  # noqa: E731
    found = got(fetch(server.at("/b"), clock=clock, limits=limits, jitter=jitter))
    assert (found.body, found.seconds, clock.slept) == (TEXT, 2.25, [0.75, 1.5])


def test_a_closed_port_is_tried_again(loopback: None) -> None:
    """The server may be back in a moment."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        result = given_up(address, attempts=4)
    assert result == Failed(address, "the connection was refused")


@pytest.mark.parametrize("status", [204, 203])
def test_other_good_answers_are_taken(server: Server, status: int) -> None:
    """An empty one as well."""
    server.pages["/a"] = answer(status, b"")
    assert got(fetch(server.at("/a"))).body == b""


@pytest.mark.parametrize("status", [206, 300, 304, 400, 401, 404, 408, 410, 451])
def test_other_answers_are_final(server: Server, status: int) -> None:
    """They would be the same the next time."""
    server.pages["/a"] = answer(status, b"")
    assert given_up(server.at("/a")).reason.startswith(f"{status} ")


def test_packing_that_was_not_asked_for_is_final(server: Server) -> None:
    """Bytes that nobody here can unpack are no page."""
    server.pages["/a"] = answer(content_encoding="br")
    assert given_up(server.at("/a")).reason == "packed in a way that was not asked for"


@pytest.mark.parametrize(
    ("said", "waited"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("60", 60.0),
        (formatdate(NOW + 30, usegmt=True), 30.0),
        (formatdate(NOW - 30, usegmt=True), 0.0),
        ("-5", 0.5),
        ("soon", 0.5),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_says_when_to_come_back(
    server: Server, status: int, said: str, waited: float
) -> None:
    """In seconds or as a date; a minute at most."""
    server.pages["/a"] = in_turn(answer(status, retry_after=said), answer())
    clock = Clock()
    assert got(fetch(server.at("/a"), clock=clock)).body == TEXT
    assert clock.slept == [waited]


@pytest.mark.parametrize(
    "said", ["61", "9999", "9" * 5000, formatdate(NOW + 86400, usegmt=True), formatdate(9.9e9)]
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_wants_to_be_left_alone_is(server: Server, status: int, said: str) -> None:
    """For the rest of the run nothing is asked of it, and nobody waits; other servers go on."""
    pages = [f"/{number}" for number in range(4)]
    for path in pages:
        server.pages[path] = answer(status, retry_after=said)
    clock = Clock()
    client = fetcher(clock)
    results = client.fetch_all([Request(server.at(path)) for path in pages], workers=1)
    first, *others = map(failed, results)
    assert (first.reason[:4], first.late) == (f"{status} ", False)
    assert {(one.late, one.reason) for one in others} == {
        (True, "its server asks to come back later; the next run does")
    }
    assert server.paths() == ["/robots.txt", "/0"]
    assert clock.slept == []
    other = Server()
    for _ in running(other):
        other.pages["/a"] = answer()
        assert got(client.fetch(Request(other.at("/a")))).body == TEXT


def test_a_host_has_its_share_of_the_time(server: Server) -> None:
    """Three minutes for four links that never end, not four each; other hosts have their own."""
    for number in range(4):
        server.pages[f"/{number}"] = trickle("body")
    server.pages["/well"] = answer()
    clock = Clock(step=1.0)
    client = fetcher(clock, look=lambda *_: ("127.0.0.1",), limits=Limits(redirects=1))
    slow = [Request(server.at(f"/{number}", "slow.example"), robots=False) for number in range(4)]
    results = [client.fetch(request) for request in slow]
    assert [failed(one).late for one in results] == [False, True, True, True]
    assert 180 <= clock.at - NOW < 240  # each look at the clock takes a second
    well = Request(server.at("/well", "well.example"), robots=False)
    assert got(client.fetch(well)).body == TEXT


def test_what_comes_slowly_from_one_host_leaves_the_others_be(server: Server) -> None:
    """It is sent on from host to host, a minute each: all of that counts for who sent it on."""

    def on(handler: Handler) -> None:
        number = int(handler.path[1:])
        clock.at += 50
        location = server.at(f"/{number + 1}", f"h{number + 1}.example")
        answer(302, b"", location=location)(handler)

    clock = Clock()
    for number in range(9):
        server.pages[f"/{number}"] = on
    limits = Limits(redirects=8)
    client = fetcher(clock, look=lambda *_: ("127.0.0.1",), limits=limits)
    result = failed(client.fetch(Request(server.at("/0", "h0.example"), robots=False)))
    assert server.paths() == ["/0", "/1", "/2", "/3"]
    assert result.reason.startswith("not here after ")


def test_a_run_has_one_deadline(server: Server) -> None:
    """Whoever spent it; the time between two fetchings, in which others work, does not count."""
    for number in range(20):
        server.pages[f"/{number}"] = trickle("head")
    server.pages["/well"] = answer()
    clock = Clock(step=1.0)
    limits = Limits(retries=0)
    client = fetcher(clock, look=lambda *_: ("127.0.0.1",), limits=limits)
    clock.at += 5000
    well = Request(server.at("/well", "well.example"), robots=False)
    assert got(client.fetch(well)).body == TEXT
    clock.at += 5000
    began = clock.at
    results = [
        client.fetch(Request(server.at(f"/{number}", f"h{number}.example"), robots=False))
        for number in range(20)
    ]
    assert 880 <= clock.at - began <= 1000
    assert [failed(one).late for one in results].count(True) in range(4, 8)
    assert failed(client.fetch(well)) == Failed(
        server.at("/well", "well.example"), "no time was left for it; the next run asks again", True
    )


def trickle(where: str) -> Page:
    """Send a byte now and then, without end."""

    def page(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nx: ")
        handler.wfile.write(b"\r\ncontent-length: 100000\r\n\r\n" if where == "body" else b"")
        while not handler.server.over.wait(0.001):
            handler.wfile.write(b".")

    return page


@pytest.mark.parametrize("where", ["head", "body"])
def test_a_trickle_ends_at_the_deadline(server: Server, where: str) -> None:
    """Each byte comes in time, the whole does not."""
    server.pages["/a"] = trickle(where)
    result = given_up(server.at("/a"), 2, clock=Clock(step=1.0), limits=Limits(retries=1))
    assert result == Failed(server.at("/a"), "not here after 60 s")


def test_a_secure_trickle_ends_too(secure: Server, certificate: Path) -> None:
    """The deadline holds under TLS."""
    secure.pages["/a"] = trickle("body")
    changes = {
        "look": lambda *_: ("127.0.0.1",),
        "tls": ssl.create_default_context(cafile=certificate),
        "clock": Clock(step=1.0),
        "limits": Limits(retries=0),
    }
    result = failed(fetch(secure.at("/a", "news.example"), **changes))
    assert result.reason == "not here after 60 s"


def test_no_single_wait_goes_beyond_the_deadline(server: Server) -> None:
    """However long the next bytes might take."""
    server.pages["/a"] = silent
    limits = Limits(retries=0, read=60, whole=0.1)
    result = failed(fetch(server.at("/a"), monotonic=monotonic, limits=limits))
    assert result.reason == "no answer in time"


def test_no_proxy_of_the_environment_is_used(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would look names up again, where nobody checks what they lead to."""
    server.pages["/a"] = answer()
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    found = fetch(server.at("/a", "news.example"), look=lambda *_: ("127.0.0.1",))
    assert got(found).body == TEXT


# robots.txt

RFC = b"""User-Agent: *
Disallow: *.gif$
Disallow: /example/
Allow: /publications/
\xff\xfe not a rule
User-Agent: foobot
Disallow:/
Allow:/example/page.html
Allow:/example/allowed.gif
User-Agent: barbot
User-Agent: bazbot
Disallow: /example/page.html # a comment

User-Agent: quxbot
"""


@pytest.mark.parametrize(
    ("token", "target", "allowed"),
    [
        ("brief", "/", True),
        ("brief", "/a.gif", False),
        ("brief", "/a.gif?x", True),
        ("brief", "/example/page.html", False),
        ("foobot", "/example/page.html", True),
        ("FooBot", "/example/other.html", False),
        ("foobot", "/robots.txt", True),
        ("barbot", "/example/page.html", False),
        ("bazbot", "/example/page.html", False),
        ("barbot", "/example/a.gif", True),
        ("quxbot", "/example/page.html", True),
    ],
)
def test_the_example_of_rfc_9309(token: str, target: str, allowed: bool) -> None:
    """Its robots.txt, its crawlers (5.1)."""
    assert robots.allows(robots.rules_for(token, RFC), target) == allowed


@pytest.mark.parametrize(
    ("rules", "target", "allowed"),
    [
        ("Allow: /\nDisallow: /private", "/private/x", False),
        ("Disallow: /\nAllow: /public", "/public/x", True),
        ("Disallow: /page\nAllow: /page", "/page", True),
        ("Disallow: /a*b*c$", "/a-b-b-c", False),
        ("Disallow: /a*b*c$", "/a-b-c-d", True),
        ("Disallow: /a*a$", "/a", True),
        ("Disallow: /foo/bar?baz=https://foo.bar", "/foo/bar?baz=https://foo.bar", False),
        ("Disallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", False),
        ("Disallow: /foo/bar/%E3%83%84", "/foo/bar/%e3%83%84", False),
        ("Disallow: /foo/bar/%62%61%7A", "/foo/bar/baz", False),
        ("Disallow: /a%2Ab", "/a*b", False),
        ("Disallow: /a%2Ab", "/axb", True),
        ("Disallow: /a$b", "/a$b", False),
        ("Disallow:", "/a", True),
        ("Noindex: /a", "/a", True),
        ("", "/a", True),
    ],
)
def test_the_longest_rule_decides(rules: str, target: str, allowed: bool) -> None:
    """As RFC 9309 (2.2.2, 2.2.3) has it, wild cards and percent signs included."""
    data = f"User-agent: *\n{rules}\n".encode()
    assert robots.allows(robots.rules_for("brief", data), target) == allowed


@given(st.text("ab*", max_size=8), st.booleans(), st.text("ab", max_size=10))
def test_wild_cards_are_those_of_a_pattern(rule: str, ends: bool, path: str) -> None:
    """The linear search finds what a regular expression would."""
    data = f"User-agent: *\nDisallow: /{rule}{'$' if ends else ''}\n".encode()
    pattern = "/" + re.escape(rule).replace(r"\*", ".*") + ("$" if ends else "")
    allowed = robots.allows(robots.rules_for("brief", data), "/" + path)
    assert allowed == (re.match(pattern, "/" + path) is None)


@given(st.binary(max_size=300))
def test_no_robots_txt_is_too_odd(data: bytes) -> None:
    """Whatever its bytes, there is an answer."""
    rules = robots.rules_for("brief", b"User-agent: brief\nDisallow: /x\n" + data)
    assert robots.allows(rules, "/robots.txt")
    assert not robots.allows(rules, "/x")


AGENTS = [f"user-agent: {''.join(name)}" for name in product(ascii_lowercase, repeat=3)]
HOSTILE = {
    "many crawlers above many rules": (*AGENTS, *["disallow: /x"] * 20_000),
    "many groups": ("user-agent: brief", "disallow: /x") * 15_000,
    "crawlers twice": (*AGENTS, "disallow: /x", *AGENTS, "disallow: /y"),
    "wild cards": ["user-agent: *", *["disallow: /*ab*ab*c"] * 20_000],
    "one long rule": ["user-agent: *", "disallow: /" + "*a" * 200_000],
    "percent signs": ["user-agent: *", "disallow: /" + "%41" * 160_000 + "$"],
    "ends of paths": ["user-agent: *", *["disallow: /$$$$$$"] * 25_000],
    "colons": [":"] * 250_000,
    "numbers": ["user-agent: *", "crawl-delay: " + "9" * 400_000],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_robots_txt_is_understood(name: str) -> None:
    """Half a megabyte of anything is read, and asked about a long address: /x is refused or not."""
    rules = robots.rules_for("brief", "\n".join(HOSTILE[name]).encode())
    assert robots.allows(rules, "/" + "ab" * 4_000)
    assert robots.allows(rules, "/x") is (name != "many groups")


def test_robots_txt_is_asked_once_for_linked_pages(server: Server) -> None:
    """What the user named himself is fetched without it."""
    server.pages["/robots.txt"] = answer(body=b"User-agent: brief\nDisallow: /no")
    server.pages["/yes"] = server.pages["/no"] = server.pages["/no?2"] = answer()
    one = fetcher()
    assert got(one.fetch(Request(server.at("/no"), robots=False))).body == TEXT
    assert got(one.fetch(Request(server.at("/yes")))).body == TEXT
    result = failed(one.fetch(Request(server.at("/no?2"))))
    assert result.reason == "its robots.txt does not allow it"
    assert server.paths() == ["/no", "/robots.txt", "/yes"]


def test_robots_txt_holds_for_redirects(server: Server) -> None:
    """What one page forbids is not reached through another."""
    server.pages["/robots.txt"] = answer(body=b"User-agent: *\nDisallow: /no")
    server.pages["/yes"] = answer(302, location="/no")
    result = failed(fetch(server.at("/yes"), ask_robots=True))
    assert result.reason == "its robots.txt does not allow it"
    assert server.paths() == ["/robots.txt", "/yes"]


@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        (answer(404), True),
        (answer(403), True),
        (answer(301, location="/robots.txt"), True),
        (answer(301, location="/moved.txt"), False),
        (answer(429), False),
        (answer(500), False),
        (half, False),
        (in_turn(answer(500), answer(404)), True),
    ],
)
def test_a_missing_robots_txt_allows_all_and_a_broken_one_nothing(
    server: Server, page: Page, allowed: bool
) -> None:
    """RFC 9309, 2.3.1.2 to 2.3.1.4; it is tried again like anything else."""
    server.pages["/robots.txt"] = page
    server.pages["/moved.txt"] = answer(body=b"User-agent: *\nDisallow: /")
    server.pages["/a"] = answer()
    result = fetch(server.at("/a"), ask_robots=True)
    assert isinstance(result, Fetched) == allowed
    assert ("/a" in server.paths()) == allowed


def test_an_unreadable_robots_txt_is_not_asked_for_by_each_page(server: Server) -> None:
    """The pages of its site fail for this run, and may not for the next."""
    server.pages["/robots.txt"] = answer(503)
    one, clock = fetcher(clock := Clock()), clock
    for path in ("/a", "/b"):
        result = failed(one.fetch(Request(server.at(path))))
        reason = "its robots.txt cannot be read now (503 Service Unavailable)"
        assert result == Failed(server.at(path), reason)
    assert server.paths() == ["/robots.txt"] * 4
    assert len(clock.slept) == 3


def test_a_host_that_is_not_there_is_said_to_be_so(server: Server) -> None:
    """Who has misspelt an address is not left to think of robots.txt alone."""
    result = failed(fetch(server.at("/a", "exmaple.example"), ask_robots=True, look=lambda *_: ()))
    assert "there is no such host" in result.reason


# What is kept


def test_a_fresh_answer_is_not_asked_for(server: Server) -> None:
    """Until it is no longer fresh; then it is."""
    shelf, clock = Shelf(), Clock()
    server.pages["/a"] = answer(cache_control="max-age=60", content_type="text/html;charset=x")
    for wait, asked in ((0, 1), (59, 1), (2, 2)):
        clock.at += wait
        found = got(fetch(server.at("/a#f"), store=shelf, clock=clock))
        assert (found.body, found.charset, len(server.asked)) == (TEXT, "x", asked)
    assert list(shelf) == [server.at("/a")]


def test_a_stale_answer_is_asked_about(server: Server) -> None:
    """With both validators; a 304 makes it good again, for as long as it says."""
    shelf, clock = Shelf(), Clock()
    date = formatdate(NOW - 86400, usegmt=True)
    server.pages["/a"] = in_turn(
        answer(etag='W/"1"', last_modified=date, content_type="text/html"),
        answer(304, b"", cache_control="max-age=60", etag='W/"2"'),
        answer(200, b"new", etag='"3"'),
    )
    seen = []
    for wait in (0, 0, 30, 60):
        clock.at += wait
        found = got(fetch(server.at("/a"), store=shelf, clock=clock))
        seen.append((found.body, len(server.asked)))
    assert seen == [(TEXT, 1), (TEXT, 2), (TEXT, 2), (b"new", 3)]
    asked = [(h.get("if-none-match"), h.get("if-modified-since")) for _, h in server.asked]
    assert asked == [(None, None), ('W/"1"', date), ('W/"2"', date)]
    assert shelf[server.at("/a")].etag == '"3"'


def http_date(seconds: float) -> str:
    return formatdate(NOW + seconds, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "max-age=60"}, 60),
        ({"cache-control": 'public, MAX-AGE = "60"'}, 60),
        ({"cache-control": "max-age=60", "age": "20"}, 40),
        ({"cache-control": "max-age=60", "date": http_date(-50)}, 10),
        ({"cache-control": "max-age=60", "date": http_date(50)}, 60),
        ({"cache-control": "max-age=60", "expires": http_date(900)}, 60),
        ({"cache-control": "max-age=60, max-age=90"}, 60),
        ({"cache-control": "max-age=" + "9" * 5000}, 365 * 86400),
        ({"expires": http_date(90), "date": http_date(0)}, 90),
        ({"cache-control": "s-maxage=5", "expires": http_date(90)}, 90),
        ({"cache-control": "max-age=60", "age": "80", "etag": "a"}, 0),
        ({"cache-control": "max-age=x", "etag": "a"}, 0),
        ({"cache-control": "max-age=-1", "etag": "a"}, 0),
        ({"cache-control": "no-cache, max-age=60", "etag": "a"}, 0),
        ({"expires": "0", "etag": "a"}, 0),
        ({"last-modified": http_date(-86400 * 900)}, 0),
        ({"cache-control": "no-store, max-age=60", "etag": "a"}, None),
        ({"cache-control": "max-age=60", "vary": "Cookie, *"}, None),
        ({"cache-control": "max-age=0"}, None),
        ({}, None),
    ],
)
def test_how_long_an_answer_is_fresh(headers: dict[str, str], seconds: float | None) -> None:
    """RFC 9111, 4.2, without guesses; None is not kept at all."""
    kept = caching.kept_from(headers, TEXT, NOW)
    until = NOW + seconds if seconds else 0.0
    assert (kept and kept.fresh_until) == (None if seconds is None else until)


NAMES = st.sampled_from("cache-control age date expires vary etag last-modified".split())


@given(
    st.dictionaries(NAMES, st.text(max_size=30) | st.just("max-age=1e9") | st.from_regex("\\d+"))
)
def test_no_header_is_too_odd_to_keep(headers: dict[str, str]) -> None:
    """Whatever a server says, there is a time, and what is sent back may be sent."""
    kept = caching.kept_from(headers, TEXT, NOW)
    if kept is not None:
        assert 0 <= kept.fresh_until <= NOW + 366 * 86400
        assert all(value.isascii() for value in caching.conditions(kept).values())


def test_only_whole_good_answers_are_kept(server: Server) -> None:
    """No error, no redirect, nothing that broke off."""
    shelf = Shelf()
    fresh = {"etag": '"1"', "cache_control": "max-age=60"}
    server.pages = {
        "/404": answer(404, **fresh),
        "/302": answer(302, location="/404", **fresh),
        "/half": answer(**fresh, content_encoding="gzip"),
        "/big": answer(body=b"x" * 2000, **fresh),
    }
    for path in server.pages:
        assert failed(fetch(server.at(path), store=shelf, limits=Limits(size=1000, retries=0)))
    assert shelf == {}


def test_a_store_that_fails_costs_no_page(server: Server) -> None:
    """A full disk is no reason to read nothing."""

    class Broken:
        def get(self, url: str) -> Kept | None:
            raise BriefError("damaged")

        def put(self, url: str, kept: Kept) -> None:
            raise BriefError("full")

    server.pages["/a"] = answer(etag='"1"')
    assert got(fetch(server.at("/a"), store=Broken())).body == TEXT


# Many at once


def test_results_come_in_the_order_asked(server: Server) -> None:
    """One failure stops nothing; an address asked for twice has two results."""
    paths = [f"/{number}" for number in range(12)]
    server.pages = {path: answer(body=path.encode()) for path in paths if path != "/5"}
    asked = [Request(server.at(path), robots=False) for path in paths]
    results = fetcher().fetch_all([*asked, Request("nonsense"), asked[0]], workers=5)
    assert [found.body if isinstance(found, Fetched) else found.reason for found in results] == [
        *(path.encode() if path != "/5" else "404 Not Found" for path in paths),
        "neither http nor https",
        b"/0",
    ]
    assert fetcher().fetch_all([]) == ()


def test_a_host_has_two_connections_at_most(server: Server) -> None:
    """And two it has: each page waits for another; other ports and names are other matters."""
    lock, pair = threading.Lock(), threading.Barrier(2)
    now: list[int] = []
    most: list[int] = []

    def page(handler: Handler) -> None:
        with lock:
            now.append(1)
            most.append(len(now))
        pair.wait(5)
        with lock:
            now.pop()
        answer()(handler)

    server.pages = {f"/{number}": page for number in range(8)}
    asked = [Request(server.at(path), robots=False) for path in server.pages]
    one = fetcher()
    assert all(map(got, one.fetch_all(asked, workers=8)))
    assert max(most) == 2


def test_redirects_count_among_the_connections_of_a_host(server: Server) -> None:
    """However many names lead there, it is asked twice at once at most."""
    lock = threading.Lock()
    now: list[int] = []
    most: list[int] = []

    def page(handler: Handler) -> None:
        with lock:
            now.append(1)
            most.append(len(now))
        handler.server.over.wait(0.01)
        with lock:
            now.pop()
        answer()(handler)

    server.pages = {"/a": answer(302, location=server.at("/b", "one.example")), "/b": page}
    asked = [Request(server.at("/a", f"{n}.example"), robots=False) for n in range(8)]
    one = fetcher(look=lambda *_: ("127.0.0.1",))
    assert all(map(got, one.fetch_all(asked, workers=8)))
    assert len(most) == 8 and max(most) <= 2


def test_what_goes_wrong_here_is_not_hidden(server: Server) -> None:
    """A mistake of a caller's stops the whole, with what has not begun left undone."""

    def look(*_: object) -> tuple[str, ...]:
        raise ZeroDivisionError

    asked = [Request(server.at(f"/{number}"), robots=False) for number in range(50)]
    with pytest.raises(ZeroDivisionError):
        fetcher(look=look).fetch_all(asked, workers=2)
    assert server.asked == []


@pytest.mark.parametrize("name", ["", "1.0", "brief\r\nX: y", "brief/1\n", "brief/ü", " brief"])
def test_a_name_that_cannot_be_sent_is_refused(name: str) -> None:
    """It would end up in a header."""
    clock = Clock()
    with pytest.raises(UsageError, match="cannot be sent") as caught:
        Fetcher(name, sleep=clock.sleep, jitter=clock, monotonic=clock, wall=clock)
    assert "\n" not in str(caught.value)
