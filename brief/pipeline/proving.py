"""Read a written page and its sources again: check every sentence, explain a line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from brief import readers
from brief.compare.joining import Joining, joinings
from brief.compare.stories import stories
from brief.errors import ProvenanceError, UsageError
from brief.language.visible import visible
from brief.model import STDIN, Briefing, Document, Line, Reading, Skipped, written
from brief.page import proof
from brief.pipeline import last_resort
from brief.pipeline.comparing import completed, sentences_of
from brief.pipeline.condensing import condensed
from brief.pipeline.earlier import page_at
from brief.pipeline.pages import brief
from brief.pipeline.reading import read
from brief.settings.page_options import Config
from brief.settings.signature import from_signature

MAKE_AGAIN = "make the page again, then explain it"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The faults that were found when a page and its sources were read again."""

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

    def load(source: written.SourceRef) -> Document | Skipped:
        path = STDIN if source.path == STDIN else _located(source.path, folder)
        work = partial(readers.read, path, stdin if path == STDIN else None)
        return last_resort.settled(last_resort.attempt(work, path))

    faults = proof.check_page(parsed, load)
    sentences = sum(not claim.is_title for claim in parsed.claims)
    return Verdict(str(page), sentences, len(parsed.sources), faults)


def _located(path: str, folder: Path) -> str:
    beside = folder / path
    return str(beside) if beside.exists() else path


def explain(page: str | Path, number: int, *, stdin: bytes | None = None) -> Line:
    """Return the `number`th line of a page, from 1, with the reason for which it was chosen.

    The page is made again for it, of the articles that it lists.  Raises `UsageError` where there
    is no such line, `ProvenanceError` where the articles are no longer those that the page was
    made from, or make another page now.
    """
    lines = lines_of(page, stdin=stdin)
    if not 1 <= number <= len(lines):
        problem, advice = f"there is no sentence {number}", f"give 1 to {len(lines)}"
        raise UsageError(problem, where=str(page), advice=advice)
    line = lines[number - 1]
    if line is None:
        problem = "its articles make another page now"
        raise ProvenanceError(problem, where=str(page), advice=MAKE_AGAIN)
    return line


def lines_of(page: str | Path, *, stdin: bytes | None = None) -> list[Line | None]:
    """Return the lines of a page that `explain` explains, the first is number 1.

    None stands for one that the articles no longer make.  Raises `UsageError` and
    `ProvenanceError` as `explain` does.
    """
    parsed, reading, config = _made_again(page, stdin)
    return _lines_on(parsed, brief(reading, config, now=config.now or date.min))


def explain_stories(
    page: str | Path, *, stdin: bytes | None = None
) -> tuple[Reading, list[Joining]]:
    """Return the articles of a page, and what joins each to its story.

    Raises `UsageError` and `ProvenanceError` as `explain` does.
    """
    _, reading, config = _made_again(page, stdin)
    made = brief(reading, config, now=config.now or date.min)
    documents = made.documents  # As the page numbers them.
    sentences = sentences_of(documents)
    groups = [story.documents for story in made.stories]
    if not groups:  # Nothing is new on the page.
        groups = [tuple(document.id for document in documents)]
        groups = stories(documents, sentences) if config.stories == "auto" else groups
    return Reading(documents, reading.skipped), joinings(documents, sentences, groups)


def _made_again(page: str | Path, stdin: bytes | None) -> tuple[written.Page, Reading, Config]:
    """Return a page as it is written, its articles read again, and how it was made."""
    parsed = page_at(page)
    folder = Path(page).parent
    config = from_signature(parsed.signature)
    if config.since:
        config = replace(config, since=Path(_located(str(config.since), folder)))
    if config.weights:
        config = replace(config, weights=Path(_located(str(config.weights), folder)))
    paths = [_located(source.path, folder) for source in parsed.sources]
    reading = read(paths, config, stdin=stdin)
    if {document.sha256 for document in reading} != {source.sha256 for source in parsed.sources}:
        problem = "the articles have changed since the page was made"
        raise ProvenanceError(problem, where=str(page), advice=MAKE_AGAIN)
    return parsed, reading, config


def _lines_on(page: written.Page, made: Briefing) -> list[Line | None]:
    """Return the line behind each sentence of a page, None where it is not made any more.

    By its words, not by its place: where the page lies, and what was skipped, may move a line.
    Figures of earlier days, what a comparison of articles has found, and what an article reports by
    itself, are no sentences that were chosen for the page, and are left out.
    """
    chosen = {visible(line.text): line for line in made.shown()}
    earlier = {visible(figure.text) for line in made.in_brief for figure in line.earlier}
    stated = [claim.text for claim in page.claims if not claim.is_title]
    texts = [text for text in stated if text in chosen or text not in earlier]
    if chosen.keys() >= set(texts):  # What else a page states takes a while to find.
        return list(map(chosen.get, texts))
    findings = completed(made.documents, made.findings)
    compared = [figure.text for comparison in findings.figures for figure in comparison.values]
    compared += [comparison.subject for comparison in findings.figures]
    compared += [side.text for dispute in findings.disputes for side in dispute.values]
    compared += [event.text for event in findings.timeline]
    compared += [quote.text for quote in findings.quotes]
    compared += [statement.text for statement in findings.claims]
    compared += [line.text for entry in condensed(made).articles for line in entry.sentences]
    not_chosen = set(map(visible, compared)) - chosen.keys()
    return [chosen.get(text) for text in texts if text not in not_chosen]
