"""What feedparser is spared of, since it takes quadratic time for it: tags and styles without end.

feedparser sanitises the HTML of entries while it parses a feed.  Here that is done afterwards, by
its own sanitiser, so that styles can be looked at first.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

#: Attributes of a tag of a feed; one with more loses all.  Characters of a style.
MOST_ATTRIBUTES, LONGEST_STYLE = 200, 300

#: A tag with so many characters before the next one that its attributes are worth counting.
_LONG_TAG = re.compile(
    r"<(?=[^<]{1000})([^\s<>/!?\"'=]{1,200})((?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)>"
)
_MARKUP = frozenset(("text/html", "application/xhtml+xml", "html", "xhtml"))


def without_long_tags(text: str) -> str:
    """Return a feed's XML without the attributes of tags that have more than any tag needs."""
    return _LONG_TAG.sub(_shortened, text)


def _shortened(tag: re.Match[str]) -> str:
    if tag[2].count("=") <= MOST_ATTRIBUTES:
        return tag[0]
    return f"<{tag[1]}{'/' if tag[2].endswith('/') else ''}>"


def sanitised(markup: str, kind: str) -> str:
    """Return the HTML of an entry without scripts and the like, as feedparser has it.

    `kind` is its media type; what is no HTML stays as it is.  A style of more than `LONGEST_STYLE`
    characters is left out.  What the sanitiser cannot read stays as it is, too: what reads it next
    takes no script for words.
    """
    if kind not in _MARKUP or not markup:
        return markup
    sanitiser = _sanitiser()(None, kind)
    try:
        sanitiser.feed(markup.replace("<![CDATA[", "&lt;![CDATA["))
        output: str = sanitiser.output()
    except Exception:  # whatever broken markup makes the sanitiser raise
        return markup
    return output.strip().replace("\r\n", "\n")


@cache
def _sanitiser() -> Any:
    # Not in the public interface of feedparser, whose own use of it cannot be bounded.
    from feedparser.sanitizer import _HTMLSanitizer

    class Sanitiser(_HTMLSanitizer):  # type: ignore[misc]
        def sanitize_style(self, style: str) -> Any:
            return super().sanitize_style(style) if len(style) <= LONGEST_STYLE else ""

    return Sanitiser
