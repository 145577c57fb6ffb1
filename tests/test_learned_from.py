"""Learned weights are held to what they were learned from, also where the texts are absent."""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import incoming
import learned_from
import pytest
from marked import Story, stories

ROOT = Path(__file__).parents[1]
BENCHMARKS = ROOT / "tests" / "benchmarks"
WEIGHTS = sorted((ROOT / "brief" / "data").glob("*_weights.txt"))
#: What a program has read of the marks of two stories, and features of articles.
MARKS = {"1a": {"facts": ["a bridge fell"]}, "1b": {"facts": ["a bridge opened"]}}
FEATURES = [{"first": 1.0, "depth": 0.25}, {"first": 0.0, "depth": 1 / 3}]


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> list[ModuleType]:
    """The programs that learn weights."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return [importlib.import_module(path.stem) for path in sorted(BENCHMARKS.glob("learn_*.py"))]


def test_all_weights_are_what_was_learned(programs: Sequence[ModuleType]) -> None:
    """From these marks, with these features; whoever changes one of them learns again."""
    assert sorted(program.WEIGHTS for program in programs) == WEIGHTS
    faults = [
        fault
        for program in programs
        for fault in learned_from.faults(program.WEIGHTS, *program.held())
    ]
    assert faults == []


@pytest.mark.parametrize("path", WEIGHTS, ids=lambda path: path.stem)
def test_weights_have_seen_what_they_may(path: Path) -> None:
    """Of choosing all older stories, whose texts are public, of what comes in none kept out."""
    seen = json.loads(learned_from.RECORD.read_text("utf-8"))[path.name]["stories"].split()
    is_choosing = path.stem in ("choice_weights", "own_news_weights")
    assert set(seen) >= set(incoming.older_stories(out=is_choosing))
    assert is_choosing or incoming.kept_out().isdisjoint(seen)
    if path.stem not in ("furniture_weights", "story_weights"):
        assert not any(map(incoming.is_recent, seen))


@pytest.fixture
def noted(tmp_path: Path) -> tuple[Path, Path]:
    """A file of weights, and the file in which is written what it was learned from."""
    weights, place = tmp_path / "choice_weights.txt", tmp_path / "record.json"
    weights.write_text("first: 0.5\n", "utf-8")
    learned_from.record(weights, ["1b", "1a"], MARKS, FEATURES, place)
    return weights, place


@pytest.mark.parametrize(
    ("marks", "features"),
    [
        (MARKS, FEATURES),
        (MARKS | {"2a": {"facts": ["another story"]}}, FEATURES),
        ({name: MARKS[name] for name in ("1b", "1a")}, FEATURES),
        (MARKS, [{"depth": 0.25 + 1e-12, "first": 1}, {"first": -0.0, "depth": 0.3333333333}]),
        (MARKS, tuple(FEATURES)),
    ],
    ids=["same", "a story more", "another order", "another processor", "another sequence"],
)
def test_what_changes_no_weight_is_no_fault(
    noted: tuple[Path, Path], marks: dict[str, Any], features: Any
) -> None:
    """A story that was not learned from, the order of things, the last digits of a number."""
    weights, place = noted
    assert learned_from.faults(weights, marks, features, place) == []


@pytest.mark.parametrize(
    ("marks", "features", "fault"),
    [
        (MARKS | {"1b": {"facts": ["a bridge opened late"]}}, FEATURES, "other marks"),
        ({"1a": MARKS["1a"]}, FEATURES, "no marks of 1b"),
        (MARKS, [FEATURES[0] | {"depth": 0.2501}, FEATURES[1]], "other features"),
        (MARKS, [row | {"names": 0.0} for row in FEATURES], "other features"),
        (MARKS, FEATURES[:1], "other features"),
    ],
    ids=["a mark", "a story less", "a value", "a new feature", "a sentence less"],
)
def test_what_has_changed_is_named(
    noted: tuple[Path, Path], marks: dict[str, Any], features: Any, fault: str
) -> None:
    """The file of weights, too, so that one knows what to learn again."""
    weights, place = noted
    (named,) = learned_from.faults(weights, marks, features, place)
    assert named.startswith(f"choice_weights.txt: {fault}")


def test_weights_written_by_hand_are_a_fault(noted: tuple[Path, Path]) -> None:
    """As are those of which nobody wrote down what they were learned from."""
    weights, place = noted
    weights.write_text("first: 0.6\n", "utf-8")
    (changed,) = learned_from.faults(weights, MARKS, FEATURES, place)
    assert changed.startswith("choice_weights.txt: other weights")
    other = weights.with_name("other_weights.txt")
    assert learned_from.faults(other, MARKS, FEATURES, place) == [
        "other_weights.txt: not in record.json"
    ]


def test_a_second_file_of_weights_leaves_the_first_as_it_was(noted: tuple[Path, Path]) -> None:
    """They are learned one by one, and by whoever has the texts for one of them."""
    weights, place = noted
    other = weights.with_name("other_weights.txt")
    other.write_text("last: 2.0\n", "utf-8")
    learned_from.record(other, ["1a"], MARKS, [], place)
    assert learned_from.faults(weights, MARKS, FEATURES, place) == []
    assert learned_from.faults(other, {"1a": MARKS["1a"]}, [], place) == []


def test_each_story_has_weights_that_saw_neither_it_nor_its_like(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of 2025 and those kept out have weights of all older ones, which did not see them."""
    names = [f"{topic}{like}" for topic in range(1, 12) for like in "ab"] + ["w01", "w02"]
    told = [story_named(name) for name in names]
    monkeypatch.setattr(incoming, "kept_out", lambda: frozenset({"30a", "w09"}))
    calls: list[list[str]] = []

    def learn(sample: list[Story]) -> str:
        calls.append([story.name for story in sample])
        return f"{' '.join(calls[-1])}\n"

    files = learned_from.write_folds(tmp_path / "folds", told, learn)
    assert json.loads((tmp_path / "folds" / "folds.json").read_text("utf-8")) == files
    assert sorted(files) == sorted([*names, "30a", "w09"])
    seen = {
        name: set((tmp_path / "folds" / file).read_text("utf-8").split())
        for name, file in files.items()
    }
    older = {name for name in names if not name.startswith("w")}
    assert all(seen[name] == older for name in ("w01", "w02", "30a", "w09"))
    for name in older:
        assert seen[name].isdisjoint({f"{name[:-1]}a", f"{name[:-1]}b"})
        assert len(seen[name]) >= len(older) - 4
    assert len(calls) == len(set(files.values()))


def story_named(name: str) -> Story:
    """Return a story without articles."""
    return Story(
        name=name,
        topic=name if name.startswith("w") else name[:-1],
        documents=(),
        sentences=(),
        weights=(),
        first=frozenset(),
        title=None,
    )


def test_texts_that_are_not_those_of_the_marks_are_refused(tmp_path: Path) -> None:
    """Nothing is learned from half of the stories, or from other texts under their names."""
    (tmp_path / "1a").mkdir()
    (tmp_path / "1a" / "01.txt").write_text("Something else.\n", "utf-8")
    (tmp_path / "1a" / "sentences.tsv").write_text("01\t0\tSomething else.\n", "utf-8")
    with pytest.raises(SystemExit, match=r"not the texts that were marked: 10a, .*\b1a, .*README"):
        learned_from.require_texts(tmp_path)


def test_older_stories_are_enough_to_learn_from(shared: Path) -> None:
    """The texts beside a checkout are those of the marks; none of 2025 need be there."""
    folders = incoming.stories(shared)
    if not folders:
        pytest.skip("the editor's stories are not on this machine")
    assert incoming.altered(folders, [folder.name for folder in folders]) == []
    learned_from.require_texts(shared)
    assert {story.name for story in stories(shared)} >= set(incoming.older_stories())
