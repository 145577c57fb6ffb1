"""robots.txt: what a site lets a crawler read (RFC 9309), as Protego reads it.

The standard library's `urllib.robotparser` takes the first rule that matches where the RFC takes
the longest, and knows neither `*` nor `$`: it would read what a site forbids.

Protego gets only the lines that the RFC defines, and of the crawlers only three: the one asked for,
`*`, and all others under one name.  Otherwise it would take `User-agent: b` for `brief`, and the
time for a file that names many crawlers above many rules would grow with their product.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

#: Bytes; what stands after them is not read.  RFC 9309 (2.5) asks for at least 500 KiB.
_MOST = 500 * 1024
_TOKEN = re.compile(r"[A-Za-z_-]+|\*")
#: The names under which Protego knows the crawler asked for, and all that are neither it nor `*`.
_THIS, _OTHER = "this", "other"


def rules_for(token: str, data: bytes) -> Protego:
    """Return the rules in the robots.txt `data`, for `allows` to ask about the crawler `token`.

    All groups that name the crawler hold, joined; without one, those for `*`; without those, none.
    Case does not count.  Lines that are no rule are passed over.  Never raises; linear in the
    length of `data`.
    """
    from protego import Protego

    return Protego.parse("\n".join(_rule_lines({token.lower(): _THIS, "*": "*"}, data)))


def _rule_lines(names: Mapping[str, str], data: bytes) -> Iterator[str]:
    """Yield the lines that are rules, crawlers under their name in `names` or else `_OTHER`."""
    for line in data[:_MOST].decode("utf-8-sig", "replace").splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        match key.lower():
            case "user-agent":
                token = _TOKEN.match(value)
                yield f"user-agent: {names.get(token[0].lower() if token else '', _OTHER)}"
            case "allow" | "disallow":
                yield f"{key}: {value}"


def allows(rules: Protego, target: str) -> bool:
    """Return whether a path with its query, percent-encoded, may be read.

    The longest rule that matches decides, `allow` where two are as long; without one it may.  In
    the length of a rule Protego counts a reserved character such as `?` as the three of `%3F`, and
    `/` may be read where `/index.html` may.  Never raises; at most linear in the length of all
    rules times that of `target`.
    """
    # Without a host, Protego would take the beginning of `//path` for one.
    return rules.can_fetch(f"http://host{target}", _THIS)
