"""Runs over many feeds, some of which fail, and counts what is lost, doubled or misread.

Two hundred feeds of fifty entries are served by a process of its own on this machine, one in twenty
of them broken in one of ten ways, the others in thirty encodings.  The entries have their own full
text; every tenth feed repeats its neighbour's.  A second run comes a day later, to nothing new.
"""

from __future__ import annotations

import gzip
import json
import resource
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import Process, Value
from pathlib import Path
from random import Random
from typing import Any

from brief.memory.cache import ReadCache
from brief.memory.state import State
from brief.run import Tools, run
from brief.settings.toml import parse
from brief.web.fetch import Fetcher
from brief.web.fetched import Limits

FEEDS, ENTRIES, BROKEN_EVERY = 200, 50, 20
NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)
FAULTS = "refused slow half wrong-length bomb loop malformed empty page error".split()
#: What a reader has to get right: a name in letters that each of these encodings has.
ENCODINGS = {
    **dict.fromkeys("utf-8 utf-16 iso-8859-1 windows-1252 iso-8859-15 cp850".split(), "Élodie"),
    **dict.fromkeys("iso-8859-2 windows-1250 cp852".split(), "Řehoř"),
    **dict.fromkeys("windows-1251 koi8-r koi8-u iso-8859-5 cp866".split(), "Мария"),
    **dict.fromkeys("iso-8859-7 windows-1253".split(), "Μαρία"),
    **dict.fromkeys("iso-8859-9 windows-1254".split(), "Işık"),
    **dict.fromkeys("windows-1255 iso-8859-8".split(), "שלום"),
    **dict.fromkeys("windows-1256 iso-8859-6".split(), "مريم"),
    **dict.fromkeys("windows-1257 iso-8859-13 iso-8859-4".split(), "Žemė"),
    **dict.fromkeys("shift_jis euc-jp".split(), "東京"),
    **dict.fromkeys("gb18030 big5".split(), "北京"),
    "euc-kr": "서울",
}
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo ka le mo nu pi ra".split()


def encoding_of(feed: int) -> tuple[str, str]:
    """Return the encoding of a feed, and the name that stands in its entries."""
    return list(ENCODINGS.items())[feed % len(ENCODINGS)]


def entry(feed: int, number: int) -> str:
    """Return an entry of a story of its own, with ninety words of text."""
    rng = Random(1000 * feed + number)
    words = ["".join(rng.choices(SYLLABLES, k=3)) for _ in range(90)]
    names = [word.capitalize() for word in words[:6]]
    text = (
        f"{names[0]} {names[1]} sold {rng.randint(3, 90)} {words[7]} to {names[2]} in {names[3]}. "
        + " ".join(words)
        + f". {names[4]} paid {names[5]} and {encoding_of(feed)[1]} for it."
    )
    return (
        f"<item><title>{names[0]} sells {words[7]} in {names[3]}</title>"
        f"<link>http://example.org/{feed}/{number}</link><guid>{feed}-{number}</guid>"
        f"<pubDate>Fri, 20 Nov 2026 05:00:00 GMT</pubDate><description>{names[0]}</description>"
        f"<content:encoded>&lt;p&gt;{text}&lt;/p&gt;</content:encoded></item>"
    )


@cache
def feed_of(number: int) -> bytes:
    """Return a feed; every tenth one carries its neighbour's entries."""
    source = number - 1 if number % 10 == 9 else number
    encoding, _ = encoding_of(source)
    items = "".join(entry(source, place) for place in range(ENTRIES))
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Feed {number}</title><link>http://example.org/</link>{items}</channel></rss>"
    ).encode(encoding)


def fault_of(number: int) -> str:
    """Return what is wrong with a feed; nothing with most."""
    broken = number % BROKEN_EVERY == 0
    return FAULTS[number // BROKEN_EVERY % len(FAULTS)] if broken else ""


class Handler(BaseHTTPRequestHandler):
    """Serves the feeds, and breaks some."""

    def do_GET(self) -> None:
        """Answer as the number of the feed says."""
        number = int(self.path.strip("/").partition("/")[0] or 0)
        fault = fault_of(number)
        body, headers, status = feed_of(number), {}, 200
        match fault:
            case "refused":
                self.connection.close()
                return
            case "slow":
                time.sleep(4)
            case "half" | "wrong-length":
                headers["Content-Length"] = str(len(body) * 2)
                body = body[: len(body) // 2] if fault == "half" else body
            case "bomb":
                body, headers["Content-Encoding"] = gzip.compress(b" " * 200_000_000), "gzip"
            case "loop":
                status, headers["Location"], body = 302, self.path, b""
            case "malformed":
                body = body.replace(b"</item>", b"", 3)
            case "empty":
                body = b""
            case "page":
                body = b"<!doctype html><html><body><p>Not a feed.</p></body></html>"
            case "error":
                status, body = 503, b""
        headers.setdefault("Content-Type", "application/rss+xml")
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


class Server(ThreadingHTTPServer):
    """Says nothing of readers that go away in the middle: that is what is tried."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent."""


def serve(port: Any) -> None:
    """Serve the feeds, and say where."""
    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    port.value = server.server_address[1]
    server.serve_forever()


def fetcher_of() -> Fetcher:
    """Return what fetches, with less patience than a morning has."""
    return Fetcher(
        "brief/0",
        sleep=time.sleep,
        jitter=lambda: 0.5,
        monotonic=time.monotonic,
        wall=time.time,
        allow_local=True,
        limits=Limits(read=2.0, retries=1, pause=0.05),
    )


def misread(folder: Path) -> int:
    """Return how many of the articles that were kept have their name in the wrong letters."""
    names = set(ENCODINGS.values())
    texts = (path.read_text("utf-8") for path in folder.rglob("*.txt"))
    return sum(not any(f" and {name} for it." in text for name in names) for text in texts)


def print_failures(log: list[str]) -> None:
    """Print the lines of a run's log about sources that failed."""
    for row in log:
        if " new, " not in row:
            print(f"  {row.rpartition('/')[2]}")


def main() -> None:
    """Run twice; print what was found, what failed, the time and the memory."""
    port = Value("i", 0)
    server = Process(target=serve, args=(port,), daemon=True)
    server.start()
    while not port.value:
        time.sleep(0.01)
    sources = "".join(
        f'[[source]]\nfeed = "http://127.0.0.1:{port.value}/{number}"\nlimit = {ENTRIES}\n'
        for number in range(FEEDS)
    )
    working = [n for n in range(FEEDS) if n % BROKEN_EVERY or fault_of(n) == "malformed"]
    distinct = {n - 1 if n % 10 == 9 else n for n in working}
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        configured = parse(f"limit = 10000\n{sources}", base / "brief.toml", {})
        for days, name in ((0, "first run"), (1, "a day later")):
            now = NOW + timedelta(days=days)
            log: list[str] = []
            began = time.perf_counter()
            with (
                State.open(base / "state.db", now=now) as state,
                ReadCache(base / "read.db", now) as store,
            ):
                tools = Tools(
                    fetch=fetcher_of().fetch_all,
                    channels={},
                    tell=log.append,
                    store=store,
                )
                made = run(configured, state, tools, now=now)
            took = time.perf_counter() - began
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{name}: {made.what}, {made.articles} articles, {took:.1f} s, {memory} MB")
            if not days:
                print_failures(log)
                page = json.loads((base / "briefings" / f"{made.period}.json").read_text("utf-8"))
                titles = Counter(document["title"] for document in page["documents"])
                lost = ENTRIES * len(distinct) - len(titles)
                doubled = sum(titles.values()) - len(titles)
                wrong = misread(base / "briefings" / "sources")
                print(f"  lost {lost}, twice {doubled}, in the wrong letters {wrong}")
    server.terminate()


if __name__ == "__main__":
    main()
