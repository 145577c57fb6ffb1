"""The page as a mail: its HTML part, and its plain part.

A line leads to its article on the web, at its words; or, where the article is a file, to the page
in the archive, where that is on the web; or nowhere: the reader of a mail has no file of ours.

Every style stands at its element, as some programs drop all others.  They are written there by
hand: there are not twenty, and css-inline, which moves them there from a style sheet, made a mail
of 18.6 KB one of 20.4, for a dependency of 4.5 MB.  Neither ink nor ground has a colour: a program
has its own, light or dark, and colours of ours would be turned into others by one and not the next.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any
from unicodedata import bidirectional

from brief.formats import body, links
from brief.formats.html import marks
from brief.formats.html.templates import template
from brief.formats.labels import Row
from brief.formats.spacing import NO_BREAK, together
from brief.formats.text import RIGHT_TO_LEFT, measure, unwrapped
from brief.formats.text import title as plain_title
from brief.language.phrases import Phrases, phrases
from brief.language.visible import visible
from brief.model import Briefing, Citation, Document

if TYPE_CHECKING:
    from markupsafe import Markup as Escaped

#: A mail in HTML is smaller than this in bytes; Gmail cuts off what is above 102 KB.
LARGEST = 80_000
#: The most columns of a table, which cannot be scrolled in a mail.
_WIDEST = 9
#: Characters of the words that a list of mails shows behind the subject.
_PREHEADER = 140
_FONT = "font-family:Charter,Georgia,serif;"
STYLES = {
    "body": "margin:0;",
    "preheader": "display:none;mso-hide:all;font-size:1px;line-height:1px;",
    "edge": "padding:20px 16px 32px 16px;",
    # On a table, as Outlook has it there alone.
    "column": "max-width:640px;",
    "text": f"{_FONT}font-size:17px;line-height:26px;word-break:break-word;",
    "mark": f"{_FONT}font-size:17px;line-height:26px;width:24px;",
    # Between the mark and what it marks.
    "ltr": "padding:0 10px 14px 0;",
    "rtl": "padding:0 0 14px 10px;",
    "row": f"{_FONT}font-size:17px;line-height:26px;padding:0 0 14px 0;word-break:break-word;",
    "cell": f"{_FONT}font-size:14px;line-height:20px;border-bottom:1px solid #888888;",
    "h1": f"margin:0 0 8px 0;{_FONT}font-size:28px;line-height:34px;font-weight:bold;",
    "h2": f"margin:0;{_FONT}font-size:17px;line-height:24px;font-weight:bold;",
    "above": "padding:20px 0 0 0;",
    "ruled": "border-top:2px solid #888888;padding:8px 0 14px 0;",
    "h3": f"margin:18px 0 12px 0;{_FONT}font-size:19px;line-height:25px;font-weight:bold;",
    # Right below one of the second level, which has room of its own.
    "h3 first": f"margin:0 0 12px 0;{_FONT}font-size:19px;line-height:25px;font-weight:bold;",
    "count": "font-size:15px;font-weight:normal;",
    "p": "margin:0 0 12px 0;",
    "small": "margin:0 0 12px 0;font-size:15px;line-height:22px;",
    "end": "margin:20px 0 0 0;font-size:12px;line-height:17px;",
    "beside": "font-size:14px;line-height:20px;",
    "places": "font-size:14px;",
    "own": "font-size:15px;line-height:23px;",
    "said": "color:inherit;text-decoration:none;",
    "source": "color:inherit;text-decoration:underline;",
}
_PLAIN_TABLE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'
#: What may be left out, in this order, each from its end; of headings and texts, not the first.
_GIVES_WAY = ("entry", "item", "line", "cells", "head", "text", "heading")
_FOOT = ("skipped", "signature")
_TAG = re.compile("(<[^>]*>)")


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """A page of the archive on the web, in HTML."""

    address: str
    names: frozenset[str] = field(default_factory=frozenset)  #: The anchors on it.

    def place(self, document: Document, start: int, end: int) -> str:
        """Return where a place of an article is on the page, or else the article."""
        name = marks.passage_id(document.id, start, end)
        return f"{self.address}#{name}" if name in self.names else self.article(document)

    def article(self, document: Document) -> str:
        """Return where an article is on the page, or else the page."""
        name = f"s{document.id}"
        return f"{self.address}#{name}" if name in self.names else self.address


def archive_page(address: str, page: str) -> ArchivePage:
    """Return a page in HTML that stands at an address."""
    return ArchivePage(address, frozenset(re.findall(' id="([as][0-9-]{1,40})"', page)))


def render(briefing: Briefing, archive: ArchivePage | None = None) -> str:
    """Return the HTML part, smaller than `LARGEST` bytes.

    What has no room is left out from the end of the list of articles; then from the end of what
    else there is; how much that is stands in its place.
    """
    words, _ = measure(briefing)
    markup = _Mail(briefing.language, archive)
    rows = [row for row in body.rows(briefing, markup, words) if row.kind not in ("", "rule")]
    rows = _without_wide_tables(rows, markup.say)
    order = [
        place
        for kind in _GIVES_WAY
        for place, row in reversed(list(enumerate(rows)))
        if row.kind == kind and place > 1
    ]

    def page(left_out: int) -> str:
        gone = frozenset(order[:left_out])
        return _rendered(briefing, _shortened(briefing, rows, gone, markup.say), markup)

    sizes = range(len(order))
    return page(bisect_left(sizes, True, key=lambda number: len(page(number).encode()) < LARGEST))


def plain(briefing: Briefing, archive: ArchivePage | None = None) -> str:
    """Return the plain part: a paragraph or an item is one line, which the reader's program breaks.

    What is above the signature is parted from it as in any mail (RFC 3676, 4.3).
    """

    def address(document: Document) -> str:
        return article_address(document, archive)

    *above, signature = unwrapped(briefing, address)
    mark = RIGHT_TO_LEFT if phrases(briefing.language).right_to_left else ""
    rows = (f"{mark}{row}" if row else "" for row in above)
    return "".join(f"{row}\n" for row in (*rows, "-- ", signature))


def _rendered(briefing: Briefing, rows: Sequence[Row], markup: _Mail) -> str:
    from markupsafe import Markup

    say = markup.say
    ends = ("right", "left")
    page = template("mail.html.jinja").render(
        language=say.language,
        direction="rtl" if say.right_to_left else "ltr",
        start=ends[not say.right_to_left],
        end=ends[say.right_to_left],
        title=plain_title(briefing),
        preheader=_preheader(briefing),
        style=STYLES,
        plain=Markup(_PLAIN_TABLE),
        parts=list(_parts(rows, markup)),
    )
    return page.rstrip("\n") + "\n"


def _preheader(briefing: Briefing) -> str:
    """Return the words of the first line that does not say the title again, on one line."""
    lines = (visible(line.text) for line in briefing.in_brief)
    text = next((line for line in lines if line != visible(briefing.title.text)), "")
    if not text:
        # Below a title that stands alone is the signature, or what was skipped.
        title, *rows, _ = filter(None, unwrapped(briefing, lambda _: ""))
        text = next(iter(rows), title)
    if len(text) <= _PREHEADER:
        return text
    return f"{text[:_PREHEADER].rpartition(' ')[0] or text[:_PREHEADER]}…"


def _without_wide_tables(rows: Sequence[Row], say: Phrases) -> list[Row]:
    """Return rows with how many lines a table has in the place of one that is too wide."""
    kept: list[Row] = []
    for kind, members in groupby(rows, lambda row: row.kind in ("head", "cells")):
        inner = list(members)
        if kind and len(inner[0].cells) > _WIDEST:
            lines = say.count(len(inner) - 1, "line")
            inner = [Row("text", say.say("no room", more=lines))]
        kept += inner
    return kept


def _shortened(
    briefing: Briefing, rows: Sequence[Row], gone: Collection[int], say: Phrases
) -> list[Row]:
    """Return rows without those whose places are `gone`, with how many those are."""
    kept: list[Row] = []
    rest = body.without_room(briefing)
    said = ""  # What stands on the page of articles without room.
    for is_gone, members in groupby(enumerate(rows), lambda place: place[0] in gone):
        inner = [row for _, row in members]
        if not is_gone:
            kept += [row for row in inner if row.shown != said or row.kind != "text"]
            continue
        more = say.say("more", number=say.number(len(inner)))
        if inner[0].kind == "entry":
            said = say.say("no room", more=say.count(rest, "more article"))
            more = say.count(rest + len(inner), "more article")
        kept.append(Row("text", say.say("no room", more=more)))
    return kept


def _parts(rows: Iterable[Row], markup: _Mail) -> Iterator[dict[str, Any]]:
    """Yield what follows each other in the mail: lists, tables and paragraphs."""
    from markupsafe import Markup

    first, level = True, 0
    for kind, members in groupby(rows, lambda row: row.kind if row.kind not in _FOOT else "foot"):
        level = 0
        match kind:
            case "line" | "entry" | "item":
                yield {"rows": [_listed(row, markup.say) for row in members]}
            case "head" | "cells":
                yield {"cells": [list(map(Markup, row.cells)) for row in members]}
            case "heading":
                for row in members:
                    above, level = level, row.number
                    tag = f"h{level}"
                    style = STYLES["h3 first" if (above, level) == (2, 3) else tag]
                    heading = f'<{tag} style="{style}">{row.shown}</{tag}>'
                    yield {"ruled" if level == 2 else "text": Markup(heading)}
            case _:
                style = "end" if kind == "foot" else "small" if first else "p"
                shown = [_held(row.shown, markup.say) if first else row.shown for row in members]
                first = False
                if kind == "foot" and markup.archive:
                    address = marks.attribute(f"{markup.archive.address}#sources")
                    sources = marks.shown(markup.say.say("sources"))
                    shown.insert(0, f'<a href="{address}">{sources}</a>')
                for text in shown:
                    yield {"text": Markup(f'<p style="{STYLES[style]}">{text}</p>')}


def _listed(row: Row, say: Phrases) -> tuple[str, Escaped]:
    """Return the mark of an item of a list, and the item."""
    from markupsafe import Markup

    shown, beside = row.shown.replace(f"{say.colon}<a ", f"{say.stop}&nbsp;<a "), ""
    if any(map(str.isalpha, _TAG.sub("", row.beside))):
        beside = f'<div style="{STYLES["beside"]}">{_held(row.beside, say)}</div>'
    elif row.beside:
        # Places without outlet and day need no row of their own.
        shown += f'&nbsp;<span style="{STYLES["places"]}">({row.beside})</span>'
    own = f'<div style="{STYLES["own"]}">{row.own}</div>' if row.own else ""
    return str(row.number) if row.kind != "item" else "–", Markup(f"{shown}{beside}{own}")


def _held(shown: str, say: Phrases) -> str:
    """Return our own words, with links, in which no row ends inside a day or before a place."""
    colon = f"{say.stop}{NO_BREAK}"
    pieces = _TAG.split(re.sub(rf"{re.escape(say.colon)}(?=<a |[0-9])", colon, shown))
    # Every second piece is a tag.
    held = (piece if at % 2 else together(piece) for at, piece in enumerate(pieces))
    return "".join(held).replace(NO_BREAK, "&nbsp;")


class _Mail:
    """Markup with links to the web alone."""

    line_end = ""

    def __init__(self, language: str, archive: ArchivePage | None) -> None:
        self.say = phrases(language)
        self.archive = archive

    def text(self, text: str) -> str:
        shown = marks.shown(text)
        return f'<span dir="auto">{shown}</span>' if self._is_turned(text) else shown

    def said(self, text: str, citation: Citation, document: Document) -> str:
        return self._linked(text, self._place(citation, document), document)

    def aside(self, text: str) -> str:
        shown = _held(marks.shown(text), self.say)
        # Outlet and day, the latter as the page is written.
        turned = "rtl" if self.say.right_to_left else "ltr"
        return f'<span dir="{turned}">{shown}</span>' if self._is_turned(text) else shown

    def heading(self, shown: str, level: int) -> str:
        # That of a story ends with the number of its articles.
        title, comma, count = shown.rpartition(self.say.comma)
        if level != 3 or not comma:
            return shown
        # Behind the last word of the title, never on a row of its own.
        held = _held(f"{comma.rstrip()}{NO_BREAK}{count}", self.say)
        return f'{title}<span style="{STYLES["count"]}">{held}</span>'

    def strong(self, shown: str) -> str:
        return f"<strong>{shown}</strong>"

    def place(self, text: str, citation: Citation, document: Document) -> str:
        return self._linked(text, self._place(citation, document), document)

    def source(self, text: str, document: Document) -> str:
        return self._linked(text, article_address(document, self.archive), document, "source")

    def address(self, document: Document) -> str:
        return ""

    def _place(self, citation: Citation, document: Document) -> str:
        return place_address(document, citation, self.archive)

    def _is_turned(self, text: str) -> bool:
        """Return whether a letter of a text is written the other way than the page."""
        turned = ("L",) if self.say.right_to_left else ("R", "AL")
        return any(bidirectional(character) in turned for character in text)

    def _linked(self, text: str, address: str, document: Document, style: str = "said") -> str:
        is_words = not (text.isdigit() or text == body.SAYS)
        spoken = marks.language(document.language, self.say.language) if is_words else ""
        shown = f"<span{spoken}>{marks.shown(text)}</span>" if spoken else marks.shown(text)
        if not address:
            return shown
        styled = f' style="{STYLES[style]}"' if is_words else ""
        return f'<a href="{marks.attribute(address)}"{styled}>{shown}</a>'


def article_address(document: Document, archive: ArchivePage | None) -> str:
    """Return where an article is for who has only the web; empty for nowhere."""
    return links.address(document.url) or (archive.article(document) if archive else "")


def place_address(document: Document, citation: Citation, archive: ArchivePage | None) -> str:
    """Return where a place is for who has only the web; empty for nowhere."""
    start, end = citation.start, citation.end
    if address := links.address(document.url):
        return links.web(address, document.text[start:end])
    return archive.place(document, start, end) if archive else ""
