"""Reads broken input of all kinds and counts faults: `python tests/benchmarks/fuzz.py [N [NAME]]`.

Sound feeds, mails, articles, lists of feeds, settings and pages are changed at random places, `N`
times each, and read; of sets of articles whose structure is changed (`structures`), a page and a
text are made; `NAME` is one of these kinds.  An error of ours is an answer, any other exception a
fault, and so is what only the last resort kept from ending a page: it is printed with its input,
and the program ends with 1.  The changes depend on the number of the input alone, so that a fault
can be had again.  Coverage guides nothing here; atheris would.
"""

from __future__ import annotations

import random
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
from structures import BETWEEN, broken_set  # noqa: E402 — it stands beside this script

#: Inputs for each reader, of sets, which take longer, and in one piece of work.
INPUTS, SETS, PIECE = 15_000, 3_000, 500
#: Columns of an input that are printed with a fault.
SHOWN = 200

RSS = b"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Dale Radio</title><link>https://example.org/</link>
<item><title>Mine of Tarn closes</title><link>https://example.org/mine?utm_source=rss</link>
<guid>mine-1</guid><pubDate>Fri, 20 Nov 2026 05:00:00 GMT</pubDate><content:encoded>&lt;p&gt;The
mine of Tarn closes.&lt;/p&gt;</content:encoded></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Dale</title><entry><id>1</id>
<title>Mine</title><link href="http://example.org/1"/><updated>2026-11-20T05:00:00Z</updated>
<content type="html">&lt;p&gt;The mine of Tarn closes.&lt;/p&gt;</content></entry></feed>"""
MAIL = b"""From a Fri Nov 20 07:00:00 2026
From: Ann Lee <a@example.org>
Subject: =?utf-8?q?F=C3=A9rry?= sinks
Date: Fri, 20 Nov 2026 07:00:00 +0000
Message-ID: <1@example.org>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

The ferry Heron sank off Osk, and nine people died, Governor Ines Holt said=
. Divers searched the hull at night.
--b
Content-Type: text/html

<p>The ferry Heron sank off Osk and nine died.</p>
--b--
"""
HTML = b"""<html lang="en"><head><meta charset="utf-8"><title>Mine of Tarn closes</title>
<meta property="article:published_time" content="2026-11-20T05:00:00Z"></head><body><nav>Home</nav>
<article><h1>Mine of Tarn closes</h1><p>The council of Tarn closed the copper mine on Friday, and
400 miners of Larn lost their work, Mayor Maria Berg said.</p><ul><li>One</li></ul><table><tr><td>4
</td></tr></table></article></body></html>"""
OPML = b"""<opml version="2.0"><body><outline text="a" xmlUrl="http://example.org/f"/>
<outline text="b"><outline xmlUrl="http://example.org/g"/></outline></body></opml>"""
TOML = b"""name = "evening"
zone = "Europe/London"
at = "18:30"
days = ["mon", "fri"]
[page]
words = 300
[[source]]
feed = "https://example.org/feed.xml"
weight = 2
include = ["glass"]
[mail]
to = ["desk@example.org"]
sender = "brief@example.org"
"""
#: What pages of sets are made with.
OPTIONS: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"words": 2_000},
    {"stories": "off", "sections": "timeline,quotes,names,differ,support,articles"},
    {"focus": "the mine of Bren, 14 dead", "words": 200},
    {"method": "lexrank"},
    {"method": "headlines", "language": "de"},
)
#: What is put in between, besides random bytes: what means something to one reader or another.
PUT = (
    *(b"<", b">", b"&#0;", b'"', b"\n[", b"]]", b"\x00", b"\xff\xfe", b"&lt;", b"\r", b"=", b"{"),
    *(b"\\u0000", b"--b", b"1e999", b"\xed\xa0\x80", b"300", b"#char=9,1", b"\xe2\x80\xae"),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """An exception that is no error of ours."""

    reader: str
    number: int
    data: bytes
    trace: str


def changed(data: bytes, chance: random.Random) -> bytes:
    """Return `data` with one to thirty changes: bytes put in, taken out, doubled, cut off."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 8, 30))):
        here = chance.randrange(len(made) + 1)
        match chance.randrange(6):
            case 0:
                made[here : here + 1] = chance.randbytes(1)
            case 1:
                made[here:here] = chance.randbytes(chance.randrange(6))
            case 2:
                del made[here : here + chance.randrange(40)]
            case 3:
                start = chance.randrange(len(made) + 1)
                made[here:here] = made[start : start + chance.randrange(200)]
            case 4:
                made[here:here] = chance.choice(PUT)
            case _ if chance.random() < 0.2:
                del made[here:]
            case _:
                pass
    return bytes(made)


def _feed(data: bytes) -> None:
    from brief.model import Skipped
    from brief.readers import feed

    parsed = feed.parse(data, "http://example.org/feed", "")
    if not isinstance(parsed, Skipped):
        for entry in parsed.entries:
            feed.document_of(entry, parsed)


def _mail(data: bytes) -> None:
    from brief.readers import mail

    with tempfile.NamedTemporaryFile(suffix=".mbox") as file:
        file.write(data)
        file.flush()
        for letter in mail.letters(Path(file.name)):
            letter.read()


def _html(data: bytes) -> None:
    from brief import readers

    readers.read("article.html", data)


def _set(data: bytes) -> None:
    """Make a page and a text of a set, without the last resort, and read the page back."""
    import brief
    from brief import formats
    from brief.pipeline import prepared
    from brief.pipeline.reading import article_of

    articles = []
    for number, article in enumerate(data.decode("utf-8", "surrogatepass").split(BETWEEN)):
        kind, _, text = article.partition("\n")
        read = article_of(text.encode("utf-8", "surrogatepass"), f"{number}.{kind}")
        articles += [read] if isinstance(read, brief.Document) else []
    reading = prepared(articles, strict=True)
    if reading.documents:
        options = OPTIONS[len(data) % len(OPTIONS)]
        brief.summarise(reading, method=options.get("method", "coverage"), strict=True)
        config = brief.Config(**options, strict=True)
        page = brief.brief(reading, config, now=date(2026, 11, 25))
        for form in ("json", "markdown"):
            if not formats.parse(brief.render(page, form, strict=True), form).intact:
                raise ValueError(f"the page in {form} is not read back as it was written")
        brief.render(page, "text")


def _opml(data: bytes) -> None:
    from brief.readers import outline

    outline.opml(data, "feeds.opml")


def _toml(data: bytes) -> None:
    from brief.settings.toml import parse

    parse(data.decode("utf-8", "replace"), Path("brief.toml"), {})


def _page(data: bytes) -> None:
    from brief import formats

    formats.parse(data.decode("utf-8", "replace"), "page")


@cache
def _pages() -> Mapping[str, bytes]:
    """Return a page of the samples in each format that is read again."""
    import brief

    made = brief.brief(brief.read([ROOT / "inputs"]), now=date(2026, 11, 20))
    return {form: brief.render(made, form).encode() for form in ("markdown", "json")}


#: Each reader: what it reads, and the sound inputs; none for those that have to be made.
READERS: Mapping[str, tuple[Callable[[bytes], None], tuple[bytes, ...]]] = {
    "feed": (_feed, (RSS, ATOM)),
    "mail": (_mail, (MAIL,)),
    "html": (_html, (HTML,)),
    "opml": (_opml, (OPML,)),
    "toml": (_toml, (TOML,)),
    "markdown": (_page, ()),
    "json": (_page, ()),
    "set": (_set, (b"",)),
}
#: How inputs are changed that are not changed by the byte.
CHANGED: Mapping[str, Callable[[bytes, random.Random], bytes]] = {"set": broken_set}


def faults(reader: str, numbers: range) -> list[Fault]:
    """Return what goes wrong in the inputs of these numbers."""
    from brief.errors import BriefError, BrokenStage, ProvenanceError

    read, sound = READERS[reader]
    seeds = sound or (_pages()[reader],)
    faulty: list[Fault] = []
    for number in numbers:
        chance = random.Random(f"{reader} {number}")
        data = CHANGED.get(reader, changed)(chance.choice(seeds), chance)
        try:
            read(data)
        except Exception as error:
            answer = isinstance(error, BriefError)
            if answer and not isinstance(error, BrokenStage | ProvenanceError):
                continue
            faulty.append(Fault(reader, number, data, traceback.format_exc(limit=-4)))
    return faulty


def _work(inputs: Mapping[str, int]) -> Iterator[tuple[str, range]]:
    for reader, most in inputs.items():
        for first in range(0, most, PIECE):
            yield reader, range(first, min(first + PIECE, most))


def _faults(work: tuple[str, range]) -> list[Fault]:
    return faults(*work)


def main(inputs: Mapping[str, int]) -> int:
    """Read so many inputs of each kind, print the faults and the counts; return the exit code."""
    counts = dict.fromkeys(inputs, 0)
    with ProcessPoolExecutor() as pool:
        for faulty in pool.map(_faults, _work(inputs)):
            for fault in faulty:
                counts[fault.reader] += 1
                print(fault.reader, fault.number, repr(fault.data[:SHOWN]), fault.trace, sep="\n")
    for reader, number in counts.items():
        print(f"{reader:<10}{inputs[reader]:>8} inputs{number:>6} faults")
    return int(any(counts.values()))


if __name__ == "__main__":
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    kinds = sys.argv[2:] or READERS
    inputs = {kind: most or (SETS if kind == "set" else INPUTS) for kind in kinds}
    raise SystemExit(main(inputs))
