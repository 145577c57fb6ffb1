"""A run over many feeds, some of which fail: is all there, once, and what does it take?

Two hundred feeds of fifty entries are served on this machine, one in twenty of them broken in one
of ten ways.  The entries have their own full text; every tenth feed repeats its neighbour's.
"""

from __future__ import annotations

import gzip
import resource
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

from brief.configured import parse
from brief.readers.fetch import Fetcher
from brief.readers.fetched import Limits
from brief.running import Tools, run
from brief.running.collecting import gather
from brief.running.delivering import Channels
from brief.state import State

FEEDS, ENTRIES, BROKEN_EVERY = 200, 50, 20
NOW = datetime(2026, 11, 20, 7, tzinfo=UTC)
FAULTS = "refused slow half wrong-length bomb loop malformed empty page error".split()
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo ka le mo nu pi ra".split()


def entry(feed: int, number: int) -> str:
    """Return an entry of a story of its own, with ninety words of text."""
    rng = Random(1000 * feed + number)
    words = ["".join(rng.choices(SYLLABLES, k=3)) for _ in range(90)]
    names = [word.capitalize() for word in words[:6]]
    text = (
        f"{names[0]} {names[1]} sold {rng.randint(3, 90)} {words[7]} to {names[2]} in {names[3]}. "
        + " ".join(words)
        + f". {names[4]} paid {names[5]} for it."
    )
    return (
        f"<item><title>{names[0]} sells {words[7]} in {names[3]}</title>"
        f"<link>http://example.org/{feed}/{number}</link><guid>{feed}-{number}</guid>"
        f"<pubDate>Fri, 20 Nov 2026 05:00:00 GMT</pubDate><description>{names[0]}</description>"
        f"<content:encoded>&lt;p&gt;{text}&lt;/p&gt;</content:encoded></item>"
    )


def feed_of(number: int) -> bytes:
    """Return a feed; every tenth one carries its neighbour's entries."""
    own = number - 1 if number % 10 == 9 else number
    items = "".join(entry(own, each) for each in range(ENTRIES))
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Feed {number}</title><link>http://example.org/</link>{items}</channel></rss>"
    ).encode()


class Handler(BaseHTTPRequestHandler):
    """Serves the feeds, and breaks some."""

    def do_GET(self) -> None:
        """Answer as the number of the feed says."""
        number = int(self.path.strip("/").partition("/")[0] or 0)
        broken = number % BROKEN_EVERY == 0
        fault = FAULTS[number // BROKEN_EVERY % len(FAULTS)] if broken else ""
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


def main() -> None:
    """Run twice; print what was found, what failed, the time and the memory."""
    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    sources = "".join(
        f'[[source]]\nfeed = "http://127.0.0.1:{port}/{number}"\nlimit = {ENTRIES}\n'
        for number in range(FEEDS)
    )
    with tempfile.TemporaryDirectory() as folder:
        configured = parse(f"limit = 10000\n{sources}", Path(folder) / "brief.toml", {})
        limits = Limits(read=2.0, retries=1, pause=0.05)
        fetcher = Fetcher(
            "brief/0",
            sleep=time.sleep,
            jitter=lambda: 0.5,
            monotonic=time.monotonic,
            wall=time.time,
            allow_local=True,
            limits=limits,
        )
        began = time.perf_counter()
        gathered = gather(configured.settings.sources, configured.base, fetcher.fetch_all)
        took = time.perf_counter() - began
        keys = Counter(one.key for part in gathered for one in part.found)
        failed = [part for part in gathered if part.failure]
        print(f"{FEEDS} feeds gathered in {took:.1f} s; {len(failed)} failed:")
        for part in failed:
            print(f"  {part.source.place.rpartition('/')[2]:>4}: {part.failure}")
        doubled = sum(count - 1 for count in keys.values())
        print(f"{len(keys)} articles, {doubled} of them in two feeds")
        with State.open(Path(folder) / "state.db", now=NOW) as state:
            tools = Tools(fetcher.fetch_all, Channels(), lambda _: None, "0")
            for attempt in ("first run", "second run"):
                began = time.perf_counter()
                made = run(configured, state, tools, now=NOW, force=attempt == "first run")
                took = time.perf_counter() - began
                print(f"{attempt}: {made.what}, {made.articles} articles, {took:.1f} s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{memory} MB at most, the server's part of it")
    server.shutdown()


if __name__ == "__main__":
    main()
