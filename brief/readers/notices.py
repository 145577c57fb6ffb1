"""Whether a paragraph is a page's word to its reader: that it sets cookies, or that reading costs.

The patterns are data (`data/notices.txt`).  They speak in the first or second person, as no report
does; with quotation marks around it, it may be one, though, and the paragraph stays.
"""

from __future__ import annotations

import re
from functools import cache

from brief.language.words import alternatives

#: Characters of a consent text, and of a line that asks for a subscription, at most.
_CONSENT, _PAYWALL = 2500, 300
_QUOTES = frozenset('"“”„«»‹›「」')


def is_notice(words: str) -> bool:
    """Return whether a paragraph is about the page's own cookies or subscriptions."""
    if len(words) > _CONSENT or not _QUOTES.isdisjoint(words):
        return False
    folded = words.casefold().replace("’", "'")
    if len(words) <= _PAYWALL and _pattern("paywall").search(folded):
        return True
    return _pattern("consent").search(folded) is not None


@cache
def _pattern(section: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('notices', section)})")
