"""A page in Markdown that lies in an archive, typeset for a terminal as `terminal` does a new one.

Each line of a page has one of few forms, and what acts in it is ours, as text of articles is
escaped; so it can be set without its articles.  What is not as it was written is not set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from brief.formats import links
from brief.formats.markdown import RIGHT_TO_LEFT, escape, unescape
from brief.formats.terminal import Links
from brief.formats.typeset import (
    BULLET,
    Paragraph,
    Window,
    counted,
    harmless,
    kept,
    marked,
    sourced,
    tied,
    typeset,
)
from brief.language.phrases import Phrases, phrases
from brief.model.written import signature_parts

_HEADING = re.compile("(#{1,6}) (.+)")
_LINE, _ENTRY = re.compile(r"([0-9]{1,9}\.) (.+)"), re.compile(r"- (\([0-9]{1,9}\)) (.+)")
_CELLS, _RULE = re.compile(r"\| .* \|"), re.compile(r"\|(?: --- \|)+")
_SIGNATURE = re.compile(r"brief\|v:.+")
_WORDS = r"(?:\\.|[^\\\[\]])*"
# Set off in a line: a link, bold text, or an escaped character or address that is none of them.
_INLINE = re.compile(
    r"(?P<escaped>\\.|`[^`]*`)|(?P<bold>\*\*)"
    rf"|\[(?P<words>{_WORDS})\]\[(?P<label>[cs][0-9]{{1,9}})\]"
)
# What stands in brackets at the end of a line; those in the name of an outlet are escaped.
_WHOLE = rf"\\.|`[^`]*`|\[{_WORDS}\]"
_BESIDE = re.compile(rf"((?:{_WHOLE}|[^\\`\[])+ )(\((?:{_WHOLE}|[^\\`\[(])*\))")
# In an item outlet and day stand in brackets, before a place.
_IN_ITEM = re.compile(
    r"(?<= \()(?P<aside>(?:\\.|`[^`]*`|[^\\`(\[:])+?)(?<!\s)(?=\s?: \[)|" + _INLINE.pattern
)


@dataclass(frozen=True, slots=True)
class _Page:
    """What the lines of a page are set with."""

    links: Links
    definitions: Mapping[str, tuple[str, str]]  #: By label: an address, and one without the place.
    say: Phrases


def render(page: str, folder: Path, window: Window) -> str | None:
    """Return a page in Markdown, which lies in `folder`, for a terminal.

    None where the page is not as it was written.
    """
    body, definitions = _parts(page)
    if not body:
        return None
    signature = next((row for row in reversed(body) if _SIGNATURE.fullmatch(row)), "")
    say = phrases(signature_parts(unescape(signature)).get("page_language", "en"))
    collected = Links(window, str(folder))
    leading = dict(_leading(definitions, collected))
    set_with = _Page(links=collected, definitions=leading, say=say)
    right_to_left = body[0] == RIGHT_TO_LEFT[0]
    if right_to_left:
        body = body[2:-2]
    paragraphs = list(_paragraphs(body, set_with))
    return typeset(paragraphs, collected.addresses, window, right_to_left=right_to_left)


def _parts(page: str) -> tuple[list[str], list[str]]:
    """Return the lines of a page and its definitions; none where its digest is not its own."""
    end = page.rfind(f"\n{links.DIGEST}") + 1
    if not end or page[end:] != links.digest_definition(page[:end]):
        return [], []
    rows = [harmless(row) for row in page[:end].split("\n")]
    blank = max((at for at, row in enumerate(rows[:-1]) if not row), default=0)
    return rows[:blank], rows[blank + 1 : -1]


def _leading(rows: list[str], collected: Links) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield where each label leads."""
    for row in rows:
        if place := links.read_place(row):
            label, where = place
            url = links.address(where.url) or ""
            article = url.partition(":~:text=")[0].removesuffix("#")
            yield f"c{label}", (url, article) if url else (collected.file(where.path), "")
        elif source := links.read_article(row):
            url = links.address(source.url) or collected.file(source.path)
            yield f"s{source.id}", (url, "")


def _paragraphs(rows: list[str], page: _Page) -> Iterator[Paragraph]:
    last = 0  # The level of the heading just above, 0 where other text is.
    for row in rows:
        if not _RULE.fullmatch(row):
            yield _paragraph(row, page, below_title=last == 1)
        if row:
            heading = _HEADING.fullmatch(row)
            last = len(heading[1]) if heading else 0


def _paragraph(row: str, page: _Page, *, below_title: bool) -> Paragraph:
    if not row:
        return Paragraph()
    if heading := _HEADING.fullmatch(row):
        return _heading(heading[2], len(heading[1]), page)
    if line := _LINE.fullmatch(row):
        return Paragraph(kind="listed", marker=line[1], text=tied(_line(line[2], page)))
    if entry := _ENTRY.fullmatch(row):
        return Paragraph(kind="listed", marker=entry[1], text=tied(_entry(entry[2], page)))
    if row.startswith("- "):
        return Paragraph(
            kind="listed", marker=BULLET, text=sourced(_inline(row[2:], page, _IN_ITEM))
        )
    if _CELLS.fullmatch(row):
        cells = tuple(_inline(cell, page) for cell in row[2:-2].split(" | "))
        return Paragraph(kind="cells", cells=cells)
    text = _inline(row.removesuffix("\\"), page)
    if below_title or row.endswith("\\") or _SIGNATURE.fullmatch(row):
        text = _quiet(text, page)
    return Paragraph(kind="text", text=text)


def _heading(shown: str, level: int, page: _Page) -> Paragraph:
    """Return a heading; that of a story ends with the number of its articles."""
    title, comma, count = shown.rpartition(page.say.comma)
    if level != 3 or "]" in count or not comma:
        title, comma, count = shown, "", ""
    text = marked(_inline(title, page), "h", level) + counted(_inline(count, page), comma)
    return Paragraph(kind="heading", text=text, level=level)


def _line(shown: str, page: _Page) -> str:
    """Return a line of "In brief"; whose it is, and where it stands, is in brackets at its end."""
    beside = _BESIDE.fullmatch(shown)
    if beside is None:
        return _inline(shown, page)
    return _inline(beside[1], page) + _quiet(_inline(beside[2], page), page)


def _entry(shown: str, page: _Page) -> str:
    """Return an article; outlet, day and words stand between its title and what it says."""
    say = page.say
    about = rf"(.*?{say.count_pattern('word')})((?:{say.colon_pattern}.*)?)"
    untitled = rf"(?:…? \({re.escape(escape(say.say('untitled')))}\))?"
    entry = re.fullmatch(rf"(\[{_WORDS}\]\[s[0-9]{{1,9}}\]{untitled}){about}", shown)
    if entry is None:
        return _inline(shown, page)
    title, beside, own = (_inline(part, page) for part in entry.groups())
    return marked(title, "b") + _quiet(beside, page) + own


def _quiet(text: str, page: _Page) -> str:
    return marked(kept(text, page.say.comma), "q")


def _inline(markdown: str, page: _Page, parts: re.Pattern[str] = _INLINE) -> str:
    """Return the Markdown of a line as marked text; `parts` are what is set off."""
    made: list[str] = []
    at, bold = 0, -1  # Where bold text begins in `made`, if it does.
    for part in parts.finditer(markdown):
        if part["escaped"]:
            continue
        made.append(unescape(markdown[at : part.start()]))
        at = part.end()
        if parts is _IN_ITEM and part["aside"]:
            made.append(_quiet(unescape(part["aside"]), page))
        elif part["label"]:
            addresses = page.definitions.get(part["label"], ())
            made.append(page.links.linked(unescape(part["words"]), *addresses))
        elif bold < 0:
            bold = len(made)
        else:
            made[bold:] = [marked("".join(made[bold:]), "b")]
            bold = -1
    return "".join(made) + unescape(markdown[at:])
