"""How the cost grows with what is read: `python tests/benchmarks/growth.py [--functions]`.

Prints the time for each sentence (of `brief.summarise`) and for each article (of `brief.read` and
`brief.brief`), as a multiple of what it is for the smallest set: 1 all along is linear growth.
With `--functions` it also names the functions whose share grows, largest first.

The articles are made up, of words by Zipf's law with names, numbers and dates among them, ten
articles to a story, so that no two are alike and any number can be had.  Times are of the
processor, the smallest of three.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import cProfile
import pstats
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
SENTENCES = (250, 500, 1000, 2000, 5000)
ARTICLES = (10, 50, 200, 1000)
#: Columns of the longest bar.
WIDTH = 60
#: Sentences of an article, articles of a story.
LENGTH, STORY = 15, 10
NOW = date(2026, 11, 20)
FIRST_DAY = date(2025, 1, 1)
#: What a function may take for each article in the larger set, as a multiple of the smaller one's,
#: and its least share of the time there to be named.
GROWN, SHARE = 1.5, 0.01


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--functions", action="store_true", help="name what grows faster")
    parser.add_argument("--articles", type=int, nargs="+", default=ARTICLES)
    parser.add_argument("--sentences", type=int, nargs="+", default=SENTENCES)
    options = parser.parse_args()
    methods = ("coverage", "lexrank", "textrank")
    print("| sentences | `summarise`, coverage | lexrank | textrank |\n|---:|---:|---:|---:|")
    grown = print_growth(options.sentences, [summary(method) for method in methods])
    print_plot(options.sentences, dict(zip(methods, zip(*grown, strict=True), strict=True)))
    print("\n| articles | `read` | `brief` |\n|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        sets = {size: written(Path(folder) / str(size), size) for size in options.articles}
        print_growth(options.articles, [reading(sets), briefing(sets)])
        if options.functions:
            print_functions(options.articles[-2:], briefing(sets))


#: From a size to what is to be measured.
Prepared = Callable[[int], Callable[[], object]]


def print_growth(sizes: Sequence[int], prepared: Sequence[Prepared]) -> list[list[float]]:
    """Print and return the time for one of `sizes`, as a multiple of the first one's."""
    base: list[float] = []
    grown: list[list[float]] = []
    for size in sizes:
        each = [seconds(prepare(size)) / size for prepare in prepared]
        base = base or each
        grown.append([one / first for one, first in zip(each, base, strict=True)])
        cells = " | ".join(f"{multiple:.2f}" for multiple in grown[-1])
        print(f"| {size:,} | {cells} |", flush=True)
    return grown


def print_plot(sizes: Sequence[int], grown: dict[str, Sequence[float]]) -> None:
    """Plot the time of a whole set: bars are measured, `|` is where linear growth would end."""
    print("\n```text")
    for method, multiples in grown.items():
        for size, multiple in zip(sizes, multiples, strict=True):
            linear = round(WIDTH * size / sizes[-1])
            bar = "#" * round(linear * multiple)
            row = f"{bar:<{max(linear, len(bar))}}"
            print(f"{method:>9} {size:5} {row[:linear]}|{row[linear:]}".rstrip())
    print("```")


def summary(method: str) -> Prepared:
    """Return how to summarise so many sentences, in 100 words."""
    from brief.pipeline import summarise

    def prepare(size: int) -> Callable[[], object]:
        texts = list(articles(size // LENGTH + 1))
        return lambda: summarise(texts, words=100, method=method)

    return prepare


def reading(sets: dict[int, Path]) -> Prepared:
    """Return how to read a set of articles."""
    import brief

    return lambda size: lambda: brief.read([sets[size]])


def briefing(sets: dict[int, Path]) -> Prepared:
    """Return how to make the page of a set that has been read."""
    import brief

    def prepare(size: int) -> Callable[[], object]:
        read = brief.read([sets[size]])
        return lambda: brief.brief(read, now=NOW)

    return prepare


def seconds(run: Callable[[], object]) -> float:
    """Return the processor's seconds of the quickest of three runs; of one, if it takes long."""
    found: list[float] = []
    while len(found) < 3 and sum(found) < 20:
        forget()
        started = time.process_time()
        run()
        found.append(time.process_time() - started)
    return min(found)


def forget() -> None:
    """Empty the caches that know whole sentences."""
    for module in [each for name, each in sys.modules.items() if name.startswith("brief.")]:
        for cached in vars(module).values():
            limit = getattr(cached, "cache_parameters", dict)().get("maxsize")
            if limit is not None:
                cached.cache_clear()


def print_functions(sizes: Sequence[int], prepare: Prepared) -> None:
    """Name the functions that take more for each article in the larger of two sets."""
    small, large = (profiled(prepare(size)) for size in sizes)
    total = max(spent for spent, _ in large.values())
    print(f"\n| from {sizes[0]} to {sizes[1]} articles | own share | with callees | grown by |")
    print("|---|---:|---:|---:|")
    for name, (with_callees, own) in sorted(large.items(), key=lambda item: -item[1][0]):
        before = small.get(name, (0.0, 0.0))[0] / sizes[0]
        grown = with_callees / sizes[1] / before if before else float("inf")
        if grown > GROWN and with_callees > SHARE * total:
            print(f"| {name} | {own / total:.0%} | {with_callees / total:.0%} | {grown:.1f} |")


def profiled(run: Callable[[], object]) -> dict[str, tuple[float, float]]:
    """Return the seconds in each of our functions, with and without what it calls."""
    forget()
    profile = cProfile.Profile()
    profile.runcall(run)
    measured: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    return {
        f"`{Path(file).stem}.{name}`": (with_callees, own)
        for (file, _, name), (_, _, own, with_callees, _) in measured.items()
        if "/brief/" in file
    }


def written(folder: Path, count: int) -> Path:
    """Write so many articles as files, and return their folder."""
    folder.mkdir()
    for number, text in enumerate(articles(count)):
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")
    return folder


def articles(count: int) -> Iterator[str]:
    """Yield made-up articles, each with a headline, a date line, and fifteen sentences."""
    for number in range(count):
        story = random.Random(f"story {number // STORY}")
        names = [word(story).title() for _ in range(12)]
        words = [word(story) for _ in range(60)]
        draw = random.Random(f"article {number}")
        day = FIRST_DAY + timedelta(number // STORY % 300 + draw.randrange(10))
        sentences = [sentence(draw, names, words) for _ in range(LENGTH)]
        paragraphs = [" ".join(sentences[start : start + 2]) for start in range(0, LENGTH, 2)]
        headline = sentence(draw, names, words).rstrip(".")[:70].rpartition(" ")[0]
        yield "\n\n".join([headline, f"{day:%A, %B} {day.day}, {day.year}", *paragraphs])


def sentence(draw: random.Random, names: Sequence[str], words: Sequence[str]) -> str:
    """Make a sentence of 12 to 28 words, mostly of the story's own."""
    made = [draw.choice(words) if draw.random() < 0.4 else word(draw) for _ in range(10)]
    made += draw.sample(names, draw.randrange(3))
    made += [f"{draw.randrange(2, 2000):,}"] * draw.randrange(2)
    draw.shuffle(made)
    verb = draw.choice("killed freed found told closed opened said struck".split())
    opening = [draw.choice(names), verb, "the"]
    return " ".join([*opening, *made, *draw.sample("of in and to for with".split(), 2), "it"]) + "."


def word(draw: random.Random) -> str:
    """Make a word of one to four syllables; the short ones come again and again."""
    syllables = min(int(draw.expovariate(0.6)) + 1, 4)
    return "".join(draw.choice("bdfgklmnprstv") + draw.choice("aeiou") for _ in range(syllables))


if __name__ == "__main__":
    main()
