"""Work grows with the articles and not with their square; the benchmark of that runs at any size.

Work is counted, not timed: lines of the project's code that run, articles that are looked up for
another, memory.  A function of a library that compares all with all within one line is seen by the
last two alone.
"""

from __future__ import annotations

import importlib
import random
import re
import sys
import tracemalloc
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from made_stories import NOW
from work import steps

from brief.compare import roundups, vectors
from brief.compare.about import Weighed
from brief.compare.links import links
from brief.compare.origins import origins
from brief.compare.stories import _clusters, stories
from brief.model import Document, Findings, Skipped
from brief.pipeline import brief, collate
from brief.pipeline.comparing import sentences_of
from brief.pipeline.completing import completed
from brief.pipeline.reading import article_of

BENCHMARKS = Path(__file__).parent / "benchmarks"
#: What twice as many articles may take, at most; a little more where stories happen to be larger.
DOUBLED, DOUBLED_IN_STORIES = 2.1, 2.2
#: Articles that hold a term and are looked up; of the thousand of `REACH` a small set has no more.
NEAR = 30
Benchmark = Callable[[str], ModuleType]
Work = Callable[[], object]


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Benchmark:
    """Import a benchmark by its name; what it changes of the process is undone."""
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module


@pytest.fixture
def made(benchmark: Benchmark, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[str]]:
    """Make short articles, ten to a story."""
    growth = benchmark("growth")
    monkeypatch.setattr(growth, "LENGTH", 5)
    return lambda size: list(growth.articles(size))


@pytest.fixture
def looked_up(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count in its only place how many articles are looked up, few for each term."""
    count = [0]
    ranges = vectors.ranges

    def counted(begins: Any, lengths: Any) -> Any:
        count[0] += int(lengths.sum())
        return ranges(begins, lengths)

    for module in (vectors, roundups):
        monkeypatch.setattr(module, "ranges", counted)
        monkeypatch.setattr(module, "REACH", NEAR)
    return count


def read(texts: Sequence[str]) -> tuple[Document, ...]:
    """Return articles as they are read."""
    documents = []
    for number, text in enumerate(texts):
        document = article_of(text, f"{number:04}.txt", "en")
        assert not isinstance(document, Skipped)
        documents.append(document)
    return collate(documents)


def of_stories(documents: Sequence[Document]) -> Work:
    return partial(stories, documents, sentences_of(documents))


def of_origins(documents: Sequence[Document]) -> Work:
    return partial(origins, documents)


def of_page(documents: Sequence[Document]) -> Work:
    return partial(brief, documents, now=NOW)


def of_findings(documents: Sequence[Document]) -> Work:
    # Nothing is found yet: of few stories a page has found all figures, of many not.
    groups = stories(documents, sentences_of(documents))
    return partial(completed, documents, Findings(whole=False), groups)


@pytest.mark.parametrize(
    ("work_on", "size", "most"),
    [
        pytest.param(of_stories, 200, DOUBLED, id="stories"),
        pytest.param(of_origins, 200, DOUBLED, id="origins"),
        pytest.param(of_page, 100, DOUBLED, id="the page"),
        pytest.param(of_findings, 100, DOUBLED_IN_STORIES, id="findings"),
    ],
)
def test_twice_as_many_articles_are_twice_the_work(
    made: Callable[[int], list[str]],
    looked_up: list[int],
    work_on: Callable[[Sequence[Document]], Work],
    size: int,
    most: float,
) -> None:
    """Lines that run, and articles that are looked up, grow no faster than the set."""
    documents = read(made(2 * size))
    grown = []
    for some in (collate(documents[:size]), documents):
        work = work_on(some)
        looked_up[0] = 0
        grown.append((steps(work), looked_up[0]))
    (lines, pairs), (more_lines, more_pairs) = grown
    assert lines > 100 * size  # It is done, and not put off.
    assert more_lines <= most * lines
    assert more_pairs <= most * pairs


def strangers(size: int) -> list[Weighed]:
    """Return articles as vectors, ten to a story, all of them with one word in common."""
    draw = random.Random(7)
    return [
        Weighed(
            terms={"said": 0.3, **{f"{n // 10} {draw.randrange(20)}": 0.3 for _ in range(9)}},
            opening={f"{n // 10} {draw.randrange(20)}": 1.0},
        )
        for n in range(size)
    ]


@pytest.mark.parametrize("size", [500, 1000])
def test_no_articles_are_held_beside_all_others(looked_up: list[int], size: int) -> None:
    """A word that all articles hold joins each with the next few: pairs and memory are linear."""

    def held(articles: Sequence[Weighed]) -> tuple[int, int, int]:
        tracemalloc.start()
        try:
            linked = links(articles)
            groups: list[Any] = []
            lines = steps(lambda: groups.extend(_clusters(linked, frozenset(), 0.0)), again=False)
            return tracemalloc.get_traced_memory()[1], len(linked.pairs.first), lines
        finally:
            tracemalloc.stop()

    links(strangers(10))  # What is read once is read.
    small, large = (held(strangers(count)) for count in (size, 2 * size))
    for before, after in zip(small, large, strict=True):
        assert after <= DOUBLED * before


# The benchmark


@pytest.fixture
def shared(tmp_path: Path, made: Callable[[int], list[str]]) -> Path:
    """A folder with twenty articles laid out as the shared one, each of a story of its own."""
    for number, text in enumerate(made(210)[::10]):
        place = f"editor/stories/{number}a" if number % 2 else f"articles/{number}"
        folder = tmp_path / "shared" / place
        folder.mkdir(parents=True)
        (folder / "1.txt").write_text(text, "utf-8")
    (tmp_path / "shared/editor/kept-out.txt").write_text("1a\n", "utf-8")
    return tmp_path / "shared"


def test_made_up_articles_are_of_new_stories(benchmark: Benchmark, shared: Path) -> None:
    """Each repetition keeps what stands in many stories, and renames what makes one."""
    made_up = benchmark("made_up")
    places = made_up.written(shared.parent / "set", shared, 60)
    texts = {path.name: path.read_text("utf-8") for path in places.iterdir()}
    assert len(texts) == 60
    stories_of = {name.split("-")[1] for name in texts} - {"articles"}
    assert stories_of == {f"{number}a" for number in range(3, 21, 2)}  # 1a is kept out.
    first, second, third = (texts[f"{repetition:03}-articles-0-1.txt"] for repetition in range(3))
    words = [set(re.findall(r"[a-z]{3,}", text.lower())) for text in (first, second, third)]
    assert "the" in words[0] & words[1] & words[2]
    assert all(len(one & other) < len(one) / 2 for one, other in pairwise(words))
    assert len(first.split()) == len(second.split()) == len(third.split())
    again = made_up.written(shared.parent / "again", shared, 60)
    assert texts == {path.name: path.read_text("utf-8") for path in again.iterdir()}


def test_the_curve_of_scale_is_drawn(
    benchmark: Benchmark,
    shared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Page and JSON of 40 and 80 articles are made, a row for each, and two curves through them."""
    scale, picture = benchmark("scale"), tmp_path / "curve.svg"
    monkeypatch.setattr(scale, "SHARED", shared)
    monkeypatch.setattr(scale, "PICTURE", tmp_path / "not this one.svg")
    asked = ["scale.py", "--sizes", "40", "80", "--picture", str(picture)]
    monkeypatch.setattr(sys, "argv", asked)
    scale.main()
    head, rule, *rows = capsys.readouterr().out.splitlines()
    assert head.count("|") == rule.count("|") == 7
    figures = r"\d+\.\d \| [\d,]{2,}"
    row_of = re.compile(rf"\| (\d+) \| {figures} \| {figures} \| \d+\.\d\d \|")
    measured = [row_of.fullmatch(row) for row in rows]
    assert [match and match[1] for match in measured] == ["40", "80"]
    assert not (tmp_path / "not this one.svg").exists()
    drawing = ET.fromstring(picture.read_text("utf-8"))
    tag = "{http://www.w3.org/2000/svg}"
    curves = [
        [tuple(map(float, point.split(","))) for point in str(line.get("points")).split()]
        for line in drawing.iter(f"{tag}polyline")
    ]
    assert len(curves) == 2
    for curve in curves:
        across, upwards = [x for x, _ in curve], [y for _, y in curve]
        assert across == sorted(across)
        assert len(set(across)) == 3
        assert all(0 <= y < upwards[0] for y in upwards[1:])  # Above the axis, in the picture.
    labels = [text.text for text in drawing.iter(f"{tag}text")]
    assert {"40", "80", "page", "JSON", "0 s"} <= {*labels}
