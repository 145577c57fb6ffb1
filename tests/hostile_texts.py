"""Texts made to keep a reader busy, each a function of its size, and the containers they come in.

Every kind repeats one thing that some stage looks for: dates, blanks, marks, names, cells.  For
tests, and for `tests/benchmarks/attack.py`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path

from brief import readers
from brief.model import Document, Reading
from brief.pipeline import brief, prepared, read, render
from brief.readers import feed as feeds
from brief.readers.entries import Feed

Kind = Callable[[int], str]

HEADLINE = "Quarry of Osk floods the valley of Bren"
OPENING = (
    "The quarry of Osk flooded the valley of Bren on Tuesday, and 230 families left their homes,"
    " Governor Ingrid Solberg said on 4 March 2025. The dam above it had been mended twice in"
    " 2019, and cost 12 million crowns."
)
SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo ka le mo nu pi ra".split()


def repeated(unit: str) -> Kind:
    """Return the kind that repeats a text up to its size."""
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def behind(start: str, unit: str, end: str = "x") -> Kind:
    """Return the kind that repeats a text between two others."""
    return lambda size: start + repeated(unit)(size) + end


def drawn(make: Callable[[random.Random, int], str]) -> Kind:
    """Return the kind that makes other words each time, the same ones in every run."""

    def text(size: int) -> str:
        draw, length = random.Random(11), 0
        parts: list[str] = []
        while length < size:
            parts.append(make(draw, len(parts)))
            length += len(parts[-1])
        return "".join(parts)[:size]

    return text


def word(draw: random.Random) -> str:
    """Return a made-up word of three syllables."""
    return "".join(draw.choices(SYLLABLES, k=3))


def name(draw: random.Random) -> str:
    """Return a made-up name."""
    return word(draw).capitalize()


#: A text of each kind goes into an article as it is, whatever the format.
TEXTS: dict[str, Kind] = {
    "years": repeated("in 2020 "),
    "a year in each line": repeated("in 2020\n\n"),
    "days in one sentence": repeated("on 3 March 2020 and from 5 to 7 May 2021 and until Friday "),
    "German days": repeated("am 3. März 2020 und am Dienstag, dem 4. Mai "),
    "a date and blanks": behind("Monday, 1 January 2020", " "),
    "a date and tabs": behind("1 January 2020", "\t", " The council met."),
    "dates and blanks": repeated("Tuesday, 2 June 2020" + " " * 300 + "| "),
    "empty cells": behind("| The council of Tarn closed the old mine on Friday for good. |", " |"),
    "rows of empty cells": repeated("| | | | | | | |\n"),
    "tabs between cells": behind("The council of Tarn closed the mine on Friday for good.", "\t"),
    "comments": repeated("<!--x-->"),
    "comments without an end": repeated("<!-- "),
    "asides": repeated("It was so. (Read more) "),
    "links of Markdown": repeated("![a](b 'c') [d][e] <f> "),
    "definitions": repeated('[a]: <b> "c"\n'),
    "items that count": drawn(lambda draw, place: f"{place % 900 + 1}. Item {name(draw)} "),
    "front matter": repeated("---\na: b\n"),
    "short lines": repeated("so it\n"),
    "a long line and short ones": behind("The council met. " * 20 + "\n", "so it\n"),
    "items and lines": repeated("- so\nit was\n"),
    "a value and blanks": behind("a: b", " "),
    "bars in a title": behind("# Quarry", " | a", "\n"),
    "blanks in a title": behind("# Quarry of", " ", "Osk\n"),
    "bylines": repeated("By Ann Lee, Reuters | 12:00 | Updated 3 h ago "),
    "people": repeated("12 people were killed and 13 people were hurt and "),
    "open quotations": repeated("“We go, said Ann Lee of Osk, ‘and "),
    "apostrophes of quotations": repeated("'Tis “so” 'n' "),
    "tags": repeated("<p>a</p><br>"),
    "attributes": behind("<p ", "a='b' ", ">It was so.</p>"),
    "a style": behind("<p style='", " ", "x'>It was so.</p>"),
    "a word of a style": behind("<p style='", "a", "'>It was so.</p>"),
    "ordinals": repeated("the XIV. and the 3rd and the 4th "),
    "compounds": repeated("well-known-"),
    "addresses": repeated("https://a.example/b?c=d&e=f#g www.h.example "),
    "one long word each": drawn(lambda draw, _: "".join(word(draw) for _ in range(40)) + " "),
    "long sentences": drawn(
        lambda draw, place: f"{name(draw)} {word(draw)} " + ("" if place % 90 else "ended. Then ")
    ),
    "acronyms": drawn(lambda draw, _: f"The {word(draw).upper()} met {word(draw).upper()}. "),
    "numbers that differ": drawn(
        lambda draw, place: f"The council of Tarn closed {place} mines on Friday, it said. "
    ),
    "like sentences": drawn(
        lambda draw, _: f"The council of {name(draw)} closed the mine of {name(draw)} on Friday. "
    ),
    "denials": drawn(
        lambda draw, _: f"{name(draw)} did not {word(draw)} the {word(draw)}; {name(draw)} did. "
    ),
    "speakers": drawn(lambda draw, _: f'"We {word(draw)} it," said {name(draw)} {name(draw)}. '),
    "Hebrew": repeated("ב־12 בינואר 2020 נסגר המכרה בעיר. "),
    "Hindi": repeated("3 मार्च 2020 को परिषद ने खदान बंद कर दी। "),
    "no stops": drawn(lambda draw, _: f"{word(draw)} "),
}


def page(text: str, headline: str = HEADLINE) -> str:
    """Return a web page whose second paragraph is a text as it is."""
    return (
        f"<html><head><title>{headline}</title></head><body><article><h1>{headline}</h1>"
        f"<p>{OPENING}</p>\n<p>{text}</p></article></body></html>"
    )


def feed(text: str, headline: str = HEADLINE) -> str:
    """Return a feed with one entry, whose second paragraph is a text as it is."""
    content = escape(f"<p>{OPENING}</p><p>{text}</p>")
    return (
        '<?xml version="1.0"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Valley</title>'
        f"<link>https://valley.example/</link><item><title>{headline}</title>"
        "<link>https://valley.example/1</link><guid>1</guid>"
        "<pubDate>Tue, 04 Mar 2025 05:00:00 GMT</pubDate>"
        f"<content:encoded>{content}</content:encoded></item></channel></rss>"
    )


def mail(text: str, headers: str = "", kind: str = "text/plain; charset=utf-8") -> str:
    """Return a message whose second paragraph is a text as it is."""
    return (
        f"From: Valley <news@valley.example>\nSubject: {HEADLINE}\n"
        "Date: Tue, 04 Mar 2025 07:00:00 +0000\nMessage-ID: <1@valley.example>\n"
        f"MIME-Version: 1.0\n{headers}Content-Type: {kind}\n\n{OPENING}\n\n{text}\n"
    )


def plain(text: str) -> str:
    """Return a plain text, or Markdown, with a text as it is behind its first paragraph."""
    return f"{HEADLINE}\n\n{OPENING}\n\n{text}\n"


def escaped(text: str) -> str:
    """Return a web page with a text as its words, blank lines parting paragraphs."""
    return page("</p>\n<p>".join(escape(text).split("\n\n")))


#: A text in each format, by its suffix.
FORMATS: dict[str, Callable[[str], str]] = {
    ".txt": plain,
    ".md": plain,
    ".html": escaped,
    ".xml": feed,
    ".eml": mail,
}


def _rss(inside: str, before: str = "") -> str:
    return f'{before}<rss version="2.0"><channel><title>Valley</title>{inside}</channel></rss>'


def _attributes(size: int, each: int) -> str:
    return " ".join(f"a{number}='1'" for number in range(size // each))


_ENTRY = f"<item><title>{HEADLINE}</title><guid>1</guid><description>{OPENING}</description></item>"

#: What only one format can be kept busy with, by suffix and kind.
CONTAINERS: dict[tuple[str, str], Kind] = {
    (".xml", "blanks before a feed"): lambda size: _rss(_ENTRY, " " * size),
    (".xml", "comments before a feed"): lambda size: _rss(_ENTRY, "<!--x-->" * (size // 8)),
    (".xml", "attributes of an entry"): lambda size: _rss(
        _ENTRY.replace("<item>", f"<item {_attributes(size, 9)}>")
    ),
    (".xml", "short entries"): lambda size: _rss(_ENTRY * (size // len(_ENTRY) + 1)),
    (".xml", "blanks in a link"): lambda size: _rss(
        _ENTRY.replace("<guid>", f"<link>https://valley.example/{' ' * size}a</link><guid>")
    ),
    (".xml", "links without an end"): lambda size: _rss(_ENTRY + "<link>www." * (size // 10)),
    (".html", "comments before a page"): lambda size: "<!--x-->" * (size // 8) + page("It was so."),
    (".html", "raw attributes"): lambda size: page(f"<b {_attributes(size, 9)}>It was so.</b>"),
    (".html", "raw tags"): lambda size: page("<span>so</span>" * (size // 15)),
    (".html", "a long title"): lambda size: page("It was so.", "Osk " * (size // 4)),
    (".html", "bars in its title"): lambda size: page("It was so.", "Osk | " * (size // 6)),
    (".html", "cells"): lambda size: page(f"<table><tr>{'<td>' * (size // 4)}</table>"),
    (".eml", "parameters"): lambda size: mail(
        "It was so.", kind="text/plain; " + "; ".join(f"a{n}=b" for n in range(size // 8))
    ),
    (".eml", "parameters in parts"): lambda size: mail(
        "It was so.", kind="text/plain; " + "; ".join(f"a*{n}*=b" for n in range(size // 9))
    ),
    (".eml", "semicolons and quotes"): lambda size: mail(
        "It was so.", kind='text/plain; a="' + ';"\\' * (size // 3)
    ),
    (".eml", "semicolons"): lambda size: mail("It was so.", kind="text/plain" + ";" * size),
    (".eml", "disposition"): lambda size: mail(
        "It was so.", f"Content-Disposition: inline; {'a=b; ' * (size // 5)}\n"
    ),
    (".eml", "a long subject"): lambda size: mail("It was so.").replace(
        f"Subject: {HEADLINE}", f"Subject: {'=?' * (size // 2)}"
    ),
    (".eml", "headers"): lambda size: mail("It was so.", "X-A: b\n" * (size // 7)),
    (".eml", "folded headers"): lambda size: mail("It was so.", "X-A: b\n" + " c\n" * (size // 3)),
    (".eml", "rows of quotation marks"): lambda size: mail("> " * (size // 2)),
}


#: What is read beside a hostile article, and has to come out.
ORDINARY = {
    "ferry.txt": "Ferry of Bren sinks\n\nA ferry sank off the coast of Bren on Monday, 3 March"
    " 2025, and 40 people died, the coast guard said. Rescuers from Osk found 200 people alive, and"
    " three ships look for the others.\n",
    "bank.txt": "Bank of Larn fails\n\nThe Bank of Larn closed all 120 of its branches on Tuesday,"
    " 4 March 2025, and 2,000 people lost their work, Mayor Maria Berg said. The state pays back"
    " deposits of up to 100,000 crowns, Minister Jan Holm said.\n",
}
NOW = date(2025, 3, 5)


def reading_of(data: bytes, suffix: str, folder: Path) -> Reading:
    """Return a hostile file, feed or message, read beside two ordinary articles."""
    for path, text in ORDINARY.items():
        (folder / path).write_text(text, encoding="utf-8")
    if suffix != ".xml":
        (folder / f"hostile{suffix}").write_bytes(data)
        return read([folder])
    parsed = feeds.parse(data, "https://valley.example/feed", "utf-8")
    items = parsed.entries if isinstance(parsed, Feed) else ()
    entries = [feeds.document_of(item, parsed) for item in items if isinstance(parsed, Feed)]
    others = [readers.read(str(folder / path)) for path in ORDINARY]
    return prepared(made for made in (*entries, *others) if isinstance(made, Document))


def page_beside(data: bytes, suffix: str, folder: Path) -> str:
    """Return the page of a hostile file, feed or message, and two ordinary articles."""
    reading = reading_of(data, suffix, folder)
    return render(brief(reading, now=NOW))


def data_of(kind: Kind, suffix: str, size: int) -> bytes:
    """Return a text of a kind in a format, as it is sent."""
    return FORMATS[suffix](kind(size)).encode("utf-8", "replace")
