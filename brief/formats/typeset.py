"""Paragraphs, typeset for a terminal: wrapped to its width, with styles and links (OSC 8).

What is set off in a paragraph stands between characters that no page shows (`marked`), so that
paragraphs can be put together as text.  Nothing else of C0, nor of C1, is ever written but what is
made here: `harmless` replaces it, whatever an article or a page says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rich.console import Console
    from rich.style import Style
    from rich.text import Text

#: The widest column that reads well, and the narrowest that a page is set in.
MEASURE, NARROWEST = 88, 20
#: Stands before an item that has no number.
BULLET = "•"
#: Begins a row that is written from right to left; a terminal that knows of directions obeys it.
RIGHT_TO_LEFT = "\u200f"
_RULE = "─"
# Between columns of a table.
_GAP = 2
# What opens a mark, ends its name, and closes it.
_OPEN, _NAMED, _CLOSE = "\x01", "\x02", "\x03"
_MARK = re.compile(f"{_OPEN}([a-z]?)([0-9]*){_NAMED}|({_CLOSE})")
# C0, DEL, C1, what turns the direction of what follows, lone surrogates.
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WORD = re.compile("[^ ]+")
#: A space at which no line is broken unless it must; `visible` text has none.
_KEPT = "\u00a0"
# The places, in brackets, or the number that a paragraph ends with.
_PLACE = rf"(?:{_OPEN}l[0-9]*{_NAMED})?[0-9]{{1,9}}{_CLOSE}?"
_LAST_PLACES = re.compile(
    rf" (?:{_OPEN}q{_NAMED})?\({_PLACE}(?:.? {_PLACE}){{0,4}}\){_CLOSE}?\Z| [0-9]{{1,9}}\Z"
)
# Whose a value is, and its places behind the colon, in brackets.
_SOURCED = re.compile(
    rf"\(({_OPEN}q{_NAMED}[^{_OPEN}{_CLOSE}]*{_CLOSE})"
    rf"([^\d{_OPEN}{_CLOSE}]{{1,3}}{_PLACE}(?:.? {_PLACE}){{0,4}})\)"
)
# Scripts that write no spaces are broken between characters, but not before what closes.
_OPENING, _CLOSING = "「『（【《〈〔［｛", "、。，．」』）】》〉〕］｝？！：；…ー々っゃゅょッャュョ"
_IDEOGRAPH = "\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN = re.compile(
    rf"(?<=[{_IDEOGRAPH}{_CLOSING}])(?=[{_IDEOGRAPH}{_OPENING}])(?![{_CLOSING}])|(?<=.)(?=\|)"
)
_JOINER = "\u200d"

#: What can be set off, by the letter of its mark: strong, quiet, a heading with its level, and a
#: link with its number.
Mark = Literal["b", "q", "h", "l"]
_STYLES = {"b": "bold", "q": "dim", "h": "bold"}
_HEADING = re.compile(f"{_OPEN}h([0-9]){_NAMED}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a terminal can show."""

    columns: int
    styled: bool = True  #: Whether it knows of bold and dim text.
    linked: bool = True  #: Whether it, and the pager, know of links.
    host: str = ""  #: The name of this machine, for links to files on it.

    @property
    def measure(self) -> int:
        """The columns that a page takes."""
        return max(NARROWEST, min(self.columns, MEASURE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A part of a page that begins on a line of its own; of no kind where it is a blank line."""

    kind: Literal["", "heading", "text", "listed", "cells"] = ""
    text: str = ""  #: Marked.
    marker: str = ""  #: Stands before a listed one, and no other line of it.
    level: int = 0  #: Of a heading.
    cells: tuple[str, ...] = ()  #: Of a row of a table, the first row being its head.


def marked(text: str, mark: Mark, number: int = 0) -> str:
    """Return marked text that is set off; `number` is that of a link."""
    return f"{_OPEN}{mark}{number or ''}{_NAMED}{text}{_CLOSE}" if text else ""


def kept(text: str, comma: str) -> str:
    """Return text that is broken behind commas and dots between parts, if it must be broken."""
    return re.sub(rf"(?<![{re.escape(comma.strip())}·]) ", _KEPT, text)


def tied(text: str) -> str:
    """Return a paragraph whose last word is not parted from the places that stand behind it."""
    return _LAST_PLACES.sub(_tied, text)


def _tied(places: re.Match[str]) -> str:
    held = places[0].replace(" ", _KEPT)
    return f"{_KEPT}{marked(held[1:], 'q')}" if held.startswith(f"{_KEPT}(") else held


def sourced(text: str) -> str:
    """Return an item in which outlet, day and places are quiet, and a day not parted from them."""
    quiet = _SOURCED.sub(
        lambda source: marked(f"({source[1]}{source[2].replace(' ', _KEPT)})", "q"), text
    )
    return tied(quiet)


def counted(count: str, comma: str) -> str:
    """Return how many articles a story has as it stands behind the last word of its title."""
    return marked((comma + count).replace(" ", _KEPT), "q")


def level_of(text: str) -> int:
    """Return the level of marked text that is a heading, 0 for other text."""
    heading = _HEADING.match(text)
    return int(heading[1]) if heading else 0


def harmless(text: str) -> str:
    """Return text with U+FFFD for each character that a terminal would obey."""
    return _ACTING.sub("\ufffd", text)


def typeset(
    paragraphs: Iterable[Paragraph],
    links: Sequence[str],
    window: Window,
    *,
    right_to_left: bool = False,
) -> str:
    """Return paragraphs in lines that are at most as wide as the window, and 88 columns.

    `links` are the addresses of links, that of link 1 first; an empty one leads nowhere.  Where the
    page is written `right_to_left`, each row begins with a mark of that direction, but the last,
    which is the signature.
    """
    every = list(paragraphs)
    setter = _Setter(links, window, max((len(each.marker) for each in every), default=0) + 1)
    direction = RIGHT_TO_LEFT if right_to_left else ""
    rows = []
    for kind, group in groupby(every, lambda each: each.kind):
        members = list(group)
        blocks = setter.table(members) if kind == "cells" else map(setter.rows, members)
        for paragraph, block in zip(members, blocks, strict=False):
            lead = "" if paragraph is every[-1] else direction
            rows += [f"{lead}{row}" if row else row for row in block]
    return "".join(f"{row}\n" for row in rows)


class _Setter:
    """Sets paragraphs of one page, whose markers stand in a `gutter` of columns."""

    def __init__(self, links: Sequence[str], window: Window, gutter: int) -> None:
        self.links = links
        self.window = window
        self.gutter = gutter
        self.numbers: dict[int, int] = {}  #: Of links, in the order in which they are shown.

    def rows(self, paragraph: Paragraph) -> list[str]:
        """Return a paragraph in lines."""
        width = self.window.measure
        match paragraph.kind:
            case "heading":
                lines = list(wrapped(self._text(paragraph.text), width))
                if paragraph.level == 2:
                    lines[-1] = self._ruled(lines[-1], width)
                return list(map(self._shown, lines))
            case "listed":
                marker = self._text(marked(paragraph.marker.rjust(self.gutter - 1) + " ", "q"))
                pieces = wrapped(self._text(paragraph.text), width - self.gutter)
                indent = " " * self.gutter
                first = self._shown(marker)
                rows = (self._shown(piece) for piece in pieces)
                return [f"{indent if n else first}{row}" for n, row in enumerate(rows)]
            case _:
                return list(map(self._shown, wrapped(self._text(paragraph.text), width)))

    def table(self, rows: Sequence[Paragraph]) -> Iterator[list[str]]:
        """Yield a table; where it is too wide, its columns below each other, a part at a time."""
        most = max(len(row.cells) for row in rows)
        padded = ([*row.cells, *[""] * (most - len(row.cells))] for row in rows)
        texts = [[self._text(cell) for cell in cells] for cells in padded]
        columns = list(zip(*texts, strict=True))
        sizes = [max(map(_columns, column)) + _GAP for column in columns]
        lines: list[str] = []
        at = 1
        while at < len(columns):
            end, used = at + 1, sizes[0] + sizes[at]
            while end < len(columns) and used + sizes[end] <= self.window.measure:
                used += sizes[end]
                end += 1
            lines += [""] * bool(lines)
            lines += [
                self._cells([row[0], *row[at:end]], [sizes[0], *sizes[at:end]]) for row in texts
            ]
            at = end
        yield lines

    def _cells(self, cells: Sequence[Text], sizes: Sequence[int]) -> str:
        parts = (
            " " * (size - _columns(cell)) + self._shown(cell)
            for cell, size in zip(cells, sizes, strict=True)
        )
        return "".join(parts).rstrip(" ")

    def _ruled(self, line: Text, width: int) -> Text:
        """Return the last line of a heading with a rule to the edge behind it."""
        rest = width - _columns(line) - 1
        return line + self._text(" " + marked(_RULE * rest, "q")) if rest > 1 else line

    def _text(self, text: str) -> Text:
        """Return marked text with its styles."""
        from rich.style import Style
        from rich.text import Text

        made, styles, at = Text(), [Style()], 0
        for mark in _MARK.finditer(text):
            made.append(harmless(text[at : mark.start()]), styles[-1])
            at = mark.end()
            if mark[3] is None:
                styles.append(styles[-1] + self._style(mark[1], int(mark[2] or 0)))
            elif len(styles) > 1:
                styles.pop()
        made.append(harmless(text[at:]), styles[-1])
        return made

    def _style(self, mark: str, number: int) -> Style:
        from rich.style import Style

        if mark == "l":
            address = self.links[number - 1] if 0 < number <= len(self.links) else ""
            return Style(link=address or None, meta={"number": number})
        return Style.parse(_STYLES.get(mark, ""))

    def _shown(self, line: Text) -> str:
        """Return a line with the control sequences of its styles and links."""
        if not self.window.styled and not self.window.linked:
            return line.plain.replace(_KEPT, " ")
        by_style = groupby(line.render(_console()), lambda segment: segment.style)
        return "".join(
            self._piece("".join(segment.text for segment in group).replace(_KEPT, " "), style)
            for style, group in by_style
        )

    def _piece(self, text: str, style: Style | None) -> str:
        if style is None:
            return text
        from rich.color import ColorSystem

        system = ColorSystem.STANDARD if self.window.styled else None
        shown = style.update_link(None).render(text, color_system=system)
        if not style.link or not self.window.linked:
            return shown
        # rich numbers links by chance.  With the same number, the parts of a link that is broken
        # over lines are one.
        number = self.numbers.setdefault(style.meta["number"], len(self.numbers) + 1)
        return f"\x1b]8;id={number};{style.link}\x1b\\{shown}\x1b]8;;\x1b\\"


@cache
def _console() -> Console:
    """Return what renders text, and reads nothing of its surroundings."""
    import io

    from rich.console import Console

    return Console(
        file=io.StringIO(),
        width=MEASURE,
        color_system="standard",
        legacy_windows=False,
        _environ={},
    )


def wrapped(text: Text, width: int) -> Iterator[Text]:
    """Yield text in lines of at most `width` columns; a word that is wider is cut."""
    edges = [edge for line in _lines(text.plain, width) for edge in line]
    # Between two lines, and before the first, is nothing or the space where they were broken.
    yield from text.divide(edges)[1::2]


def _lines(plain: str, width: int) -> Iterator[tuple[int, int]]:
    """Yield where each line begins and ends."""
    start, end, used = 0, 0, 0
    for at, piece in _pieces(plain, width):
        size = _columns(piece)
        if end > start and used + (at - end) + size <= width:
            used += (at - end) + size
            end = at + len(piece)
            continue
        if end > start:
            yield start, end
        *cut, last = _cuts(piece, width) if size > width else [piece]
        for part in cut:
            yield at, at + len(part)
            at += len(part)
        start, end, used = at, at + len(last), _columns(last)
    yield start, end


def _pieces(plain: str, width: int) -> Iterator[tuple[int, str]]:
    """Yield what a line is not broken in, with the place of each."""
    for word in _WORD.finditer(plain):
        at = word.start()
        for piece in _BETWEEN.split(word[0]):
            # What does not fit on one line is broken at any of its spaces.
            parts = piece.split(_KEPT) if _columns(piece) > width else [piece]
            for part in parts:
                if part:
                    yield at, part
                at += len(part) + 1
            at -= 1


def _cuts(word: str, width: int) -> list[str]:
    """Return a word in parts of at most `width` columns, no mark apart from its letter."""
    parts, used = [""], 0
    for cluster in _clusters(word):
        size = _columns(cluster)
        if parts[-1] and used + size > width:
            parts.append("")
            used = 0
        parts[-1] += cluster
        used += size
    return parts


def _clusters(word: str) -> Iterator[str]:
    """Yield each character with the marks that take no column, and what is joined to it."""
    cluster: list[str] = []
    for character in word:
        if cluster and _columns(character) and cluster[-1] != _JOINER:
            yield "".join(cluster)
            cluster = []
        cluster.append(character)
    yield "".join(cluster)


def _columns(text: str | Text) -> int:
    from rich.cells import cell_len

    return cell_len(text if isinstance(text, str) else text.plain)
