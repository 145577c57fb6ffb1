"""What an HTTP cache keeps, for how long it may be used unasked, and how it is asked about.

RFC 9111, as a private cache of one user.  Left out on purpose: no guess at how long a page stays
the same where the server does not say (4.2.2 allows one; news would come late), and nothing stale
is used when a server cannot be reached (4.2.4).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Protocol

#: Seconds; what a server promises for longer is not believed.
_LONGEST_FRESH = 365 * 86400.0
_DIRECTIVE = re.compile(r'([^\s,;="]+)\s*(?:=\s*(?:"([^"]*)"|([^\s,;"]*)))?')


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer (200) as it is kept: no name of a user, no password, no cookie."""

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

    Called from several threads, never by two at once.  An address holds no user, password or
    fragment; its query may still be somebody's secret.  A `BriefError` costs only the keeping.
    """

    def get(self, url: str) -> Kept | None:
        """Return what was last put under `url`."""

    def put(self, url: str, kept: Kept) -> None:
        """Keep `kept` under `url` in place of what was there."""


def conditions(kept: Kept) -> dict[str, str]:
    """Return the headers that ask whether `kept` is still the answer (RFC 9110, 13.1).

    What a server sent and may not be sent, say letters beyond ASCII, is left out.
    """
    asked = {"If-None-Match": kept.etag, "If-Modified-Since": kept.last_modified}
    return {
        name: value
        for name, value in asked.items()
        if value.isascii() and value.isprintable() and value
    }


def kept_from(headers: Mapping[str, str], body: bytes, now: float) -> Kept | None:
    """Return what to keep of an answer that came at `now` (Unix time); None for nothing.

    `headers` must not care for case.  What varies by more than our headers is not kept, nor what
    could neither be used unasked nor asked about.
    """
    if "no-store" in _directives(headers) or "*" in headers.get("vary", ""):
        return None
    etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
    until = _fresh_until(headers, now)
    if not until and not etag and not modified:
        return None
    return Kept(body, headers.get("content-type", ""), etag, modified, until)


def confirmed(kept: Kept, headers: Mapping[str, str], now: float) -> Kept:
    """Return `kept` as a 304 at `now` leaves it (RFC 9111, 4.3.4)."""
    return replace(
        kept,
        etag=headers.get("etag", kept.etag),
        last_modified=headers.get("last-modified", kept.last_modified),
        fresh_until=_fresh_until(headers, now),
    )


def moment(text: str) -> float | None:
    """Return the Unix time of an HTTP date (RFC 9110, 5.6.7), None where it is none."""
    try:
        found = parsedate_to_datetime(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


def _fresh_until(headers: Mapping[str, str], now: float) -> float:
    said = _directives(headers)
    if "no-cache" in said or "no-store" in said:
        return 0.0
    sent = moment(headers.get("date", ""))
    age = _seconds(headers.get("age", "")) or 0.0
    current = max(age, now - sent if sent is not None else 0.0)
    if "max-age" in said:
        life = _seconds(said["max-age"]) or 0.0
    else:
        expires = moment(headers.get("expires", ""))
        life = 0.0 if expires is None else expires - (now if sent is None else sent)
    left = min(life, _LONGEST_FRESH) - current
    return now + left if left > 0 else 0.0


def _seconds(text: str) -> float | None:
    """Return whole seconds; more digits than a year has seconds are not counted out."""
    return min(float(text[:12]), _LONGEST_FRESH) if re.fullmatch("[0-9]+", text) else None


def _directives(headers: Mapping[str, str]) -> dict[str, str]:
    """Return what Cache-Control says; of what it says twice, the first (RFC 9111, 4.2.1)."""
    found: dict[str, str] = {}
    for match in _DIRECTIVE.finditer(headers.get("cache-control", "")):
        found.setdefault(match[1].lower(), match[2] or match[3] or "")
    return found
