"""Sentences → what is chosen together: those that share a quotation, which is never torn.

A quotation runs from its opening to its closing mark, in one paragraph, or over some that open
none.  Where that is over several
sentences, they are taken or left as one; where they are more than `MOST`, or one of them is
missing, they are left.  So are those with a mark that nothing closes or opens, as
in a speech that goes on for paragraphs, of which only the last closes.  Inches, apostrophes and
Hebrew abbreviations are no quotations.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter

from brief.compare.quotes.marks import Pair, pairs
from brief.model import Document, Sentence
from brief.page.standing import has_broken_quotation

#: A mark that stands for inches, or closes nothing.
_INCHES = re.compile(r'(?<=\d)"')
#: A mark that opens the next paragraph, and one that opens what nothing closes.
_OPENING, _OPENED = re.compile(r"\s*[\"“„«]"), re.compile(r"(?<![^\s(\[])[\"“„«](?=\S)")
#: The marks that may open one.
_MARKED = re.compile('["“„«]')
#: Sentences that are taken together at most: more would be a speech.
MOST = 4


def wholes(documents: Sequence[Document], sentences: Sequence[Sentence]) -> list[tuple[int, ...]]:
    """Return the places of `sentences` that are taken together, in order, without those left.

    `sentences` are in the order of their articles and their text.  Linear in their characters.
    """
    by_id = {document.id: document for document in documents}
    together: list[tuple[int, ...]] = []
    place = 0
    for number, group in groupby(sentences, key=attrgetter("document")):
        document = by_id[number]
        paragraphs = [list(part) for _, part in groupby(group, key=attrgetter("paragraph"))]
        at = 0
        while at < len(paragraphs):
            passage, count = _passage(document, paragraphs[at : at + MOST])
            within = _within(document, passage)
            together += (tuple(range(place + begin, place + end)) for begin, end in within)
            place, at = place + len(passage), at + count
    return together


def torn(document: Document, sentences: Sequence[Sentence]) -> frozenset[int]:
    """Return the places of an article's sentences of which none may stand without another."""
    alone = {places[0] for places in wholes([document], sentences) if len(places) == 1}
    return frozenset(range(len(sentences))) - alone


def _passage(
    document: Document, paragraphs: Sequence[Sequence[Sentence]]
) -> tuple[Sequence[Sentence], int]:
    """Return the first paragraph with those into which a quotation of it runs, and how many.

    They are of one sentence each where a text has a line for each sentence.  A paragraph that
    opens a quotation itself goes on with none, and where none closes it, the first is alone.
    """
    passage: list[Sentence] = []
    for count, paragraph in enumerate(paragraphs, 1):
        if passage and _OPENING.match(document.text, paragraph[0].start):
            break
        passage += paragraph
        if count == 1 and not _MARKED.search(document.text, passage[0].start, passage[-1].end):
            return passage, count
        if not _OPENED.search(_bare(document, passage, _quotations(document, passage))):
            return passage, count
    return paragraphs[0], 1


def _quotations(document: Document, passage: Sequence[Sentence]) -> tuple[Pair, ...]:
    text = document.text[passage[0].start : passage[-1].end]
    return pairs(text, document.language or "en")


def _within(document: Document, part: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Yield the bounds of what is taken together of the sentences of a paragraph."""
    shift = part[0].start
    starts = [sentence.start - shift for sentence in part]
    quotations = _quotations(document, part)
    joined: set[int] = set()
    for quotation in quotations:
        opens = bisect_right(starts, quotation.outer_start) - 1
        joined.update(range(opens, bisect_right(starts, quotation.outer_end - 1) - 1))
    ends = [place + 1 for place in range(len(part)) if place not in joined]
    bare = _bare(document, part, quotations)
    goes_on = _OPENING.match(document.text, part[-1].end) and _OPENED.search(bare)
    for begin, end in pairwise((0, *ends)):
        words = bare[starts[begin] : part[end - 1].end - shift]
        if goes_on and starts[begin] > goes_on.start():
            return
        if _is_complete(document, part[begin:end]) and not has_broken_quotation(words):
            yield begin, end


def _is_complete(document: Document, members: Sequence[Sentence]) -> bool:
    """Return whether some sentences are few enough, and nothing between them is missing."""
    gaps = (document.text[one.end : other.start] for one, other in pairwise(members))
    return len(members) <= MOST and not any(gap.strip() for gap in gaps)


def _bare(document: Document, part: Sequence[Sentence], quotations: Sequence[Pair]) -> str:
    """Return the text of a passage with spaces in place of its quotations, and of inches."""
    text, at = document.text[part[0].start : part[-1].end], 0
    if not quotations and '"' not in text:
        return text
    parts: list[str] = []
    for quotation in quotations:
        parts += [text[at : quotation.outer_start]]
        parts += [" " * (quotation.outer_end - quotation.outer_start)]
        at = quotation.outer_end
    return _INCHES.sub(" ", "".join((*parts, text[at:])))
