"""The README tells the truth: its page, help, exit codes and example are the real ones."""

from __future__ import annotations

import ast
import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from test_layers import LAYERS

from brief.cli.flags import EXIT_CODES

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


def output_of(*words: str) -> str:
    """Return what `brief` prints in the checkout, on a screen of 80 columns."""
    done = subprocess.run(
        [sys.executable, "-m", "brief", *words],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "80"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def assert_stands(name: str, expected: str, update: bool) -> None:
    """Compare what stands between two marks with `expected`, or write it there."""
    text = README.read_text(encoding="utf-8")
    block = re.search(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", text, re.DOTALL)
    assert block, f"the README has no {name}"
    if update:
        changed = text[: block.start()] + expected + text[block.end() :]
        README.write_text(changed, encoding="utf-8")
    else:
        same = whatever_libraries(block[0]) == whatever_libraries(expected)
        assert same, "run: pytest tests/test_readme.py --update"


def whatever_libraries(text: str) -> str:
    """Return a page without what tells the versions of the libraries that made it."""
    return re.sub(r"(?<=\|with:)[0-9a-f]{8}|(?<=#sha256=)[0-9a-f]{64}$", "", text, flags=re.M)


def test_page_is_the_real_one(update: bool) -> None:
    """The page on the first screen is what `brief` makes of the sample articles."""
    words = re.search(r"`brief (inputs/ --now [\d-]+)`", README.read_text(encoding="utf-8"))
    assert words
    rows = output_of(*words[1].split()).splitlines()
    assert_stands("page", "".join(f"> {row}".rstrip() + "\n" for row in rows), update)


def test_help_is_the_real_one(update: bool) -> None:
    """The options in the README are those of `brief --help`."""
    assert_stands("help", f"```text\n{output_of('--help')}```\n", update)


def test_map_is_the_real_one(update: bool) -> None:
    """The map has every folder of `brief/` in the order of the flow, with its own first line."""
    package = ROOT / "brief"
    paths = [package / "errors.py"]
    for layer in LAYERS:
        paths += sorted(
            (package / layer).rglob("__init__.py"), key=lambda path: (len(path.parts), path)
        )
    rows = []
    for path in [*paths, package / "for_sumy.py"]:
        name = f"{path.parent.name}/" if path.stem == "__init__" else path.name
        indent = "  " * (len(path.relative_to(package).parts) - 1 if path.stem == "__init__" else 1)
        first, *_ = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))).splitlines()
        rows.append(f"{indent + name:<15}{first}\n")
    rows.append(f"{'  data/':<15}Word lists by purpose and language; the schema of the JSON.\n")
    assert_stands("map", f"```text\nbrief/\n{''.join(rows)}```\n", update)


def test_exit_codes_are_the_real_ones() -> None:
    """The table has every exit code with its meaning, in order."""
    rows = "".join(f"| {code} | {meaning} |\n" for code, meaning in EXIT_CODES)
    assert rows in README.read_text(encoding="utf-8")


def test_example_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of the library gives what it says."""
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert tried > 0
    assert failed == 0


def test_files_it_links_to_exist() -> None:
    """Every relative link outside the page leads to a file."""
    text = re.sub(r"<!-- page -->.*?<!-- /page -->", "", README.read_text("utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert links
    assert all((ROOT / link).exists() for link in links)
