"""How much faster our LexRank is than sumy's: ratios measured in one run, as a Markdown table.

    python tests/benchmarks/lexrank.py [SENTENCES …]      default: 250 500 1000 2000

A ratio is sumy's time divided by ours, on the same sentences, one thread each; best of five runs
for us, one run for sumy, which takes half a minute for 2,000 sentences.  The sentences are those of
`../shared/articles/wikinews`, and made-up ones where there are not enough.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import random
import re
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
ARTICLES = ROOT.parent / "shared" / "articles" / "wikinews"
SIZES = (250, 500, 1000, 2000)
MEMORY_AT = 5000


def main() -> None:
    """Print the table, and what memory it takes."""
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    print("| sentences | LexRank alone | with words, stems and matrix |")
    print("|---:|---:|---:|")
    for size in sizes:
        alone, whole = lexrank_ratios(texts(size))
        print(f"| {size:,} | {alone:,.0f} | {whole:,.0f} |", flush=True)
    print(f"\n{MEMORY_AT:,} sentences take {peak_megabytes(texts(MEMORY_AT)):.0f} MB at most.")


def lexrank_ratios(sentences: list[str]) -> tuple[float, float]:
    """Compare the ranking alone, and the way from text to scores, with sumy's from words on."""
    from brief.language import terms
    from brief.score.graph import lexrank

    def from_text() -> None:
        for known in (terms._stems, terms._content, terms._few_words):
            known.cache_clear()
        lexrank(matrix_of(sentences))

    matrix = matrix_of(sentences)
    sumys = seconds(sumy_run(matrix), 1)
    return sumys / seconds(lambda: lexrank(matrix), 5), sumys / seconds(from_text, 5)


def matrix_of(sentences: Iterable[str]) -> Any:
    """Make our matrix of the sentences, all of one article."""
    from brief.language.terms import term_matrix
    from brief.model import Sentence

    return term_matrix([Sentence(1, 0, len(text), text) for text in sentences], "en")


def sumy_run(matrix: Any) -> Callable[[], object]:
    """Prepare sumy's LexRank on the matrix's sentences; the words are found beforehand."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.nlp.stemmers import Stemmer
    from sumy.summarizers.lex_rank import LexRankSummarizer

    from brief.language.lists import stop_words

    words = {s.text.strip(): found for s, found in zip(matrix.sentences, matrix.words, strict=True)}
    tokenizer = type("Words", (), {"to_words": staticmethod(words.__getitem__)})()
    document = ObjectDocumentModel([Paragraph([Sentence(text, tokenizer) for text in words])])
    summarizer = LexRankSummarizer(Stemmer("english"))
    summarizer.stop_words = stop_words("en")
    return lambda: summarizer(document, 10)


def peak_megabytes(sentences: list[str]) -> float:
    """Measure what the way from text to scores allocates at its peak."""
    from brief.score.graph import lexrank

    tracemalloc.start()
    lexrank(matrix_of(sentences))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def seconds(run: Callable[[], object], times: int) -> float:
    """Return the shortest of so many runs."""

    def once() -> float:
        start = time.perf_counter()
        run()
        return time.perf_counter() - start

    return min(once() for _ in range(times))


def texts(count: int) -> list[str]:
    """Return so many different sentences: real ones as far as they go, then made-up ones."""
    found: dict[str, None] = {}
    for path in sorted(ARTICLES.glob("*.txt")):
        for text in re.split(r"(?<=[.!?])\s+|\n+", path.read_text()):
            if len(text.split()) > 4:
                found[text.strip()] = None
    draw = random.Random(1)
    while len(found) < count:
        # Zipf's law, roughly: a word's rank is the exponential of something even.
        found[" ".join(f"word{int(2 ** draw.uniform(0, 12))}" for _ in range(20))] = None
    return list(found)[:count]


if __name__ == "__main__":
    main()
