"""Sets of articles → measures of each method's summaries or pages of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from brief.errors import BriefError, BrokenStage, NothingToBrief, UsageError
from brief.evaluation import rouge
from brief.evaluation.cases import Case, cases_in
from brief.evaluation.report import Report, report
from brief.evaluation.resampling import DRAWINGS
from brief.evaluation.traits import Passage, breaches, traits
from brief.model import Briefing, Document, Reading, Skipped
from brief.page.material import Material, material_of
from brief.pipeline import last_resort
from brief.pipeline.last_resort import Broken
from brief.pipeline.pages import brief
from brief.pipeline.reading import article_of, collate, read
from brief.pipeline.summaries import summarise
from brief.settings.page_options import Config, Trial

#: Words of a summary and of a page where the user gives no number.
SUMMARY, PAGE = 100, 600
#: The day that evaluated pages bear; nothing on them depends on it.
_DAY = date(2000, 1, 1)

Progress = Callable[[int, int], None]
Clock = Callable[[], float]


def evaluate(
    data: Iterable[str | Path],
    trial: Trial | None = None,
    *,
    clock: Clock,
    seed: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Return the scores of each method of `trial` on the cases of files and folders.

    `clock` returns seconds; what it shows for each case is the time of choosing, without reading.
    `seed` is that of the resampling.  `progress` is called with the number of cases done and their
    total.  A case that breaks a stage is skipped with `Skipped.broke`.  Raises `UsageError` for a
    path without data, `NothingToBrief` where every case is skipped, `BrokenStage` for such a case
    where `trial.strict`.
    """
    trial = trial or Trial()
    inputs = [case for path in data for case in cases_in(Path(path))]
    cases = [case for case in inputs if isinstance(case, Case)]
    skipped = [case for case in inputs if isinstance(case, Skipped)]
    digests: list[str] = []
    measures: list[list[dict[str, float]]] = []
    for done, case in enumerate(cases, 1):
        work = partial(_evaluated, case, trial, clock)
        result = last_resort.attempt(work, case.id)
        if isinstance(result, Broken):
            if trial.strict:
                raise last_resort.fatal(replace(result, what=case.id))
            skipped.append(last_resort.noted(result, case.id))
        elif isinstance(result, Skipped):
            skipped.append(result)
        else:
            digests.append(result[0])
            measures.append(result[1])
        if progress:
            progress(done, len(cases))
    if not measures:
        advice = skipped[0].reason if skipped else "name files or folders"
        raise NothingToBrief("no case to evaluate", advice=advice)
    signed = _signature(trial, digests, seed)
    return report(measures, trial.method, tuple(skipped), signed, seed)


def _evaluated(
    case: Case, trial: Trial, clock: Clock
) -> tuple[str, list[dict[str, float]]] | Skipped:
    """Return a digest of one case and the measures of each method, or why there are none."""
    try:
        documents = _documents(case, trial.language)
    except UsageError as error:
        return Skipped(case.id, str(error))
    if not documents:
        return Skipped(case.id, "no article could be read")
    languages = [document.language for document in documents]
    language = max(languages, key=languages.count)
    references = [rouge.profile(text, language) for text in case.references]
    material = material_of(documents)
    try:
        measures = [
            _measures(material, references, language, trial, method, clock)
            for method in trial.method
        ]
    except BrokenStage:  # which says more than that the case was skipped
        raise
    except BriefError as error:
        return Skipped(case.id, str(error))
    contents = (*(document.sha256 for document in documents), *case.references)
    digest = hashlib.sha256("\0".join(contents).encode("utf-8", "surrogatepass")).hexdigest()
    return digest, measures


def _documents(case: Case, language: str | None) -> tuple[Document, ...]:
    """Return the articles of a case; those given as texts may be short, and keep their order."""
    if case.folder:
        return read([case.folder], Config(language=language, strict=True)).documents
    articles = (
        article_of(text, f"{number:06}.txt", language, least_prose=0)
        for number, text in enumerate(case.texts, 1)
    )
    return collate(article for article in articles if isinstance(article, Document))


def _measures(
    material: Material,
    references: Sequence[rouge.Profile],
    language: str,
    trial: Trial,
    method: str,
    clock: Clock,
) -> dict[str, float]:
    """Return the measures of one method, and the `seconds` that it took."""
    words = _words(trial)
    started = clock()
    made = (
        _page(material, words, method)
        if trial.pages
        else summarise(material.documents, words=words, method=method, strict=True)
    )
    seconds = clock() - started
    if isinstance(made, Briefing):
        passages = _passages(made, material)
        text = " ".join(" ".join(line.text.split()) for line in made.shown())
        measures = traits(material, passages) | breaches(material, passages[: len(made.in_brief)])
    else:
        rows = {(s.document, s.start): row for row, s in enumerate(material.matrix.sentences)}
        text = str(made)
        measures = traits(material, [Passage((rows[s.document, s.start],)) for s in made])
    if references:
        measures |= rouge.scores(rouge.profile(text, language, words), references)
    return {**measures, "seconds": seconds}


def _page(material: Material, words: int, method: str) -> Briefing:
    config = Config(method=method, words=words, strict=True)
    return brief(Reading(material.documents), config, now=_DAY)


def _passages(page: Briefing, material: Material) -> list[Passage]:
    # Where the story stands is before the calendar begins; what each article reports, after it.
    leading = {page.in_brief[0], *page.shown()[len(page.in_brief) :]}
    passages: list[Passage] = []
    for line in page.shown():
        place = line.citations[0]
        rows = ((row, material.matrix.sentences[row]) for row in material.rows[place.document])
        inside = (row for row, s in rows if place.start <= s.start and s.end <= place.end)
        passages.append(Passage(tuple(inside), leading=line in leading))
    return passages


def _words(trial: Trial) -> int:
    return trial.words or (PAGE if trial.pages else SUMMARY)


def _signature(trial: Trial, digests: Sequence[str], seed: int) -> str:
    """Return the line of settings and data from which the same table can be made again."""
    from brief.model.version import __version__

    parts = (
        "rouge",
        "stem",
        f"words:{_words(trial)}",
        "refs:avg",
        *(("pages",) if trial.pages else ()),
        *((f"language:{trial.language}",) if trial.language else ()),
        f"cases:{len(digests)}",
        f"data:{hashlib.sha256(' '.join(digests).encode('ascii')).hexdigest()[:8]}",
        f"bootstrap:{DRAWINGS}",
        f"seed:{seed}",
        f"v:{__version__}",
    )
    return "|".join(parts)
