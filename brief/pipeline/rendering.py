"""Briefing → text, checked before it is returned."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

from brief import formats
from brief.errors import ProvenanceError, UsageError
from brief.model import Briefing
from brief.page import proof
from brief.pipeline.completing import with_all
from brief.pipeline.last_resort import LastResort


def render(
    briefing: Briefing,
    format: str = "markdown",
    folder: Path | None = None,
    *,
    strict: bool = False,
    executor: Executor | None = None,
) -> str:
    """Return the page as `markdown`, `json`, `text` or `html`; a PDF is what `typeset` returns.

    Paths on it are relative to `folder`, which is where the page will lie, None the current
    folder.  Raises `UsageError` for an unknown format.  The JSON has all findings, which `executor`
    looks for, as in `read`; one that breaks is named as skipped, or, where `strict`,
    raised as `BrokenStage`.
    """
    chosen = formats.FORMATS.get(format)
    if chosen is None:
        advice = f"use {', '.join(formats.FORMATS)}, or typeset for a PDF"
        raise UsageError(f"no such format: {format!r}", advice=advice)
    if format == "json":
        resort = LastResort(strict)
        briefing = with_all(briefing, resort, executor)
        skipped = tuple(dict.fromkeys((*briefing.skipped, *resort.fired)))
        briefing = checked(replace(briefing, skipped=skipped))
    return chosen.render(briefing, folder)


def checked(made: Briefing) -> Briefing:
    """Return a page as it is; raises `ProvenanceError` where a sentence is not in its source."""
    faults = proof.check(made)
    if faults:
        raise ProvenanceError(str(faults[0]), advice="please report this; no page was written")
    return made
