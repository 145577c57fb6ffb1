"""How long the start takes: `python tests/benchmarks/startup.py`.

Prints ratios of the fastest of many runs, taken in turns, so that a busy machine slows both.
Python keeps the byte code of both, as it does of what is installed: the run to warm up writes it,
also where the environment says that none is to be written.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
BRIEF = [sys.executable, "-m", "brief"]
SUFFIXES = {".txt", ".md", ".html"}
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}


def articles() -> list[str]:
    """Return five articles: the real ones where they are, else samples."""
    folders = (ROOT.parent / "shared" / "articles" / "belarus", ROOT / "inputs")
    folder = next(each for each in folders if each.is_dir())
    return [str(path) for path in sorted(folder.iterdir()) if path.suffix in SUFFIXES][:5]


def seconds(command: list[str]) -> float:
    """Return how long one run takes."""
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - started


def compare(name: str, ours: list[str], theirs: str, most: float, runs: int) -> None:
    """Print by how much `ours` is slower than importing `theirs`, and what it may be."""
    baseline = [sys.executable, "-c", f"import {theirs}"]
    pairs = [(seconds(ours), seconds(baseline)) for _ in range(runs + 1)][1:]
    mine, other = (min(times) for times in zip(*pairs, strict=True))
    print(
        f"{name:<22} {mine * 1000:5.0f} ms   import {theirs:<20} {other * 1000:5.0f} ms"
        f"   ratio {mine / other:.2f} (at most {most})"
    )


def main() -> None:
    """Measure both starts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10, help="of each, after one to warm up")
    runs: int = parser.parse_args().runs
    compare("brief --version", [*BRIEF, "--version"], "typer", 2, runs)
    compare("brief, five articles", [*BRIEF, *articles()], "sumy.nlp.stemmers", 1.6, runs)


if __name__ == "__main__":
    main()
