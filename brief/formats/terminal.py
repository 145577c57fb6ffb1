"""The page, and extracts, on a terminal: typeset to its width, with links where it knows them.

Words and order are those of the page as text.  A link leads to the article's address, at the words
that are cited, or to its file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from brief.formats import body, links
from brief.formats import extracts as of_extracts
from brief.formats.labels import Row
from brief.formats.sources import shown_path
from brief.formats.text import measure
from brief.formats.typeset import (
    BULLET,
    Paragraph,
    Window,
    counted,
    kept,
    level_of,
    marked,
    sourced,
    tied,
    typeset,
)
from brief.language.phrases import Phrases, phrases
from brief.language.visible import visible
from brief.model import STDIN, Briefing, Citation, Document, Extracts

# What an address of a link may hold, and the longest that common terminals take (VTE).
_ADDRESS = re.compile("[!-~]{1,2083}")


def render(briefing: Briefing, window: Window) -> str:
    """Return the page for a terminal, ending in a line feed.

    Paths of articles count from the current folder.
    """
    words, _ = measure(briefing)
    say = phrases(briefing.language)
    markup = _Terminal(window, say)
    paragraphs = list(_paragraphs(body.rows(briefing, markup, words), say))
    return typeset(paragraphs, markup.links.addresses, window, right_to_left=say.right_to_left)


def render_extracts(extracts: Extracts, window: Window) -> str:
    """Return extracts for a terminal, as `render` does a page."""
    say = phrases(extracts.language)
    markup = _Terminal(window, say)
    paragraphs = list(map(_of_line, of_extracts.lines(extracts, markup)))
    return typeset(paragraphs, markup.links.addresses, window, right_to_left=say.right_to_left)


def _of_line(line: str) -> Paragraph:
    if level := level_of(line):
        return Paragraph(kind="heading", text=line, level=level)
    return Paragraph(kind="text", text=line) if line else Paragraph()


def _paragraphs(rows: Iterable[Row], say: Phrases) -> Iterator[Paragraph]:
    last = 0  # The level of the heading just above, 0 where other text is.
    for row in rows:
        if row.kind != "rule":
            yield _paragraph(row, say, below_title=last == 1)
        if row.kind:
            last = row.number if row.kind == "heading" else 0


def _paragraph(row: Row, say: Phrases, *, below_title: bool) -> Paragraph:
    match row.kind:
        case "":
            return Paragraph()
        case "heading":
            return Paragraph(kind="heading", text=row.shown, level=row.number)
        case "line":
            beside = marked(kept(f"({row.beside})", say.comma), "q")
            text, marker = f"{row.shown} {beside}", f"{row.number}."
        case "entry":
            beside = marked(say.comma + kept(row.beside, say.comma), "q") if row.beside else ""
            own = say.colon + row.own if row.own else ""
            text, marker = marked(row.shown, "b") + beside + own, f"({row.number})"
        case "item":
            return Paragraph(kind="listed", marker=BULLET, text=sourced(row.shown))
        case "head" | "cells":
            return Paragraph(kind="cells", cells=row.cells)
        case "text" if not below_title:
            return Paragraph(kind="text", text=row.shown)
        case _:
            return Paragraph(kind="text", text=marked(kept(row.shown, say.comma), "q"))
    return Paragraph(kind="listed", marker=marker, text=tied(text))


class Links:
    """The links of a page, numbered from 1 as they come."""

    def __init__(self, window: Window, folder: str = "") -> None:
        self.addresses: list[str] = []
        self._window = window
        self._folder = folder  #: That paths count from; empty for the current one.

    def linked(self, shown: str, *addresses: str) -> str:
        """Return marked text that leads to the first of the addresses that a terminal takes."""
        fitting = [address for address in addresses if _ADDRESS.fullmatch(address)]
        if not fitting or not self._window.linked:
            return shown
        self.addresses.append(fitting[0])
        return marked(shown, "l", len(self.addresses))

    def file(self, path: str) -> str:
        """Return the URI of a file (RFC 8089); empty for what is none.

        It has the machine's name, so that a terminal on another one does not take a file of its own
        for it.  It does not name the place in the file: GLib, which opens files for many terminals,
        refuses a URI of a file with a fragment.
        """
        if path in ("", STDIN):
            return ""
        whole = os.path.abspath(os.path.join(self._folder, path))
        # Two slashes at the beginning of a path are kept by POSIX.
        return f"file://{quote(self._window.host, safe='')}/{links.encoded(whole.lstrip('/'))}"


class _Terminal:
    """Markup for `typeset`."""

    line_end = ""

    def __init__(self, window: Window, say: Phrases) -> None:
        self.links = Links(window)
        self._comma = say.comma
        self._addressed = not window.linked

    def text(self, text: str) -> str:
        return visible(text)

    def said(self, text: str, citation: Citation, document: Document) -> str:
        return self.text(text)

    def aside(self, text: str) -> str:
        return marked(kept(visible(text), self._comma), "q")

    def heading(self, shown: str, level: int) -> str:
        # That of a story ends with the number of its articles.
        title, comma, count = shown.rpartition(self._comma) if level == 3 else (shown, "", "")
        return marked(title, "h", level) + counted(count, comma)

    def strong(self, shown: str) -> str:
        return marked(shown, "b")

    def place(self, text: str, citation: Citation, document: Document) -> str:
        url = links.address(document.url)
        if url is None:
            return self.source(text, document)
        cited = document.text[citation.start : citation.end]
        return self.links.linked(visible(text), links.web(url, cited), url)

    def source(self, text: str, document: Document) -> str:
        url = links.address(document.url) or links.address(document.path)
        return self.links.linked(visible(text), url or self.links.file(document.path))

    def address(self, document: Document) -> str:
        where = links.address(document.url) or shown_path(document.path)
        return f"({document.id}) {where}" if where and self._addressed else ""
