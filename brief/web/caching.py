"""A private HTTP cache (RFC 9111): what is kept, how long it is fresh, how it is validated.

Left out on purpose: how long a page stays fresh is not guessed where the server does not say (4.2.2
allows a guess; news would come late), and nothing stale is used when a server cannot be reached
(4.2.4).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Protocol

#: Seconds; no answer is taken to be fresh for longer.
_LONGEST_FRESH = 365 * 86400.0
_DIRECTIVE = re.compile(r'([^\s,;="]+)\s*(?:=\s*(?:"([^"]*)"|([^\s,;"]*)))?')


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer with status 200 as it is kept, without user, password and cookies."""

    #: Without its transfer and content encoding.
    body: bytes
    #: The header as the server sent it.
    content_type: str
    #: The validators, as the server sent them; empty where there are none.
    etag: str
    last_modified: str
    #: Unix time in seconds until which it may be used without asking; 0 for never.
    fresh_until: float


class Store(Protocol):
    """Where answers are kept between runs.

    Called from several threads, never by two at once.  An address has no user, password or
    fragment; its query may still be secret.  A `BriefError` is ignored: the page is then fetched.
    """

    def get(self, url: str) -> Kept | None:
        """Return what was last put under `url`."""

    def put(self, url: str, kept: Kept) -> None:
        """Keep `kept` under `url` in place of what was there."""


def conditions(kept: Kept) -> dict[str, str]:
    """Return the headers that ask whether `kept` is still the answer (RFC 9110, 13.1).

    A value of a server's that may not be sent, say with letters beyond ASCII, is left out.
    """
    validators = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
    return {
        name: value
        for name, value in validators.items()
        if value.isascii() and value.isprintable() and value
    }


def kept_from(headers: Mapping[str, str], body: bytes, now: float) -> Kept | None:
    """Return an answer that came at `now` (Unix time) as it is kept; None where it is not.

    `headers` are looked up without regard to case.  An answer is not kept where it varies by more
    than headers that are always sent alike, nor where it is neither fresh nor has a validator.
    """
    if "no-store" in _directives(headers) or "*" in headers.get("vary", ""):
        return None
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    until = _fresh_until(headers, now)
    if not until and not etag and not modified:
        return None
    return Kept(
        body=body,
        content_type=headers.get("content-type", ""),
        etag=etag,
        last_modified=modified,
        fresh_until=until,
    )


def confirmed(kept: Kept, headers: Mapping[str, str], now: float) -> Kept:
    """Return `kept` with the headers of a 304 that came at `now` (RFC 9111, 4.3.4)."""
    return replace(
        kept,
        etag=headers.get("etag", kept.etag),
        last_modified=headers.get("last-modified", kept.last_modified),
        fresh_until=_fresh_until(headers, now),
    )


def unix_time(text: str) -> float | None:
    """Return the Unix time of an HTTP date (RFC 9110, 5.6.7), None where it is none."""
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _fresh_until(headers: Mapping[str, str], now: float) -> float:
    """Return the Unix time until which an answer is fresh (RFC 9111, 4.2), 0 where it is not."""
    directives = _directives(headers)
    if "no-cache" in directives or "no-store" in directives:
        return 0.0
    sent = unix_time(headers.get("date", ""))
    age = _seconds(headers.get("age", ""))
    current = max(age, now - sent if sent is not None else 0.0)
    if "max-age" in directives:
        life = _seconds(directives["max-age"])
    else:
        expires = unix_time(headers.get("expires", ""))
        life = 0.0 if expires is None else expires - (now if sent is None else sent)
    left = min(life, _LONGEST_FRESH) - current
    return now + left if left > 0 else 0.0


def _seconds(text: str) -> float:
    """Return whole seconds, at most a year, 0 where `text` is no number of them."""
    return min(float(text[:12]), _LONGEST_FRESH) if re.fullmatch("[0-9]+", text) else 0.0


def _directives(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the values of Cache-Control by directive; the first of each (RFC 9111, 4.2.1)."""
    matches = [*_DIRECTIVE.finditer(headers.get("cache-control", ""))]
    return {match[1].lower(): match[2] or match[3] or "" for match in reversed(matches)}
