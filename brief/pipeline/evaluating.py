"""Sets of articles → measures of each method's summaries or pages of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from brief import evaluation
from brief.errors import BriefError, NothingToBrief, UsageError
from brief.evaluation import Case, Report
from brief.evaluation.traits import Passage, breaches, traits
from brief.model import Briefing, Citation, Document, Reading, Skipped
from brief.page.material import Material, material_of
from brief.pipeline.pages import brief
from brief.pipeline.reading import article_of, collate, read
from brief.pipeline.summaries import summarise
from brief.settings.page_options import Config, Trial

#: Words of a summary and of a page where the user gives no number.
SUMMARY, PAGE = 100, 480
#: The day that evaluated pages bear; nothing on them depends on it.
_DAY = date(2000, 1, 1)

Progress = Callable[[int, int], None]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Scored:
    """The result of one case."""

    #: SHA-256 of its articles and references, in hexadecimal.
    digest: str
    #: The measures of each method.
    measures: tuple[dict[str, float], ...]


@dataclass(frozen=True, slots=True)
class _Output:
    """What one method has made of a case."""

    #: What is compared with references.
    text: str
    #: The lines or sentences that the text consists of …
    passages: tuple[Passage, ...]
    #: … and those of them that stand in "In brief"; empty for a summary.
    in_brief: tuple[Passage, ...] = ()


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
    total.  Raises `UsageError` for a path without data, `NothingToBrief` where every case is
    skipped.
    """
    trial = trial or Trial()
    inputs = [case for path in data for case in evaluation.cases_in(Path(path))]
    cases = [case for case in inputs if isinstance(case, Case)]
    skipped = [case for case in inputs if isinstance(case, Skipped)]
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
    measures = [result.measures for result in results]
    signed = _signature(trial, [result.digest for result in results], seed)
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
    languages = [document.language for document in documents]
    language = max(languages, key=languages.count)
    references = [evaluation.profile(text, language) for text in case.references]
    material = material_of(documents)
    try:
        measures = tuple(
            _measures(documents, material, trial, method, references, language, clock)
            for method in trial.method
        )
    except BriefError as error:
        return Skipped(case.id, str(error))
    contents = (*(document.sha256 for document in documents), *case.references)
    digest = hashlib.sha256("\0".join(contents).encode("utf-8", "surrogatepass")).hexdigest()
    return Scored(digest, measures)


def _documents(case: Case, language: str | None) -> tuple[Document, ...]:
    """Return the articles of a case; those given as texts may be short, and keep their order."""
    if case.folder:
        return read([case.folder], Config(language=language)).documents
    articles = (
        article_of(text, f"{number:06}.txt", language, least_prose=0)
        for number, text in enumerate(case.texts, 1)
    )
    return collate(article for article in articles if isinstance(article, Document))


def _measures(
    documents: Sequence[Document],
    material: Material,
    trial: Trial,
    method: str,
    references: Sequence[evaluation.Profile],
    language: str,
    clock: Clock,
) -> dict[str, float]:
    """Return the measures of one method, and the `seconds` that it took."""
    words = trial.words or _usual(trial)
    started = clock()
    if trial.pages:
        config = Config(method=method, words=words)
        page = brief(Reading(tuple(documents)), config, now=_DAY)
        seconds = clock() - started
        output = _of_page(page, material)
    else:
        summary = summarise(documents, words=words, method=method)
        seconds = clock() - started
        rows = _rows_by_place(material)
        passages = tuple(Passage((rows[chosen.document, chosen.start],)) for chosen in summary)
        output = _Output(str(summary), passages)
    measures = traits(material, output.passages)
    if trial.pages:
        measures |= breaches(material, output.in_brief)
    if references:
        measures |= evaluation.scores(evaluation.profile(output.text, language, words), references)
    return {**measures, "seconds": seconds}


def _rows_by_place(material: Material) -> dict[tuple[int, int], int]:
    """Return the row of each sentence by its document and start."""
    rows = enumerate(material.matrix.sentences)
    return {(sentence.document, sentence.start): row for row, sentence in rows}


def _of_page(page: Briefing, material: Material) -> _Output:
    # The latest and the event stand before the calendar begins; what each article adds, after it.
    leading = {
        *page.in_brief[: 2 if page.in_brief[0].latest else 1],
        *page.shown()[len(page.in_brief) :],
    }
    passages = tuple(
        Passage(_rows(material, line.citations[0]), leading=line in leading)
        for line in page.shown()
    )
    text = " ".join(" ".join(line.text.split()) for line in page.shown())
    return _Output(text, passages, passages[: len(page.in_brief)])


def _rows(material: Material, citation: Citation) -> tuple[int, ...]:
    sentences = material.matrix.sentences
    return tuple(
        row
        for row in material.rows[citation.document]
        if citation.start <= sentences[row].start and sentences[row].end <= citation.end
    )


def _usual(trial: Trial) -> int:
    return PAGE if trial.pages else SUMMARY


def _signature(trial: Trial, digests: Sequence[str], seed: int) -> str:
    """Return the line of settings and data from which the same table can be made again."""
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
