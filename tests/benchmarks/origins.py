"""How well copies of articles are found: `python tests/benchmarks/origins.py [--articles N]`.

Prints how many planted copies share a group with the article that they were made from, how many
pairs are in one group without being of one text, and the seconds of the clock for `origins` alone.

The articles are made up of the sentences of `../shared/articles/wikinews`, each article's from all
ten stories, so that any sentence stands in dozens of articles that are no copies of one another.
One in ten is a copy of another one: up to three in ten sentences dropped, one or two from elsewhere
added, words and numbers changed, the paragraphs shuffled, another headline in front.  The rows
differ in the share of words that are changed.  Two more are of one text: the same again and again,
and edited each time; there the copies in the largest group count as found.

Of the real articles on Wikinews and Belarus none is a copy.  Of those in other languages, where
they are at hand, one pair is: the Hindi set has an article twice (41 and 42).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brief.model import Document

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
SHARED = ROOT.parent / "shared"
#: Shares of words that are changed in a copy.
CHANGED = (0.0, 0.03, 0.06, 0.1)
#: Words of an article, about.
WORDS = 300
#: What a changed word ends in.
ENDS = "ting ation ers ed ment able ity ous ly al".split()
#: What may be changed: some six words in ten.
CHANGEABLE, SHARE = re.compile(r"[^\W\d_]{4,}|\d+"), 0.6


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not (SHARED / "articles").is_dir():
        print(f"There are no articles in {SHARED}.")
        return
    pool = sentences()
    print("| articles | words changed | copies found | false pairs | seconds |")
    print("|---:|---:|---:|---:|---:|")
    for changed in CHANGED:
        texts, families = planted(random.Random(options.seed), pool, options.articles, changed)
        print_row(f"{changed:.0%}", texts, families)
    draw = random.Random(options.seed)
    text = article(draw, pool)
    print_copies("the same", [text] * options.articles)
    print_copies("3%, all of one", [copy(draw, pool, text, 0.03) for _ in texts])
    print("\n| real articles | pairs taken for copies | seconds |\n|---|---:|---:|")
    for name, texts in real():
        print_real(name, texts)


def print_row(name: str, texts: Sequence[str], families: Sequence[int]) -> None:
    """Print what `origins` makes of texts whose families are known."""
    groups, seconds = grouped(texts)
    group_of = {id: number for number, group in enumerate(groups) for id in group}
    first = {family: place for place, family in reversed(list(enumerate(families)))}
    copies = [place for place, family in enumerate(families) if first[family] != place]
    found = sum(group_of[place + 1] == group_of[first[families[place]] + 1] for place in copies)
    false = sum(
        families[one - 1] != families[other - 1]
        for group in groups
        if len({families[id - 1] for id in group}) > 1
        for one, other in combinations(group, 2)
    )
    print(
        f"| {len(texts):,} | {name} | {found:,} of {len(copies):,} | {false} | {seconds:.1f} |",
        flush=True,
    )


def print_copies(name: str, texts: Sequence[str]) -> None:
    """Print how many copies of one text are in the largest group."""
    groups, seconds = grouped(texts)
    found = max(map(len, groups)) - 1
    print(f"| {len(texts):,} | {name} | {found:,} of {len(texts) - 1:,} | – | {seconds:.1f} |")


def print_real(name: str, texts: Sequence[str]) -> None:
    """Print how many pairs of some real articles are taken for copies."""
    groups, seconds = grouped(texts)
    pairs = sum(len(group) * (len(group) - 1) // 2 for group in groups)
    print(f"| {name}, {len(texts)} | {pairs} | {seconds:.2f} |")


def grouped(texts: Iterable[str]) -> tuple[tuple[tuple[int, ...], ...], float]:
    """Return the groups, and the seconds that they took."""
    from brief.compare.origins import origins

    documents = [document(text, number) for number, text in enumerate(texts, 1)]
    started = time.perf_counter()
    groups = origins(documents)
    return groups, time.perf_counter() - started


def document(text: str, number: int) -> Document:
    """Return a text as an article whose every paragraph is prose."""
    from brief.model import Block, Document

    blocks = tuple(Block(each.start(), each.end()) for each in re.finditer(r"[^\n]+", text))
    return Document(path=f"{number}.txt", text=text, sha256="", blocks=blocks, id=number)


def planted(
    draw: random.Random, pool: Sequence[str], count: int, changed: float
) -> tuple[list[str], list[int]]:
    """Return so many articles in any order, and the family of each; one in ten is a copy."""
    originals = [article(draw, pool) for _ in range(count - count // 10)]
    families = [*range(len(originals)), *draw.choices(range(len(originals)), k=count // 10)]
    copies = [copy(draw, pool, originals[family], changed) for family in families[len(originals) :]]
    both = list(zip([*originals, *copies], families, strict=True))
    draw.shuffle(both)
    return [text for text, _ in both], [family for _, family in both]


def article(draw: random.Random, pool: Sequence[str]) -> str:
    """Return some 300 words, two sentences to a paragraph."""
    chosen: list[str] = []
    size = WORDS * draw.uniform(0.6, 1.4)
    while sum(len(sentence.split()) for sentence in chosen) < size:
        chosen.append(draw.choice(pool))
    return "\n\n".join(" ".join(chosen[start : start + 2]) for start in range(0, len(chosen), 2))


def copy(draw: random.Random, pool: Sequence[str], text: str, changed: float) -> str:
    """Return `text` as another paper has it."""
    split = [re.split(r"(?<=[.!?]) (?=[A-Z])", each) for each in text.split("\n\n")]
    places = [(number, place) for number, each in enumerate(split) for place in range(len(each))]
    dropped = set(draw.sample(places, int(draw.uniform(0, 0.3) * len(places))))
    rest = [
        [sentence for place, sentence in enumerate(each) if (number, place) not in dropped]
        for number, each in enumerate(split)
    ]
    kept = [each for each in rest if each]
    for _ in range(draw.choice((1, 2))):
        kept[draw.randrange(len(kept))].append(draw.choice(pool))
    draw.shuffle(kept)
    body = "\n\n".join(" ".join(each) for each in kept)
    headline = " ".join(draw.choice(pool).split()[:9])
    return f"{headline}\n\n{CHANGEABLE.sub(lambda word: other(draw, word[0], changed), body)}"


def other(draw: random.Random, word: str, changed: float) -> str:
    """Return the word, or now and then another."""
    if draw.random() >= changed / SHARE:
        return word
    return str(draw.randrange(2, 3000)) if word.isdigit() else f"{word[:2]}{draw.choice(ENDS)}"


def sentences() -> list[str]:
    """Return the sentences of the Wikinews articles, each once, those of a few words left out."""
    import brief
    from brief.split.sentences import segment

    reading = brief.read([SHARED / "articles" / "wikinews"])
    found = {each.text: None for one in reading for each in segment(one)}
    return [" ".join(text.split()) for text in found if len(text.split()) > 5]


def real() -> Iterator[tuple[str, list[str]]]:
    """Yield the names and prose of sets of real articles."""
    import brief

    for name in ("wikinews", "belarus"):
        reading = brief.read([SHARED / "articles" / name])
        yield name, ["\n".join(one.text[b.start : b.end] for b in one.prose()) for one in reading]
    for path in sorted((SHARED / "data" / "multiling2011").glob("*.jsonl")):
        stories = map(json.loads, path.read_text("utf-8").strip().split("\n"))
        yield path.stem, [text for story in stories for text in story["docs"]]


if __name__ == "__main__":
    main()
