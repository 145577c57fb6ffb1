"""Nothing is lost and nothing told twice: sources that disagree, fail, move, or share a machine."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from test_running import BANK, DAY, FERRY, Place, mailed_words

import brief
from brief import pipeline
from brief.errors import NothingToBrief, UsageError
from brief.pipeline import verify
from brief.run import sharing

FEED = "https://example.org/feed"
A, B = "https://example.org/a", "https://example.org/b"


def words(number: int) -> str:
    return (
        f"The council of Tarn{number} closed the copper mine {number} on Friday, and {number}00 "
        f"miners of Larn{number} lost their work, Mayor Maria Berg{number} said."
    )


def page(number: int) -> str:
    body = f"<h1>Mine {number} of Tarn{number} closes</h1><p>{words(number)}</p>"
    head = f"<head><title>Mine {number} closes</title></head>"
    return f"<html>{head}<body><article>{body}</article></body></html>"


def whole(number: int) -> str:
    more = "".join(
        f"<p>Warden Ulf Brandt{number}{k} of Osk{k} told the court of Dale that {k + 2}0 "
        f"tonnes of ore had been sold to Bren{number}{k} for cash.</p>"
        for k in range(6)
    )
    return f"<p>{words(number)}</p>{more}"


def item(title: str, link: str = "", guid: str = "", text: str = "", hour: int = 5) -> str:
    parts = [f"<title>{title}</title><pubDate>Fri, {hour} Nov 2026 05:00:00 GMT</pubDate>"]
    parts += [f"<link>{link}</link>"] if link else []
    parts += [f'<guid isPermaLink="false">{guid}</guid>'] if guid else []
    parts += [f"<content:encoded><![CDATA[{text}]]></content:encoded>"] if text else []
    return f"<item>{''.join(parts)}</item>"


def feed(*items: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content='
        '"http://purl.org/rss/1.0/modules/content/"><channel><title>Radio</title>'
        f"<link>https://example.org/</link>{''.join(items)}</channel></rss>"
    )


def source(place: str = FEED, **more: str) -> str:
    rows = "".join(f"{name} = {value}\n" for name, value in more.items())
    return f'[[source]]\nfeed = "{place}"\n{rows}'


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def days(place: Place, count: int, **options: bool) -> list[tuple[str, int]]:
    found = [place.run(DAY + timedelta(days=day), **options) for day in range(count)]
    return [(one.what, one.articles) for one in found]


@pytest.mark.parametrize("guid", ["/etc/passwd", "n" * 300, "../../brief.toml"])
def test_what_an_entry_calls_itself_is_no_path(place: Place, guid: str) -> None:
    """It is kept under a name of ours, not shown in the text, and can be verified."""
    place.settings = source()
    place.web = {FEED: feed(item("Mine 1 of Tarn1 closes", guid=guid, text=whole(1)))}
    assert days(place, 2) == [("page", 1), ("quiet", 0)]
    text = place.page("2026-11-20")
    assert "- (1) Mine 1 of Tarn1 closes, Radio, 5 Nov, 160 words: line 1" in text
    assert "sources" not in text and str(place.folder) not in text
    assert verify(place.folder / "briefings" / "2026-11-20.md").faults == ()


def test_a_long_message_id_ends_no_run(place: Place) -> None:
    """A mail can come from anybody."""
    (place.folder / "box" / "new").mkdir(parents=True)
    head = f"Subject: Bank fined\nMessage-ID: <{'a' * 250}@example.org>\nFrom: a@example.org\n"
    (place.folder / "box" / "new" / "1700000001.M1P1.h").write_text(
        f"{head}\n{BANK.partition(chr(10) * 2)[2]}", "utf-8"
    )
    place.settings = '[[source]]\nmaildir = "box"\n'
    assert days(place, 2) == [("page", 1), ("quiet", 0)]


def test_what_one_source_refuses_another_may_want(place: Place) -> None:
    """The first that lists an article does not decide for the others."""
    place.web = {FEED: feed(item("Mine closes", A), item("Mine shut", B)), A: page(1), B: page(2)}
    place.settings = source(include='["Tarn1"]') + source(f"{FEED}2", exclude='["Tarn1"]')
    place.web[f"{FEED}2"] = place.web[FEED]
    assert days(place, 2) == [("page", 2), ("quiet", 0)]


def test_what_one_source_cannot_give_another_may_have(place: Place) -> None:
    """The page behind a short feed is gone; the long feed has the text of it."""
    place.web = {
        FEED: feed(item("Mine closes", A)),
        f"{FEED}2": feed(item("Mine", A, "", whole(1))),
    }
    place.settings = source() + source(f"{FEED}2")
    assert days(place, 2) == [("page", 1), ("quiet", 0)]


def test_who_refuses_an_article_does_so_for_himself(place: Place) -> None:
    """Where the others may have it later, or the next day, they are asked again."""
    football = {"include": '["football"]'}
    place.settings = source() + source(f"{FEED}2", **football)
    place.web = {FEED: feed(item("Mine", A)), f"{FEED}2": feed(item("Mine", A, "", whole(1)))}
    assert place.run().what == "quiet"  # the one cannot have it, the other does not want it
    place.web[A] = page(1)
    assert place.run(DAY + timedelta(days=1)).articles == 1
    place.settings = 'name = "limited"\nfolder = "limited"\n' + source(limit="1")
    place.settings += source(f"{FEED}2", **football)
    place.web = {FEED: feed(item("Mine 2", B, hour=19), item("Mine 1", A, hour=18)), A: page(1)}
    place.web |= {B: page(2), f"{FEED}2": feed(item("Mine 1", A))}
    assert sum(articles for _, articles in days(place, 2)) == 2
    place.settings = 'name = "later"\nfolder = "later"\n' + source(f"{FEED}2", **football)
    place.web[f"{FEED}2"] = feed(item("Mine 1", "https://example.org/copy", "", whole(1)))
    assert place.run().what == "quiet"
    place.settings += source()
    place.web[FEED] = feed(item("Mine 1", A, "", whole(1)), item("Mine 3", guid="3", text=whole(3)))
    assert place.run(DAY + timedelta(days=1)).articles == 2


def test_a_page_that_names_another_does_not_hide_it(place: Place) -> None:
    """What a page says of its own address may be wrong; so may a fragment."""
    place.settings = source()
    named = page(2).replace("<head>", f'<head><link rel="canonical" href="{A}">')
    place.web = {FEED: feed(item("Mine 2", B)), B: named, A: page(1)}
    assert place.run().articles == 1
    place.web[FEED] = feed(item("Mine 1", A))
    assert place.run(DAY + timedelta(days=1)).articles == 1
    assert place.run(DAY + timedelta(days=2)).what == "quiet"


def test_a_link_is_given_up_by_days_and_not_by_runs(place: Place) -> None:
    """Cron may run every hour of a quiet day; and who is given up may come back."""
    place.settings, place.web = source(), {FEED: feed(item("Mine", A))}
    for hour in range(9):
        assert place.run(DAY + timedelta(hours=hour)).what == "quiet"
    place.web[A] = page(1)
    assert place.run(DAY + timedelta(days=1)).articles == 1


def test_a_text_is_known_as_long_as_it_stands(place: Place) -> None:
    """However few days are kept: a file that is renamed then is no news."""
    place.settings = f"keep = 4\n{place.settings}"
    place.run()
    for day in range(1, 9):
        assert place.run(DAY + timedelta(days=day)).what == "quiet"
    (place.folder / "news" / "ferry.txt").rename(place.folder / "news" / "boat.txt")
    assert place.run(DAY + timedelta(days=9)).what == "quiet"


@pytest.mark.parametrize("kept", [True, False])
def test_a_folder_that_moved_has_its_pages_with_it(tmp_path: Path, kept: bool) -> None:
    """What was not delivered is; from where it lies now, where the memory has nothing of it."""
    (tmp_path / "old").mkdir()
    place = Place(tmp_path / "old")
    place.refusing = True
    place.run()
    place.refusing = False
    place.folder = (tmp_path / "old").rename(tmp_path / "new")
    if not kept:
        place.forget_contents()
    assert place.run(DAY + timedelta(days=1)).failures == ()
    period, text, before = place.sent[0]
    assert (period, before) == ("2026-11-20", None)
    assert mailed_words(text) == mailed_words(place.page("2026-11-20"))


def test_links_that_lead_nowhere_hold_nobody_up(place: Place) -> None:
    """They go behind what is new, come when they can be had, and are given up after a week."""
    gone = [f"https://example.org/gone{number}" for number in range(2)]
    rows = [item(f"Gone {n}", each, hour=19) for n, each in enumerate(gone)]
    place.settings = source(limit="2")
    place.web = {FEED: feed(*rows, item("Mine closes", A, hour=18)), A: page(1)}
    assert days(place, 3) == [("quiet", 0), ("page", 1), ("quiet", 0)]
    place.web[gone[0]] = page(2)
    assert place.run(DAY + timedelta(days=3)).articles == 1
    for day in range(4, 9):
        place.run(DAY + timedelta(days=day))
    assert "Skipped" in place.page("2026-11-24")
    place.asked.clear()
    place.run(DAY + timedelta(days=9))
    assert place.asked == [FEED]
    assert "Skipped" not in place.page("2026-11-29")


def test_numbers_of_entries_are_their_feeds(place: Place) -> None:
    """Two feeds may both have an entry 1, and no link."""
    place.settings = source() + source(f"{FEED}2")
    for number, each in enumerate((FEED, f"{FEED}2"), 1):
        place.web[each] = feed(item(f"Mine {number}", guid="1", text=whole(number)))
    assert days(place, 2) == [("page", 2), ("quiet", 0)]


def test_places_of_one_page_are_several_articles(place: Place) -> None:
    """As a list of changes links to them; the fragment tells them apart."""
    rows = (item(f"Change {n}", f"{A}#v{n}", f"v{n}", whole(n)) for n in (3, 2, 1))
    place.settings, place.web = source(), {FEED: feed(*rows)}
    assert days(place, 2) == [("page", 3), ("quiet", 0)]


def test_a_mailbox_that_changes_while_it_is_read_loses_nothing(place: Place) -> None:
    """A mail reader marks the first letter, and all others move: the next run has them."""

    def letter(number: int) -> str:
        head = f"Message-ID: <{number}@example.org>\nSubject: Mine {number}\n"
        when = f"Fri Nov 20 05:0{number}:00 2026"
        return f"From desk@example.org {when}\n{head}\n{words(number)}\n\n"

    box = place.folder / "box"
    box.write_text(letter(1) + letter(2) + letter(3), encoding="utf-8")
    place.settings = '[[source]]\nmbox = "box"\n' + source()
    place.web = {FEED: feed(item("Mine closes", A)), A: page(9)}
    fetch = place.fetch

    def marking(requests):  # type: ignore[no-untyped-def]
        if any(one.address == A for one in requests):
            box.write_text(box.read_text().replace("\nSubject", "\nStatus: RO\nSubject", 1))
        return fetch(requests)

    place.fetch = marking  # type: ignore[method-assign]
    first, second, third = (place.run(DAY + timedelta(days=day)).articles for day in range(3))
    assert (first + second, third) == (4, 0)


def test_a_text_is_told_once_whatever_it_is_called(place: Place) -> None:
    """A file that was renamed, an entry whose feed counts its readers."""
    assert place.run().articles == 1
    (place.folder / "news" / "ferry.txt").rename(place.folder / "news" / "boat.txt")
    assert place.run(DAY + timedelta(days=1)).what == "quiet"
    place.settings = source()
    for day in range(2, 5):
        pixel = f'<img src="https://example.org/{day}.gif">'
        place.web = {FEED: feed(item("Mine closes", A, "", whole(1) + pixel))}
        made = place.run(DAY + timedelta(days=day))
        assert made.what == ("page" if day == 2 else "quiet")


def test_what_one_article_said_before_is_news_in_another(place: Place) -> None:
    """Only its own update leaves it out."""
    shared = "A fire in the mill of Dale killed 14 millers of Osk on Friday, Ulf Brandt said."
    place.put("ferry", FERRY.replace("nine", "eleven"))
    place.put("fire", f"Fire in Dale kills 14\n\n21 November 2026\n\n{shared} {words(1)}\n")
    reading = brief.read([str(place.folder / "news")])
    (ferry,) = [one.sha256 for one in reading if "Heron" in one.text]
    versions = {ferry: f"{FERRY}\n{shared}\n"}
    made = pipeline.brief(reading, now=DAY.date(), versions=versions)
    told = " ".join(line.text for line in made.lines())
    assert "eleven people" in told and shared in told


def test_a_page_made_again_loses_nothing(place: Place) -> None:
    """What the first had and the second has not comes the next day; without any it stays."""
    place.settings = f"{place.settings}limit = 1\n"
    place.run()
    assert "Heron" in place.page("2026-11-20")
    place.put("bank", BANK)
    place.run(force=True)
    assert "Heron" not in place.page("2026-11-20")
    place.run(DAY + timedelta(days=1))
    assert "Heron" in place.page("2026-11-21")
    before = place.page("2026-11-21")
    (place.folder / "news" / "ferry.txt").write_text("Gone.\n", encoding="utf-8")
    with pytest.raises(NothingToBrief, match="make the page again"):
        place.run(DAY + timedelta(days=1), force=True)
    assert place.page("2026-11-21") == before


def test_each_briefing_prunes_its_own(place: Place) -> None:
    """One that keeps little makes no other forget; their pages lie in folders of their own."""
    long = place.settings
    short = f'name = "short"\nfolder = "short"\nkeep = 1\n{place.settings}'
    place.run()
    place.settings = short
    place.run()
    place.run(DAY + timedelta(days=9))
    place.settings = long
    assert place.run(DAY + timedelta(days=10)).what == "quiet"
    place.settings = f'name = "third"\n{long}'
    with pytest.raises(UsageError, match="the briefing morning keeps its pages there"):
        place.run(DAY + timedelta(days=10))


def test_machines_learn_of_a_page_that_another_made_again(place: Place) -> None:
    """Nothing of it is told again, and nobody makes a third."""

    def swap(other: dict[str, bytes]) -> dict[str, bytes]:
        own = taken(place)
        put_back(place, other)
        return own

    place.run(machine="here")
    here = swap({})
    place.put("bank", BANK)
    assert place.run(machine="there", force=True).articles == 2
    swap(here)
    assert place.run(machine="here").what == "elsewhere"
    assert place.run(DAY + timedelta(days=1), machine="here").what == "quiet"
    later = DAY + timedelta(days=2)
    place.put("fire", FERRY.replace("Ferry", "Tug").replace("ferry Heron", "tug Otter"))
    here = swap({})
    place.run(later, machine="there", force=True)
    sent = len(place.sent)
    swap(here)
    assert place.run(later, machine="here").what == "elsewhere"
    assert len(place.sent) == sent


def test_a_page_made_again_elsewhere_may_have_less(place: Place) -> None:
    """What it left out is news again for all, and one that can get nothing leaves it alone."""
    place.settings = f"{place.settings}limit = 1\n"
    place.run(machine="here")
    here = taken(place)
    assert place.run(machine="there").what == "elsewhere"
    there = taken(place)
    put_back(place, here)
    place.put("bank", BANK)
    place.run(machine="here", force=True)
    assert "Heron" not in place.page("2026-11-20")
    taken(place)
    put_back(place, there)
    place.run(DAY + timedelta(days=1), machine="there")
    assert "Heron" in place.page("2026-11-21")
    before = place.page("2026-11-20")
    for name in ("ferry", "bank"):
        place.put(name, "Gone.\n")
    with pytest.raises(NothingToBrief):
        place.run(machine="there", force=True)
    assert place.page("2026-11-20") == before


def taken(place: Place) -> dict[str, bytes]:
    """Take the memory of a machine away."""
    own = {path.name: path.read_bytes() for path in place.folder.glob("*.db*")}
    for name in own:
        (place.folder / name).unlink()
    return own


def put_back(place: Place, memory: dict[str, bytes]) -> None:
    for name, data in memory.items():
        (place.folder / name).write_bytes(data)


def test_broken_claims_end_no_run(place: Place) -> None:
    """One that was cut off, one that nests, one that is a folder."""
    folder = place.folder / "briefings" / sharing.FOLDER
    folder.mkdir(parents=True)
    (folder / "morning-2026-11-20").write_text("", encoding="utf-8")
    (folder / "morning-2026-11-19.told").write_text("[" * 100_000, encoding="utf-8")
    (folder / "morning-2020-11-19").mkdir()
    assert place.run(machine="here").what == "page"


#: Where an article may appear: in a feed of links, in a feed of texts, in the folder.
PLACES = (FEED, f"{FEED}2", "news")
DAYS = st.fixed_dictionaries(
    {
        "new": st.lists(st.sets(st.sampled_from(PLACES), min_size=1), max_size=3),
        "down": st.sets(st.sampled_from(PLACES[:2])),
        "gone": st.booleans(),
        "runs": st.lists(st.tuples(st.sampled_from(["here", "there"]), st.booleans()), max_size=3),
    }
)
CALM: dict[str, Any] = {"new": [], "down": set(), "gone": False, "runs": [("here", False)]}


@examples(max_examples=30)
@given(st.lists(DAYS, min_size=1, max_size=5), st.integers(1, 3))
def test_whatever_happens_each_article_is_told_once(
    story: list[dict[str, Any]], limit: int
) -> None:
    """Feeds and pages that fail, runs again and by force, on two machines: at last all are told."""
    with tempfile.TemporaryDirectory() as name:
        place = Place(Path(name))
        (place.folder / "news" / "ferry.txt").unlink()
        place.settings = "".join(source(one, limit=str(limit)) for one in PLACES[:2])
        place.settings += f'[[source]]\nfolder = "news"\nlimit = {limit}\n'
        listed: dict[str, list[str]] = {one: [] for one in PLACES[:2]}
        memories: dict[str, dict[str, bytes]] = {"here": {}, "there": {}}
        expected: set[str] = set()
        for day, today in enumerate([*story, *(CALM for _ in range(16))]):
            for places in today["new"]:
                expected |= appearing(place, listed, len(expected), places)
            place.web = {
                one: feed(*rows, item("Empty", "https://example.org/empty"))
                for one, rows in listed.items()
                if one not in today["down"]
            }
            if not today["gone"]:
                for number in range(40):
                    place.web[f"https://example.org/{number}"] = page(number)
            for machine, force in today["runs"]:
                put_back(place, memories[machine])
                with suppress(NothingToBrief):
                    place.run(DAY + timedelta(days=day), machine=machine, force=force)
                memories[machine] = taken(place)
        told: Counter[str] = Counter()
        for path in (place.folder / "briefings").glob("2*.json"):
            titles = [one["title"] for one in json.loads(path.read_text("utf-8"))["documents"]]
            told.update(re.sub(r"^(\w+ \d+) .*", r"\1", title) for title in titles)
    assert told == dict.fromkeys(expected, 1)


def appearing(
    place: Place, listed: dict[str, list[str]], number: int, places: set[str]
) -> set[str]:
    """Let an article appear in some places, and return what it is called, in files and feeds."""
    link = f"https://example.org/{number}"
    if FEED in places:
        listed[FEED].insert(0, item(f"Mine {number} shut", link))
    if f"{FEED}2" in places:
        listed[f"{FEED}2"].insert(0, item(f"Mine {number} closed", link, "", whole(number)))
    if "news" in places:
        place.put(str(number), f"Pit {number} closes\n\n{words(number + 500)}\n")
    found = {f"Pit {number}"} if "news" in places else set()
    return found | ({f"Mine {number}"} if places - {"news"} else set())
