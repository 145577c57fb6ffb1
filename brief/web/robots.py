"""robots.txt: what a site lets a crawler read (RFC 9309).

The standard library's `urllib.robotparser` takes the first rule that fits where the RFC takes the
longest, and knows neither `*` nor `$`: it would read what a site forbids.  Hence this one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Bytes; what stands after them is not read.  RFC 9309 (2.5) asks for at least 500 KiB.
MOST = 500 * 1024
#: Percent signs that stand for a letter that needs none, and letters that need one.
_PERCENT = re.compile("%([0-9A-Fa-f]{2})|([^\x21-\x7e])")
_UNRESERVED = re.compile("[A-Za-z0-9._~-]")
_TOKEN = re.compile(r"[A-Za-z_-]+|\*")


@dataclass(frozen=True, slots=True)
class Rule:
    """A beginning of paths, `*` for any run of characters, `$` for the end."""

    pattern: str
    allows: bool


def rules_for(token: str, data: bytes) -> tuple[Rule, ...]:
    """Return the rules of a robots.txt that hold for the crawler `token`.

    All groups that name it, joined; without one, those for `*`; without those, none.  Case does
    not count.  Lines that are no rule are passed over.
    """
    own: list[Rule] = []
    others: list[Rule] = []
    named: set[str] = set()
    found = within = False
    for line in data[:MOST].decode("utf-8-sig", "replace").splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        if key.lower() == "user-agent":
            match = _TOKEN.match(value)
            named = {*(() if within else named), match[0].lower() if match else ""}
            within = False
            found = found or token.lower() in named
        elif key.lower() in ("allow", "disallow"):
            within = True
            rules = [Rule(_pattern(value), key.lower() == "allow")] if value else []
            own += rules if token.lower() in named else []
            others += rules if "*" in named else []
    return tuple(own if found else others)


def allows(rules: tuple[Rule, ...], target: str) -> bool:
    """Return whether a path with its query may be read.

    The longest rule that fits decides, `allow` where two are as long; without one it may.
    Linear in the length of each rule times that of `target`, whatever they hold.
    """
    path = _normal(target).replace("*", "%2A").replace("$", "%24")
    if path == "/robots.txt":
        return True
    fitting = [(len(rule.pattern), rule.allows) for rule in rules if _fits(rule.pattern, path)]
    return max(fitting, default=(0, True))[1]


def _normal(text: str) -> str:
    """Return a path with percent signs only where they are needed (RFC 9309, 2.2.2)."""

    def one(match: re.Match[str]) -> str:
        if match[1] is None:
            return "".join(f"%{byte:02X}" for byte in match[2].encode("utf-8", "replace"))
        letter = chr(int(match[1], 16))
        return letter if _UNRESERVED.fullmatch(letter) else match[0].upper()

    return _PERCENT.sub(one, text)


def _pattern(value: str) -> str:
    """Return a rule's path in the same form; only `$` at its end is more than a letter."""
    head, tail = (value[:-1], "$") if value.endswith("$") else (value, "")
    return _normal(head).replace("$", "%24") + tail


def _fits(pattern: str, path: str) -> bool:
    """Return whether `path` begins as `pattern` says; without trying again, as no rule needs to."""
    ends = pattern.endswith("$")
    first, *parts = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    last = parts.pop() if ends and parts else None
    for part in parts:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    if last is not None:
        return len(path) - len(last) >= at and path.endswith(last)
    return not ends or at == len(path)
