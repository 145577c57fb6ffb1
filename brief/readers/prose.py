"""What is running text in a page, whatever element holds it: items, cells, lines of a paragraph.

Before extraction the page's own tree is mended, so that layout and sentences are told apart where
the elements still say so; after it the pieces are labelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from brief.model import Kind
from brief.readers.notices import is_notice
from brief.readers.weights import Weights

#: Words of a sentence that an item or a cell may be, at least.
LEAST = 6
#: Words of a cell that belongs to a page's layout, and the share of a table's words in such cells.
_CELL, _LAYOUT = 25, 0.6
#: Words of the run in bold that opens a paragraph and is a subhead of its own.
_LEAD_IN = 8
#: Words of a note in italics below an article, at most.
_NOTE = 80
_CLOSING = "\"'”’»›)]*_“„ \t\u00a0\u200f"
_FINAL = frozenset(".!?…。！？।؟܀۔")
_INNER = re.compile(r"[^\W\d_]{2}[.!?…][\"'”’)]?\s+(?=[\"'“‘(]?[^\W\d_a-z])")
_TABLE = frozenset("table thead tbody tfoot tr td th".split())
_BLOCK = re.compile(r"display\s{0,9}:\s{0,9}block", re.I)
#: Elements that a run in bold may open.
_OPENED = ("p", "li", "dd", "td", "div")
_INLINE = ("span", "a", "b", "strong", "em", "i", "small", "cite", "label", "time")


def is_sentence(words: str) -> bool:
    """Return whether a list item or a cell is running text: it holds a sentence with its end."""
    count = len(words.split())
    if count < LEAST and len(words) < 6 * LEAST:
        return False
    if words[0].islower():
        return False
    ended = words.rstrip(_CLOSING)[-1:] in _FINAL
    return ended or (count > 2 * LEAST and bool(_INNER.search(words)))


def prose_words(pieces: Iterable[tuple[Kind, str]]) -> int:
    """Return how many words stand in paragraphs that hold a sentence."""
    prose = (words for kind, words in pieces if kind is Kind.PARAGRAPH)
    return sum(len(words.split()) for words in prose if is_sentence(words))


@dataclass(frozen=True, slots=True)
class Marked:
    """Lines that a page's elements tell apart and that are no running text, each in one line."""

    subheads: frozenset[str]  #: Runs in bold that open a paragraph.
    notes: frozenset[str]  #: Paragraphs in italics.

    def labelled(self, pieces: Iterable[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
        """Return the pieces of an article, the subheads labelled, the notes at its end left out."""
        kept = [(self._kind(kind, words), words) for kind, words in pieces]
        while len(kept) > 1 and kept[-1][1] in self.notes:
            kept.pop()
        return kept

    def _kind(self, kind: Kind, words: str) -> Kind:
        if words in self.subheads:
            return Kind.HEADING
        return Kind.BOILERPLATE if kind is Kind.PARAGRAPH and is_notice(words) else kind


def mend(tree: Any, weights: Weights) -> Marked:
    """Part what runs together in an HTML tree: layout tables, subheads in bold, blocks in a line.

    `weights` are those of the tree.  Returns what is marked in it.
    """
    for element in tree.xpath(".//*[@style]"):
        if element.tag in _INLINE and _BLOCK.search(element.get("style")[:200]):
            element.tag = "div"
    _unfold_tables(tree, weights)
    subheads = {_part_lead_in(element, weights) for element in list(tree.iter(*_OPENED))}
    return Marked(subheads=frozenset(subheads - {""}), notes=_notes(tree))


def _unfold_tables(tree: Any, weights: Weights) -> None:
    """Make blocks of the tables that only lay out a page: most of their words are in full cells."""
    full: dict[Any, int] = {}
    path: list[Any] = []
    for cell in tree.iter("table", "td", "th"):
        if cell.tag == "table":
            path.append(cell)
        elif weights[cell].words >= _CELL and weights[cell].stops:
            table = next(cell.iterancestors("table"), None)
            full[table] = full.get(table, 0) + weights[cell].words
    for table in path:
        if table in full and full[table] >= _LAYOUT * weights[table].words:
            for element in table.iter(*_TABLE):
                element.tag = "div"


def _part_lead_in(element: Any, weights: Weights) -> str:
    """Put a line break behind the run in bold that opens a paragraph: "Fact 1. The quay closes".

    Returns the words in bold, empty where there are none.
    """
    first = next(iter(element), None)
    if first is None or first.tag not in ("strong", "b") or (element.text or "").strip():
        return ""
    after = (first.tail or "").lstrip()
    if not 0 < weights[first].words <= _LEAD_IN or not after[:1].isupper():
        return ""
    words = " ".join("".join(first.itertext()).split())
    last = words.rstrip(_CLOSING)[-1:]
    if last not in _FINAL and last != ":":
        return ""
    line_break = first.makeelement("br")
    line_break.tail, first.tail = first.tail, None
    first.addnext(line_break)
    return words


def _notes(tree: Any) -> frozenset[str]:
    """Return the paragraphs of an HTML tree that stand wholly in italics, each in one line."""
    lines = set()
    for element in tree.iter("em", "i"):
        parent = element.getparent()
        if parent is None or parent.tag not in ("p", "div") or (parent.text or "").strip():
            continue
        if len(parent) == 1 and not (element.tail or "").strip():
            words = " ".join("".join(element.itertext()).split())
            if len(words.split()) <= _NOTE:
                lines.add(words)
    return frozenset(lines)


def unfold_cells(body: Any) -> None:
    """Take the cells with sentences out of the rows of trafilatura's `body`, before each row."""
    for row in list(body.iter("row")):
        for cell in list(row.iterchildren("cell")):
            words = " ".join("".join(cell.itertext()).split())
            if words and is_sentence(words):
                cell.tag = "div"
                row.addprevious(cell)


def without_repeats(pieces: Iterable[tuple[Kind, str]]) -> Iterator[tuple[Kind, str]]:
    """Yield the pieces, a paragraph that stood before left out: pull quotes, notices, teasers."""
    seen = set()
    for kind, words in pieces:
        if kind is Kind.PARAGRAPH and len(words.split()) >= LEAST:
            folded = words.casefold()
            if folded in seen:
                continue
            seen.add(folded)
        yield kind, words
