"""Addresses of articles: when do two of them mean the same page?"""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

#: Parameters that tell who sent the reader, not what there is to read.
_TRACKING = frozenset({"fbclid", "gclid"})
_TRACKING_PREFIX = "utm_"
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(address: str) -> str:
    """Return the form of `address` that all addresses of one page share, for comparing only.

    Scheme and host are lower-case (RFC 3986, 6.2.2.1), the default port, the fragment, the slash at
    the end of the path and the parameters that only track (`utm_*`, `fbclid`, `gclid`) are gone,
    the other parameters are sorted as they stand, still encoded.  User and password stay, as does
    every other character of the path: servers tell `%7E` from `~`, and `/A` from `/a`.  What is no
    address with a host comes back stripped of white space at its ends, and otherwise as it was.
    `canonical(canonical(x)) == canonical(x)`.
    """
    stripped = address.strip()
    try:
        parts = urlsplit(stripped)
        port = parts.port
    except ValueError:  # a port that is no number, a bracket that does not close
        return stripped
    if not parts.scheme or not parts.hostname:
        return stripped
    netloc = _user(parts) + _host(parts.hostname)
    if port is not None and port != _DEFAULT_PORTS.get(parts.scheme):
        netloc += f":{port}"
    return SplitResult(
        parts.scheme, netloc, parts.path.rstrip("/"), _query(parts.query), ""
    ).geturl()


def _user(parts: SplitResult) -> str:
    user, at, _ = parts.netloc.rpartition("@")
    return user + at


def _host(host: str) -> str:
    # urlsplit has lowered it and taken the brackets off an IPv6 address.
    return f"[{host}]" if ":" in host else host


def _query(query: str) -> str:
    return "&".join(sorted(pair for pair in query.split("&") if pair and not _tracks(pair)))


def _tracks(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_PREFIX)
