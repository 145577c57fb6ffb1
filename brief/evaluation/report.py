"""The measures of all cases → a report as Markdown, as JSON, or on a terminal."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from brief.evaluation.resampling import Estimate, estimates
from brief.evaluation.rouge import METRICS, OF
from brief.evaluation.traits import BREACHES, TRAITS
from brief.model import Skipped

if TYPE_CHECKING:
    from rich.console import Console

_SECONDS = ("seconds", "seconds", 3)


@dataclass(frozen=True, slots=True)
class Report:
    """The measures of each method over all cases."""

    methods: tuple[str, ...]
    cases: int
    #: By the name of a measure, an estimate for each method; those of ROUGE are 0 … 1.
    measures: Mapping[str, Sequence[Estimate]]
    skipped: tuple[Skipped, ...]
    signature: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is shown: a heading for each column, then rows of as many cells."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def report(
    results: Sequence[Sequence[Mapping[str, float]]],
    methods: Sequence[str],
    skipped: tuple[Skipped, ...],
    signature: str,
    seed: int = 1,
) -> Report:
    """Return the estimates over cases; `results[c][m]` are the measures of method m on case c.

    A measure that a case lacks (ROUGE without references) is taken over the other cases.  `seed`
    is that of the resampling.
    """
    import numpy as np

    names = dict.fromkeys(name for case in results for name in case[0])
    measures = {}
    for name in names:
        by_case = [[measured.get(name, math.nan) for measured in case] for case in results]
        measures[name] = estimates(np.asarray(by_case).T, seed)
    return Report(
        methods=tuple(methods),
        cases=len(results),
        measures=measures,
        skipped=skipped,
        signature=signature,
    )


def tables(report: Report) -> Iterator[Table]:
    """Yield the tables that a report is shown as."""
    if f"{METRICS[0]} {OF[0]}" in report.measures:
        yield _rouge(report)
        if len(report.methods) > 1:
            yield _differences(report)
    rows = (
        (heading, *(_shown(estimate.mean, digits) for estimate in report.measures[name]))
        for name, heading, digits in (*TRAITS, *BREACHES, _SECONDS)
        if name in report.measures
    )
    yield Table("Without references, a case", ("", *report.methods), tuple(rows))


_HEADINGS = ("method", *(metric.upper().replace("ROUGE", "R") for metric in METRICS))


def _rouge(report: Report) -> Table:
    def shown(estimate: Estimate) -> str:
        return f"{100 * estimate.mean:.1f} ({100 * estimate.low:.1f}–{100 * estimate.high:.1f})"

    rows = (
        (f"{method}, {of}", *(shown(report.measures[f"{metric} {of}"][at]) for metric in METRICS))
        for at, method in enumerate(report.methods)
        for of in OF
    )
    return Table("ROUGE, %, with 95 % intervals", _HEADINGS, tuple(rows))


def _differences(report: Report) -> Table:
    def shown(estimate: Estimate) -> str:
        difference = f"{100 * (estimate.difference or 0.0):+.1f}".replace("-", "−")
        return f"{difference} ({estimate.p:.3f})"

    first, *others = report.methods
    rows = (
        (method, *(shown(report.measures[f"{metric} {OF[0]}"][at]) for metric in METRICS))
        for at, method in enumerate(others, 1)
    )
    return Table(f"Recall beside {first}, % (p)", _HEADINGS, tuple(rows))


def _shown(value: float, digits: int) -> str:
    return "–" if math.isnan(value) else f"{value:.{digits}f}"


def as_markdown(report: Report) -> str:
    """Return the tables in Markdown, and the signature."""
    parts: list[str] = []
    for table in tables(report):
        rule = ("---", *["---:"] * (len(table.headings) - 1))
        rows = (" | ".join(row) for row in (table.headings, rule, *table.rows))
        parts.append("\n".join([f"{table.title}:", "", *(f"| {row} |" for row in rows)]))
    return "\n\n".join([*parts, f"`{report.signature}`"]) + "\n"


def as_json(report: Report) -> str:
    """Return the report in JSON; what has no value is null."""
    content = {
        "signature": report.signature,
        "cases": report.cases,
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in report.skipped],
        "methods": {
            method: {
                name: _without_nan(of_methods[at]) for name, of_methods in report.measures.items()
            }
            for at, method in enumerate(report.methods)
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _without_nan(estimate: Estimate) -> dict[str, float | None]:
    return {
        name: None if value is None or math.isnan(value) else value
        for name, value in asdict(estimate).items()
    }


def show(report: Report, console: Console) -> None:
    """Print the tables on a terminal."""
    from rich.table import Table as RichTable
    from rich.text import Text

    for table in tables(report):
        shown = RichTable(title=table.title, title_justify="left")
        for place, heading in enumerate(table.headings):
            shown.add_column(Text(heading), justify="right" if place else "left")
        for row in table.rows:
            shown.add_row(*map(Text, row))
        console.print(shown)
    console.print(Text(report.signature))
