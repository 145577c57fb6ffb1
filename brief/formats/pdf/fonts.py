"""The fonts of a printed page: Noto, and those that typst brings for what Noto has not.

No other font of a machine is used, so that a page has the same bytes wherever the same Noto fonts
are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from brief.errors import UsageError

if TYPE_CHECKING:
    from typst import Fonts

#: In front of the others, for text and for labels.
SERIF = ("Noto Serif", "Noto Naskh Arabic")
SANS = ("Noto Sans", "Noto Naskh Arabic")
#: What typst has inside: Latin, Greek, Cyrillic and Hebrew, and what signs are taken from.
EMBEDDED = ("Libertinus Serif",)
SIGNS = ("New Computer Modern Math", "DejaVu Sans Mono")
# What holds parts of an emoji together, or varies what is before it.
_JOINING = "\u200d\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff"
#: What stands for a character that no font has; the second where no font has the first.
STAND_INS = ("\ufffd", "?")
_CORE, _CJK = "fonts-noto-core", "fonts-noto-cjk"
#: Scripts, as Unicode names their characters, that are in fonts with other names.
_OTHERWISE = {
    **dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"), "CJK"),
    **dict.fromkeys(("LATIN", "GREEK", "CYRILLIC"), ""),
}
_CALLED = {"CJK": "Chinese characters", "HIRAGANA": "Japanese", "KATAKANA": "Japanese"}
#: Faces of Noto that are for other things than text on paper.
_NOT_FOR_TEXT = ("Color", "Mono", "Display", "Looped", "Kufi", "Nastaliq", "Rashi", "Signs")


@cache
def found() -> Fonts:
    """Return the fonts of this machine and those in typst; looking for them takes a while."""
    from typst import Fonts

    return Fonts()


@cache
def installed() -> frozenset[str]:
    """Return the names of the families that there are."""
    return frozenset(found().families())


def families(first: Sequence[str]) -> list[str]:
    """Return the families of a page in the order in which a character is looked for in them."""
    noto = sorted(
        name
        for name in installed()
        if name.startswith("Noto ") and not any(face in name for face in _NOT_FOR_TEXT)
    )
    kind = first[0]
    like = [name for name in noto if name.startswith(f"{kind} ")]
    every = dict.fromkeys((*first, *like, *noto, *EMBEDDED))
    return [name for name in every if name in installed()]


def without(page: str, missing: Collection[str]) -> str:
    """Return a page, as JSON, with a sign for what no font has, one for a whole emoji."""
    if not missing:
        return page
    stand_in = next((sign for sign in STAND_INS if sign not in missing), STAND_INS[-1])
    lacking = "".join(f"\\U{ord(character):08x}" for character in missing)
    return re.sub(f"[{lacking}](?:[{_JOINING}]+[{lacking}]?)*", stand_in, page)


def refuse_missing(characters: Iterable[str]) -> None:
    """Refuse a page with letters whose script is in no font here.

    Raises:
        UsageError: with the script and the package that has it.
    """
    for character in sorted(characters):
        if unicodedata.category(character)[0] not in "LM":
            continue
        script = unicodedata.name(character, "").partition(" ")[0]
        if script and not _has(script):
            called = _CALLED.get(script, script.title())
            package = _CJK if _OTHERWISE.get(script) == "CJK" else _CORE
            advice = f"install the Noto fonts that have it (on Debian and Ubuntu: {package})"
            raise UsageError(f"no font for {called} is installed", where="pdf", advice=advice)


def _has(script: str) -> bool:
    """Return whether there is a font of a script; one that is of no known font lacks nothing."""
    name = _OTHERWISE.get(script, script.title())
    if script not in _OTHERWISE and script.title() not in _SCRIPTS:
        return True
    named = tuple(f"Noto {kind} {name}".strip() for kind in ("Sans", "Serif", "Naskh"))
    if not name:
        return not installed().isdisjoint(named)
    return any(family.startswith(named) for family in installed())


#: Scripts in which people write news today, each with a font of Noto that is called after it.
_SCRIPTS = frozenset(
    (
        "Arabic Armenian Bengali Devanagari Ethiopic Georgian Gujarati Gurmukhi Hebrew Kannada"
        " Khmer Lao Malayalam Mongolian Myanmar Oriya Sinhala Syriac Tamil Telugu Thaana"
        " Thai Tibetan"
    ).split()
)
