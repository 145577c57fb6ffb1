"""What is on the pages of an editor's stories, as `editor/score.py` of the shared folder counts it.

That script is the measure: it is run from where it stands, and no copy of it is in the project.
Each story's page is made with weights of choosing that saw neither the story nor its like.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType

import incoming

METHOD = "coverage"
#: Columns of `score.py` that are shares, here in per cent, and those that are counts a page.
SHARES = ("recall", "vital", "state", "lead", "support", "found", "article")
COUNTS = ("repeats", "empty", "superseded", "harmful")
#: A story that fails counts as an empty page, and is counted.
FAILED = "pages that fail"


def script(shared: Path) -> Path:
    """Return where the measure stands in the shared folder."""
    return shared / "editor" / "score.py"


def loaded(path: Path) -> ModuleType:
    """Return the measure; its file need not be on the path of modules."""
    spec = importlib.util.spec_from_file_location("score", path)
    if not spec or not spec.loader:
        raise ImportError(f"{path} is no module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measures(shared: Path, folds: Path, *, out: bool = False) -> dict[str, float]:
    """Return the means over the marked stories of each kind, or where `out` over those kept out.

    `folds` is what `learned_from.write_folds` has written.
    """
    score = loaded(script(shared))
    files = json.loads((folds / "folds.json").read_text("utf-8"))
    rows: dict[str, list[Mapping[str, float | None]]] = {}
    for story in incoming.stories(shared, out=out):
        if marks := incoming.marks_of(story.name):
            kind = incoming.kind_of(story)
            rows.setdefault(kind, []).append(_row(score, story, marks, folds / files[story.name]))
    return {f"{kind}, {name}": value for kind in rows for name, value in _means(rows[kind]).items()}


def _row(
    score: ModuleType, story: Path, marks: Mapping[str, object], weights: Path
) -> Mapping[str, float | None]:
    try:
        row = score.page(story, METHOD, marks, {"weights": weights})
    except Exception as error:
        print(f"{story.name}: no page to score: {type(error).__name__}: {error}")
        return {**score.judge(marks, []), FAILED: 1.0}
    return {**row, FAILED: 0.0}


def _means(rows: Sequence[Mapping[str, float | None]]) -> dict[str, float]:
    """Return the mean of each measure over the pages that have it; 0 where none does."""
    shares = {f"{name}, %": 100 * _mean(row.get(name) for row in rows) for name in SHARES}
    return shares | {name: _mean(row.get(name) for row in rows) for name in (*COUNTS, FAILED)}


def _mean(values: Iterable[float | None]) -> float:
    there = [value for value in values if value is not None]
    return sum(there) / (len(there) or 1)
