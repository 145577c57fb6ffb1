"""The first difference between a page as it is written and as its articles make it, in words.

Pages in Markdown and HTML are compared line by line, those in JSON name by name, as their layout
may be another.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from brief.formats import as_json, is_html, links
from brief.formats.markdown import escape, unescape
from brief.formats.skipped import is_reason, is_said
from brief.language.apart import apart
from brief.language.phrases import FALLBACK, phrases
from brief.language.visible import visible
from brief.model.written import signature_parts

#: Characters of a page that a message quotes.
_QUOTED = 120
_SIGNED = "brief|"
_TAG = re.compile(r"<[^<>]{0,20000}>")
#: How the line of skipped files stands in HTML.
_SKIPPED = re.compile(r'<p class="skipped"><bdi>([^<>]*)</bdi></p>')
_SIGNATURE = re.compile(r'<p class="signature"><bdi>([^<>]*)</bdi></p>')


@dataclass(frozen=True, slots=True)
class Difference:
    """What a page says, and what it would say if it were made again; None where nothing stands."""

    where: str  #: "line 7", or in JSON "in_brief[0].date".
    page: str | None
    made: str | None

    def __str__(self) -> str:
        if self.made is None:
            return f"the page says {_quoted(self.page or '')}, which its articles do not give"
        if self.page is None:
            return f"the page leaves out {_quoted(self.made)}, which its articles give"
        page, made = apart(visible(unescape(self.page)), visible(unescape(self.made)))
        if _seen(page) == _seen(made):  # The difference is one that no reader sees.
            page, made = map(_laid_bare, apart(self.page, self.made))
        return f"the page says {_quoted(page)}, its articles give {_quoted(made)}"


def _quoted(text: str) -> str:
    shown = visible(text)
    return f"“{shown}”" if len(shown) <= _QUOTED else f"“{shown[:_QUOTED]}…”"


def _seen(text: str) -> str:
    return "".join(filter(str.isprintable, text))


def _laid_bare(text: str) -> str:
    """Return a text with what a reader does not see written as escapes."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def difference(page: str, made: str) -> Difference | None:
    """Return the first difference between two pages of one format; None where there is none.

    `page` may be in another layout, where it is JSON, and what is no JSON differs.
    """
    if page == made:
        return None
    if made.startswith("{"):
        return next(_of_values(_opened(page), _opened(made), ""), None)
    first = _of_lines(page.split("\n"), made.split("\n"))
    return _as_read(first) if is_html(made) else first


def _as_read(first: Difference) -> Difference:
    """Return a difference of lines of HTML in the words that a reader sees, if that tells it."""
    page, made = (None if row is None else _words(row) for row in (first.page, first.made))
    if page == made or "" in (page, made):
        return first
    return Difference(first.where, page, made)


def _words(row: str) -> str:
    """Return what a reader sees of a line of HTML, escaped as a difference has it."""
    return escape(html.unescape(_TAG.sub("", row)))


def _opened(text: str) -> Any:
    try:
        return as_json.opened(text)
    except (ValueError, RecursionError):
        return text


def _of_lines(page: list[str], made: list[str]) -> Difference:
    least = min(len(page), len(made))
    row = next((n for n in range(least) if page[n] != made[n]), least)
    where = f"line {row + 1}"
    ours, theirs = page[row : row + 2], made[row : row + 2]
    if not theirs or (len(ours) > 1 and theirs[0] == ours[1]):
        return Difference(where, ours[0], None)
    if not ours or (len(theirs) > 1 and ours[0] == theirs[1]):
        return Difference(where, None, theirs[0])
    return Difference(where, ours[0], theirs[0])


def _of_values(page: Any, made: Any, where: str) -> Iterator[Difference]:
    """Yield the differences of two values in JSON, in the order of what is made."""
    match page, made:
        case Mapping(), Mapping():
            # The digest, which differs with anything else, comes last.
            for name in sorted(dict.fromkeys((*made, *page)), key="digest".__eq__):
                inner = f"{where}.{name}" if where else str(name)
                if name not in page:
                    yield Difference(inner, None, _shown(made[name]))
                elif name not in made:
                    yield Difference(inner, _shown(page[name]), None)
                else:
                    yield from _of_values(page[name], made[name], inner)
        case list(), list():
            for place, (ours, theirs) in enumerate(zip(page, made, strict=False)):
                yield from _of_values(ours, theirs, f"{where}[{place}]")
            least = min(len(page), len(made))
            if len(page) > least:
                yield Difference(f"{where}[{least}]", _shown(page[least]), None)
            elif len(made) > least:
                yield Difference(f"{where}[{least}]", None, _shown(made[least]))
        case _:
            # 1, 1.0 and true are equal in Python, and others in JSON.
            if type(page) is not type(made) or page != made:
                yield Difference(where or "the page", _shown(page), _shown(made))


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def is_of_skipped(page: str, made: str) -> bool:
    """Return whether two pages differ only in what they say was skipped, and both say it as we do.

    The folders in which something was skipped may hold other files by now.
    """
    ours, theirs = map(_without_skipped, (page, made))
    return ours is not None and ours == theirs


def _without_skipped(page: str) -> str | None:
    """Return a page without what it says was skipped and its digest; None where it says no such."""
    if page.startswith("{"):
        content = _opened(page)
        skipped = content.pop("skipped", None) if isinstance(content, dict) else None
        if not isinstance(skipped, list) or not all(map(_is_skip, skipped)):
            return None
        content.pop("digest", None)
        return json.dumps(content, ensure_ascii=False, sort_keys=True)
    if is_html(page):
        return _html_without_skipped(page)
    above, _, _ = page.rpartition(links.DIGEST)
    rows = above.split("\n")
    signed = max((n for n, row in enumerate(rows) if row.startswith(_SIGNED)), default=0)
    say = phrases(signature_parts(unescape(rows[signed])).get("page_language", FALLBACK))
    for place in range(max(0, signed - 2), signed):
        row = unescape(rows[place].removesuffix("\\"))
        ended = "\\" if rows[place].endswith("\\") else ""
        if is_said(row, say) and rows[place] == escape(row) + ended:
            # Extracts have a blank line below it, as their signature is a paragraph.
            return "\n".join((*rows[:place], *rows[place + (1 if ended else 2) :]))
    return "\n".join(rows)


def _html_without_skipped(page: str) -> str:
    """Return what `_without_skipped` does of a page as HTML, whose last line is its digest."""
    rows = page.split("\n")[:-2]
    signed = next((n for n, row in enumerate(rows) if _SIGNATURE.fullmatch(row)), 0)
    skipped = _SKIPPED.fullmatch(rows[signed - 1]) if signed else None
    signature = _SIGNATURE.fullmatch(rows[signed])
    if skipped and signature:
        parts = signature_parts(html.unescape(signature[1]))
        say = phrases(parts.get("page_language", FALLBACK))
        if is_said(html.unescape(skipped[1]), say):
            del rows[signed - 1]
    return "\n".join(rows)


def _is_skip(skip: object) -> bool:
    match skip:
        case {"path": str(), "reason": str(reason), **rest}:
            return not rest and is_reason(reason, phrases(FALLBACK))
        case _:
            return False
