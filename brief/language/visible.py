"""The one mapping from an article's characters to those of a page, and the words a reader counts.

Every format shows `visible(text)`, and the check of a page compares it with
`visible(source[start:end])`, so that both sides agree on what "to the character" means.
"""

from __future__ import annotations

import re

# C0 (white space is gone by then), DEL, C1, what embeds, overrides or isolates a direction,
# surrogates that stand alone, and the byte order mark: what a terminal would obey or a reader would
# not see.  The marks of one direction (U+061C, U+200E, U+200F) stay: Hebrew and Arabic need them.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_PICTURES = 0x2400


def visible(text: str) -> str:
    """Return `text` as a page shows it: one line, nothing in it that acts or hides.

    Runs of white space (as `str.split` knows it) become one space, the ends are stripped.
    C0 controls become their pictures (U+2400 + code), the other unseen ones U+FFFD.
    `visible(visible(text)) == visible(text)`.
    """
    return _UNSEEN.sub(_stand_in, " ".join(text.split()))


def _stand_in(unseen: re.Match[str]) -> str:
    code = ord(unseen[0])
    return chr(_PICTURES + code) if code < 0x20 else "\ufffd"


def count_words(text: str) -> int:
    """Return how many tokens between white space hold a letter or a digit."""
    return sum(1 for token in text.split() if token[0].isalnum() or any(map(str.isalnum, token)))
