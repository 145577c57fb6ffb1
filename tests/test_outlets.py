"""Who carries an article, and its title without that name."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import brief
from brief.clean.label import label
from brief.clean.outlet import label_shared, with_outlet
from brief.formats import structured
from brief.language import outlets, site_titles
from brief.language.outlets import Site
from brief.model import Document, Title
from brief.readers import mail, markdown, text
from tests.work import steps

PROSE = (
    "The ferry to Ness was cancelled on Friday for the third day, as a storm kept the harbour shut,"
    " a spokeswoman of the line said. Hamnavoe Shipping paid for rooms in the town's two hotels."
    " The Port Authority Board meets on Monday. Anders Lie of the coast guard spoke of high waves."
)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.quay.example/a", "quay.example"),
        ("http://m.quay.example:8080/a", "quay.example"),
        ("https://amp.www.quay.example/a", "quay.example"),
        ("https://edition.quay.example", "quay.example"),
        ("https://nb.quay.example/", "nb.quay.example"),
        ("https://m.example/", "m.example"),
        ("https://xn--kste-0ra.example/", "küste.example"),
        ("https://web.archive.org/web/20250102030405/http://www.quay.example/a", "quay.example"),
        ("https://192.0.2.7/a", ""),
        ("mid:1@quay.example", ""),
        ("https://[bad/", ""),
        ("", ""),
    ],
)
def test_host_as_people_write_it(address: str, host: str) -> None:
    """A host is shown without what only says how it is served."""
    assert outlets.host_of(address) == host


@pytest.mark.parametrize(
    ("stated", "host", "name"),
    [
        ("Ness 24 - Breaking news, weather and sport", "ness24.example", "Ness 24"),
        ("World news | The Ness Post", "thenesspost.example", "The Ness Post"),
        ("Quay Courier", "quay.example", "Quay Courier"),
        ("Harbour Friends of Ness e.V. - Latest news", "", "Harbour Friends of Ness e.V."),
        ("Küstenblatt - aktuelle Nachrichten", "", "Küstenblatt"),
        ("Lie, Anders", "", "Lie, Anders"),
        ("Rock - Paper - Scissors", "", "Rock - Paper - Scissors"),
        ("www.quay.example", "quay.example", "quay.example"),
        ("https://www.quay.example/feed", "quay.example", "quay.example"),
        ("World | Quay Courier", "", "Quay Courier"),
        ("Ness Post | Coast | Harbour | Sport", "", "Ness Post"),
        ("news@mail.quay.example", "", "quay.example"),
        ("<no-reply@newsletter.quay.co.uk>", "", "quay.co.uk"),
        ("ada.holm@gmail.com", "", "ada.holm@gmail.com"),
        ("Ada Holm @ Quay", "", "Ada Holm @ Quay"),
        ("", "quay.example", ""),
    ],
)
def test_name_that_a_site_gives_itself(stated: str, host: str, name: str) -> None:
    """What a site, feed or sender calls itself is cut to its name."""
    assert outlets.site_name(stated, host) == name


@pytest.mark.parametrize(
    ("name", "host", "fit"),
    [
        ("The Ness Post", "thenesspost.example", True),
        ("Ness Post", "thenesspost.co.uk", True),
        ("South Ness Morning Post", "snmp.example", True),
        ("New Ness Post", "nnpost.example", True),
        ("Küsten-Anzeiger", "kuestenanzeiger.example", True),
        ("Küsten-Anzeiger", "kustenanzeiger.example", True),
        ("Ведомости", "vedomosti.example", True),
        ("Ness heute online", "nessheute.example", True),
        ("Harbour Shut", "thenesspost.example", False),
        ("Photos", "thenesspost.example", False),
        ("News", "news.quay.example", False),
    ],
)
def test_name_and_host(name: str, host: str, fit: bool) -> None:
    """A name fits a host that is made of its words or their first letters."""
    assert outlets.fits(name, host) == fit


@pytest.mark.parametrize(
    ("headline", "end", "host", "outlet"),
    [
        ("Storm stops the ferry", " - Quay Courier", "", "Quay Courier"),
        ("Storm stops the ferry", " – Shetland Today", "", "Shetland Today"),
        ("Storm stops the ferry", " | Quay Wire", "", "Quay Wire"),
        ("Storm stops the ferry", "|Quay Wire", "", "Quay Wire"),
        ("Storm stops the ferry", "｜Quay Wire", "", "Quay Wire"),
        ("Storm stops the ferry", " | www.nessnews.example", "", "nessnews.example"),
        ("Storm stops the ferry", " - Coast Gateway", "", "Coast Gateway"),
        ("Storm Stops the Ferry", " - Ness", "ness.example", "Ness"),
        ("Storm Stops the Ferry", " :: SNP", "snp.example", "SNP"),
        ("Storm stops ferry", " - Asia & Pacific - Ness Post", "nesspost.example", "Ness Post"),
        ("Storm stops ferry again", " | Orkney | Ness Post", "nesspost.example", "Ness Post"),
        ("Storm stops ferry", " - Ness Hoy - El diario de aquí", "ness-hoy.example", "Ness Hoy"),
        ("Sturm stoppt die Fähre", " - Küsten-Zeitung", "", "Küsten-Zeitung"),
        ("Sturm stoppt die Fähre", " - ness online", "ness.example", "ness online"),
        ("La tempête arrête le ferry", " – Le Courrier du Nord", "", "Le Courrier du Nord"),
        ("El temporal detiene el ferry", " - Diario del Norte", "", "Diario del Norte"),
        ("Sztorm zatrzymał prom", " - Gazeta Morska", "", "Gazeta Morska"),
        ("Шторм остановил паром", " - Морская газета", "", "Морская газета"),
        ("Шторм остановил паром", " - Ведомости", "vedomosti.example", "Ведомости"),
        ("Stormen stoppade färjan", " | Kustbladet", "", "Kustbladet"),
        ("العاصفة توقف العبارة", " - صحيفة الميناء", "", "صحيفة الميناء"),
    ],
)
def test_outlet_behind_a_headline(headline: str, end: str, host: str, outlet: str) -> None:
    """The outlet's name is known by host, shape or words, and leaves the headline."""
    title = headline + end
    parted = site_titles.parted(title, Site(host=host), prose=PROSE)
    assert parted
    assert (title[parted.start : parted.end], parted.outlet) == (headline, outlet)


@pytest.mark.parametrize(
    ("title", "host", "outlet"),
    [
        ("Ness 24 - Storm stops ferry", "ness24.example", "Ness 24"),
        ("Ness Post | Storm stops ferry", "nesspost.example", "Ness Post"),
        ("Ness Post: Storm stops ferry", "nesspost.example", "Ness Post"),
    ],
)
def test_outlet_before_a_headline(title: str, host: str, outlet: str) -> None:
    """A name that is surely the host's is cut from before the headline, too."""
    parted = site_titles.parted(title, Site(host=host), prose=PROSE)
    assert parted
    assert (title[parted.start : parted.end], parted.outlet) == ("Storm stops ferry", outlet)


@pytest.mark.parametrize(
    ("title", "name", "headline"),
    [
        ("Vale Gazette: Storm stops the ferry", "Vale Gazette", "Storm stops the ferry"),
        ("THE VALE GAZETTE: Storm stops ferry", "Vale Gazette", "Storm stops ferry"),
        ("Vale Gazette: Storm stops ferry – again", "Vale Gazette", "Storm stops ferry – again"),
        ("Küsten-Echo: Sturm stoppt die Fähre", "Küsten-Echo", "Sturm stoppt die Fähre"),
        ("Le Phare: la tempête arrête le ferry", "Le Phare", "la tempête arrête le ferry"),
        ("港日報：嵐でフェリー欠航、三日目", "港日報", "嵐でフェリー欠航、三日目"),
        ("嵐でフェリー欠航、三日目：港日報", "港日報", "嵐でフェリー欠航、三日目"),
        ("Vale Gazette: Storm", "Vale Gazette", None),
        ("Vale: Storm stops the ferry", "Vale Gazette", None),
        ("Ferry line: Vale Gazette asks for answers", "Vale Gazette", None),
        ("Vale Gazette editor: Storm stopped the ferry", "Vale Gazette", None),
    ],
)
def test_stated_name_before_a_colon(title: str, name: str, headline: str | None) -> None:
    """The name that page, feed or mail state leaves the headline behind it; no other words do."""
    parted = site_titles.parted(title, Site(names=(name,)), prose=PROSE)
    assert (title[parted.start : parted.end] if parted else None) == headline


@pytest.mark.parametrize(
    ("sender", "outlet"),
    [
        ("Quay Courier <news@quay.example>", "Quay Courier"),
        ("news@quaycourier.example", "Quay Courier"),
        ("news@mail.nesspost.example", "nesspost.example"),
        ("ada.holm@gmail.com", "ada.holm@gmail.com"),
    ],
)
def test_outlet_of_a_mail(sender: str, outlet: str) -> None:
    """A sender without a name is its host, or the words of the text that the host is made of."""
    letter = f"From: {sender}\nSubject: Quay Courier: Storm stops the ferry\n\n{PROSE}\n"
    article = label(replace(mail.parse(letter.encode()), language="en"))
    assert article.publisher == outlet
    if outlet == "Quay Courier":
        assert article.title and article.title.text == "Storm stops the ferry"


@pytest.mark.parametrize(
    "title",
    [
        "Ferry line to pay for rooms – Hamnavoe Shipping",
        "Ferry to sail again - Port Authority Board",
        "Waves of nine metres off Ness - Anders Lie",
        "Waves of nine metres off Ness – minister",
        "Ferry to sail again on Monday - Defence Ministry",
        "Storm stops the ferry - Live Updates",
        "Storm stops the ferry – as it happened",
        "Storm stops the ferry - Video",
        "Storm stops the ferry – Kommentar",
        "Live: Storm stops the ferry",
        "Storm - what we know",
        '"We will not sail" - Mayor Ada Holm answers the line\'s critics',
        "Ness v Hamnavoe: Storm 2 - Harbour 1",
        "Storm Stops Ferry - What Comes Next",
        "The storm that stopped the ferry in 1953-54",
        "Ferry line: Storm stops the ferry",
        "Storm stops the ferry - Day 1,280",
        "Ness - Hamnavoe",
    ],
)
def test_real_parts_of_a_headline_stay(title: str) -> None:
    """A speaker, a kind of text or a second half of the news is no outlet."""
    assert site_titles.parted(title, Site(), prose=PROSE) is None
    assert site_titles.parted(title, Site(host="thenesspost.example"), prose=PROSE) is None


def test_headline_about_the_outlet_itself_stays() -> None:
    """Words that only hold the outlet's name are news about it."""
    title = "Police search the paper's office – Ness Post editor speaks"
    assert site_titles.parted(title, Site(host="nesspost.example"), prose=PROSE) is None


def test_the_title_keeps_its_place() -> None:
    """The text of an article is not changed, and its title is found where it says."""
    source = f"Storm stops the ferry - Quay Courier\nPublished 2 October 2026\n{PROSE}\n"
    article = label(replace(text.parse(source.encode()), language="en"))
    assert article.title == Title("Storm stops the ferry", 0, 21)
    assert article.publisher == "Quay Courier"
    assert article.text == source
    assert with_outlet(article) == article


def test_front_matter_with_the_outlet_in_the_title() -> None:
    """The headline that the text repeats without the outlet's name is the headline, no prose."""
    source = (
        '---\ntitle: "Storm stops the ferry - Ness Post"\nurl: https://www.nesspost.example/1\n---\n'
        f"\nStorm stops the ferry\n\n{PROSE}\n"
    )
    article = label(replace(markdown.parse(source.encode()), language="en"))
    assert article.title and article.title.text == "Storm stops the ferry"
    assert source[article.title.start : article.title.end] == "Storm stops the ferry"
    assert article.publisher == "Ness Post"
    assert len(list(article.prose())) == 1


@pytest.mark.parametrize(
    ("lines", "publisher"),
    [
        (["Storm stops the ferry", PROSE, "© Quay Courier 2026. All rights reserved."], None),
        (["Storm stops the ferry - Kyst", PROSE, "© Kyst 2026. All rights reserved."], "Kyst"),
        (["URL: https://www.quay.example/a", "Storm stops the ferry", PROSE], "quay.example"),
        (["Storm stops the ferry", "https://www.quay.example/a", PROSE], "quay.example"),
        (["Storm stops the ferry", PROSE, "Source: https://quay.example/a"], "quay.example"),
        (["Storm stops the ferry", f"NESS (AP) — {PROSE}"], None),
        (["Storm stops the ferry", PROSE, "Follow us: https://social.example/quay"], None),
        (["Storm stops the ferry", PROSE, f"See https://other.example/a for more. {PROSE}"], None),
    ],
)
def test_outlet_of_a_plain_text(lines: list[str], publisher: str | None) -> None:
    """A line with the address tells the host; an agency or a link is not the outlet."""
    article = label(replace(text.parse("\n\n".join(lines).encode()), language="en"))
    assert article.publisher == publisher


@pytest.mark.parametrize(
    ("opening", "publisher"),
    [
        ("NESS POST – ", "Ness Post"),
        ("By staff of The Ness Post. ", "The Ness Post"),
        ("Ness: Post office shut. ", "nesspost.example"),
        ("", "nesspost.example"),
    ],
)
def test_host_in_words(opening: str, publisher: str) -> None:
    """A host is written in words where the text has them, else as it is."""
    source = text.parse(f"Storm stops the ferry\n\n{opening}{PROSE}".encode())
    article = label(replace(source, language="en", url="https://www.nesspost.example/1"))
    assert article.publisher == publisher


def _titled(title: str, url: str | None, number: int) -> Document:
    source = text.parse(f"{title}\n\n{PROSE} {number}".encode())
    return label(replace(source, language="en", url=url, path=f"{number}.txt"))


def test_a_set_shows_an_outlet() -> None:
    """Titles of one host that end alike end with its name; one kind of text is no name."""
    address = "https://www.qc-1.example/"
    heads = ("Storm Stops the Ferry", "Harbour Opens Again")
    for end, cut in (("Coastline", True), ("Video", False)):
        titles = [f"{head} - {end}" for head in heads]
        articles = [_titled(title, address + title[:5], n) for n, title in enumerate(titles)]
        shown = [article.title.text for article in label_shared(articles) if article.title]
        assert shown == (list(heads) if cut else titles)


def test_articles_of_one_host_have_one_name() -> None:
    """The name that one article has for its host is that of the others."""
    articles = [
        _titled("Storm stops the ferry - Ness Post", "https://nesspost.example/1", 1),
        _titled("Harbour opens again", "https://www.nesspost.example/2", 2),
        _titled("Harbour opens again", "https://other.example/2", 3),
    ]
    names = [article.publisher for article in label_shared(articles)]
    assert names == ["Ness Post", "Ness Post", "other.example"]


def test_json_has_the_outlet(tmp_path: Path) -> None:
    """The page and its JSON name the outlet of each article."""
    for number, name in enumerate(("Quay Courier", "Ness Post")):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"Storm stops ferry {number} - {name}\n\n{PROSE * (number + 1)}", "utf-8")
    reading = brief.read([str(tmp_path)])
    page = brief.brief(reading, now=date(2026, 10, 2))
    content = json.loads(brief.render(page, "json"))
    assert {document["publisher"] for document in content["documents"]} == {
        "Quay Courier",
        "Ness Post",
    }
    assert content["schema"] == structured.SCHEMA


@pytest.mark.parametrize("part", ["a - ", "| ", "A ", "A: ", "Ness Post ", "x.", "- – "])
def test_a_title_of_any_length_is_read_in_one_pass(part: str) -> None:
    """Twice the length takes about twice the steps."""
    few, many = (
        steps(
            lambda n=n: site_titles.parted(part * n, Site(host="nesspost.example"), prose=part * n)
        )
        for n in (2_000, 4_000)
    )
    assert many < 3 * few + 50


def test_titles_of_the_web(shared: Path) -> None:
    """No title of the articles as a scraper left them ends with what its host or shape shows."""
    folder = shared / "editor"
    kept_out = (folder / "kept-out.txt").read_text("utf-8").split()
    stories = [
        path for path in sorted((folder / "stories").glob("w*")) if path.name not in kept_out
    ]
    articles = [article for story in stories for article in brief.read([str(story)]).documents]
    assert len(articles) > 40
    for article in articles:
        assert article.title
        assert not article.title.text.endswith(article.publisher or "-"), article.path
        assert " | " not in article.title.text, article.path
        assert article.publisher or not article.url, article.path
