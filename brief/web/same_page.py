"""Whether two addresses lead to one page: the key that all addresses of a page share.

The key is for comparing, never for fetching.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

from brief.web.addresses import canonical, in_normal_form
from brief.web.tracking import tracks

#: Where search engines keep copies of AMP pages: the address of the page follows.
_COPY = re.compile(
    r"https?://(?:(?:www\.)?google\.[a-z.]{2,6}/amp|[a-z0-9-]{1,80}\.cdn\.ampproject\.org/[civ])"
    r"/(s/)?(?=[^/?#]{1,253}\.)",
    re.IGNORECASE,
)
#: Hosts that sites have for the same pages.
_SAME_HOST = re.compile(r"(?:www|amp)\.(?=[^.]+\.)")
_AMP_QUERY = re.compile(r"amp(?:=(?:1|true)?)?|output(?:type)?=amp", re.IGNORECASE)
#: A segment of a path that can be the name of an article.
_NAMED = re.compile(r"\d|-")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")


def page_key(address: str) -> str:
    """Return what all addresses of one page share: http and https, `www.` or not, AMP or not.

    Beyond what `canonical` makes the same.  An address with a port of its own keeps its scheme.
    `page_key(page_key(x)) == page_key(x)`.
    """
    form = canonical(_original(address.strip()))
    try:
        parts = urlsplit(form)
        port = parts.port
    except ValueError:
        return form
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return form
    user, at, host = parts.netloc.rpartition("@")
    scheme = parts.scheme if port else "https"
    query = "&".join(pair for pair in parts.query.split("&") if not _AMP_QUERY.fullmatch(pair))
    netloc = f"{user}{at}{_SAME_HOST.sub('', host, count=1)}" if not port else parts.netloc
    key = SplitResult(scheme, netloc, _without_amp(parts.path), query, "").geturl()
    before, between, after = key.partition(netloc)
    return f"{before}{between}{_NOT_ASCII.sub(lambda run: quote(run[0], errors='replace'), after)}"


def former_key(address: str) -> str:
    """Return the key that version 0.1 had for `address`, under which its memory knows articles."""
    return in_normal_form(address, _tracked_in_0_1)


def is_place(fragment: str) -> bool:
    """Return whether a fragment names a place of a page, and not the way a reader came."""
    return any(not tracks(pair) for pair in fragment.split("&") if pair)


def _tracked_in_0_1(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in ("fbclid", "gclid") or name.startswith("utm_")


def _original(address: str) -> str:
    """Return the address of a page of which `address` is a copy that a search engine keeps."""
    for _ in range(5):
        copy = _COPY.match(address)
        if copy is None:
            return address
        address = f"http{(copy[1] and 's') or ''}://{address[copy.end() :]}"
    return address


def _without_amp(path: str) -> str:
    """Return a path without what asks for the AMP form, where the rest can name an article."""
    segments = path.split("/")
    rest = [segment for segment in segments if segment.lower() not in ("amp", "amp.html")]
    rest[-1:] = [re.sub(r"\.amp(\.html?)?$", r"\1", rest[-1])] if rest else []
    return "/".join(rest).rstrip("/") if any(map(_NAMED.search, rest)) else path
