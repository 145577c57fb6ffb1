"""Findings → the sections of a page after "In brief", as far as there is room.

A section stands where it has something to say and fits.  What is on the page already is not said
again; names come in one line, and the other sections have at most `MOST` entries.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from brief.fitting import PAGE_LINES, Measure, fits
from brief.material import folded
from brief.model import SECTIONS, Briefing, Citation, Findings, Line, Name, Quote

#: Entries of a section, at most, and names in the line of names.
MOST = {"differ": 3, "timeline": 5, "quotes": 2, "names": 6}
#: Origins that a line cites besides its own, at most.
MOST_SUPPORT = 3
#: Sections of what is looked for only where there is room, and words that none does without.
LATER, LEAST_SECTION = ("timeline", "quotes", "names"), 10
#: Share of the budget that is kept for what differs, at most, and the budget from which on.
RESERVED, LEAST_RESERVING = 0.15, 300
#: Share of the page that is kept for sections that a user has chosen.
CHOSEN = 0.35
#: Words and lines of that section's heading.
HEADING = (3, 3)
#: Words and lines of a source, about.
SOURCE = (17, 2)
#: Words of a figure's citation, a day with it where figures follow each other; columns of a line.
CITED, WIDTH = {False: 1, True: 4}, 96
#: Words of a quotation that is printed, and articles that a name on the page stands in.
QUOTED = (6, 40)
NAMED_IN = 2


def leaving_room(
    measure: Measure, findings: Findings, sections: Sequence[str], budget: int, sources: int = 0
) -> Measure:
    """Return a measure that keeps room for sections while the rest of a page is composed.

    `sources` are articles that only what differs may cite.  For what differs as much as it takes,
    within `RESERVED`; where a user has chosen sections other than the usual ones, `CHOSEN`, so that
    "In brief" has the greater half.
    """
    words, rows = 0, 0
    if tuple(sections) != SECTIONS and set(sections) - {"articles"}:
        words, rows = int(budget * CHOSEN), int(PAGE_LINES * CHOSEN)
    elif "differ" in sections and findings.figures and budget >= LEAST_RESERVING:
        first = findings.figures[0]
        told = [figure.text for figure in first.values]
        wanted = HEADING[0] + sum(len(text.split()) + CITED[first.updated] for text in told)
        wanted += sources * SOURCE[0]
        words = min(wanted, int(budget * RESERVED))
        rows = HEADING[1] + 1 + sum(len(text) + 6 * CITED[first.updated] for text in told) // WIDTH
        rows += sources * SOURCE[1]

    def measured(briefing: Briefing) -> tuple[int, int]:
        found, height = measure(briefing)
        return found + words, height + rows

    return measured


def corroborated(
    briefing: Briefing, support: Mapping[Line, tuple[Citation, ...]], measure: Measure
) -> Briefing:
    """Cite for each line of "In brief" the other origins that say the same, where there is room."""
    for line in briefing.in_brief:
        cited = {one.document for one in line.citations}
        more = {one.document: one for one in support.get(line, ()) if one.document not in cited}
        if more:
            first = tuple(more[number] for number in sorted(more))[:MOST_SUPPORT]
            grown = _with_citations(briefing, line, first)
            briefing = grown if fits(grown, measure) else briefing
    return briefing


def _with_citations(briefing: Briefing, line: Line, more: tuple[Citation, ...]) -> Briefing:
    def changed(lines: Sequence[Line]) -> tuple[Line, ...]:
        fuller = replace(line, citations=(*line.citations, *more))
        return tuple(fuller if each == line else each for each in lines)

    stories = (replace(story, in_brief=changed(story.in_brief)) for story in briefing.stories)
    return replace(briefing, in_brief=changed(briefing.in_brief), stories=tuple(stories))


def with_sections(
    briefing: Briefing,
    findings: Findings,
    sections: Sequence[str],
    measure: Measure,
    supported: Callable[[Sequence[Line]], Mapping[Line, tuple[Citation, ...]]],
    completed: Callable[[Findings], Findings],
) -> Briefing:
    """Return the page with its findings, and with the sections that find room, in their order.

    `supported` looks for what else supports some lines, `completed` for events, quotations and
    names, if there is any room for them.
    """
    if "articles" not in sections:
        hidden = tuple(replace(entry, on_page=False) for entry in briefing.articles)
        briefing = replace(briefing, articles=hidden)
    briefing = replace(briefing, findings=findings, sections=tuple(sections))
    briefing = corroborated(briefing, supported(briefing.in_brief), measure)
    for name in sections:
        if name in LATER and not briefing.findings.whole:
            words, rows = measure(briefing)
            if words + LEAST_SECTION > briefing.budget or rows + HEADING[1] >= PAGE_LINES:
                continue
            briefing = replace(briefing, findings=completed(briefing.findings))
        if name == "names":
            briefing = _if_it_fits(briefing, name, _named(briefing.findings), measure)
            continue
        for entry in _entries(briefing, name):
            briefing = _if_it_fits(briefing, name, (entry,), measure)
    return briefing


def _if_it_fits(
    briefing: Briefing, name: str, entries: Sequence[object], measure: Measure
) -> Briefing:
    more: dict[str, Any] = {name: (*getattr(briefing, name), *entries)}
    grown = replace(briefing, **more)
    return grown if fits(grown, measure) else briefing


def _entries(briefing: Briefing, name: str) -> Sequence[object]:
    """Return what a section has to say that is not on the page."""
    found = briefing.findings
    said = _said(briefing)
    match name:
        case "differ":
            return found.figures[: MOST[name]]
        case "timeline":
            return [one for one in found.timeline if folded(one.text) not in said][: MOST[name]]
        case "quotes":
            told = [one for one in found.quotes if _is_telling(one)]
            fresh = [one for one in told if not any(folded(one.text) in line for line in said)]
            return fresh[: MOST[name]]
        case _:
            return ()


def _is_telling(quote: Quote) -> bool:
    few, many = QUOTED
    return quote.speaker is not None and few <= len(quote.text.split()) <= many


def _named(findings: Findings) -> tuple[Name, ...]:
    shared = [one for one in findings.names if len(one.documents) >= NAMED_IN]
    return tuple(shared[: MOST["names"]]) if len(shared) > 1 else ()


def _said(briefing: Briefing) -> set[str]:
    shown = [*briefing.in_brief]
    shown += [line for entry in briefing.articles if entry.on_page for line in entry.sentences]
    return {folded(line.text) for line in shown}
