"""A run with nothing new when a million articles were seen: what is it beside a start?

The memory is made as years of a folder would leave it; fifty articles of it are still there.
Wanted: at most so many seconds more than `brief --version` as `WANTED` says.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from brief.memory.state import State
from brief.memory.tables import Article

THERE, RUNS = 50, 5
#: Seconds by how many articles were seen.
WANTED = {100_000: 0.5, 1_000_000: 1.5}
NOW = datetime(2026, 11, 19, 7, tzinfo=UTC)
TEXT = (
    "# The harbour of Osk, day {0}\n\nThe ferry Heron {0} left Osk for Larn on Thursday with {0} "
    "passengers, the harbour master Ines Holt said. Divers from Tarn had looked at its hull.\n"
)


def seconds(command: list[str], folder: Path, environment: dict[str, str]) -> float:
    """Return how long a command takes at best."""
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        took.append(time.perf_counter() - began)
    return min(took)


def main() -> None:
    """Print the times for each number of articles seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seen", type=int, nargs="+", default=[*WANTED])
    for seen in parser.parse_args().seen:
        measure(seen)


def measure(seen: int) -> None:
    """Print the time of a run with nothing new, and of `brief --version`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, "XDG_STATE_HOME": str(folder / "state")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # As installed packages, it has byte code.
        (folder / "news").mkdir()
        for number in range(THERE):
            path = folder / "news" / f"{number}.md"
            path.write_text(TEXT.format(number), encoding="utf-8")
        (folder / "brief.toml").write_text('[[source]]\nfolder = "news"\n', encoding="utf-8")
        brief = [sys.executable, "-m", "brief"]
        run = [*brief, "run", "--now", NOW.isoformat()]
        made = subprocess.run(run, cwd=folder, env=environment, check=False)
        with State.open(folder / "state" / "brief" / "state.db", now=NOW) as state:
            keys = (f"{folder}/news/{number}.html" for number in range(seen - THERE))
            state.remember(
                "morning",
                (Article(key, f"{number:064x}", "news") for number, key in enumerate(keys)),
                period="2026-11-18",
                now=NOW,
            )
        began = seconds([*brief, "--version"], folder, environment)
        day = NOW.replace(day=20).isoformat()
        quiet = seconds([*brief, "run", "--force", "--now", day], folder, environment)
        print(f"a run that made a page ended with {made.returncode}")
        size = (folder / "state" / "brief" / "state.db").stat().st_size / 1e6
        print(f"brief --version: {began:.2f} s; nothing new among {seen:,} seen: {quiet:.2f} s")
        print(f"that is {quiet - began:.2f} s more; wanted: at most {WANTED.get(seen, 'anything')}")
        print(f"the memory has {size:.0f} MB", flush=True)


if __name__ == "__main__":
    main()
