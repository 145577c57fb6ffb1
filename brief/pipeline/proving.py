"""Read a written page and its sources again: check every sentence, explain a line."""

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
    """Return whether every sentence of a page stands in its source to the character.

    Sources are looked for from the page's folder, then from the current one.  `stdin` is what
    standard input held when the page was made.  Raises `UsageError` where `page` is no page.
    """
    parsed = page_at(page)
    folder = Path(page).parent
    faults = proof.check_page(parsed, lambda source: _source(source, folder, stdin))
    sentences = sum(not claim.is_title for claim in parsed.claims)
    return Verdict(str(page), sentences, len(parsed.sources), faults)


def _source(source: written.SourceRef, folder: Path, stdin: bytes | None) -> Document | Skipped:
    if source.path == STDIN:
        return readers.read(STDIN, stdin)
    return readers.read(_located(source.path, folder))


def _located(path: str, folder: Path) -> str:
    beside = folder / path
    return str(beside) if beside.exists() else path


def explain(page: str | Path, number: int, *, stdin: bytes | None = None) -> Line:
    """Return the `number`th line of a page, from 1, with the reason for which it was chosen.

    The page is made again for it, of the articles that it lists.  Raises `UsageError` where there
    is no such line, `ProvenanceError` where the articles are no longer those that the page was
    made from, or make another page now.
    """
    parsed = page_at(page)
    config = from_signature(parsed.signature)
    if config.since:
        config = replace(config, since=Path(_located(str(config.since), Path(page).parent)))
    paths = [_located(source.path, Path(page).parent) for source in parsed.sources]
    reading = read(paths, config, stdin=stdin)
    if {document.sha256 for document in reading} != {source.sha256 for source in parsed.sources}:
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
    What a comparison of articles has found is no sentence that was chosen, and is left out.
    """
    chosen = {visible(line.text): line for line in made.shown()}
    compared = _compared_on(made)
    texts = (claim.text for claim in page.claims if not claim.is_title)
    return [chosen.get(text) for text in texts if text in chosen or text not in compared]


def _compared_on(made: Briefing) -> set[str]:
    """Return what a comparison of the articles has found, as it may stand on a page."""
    findings = completed(made.documents, made.findings)
    texts = [figure.text for comparison in findings.figures for figure in comparison.values]
    texts += [comparison.subject for comparison in findings.figures]
    texts += [thread.latest.text for story in made.stories for thread in story.threads]
    texts += [side.text for dispute in findings.disputes for side in dispute.values]
    texts += [event.text for event in findings.timeline]
    texts += [quote.text for quote in findings.quotes]
    return set(map(visible, texts))
