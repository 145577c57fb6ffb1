"""The page as HTML: one file, which works without scripts and lets nothing in from elsewhere.

Where there are at most `MOST_SOURCES` articles, and the file stays below `LARGEST` bytes with them,
the articles' texts stand in it, and links lead to the sentence there.  Else they lead to the
articles' addresses, unless the texts are asked for (`Briefing.texts`).  Of a large set all
headlines follow the page, folded away.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from itertools import groupby
from typing import Any

from brief.formats import body, links
from brief.formats.html import headlines, marks, pictures
from brief.formats.html.passages import passages
from brief.formats.html.templates import data, source_hash, template
from brief.formats.labels import Row, shown_title
from brief.formats.sources import shown_path
from brief.formats.text import measure
from brief.formats.text import title as plain_title
from brief.language.phrases import Phrases, phrases
from brief.language.visible import visible
from brief.model import Briefing, Citation, Document

#: The most articles whose texts a page holds, and the most bytes of a page that holds them.
MOST_SOURCES, LARGEST = 20, 300_000
# The most lines, of 62 on a full sheet, of a page that is printed in larger type.
_SHORT = 40
#: Begins the last line of a page: the SHA-256 of all above it.
DIGEST = "<!-- brief-page sha256="
_DIGEST_END = " -->\n"
# How the rows of one kind that follow each other are laid out.
_TAGS = {
    **{"line": "ol", "entry": "ol", "item": "ul", "text": "", "heading": "h3"},
    **{"head": "table", "cells": "table", "skipped": "footer", "signature": "footer"},
}
# An article's number that leads to a place or the article, what is between two links, and numbers
# in brackets.
_PLACE = r'<a class="(?:place|source)" [^<>]*>[0-9]+</a>'
_BETWEEN = re.compile(r'(?<=</a>)([^<>()]{1,3})(?=<a class="(?:place|source))')
_BRACKETED = re.compile(rf'\(({_PLACE}(?:<i class="sign between">[^<>]*</i>{_PLACE})*)\)')
_NAMES = {"line": "lines", "entry": "entries", "item": "items"}


def render(briefing: Briefing) -> str:
    """Return the page; its last line is a comment with the digest of all above."""
    if briefing.texts:
        return _rendered(briefing, inside=True)
    text = sum(len(document.text) for document in briefing.documents)
    if len(briefing.documents) <= MOST_SOURCES and text < LARGEST:
        page = _rendered(briefing, inside=True)
        if len(page.encode()) <= LARGEST:
            return page
    return _rendered(briefing, inside=False)


def sealed(page: str) -> str:
    """Return a page, which ends in a line feed, with its digest as its last line."""
    return f"{page}{DIGEST}{sha256(page.encode()).hexdigest()}{_DIGEST_END}"


def _rendered(briefing: Briefing, *, inside: bool) -> str:
    words, lines = measure(briefing)
    markup = _Html(briefing.language, inside=inside)
    rows = [row for row in body.rows(briefing, markup, words) if row.kind not in ("", "rule")]
    say = phrases(briefing.language)
    below = next((n for n, row in enumerate(rows) if _is_section(row)), len(rows))
    end = next(n for n, row in enumerate(rows) if _TAGS[row.kind] == "footer")
    page = template("page.html.jinja").render(
        language=say.language,
        direction="rtl" if say.right_to_left else "ltr",
        title=plain_title(briefing),
        **constants(),
        head=[_row(row, briefing) for row in rows[: min(below, end)]],
        sections=list(_sections(rows[below:end], briefing)),
        footer=[_row(row, briefing) for row in rows[end:]],
        pictures=list(map(_drawn, pictures.overview(briefing))),
        sources={document.id: _source(document, markup) for document in briefing.documents},
        **_headlines(briefing, say, inside=inside),
        inside=inside and bool(briefing.documents),
        say={name: say.say(name) for name in LABELS},
        short=lines <= _SHORT,
    )
    return sealed(page.rstrip("\n") + "\n")


#: What a page says beside its rows, by the names of phrases.
LABELS = ("sources", "to content", "previous", "next", "close", "original", "search")


def _headlines(briefing: Briefing, say: Phrases, *, inside: bool) -> dict[str, Any]:
    """Return the list of all headlines for the template; empty where the page needs none."""
    if not headlines.are_listed(briefing):
        return {"stories": []}
    return {
        "stories": headlines.headlines(briefing, inside=inside),
        "count": headlines.count_of(briefing, say),
        "hits": headlines.hits(say),
        "comma": say.comma,
    }


@cache
def constants() -> dict[str, Any]:
    """Return style and script, which are the same on every page, and the policy that lets them."""
    from markupsafe import Markup

    style, script = (data(f"page.{kind}") for kind in ("css", "js"))
    policy = (
        f"default-src 'none'; style-src {source_hash(style)}; script-src {source_hash(script)};"
        " base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    # The policy's quotation marks are single, the attribute's double.
    return {"style": Markup(style), "script": Markup(script), "policy": Markup(policy)}


def _is_section(row: Row) -> bool:
    return row.kind == "heading" and row.number == 2


def _sections(rows: Iterable[Row], briefing: Briefing) -> Iterator[dict[str, Any]]:
    """Yield each section of a page: its heading, and its rows in groups of one kind."""
    section: dict[str, Any] = {}
    for is_heading, members in groupby(rows, _is_section):
        if is_heading:
            *_, heading = members
            section = {"heading": _row(heading, briefing)}
        else:
            groups = groupby(members, lambda row: _TAGS[row.kind])
            section["groups"] = [
                {
                    "tag": tag,
                    "name": _NAMES.get(inner[0].kind, ""),
                    "rows": [_row(row, briefing) for row in inner],
                }
                for tag, group in groups
                if (inner := list(group))
            ]
            yield section


def _drawn(picture: pictures.Picture) -> Any:
    """Return a picture as one line of HTML."""
    from markupsafe import Markup

    return Markup(template("pictures.html.jinja").render(picture=picture).replace("\n", ""))


def _row(row: Row, briefing: Briefing) -> Any:
    """Return a row as one line of HTML, with the picture of what it states."""
    from markupsafe import Markup

    picture = pictures.of_row(briefing, row.about)
    drawn = _drawn(picture) if picture else ""

    numbers = "beside numbers" if row.beside.startswith("<a ") else "beside"
    beside = f' <span class="{numbers}">{_apart(row.beside)}</span>' if row.beside else ""
    said = f'<a class="see" href="#line-{row.line}">{row.own}</a>' if row.line else _apart(row.own)
    own = f' <span class="{"own seen" if row.line else "own"}">{said}</span>' if said else ""
    match row.kind:
        case "heading":
            tag = f"h{row.number}"
            text = f"<{tag}>{row.shown}</{tag}>"
        case "line" | "entry":
            name = f' id="line-{row.number}"' if row.kind == "line" else ""
            start = f'<li class="{row.kind}"{name} value="{row.number}">'
            text = f"{start}{row.shown}{beside}{own}{drawn}</li>"
        case "item":
            text = f'<li class="item">{_apart(row.shown)}{drawn}</li>'
        case "head":
            cells = "".join(f'<th scope="col">{cell}</th>' for cell in row.cells)
            text = f'<tr class="head">{cells}</tr>'
        case "cells":
            number, *others = row.cells
            cells = "".join(f"<td>{cell}</td>" for cell in others)
            text = f'<tr class="cells"><th scope="row">{number}</th>{cells}</tr>'
        case _:
            text = f'<p class="{row.kind}">{row.shown}</p>'
    return Markup(text)


def _apart(shown: str) -> str:
    """Return markup with what stands between and around numbers of articles set off.

    On a screen each number has a ground of its own: commas and brackets would be too much.
    """
    between = _BETWEEN.sub(r'<i class="sign between">\1</i>', shown)
    return _BRACKETED.sub(r'<i class="sign">(</i>\1<i class="sign">)</i>', between)


def _source(document: Document, markup: _Html) -> dict[str, Any]:
    """Return what a page holds of an article itself."""
    from markupsafe import Markup

    cited = markup.cited[document.id]
    leaving = marks.shown(phrases(markup.language).say("original"))
    address = marks.article_address(document.path, document.url)
    return {
        "id": document.id,
        "path": links.encoded(document.path),
        "url": links.address(document.url) or "",
        "sha256": document.sha256,
        "title": visible(shown_title(document)),
        "address": "" if marks.is_nowhere(document) else address,
        "shown": links.address(document.url) or shown_path(document.path),
        "language": Markup(marks.language(document.language, markup.language)),
        "texts": list(map(Markup, passages(document, cited, leaving))) if markup.inside else [],
    }


class _Html:
    """Markup that links to the articles' texts on the page, or to their addresses."""

    line_end = ""

    def __init__(self, language: str, *, inside: bool) -> None:
        self.language = phrases(language).language
        self.inside = inside  #: Whether the texts stand on the page.
        #: The places that the page leads to, by article.
        self.cited: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)

    def text(self, text: str) -> str:
        return f"<bdi>{marks.shown(text)}</bdi>"

    def said(self, text: str, citation: Citation, document: Document) -> str:
        href = self._leads(citation, document)
        spoken = marks.language(document.language, self.language)
        return f'<a class="said" href="{href}"{spoken}>{marks.shown(text)}</a>'

    def aside(self, text: str) -> str:
        return f'<bdi class="aside">{marks.shown(text)}</bdi>' if text else ""

    def heading(self, shown: str, level: int) -> str:
        return shown

    def strong(self, shown: str) -> str:
        return f"<strong>{shown}</strong>"

    def place(self, text: str, citation: Citation, document: Document) -> str:
        href = self._leads(citation, document)
        about = marks.selectors(citation, document) + self._spoken(text, document)
        if self.inside and (away := marks.away(document, citation.start, citation.end)):
            about = f'{about} data-address="{away}"'
        kind = "place" if text == str(document.id) else "place words"
        return f'<a class="{kind}" href="{href}"{about}>{marks.shown(text)}</a>'

    def source(self, text: str, document: Document) -> str:
        href = (
            f"#s{document.id}"
            if self.inside
            else marks.article_address(document.path, document.url)
        )
        about = f' data-document="{document.id}"{self._spoken(text, document)}'
        return f'<a class="source" href="{marks.attribute(href)}"{about}>{marks.shown(text)}</a>'

    def address(self, document: Document) -> str:
        return ""

    def _spoken(self, text: str, document: Document) -> str:
        """Return the language of words of an article; its number has none."""
        return "" if text.isdigit() else marks.language(document.language, self.language)

    def _leads(self, citation: Citation, document: Document) -> str:
        start, end = citation.start, citation.end
        if self.inside:
            self.cited[document.id].add((start, end))
            return f"#{marks.passage_id(document.id, start, end)}"
        exact = document.text[start:end]
        return marks.attribute(marks.place_address(document.path, document.url, start, end, exact))
