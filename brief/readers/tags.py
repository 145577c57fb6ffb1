"""Tags of hostile length → tags that the parser reads in linear time.

libxml2 compares each attribute of a tag with all that stand before it.  A tag of more than
`_ATTRIBUTES` loses the later ones; nothing is ever cut inside an attribute, whose value may be a
whole gallery in JSON.
"""

from __future__ import annotations

import re
from itertools import islice

#: Attributes that a tag keeps, and characters from which on they are counted.
_ATTRIBUTES, _LONG = 200, 1000
#: A comment, a script or a tag, each to its end or that of the page: nothing is looked at twice.
_PARTS = re.compile(
    r"<!--(?:[^-]++|-(?!->))*+(?:-->|\Z)"
    r"|<(script|style)\b(?:[^<]++|<(?!/\1))*+(?:</\1|\Z)"
    r"|</?[a-z](?:[^>=]++|=\s*+(?:\"[^\"]*\"|'[^']*')|=)*+>?",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*\"|'[^']*'|[^\s>]*+))?")
_NAME = re.compile(r"</?[a-z][^\s/>]*", re.IGNORECASE)


def shortened(markup: str) -> str:
    """Return `markup` with at most `_ATTRIBUTES` attributes in each tag; linear in its length."""
    pieces: list[str] = []
    start = 0
    for part in _PARTS.finditer(markup):
        if part.end() - part.start() < _LONG or part[1] or part[0].startswith("<!"):
            continue
        end = _end_of_attributes(markup, part.start(), part.end())
        if end < part.end():
            pieces += markup[start:end], ">"
            start = part.end()
    return "".join([*pieces, markup[start:]])


def _end_of_attributes(markup: str, start: int, end: int) -> int:
    """Return where the last attribute that is kept ends, or `end` where all of them are."""
    name = _NAME.match(markup, start, end)
    attributes = _ATTRIBUTE.finditer(markup, name.end() if name else start, end)
    last = next(islice(attributes, _ATTRIBUTES - 1, None), None)
    return end if last is None or next(attributes, None) is None else last.end()
