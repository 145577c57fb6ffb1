"""How long a page takes to be proven beside its making: `python tests/benchmarks/proving.py`.

Prints ratios, as a Markdown table: the time that `verify` takes for a page, divided by that of
reading its articles, making it and writing it.  The sets are the samples in `inputs/` and, where
they are at hand, those of `../shared/articles`.  Times are of the processor; of both the smallest
counts, and the words are known in every round but the first.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

SETS = (
    ROOT / "inputs",
    *(ROOT.parent / "shared" / "articles" / name for name in ("belarus", "wikinews")),
)
NOW = date(2026, 11, 20)


def main() -> None:
    """Measure every set that is there in both formats that can be proven."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    print("| set | format | proving / making |\n|---|---|---:|")
    for articles in filter(Path.is_dir, SETS):
        for form in ("markdown", "json"):
            print(f"| {articles.name} | {form} | {ratio(articles, form, rounds):.2f} |", flush=True)


def ratio(articles: Path, form: str, rounds: int) -> float:
    """Return the least time of proving a page divided by the least time of making it."""
    from brief.pipeline import brief, read, render, verify
    from brief.settings.page_options import Config

    config = Config(format=form)
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page")

        def make() -> None:
            made = brief(read([articles], config), config, now=NOW)
            page.write_text(render(made, form, page.parent), encoding="utf-8")

        def prove() -> None:
            verdict = verify(page, sources=articles)
            if verdict.faults or verdict.unchecked:
                raise SystemExit(f"{articles}: {verdict}")

        making = min(seconds(make) for _ in range(rounds))
        return min(seconds(prove) for _ in range(rounds)) / making


def seconds(work: Callable[[], None]) -> float:
    """Return the processor's time that a call takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
