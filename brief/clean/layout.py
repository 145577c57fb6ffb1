"""The layout of a whole article, which the rules for its lines depend on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from brief.clean import shapes
from brief.language import outlets
from brief.language.detection import detect
from brief.model import Block, Document, Kind

#: Words from which on a paragraph shows whether the article ends its sentences with a stop.
LONG = 25
#: Letters of an outlet's name, at least, by which it is known where it stands in a line.
_NAME = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """The text of an article with what its lines have in common."""

    text: str
    language: str
    #: False where its sentences have no stops, as in Thai: then only very short lines are headings.
    has_stops: bool
    #: True where nearly all of them have one, so that a line without a stop is no sentence.
    is_strict: bool
    #: True where blank lines part its paragraphs, so that a line without one is an insertion.
    is_spaced: bool
    #: True where most lines are indented, so that indentation means nothing.
    is_indented: bool
    #: Names of its outlet in small letters without blanks: what its site and its host are called.
    owners: frozenset[str]

    def line(self, block: Block) -> str:
        """Return the text of a block."""
        return self.text[block.start : block.end]


def layout_of(document: Document) -> Layout:
    """Return how an article is laid out; the same before and after labelling."""
    text = document.text
    language = document.language or detect(text)
    # All blocks count, whatever their kind, so that labelled blocks give the same.
    blocks = [block for block in document.blocks if block.kind is not Kind.METADATA]
    lines = (text[block.start : block.end] for block in blocks)
    long = [line for line in lines if len(line) >= 2 * LONG - 1 and shapes.words_in(line) >= LONG]
    ended = sum(shapes.ends_sentence(line, language) for line in long)
    gaps = [ends for pair in pairwise(blocks) if (ends := gap(text, *pair))]
    return Layout(
        text=text,
        language=language,
        has_stops=bool(long) and ended * 2 >= len(long),
        is_strict=ended >= 3 and len(long) - ended <= max(1, len(long) // 10),
        is_spaced=sum(ends > 1 for ends in gaps) * 2 > len(gaps),
        is_indented=sum(indent(text, block) > 1 for block in blocks) * 2 > len(blocks),
        owners=_owners(document),
    )


def _owners(document: Document) -> frozenset[str]:
    """Return what the outlet of an article is called, in small letters without blanks."""
    host = outlets.host_of(document.url or "")
    names = (host.partition(".")[0], document.publisher or "")
    bare = ("".join(filter(str.isalnum, name.lower())) for name in names)
    return frozenset(name for name in bare if len(name) >= _NAME)


def gap(text: str, block: Block, following: Block) -> int:
    """Return the number of line ends between two blocks."""
    between = text[block.end : following.start]
    return max(between.count("\n"), between.count("\r"))


def indent(text: str, block: Block) -> int:
    """Return the columns of white space before a block that opens its line, else 0."""
    before = text[max(0, block.start - 12) : block.start].expandtabs(4)
    bare = before.rstrip(" \u00a0")
    return len(before) - len(bare) if not bare or bare[-1] in "\r\n" else 0


def has_mark(text: str, block: Block) -> bool:
    """Return whether a block is what follows the mark of a list, in its line."""
    before = text[max(0, block.start - 12) : block.start]
    mark = before[max(before.rfind("\n"), before.rfind("\r")) + 1 :].strip()
    return 0 < len(mark) <= 5
