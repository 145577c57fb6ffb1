"""The measures of all cases → a report as Markdown, as JSON, or on a terminal."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from brief.evaluation.resampling import Estimate, estimates
from brief.evaluation.rouge import METRICS, OF
from brief.evaluation.traits import BREACHES, TRAITS, Trait
from brief.model import Skipped

if TYPE_CHECKING:
    from rich.console import Console

_SECONDS = Trait("seconds", "seconds", 3, -1)
#: What a heading says of which way is better, by `Trait.better`.
_WAYS = {1: " ↑", -1: " ↓", 0: ""}
#: A difference with a larger p-value may be chance.
_CHANCE = 0.05
#: A difference in per cent that is shown as more than none.
_SEEN = 0.05


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
    #: The cells that are the best of their row, or of their column, as (row, column) from 0.
    best: frozenset[tuple[int, int]] = frozenset()


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
    counted = _counted(report)
    rows = (
        (
            trait.heading + _WAYS[trait.better],
            *(_shown(estimate.mean, trait.digits) for estimate in report.measures[trait.name]),
        )
        for trait in counted
    )
    best = frozenset(
        (row, column + 1) for row, trait in enumerate(counted) for column in _best(report, trait)
    )
    title = "Without references, a case; ↑ more is better, ↓ less is"
    yield Table(title, ("", *report.methods), tuple(rows), best)


def _counted(report: Report) -> list[Trait]:
    return [trait for trait in (*TRAITS, *BREACHES, _SECONDS) if trait.name in report.measures]


def _best(report: Report, trait: Trait) -> frozenset[int]:
    """Return the methods that are best by a trait as it is shown; none where all are."""
    means = [estimate.mean for estimate in report.measures[trait.name]]
    shown = [round(trait.better * mean, trait.digits) for mean in means if not math.isnan(mean)]
    if not trait.better or len(shown) < len(means) or len(set(shown)) < 2:
        return frozenset()
    return frozenset(place for place, value in enumerate(shown) if value == max(shown))


def verdict(report: Report) -> str:
    """Return in one sentence which method wins, and whether that may be chance; empty for one."""
    if len(report.methods) < 2:
        return ""
    metric = f"{METRICS[0]} {OF[0]}"
    if metric not in report.measures:
        judged = [trait for trait in (*TRAITS, *BREACHES) if trait.name in report.measures]
        wins = Counter(report.methods[m] for trait in judged for m in _best(report, trait))
        decided = sum(bool(_best(report, trait)) for trait in judged)
        counted = ", ".join(f"{name} in {count}" for name, count in wins.most_common())
        return f"Best, of {decided} rows in which methods differ: {counted or 'none'}."
    means = [estimate.mean for estimate in report.measures[metric]]
    if any(map(math.isnan, means)):
        return ""
    ranked = sorted(range(len(means)), key=lambda place: (-means[place], place))
    # Differences are known beside the first method.
    other = ranked[1] if ranked[0] == 0 else 0
    estimate = report.measures[metric][other or ranked[0]]
    ahead = 100 * (means[ranked[0]] - means[other])
    p = estimate.p if estimate.p is not None else 1.0
    chance = ", which may be chance" if p > _CHANCE else ""
    named = METRICS[0].upper()
    if ahead < _SEEN:
        return f"By recall of {named} no method is ahead of {report.methods[ranked[0]]}."
    return (
        f"By recall of {named} {report.methods[ranked[0]]} wins, {ahead:.1f} ahead of"
        f" {report.methods[other]} (p {p:.3f}){chance}."
    )


_HEADINGS = ("method", *(metric.upper().replace("ROUGE", "R") for metric in METRICS))


def _rouge(report: Report) -> Table:
    def shown(estimate: Estimate) -> str:
        return f"{100 * estimate.mean:.1f} ({100 * estimate.low:.1f}–{100 * estimate.high:.1f})"

    rows = (
        (f"{method}, {of}", *(shown(report.measures[f"{metric} {of}"][at]) for metric in METRICS))
        for at, method in enumerate(report.methods)
        for of in OF
    )
    best = frozenset(
        (at * len(OF) + place, column)
        for column, metric in enumerate(METRICS, 1)
        for place, of in enumerate(OF)
        for at in _best(report, Trait(f"{metric} {of}", "", 3, 1))
    )
    return Table("ROUGE, %, with 95 % intervals; more is better", _HEADINGS, tuple(rows), best)


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
        cells = [
            [f"**{cell}**" if (n, m) in table.best else cell for m, cell in enumerate(row)]
            for n, row in enumerate(table.rows)
        ]
        rows = (" | ".join(row) for row in (table.headings, rule, *cells))
        parts.append("\n".join([f"{table.title}:", "", *(f"| {row} |" for row in rows)]))
    return "\n\n".join(filter(None, [*parts, verdict(report), f"`{report.signature}`"])) + "\n"


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
        for n, row in enumerate(table.rows):
            cells = enumerate(row)
            shown.add_row(*(Text(c, "bold" if (n, m) in table.best else "") for m, c in cells))
        console.print(shown)
    for line in filter(None, (verdict(report), report.signature)):
        console.print(Text(line))
