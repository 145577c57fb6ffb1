"""How long large sets take, and how much memory: `python tests/benchmarks/scale.py [--sizes N …]`.

Makes the page, and the page as JSON, of 1,000 articles and more on the command line, with one
process for each core, and prints a Markdown table: seconds of the clock, the largest memory of any
one process, both beside those of half as many articles.  The articles are real ones of `../shared`,
dealt out again and again under other names, numbers and dates (see `made_up.py`).

Where no other sizes are given the curve is written as `tests/benchmarks/scale.svg`, which the
README there shows; `--picture` names another file.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import made_up

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
SIZES = (1000, 2000, 5000, 10_000, 20_000)
#: What is made: the suffix of the file, by its name in the table.
FORMS = {"page": "md", "JSON": "json"}
PICTURE = Path(__file__).parent / "scale.svg"
#: Of the picture, in pixels: its width and height, and the margins of its axes.
WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 360, 56, 40, 16
COLOURS = {"page": "#1f5f8b", "JSON": "#b5541c"}


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took."""

    seconds: float
    megabytes: int  #: Of the process that had most.


def main() -> None:
    """Print the table, and draw the curve where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--picture", type=Path, help="where the curve goes")
    options = parser.parse_args()
    if not SHARED.is_dir():
        print(f"There are no articles in {SHARED}.")
        return
    measured: dict[tuple[str, int], Measured] = {}
    with tempfile.TemporaryDirectory() as folder:
        print("| articles | page, s | MB | JSON, s | MB | JSON beside page |", flush=True)
        print("|---:|---:|---:|---:|---:|---:|", flush=True)
        for size in options.sizes:
            articles = made_up.written(Path(folder) / str(size), SHARED, size)
            for name, suffix in FORMS.items():
                measured[name, size] = taken(articles, Path(folder) / f"page.{suffix}")
            print(row(size, {name: measured[name, size] for name in FORMS}), flush=True)
    picture = options.picture or (PICTURE if options.sizes == SIZES else None)
    if picture:
        picture.write_text(drawn(options.sizes, measured), encoding="utf-8")


def taken(articles: Path, page: Path) -> Measured:
    """Make a page with the command line, in a process of its own, and return what that took."""
    script = (
        "import resource, subprocess, sys\n"
        "subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    command = [sys.executable, "-m", "brief", str(articles), "--no-cache", "-o", str(page)]
    started = time.perf_counter()
    output = subprocess.check_output([sys.executable, "-c", script, *command], cwd=ROOT)
    seconds = time.perf_counter() - started
    return Measured(seconds=seconds, megabytes=int(output) // 1024)


def row(size: int, of_forms: Mapping[str, Measured]) -> str:
    """Return a line of the table."""
    cells = [f"{each.seconds:.1f} | {each.megabytes:,}" for each in of_forms.values()]
    beside = of_forms["JSON"].seconds / of_forms["page"].seconds
    return f"| {size:,} | {' | '.join(cells)} | {beside:.2f} |"


def drawn(sizes: Sequence[int], measured: Mapping[tuple[str, int], Measured]) -> str:
    """Return the curves as SVG: articles to the right, seconds upwards, a dot for each measure."""
    most = max(each.seconds for each in measured.values())
    step = next(each for each in (10, 20, 50, 100, 200, 500, 1000) if most / each <= 6)
    top = step * (int(most / step) + 1)

    def at(size: float, seconds: float) -> tuple[float, float]:
        x = LEFT + (WIDTH - LEFT - TOP) * size / max(sizes)
        return round(x, 1), round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * seconds / top, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        ' font-family="sans-serif" font-size="12">',
        "<title>Seconds by the number of articles</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    for seconds in range(0, top + 1, step):
        (x, y), (end, _) = at(0, seconds), at(max(sizes), 0)
        parts.append(f'<path d="M{x} {y}H{end}" stroke="#ddd"/>')
        parts.append(f'<text x="{x - 6}" y="{y + 4}" text-anchor="end">{seconds} s</text>')
    for size in sizes:
        x, y = at(size, 0)
        if size >= max(sizes) / 8:
            parts.append(f'<text x="{x}" y="{y + 18}" text-anchor="middle">{size:,}</text>')
    for name, colour in COLOURS.items():
        places = [at(size, measured[name, size].seconds) for size in sizes]
        line = " ".join(f"{x},{y}" for x, y in [at(0, 0), *places])
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in places]
        x, y = places[-1]
        parts.append(
            f'<text x="{x - 8}" y="{y - 8}" text-anchor="end" fill="{colour}">{name}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    main()
