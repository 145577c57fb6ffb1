"""OPML 2.0, the format of feed readers for lists of feeds → the feeds' titles and addresses."""

from __future__ import annotations

import re
from xml.parsers import expat

from brief.errors import UsageError
from brief.language.visible import visible
from brief.readers import charset
from brief.readers.encoding import Unreadable
from brief.readers.entries import web_link

_ADVICE = "export the list of feeds from the feed reader again, as OPML"
#: Bytes; no list of feeds is larger.
_LARGEST = 20_000_000
#: An ampersand that begins no reference of XML: people write addresses and names by hand.
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)")
#: A scheme that opens feed readers.
_FEED = re.compile(r"\s*feed:(?://(?=\w)|(?=https?:))", re.IGNORECASE)


def opml(data: bytes, name: str) -> tuple[tuple[str, str], ...]:
    """Return the title and the address of each feed in an outline, at any depth, in its order.

    Outlines without an `xmlUrl` on the web are passed over; of several with the same address the
    first counts.  A feed without a title has its address for one.  Nothing outside is opened.

    Raises:
        UsageError: `data` is no OPML, over 20 MB, or declares entities, which are never expanded;
            the error names the file `name`.
    """
    try:
        if len(data) > _LARGEST:
            raise Unreadable("over 20 MB")
        # Expat takes text as UTF-8 whatever its declaration says; line ends are as they are.
        text = _BARE.sub("&amp;", charset.of_xml(data).lstrip())
        return tuple((title, address) for address, title in _feeds(text).items())
    except (Unreadable, expat.ExpatError) as error:
        problem = error.problem if isinstance(error, Unreadable) else f"not OPML ({error})"
        raise UsageError(visible(problem), where=visible(name), advice=_ADVICE) from None


def _feeds(text: str) -> dict[str, str]:
    """Return titles by address."""
    feeds: dict[str, str] = {}
    is_root = True

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal is_root
        if is_root and element.lower() != "opml":
            raise Unreadable(f"not OPML (it begins with <{element[:40]}>)")
        is_root = False
        if element.lower() == "outline":
            stated = {key.lower(): value for key, value in attributes.items()}
            if address := _address(stated.get("xmlurl", "")):
                title = visible(stated.get("title", "")) or visible(stated.get("text", ""))
                feeds.setdefault(address, title or address)

    def refuse(*_: object) -> None:
        raise Unreadable("not OPML (it declares entities)")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EntityDeclHandler = start, refuse
    parser.Parse(text, True)
    return feeds


def _address(stated: str) -> str:
    """Return the address of a feed, empty where it is none of the web."""
    scheme = _FEED.match(stated)
    rest = stated[scheme.end() :] if scheme else stated
    # No address is relative in an outline.
    bare = "http://" if scheme and scheme[0].endswith("//") else ""
    return web_link(f"{bare}{rest}", "")
