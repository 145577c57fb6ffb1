"""A written page and its sources, read again: does it stand, and why does it say this?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from brief import readers
from brief.errors import ProvenanceError, UsageError
from brief.language.visible import visible
from brief.model import STDIN, Briefing, Document, Line, Skipped, written
from brief.page import proof
from brief.pipeline.comparing import completed
from brief.pipeline.earlier import page_at
from brief.pipeline.pages import brief
from brief.pipeline.reading import read
from brief.settings.signature import from_signature


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of reading a page and its sources again."""

    page: str
    sentences: int
    sources: int
    faults: tuple[written.Fault, ...]


def verify(page: str | Path, *, stdin: bytes | None = None) -> Verdict:
    """Read a page and its sources again; say whether every sentence stands to the character.

    Sources are looked for from the page's folder, then from the current one.  `stdin` is what
    standard input held when the page was made.  Raises `UsageError` where `page` is no page.
    """
    parsed = page_at(page)
    folder = Path(page).parent
    faults = proof.check_page(parsed, lambda source: _source(source, folder, stdin))
    return Verdict(
        str(page), sum(not one.is_title for one in parsed.claims), len(parsed.sources), faults
    )


def _source(source: written.SourceRef, folder: Path, stdin: bytes | None) -> Document | Skipped:
    if source.path == STDIN:
        return readers.read(STDIN, stdin)
    return readers.read(_located(source.path, folder))


def _located(path: str, folder: Path) -> str:
    beside = folder / path
    return str(beside) if beside.exists() else path


def explain(page: str | Path, number: int, *, stdin: bytes | None = None) -> Line:
    """Return the `number`th line of a page, from 1, with its reason; the page is made again for it.

    Raises `UsageError` where there is no such line, `ProvenanceError` where the articles are no
    longer those that the page was made from, or make another page now.
    """
    parsed = page_at(page)
    config = from_signature(parsed.signature)
    if config.since:
        config = replace(config, since=Path(_located(str(config.since), Path(page).parent)))
    paths = [_located(source.path, Path(page).parent) for source in parsed.sources]
    reading = read(paths, config, stdin=stdin)
    if {one.sha256 for one in reading} != {source.sha256 for source in parsed.sources}:
        raise ProvenanceError(
            "the articles have changed since the page was made",
            where=str(page),
            advice="make the page again, then explain it",
        )
    made = brief(reading, config, now=config.now or date.min)
    lines = _lines_on(parsed, made)
    if not 1 <= number <= len(lines):
        problem, advice = f"there is no sentence {number}", f"give 1 to {len(lines)}"
        raise UsageError(problem, where=str(page), advice=advice)
    line = lines[number - 1]
    if line is None:
        raise ProvenanceError(
            "its articles make another page now",
            where=str(page),
            advice="make the page again, then explain it",
        )
    return line


def _lines_on(page: written.Page, made: Briefing) -> list[Line | None]:
    """Return the line behind each sentence of a page, None where it is not made any more.

    By its words, not by its place: where the page lies, and what was skipped, may move a line.
    What a comparison of articles has found is no sentence that was chosen.
    """
    shown = [*made.in_brief]
    shown += [line for entry in made.articles if entry.on_page for line in entry.sentences]
    chosen = {visible(line.text): line for line in shown}
    whole = completed(made.documents, made.findings)
    found = {visible(each.text) for one in whole.figures for each in one.values}
    found |= {visible(one.latest.text) for story in made.stories for one in story.threads}
    found |= {visible(one.subject) for one in whole.figures}
    found |= {visible(each.text) for one in whole.disputes for each in one.values}
    found |= {visible(event.text) for event in whole.timeline}
    found |= {visible(quote.text) for quote in whole.quotes}
    told = (claim.text for claim in page.claims if not claim.is_title)
    return [chosen.get(text) for text in told if text in chosen or text not in found]
