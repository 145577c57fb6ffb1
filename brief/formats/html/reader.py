"""The file from its first tag to its last: its rows as Markdown, its links, its articles' texts.

Our pages have one form, which is read with a pattern: each tag is whole and on one line, its
attributes in quotation marks, and no text holds a `<`.  A parser of any HTML takes quadratic time
for tags that nobody has closed, and would read what a page does not have.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape

from brief.formats import links
from brief.formats.html import tags
from brief.formats.markdown import aside, escape
from brief.language.phrases import phrases
from brief.language.visible import visible
from brief.model import Citation
from brief.model.written import SourceRef

# What would act in Markdown; in what is the page's own there is none.
_ACTS = re.compile(r"[\[\]\\*]")
_PIECE = re.compile(r"<[^<>]*>|[^<]+|<")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]{0,9})((?: [a-z0-9-]{1,20}=\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r' ([a-z0-9-]{1,20})="([^"]*)"')
_BEFORE = {"h1": "# ", "h2": "## ", "h3": "### ", "item": "- ", "head": "| ", "cells": "| "}
_BEHIND = {"skipped": "\\", "head": " |", "cells": " |"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of an article that stands on the page."""

    line: int
    place: Citation
    shown: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a place or an article, as it stands in the file."""

    line: int
    document: int  #: 0 for the words of a statement, which lead where its place does.
    href: str
    place: Citation | None = None  #: None where it leads to the article.
    exact: str = ""
    away: str | None = None  #: The address behind a link that leads to a text on the page.
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text outside rows, or what another of these holds: the policy."""

    line: int
    element: str
    document: int  #: That it is part of, 0 for none.
    text: str


class Reader:
    """Reads the file from top to bottom; `wrong` has the lines that hold what is not ours."""

    def __init__(self) -> None:
        self.line = 1  #: The line of the file that is read.
        self.rows: list[tuple[int, str]] = []  #: Lines of the file, and the rows in Markdown.
        self.passages: list[Passage] = []
        self.headlines: list[Passage] = []  #: Of the list behind the page.
        self.links: list[Link] = []
        self.sources: dict[int, SourceRef] = {}
        self.texts: list[Text] = []
        self.outs: list[tuple[int, int, str]] = []  #: Lines, articles and where links lead out.
        self.lines: set[str] = set()  #: The anchors of the lines of "In brief".
        self.seen: list[tuple[int, str]] = []  #: Lines of the file, and which of those they name.
        #: Lines, articles and where links behind cited words lead out.
        self.aways: list[tuple[int, int, str]] = []
        self.wrong: set[int] = set()
        self.opened: list[tuple[str, str]] = []  #: Elements, each with what ends it.
        self.language, self.right_to_left = "en", False
        self._row: list[str] | None = None  #: The pieces of the row that is read.
        self._kind = ""
        self._words: list[str] | None = None  #: Of an article, in the row.
        self._source = 0
        self._passage: tuple[int, Citation, list[str]] | None = None
        self._places = 0

    def read(self, text: str) -> None:
        """Take in the whole text of a page, without its last line."""
        at = 0
        while piece := _PIECE.match(text, at):
            tag = _TAG.fullmatch(piece[0])
            if tag is None:
                self._read_other(piece[0], at)
            elif tag[1]:
                self._end(tag[2])
            else:
                self._start(piece[0], tag[2], _ATTRIBUTE.findall(tag[3]))
            self.line += piece[0].count("\n")
            at = piece.end()
            if tag and not tag[1] and tag[2] in ("style", "script", "figure"):
                # A picture is on one line.
                stop = text.find("\n", at) if tag[2] == "figure" else len(text)
                end = text.find(f"</{tag[2]}>", at, stop)
                if end < 0 and tag[2] == "figure":
                    self.opened.pop()
                    self.fault()
                    continue
                inside = text[at : end if end >= 0 else stop]
                self.texts.append(Text(self.line, tag[2], 0, inside))
                self.line += inside.count("\n")
                at += len(inside)

    def _read_other(self, piece: str, at: int) -> None:
        if not piece.startswith("<"):
            self._text(unescape(piece))
        elif at or piece != "<!doctype html>":
            self.fault()

    def fault(self) -> None:
        """Take in that the line holds what is not ours."""
        self.wrong.add(self.line)

    def _start(self, raw: str, tag: str, attributes: list[tuple[str, str]]) -> None:
        """Read the first tag of an element."""
        values = {name: unescape(value) for name, value in attributes}
        if tag == "figure" and self._words is None:
            if not tags.FIGURE.fullmatch(raw):
                self.fault()
            self.opened.append((tag, "figure"))
        elif self._row is not None:
            if len(values) < len(attributes):
                self.fault()
            self._inline(tag, values)
        elif self._passage is None and not self._source and (row := tags.ROW.fullmatch(raw)):
            self._open_row(row, tag)
        elif tags.SOURCE.fullmatch(raw):
            self._open_source(tag, values)
        elif told := tags.TOLD.fullmatch(raw):
            self._source = int(told[1])
            self.opened.append((tag, "source"))
        elif self._source and (headline := tags.HEADLINE.fullmatch(raw)):
            self._open_headline(headline, tag, values)
        elif self._source and (passage := tags.PASSAGE.fullmatch(raw)):
            place = Citation(self._source, int(passage[1]), int(passage[2]))
            self._passage = self.line, place, []
            self.opened.append((tag, "passage"))
        else:
            if not tags.FRAME.fullmatch(raw):
                self.fault()
            self._open_frame(tag, values)

    def _end(self, tag: str) -> None:
        """Read the last tag of an element."""
        if not self.opened or self.opened[-1][0] != tag:
            self.fault()
            return
        _, end = self.opened.pop()
        if end == "row" and self._row is not None:
            row = "".join(self._row)
            self.rows.append((self.line, row + _BEHIND.get(self._kind, "")))
            self._row = None
        elif end in ("passage", "headline") and self._passage:
            line, place, texts = self._passage
            passages = self.passages if end == "passage" else self.headlines
            passages.append(Passage(line, place, visible("".join(texts))))
            self._passage = None
        elif end == "source":
            self._source = 0
        elif self._row is not None and end != "figure":
            self._close_inline(self._row, end)

    def _text(self, data: str) -> None:
        """Read text between tags."""
        if self._words is not None:
            self._words.append(data)
        elif self._row is not None:
            if _ACTS.search(data):
                self.fault()
            self._row.append(data)
        elif self._passage and self.opened[-1][1] != "away":
            self._passage[2].append(data)
        elif data.strip():
            tag, end = self.opened[-1] if self.opened else ("", "")
            element = end if end == "outlet" else tag
            source = 0 if self._passage else self._source
            self.texts.append(Text(self.line, element, source, data))

    def _open_row(self, row: re.Match[str], tag: str) -> None:
        kinds = row.group("heading", "text", "item", "entry", "plain", "table")
        self._kind = next(filter(None, kinds))
        before = _BEFORE.get(self._kind, "")
        if row["line"]:
            before = f"{row['line']}. "
            self.lines.add(f"#line-{row['line']}")
        elif row["number"]:
            before = f"- ({row['number']}) "
        self._row = [before]
        self.opened.append((tag, "row"))

    def _inline(self, tag: str, values: dict[str, str]) -> None:
        assert self._row is not None
        key = tag, values.get("class")
        wanted = tags.INLINE.get(key)
        is_place = key in (("a", "place"), ("a", "place words"))
        optional = {*tags.SPOKEN, "data-address"} if is_place else tags.SPOKEN
        if wanted is None or not wanted <= values.keys() <= wanted | optional:
            self.fault()
            self.opened.append((tag, ""))
            return
        if self._words is not None:  # Words of an article hold no element.
            self.fault()
        end = ""
        match tag:
            case "a" if key[1] == "see":
                self.seen.append((self.line, values["href"]))
            case "a" | "bdi":
                self._words, end = [], self._end_of_words(key, values)
            case "strong":
                self._row.append("**")
                end = "**"
            case "span":
                end = self._behind(self._row, values["class"].split(" ")[0])
            case "th" | "td" if len(self._row) > 1:
                self._row.append(" | ")
            case "th" | "td":
                self._row.append("")
        self.opened.append((tag, end))

    def _behind(self, row: list[str], part: str) -> str:
        """Take in where what stands behind a row's words begins; return what ends it."""
        if row[-1].endswith(" "):
            row[-1] = row[-1][:-1]
        else:
            self.fault()
        say = phrases(self.language)
        if part == "beside" and self._kind == "line":
            row.append(" (")
            return ")"
        row.append(say.comma if part == "beside" else say.colon)
        return ""

    def _end_of_words(self, key: tuple[str, str | None], values: dict[str, str]) -> str:
        """Take in a link; return how the words in it are written in Markdown."""
        if key[0] == "bdi":
            return "aside" if key[1] else "text"
        if key[1] == "said":
            self.links.append(Link(self.line, 0, values["href"]))
            return "text"
        numbers = [values.get(f"data-{name}", "0") for name in ("document", "start", "end")]
        if not all(re.fullmatch("[0-9]{1,9}", number) for number in numbers):
            self.fault()
            return "text"
        document, start, end = map(int, numbers)
        if not document:
            self.fault()
        if key[1] == "source":
            self.links.append(Link(self.line, document, values["href"]))
            return f"s{document}"
        link = Link(
            line=self.line,
            document=document,
            href=values["href"],
            place=Citation(document, start, end),
            exact=values["data-exact"],
            away=values.get("data-address"),
            sha256=values["data-sha256"],
        )
        self.links.append(link)
        self._places += 1
        return f"c{self._places}"

    def _close_inline(self, row: list[str], end: str) -> None:
        if self._words is None:
            row.append(end)
            return
        words, self._words = "".join(self._words), None
        if visible(words) != words:
            self.fault()
        match end:
            case "aside":
                row.append(aside(words))
            case "text" | "":
                row.append(escape(words))
            case label:
                row.append(f"[{escape(words, linked=True)}][{label}]")

    def _open_frame(self, tag: str, values: dict[str, str]) -> None:
        if tag == "html":
            self.language = values.get("lang", "")
            self.right_to_left = values.get("dir") == "rtl"
        if "http-equiv" in values:
            policy = values.get("content", "")
            self.texts.append(Text(self.line, "policy", 0, policy))
        if tag == "a" and values.get("class") == "out" and "href" in values:
            self.outs.append((self.line, self._source, values["href"]))
        is_away = tag == "a" and values.get("class") == "away"
        if is_away and "href" in values:
            self.aways.append((self.line, self._source, values["href"]))
            self.texts.append(Text(self.line, tag, 0, values.get("aria-label", "")))
        if values.get("id") == "hits":
            for name, value in values.items():
                if name.startswith("data-"):
                    self.texts.append(Text(self.line, "hits", 0, value))
        if tag not in ("meta", "input"):
            is_outlet = tag == "bdi" and values.get("class") == "aside"
            self.opened.append((tag, "away" if is_away else "outlet" if is_outlet else ""))

    def _open_headline(self, headline: re.Match[str], tag: str, values: dict[str, str]) -> None:
        """Take in where a headline leads, and its place; one that has none is the file's name."""
        if "href" in values:
            self.links.append(Link(self.line, self._source, values["href"]))
            source = self.sources.get(self._source)
            if source and links.address(values["href"]):  # The address is not said twice.
                self.sources[source.id] = replace(source, url=values["href"])
        if headline[1]:
            place = Citation(self._source, int(headline[1]), int(headline[2]))
            self._passage = self.line, place, []
        self.opened.append((tag, "headline" if headline[1] else ""))

    def _open_source(self, tag: str, values: dict[str, str]) -> None:
        number = int(values["id"][1:])
        says = int(values.get("data-document", number))
        if number in self.sources or self._source or says != number:
            self.fault()
        self._source = number
        self.sources[number] = SourceRef(
            id=number,
            path=links.decoded(values["data-path"]),
            url=values.get("data-url") or None,
            sha256=values["data-sha256"],
        )
        self.opened.append((tag, "source"))
