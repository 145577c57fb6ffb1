"""The one mapping from an article's characters to those of a page, and the words a reader counts.

Every format shows `visible(text)`, and the check of a page compares it with
`visible(source[start:end])`, so that both sides agree on what "to the character" means.
"""

from __future__ import annotations

import re
from functools import cache

# C0 (white space is gone by then), DEL, C1, what embeds, overrides or isolates a direction, and
# surrogates that stand alone: what a terminal would obey, or what turns the text around it.
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PICTURES = 0x2400
# Default_Ignorable_Code_Point of Unicode 16 (DerivedCoreProperties.txt), without what turns a
# direction: the marks of one (U+061C, U+200E, U+200F) and those above.  The last of the BMP are
# marks of interlinear annotation, which programs swap and do not show.
_NEVER_SEEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
)
# Those of them that Unicode calls letters.
_FILLERS = "\u115f\u1160\u3164\uffa0"
#: Of one direction: Arabic letter mark, left to right, right to left.
MARKS = "\u061c\u200e\u200f"
#: What a reader does not see, but C0 and surrogates; for a set of a regular expression.
UNSEEN = f"\x7f-\x9f{MARKS}\u2028-\u202e\u2066-\u2069{_NEVER_SEEN}"
_UNSEEN = re.compile(f"[\x00-\x1f\ud800-\udfff{UNSEEN}]")
# What the unseen shape.  Letters that join, or that stack: Arabic and its neighbours, the scripts
# of India and of what is east of it, Mongolian.
_SHAPED = (
    "\u0620-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0710-\u07ff\u0840-\u08ff\u0900-\u0dff\u0f00-\u109f"
    "\u1780-\u17b3\u17b6-\u180a\u1810-\u18af\u1a20-\u1aaf\u1b00-\u1bff\ua800-\uaaff\uabc0-\uabff"
    "\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00010aff\U00010d00-\U00010fff\U00011000-\U00011fff"
    "\U0001e900-\U0001e95f"
)
_EMOJI = "\u00a9\u00ae\u203c\u2049\u2122-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_IDEOGRAPH = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KEPT = rf"""
    (?P<kept>
        (?<=[{_SHAPED}])\u200c(?=[{_SHAPED}])
      | (?<=[{_SHAPED}])\u200d
      | (?: (?<=[{_EMOJI}]) | (?<=[{_EMOJI}]\ufe0f) )\u200d(?=[{_EMOJI}])
      | (?<=[{_EMOJI}])[\ufe0e\ufe0f] | (?<=[0-9\#*])\ufe0f(?=\u20e3)
      | (?<=[{_EMOJI}{_IDEOGRAPH}])[\ufe00-\ufe0d\U000e0100-\U000e01ef]
      | (?<=[\u1820-\u18aa])[\u180b-\u180d\u180f]
        # The flags of England, Scotland and Wales.
      | (?<=\U0001f3f4)\U000e0067\U000e0062(?:
            \U000e0065\U000e006e\U000e0067 | \U000e0073\U000e0063\U000e0074
          | \U000e0077\U000e006c\U000e0073
        )\U000e007f
    )
  | (?P<mark>[{MARKS}])[{MARKS}{_NEVER_SEEN}]*
  | [{_NEVER_SEEN}]
"""
_RIGHT_TO_LEFT = (
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


def visible(text: str) -> str:
    """Return `text` as a page shows it: one line, nothing in it that acts or hides.

    What a reader does not see is left out, but where it shapes what is seen: in a word of a script
    that joins its letters, in an emoji; and of marks of a direction, the first of each run in a
    text with letters that are written from right to left.
    Runs of white space (as `str.split` knows it) become one space, the ends are stripped.
    C0 controls become their pictures (U+2400 + code), what else acts U+FFFD.
    `visible(visible(text)) == visible(text)`.
    """
    shown = " ".join(text.split())
    if shown.isprintable() if shown.isascii() else not _UNSEEN.search(shown):
        return shown
    return _ACTING.sub(_stand_in, " ".join(seen(text).split()))


def seen(text: str) -> str:
    """Return `text` without what a reader does not see and nothing shows, as `visible` does."""
    both_ways = re.search(_RIGHT_TO_LEFT, text) is not None

    def kept(unseen: re.Match[str]) -> str:
        return unseen["kept"] or (unseen["mark"] or "" if both_ways else "")

    return _kept_or_not().sub(kept, text)


@cache
def _kept_or_not() -> re.Pattern[str]:
    """Return what hides, with what of it is kept; few articles have any, and it is slow to make."""
    return re.compile(_KEPT, re.VERBOSE)


def _stand_in(acting: re.Match[str]) -> str:
    code = ord(acting[0])
    return chr(_PICTURES + code) if code < 0x20 else "\ufffd"


def count_words(text: str) -> int:
    """Return how many tokens between white space hold a letter or a digit that is seen."""
    if not text.isascii() and any(filler in text for filler in _FILLERS):
        text = seen(text)
    return sum(1 for token in text.split() if token[0].isalnum() or any(map(str.isalnum, token)))
