"""What a run makes of the entries of feeds: the page or the feed's own text, each page once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from html import escape
from pathlib import Path

import pytest
from test_running import DAY, Place
from test_web import Server, answer, running

from brief.cli import main
from brief.memory.state import State
from brief.memory.tables import Article
from brief.web.fetched import Failed
from brief.web.same_page import former_key
from brief.web.secrecy import article_key, source_key

TEXTS = {
    "en": (
        "The bridge of Harl was closed on Thursday after divers found cracks in two of its piers.",
        "Engineer Ruth Amsel said that lorries of over 12 tonnes had crossed it against the rules.",
        "The repair is to take nine weeks and to cost 2.6 million crowns, half from the state.",
        "Ferries between Harl and Ostby will run every twenty minutes from Monday, free of charge.",
        "Farmers on the east bank fear for their harvest, the next bridge is 40 kilometres away.",
        "The council of Harl meets on Wednesday to decide if buses take the old mill road.",
    ),
    "de": (
        "Die Brücke von Harl wurde am Donnerstag gesperrt, weil Taucher Risse in Pfeilern fanden.",
        "Die Ingenieurin Ruth Amsel sagte, Lastwagen über 12 Tonnen hätten sie oft befahren.",
        "Die Reparatur soll neun Wochen dauern und 2,6 Millionen kosten, die Hälfte vom Staat.",
        "Fähren zwischen Harl und Ostby fahren ab Montag alle zwanzig Minuten und kosten nichts.",
        "Die Bauern am Ostufer fürchten um ihre Ernte, die nächste Brücke ist 40 Kilometer weg.",
        "Der Rat von Harl entscheidet am Mittwoch ob die Busse über die alte Mühlstraße fahren.",
    ),
    "fr": (
        "Le pont de Harl a été fermé jeudi des plongeurs ont vu des fissures dans deux piles.",
        "L'ingénieure Ruth Amsel a dit que des camions de plus de 12 tonnes l'ont franchi.",
        "La réparation doit durer neuf semaines et coûter 2,6 millions, dont la moitié par l'État.",
        "Les bacs entre Harl et Ostby passeront toutes les vingt minutes dès lundi, gratuitement.",
        "Les paysans de la rive est craignent pour leur récolte, l'autre pont est à 40 kilomètres.",
        "Le conseil de Harl décidera mercredi si les bus passeront par la vieille route du moulin.",
    ),
}
PROSE = TEXTS["en"]
TEASER = f"{PROSE[0]} {PROSE[1]}"
LINK = "https://harl.example/bridge"
FEED = "https://harl.example/feed"
WALL = (
    "<p>We and our 812 partners store cookies on your device to show you advertising that suits "
    "your interests, to measure its success, and to develop our services further.</p><p>Please "
    "choose whether you accept everything or pay for a subscription without any tracking. You may "
    "withdraw your consent at any time under settings, and read the privacy notice of each of "
    "the partners, who may also process data on the ground of a legitimate interest.</p>"
)


def markup(*sentences: str) -> str:
    return "".join(f"<p>{sentence}</p>" for sentence in sentences)


def page_of(body: str, title: str = "Bridge of Harl closed") -> str:
    head = f"<title>{title}</title>"
    return f"<html><head>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"


def entry(
    text: str, link: str = LINK, title: str = "Bridge of Harl closed", name: str = "description"
) -> str:
    return (
        f"<item><title>{title}</title><link>{escape(link)}</link>"
        f"<pubDate>Fri, 20 Nov 2026 05:00:00 GMT</pubDate>"
        f"<{name}><![CDATA[{text}]]></{name}></item>"
    )


def feed_of(*entries: str, home: str = "https://harl.example/") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Harl Post</title><link>{home}</link>{''.join(entries)}</channel></rss>"
    )


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.settings = f'[[source]]\nfeed = "{FEED}"\n'
    return place


def obtained(place: Place, day: int = 0) -> str:
    """Run a briefing; return the texts of its articles, as they are kept beside the page."""
    place.run(DAY + timedelta(days=day))
    files = (place.folder / "briefings" / "sources" / f"2026-11-{20 + day}").glob("*.txt")
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(files))


# The feed's own text


@pytest.mark.parametrize(
    ("language", "where", "reason"),
    [
        ("en", "description", "403 Forbidden"),
        ("en", "content:encoded", "404 Not Found"),
        ("de", "description", "no answer in time"),
        ("de", "content:encoded", "forbidden by robots.txt"),
        ("fr", "description", "404 Not Found"),
        ("fr", "content:encoded", "over 10 MB"),
    ],
)
def test_a_text_in_the_feed_stands_in_for_a_page_that_cannot_be_had(
    place: Place, language: str, where: str, reason: str
) -> None:
    """Wherever it stands; the log says so, and nothing is named as skipped."""
    text = markup(*TEXTS[language]) + "<p>[…]</p>"  # the end is cut: not taken without a look
    place.web = {FEED: feed_of(entry(text, name=where)), LINK: Failed(LINK, reason)}
    assert all(sentence in obtained(place) for sentence in TEXTS[language])
    assert "Skipped" not in place.page("2026-11-20")
    assert f"{LINK}: {reason}; the " in place.told[-1]
    assert place.told[-1].endswith(" words of the feed are taken")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<html><body><div id='app'></div><script>start()</script></body></html>", "no article"),
        ("<html><body><noscript>Please switch on JavaScript.</noscript></body></html>", "no art"),
        (page_of(markup("Please switch on JavaScript to read this.")), "the page has "),
        (page_of(markup(*PROSE[:2], "Subscribe to read the whole story.")), "the page has "),
        (page_of(WALL + WALL, "Your privacy"), "the page has "),
        (page_of(markup(*TEXTS["de"]), "Startseite"), "the page has another text"),
        ("%PDF-1.7\n%\xe2\xe3", "PDF is not read yet"),
    ],
)
def test_a_text_in_the_feed_stands_in_for_a_page_without_the_article(
    place: Place, body: str, why: str
) -> None:
    """JavaScript only, a paywall, a consent wall, the home page, a PDF."""
    place.web = {FEED: feed_of(entry(markup(*PROSE))), LINK: body}
    assert all(sentence in obtained(place) for sentence in PROSE)
    assert f"{LINK}: " in place.told[-1] and why in place.told[-1]


def test_the_page_is_taken_where_it_has_more(place: Place) -> None:
    """Also where the feed has a long beginning of it, and where it leaves out a credit."""
    beginning = markup(*PROSE[:5]) + "<p>The post Bridge appeared first on Harl Post.</p>"
    first, second = f"{LINK}/1", f"{LINK}/2"
    place.web = {
        FEED: feed_of(entry(beginning, first), entry(beginning, second, "Harl without a bridge")),
        first: page_of(markup(*PROSE)),
        second: page_of(markup(*PROSE[:5])),
    }
    texts = obtained(place)
    assert PROSE[5] in texts and "appeared first" not in texts
    assert all("of the feed" not in line for line in place.told)


def test_an_abstract_in_other_words_is_of_the_same_article(place: Place) -> None:
    """The page has the article, whatever its editor has written for the feed."""
    abstract = (
        "Harl has lost its only way across the river. Since divers reported cracks, nothing on "
        "wheels may pass, and the engineer in charge blames lorries that were far too heavy for "
        "a structure of 1931. What that means for the harvest, for pupils and for the hospital on "
        "the other bank is told by those who live there. The state will share the bill, though "
        "nobody knows yet when it pays. Until the work is over, ferries are to run from Ostby, "
        "and the council has to say on which road the buses will go, which many await with worry."
    )
    place.web = {
        FEED: feed_of(entry(markup(abstract))),
        LINK: page_of(markup(*PROSE, *(f"{each[:-1]}, as in 1987." for each in PROSE[2:]))),
    }
    texts = obtained(place)
    assert PROSE[2] in texts and "those who live there" not in texts


@pytest.mark.parametrize(
    "teaser",
    [
        TEASER,
        f"{TEASER} <a href='{LINK}'>Read on</a>",
        markup(TEXTS["fr"][0]),
        f"<img src='/a.jpg' alt=''/>{TEASER}<table><tr><td>{'Share this. ' * 3}</td></tr></table>",
        "<ul><li>Cracks in two piers</li><li>Nine weeks of work</li></ul>",
        "",
    ],
)
def test_a_teaser_is_no_article(place: Place, teaser: str) -> None:
    """Two lines say where an article is; without it, the page names what is missing."""
    place.put("other", "Harl market opens\n\n" + " ".join(PROSE[3:]))
    place.settings += '[[source]]\nfolder = "news"\n'
    place.web = {FEED: feed_of(entry(teaser)), LINK: Failed(LINK, "403 Forbidden")}
    place.run()
    assert "403 Forbidden" in place.page("2026-11-20")
    assert "0 new, 0 seen, 1 skipped" in place.told[0]


def test_a_page_has_from_its_feed_what_it_does_not_state(place: Place) -> None:
    """The day and the outlet; not those of a feed that links to other sites."""
    other = "https://elsewhere.example/bridge"
    entries = entry(TEASER), entry(TEASER, other, "Harl waits for ferries")
    place.web = {
        FEED: feed_of(*entries),
        LINK: page_of(markup(*PROSE)),
        other: page_of(markup(*TEXTS["en"][3:], *PROSE[:1]), "Harl waits for ferries"),
    }
    place.run()
    page = json.loads((place.folder / "briefings" / "2026-11-20.json").read_text("utf-8"))
    stated = {each["url"]: (each["date"], each["publisher"]) for each in page["documents"]}
    assert stated[LINK] == ("2026-11-20", "Harl Post")
    assert stated[other][0] == "2026-11-20" and stated[other][1] != "Harl Post"


# Each page once


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("?at_medium=RSS&at_campaign=world", "?at_medium=custom7&at_format=link"),
        ("?CMP=share_btn_url", "?cmp=rss"),
        ("?ocid=msedgntp", ""),
        ("?fbclid=IwAR0", "?gclid=Cj0&gbraid=0AA"),
        ("?mc_cid=12&mc_eid=34", "?smid=tw-share"),
        ("?utm_source=rss&amp;utm_medium=feed", "?utm_id=9"),
        ("?ref=rss", "?ref=reader.example"),
        ("?mod=rss_front", "?source=rss----1a2b---4"),
        ("#xtor=RSS-3208", "#ref=rss"),
        ("#Echobox=1764", "/"),
        ("/amp", "?amp=1"),
        ("?maca=en-rss-en-all-1573", "?xtor=AL-73"),
    ],
)
def test_a_page_under_tracking_parameters_is_one_article(
    place: Place, first: str, second: str
) -> None:
    """In one feed or two, on one morning or the next, the page is told once."""
    link = f"{LINK}-2026"
    place.settings += f'[[source]]\nfeed = "{FEED}/2"\n'
    text = page_of(markup(*PROSE))
    place.web = {f"{link}{first}": text, f"{link}{second}": text.replace("two", "three")}
    place.web[FEED] = feed_of(entry(TEASER, f"{link}{first}"), entry(TEASER, f"{link}{second}"))
    place.web[f"{FEED}/2"] = feed_of(entry(PROSE[2], f"{link}{second}"))
    assert place.run().articles == 1
    place.web[FEED] = feed_of(entry(TEASER, f"{link}?utm_campaign=late{first.replace('?', '&')}"))
    assert place.run(DAY + timedelta(days=1)).what == "quiet"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("?id=1", "?id=2"),
        ("?p=11&utm_source=rss", "?p=12&utm_source=rss"),
        ("?article=a", "?article=b"),
        ("?page=1", "?page=2"),
        ("?ref=main", "?ref=harbour"),
        ("#harl", "#ostby"),
        ("/amp", "/wiki"),
    ],
)
def test_pages_that_differ_stay_apart(place: Place, first: str, second: str) -> None:
    """What names the page is never taken for a way to it."""
    place.web = {
        FEED: feed_of(entry(TEASER, f"{LINK}{first}"), entry(TEASER, f"{LINK}{second}")),
        f"{LINK}{first}": page_of(markup(*PROSE)),
        f"{LINK}{second}": page_of(markup(*TEXTS["de"]), "Die Brücke"),
    }
    texts = obtained(place)
    assert PROSE[0] in texts and TEXTS["de"][0] in texts


def test_a_site_that_moves_to_https_has_no_news(place: Place) -> None:
    """Nor one that drops its `www.`: the same articles stand under new addresses."""
    old = "http://www.harl.example/bridge"
    place.web = {FEED: feed_of(entry(TEASER, old)), old: page_of(markup(*PROSE))}
    assert place.run().articles == 1
    place.web[FEED] = feed_of(entry(TEASER, LINK))
    assert place.run(DAY + timedelta(days=1)).what == "quiet"


@pytest.mark.parametrize("link", [f"{LINK}?at_medium=RSS", "http://www.harl.example/a"])
def test_what_version_0_1_told_is_no_news(place: Place, link: str) -> None:
    """Its memory knows articles under other keys; what changes later is news again."""
    feed = feed_of(entry(markup(*PROSE), link))
    place.web = {FEED: feed, link: page_of(markup(*PROSE))}
    with State.open(place.folder / "state.db", now=DAY) as state:
        key = article_key(former_key(link))  # as an update makes it of the address
        told = Article(key=key, digest="of then", source=source_key(FEED), address=link)
        state.remember("morning", [told], period="2026-11-19", now=DAY - timedelta(days=1))
    assert place.run().what == "quiet"
    assert place.run(DAY + timedelta(hours=2)).what == "quiet"
    place.web[link] = page_of(markup(*TEXTS["de"]))
    place.web[FEED] = feed.replace("Bridge of Harl closed", "Bridge of Harl opens")
    assert place.run(DAY + timedelta(days=1)).articles == 1


def test_entries_that_are_no_articles_are_counted(place: Place) -> None:
    """A link or a text is missing: the log says how many, the page is not bothered with them."""
    place.web = {
        FEED: feed_of(entry(TEASER), "<item><title>Episode 12</title></item>", "<item/>"),
        LINK: page_of(markup(*PROSE)),
    }
    place.run()
    assert place.told == [f"{FEED}: 1 new, 0 seen, 0 skipped (2 without a link or a text)"]
    assert "Episode" not in place.page("2026-11-20")


# Over HTTP


@pytest.fixture
def server(loopback: None) -> Iterator[Server]:
    yield from running(Server())


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a memory of its own."""
    for name in ("STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(home: Path, address: str) -> None:
    settings = f'[[source]]\nfeed = "{address}"\nname = "Harl"\n[fetch]\nlocal = true\n'
    (home / "brief.toml").write_text(settings, encoding="utf-8")


def served(body: str, kind: str = "text/html") -> dict[str, bytes | str]:
    return {"body": body.encode(), "content_type": f"{kind}; charset=utf-8"}


@pytest.mark.parametrize(
    ("status", "told"), [(301, True), (308, True), (302, False), (303, False), (307, False)]
)
def test_a_feed_that_has_moved_for_good_is_told_once(
    home: Path, server: Server, capsys: pytest.CaptureFixture[str], status: int, told: bool
) -> None:
    """With its new address; a redirect for now is followed and not worth a word."""
    server.pages["/feed"] = answer(status, location="/news/feed?key=4")
    text = feed_of(entry(markup(*PROSE), server.at("/bridge")))
    server.pages["/news/feed"] = answer(**served(text, "application/rss+xml"))
    configure(home, server.at("/feed"))
    said = []
    for day in (20, 21, 22):
        assert main(["run", "--now", f"2026-11-{day}T07:00"]) == (0 if day == 20 else 3)
        said.append(capsys.readouterr().err)
    assert (f"Harl: {server.at('/news/feed?key=4')}" in said[0]) is told
    assert ("moved for good" in said[0]) is told
    assert not any("moved" in each for each in said[1:])
    assert main(["check"]) in (0, 2)
    assert (f"moved for good to {server.at('/news/feed')}" in capsys.readouterr().out) is told


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451, 500])
def test_an_article_is_not_lost_where_its_feed_has_it(
    home: Path,
    server: Server,
    web_server: None,
    capsys: pytest.CaptureFixture[str],
    status: int,
) -> None:
    """Whatever the server says instead of the page; `--verbose` tells which text was taken."""
    server.pages["/bridge%20one"] = answer(status, **served("<p>Go away.</p>"))
    text = feed_of(entry(markup(*PROSE), server.at("/bridge one")))
    server.pages["/feed"] = answer(**served(text, "application/rss+xml"))
    configure(home, server.at("/feed"))
    assert main(["run", "--verbose", "--now", "2026-11-20T07:00"]) == 0
    told = capsys.readouterr().err
    assert f"{server.at('/bridge%20one')}: {status}" in told
    assert "words of the feed are taken" in told
    assert "cracks in two of its piers" in (home / "briefings" / "latest.md").read_text("utf-8")


# What there was no time for

LATE = Failed(LINK, "no time was left for it; the next run asks again", late=True)


def test_what_is_late_is_told_next_time(place: Place) -> None:
    """However often it was: nothing is counted against what was never asked for."""
    text = markup(*TEXTS["en"])
    place.web = {FEED: feed_of(entry("The bridge is closed.")), LINK: LATE}
    for day in range(9):
        assert obtained(place, day) == ""
    assert "no time was left for it; the next run asks again" in place.page("2026-11-28")
    place.web[LINK] = page_of(text)
    assert all(sentence in obtained(place, 9) for sentence in TEXTS["en"])
    assert obtained(place, 10) == ""


def test_sources_take_turns_at_the_network(place: Place) -> None:
    """The first link of each is asked for before the second of any, the weightier source first."""
    links = {
        name: [f"https://{name}.example/{number}" for number in range(3)] for name in ("a", "b")
    }
    other = "https://other.example/feed"
    place.settings += f'[[source]]\nfeed = "{other}"\nweight = 2\n'
    for address, name in ((FEED, "a"), (other, "b")):
        entries = (entry("Closed.", link, f"Bridge {link}") for link in links[name])
        place.web[address] = feed_of(*entries, home=f"https://{name}.example/")
    place.run()
    turns = [pair for pairs in zip(links["b"], links["a"], strict=True) for pair in pairs]
    assert place.asked[2:] == turns
