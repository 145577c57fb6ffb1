"""Refuse two briefings that share a name or a folder.

Each would take the other's pages for its own.  This is asked before anything is noted of a run, so
that a refusal stands in no log.
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
    """Raise `UsageError` where another file of settings, which is there still, has the name.

    Each briefing would take the other's articles for seen, and its page for the day's.
    """
    name, settings = configured.settings.name, _settings_file(configured)
    other = state.settings_of(name)
    if settings and other not in ("", settings) and Path(other).is_file():
        raise UsageError(
            f"the name {name} is that of another briefing, {other}",
            where=str(configured.path),
            advice='give this one a name = "…" of its own',
        )


def refuse_neighbour(configured: Configured, state: State, current: str) -> None:
    """Raise `UsageError` where another briefing keeps its pages in the same folder.

    Pages are named by their periods, and beside them is the latest: each would write over the
    other's.
    """
    folder, settings = str(configured.folder.resolve()), _settings_file(configured)
    for other in state.neighbours(configured.settings.name):
        elsewhere = other.settings != settings and Path(other.settings).is_file()
        if other.folder == folder and (elsewhere or Path(other.path).stem == current):
            raise UsageError(
                f"the briefing {other.name} keeps its pages there",
                where=folder,
                advice="give this one a folder of its own",
            )


def record_owner(configured: Configured, state: State) -> None:
    """Note from which settings a briefing is run, and in which folder it keeps its pages."""
    folder = str(configured.folder.resolve())
    state.record_briefing(configured.settings.name, _settings_file(configured), folder)


def _settings_file(configured: Configured) -> str:
    return str(configured.path.resolve()) if configured.path else ""
