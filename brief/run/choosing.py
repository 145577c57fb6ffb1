"""Choose between the page behind a feed's link and the text that the feed itself has."""

from __future__ import annotations

import re

from brief.model import Document, Skipped
from brief.readers.entries import WHOLE
from brief.readers.fragment import prose_words

#: The share of the feed's telling words that a page with the same article has.  Of pairs of real
#: articles, 99 in 100 on different matters share less than 0.18, half of those on one matter 0.43.
_SAME = 0.25
#: The prose of such a page, as a share of the feed's: it may leave out a credit or a caption.
_LEAST = 0.8
#: Words that tell one article from another: the short ones stand in every text.
_TELLING = re.compile(r"\w{5,}")
#: Different words; fewer of them decide nothing.
_ENOUGH = 20


def better(page: Document | Skipped, own: Document | Skipped | None) -> tuple[Document | None, str]:
    """Return the text in the feed where it is the better one, and why; None where the page is.

    Of fewer than `WHOLE` words of prose, the text in a feed announces an article and is none.  With
    more, it is better than a page that cannot be had, that has no article, that has less of it (a
    paywall), or another text (a consent wall, the home page).
    """
    if own is None or isinstance(own, Skipped) or (words := prose_words(own)) < WHOLE:
        return None, ""
    taken = f"the {words} words of the feed are taken"
    if isinstance(page, Skipped):
        return own, f"{page.reason.partition('; ')[0]}; {taken}"
    if (there := prose_words(page)) < _LEAST * words:
        return own, f"the page has {there} words; {taken}"
    telling = _telling(own)
    if len(telling) >= _ENOUGH and len(telling & _telling(page)) < _SAME * len(telling):
        return own, f"the page has another text; {taken}"
    return None, ""


def _telling(document: Document) -> frozenset[str]:
    return frozenset(_TELLING.findall(document.text.casefold()))
