"""Feeds and outlines → entries, articles and addresses, whatever the bytes."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.errors import UsageError
from brief.model import Document, Kind, Skipped
from brief.readers import feed, outline

ADDRESS = "https://example.org/news/feed.xml"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
SENTENCES = (
    "Fifteen sailors landed on Thursday, 13 days after they were seized off Basra.",
    "The minister said that the talks had gone on for a week before anybody agreed.",
    "Their families met them at the airport in the evening, with flags and flowers.",
    "Nobody was hurt, and the boats are to be given back by the end of the month.",
    "A spokesman for the navy would not say what had been promised in return for it.",
    "Two of the sailors will speak to the press on Friday, after a night at home.",
)
ARTICLE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example.org/x/">
<title type="html">The &lt;b&gt;Paper&lt;/b&gt;</title><link href="/" rel="alternate"/>
<entry><id>tag:example.org,2026:1</id><title>Sailors freed</title><link href="one"/>
<published>2026-01-01T23:30:00-05:00</published><updated>2026-01-02T08:00:00Z</updated>
<author><name>Ann Lee</name></author><summary>5 &lt; 6 they said.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{ARTICLE}
<p><a href="two">Two</a></p></div></content></entry></feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://example.org/"><title>Old</title></channel>
<item rdf:about="https://example.org/1"><title>One</title><link>https://example.org/1</link>
<dc:date>2004-02-03</dc:date><description>Sailors freed.</description></item></rdf:RDF>"""
OPML = """<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><head><title>Mine</title></head>
<body><outline text="News"><outline text="Deep"><outline type="rss" text="The &amp; Paper"
 xmlUrl="https://example.org/feed"/></outline></outline>
<outline text="B" title="Better" xmlURL="http://example.org/b?x=1&amp;y=2"/>
<outline text="Twice" xmlUrl="https://example.org/feed"/><outline xmlUrl="https://example.org/c"/>
<outline text="No" xmlUrl="file:///etc/passwd"/></body></opml>"""


def rss(*items: str, head: str = "") -> str:
    entries = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {NAMESPACES}><channel>'
        f"<title>The Paper</title><link>https://example.org/</link>{head}{entries}</channel></rss>"
    )


def encoded(markup: str) -> str:
    return f"<content:encoded><![CDATA[{markup}]]></content:encoded>"


def entries(text: str | bytes, http_charset: str = "") -> tuple[feed.Item, ...]:
    data = text.encode() if isinstance(text, str) else text
    found = feed.parse(data, ADDRESS, http_charset)
    assert isinstance(found, feed.Feed), found
    return found.entries


def only(item: str) -> feed.Item:
    (found,) = entries(rss(item))
    return found


def article(item: feed.Item) -> Document:
    found = feed.document_of(item, feed.Feed("The Paper", (item,)))
    assert isinstance(found, Document), found
    return found


def test_rss() -> None:
    """Every field of an entry of RSS 2.0 is where it belongs, the day being the feed's own."""
    item = only(
        "<title>Sailors &lt;i&gt;freed&lt;/i&gt; &amp;amp; well</title><link>/a?x=1&amp;y=2</link>"
        '<guid isPermaLink="false">g1</guid><pubDate>Thu, 05 Apr 2007 23:30:00 -0500</pubDate>'
        "<dc:creator>Ann Lee</dc:creator><description>Short.</description>"
        + encoded(ARTICLE + '<a href="../b">Rest</a>')
    )
    assert (item.key, item.address) == ("g1", "https://example.org/a?x=1&y=2")
    assert (item.title, item.author) == ("Sailors freed & well", "Ann Lee")
    assert (item.published, item.updated) == (date(2007, 4, 5), None)
    assert 'href="https://example.org/b"' in item.text
    assert item.whole


def test_atom() -> None:
    """Every field of an Atom entry is where it belongs; addresses count from `xml:base`."""
    found = feed.parse(ATOM.encode(), ADDRESS)
    assert isinstance(found, feed.Feed)
    (item,) = found.entries
    assert (found.title, item.title, item.author) == ("The Paper", "Sailors freed", "Ann Lee")
    assert (item.key, item.address) == ("tag:example.org,2026:1", "https://base.example.org/x/one")
    assert (item.published, item.updated) == (date(2026, 1, 1), date(2026, 1, 2))
    assert 'href="https://base.example.org/x/two"' in item.text
    assert item.whole


def test_rdf() -> None:
    """RSS 1.0 is read; its entries are known by what they are about."""
    (item,) = entries(RDF)
    assert (item.key, item.address) == ("https://example.org/1",) * 2
    assert (item.published or item.updated, item.whole) == (date(2004, 2, 3), False)


@pytest.mark.parametrize(
    ("content", "summary", "whole"),
    [
        (ARTICLE, "", True),
        (ARTICLE, "Sailors freed.", True),
        (ARTICLE, ARTICLE + "<p>And more.</p>", False),
        ("", ARTICLE, False),
        (SENTENCES[0], "", False),
        (ARTICLE + "…", "", False),
        (ARTICLE + "<p>and so ...</p>", "", False),
        (ARTICLE + " [&#8230;]", "", False),
        (ARTICLE + " [...]", "", False),
        (ARTICLE + '<p><a href="/a">Read more &raquo;</a></p>', "", False),
        (ARTICLE + "<p>Continue reading Sailors freed</p>", "", False),
        (ARTICLE + "<p>[…]</p><p>The post A appeared first on The Paper.</p>", "", False),
        (ARTICLE + "<p>The post A appeared first on The Paper.</p>", "", True),
        (ARTICLE + "<p>He has read more than most.</p>", "", True),
        (ARTICLE + '<p><a href="/a">Read full article</a></p>', "", False),
        (ARTICLE + "<p><a href='https://example.org/a#more'>Weiter</a></p>", "", False),
        (ARTICLE + '<p><a class="m" href="/a?utm_source=rss">Lire l’article</a></p> ', "", False),
        (ARTICLE + '<a href="/a/">Čtěte dál</a><br/>', "", False),
        (ARTICLE + '<p><a href="/a">Permalink</a> to this.</p>', "", True),
        (ARTICLE + '<p>More is in <a href="/a">the report</a></p>', "", True),
        (ARTICLE + '<p><a href="/a" title="Permanent link">&nbsp;★&nbsp;</a></p>', "", True),
        (ARTICLE + '<p><a href="/other">What it means for fishers</a></p>', "", True),
    ],
)
def test_what_is_the_whole_article(content: str, summary: str, whole: bool) -> None:
    """Length, the summary and how it ends tell an article from the beginning of one."""
    short = f"<description><![CDATA[{summary}]]></description>" if summary else ""
    item = only(f"<link>/a</link>{short}{encoded(content) if content else ''}")
    assert item.whole is whole


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("/a", "https://example.org/a"),
        ("//other.example/a", "https://other.example/a"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("ftp://example.org/a", ""),
        ("http://[broken", ""),
        ("https://example.org/" + "a" * 5_000, ""),
        ("https://example.org/b c", "https://example.org/b%20c"),
        (
            "https://example.org/news/två båtar?s=å",
            "https://example.org/news/tv%C3%A5%20b%C3%A5tar?s=%C3%A5",
        ),
        ("https://example.org/«a»", "https://example.org/%C2%ABa%C2%BB"),
        (
            "https://example.org/می‌شود",
            "https://example.org/%D9%85%DB%8C%E2%80%8C%D8%B4%D9%88%D8%AF",
        ),
        ("https://пример.example/б", "https://пример.example/%D0%B1"),
        ("https://example.org/%C3%A5%20b", "https://example.org/%C3%A5%20b"),
        ("\n   https://example.org/a\n  ", "https://example.org/a"),
        ("https://example.org/long/\n   story", "https://example.org/long/story"),
        ("https://example.org/a https://example.org/b", "https://example.org/a"),
        ("www.example.org/a b", "https://www.example.org/a%20b"),
        ("<![CDATA[ https://example.org/a?x=1&y=2 ]]>", "https://example.org/a?x=1&y=2"),
        ("https://example.org/a?x=1&amp;amp;y=2", "https://example.org/a?x=1&y=2"),
        ("../two words", "https://example.org/two%20words"),
        (
            "https://www.google.com/url?rct=j&amp;url=https://example.org/a%20b?x%3D1&amp;ct=ga",
            "https://example.org/a%20b?x=1",
        ),
        (
            "http://www.bing.com/news/apiclick.aspx?aid=&amp;url=https%3a%2f%2fexample.org%2fa",
            "https://example.org/a",
        ),
        ("https://www.google.com/url?q=javascript:a", "https://www.google.com/url?q=javascript:a"),
        (
            "https://example.org/url?url=https://b.example/",
            "https://example.org/url?url=https://b.example/",
        ),
    ],
)
def test_addresses(link: str, address: str) -> None:
    """Only addresses of the web are an entry's; they are absolute, and can be asked for."""
    assert only(f"<link>{link}</link><description>Text.</description>").address == address


PERMALINK = "https://example.org/g?a=1"


@pytest.mark.parametrize(
    ("item", "address"),
    [
        (f"<link/><guid>{PERMALINK}</guid>", PERMALINK),
        (f"<link></link><guid isPermaLink='false'>{PERMALINK}</guid>", PERMALINK),
        (f"<guid>{PERMALINK}</guid>", PERMALINK),
        (f"<guid><![CDATA[ {PERMALINK} ]]></guid>", PERMALINK),
        (f"<link>mailto:desk@example.org</link><guid>{PERMALINK}</guid>", PERMALINK),
        ("<guid>www.example.org/a</guid>", "https://www.example.org/a"),
        ("<guid isPermaLink='true'>/two words</guid>", "https://example.org/two%20words"),
        ("<guid>/blog/bridge</guid>", "https://example.org/blog/bridge"),
        ("<guid>4711</guid>", ""),
        ("<guid isPermaLink='true'>harl-2026-11-20</guid>", ""),
        ("<guid>urn:uuid:1225c695-cfb8</guid>", ""),
        ("<guid>tag:example.org,2026:1</guid>", ""),
        ("<guid>Bridge of Harl closed</guid>", ""),
        ("<guid>4711</guid><link>/a</link>", "https://example.org/a"),
        ("<atom:link rel='alternate' href='/a'/><guid>4711</guid>", "https://example.org/a"),
        ("<link>/a</link><atom:link rel='self' href='/a.atom'/>", "https://example.org/a"),
        ("<atom:link rel='replies' href='/c'/><link>/a</link>", "https://example.org/a"),
        ("<link href='/a'/>", "https://example.org/a"),
        (
            f"<link>https://feeds.example/~r/1</link><fb:origLink>{PERMALINK}</fb:origLink>",
            PERMALINK,
        ),
    ],
)
def test_what_an_entry_names_as_its_place(item: str, address: str) -> None:
    """Its link, else a guid that is an address as it stands; none is made of any other guid."""
    names = (
        'xmlns:atom="http://www.w3.org/2005/Atom"'
        ' xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0" version'
    )
    text = rss(f"<title>A</title><description>Text.</description>{item}")
    (found,) = entries(text.replace("version", names, 2).replace(f"<?xml {names}", "<?xml version"))
    assert found.address == address
    assert found.key


JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Paper",
    "home_page_url": "https://example.org/",
    "language": "en-GB",
    "authors": [{"name": "The Desk"}],
    "items": [
        {
            "id": "1",
            "url": "https://example.org/a",
            "title": "Sailors <b> freed",
            "content_html": ARTICLE,
            "date_published": "2026-01-01T23:30:00-05:00",
            "date_modified": "2026-01-02T08:00:00Z",
            "authors": [{"name": "Ann Lee"}, {"name": "Bo Berg"}, {"url": "https://b.example"}],
        }
    ],
}


def of_json(**changes: object) -> feed.Item:
    """Return the only entry of a JSON Feed with other fields than those of `JSON`."""
    item = {**JSON["items"][0], **changes}  # type: ignore[dict-item]
    (found,) = entries(json.dumps({**JSON, "items": [item]}))
    return found


def test_json_feed() -> None:
    """Every field of an entry is where it belongs; its title is text, not markup."""
    found = feed.parse(json.dumps(JSON).encode(), ADDRESS)
    assert isinstance(found, feed.Feed)
    (item,) = found.entries
    assert (found.title, found.home) == ("The Paper", "https://example.org/")
    assert (item.key, item.address) == ("1", "https://example.org/a")
    assert (item.title, item.author, item.language) == (
        "Sailors <b> freed",
        "Ann Lee, Bo Berg",
        "en",
    )
    assert (item.published, item.updated) == (date(2026, 1, 1), date(2026, 1, 2))
    assert item.whole
    document = feed.document_of(item, found)
    assert isinstance(document, Document)
    assert all(sentence in document.text for sentence in SENTENCES)
    assert (document.language, document.publisher) == ("en", "The Paper")


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"url": "b c"}, "https://example.org/b%20c"),
        ({"url": "", "external_url": "https://other.example/a"}, "https://other.example/a"),
        ({"url": None, "id": "https://example.org/id"}, "https://example.org/id"),
        ({"url": None, "id": "no/address"}, ""),
        ({"url": 12}, "https://example.org/12"),
        ({"url": ["https://example.org/a"]}, ""),
        ({"url": "javascript:alert(1)"}, ""),
    ],
)
def test_addresses_of_json_feeds(changes: dict[str, object], address: str) -> None:
    """The entry's own page, else the one it is about, else an identifier that is an address."""
    assert of_json(**changes).address == address


@pytest.mark.parametrize(
    "changes",
    [
        {"content_html": None, "content_text": "\n\n".join(SENTENCES)},
        {"content_html": "", "content_text": " ".join(SENTENCES), "summary": SENTENCES[0]},
        {"content_html": None, "summary": "\n\n".join(SENTENCES)},
        {"title": None, "authors": None, "author": {"name": "Ann Lee"}, "tags": 4},
        {"date_published": "yesterday", "date_modified": None, "id": 12},
        {"attachments": [{"url": "https://example.org/a.mp3"}], "_extension": {"a": [{}]}},
    ],
)
def test_texts_of_json_feeds(changes: dict[str, object]) -> None:
    """Every sentence is there, in whichever field, and whatever else is odd."""
    document = article(of_json(**changes))
    prose = " ".join(document.text[block.start : block.end] for block in document.prose())
    assert all(sentence in prose for sentence in SENTENCES)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"items": [', "broken JSON at line 1, not a feed; tell its publisher"),
        (json.dumps(JSON, indent=1)[:-3], "broken JSON at line "),
        ("[" * 100_000, "broken JSON, not a feed; "),
        ('{"error": "not found"}', "JSON, but not a JSON Feed (it has no items); "),
        ('{"version": "https://jsonfeed.org/version/1", "items": {}}', "JSON, but not a JSON Feed"),
        ("[1, 2]", "JSON, but not a JSON Feed (it has no items); "),
        ('{"items": []}', "a feed without entries; try again later"),
        ('{"items": [{"title": "Only this"}, 4]}', "no entry has a link or a text; "),
    ],
)
def test_broken_json_feeds(text: str, reason: str) -> None:
    """What is no JSON Feed is refused with what is wrong and what to do."""
    found = feed.parse(text.encode(), ADDRESS)
    assert isinstance(found, Skipped)
    assert found.reason.startswith(reason)


@pytest.mark.parametrize("mark", ["", "\ufeff", "\n\n  ", "\ufeff\n"])
def test_a_json_feed_is_known_by_its_content(mark: str) -> None:
    """Whatever its address ends with, and whatever stands before it."""
    found = feed.parse(f"{mark}{json.dumps(JSON)}".encode(), "https://example.org/feed.xml")
    assert isinstance(found, feed.Feed)
    assert len(found.entries) == 1


def test_key_without_a_guid() -> None:
    """An entry without a guid is known by its address, without one by what it says."""
    assert only("<link>/a</link>").key == "https://example.org/a"
    one, two = entries(rss("<description>One.</description>", "<description>Two.</description>"))
    assert one.key.startswith("sha256:")
    assert one.key != two.key


def test_entries_with_nothing_are_left_out() -> None:
    """An entry with neither a link nor a text gives nothing to read."""
    assert len(entries(rss("<title>Only this</title>", "<link>/a</link>"))) == 1


def test_as_many_entries_as_allowed() -> None:
    """A feed that does not end is cut at its top entries."""
    links = [f"<link>/{number}</link>" for number in range(feed.MOST + 3)]
    found = entries(rss(*links))
    assert len(found) == feed.MOST
    assert found[-1].address.endswith(f"/{feed.MOST - 1}")


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("Thu, 05 Apr 2007 00:30:00 GMT", date(2007, 4, 5)),
        ("05 Apr 07 00:30 EST", date(2007, 4, 5)),
        ("2007-04-05T00:30:00+14:00", date(2007, 4, 5)),
        ("2007-04-05", date(2007, 4, 5)),
        ("Thu, 99 Apr 2007 00:30:00 GMT", None),
        ("Thu, 05 Apr 99999999999999999999 00:30:00 GMT", None),
        ("tomorrow", None),
        ("--05", None),
        ("2007", None),
        ("gio, 05 apr 2007 00:30:00 +0200", date(2007, 4, 5)),
        ("jeu., 05 avr. 2007 00:30:00 +0200", date(2007, 4, 5)),
        ("Чт, 05 апр 2007 00:30:00 +0400", date(2007, 4, 5)),
        ("mar., 05 févr. 2007", date(2007, 2, 5)),
        ("05.04.2007 00:30", date(2007, 4, 5)),
        ("05/04/2007 00:30", None),
        ("31 abr 2007", None),
    ],
)
def test_days(stated: str, day: date | None) -> None:
    """The day is the one that is written, and none is made up from the clock."""
    assert only(f"<link>/a</link><pubDate>{stated}</pubDate>").published == day


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty; "),
        (b" \n", "empty; "),
        (b"<!doctype html><title>News</title>", "is a web page, not a feed; "),
        (b"<?xml version='1.0'?>\n<!-- a -->\n<html><body>", "is a web page, not a feed; "),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "JSON, but not a JSON Feed "),
        (b"Not found.", "not a feed; "),
        (OPML.encode(), "not a feed; "),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture, not text; "),
        (b"%PDF-1.7", "PDF is not read yet; "),
        (rss().encode(), "a feed without entries; "),
        (rss("<title>Only this</title>").encode(), "no entry has a link or a text; "),
        (rss(encoded("<!--" * 501)).encode(), "a broken feed (comments that do not end); "),
        (b"<rss>" + b" " * feed.LARGEST, "over 20 MB; "),
    ],
)
def test_what_is_no_feed(data: bytes, reason: str) -> None:
    """What gives nothing to read is skipped with the reason and what can be done."""
    found = feed.parse(data, ADDRESS)
    assert isinstance(found, Skipped)
    assert found.path == ADDRESS
    assert found.reason.startswith(reason)


@pytest.mark.parametrize(
    "damaged",
    [
        rss("<title>A & B</title><link>/a</link><description>One.</description>"),
        rss("<title>A</title><link>/a</link>")[: -len("</item></channel></rss>")],
        rss("<title>A &nbsp; B</title><link>/a</link>"),
        rss("<title>A\x0b\x00\x1b[31mB</title><link>/a</link>"),
        "\n\n" + rss("<title>A</title><link>/a</link>"),
        rss("<title>A</title><link>/a</link>").replace("</channel>", "", 1),
    ],
)
def test_malformed_feeds_are_read(damaged: str) -> None:
    """What strict parsers refuse, and publishers send, still gives its entry."""
    (item,) = entries(damaged)
    assert item.address == "https://example.org/a"
    assert item.title.startswith("A")
    assert item.title.isprintable()


def test_no_entity_is_expanded_or_fetched(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Entities neither grow nor open files."""
    secret = tmp_path_factory.mktemp("secret") / "secret.txt"
    secret.write_text("hidden words")
    lots = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 50}">' for n in range(1, 9))
    doctype = f'<!DOCTYPE rss [<!ENTITY a0 "ha">{lots}<!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    text = rss("<link>/a</link><description>x &f; &a8;</description>")
    found = feed.parse(text.replace("?>", "?>" + doctype, 1).encode(), ADDRESS)
    assert "hidden words" not in repr(found)
    assert len(repr(found)) < 2_000


#: Each with words of a language that was written in it.
ENCODINGS = {
    **dict.fromkeys(
        "utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be utf-7".split(),
        "Žluťoučký kůň — 新聞 Ελλάδα ещё",
    ),
    **dict.fromkeys(
        "iso-8859-1 windows-1252 iso-8859-15 macintosh cp850 cp037 cp500".split(),
        "Élève naïve à l’été".replace("’", "'"),
    ),
    **dict.fromkeys("iso-8859-2 windows-1250".split(), "Žluťoučký kůň úpěl"),
    **dict.fromkeys(
        "windows-1251 koi8-r koi8-u iso-8859-5 cp866 x-mac-cyrillic".split(), "Президент заявил"
    ),
    **dict.fromkeys("iso-8859-7 windows-1253".split(), "Καλημέρα κόσμε"),
    **dict.fromkeys("iso-8859-9 windows-1254".split(), "Güneş doğdu, ışık"),
    **dict.fromkeys("windows-1255 iso-8859-8".split(), "שלום עולם"),
    **dict.fromkeys("windows-1256 iso-8859-6".split(), "مرحبا بالعالم"),
    **dict.fromkeys("windows-1257 iso-8859-13".split(), "Ąžuolas šlama"),
    **dict.fromkeys("tis-620 windows-874".split(), "สวัสดีชาวโลก"),
    **dict.fromkeys("shift_jis euc-jp iso-2022-jp".split(), "大統領は火曜日に述べた"),
    **dict.fromkeys("gb2312 gbk gb18030 hz-gb-2312".split(), "总统星期二表示"),
    **dict.fromkeys("big5 big5-hkscs".split(), "總統星期二表示"),
    **dict.fromkeys("euc-kr iso-2022-kr johab".split(), "대통령은 화요일"),
}
#: Python's names where they are others.
CODECS = {
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "windows-874": "cp874",
    "hz-gb-2312": "hz",
}
each_encoding = pytest.mark.parametrize("name", ENCODINGS)


def feed_in(name: str, declared: str) -> bytes:
    item = f"<title>{ENCODINGS[name]}</title><link>/a</link><description>One.</description>"
    text = rss(item).replace(' encoding="utf-8"', f' encoding="{declared}"' if declared else "")
    return text.encode(CODECS.get(name, name))


@each_encoding
def test_declared_encodings(name: str) -> None:
    """Where the declaration is right, nothing is garbled."""
    (item,) = entries(feed_in(name, name))
    assert item.title == ENCODINGS[name]


@each_encoding
def test_encodings_of_the_header(name: str) -> None:
    """The charset of the Content-Type header serves as well, and goes before a wrong one inside."""
    for inside in ("", "us-ascii"):
        (item,) = entries(feed_in(name, inside), name)
        assert item.title == ENCODINGS[name]


@each_encoding
def test_encodings_without_a_declaration(name: str) -> None:
    """Without a declaration Unicode is read rightly, and the rest is read or skipped."""
    found = feed.parse(feed_in(name, ""), ADDRESS)
    if name.startswith("utf") and name != "utf-7":
        assert isinstance(found, feed.Feed)
        assert found.entries[0].title == ENCODINGS[name]
    elif isinstance(found, Skipped):
        assert "; " in found.reason
    else:
        assert found.entries[0].address == "https://example.org/a"


def test_unknown_charsets() -> None:
    """Bytes in a charset that nobody here knows are not guessed at, unless they are UTF-8."""
    text = rss("<title>Été</title><link>/a</link>").replace("utf-8", "viscii")
    assert entries(text)[0].title == "Été"
    found = feed.parse(text.encode("latin-1"), ADDRESS)
    assert isinstance(found, Skipped)
    assert found.reason == "its charset 'viscii' is not known; ask for UTF-8"


@pytest.mark.parametrize("name", ["rot13", "zlib", "unicode_escape", "punycode", "idna", "base64"])
def test_codecs_that_are_no_charsets(name: str) -> None:
    """Python's other codecs are not charsets, whatever a feed says."""
    text = rss("<title>Sailors \\u0041</title><link>/a</link>").replace("utf-8", name)
    assert entries(text)[0].title == "Sailors \\u0041"


def test_document() -> None:
    """An entry's article has all that the feed states, and its text begins with its title."""
    (item,) = entries(ATOM)
    document = article(item)
    assert document.title is not None
    assert document.text[: document.title.end] == document.title.text == "Sailors freed"
    found = [document.text[block.start : block.end] for block in document.prose()]
    assert tuple(found[:6]) == SENTENCES
    assert (document.path, document.url) == (item.address,) * 2
    assert (document.date, document.author) == (date(2026, 1, 1), "Ann Lee")
    assert document.publisher == "The Paper"
    assert document.sha256 == sha256(item.text.encode()).hexdigest()


@pytest.mark.parametrize(
    "markup",
    [
        " ".join(SENTENCES),
        "<br/><br/>".join(SENTENCES),
        "".join(f"<div>{each}</div>" for each in SENTENCES),
        f"<img src='https://example.org/a.jpg'/> {SENTENCES[0]}",
        f"<table><tr><td>{'</td></tr><tr><td>'.join(SENTENCES)}</td></tr></table>",
        f"{SENTENCES[0]}<p>{SENTENCES[1]}</p>{SENTENCES[2]}<blockquote>{SENTENCES[3]}</blockquote>",
        SENTENCES[0],
    ],
)
def test_markup_of_all_kinds_is_prose(markup: str) -> None:
    """However an entry is marked up, every sentence of it can be taken."""
    document = article(feed.Item("k", "https://example.org/a", "T", None, None, "", markup, True))
    prose = " ".join(document.text[block.start : block.end] for block in document.prose())
    for sentence in SENTENCES:
        assert (sentence in prose) is (sentence in markup)


def test_what_nobody_sees_is_not_read() -> None:
    """Scripts, styles, comments and hidden elements give no words."""
    hidden = "<p>Not one.</p>"
    markup = (
        f"<style>Not two.</style><script>'{hidden}'</script><!-- {hidden} -->"
        f"<div style='color:red; DISPLAY: none'><div>{hidden}</div>{hidden}</div>{SENTENCES[0]}"
    )
    document = article(feed.Item("k", "", "T", None, None, "", markup, True))
    assert document.text == f"T\n\n{SENTENCES[0]}"
    assert document.blocks[0].kind is Kind.TITLE


def test_entry_without_words() -> None:
    """An entry that is only a link has no article of its own."""
    item = only("<link>/a</link><title>Sailors freed</title>")
    found = feed.document_of(item, feed.Feed("", (item,)))
    assert isinstance(found, Skipped)
    assert found.path == "https://example.org/a"


def test_outline() -> None:
    """Feeds of an outline come at any depth, each once, with the better of their names."""
    assert outline.opml(OPML.encode(), "mine.opml") == (
        ("The & Paper", "https://example.org/feed"),
        ("Better", "http://example.org/b?x=1&y=2"),
        ("https://example.org/c", "https://example.org/c"),
    )
    assert outline.opml(b"<opml/>", "mine.opml") == ()


@pytest.mark.parametrize(
    ("stated", "address"),
    [
        ("https://example.org/feed?a=1&b=2", "https://example.org/feed?a=1&b=2"),
        ("https://example.org/feed?a=1&amp;b=2&copy=3", "https://example.org/feed?a=1&b=2&copy=3"),
        ("https://example.org/my feed", "https://example.org/my%20feed"),
        (" https://example.org/flöde\n", "https://example.org/fl%C3%B6de"),
        ("feed://example.org/feed", "http://example.org/feed"),
        ("feed:https://example.org/feed", "https://example.org/feed"),
        ("www.example.org/feed", "https://www.example.org/feed"),
    ],
)
def test_addresses_of_outlines(stated: str, address: str) -> None:
    """What feed readers write, and what somebody has written by hand."""
    data = f'<opml><body><outline text="Harl & Ostby" xmlUrl="{stated}"/></body></opml>'
    assert outline.opml(data.encode(), "mine.opml") == (("Harl & Ostby", address),)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "not OPML"),
        (b"feeds: none", "not OPML"),
        (b"<html/>", "not OPML (it begins with <html>)"),
        (OPML.encode()[:-9], "not OPML"),
        (b"\x89PNG\r\n\x1a\n", "a picture, not text"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', "not OPML (it declares entities)"),
        (b'<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml/>', "it declares ent"),
    ],
)
def test_what_is_no_outline(data: bytes, problem: str) -> None:
    """What is no OPML is refused, with the file, the problem and the way out."""
    with pytest.raises(UsageError) as caught:
        outline.opml(data, "mine.opml")
    assert problem in caught.value.problem
    assert caught.value.where == "mine.opml"
    assert caught.value.advice


def test_deep_outline() -> None:
    """An outline that nests without end is walked, not recursed into."""
    data = b"<opml>" + b"<outline>" * 50_000
    data += b'<outline xmlUrl="https://a.example/"/>' + b"</outline>" * 50_000 + b"</opml>"
    assert outline.opml(data, "deep") == (("https://a.example/", "https://a.example/"),)


WHOLE_RSS = rss(
    "<title>A</title><link>/a</link><guid>1</guid><pubDate>Thu, 05 Apr 2007 23:30:00 -0500"
    "</pubDate><description>Short &lt;b&gt;one.</description>" + encoded(ARTICLE),
    "<title>B</title><link>/b</link><description>Two &amp;hellip;</description>",
)
SAMPLES = [text.encode() for text in (WHOLE_RSS, ATOM, RDF, OPML, json.dumps(JSON))]
SAMPLES += [WHOLE_RSS.replace("utf-8", "utf-16").encode("utf-16")]
PIECES = st.sampled_from(
    [b"<", b">", b"&", b'"', b"]]>", b"<![CDATA[", b"<!--", b"\0", b"\xff", b"<item>", b"</item>"]
) | st.sampled_from(
    [
        b"{",
        b"]",
        b"\\ud800",
        b"1e999",
        b"&#0;",
        b"&#xD800;",
        b"http://[",
        b"xmlns=",
        b"<!DOCTYPE",
        b"\x1b[2J",
        b"%",
        b"<entry>",
    ]
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A feed or outline with runs of bytes taken out and other bytes put in."""
    data = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data = data[:start] + draw(PIECES | st.binary(max_size=8)) + data[end:]
    return data


def hold(data: bytes, http_charset: str = "") -> None:
    """Whatever `data` is, it gives values, and these keep their promises."""
    try:
        for _, address in outline.opml(data, "x"):
            assert address.lower().startswith(("http://", "https://"))
    except UsageError as error:
        assert str(error).isprintable()
    found = feed.parse(data, ADDRESS, http_charset)
    if isinstance(found, Skipped):
        assert found.reason.isprintable()
        return
    assert found.title.isprintable() or found.title.split() == found.title.split(" ")
    for item in found.entries:
        assert item.key
        assert not item.address or item.address.lower().startswith(("http://", "https://"))
        document = feed.document_of(item, found)
        if isinstance(document, Document):
            document.text.encode("utf-8")
            for block in document.blocks:
                words = document.text[block.start : block.end]
                assert words and words == words.strip()
            if document.title:
                title = document.title
                assert document.text[title.start : title.end] == title.text


@settings(max_examples=250)
@given(data=damaged(), http_charset=st.sampled_from(["", "koi8-r"]))
def test_damaged_feeds_raise_nothing(data: bytes, http_charset: str) -> None:
    """A feed that was damaged on its way is read or skipped."""
    hold(data, http_charset)


@settings(max_examples=250)
@given(data=st.binary(max_size=300), http_charset=st.text(max_size=40))
def test_random_bytes_raise_nothing(data: bytes, http_charset: str) -> None:
    """Bytes that never were a feed are skipped or read, with any header."""
    hold(data, http_charset)
    hold(b"<rss version='2.0'><channel><item><link>/a</link><description>" + data)
