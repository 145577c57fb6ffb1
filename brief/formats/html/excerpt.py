"""What of a page that lies in an archive is shown elsewhere: on the start page, in the feed.

The page may have been edited by anybody.  So nothing of it is taken over: its tags are read, those
that are listed here are written anew, text is escaped, and links lead to the web alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape, unescape

from brief.formats import links
from brief.language.visible import visible

#: The most lines of a page that an excerpt has.
MOST_LINES = 5
_PIECE = re.compile(r"<[^<>]*>|[^<]+|<")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]{0,9})((?: [a-z0-9-]{1,20}=\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r' ([a-z0-9-]{1,20})="([^"]*)"')
_HTML = re.compile(r'<html lang="([a-z]{2})" dir="(ltr|rtl)">')
#: The names of a place, an article, a line and the list of articles.
_NAME = re.compile(r"#(a[0-9]{1,9}-[0-9]{1,12}-[0-9]{1,12}|s[0-9]{1,9}|line-[0-9]{1,9})")
_NUMBER = re.compile("[0-9]{1,9}")
#: What Unicode keeps for no character, and HTML and XML do not hold.
_NO_CHARACTER = re.compile(
    "[\ufdd0-\ufdef{}]".format(
        "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    )
)
#: What is written anew, and what is left out with all that is in it.
_KEPT = frozenset("h2 h3 p ol ul li strong table tr th td".split())
_LEFT_OUT = frozenset("h1 svg figure style script template button title head".split())
#: Elements that have no end.
_EMPTY = frozenset("meta br hr img link input wbr".split())
#: What stands before the parts behind a line.
_BEHIND = {"beside": "<br>", "own": "<br>"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page."""

    text: str
    beside: str  #: Outlet and day; empty where the page does not say them.
    name: str  #: That of its place on the page.


@dataclass(frozen=True, slots=True)
class Excerpt:
    """How a page begins."""

    title: str
    rows: tuple[str, ...]  #: Between the title and what follows: counts, what is new.
    lines: tuple[Line, ...]
    language: str
    right_to_left: bool


def excerpt(page: str) -> Excerpt:
    """Return how a page begins, of its text or as much of that as was read."""
    rows = page.split("\n")
    html = next(filter(None, map(_HTML.fullmatch, rows[:5])), None)
    head = next((n for n, row in enumerate(rows) if row.startswith(("</header>", "<h2"))), 0)
    lines = (_line(row) for row in rows if row.startswith('<li class="line"'))
    return Excerpt(
        title=next((_words(row) for row in rows if row.startswith("<h1")), ""),
        rows=tuple(_words(row) for row in rows[:head] if row.startswith('<p class="text">')),
        lines=tuple(line for _, line in zip(range(MOST_LINES), lines, strict=False)),
        language=html[1] if html else "en",
        right_to_left=html is not None and html[2] == "rtl",
    )


def _line(row: str) -> Line:
    text, _, behind = row.partition('<span class="beside')
    name = re.search(f' href="{_NAME.pattern}"', text)
    _, _, aside = behind.partition('<bdi class="aside">')
    return Line(_words(text), _words(aside.partition("</bdi>")[0]), name[1] if name else "")


def _words(row: str) -> str:
    """Return the text of a row of HTML."""
    pieces = _PIECE.findall(row)
    return _shown("".join(piece for piece in pieces if not _TAG.fullmatch(piece)))


def content(page: str, address: str) -> str:
    """Return a page without its title and its sources, as HTML to stand on another page.

    `address` is where the page is on the web, empty for nowhere.  A link leads to the article on
    the web; where that is nowhere, to its text on the page; else there is none.
    """
    _, _, behind = page.partition("<main ")
    main, _, _ = behind.partition("</main>")
    _, _, main = main.partition(">")
    writer = _Writer(_away(page), address)
    for piece in _PIECE.findall(main):
        writer.take(piece)
    return writer.finished()


def _away(page: str) -> dict[str, str]:
    """Return where the places and articles of a page are on the web, by their names on it."""
    away: dict[str, str] = {}
    for piece in _PIECE.finditer(page):
        if not piece[0].startswith(("<a ", "<article ", "<p ")):
            continue
        values = dict(_values(piece[0]))
        for name, key in (
            (values.get("href", ""), "data-address"),
            (f"#{values.get('id', '')}", "data-url"),
        ):
            if _NAME.fullmatch(name) and (there := links.address(values.get(key))):
                away.setdefault(name, there)
    return away


def _values(tag: str) -> Iterator[tuple[str, str]]:
    """Yield the attributes of a tag."""
    if match := _TAG.fullmatch(tag):
        for name, value in _ATTRIBUTE.findall(match[3]):
            yield name, unescape(value)


class _Writer:
    """Writes listed elements anew, each ended, and text escaped."""

    def __init__(self, away: Mapping[str, str], address: str) -> None:
        self._away = away
        self._address = address
        self._written: list[str] = []
        #: Elements of the page that are open, each with what ends it here; None where it is left
        #: out with all that is in it.
        self._opened: list[tuple[str, str | None]] = []
        self._left_out = 0

    def take(self, piece: str) -> None:
        """Take in a tag or a text."""
        match = _TAG.fullmatch(piece)
        if match is None:
            if not self._left_out and not piece.startswith("<!"):
                self._written.append(escape(_line_of(piece)))
        elif not match[1]:
            if match[2] not in _EMPTY:
                self._start(match[2], dict(_values(piece)))
        elif self._opened and self._opened[-1][0] == match[2]:
            self._end()

    def finished(self) -> str:
        """Return what was written, all of it ended."""
        while self._opened:
            self._end()
        rows = (row for row in "".join(self._written).split("\n") if row.strip())
        return "".join(f"{row}\n" for row in rows)

    def _start(self, tag: str, values: Mapping[str, str]) -> None:
        if self._left_out or tag in _LEFT_OUT or values.get("class") == "pictures":
            self._left_out += 1
            self._opened.append((tag, None))
            return
        end = ""
        if tag == "a":
            if address := self._leads(values.get("href", "")):
                self._written.append(f'<a href="{escape(address)}">')
                end = "</a>"
        elif tag in _KEPT:
            number = values.get("value", "")
            said = f' value="{number}"' if tag == "li" and _NUMBER.fullmatch(number) else ""
            self._written.append(f"<{tag}{said}>")
            end = f"</{tag}>"
        elif tag == "span":
            self._written.append(_BEHIND.get(values.get("class", "").partition(" ")[0], ""))
        self._opened.append((tag, end))

    def _end(self) -> None:
        _, end = self._opened.pop()
        if end is None:
            self._left_out -= 1
        else:
            self._written.append(end)

    def _leads(self, href: str) -> str:
        """Return where a link of the page leads from elsewhere; empty for nowhere."""
        if not href.startswith("#"):
            return links.address(href) or ""
        if not _NAME.fullmatch(href):
            return ""
        if away := self._away.get(href):
            return away
        return f"{self._address}{href}" if self._address else ""


def _line_of(text: str) -> str:
    """Return text with nothing in it that acts, its line feeds and edges kept."""
    if not text.strip():
        return "\n" if "\n" in text else " " if text else ""
    before, behind = (" " if text[edge].isspace() else "" for edge in (0, -1))
    return f"{before}{_shown(text)}{behind}"


def _shown(text: str) -> str:
    """Return what a reader sees of text in HTML."""
    return visible(_NO_CHARACTER.sub("\ufffd", unescape(text)))
