"""What CI installs is what `pyproject.toml` allows, one version of each, and proven by its hash."""

from __future__ import annotations

import json
import re
import stat
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PINS = {name: ROOT / ".ci" / f"requirements{name}.txt" for name in ("", "-build", "-audit")}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
DEV = [each for name in ("cluster", "dev", "pdf") for each in EXTRAS[name]]
#: For whom the versions are pinned.
PLACES = [
    {
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": system,
        "platform_python_implementation": "CPython",
    }
    for python in ("3.11", "3.12", "3.13", "3.14")
    for system in ("linux", "darwin")
]


@dataclass(frozen=True, slots=True)
class Pin:
    """A version that is pinned, with the hashes of its files."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name as an index has it."""
        return canonicalize_name(self.requirement.name)

    def applies(self, place: dict[str, str]) -> bool:
        """Return whether it is for a Python and a system."""
        return self.requirement.marker is None or self.requirement.marker.evaluate(place)


@cache
def pins(name: str) -> tuple[Pin, ...]:
    """Return what a file pins; every line but comments is part of an entry."""
    text = PINS[name].read_text(encoding="utf-8")
    kept = re.sub(r"(?m)^\s*#.*\n", "", text).replace("\\\n", " ")
    entries = [re.split(r"\s+--hash=", line) for line in kept.splitlines() if line.strip()]
    return tuple(Pin(Requirement(entry[0]), tuple(entry[1:])) for entry in entries)


@pytest.mark.parametrize(
    ("requirement", "name"),
    [
        *((each, "") for each in PROJECT["project"]["dependencies"] + DEV),
        *((each, "-build") for each in PROJECT["build-system"]["requires"]),
        ("pip-audit", "-audit"),
    ],
)
def test_what_the_project_names_is_pinned_to_what_it_allows(requirement: str, name: str) -> None:
    """On each Python and system, one version, and within the bounds."""
    named = Requirement(requirement)
    for place in PLACES:
        versions = [
            pin.requirement.specifier
            for pin in pins(name)
            if pin.name == canonicalize_name(named.name) and pin.applies(place)
        ]
        assert len(versions) == 1, f"run .ci/pin: {named.name}, {place}"
        (version,) = versions[0]
        assert named.specifier.contains(version.version), f"run .ci/pin: {named.name}"


@pytest.mark.parametrize("name", PINS)
def test_every_pin_is_one_version_with_hashes(name: str) -> None:
    """No entry is a range, names an address or an option, or comes without a hash."""
    assert pins(name)
    for pin in pins(name):
        assert [one.operator for one in pin.requirement.specifier] == ["=="], pin
        assert pin.requirement.url is None
        assert not pin.requirement.extras, pin  # one that is named twice breaks the pip of 3.11
        assert pin.hashes, pin
        assert all(re.fullmatch("sha256:[0-9a-f]{64}", each) for each in pin.hashes), pin
    assert "://" not in PINS[name].read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PINS)
@pytest.mark.parametrize("place", PLACES, ids=lambda place: "-".join(place.values()))
def test_no_package_is_pinned_twice(name: str, place: dict[str, str]) -> None:
    """For one Python and system, pip takes one version of a package."""
    names = [pin.name for pin in pins(name) if pin.applies(place)]
    assert len(names) == len(set(names))


def test_what_builds_packages_is_what_they_are_tested_with() -> None:
    """A package in both files has one version: the second install would change the first."""
    tested, building = (
        {(pin.name, str(pin.requirement.marker)): pin.requirement.specifier for pin in pins(name)}
        for name in ("", "-build")
    )
    shared = tested.keys() & building.keys()
    assert shared
    assert {key: building[key] for key in shared} == {key: tested[key] for key in shared}


UNREACHED = "exit 1"
SKIPPED = {"name": "ferry", "skip_reason": "not found"}
CLEAN = {"name": "ferry", "version": "1.0", "vulns": []}
VULNERABLE = {"name": "ferry", "version": "1.0", "vulns": [{"id": "X-1"}, {"id": "X-2"}]}
HARBOUR = {"name": "harbour", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        ({}, 0, "no advisory service can be reached: not checked"),
        ({"pypi": [SKIPPED]}, 0, "no advisory service can be reached: not checked"),
        ({"pypi": "sleep"}, 0, "no advisory service can be reached: not checked"),
        ({"pypi": [CLEAN]}, 0, "1 packages: no known vulnerability"),
        ({"pypi": [CLEAN, HARBOUR]}, 0, "no advisory service knows harbour"),
        ({"pypi": [VULNERABLE]}, 1, "ferry 1.0: X-1, X-2"),
        ({"osv": [VULNERABLE]}, 1, "ferry 1.0: X-1, X-2"),
        ({"pypi": [SKIPPED], "esms": [VULNERABLE]}, 1, "ferry 1.0: X-1, X-2"),
    ],
)
def test_a_known_vulnerability_fails_and_silence_does_not(
    tmp_path: Path, answers: dict[str, object], code: int, said: str
) -> None:
    """What the services answered decides; who did not answer is told of, and no more."""
    program = tmp_path / "pip-audit"
    lines = [
        f"'{service}') {'exec sleep 600' if answer == 'sleep' else f'cat {tmp_path / service}'} ;;"
        for service, answer in answers.items()
    ]
    for service, answer in answers.items():
        (tmp_path / service).write_text(json.dumps({"dependencies": answer}), encoding="utf-8")
    which = 'while [ "$1" != --service ]; do shift; done\ncase "$2" in\n'
    program.write_text(f"#!/bin/sh\n{which}{chr(10).join(lines)}\n*) {UNREACHED} ;;\nesac\n")
    seconds = "1" if "sleep" in answers.values() else "60"
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    ended = subprocess.run(
        [sys.executable, ROOT / ".ci" / "advisories.py", program, seconds],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, said in ended.stdout + ended.stderr) == (code, True)
    assert "Traceback" not in ended.stderr
