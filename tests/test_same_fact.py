"""How likely two sentences state one fact: what always holds, and what a reader would expect."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_stories import LINES, articles, documents, many, material
from numpy.typing import NDArray

from brief.compare import same_fact
from brief.compare.same_fact import Comparable, compared, features_of, likely_same
from brief.language.facts import counts_in
from brief.language.terms import idf, term_matrix
from brief.model import Sentence
from brief.page.material import facts_in, material_of
from brief.page.worth import learned

WEIGHTS = learned().same_fact
#: Words, names, numbers and marks, of which sentences are made.
WORDS = (
    "ferry bell bread Osk Larn Brandt Holt 40 1,200 sank lifted the of and 3 twelve million — … "
    "Ärzte mère ٤٠ अस्पताल בית"
).split()


def comparable(
    texts: Sequence[str], owners: Sequence[int] = (), language: str = "en"
) -> Comparable:
    """Return texts as sentences, each of its own article unless `owners` says of which."""
    sentences, at = [], 0
    for place, text in enumerate(texts):
        document = owners[place] if owners else place + 1
        sentences.append(
            Sentence(text=text, start=at, end=at + len(text), document=document, position=0)
        )
        at += len(text) + 1
    return same_fact.comparable(
        matrix=term_matrix(sentences, language),
        counts=[counts_in(text, language) for text in texts],
        facts=[facts_in(text, language) for text in texts],
    )


def all_of(texts: Comparable, weights: Mapping[str, float] = WEIGHTS) -> NDArray[np.float64]:
    rows = range(len(texts.matrix.sentences))
    return likely_same(texts, rows, rows, weights)


sentences = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
sets = st.lists(sentences, min_size=1, max_size=8)


@given(sets, st.data())
def test_it_is_a_probability(texts: list[str], data: st.DataObject) -> None:
    """Between 0 and 1 whatever the sentences, the same either way round, and 1 for itself."""
    owners = data.draw(st.lists(st.integers(1, 3), min_size=len(texts), max_size=len(texts)))
    likely = all_of(comparable(texts, owners))
    assert likely.shape == (len(texts), len(texts))
    assert np.isfinite(likely).all()
    assert ((likely >= 0.0) & (likely <= 1.0)).all()
    assert (np.diagonal(likely) == 1.0).all()
    assert likely == pytest.approx(likely.T, abs=1e-8)


@given(sets)
def test_what_two_share_is_a_share(texts: list[str]) -> None:
    """Each feature lies between 0 and 1, and none depends on which of the two comes first."""
    # How much of one is in the other is not the same both ways: the greater and the lesser are.
    texts = [*texts, "Holt lifted 40 bells.", "Holt lifted 40 bells and bread off the ferry."]
    rows = range(len(texts))
    ((_, shared),) = compared(comparable(texts), rows, rows)
    for name, values in features_of(shared).items():
        assert ((values >= 0.0) & (values <= 1.0 + 1e-9)).all(), name
        assert values == pytest.approx(values.T, abs=1e-9), name
    assert shared.within[-2, -1] > shared.within[-1, -2]
    assert shared.around == pytest.approx(shared.within.T, abs=1e-9)


@given(sets, st.permutations(range(8)))
def test_the_order_of_sentences_does_not_matter(texts: list[str], order: list[int]) -> None:
    """Two sentences are as alike wherever they stand among the same others."""
    order = [place for place in order if place < len(texts)]
    moved = all_of(comparable([texts[place] for place in order]))
    assert moved == pytest.approx(all_of(comparable(texts))[np.ix_(order, order)], abs=1e-8)


@pytest.mark.parametrize("block", [1, 2, 7, 11, 12, 1000])
def test_blocks_do_not_matter(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    """However many rows are compared at once, to the bit: it bounds the memory, and no more."""
    texts = comparable(LINES)
    rows, others = [5, 0, 3, 3, 11, 7, 2, 1, 9, 10, 4], [3, 8, 0, 6]
    expected = likely_same(texts, rows, others, WEIGHTS)
    monkeypatch.setattr(same_fact, "BLOCK", block)
    assert np.array_equal(likely_same(texts, rows, others, WEIGHTS), expected)
    assert [len(own) for own, _ in compared(texts, rows, others)] == [
        min(block, len(rows) - start) for start in range(0, len(rows), block)
    ]


def test_the_memory_of_a_large_set_is_bounded() -> None:
    """Of a thousand rows, a few hundred at once are held against the others."""
    texts = comparable(many(1000))
    sizes = [shared.cosine.shape for _, shared in compared(texts, range(1000), range(1000))]
    assert sum(rows for rows, _ in sizes) == 1000
    assert max(rows for rows, _ in sizes) < 500


#: A sentence, the same in other words, and one on something else; of many languages.
TOLD = {
    "en": (
        "Nine people died when the ferry Heron sank on the Larn on Tuesday, police in Osk said.",
        "The ferry Heron sank on the river Larn on Tuesday and nine people died.",
        "Bakers in Brem want 40 crowns more for a ton of rye bread.",
    ),
    "de": (
        "Neun Menschen starben, als die Fähre Reiher am Dienstag auf der Larn sank.",
        "Die Fähre Reiher sank am Dienstag auf der Larn, neun Menschen starben.",
        "Die Bäcker in Brem verlangen 40 Kronen mehr für eine Tonne Roggenbrot.",
    ),
    "ar": (
        "غرقت العبارة هيرون في نهر لارن يوم الثلاثاء وقتل 9 أشخاص.",
        "قتل 9 أشخاص في غرق العبارة هيرون في نهر لارن يوم الثلاثاء.",
        "يطلب الخبازون في المدينة 40 كرونة أكثر مقابل طن من الخبز.",
    ),
    "he": (
        "המעבורת הרון טבעה בנהר לארן ביום שלישי ו-9 בני אדם נהרגו.",
        "9 בני אדם נהרגו כאשר המעבורת הרון טבעה בנהר לארן ביום שלישי.",
        "האופים בעיר דורשים 40 כתרים נוספים עבור טונה של לחם.",
    ),
    "hi": (
        "लार्न नदी में मंगलवार को हेरॉन नौका डूबने से 9 लोगों की मौत हो गई।",
        "मंगलवार को लार्न नदी में हेरॉन नौका डूब गई और 9 लोगों की मौत हुई।",
        "शहर के बेकर एक टन रोटी के लिए 40 क्राउन अधिक मांगते हैं।",
    ),
    "ru": (
        "Паром «Цапля» затонул во вторник на реке Ларн, погибли 9 человек.",
        "На реке Ларн во вторник затонул паром «Цапля», 9 человек погибли.",
        "Пекари города требуют на 40 крон больше за тонну хлеба.",
    ),
    "zh": (
        "渡轮 苍鹭 号 周二 在 拉恩 河 沉没 9 人 死亡。",
        "周二 渡轮 苍鹭 号 在 拉恩 河 沉没 造成 9 人 死亡。",
        "面包师 要求 每 吨 面包 多 付 40 克朗。",
    ),
}


@pytest.mark.parametrize("language", TOLD)
def test_other_words_for_one_fact_are_likelier_than_another_fact(language: str) -> None:
    """In any script: a copy most of all, then other words for it, then what has nothing of it."""
    first, again, other = TOLD[language]
    rest = TOLD["en" if language != "en" else "de"]
    texts = comparable([first, first, again, other, *rest], language=language)
    likely = likely_same(texts, [0], range(len(rest) + 4), WEIGHTS)[0]
    assert likely[0] == 1.0
    assert likely[1] > 0.9
    assert likely[1] >= likely[2] > 0.5
    assert likely[3] < 0.1


@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=6, unique=True))
def test_a_copy_is_likelier_than_any_other(lines: list[str]) -> None:
    """To the word or with a word more, in another article: the likeliest of all to state it."""
    longer = f"{lines[0][:-1]} last week."
    likely = likely_same(
        comparable([*lines, lines[0], longer]), [0], range(1, len(lines) + 2), WEIGHTS
    )
    *others, copy, more = likely[0]
    assert copy >= more > 0.8
    assert max(others) < 0.1


def test_other_figures_make_it_less_likely() -> None:
    """The same words with the same number, with none, and with another one."""
    texts = comparable(
        [
            "Police in Osk found 14 boats on the Larn.",
            "Police found 14 boats on the Larn near Osk.",
            "Police found the boats on the Larn near Osk.",
            "Police found 90 boats on the Larn near Osk.",
        ]
    )
    _, same, none, other = all_of(texts)[0]
    assert same > none
    assert same > other


def test_an_article_does_not_say_a_thing_twice() -> None:
    """Two like sentences of one article are less likely to state one fact than of two."""
    first, again, _ = TOLD["en"]
    apart = all_of(comparable([first, again, *LINES]))[0, 1]
    together = all_of(comparable([first, again, *LINES], [1, 1, *range(2, 14)]))[0, 1]
    assert together < apart


def test_nothing_is_compared_with_nothing() -> None:
    """Without rows or others there is an answer, with nothing in it."""
    texts = comparable(LINES)
    assert likely_same(texts, [], [], WEIGHTS).shape == (0, 0)
    assert likely_same(texts, [], [1, 2], WEIGHTS).shape == (0, 2)
    assert likely_same(texts, [1, 2], [], WEIGHTS).shape == (2, 0)


@pytest.mark.parametrize("empty", ["", "…", "of the and", "!!! ??? — —", "the", "\u200b"])
def test_a_sentence_without_content_states_nothing(empty: str) -> None:
    """It is unlikely to state what any other one does, another without content among them."""
    likely = all_of(comparable([empty, *LINES, "and of"]))
    assert likely[0, 0] == 1.0
    assert likely[0, 1:].max() < 0.05


def test_without_weights_nothing_is_known() -> None:
    """Without any weight it is even: nobody has said what counts."""
    likely = all_of(comparable(LINES), {})
    assert (likely[~np.eye(len(LINES), dtype=bool)] == 0.5).all()


def naive(texts: Comparable, row: int, other: int, weights: Mapping[str, float]) -> float:
    """Return what `likely_same` does for two rows, computed word by word."""
    if row == other:
        return 1.0
    matrix, rarity = texts.matrix, idf(texts.matrix)

    def words(place: int) -> dict[int, float]:
        cells = range(int(matrix.indptr[place]), int(matrix.indptr[place + 1]))
        return {
            int(matrix.indices[cell]): min(float(matrix.counts[cell]), 2.0)
            * float(rarity[matrix.indices[cell]])
            for cell in cells
        }

    mine, theirs = words(row), words(other)
    both = mine.keys() & theirs.keys()
    lengths = [math.sqrt(math.fsum(w * w for w in held.values())) for held in (mine, theirs)]
    dot = math.fsum(mine[term] * theirs[term] for term in both)
    cosine = dot / (lengths[0] * lengths[1]) if both else 0.0
    shares = [
        math.fsum(held[term] for term in both) / math.fsum(held.values()) if both else 0.0
        for held in (mine, theirs)
    ]
    counts = [set(texts.counts[place]) for place in (row, other)]
    facts = [set(texts.facts[place]) for place in (row, other)]
    lesser = max(min(len(facts[0]), len(facts[1])), 1)
    shared = len(facts[0] & facts[1]) / lesser
    features = {
        "bias": 1.0,
        "cosine": cosine,
        "root of cosine": math.sqrt(cosine),
        "one within the other": max(shares),
        "each within the other": min(shares),
        "numbers": float(bool(counts[0] & counts[1])),
        "other numbers": float(all(counts) and not counts[0] & counts[1]),
        "facts": shared,
        "one article": float(matrix.sentences[row].document == matrix.sentences[other].document),
        "cosine and facts": cosine * shared,
        "openings": min(1 / (1 + max(matrix.sentences[p].position, 0)) for p in (row, other))
        * bool(both),
    }
    odds = math.fsum(weights[name] * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-odds))


@pytest.mark.parametrize(
    ("days", "near"),
    [((1, 1), True), ((1, 2), True), ((1, None), True), ((None, None), True), ((1, 4), False)],
)
def test_openings_of_one_day_tell_one_thing(
    days: tuple[int | None, int | None], near: bool
) -> None:
    """The first sentences of two articles say the same in other words; days later they do not."""
    lines = (
        "The court of Osk sentenced Karl Brandt to nine years in prison for the Blue Heron.",
        "Nine years for the ferry owner: judges in Osk found Brandt guilty of manslaughter.",
    )
    more = "The trial of the owner had begun in March."
    ours = material(*articles(*(f"{line} {more}" for line in lines), days=days))
    rows: dict[int, list[int]] = {s.position: [] for s in ours.matrix.sentences}
    for row, sentence in enumerate(ours.matrix.sentences):
        rows[sentence.position].append(row)
    first, second = rows[0]
    likely = likely_same(ours.comparable, [first], [second], WEIGHTS)[0, 0]
    flat = likely_same(ours.comparable, [first], [second], WEIGHTS | {"openings": 0.0})[0, 0]
    assert bool(likely > flat + 0.3) is near


@given(sets, st.data())
def test_it_is_what_a_plain_computation_gives(texts: list[str], data: st.DataObject) -> None:
    """Vectors and matrices are a quicker way to the same numbers."""
    owners = data.draw(st.lists(st.integers(1, 3), min_size=len(texts), max_size=len(texts)))
    made = comparable(texts, owners)
    rows = range(len(texts))
    expected = [[naive(made, row, other, WEIGHTS) for other in rows] for row in rows]
    assert all_of(made) == pytest.approx(np.asarray(expected), abs=2e-9)


def test_the_rows_of_a_story_are_comparable() -> None:
    """What a page is chosen from is compared as it is: headlines and sentences alike."""
    ours = material_of(documents(*articles(LINES[1], "Bread: bakers sold 40 tons in Osk.")))
    headlines = [row for row, s in enumerate(ours.matrix.sentences) if s.position < 0]
    prose = [row for row, s in enumerate(ours.matrix.sentences) if s.position >= 0]
    likely = likely_same(ours.comparable, prose, prose, WEIGHTS)
    assert likely[0, 1] > 0.5
    assert likely_same(ours.comparable, headlines, prose, WEIGHTS).max() < 0.1
