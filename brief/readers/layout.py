"""Parts of an article, of whatever format, laid out as one text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile

from brief.language.calendar import stated
from brief.model import Block, Document, Kind, Title
from brief.readers import metadata
from brief.readers.encoding import Unreadable
from brief.readers.text import MOST_BLOCKS, TOO_MANY

#: Parts at the top of an article in which its title stands, and a line that states its day.
_TOP = 12
#: Words of a paragraph below which no title of the article stands.
_TEXT = 25
#: Characters of a line that states a day, at most.
_LONGEST_DAY = 80


def article(
    parts: Sequence[tuple[Kind, str]],
    *,
    title: str = "",
    author: str = "",
    language: str = "",
    made: date | None = None,
) -> Document:
    """Return the article of a file's parts and what the file states of itself.

    Its headline is `title` where that stands near its top, else what is marked as one there, else
    the first heading above the text; it comes first in the text.  The day on which the file was
    `made` is that of the article where no line near its top states one.

    Raises:
        Unreadable: there are no parts, or too many.
    """
    if not parts:
        raise Unreadable("empty", advice="remove it")
    if len(parts) > MOST_BLOCKS:
        raise Unreadable(TOO_MANY, advice="save the article's text as .txt")
    headline = _headline(parts[:_TOP], " ".join(title.split()))
    if headline:
        parts = [(Kind.TITLE, headline), *(part for part in parts if part[1] != headline)]
    return replace(
        laid_out(parts),
        title=Title(headline, 0, len(headline)) if headline else None,
        date=None if _states_day(parts[:_TOP]) else made,
        language=metadata.language_code(language),
        author=metadata.one_line(author),
    )


def _headline(top: Sequence[tuple[Kind, str]], title: str) -> str:
    same = (words for _, words in top if words.casefold() == title.casefold())
    marked = (words for kind, words in top if kind is Kind.TITLE)
    above = takewhile(lambda part: len(part[1].split()) < _TEXT, top)
    headings = (words for kind, words in above if kind is Kind.HEADING)
    return next(same, "") or next(marked, "") or next(headings, "")


def _states_day(top: Sequence[tuple[Kind, str]]) -> bool:
    """Return whether a line of its own states a day."""
    short = (words for _, words in top if len(words) <= _LONGEST_DAY)
    return any(day.date for words in short for day in stated(words))


def laid_out(parts: Iterable[tuple[Kind, str]]) -> Document:
    """Return a document of `parts` and nothing else, a blank line between them in its text."""
    texts: list[str] = []
    spans: list[Block] = []
    offset = 0
    for kind, words in parts:
        spans.append(Block(offset, offset + len(words), kind))
        texts.append(words)
        offset += len(words) + 2
    return Document(path="", text="\n\n".join(texts), sha256="", blocks=tuple(spans))
