"""Read a written page and its sources again: check the whole page, explain a line."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from brief import formats
from brief.compare.joining import Joining, joinings
from brief.compare.stories import stories
from brief.errors import BriefError, ProvenanceError, UsageError
from brief.formats import links
from brief.formats.difference import difference, is_of_skipped
from brief.language.visible import visible
from brief.model import STDIN, Briefing, Line, Reading, written
from brief.page import proof
from brief.pipeline import last_resort, workers
from brief.pipeline.comparing import sentences_of
from brief.pipeline.completing import completed
from brief.pipeline.condensing import condensed
from brief.pipeline.earlier import page_text
from brief.pipeline.pages import brief
from brief.pipeline.reading import articles_at
from brief.pipeline.remaking import (
    Materials,
    NotAtHand,
    Place,
    Remade,
    config_of,
    materials_of,
    remade,
)
from brief.readers.within import Folder, parts_of
from brief.settings.page_options import Config

#: The flags that name words that whoever made a page gave.
_FLAGS = {"title": "title", "topic": "focus"}
MAKE_AGAIN = "make the page again, then explain it"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found when a page was made again from its sources, or read beside them."""

    page: str
    sentences: int
    sources: int
    faults: tuple[written.Fault, ...]
    #: What could not be checked, and why, in words; empty where the whole page is proven.
    unchecked: tuple[str, ...] = ()
    #: The files beside its articles that it was made with: an earlier page, weights, a record.
    beside: tuple[str, ...] = ()


def verify(
    page: str | Path,
    *,
    sources: str | Path | None = None,
    stdin: bytes | None = None,
    given: Mapping[str, str] | None = None,
    executor: Executor | None = None,
) -> Verdict:
    """Return whether a page is the one that its articles make with the settings it is signed with.

    Its articles, and what else its signature names, are looked for in the folder `sources`, by
    default in that of the page, and nothing outside it is opened.  `stdin` is what standard input
    held when the page was made.  `given` has the words on the page that its maker gave, by what
    they are: `title`, `topic`.  Where the page cannot be made again here, its sentences are looked
    up in the articles that are at hand.  `executor` is that of `read`: the files are read anew, by
    whichever process, and no cache is asked.  Raises `UsageError` where `page` is no page.
    """
    place = _place(page, sources, stdin)
    parsed = place.page
    unchecked: list[str] = []
    faults: tuple[written.Fault, ...] = ()
    try:
        again = remade(place, executor)
        faults, unchecked = _compared(place, again, given or {}, executor)
    except NotAtHand as reason:
        faults = _looked_up(place, executor)
        unchecked = _missing(place) or [f"the page could not be made again: {reason}"]
    except BriefError as error:
        faults = _looked_up(place, executor)
        if parsed.signature or not faults:  # What is no longer whole says so.
            problem = f"its articles do not make it: {error}"
            edited = written.Fault(written.FaultKind.PAGE_EDITED, str(page), problem)
            faults = (*faults, edited)
    sentences = sum(not claim.is_title for claim in parsed.claims)
    beside = tuple(filter(None, map(place.part, ("since", "weights", "record"))))
    return Verdict(str(page), sentences, len(parsed.sources), faults, tuple(unchecked), beside)


def _place(page: str | Path, sources: str | Path | None, stdin: bytes | None) -> Place:
    text = page_text(page)
    folder = Path(page).parent
    root = folder if sources is None else Path(sources)
    if sources is not None and not root.is_dir():
        raise UsageError("no such folder", where=str(sources), advice="name where the articles lie")
    parsed = formats.parse(text, str(page))
    moved = None if sources is None else _shared_parts(parsed)
    return Place(
        path=Path(page),
        page=parsed,
        text=text,
        folder=Folder(root=root, page=folder, moved=moved),
        stdin=stdin,
    )


def _shared_parts(page: written.Page) -> int:
    """Return how many folders all articles of a page share."""
    paths = [parts_of(source.path)[:-1] for source in page.sources if source.path != STDIN]
    folders = ["/".join(("", *parts)) for parts in paths]
    return len(parts_of(os.path.commonpath(folders))) if folders else 0


def _compared(
    place: Place, again: Remade, given: Mapping[str, str], executor: Executor | None
) -> tuple[tuple[written.Fault, ...], list[str]]:
    """Return what is wrong with a page beside the page that was made again, and what is open."""
    words = [(what, text) for what, text in again.given if what not in given]
    others = [(what, text) for what, text in again.given if given.get(what, text) != text]
    unchecked = [
        f"its {what}, {proof.quoted(text)}, stands in no article: whoever made the page gave it;"
        f" if you know it, name it with --{_FLAGS[what]}"
        for what, text in words
    ]
    faults = tuple(
        written.Fault(
            written.FaultKind.PAGE_EDITED,
            str(place.path),
            f"its {what} is {proof.quoted(text)}, not {proof.quoted(given[what])}",
        )
        for what, text in others
    )
    first = difference(place.text, again.text)
    if first is None:
        return faults, unchecked
    faults += place.page.faults
    if not again.whole and is_of_skipped(place.text, again.text):
        return faults, [*unchecked, f"what was skipped: {first}; its folders may hold others now"]
    looked_up = _looked_up(place, executor)
    if not again.alike and not faults and not looked_up:
        versions = "it was made with other versions of its libraries than are here, and they differ"
        return (), [*unchecked, f"{versions}: {first.where}: {first}"]
    where = f"{place.path}, {first.where}"
    of_page = (written.FaultKind.PAGE_EDITED,)
    if any(fault.kind not in of_page for fault in looked_up):  # Sentences and titles, with places.
        return looked_up, unchecked
    digest = tuple(fault for fault in looked_up if fault.message == links.EDITED)
    return (*digest, written.Fault(of_page[0], where, str(first))), unchecked


def _missing(place: Place) -> list[str]:
    """Return what to say of articles that are not at hand: a line for all of them."""
    names = [source.path for source in place.page.sources]
    absent = [name for name in names if name != STDIN and not place.is_at_hand(name)]
    said = []
    if absent:
        of_all = f"{len(absent)} of its {len(names)} articles"
        first = f"{visible(absent[0])} is the first"
        where = visible(str(place.folder.root))
        outside = _outside(place, absent)
        said.append(f"{of_all} are not in {where}, {first}; name the folder: --sources {outside}")
    if STDIN in names and not place.is_at_hand(STDIN):
        said.append("it was made of standard input; pipe that in with --sources -")
    return said


def _outside(place: Place, absent: Sequence[str]) -> str:
    """Return the folder that articles lie in where they are not in that of the page."""
    paths = [os.path.join(place.folder.page, name) for name in absent]
    if not os.path.isfile(paths[0]):
        return "FOLDER"
    folders = [os.path.dirname(os.path.abspath(path)) for path in paths]
    return shlex.quote(visible(os.path.relpath(os.path.commonpath(folders))))


def _looked_up(place: Place, executor: Executor | None) -> tuple[written.Fault, ...]:
    """Return the faults of a page beside its articles as they are read now.

    What is no article is not looked into, whatever a page says.
    """
    names = dict.fromkeys(source.path for source in place.page.sources)
    at_hand = [name for name in names if place.is_at_hand(name)]
    items = [
        (STDIN, place.stdin) if name == STDIN else (str(place.article(name)), None)
        for name in at_hand
    ]
    work = partial(articles_at, language=None, strict=False, ahead=False)
    articles = map(last_resort.settled, workers.mapped(work, items, executor))
    documents = dict(zip(at_hand, articles, strict=True))
    return proof.check_page(place.page, lambda source: documents.get(source.path))


def explain(
    page: str | Path,
    number: int,
    *,
    sources: str | Path | None = None,
    stdin: bytes | None = None,
) -> Line:
    """Return the `number`th line of a page, from 1, with the reason for which it was chosen.

    The page is made again for it, of the articles that it lists.  Raises `UsageError` where there
    is no such line, `ProvenanceError` where the articles are no longer those that the page was
    made from, or make another page now.
    """
    lines = lines_of(page, sources=sources, stdin=stdin)
    if not 1 <= number <= len(lines):
        problem, advice = f"there is no sentence {number}", f"give 1 to {len(lines)}"
        raise UsageError(problem, where=str(page), advice=advice)
    line = lines[number - 1]
    if line is None:
        problem = "its articles make another page now"
        raise ProvenanceError(problem, where=str(page), advice=MAKE_AGAIN)
    return line


def lines_of(
    page: str | Path, *, sources: str | Path | None = None, stdin: bytes | None = None
) -> list[Line | None]:
    """Return the lines of a page that `explain` explains, the first is number 1.

    None stands for one that the articles no longer make.  Raises `UsageError` and
    `ProvenanceError` as `explain` does.
    """
    parsed, made, config = _made_again(page, sources, stdin)
    again = brief(made.reading, config, now=date.min, versions=made.versions)
    return _lines_on(parsed, again)


def explain_stories(
    page: str | Path, *, sources: str | Path | None = None, stdin: bytes | None = None
) -> tuple[Reading, list[Joining]]:
    """Return the articles of a page, and what joins each to its story.

    Raises `UsageError` and `ProvenanceError` as `explain` does.
    """
    _, materials, config = _made_again(page, sources, stdin)
    reading = materials.reading
    made = brief(reading, config, now=date.min, versions=materials.versions)
    documents = made.documents  # As the page numbers them.
    sentences = sentences_of(documents)
    groups = [story.documents for story in made.stories]
    if not groups:  # Nothing is new on the page.
        groups = [tuple(document.id for document in documents)]
        groups = stories(documents, sentences) if config.stories == "auto" else groups
    return Reading(documents, reading.skipped), joinings(documents, sentences, groups)


def _made_again(
    page: str | Path, sources: str | Path | None, stdin: bytes | None
) -> tuple[written.Page, Materials, Config]:
    """Return a page as it is written, what it was made of, and how."""
    place = _place(page, sources, stdin)
    try:
        config = config_of(place)
        materials = materials_of(place, config)
    except NotAtHand as reason:
        said = [*_missing(place), str(reason)]
        raise ProvenanceError(said[0], where=str(page), advice=MAKE_AGAIN) from None
    return place.page, materials, config


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
    findings = completed(made.documents, made.findings, made.groups())
    compared = [figure.text for comparison in findings.figures for figure in comparison.values]
    compared += [comparison.subject for comparison in findings.figures]
    compared += [side.text for dispute in findings.disputes for side in dispute.values]
    compared += [event.text for event in findings.timeline]
    compared += [quote.text for quote in findings.quotes]
    compared += [statement.text for statement in findings.claims]
    compared += [line.text for entry in condensed(made).articles for line in entry.sentences]
    not_chosen = set(map(visible, compared)) - chosen.keys()
    return [chosen.get(text) for text in texts if text not in not_chosen]
