"""The start page and the feed of an archive: what they say, whatever lies in the folder."""

from __future__ import annotations

import os
import re
import stat
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_briefings import article, briefing, cases, line
from payloads import PAYLOADS
from test_formats import LANGUAGES, TEXTS, hostile_briefing, with_sections, with_stories
from test_renderers import made_page
from test_running import BANK, DAY, Place
from work import steps

from brief.deliver import archive, heads, site
from brief.deliver.feed import MARK, MOST
from brief.deliver.site import Site
from brief.errors import UsageError
from brief.formats import FORMATS
from brief.formats.html.excerpt import content, excerpt
from brief.language.visible import visible
from brief.model import Briefing

RIVER = cases("formats_briefings.json")["river"]
NOW = datetime(2026, 11, 20, 7, 0, 13, tzinfo=UTC)
ADDRESS = "https://news.example.org/pages/"
SITE = Site(name="morning", now=NOW, at=time(7), zone=UTC)
#: A page of ours, as short as can be.
SHORT = (
    '<!doctype html>\n<html lang="en" dir="ltr">\n<main id="page">\n<header>\n'
    '<h1>Ferry {0} sinks</h1>\n<p class="text"><bdi>20 November 2026</bdi> · 2 articles · 9 words'
    ' read</p>\n</header>\n<h2>In brief</h2>\n<ol class="lines">\n<li class="line" value="1">'
    '<a class="said" href="#a1-0-9">Nobody died on {0}.</a> <span class="beside">'
    '<bdi class="aside">Dale Radio, 20 Nov</bdi>: <a class="place" href="#a1-0-9">1</a></span></li>'
    f"\n</ol>\n</main>\n<!-- brief-page sha256={'0' * 64} -->\n"
)
KEPT = set("html head meta title link style body main header p h1 h2 section ul li a span bdi time"
           .split())  # fmt: skip
IN_FEED = set("html head body div p h2 h3 ol ul li a strong br table tbody tr th td".split())


def tree_of(page: str, *, strict: bool = True) -> Any:
    return html5lib.HTMLParser(strict=strict, namespaceHTMLElements=False).parse(page)


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def texts_of(made: Briefing, *formats: str) -> dict[str, str]:
    return {FORMATS[name].suffix: FORMATS[name].render(made) for name in formats or FORMATS}


def kept(folder: Path, key: str, made: Briefing | None = None, **fields: Any) -> Path:
    """Keep a page as a run does; return the folder."""
    texts = texts_of(made) if made else {"html": SHORT.format(key)}
    archive.keep(texts, folder, key, site=replace(SITE, **fields))
    return folder


def start(folder: Path) -> Any:
    return tree_of((folder / "index.html").read_text("utf-8"))


def feed(folder: Path) -> Any:
    """Return the feed as a reader takes it; it is well-formed."""
    read = feedparser.parse((folder / "feed.xml").read_bytes())
    assert not read.bozo
    return read


def hrefs(tree: Any) -> list[str]:
    return [each.get("href") for each in tree.iter("a")]


def test_the_start_page_lists_the_days_by_month(tmp_path: Path) -> None:
    """The newest first, each with its title, its articles and a link; then what is of no day."""
    for key in ("2026-10-31", "special", "2026-11-19", "2026-W46", "2026-11-20"):
        kept(tmp_path, key)
    tree = start(tmp_path)
    months = [
        (
            [text_of(heading) for heading in section.iter("h2")],
            [text_of(row) for row in section.iter("li")],
        )
        for section in tree.iter("section")
    ]
    row = "{} Ferry {} sinks 2 articles"
    assert months == [
        (
            ["November 2026"],
            [
                row.format("20", "2026-11-20"),
                row.format("19", "2026-11-19"),
                row.format("2026-W46", "2026-W46"),
            ],
        ),
        (["October 2026"], [row.format("31", "2026-10-31")]),
        ([], [row.format("special", "special")]),
    ]
    assert "2026-W46.html" in hrefs(tree)
    moments = [each.get("datetime") for each in tree.iter("time")]
    assert moments == ["2026-11-20", "2026-11-19", "2026-W46", "2026-10-31"]


def test_the_start_page_begins_with_the_latest_page(tmp_path: Path) -> None:
    """Its title, what it is made of, and its first lines, each with a link to its place."""
    kept(tmp_path, "2026-11-19")
    kept(tmp_path, "2026-11-20", RIVER)
    tree = start(tmp_path)
    (title,) = tree.iter("h1")
    assert (text_of(title), title.find("a").get("href")) == (
        "Ferry sinks on the Larn",
        "2026-11-20.html",
    )
    assert "20 November 2026 · 4 articles, 1 outlet" in text_of(tree.find("body/main/header"))
    lines = next(each for each in tree.iter("ul") if each.get("class") == "lines")
    assert [text_of(each) for each in lines.iter("a")] == [
        visible(each.text) for each in RIVER.in_brief
    ]
    assert "Larn Gazette, Jan 2010, reported 15 Jan 2010" in text_of(lines)
    page = (tmp_path / "2026-11-20.html").read_text("utf-8")
    for href in hrefs(lines):
        file, _, name = href.partition("#")
        assert file == "2026-11-20.html" and f'id="{name}"' in page


def test_the_start_page_lets_nothing_in(tmp_path: Path) -> None:
    """Its policy knows its one style, and there is no script."""
    page = (kept(tmp_path, "2026-11-20", RIVER) / "index.html").read_text("utf-8")
    tree = tree_of(page)
    (style,) = tree.iter("style")
    digest = b64encode(sha256(style.text.encode()).digest()).decode()
    policy = next(each for each in tree.iter("meta") if each.get("http-equiv")).get("content")
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert {each.tag for each in tree.iter() if isinstance(each.tag, str)} <= KEPT
    assert not any("style" in set(each.keys()) for each in tree.iter())
    assert "@media (prefers-color-scheme: dark)" in style.text


def test_pages_in_other_formats_are_listed(tmp_path: Path) -> None:
    """With their titles, where they say them; the latest in HTML is at the top."""
    kept(tmp_path, "2026-11-19")
    texts = texts_of(RIVER, "markdown", "json")
    archive.keep(texts, tmp_path, "2026-11-20", site=SITE)
    rows = [text_of(each) for each in start(tmp_path).iter("li") if each.get("class") == "kept"]
    assert rows == [
        "20 Ferry sinks on the Larn 4 articles, 1 outlet",
        "19 Ferry 2026-11-19 sinks 2 articles",
    ]
    assert text_of(next(start(tmp_path).iter("h1"))) == "Ferry 2026-11-19 sinks"
    assert [each.title for each in feed(tmp_path).entries] == ["Ferry 2026-11-19 sinks"]


def test_without_a_page_in_html_there_is_a_start_page_still(tmp_path: Path) -> None:
    """And a feed without pages, in case one comes."""
    archive.keep(texts_of(RIVER, "text"), tmp_path, "2026-11-20", site=SITE)
    assert text_of(next(start(tmp_path).iter("h1"))) == "Briefing: morning"
    assert feed(tmp_path).entries == []


def test_a_day_without_news_says_so(tmp_path: Path) -> None:
    """Its page has the briefing's name for a title, which is not said twice."""
    kept(tmp_path, "2026-11-19")
    page = re.sub("(?s) · 2 articles .*? read|<h2>.*</ol>\n", "", SHORT.format("")).replace(
        "<h1>Ferry  sinks", "<h1>morning"
    )
    archive.keep({"html": page}, tmp_path, "2026-11-20", site=SITE)
    tree = start(tmp_path)
    assert text_of(next(tree.iter("header"))) == "Briefing: morning 20 November 2026"
    assert [text_of(row) for row in tree.iter("li")] == [
        "20 morning nothing is new",
        "19 Ferry 2026-11-19 sinks 2 articles",
    ]


@pytest.mark.parametrize("language", ["ar", "he", "fr"])
def test_both_are_in_the_language_of_the_latest_page(tmp_path: Path, language: str) -> None:
    """And written its way."""
    kept(tmp_path, "2026-11-20", replace(RIVER, language=language))
    rtl = language in ("ar", "he")
    tree = start(tmp_path)
    assert (tree.get("lang"), tree.get("dir")) == (language, "rtl" if rtl else "ltr")
    month = {"ar": "نوفمبر 2026", "he": "נובמבר 2026", "fr": "novembre 2026"}[language]
    assert text_of(next(tree.iter("h2"))) == month
    (entry,) = feed(tmp_path).entries
    assert entry.content[0].language == language
    assert ('dir="rtl"' in entry.content[0].value) == rtl


# The feed.


def test_the_feed_has_the_whole_page(tmp_path: Path) -> None:
    """Every line and article of it, with links to the web; a place in a file is no link."""
    (entry,) = feed(kept(tmp_path, "2026-11-20", RIVER)).entries
    assert entry.title == "Ferry sinks on the Larn"
    assert entry.content[0].type == "text/html"
    tree = tree_of(f"<!doctype html><title>x</title>{entry.content[0].value}")
    shown = text_of(tree)
    for each in (*RIVER.in_brief, *(each for listed in RIVER.articles[:1] for each in
                                    listed.sentences)):  # fmt: skip
        assert visible(each.text) in shown
    assert "The sources" not in shown and "brief|v" not in shown and "Skip to" not in shown
    numbers = [each.get("value") for each in tree.iter("li")]
    assert numbers == ["1", "2", "3", "4", "5", "1", "2", "3", "4"]
    assert all(href.startswith("https://news.example.org/larn-2") for href in hrefs(tree))
    assert any(":~:text=Police" in href for href in hrefs(tree))


def test_a_feed_on_the_web_leads_to_the_archive(tmp_path: Path) -> None:
    """To the page, to a place on it where the article is a file, and to itself."""
    read = feed(kept(tmp_path, "2026-11-20", RIVER, address=ADDRESS))
    assert {(each.rel, each.href) for each in read.feed.links} == {
        ("self", f"{ADDRESS}feed.xml"),
        ("alternate", f"{ADDRESS}index.html"),
    }
    (entry,) = read.entries
    assert entry.link == f"{ADDRESS}2026-11-20.html"
    links = hrefs(tree_of(f"<!doctype html><title>x</title>{entry.content[0].value}"))
    page = (tmp_path / "2026-11-20.html").read_text("utf-8")
    inside = [href for href in links if href.startswith(ADDRESS)]
    assert inside and all(f'id="{href.partition("#")[2]}"' in page for href in inside)
    assert all(re.match("https://", href) for href in links)


def test_identifiers_and_moments_stay(tmp_path: Path) -> None:
    """A page keeps its own from day to day; another page, briefing or address has another."""
    first = feed(kept(tmp_path, "2026-11-20", address=ADDRESS)).entries[0]
    assert first.updated == "2026-11-20T07:00:13Z"
    tomorrow = NOW + timedelta(days=1, seconds=5)
    read = feed(kept(tmp_path, "2026-11-21", now=tomorrow, address=ADDRESS))
    assert [(each.id, each.updated) for each in read.entries[1:]] == [(first.id, first.updated)]
    assert read.feed.updated == read.entries[0].updated == "2026-11-21T07:00:18Z"
    others = [feed(kept(tmp_path, "2026-11-21", **fields)) for fields in
              ({}, {"name": "evening"}, {"address": "https://b.example/"})]  # fmt: skip
    ids = [each.id for each in (*read.entries, *(e for other in others for e in other.entries))]
    ids += [each.feed.id for each in (read, *others)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("urn:uuid:[0-9a-f-]{36}", each) for each in ids)


def test_a_page_that_is_made_again_has_another_moment_where_it_is_another(tmp_path: Path) -> None:
    """The same page made later keeps that of the first time."""
    kept(tmp_path, "2026-11-20")
    before = (tmp_path / "feed.xml").read_bytes()
    later = NOW + timedelta(hours=9)
    kept(tmp_path, "2026-11-20", now=later)
    assert (tmp_path / "feed.xml").read_bytes() == before
    archive.keep(
        {"html": SHORT.format("again")}, tmp_path, "2026-11-20", site=replace(SITE, now=later)
    )
    assert [each.updated for each in feed(tmp_path).entries] == ["2026-11-20T16:00:13Z"]


@pytest.mark.parametrize(
    ("key", "zone", "moment"),
    [
        ("2026-11-19", "UTC", "2026-11-19T07:00:00Z"),
        ("2026-07-01", "Europe/Berlin", "2026-07-01T05:00:00Z"),
        ("2026-W46", "Asia/Tokyo", "2026-11-14T22:00:00Z"),
        ("0001-01-01", "America/New_York", "1970-01-02T12:00:00Z"),
        ("9999-12-31", "America/New_York", "9999-12-30T12:00:00Z"),
    ],
)
def test_a_page_of_before_the_feed_has_the_moment_at_which_it_was_due(
    tmp_path: Path, key: str, zone: str, moment: str
) -> None:
    """By the settings, as nothing else is known of it."""
    archive.keep({"html": SHORT.format(key)}, tmp_path, key)
    kept(tmp_path, "2026-11-20", zone=ZoneInfo(zone))
    moments = {each.title: each.updated for each in feed(tmp_path).entries}
    assert moments[f"Ferry {key} sinks"] == moment


@pytest.mark.parametrize("moment", ["2026-13-01T07:00:00Z", "yesterday", "2026-11-19T25:00:00Z"])
def test_a_moment_that_is_none_is_not_taken_over(tmp_path: Path, moment: str) -> None:
    """Anybody may have edited the feed."""
    kept(tmp_path, "2026-11-19", now=NOW - timedelta(days=1))
    path = tmp_path / "feed.xml"
    path.write_text(path.read_text("utf-8").replace("2026-11-19T07:00:13Z", moment), "utf-8")
    read = feed(kept(tmp_path, "2026-11-20"))
    assert [each.updated for each in read.entries] == [
        "2026-11-20T07:00:13Z",
        "2026-11-19T07:00:00Z",
    ]


def test_a_feed_has_the_newest_pages(tmp_path: Path) -> None:
    """No more than a month of them, each once."""
    days = [date(2026, 10, 1) + timedelta(days=number) for number in range(MOST + 5)]
    for day in days:
        (tmp_path / f"{day}.html").write_text(SHORT.format(day), encoding="utf-8")
    titles = [each.title for each in feed(kept(tmp_path, "2026-11-20")).entries]
    assert titles == [f"Ferry {day} sinks" for day in (date(2026, 11, 20), *days[:-MOST:-1])]


def test_a_file_that_is_no_page_is_not_published(tmp_path: Path) -> None:
    """A diary is named by days, too."""
    (tmp_path / "2026-11-21.html").write_text("<main ><h1>Dear diary</h1><p>Mine.</main>", "utf-8")
    kept(tmp_path, "2026-11-20")
    assert "Mine" not in (tmp_path / "feed.xml").read_text("utf-8")
    assert text_of(next(start(tmp_path).iter("h1"))) == "Ferry 2026-11-20 sinks"


# Whatever a page says.


def checked(folder: Path) -> None:
    """Raise where something of a page acts on the start page or in the feed."""
    tree = start(folder)
    assert {each.tag for each in tree.iter() if isinstance(each.tag, str)} <= KEPT
    for href in hrefs(tree):
        assert re.fullmatch(r"[0-9A-Za-z-]+\.html(?:#[a-z0-9-]+)?|feed\.xml", href), href
    for entry in feed(folder).entries:
        value = raw_content(folder)
        shown = tree_of(f"<!doctype html><title>x</title>{value}", strict=False)
        assert {each.tag for each in shown.iter() if isinstance(each.tag, str)} <= IN_FEED | {
            "title"
        }
        for element in shown.iter():
            assert set(element.keys()) <= {"href", "value", "dir"}
            assert re.match("https?://|$", element.get("href") or "")
        assert visible(entry.title)


def raw_content(folder: Path) -> str:
    """Return what the feed says, before a feed reader has made it safe."""
    from xml.etree import ElementTree

    root = ElementTree.fromstring((folder / "feed.xml").read_bytes())
    return "".join(each.text or "" for each in root.iter("{http://www.w3.org/2005/Atom}content"))


@given(TEXTS, LANGUAGES, st.booleans())
def test_no_article_acts_in_an_archive(texts: list[str], language: str, stories: bool) -> None:
    """Its words are text there, and its address leads to the web."""
    from tempfile import TemporaryDirectory

    made = with_sections(hostile_briefing(texts, language))
    made = with_stories(made) if stories else made
    with TemporaryDirectory() as name:
        checked(kept(Path(name), "2026-11-20", made))


@pytest.mark.parametrize("number", range(0, len(PAYLOADS), 12))
def test_payloads_come_out_as_text(tmp_path: Path, number: int) -> None:
    """What acts in some renderer does not here."""
    payloads = PAYLOADS[number : number + 12]
    checked(kept(tmp_path, "2026-11-20", made_page(payloads)))
    shown = visible(text_of(tree_of(raw_content(tmp_path), strict=False)))
    for payload in payloads:
        if visible(payload) == payload and not re.search(r"\s\s", payload):
            assert " ".join(payload.split()) in shown


TRAPS = (
    *("<script>steal()</script>", '<p onclick="steal()">x</p>', "</main><script>", "<p", "<"),
    *('<a class="said" href="javascript:steal()">x</a>', '<a href="//trap.example">x</a>', "</p>"),
    *('<a class="place" href="#a1-0-9" data-address="javascript:steal()">1</a>', "<svg><p>x</svg>"),
    *('<a href="#a1-0-9&quot; onclick=&quot;steal()">x</a>', "<style>*{}</style>", "]]>", "&#1;"),
    *(
        '<li class="line" value="1&quot;>">x</li>',
        "<ol>" * 50,
        "</ol>" * 60,
        "<!-- ",
        "-->",
        "\x00",
    ),
    *(
        '<iframe src="x"></iframe>',
        "<table><tr><td>x",
        "&lt;b&gt;",
        "<H1>x</H1>",
        "\ufffe\n\n",
        "\x00",
    ),
    *('<a href="../2026-11-19.md">x</a>', '<img src="x">', '<p class="text">x\n', "</header>"),
)


@given(st.lists(st.sampled_from(TRAPS) | st.text(max_size=9), max_size=12), st.sampled_from(
    ["<h1>", "<h2>", "Nobody", "</ol>", '<p class="text">', "</main>", "20 November"]))  # fmt: skip
def test_a_page_that_was_edited_is_read_with_care(pieces: list[str], before: str) -> None:
    """Whatever somebody has written into it, and wherever."""
    from tempfile import TemporaryDirectory

    page = SHORT.format("x").replace(before, f"{''.join(pieces)}{before}")
    with TemporaryDirectory() as name:
        path = Path(name) / "2026-11-19.html"
        path.write_text(page, encoding="utf-8", errors="replace")
        checked(kept(Path(name), "2026-11-18"))


@pytest.mark.parametrize("unit", ["<a ", "<", "<p>", '<a href="#a1-0-9">', "&", '<li class="', "-"])
def test_a_page_that_was_forged_keeps_nobody_busy(unit: str) -> None:
    """What it takes grows as the page does."""

    def work(times: int) -> int:
        page = f'<main id="page">{unit * times}</main>'
        return steps(lambda: (content(page, ADDRESS), excerpt(page)))

    assert work(800) <= 2.3 * work(400)


def test_pictures_are_left_out_with_their_words() -> None:
    """They mean nothing without their shapes."""
    page = (
        '<main id="page">\n<h1>Title</h1>\n<p>One.</p>\n<div class="pictures"><h3>Time</h3><p>x</p>'
        "<div><svg><text>1 May</text></svg></div></div>\n<figure><p>y</p></figure>"
        "<p>Two.</p></main>"
    )
    assert content(page, "") == "<p>One.</p>\n<p>Two.</p>\n"


# The files.


@pytest.mark.parametrize("name", ["index.html", "feed.xml"])
@pytest.mark.parametrize("text", ["<h1>Mine</h1>\n", f"Mine. {MARK}", f"{MARK}\nMine.\n"])
def test_a_file_of_somebody_elses_is_not_replaced(tmp_path: Path, name: str, text: str) -> None:
    """Nothing is written beside it either, and with another list it stays as it is."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="this is no list of an archive"):
        kept(tmp_path, "2026-11-20")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    archive.keep({"html": SHORT}, tmp_path, "2026-11-20", site=replace(SITE, wanted=False))
    archive.list_again(tmp_path, SITE)
    assert (tmp_path / name).read_text("utf-8") == text


@pytest.mark.parametrize("name", ["index.html", "feed.xml"])
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_in_the_way(
    tmp_path: Path, name: str, make: Callable[[Path], None]
) -> None:
    """A pipe keeps nobody waiting."""
    make(tmp_path / name)
    with pytest.raises(UsageError, match="this is no file"):
        kept(tmp_path, "2026-11-20")


@pytest.mark.parametrize("name", ["index.html", "feed.xml"])
@pytest.mark.parametrize("hard", [False, True])
def test_nothing_behind_a_link_is_touched(tmp_path: Path, name: str, hard: bool) -> None:
    """A link to a list of ours is replaced, another is complained of."""
    folder, behind = tmp_path / "pages", tmp_path / "behind"
    folder.mkdir()
    link = folder / name
    for text, ours in ((f"Ours.\n{MARK}\n", True), ("Mine.\n", False)):
        link.unlink(missing_ok=True)
        behind.write_text(text, encoding="utf-8")
        if hard:
            link.hardlink_to(behind)
        else:
            link.symlink_to(behind)
        if ours:
            kept(folder, "2026-11-20")
            assert not link.is_symlink() and link.stat().st_nlink == 1
        else:
            with pytest.raises(UsageError, match=r"no list of an archive; (?:remove|move)"):
                kept(folder, "2026-11-20")
        assert behind.read_text("utf-8") == text


def test_without_html_there_is_neither(tmp_path: Path) -> None:
    """Yet those that are there are kept up to date."""
    unwanted = replace(SITE, wanted=False)
    archive.keep({"html": SHORT.format("a")}, tmp_path, "2026-11-19", site=unwanted)
    assert not (tmp_path / "index.html").exists() and not (tmp_path / "feed.xml").exists()
    kept(tmp_path, "2026-11-19")
    archive.keep(texts_of(RIVER, "markdown"), tmp_path, "2026-11-20", site=unwanted)
    assert "2026-11-20.md" in (tmp_path / "index.html").read_text("utf-8")


def test_what_is_pruned_leaves_both(tmp_path: Path) -> None:
    """As it leaves the list in Markdown."""
    for key in ("2026-11-01", "2026-11-20"):
        kept(tmp_path, key)
    archive.prune(tmp_path, 7, date(2026, 11, 20), site=SITE)
    for name in ("index.html", "feed.xml", "index.md"):
        text = (tmp_path / name).read_text("utf-8")
        assert "2026-11-20" in text and "2026-11-01" not in text


@pytest.mark.parametrize("closed", ["this page", "an earlier page", "none"])
def test_what_has_a_private_page_is_private(tmp_path: Path, closed: str) -> None:
    """A feed has whole pages, also earlier ones."""
    old = os.umask(0o022)
    try:
        private = closed == "an earlier page"
        archive.keep({"html": SHORT.format("a")}, tmp_path, "2026-11-19", private=private)
        private = closed == "this page"
        texts = {"html": SHORT.format("b")}
        archive.keep(texts, tmp_path, "2026-11-20", private=private, site=SITE)
    finally:
        os.umask(old)
    for name in ("index.html", "feed.xml"):
        mode = stat.S_IMODE((tmp_path / name).stat().st_mode)
        assert mode == (0o644 if closed == "none" else 0o600)


def test_the_same_archive_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the order in which it was made, and when its lists are written again."""
    keys = ["2026-11-18", "2026-11-20", "2026-W46", "2026-11-19"]
    made = []
    for number, order in enumerate((keys, keys[::-1])):
        folder = tmp_path / str(number)
        folder.mkdir()
        for key in order:
            archive.keep({"html": SHORT.format(key)}, folder, key)
        kept(folder, "2026-11-20")
        archive.list_again(folder, replace(SITE, now=NOW + timedelta(days=9)))
        made.append([(folder / name).read_bytes() for name in ("index.html", "feed.xml")])
    assert made[0] == made[1]


def test_an_archive_of_years_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A morning reads the beginning of each page for all lists, and as many whole as a feed has."""
    read: list[tuple[str, int]] = []
    beginning = heads.beginning

    def counted(page: Path, most: int = 1 << 16) -> str:
        read.append((page.name, most))
        return beginning(page, most)

    monkeypatch.setattr(heads, "beginning", counted)
    monkeypatch.setattr(site, "beginning", counted)

    def morning(days: int) -> int:
        folder = tmp_path / str(days)
        folder.mkdir()
        for number in range(days):
            day = date(2026, 11, 19) - timedelta(days=number)
            (folder / f"{day}.html").write_text(SHORT.format(day), encoding="utf-8")
            (folder / f"{day}.md").write_text(f"# {day}\n\n[page]: #sha256=\n", encoding="utf-8")
        read.clear()
        return steps(lambda: kept(folder, "2026-11-20"), again=False)

    morning(40)  # Templates and tables are read.
    half, whole = morning(548), morning(1096)
    assert whole <= 2.3 * half
    # The lists in Markdown and HTML, the latest page, those of the feed, and the feed before.
    assert len(read) <= 1097 + 1 + MOST + 1
    assert sum(most > 1 << 16 for _, most in read) == MOST + 1


def test_a_run_writes_both(tmp_path: Path) -> None:
    """With HTML among its formats; a page that is taken back leaves them again."""
    place = Place(tmp_path, f'archive_url = "{ADDRESS}"\n[[source]]\nfolder = "news"\n')
    place.run()
    place.put("bank", BANK)
    place.run(DAY + timedelta(days=1))
    folder = tmp_path / "briefings"
    assert [each.link for each in feed(folder).entries] == [
        f"{ADDRESS}2026-11-21.html",
        f"{ADDRESS}2026-11-20.html",
    ]
    assert "Bank of Bren" in text_of(start(folder))
    (content,) = place.contents[-1:]
    assert f'<a href="{ADDRESS}2026-11-21.html#a1-' in content.html
    assert f"\n(1) {ADDRESS}2026-11-21.html#s1\n" in content.text


def test_a_run_without_html_writes_neither(tmp_path: Path) -> None:
    """The settings decide."""
    place = Place(tmp_path, 'formats = ["markdown"]\n[[source]]\nfolder = "news"\n')
    place.run()
    names = {path.name for path in (tmp_path / "briefings").iterdir()}
    assert "index.md" in names and not {"index.html", "feed.xml"} & names


def test_a_private_run_keeps_both_private(tmp_path: Path) -> None:
    """As its page is."""
    place = Place(tmp_path)
    (tmp_path / "news" / "ferry.txt").chmod(0o600)
    place.run()
    for name in ("index.html", "feed.xml", "2026-11-20.html"):
        assert not (tmp_path / "briefings" / name).stat().st_mode & 0o077


def test_a_title_is_escaped_once(tmp_path: Path) -> None:
    """A reader sees it as it was written."""
    told = article(1, 'AT&T <b>buys</b> "Q&amp;A" & more.', 'AT&T <b>buys</b> "Q&amp;A" & more.')
    made = briefing((told,), in_brief=(line(told, told.text),))
    kept(tmp_path, "2026-11-20", made)
    assert text_of(next(start(tmp_path).iter("h1"))) == told.text
    assert feed(tmp_path).entries[0].title_detail.value == told.text
    assert escape(told.text, quote=False) in raw_content(tmp_path).replace("&quot;", '"')
