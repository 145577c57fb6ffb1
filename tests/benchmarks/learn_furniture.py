"""Learn the weights of `brief/data/furniture_weights.txt` from an editor's marks.

    python tests/benchmarks/learn_furniture.py EDITOR [--write]

EDITOR is the folder with `stories`, `marks`, `score.py` and `kept-out.txt`, whose stories are left
out.  A block of an article is furniture where the editor has marked most of it so, and news where a
sentence of it states a fact or stands on the editor's page; what is unmarked is news of half the
weight.  The weights are a logistic regression with a ridge, solved by Newton's method.  Printed are
figures of blocks whose story the weights did not see (13a and 13b are one story).
"""

from __future__ import annotations

import argparse
import json
import operator
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from brief import readers
from brief.clean import label, voice
from brief.clean.layout import layout_of
from brief.language import detection
from brief.model import Document, Kind

WEIGHTS = Path(__file__).parents[2] / "brief/data/furniture_weights.txt"
HEAD = """\
# The weights of the features of `clean/voice.py`, learned from an editor's marks by
# `tests/benchmarks/learn_furniture.py`; above 0 speaks for furniture.
"""
#: The strength of the ridge: half the inverse variance that the weights are believed to have.
RIDGE = 2.0
#: The weight of an example of furniture: a notice on a page costs more than one fact of many lost.
FURNITURE = 6.0
#: The log-odds of a block that rules have labelled as furniture, in the runs around it.
LABELLED = 1.5
#: The weight of a block that the editor has not marked, in new stories and in older ones, of which
#: only the beginnings are marked.
UNMARKED, UNMARKED_OLDER = 0.5, 0.15


@dataclass(frozen=True, slots=True)
class Example:
    """A block of an article with what the editor says of it."""

    group: str  #: The story, without its `a` or `b`.
    features: Mapping[str, float]
    furniture: bool
    weight: float


def examples(editor: Path) -> Iterator[Example]:
    """Yield the blocks of all stories that are not kept out."""
    sys.path.insert(0, str(editor))
    from score import places

    kept_out = (editor / "kept-out.txt").read_text(encoding="utf-8").split()
    for path in sorted((editor / "marks").glob("*.json")):
        if path.stem not in kept_out:
            marks = json.loads(path.read_text(encoding="utf-8"))
            for article in sorted((editor / "stories" / path.stem).glob("[0-9]*.*")):
                yield from _of_article(article, path.stem, marks, places(article))


def _of_article(
    path: Path, story: str, marks: Any, places: list[tuple[int, int, str]]
) -> Iterator[Example]:
    document = readers.read(str(path))
    if not isinstance(document, Document):
        return
    document = label.labelled_lines(document, detection.detect(document.text))
    # What rules have told already is an example, too.
    blocks = tuple(
        replace(block, kind=Kind.PARAGRAPH) if block.kind is Kind.BOILERPLATE else block
        for block in document.blocks
    )
    bad = {mark["sentence"] for mark in marks["harmful"] if mark["why"] == "furniture"}
    good = {sentence for fact in marks["facts"] for sentence in fact["sentences"]}
    unmarked = UNMARKED if story.startswith("w") else UNMARKED_OLDER
    article = layout_of(document)
    for block, features in zip(blocks, voice.features_of(article, blocks), strict=True):
        inside = {
            name: min(end, block.end) - max(start, block.start)
            for start, end, name in places
            if start < block.end and end > block.start
        }
        furniture = sum(inside[name] for name in inside if name in bad)
        is_furniture = furniture * 2 > block.end - block.start
        marked = is_furniture or bool(good & inside.keys())
        if block.kind is Kind.PARAGRAPH:
            yield Example(
                group=story.rstrip("ab"),
                features=features,
                furniture=is_furniture,
                weight=FURNITURE if is_furniture else 1.0 if marked else unmarked,
            )


def learned(sample: list[Example], names: list[str]) -> NDArray[np.float64]:
    """Return the weight of each feature: the logistic regression's, with a ridge but for `bias`."""
    x = np.array([[example.features.get(name, 0.0) for name in names] for example in sample])
    y = np.array([float(example.furniture) for example in sample])
    weight = np.array([example.weight for example in sample])
    ridge = np.diag([0.0 if name == "bias" else RIDGE for name in names])
    beta = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (weight * (y - p)) - ridge @ beta
        hessian = (x.T * (weight * p * (1 - p))) @ x + ridge
        beta += np.linalg.solve(hessian, gradient)
    return beta


def cross_validated(sample: list[Example], names: list[str]) -> list[float]:
    """Return the log-odds of each example by weights that did not see its story."""
    odds = [0.0] * len(sample)
    for group in sorted({example.group for example in sample}):
        beta = learned([example for example in sample if example.group != group], names)
        for index, example in enumerate(sample):
            if example.group == group:
                values = (example.features.get(name, 0.0) for name in names)
                odds[index] = float(sum(map(operator.mul, beta, values)))
    return odds


def main() -> None:
    """Print what the weights are worth on stories that they did not see, and write them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("editor", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights of all stories")
    arguments = parser.parse_args()
    sample = list(examples(arguments.editor))
    names = sorted({name for example in sample for name in example.features})
    _show(sample, cross_validated(sample, names))
    weights = dict(zip(names, learned(sample, names).tolist(), strict=True))
    for name, weight in sorted(weights.items(), key=lambda pair: pair[1]):
        print(f"{name:20} {weight:6.2f}")
    if arguments.write:
        lines = [f"{name}: {weight:.3f}\n" for name, weight in weights.items()]
        WEIGHTS.write_text("".join([HEAD, *lines, f"furniture: {LABELLED}\n"]), encoding="utf-8")


def _show(sample: list[Example], odds: list[float]) -> None:
    """Print how many paragraphs of each kind are taken for furniture, from several odds on."""
    for limit in (-2.0, -1.0, 0.0, 1.0):
        taken = [odd > limit for odd in odds]
        counts = []
        for name, wanted in (
            ("furniture", lambda example: example.furniture),
            ("facts", lambda example: not example.furniture and example.weight == 1.0),
            ("unmarked", lambda example: not example.furniture and example.weight < 1.0),
        ):
            pairs = zip(taken, sample, strict=True)
            kind = [is_taken for is_taken, example in pairs if wanted(example)]
            counts.append(f"{name} {sum(kind)} of {len(kind)}")
        print(f"log-odds above {limit:4}: {', '.join(counts)}")


if __name__ == "__main__":
    main()
