"""What weights in `brief/data` were learned from, and weights for stories that they did not see.

`learned_from.json` has of each file of weights the hash of the file, the stories that it was
learned from, and hashes of their marks and of the features of made-up articles
(`cases/learned_articles.json`).  A program `benchmarks/learn_*.py` writes its entry with `record`;
`test_learned_from.py` asks `faults` whether it still holds, for which the program has

- `WEIGHTS`, the path of its file;
- `held()`, which returns what it reads of the marks of every story, and the features.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import incoming
from marked import Story, folds, older

RECORD = Path(__file__).parent / "learned_from.json"
ARTICLES = Path(__file__).parent / "cases" / "learned_articles.json"
#: Digits of a feature behind the point; further ones may be another processor's.
DIGITS = 6
#: The weights for stories that no fold has: those of all older stories.
ALL = "all.txt"


def marks() -> dict[str, Any]:
    """Return the marks of all stories by their names."""
    return {name: incoming.marks_of(name) for name in incoming.marked_stories()}


@contextmanager
def made_up() -> Iterator[list[Path]]:
    """Write the made-up articles into files that are there as long as the context is."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, paragraphs in enumerate(json.loads(ARTICLES.read_text("utf-8")), 1):
            path = Path(folder) / f"{number:02}.txt"
            path.write_text("\n\n".join(paragraphs) + "\n", "utf-8", newline="\n")
            paths.append(path)
        yield paths


def require_texts(shared: Path, names: Iterable[str] | None = None) -> None:
    """Exit where the texts of stories, of all older ones by default, are not those of the marks."""
    wanted = incoming.older_stories() if names is None else names
    folders = [*incoming.stories(shared), *incoming.stories(shared, out=True)]
    if altered := incoming.altered(folders, wanted):
        raise SystemExit(
            f"{shared}: not the texts that were marked: {', '.join(altered)}; "
            "tests/marks/README.md says where they are"
        )


def record(
    weights: Path,
    stories: Iterable[str],
    marks: Mapping[str, Any],
    features: object,
    place: Path = RECORD,
) -> None:
    """Write down what the file `weights` was just learned from.

    `stories` are the names of the stories that it has seen, `marks` what was read of each story's
    marks, `features` those of the made-up articles: numbers in sequences and mappings.
    """
    entries = _entries(place)
    entries[weights.name] = _entry(weights, sorted(stories), marks, features)
    content = json.dumps(entries, indent=1, sort_keys=True)
    place.write_text(content + "\n", "utf-8", newline="\n")


def faults(
    weights: Path, marks: Mapping[str, Any], features: object, place: Path = RECORD
) -> list[str]:
    """Return what has changed since the file `weights` was learned; `marks` are of any stories."""
    if not (noted := _entries(place).get(weights.name)):
        return [f"{weights.name}: not in {place.name}"]
    names = noted["stories"].split()
    if absent := [name for name in names if name not in marks]:
        return [f"{weights.name}: no marks of {', '.join(absent)}"]
    now = _entry(weights, names, marks, features)
    return [
        f"{weights.name}: other {part} than when it was learned: learn it again with make train"
        for part in ("weights", "marks", "features")
        if now[part] != noted[part]
    ]


def _entries(place: Path) -> dict[str, dict[str, str]]:
    return json.loads(place.read_text("utf-8")) if place.is_file() else {}


def _entry(
    weights: Path, stories: Sequence[str], marks: Mapping[str, Any], features: object
) -> dict[str, str]:
    return {
        "weights": hashlib.sha256(weights.read_text("utf-8").encode()).hexdigest(),
        "stories": " ".join(stories),
        "marks": _hash({name: marks[name] for name in stories}),
        "features": _hash(features),
    }


def _hash(value: object) -> str:
    content = json.dumps(_rounded(value), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


def _rounded(value: Any) -> Any:
    """Return a value as JSON has it, its numbers rounded; arrays are lists, sets are sorted."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {str(key): _rounded(value[key]) for key in value}
    if isinstance(value, set | frozenset):
        return sorted(map(_rounded, value))
    if hasattr(value, "tolist"):  # of NumPy
        return _rounded(value.tolist())
    if isinstance(value, Iterable):
        return [_rounded(each) for each in value]
    return round(float(value), DIGITS) + 0.0  # -0.0 is 0.0


# Weights of stories that they did not see


def write_folds(
    folder: Path, told: Sequence[Story], learn: Callable[[list[Story]], str]
) -> dict[str, str]:
    """Write weights for each story that saw neither it nor its like; return the files by story.

    `learn` returns the text of a file of weights that the stories give which it gets: the older
    ones of all other folds.  For those of 2025, and those kept out, it gets all older ones.
    `folds.json` in the folder has what is returned, as `score.py --weights` reads it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sample = older(told)
    fold = folds({story.topic for story in sample})
    files = {story.name: ALL for story in told} | dict.fromkeys(incoming.kept_out(), ALL)
    (folder / ALL).write_text(learn(sample), "utf-8", newline="\n")
    for number in sorted(set(fold.values())):
        seen = [story for story in sample if fold[story.topic] != number]
        (folder / f"fold{number}.txt").write_text(learn(seen), "utf-8", newline="\n")
    files |= {story.name: f"fold{fold[story.topic]}.txt" for story in sample}
    content = json.dumps(files, indent=1, sort_keys=True)
    (folder / "folds.json").write_text(content + "\n", "utf-8", newline="\n")
    return files
