"""Findings → the sections of a page after "In brief", as far as there is room.

A section stands where it has something to say and fits.  What is on the page already is not said
again; names come in one line, and the other sections have at most `MOST` entries.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from brief.errors import UsageError
from brief.model import (
    USUAL,
    Briefing,
    Citation,
    Comparison,
    Dispute,
    Figure,
    Findings,
    Line,
    Name,
    Quote,
)
from brief.page.material import folded
from brief.page.sheet import SHEET_LINES, Measure, fits, larger

#: Entries of a section, at most, and names in the line of names.
MOST = {"differ": 3, "timeline": 5, "quotes": 2, "names": 6}
#: Articles of a set whose support for each line is put into a table: more make it too wide.
TABLED = range(2, 9)
#: Other articles that a line cites, at most, and where they are more.
MANY, FEW = 12, 3
#: Figures that a line names as those of before, at most: the last ones.
MOST_EARLIER = 3
#: Sections of what is looked for only where there is room: words and lines that none does without.
LATER, LEAST_SECTION = ("timeline", "quotes", "names"), (10, 4)
#: Lines of "In brief" that what differs may take: the last that were chosen.
GIVEN_UP = 1
#: Share of the page that is kept for sections that a user has chosen.
CHOSEN = 0.35
#: Words of a quotation that is printed, and articles that a name on the page stands in.
QUOTED = (6, 40)
NAMED_IN = 2


def leaving_room(
    fill: Callable[[Measure], Briefing], measure: Measure, sections: Sequence[str], budget: int
) -> Briefing:
    """Return a page that `fill` has filled, with room left for the sections that follow.

    The first comparison, or else dispute, that takes no more than `GIVEN_UP` lines of "In brief",
    measured as it will stand with the sources that it brings, is on the page already.  Where a user
    has chosen sections other than the usual ones, `CHOSEN` of the page is theirs, if the rest is
    enough for a page.
    """

    def measured_with(shown: dict[str, Any]) -> Measure:
        return lambda page: measure(replace(page, **shown))

    if tuple(sections) != USUAL and set(sections) - {"articles"}:
        words = int(budget * CHOSEN)
        return _within(fill, _enlarged(measure, words, int(SHEET_LINES * CHOSEN))) or fill(measure)
    plain = fill(measure)
    if "differ" not in sections or not plain.in_brief:
        return plain
    wanted: list[Comparison | Dispute] = []
    for one in _differing(plain):
        wanted.append(one)
        if isinstance(one, Comparison) and one.place:
            wanted.append(replace(one, place=None))  # What of goes before which.
    for one in wanted:
        shown: dict[str, Any] = {"differ": (one,)}
        kept = _within(fill, measured_with(shown))
        if kept and len(kept.in_brief) >= len(plain.in_brief) - GIVEN_UP:
            return replace(kept, **shown)
    return plain


def _enlarged(measure: Measure, more_words: int, more_rows: int) -> Measure:
    """Return a measure of pages that are to have room for more."""

    def enlarged(page: Briefing) -> tuple[int, int]:
        words, rows = measure(page)
        return words + more_words, rows + more_rows

    return enlarged


def _within(fill: Callable[[Measure], Briefing], measure: Measure) -> Briefing | None:
    try:
        return fill(measure)
    except UsageError:
        return None


def corroborated(line: Line, support: Sequence[Citation], earlier: Sequence[Figure]) -> Line:
    """Return a line with what supports it, and the figures that its own has replaced.

    `support` has a place in each other article that states it, copies too.  The line cites all of
    them, or `FEW` where they are more than `MANY`.
    """
    stated = replace(line, support=tuple(support), earlier=tuple(earlier[-MOST_EARLIER:]))
    own, *others = stated.places()
    return replace(stated, citations=(own, *others[: len(others) if len(others) <= MANY else FEW]))


def with_sections(
    briefing: Briefing,
    sections: Sequence[str],
    measure: Measure,
    completed: Callable[[Findings], Findings],
) -> Briefing:
    """Return the page with the sections that find room, in their order.

    `completed` looks for events, quotations and names, if there is any room for them.
    """
    looked = briefing.findings.whole
    for name in sections:
        if name in LATER and not looked:
            if not fits(briefing, _enlarged(measure, *LEAST_SECTION)):
                continue
            briefing, looked = replace(briefing, findings=completed(briefing.findings)), True
        if name == "support":
            briefing = _tabled(briefing, measure)
            continue
        if name == "names":
            briefing = _if_it_fits(briefing, name, _named(briefing.findings), measure)
            continue
        for entry in _entries(briefing, name):
            briefing = _if_it_fits(briefing, name, (entry,), measure)
    return briefing


def _tabled(briefing: Briefing, measure: Measure) -> Briefing:
    """Return the page with the table of support, where some line has any and the table fits."""
    several = any(len(line.places()) > 1 for line in briefing.in_brief)
    if len(briefing.documents) not in TABLED or not several:
        return briefing
    return larger(briefing, replace(briefing, support=True), measure)


def _if_it_fits(
    briefing: Briefing, name: str, entries: Sequence[object], measure: Measure
) -> Briefing:
    more: dict[str, Any] = {name: (*getattr(briefing, name), *entries)}
    return larger(briefing, replace(briefing, **more), measure)


def _entries(briefing: Briefing, name: str) -> Sequence[object]:
    """Return what a section has to say that is not on the page."""
    found = briefing.findings
    said = {folded(line.text) for line in briefing.shown()}
    known = briefing.unchanged or ()
    match name:
        case "differ":
            there = {one.values for one in briefing.differ}
            return [one for one in _differing(briefing) if one.values not in there]
        case "timeline":
            fresh = (
                one
                for one in found.timeline
                if one.clear and folded(one.text) not in said and _is_new(one.citations, known)
            )
            return [one for one in fresh if not _is_outdated(found, one.citations[0])][: MOST[name]]
        case "quotes":
            told = [one for one in found.quotes if _is_telling(one)]
            told = [one for one in told if _is_new((one.citation,), known)]
            new = [one for one in told if not any(folded(one.text) in line for line in said)]
            return [one for one in new if not _is_outdated(found, one.citation)][: MOST[name]]
        case _:
            return ()


def _differing(page: Briefing) -> list[Comparison | Dispute]:
    """Return what may stand where articles differ: most figures first, then disputes."""
    most, found, known = MOST["differ"], page.findings, page.unchanged or ()
    differing = [figure for figure in found.figures if _is_of_one_time(page, figure)]
    every: list[Comparison | Dispute] = [*differing[:most], *found.disputes[:most]]
    new = [one for one in every if _is_new([value.citation for value in one.values], known)]
    return new[:most]


def _is_of_one_time(page: Briefing, comparison: Comparison) -> bool:
    """Return whether figures are of one day or the next: others may be of another event."""
    dates = [page.documents[value.citation.document - 1].date for value in comparison.values]
    days = [day for day in dates if day]
    near = len(days) == len(dates) and (max(days) - min(days)).days <= 1
    return near and not comparison.updated


def _is_new(citations: Iterable[Citation], known: Collection[int]) -> bool:
    return any(one.document not in known for one in citations)


def _is_outdated(found: Findings, place: Citation) -> bool:
    return any(
        place.document == one.document and one.start <= place.start < one.end
        for one in found.outdated
    )


def _is_telling(quote: Quote) -> bool:
    few, many = QUOTED
    return quote.speaker is not None and quote.named and few <= len(quote.text.split()) <= many


def _named(findings: Findings) -> tuple[Name, ...]:
    shared = [one for one in findings.names if len(one.documents) >= NAMED_IN]
    return tuple(shared[: MOST["names"]]) if len(shared) > 1 else ()
