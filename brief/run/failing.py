"""Sources that gave nothing: noted, named on the page, worth a message when they go on so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from brief.memory.state import State
from brief.model import Skipped
from brief.run.collecting import FILES, Gathered

#: Runs in a row after which the failure of a source is worth a message of its own.
PATIENCE = 3


def noted(gathered: Sequence[Gathered], state: State, name: str, now: datetime) -> tuple[str, ...]:
    """Note which sources failed; return those that have done so often enough."""
    lasting: list[str] = []
    for part in gathered:
        label = part.source.label
        if not part.failure:
            state.recovered(name, part.source.place, now=now)
        elif state.failed(name, part.source.place, part.failure, now=now) >= PATIENCE:
            lasting.append(f"{label}: {part.failure}")
    return tuple(lasting)


def failed(gathered: Sequence[Gathered]) -> tuple[str, ...]:
    """Return every source that failed, and why."""
    return tuple(f"{part.source.label} ({part.failure})" for part in gathered if part.failure)


def losses(gathered: Sequence[Gathered]) -> list[Skipped]:
    """Return what the page names: the sources that failed, and articles of the others."""
    failed = [
        Skipped(part.source.label, part.failure, file=False) for part in gathered if part.failure
    ]
    lost = [
        one if part.source.kind in FILES else replace(one, file=False)
        for part in gathered
        for one in part.skipped
    ]
    return [*failed, *lost]
