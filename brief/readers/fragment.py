"""HTML without a page around it, from feeds and mails → an article under its headline.

All of the markup is the article.  The reader of web pages is tried first; where it finds less than
half of the words, as in a mail laid out in tables or a text without paragraphs, every block of the
markup is taken instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape, unescape
from itertools import chain

from brief.language.visible import count_words
from brief.model import Block, Document, Kind, Title
from brief.readers import html, layout, prose
from brief.readers.encoding import Unreadable

#: Markup characters; what is longer is left to the reader of web pages alone.
_LONGEST = 5_000_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})\b([^<>]*)>|<[/!?][^<>]*>")
_HIDDEN = re.compile(r"display\s{0,9}:\s{0,9}none", re.IGNORECASE)
_SILENT = frozenset("head script style title template noscript svg object textarea select".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd mark q s samp small span"
    " strike strong sub sup time tt u var wbr".split()
)
_KINDS = {"li": Kind.LIST_ITEM, "figcaption": Kind.CAPTION, "caption": Kind.CAPTION} | {
    f"h{level}": Kind.HEADING for level in range(1, 7)
}


def article(markup: str, headline: str) -> Document:
    """Return the article in `markup` under `headline`, which may be empty.

    Raises `Unreadable` where `markup` has no words.
    """
    beginning = f"<title>{escape(headline)}</title>" if headline else ""
    page = f'<html><head><meta charset="utf-8">{beginning}</head><body><article>{markup}'
    whole = layout.laid_out(_pieces(markup)) if len(markup) <= _LONGEST else None
    try:
        document = html.parse(f"{page}</article></body></html>".encode("utf-8", errors="replace"))
    except Unreadable:
        if whole is None or not whole.blocks:
            raise
        document = whole
    if whole and 2 * prose_words(document) < prose_words(whole):
        document = replace(whole, language=document.language)
    return headed(document, headline)


def headed(document: Document, headline: str) -> Document:
    """Return `document` with `headline` before its text, and all offsets moved accordingly.

    The headline replaces a title that the text begins with.  An empty headline changes nothing.
    """
    if not headline:
        return document
    blocks, start = document.blocks, 0
    if document.title and document.title.start == 0 and blocks and blocks[0].kind is Kind.TITLE:
        blocks = blocks[1:]
        start = blocks[0].start if blocks else len(document.text)
    moved = len(headline) + 2 - start
    shifted = (Block(block.start + moved, block.end + moved, block.kind) for block in blocks)
    return replace(
        document,
        text=f"{headline}\n\n{document.text[start:]}",
        blocks=(Block(0, len(headline), Kind.TITLE), *shifted),
        title=Title(headline, 0, len(headline)),
    )


def prose_words(document: Document) -> int:
    """Return how many words stand in blocks that sentences may be taken from."""
    prose = (document.text[block.start : block.end] for block in document.prose())
    return sum(map(count_words, prose))


def words_of(markup: str) -> str:
    """Return the visible words of `markup` in one line; linear in its length."""
    return " ".join(words for _, words in _pieces(markup))


def _pieces(markup: str) -> Iterator[tuple[Kind, str]]:
    """Yield the kind and the words of each run of `markup` between elements that part words."""
    kind, words = Kind.PARAGRAPH, ""
    for tag, text in chain(_runs(_uncommented(markup)), [("body", "")]):
        name = tag.removeprefix("/")
        if name not in _INLINE and words.strip():
            yield _kind(kind, line := " ".join(unescape(words).split())), line
        if name not in _INLINE:
            words = ""
            kind = Kind.PARAGRAPH if tag.startswith("/") else _KINDS.get(name, kind)
        words += text


def _kind(kind: Kind, line: str) -> Kind:
    """Return `kind`, or for a list item that is running text a paragraph."""
    return Kind.PARAGRAPH if kind is Kind.LIST_ITEM and prose.is_sentence(line) else kind


def _runs(markup: str) -> Iterator[tuple[str, str]]:
    """Yield each tag (`p`, `/p`) and the visible text up to the next one."""
    silent, depth, start, last = "", 0, 0, "body"
    for tag in _TAG.finditer(markup):
        if not silent:
            yield last, markup[start : tag.start()]
        name, start = (tag[2] or "a").lower(), tag.end()
        last = f"{tag[1] or ''}{name}"
        if silent:
            depth += (name == silent) * (-1 if tag[1] else 1)
            silent = silent if depth else ""
        elif not tag[1] and (
            name in _SILENT or (name not in _VOID and _HIDDEN.search(tag[3] or ""))
        ):
            silent, depth = name, 1
    if not silent:
        yield last, markup[start:]


def _uncommented(markup: str) -> str:
    first, *others = markup.split("<!--")
    return first + " ".join(other.partition("-->")[2] for other in others)
