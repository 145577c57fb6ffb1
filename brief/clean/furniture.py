"""Furniture: what a page says about itself, such as forms, menus, notices, links.

The phrases are data (`data/boilerplate.txt`).  Lines are compared folded, by equality, prefix and
patterns of bounded length, so that the cost is linear in the text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from brief.language.plain import plain
from brief.language.words import alternatives, any_of, sections, words
from brief.model import Block, Document, Kind

#: Characters of a line that may be furniture by how it opens; a longer one is prose.
_LONGEST = 260
#: Words that a repeated line may have to be furniture as a lead, and elsewhere.
_SHORT, _LONG = 15, 50
#: Articles that carry a line before it counts as furniture, and those of one publisher; in large
#: sets this share of them.  Lower: what is said of many events ("No one was hurt.") is furniture;
#: higher: what a site writes below few of its articles is news.
_MANY, _TWO, _SHARE = 3, 2, 0.01
#: Paragraphs at the top in which a longer repeated passage is a common lead, not furniture.
_LEAD = 2
_ADDRESS = re.compile(r"\W*(?:https?://|www\.)\S+\W*|\S+@\S+\.\w+")
_BETWEEN_BUTTONS = re.compile(r"[\s|·•,/]+")
#: Words of a sentence from which on it is none of a page's labels: "More from the north is due.".
_TELLING = 9
#: What may stand around a line of a page: all of it, and what no quotation opens with.
_MARKS = " \t\u00a0.:!?…›‹→←*#_|-–—[](){}"
_EDGE = " \t\u00a0.:!?…»«›‹→←*#_|-–—[](){}\"'“”"


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What `data/boilerplate.txt` says of each of its sections."""

    whole: frozenset[str]
    section: frozenset[str]
    opens: tuple[str, ...]
    label: tuple[str, ...]
    glued: re.Pattern[str]
    addressed: re.Pattern[str]
    counted: re.Pattern[str]
    buttons: frozenset[str]
    comments: re.Pattern[str]


def is_furniture(line: str) -> bool:
    """Return whether a line by itself is furniture: a known phrase, an address, some buttons."""
    if len(line) > _LONGEST:
        return False
    folded = _fold(line)
    bare = folded.strip(_EDGE)
    opening = folded.lstrip(_MARKS)  # what a quotation opens with is somebody's word
    phrases = _phrases()
    return (
        bare in phrases.whole
        or opening.startswith(phrases.opens)
        or (opening.startswith(phrases.label) and not _tells(line))
        or folded.startswith("©")
        or is_menu(line)
        or (bool(phrases.addressed.search(folded)) and not any(mark in line for mark in '"“”„«'))
        or bool(_ADDRESS.fullmatch(line) or phrases.counted.fullmatch(bare))
        or _is_buttons(bare)
    )


def _tells(line: str) -> bool:
    """Return whether a line is a whole sentence of some length, as labels of a page hardly are."""
    return line.rstrip("\"'”’»)* ").endswith(".") and line.count(" ") + 1 >= _TELLING


def _is_buttons(bare: str) -> bool:
    """Return whether a line is a row of buttons: "Share on Facebook | Twitter"."""
    # Most lines are none by their first word, so the rest is only taken apart where it is one.
    first, *rest = _BETWEEN_BUTTONS.split(bare, maxsplit=1)
    buttons = _phrases().buttons
    if first not in buttons:
        return False
    return all(word in buttons for words in rest for word in _BETWEEN_BUTTONS.split(words))


def is_menu(line: str) -> bool:
    """Return whether `line` is a row of links: "Home | News | Sport"."""
    links = line.split(" | ", 20)
    return (
        not line.startswith("|")
        and len(links) > 2
        and all(len(link.split()) <= 2 for link in links)
    )


def opens_section(line: str) -> bool:
    """Return whether what follows under this heading is a list of links or a form."""
    return len(line) <= _LONGEST and _fold(line).strip(_EDGE) in _phrases().section


def opens_comments(line: str) -> bool:
    """Return whether readers' comments follow this line: "5 comments", "Leave a reply"."""
    return len(line) <= _LONGEST and bool(_phrases().comments.fullmatch(_fold(line).strip(_EDGE)))


def glued(text: str, block: Block) -> Iterator[Block]:
    """Yield `block` in pieces: furniture that stands in one line with prose gets its own block."""
    start = block.start
    for match in _phrases().glued.finditer(text, block.start, block.end):
        yield from _piece(text, start, match.start(), block.kind)
        yield Block(*match.span(), Kind.BOILERPLATE)
        start = match.end()
    yield from _piece(text, start, block.end, block.kind) if start > block.start else (block,)


def _piece(text: str, start: int, end: int, kind: Kind) -> Iterator[Block]:
    """Yield the block without the white space around it, unless nothing is left."""
    piece = text[start:end].lstrip()
    if piece:
        yield Block(end - len(piece), end - len(piece) + len(piece.rstrip()), kind)


def repeated(documents: Sequence[Document]) -> frozenset[str]:
    """Return the folded paragraphs that are furniture because several articles carry them.

    A paragraph counts where three articles have it, or two of one publisher, in large sets one of a
    hundred.  Articles that share most of their words are reprints of one text and say nothing of
    furniture; nor does a longer passage at the top, which outlets that use the same agency share.
    """
    carried = [_paragraphs(document) for document in documents]
    common = Counter(line for lines in carried for line in lines)
    lines: Counter[str] = Counter()
    by_publisher: dict[str, Counter[str]] = defaultdict(Counter)
    published = Counter(document.publisher for document in documents)
    leads = {line for paragraphs in carried for line in list(paragraphs)[:_LEAD]}
    for document, paragraphs in zip(documents, carried, strict=True):
        if _is_reprint(paragraphs, common):
            continue
        lines.update(paragraphs.keys())
        if document.publisher:
            by_publisher[document.publisher].update(paragraphs.keys())
    frequent = {line for line, count in lines.items() if _is_often(count, len(documents), _MANY)}
    for publisher, own in by_publisher.items():
        total = published[publisher]
        frequent |= {line for line, count in own.items() if _is_often(count, total, _TWO)}
    # One space less than words.
    return frozenset(
        line for line in frequent if line.count(" ") < (_SHORT if line in leads else _LONG)
    )


def _is_often(count: int, total: int, least: int) -> bool:
    return count >= max(least, _SHARE * total)


def folded_line(document: Document, block: Block) -> str:
    """Return the block's words as they are compared: without case, marks and counts."""
    words = re.findall(r"\w+", plain(document.text[block.start : block.end]).casefold())
    return re.sub(r"\d+", "0", " ".join(words))


def _paragraphs(document: Document) -> dict[str, int]:
    """Return an article's paragraphs, folded, in order, with their words."""
    folded = (folded_line(document, block) for block in document.prose())
    return {line: line.count(" ") + 1 for line in folded if line}


def _is_reprint(paragraphs: dict[str, int], common: Counter[str]) -> bool:
    """Return whether other articles have the paragraphs that make up most of an article's words."""
    shared = sum(words for line, words in paragraphs.items() if common[line] > 1)
    return shared * 2 > sum(paragraphs.values())


def _fold(text: str) -> str:
    return " ".join(plain(text).casefold().replace("’", "'").split())


@cache
def _phrases() -> _Phrases:
    parts = sections("boilerplate")
    return _Phrases(
        whole=frozenset(parts["whole"]),
        section=frozenset(parts["section"]),
        opens=tuple(_fold(line) for line in parts["opens"]),
        label=tuple(_fold(line) for line in parts["label"]),
        glued=re.compile("|".join(map(re.escape, parts["glued"]))),
        addressed=re.compile(rf"\b(?:{alternatives('boilerplate', 'addressed')})\b"),
        counted=re.compile(rf"[0-9.,]+ ?[km]? (?:{alternatives('boilerplate', 'counted')})"),
        buttons=words("boilerplate", "button"),
        comments=re.compile(rf"(?:[0-9.,()]+ )?(?:{any_of(parts['comments'])})"),
    )
