r"""The page as Markdown of which no common renderer makes more than text and our own links.

That is CommonMark, GitHub's dialect, Python-Markdown, mistune, marked, and their usual extensions;
with raw HTML, and with what looks for addresses, in the source or in the text that comes out.  Each
escape is one that all of them know:

- a backslash before those characters that Python-Markdown knows: ``\ ` * _ [ ] ( ) > # + - . !``;
- an entity for any other: `&lt;`, `&amp;`, `&#126;`;
- a code span around a word that a linkifier takes for an address (``see `http://a.example`.``), as
  many of them read the text after its escapes are undone, but none reads code; nor does any read a
  link, so that a title is left as it is.

Prose comes through untouched: no apostrophe, hyphen, full stop, comma or parenthesis is escaped
where it could not act.  `[`, `]` and backticks always are, so that one without a backslash is ours.

No escape prevents what a site or a mail program does to a text that is already laid out: in a
comment, GitHub may still make a link of `#1` or `GH-1`, and a picture of `:smile:`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from brief.formats import body, links
from brief.formats.labels import Markup
from brief.formats.text import measure
from brief.language.phrases import phrases
from brief.language.visible import visible
from brief.model import Briefing, Citation, Document

_SYNTAX = re.compile(
    r"""
    [\\`*\[\]<{~^]                          # acts wherever it stands
    | (?<![^\W_])_ | _(?![^\W_])            # an underscore, unless inside a word
    | &(?=\w+;|\#\w)                        # an entity
    | :(?=//)                               # an address in a link
    | =(?==) | (?<==)= | \A=\Z              # marked words, the underline of a heading
    | \A>                                   # a quotation
    | \A\# | \#(?=\#*\Z)                    # a heading, and the end of one
    | \A[-+](?=[ ]|\Z) | \A-(?=[- ]*\Z)     # an item, a rule, the underline of a heading
    | \A!(?=!!) | \A\?(?=\?\?) | \A:(?=::)  # a note, a container
    | \A:(?=[ ]|\Z)                         # the meaning of a term
    """,
    re.VERBOSE,
)
_NUMBERED = re.compile(r"\A([0-9]{1,9})([.)])(?= |\Z)")
_WITH_BACKSLASH = frozenset(r"\`*_[]>#+-!")
_NAMED = {"<": "&lt;", "&": "&amp;"}
_ESCAPED = re.compile(r"`([^`]*)`|\\([!-/:-@\[-`{-~])|&(?:(lt|amp)|\#([0-9]{2,3}));")
# Words of scripts that write spaces, without what is around a word, markup, and what no code span
# can hold.
_CHARACTERS = r"!\#%*+,\-./0-9;=?@A-Z^_a-z~\u00a1-\u00aa\u00ac-\u00ba\u00bc-\u0dff"
_WORD = re.compile(rf"(?:[:{_CHARACTERS}]|&(?!\#))+")
_WORD_ASIDE = re.compile(rf"(?:[{_CHARACTERS}]|&(?!\#))+")
# What a linkifier looks for: `//`, `www.`, `@`, and the ends of names of hosts, of a country
# (ISO 3166) or of those that linkify-it knows.
_ADDRESS = re.compile(
    r"""
    // | www\. | [^\s@]@ | @[^\s@]
    | \.(?:
        a[cdefgilmnoqrstuwxz] | b[abdefghijmnorstvwyz] | c[acdfghiklmnoruvwxyz] | d[ejkmoz]
      | e[cegrstu] | f[ijkmor] | g[abdefghilmnpqrstuwy] | h[kmnrtu] | i[delmnoqrst] | j[emop]
      | k[eghimnprwyz] | l[abcikrstuvy] | m[acdeghklmnopqrstuvwxyz] | n[acefgilopruz] | om
      | p[aefghklmnrstwy] | qa | r[eosuw] | s[abcdeghijklmnortuvxyz] | t[cdfghjklmnortvwz]
      | u[agksyz] | v[aceginu] | w[fs] | y[et] | z[amw] | xn--[a-z0-9-]+ | рф
      | aero | asia | biz | com | coop | edu | gov | info | museum | name | net | org | pro | shop
      | web | xxx
    )(?![^\W_]|-)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AROUND = "!#%&*+,-.:;=?^_~¡·¿·،؛؟۔।"
# Stands for an address while the text around it is escaped; visible text has none.
_HELD = "\0"
# Outlet and day stand in brackets, and a colon ends them: those in a name must differ from ours.
_OURS = re.compile(r"\\.|[(:]")
_OURS_ESCAPED = {"(": r"\(", ":": "&#58;"}
#: Around a page that is written from right to left.
RIGHT_TO_LEFT = ('<div dir="rtl">', "</div>")


def escape(text: str, *, linked: bool = False) -> str:
    """Return `visible(text)` as Markdown that shows just that.

    Where it is `linked`, that is to stand in a link, an address in it is not set off.
    """
    if not linked:
        return _escaped(visible(text), _WORD)
    # marked takes the backslashes before the brackets in a link away, and then reads it.
    return _escaped(visible(text), None).replace(r"\[", "&#91;").replace(r"\]", "&#93;")


def aside(text: str) -> str:
    """Return `visible(text)` as Markdown that shows it behind a bracket, each `(` and `:` escaped.

    What acts only at the start of a line is left as it is.
    """
    inside = _escaped(f"({visible(text)}", _WORD_ASIDE)[1:]
    return _OURS.sub(lambda mark: _OURS_ESCAPED.get(mark[0], mark[0]), inside)


def _escaped(shown: str, words: re.Pattern[str] | None) -> str:
    addresses: list[str] = []

    def held(word: re.Match[str]) -> str:
        if not _ADDRESS.search(word[0]):
            return word[0]
        address = word[0].strip(_AROUND)
        addresses.append(f"`{address}`")
        return word[0].replace(address, _HELD, 1)

    if words and _ADDRESS.search(shown):
        shown = words.sub(held, shown)
    escaped = _NUMBERED.sub(r"\1\\\2", _SYNTAX.sub(_mark, shown))
    # mistune sees no code span behind a backtick, whether or not that is escaped.
    escaped = escaped.replace(rf"\`{_HELD}", f"&#96;{_HELD}")
    spans = iter(addresses)
    return unpaired(re.sub(_HELD, lambda _: next(spans), escaped))


def _mark(match: re.Match[str]) -> str:
    mark = match[0]
    return f"\\{mark}" if mark in _WITH_BACKSLASH else _NAMED.get(mark, f"&#{ord(mark)};")


def unpaired(markdown: str) -> str:
    """Return a line of Markdown with its dollars escaped if it has several: a formula has two."""
    return markdown.replace("$", "&#36;") if markdown.count("$") > 1 else markdown


def same(first: str, second: str) -> bool:
    """Return whether two pieces of Markdown differ at most in dollars that a line's others pair."""
    return first == second or first.replace("$", "&#36;") == second.replace("$", "&#36;")


def unescape(markdown: str) -> str:
    """Return what a reader sees of escaped text; `unescape(escape(text)) == visible(text)`."""
    return _ESCAPED.sub(_unmarked, markdown)


def _unmarked(escaped: re.Match[str]) -> str:
    code, mark, name, number = escaped.groups()
    if name:
        return "<" if name == "lt" else "&"
    return chr(int(number)) if number else mark or code


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
    rows = [unpaired(row) for row in lines(markup)]
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

    def said(self, text: str, citation: Citation, document: Document) -> str:
        return self.text(text)

    def aside(self, text: str) -> str:
        return aside(text)

    def heading(self, shown: str, level: int) -> str:
        return f"{'#' * level} {shown}"

    def strong(self, shown: str) -> str:
        return f"**{shown}**"

    def place(self, text: str, citation: Citation, document: Document) -> str:
        number = len(self.definitions) + 1
        self.definitions.append(links.place_definition(number, citation, document))
        return f"[{escape(text, linked=True)}][c{number}]"

    def source(self, text: str, document: Document) -> str:
        return f"[{escape(text, linked=True)}][s{document.id}]"

    def address(self, document: Document) -> str:
        return ""
