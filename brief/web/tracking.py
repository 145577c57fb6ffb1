"""Which parameters of an address say by which way a reader came, and not which page it is."""

from __future__ import annotations

import re
from functools import cache

from brief.language.words import words

_LISTS = "tracking"
_FIRST = re.compile(r"[a-z0-9]+")
_SITE = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}")


def tracks(parameter: str) -> bool:
    """Return whether `name=value` names the link followed, not the page; `data/tracking.txt`.

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


@cache
def _prefixes() -> tuple[str, ...]:
    return tuple(sorted(words(_LISTS, "prefixes")))
