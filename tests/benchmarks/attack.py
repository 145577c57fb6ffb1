"""How the cost of one hostile text grows with its size, through the whole way to the page.

Each kind of `tests/hostile_texts.py`, and each of `../shared/attack/kinds.py` where that is there,
is read as .txt, .md, .html, feed and mail beside two ordinary articles, at sizes that double from
16 KB to 1 MB, each kind in a process of its own.  Printed is what grows by more than 2.4 a
doubling, breaks, or keeps an ordinary article from the page; the exit code is 1 if anything does.
Seconds are those of the processor, and only recorded.

    python tests/benchmarks/attack.py [--formats .txt .eml] [--kinds years tags] [--sizes 16 1024]
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import runpy
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache, partial
from itertools import pairwise
from math import log2
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
SHARED = ROOT.parent / "shared" / "attack" / "kinds.py"
#: Kilobytes.
SIZES = (16, 32, 64, 128, 256, 512, 1024)
#: What a doubling may cost; below so many seconds nothing is told from noise.
GROWTH, LEAST = 2.4, 0.25
#: Seconds that the largest text should take at most, and after which a kind is given up.
AIM, MOST = 10.0, 600


@dataclass(frozen=True, slots=True)
class Measured:
    """What one kind cost in one format."""

    suffix: str
    kind: str
    seconds: Sequence[float]
    growth: float  #: The most that a doubling cost.
    fault: str

    @property
    def fails(self) -> bool:
        """Whether it grows faster than it may, breaks, or keeps others from the page."""
        return bool(self.fault) or self.growth > GROWTH


def main() -> int:
    """Print the tables; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--formats", nargs="+")
    parser.add_argument("--kinds", nargs="+")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--case", nargs=2, help="a format and a kind: print one as JSON")
    options = parser.parse_args()
    if options.case:
        suffix, kind = options.case
        print(json.dumps(asdict(measure(suffix, kind, options.sizes))))
        return 0
    if not SHARED.exists():
        print(f"without the kinds of {SHARED}, which is not there")
    cases = [
        case
        for case in (*_texts(), *_containers())
        if case[0] in (options.formats or (case[0],)) and case[1] in (options.kinds or (case[1],))
    ]
    work = partial(_apart, sizes=options.sizes)
    with ThreadPoolExecutor(options.workers) as pool:
        measured = _printed(pool.map(work, cases), options.sizes)
    return int(any(each.fails for each in measured))


@cache
def _kinds() -> dict[str, Callable[[int], str]]:
    from hostile_texts import TEXTS

    os.chdir(ROOT)  # where the shared kinds look for prose
    shared = runpy.run_path(str(SHARED)) if SHARED.exists() else {"K": {}}
    return {**{f"shared: {name}": kind for name, kind in shared["K"].items()}, **TEXTS}


def _texts() -> list[tuple[str, str]]:
    from hostile_texts import FORMATS

    return [(suffix, kind) for kind in _kinds() for suffix in FORMATS]


def _containers() -> list[tuple[str, str]]:
    from hostile_texts import CONTAINERS

    return list(CONTAINERS)


def _apart(case: tuple[str, str], sizes: Sequence[int]) -> Measured:
    """Return what `measure` does, of a process of its own, which is ended where it takes too long.

    None profits from what another has read.
    """
    command = [sys.executable, __file__, "--sizes", *map(str, sizes), "--case", *case]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=MOST, check=True)
    except subprocess.TimeoutExpired:
        return Measured(*case, (), 0.0, f"more than {MOST} s")
    except subprocess.CalledProcessError as error:
        return Measured(*case, (), 0.0, error.stderr[-200:])
    return Measured(**json.loads(run.stdout))


def measure(suffix: str, kind: str, sizes: Sequence[int]) -> Measured:
    """Return what a kind costs in a format at each size, as far as it comes in time."""
    from hostile_texts import CONTAINERS, ORDINARY, data_of, page_beside

    container = CONTAINERS.get((suffix, kind))
    seconds: list[float] = []
    fault = ""
    for size in (1, *sizes):  # The first is thrown away: it loads what is loaded once.
        if container:
            data = container(1024 * size).encode("utf-8", "replace")
        else:
            data = data_of(_kinds()[kind], suffix, 1024 * size)
        with tempfile.TemporaryDirectory() as folder:
            started = time.process_time()
            try:
                page = page_beside(data, suffix, Path(folder))
            except Exception as error:
                return Measured(suffix, kind, tuple(seconds[1:]), 0.0, repr(error)[:200])
            seconds.append(time.process_time() - started)
        lost = [path for path, text in ORDINARY.items() if text.partition("\n")[0] not in page]
        fault = fault or (f"{', '.join(lost)} is not on the page" if lost else "")
    steps = zip(pairwise(seconds[1:]), pairwise(sizes), strict=True)
    grown = [
        (more / max(less, LEAST)) ** (1 / log2(large / small))
        for (less, more), (small, large) in steps
    ]
    return Measured(suffix, kind, tuple(seconds[1:]), max(grown, default=0.0), fault)


def _printed(results: Iterable[Measured], sizes: Sequence[int]) -> list[Measured]:
    """Print what fails, what takes long, and for each format what the slowest takes; return all."""
    measured: list[Measured] = []
    print(f"\n| format | kind | growth | seconds for {', '.join(map(str, sizes))} KB | |")
    print("|---|---|---:|---|---|")
    for each in results:
        measured.append(each)
        if each.fails or max(each.seconds, default=0.0) > AIM:
            seconds = " ".join(f"{second:.2f}" for second in each.seconds)
            row = f"| {each.suffix} | {each.kind} | {each.growth:.2f} | {seconds} | {each.fault} |"
            print(row, flush=True)
    print("\n| format | kinds | most growth | median seconds of the largest | most |")
    print("|---|---:|---:|---:|---:|")
    for suffix in dict.fromkeys(each.suffix for each in measured):
        own = [each for each in measured if each.suffix == suffix and each.seconds]
        last = sorted(each.seconds[-1] for each in own) or [0.0]
        grown = max((each.growth for each in own), default=0.0)
        print(
            f"| {suffix} | {len(own)} | {grown:.2f} | {last[len(last) // 2]:.2f} | {last[-1]:.2f} |"
        )
    return measured


if __name__ == "__main__":
    sys.exit(main())
