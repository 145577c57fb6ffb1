"""A page as HTML, read back: its rows as those of a Markdown page, which `reread` knows to read.

A row of the file is turned into the row that Markdown has for it: text of articles, which stands in
`bdi` and in links, is escaped, places and articles become links with their definitions, and what is
left is the page's own.  So both forms of a page are held to the same rules.  An element, attribute
or text that the template does not write is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from brief.errors import UsageError
from brief.formats import links, reread
from brief.formats.html import marks, tags
from brief.formats.html.page import DIGEST, LABELS, constants, sealed
from brief.formats.html.passages import AWAY
from brief.formats.html.reader import Link, Reader
from brief.formats.markdown import RIGHT_TO_LEFT
from brief.formats.page_draft import NOT_OURS
from brief.formats.sources import file_name, shown_path
from brief.language.phrases import Phrases, phrases
from brief.language.visible import visible
from brief.model import Document
from brief.model.version import __version__
from brief.model.written import Claim, Fault, FaultKind, Page, SourceRef, signature_parts

_Placed = TypeVar("_Placed", Claim, Fault)
_LINE = re.compile(r", line ([0-9]+)\Z")


def parse(text: str, name: str) -> Page:
    """Read a page back; what is wrong with it is in `Page.faults`, by line of the file.

    Each paragraph of an article that stands on the page is a claim, as titles are.

    Raises:
        UsageError: nothing in the text is of a page that `brief` writes.
    """
    text = text.replace("\r\n", "\n")
    above, mark, _ = text.rpartition(DIGEST)
    if not mark and "brief|v:" not in text:
        raise UsageError("is not a page that brief writes", where=name)
    reader = Reader()
    reader.read(above if mark else text)
    intact = bool(mark) and text == sealed(above)
    page = reread.parse(_as_markdown(reader, intact=intact), name)
    numbers = _line_numbers(reader)
    edited = (
        Fault(FaultKind.PAGE_EDITED, f"{name}, line {line}", NOT_OURS)
        for line in sorted({*reader.wrong, *_wrong(reader)})
    )
    texts = (
        Claim(passage.shown, (passage.place,), f"{name}, line {passage.line}", is_title=True)
        for passage in (*reader.passages, *reader.headlines)
    )
    return replace(
        page,
        claims=(*(_placed(claim, numbers) for claim in page.claims), *texts),
        faults=(*(_placed(fault, numbers) for fault in page.faults), *edited),
    )


def _placed(part: _Placed, numbers: dict[int, int]) -> _Placed:
    """Return a claim or fault with its line in the file instead of that in Markdown."""
    match = _LINE.search(part.where)
    if match is None:
        return part
    line = numbers.get(int(match[1]))
    where = part.where[: match.start()]
    return replace(part, where=f"{where}, line {line}" if line else where)


def _as_markdown(reader: Reader, *, intact: bool) -> str:
    """Return the page as Markdown, with its digest where it is `intact`, else another."""
    rows = [line for _, row in reader.rows for line in (row, "")]
    if reader.right_to_left:
        start, end = RIGHT_TO_LEFT
        rows = [start, "", *rows, end, ""]
    for number, link in enumerate((link for link in reader.links if link.place), 1):
        source = reader.sources.get(link.document)
        if link.place and source:
            at = links.place_row(number, source.path, source.url, link.place, link.exact)
            rows.append(at)
    rows += (links.article_definition(_document(source)) for source in reader.sources.values())
    page = "".join(f"{row}\n" for row in rows)
    return page + links.digest_definition(page if intact else "")


def _line_numbers(reader: Reader) -> dict[int, int]:
    """Return the line of the file for each line of the Markdown that has a row."""
    above = 2 if reader.right_to_left else 0
    return {2 * place + 1 + above: line for place, (line, _) in enumerate(reader.rows)}


def _document(source: SourceRef) -> Document:
    return Document(
        path=source.path,
        text="",
        sha256=source.sha256,
        blocks=(),
        url=source.url,
        id=source.id,
    )


def _wrong(reader: Reader) -> Iterator[int]:
    """Yield the lines with a link that leads elsewhere, or a text that is none of ours."""
    inside = bool(reader.passages)
    places = {link.href for link in reader.links if link.place}
    for link in reader.links:
        if not (_leads(link, reader, inside=inside) if link.document else link.href in places):
            yield link.line
    for line, number, href in reader.outs:
        source = reader.sources.get(number)
        if source is None or href != marks.article_address(source.path, source.url):
            yield line
    addresses = {(link.document, link.away) for link in reader.links if link.place}
    for line, number, href in reader.aways:
        if (number, href) not in addresses:
            yield line
    yield from (line for line, anchor in reader.seen if anchor not in reader.lines)
    if reader.opened:  # What no tag has ended.
        yield reader.line
    yield from _strange(reader)


def _leads(link: Link, reader: Reader, *, inside: bool) -> bool:
    """Return whether a link leads where one of ours would."""
    source = reader.sources.get(link.document)
    if source is None:
        return False
    if link.place is None:
        away = marks.article_address(source.path, source.url)
        return link.href == (f"#s{source.id}" if inside else away)
    start, end = link.place.start, link.place.end
    away = marks.place_address(source.path, source.url, start, end, link.exact)
    named = f"#{marks.passage_id(source.id, start, end)}"
    return (
        link.sha256 == source.sha256
        and link.href == (named if inside else away)
        and link.away in (None, away)
    )


def _strange(reader: Reader) -> Iterator[int]:
    """Yield the lines of texts outside rows that are not what a page says there."""
    say = phrases(reader.language)
    ours = {*(say.say(name) for name in LABELS), *tags.KEYS, AWAY}
    signature = next((row for _, row in reversed(reader.rows) if row.startswith("brief|")), "")
    # Another version has another style.
    same = signature_parts(signature).get("v") == __version__
    texts: dict[int, list[str]] = {}
    for passage in reader.passages:
        texts.setdefault(passage.place.document, []).append(passage.shown)
    titled: set[int] = set()
    beside = _beside_headlines(say)
    for part in reader.texts:
        text, source = part.text, reader.sources.get(part.document)
        if part.element in ("style", "script", "policy"):
            fine = not same or text == str(constants()[part.element])
        elif part.element == "figure":  # `verify` draws it again.
            fine = tags.PICTURE.fullmatch(part.text) is not None
        elif part.element == "title":
            fine = any(row.startswith("# ") for _, row in reader.rows)
        elif part.element == "hits":
            fine = text in say.plurals["article"].values()
        elif source is None:
            fine = text.strip() in ours or re.fullmatch(_count_pattern(say), text) is not None
        elif reader.headlines and (part.element == "outlet" or beside.fullmatch(text)):
            fine = True
        else:
            named = (source.url or "", shown_path(source.path), file_name(source.path))
            fine = text.strip() == str(source.id) or text in map(visible, named)
            if not fine and source.id not in titled:  # It has one title, which is among its words.
                titled.add(source.id)
                fine = any(text in shown for shown in texts.get(source.id, ()))
        if not fine:
            yield part.line


def _count_pattern(say: Phrases) -> str:
    """Return a pattern of what the list of headlines is called."""
    articles, stories = map(say.count_pattern, ("article", "story"))
    contents = say.pattern("contents", {"articles": articles, "stories": stories}, named=False)
    return f"{contents}|{articles}"


def _beside_headlines(say: Phrases) -> re.Pattern[str]:
    """Return a pattern of our own words behind a headline: that it is none, its day."""
    untitled = re.escape(say.say("untitled"))
    return re.compile(rf"\s*(?:…? ?\({untitled}\))?\s*|(?:{say.comma_pattern})?{say.day_pattern}")
