"""The page as PDF: exactly one sheet of paper.

The type is as large as lets everything stand on the sheet, of `SIZES`.  Where it does not stand
there in the smallest, things leave the page in the order of `page.giving_way`; what has no room is
counted on the page as in every format.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from brief.errors import UsageError
from brief.formats.pdf import fonts, typesetting
from brief.formats.pdf.layout import characters, page_of
from brief.model import Briefing
from brief.page.giving_way import KEY, claims, without

T = TypeVar("T")

#: The sheets that a page is printed on, by the names that typst has for them.
PAPERS = {"a4": "a4", "letter": "us-letter"}
#: Points of the text, the best first; what is smaller is hard to read on paper.
SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
#: Characters that no sheet has room for, twice as many as stand on a full one.  To typeset more
#: only to see that they do not fit takes long.
MOST_CHARACTERS = 16_000


def render(briefing: Briefing, paper: str = "a4", *, strict: bool = True) -> bytes:
    """Return the page as PDF of one sheet of `paper`, one of `PAPERS`.

    Not `strict`, a sign stands for each letter of a script that no font has.

    Raises:
        UsageError: typst is not installed, no font has a script of the page, or nothing of it
            stands on a sheet.
    """
    typesetting.refuse_without_typst()
    sheet = _Sheet(paper, strict)
    whole = _first(SIZES, lambda size: sheet.made(briefing, size))
    return whole if whole is not None else _shortened(briefing, sheet)


def _shortened(briefing: Briefing, sheet: _Sheet) -> bytes:
    """Return the page in the smallest type, with as few things gone as must go."""
    leaving = claims(briefing)

    def left(count: int) -> bytes | None:
        gone = leaving[:count]
        return sheet.made(without(briefing, gone), SIZES[-1], compact=KEY in gone)

    made = _first(range(1, len(leaving) + 1), left)
    if made is None:
        problem = "the page does not stand on one sheet, whatever is left out"
        raise UsageError(problem, where="pdf", advice="write it as HTML: -o page.html")
    return made


def _first(choices: Sequence[T], make: Callable[[T], bytes | None]) -> bytes | None:
    """Return what is made of the first choice of which anything is: all behind it would do, too."""
    first, last = 0, len(choices)
    best: bytes | None = None
    while first < last:
        middle = (first + last) // 2
        made = make(choices[middle])
        if made is None:
            first = middle + 1
        else:
            best, last = made, middle
    return best


@dataclass(slots=True)
class _Sheet:
    """A sheet of paper, and what is known of the fonts for it."""

    paper: str
    strict: bool  #: Whether a script that no font has is refused.
    #: The characters that were looked for in the fonts, and those that were not there.
    known: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)

    def made(self, briefing: Briefing, size: float, *, compact: bool = False) -> bytes | None:
        """Return a page in type of a size as PDF; None where it needs more than one sheet.

        Raises:
            UsageError: no font has a script of the page.
        """
        page = page_of(briefing, compact=compact)
        if characters(page) > MOST_CHARACTERS:
            return None
        laid_out = {
            **page,
            "paper": PAPERS[self.paper],
            "size": size,
            "serif": fonts.families(fonts.SERIF),
            "sans": fonts.families(fonts.SANS),
            "signs": fonts.SIGNS,
        }
        made = self._typeset(json.dumps(laid_out, ensure_ascii=False))
        return made if typesetting.sheets(made) == 1 else None

    def _typeset(self, page: str) -> bytes:
        """Return a page as PDF; a sign stands for what no font has."""
        shown = {character for character in set(page) if not character.isascii()}
        shown |= set(fonts.STAND_INS)
        if unknown := shown - self.known:
            self.known |= unknown
            self._lack(typesetting.missing(sorted(unknown), fonts.families(fonts.SERIF)))
        while True:
            try:
                return typesetting.typeset(fonts.without(page, self.missing))
            except typesetting.Missing as lacking:
                # Marks that no font has on these letters are shown as well as it goes.
                if lacking.characters <= self.missing:
                    return typesetting.typeset(fonts.without(page, self.missing), strict=False)
                self._lack(lacking.characters)

    def _lack(self, characters: frozenset[str]) -> None:
        if self.strict:
            fonts.refuse_missing(characters)
        self.missing |= characters
