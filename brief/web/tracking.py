"""Ways to a page: parameters of its address that only tell of them, and pages that send on to it.

The lists stand in `data/tracking.txt`.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import parse_qs

from brief.language.words import entries, words

_LISTS = "tracking"
_FIRST = re.compile(r"[a-z0-9]+")
_WEB = re.compile(r"https?://[^/]", re.IGNORECASE)
_SITE = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}")


def tracks(parameter: str) -> bool:
    """Return whether `name=value` names the link followed, not the page.

    Names such as `ref` may do either: they track where the value is a way (`ref=rss`) or a site
    (`ref=example.org`).
    """
    name, _, value = parameter.lower().removeprefix("amp;").partition("=")
    if name in words(_LISTS, "names") or name.startswith(_prefixes()):
        return True
    if name in words(_LISTS, "sites") and _SITE.fullmatch(value):
        return True
    first = _FIRST.match(value) if name in words(_LISTS, "ways") else None
    return first is not None and first[0] in words(_LISTS, "values")


def target(address: str) -> str:
    """Return where a page that only sends on says in its own address that it leads to.

    Any other address comes back as it is, and so does one that leads to no address of the web.
    """
    page, _, query = address.partition("?")
    for pattern, names in _redirects() if query else ():
        if pattern.fullmatch(page):
            stated = parse_qs(query.partition("#")[0], max_num_fields=100)
            targets = [value for name in names for value in stated.get(name, ())]
            return next((link for link in targets if _WEB.match(link)), address)
    return address


@cache
def _redirects() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    rows = (line.split() for line in entries(_LISTS, "redirects"))
    return tuple(
        (re.compile(rf"https?://{page}", re.IGNORECASE), tuple(names)) for page, *names in rows
    )


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(sorted(words(_LISTS, "prefixes")))
