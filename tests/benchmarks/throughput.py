"""How many more articles a second than sumy's LexRank: `python tests/benchmarks/throughput.py`.

Prints ratios, as a Markdown table: the time that sumy takes for the articles of
`../shared/articles/wikinews`, divided by ours.  Both start from the articles' text and end with a
summary of four sentences or 100 words; sumy is used as its README says, with NLTK's Punkt.

Times are of the processor, not of the clock.  Every round is a process of its own, so that
nothing is known of the articles from the round before; of its two passes the second one knows the
words already, as in a long run, but none of the sentences.  Of each number the smallest counts.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
ARTICLES = ROOT.parent / "shared" / "articles" / "wikinews"
METHODS = ("coverage", "lexrank")
SIZES = {"each article": 1, "every ten articles": 10}
#: An article to import everything for: about nothing that is in the others.
WARM_UP = (
    "A cat sat on the mat.  It purred.\n\nThen the old dog came in from the garden, and barked."
)


def main() -> None:
    """Run the rounds and print the table; a round itself prints its times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--one-round", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if not ARTICLES.is_dir():
        print(f"There are no articles in {ARTICLES}.")
    elif options.one_round:
        print(json.dumps(one_round(options.one_round)))
    else:
        print_ratios(options.rounds)


def print_ratios(rounds: int) -> None:
    """Print sumy's time divided by ours: for each kind of summary, method, and pass."""
    print("| summary of | method | first pass | words known |\n|---|---|---:|---:|")
    for summary in SIZES:
        sumys = least([measured(f"sumy/{summary}") for _ in range(rounds)])
        for method in METHODS:
            ours = least([measured(f"{method}/{summary}") for _ in range(rounds)])
            ratios = [theirs / own for theirs, own in zip(sumys, ours, strict=True)]
            cells = " | ".join(f"{ratio:.1f}" for ratio in ratios)
            print(f"| {summary} | {method} | {cells} |", flush=True)


def least(rounds: Sequence[list[float]]) -> list[float]:
    """Return the smallest time of each pass."""
    return [min(times) for times in zip(*rounds, strict=True)]


def measured(name: str) -> list[float]:
    """Run one round in a process of its own."""
    command = [sys.executable, __file__, "--one-round", name]
    found: list[float] = json.loads(subprocess.check_output(command, cwd=ROOT))
    return found


def one_round(name: str) -> list[float]:
    """Return the processor's seconds for a first and a second pass over all articles."""
    method, summary = name.split("/")
    articles = [path.read_text() for path in sorted(ARTICLES.glob("*.txt"))]
    size = SIZES[summary]
    sets = [articles[start : start + size] for start in range(0, len(articles), size)]
    run = sumy_lexrank() if method == "sumy" else ours(method)
    run([WARM_UP])
    return [seconds(run, sets), seconds(run, sets)]


def seconds(run: Callable[[list[str]], object], sets: list[list[str]]) -> float:
    """Return the processor's seconds for all sets, nothing being known of their sentences."""
    forget_sentences()
    started = time.process_time()
    for texts in sets:
        run(texts)
    return time.process_time() - started


def forget_sentences() -> None:
    """Empty the caches that have texts longer than a word as keys; sumy has none."""
    for module in [each for name, each in sys.modules.items() if name.startswith("brief.")]:
        for cached in vars(module).values():
            limit = getattr(cached, "cache_parameters", dict)().get("maxsize")
            if limit is not None:
                cached.cache_clear()


def ours(method: str) -> Callable[[list[str]], object]:
    """Return our way from texts to a summary of 100 words."""
    from brief.pipeline import summarise

    return lambda texts: summarise(texts, words=100, method=method)


def sumy_lexrank() -> Callable[[list[str]], object]:
    """Return sumy's way from texts to a summary of four sentences, as its users write it.

    NLTK's Punkt has no parameters here, since those are a download; it is as fast without.
    """
    import nltk.tokenize
    from nltk.tokenize.punkt import PunktSentenceTokenizer

    nltk.tokenize.PunktTokenizer = lambda language: PunktSentenceTokenizer()
    from sumy.nlp.stemmers import Stemmer
    from sumy.nlp.tokenizers import Tokenizer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers.lex_rank import LexRankSummarizer
    from sumy.utils import get_stop_words

    tokenizer = Tokenizer("english")
    summarizer = LexRankSummarizer(Stemmer("english"))
    summarizer.stop_words = get_stop_words("english")

    def run(texts: list[str]) -> object:
        return summarizer(PlaintextParser.from_string("\n\n".join(texts), tokenizer).document, 4)

    return run


if __name__ == "__main__":
    main()
