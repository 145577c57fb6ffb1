"""One hostile server keeps nothing of the others from the page, whatever it sends."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from test_running import DAY, Place
from test_web import (
    Clock,
    Handler,
    Page,
    Server,
    answer,
    fetcher,
    half,
    half_a_chunk,
    noise,
    nothing,
    reset,
    running,
    silent,
    trickle,
)

from brief.pipeline import verify
from brief.web.fetched import Limits

#: Three zip bombs: much in one piece, packed twice, and many members without a byte.
ZEROS = gzip.compress(b"\0" * 9_000_000, 1)
TWICE = gzip.compress(gzip.compress(b"<p>a</p>" * 500_000, 1), 1)
MEMBERS = gzip.compress(b"") * 40_000


def sent(*lines: bytes, repeated: bytes = b"") -> Page:
    """Send lines of a head as they are, and something again and again until the end."""

    def page(handler: Handler) -> None:
        handler.wfile.write(b"".join(line + b"\r\n" for line in lines))
        with suppress(OSError):
            while repeated and not handler.server.over.is_set():
                handler.wfile.write(repeated)

    return page


def ring(handler: Handler) -> None:
    """Send on to the same place, by a new name each time."""
    path, _, number = handler.path.partition("?")
    answer(302, b"", location=f"{path}?{int(number or 0) + 1}")(handler)


OK = b"HTTP/1.1 200 OK"
HOSTILE: dict[str, Page] = {
    "an endless body": sent(OK, b"", repeated=b"<p>news</p>" * 9000),
    "an endless body in chunks": sent(
        OK, b"transfer-encoding: chunked", b"", repeated=b"5\r\n<p>a<\r\n" * 9000
    ),
    "an endless chunk size": sent(OK, b"transfer-encoding: chunked", b"", repeated=b"0" * 9000),
    "an endless trailer": sent(
        OK, b"transfer-encoding: chunked", b"", b"0", repeated=b"x: y\r\n" * 900
    ),
    "an endless head": sent(OK, repeated=b"x: y\r\n" * 900),
    "an endless line": sent(repeated=b"HTTP/1.1 " * 900),
    "endless first answers": sent(repeated=b"HTTP/1.1 103 Early Hints\r\n\r\n" * 900),
    "a byte a second": trickle("body"),
    "a byte of the head a second": trickle("head"),
    "silence": silent,
    "a ring": ring,
    "a ring of one": answer(301, b"", location=""),
    "a way to a file": answer(302, b"", location="file:///etc/passwd"),
    "a way to nowhere": answer(302, b"", location="http://[::1"),
    "zeros": answer(200, ZEROS, content_encoding="gzip"),
    "zeros of zlib": answer(200, zlib.compress(b"\0" * 9_000_000), content_encoding="deflate"),
    "packed twice": answer(200, TWICE, content_encoding="gzip"),
    "said to be packed twice": answer(200, TWICE, content_encoding="gzip, gzip"),
    "members without a byte": answer(200, MEMBERS, content_encoding="gzip"),
    "a length too long": half,
    "a length too short": answer(200, b"<p>" * 9000, content_length="7"),
    "a length below nothing": answer(200, content_length="-1"),
    "a length of letters": answer(200, content_length="many"),
    "a length beyond all": answer(200, content_length="9" * 400),
    "two lengths": sent(OK, b"content-length: 3", b"content-length: 9", b"", b"<p>news</p>"),
    "half a chunk": half_a_chunk,
    "a connection that is reset": reset,
    "a connection that is closed": nothing,
    "noise": noise,
    "come back tomorrow": answer(503, b"", retry_after="86400"),
    "come back in a minute": answer(429, b"", retry_after="60"),
}
#: What the server is called that means no good.
BAD = "bad.example"
WORDS = (
    "The council of {0} closed the copper mine on Friday, and 400 miners of Larn lost their work, "
    "Mayor Maria {0} said. The owner, {0} Copper, had asked the state for 3 million crowns."
)


def article(name: str) -> bytes:
    body = f"<h1>Mine of {name} closes</h1><p>{WORDS.format(name)}</p>"
    head = f"<head><title>Mine of {name} closes</title></head>"
    return f"<html>{head}<body><article>{body}</article></body></html>".encode()


def feed(*links: str) -> bytes:
    items = "".join(
        f"<item><title>Mine {number} closes</title><link>{link}</link></item>"
        for number, link in enumerate(links)
    )
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Dale Radio</title>'
    return f"{head}{items}</channel></rss>".encode()


@pytest.fixture
def servers(loopback: None) -> Iterator[tuple[Server, Server]]:
    """A server that means well, and one that does not."""
    for good in running(Server()):
        for bad in running(Server()):
            yield good, bad


@pytest.fixture
def place(tmp_path: Path, servers: tuple[Server, Server]) -> Place:
    """A briefing with both as feeds; the one that means well links to the other as well."""
    good, bad = servers
    place = Place(tmp_path)
    links = [good.at("/tarn"), bad.at("/bad", BAD), good.at("/osk")]
    good.pages["/feed"] = answer(200, feed(*links), content_type="application/rss+xml")
    good.pages["/tarn"] = answer(200, article("Tarn"), content_type="text/html")
    good.pages["/osk"] = answer(200, article("Osk"), content_type="text/html")
    place.settings = "".join(
        f'[[source]]\nfeed = "{address}"\n' for address in (bad.at("/feed", BAD), good.at("/feed"))
    )
    return place


def fetching(place: Place, clock: Clock) -> None:
    limits = Limits(read=0.1, whole=20, retries=1, size=200_000)
    client = fetcher(clock, limits=limits, look=lambda *_: ("127.0.0.1",))
    # One after the other, as all of them look at one clock.
    place.fetch = partial(client.fetch_all, workers=1)  # type: ignore[method-assign]


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_hostile_keeps_nothing_from_the_page(
    place: Place, servers: tuple[Server, Server], case: str
) -> None:
    """As a feed and as an article: both honest articles are told, the other is named or empty."""
    bad = servers[1]
    bad.pages["/feed"] = bad.pages["/bad"] = HOSTILE[case]
    clock = Clock(step=1.0)
    fetching(place, clock)
    assert place.run().what == "page"
    page = place.page("2026-11-20")
    assert "the copper mine" in page and "Mine of Tarn" in page and "Mine of Osk" in page
    assert "Skipped" in page and bad.at("/bad", BAD) in page
    assert "root:" not in page and "\0" not in page
    assert verify(place.folder / "briefings" / "2026-11-20.md").faults == ()


def test_fifty_slow_links_leave_time_for_the_others(
    place: Place, servers: tuple[Server, Server]
) -> None:
    """Each from a host of its own, a byte a second: the honest feed has its turn at once."""
    good, bad = servers
    links = [f"/slow{number}" for number in range(50)]
    for path in links:
        bad.pages[path] = trickle("body")
    slow = [bad.at(path, f"h{number}.example") for number, path in enumerate(links)]
    bad.pages["/feed"] = answer(200, feed(*slow), content_type="application/rss+xml")
    bad.pages["/bad"] = answer(404)
    clock = Clock(step=1.0)
    client = fetcher(clock, look=lambda *_: ("127.0.0.1",), limits=Limits(retries=0, run=600))
    place.fetch = partial(client.fetch_all, workers=1)  # type: ignore[method-assign]
    assert place.run().what == "page"
    page = place.page("2026-11-20")
    assert "Mine of Tarn" in page and "Mine of Osk" in page
    asked = sum(path in good.paths() + bad.paths() for path in links)
    assert 5 <= asked < 15
    place.fetch = fetcher(look=lambda *_: ("127.0.0.1",)).fetch_all  # type: ignore[method-assign]
    for number, path in enumerate(links):
        bad.pages[path] = answer(200, article(f"Kol{number}"), content_type="text/html")
    assert place.run(DAY.replace(day=21)).articles == 50
