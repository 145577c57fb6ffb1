"""Rankers: scores worked out by hand, a plain reference, sumy itself, and what holds for all."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers.edmundson import EdmundsonSummarizer
from sumy.summarizers.kl import KLSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.reduction import ReductionSummarizer
from sumy.summarizers.sum_basic import SumBasicSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer

from brief.language.lists import stemmer, stop_words
from brief.language.terms import TermMatrix, idf, term_matrix, words_of
from brief.model import Sentence
from brief.score import RANKERS, from_sumy
from brief.score.graph import FEW, lexrank, textrank

ROOT = Path(__file__).parents[1]
OURS = ("lexrank", "textrank", "centroid", "leads")
STORY = """The harbour of Lowick closed on Monday after a ferry struck the northern pier.
Twelve passengers were taken to hospital, and two of them remain in a serious condition.
The ferry company said that its captain had reported a failure of the rudder.
Divers searched the harbour until midnight for a missing crew member.
Engineers will examine the rudder before the harbour opens again.
The pier was built in 1911 and carries the only road to the lighthouse.
A spokeswoman for the hospital praised the passengers for their calm.
Fishing boats from Lowick joined the search for the missing crew member.
The ferry had passed an inspection of its rudder and engines in March.
Residents of the lighthouse now depend on boats for food and medicine.
The captain was questioned on Tuesday and has not been charged.
Repairs to the pier may take three months, the harbour master said.""".splitlines()


def matrix_of(*texts: str, articles: Sequence[int] = ()) -> TermMatrix:
    """Make a matrix of sentences, all of one article unless `articles` says whose they are."""
    owners = list(articles) or [1] * len(texts)
    places = [owners[:row].count(owner) for row, owner in enumerate(owners)]
    sentences = [
        Sentence(owner, 0, len(text), text, place, place // 3)
        for text, owner, place in zip(texts, owners, places, strict=True)
    ]
    return term_matrix(sentences, "en")


# LexRank and TextRank by hand: a chain A, B, C.  Where weights are equal they cancel:
# p_B = .05 + 1.7 p_A, p_A = .05 + .425 p_B, so that p_A / p_B = .256757 / .486486.
CHAIN = ("amber bronze", "bronze copper", "copper diamond")
END = 0.256757 / 0.486486


def test_textrank_of_a_chain_of_equal_links() -> None:
    """The middle of a chain wins by as much as PageRank says."""
    assert textrank(matrix_of(*CHAIN)) == pytest.approx([END, 1, END], abs=1e-5)


def test_textrank_weighs_links() -> None:
    """Two shared words weigh twice as much as one, by PageRank's equations."""
    # p_B = .05 + .85 (1 - p_B) = .486486; p_A = .05 + .85·2/3 p_B; p_C = .05 + .85/3 p_B
    scores = textrank(matrix_of("amber bronze copper", "amber bronze diamond", "diamond iron zinc"))
    assert scores == pytest.approx([0.669444, 1, 0.386111], abs=1e-5)


def test_textrank_divides_by_the_logarithms_of_the_lengths() -> None:
    """A longer neighbour with the same overlap is a weaker link."""
    # B shares one word with A (2 words) and one with C (8 words): ln 2 + ln 2 against ln 2 + ln 8
    long = "bronze iron zinc tin lead gold silver nickel"
    near, far = 1 / (2 * math.log(2)), 1 / (math.log(2) + math.log(8))
    middle = 0.9 / 1.85
    ends = [0.05 + 0.85 * middle * weight / (near + far) for weight in (near, far)]
    scores = textrank(matrix_of("amber copper", "amber bronze", long))
    assert scores == pytest.approx([ends[0] / middle, 1, ends[1] / middle], abs=1e-5)


def test_textrank_of_single_words() -> None:
    """Two sentences of one word each, where the paper divides by zero, tie."""
    assert textrank(matrix_of("amber", "amber", "bronze")) == pytest.approx([1, 1, 0.15], abs=1e-5)


def test_lexrank_weighs_links_by_cosine() -> None:
    """Continuous LexRank of a chain, with the links to itself that the paper has."""
    # idf: ln 3 + 1 and ln 1.5 + 1, so that the cosine c = .39348;
    # p_A = (.05 + .85c/(1 + 2c)) / (1 - .85/(1 + c) + 1.7c/(1 + 2c)) = .310285, p_B = .379430
    assert lexrank(matrix_of(*CHAIN)) == pytest.approx([0.81777, 1, 0.81777], abs=1e-4)


def test_isolated_sentences() -> None:
    """A sentence that resembles no other is last with TextRank and keeps the mean with LexRank."""
    matrix = matrix_of(*CHAIN, "nickel")
    assert textrank(matrix)[3] == textrank(matrix).min() < END
    ranks = lexrank(matrix)
    assert ranks[3] == pytest.approx(ranks.mean(), abs=1e-5)


def test_sentence_without_content_words() -> None:
    """A sentence of stop words only is last with every method that reads words."""
    matrix = matrix_of(*CHAIN, "and the of")
    for name in ("lexrank", "textrank", "centroid"):
        scores = RANKERS[name](matrix)
        assert scores[3] < scores[:3].min(), name


def test_centroid_by_hand() -> None:
    """The centroid's likeness is the cosine to the sum of all tf-idf vectors."""
    rare, common = math.log(3) + 1, math.log(1.5) + 1
    # The centroid: rare, 2 common, 2 common, rare.
    end = (rare**2 + 2 * common**2) / math.hypot(rare, common)
    middle = 4 * common**2 / math.hypot(common, common)
    expected = np.array([end, middle, end]) / max(end, middle)
    assert RANKERS["centroid"](matrix_of(*CHAIN)) == pytest.approx(expected)


def test_leads_let_every_article_speak_first() -> None:
    """First sentences tie at 1, second ones at a half, whatever the article."""
    matrix = matrix_of(*STORY[:5], articles=(1, 1, 1, 2, 2))
    assert RANKERS["leads"](matrix).tolist() == pytest.approx([1, 1 / 2, 1 / 3, 1, 1 / 2])


def test_leads_take_headlines_for_first_sentences() -> None:
    """A headline among the rows, at position -1, does not divide by zero."""
    rows = [Sentence(1, 0, 4, "News", -1, -1), Sentence(1, 5, 9, "Text", 0, 0)]
    assert RANKERS["leads"](term_matrix(rows, "en")).tolist() == [1, 1]


def reference(matrix: TermMatrix, links: np.ndarray) -> np.ndarray:
    """Solve PageRank's equations for a dense matrix of links instead of iterating."""
    count = len(matrix)
    degree = links.sum(axis=0)
    share = np.where(degree > 1e-12, links / np.where(degree > 1e-12, degree, 1), 0)
    scores = np.linalg.solve(np.eye(count) - 0.85 * share, np.full(count, 0.15 / count))
    return np.asarray(scores / scores.max())


def vectors(matrix: TermMatrix) -> list[dict[int, float]]:
    """Return each sentence's counts by column."""
    bounds = zip(matrix.indptr, matrix.indptr[1:], strict=False)
    return [
        dict(zip(matrix.indices[a:b].tolist(), matrix.counts[a:b].tolist(), strict=True))
        for a, b in bounds
    ]


def cosines(matrix: TermMatrix) -> np.ndarray:
    """Compute all idf-modified cosines, pair by pair."""
    weight = idf(matrix)
    rows = [{t: c * weight[t] for t, c in row.items()} for row in vectors(matrix)]
    size = [math.sqrt(sum(v * v for v in row.values())) or 1.0 for row in rows]
    return np.array(
        [
            [
                sum(v * b.get(t, 0.0) for t, v in a.items()) / (x * y)
                for b, y in zip(rows, size, strict=True)
            ]
            for a, x in zip(rows, size, strict=True)
        ]
    )


def overlaps(matrix: TermMatrix) -> np.ndarray:
    """Compute all of TextRank's similarities, pair by pair."""
    rows = vectors(matrix)
    logs = [math.log(max(sum(row.values()), 1)) for row in rows]
    links = np.zeros((len(rows), len(rows)))
    for i, a in enumerate(rows):
        for j, b in enumerate(rows):
            if i != j:
                links[i, j] = len(a.keys() & b.keys()) / max(logs[i] + logs[j], math.log(2))
    return links


WORDS = ["amber", "bronze", "copper", "diamond", "iron", "zinc", "the"]
sentences_of_few_words = st.lists(
    st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(sentences_of_few_words)
def test_factored_graphs_agree_with_plain_ones(texts: list[str]) -> None:
    """Without ever building the graph, the scores are those of the graph built pair by pair."""
    matrix = matrix_of(*texts)
    assert lexrank(matrix) == pytest.approx(reference(matrix, cosines(matrix)), abs=1e-5)
    assert textrank(matrix) == pytest.approx(reference(matrix, overlaps(matrix)), abs=1e-5)


def test_lexrank_of_many_sentences_agrees_with_the_plain_graph() -> None:
    """Beyond `FEW` sentences the scores are iterated, and are those of the equations."""
    matrix = matrix_of(*(f"{one} {other}" for one in STORY[:6] for other in STORY[4:]))
    assert len(matrix) > FEW
    assert lexrank(matrix) == pytest.approx(reference(matrix, cosines(matrix)), abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(sentences_of_few_words, st.randoms(use_true_random=False))
def test_order_of_sentences_does_not_matter(texts: list[str], random: Random) -> None:
    """Shuffled sentences get the same scores, and equal sentences tie."""
    order = list(range(len(texts)))
    random.shuffle(order)
    for name in ("lexrank", "textrank", "centroid"):
        scores = RANKERS[name](matrix_of(*texts))
        shuffled = RANKERS[name](matrix_of(*(texts[row] for row in order)))
        assert shuffled == pytest.approx(scores[order], abs=1e-5), name
        for text, times in Counter(texts).items():
            alike = {s for s, t in zip(scores.tolist(), texts, strict=True) if t == text}
            assert times == 1 or len(alike) == 1, name


@pytest.mark.parametrize("name", RANKERS)
@pytest.mark.parametrize(
    "texts",
    [
        (),
        ("Rain fell in Lowick.",),
        ("and the of",),
        ("",),
        ("?!", "…"),
        ("Rain fell.",) * 3,
        ("Rain fell.", "Snow melts."),
        ("Rain fell.", "and the", "Rain stopped in May.", "Rain fell.", "May came."),
        tuple(STORY),
    ],
    ids=["none", "one", "stop words", "empty", "no words", "equal", "unlike", "mixed", "story"],
)
def test_every_ranker_keeps_the_contract(name: str, texts: tuple[str, ...]) -> None:
    """One finite score a sentence, from 0 to 1; the best is 1, or all are 0; twice the same."""
    matrix = matrix_of(*texts)
    scores = RANKERS[name](matrix)
    assert scores.shape == (len(texts),) and scores.dtype == np.float64
    assert np.isfinite(scores).all()
    if len(texts):
        assert scores.min() >= 0
        assert scores.max() in (0, 1)
    assert scores.tolist() == RANKERS[name](matrix).tolist()


@pytest.mark.parametrize("name", RANKERS)
def test_every_ranker_tells_the_sentences_of_a_story_apart(name: str) -> None:
    """On a real text the best scores 1 and others less."""
    scores = RANKERS[name](matrix_of(*STORY))
    assert scores.max() == 1 and scores.min() < 0.95


class Splitter:
    """A tokenizer for sumy's own parser: a full stop ends a sentence."""

    def to_sentences(self, text: str) -> tuple[str, ...]:
        """Split after full stops."""
        return tuple(re.split(r"(?<=\.)\s+", text))

    def to_words(self, text: str) -> tuple[str, ...]:
        """Find the words as we do."""
        return tuple(words_of(text))


def sumys_choice(summarizer: Callable[..., Any], count: int, title: str = "") -> list[int]:
    """Run sumy on the story as its users do; return the numbers of the sentences it takes."""
    paragraphs = [" ".join(STORY[place : place + 3]) for place in range(0, len(STORY), 3)]
    # An upper-case line is a heading to sumy's parser.
    text = f"{title.upper()}\n" + "\n\n".join(paragraphs)
    document = PlaintextParser.from_string(text, Splitter()).document
    return [STORY.index(str(sentence)) for sentence in summarizer(document, count)]


@pytest.mark.parametrize(
    ("name", "summarizer"),
    [
        ("sumy-lexrank", LexRankSummarizer),
        ("sumy-textrank", TextRankSummarizer),
        ("sumy-luhn", LuhnSummarizer),
        ("sumy-sum-basic", SumBasicSummarizer),
        ("sumy-kl", KLSummarizer),
        ("sumy-reduction", ReductionSummarizer),
    ],
)
def test_sumys_rankers_choose_what_sumy_chooses(name: str, summarizer: type) -> None:
    """The best k by our scores are sumy's summary of k sentences, for every k."""
    direct = summarizer(stemmer("en"))
    direct.stop_words = stop_words("en")
    scores = RANKERS[name](matrix_of(*STORY))
    order = np.argsort(-scores, kind="stable").tolist()
    for count in range(1, len(STORY)):
        assert sorted(order[:count]) == sumys_choice(direct, count), count


def test_lsa_chooses_what_sumy_chooses_but_for_ties() -> None:
    """sumy leaves LSA's many ties to rounding and the hash seed; the ratings are the same."""
    direct = LsaSummarizer(stemmer("en"))
    direct.stop_words = stop_words("en")
    scores = RANKERS["sumy-lsa"](matrix_of(*STORY))
    for count in range(1, len(STORY)):
        best = sorted(scores.tolist(), reverse=True)[:count]
        assert sorted(scores[sumys_choice(direct, count)].tolist(), reverse=True) == best, count


def test_edmundson_chooses_what_sumy_chooses() -> None:
    """With its words set as ours are, Edmundson's order is sumy's."""
    direct = EdmundsonSummarizer(stemmer("en"))
    title = "Rudder of the ferry and calm"
    direct.bonus_words = {"rudder", "ferry", "calm"}
    direct.stigma_words = from_sumy.STIGMA_WORDS
    direct.null_words = stop_words("en")
    scores = from_sumy.edmundson(matrix_of(*STORY), {1: title})
    order = np.argsort(-scores, kind="stable").tolist()
    for count in range(1, len(STORY)):
        assert sorted(order[:count]) == sumys_choice(direct, count, title), count


def test_edmundson_rates_each_article_by_its_own_title_and_place() -> None:
    """The second article's opening gets its bonus too, and its title counts for it alone."""
    matrix = matrix_of(*STORY, articles=[1] * 6 + [2] * 6)
    plain = from_sumy.edmundson(matrix, {1: "Lowick", 2: "Lowick"})
    titled = from_sumy.edmundson(matrix, {1: "Lowick", 2: "Lowick captain charged"})
    assert plain[6] > plain[10]
    assert titled[10] / titled[6] > plain[10] / plain[6]


def test_edmundson_without_titles_takes_the_opening() -> None:
    """Without titles each article's first sentence gives the bonus words."""
    matrix = matrix_of(*STORY)
    assert (
        from_sumy.edmundson(matrix).tolist() == from_sumy.edmundson(matrix, {1: STORY[0]}).tolist()
    )


def test_equal_sentences_share_sumys_rating() -> None:
    """A repeated sentence is rated at both its places: ratings go by order, not by text."""
    for name in ("sumy-lexrank", "sumy-luhn", "sumy-lsa"):
        scores = RANKERS[name](matrix_of(*STORY, STORY[4]))
        assert scores[4] == scores[-1] > 0, name


HASHED = """
import sys; sys.path[:0] = ["tests", "."]
from test_score import STORY, matrix_of
from brief.score import RANKERS
texts = [f"{a} {b.lower()}" for a in STORY[:4] for b in STORY[4:]]
print({name: rank(matrix_of(*texts)).tolist() for name, rank in RANKERS.items()})
"""


def test_hash_seed_and_threads_change_nothing() -> None:
    """All scores are the same to the last digit under three hash seeds and any BLAS threads."""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", HASHED],
            cwd=ROOT,
            env=os.environ | {"PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed, threads in (("0", "1"), ("1", "2"), ("2", "1"))
    }
    assert len(outputs) == 1
    assert "sumy-lsa" in outputs.pop()


def test_importing_the_table_loads_nothing_heavy() -> None:
    """`brief.score` costs no numpy, nltk or sumy until a ranker is called."""
    code = (
        "import brief.score, sys; print([m for m in ('numpy', 'nltk', 'sumy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "[]"
