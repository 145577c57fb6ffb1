"""An article that was read, with what follows from it alone ↔ bytes that are safe to read back.

The bytes are JSON, compressed.  Whoever can write them can make them say anything, so each value is
checked; that the article says so, only its file can tell.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from datetime import date
from itertools import chain
from typing import Any

from brief.model import Block, Document, Kind, Prepared, Title

#: Bytes of the JSON of an article; a longer one is not packed, and not unpacked.
LONGEST = 8_000_000
#: The fastest level of zlib.
_LEVEL = 1
#: By the number that stands for each.
_KINDS = tuple(Kind)
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}


def packed(document: Document) -> bytes | None:
    """Return an article without its path and SHA-256, None where it is too long or not prepared."""
    prepared, title = document.ready(), document.title
    if prepared is None or not prepared.opening.keys() <= prepared.terms.keys():
        return None
    counts = sorted({*prepared.terms.values(), *prepared.opening.values()})
    place = {count: number for number, count in enumerate(counts)}
    index = {term: number for number, term in enumerate(prepared.terms)}
    content = (
        document.text,
        [part for block in document.blocks for part in (block.start, block.end)],
        [_NUMBERS[block.kind] for block in document.blocks],
        [title.start, title.end, title.text, title.derived] if title else None,
        document.date.isoformat() if document.date else None,
        document.language,
        (document.url, document.author, document.publisher),
        [*chain.from_iterable(prepared.sentences)],
        counts,
        [*prepared.terms],
        [place[count] for count in prepared.terms.values()],
        [index[term] for term in prepared.opening],
        [place[count] for count in prepared.opening.values()],
    )
    data = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    encoded = data.encode("utf-8", "surrogatepass")
    return None if len(encoded) > LONGEST else zlib.compress(encoded, _LEVEL)


def unpacked(data: bytes, path: str, sha256: str) -> Document | None:
    """Return the article at `path` that was packed, None where the bytes are none."""
    try:
        inflater = zlib.decompressobj()
        encoded = inflater.decompress(data, LONGEST)
        if not inflater.eof:
            return None
        return _document(json.loads(encoded), path, sha256)
    except (zlib.error, ValueError, TypeError, LookupError, RecursionError, OverflowError):
        return None


def _document(content: Any, path: str, sha256: str) -> Document:
    text, ends, kinds, title, day, language, stated, places, counts, terms, *weights = content
    # The language is a part of the names of files.
    _require(type(text) is str and re.fullmatch("[a-z]{2,3}", language) is not None)
    _require(
        type(stated) is list
        and len(stated) == 3
        and all(part is None or type(part) is str for part in stated)
    )
    url, author, publisher = stated
    blocks = _blocks(_numbers(ends, len(text)), _numbers(kinds, len(_KINDS) - 1), len(text))
    prepared = Prepared(
        blocks=blocks,
        title=_title(title, text),
        sentences=_sentences(_numbers(places, len(text)), blocks),
        **_terms(counts, terms, *weights),
    )
    return Document(
        path=path,
        text=text,
        sha256=sha256,
        blocks=blocks,
        title=prepared.title,
        date=None if day is None else date.fromisoformat(day),
        language=language,
        url=url,
        author=author,
        publisher=publisher,
        prepared=prepared,
    )


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError("not what was packed")


def _numbers(values: Any, most: int) -> list[int]:
    """Return a list of whole numbers from 0 to `most`."""
    _require(type(values) is list and {*map(type, values)} <= {int})
    _require(not values or (min(values) >= 0 and max(values) <= most))
    return values  # type: ignore[no-any-return]


def _blocks(ends: list[int], kinds: list[int], length: int) -> tuple[Block, ...]:
    places = zip(ends[::2], ends[1::2], strict=True)
    blocks = tuple(
        Block(start, end, _KINDS[kind]) for (start, end), kind in zip(places, kinds, strict=True)
    )
    _require(all(block.start <= block.end <= length for block in blocks))
    return blocks


def _title(value: Any, text: str) -> Title | None:
    if value is None:
        return None
    start, end, words, derived = value
    _numbers([start, end], len(text))
    _require(type(derived) is bool and type(words) is str and text[start:end] == words)
    return Title(words, start, end, derived)


def _sentences(places: list[int], blocks: tuple[Block, ...]) -> tuple[tuple[int, int, int], ...]:
    """Return the sentences; each lies within its paragraph."""
    prose = [block for block in blocks if block.kind is Kind.PARAGRAPH]
    sentences = tuple(zip(places[::3], places[1::3], places[2::3], strict=True))
    for start, end, paragraph in sentences:
        block = prose[paragraph]
        _require(block.start <= start < end <= block.end)
    return sentences


def _terms(counts: Any, terms: Any, held: Any, opening: Any, opens: Any) -> dict[str, Any]:
    """Return what each term counts, and each of the opening; each count is named once."""
    _require(type(counts) is list and {*map(type, counts)} <= {float, int})
    _require(all(math.isfinite(count) and count > 0 for count in counts))
    _require(type(terms) is list and {*map(type, terms)} <= {str})
    all_held = [counts[place] for place in _numbers(held, len(counts) - 1)]
    first = [terms[place] for place in _numbers(opening, len(terms) - 1)]
    first_held = [counts[place] for place in _numbers(opens, len(counts) - 1)]
    return {
        "terms": dict(zip(terms, all_held, strict=True)),
        "opening": dict(zip(first, first_held, strict=True)),
    }
