"""RSS and Atom feeds → their entries, and entries → articles.

`parse` makes a `Feed` of the bytes of a feed; `document_of` makes a `Document` of one of its
entries.  RSS (0.9x, 1.0/RDF, 2.0) and Atom (RFC 4287) are read by feedparser, which repairs broken
feeds and sanitises the HTML in entries.  It is given text, never bytes or an address: `charset`
decodes, and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_tz
from functools import cache
from hashlib import sha256
from html import escape
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from brief.language.visible import count_words, visible
from brief.language.words import entries
from brief.model import Document, Skipped
from brief.readers import charset, metadata
from brief.readers.encoding import Unreadable
from brief.readers.fragment import article, words_of

#: Entries taken from one feed, from its top.
MOST = 2_000
#: Bytes; a larger feed is skipped.
LARGEST = 20_000_000
#: Words from which on the text in a feed can be the article.
_WHOLE = 80

#: Comments without an end that a feed may have: each costs a search to the end of its entry.
_OPEN_COMMENTS = 500
#: Characters; no address that servers take is longer.
_LONGEST_ADDRESS = 4_000
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,400}\?>")
#: What XML 1.0 does not allow; one of them would have feedparser fall back to guessing.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_ELEMENT = re.compile(r"<(?![!?])[^\s>/]{1,40}")
_PAGES = frozenset(("<html", "<body", "<head"))
_HTML = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)*<!doctype\s+html\b", re.IGNORECASE | re.DOTALL)
_PARAGRAPH = re.compile(r"\n\s*\n")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d\W+\d{1,2}\W+\d{1,2}(?!\d)")
#: What WordPress puts below every entry.
_CREDIT = re.compile(r"\s*The post .{1,400} (?:first appeared|appeared first) on .{1,200}$")
#: The end of a text that goes on elsewhere; the words come from `data/continuations.txt`.
_CUT = (
    r"(?:…|\.\.\.|\[\s*(?:…|\.{{2,3}}|&hellip;)\s*\]"
    r"|(?:\b(?:read|see) (?:more|on|the (?:rest|full)\b[^.!?]{{0,60}})"
    r"|\bcontinue reading\b[^.!?]{{0,200}}|\b(?:{words})))[\s\W]{{0,20}}$"
)


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


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title, and its entries in its own order."""

    title: str
    entries: tuple[Item, ...]


def parse(data: bytes, address: str, http_charset: str = "") -> Feed | Skipped:
    """Read the feed at `address`, whose Content-Type names `http_charset`, empty for none.

    Relative links start from `address` where the feed names no base.  A malformed feed is read as
    far as it goes; a feed without an entry that has a link or a text is `Skipped`.
    """
    try:
        if len(data) > LARGEST:
            raise Unreadable("over 20 MB", advice="ask for a shorter feed")
        if not data.strip():
            raise Unreadable("empty", advice="check the address")
        return _feed(charset.of_xml(data, http_charset), address)
    except Unreadable as error:
        return Skipped(visible(address), visible(str(error)))


def document_of(item: Item, feed: Feed) -> Document | Skipped:
    """Return the article of an entry from the text in the feed; `Skipped` where that has no words.

    The text that offsets count in is the entry's title, then the blocks of `Item.text`; the SHA-256
    is that of `Item.text` in UTF-8.
    """
    path = item.address or item.key
    try:
        document = article(item.text, item.title)
    except Unreadable as error:
        return Skipped(path, str(error))
    return replace(
        document,
        path=path,
        sha256=sha256(item.text.encode("utf-8")).hexdigest(),
        date=item.published or item.updated,
        url=item.address or None,
        author=item.author or None,
        publisher=feed.title or None,
    )


def _feed(text: str, address: str) -> Feed:
    beginning = text[:4_000].lstrip("\ufeff \t\r\n")
    if beginning.startswith(("{", "[")):
        raise Unreadable("JSON, not an RSS or Atom feed", advice="ask for its RSS or Atom feed")
    if _is_web_page(beginning):
        raise Unreadable("is a web page, not a feed", advice="look on it for its feed's address")
    opened = text.count("<!--") + text.count("&lt;!--")
    if opened > text.count("-->") + text.count("--&gt;") + _OPEN_COMMENTS:
        raise Unreadable("a broken feed (comments that do not end)", advice="tell its publisher")
    parsed = _parsed(text, address)
    parsed_entries = parsed.get("entries") or []
    if not parsed_entries and not parsed.get("version"):
        raise Unreadable("not a feed", advice="check the address")
    if not parsed_entries:
        raise Unreadable("a feed without entries", advice="try again later")
    base = _web(str(parsed["feed"].get("link") or ""), address) or address
    items = tuple(item for entry in parsed_entries[:MOST] if (item := _item(entry, base)))
    if not items:
        raise Unreadable("no entry has a link or a text", advice="leave this feed out")
    return Feed(_title(parsed["feed"]), items)


def _is_web_page(beginning: str) -> bool:
    body = _DECLARATION.sub("", beginning, count=1)
    first = _ELEMENT.search(body)
    return bool(_HTML.match(body)) or (first is not None and first[0].lower() in _PAGES)


def _parsed(text: str, address: str) -> Any:
    """Return the result of feedparser, which may raise anything for odd links or dates."""
    from feedparser import parse as parse_feed

    source = _FORBIDDEN.sub("", _DECLARATION.sub("", text, count=1)).encode("utf-8")
    headers = {
        "content-type": "application/xml; charset=utf-8",
        "content-location": metadata.web_address(address) or "",
    }
    try:
        return parse_feed(BytesIO(source), response_headers=headers)
    except Exception as error:
        kind = type(error).__name__
        raise Unreadable(f"a broken feed ({kind})", advice="tell its publisher") from None


def _item(entry: Any, base: str) -> Item | None:
    """Return an entry, None where it has neither a link nor a text."""
    address = _address(entry, base)
    contents = [_markup(part) for part in entry.get("content") or () if isinstance(part, Mapping)]
    content = max(contents, key=len, default="")
    summary = _markup(entry.get("summary_detail") or {"value": entry.get("summary")})
    longer = max(content, summary, key=lambda markup: count_words(words_of(markup)))
    if not address and not words_of(longer):
        return None
    title = _title(entry)
    digest = sha256(f"{title}\n{longer}".encode()).hexdigest()
    return Item(
        key=visible(str(entry.get("id") or "")) or address or f"sha256:{digest}",
        address=address,
        title=title,
        published=_day(entry, "published"),
        updated=_day(entry, "updated"),
        author=visible(words_of(str(entry.get("author") or ""))),
        text=longer,
        whole=_is_whole(content, summary),
    )


def _address(entry: Any, base: str) -> str:
    links = [link for link in entry.get("links") or () if isinstance(link, Mapping)]
    pages = (link.get("href") for link in links if link.get("rel") == "alternate")
    addresses = (_web(str(link), base) for link in (entry.get("link"), *pages) if link)
    return next(filter(None, addresses), "")


def _web(stated: str, base: str) -> str:
    """Return `stated` as an absolute address of the web, `""` where it is none."""
    try:
        address = metadata.web_address(visible(urljoin(base, stated.strip()))) or ""
        return address if len(address) <= _LONGEST_ADDRESS else ""
    except ValueError:  # brackets that hold no IPv6 address
        return ""


def _markup(part: Mapping[str, Any]) -> str:
    """Return a text of an entry as HTML; a plain one is escaped, with its paragraphs."""
    value = _FORBIDDEN.sub("", str(part.get("value") or "")).strip()
    if part.get("type") != "text/plain":
        return value
    paragraphs = filter(None, map(str.strip, _PARAGRAPH.split(value)))
    return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)


def _title(stated: Any) -> str:
    detail = stated.get("title_detail") or {}
    title = str(stated.get("title") or "")
    return visible(title if detail.get("type") == "text/plain" else words_of(title))


def _is_whole(content: str, summary: str) -> bool:
    """Return whether `content` is an article, going by its length and its end.

    feedparser gives the content for the summary where there is none.
    """
    words = _CREDIT.sub("", words_of(content))
    long = count_words(words)
    shorter = content == summary or count_words(words_of(summary)) < long
    return long >= _WHOLE and shorter and not _cut().search(words)


@cache
def _cut() -> re.Pattern[str]:
    words = "|".join(map(re.escape, entries("continuations")))
    return re.compile(_CUT.format(words=words), re.IGNORECASE)


def _day(entry: Any, name: str) -> date | None:
    """Return the day that an entry states in ISO 8601, RFC 5322 or a form that feedparser reads.

    The month may be named in any language.  feedparser is used only where year, month and day are
    stated: it takes missing ones from the clock.
    """
    if name not in entry:
        return None
    stated = str(entry[name])
    if day := metadata.day(stated) or metadata.calendar_day(parsedate_tz(stated)):
        return day
    parsed = entry.get(f"{name}_parsed") if _YEAR.search(stated) else None
    return metadata.calendar_day(parsed)
