"""Feeds → their entries, and entries → articles.

`parse` makes a `Feed` of the bytes of a feed; `document_of` makes a `Document` of one of its
entries.  RSS (0.9x, 1.0/RDF, 2.0) and Atom (RFC 4287) are read by feedparser, which repairs broken
feeds and sanitises the HTML in entries.  It is given text, never bytes or an address: `charset`
decodes, and nothing is fetched.  What begins like JSON is read by `jsonfeed`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from email.utils import parsedate_tz
from functools import partial
from hashlib import sha256
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from brief.language.visible import visible
from brief.model import Document, Skipped
from brief.readers import charset, jsonfeed, metadata
from brief.readers.encoding import Unreadable
from brief.readers.entries import Feed as Feed
from brief.readers.entries import Item as Item
from brief.readers.entries import as_markup, clean, is_whole, items_of, longer, web_link
from brief.readers.fragment import article, words_of
from brief.readers.sanitising import sanitised, without_long_tags

#: Entries taken from one feed, from its top.
MOST = 2_000
#: Bytes; a larger feed is skipped.
LARGEST = 20_000_000

#: Comments without an end that a feed may have: each costs a search to the end of its entry.
_OPEN_COMMENTS = 500
_DECLARATION = re.compile(r"<\?xml\b[^>]{0,400}\?>")
_ELEMENT = re.compile(r"<(?![!?])[^\s>/]{1,40}")
_PAGES = frozenset(("<html", "<body", "<head"))
#: A comment once passed is not tried again: the ways to part a row of them are countless.
_HTML = re.compile(r"\s*+(?><!--.{0,2000}?-->\s*+)*+<!doctype\s+html\b", re.IGNORECASE | re.DOTALL)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d\W+\d{1,2}\W+\d{1,2}(?!\d)")
#: A link without its scheme, which feedparser takes for a relative one.
_NO_SCHEME = re.compile(r"(<(?:link|guid)\b[^<>]{0,200}>\s{0,99}(?:<!\[CDATA\[\s{0,99})?)(?=www\.)")
#: A guid or an Atom id that is an address or a path: feedparser makes an address of any other.
_ADDRESSED = re.compile(
    r"<(?:guid|id)\b[^<>]{0,200}>\s{0,99}(?:<!\[CDATA\[\s{0,99})?((?:https?://|/)[^<\]\r\n]{1,4000})",
    re.IGNORECASE,
)


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
        language=item.language or document.language,
    )


def _feed(text: str, address: str) -> Feed:
    beginning = text[:4_000].lstrip("\ufeff \t\r\n")
    if beginning.startswith(("{", "[")):
        return _with_entries(jsonfeed.parse(text.lstrip("\ufeff"), address, MOST))
    if _is_web_page(beginning):
        raise Unreadable("is a web page, not a feed", advice="look on it for its feed's address")
    opened = text.count("<!--") + text.count("&lt;!--")
    if opened > text.count("-->") + text.count("--&gt;") + _OPEN_COMMENTS:
        raise Unreadable("a broken feed (comments that do not end)", advice="tell its publisher")
    text = _NO_SCHEME.sub(r"\1https://", text)
    parsed = _parsed(text, address)
    parsed_entries = parsed.get("entries") or []
    if not parsed_entries and not parsed.get("version"):
        raise Unreadable("not a feed", advice="check the address")
    if not parsed_entries:
        raise Unreadable("a feed without entries", advice="try again later")
    home = web_link(str(parsed["feed"].get("link") or ""), address)
    guids = (unescape(match[1]).strip() for match in _ADDRESSED.finditer(text))
    addressed = {_joined(address, guid): guid for guid in guids}
    item_of = partial(_item, base=home or address, addressed=addressed)
    items, broken = items_of(parsed_entries[:MOST], item_of)
    return _with_entries(
        Feed(
            title=_title(parsed["feed"]),
            entries=tuple(item for item in items if item),
            home=home,
            empty=items.count(None),
            beyond=max(0, len(parsed_entries) - MOST),
            broken=broken,
        )
    )


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:  # brackets that hold no IPv6 address
        return link


def _with_entries(feed: Feed) -> Feed:
    if not feed.entries:
        raise Unreadable("no entry has a link or a text", advice="leave this feed out")
    return feed


def _is_web_page(beginning: str) -> bool:
    body = _DECLARATION.sub("", beginning, count=1)
    first = _ELEMENT.search(body)
    return bool(_HTML.match(body)) or (first is not None and first[0].lower() in _PAGES)


def _parsed(text: str, address: str) -> Any:
    """Return the result of feedparser, which may raise anything for odd links or dates."""
    from feedparser import parse as parse_feed

    source = without_long_tags(clean(_DECLARATION.sub("", text, count=1).lstrip())).encode("utf-8")
    headers = {
        "content-type": "application/xml; charset=utf-8",
        "content-location": metadata.web_address(address) or "",
    }
    try:
        return parse_feed(BytesIO(source), response_headers=headers, sanitize_html=False)
    except Exception as error:
        kind = type(error).__name__
        raise Unreadable(f"a broken feed ({kind})", advice="tell its publisher") from None


def _item(entry: Any, base: str, addressed: Mapping[str, str]) -> Item | None:
    """Return an entry, None where it has neither a link nor a text.

    `addressed` are the identifiers of the feed that are addresses: absolute, and as they stand.
    """
    address = _address(entry, base, addressed)
    contents = [_markup(part) for part in entry.get("content") or () if isinstance(part, Mapping)]
    content = max(contents, key=len, default="")
    summary = _markup(entry.get("summary_detail") or {"value": entry.get("summary")})
    text = longer(content, summary)
    if not address and not words_of(text):
        return None
    title = _title(entry)
    digest = sha256(f"{title}\n{text}".encode()).hexdigest()
    return Item(
        key=visible(str(entry.get("id") or "")) or address or f"sha256:{digest}",
        address=address,
        title=title,
        published=_day(entry, "published"),
        updated=_day(entry, "updated"),
        author=visible(words_of(str(entry.get("author") or ""))),
        text=text,
        whole=is_whole(content, summary, address),
    )


def _address(entry: Any, base: str, addressed: Mapping[str, str]) -> str:
    """Return where the article of an entry is.

    Tried are the address before that of a counting service, the links to the page itself, and the
    identifier where it is an address; of one that is none, feedparser makes a link all the same.
    """
    links = [link for link in entry.get("links") or () if isinstance(link, Mapping)]
    pages = [link.get("href") for link in links if link.get("rel") == "alternate"]
    link, own = entry.get("link"), str(entry.get("id") or "")
    stated = link if link in pages or link != own else None
    candidates = filter(
        None, (entry.get("feedburner_origlink"), stated, *pages, addressed.get(own))
    )
    addresses = (web_link(str(link), base) for link in candidates)
    return next(filter(None, addresses), "")


def _markup(part: Mapping[str, Any]) -> str:
    """Return a text of an entry as HTML; a plain one is escaped, with its paragraphs."""
    kind = str(part.get("type") or "text/html")
    value = clean(sanitised(str(part.get("value") or ""), kind)).strip()
    return as_markup(value) if kind == "text/plain" else value


def _title(stated: Any) -> str:
    detail = stated.get("title_detail") or {}
    title, kind = str(stated.get("title") or ""), str(detail.get("type") or "text/html")
    return visible(title if kind == "text/plain" else words_of(sanitised(title, kind)))


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
