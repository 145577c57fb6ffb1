r"""The page as Markdown: CommonMark, and nothing that GitHub's dialect would read otherwise.

Text of articles is backslash-escaped, so that it stays text: emphasis, code, links, images,
HTML, entities, strikethrough, footnotes, bare addresses, and what means something only at the
start of a line.  Prose comes through untouched: no apostrophe, hyphen, full stop, comma or
parenthesis is escaped where it could not act.  `[` and `]` always are, so that a bracket without
a backslash is one of ours.  One thing no escape prevents: GitHub links e-mail addresses even where
the `@` is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from brief.formats import body, links
from brief.formats.labels import Markup
from brief.formats.text import WIDTH, measure
from brief.language.phrases import phrases
from brief.language.visible import visible
from brief.model import Briefing, Citation, Document

if TYPE_CHECKING:
    from rich.console import Console

_SYNTAX = re.compile(
    r"""
    [\\`*\[\]<~]                            # acts wherever it stands
    | (?<![^\W_])_ | _(?![^\W_])            # an underscore, unless inside a word
    | &(?=\#?\w+;)                          # an entity
    | (?: (?<=http) | (?<=https) | (?<=ftp) | (?<=mailto) | (?<=xmpp) ) :(?=\S)
    | (?<=www)\.                            # a bare address
    | (?<=[\w.+-])@(?=\w)                   # an e-mail address
    | \A>                                   # a quotation
    | \A\#(?=\#{0,5}(?:[ ]|\Z))             # a heading
    | (?<=[ ])\#(?=\#*\Z)                   # the end of a heading
    | \A[-+](?=[ ]|\Z)                      # an item
    | \A=(?==*\Z) | \A-(?=-*\Z)             # the underline of a heading
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERED = re.compile(r"\A([0-9]{1,9})([.)])(?= |\Z)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# Outlet and day stand in brackets, and a colon ends them: those in a name must differ from ours.
_OURS = re.compile(r"\\.|[(:]")
#: Around a page that is written from right to left.
RIGHT_TO_LEFT = ('<div dir="rtl">', "</div>")


def escape(text: str) -> str:
    """Return `visible(text)` as Markdown that shows just that."""
    escaped = _SYNTAX.sub(r"\\\g<0>", visible(text))
    return _NUMBERED.sub(r"\1\\\2", escaped)


def aside(text: str) -> str:
    """Return `visible(text)` as Markdown that shows it behind a bracket, each `(` and `:` escaped.

    What acts only at the start of a line is left as it is.
    """
    inside = escape(f"({visible(text)}")[1:]
    return _OURS.sub(lambda mark: mark[0] if mark[0][1:] else f"\\{mark[0]}", inside)


def unescape(markdown: str) -> str:
    """Return what a reader sees of escaped text; `unescape(escape(text)) == visible(text)`."""
    return _ESCAPED.sub(r"\1", markdown)


def render(briefing: Briefing) -> str:
    """Return the page.

    Ends with the definitions of its links, `[c…]` for statements and `[s…]` for every article of
    the set, and with the SHA-256 of all above that line.
    """
    words, _ = measure(briefing)
    return laid_out(
        lambda markup: body.lines(briefing, markup, words), briefing.documents, briefing.language
    )


def laid_out(
    lines: Callable[[Markup], Iterable[str]], documents: Iterable[Document], language: str
) -> str:
    """Return what `lines` yields with the markup it is given, and the definitions of its links.

    `language` is that of headings and labels; where it is written from right to left, all but the
    definitions stands in a `div` that says so, with blank lines, so that it is read as Markdown.
    """
    markup = _Markdown()
    rows = list(lines(markup))
    if phrases(language).right_to_left:
        start, end = RIGHT_TO_LEFT
        rows = [start, "", *rows, "", end]
    definitions = [*markup.definitions, *map(links.article_definition, documents)]
    page = "".join(f"{row}\n" for row in (*rows, "", *definitions))
    return page + links.digest_definition(page)


class _Markdown:
    """Markup that collects the definitions of its links."""

    line_end = "\\"

    def __init__(self) -> None:
        self.definitions: list[str] = []

    def text(self, text: str) -> str:
        return escape(text)

    def aside(self, text: str) -> str:
        return aside(text)

    def heading(self, shown: str, level: int) -> str:
        return f"{'#' * level} {shown}"

    def strong(self, shown: str) -> str:
        return f"**{shown}**"

    def place(self, text: str, citation: Citation, document: Document) -> str:
        number = len(self.definitions) + 1
        self.definitions.append(links.place_definition(number, citation, document))
        return f"[{escape(text)}][c{number}]"

    def source(self, text: str, document: Document) -> str:
        return f"[{escape(text)}][s{document.id}]"

    def address(self, document: Document) -> str:
        return ""


def show(page: str, console: Console) -> None:
    """Print a page that `render` made on a terminal, at most 96 columns wide.

    Links become hyperlinks where the terminal supports them; their definitions do not show.
    Rich's own markup is not read, so that `[red]` in an article stays `[red]`.
    """
    from rich.markdown import Markdown

    console.print(Markdown(page), width=min(console.width, WIDTH))
