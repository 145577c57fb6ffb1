"""`brief evaluate`: score the methods on data, and print the tables."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from brief.cli.screen import on_terminal, progress, put, say
from brief.errors import SkippedInput, UsageError
from brief.settings.page_options import Trial


def evaluate_methods(data: Sequence[str], trial: Trial) -> int:
    """Score methods on `data`, say what was skipped, print the tables; return the exit code.

    Raises:
        UsageError: no data is named.
        SkippedInput: something was skipped under `--strict`.
    """
    from brief import evaluation
    from brief.pipeline.evaluating import evaluate

    if not data:
        raise UsageError("no data given", advice="name JSON Lines, or folders of articles")
    with progress(trial.quiet, "Evaluating") as show:
        report = evaluate(data, trial, clock=time.perf_counter, progress=show)
    for line in evaluation.skipped_lines(report) if trial.strict or not trial.quiet else ():
        say(f"skipped {line}")
    if trial.strict and report.skipped:
        raise SkippedInput(
            f"{len(report.skipped)} skipped under --strict", advice="no table is printed"
        )
    if trial.format == "json":
        put(evaluation.as_json(report))
    elif trial.format is None and on_terminal(sys.stdout):
        from rich.console import Console

        evaluation.show(report, Console())
    else:
        put(evaluation.as_markdown(report))
    return 0
