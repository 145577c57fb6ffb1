"""Web pages → blocks, with trafilatura (Barbaresi 2021, ACL demonstrations), favouring precision.

The text that offsets count in is made here: the headline, where there is one, then the blocks that
trafilatura takes for the article, with a blank line between.

Figures, captions and code are left out.  The date is `page_date`'s part.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from brief.model import Document, Kind, Title
from brief.readers import metadata, page_date, prose, pruning
from brief.readers.encoding import Unreadable, decode
from brief.readers.headline import page_title
from brief.readers.layout import laid_out
from brief.readers.tags import shortened
from brief.readers.text import MOST_BLOCKS, TOO_MANY, blocks
from brief.readers.weights import Weights, weigh

_ADVICE = "save the article's text as .txt"
_CHARSET = re.compile(
    rb"<meta\b[^>]{0,999}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})"
    rb"|<\?xml[^>]{0,99}?encoding=[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_SAVED = re.compile(r"<!-- saved from url=\(\d{4,6}\)(https?://[^\s<>]{1,2000}) -->")
#: Bytes in which a page has to name its charset (the HTML standard says 1,024).
_HEAD = 4096
#: What keeps trafilatura from looking for a day, which `page_date` finds: an empty format, in which
#: none can be written.  The latest day is fixed, so that nothing depends on the clock.
_DATES = {"outputformat": "", "extensive_search": False, "max_date": "2100-01-01"}
_CAPTION_CLASS = re.compile(r"(?:^|[\s_-])(?:caption|credits?|byline-photo)(?:$|[\s_-])", re.I)
#: Characters; what is longer is no caption, whatever its class says.
_LONGEST_CAPTION = 600
#: Characters of an attribute for scripts, from which on it is data: galleries hold dates and words.
_DATA = 300
#: Elements that only format words; many of them in one paragraph cost quadratic time.
_INLINE = ("span", "b", "i", "em", "strong", "font", "small", "u", "mark", "a", "tt", "sup", "sub")
#: A page with more elements is read without `_INLINE`; one that still has the second, not at all.
_MANY_ELEMENTS, _MOST_ELEMENTS = 20_000, 100_000
#: Elements, and characters up to which, that are a fragment: trafilatura has no other way to look
#: for the article in it than its own, and would read lists of all languages' words to try.
_PLAIN = frozenset(("html", "head", "meta", "title", "body", "article", "p"))
_FRAGMENT = 2_000
#: Cells of a row, and elements of `_INLINE` in one element before it is read without them.
_MOST_CELLS, _MOST_INLINE = 200, 1_000

#: Share of what trafilatura takes without favouring precision, below which that is taken.
_PRECISE = 0.3
#: Words, up to which an article is so short that trafilatura looks for it in scripts, too.
_SHORT = 60

#: trafilatura's names for what parts the words of an article.
_KINDS = {
    "head": Kind.HEADING,
    "item": Kind.LIST_ITEM,
    "row": Kind.TABLE_ROW,
    "p": Kind.PARAGRAPH,
    "quote": Kind.PARAGRAPH,
}
_PARTING = {*_KINDS, "list", "table", "body", "div", "ab"}
#: What an element leaves between the words before and after it.
_BETWEEN = {"lb": "\n", "cell": " | ", "p": " ", "item": " "}
_SPACE = re.compile(r"\s+")
_SILENT = {"code", "graphic", "figure", "figdesc", "formula"}


def parse(data: bytes) -> Document:
    """Return the article of a page: title, date, author, address and site as the page states them.

    Raises:
        Unreadable: there is no article on the page, or `data` is no text.
    """
    from trafilatura import extract_metadata

    text = decode(data, declared(data))
    tree = _tree(text)
    tag = tree.get("lang") or tree.get("xml:lang") or ""
    try:
        _simplify(tree)
        weights = weigh(tree)
        stated = extract_metadata(tree, date_config=_DATES)
        day = page_date.published_on(tree, tag)
        address = metadata.web_address(stated.url or "") or _origin(text)
        title = page_title(tree, stated.title or "", stated.sitename or "", address or "")
        parts = _article(tree, weights, text)
    except Unreadable:
        raise
    except Exception as error:  # trafilatura and htmldate raise whatever lxml does
        raise _broken(error) from None
    if not parts:
        raise Unreadable("no article was found on the page", advice=_ADVICE)
    prose = "\n".join(words for kind, words in parts if kind is Kind.PARAGRAPH)
    headline, site = title.parted(prose)
    parts = [(kind, words) for kind, words in parts if words != headline]
    return replace(
        laid_out([(Kind.TITLE, headline), *parts] if headline else parts),
        title=Title(headline, 0, len(headline)) if headline else None,
        date=day,
        language=metadata.language_code(tag),
        url=address,
        author=metadata.one_line(stated.author or ""),
        publisher=site,
    )


def saved_from(address: str) -> str:
    """Return the comment in which browsers say where a page that they save is from."""
    shown = address.replace("--", "%2D%2D")
    return f"<!-- saved from url=({len(shown):04}){shown} -->"


def declared(data: bytes) -> str:
    """Return the charset that a page names in its first 4 KiB, empty where it names none."""
    named = _CHARSET.search(data[:_HEAD])
    return (named[1] or named[2]).decode("ascii", errors="replace") if named else ""


def _origin(text: str) -> str | None:
    """Return where a browser has saved the page from, None where it does not say."""
    origin = _SAVED.search(text, 0, _HEAD)
    return metadata.web_address(origin[1]) if origin else None


def _tree(text: str) -> Any:
    """Return the page as an lxml tree; libxml2 repairs what is broken and opens no other file."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    # It warns of unknown time zones, and a scheduled run would mail the warning each morning.
    warnings.filterwarnings("ignore", module="dateutil")
    from trafilatura import load_html

    # libxml2 ends a page at a zero byte.
    source = shortened(text.replace("\0", "\ufffd"))
    try:
        tree = load_html(source)
        if tree is None:
            tree = load_html(f"<html><body><div>{source}</div></body></html>")
    except Exception as error:  # whatever the parser could not repair
        raise _broken(error) from None
    if tree is None:
        raise Unreadable("not a page that can be parsed", advice=_ADVICE)
    return tree


def _broken(error: Exception) -> Unreadable:
    return Unreadable(f"the page cannot be parsed ({type(error).__name__})", advice=_ADVICE)


def _article(tree: Any, weights: Weights, text: str) -> list[tuple[Kind, str]]:
    """Return the pieces of the article: of the page without its furniture, else of all of it.

    `tree` and `weights` are those of the page, whose source is `text`.
    """
    pruning.hide(tree, weights)
    pruning.prune(tree, weights)
    if pieces := prose.mend(tree, weights).labelled(_best(tree, weights)):
        return pieces
    tree = _tree(text)
    _simplify(tree)
    weights = weigh(tree)
    pruning.hide(tree, weights)
    return prose.mend(tree, weights).labelled(_best(tree, weights))


def _best(tree: Any, weights: Weights) -> list[tuple[Kind, str]]:
    """Return what trafilatura takes with precision, or without where that is far more.

    No article is far more than all words outside links, so that it is rarely asked for both.
    """
    precise = _extracted(tree, precise=True)
    words = prose.prose_words(precise)
    page = weights[tree]
    most = page.words - page.linked if words > _SHORT else len(tree.text_content().split())
    if words >= _PRECISE * most:
        return precise
    plain = _extracted(tree, precise=False)
    return plain if words <= _PRECISE * prose.prose_words(plain) else precise


def _extracted(tree: Any, *, precise: bool) -> list[tuple[Kind, str]]:
    """Return the pieces of the article that trafilatura finds in one of its modes."""
    from trafilatura import bare_extraction

    extracted: Any = bare_extraction(
        tree,
        favor_precision=precise,
        include_comments=False,
        include_images=False,
        fast=_is_fragment(tree),
    )
    if extracted is None:
        return []
    prose.unfold_cells(extracted.body)
    return list(prose.without_repeats(_pieces(extracted.body)))


def _is_fragment(tree: Any) -> bool:
    """Return whether all there is are a few short paragraphs, as in many entries of feeds."""
    return (
        tree.find(".//article") is not None  # around every entry; trafilatura looks there
        and len(tree.text_content()) <= _FRAGMENT
        and all(element.tag in _PLAIN for element in tree.iter())
        and not tree.xpath("boolean(.//p/@* | .//*[p]/text()[normalize-space()])")
    )


def _simplify(tree: Any) -> None:
    """Take figures, captions and data for scripts out of an HTML tree.

    Inline elements go too where they are too many, and the cells of a row beyond the first 200.

    Raises `Unreadable` for a tree of a size that no article has.
    """
    for element in tree.xpath(".//figure | .//figcaption | .//caption | .//*[@class]"):
        named = element.tag in ("figure", "figcaption", "caption")
        if element.tag == "figure" and element.find(".//table") is not None:
            continue
        if (named or _is_caption(element)) and element.getparent() is not None:
            element.drop_tree()
    for element in tree.xpath(f".//*[@*[starts-with(name(), 'data-')][string-length() > {_DATA}]]"):
        for name, value in element.items():
            if name.startswith("data-") and len(value) > _DATA:
                del element.attrib[name]
    # trafilatura counts a row's cells anew at each of them.
    for cell in tree.xpath(f".//*[td or th]/*[self::td or self::th][position() > {_MOST_CELLS}]"):
        cell.getparent().remove(cell)
    inline = " or ".join(f"self::{name}" for name in _INLINE)
    for element in tree.xpath(f".//*[count(*[{inline}]) > {_MOST_INLINE}]"):
        _flatten(element)
    if tree.xpath("count(.//*)") > _MANY_ELEMENTS:
        _flatten(tree)
        if tree.xpath("count(.//*)") > _MOST_ELEMENTS:
            raise Unreadable("a page of too many parts", advice=_ADVICE)
    if tree.xpath("count(.//p | .//li | .//tr)") > MOST_BLOCKS:
        raise Unreadable(TOO_MANY, advice=_ADVICE)


def _flatten(tree: Any) -> None:
    from lxml import etree

    etree.strip_tags(tree, *_INLINE)
    # What is left are neighbouring runs of text, which lxml joins anew at every look.
    for element in tree.iter():
        element.text, element.tail = element.text, element.tail


def _is_caption(element: Any) -> bool:
    if not _CAPTION_CLASS.search(element.get("class")):
        return False
    return sum(map(len, element.itertext())) <= _LONGEST_CAPTION


def _pieces(body: Any) -> Iterator[tuple[Kind, str]]:
    """Yield the kind and the words of each block of trafilatura's `body`, in order.

    `<br>` may end a paragraph or only a line of it, as line ends do in plain text.
    """
    for kind, words in _runs(body):
        if kind is Kind.PARAGRAPH:
            for block in blocks(words):
                yield block.kind, " ".join(words[block.start : block.end].split())
        elif kind is Kind.LIST_ITEM:
            for line in filter(None, (" ".join(line.split()) for line in words.split("\n"))):
                yield (Kind.PARAGRAPH if prose.is_sentence(line) else kind), line
        elif line := " ".join(words.split()).strip("| " if kind is Kind.TABLE_ROW else None):
            yield kind, line  # empty cells leave bars at both ends


def _runs(body: Any) -> Iterator[tuple[Kind, str]]:
    """Walk the tree, without recursion as hostile pages nest deeply; line breaks become `\\n`."""
    from lxml import etree

    kinds = [Kind.PARAGRAPH]
    words: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        starts = event == "start"
        inside = kinds[-1] if starts else kinds.pop()
        if element.tag in _PARTING and kinds[-1] is not Kind.TABLE_ROW:
            if any(map(str.strip, words)):
                yield inside, "".join(words)
            words.clear()
        if starts:
            kinds.append(_kind(element.tag, inside))
            words.append(_BETWEEN.get(element.tag, "") if any(words) else "")
        silent += (element.tag in _SILENT) * (1 if starts else -1)
        if not silent:
            words.append(_SPACE.sub(" ", (element.text if starts else element.tail) or ""))


def _kind(tag: str, outer: Kind) -> Kind:
    """Return the kind of the words in an element: in rows and list items always theirs."""
    kept = outer in (Kind.TABLE_ROW, Kind.LIST_ITEM)
    return outer if kept else _KINDS.get(tag, outer)
