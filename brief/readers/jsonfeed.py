"""JSON Feed (https://www.jsonfeed.org/version/1.1/) → the entries of a feed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from hashlib import sha256
from typing import Any

from brief.language.visible import visible
from brief.readers import metadata
from brief.readers.encoding import Unreadable
from brief.readers.entries import (
    Feed,
    Item,
    as_markup,
    clean,
    is_whole,
    items_of,
    longer,
    web_link,
)
from brief.readers.fragment import words_of

_ADVICE = "ask for its RSS or Atom feed"


def parse(text: str, address: str, most: int) -> Feed:
    """Read the feed at `address`, at most `most` of its entries.

    Fields of a wrong type count as missing.  An entry says what it is under `url`, else
    `external_url`, else an `id` that is an address.

    Raises:
        Unreadable: `text` is no JSON, or no JSON Feed, or without entries.
    """
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Unreadable(f"broken JSON{line}, not a feed", advice="tell its publisher") from None
    rows = feed.get("items") if isinstance(feed, Mapping) else None
    if not isinstance(rows, list):
        raise Unreadable("JSON, but not a JSON Feed (it has no items)", advice=_ADVICE)
    stated = [row for row in rows if isinstance(row, Mapping)]
    if not stated:
        raise Unreadable("a feed without entries", advice="try again later")
    home = web_link(_text(feed, "home_page_url"), address)
    items, broken = items_of(stated[:most], partial(_item, feed=feed, base=home or address))
    return Feed(
        title=visible(_text(feed, "title")),
        entries=tuple(item for item in items if item),
        home=home,
        empty=items.count(None) + len(rows) - len(stated),
        beyond=max(0, len(stated) - most),
        broken=broken,
    )


def _item(row: Mapping[str, Any], feed: Mapping[str, Any], base: str) -> Item | None:
    """Return an entry, None where it has neither a link nor a text."""
    address = _address(row, base)
    content = clean(_text(row, "content_html")).strip()
    content = content or as_markup(clean(_text(row, "content_text")))
    summary = as_markup(clean(_text(row, "summary")))
    text = longer(content, summary)
    if not address and not words_of(text):
        return None
    title = visible(_text(row, "title"))
    digest = sha256(f"{title}\n{text}".encode("utf-8", "replace")).hexdigest()
    return Item(
        key=visible(_text(row, "id")) or address or f"sha256:{digest}",
        address=address,
        title=title,
        published=metadata.day(_text(row, "date_published")),
        updated=metadata.day(_text(row, "date_modified")),
        author=", ".join(dict.fromkeys(_authors(row) or _authors(feed))),
        text=text,
        whole=is_whole(content, summary, address),
        language=metadata.language_code(_text(row, "language") or _text(feed, "language")),
    )


def _address(row: Mapping[str, Any], base: str) -> str:
    links = (web_link(_text(row, name), base) for name in ("url", "external_url"))
    # An id may be anything; one that is relative is none.
    own = metadata.web_address(_text(row, "id")) or ""
    return next(filter(None, links), "") or (web_link(own, base) if own else "")


def _authors(stated: Mapping[str, Any]) -> list[str]:
    """Return the names of authors; version 1.0 has one, under `author`."""
    listed = stated.get("authors")
    listed = listed if isinstance(listed, list) else [stated.get("author")]
    return list(filter(None, _names(listed)))


def _names(listed: list[Any]) -> Iterator[str]:
    for author in listed:
        if isinstance(author, Mapping):
            yield visible(_text(author, "name"))


def _text(stated: Mapping[str, Any], name: str) -> str:
    """Return a field as text: a number as its digits, what is neither as nothing."""
    value = stated.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""
