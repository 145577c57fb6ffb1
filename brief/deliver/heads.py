"""How the pages of an archive begin and end: what lists of them say of each, read once for all.

A page may have been edited by anybody: what is read of it is text, and no more of it is read than
its beginning.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from brief.formats import TAIL
from brief.formats.html.excerpt import excerpt
from brief.formats.markdown import unescape
from brief.language.visible import visible

#: Bytes of a page that are read, and characters of a title that are shown.
_HEAD, _TITLE = 1 << 16, 200
_LINK = re.compile(r"\\(?P<kept>.)|\[(?P<words>(?:\\.|[^\[\]\\])*)\](?:\[[^\]]*\]|\([^)]*\))")


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself; empty where that cannot be read."""

    title: str = ""
    counts: str = ""  #: The row below the title: days, articles, outlets, words; empty for none.


def head_of(page: Path) -> Head:
    """Return the beginning of a page in Markdown or HTML; of another format, nothing."""
    if page.suffix not in (".md", ".html"):
        return Head()
    text = beginning(page)
    if page.suffix == ".html":
        start = excerpt(text)
        return Head(_cut(start.title), _cut(start.rows[0] if start.rows else ""))
    rows = [row for row in text.split("\n") if row]
    place = next((place for place, row in enumerate(rows) if row.startswith("# ")), None)
    if place is None:
        return Head()
    below = rows[place + 1] if place + 1 < len(rows) else ""
    # A title may stand alone, above what was skipped and the signature.
    alone = below.startswith(("#", "brief|")) or below.endswith("\\")
    return Head(_words(rows[place][2:]), "" if alone else _words(below))


def beginning(page: Path, most: int = _HEAD) -> str:
    """Return the first bytes of a file as text; empty where it cannot be read."""
    with suppress(OSError), page.open("rb") as file:
        return file.read(most).decode("utf-8", "replace")
    return ""


def ending(page: Path) -> str:
    """Return the end of a file; empty where it cannot be read, of which who writes there tells."""
    from brief.readers.paths import tail_of

    with suppress(OSError):
        return tail_of(page, TAIL)
    return ""


def _words(row: str) -> str:
    """Return what a reader sees of a row in Markdown, without its links."""
    # An escaped character is stepped over, so that `\[` opens no link.
    plain = _LINK.sub(lambda link: link["words"] if link["kept"] is None else link[0], row)
    return _cut(visible(unescape(plain)))


def _cut(words: str) -> str:
    return f"{words[: _TITLE - 1].rstrip()}…" if len(words) > _TITLE else words
