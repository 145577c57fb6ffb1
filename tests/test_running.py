"""A scheduled run: once a period, whole, delivered once, and what a person sees of it."""

from __future__ import annotations

import json
import os
import re
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from brief.cli import main
from brief.errors import DeliveryError, UsageError
from brief.memory.cache import ReadCache
from brief.memory.state import State
from brief.memory.tables import PageContent
from brief.pipeline import explain, verify
from brief.pipeline.workers import HERE, Spread
from brief.run import Tools, run
from brief.run.delivering import Channels, label_of
from brief.run.readiness import Finding, checked
from brief.settings.toml import Configured, parse
from brief.web.caching import Kept
from brief.web.fetched import Failed, Fetched, Request

ROOT = Path(__file__).parents[1]
DAY = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
FERRY = (
    "Ferry sinks off Osk\n\n19 November 2026\n\nThe ferry Heron sank off Osk on Thursday, and nine "
    "people of Larn died, Governor Ines Holt said. Divers from Tarn searched the hull at night.\n"
)
BANK = (
    "Bank of Bren fined\n\n20 November 2026\n\nA judge fined the Bank of Bren 3 million crowns on "
    "Friday for selling false bonds to 4,000 widows in the Mirror Valley. The bank will appeal.\n"
)
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Dale Radio</title><link>https://example.org/</link>
<item><title>Mine of Tarn closes</title><link>https://example.org/mine?utm_source=rss</link>
<guid>mine-1</guid><pubDate>Fri, 20 Nov 2026 05:00:00 GMT</pubDate><description>The mine of Tarn
closes.</description></item></channel></rss>"""
#: Where the entry of the feed leads.
LINKED = "https://example.org/mine?utm_source=rss"
PAGE = (
    "<html><head><title>Mine of Tarn closes</title></head><body><article><h1>Mine of Tarn closes"
    "</h1><p>The council of Tarn closed the copper mine on Friday, and 400 miners of Larn lost "
    "their work, Mayor Maria Berg said in Tarn.</p><p>The owner, Tarn Copper, had asked the state "
    "for 3 million crowns, which the minister Tom Hale refused in October.</p></article></body>"
    "</html>"
)


class Place:
    """A folder with its settings, its memory and what it fetches."""

    def __init__(self, folder: Path, text: str = "") -> None:
        self.folder = folder
        self.web: dict[str, str | Failed] = {}
        self.asked: list[str] = []
        self.sent: list[tuple[str, str, str | None]] = []
        self.refusing = False
        self.channels: tuple[str, ...] = ("mail",)
        self.ways: Channels | None = None
        self.sent_by: list[tuple[str, tuple[str, str, str | None]]] = []
        self.labels: list[str] = []
        self.contents: list[PageContent] = []
        self.told: list[str] = []
        self.spread: Callable[[], AbstractContextManager[Spread]] = lambda: nullcontext(HERE)
        (folder / "news").mkdir()
        self.put("ferry", FERRY)
        self.settings = text or '[[source]]\nfolder = "news"\n'

    def put(self, name: str, text: str) -> None:
        (self.folder / "news" / f"{name}.txt").write_text(text, encoding="utf-8")

    def fetch(self, requests: Sequence[Request]) -> Sequence[Fetched | Failed]:
        return [self._one(request.address) for request in requests]

    def _one(self, address: str) -> Fetched | Failed:
        self.asked.append(address)
        found = self.web.get(address, Failed(address, "404 Not Found"))
        if isinstance(found, Failed):
            return found
        kind = "application/rss+xml" if found.startswith("<?xml") else "text/html"
        return Fetched(address, address, kind, "utf-8", found.encode(), 0.0)

    def deliver(self, name: str, _: Any, page: Any, content: Any, before: str | None) -> str:
        if self.refusing:
            raise DeliveryError("451 try later", where="mail")
        self.sent.append((page.period, content.text, before))
        self.contents.append(content)
        self.sent_by.append((name, self.sent[-1]))
        self.labels.append(label_of(page))
        return "<id>"

    def run(self, when: datetime = DAY, *, machine: str = "", **options: bool) -> Any:
        configured = parse(self.settings, self.folder / "brief.toml", {})
        channels = self.ways or {name: partial(self.deliver, name) for name in self.channels}
        with (
            State.open(self.folder / "state.db", now=when) as state,
            ReadCache(self.folder / "read.db", when) as store,
        ):
            number = state.begin_run("morning", when.date().isoformat(), now=when)
            tools = Tools(
                fetch=self.fetch,
                channels=channels,
                tell=self.told.append,
                machine=machine,
                store=store,
                spread=self.spread,
            )
            made = run(configured, state, tools, now=when, **options)
            state.end_run(number, 0, made.what, now=when)
            return made

    def state(self, when: datetime = DAY) -> State:
        return State.open(self.folder / "state.db", now=when)

    def forget(self) -> None:
        for path in self.folder.glob("state.db*"):
            path.unlink()

    def forget_contents(self) -> None:
        """Leave the memory as version 0.1 had it: without what is to be delivered."""
        with closing(sqlite3.connect(self.folder / "state.db")) as database:
            database.execute("DELETE FROM contents")
            database.commit()

    def contents_kept(self) -> list[str]:
        """Return the periods of which the memory has what is to be delivered."""
        with closing(sqlite3.connect(self.folder / "state.db")) as database:
            return [period for (period,) in database.execute("SELECT period FROM contents")]

    def page(self, period: str) -> str:
        return (self.folder / "briefings" / f"{period}.txt").read_text(encoding="utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_a_period_has_one_page_and_one_delivery(place: Place) -> None:
    """Started again, late, or in the evening: nothing is made or sent a second time."""
    assert place.run().what == "page"
    before = place.page("2026-11-20")
    place.put("bank", BANK)
    assert place.run(DAY + timedelta(hours=15)).what == "done"
    assert place.page("2026-11-20") == before
    assert len(place.sent) == 1


def test_only_what_is_new_is_told_the_next_day(place: Place) -> None:
    """What was seen is not told again; a changed article is, and --all tells everything."""
    place.run()
    place.put("bank", BANK)
    assert place.run(DAY + timedelta(days=1)).articles == 1
    text = place.page("2026-11-21")
    assert "Bank of Bren" in text and "Heron" not in text
    assert "Since the earlier page: 1 new article." in text
    place.put("ferry", FERRY.replace("nine people", "eleven people"))
    assert place.run(DAY + timedelta(days=2)).articles == 1
    assert "eleven people" in place.page("2026-11-22")
    assert place.run(DAY + timedelta(days=3), everything=True).articles == 2


@pytest.mark.parametrize("fault", ["edited", "gone", "text only"])
def test_no_earlier_page_ends_a_run(place: Place, fault: str) -> None:
    """One that cannot be compared with is not looked back on; the next page is made without."""
    if fault == "text only":
        place.settings = f'formats = ["text"]\n{place.settings}'
    place.run()
    page = place.folder / "briefings" / "2026-11-20.md"
    if fault == "edited":
        page.write_text(page.read_text("utf-8").replace("nine", "ten"), encoding="utf-8")
    elif fault == "gone":
        page.unlink()
    place.put("bank", BANK)
    assert place.run(DAY + timedelta(days=1)).articles == 1
    text = place.page("2026-11-21")
    assert "Bank of Bren" in text and "Since the earlier page" not in text


def test_a_page_does_not_say_where_it_lies(place: Place) -> None:
    """The one before is named without its folder, and found for an explanation all the same."""
    place.run()
    place.put("bank", BANK)
    place.run(DAY + timedelta(days=1))
    page = place.folder / "briefings" / "2026-11-21.md"
    text = page.read_text(encoding="utf-8")
    assert "|since:2026-11-20%2Emd|" in text and "briefings" not in text
    assert explain(page, 1, sources=place.folder).text.startswith("A judge fined")


def test_of_an_updated_article_what_changed_is_told(place: Place) -> None:
    """What stood in it before is no news, whatever was on the page; made again, it is the same."""
    place.settings = '[[source]]\nfeed = "https://example.org/feed"\n'
    address = "https://example.org/mine?utm_source=rss"
    quoted = '<p>"The school of Dale faces a crisis," its head Ruth Lind said.</p><p>The o'
    whole = PAGE.replace("<p>The o", quoted)
    place.web = {"https://example.org/feed": FEED, address: whole}
    place.run()
    assert "a crisis" in place.page("2026-11-20")
    place.web["https://example.org/feed"] = FEED.replace("closes.", "closes early.")
    change = "The court of Dale stopped the closing on Saturday, Judge Ines Holt said in Larn."
    more = f"<p>{change}</p><p>A man aged 29 was fined for it in Dale on Friday.</p>"
    place.web[address] = place.web[address].replace("<p>The owner", f"{more}<p>The owner")
    place.run(DAY + timedelta(days=1))
    text = place.page("2026-11-21")
    assert "Since the earlier page: 1 updated article." in text
    assert change.rstrip(".") in text and "A man aged 29 was fined" in text
    assert "400 miners of Larn" not in text and "3 million crowns" not in text
    assert "a crisis" not in text
    assert verify(place.folder / "briefings" / "2026-11-21.md").faults == ()
    place.run(DAY + timedelta(days=1), force=True)
    assert place.page("2026-11-21") == text
    found = json.loads((place.folder / "briefings" / "2026-11-21.json").read_text("utf-8"))
    assert found["since"] == {"new": 0, "updated": 1, "unchanged": 0}
    place.run(DAY + timedelta(days=1), force=True, everything=True)
    assert "400 miners of Larn" in place.page("2026-11-21")


def test_force_makes_the_page_again_of_the_same_articles(place: Place) -> None:
    """What was new in the period still is; the delivery is not done twice."""
    place.run()
    place.put("bank", BANK)
    assert place.run(force=True).articles == 2
    assert "Bank of Bren" in place.page("2026-11-20")
    assert len(place.sent) == 1


def test_an_earlier_day_made_again_looks_back(place: Place) -> None:
    """Not ahead: what later days told is nothing to it, and it is not the latest page."""
    place.put("bank", BANK)
    place.settings = f"{place.settings}limit = 1\n"
    place.run()
    before = place.page("2026-11-20")
    place.run(DAY + timedelta(days=1))
    place.run(DAY + timedelta(days=1), force=True, everything=True)
    latest = (place.folder / "briefings" / "latest.txt").read_text(encoding="utf-8")
    place.run(force=True)
    assert place.page("2026-11-20") == before
    assert (place.folder / "briefings" / "latest.txt").read_text(encoding="utf-8") == latest


def is_proven(place: Place, name: str) -> bool:
    """Return whether a page of the archive is what its articles make, and all of it is checked."""
    verdict = verify(place.folder / "briefings" / name, sources=place.folder)
    return not verdict.faults and not verdict.unchecked


def test_a_quiet_day_gives_a_page_that_says_so(place: Place) -> None:
    """It stands, the next page looks back past it, and `skip` writes none."""
    place.run()
    assert place.run(DAY + timedelta(days=1)).what == "quiet"
    line, signature = place.page("2026-11-21").split("\n\n")
    assert (line, signature[:6]) == ("Nothing new, 21 November.", "brief|")
    assert place.contents[-1].title == line
    for suffix in ("md", "json"):
        assert is_proven(place, f"2026-11-21.{suffix}")
    place.settings = f'quiet = "skip"\n{place.settings}'
    assert place.run(DAY + timedelta(days=2)).path is None
    assert not (place.folder / "briefings" / "2026-11-22.md").exists()
    place.put("bank", BANK)
    place.run(DAY + timedelta(days=3))
    found = json.loads((place.folder / "briefings" / "2026-11-23.json").read_text("utf-8"))
    assert "2026-11-20" in found["signature"]


FERRY_IN_FRENCH = (
    "Un ferry coule au large d'Osk\n\n19 novembre 2026\n\nLe ferry Heron a coulé jeudi au large "
    "d'Osk, et neuf habitants de Larn sont morts, a déclaré la gouverneure Ines Holt. Des "
    "plongeurs de Tarn ont fouillé la coque pendant la nuit, selon la police de Larn.\n"
)


@pytest.mark.parametrize(
    ("more", "heading", "quiet"),
    [
        ("", "En bref", "Rien de nouveau, 1er décembre."),
        ('[page]\npage_language = "de"\n', "Kurz gefasst", "Nichts Neues, 1. Dezember."),
        ('[page]\npage_language = "en"\n', "In brief", "Nothing new, 1 December."),
    ],
)
def test_a_page_keeps_to_its_language(place: Place, more: str, heading: str, quiet: str) -> None:
    """That of its articles or the one asked for; on a quiet day, too, and it can be verified."""
    place.put("ferry", FERRY_IN_FRENCH)
    place.settings += more
    place.run(DAY + timedelta(days=10))
    place.run(DAY + timedelta(days=11))
    assert f"\n{heading}\n" in place.page("2026-11-30")
    assert place.page("2026-12-01").startswith(f"{quiet}\n")
    for period in ("2026-11-30", "2026-12-01"):
        assert is_proven(place, f"{period}.md")


@pytest.mark.parametrize("where", ["of a source", "of all"])
def test_the_first_quiet_page_has_the_language_of_its_sources(place: Place, where: str) -> None:
    """There is no page before that it could look at."""
    (place.folder / "news" / "ferry.txt").unlink()
    language = 'language = "fr"\n'
    place.settings += language if where == "of a source" else f"[page]\n{language}"
    assert place.run().what == "quiet"
    assert place.page("2026-11-20").startswith("Rien de nouveau, 20 novembre.\n")
    assert is_proven(place, "2026-11-20.md")


def test_a_quiet_page_bears_the_day_of_its_zone(place: Place) -> None:
    """Seven in the morning is the evening before elsewhere."""
    place.settings = f'zone = "Asia/Tokyo"\n{place.settings}'
    place.run(DAY - timedelta(hours=9))
    assert "20 November 2026" in place.page("2026-11-20")
    assert place.run(DAY + timedelta(hours=15)).what == "quiet"
    assert "21 November" in place.page("2026-11-21")


def test_a_failed_delivery_is_tried_again(place: Place) -> None:
    """The page is kept; the next run delivers it, and the one after that does not."""
    place.refusing = True
    assert place.run().failures == ("mail: mail: 451 try later",)
    assert place.page("2026-11-20")
    place.refusing = False
    assert place.run().failures == ()
    place.run()
    assert [period for period, _, _ in place.sent] == ["2026-11-20"]


def test_what_failed_is_delivered_the_next_day(place: Place) -> None:
    """Before the page of that day, and once; after a week it is no news, and nobody new gets it."""
    place.refusing = True
    place.run()
    place.put("bank", BANK)
    assert place.run(DAY + timedelta(days=1)).failures == (
        "2026-11-20, mail: mail: 451 try later",
        "mail: mail: 451 try later",
    )
    place.refusing = False
    place.channels = ("mail", "mail late")
    assert place.run(DAY + timedelta(days=2)).failures == ()
    assert [(name, period) for name, (period, _, _) in place.sent_by] == [
        ("mail", "2026-11-20"),
        ("mail", "2026-11-21"),
        ("mail", "2026-11-22"),
        ("mail late", "2026-11-22"),
    ]
    place.refusing = True
    place.put("fire", FERRY.replace("Ferry", "Tug").replace("ferry Heron", "tug Otter"))
    place.run(DAY + timedelta(days=3))
    place.refusing = False
    place.run(DAY + timedelta(days=11))
    assert "2026-11-23" not in [period for period, _, _ in place.sent]


LONG = "Ferry Heron sinks off Osk in the night, and " + "nobody can say why " * 4 + "it did"


def mailed_words(text: str) -> list[str]:
    """Return the words of a page as text that a mail has, too: no path, and in longer lines."""
    return re.sub(r"(?m)^(\([0-9]+\) (?!https?:).*|-- )$", "", text).split()


def test_what_is_delivered_is_the_page_that_was_made(place: Place) -> None:
    """With a long title whole, whatever became of the files."""
    place.put("ferry", FERRY.replace("Ferry sinks off Osk", LONG))
    place.refusing = True
    place.run()
    assert place.contents_kept() == ["2026-11-20"]
    text = place.page("2026-11-20")
    pages = place.folder / "briefings"
    as_json = (pages / "2026-11-20.json").read_text("utf-8")
    for path in pages.glob("2026-11-20.*"):
        path.unlink()
    place.refusing = False
    assert place.run(DAY + timedelta(days=1)).failures == ()
    content = place.contents[0]
    assert (content.title, content.json, content.addresses) == (LONG, as_json, ())
    assert mailed_words(content.text) == mailed_words(text)
    assert LONG in content.html and "nine people" in content.html
    assert [period for period, _, _ in place.sent] == ["2026-11-20", "2026-11-21"]


def test_a_page_of_version_0_1_is_delivered_from_its_files(place: Place) -> None:
    """The memory of that version kept nothing to deliver; without files, nothing is due."""
    address = "https://example.org/mine?utm_source=rss"
    place.settings = '[[source]]\nfeed = "https://example.org/feed"\n'
    page = PAGE.replace("Mine of Tarn closes", LONG)
    place.web = {"https://example.org/feed": FEED, address: page}
    place.refusing = True
    place.run()
    place.refusing = False
    with State.open(place.folder / "state.db", now=DAY) as state:
        made = state.content_of("morning", "2026-11-20")
    place.forget_contents()
    later = DAY + timedelta(hours=1)
    files = sorted((place.folder / "briefings").glob("2026-11-20.*"))
    for path in files:
        path.rename(path.with_name(f"hidden-{path.name}"))
    assert place.run(later, dry=True).due == ()
    for path in files:
        path.with_name(f"hidden-{path.name}").rename(path)
    assert place.run(later, dry=True).due == ("mail",)
    assert place.run(later).failures == ()
    assert made is not None and (made.title, made.addresses) == (LONG, (address,))
    # The files have no page for a mail: their text is, in paragraphs.
    (content,) = place.contents
    assert content == replace(made, text=content.text, html="")
    assert mailed_words(content.text) == mailed_words(made.text)


def test_what_is_delivered_is_kept_for_a_week(place: Place) -> None:
    """Nothing without a channel, and nothing after the week in which a page is worth a delivery."""
    place.channels = ()
    place.run()
    assert place.contents_kept() == []
    place.channels, place.refusing = ("mail",), True
    place.put("bank", BANK)
    place.run(DAY + timedelta(days=1))
    place.channels = ()
    place.run(DAY + timedelta(days=8))
    assert place.contents_kept() == ["2026-11-21"]
    place.run(DAY + timedelta(days=9))
    assert place.contents_kept() == []


def test_a_recipient_that_is_new_gets_what_the_others_had(place: Place) -> None:
    """The page of the day, whatever its formats, also after everybody else has it."""
    place.settings = f'formats = ["markdown"]\n{place.settings}'
    place.run()
    place.channels = ("mail", "mail late")
    assert place.run(DAY + timedelta(hours=1)).failures == ()
    first, second = place.contents
    assert first == second
    assert first.text


def test_a_channel_that_is_new_gets_the_page_of_the_day(place: Place) -> None:
    """Also where the page was made before there was any."""
    place.channels = ()
    place.run()
    place.channels = ("mail",)
    assert place.run(DAY + timedelta(hours=1)).failures == ()
    assert place.sent == [("2026-11-20", place.page("2026-11-20"), None)]


def test_news_after_a_quiet_page_of_the_day_is_delivered(place: Place) -> None:
    """As another message, which a mail program does not take for the first."""
    place.run()
    later = DAY + timedelta(days=1)
    for hour in range(3):
        assert place.run(later + timedelta(hours=hour)).what == "quiet"
    place.run(later, force=True)
    assert place.labels == ["2026-11-20", "2026-11-21-quiet"]
    place.put("bank", BANK)
    assert place.run(later + timedelta(hours=1), dry=True).due == ("mail",)
    assert place.run(later + timedelta(hours=1)).what == "page"
    assert place.run(later + timedelta(hours=2), dry=True).due == ()
    place.put("fire", FERRY.replace("Ferry", "Tug").replace("ferry Heron", "tug Otter"))
    assert place.run(later + timedelta(hours=2), dry=True, force=True).due == ()
    place.run(later + timedelta(hours=2), force=True)
    assert place.labels == ["2026-11-20", "2026-11-21-quiet", "2026-11-21"]
    place.run(DAY + timedelta(days=2))
    place.put("fire", FERRY.replace("Ferry", "Ship").replace("ferry Heron", "ship Otter"))
    place.run(DAY + timedelta(days=3))
    assert [before for _, _, before in place.sent][-2:] == ["2026-11-21", "2026-11-22-quiet"]


def test_pages_of_a_briefing_are_one_thread(place: Place) -> None:
    """Each delivery names the period before it that was delivered."""
    place.run()
    place.put("bank", BANK)
    place.run(DAY + timedelta(days=1))
    assert [before for _, _, before in place.sent] == [None, "2026-11-20"]


def test_a_feed_gives_the_page_behind_its_link(place: Place) -> None:
    """Once: the article is kept beside the page, which can be verified without the network."""
    place.settings = '[[source]]\nfeed = "https://example.org/feed"\nlanguage = "en"\n'
    place.web = {
        "https://example.org/feed": FEED,
        "https://example.org/mine?utm_source=rss": PAGE,
    }
    assert place.run().articles == 1
    assert "400 miners of Larn" in place.page("2026-11-20")
    (kept,) = (place.folder / "briefings" / "sources" / "2026-11-20").glob("*.txt")
    assert "Tarn Copper" in kept.read_text(encoding="utf-8")
    verdict = verify(place.folder / "briefings" / "2026-11-20.md")
    assert (verdict.faults, verdict.unchecked) == ((), ())
    place.asked.clear()
    assert place.run(DAY + timedelta(days=1)).what == "quiet"
    assert place.asked == ["https://example.org/feed"]


def test_old_pages_and_what_they_were_made_of_go(place: Place) -> None:
    """After `keep` days, and nothing that is not ours."""
    place.settings = (
        'keep = 2\n[[source]]\nfeed = "https://example.org/feed"\n[[source]]\nfolder = "news"\n'
    )
    place.web = {
        "https://example.org/feed": FEED,
        "https://example.org/mine?utm_source=rss": PAGE,
    }
    place.run()
    diary = place.folder / "briefings" / "2026-01-01.md"
    diary.write_text("# My diary\n", encoding="utf-8")
    sources = place.folder / "briefings" / "sources"
    assert [path.name for path in sources.iterdir()] == ["2026-11-20"]
    place.put("bank", BANK)
    place.run(DAY + timedelta(days=5))
    assert not (place.folder / "briefings" / "2026-11-20.md").exists()
    assert [path.name for path in sources.iterdir()] == ["2026-11-25"]
    assert diary.exists()


def test_what_stays_in_its_folder_is_no_news_again(place: Place) -> None:
    """However long ago it was told, and however few days are kept."""
    place.settings = f"keep = 2\n{place.settings}"
    found = [place.run(DAY + timedelta(days=day)).what for day in range(8)]
    assert found == ["page", *["quiet"] * 7]


def test_a_failing_source_stops_nothing(place: Place) -> None:
    """It stands on the page's last lines, and is worth a message after three runs."""
    place.settings += '[[source]]\nfeed = "https://example.org/gone"\nname = "Gone"\n'
    outcomes = []
    for number in range(4):
        place.put(f"bank{number}", BANK.replace("Bren", f"Bren{number}"))
        outcomes.append(place.run(DAY + timedelta(days=number)))
    assert "Skipped: Gone (404 Not Found)." in place.page("2026-11-20")
    assert [bool(one.lasting) for one in outcomes] == [False, False, True, True]


def test_words_and_limits_choose_among_a_source(place: Place) -> None:
    """Include, exclude, the newest under a limit, the weightier source first."""
    place.put("bank", BANK)
    place.settings = '[[source]]\nfolder = "news"\ninclude = ["widows"]\n'
    assert place.run().articles == 1
    place.settings = '[[source]]\nfolder = "news"\nexclude = ["widows"]\n'
    assert place.run(DAY + timedelta(days=1)).articles == 1
    place.settings = '[[source]]\nfolder = "news"\nlimit = 1\n'
    place.run(DAY + timedelta(days=2), everything=True)
    assert "Bank of Bren" in place.page("2026-11-22")


def test_words_are_looked_for_in_the_page_behind_a_feed(place: Place) -> None:
    """What a feed says of an entry cannot tell; what is not wanted is not fetched again."""
    place.web = {
        "https://example.org/feed": FEED,
        "https://example.org/mine?utm_source=rss": PAGE,
    }
    feed = '[[source]]\nfeed = "https://example.org/feed"\n'
    place.settings = f'{feed}include = ["miners"]\n'
    assert place.run(DAY, everything=True).articles == 1
    place.settings = f'name = "evening"\nfolder = "evening"\n{feed}exclude = ["miners"]\n'
    assert place.run().what == "quiet"
    place.asked.clear()
    assert place.run(DAY + timedelta(days=1)).what == "quiet"
    assert place.asked == ["https://example.org/feed"]


@pytest.mark.parametrize(
    ("charset", "inside", "written"),
    [
        ("windows-1251", "", "windows-1251"),
        ("koi8-r", "", "koi8-r"),
        ("utf-8", "", "utf-8"),
        ("", "", "utf-8"),
        ("no-such", "", "utf-8"),
        ("windows-1252", "", "utf-8"),
        ("windows-1251", "utf-8", "windows-1251"),
        ("no-such", "windows-1251", "windows-1251"),
        ("", "koi8-r", "koi8-r"),
        ("unicode_escape", "koi8-r", "koi8-r"),
    ],
)
@pytest.mark.parametrize("kind", ["address", "feed"])
def test_the_server_says_in_what_encoding_it_writes(
    place: Place, kind: str, charset: str, inside: str, written: str
) -> None:
    """It goes before what the text says of itself, where the bytes bear it out."""
    name = "Мария Берг, мэр города Тарн,"
    if kind == "feed":
        words = PAGE.partition("<article>")[2].partition("</article>")[0].replace("<", "&lt;")
        whole = FEED.replace("</item>", f"<content:encoded>{words * 9}</content:encoded></item>")
        text = whole.replace(' encoding="utf-8"', f' encoding="{inside}"' if inside else "")
    else:
        text = PAGE.replace("<head>", f'<head><meta charset="{inside}">' if inside else "<head>")
    sent = text.replace("Mayor Maria Berg", name).encode(written)
    media = "application/rss+xml" if kind == "feed" else "text/html"
    place.settings = f'[[source]]\n{kind} = "https://example.org/mine"\n'
    place.fetch = lambda requests: [  # type: ignore[method-assign]
        Fetched(one.address, one.address, media, charset, sent, 1.0) for one in requests
    ]
    place.run()
    assert "Мария Берг" in place.page("2026-11-20")


def test_an_article_of_two_feeds_is_told_once(place: Place) -> None:
    """Each words it in its own way, one is gone for a day: only a feed that changes it is news."""
    address = "https://example.org/mine?utm_source=rss"
    place.settings = "".join(
        f'[[source]]\nfeed = "https://example.org/{name}"\n' for name in ("one", "two")
    )
    other = FEED.replace("Mine of Tarn closes", "400 lose their work in Tarn")
    place.web = {"https://example.org/one": FEED, address: PAGE}
    assert place.run().articles == 1
    place.web["https://example.org/two"] = other
    assert place.run(DAY + timedelta(days=1)).what == "quiet"
    del place.web["https://example.org/one"]
    assert place.run(DAY + timedelta(days=2)).what == "quiet"
    place.web["https://example.org/one"] = FEED.replace("closes.", "closes early.")
    assert place.run(DAY + timedelta(days=3)).what == "quiet"  # the page is as it was
    for day, number in ((4, "500"), (5, "600")):
        place.web["https://example.org/two"] = other.replace("400", number)
        place.web[address] = PAGE.replace("400", number)
        assert place.run(DAY + timedelta(days=day)).articles == 1
    assert place.run(DAY + timedelta(days=6)).what == "quiet"


def test_a_page_under_two_addresses_is_told_once(place: Place) -> None:
    """It names its own; the same text at another address is none that is lost, nor news."""
    link = '<link rel="canonical" href="https://www.example.org/{}">'
    place.settings = '[[source]]\nfeed = "https://example.org/feed"\n'
    first, second = (f"https://example.org/mine?utm_source=rss&ref={each}" for each in "ab")
    page = PAGE.replace("<head>", f"<head>{link.format('mine')}")

    def feed_of(*addresses: str) -> str:
        start, item, end = re.split("(<item>.*</item>)", FEED, flags=re.DOTALL)
        rows = (item.replace("mine?utm_source=rss", one.partition("org/")[2]) for one in addresses)
        return f"{start}{''.join(rows)}{end}".replace("&ref", "&amp;ref")

    place.web = {"https://example.org/feed": feed_of(first, second), first: page, second: page}
    assert place.run().articles == 1
    assert place.run(force=True).articles == 1
    third, plain = "https://example.org/mine/print", "https://www.example.org/mine"
    place.web |= {"https://example.org/feed": feed_of(first, third, plain), third: page}
    assert place.run(DAY + timedelta(days=1)).what == "quiet"
    assert plain not in place.asked
    assert place.run(DAY + timedelta(days=1), force=True, everything=True).articles == 1
    place.web[third] = page.replace("400 miners", "600 miners")
    place.web["https://example.org/feed"] = feed_of(third).replace("closes", "shut")
    assert place.run(DAY + timedelta(days=2)).articles == 1
    home = PAGE.replace("<head>", f"<head>{link.format('')}").replace("400", "700")
    other = home.replace("copper mine", "silver mine").replace("Tarn", "Dale")
    one, two = "https://example.org/one", "https://example.org/two"
    place.web |= {"https://example.org/feed": feed_of(one, two), one: home, two: other}
    assert place.run(DAY + timedelta(days=3)).articles == 2


def test_what_a_limit_leaves_over_comes_next(place: Place) -> None:
    """A limit counts what is new, so that nothing of a long list is lost."""
    place.put("bank", BANK)
    place.settings = '[[source]]\nfolder = "news"\nlimit = 1\n'
    place.run()
    place.run(DAY + timedelta(days=1))
    assert "Bank of Bren" in place.page("2026-11-20")
    assert "ferry Heron" in place.page("2026-11-21")


def test_of_a_full_mailbox_nothing_is_lost(place: Place) -> None:
    """More letters than a run takes are for the next; only those are read that are new."""
    folder = place.folder / "box" / "new"
    folder.mkdir(parents=True)
    words = BANK.partition("\n\n")[2]
    for number in range(5):
        head = f"Subject: Bank of Bren{number} fined\nMessage-ID: <{number}@example.org>\n"
        day = f"Date: Fri, 20 Nov 2026 05:0{number}:00 +0000\nFrom: desk@example.org\n"
        text = words.replace("Bren", f"Bren{number}").replace("4,000", f"{number + 4},000")
        (folder / f"17000000{number}0.M1P1.host").write_text(f"{head}{day}\n{text}", "utf-8")
    (folder / "1700000099.M1P1.host").write_text("Subject: Nothing\n\n", "utf-8")
    place.settings = '[[source]]\nmaildir = "box"\nlimit = 2\n'
    found = [place.run(DAY + timedelta(days=day)) for day in range(5)]
    assert [one.articles for one in found] == [2, 2, 1, 0, 0]
    assert "Bren4" in place.page("2026-11-20") and "Bren0" in place.page("2026-11-22")
    assert "text in the message; open it in a mail reader" in place.page("2026-11-22")
    assert "Skipped" not in place.page("2026-11-23")
    place.settings = '[[source]]\nmbox = "gone"\nname = "Letters"\n'
    with pytest.raises(UsageError, match="gone: no such mailbox; check the spelling"):
        place.run(DAY + timedelta(days=5))


@pytest.mark.parametrize(
    "settings",
    ['[[source]]\nfolder = "news"\nlanguage = "da"\n', 'page.language = "da"\n'],
)
def test_the_language_of_a_source_is_that_of_its_articles(place: Place, settings: str) -> None:
    """What the settings say comes before what the text looks like."""
    place.settings = settings if "source" in settings else settings + place.settings
    place.run()
    page = json.loads((place.folder / "briefings" / "2026-11-20.json").read_text())
    assert [one["language"] for one in page["documents"]] == ["da"]


def test_two_machines_that_share_a_folder_make_one_page(place: Place) -> None:
    """Each with a memory of its own; who ends in the middle completes it, who fails gives way."""
    first, second = "here", "there"
    place.put("bank", BANK)
    page = place.folder / "briefings" / "2026-11-20.md"
    assert place.run(machine=first).what == "page"
    before = page.read_bytes()
    place.forget()
    assert place.run(machine=second).what == "elsewhere"
    assert page.read_bytes() == before
    place.forget()
    assert place.run(machine=first).what == "done"  # it learns again what it has told
    assert page.read_bytes() == before
    place.forget()
    for path in (*page.parent.glob("[2l]*.*"), *page.parent.glob(".claims/*.told")):
        path.unlink()
    assert place.run(machine=first).what == "page"  # as after a kill: the claim is still its own
    place.forget()
    assert place.run(machine=second, force=True).what == "page"
    place.forget()
    place.settings = f'folder = "others"\n{place.settings}'
    (place.folder / "others").mkdir()
    (place.folder / "others" / "2026-11-20.md").mkdir()
    with pytest.raises(UsageError):
        place.run(machine=first)
    (place.folder / "others" / "2026-11-20.md").rmdir()
    assert place.run(machine=second).what == "page"
    assert place.run(DAY + timedelta(days=400), machine=second, yes=True).what == "quiet"
    claims = (place.folder / "others" / ".claims").iterdir()
    # An announcement stays as long as its articles are remembered.
    assert sorted(path.name for path in claims) == ["morning-2026-11-20.told", "morning-2027-12-25"]


def test_what_another_machine_told_is_no_news(place: Place) -> None:
    """A machine that takes over knows what was told while it was not the one, and by which page."""
    place.run(machine="here")
    memory = {path.name: path.read_bytes() for path in place.folder.glob("state.db*")}
    place.put("bank", BANK)
    place.forget()
    assert place.run(machine="there").what == "elsewhere"
    assert place.run(DAY + timedelta(days=1), machine="there").articles == 1
    assert "Since the earlier page: 1 new article" in place.page("2026-11-21")
    assert len(place.sent) == 2
    place.forget()
    for name, data in memory.items():
        (place.folder / name).write_bytes(data)
    place.put("fire", FERRY.replace("Ferry", "Tug").replace("ferry Heron", "tug Otter"))
    for path in (place.folder / "briefings" / ".claims").glob("*-21.told"):
        text = path.read_text(encoding="utf-8")
        (path.parent / "morning-2026-11-19.told").write_text(text[:-9], encoding="utf-8")
        (path.parent / "morning-not-2026-11-19.told").write_text(text, encoding="utf-8")
    assert place.run(DAY + timedelta(days=2), machine="here").articles == 1
    assert "tug Otter" in place.page("2026-11-22")
    found = json.loads((place.folder / "briefings" / "2026-11-22.json").read_text("utf-8"))
    assert "2026-11-21%2Emd" in found["signature"]


def test_a_folder_that_cannot_be_made_is_named(place: Place) -> None:
    """With the reason, and no traceback."""
    (place.folder / "taken").write_text("a file\n", encoding="utf-8")
    place.settings = f'folder = "taken/pages"\n{place.settings}'
    with pytest.raises(UsageError, match="taken/pages"):
        place.run()


def test_without_a_source_there_is_nothing_to_run(place: Place) -> None:
    """The error names the file and the command that writes one."""
    place.settings = 'name = "morning"\n'
    with pytest.raises(UsageError, match="brief init"):
        place.run()


def _checked(configured: Configured, place: Place, encoding: str) -> Iterator[Finding]:
    return checked(
        configured,
        place.fetch,
        lambda: "refused",
        (place.folder,),
        zone="Europe/Oslo",
        encoding=encoding,
        variables=["BRIEF_ZONE"],
    )


def test_check_names_what_is_wrong(place: Place) -> None:
    """Each source, folder and command is looked at; what is well is said, too."""
    place.settings = f'formats = ["json"]\n{place.settings}'
    place.settings += (
        '[[source]]\nfeed = "https://example.org/gone"\n[notices]\nafter = ["no-such-program"]\n'
        '[mail]\nto = ["a@example.org"]\nsender = "b@example.org"\n'
    )
    configured = parse(place.settings, place.folder / "brief.toml", {})
    found = list(_checked(configured, place, "latin-1"))
    problems = {one.what: one.problem for one in found}
    assert problems["source news: 1 article"] == ""
    assert problems["source https://example.org/gone"] == "404 Not Found"
    assert problems["mail server localhost:587"] == "refused"
    assert "none is set" in problems["time zone UTC, that of this machine Europe/Oslo"]
    assert "formats" not in problems
    assert "cron and systemd have it not" in problems["variable BRIEF_ZONE"]
    place.settings = f'zone = "UTC"\n{place.settings}'
    configured = parse(place.settings, place.folder / "brief.toml", {})
    again = {one.what: one.problem for one in _checked(configured, place, "utf-8")}
    assert again["time zone UTC, that of this machine Europe/Oslo"] == ""
    assert "are lost" in problems["locale: file names in latin-1"]
    assert "cron does not find it" in problems["command no-such-program"]
    assert all(one.advice for one in found if one.problem)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a brief.toml and a memory of its own."""
    for name in [name for name in os.environ if name.startswith("BRIEF_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    Place(tmp_path)
    (tmp_path / "brief.toml").write_text('[[source]]\nfolder = "news"\n', encoding="utf-8")
    yield tmp_path


def test_the_commands_of_a_scheduled_briefing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Run, run again, look at the log and the page; a quiet day ends with 3."""
    now = ["--now", "2026-11-20T07:00"]
    assert main(["run", *now]) == 0
    assert capsys.readouterr() == ("", "brief: briefings/2026-11-20.md: 1 article\n")
    assert main(["run", "-v", *now]) == 0
    assert "done" in capsys.readouterr().err
    assert main(["run", "--now", "2026-11-21T07:00"]) == 3
    assert main(["show", "2026-11-20"]) == 0
    assert "nine" in capsys.readouterr().out
    assert main(["log", "-n", "2"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert ["exit 3 quiet" in rows[0], "exit 0 done" in rows[1]] == [True, True]
    assert main(["check"]) == 0
    assert "source news: 1 article: well" in capsys.readouterr().out
    assert main(["config"]) == 0
    assert 'zone = "UTC"' in capsys.readouterr().out
    assert main(["show", "2026-01-01"]) == 2
    assert main(["run", "--dry-run", "--now", "2026-11-22T07:00"]) == 0
    names = "2026-11-22.md, 2026-11-22.json, 2026-11-22.txt, 2026-11-22.html"
    assert capsys.readouterr().out == f"2026-11-22: 0 new; would write {names}\n"
    assert main(["run", "--dry-run", *now, "--formats", "markdown"]) == 0
    assert "has its page" in capsys.readouterr().out
    again = ["run", "--dry-run", "--force", *now, "--formats", "markdown"]
    assert main(again) == 0
    assert capsys.readouterr().out == "2026-11-20: 1 new; would write 2026-11-20.md\n"
    assert main(["check"]) == 0


@pytest.mark.parametrize(
    ("late", "advice"),
    [(True, "see deadline under [fetch] where that lasts"), (False, "correct its place")],
)
def test_the_check_tells_a_late_source_from_a_wrong_one(
    tmp_path: Path, late: bool, advice: str
) -> None:
    """And how long fetching may take, and that pages of a key are for their owner alone."""
    text = '[[source]]\nfeed = "https://h.example/f?token=s3cr3t"\n[fetch]\ndeadline = "2m"\n'
    configured = parse(text, tmp_path / "brief.toml", {})
    failed = Failed("https://h.example/f", "no time was left for it", late=late)
    findings = checked(
        configured, lambda _: [failed], lambda: "", (tmp_path,), zone="UTC", encoding="utf-8"
    )
    said = {finding.what: (finding.problem, finding.advice) for finding in findings}
    assert said["source https://h.example/f?…"][0] == "no time was left for it"
    assert said["source https://h.example/f?…"][1].startswith(advice)
    assert said["fetching ends after 2m (deadline)"] == ("", "")
    assert said["pages are for you alone, as a source is (readable)"] == ("", "")


def test_the_check_of_a_new_file_says_to_make_its_folder(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What `brief init` names as an example is not there yet."""
    (home / "brief.toml").unlink()
    (home / "news").rename(home / "elsewhere")
    assert main(["init"]) == 0
    assert main(["check"]) == 2
    said = next(line for line in capsys.readouterr().out.splitlines() if "source news" in line)
    assert "make the folder, correct its place, or take it out" in said


def test_flags_go_before_all_other_settings(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before the environment, which goes before the file; a wrong one is named."""
    (home / "brief.toml").write_text(
        'zone = "Europe/Oslo"\n[[source]]\nfolder = "news"\n[page]\nwords = 300\n', "utf-8"
    )
    assert main(["config"]) == 0
    assert re.search(r"page.words = 300 +# brief.toml, line 5", capsys.readouterr().out)
    monkeypatch.setenv("BRIEF_PAGE_WORDS", "200")
    monkeypatch.setenv("BRIEF_ZONE", "Asia/Tokyo")
    assert main(["config", "--words", "120"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"page.words = 120 +# --words", out)
    assert re.search(r'zone = "Asia/Tokyo" +# BRIEF_ZONE', out)
    now = ["--now", "2026-11-20T07:00"]
    flags = ["--words", "120", "--title", "At seven", "--sections", "articles", "--folder", "out"]
    assert main(["run", *now, *flags, "--formats", "markdown"]) == 0
    (page,) = (home / "out").glob("2026-11-20.*")
    assert page.read_text(encoding="utf-8").startswith("# At seven\n")
    assert "words:120" in page.read_text(encoding="utf-8")
    assert main(["run", *now, "--words", "many"]) == 2
    assert "--words: 'many' is not a whole number" in capsys.readouterr().err
    assert main(["run", *now, "--zone", "Mars"]) == 2
    assert "--zone" in capsys.readouterr().err


def test_a_switch_that_is_not_typed_leaves_the_file_alone(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the file switches on stays on; the flag does so where the file does not."""
    (home / "brief.toml").write_text('[[source]]\nfolder = "news"\n[page]\n', "utf-8")
    assert main(["config"]) == 0
    assert re.search(r"page.sources = false +# default", capsys.readouterr().out)
    assert main(["config", "--sources"]) == 0
    assert re.search(r"page.sources = true +# --sources", capsys.readouterr().out)
    with (home / "brief.toml").open("a", encoding="utf-8") as file:
        file.write("sources = true\n")
    assert main(["config"]) == 0
    assert re.search(r"page.sources = true +# brief.toml, line 4", capsys.readouterr().out)
    assert main(["run", "--now", "2026-11-20T07:00"]) == 0
    page = (home / "briefings" / "2026-11-20.md").read_text(encoding="utf-8")
    assert "|sources:true" in page


def test_each_source_has_a_line(place: Place) -> None:
    """With what is new, what was seen, and what cannot be had, as a link that leads nowhere."""
    place.settings += '[[source]]\nfeed = "https://example.org/feed"\n'
    place.web = {"https://example.org/feed": FEED}
    place.run()
    assert [line.rpartition("/")[2] for line in place.told] == [
        "news: 1 new, 0 seen, 0 skipped",
        "feed: 0 new, 0 seen, 1 skipped",
    ]


def test_a_day_leads_to_the_page_of_its_week(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody counts weeks; the log has the time of the briefing's zone."""
    (home / "brief.toml").write_text(
        'zone = "America/New_York"\nperiod = "week"\n[[source]]\nfolder = "news"\n', "utf-8"
    )
    assert main(["run", "--now", "2026-11-20T21:00"]) == 0
    for wanted in ("2026-11-20", "2026-11-16", "2026-W47"):
        assert main(["show", wanted]) == 0
        assert "nine" in capsys.readouterr().out
    assert main(["log"]) == 0
    assert capsys.readouterr().out.startswith("2026-11-20 21:00 2026-W47 exit 0")


def test_messages_for_machines(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON object a line, with time, level and run."""
    (home / "brief.toml").write_text('[[source]]\nfolder = "gone"\n', encoding="utf-8")
    for number in range(3):
        main(["run", "--log-format", "json", "--now", f"2026-11-2{number}T07:00"])
    rows = [json.loads(row) for row in capsys.readouterr().err.splitlines()]
    assert {"time", "level", "run", "message"} == set(rows[0])
    assert [row["level"] for row in rows] == ["error"] * 3
    assert all("no source could be read: gone (" in row["message"] for row in rows)


def test_two_briefings_need_two_names(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each would take the other's page for its own; settings that were moved stay what they are."""
    now = ["--now", "2026-11-20T07:00"]
    assert main(["run", *now]) == 0
    other = home / "other"
    other.mkdir()
    (other / "brief.toml").write_text('[[source]]\nfolder = "../news"\n', encoding="utf-8")
    commands = (["run", *now], ["run", "--dry-run", *now], ["check"], ["log"], ["schedule"])
    for command in commands:
        assert main([*command, "--config", "other/brief.toml"]) == 2
        err = capsys.readouterr().err
        assert "the name morning is that of another briefing" in err and str(home) in err
    assert main(["run", *now, "--config", "other/brief.toml", "--name", "evening"]) == 0
    (home / "third.toml").write_text('name = "third"\n[[source]]\nfolder = "news"\n', "utf-8")
    for command in (["run", *now], ["check"]):
        assert main([*command, "--config", "third.toml"]) == 2
        assert "the briefing morning keeps its pages there" in capsys.readouterr().err
    (home / "brief.toml").rename(home / "settings.toml")
    assert main(["run", *now, "--config", "settings.toml"]) == 0
    assert main(["log", "--config", "settings.toml"]) == 0


def test_a_morning_without_sources_is_no_quiet_day(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No page says that nothing is new; the error command runs, a dry run warns, too."""
    script = f"import os; open({str(home / 'told')!r}, 'w').write(os.environ['BRIEF_ERROR'])"
    rows = json.dumps([sys.executable, "-c", script])
    (home / "brief.toml").write_text(
        f'[[source]]\nfolder = "gone"\n[notices]\nerror = {rows}\n', encoding="utf-8"
    )
    now = ["--now", "2026-11-20T07:00"]
    assert main(["run", "--dry-run", *now]) == 0
    assert "cannot be read: gone" in capsys.readouterr().err
    assert main(["run", *now]) == 2
    assert "no source could be read: gone (" in capsys.readouterr().err
    assert "gone" in (home / "told").read_text(encoding="utf-8")
    assert not (home / "briefings" / "2026-11-20.md").exists()
    assert main(["log"]) == 0
    assert "exit 2 no source could be read" in capsys.readouterr().out
    (home / "news").rename(home / "gone")
    assert main(["run", *now]) == 0


def test_a_second_run_ends_at_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With 5, and says who holds the lock."""
    from brief.schedule.plan import locked

    with locked(home / "state" / "brief" / "morning.lock", "since seven"):
        assert main(["run", "--now", "2026-11-20T07:00"]) == 5
    assert "since seven" in capsys.readouterr().err
    assert main(["run", "--now", "2026-11-20T07:00"]) == 0


def test_answers_are_kept_until_they_are_old(tmp_path: Path) -> None:
    """As they were put in, the last of an address; then they are forgotten."""
    path, address = tmp_path / "state" / "read.db", "https://example.org/feed"
    with ReadCache(path, DAY) as store:
        assert store.get(address) is None
        for body in (b"old", b"<rss>\x00\xff</rss>" * 99):
            kept = Kept(body, "text/xml", '"é"', "Fri, 20 Nov 2026 05:00:00 GMT", 1.5)
            store.put(address, kept)
    with ReadCache(path, DAY) as store:
        assert store.get(address) == kept
        store.prune(DAY)
        assert store.get(address) == kept
        store.prune(DAY + timedelta(seconds=1))
        assert store.get(address) is None
        assert store.problem == ""


def test_answers_that_cannot_be_kept_cost_no_run(tmp_path: Path) -> None:
    """A folder that is a file, a damaged file: it is as if nothing had ever been kept."""
    (tmp_path / "state").write_text("a file\n", encoding="utf-8")
    kept = Kept(b"<rss/>", "text/xml", "", "", 0.0)
    with ReadCache(tmp_path / "state" / "read.db", DAY) as store:
        store.put("https://example.org/feed", kept)
        assert store.get("https://example.org/feed") is None
        assert "state" in store.problem
    with ReadCache(tmp_path / "read.db", DAY) as store:
        store.put("https://example.org/feed", kept)
    with sqlite3.connect(tmp_path / "read.db") as database:
        database.execute("UPDATE answers SET body = ?", (b"no answer",))
    database.close()
    with ReadCache(tmp_path / "read.db", DAY) as store:
        assert store.get("https://example.org/feed") is None
    with ReadCache(tmp_path / "read.db", DAY) as store:
        store.put("https://example.org/feed", kept)
        assert store.get("https://example.org/feed") == kept


def test_the_schedule_is_printed(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A crontab line and two units, with the whole path of the program and of the settings."""
    assert main(["schedule"]) == 0
    out = capsys.readouterr().out
    assert f"--config {home}/brief.toml" in out
    assert "Persistent=true" in out and "loginctl enable-linger" in out
    for each in ("briefings", "state/brief"):
        assert f'ReadWritePaths="{home}/{each}"' in out
    assert f"/usr/bin/env XDG_STATE_HOME={home}/state " in out
    assert "SuccessExitStatus=3" in out
    assert main(["schedule", "--install", "upstart"]) == 2


def test_a_template_is_written_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is there stays as it is; the one written can be run."""
    assert main(["init"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["init", "other.toml"]) == 0
    assert main(["run", "--config", "other.toml", "--now", "2026-11-20T07:00"]) == 0


def test_one_mail_whatever_happens(
    home: Path, loopback: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """A real server gets one message for each recipient; one that was refused is tried again."""
    from aiosmtpd.controller import Controller

    class Desk:
        def __init__(self) -> None:
            self.messages: list[tuple[str, bytes]] = []
            self.refused = True

        async def handle_RCPT(
            self, server: Any, session: Any, envelope: Any, address: str, options: Any
        ) -> str:
            if address.startswith("late") and self.refused:
                return "451 try later"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            self.messages += [(address, envelope.content) for address in envelope.rcpt_tos]
            return "250 OK"

    desk = Desk()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(desk, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        (home / "brief.toml").write_text(
            '[[source]]\nfolder = "news"\n[mail]\nto = ["desk@example.org", "late@example.org"]\n'
            f'sender = "brief@example.org"\nhost = "127.0.0.1"\nport = {port}\n'
            'security = "none"\n',
            encoding="utf-8",
        )
        now = ["run", "--now", "2026-11-20T07:00"]
        assert main(now) == 7
        assert "451" in capsys.readouterr().err
        assert [address for address, _ in desk.messages] == ["desk@example.org"]
        desk.refused = False
        assert main(now) == 0
        assert main(now) == 0
    finally:
        controller.stop()
    assert [address for address, _ in desk.messages] == ["desk@example.org", "late@example.org"]
    first, second = (content for _, content in desk.messages)
    assert first == second
    assert b"Subject: Ferry sinks off Osk" in first
    assert b"Message-ID: <brief.morning.2026-11-20." in first


@pytest.mark.parametrize(
    "address",
    [
        LINKED,
        f"https://example.org/2026/11/20/{'copper-mine-' * 9}of-tarn-closes.html",
        "https://example.org/die-mine-schlie%C3%9Ft",
    ],
    ids=["short", "wider than the page", "of other letters"],
)
def test_a_mail_leads_to_the_articles(
    place: Place, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    """Who gets it does not see our files: addresses stand in it whole, and are links."""
    from brief.deliver import smtp
    from brief.run import channels

    sent: list[Any] = []
    monkeypatch.setattr(smtp, "send", lambda message, *_, **__: sent.append(message))
    place.settings = (
        '[[source]]\nfeed = "https://example.org/feed"\nname = "Dale"\n'
        '[mail]\nto = ["a@example.org"]\nsender = "b@example.org"\n'
    )
    place.web = {
        "https://example.org/feed": FEED.replace(
            "https://example.org/mine?utm_source=rss", address
        ),
        address: PAGE,
    }
    configured = parse(place.settings, place.folder / "brief.toml", {})
    place.ways = channels.channels(configured, {})
    assert place.run().failures == ()
    text, marked_up = (part.get_content() for part in sent[0].iter_parts())
    assert address in text and "sources/" not in text
    assert f'<a href="{address}#:~:text=' in marked_up and f'<a href="{address}" ' in marked_up
    assert "(1) Mine of Tarn closes, Dale, 20 Nov, 48 words: line 1" in text
    assert f"\n(1) {address}\n" in text
    assert "sources/2026-11-20/" in (place.folder / "briefings" / "2026-11-20.md").read_text(
        "utf-8"
    )


def test_a_text_does_not_say_where_our_files_lie(place: Place) -> None:
    """Nor of letters, which have no address and perhaps no title, nor of what was skipped."""
    letters = place.folder / "box" / "new"
    letters.mkdir(parents=True)
    for number, head, body in (
        (1, "", BANK.partition("\n\n")[2]),
        (2, "Subject: Mine of Tarn closes\n", FERRY.replace("ferry Heron", "mine")),
        (3, "Subject: Too short\n", "Oh."),
    ):
        sender = f"From: a@example.org\nMessage-ID: <{number}@example.org>\n{head}\n"
        (letters / f"170000000{number}.M1P1.h").write_text(sender + body, encoding="utf-8")
    place.settings = '[[source]]\nmaildir = "box"\n'
    assert place.run().articles == 2
    text = place.page("2026-11-20")
    assert "Mine of Tarn closes" in text and "A judge fined the Bank of Bren" in text
    assert "too-short.txt (too little prose" in " ".join(text.split())
    assert str(place.folder) not in text and "sources" not in text
    assert verify(place.folder / "briefings" / "2026-11-20.md").faults == ()


def test_mail_and_webhook_need_no_files(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """They get the page as text and as JSON, whatever formats are kept in the archive."""
    from brief.deliver import notify, smtp
    from brief.run import channels

    sent: list[Any] = []
    posted: list[bytes] = []
    monkeypatch.setattr(smtp, "send", lambda message, *_, **__: sent.append(message))
    monkeypatch.setattr(notify, "webhook", lambda _, body, __: posted.append(body))
    place.put("ferry", FERRY.replace("Ferry sinks off Osk", LONG))
    place.settings += (
        '[mail]\nto = ["a@example.org"]\nsender = "b@example.org"\n'
        '[notices]\nwebhook = "https://example.org/hook"\n'
    )
    configured = parse(f'formats = ["markdown"]\n{place.settings}', None, {})
    place.ways = channels.channels(configured, {})
    for formats in ('formats = ["markdown"]\n', ""):
        settings, place.settings = place.settings, f"{formats}{place.settings}"
        assert place.run().failures == ()
        place.settings = settings
        place.forget()
    assert sorted(path.suffix for path in (place.folder / "briefings").glob("2026*")) == [
        ".html",
        ".json",
        ".md",
        ".txt",
    ]
    assert sent[0]["Subject"] == LONG
    assert posted == [(place.folder / "briefings" / "2026-11-20.json").read_bytes()] * 2
    text = sent[0].get_body(("plain",)).get_content()
    assert mailed_words(text) == mailed_words(place.page("2026-11-20"))
    marked_up = sent[0].get_body(("html",)).get_content()
    assert f"<title>{LONG}</title>" in marked_up and "nine people" in marked_up


def test_a_feed_over_http(home: Path, loopback: None, request: pytest.FixtureRequest) -> None:
    """From a server on this machine, which has to be allowed; robots.txt is asked for the page."""
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
    from threading import Thread

    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            host = f"http://127.0.0.1:{self.server.server_address[1]}"
            bodies = {
                "/feed": FEED.replace("https://example.org", host),
                "/mine?utm_source=rss": PAGE,
            }
            body = bodies.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            kind = "application/rss+xml" if self.path == "/feed" else "text/html"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_address[1]}/feed"
        settings = f'[[source]]\nfeed = "{address}"\n'
        (home / "brief.toml").write_text(settings, encoding="utf-8")
        assert main(["run", "--now", "2026-11-20T07:00"]) == 2
        assert asked == []
        (home / "brief.toml").write_text(f"{settings}[fetch]\nlocal = true\n", encoding="utf-8")
        assert main(["run", "--force", "--now", "2026-11-20T07:00"]) == 3
        assert asked == ["/feed"]  # where its links lead is not allowed with it
        request.getfixturevalue("web_server")
        assert main(["run", "--force", "--now", "2026-11-20T07:00"]) == 0
    finally:
        server.shutdown()
        server.server_close()
    assert asked[1:] == ["/feed", "/robots.txt", "/mine?utm_source=rss"]
    page = home / "briefings" / "latest.md"
    assert "400 miners of Larn" in page.read_text(encoding="utf-8")
    assert verify(page).faults == ()


def test_hooks_and_failures(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A command runs after a page, with what it is about; one that fails is told of."""
    script = f"import os; open({str(home / 'told')!r}, 'w').write(os.environ['BRIEF_PERIOD'])"
    rows = json.dumps([sys.executable, "-c", script])
    (home / "brief.toml").write_text(
        f'[[source]]\nfolder = "news"\n[notices]\nafter = {rows}\nbefore = ["false"]\n',
        encoding="utf-8",
    )
    assert main(["run", "--now", "2026-11-20T07:00"]) == 0
    assert (home / "told").read_text(encoding="utf-8") == "2026-11-20"
    assert "false: exit 1" in capsys.readouterr().err


def test_a_password_file_that_others_may_read_is_refused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The mode is named; the password is not."""
    (home / "secret").write_text("hunter2", encoding="utf-8")
    (home / "secret").chmod(0o644)
    (home / "brief.toml").write_text(
        '[[source]]\nfolder = "news"\n[mail]\nto = ["a@example.org"]\nsender = "b@example.org"\n'
        'user = "b"\npassword_file = "secret"\n',
        encoding="utf-8",
    )
    assert main(["run", "--now", "2026-11-20T07:00"]) == 2
    err = capsys.readouterr().err
    assert "chmod 600" in err and "hunter2" not in err


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_a_list_of_feeds_that_is_no_file_holds_nothing_up(
    place: Place, make: Callable[[Path], None]
) -> None:
    """A pipe is not waited for; the page of the others names it."""
    make(place.folder / "feeds.opml")
    place.settings += '[[source]]\nopml = "feeds.opml"\n'
    assert place.run().articles == 1
    assert "feeds.opml (not a file)" in place.sent[0][1]
