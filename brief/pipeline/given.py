"""What callers of the library have of articles → documents.

Texts, paths, mappings with `text`, `title`, `date`, `url`, `outlet`, `author`, `language`, and rows
of pandas, which is not imported: a frame is what has columns and gives its rows as records.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePath
from typing import Any, TypeAlias

from brief.errors import NothingToBrief, UsageError
from brief.language.visible import visible
from brief.model import Block, Document, Kind, Reading, Skipped, Title
from brief.pipeline import last_resort
from brief.pipeline.reading import LEAST_PROSE, article_of, collate
from brief.readers import READERS, metadata, text

#: An article as a caller may have it; a mapping, or a row of pandas, has `TEXT` and maybe `OTHERS`.
Given: TypeAlias = "Document | str | Path | Mapping[str, Any]"
TEXT = "text"
OTHERS = ("title", "date", "url", "outlet", "author", "language")
#: Names of a row that a message shows.
_NAMED = 8


def reading_of(
    given: Any, *, language: str | None = None, strict: bool = False, least_prose: int = LEAST_PROSE
) -> Reading:
    """Return the set of articles that a caller has given, numbered in its order.

    A `Reading` stays as it is.  What has fewer than `least_prose` words of prose is skipped.

    Raises:
        UsageError: something is no article; the message says which, and what is wanted.
        NothingToBrief: there is no article, and why.
    """
    if isinstance(given, Reading):
        return given
    articles, skipped = articles_of(given, language, strict=strict, least_prose=least_prose)
    if not any(articles):
        raise none_of(skipped)
    documents = collate(article for article in articles if article)
    return Reading(documents, tuple(skipped))


def none_of(skipped: Iterable[Skipped]) -> NothingToBrief:
    """Return why there is no article: what was wrong with those that were given."""
    reasons = "; ".join(dict.fromkeys(skip.reason for skip in skipped)) or "none was given"
    return NothingToBrief(f"no article: {reasons}", advice="give texts, or what read returns")


def articles_of(
    given: Any, language: str | None, *, strict: bool, least_prose: int
) -> tuple[list[Document | None], list[Skipped]]:
    """Return the articles that a caller has given, in that order, and what was skipped of them.

    None stands for one that was skipped.  Documents stay as they are.
    """
    articles: list[Document | None] = []
    skipped: list[Skipped] = []
    for number, item in enumerate(_listed(given), 1):
        if isinstance(item, Document):
            articles.append(item)
            continue
        path, source, language_of = _source(item, number)
        work = partial(
            article_of, source, path, language or language_of or None, least_prose=least_prose
        )
        article = last_resort.settled(
            last_resort.attempt(work, path, strict=strict), file=isinstance(item, PurePath)
        )
        if isinstance(article, Document):
            articles.append(article)
        else:
            articles.append(None)
            skipped.append(article)
    return articles, skipped


def _listed(given: Any) -> Iterable[Any]:
    """Return what was given as a list of articles."""
    if isinstance(given, str | PurePath | Mapping | Document) or _is_row(given):
        return [given]
    if hasattr(given, "to_dict") and hasattr(given, "columns"):
        records: Iterable[Any] = given.to_dict("records")
        return records
    if isinstance(given, Iterable) and not isinstance(given, bytes):
        return given
    raise UsageError(f"{_kind(given)} is no list of articles", advice=_WANTED)


_WANTED = (
    "give what brief.read(paths) returns, texts, paths, or mappings with text, title, date and url"
)


def _is_row(item: Any) -> bool:
    """Return whether an object is a row of pandas."""
    return hasattr(item, "to_dict") and hasattr(item, "index") and not hasattr(item, "columns")


def _kind(item: Any) -> str:
    return f"a value of the type {type(item).__name__}"


def _refuse_missing(path: PurePath) -> None:
    """Raise `UsageError` where there is no such file; what else is wrong with it, reading says."""
    try:
        Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        raise UsageError("no such file", where=str(path), advice="check the spelling") from None
    except (OSError, ValueError):
        return


def _source(item: Any, number: int) -> tuple[str, Document | str | None, str]:
    """Return what an article is called, what it is read from, and the language that is stated."""
    name = f"text {number}.txt"
    if isinstance(item, str):
        refuse_path(item)
        return name, item, ""
    if isinstance(item, PurePath):
        if Path(item).is_dir():
            advice = f"read it: brief.read({str(item)!r})"
            raise UsageError("a folder is no article", where=str(item), advice=advice)
        _refuse_missing(item)
        return item.as_posix(), None, ""
    if isinstance(item, Mapping):
        document = _from_row(item, number)
    elif _is_row(item):
        document = _from_row(item.to_dict(), number)
    else:
        raise UsageError(f"article {number} is {_kind(item)}", advice=_WANTED)
    return name, replace(document, path=name), document.language


def refuse_path(item: str) -> None:
    """Refuse a text that is a path or an address.

    Raises:
        UsageError: it names a file or folder, ends like the name of an article, or is an address.
    """
    if "\n" in item or len(item) > 1000:
        return
    is_address = item.startswith(("http://", "https://")) and not item[8:].count(" ")
    is_named = " " not in item and PurePath(item).suffix.lower() in READERS
    if is_address or is_named or _is_there(item):
        what = "an address" if is_address else "a path"
        advice = (
            "fetch it first, and give its text"
            if is_address
            else f"read it first: brief.read({item!r}); a text may be given as it is"
        )
        raise UsageError(f"this looks like {what}", where=visible(item), advice=advice)


def _is_there(path: str) -> bool:
    try:
        return bool(path.strip()) and Path(path).exists()
    except (OSError, ValueError):
        return False


def _from_row(row: Mapping[Any, Any], number: int) -> Document:
    """Return an article whose parts have names."""
    words = row.get(TEXT)
    if not isinstance(words, str) or not words.strip():
        names = ", ".join(repr(str(name)) for name in list(row)[:_NAMED])
        problem = f"article {number} has no {TEXT!r}: it has {visible(names) or 'nothing'}"
        raise UsageError(problem, advice=f"call its text {TEXT!r}; {_also()}")
    values = {name: _stated(row, name, number) for name in OTHERS if name != "date"}
    title = " ".join(values["title"].split())
    full = f"{title}\n\n{words}" if title else words
    begin = len(full) - len(words)
    blocks = [
        Block(block.start + begin, block.end + begin, block.kind) for block in text.blocks(words)
    ]
    if title:
        blocks.insert(0, Block(0, len(title), Kind.TITLE))
    return Document(
        path="",
        text=full,
        sha256=sha256(full.encode("utf-8", "replace")).hexdigest(),
        blocks=tuple(blocks),
        title=Title(title, 0, len(title)) if title else None,
        date=_day(row.get("date"), number),
        language=metadata.language_code(values["language"]),
        url=metadata.web_address(values["url"]),
        author=metadata.one_line(values["author"]),
        publisher=metadata.one_line(values["outlet"]),
    )


def _also() -> str:
    return f"{', '.join(OTHERS[:-1])} and {OTHERS[-1]} may stand beside it"


def _is_missing(value: Any) -> bool:
    """Return whether a value is none: None, or what pandas writes for it, which equals nothing."""
    return value is None or (not isinstance(value, str) and bool(value != value))


def _stated(row: Mapping[Any, Any], name: str, number: int) -> str:
    value = row.get(name)
    if _is_missing(value):
        return ""
    if not isinstance(value, str):
        raise UsageError(f"the {name} of article {number} is {_kind(value)}", advice="give a text")
    return value


def _day(value: Any, number: int) -> date | None:
    """Return the day of an article: a date, a moment, or a text that begins with one."""
    if _is_missing(value):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str) and not value.strip():
        return None
    day = metadata.day(value) if isinstance(value, str) else None
    if day is None:
        shown = visible(repr(value))[:80]
        raise UsageError(f"the date of article {number} is {shown}", advice="write it 2026-11-25")
    return day
