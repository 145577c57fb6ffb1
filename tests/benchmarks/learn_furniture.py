"""Learn the weights of `brief/data/furniture_weights.txt` from an editor's marks.

    PYTHONPATH=tests python tests/benchmarks/learn_furniture.py SHARED FUNDUS [--write] [--folds]

SHARED is the folder with `editor/`, or one that `lay_out_ecb.py` has written (without the stories
of 2025, in which most furniture is); the marks are in `tests/marks`, and the stories in its
`kept-out.txt` are left out.  A block of an article is furniture where the editor has marked most of
it so, and news where a sentence of it states a fact; what is unmarked is news of less weight.
FUNDUS is a checkout whose pages are read as `scraped.py` says, those of its half that is looked
at.  The weights are a logistic regression with a ridge, solved by Newton's method.  Printed are
figures of blocks whose story the weights did not see (13a and 13b are one story); `--folds` prints
what `make quality` counts of what comes in, each story read with such weights. `--kept-out` counts
that of the stories kept out, and nothing else: each use is a look at them, to be written down.
"""

from __future__ import annotations

import argparse
import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import incoming
import learned_from
import numpy as np
import scraped
from numpy.typing import NDArray
from regression import logistic

from brief import readers
from brief.clean import label, voice
from brief.clean.layout import layout_of
from brief.clean.outlet import with_outlet
from brief.language import detection
from brief.model import Block, Document, Kind

WEIGHTS = Path(__file__).parents[2] / "brief/data/furniture_weights.txt"
HEAD = """\
# The weights of the features of `clean/voice.py`, learned from an editor's marks by
# `tests/benchmarks/learn_furniture.py`; above 0 speaks for furniture.
"""
#: The strength of the ridge: half the inverse variance that the weights are believed to have.
RIDGE = 2.0
#: The weight of an example of furniture: a notice on a page costs more than one fact of many lost.
FURNITURE = 6.0
#: The same on pages, whose marks are less sure.
ON_PAGES = 2.0
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


def examples(shared: Path) -> Iterator[Example]:
    """Yield the blocks of all stories that are not kept out."""
    for story in incoming.stories(shared):
        if marks := incoming.marks_of(story.name):
            for article in incoming.files_of(story):
                yield from _of_article(article, story.name, marks)


def examples_of_pages(fundus: Path) -> Iterator[Example]:
    """Yield the blocks of the pages that may be looked at."""
    for page in scraped.pages(fundus, scraped.HALVES[0]):
        with scraped.file_of(page) as path:
            document, pairs = _paragraphs(path)
        if not document:
            continue
        places = list(page.places(document.text))
        size = sum(end - start for start, end, _ in places)
        # Where so much is none, the pages' authors leave out what others call news.
        if 3 * sum(end - start for start, end, belongs in places if not belongs) > size:
            continue
        for block, features in pairs:
            inside = {True: 0, False: 0}
            for start, end, belongs in places:
                inside[belongs] += max(0, min(end, block.end) - max(start, block.start))
            is_furniture = inside[False] > inside[True]
            yield Example(
                group=page.name.split()[0],
                features=features,
                furniture=is_furniture,
                weight=ON_PAGES if is_furniture else UNMARKED,
            )


def _paragraphs(path: Path) -> tuple[Document | None, list[tuple[Block, dict[str, float]]]]:
    """Return an article and its paragraphs with their features; those that rules have told, too."""
    document = readers.read(str(path))
    if not isinstance(document, Document):
        return None, []
    document = with_outlet(document)
    document = label.labelled_lines(document, detection.detect(document.text))
    blocks = tuple(
        replace(block, kind=Kind.PARAGRAPH) if block.kind is Kind.BOILERPLATE else block
        for block in document.blocks
    )
    features = voice.features_of(layout_of(document), blocks)
    pairs = zip(blocks, features, strict=True)
    return document, [pair for pair in pairs if pair[0].kind is Kind.PARAGRAPH]


def _of_article(path: Path, story: str, marks: Any) -> Iterator[Example]:
    bad = {mark["sentence"] for mark in marks["harmful"] if mark["why"] == "furniture"}
    good = {sentence for fact in marks["facts"] for sentence in fact["sentences"]}
    unmarked = UNMARKED if incoming.is_recent(story) else UNMARKED_OLDER
    for block, features in _paragraphs(path)[1]:
        inside = {
            name: min(end, block.end) - max(start, block.start)
            for start, end, name in incoming.marked(path)
            if start < block.end and end > block.start
        }
        furniture = sum(inside[name] for name in inside if name in bad)
        is_furniture = furniture * 2 > block.end - block.start
        marked = is_furniture or bool(good & inside.keys())
        yield Example(
            group=_group(story),
            features=features,
            furniture=is_furniture,
            weight=FURNITURE if is_furniture else 1.0 if marked else unmarked,
        )


def _group(story: str) -> str:
    return story.rstrip("ab")


def learned(sample: list[Example], names: list[str]) -> NDArray[np.float64]:
    """Return the weight of each feature: the logistic regression's, with a ridge but for `bias`."""
    x = np.array([[example.features.get(name, 0.0) for name in names] for example in sample])
    y = np.array([float(example.furniture) for example in sample])
    weight = np.array([example.weight for example in sample])
    ridge = np.array([0.0 if name == "bias" else RIDGE for name in names])
    return logistic(x, y, weight, ridge)


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
    parser.add_argument("shared", type=Path)
    parser.add_argument("fundus", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights of all stories")
    parser.add_argument("--folds", action="store_true", help="read each story by unseen weights")
    parser.add_argument("--kept-out", action="store_true", help="look at the stories kept out")
    arguments = parser.parse_args()
    if arguments.kept_out:
        tallies = incoming.new_tallies()
        incoming.count(incoming.stories(arguments.shared, out=True), tallies)
        _print(incoming.measures(tallies))
        return
    learned_from.require_texts(arguments.shared)
    sample = [*examples(arguments.shared), *examples_of_pages(arguments.fundus)]
    names = sorted({name for example in sample for name in example.features})
    _show(sample, cross_validated(sample, names))
    if arguments.folds:
        _print(_by_folds(arguments.shared, sample, names))
    weights = _named(sample, names)
    _print(dict(sorted(weights.items(), key=lambda pair: pair[1])))
    if arguments.write:
        lines = [f"{name}: {weight:.3f}\n" for name, weight in weights.items()]
        WEIGHTS.write_text("".join([HEAD, *lines]), encoding="utf-8")
        names = [story.name for story in incoming.stories(arguments.shared)]
        learned_from.record(WEIGHTS, names, *held())


def held() -> tuple[Mapping[str, object], object]:
    """Return what is read of the marks of all stories, and the features of made-up articles."""
    marks = {
        name: {key: of[key] for key in ("facts", "harmful")}
        for name, of in learned_from.marks().items()
    }
    with learned_from.made_up() as paths:
        return marks, [[features for _, features in _paragraphs(path)[1]] for path in paths]


def _named(sample: list[Example], names: list[str]) -> dict[str, float]:
    """Return the learned weights by name, with that of furniture which rules have labelled."""
    return dict(zip(names, learned(sample, names).tolist(), strict=True)) | {"furniture": LABELLED}


def _by_folds(shared: Path, sample: list[Example], names: list[str]) -> dict[str, float]:
    """Return what comes in of each story by weights that did not see it, in per cent."""
    tallies = incoming.new_tallies()
    for group in sorted({example.group for example in sample}):
        weights = _named([example for example in sample if example.group != group], names)
        folders = [story for story in incoming.stories(shared) if _group(story.name) == group]
        if not folders:  # of pages
            continue
        with patch.object(voice, "weights", lambda _, weights=weights: weights):
            incoming.count(folders, tallies)
    return incoming.measures(tallies)


def _print(values: Mapping[str, float]) -> None:
    for name, value in values.items():
        print(f"{name:42} {value:6.2f}")


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
