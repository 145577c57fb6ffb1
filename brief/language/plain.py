"""The one form in which texts are compared, whatever program wrote them.

Two papers have the same sentence with soft hyphens, with letters and accents apart (NFD), with
no-break spaces, in full width.  Whoever compares words, names, numbers or sentences asks here; the
text of an article stays as it is, and `places` leads from the plain form back to it.  Unicode
Standard Annex 15.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

#: What nobody sees: soft hyphens, joiners, marks of direction, variation selectors.
_UNSEEN = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    "\ufe00-\ufe0f\ufeff"
)
#: Spaces of any width.
_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
#: Full and half width, ligatures, Arabic letters by their place, letters of formulas.
_FORMS = "\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc\uff01-\uffee\U0001d400-\U0001d7ff"
_INVISIBLE = re.compile(f"[{_UNSEEN}]+")
_ODD = re.compile(f"[{_UNSEEN}{_SPACES}{_FORMS}]")
_REFORMED = re.compile(f"[{_SPACES}{_FORMS}]+")
#: Consonants and vowels of Korean that make one letter together.
_JAMO = "\u1100", "\u11ff"
#: Marks that mean the same.
_MARKS = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("‐‑‒–—−", "-")
)


def plain(text: str) -> str:
    """Return `text` as its words are compared: composed (NFC), without what nobody sees.

    Forms of width and place become the plain letters (NFKC), spaces of any width plain ones.
    Most texts come back as they are, quickly.
    """
    if text.isascii():
        return text
    if _ODD.search(text):
        text = _INVISIBLE.sub("", text)
        text = _REFORMED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return unicodedata.normalize("NFC", text)


def compared(text: str) -> str:
    """Return `text` as whole sentences are compared: plain, one line, one kind of each mark.

    Neither capitals nor the shape of quotation marks and dashes make two sentences of one.
    """
    text = plain(text)
    return " ".join((text if text.isascii() else text.translate(_MARKS)).split()).casefold()


def places(text: str) -> Sequence[int]:
    """Return where in `text` each character of `plain(text)` begins, and its end.

    `text[places[start]:places[end]]` is what `plain(text)[start:end]` was.
    """
    short = plain(text)
    composed = unicodedata.is_normalized("NFC", text) and not _INVISIBLE.search(text)
    if short == text or (composed and len(short) == len(text)):
        return range(len(text) + 1)
    begins: list[int] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not _belongs(text[place]):
            begins += [start] * len(plain(text[start:place]))
            start = place
    return (*begins[: len(short)], len(text))


def _belongs(character: str) -> bool:
    """Return whether a character makes one letter with what stands before it."""
    unseen = _INVISIBLE.match(character) is not None
    return (
        unseen or unicodedata.category(character)[0] == "M" or (_JAMO[0] <= character <= _JAMO[1])
    )
