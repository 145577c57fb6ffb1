"""The entries of a feed, whatever its format: their values, addresses, and which text is whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from brief.errors import BriefError
from brief.language import words
from brief.language.visible import count_words, visible
from brief.readers import metadata
from brief.readers.fragment import words_of
from brief.web.tracking import target

#: Words from which on the text in a feed can be the article.
WHOLE = 80

#: Characters; no address that servers take is longer.
_LONGEST_ADDRESS = 4_000
#: Characters of the title of an entry that cannot be read.
_LONGEST_NAME = 200
#: What XML 1.0 does not allow; one of them would have feedparser fall back to guessing.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_PARAGRAPH = re.compile(r"\n\s*\n")
#: A second address behind the first, or a line break within one.
_SECOND = re.compile(r"(?<!\s)\s+https?://", re.IGNORECASE)
_BREAK = re.compile(r"\s{2,}|[\r\n\t]")
#: What may not stand in an address (RFC 3986), other than marks that browsers send as they are.
_UNSENDABLE = re.compile(r"[^\x21-\x7e]|[\"<>]")
#: What WordPress puts below every entry.
_CREDIT = re.compile(r"The post .{1,400} (?:first appeared|appeared first) on .{1,200}$")
#: The end of a text that goes on elsewhere; the words come from `data/continuations.txt`.
_CUT = (
    r"(?:…|\.\.\.|\[\s*(?:…|\.{{2,3}}|&hellip;)\s*\]"
    r"|(?:\b(?:read|see) (?:more|on|the (?:rest|full)\b[^.!?]{{0,60}})"
    r"|\bcontinue reading\b[^.!?]{{0,200}}|\b(?:{words})))[\s\W]{{0,20}}$"
)
_LINK = re.compile(r"\bhref\s{0,9}=\s{0,9}[\"']?([^\"'<>\s]{1,2000})", re.IGNORECASE)
#: The last mark of a sentence, or of what stands around one.
_ENDS = ".!?…»”\"'’)]:"
#: Characters before a link that tell whether a sentence has ended.
_END = 2_000
#: Words; a longer link is a part of a sentence.
_LONGEST_LINK = 8


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed."""

    #: The identifier that the feed gives the entry (guid, atom:id), else the address.
    key: str
    #: `http` or `https`, absolute; empty where the entry has a text but no link.
    address: str
    title: str
    #: The days that the feed states, in its own time zone.
    published: date | None
    updated: date | None
    author: str
    #: The longer of content and summary, as sanitised HTML with absolute links.
    text: str
    #: Whether `text` is the article itself, not its beginning.
    whole: bool
    #: The ISO 639-1 code of the language that the entry states for itself; empty for none.
    language: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title, and its entries in its own order."""

    title: str
    entries: tuple[Item, ...]
    #: The address of the site that the feed is of; empty where it states none.
    home: str = ""
    #: Entries that have neither a link nor a text, and those beyond the limit of a feed.
    empty: int = 0
    beyond: int = 0
    #: What an entry that breaks its reader is called, and the exception: a bug, told by the caller.
    broken: tuple[tuple[str, Exception], ...] = ()


def items_of(
    stated: Sequence[Mapping[str, Any]], item_of: Callable[[Mapping[str, Any]], Item | None]
) -> tuple[list[Item | None], tuple[tuple[str, Exception], ...]]:
    """Return the items that `item_of` makes of the entries of a feed, and those that break it.

    These are named by their titles, else by their places.  Where there are no others, the first
    exception is raised.
    """
    items: list[Item | None] = []
    broken: list[tuple[str, Exception]] = []
    for place, entry in enumerate(stated, 1):
        try:
            items.append(item_of(entry))
        except (BriefError, MemoryError):
            raise
        except Exception as error:
            title = entry.get("title")
            named = visible(title[:_LONGEST_NAME]) if isinstance(title, str) else ""
            broken.append((named or f"entry {place}", error))
    if broken and not any(items):
        raise broken[0][1]
    return items, tuple(broken)


def web_link(stated: str, base: str) -> str:
    """Return a link of a feed as an absolute address of the web, `""` where it is none.

    Blanks and what is not ASCII are percent-encoded (RFC 3987, 3.1), as browsers do; a line break
    within an address is taken out, and of two addresses the first is taken.  Of a page that only
    sends on, as search engines have in their feeds, it is the address sent on to.
    """
    address = _absolute(stated, base)
    if (leads_to := target(address)) != address:
        address = _absolute(leads_to, address) or address
    return address if len(address) <= _LONGEST_ADDRESS else ""


def _absolute(stated: str, base: str) -> str:
    link = _BREAK.sub("", _SECOND.split(stated.strip(), maxsplit=1)[0]).replace("&amp;", "&")
    if not link:
        return ""
    try:
        address = urljoin(base, f"https://{link}" if link.lower().startswith("www.") else link)
        host = urlsplit(address).netloc
    except ValueError:  # brackets that hold no IPv6 address
        return ""
    before, between, after = address.partition(f"//{host}")
    encoded = _UNSENDABLE.sub(lambda mark: quote(mark[0], errors="replace"), after)
    return metadata.web_address(visible(f"{before}{between}{encoded}")) or ""


def clean(text: str) -> str:
    """Return `text` without the characters that XML does not allow."""
    return _FORBIDDEN.sub("", text)


def as_markup(text: str) -> str:
    """Return a plain text as HTML, with its paragraphs."""
    paragraphs = filter(None, map(str.strip, _PARAGRAPH.split(text)))
    return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)


def longer(content: str, summary: str) -> str:
    """Return that of two texts in HTML which has more words; of equals the first."""
    return max(content, summary, key=lambda markup: count_words(words_of(markup)))


def is_whole(content: str, summary: str, address: str) -> bool:
    """Return whether `content` is the article at `address`, going by its length and its end.

    A summary that is the longer one, or the same, speaks against it: nothing then says that the
    feed has more than the beginning.  So does a last line that only links to the article.
    """
    text = _CREDIT.sub("", words_of(content))
    length = count_words(text)
    shorter = content == summary or count_words(words_of(summary)) < length
    return length >= WHOLE and shorter and not (_cut().search(text) or _leads_on(content, address))


def _leads_on(content: str, address: str) -> bool:
    """Return whether a text ends with a short link to the article itself, whatever it says."""
    before, _, last = content.rpartition("<a ")
    tag, _, rest = last.partition(">")
    link, _, after = rest.partition("</a>")
    href = _LINK.search(tag)
    # A mark, such as a star, is the place of the entry itself.
    length = count_words(words_of(link))
    if not (address and before and href) or words_of(after) or not 0 < length <= _LONGEST_LINK:
        return False
    if _bare(web_link(href[1], address)) != _bare(address):
        return False
    # Within a sentence it is a link like others.
    said = words_of(before[-_END:])
    return not said or said[-1] in _ENDS


def _bare(address: str) -> str:
    return re.split("[?#]", address, maxsplit=1)[0].rstrip("/")


@cache
def _cut() -> re.Pattern[str]:
    phrases = "|".join(map(re.escape, words.entries("continuations")))
    return re.compile(_CUT.format(words=phrases), re.IGNORECASE)
