"""The day on which a web page says that its article was published."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import html as lxml_html

from brief.readers import html
from brief.readers.page_date import published_on
from tests.work import steps

HEADLINE = "Old mill at Sandvik to be a school"
PROSE = (
    "<p>The parish council of Sandvik decided on Tuesday night that the old mill by the weir will"
    " be turned into a school for ninety children, as parents had asked for since the spring.</p>"
    "<p>Builders are to begin with the roof after the holidays, said the mayor, Berit Aune, and"
    " the first classes are expected to move in two years later, if the state pays its share.</p>"
    "<p>The miller's family, which sold the house eleven years ago, said that it was glad to see"
    " children there at last and offered the stones of the old wheel for the yard.</p>"
)


def day_of(
    above: str = "", *, below: str = "", head: str = "", lang: str = "en", headline: str = HEADLINE
) -> str | None:
    page = (
        f'<html lang="{lang}"><head><title>{headline}</title>{head}</head><body>'
        f"<article><h1>{headline}</h1>{above}{PROSE}</article>{below}</body></html>"
    )
    found = html.parse(page.encode()).date
    return found.isoformat() if found else None


def linked(*parts: dict[str, Any]) -> str:
    return f'<script type="application/ld+json">{json.dumps(parts)}</script>'


@pytest.mark.parametrize(
    ("above", "day"),
    [
        ('<time datetime="2026-09-08T21:40:00+02:00">yesterday</time>', "2026-09-08"),
        ("<time>8 September 2026</time>", "2026-09-08"),
        ('<p class="byline">By Ane Lie<span>8 September 2026, 9:40 pm</span></p>', "2026-09-08"),
        ("<div>Sept. 8, 2026</div>", "2026-09-08"),
        ('<abbr class="published" title="2026-09-08">Tuesday</abbr>', "2026-09-08"),
        (
            "<p>Published <b>8</b> September 2026</p><p>Updated 10 September 2026</p>",
            "2026-09-08",
        ),
        (
            '<span class="updated">10 September 2026</span><time>8 September 2026</time>',
            "2026-09-08",
        ),
        ('<aside class="meta"><time>8 September 2026</time></aside>', "2026-09-08"),
        (
            '<p class="event-date">Fair: 10 September 2026</p><p>Published 8 September 2026</p>',
            "2026-09-08",
        ),
        ("<p>It will close on <time>1 May 2029</time>, said the head of the pier.</p>", None),
        ('<span class="date">31 September 2026</span>', None),
        ("<p>The school opens on 1 August 2029.</p>", None),
        ("", None),
    ],
)
def test_day_beside_the_headline(above: str, day: str | None) -> None:
    """What stands beside the headline says the day, other than of a change or in a sentence."""
    assert day_of(above) == day


@pytest.mark.parametrize(
    ("lang", "above", "day"),
    [
        ("de", "<span>Veröffentlicht am 08.09.2026 um 21:40 Uhr</span>", "2026-09-08"),
        ("", "<span>Veröffentlicht am 08.09.2026 um 21:40 Uhr</span>", "2026-09-08"),
        ("fr", '<span class="date">Publié le 8 sept. 2026 à 21h40</span>', "2026-09-08"),
        ("en", '<span class="date">Publié le 8 septembre 2026</span>', "2026-09-08"),
        ("es", "<div>8 de septiembre de 2026</div>", "2026-09-08"),
        ("pl", '<div class="data">8 września 2026</div>', "2026-09-08"),
        ("hu", "<span>2026. 09. 08. 21:40</span>", "2026-09-08"),
        ("ko", "<span>2026-09-08 21:40:12</span>", "2026-09-08"),
        ("ru", "<time>8 сентября 2026, 21:40</time>", "2026-09-08"),
        ("fi", "<time>8.9.2026 21:40</time>", "2026-09-08"),
    ],
)
def test_day_beside_the_headline_in_other_languages(lang: str, above: str, day: str) -> None:
    """The name of the month is known in the page's language, and where that is not stated."""
    assert day_of(above, lang=lang) == day


@pytest.mark.parametrize(
    ("lang", "day"),
    [
        ("en-US", "2026-05-06"),
        ("en-us", "2026-05-06"),
        ("en-GB", "2026-06-05"),
        ("en-IE", "2026-06-05"),
        ("en-NZ", "2026-06-05"),
        ("fr-FR", "2026-06-05"),
        ("en", None),
        ("en-CA", None),
        ("", None),
    ],
)
def test_numbers_are_read_as_the_page_is_used_to(lang: str, day: str | None) -> None:
    """5/6/2026 is of the month that the language tag says, none where it says neither."""
    assert day_of('<span class="date">05/06/2026</span>', lang=lang) == day
    assert day_of("<div>05/06/2026 21:40</div>", lang=lang) == day


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("", "<p><small>Period of the grant: 1 May 2021 - 30 April 2022</small></p>"),
        ("", '<aside><h3>More</h3><time datetime="2026-09-20">20 September</time></aside>'),
        ("", '<section class="comments"><p>Ola <time>9 September 2026</time></p></section>'),
        ("", '<div class="related-posts"><span class="date">20 September 2026</span></div>'),
        ("", '<article><h2>Fair at Ness</h2><time datetime="2026-09-20">x</time></article>'),
        ("<blockquote><p>What a day!</p>— Ola (@ola) <a>20 September 2026</a></blockquote>", ""),
        ("", '<footer><span class="date">1 January 2024</span></footer>'),
        ("", '<div class="TeaserList">' + "<time>3 May 2024</time><time>4 May 2024</time></div>"),
        ('<nav><a class="date">3 May 2024</a></nav>' + "<i></i>" * 9, ""),
    ],
)
def test_days_of_other_things(above: str, below: str) -> None:
    """A day in the margin, below another article or in comments is not the article's."""
    assert day_of(above, below=below) in (None, "2026-09-08")
    stated = '<time datetime="2026-09-08">8 September</time>'
    assert day_of(stated + above, below=below) == "2026-09-08"


def test_days_below_short_paragraphs_and_above_the_headline() -> None:
    """Short paragraphs are an article, too; a list of the latest above it has days of its own."""
    latest = '<div class="latest-news"><a href="/a">Fair at Ness</a><time>9 May 2025</time></div>'
    short = "".join(
        f"<p>The pier at Ness closed on Monday, said clerk {n}.</p>" for n in "abcdefgh"
    )
    below = "<h3>Three comments</h3><ol><li>Ola <span>9 May 2025</span></li></ol>"
    page = f"<html><body>{latest}<h1>Pier at Ness closes</h1>{short}{below}</body></html>"
    assert html.parse(page.encode()).date is None


@pytest.mark.parametrize("line", ["2026. szeptember 8.", "Megjelent: 2026. szeptember 8."])
def test_a_day_that_ends_with_a_stop(line: str) -> None:
    """A day is no sentence because its language ends it with a stop."""
    assert day_of(f"<div>{line}</div>", lang="hu") == "2026-09-08"


def test_day_below_the_article() -> None:
    """A line below the article that says "published" counts where it is the only one."""
    line = "<p>First published: 8 September 2026</p>"
    assert day_of(below=line) == "2026-09-08"
    assert day_of(below=line + line.replace("8", "9")) is None


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="pubdate" content="2026-09-08">', "2026-09-08"),
        ('<meta property="article:published_time" content="2026-09-08T21:40Z">', "2026-09-08"),
        ('<meta itemprop="datePublished" content="8 September 2026">', "2026-09-08"),
        ('<meta property="article:modified_time" content="2026-09-10T21:40Z">', None),
        ('<meta name="date" content="05/06/2026">', None),
        ('<meta name="date" content="">', None),
        ('<meta name="version" content="8f3e#main @ 2026-09-08T11:18:34Z">', None),
        ('<meta name="build-date" content="2026-09-08">', None),
        ('<meta name="generator" content="Press 6.1, 2026-09-08">', None),
        (
            '<meta name="version" content="1.2 2026-08-01">'
            '<meta property="article:published_time" content="2026-09-08T12:00Z">',
            "2026-09-08",
        ),
        (linked({"@type": "NewsArticle", "datePublished": "2026-09-08"}), "2026-09-08"),
        (linked({"@graph": [{"@type": ["Article"], "datePublished": "2026-09-08"}]}), "2026-09-08"),
        (
            linked(
                {"@type": "NewsArticle", "headline": "Fair", "datePublished": "2026-09-20"},
                {"@type": "NewsArticle", "headline": HEADLINE, "datePublished": "2026-09-08"},
            ),
            "2026-09-08",
        ),
        (
            linked(
                {"@type": "NewsArticle", "headline": "Fair", "datePublished": "2026-09-20"},
                {"@type": "NewsArticle", "headline": "Rain", "datePublished": "2026-09-08"},
            ),
            None,
        ),
        (
            linked(
                {
                    "@type": "ItemList",
                    "itemListElement": [{"@type": "Article", "datePublished": "2026-09-20"}],
                }
            ),
            None,
        ),
        (linked({"@type": "Event", "datePublished": "2026-09-20"}), None),
        (
            '<script type="application/ld+json">{"@type": "Article",, "datePublished":'
            ' "2026-09-08"}</script>',
            "2026-09-08",
        ),
        (f'<script type="application/ld+json">{"[" * 5000}</script>', None),
    ],
)
def test_day_in_metadata(head: str, day: str | None) -> None:
    """Meta elements and linked data of the page's own article state the day."""
    assert day_of(head=head) == day


def test_what_the_reader_sees_is_the_day_at_the_outlet() -> None:
    """Metadata in UTC may be of the next day; farther apart, metadata are right."""
    head = '<meta property="article:published_time" content="2026-09-09T02:40:00Z">'
    assert day_of("<time>8 September 2026</time>", head=head) == "2026-09-08"
    assert day_of("<time>20 September 2026</time>", head=head) == "2026-09-09"


def test_a_day_in_the_headline_is_part_of_the_news() -> None:
    """A headline with a day in it dates nothing."""
    assert day_of(headline="Sandvik remembers the flood of 3 May 1999") is None


@pytest.mark.parametrize(
    "part",
    [
        "<article>",
        "<time>8 Sept 202",
        '<div class="date">8 ',
        "<h1>x",
        '<meta itemprop="datePublished" content="8',
    ],
)
def test_a_page_of_any_length_is_read_in_one_pass(part: str) -> None:
    """Twice the elements take about twice the steps."""
    pages = (lxml_html.fromstring(f"<h1>{HEADLINE}</h1>{part * n}{PROSE}") for n in (400, 800))
    few, many = (steps(lambda page=page: published_on(page)) for page in pages)
    assert many < 3 * few
