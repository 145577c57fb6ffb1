"""Which line is the headline, and what stands in for it where there is none.

A part of `clean`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from brief.clean import furniture, shapes
from brief.clean.layout import Layout
from brief.language.calendar import stated
from brief.model import Block, Document, Kind, Title

#: Words of a headline, and of a title taken from the first sentence, at most.
_TITLE_WORDS, _DERIVED_WORDS = 34, 12
#: Blocks at the top in which a headline may stand.
_TOP = 8
_CLAUSE = re.compile(
    r"\s+(?:as|after|while|which|who|that|when|amid|because|before|but|since|where)\b|"
    r"[,;:](?=\s)|\s[–—-]\s"
)
_WEAK_END = frozenset(
    "a an the of to in on at by for from with and or his her its their this that is are was were "
    "has have had be been will would as than into over under not".split()
)


def titled(
    document: Document, article: Layout, blocks: list[Block]
) -> tuple[Title | None, list[Block]]:
    """Find the headline; a title from metadata also claims the line that repeats it."""
    if any(block.kind is Kind.TITLE for block in blocks):
        return document.title, blocks
    if document.title and not document.title.derived:
        wanted = _bare(document.title.text)
        for index, block in enumerate(blocks[:_TOP]):
            words = document.title.start <= block.start < document.title.end
            if block.kind is not Kind.METADATA and (words or _bare(article.line(block)) == wanted):
                blocks[index] = replace(block, kind=Kind.TITLE)
                break
        return document.title, blocks
    # An article without prose has no headline; a derived title says that none was found before.
    seen = document.title is not None or not any(True for _ in document.prose())
    found = None if seen else _headline(article, blocks)
    if found is None:
        return None, blocks
    block = blocks[found]
    start = block.start + _date_before(article.line(block), article.language)
    end = _without_site(article.text, start, block.end)
    pieces = [Block(start, block.end, Kind.TITLE)]
    if start > block.start:
        shown = article.text[block.start : start].rstrip()
        pieces.insert(0, Block(block.start, block.start + len(shown), Kind.DATE_LINE))
    title = Title(article.text[start:end], start, end)
    return title, [*blocks[:found], *pieces, *blocks[found + 1 :]]


def _headline(article: Layout, blocks: list[Block]) -> int | None:
    """Return the index of the block that looks like the headline, if one does."""
    candidates = _candidates(article, blocks)
    first = next(candidates, None)
    if first is None or not _is_headline(article, blocks, first):
        return None
    if shapes.words_in(article.line(blocks[first])) < 3:  # a kicker, if a headline follows
        second = next(candidates, None)
        if second is not None and _is_headline(article, blocks, second):
            return second
    return first


def _candidates(article: Layout, blocks: list[Block]) -> Iterator[int]:
    """Yield the indices of the blocks at the top that may be a headline, lazily."""
    for index, block in enumerate(blocks[:_TOP]):
        line = article.line(block)
        if (
            block.kind in (Kind.PARAGRAPH, Kind.HEADING, Kind.TITLE, Kind.QUESTION)
            and not furniture.is_furniture(line)
            and not furniture.is_menu(line)
            and shapes.date_line(line, article.language) < len(line)
            and not shapes.is_byline(line)
        ):
            yield index


def _is_headline(article: Layout, blocks: list[Block], index: int) -> bool:
    line = article.line(blocks[index])
    if shapes.words_in(line) > _TITLE_WORDS or line.endswith((":", ",", ";")) or "\n" in line:
        return False
    after = next((article.line(block) for block in blocks[index + 1 :][:1]), "")
    if not after or shapes.is_credit(after):
        return False
    if not shapes.ends_sentence(line, article.language) or line.rstrip("\"'”’")[-1:] in "?!":
        return True
    abbreviated = re.search(r"\b(?:[A-Z]\.){2,}$", line) is not None
    date = shapes.date_line(after, article.language)
    return abbreviated or date > 0 or shapes.is_byline(after)


def _date_before(line: str, language: str) -> int:
    """Return where the words of a headline begin that has a date in digits before it.

    A date in words belongs to the headline: "7 July 2005 bombings: tributes paid".
    """
    first = next(iter(stated(line[:40], language)), None)
    if first is None or first.start or not first.date or any(map(str.isalpha, line[: first.end])):
        return 0
    rest = line[first.end :]
    words = rest.lstrip(" \t:–—-|")
    return len(line) - len(words) if shapes.words_in(words) > 2 and len(words) < len(rest) else 0


def _without_site(text: str, start: int, end: int) -> int:
    """Return where the headline ends if the name of the site follows it: "News | The Paper"."""
    head, bar, site = text[start:end].rpartition(" | ")
    named = bar and shapes.words_in(site) <= 4 < shapes.words_in(head) + 1
    return start + len(head.rstrip()) if named else end


def _bare(line: str) -> str:
    return " ".join(re.findall(r"\w+", line.casefold()))


def derived(article: Layout, blocks: list[Block]) -> Title | None:
    """Return the opening of the first paragraph, cut where a reader would pause."""
    block = next((block for block in blocks if block.kind is Kind.PARAGRAPH), None)
    if block is None:
        return None
    line = article.line(block)[:400]
    if end := shapes.SENTENCE_END.search(line):
        line = line[: end.start()]
    words = list(re.finditer(r"\S+", line))[: _DERIVED_WORDS + 1]
    if len(words) > _DERIVED_WORDS:
        line = line[: _pause(line, words[:_DERIVED_WORDS])]
    line = line.rstrip(" \t,;:–—-")
    return Title(line, block.start, block.start + len(line), derived=True)


def _pause(line: str, words: list[re.Match[str]]) -> int:
    earliest, latest = words[5].start(), words[-1].end()
    pauses = [match.start() for match in _CLAUSE.finditer(line, earliest, latest)]
    if pauses:
        return pauses[-1]
    while len(words) > 6 and words[-1][0].lower() in _WEAK_END:
        words.pop()
    return words[-1].end()
