"""Twenty annotated articles beside what the program finds in them: events, quotations, names.

`cases/annotated.json` has places in the articles of `../shared`, marked by a language model that
read them with a guide and without the program's answers.  An event is found where its sentence is
cited with its date, a quotation where nine tenths of its characters are, a name where one of its
forms is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import brief
from brief.model import Briefing, Citation
from brief.pipeline.completing import completed

CASES = Path(__file__).parent / "cases" / "annotated.json"
#: Share of the characters of two quotations together that both of them have.
SAME_WORDS = 0.9
#: The kinds of name that must be found; others may be.
WANTED = frozenset(("person", "organisation", "place"))
MEASURES = ("events", "quotations", "speakers", "names")


@dataclass(frozen=True, slots=True)
class Tally:
    """What was found, and what should have been."""

    right: int = 0
    found: int = 0
    #: Of what is wanted, how much was found, and how much there is.
    met: int = 0
    wanted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.right + other.right,
            self.found + other.found,
            self.met + other.met,
            self.wanted + other.wanted,
        )

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.met / self.wanted if self.wanted else 1.0


@dataclass(frozen=True, slots=True)
class Miss:
    """Something found that is not there (`found`), or the other way round."""

    what: str
    file: str
    found: bool
    text: str


def articles() -> list[dict[str, Any]]:
    """Return the annotated articles."""
    found: list[dict[str, Any]] = json.loads(CASES.read_text(encoding="utf-8"))["articles"]
    return found


def measured(
    folder: Path, files: Sequence[str] | None = None
) -> tuple[dict[str, Tally], list[Miss]]:
    """Return what is found in the articles of `folder`, each read with the nine of its story."""
    total = dict.fromkeys(MEASURES, Tally())
    misses: list[Miss] = []
    for each in articles():
        if files is not None and each["file"] not in files:
            continue
        made = _page(folder, each["file"][:4])
        (own,) = (one for one in made.documents if one.path.endswith(each["file"]))
        for what, tally, missed in _compared(made, own.id, own.text, each):
            total[what] += tally
            misses += [Miss(what, each["file"], *one) for one in missed]
    return total, misses


_PAGES: dict[tuple[Path, str], Briefing] = {}


def _page(folder: Path, story: str) -> Briefing:
    key = folder, story
    if key not in _PAGES:
        reading = brief.read([str(path) for path in sorted(folder.glob(f"{story}*"))])
        _PAGES[key] = brief.brief(reading, now=date(2026, 11, 20))
    return _PAGES[key]


def _compared(
    made: Briefing, number: int, text: str, each: dict[str, Any]
) -> Iterator[tuple[str, Tally, list[tuple[bool, str]]]]:
    found = completed(made.documents, made.findings, made.groups())
    yield (
        "events",
        *_events(
            [
                (place, one.date, place == one.citations[0])
                for one in found.timeline
                for place in one.citations
                if place.document == number
            ],
            each["events"],
            text,
        ),
    )
    quotes = [one for one in found.quotes if one.citation.document == number]
    yield (
        "quotations",
        *_quotations([one.citation for one in quotes], each["quotes"], text),
    )
    yield (
        "speakers",
        *_speakers([(one.citation, one.speaker) for one in quotes], each["quotes"], text),
    )
    names = [one for one in found.names if number in one.documents]
    yield "names", *_names([(one.name, *one.variants) for one in names], each["names"], text)


_Missed = list[tuple[bool, str]]


def _events(
    found: Sequence[tuple[Citation, str, bool]], wanted: Sequence[Sequence[Any]], text: str
) -> tuple[Tally, _Missed]:
    def same(place: Citation, day: str, one: Sequence[Any]) -> bool:
        """Return whether they are one; "2007" is right of autumn 2007, if less than known."""
        dated = day == one[2] or ("/" in one[2] and one[2].startswith(day)) or len(one) > 3
        return place.start < one[1] and one[0] < place.end and dated

    firm = [one for one in wanted if len(one) == 3]
    # What only agrees with an entry need not have its date.
    counted = [
        (place, day)
        for place, day, first in found
        if not any(len(one) > 3 and same(place, day, one) for one in wanted)
        and (first or any(same(place, day, one) for one in wanted))
    ]
    right = [pair for pair in counted if any(same(*pair, one) for one in firm)]
    met = [one for one in firm if any(same(*pair, one) for pair in counted)]
    wrong = [(True, f"{d} {text[p.start : p.end]}") for p, d in counted if (p, d) not in right]
    lost = [(False, f"{one[2]} {text[one[0] : one[1]]}") for one in firm if one not in met]
    return Tally(len(right), len(counted), len(met), len(firm)), wrong + lost


def _quotations(
    found: Sequence[Citation], wanted: Sequence[Sequence[Any]], text: str
) -> tuple[Tally, _Missed]:
    firm = [one for one in wanted if len(one) == 3]
    counted = [one for one in found if not any(_same(one, x) for x in wanted if len(x) > 3)]
    right = [one for one in counted if any(_same(one, other) for other in firm)]
    met = [one for one in firm if any(_same(other, one) for other in counted)]
    wrong = [(True, text[one.start : one.end]) for one in counted if one not in right]
    lost = [(False, text[one[0] : one[1]]) for one in firm if one not in met]
    return Tally(len(right), len(counted), len(met), len(firm)), wrong + lost


def _same(place: Citation, one: Sequence[Any]) -> bool:
    shared = min(place.end, one[1]) - max(place.start, one[0])
    return shared >= SAME_WORDS * (max(place.end, one[1]) - min(place.start, one[0]))


def _speakers(
    found: Sequence[tuple[Citation, str | None]], wanted: Sequence[Sequence[Any]], text: str
) -> tuple[Tally, _Missed]:
    """Compare the speakers of the quotations that are found; a part of a name will do."""
    right = counted = met = there = 0
    missed: _Missed = []
    for place, speaker in found:
        known = next((one for one in wanted if _same(place, one)), None)
        if known is None or len(known) > 3:
            continue
        said = text[slice(*known[2])] if known[2] else None
        alike = said is not None and speaker is not None and _is_part(said, speaker)
        counted, there = counted + (speaker is not None), there + (said is not None)
        right, met = right + alike, met + alike
        if speaker != said and not alike:
            missed.append((speaker is not None, f"{speaker} for {said}"))
    return Tally(right, counted, met, there), missed


def _is_part(one: str, two: str) -> bool:
    a, b = (set(each.casefold().split()) for each in (one, two))
    return a <= b or b <= a


def _names(
    found: Sequence[Sequence[str]], wanted: Sequence[Sequence[Any]], text: str
) -> tuple[Tally, _Missed]:
    forms = [(one[0], {text[slice(*each)].casefold() for each in one[1:]}) for one in wanted]
    own = [{form.casefold() for form in forms} for forms in found]
    right = [each for each in own if any(each & known for _, known in forms)]
    firm = [known for kind, known in forms if kind in WANTED]
    met = [known for known in firm if any(known & each for each in own)]
    wrong = [(True, "; ".join(sorted(each))) for each in own if each not in right]
    lost = [(False, "; ".join(sorted(known))) for known in firm if known not in met]
    return Tally(len(right), len(own), len(met), len(firm)), wrong + lost
