"""Sets of articles → how good each method's summaries or pages of them are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from brief import evaluation
from brief.clean import published
from brief.errors import BriefError, NothingToBrief, UsageError
from brief.evaluation import Case, Report
from brief.evaluation.traits import Passage, breaches, traits
from brief.model import Briefing, Citation, Document, Reading, Skipped
from brief.page.material import Material
from brief.pipeline.pages import brief
from brief.pipeline.reading import collate, read
from brief.pipeline.summaries import articles_of, material_of, summarise
from brief.settings.page_options import Config, Trial

#: Words of a summary and of a page, where nobody says how many.
SUMMARY, PAGE = 100, 480
#: The day that evaluated pages bear; nothing on them depends on it.
_DAY = date(2000, 1, 1)

Progress = Callable[[int, int], None]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Scored:
    """What came of one case."""

    #: SHA-256 of its articles and references, in hexadecimal.
    digest: str
    #: The measures of each method.
    measures: tuple[dict[str, float], ...]


@dataclass(frozen=True, slots=True)
class _Made:
    """What one method has made of a case: what is compared, and the places it comes from."""

    text: str
    statements: tuple[Passage, ...]
    in_brief: tuple[Passage, ...]
    seconds: float


def evaluate(
    data: Iterable[str | Path],
    trial: Trial | None = None,
    *,
    clock: Clock,
    seed: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Return the scores of each method of `trial` on the cases of files and folders.

    `clock` tells the seconds that choosing takes; reading is not among them.  `progress` is called
    with the number of cases done and their total.  Raises `UsageError` for what is no data,
    `NothingToBrief` where no case is left.
    """
    trial = trial or Trial()
    found = [case for path in data for case in evaluation.cases_in(Path(path))]
    cases = [case for case in found if isinstance(case, Case)]
    skipped = [case for case in found if isinstance(case, Skipped)]
    results: list[Scored] = []
    for done, case in enumerate(cases, 1):
        result = evaluated(case, trial, clock)
        if isinstance(result, Skipped):
            skipped.append(result)
        else:
            results.append(result)
        if progress:
            progress(done, len(cases))
    if not results:
        raise NothingToBrief(
            "no case to evaluate", advice=skipped[0].reason if skipped else "name files or folders"
        )
    measures = [one.measures for one in results]
    signed = _signature(trial, [one.digest for one in results], seed)
    return evaluation.report(measures, trial.method, tuple(skipped), signed, seed)


def evaluated(case: Case, trial: Trial, clock: Clock) -> Scored | Skipped:
    """Return the measures of each method on one case, or why there are none.

    Pure but for the clock and the files of a folder, so that any executor may run it.
    """
    try:
        documents = _documents(case, trial.language)
    except UsageError as error:
        return Skipped(case.id, str(error))
    if not documents:
        return Skipped(case.id, "no article could be read")
    language = max((one.language for one in documents), key=[d.language for d in documents].count)
    references = [evaluation.profile(text, language) for text in case.references]
    material = material_of(documents)
    try:
        made = [_made(documents, material, trial, method, clock) for method in trial.method]
    except BriefError as error:
        return Skipped(case.id, str(error))
    told = (*(one.sha256 for one in documents), *case.references)
    return Scored(
        hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest(),
        tuple(_measures(one, material, trial, references, language) for one in made),
    )


def _documents(case: Case, language: str | None) -> tuple[Document, ...]:
    if case.folder:
        return read([case.folder], Config(language=language)).documents
    articles = articles_of(case.texts, language)
    dated = [
        replace(one, date=one.date or published.publication_date(one), path=_name(one))
        for one in articles
    ]
    return collate(dated)


def _name(document: Document) -> str:
    """Return a path that sorts as the article stands in its case."""
    return f"{document.id:06}.txt"


def _made(
    documents: Sequence[Document], material: Material, trial: Trial, method: str, clock: Clock
) -> _Made:
    started = clock()
    if trial.pages:
        config = Config(method=method, words=trial.words or PAGE)
        page = brief(Reading(tuple(documents)), config, now=_DAY)
        seconds = clock() - started
        return replace(_of_page(page, material), seconds=seconds)
    summary = summarise(documents, words=trial.words or SUMMARY, method=method)
    seconds = clock() - started
    places = _places(material)
    statements = tuple(Passage((places[one.document, one.start],)) for one in summary)
    return _Made(str(summary), statements, (), seconds)


def _places(material: Material) -> dict[tuple[int, int], int]:
    rows = enumerate(material.matrix.sentences)
    return {(sentence.document, sentence.start): row for row, sentence in rows}


def _of_page(page: Briefing, material: Material) -> _Made:
    own = [line for one in page.articles if one.on_page for line in one.sentences]
    lines = [*page.in_brief, *own]
    # The latest and the event stand before the calendar begins; what each article adds, after it.
    leading = {*page.in_brief[: 2 if page.in_brief[0].latest else 1], *own}
    statements = tuple(
        Passage(_rows(material, line.citations[0]), leading=line in leading) for line in lines
    )
    text = " ".join(" ".join(line.text.split()) for line in lines)
    return _Made(text, statements, statements[: len(page.in_brief)], 0.0)


def _rows(material: Material, citation: Citation) -> tuple[int, ...]:
    sentences = material.matrix.sentences
    return tuple(
        row
        for row in material.rows[citation.document]
        if citation.start <= sentences[row].start and sentences[row].end <= citation.end
    )


def _measures(
    made: _Made,
    material: Material,
    trial: Trial,
    references: Sequence[evaluation.Profile],
    language: str,
) -> dict[str, float]:
    found = traits(material, made.statements)
    if trial.pages:
        found |= breaches(material, made.in_brief)
    if references:
        own = evaluation.profile(made.text, language, trial.words or _usual(trial))
        found |= evaluation.scores(own, references)
    return {**found, "seconds": made.seconds}


def _usual(trial: Trial) -> int:
    return PAGE if trial.pages else SUMMARY


def _signature(trial: Trial, digests: Sequence[str], seed: int) -> str:
    """Return the line that says how the same table is made again."""
    from brief import __version__

    parts = (
        "rouge",
        "stem",
        f"words:{trial.words or _usual(trial)}",
        "refs:avg",
        *(("pages",) if trial.pages else ()),
        *((f"language:{trial.language}",) if trial.language else ()),
        f"cases:{len(digests)}",
        f"data:{hashlib.sha256(' '.join(digests).encode('ascii')).hexdigest()[:8]}",
        f"bootstrap:{evaluation.DRAWINGS}",
        f"seed:{seed}",
        f"v:{__version__}",
    )
    return "|".join(parts)
