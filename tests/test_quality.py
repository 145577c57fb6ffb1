"""The gate: what `make quality` compares, raises and lowers."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).parent / "benchmarks"
DATA = {"english": "data:12345678"}


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script with floors of its own, and measures that a test sets."""
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
    floors = {"english R-1": 50.0, "pages, no_news": 0.2}
    assert run(gate, monkeypatch, floors, "--raise") == 0
    assert run(gate, monkeypatch, floors) == 0
    assert run(gate, monkeypatch, floors | {"english R-1": 49.9}) == 1
    assert "worse: english R-1 is 49.90, was 50.0" in capsys.readouterr().out
    assert run(gate, monkeypatch, floors | {"pages, no_news": 0.3}) == 1
    assert run(gate, monkeypatch, {"english R-1": 50.0}) == 1
    assert run(gate, monkeypatch, {"english R-1": 49.0, "pages, no_news": 0.1}, "--raise") == 0
    kept = json.loads(gate.FLOORS.read_text(encoding="utf-8"))["measures"]
    assert kept == {"english R-1": 50.0, "pages, no_news": 0.1}


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
