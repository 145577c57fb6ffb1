"""The line that is an article's headline, and the title that replaces it where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from brief.clean import furniture, pictures, shapes
from brief.clean.layout import Layout
from brief.language.calendar import stated
from brief.language.plain import plain
from brief.language.site_titles import heads
from brief.language.visible import visible
from brief.language.words import words
from brief.model import Block, Document, Kind, Title

#: Words of a headline, and of a title taken from the first sentence, at most.
_TITLE_WORDS, _DERIVED_WORDS = 34, 12
#: Characters of a headline: a longer one would fill the page that it stands on.
_LONGEST = 300
#: Blocks at the top in which a headline may stand.
_TOP = 8


def with_title(
    document: Document, article: Layout, blocks: list[Block]
) -> tuple[Title | None, list[Block]]:
    """Return an article's title, None where it has none, and its blocks with the headline labelled.

    A title from metadata stays, and the line at the top that repeats it is the headline.  A title
    of more than 300 characters is none, nor one of which nothing is seen, and a line that is one is
    furniture.
    """
    if document.title and not 0 < len(visible(document.title.text)) <= _LONGEST:
        document = replace(document, title=None)
        blocks = [
            replace(block, kind=Kind.BOILERPLATE) if block.kind is Kind.TITLE else block
            for block in blocks
        ]
    if any(block.kind is Kind.TITLE for block in blocks):
        return document.title, blocks
    if document.title and not document.title.derived:
        # Line and title may each have the outlet's name, where the other has not.
        wanted = set(map(_bare, heads(document.title.text)))
        for place, block in enumerate(blocks[:_TOP]):
            within = document.title.start <= block.start < document.title.end
            line = article.line(block)
            same = not wanted.isdisjoint(map(_bare, heads(line)))
            if block.kind is not Kind.METADATA and (within or same):
                blocks[place] = replace(block, kind=Kind.TITLE)
                break
        return document.title, blocks
    # An article without prose has no headline; a derived title says that none was found before.
    settled = document.title is not None or not any(True for _ in document.prose())
    index = None if settled else _headline(article, blocks)
    if index is None:
        return None, blocks
    block = blocks[index]
    start = block.start + _date_before(article.line(block), article.language)
    pieces = [Block(start, block.end, Kind.TITLE)]
    if start > block.start:
        date_words = article.text[block.start : start].rstrip()
        pieces.insert(0, Block(block.start, block.start + len(date_words), Kind.DATE_LINE))
    title = Title(article.text[start : block.end], start, block.end)
    return title, [*blocks[:index], *pieces, *blocks[index + 1 :]]


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
            and visible(line)
            and not furniture.is_furniture(line)
            and not furniture.is_menu(line)
            and shapes.date_line_end(line, article.language) < len(line)
            and not shapes.is_byline(line)
        ):
            yield index


def _is_headline(article: Layout, blocks: list[Block], index: int) -> bool:
    """Return whether a block looks like a headline by its shape and by the line after it."""
    line = article.line(blocks[index])
    if len(line) > _LONGEST or shapes.words_in(line) > _TITLE_WORDS:
        return False
    if line.endswith((":", ",", ";")) or "\n" in line:
        return False
    after = next((article.line(block) for block in blocks[index + 1 :][:1]), "")
    if not after or pictures.is_credit(after):
        return False
    if not shapes.ends_sentence(line, article.language) or line.rstrip("\"'”’")[-1:] in "?!":
        return True
    abbreviated = re.search(r"\b(?:[A-Z]\.){2,}$", line) is not None
    dated = shapes.date_line_end(after, article.language) > 0
    return abbreviated or dated or shapes.is_byline(after)


def _date_before(line: str, language: str) -> int:
    """Return where the words of a headline begin that has a date in digits before it.

    A date in words belongs to the headline: "7 July 2005 bombings: tributes paid".
    """
    first = next(iter(stated(line[:40], language)), None)
    if first is None or first.start or not first.date or any(map(str.isalpha, line[: first.end])):
        return 0
    rest = line[first.end :]
    headline = rest.lstrip(" \t:–—-|")
    parted = shapes.words_in(headline) > 2 and len(headline) < len(rest)
    return len(line) - len(headline) if parted else 0


def _bare(line: str) -> str:
    """Return the words of a line as they are compared: without case and marks."""
    return " ".join(re.findall(r"\w+", plain(line).casefold()))


def derived_title(article: Layout, blocks: list[Block]) -> Title | None:
    """Return the opening of the first paragraph, cut where a reader would pause.

    At most 12 words; None where the article has no paragraph.
    """
    prose = (block for block in blocks if block.kind is Kind.PARAGRAPH)
    block = next((block for block in prose if visible(article.line(block))), None)
    if block is None:
        return None
    line = article.line(block)[:400]
    if end := shapes.SENTENCE_END.search(line):
        line = line[: end.start() + 1]
    tokens = list(re.finditer(r"\S+", line))[: _DERIVED_WORDS + 1]
    if len(tokens) > _DERIVED_WORDS:
        line = line[: _pause(line, tokens[:_DERIVED_WORDS])]
    line = line.rstrip(" \t,;:–—-")
    return Title(line, block.start, block.start + len(line), derived=True)


def _pause(line: str, tokens: list[re.Match[str]]) -> int:
    """Return where to cut `line` after six of its words or more: before a clause, if there is one.

    Else behind the last word that a title may end with.
    """
    earliest, latest = tokens[5].start(), tokens[-1].end()
    pauses = [match.start() for match in _clause().finditer(line, earliest, latest)]
    if pauses:
        return pauses[-1]
    weak = words("title_cuts/en", "weak")
    while len(tokens) > 6 and tokens[-1][0].lower() in weak:
        tokens.pop()
    return tokens[-1].end()


@cache
def _clause() -> re.Pattern[str]:
    openings = "|".join(sorted(words("title_cuts/en", "clause")))
    return re.compile(rf"(?<!\s)\s+(?:{openings})\b|[,;:](?=\s)|\s[–—-]\s")
