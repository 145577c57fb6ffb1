"""The package as people get it: what is in it, what it says of itself, and that it installs.

A wheel is built from the source distribution, so that both are tried.  It is installed into an
empty environment of the Python that runs the tests, and under `--thorough` into one of each other
that is on PATH or that pyenv has.  Where nothing can be installed, the tests skip and say so.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterable
from datetime import date
from email import message_from_bytes
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.version import Version

import brief

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TRIAL = ROOT / "tests" / "installed.py"
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"


def ran(*command: object, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def pip(python: object, *words: object) -> subprocess.CompletedProcess[str]:
    return ran(python, "-m", "pip", "--disable-pip-version-check", *words)


@pytest.fixture(scope="session")
def builder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a Python that has what builds packages; skip where it cannot be had."""
    if find_spec("hatchling"):
        return Path(sys.executable)
    folder = tmp_path_factory.mktemp("builder")
    ran(sys.executable, "-m", "venv", folder)
    python = folder / "bin" / "python"
    done = pip(python, "install", "--quiet", *PROJECT["build-system"]["requires"])
    if done.returncode:
        pytest.skip(f"nothing can be installed here: {done.stderr.strip().splitlines()[-1]}")
    return python


@pytest.fixture(scope="session")
def source(builder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the source distribution."""
    folder = tmp_path_factory.mktemp("source")
    done = ran(builder, "-m", "hatchling", "build", "-t", "sdist", "-d", folder)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.tar.gz"))


@pytest.fixture(scope="session")
def wheel(builder: Path, source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel that is built of what the source distribution holds."""
    folder = tmp_path_factory.mktemp("wheel")
    assert ran("tar", "-xzf", source, "-C", folder).returncode == 0
    (unpacked,) = folder.iterdir()
    done = ran(builder, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=unpacked)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def files_of(*folders: str) -> set[str]:
    """Return the files of the project in some folders, without what running it leaves there."""
    paths = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file())
    return {
        path.relative_to(ROOT).as_posix()
        for path in paths
        if "__pycache__" not in path.parts and path.parent.name != "screenshots"
    }


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    """Code, word lists, weights, schemas and templates, and nothing of the tests."""
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    packed = {name for name in names if ".dist-info/" not in name}
    assert packed == files_of("brief")
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_the_source_distribution_is_whole(source: Path) -> None:
    """With the tests, their cases and what CI pins, so that whoever packs brief can try it."""
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    top = {"CHANGELOG.md", "LICENSE", "Makefile", "README.md", "pyproject.toml"}
    assert files_of("brief", "tests", "inputs", ".ci") | top <= names


def test_the_package_says_what_it_is(wheel: Path) -> None:
    """Name, version, licence, the Pythons it is tried on, its page of words, and its command."""
    with ZipFile(wheel) as archive:
        (info,) = {name.partition("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        said = message_from_bytes(archive.read(f"{info}/METADATA"))
        commands = archive.read(f"{info}/entry_points.txt").decode()
    assert (said["Name"], said["Version"]) == ("brief-page", brief.__version__)
    assert said["License-Expression"] == "Apache-2.0"
    assert said["Requires-Python"] == f">={VERSIONS[0]}"
    assert said["Description-Content-Type"] == "text/markdown"
    assert str(said.get_payload()).startswith("# brief\n")
    pythons = re.findall(r":: (3\.\d+)$", "\n".join(said.get_all("Classifier")), re.MULTILINE)
    assert tuple(pythons) == VERSIONS
    assert "brief = brief.__main__:start" in commands


def test_the_changelog_begins_with_this_version() -> None:
    """Each version has its day, the newest first, and sections of Keep a Changelog."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    heads = re.findall(r"^## (.*)", text, re.MULTILINE)
    versions = [re.fullmatch(r"\[([\d.]+)\] - (\d{4}-\d\d-\d\d)", head) for head in heads]
    named = [(version[1], date.fromisoformat(version[2])) for version in versions if version]
    assert len(named) == len(heads)
    assert named[0][0] == brief.__version__
    assert named == sorted(named, key=lambda each: Version(each[0]), reverse=True)
    sections = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]
    for version in text.split("\n## ")[1:]:
        named = re.findall(r"^### (.*)", version, re.MULTILINE)
        assert named == [section for section in sections if section in named] != []


def interpreters() -> dict[str, str]:
    """Return the Pythons at hand by their versions, the running one included."""
    kept = os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv"
    found = {RUNNING: sys.executable}
    for version in VERSIONS:
        places = [shutil.which(f"python{version}"), *_pyenvs(Path(kept), version)]
        runs = (str(place) for place in places if place and _is(place, version))
        if python := next(runs, None):
            found.setdefault(version, python)
    return found


def _pyenvs(folder: Path, version: str) -> Iterable[Path]:
    return sorted(folder.glob(f"versions/{version}.*/bin/python"), reverse=True)


def _is(python: str | Path, version: str) -> bool:
    """Whether a program is a Python of that version, with what makes environments."""
    asked = "import sys, ensurepip, venv; print('%d.%d' % sys.version_info[:2])"
    answer = ran(python, "-c", asked)
    return answer.returncode == 0 and answer.stdout.strip() == version


def limits(folder: Path) -> list[Path]:
    """Return a file with the versions that CI tests with, where those are tested; else nothing."""
    if not os.environ.get("PINNED"):
        return []
    pins = (ROOT / ".ci" / "requirements.txt").read_text(encoding="utf-8")
    rows = [row.rstrip(" \\") for row in pins.splitlines() if re.match(r"[a-z0-9]", row)]
    path = folder / "limits.txt"
    path.write_text("\n".join(rows), encoding="utf-8")
    return [path]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_wheel_installs_and_runs(
    version: str, wheel: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """In an empty environment and folder: pages, verify, a run, PDF, and the library."""
    if version != RUNNING and not request.config.getoption("--thorough"):
        pytest.skip(f"Python {version} is tried with --thorough")
    python = interpreters().get(version)
    if python is None:
        pytest.skip(f"no Python {version} is here")
    probe = pip(sys.executable, "download", "--no-deps", "--dest", tmp_path / "probe", "protego")
    if probe.returncode:
        pytest.skip(f"nothing can be installed here: {probe.stderr.strip().splitlines()[-1]}")
    done = ran(python, TRIAL, wheel, tmp_path / "trial", *limits(tmp_path))
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert done.stdout.startswith(f"Python {version}.")
