"""Whose is a name, and whose a folder?  Two briefings that share one take each other's for theirs.

Asked before anything is noted of a run, so that a refusal stands in nobody's log.
"""

from __future__ import annotations

from pathlib import Path

from brief.errors import UsageError
from brief.memory.state import State
from brief.settings.toml import Configured


def refuse_without_sources(configured: Configured) -> None:
    """Raise `UsageError` where there is nothing to read."""
    if not configured.settings.sources:
        raise UsageError(
            "no source is configured",
            where=str(configured.path or "brief.toml"),
            advice="brief init writes a file; give it a [[source]]",
        )


def refuse_namesake(configured: Configured, state: State) -> None:
    """Raise `UsageError` where other settings, which are there still, run a briefing of the name.

    Each would take the other's articles for told, and its page for the day's.
    """
    name, own = configured.settings.name, _settings(configured)
    other = state.settings_of(name)
    if own and other not in ("", own) and Path(other).is_file():
        raise UsageError(
            f"the name {name} is that of another briefing, {other}",
            where=str(configured.path),
            advice='give this one a name = "…" of its own',
        )


def refuse_neighbour(configured: Configured, state: State, current: str) -> None:
    """Raise `UsageError` where another briefing keeps its pages in our folder.

    Pages are named by their periods, and beside them is the latest: each would write over the
    other's.
    """
    folder, own = str(configured.folder.resolve()), _settings(configured)
    for other in state.neighbours(configured.settings.name):
        elsewhere = other.settings != own and Path(other.settings).is_file()
        if other.folder == folder and (elsewhere or Path(other.path).stem == current):
            raise UsageError(
                f"the briefing {other.name} keeps its pages there",
                where=folder,
                advice="give this one a folder of its own",
            )


def settle(configured: Configured, state: State) -> None:
    """Note where a briefing is at home."""
    folder = str(configured.folder.resolve())
    state.record_briefing(configured.settings.name, _settings(configured), folder)


def _settings(configured: Configured) -> str:
    return str(configured.path.resolve()) if configured.path else ""
