"""PDF (ISO 32000) → blocks, with pypdf: lines in the order of the file, joined to paragraphs.

The text that offsets count in is made here: the title, where one stands on the first page, then the
blocks, with a blank line between.  Running heads, page numbers and what is set smaller than the
text at a page's edge are `BOILERPLATE`, or a `DATE_LINE` where they state a day.
"""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import chain, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from brief.language.calendar import stated
from brief.model import Document, Kind
from brief.readers import metadata
from brief.readers.encoding import Unreadable
from brief.readers.layout import article

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

#: Pages; what has more is a book.
MOST_PAGES = 100
#: Lines at the top and bottom of a page that may be its running head or foot.
_EDGE = 3
#: Of the size of the text: from here on lines are headings, and below, notes.
_LARGE, _SMALL = 1.12, 0.93
#: Of the usual distance of lines: more parts paragraphs.
_APART = 1.3
#: Of the size of its letters: how far a first line is set in.
_INDENT = 0.5
#: Characters of a heading, at most.
_LONGEST_HEADING = 200
_ADVICE = "save the article's text as .txt"
_DIGITS = re.compile(r"\d+")
#: A page's number, alone or with that of all: "3", "Page 3 of 12", "- 3 -", "3/12".
_PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:[^\W\d]{1,9}\.? )?\d{1,4}(?: ?(?:/|\w{1,4}) ?\d{1,4})?\W{0,3}"
)
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
#: What a letter that stands for two is written as; browsers and fonts make it of them.
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_BULLET = re.compile(r"[•‣◦▪●·–—*-]\s+(?=\S)")
#: Those of them that stand inside sentences, too.
_DASHES = "–—-"
#: What divides a word at the end of a line, and only there, and what may stand in it anyway.
_SOFT, _HYPHENS = "\u00ad", ("-", "\u2010")
#: Share of lines that end with a hyphen, above which words are divided.
_DIVIDED = 0.04
_ENDS = frozenset('.!?…。！？।؟"”»’)')


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page; places are in points, `y` from below."""

    text: str
    page: int
    x: float
    y: float
    size: float  #: Of its letters.


def parse(data: bytes) -> Document:
    """Return the article in a PDF: title, author, language, and date of making where none is shown.

    Raises:
        Unreadable: the file is locked or damaged, has no text, or is too long for an article.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = _opened(data)
        lines = [line for n, page in enumerate(reader.pages) for line in _lines(page, n)]
        title, author, made = _stated(reader)
        language = str(reader.root_object.get("/Lang") or "")
    except Unreadable:
        raise
    except Exception as error:  # pypdf raises whatever a damaged file makes it meet
        reason = f"no PDF that can be read ({type(error).__name__})"
        raise Unreadable(reason, advice=_ADVICE) from None
    if not any(line.text for line in lines):
        reason = "a PDF without text, made of pictures"
        raise Unreadable(reason, advice="run it through OCR, such as ocrmypdf")
    parts = _parts(lines)
    return article(parts, title=title, author=author, language=language, made=made)


def _opened(data: bytes) -> PdfReader:
    from pypdf import PasswordType, PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and reader.decrypt("") is PasswordType.NOT_DECRYPTED:
        raise Unreadable("a PDF that is locked", advice="save it without a password")
    if len(reader.pages) > MOST_PAGES:
        raise Unreadable(f"over {MOST_PAGES} pages", advice="save the pages of the article alone")
    return reader


def _stated(reader: PdfReader) -> tuple[str, str, date | None]:
    """Return what the file says of itself: its title, its author, and the day it was made."""
    data: Mapping[str, object] = reader.metadata or {}

    def text(key: str) -> str:
        value = data.get(key)
        return " ".join(str(value).split()) if isinstance(value, str) else ""

    made = _DATE.match(text("/CreationDate"))
    day = metadata.calendar_day([int(part or 1) for part in made.groups()]) if made else None
    return text("/Title"), text("/Author"), day


def _lines(page: PageObject, number: int) -> Iterator[_Line]:
    """Yield the lines of a page in the order in which the file has them."""
    pieces: list[tuple[str, float, float, float]] = []

    def visit(text: str, matrix: Any, place: Any, _font: Any, size: float) -> None:
        across, up = place[4], place[5]
        x = matrix[0] * across + matrix[2] * up + matrix[4]
        y = matrix[1] * across + matrix[3] * up + matrix[5]
        scale = math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
        scale *= math.sqrt(abs(place[0] * place[3] - place[1] * place[2]))
        pieces.append((text, x, y, size * scale))

    page.extract_text(visitor_text=visit)
    words: list[str] = []
    first: tuple[float, float, float] | None = None
    for text, x, y, size in (*pieces, ("\n", 0, 0, 0)):
        for n, part in enumerate(text.split("\n")):
            if n:  # A line feed before the part.
                line = " ".join("".join(words).translate(_LIGATURES).split())
                if line and first:
                    yield _Line(text=line, page=number, x=first[0], y=first[1], size=first[2])
                words, first = [], None
            if part.strip() and first is None:
                first = x, y, size
            words.append(part)


def _parts(lines: Sequence[_Line]) -> list[tuple[Kind, str]]:
    """Return the paragraphs, headings, items and furniture of a file, in its order."""
    body = _body_size(lines)
    furniture = _furniture(lines, body)
    text = [line for line in lines if line not in furniture]
    apart = _APART * _distance(text, body)
    paragraphs: list[list[_Line]] = []
    for before, line in pairwise((None, *text)):
        assert line is not None
        if before is None or _opens(before, line, apart, body):
            paragraphs.append([])
        paragraphs[-1].append(line)
    hyphens = _hyphens(text)
    parts = [_part(paragraph, body, hyphens) for paragraph in paragraphs]
    seen = dict.fromkeys(line.text for line in lines if line in furniture)
    days = [words for words in seen if any(day.date for day in stated(words))][:1]
    return [
        *((Kind.DATE_LINE, words) for words in days),
        *parts,
        *((Kind.BOILERPLATE, words) for words in seen if words not in days),
    ]


def _body_size(lines: Sequence[_Line]) -> float:
    """Return the size of letters that most of the text is set in."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size, 1)] += len(line.text)
    return max(letters, key=lambda size: (letters[size], size)) or 1.0


def _furniture(lines: Sequence[_Line], body: float) -> frozenset[_Line]:
    """Return running heads and feet, page numbers, and small type at the edges of pages."""
    pages: dict[int, list[_Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges: list[_Line] = []
    for of_page in pages.values():
        by_height = sorted(of_page, key=lambda line: line.y)
        edges += {*by_height[:_EDGE], *by_height[-_EDGE:]}
    shapes = {line: (_DIGITS.sub("0", line.text), round(line.y)) for line in edges}
    repeated = Counter(shape for shape in shapes.values())
    return frozenset(
        line
        for line, shape in shapes.items()
        if repeated[shape] > 1
        or _PAGE_NUMBER.fullmatch(line.text)
        or (line.size < _SMALL * body and _is_outermost(line, pages[line.page], body))
    )


def _is_outermost(line: _Line, page: Sequence[_Line], body: float) -> bool:
    """Return whether no line of the text stands above a line, or none below it."""
    heights = [other.y for other in page if other.size >= _SMALL * body]
    return not heights or line.y > max(heights) or line.y < min(heights)


def _distance(lines: Sequence[_Line], body: float) -> float:
    """Return the usual distance of the text's lines."""
    of_text = [line for line in lines if abs(line.size - body) < 0.1 * body]
    down = (above.y - below.y for above, below in pairwise(of_text) if above.page == below.page)
    return median([way for way in down if 0 < way < 4 * body] or [1.2 * body])


def _opens(before: _Line, line: _Line, apart: float, body: float) -> bool:
    """Return whether a line opens a paragraph."""
    if abs(line.size - before.size) > 0.05 * body:
        return True
    ended = before.text[-1:] in _ENDS
    if _BULLET.match(line.text) and (ended or line.text[0] not in _DASHES):
        return True
    down = before.y - line.y
    if line.page != before.page or down < 0:  # Another column, or page.
        return ended and not line.text[:1].islower()
    if not ended and line.text[:1].islower():
        return False
    scale = max(1.0, line.size / body)
    if down > apart * scale:
        return True
    return ended and line.x - before.x > _INDENT * line.size


@dataclass(frozen=True, slots=True)
class _Hyphens:
    """How a text uses hyphens."""

    divide: bool  #: Whether one at the end of a line divides a word, and is none of its own.
    compounds: frozenset[str]  #: Words that have one inside a line.


def _hyphens(lines: Sequence[_Line]) -> _Hyphens:
    ends = sum(line.text.endswith(_HYPHENS) for line in lines)
    is_soft = any(line.text.endswith(_SOFT) for line in lines)
    words = (re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)+", line.text) for line in lines)
    return _Hyphens(
        divide=not is_soft and ends > max(1, _DIVIDED * len(lines)),
        compounds=frozenset(word.lower() for word in chain.from_iterable(words)),
    )


def _part(lines: Sequence[_Line], body: float, hyphens: _Hyphens) -> tuple[Kind, str]:
    """Return a paragraph in one line, words that a line's end divides made whole."""
    words = lines[0].text
    for line in lines[1:]:
        words = _joined(words, line.text, hyphens)
    words = words.replace(_SOFT, "")
    if mark := _BULLET.match(words):
        return Kind.LIST_ITEM, words[mark.end() :]
    is_large = lines[0].size > _LARGE * body and len(words) <= _LONGEST_HEADING
    return Kind.HEADING if is_large else Kind.PARAGRAPH, words


def _joined(words: str, following: str, hyphens: _Hyphens) -> str:
    is_soft = words.endswith(_SOFT)
    if not (is_soft or (words.endswith(_HYPHENS) and following[:1].islower())):
        return f"{words} {following}"
    begun = re.search(r"[^\W\d_]*\Z", words[:-1])
    ended = re.match(r"[^\W\d_]*", following)
    compound = f"{begun[0]}-{ended[0]}" if begun and ended else ""
    if compound.lower() in hyphens.compounds or not (is_soft or hyphens.divide):
        return f"{words[:-1]}-{following}"
    return words[:-1] + following
