"""Broken input of strangers ends in an answer or an error of ours, never in a traceback."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from brief.errors import ProvenanceError

SCRIPT = Path(__file__).parent / "benchmarks" / "fuzz.py"
INPUTS = 150


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz"] = module  # where dataclasses look their annotations up
    spec.loader.exec_module(module)
    return module


fuzz = _script()


@pytest.mark.parametrize("reader", sorted(fuzz.READERS))
def test_no_reader_fails_on_broken_input(reader: str) -> None:
    """A few of the inputs that the benchmark has by the thousand; of sets, pages are made."""
    assert fuzz.faults(reader, range(INPUTS)) == []


@pytest.mark.parametrize("error", [IndexError("no row"), ProvenanceError("no such sentence")])
def test_what_the_last_resort_would_hide_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """A set of which a page is made without an article, or with one that does not stand."""

    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("brief.page.material.standing", broken)
    faults = fuzz.faults("set", range(10))
    assert faults
    assert all("material" in fault.trace for fault in faults)


def test_a_fault_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the input that it came of, so that it can be had again."""

    def read(data: bytes) -> None:
        if b"\x00" in data:
            raise TypeError("a number where a list stands")

    monkeypatch.setitem(fuzz.READERS, "toml", (read, (b"limit = 3\n",)))
    found = fuzz.faults("toml", range(INPUTS))
    assert found
    assert all(b"\x00" in fault.data and "TypeError" in fault.trace for fault in found)
    again = fuzz.faults("toml", range(found[0].number, found[0].number + 1))
    assert again[0].data == found[0].data
