"""The gate: what `make quality` compares, raises and lowers."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import incoming
import learned_from
import pytest
import scored
from marked import Story

from brief.page.worth import learned

BENCHMARKS = Path(__file__).parent / "benchmarks"
DATA = {"english": "data:12345678"}


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script with floors of its own, and measures that a test sets."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    spec = importlib.util.spec_from_file_location("quality", BENCHMARKS / "quality.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(module, "SHARED", tmp_path)
    return module


def run(
    gate: ModuleType, monkeypatch: pytest.MonkeyPatch, now: dict[str, float], *words: str
) -> int:
    """Run the gate with these measures."""
    monkeypatch.setattr(gate, "measured", lambda: (now, DATA))
    monkeypatch.setattr(sys, "argv", ["quality.py", *words])
    code: int = gate.main()
    return code


def test_a_missed_floor_ends_with_1(
    gate: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Recall may not fall, breaches of pages may not grow, and a floor is not lowered by itself."""
    floors = {"english R-1": 50.0, "pages, leaning": 0.2}
    assert run(gate, monkeypatch, floors, "--raise") == 0
    assert run(gate, monkeypatch, floors) == 0
    assert run(gate, monkeypatch, floors | {"english R-1": 49.9}) == 1
    assert "worse: english R-1 is 49.90, was 50.0" in capsys.readouterr().out
    assert run(gate, monkeypatch, floors | {"pages, leaning": 0.3}) == 1
    assert run(gate, monkeypatch, {"english R-1": 50.0}) == 1
    assert run(gate, monkeypatch, {"english R-1": 49.0, "pages, leaning": 0.1}, "--raise") == 0
    kept = json.loads(gate.FLOORS.read_text(encoding="utf-8"))["measures"]
    assert kept == {"english R-1": 50.0, "pages, leaning": 0.1}


def test_a_floor_is_lowered_on_purpose(gate: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `--allow-regression`, and only then."""
    run(gate, monkeypatch, {"english R-1": 50.0}, "--raise")
    assert run(gate, monkeypatch, {"english R-1": 49.0}, "--allow-regression") == 0
    assert run(gate, monkeypatch, {"english R-1": 49.0}) == 0


def test_other_data_are_no_success(gate: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Floors are for the data that they were measured on."""
    run(gate, monkeypatch, {"english R-1": 50.0}, "--raise")
    monkeypatch.setitem(DATA, "english", "data:87654321")
    assert run(gate, monkeypatch, {"english R-1": 60.0}) == 1


def test_without_data_nothing_is_measured(
    gate: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says so, and passes."""
    monkeypatch.setattr(gate, "SHARED", Path("nowhere"))
    assert run(gate, monkeypatch, {}) == 0
    assert "Nothing measured" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "worse"),
    [
        ("2008 to 2013, recall, %", -0.02),
        ("2008 to 2013, support, %", -0.02),
        ("2025, article, %", -0.02),
        ("2008 to 2013, repeats", 0.02),
        ("2025, empty", 0.02),
        ("2025, superseded", 0.02),
        ("2025, harmful", 0.02),
        ("2025, pages that fail", 0.02),
        ("choice weights, apart from those learned now", 0.02),
    ],
)
def test_what_an_editor_wants_may_not_fall_nor_what_is_wrong_grow(
    gate: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    worse: float,
) -> None:
    """Shares of an editor's facts have floors, lines that should not be there ceilings."""
    assert run(gate, monkeypatch, {name: 50.0}, "--raise") == 0
    assert run(gate, monkeypatch, {name: 50.0 - worse}) == 0
    assert run(gate, monkeypatch, {name: 50.0 + worse}) == 1
    assert f"worse: {name} is" in capsys.readouterr().out


def test_there_is_a_floor_for_each_measure_of_pages_of_stories() -> None:
    """Of both kinds of story; and none for a rule of pages that choosing does not follow."""
    names = json.loads((BENCHMARKS / "floors.json").read_text(encoding="utf-8"))["measures"]
    measures = (*(f"{name}, %" for name in scored.SHARES), *scored.COUNTS, scored.FAILED)
    kinds = (incoming.OLDER, incoming.RECENT)
    assert {f"{kind}, {name}" for kind in kinds for name in measures} <= set(names)
    assert "pages, no_event" not in names


@pytest.fixture
def stories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: ModuleType) -> list[Path]:
    """The folders of folds from which pages were scored; the shared folder has made-up stories."""
    folders: list[Path] = []

    def measures(_: Path, folds: Path, *, out: bool = False) -> dict[str, float]:
        folders.append(folds)
        assert "1a" in json.loads((folds / "folds.json").read_text("utf-8"))
        return {"2008 to 2013, recall, %": 61.0 if out else 55.0}

    (tmp_path / "editor").mkdir()
    scored.script(tmp_path).write_text("", "utf-8")
    weights = (Path(gate.learn_choice.WEIGHTS)).read_text("utf-8")
    monkeypatch.setattr(incoming, "stories", lambda _, out=False: [tmp_path / "1a"])
    monkeypatch.setattr(learned_from, "require_texts", lambda _: None)
    monkeypatch.setattr(gate, "stories", lambda _: [_story("1a")])
    monkeypatch.setattr(gate, "every_older", lambda _: [_story("1a"), _story("2a")])
    monkeypatch.setattr(gate.learn_choice, "learn", lambda _: weights)
    monkeypatch.setattr(scored, "measures", measures)
    return folders


def _story(name: str) -> Story:
    return Story(
        name=name,
        topic=name[:-1],
        documents=(),
        sentences=(),
        weights=(),
        first=frozenset(),
        title=None,
    )


def test_pages_are_scored_with_folds_that_are_learned_anew(
    gate: ModuleType, stories: list[Path]
) -> None:
    """And are gone afterwards; that the shipped weights are those learned now is measured, too."""
    assert gate.chosen() == {"2008 to 2013, recall, %": 55.0, gate.APART: 0.0}
    assert len(stories) == 1
    assert not stories[0].exists()


def test_stories_kept_out_are_shown_where_asked_for_and_nothing_else(
    gate: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    stories: list[Path],
) -> None:
    """No floor is for them, and none is written."""
    assert run(gate, monkeypatch, {"english R-1": 50.0}, "--kept-out") == 0
    shown = capsys.readouterr().out
    assert "recall, %" in shown
    assert "61.00" in shown
    assert "english" not in shown
    assert not gate.FLOORS.exists()


def test_without_stories_or_measure_no_page_is_scored(
    gate: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], stories: list[Path]
) -> None:
    """It says so."""
    scored.script(tmp_path).unlink()
    assert gate.chosen() == {}
    assert stories == []
    assert "Not measured" in capsys.readouterr().out


@pytest.mark.parametrize("section", ["worth", "same fact"])
def test_weights_that_were_changed_by_hand_are_seen(
    gate: ModuleType, tmp_path: Path, section: str
) -> None:
    """In either part of the file; floors are measured with what is learned."""
    text = Path(gate.learn_choice.WEIGHTS).read_text("utf-8")
    head, mark, rest = text.partition(f"#: {section}\n")
    first, _, others = rest.partition("\n")
    name, value = first.split(": ")
    changed = tmp_path / "changed.txt"
    changed.write_text(f"{head}{mark}{name}: {float(value) + 0.5:.4f}\n{others}", "utf-8")
    assert learned(changed) != learned()
    assert gate.apart(changed) == pytest.approx(0.5)
    assert gate.apart(Path(gate.learn_choice.WEIGHTS)) == 0.0
