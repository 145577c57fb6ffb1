"""Web pages as sites make them → what an editor would call the article."""

from __future__ import annotations

import pytest

from brief.model import Document, Kind
from brief.pipeline.reading import article_of
from brief.readers import html, notices, tags

BRIDGE = (
    "The council of Orvik closed the old bridge on Tuesday after divers saw cracks in a pier.",
    "Lorries take the road by Tolm until March, which makes the way to the mill an hour longer.",
    "Repairs cost nine million crowns, said engineer Ruth Aal, and half comes from the state.",
    "The mill has sent forty of its workers home, and the union wants their wages to be paid.",
)
ARTICLE = "<h1>Bridge of Orvik is closed</h1>" + "".join(f"<p>{line}</p>" for line in BRIDGE)


def page(body: str, head: str = "<title>Bridge of Orvik is closed</title>") -> Document:
    source = f'<html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    document = article_of(source, "a.html")
    assert isinstance(document, Document), document.reason
    return document


def prose(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.prose()]


CONSENT = (
    "Your privacy matters. Together with 311 vendors this service keeps identifiers on devices. "
    "They are read for measuring audiences. You can object at any time in the settings. "
)
AROUND = {
    "consent in a dialog": f'<div role="dialog"><p>{CONSENT * 2}</p></div>{ARTICLE}',
    "consent in a class": f'<div class="c-GdprLayer"><p>{CONSENT}</p></div>{ARTICLE}',
    "consent below": f'{ARTICLE}<section id="cookie-consent"><p>{CONSENT}</p></section>',
    "consent in a modal window": f'<aside aria-modal="true"><p>{CONSENT}</p></aside>{ARTICLE}',
    "consent without a class": (
        "<div><p>Wir und unsere 200 Partner speichern Kennungen auf Geräten und lesen sie aus.</p>"
        f"</div>{ARTICLE}"
    ),
    "consent that is hidden": f'<div style="display: none"><p>{CONSENT}</p></div>{ARTICLE}',
    "paywall": f"{ARTICLE}<p>Subscribe to continue reading what our reporters found there.</p>",
    "share row": f'<article>{ARTICLE}<div class="share-bar"><p>Send it to all whom you know.</p>'
    "</div></article>",
    "newsletter": f'{ARTICLE}<div class="inline-newsletter"><p>Each morning the best of Orvik is '
    "in your box, free of charge.</p></div>",
    "teaser": f'{ARTICLE}<p>Read more: <a href="/f">Ferry to Tolm runs again, at last and for '
    "good</a></p>",
    "author": f'{ARTICLE}<div class="AuthorBio"><p>Jan Sund has written on bridges for a long '
    "time and lives there.</p></div>",
    "author in italics": f"<article>{ARTICLE}<p><em>Jan Sund has written on bridges for a long "
    "time, and lives in Tolm with a cat.</em></p></article>",
    "embedded post": f'<article>{ARTICLE}<blockquote class="twitter-tweet"><p>What a mess it is '
    "on that bridge today, friends.</p>&mdash; Jan (@jan) 12 likes</blockquote></article>",
    "pull quote": f"<article>{ARTICLE}<blockquote>{BRIDGE[2]}</blockquote></article>",
}


@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in AROUND.items()])
def test_what_surrounds_an_article_is_no_prose(body: str) -> None:
    """Consent texts, pleas, teasers, biographies and posts give no sentence; the article does."""
    assert prose(page(body)) == list(BRIDGE)


@pytest.mark.parametrize(
    "body",
    [
        "".join(f'<p class="paywall">{line}</p>' for line in BRIDGE),
        f'<div class="post has-share no-newsletter">{ARTICLE}</div>',
        f'<main role="dialog">{ARTICLE}</main>',
        f'<div style="display:none">{ARTICLE}</div>',
        f"<p>By <em>Jan Sund</em></p>{ARTICLE}",
        f'{ARTICLE}<div class="share-bar"><p>Post it.</p></div>',
    ],
)
def test_a_class_alone_takes_no_article_away(body: str) -> None:
    """Sites put such words on what is read, too: what is most of a page stays."""
    assert prose(page(body)) == list(BRIDGE)


@pytest.mark.parametrize(
    "line",
    [
        "The ministry fined the broker four million euros for cookies set without consent.",
        "“We value your privacy,” the banner said, and the court found that it was not so.",
        "Subscribers of the paper rose to 40,000 in May, and reading costs nine euros a month.",
        "Die Partner der Koalition wollen Cookies nach dem Urteil strenger regeln lassen.",
        "La ley permite a los socios guardar cookies solo con permiso, dijo la ministra.",
    ],
)
def test_news_about_cookies_and_subscriptions_stay(line: str) -> None:
    """A report on consent is no consent text."""
    assert not notices.is_notice(line)
    source = f"<html><head><meta charset=utf-8></head><body>{ARTICLE}<p>{line}</p></body></html>"
    document = html.parse(source.encode())
    kinds = {document.text[block.start : block.end]: block.kind for block in document.blocks}
    assert kinds[line] is Kind.PARAGRAPH


@pytest.mark.parametrize(
    "line",
    [
        "We use cookies to make this service better and to count its readers.",
        "Nous et nos 84 partenaires stockons des informations sur votre terminal.",
        "Utilizamos cookies propias y de terceros para medir la audiencia.",
        "Noi e i nostri 84 fornitori archiviamo informazioni su un dispositivo.",
        "Używamy… Ta strona używa plików cookie, aby działać.",
        "Мы используем файлы cookie, чтобы сайт работал.",
        "Dieser Artikel ist nur für Abonnenten, die angemeldet sind.",
        "Suscríbete para seguir leyendo todo lo que pasa en el valle.",
    ],
)
def test_notices_in_many_languages(line: str) -> None:
    """What a page asks of its reader is known by its words where no element says so."""
    assert notices.is_notice(line)


ITEMS = {
    "bold number": "".join(f"<li><b>Point {n}.</b> {line}</li>" for n, line in enumerate(BRIDGE)),
    "plain": "".join(f"<li>{line}</li>" for line in BRIDGE),
    "paragraphs": "".join(f"<li><p>{line}</p></li>" for line in BRIDGE),
    "bold words": "".join(f"<li><strong>Note:</strong> {line}</li>" for line in BRIDGE),
}
LISTS = {
    "listicle": f"<p>What to know:</p><ol>{ITEMS['bold number']}</ol>",
    "release notes": f"<h2>Version 3</h2><ul>{ITEMS['plain']}</ul>",
    "items of paragraphs": f"<ul>{ITEMS['paragraphs']}</ul>",
    "items with labels": f"<ul>{ITEMS['bold words']}</ul>",
    "questions and answers": "<dl>"
    + "".join(f"<dt>Why number {n}?</dt><dd>{line}</dd>" for n, line in enumerate(BRIDGE))
    + "</dl>",
    "questions in bold": "".join(f"<p><b>What then?</b><br>{line}</p>" for line in BRIDGE),
    "subheads in bold": "".join(f"<p><b>And next.</b> {line}</p>" for line in BRIDGE),
    "layout table": '<table><tr><td><a href="/">Home</a></td><td>'
    + "".join(f"<p>{line}</p>" for line in BRIDGE)
    + "</td></tr></table>",
    "layout table of lines": f"<table><tr><td>{'<br><br>'.join(BRIDGE)}</td></tr></table>",
    "a row a paragraph": "<table>"
    + "".join(f"<tr><td>{n}</td><td>{line}</td></tr>" for n, line in enumerate(BRIDGE))
    + "</table>",
    "table in a table": "<table><tr><td><table><tr><td>"
    + "</td></tr><tr><td>".join(BRIDGE)
    + "</td></tr></table></td></tr></table>",
}


@pytest.mark.parametrize("body", [pytest.param(body, id=name) for name, body in LISTS.items()])
def test_lists_and_tables_that_hold_sentences_give_them(body: str) -> None:
    """An item, an answer or a cell with a whole sentence is prose, without its label."""
    assert prose(page(f"<article><h1>Bridge of Orvik is closed</h1>{body}</article>")) == list(
        BRIDGE
    )


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>Old bridge</li><li>New mill of Orvik</li><li>Road by Tolm</li></ul>",
        "<table><tr><th>Part</th><th>Cost</th></tr><tr><td>Pier</td><td>5.2</td></tr></table>",
        "<ul><li>200 g of butter, soft</li><li>three eggs from the day</li></ul>",
        "<ol><li>that the pier is safe;</li><li>that the road is not too narrow for it.</li></ol>",
        '<ul><li><a href="/a">Ferry sinks off the coast of Osk in a storm at night</a></li>'
        '<li><a href="/b">Mine of Larn is sold to a firm from the south</a></li></ul>',
    ],
)
def test_menus_ingredients_and_data_are_no_prose(body: str) -> None:
    """Items and rows without a whole sentence stay what they are."""
    assert prose(page(f"<article>{ARTICLE}{body}</article>")) == list(BRIDGE)


@pytest.mark.parametrize(
    "table",
    [
        "<tr><td><ul><li>Piles: nine</li></ul></td></tr><tr><td>Sum</td><td>9</td></tr>",
        "<tr><td><ol><li></li></ol></td></tr><tr><td></td></tr>",
        "<tr></tr><tr><td> | </td></tr>",
        "<tr><td><table><tr><td><ul><li>Deck</li></ul></td></tr></table></td><td>4</td></tr>",
        "<tr><td><dl><dt>Sum</dt><dd>9</dd></dl></td></tr><tr><th><ul></ul></th></tr>",
        "<tr><td>&nbsp;</td><td><p></p></td></tr><caption><ul><li>x</li></ul></caption>",
    ],
)
def test_odd_cells_end_no_run(table: str) -> None:
    """Lists, nothing and tables in cells leave the article as it is, and no empty block."""
    document = page(f"<article>{ARTICLE}<table>{table}</table></article>")
    assert prose(document) == list(BRIDGE)
    assert all(block.start < block.end for block in document.blocks)


GALLERY = ", ".join(
    f'{{"n": {n}, "text": "Picture of pier {n}, as it is.", "day": "2024-05-{n % 28 + 1:02}"}}'
    for n in range(150)
)
ATTRIBUTES = {
    "json in single quotes": f"<div data-gallery='[{GALLERY}]'></div>",
    "json with tags in it": f"<div data-gallery='[{GALLERY}, \"<p>No <b>text</b>.</p>\"]'></div>",
    "json in entities": f'<div data-g="[{GALLERY.replace(chr(34), "&quot;")}]"></div>',
    "no blanks": "<div data-g='" + GALLERY.replace(" ", "") + "' class=x></div>",
    "many attributes": "<div "
    + " ".join(f"data-a{n}='a > b, said {n}.'" for n in range(900))
    + "></div>",
    "style": f"<div style=\"background: url('a.png'); {'margin: 0 1px; ' * 900}\"></div>",
    "handler": f"<a href='#' onclick=\"show({GALLERY.replace(chr(34), chr(39))})\"></a>",
}


@pytest.mark.parametrize("tag", [pytest.param(tag, id=name) for name, tag in ATTRIBUTES.items()])
def test_long_attributes_are_no_text(tag: str) -> None:
    """A gallery in an attribute gives neither words nor the date of the article."""
    half = "".join(f"<p>{line}</p>" for line in BRIDGE[:2])
    rest = "".join(f"<p>{line}</p>" for line in BRIDGE[2:])
    document = page(f"<article><h1>Bridge of Orvik is closed</h1>{half}{tag}{rest}</article>")
    assert prose(document) == list(BRIDGE)
    assert document.date is None


@pytest.mark.parametrize(
    "unit",
    ["a{n}='1' ", "a{n}='<' ", "='", '="', "= ", "/ ", "   ", "<a b='", "<!--", "<script>"],
)
def test_a_tag_keeps_two_hundred_attributes(unit: str) -> None:
    """The parser compares each with all others, so that a tag of an attacker would cost hours."""
    attributes = "".join(unit.format(n=n) for n in range(200_000))
    tag = tags.shortened(f"<p {attributes}>")
    assert tag.count("='") <= 200 or unit in ("='", "<a b='")
    assert tag.startswith("<p ")
    assert tags.shortened(f"<p {attributes[:900]}>") == f"<p {attributes[:900]}>"


@pytest.mark.parametrize(
    ("head", "heading", "title", "publisher"),
    [
        (
            '<title>Bridge closed</title><meta property="og:title" content="Bridge closed">'
            '<meta property="og:site_name" content="Friends of the Mill at Tolm e.V. - All news">',
            "Bridge closed",
            "Bridge closed",
            "Friends of the Mill at Tolm e.V.",
        ),
        ("<title>U.S. closes bridge at Orvik - Tolm Echo</title>", "", None, "Tolm Echo"),
        ("<title>Brücke ist zu — Dr. Aal berichtet | Tolmer Echo</title>", "", None, "Tolmer Echo"),
        (
            "<title>Puente cerrado en Orvik - Portada - El Eco</title>"
            '<meta property="og:site_name" content="El Eco">',
            "Puente cerrado en Orvik",
            "Puente cerrado en Orvik",
            "El Eco",
        ),
        (
            "<title>The Echo: Bridge of Orvik is closed for repairs</title>"
            '<meta name="application-name" content="The Echo">',
            "",
            "Bridge of Orvik is closed for repairs",
            "The Echo",
        ),
        (
            "<title>Tolm Echo | Sport | Bridge of Orvik is closed</title>"
            '<meta name="application-name" content="Tolm Echo">',
            "",
            "Sport | Bridge of Orvik is closed",
            "Tolm Echo",
        ),
        (
            '<title>Bridge of Orvik is "closed for good" | Tolm Echo</title>'
            '<meta property="og:title" content="Bridge of Orvik is "closed for good"">',
            "",
            'Bridge of Orvik is "closed for good"',
            "Tolm Echo",
        ),
        (
            "<title>Broen er »lukket for altid«</title>"
            '<meta property="og:title" content="Broen er »lukket for altid«">',
            "",
            "Broen er »lukket for altid«",
            None,
        ),
        (
            "<title>オルビク橋を閉鎖、修理に半年：港日報</title>"
            '<meta property="og:site_name" content="港日報">',
            "",
            "オルビク橋を閉鎖、修理に半年",
            "港日報",
        ),
        (
            '<title>오르빅 다리 폐쇄 "수리에 반년"ㅣ항구일보</title>'
            '<meta property="og:site_name" content="항구일보">',
            "",
            '오르빅 다리 폐쇄 "수리에 반년"',
            "항구일보",
        ),
        (
            "<title>U.S. firm closes bridge | Orvik e.V. and Friends 1911</title>",
            "U.S. firm closes bridge",
            "U.S. firm closes bridge",
            "Orvik e.V. and Friends 1911",
        ),
        (
            "<title>Bridge of Orvik is closed</title>"
            '<link rel="canonical" href="https://www.tolmecho.example/a">'
            '<meta property="og:site_name" content="tolmecho">'
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge",'
            ' "publisher": {"@type": "Organization", "name": "Tolm Echo"}}</script>',
            "Bridge of Orvik is closed",
            "Bridge of Orvik is closed",
            "Tolm Echo",
        ),
        (
            "<title>Bridge of Orvik is closed</title>"
            '<link rel="canonical" href="https://www.tolmecho.example/a">'
            '<meta property="og:site_name" content="Traffic">'
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge",'
            ' "publisher": [{"@type": "Organization", "name": "Tolm Echo"}]}</script>',
            "Bridge of Orvik is closed",
            "Bridge of Orvik is closed",
            "Tolm Echo",
        ),
        (
            "<title>Bridge of Orvik is closed</title>"
            '<link rel="canonical" href="https://www.tolmecho.example/a">'
            '<meta property="og:site_name" content="The Valley Paper">'
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge",'
            ' "publisher": {"@type": "Organization", "name": "Holding 12 Ltd"}}</script>',
            "Bridge of Orvik is closed",
            "Bridge of Orvik is closed",
            "The Valley Paper",
        ),
        (
            "<title>Bridge of Orvik is closed</title>"
            '<link rel="canonical" href="https://www.tolmecho.example/a">'
            '<meta property="og:site_name" content="social.example/tolmecho">',
            "Bridge of Orvik is closed",
            "Bridge of Orvik is closed",
            None,
        ),
        (
            "<title>Bridge of Orvik is closed - Tolm Echo</title>"
            '<link rel="canonical" href="https://www.tolmecho.example/a">',
            "Tolm Echo",
            "Bridge of Orvik is closed",
            "Tolm Echo",
        ),
        (
            "<title>Le pont d'Orvik est fermé | echo.example</title>"
            '<link rel="canonical" href="https://www.echo.example/a">',
            "",
            "Le pont d'Orvik est fermé",
            "echo.example",
        ),
        (
            "<title>Bridge of Orvik is closed - Echo of Tolm</title>",
            "Bridge of Orvik is closed",
            "Bridge of Orvik is closed",
            "Echo of Tolm",
        ),
        (
            "<title>Bridge is closed - what we know</title>",
            "",
            "Bridge is closed - what we know",
            None,
        ),
        (
            "<title>Bridge closed - and reopened in a day</title>"
            '<meta property="og:site_name" content="The Echo">',
            "Bridge closed - and reopened in a day",
            "Bridge closed - and reopened in a day",
            "The Echo",
        ),
    ],
)
def test_headline_and_site_are_told_apart(
    head: str, heading: str, title: str | None, publisher: str | None
) -> None:
    """A site's name is cut from the title where the page says that it is one, and never swapped."""
    body = (f"<h1>{heading}</h1>" if heading else "") + "".join(f"<p>{line}</p>" for line in BRIDGE)
    document = html.parse(f"<html><head>{head}</head><body>{body}</body></html>".encode())
    assert document.title is not None
    if title:
        assert document.title.text == title
    assert document.publisher == publisher
    assert not publisher or not document.title.text.endswith(publisher)


def test_the_normal_mode_where_precision_loses_most() -> None:
    """An article in a block with an odd style is read whole, not from its first lines alone."""
    rest = "".join(f"<p>{line}</p>" for line in BRIDGE[1:])
    body = f'<article><p>{BRIDGE[0]}</p><div style="border: 1px solid">{rest}</div></article>'
    assert prose(page(body)) == list(BRIDGE)


def test_a_subhead_in_bold_is_a_heading() -> None:
    """What opens a paragraph in bold never runs into its first sentence."""
    document = page(f"<article><p><strong>How long?</strong> {BRIDGE[0]}</p>{ARTICLE}</article>")
    kinds = {document.text[block.start : block.end]: block.kind for block in document.blocks}
    assert kinds["How long?"] in (Kind.HEADING, Kind.QUESTION)
