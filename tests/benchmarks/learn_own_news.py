"""Learn the weights of `brief/data/own_news_weights.txt` from an editor's marks.

    PYTHONPATH=tests python tests/benchmarks/learn_own_news.py SHARED [--write] [--folds]

SHARED is the folder with `editor/`, or one that `lay_out_ecb.py` has written; the marks are in
`tests/marks`, and the stories in its `kept-out.txt` are left out.  Of each article the editor has
marked the line that says best what it reports; other sentences that state a fact of that line, and
are neither superseded nor unfit for a page, are half as good.  The weights are a conditional logit
(McFadden 1974: a softmax over an article's sentences) with a ridge, solved by Newton's method.
Weights see the older stories only; those of 2025 measure whether they carry over. `--folds` prints
the share of articles whose chosen sentences have the editor's line or a fact of it, by weights that
saw neither the story nor its like (13a and 13b), beside what the first sentence and the first two
reach; and the same of extracts of 60 words, with the weight of the facts that they hold.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from unittest.mock import patch

import incoming
import learned_from
import numpy as np
from marked import FOLDS, Marked, Story, every_older, folds, older, stories
from numpy.typing import NDArray
from regression import conditional_logit

from brief.language.visible import count_words
from brief.model import Document, Sentence
from brief.page import own_news
from brief.page.own_extract import own_extracts
from brief.page.own_features import Features, features_of, story_words
from brief.pipeline import read
from brief.split.sentences import segment

WEIGHTS = Path(__file__).parents[2] / "brief/data/own_news_weights.txt"
HEAD = """\
# The weights of the features of `page/own_features.py`, learned from an editor's marks by
# `tests/benchmarks/learn_own_news.py`; above 0 speaks for an article's own news.
"""
#: Words of the extracts that are measured beside.
EXTRACT = 60
#: The strength of the ridge: the inverse variance that the weights are believed to have.
RIDGE = 3.0
#: What a sentence counts that states a fact of the editor's line.
SAME = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """The sentences of an article with what the editor says of them."""

    topic: str
    features: Sequence[Features]
    wanted: Sequence[float]  #: How good each is, up to 1; together 1.


def examples(told: Sequence[Story]) -> Iterator[Example]:
    """Yield the articles of which the editor has marked a sentence that is looked at."""
    for story in told:
        marks = by_article(story)
        sentences = {number: [one.sentence for one in rows] for number, rows in marks.items()}
        documents = [document for document in story.documents if document.id in marks]
        for document, features in described(documents, sentences):
            goal = goal_of(marks[document.id])
            good = [_good(one, goal) for one in marks[document.id][: len(features)]]
            if total := sum(good):
                yield Example(story.topic, features, [value / total for value in good])


def described(
    documents: Sequence[Document], sentences: Mapping[int, Sequence[Sentence]]
) -> Iterator[tuple[Document, Sequence[Features]]]:
    """Yield the articles of a story, each with the features of its sentences."""
    ordered = sorted(documents, key=lambda document: document.language)
    for _, group in groupby(ordered, key=lambda document: document.language):
        articles = list(group)
        words = story_words(articles, sentences)
        for document in articles:
            yield document, features_of(document, words)


def by_article(story: Story) -> dict[int, list[Marked]]:
    """Return the marked sentences of each article by its id."""
    rows: dict[int, list[Marked]] = defaultdict(list)
    for one in story.sentences:
        rows[one.sentence.document].append(one)
    return dict(rows)


def goal_of(rows: Sequence[Marked]) -> frozenset[int]:
    """Return the facts of the editor's line for an article."""
    return frozenset(fact for one in rows if one.own for fact in one.facts)


def _good(one: Marked, goal: frozenset[int]) -> float:
    if one.own:
        return 1.0
    return 0.0 if one.harmful or one.superseded or goal.isdisjoint(one.facts) else SAME


def learned(sample: Sequence[Example], names: Sequence[str]) -> NDArray[np.float64]:
    """Return the weight of each feature."""
    pairs = [
        (
            np.array([[row.get(name, 0.0) for name in names] for row in example.features]),
            np.array(example.wanted),
        )
        for example in sample
    ]
    return conditional_logit(pairs, RIDGE)


def named(sample: Sequence[Example]) -> dict[str, float]:
    """Return the learned weights by name."""
    names = sorted({name for example in sample for row in example.features for name in row})
    return dict(zip(names, learned(sample, names).tolist(), strict=True))


def by_folds(told: Sequence[Story], sample: Sequence[Example]) -> dict[str, float]:
    """Return what weights reach on stories that they did not see, for each kind of story."""
    number = folds({story.topic for story in told})
    counts: dict[str, list[float]] = defaultdict(list)
    for fold in range(FOLDS):
        weights = named([example for example in sample if number[example.topic] != fold])
        with patch.object(own_news, "weights", lambda _, weights=weights: weights):
            for story in (story for story in told if number[story.topic] == fold):
                _count(story, counts)
    return {name: sum(values) / len(values) for name, values in sorted(counts.items())}


def _count(story: Story, counts: dict[str, list[float]]) -> None:
    kind = "2025" if story.name.startswith("w") else "older"
    marks = by_article(story)
    sentences = {number: [one.sentence for one in rows] for number, rows in marks.items()}
    documents = [document for document in story.documents if document.id in marks]
    extracts = own_extracts(documents, sentences, EXTRACT)
    for number, chosen in own_news.own_news(documents, sentences).items():
        rows = marks[number]
        if not any(one.own for one in rows):
            continue
        goal = goal_of(rows)
        right = {one.sentence: one.own or not goal.isdisjoint(one.facts) for one in rows}
        harmful = {one.sentence for one in rows if one.harmful}
        facts = {one.sentence: one.facts for one in rows}
        for name, lines in _ways(chosen, sentences[number], extracts[number]).items():
            counts[f"{kind}, {name}"].append(any(map(right.__getitem__, lines)))
            counts[f"{kind}, {name}, harmful"].append(not harmful.isdisjoint(lines))
            said = {fact for line in lines for fact in facts[line]}
            counts[f"{kind}, {name}, weight"].append(sum(story.weights[fact] for fact in said))
        counts[f"{kind}, with a second"].append(len(chosen) > 1)
        if len(chosen) > 1:
            first, second = (
                next(one.facts for one in rows if one.sentence == sentence) for sentence in chosen
            )
            counts[f"{kind}, of seconds with another fact"].append(bool(second - first))


def _ways(
    chosen: Sequence[Sentence], sentences: Sequence[Sentence], extract: Sequence[Sentence]
) -> Mapping[str, Sequence[Sentence]]:
    return {
        "extract": extract,
        "extract of leads": list(_leads(sentences)),
        "chosen": chosen,
        "its first alone": chosen[:1],
        "leads, one": sentences[:1],
        "leads, two": sentences[:2],
    }


def _leads(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """Yield the first sentences, as long as an extract may be."""
    words = 0
    for sentence in sentences:
        words += count_words(sentence.text)
        if words > EXTRACT and sentence is not sentences[0]:
            return
        yield sentence


def held() -> tuple[Mapping[str, object], object]:
    """Return the marks of all stories, and the features of the made-up articles."""
    with learned_from.made_up() as paths:
        documents = read(paths).documents
    sentences = {document.id: segment(document) for document in documents}
    return learned_from.marks(), [features for _, features in described(documents, sentences)]


def main() -> None:
    """Print the weights and what they are worth on stories that they did not see; write them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights of older stories")
    parser.add_argument("--folds", action="store_true", help="measure on unseen stories")
    arguments = parser.parse_args()
    learned_from.require_texts(arguments.shared, incoming.older_stories(out=True))
    if arguments.folds:
        told = list(stories(arguments.shared))
        _print(by_folds(told, list(examples(older(told)))))
    seen = every_older(arguments.shared)
    weights = named(list(examples(seen)))
    _print(dict(sorted(weights.items(), key=lambda pair: pair[1])))
    if arguments.write:
        lines = [f"{name}: {weight:.3f}\n" for name, weight in weights.items()]
        WEIGHTS.write_text("".join([HEAD, *lines]), encoding="utf-8")
        learned_from.record(WEIGHTS, (story.name for story in seen), *held())


def _print(values: Mapping[str, float]) -> None:
    for name, value in values.items():
        print(f"{name:40} {value:6.2f}")


if __name__ == "__main__":
    main()
