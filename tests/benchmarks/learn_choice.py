"""Learn the weights of `brief/data/choice_weights.txt` from an editor's marks.

    PYTHONPATH=tests python tests/benchmarks/learn_choice.py SHARED [--write] [--folds FOLDER]

SHARED is the folder with `editor/`, or one that `lay_out_ecb.py` has written; the marks are in
`tests/marks`, and the folds are learned without the stories in its `kept-out.txt`. Three things are
learned: whether two sentences state one fact, a logistic regression over the pairs of sentences
that state any; whether a sentence states what a line of another article says, the same over lines
that state a fact and sentences that are `ALIKE`; and with the first what a sentence is worth, a
conditional logit over the sentences of a story, each as good as the weight of the facts that it
states, less `SUPERSEDED` and `HARMFUL`. Stories of a few articles are learned from parts of the
marked ones. Weights see the older stories only; those of 2025 measure whether they carry over.
`--folds` writes weights for each story that saw neither it nor its like, as `score.py --weights` of
the shared folder takes them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import incoming
import learned_from
import numpy as np
from marked import Marked, Story, every_older, stories
from numpy.typing import NDArray
from regression import conditional_logit, logistic

from brief.compare import support
from brief.compare.same_fact import compared
from brief.compare.same_fact import features_of as features_of_pairs
from brief.model import HEADLINE
from brief.page.features import features_of, features_with, own_features
from brief.page.material import Material, material_of
from brief.page.states import states_of
from brief.pipeline import read

WEIGHTS = Path(__file__).parents[2] / "brief/data/choice_weights.txt"
HEAD = """\
# What a sentence is worth on the page, by the features of `page/features.py`, how likely two state
# one fact, by those of `compare/same_fact.py`, and how likely one states what a line of another
# article says, by those of `compare/support.py`: learned from an editor's marks by
# `tests/benchmarks/learn_choice.py`.
"""
#: The strength of the ridges.
RIDGE, PAIRS_RIDGE = 3.5, 1.0
#: What a sentence loses, in weights of facts, that is superseded, and that an editor would not
#: print.
SUPERSEDED, HARMFUL = 2.0, 1.5
#: Articles of the parts of stories from which small sets are learned, and what a part counts beside
#: a whole story.
PARTS, PART = (2, 4), 0.3
#: The cosine from which on a sentence can be taken for one that states what a line says.
ALIKE = 0.3
#: Features of pairs whose weights are taken as they are, without a ridge.
FREE = ("bias",)


@dataclass(frozen=True, slots=True)
class Example:
    """A marked story, or some of its articles, ready to choose from."""

    material: Material
    features: Mapping[str, NDArray[np.float64]]  #: Those that no weights change.
    marks: Mapping[int, Marked]  #: By the row; rows without are headlines.
    weights: Sequence[int]  #: Of each fact.
    share: float  #: What it counts.


# A fold learns from the same stories as the others, but an eighth: each is made ready once.
@cache
def examples_of(story: Story) -> tuple[Example, ...]:
    """Return a story, and parts of it that stand for small sets."""
    return tuple(_examples(story))


def _examples(story: Story) -> Iterator[Example]:
    ids = [document.id for document in story.documents]
    yield example(story, ids, 1.0)
    for size in PARTS:
        for start in range(0, len(ids) - size, size):
            yield example(story, ids[start : start + size], PART * size / len(ids))


def example(story: Story, ids: Sequence[int], share: float) -> Example:
    """Return the articles `ids` of a story with their marks."""
    number = {old: new for new, old in enumerate(ids, 1)}
    documents = [replace(d, id=number[d.id]) for d in story.documents if d.id in number]
    marks = [
        replace(mark, sentence=replace(mark.sentence, document=number[mark.sentence.document]))
        for mark in story.sentences
        if mark.sentence.document in number
    ]
    material = material_of(documents, sentences=[mark.sentence for mark in marks])
    by_place = {(mark.sentence.document, mark.sentence.start): mark for mark in marks}
    return Example(
        material=material,
        features=own_features(material, states_of(material)),
        marks={
            row: by_place[sentence.document, sentence.start]
            for row, sentence in enumerate(material.matrix.sentences)
            if sentence.position != HEADLINE
        },
        weights=story.weights,
        share=share,
    )


def learned_same_fact(sample: Sequence[Example]) -> dict[str, float]:
    """Return the weights of whether two sentences state one fact, from whole stories."""
    return _learned(_pairs(story) for story in sample if story.share == 1.0)


def learned_states(sample: Sequence[Example]) -> dict[str, float]:
    """Return the weights of whether a sentence states what a line says, from whole stories."""
    return _learned(_stating(story) for story in sample if story.share == 1.0)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of sentences of a story."""

    names: tuple[str, ...]  #: Of the features.
    x: NDArray[np.float64]  #: (pairs, features)
    same: NDArray[np.bool_]  #: Whether the two share a fact.


def _pairs(story: Example) -> Pairs:
    """Return the sentences of a story that state a fact, each with each."""
    rows = [row for row, mark in story.marks.items() if mark.facts]
    shared = [features_of_pairs(s) for _, s in compared(story.material.comparable, rows, rows)]
    taken = np.triu(np.ones((len(rows), len(rows)), dtype=bool), 1)
    return _taken(story, shared, rows, rows, taken)


def _stating(story: Example) -> Pairs:
    """Return the sentences that are alike a line, each with each line of another article."""
    rows, texts = list(story.marks), story.material.comparable
    lines = [row for row, mark in story.marks.items() if mark.facts]
    blocks = list(compared(texts, rows, lines))
    shared = [support.features_of(texts.matrix, block, each) for block, each in blocks]
    alike = [(each.cosine >= ALIKE) & (each.together == 0.0) for _, each in blocks]
    return _taken(story, shared, rows, lines, np.vstack(alike))


def _taken(
    story: Example,
    shared: Sequence[Mapping[str, NDArray[np.float64]]],
    rows: Sequence[int],
    others: Sequence[int],
    taken: NDArray[np.bool_],
) -> Pairs:
    """Return the pairs of `rows` and `others` that are taken; `shared` are features by blocks."""
    facts = [story.marks[row].facts for row in rows]
    theirs = [story.marks[row].facts for row in others]
    same = [bool(facts[a] & theirs[b]) for a, b in np.argwhere(taken).tolist()]
    names = tuple(shared[0]) if shared else ()
    values = [np.vstack([part[name] for part in shared])[taken] for name in names]
    return Pairs(names=names, x=np.array(values).T, same=np.asarray(same, dtype=bool))


def _learned(stories: Iterable[Pairs]) -> dict[str, float]:
    """Return the weights of features of pairs; each story counts the same."""
    told = [pairs for pairs in stories if len(pairs.same)]
    names = told[0].names
    ridge = np.asarray([0.0 if name in FREE else PAIRS_RIDGE for name in names])
    beta = logistic(
        np.vstack([pairs.x for pairs in told]),
        np.concatenate([pairs.same for pairs in told]).astype(np.float64),
        np.concatenate([np.full(len(pairs.same), 100.0 / len(pairs.same)) for pairs in told]),
        ridge,
    )
    return dict(zip(names, beta.tolist(), strict=True))


def learned_worth(sample: Sequence[Example], same_fact: Mapping[str, float]) -> dict[str, float]:
    """Return the weights of what a sentence is worth."""
    choices: list[tuple[NDArray[np.float64], NDArray[np.float64], float]] = []
    names: tuple[str, ...] = ()
    for story in sample:
        rows = [row for row in story.marks if story.material.standings[row].admissible]
        wanted = np.asarray([_good(story.marks[row], story.weights) for row in rows])
        if wanted.sum() > 0:
            names, values = features_with(story.features, story.material, same_fact)
            choices.append((values[rows], wanted / wanted.sum(), story.share))
    every = np.vstack([x for x, _, share in choices if share == 1.0])
    spread = np.maximum(every.std(axis=0), 1e-9)
    # What a choice counts multiplies its likelihood: so many times is it there.
    beta = conditional_logit(
        [(x / spread, wanted) for x, wanted, _ in choices],
        RIDGE,
        [share for _, _, share in choices],
    )
    return dict(zip(names, (beta / spread).tolist(), strict=True))


def _good(mark: Marked, weights: Sequence[int]) -> float:
    good = float(sum(weights[fact] for fact in mark.facts))
    return max(0.0, good - SUPERSEDED * mark.superseded - HARMFUL * bool(mark.harmful))


def learn(told: Sequence[Story]) -> str:
    """Return the text of a file of weights that some stories give."""
    sample = [example for story in told for example in examples_of(story)]
    # As they will be read from the file.
    same_fact = {name: round(weight, 4) for name, weight in learned_same_fact(sample).items()}
    sections = {
        "worth": learned_worth(sample, same_fact),
        "same fact": same_fact,
        "states": learned_states(sample),
    }
    parts = [HEAD]
    for section, weights in sections.items():
        parts.append(f"#: {section}\n")
        parts += (f"{name}: {weight:.4f}\n" for name, weight in sorted(weights.items()))
    return "".join(parts)


def held() -> tuple[Mapping[str, object], object]:
    """Return the marks of all stories, and the features of the made-up articles."""
    with learned_from.made_up() as paths:
        documents = read(paths).documents
    material = material_of(documents)
    rows = range(len(material.matrix.sentences))
    texts = material.comparable
    pairs = [support.features_of(texts.matrix, *told) for told in compared(texts, rows, rows)]
    same_fact = {"bias": -4.0, "cosine": 6.0, "facts": 1.0}  # Any weights will do.
    return learned_from.marks(), [features_of(material, states_of(material), same_fact), pairs]


def main() -> None:
    """Print the weights; write them, and those of the folds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights of older stories")
    parser.add_argument("--folds", type=Path, help="write weights of the folds into this folder")
    arguments = parser.parse_args()
    learned_from.require_texts(arguments.shared, incoming.older_stories(out=True))
    if arguments.folds:
        learned_from.write_folds(arguments.folds, list(stories(arguments.shared)), learn)
    told = every_older(arguments.shared)
    text = learn(told)
    print(text, end="")
    if arguments.write:
        WEIGHTS.write_text(text, encoding="utf-8", newline="\n")
        learned_from.record(WEIGHTS, (story.name for story in told), *held())


if __name__ == "__main__":
    main()
