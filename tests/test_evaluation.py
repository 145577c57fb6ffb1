"""ROUGE, resampling, cases and counts: what `brief evaluate` is made of."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_score.rouge_scorer import RougeScorer

from brief.errors import NothingToBrief, UsageError
from brief.evaluation.cases import Case, cases_in
from brief.evaluation.report import Report, as_json, as_markdown, tables, verdict
from brief.evaluation.resampling import Estimate, estimates
from brief.evaluation.rouge import common_length, profile, scores
from brief.model import Skipped
from brief.pipeline.evaluating import evaluate
from brief.settings.page_options import Trial

WORDS = (
    "The ferries were sinking near Larn's harbour in 1998, and U.S. divers searched it relentlessly"
)
TEXT = st.lists(st.sampled_from(WORDS.split()), max_size=40).map(" ".join)
FERRY = (
    "Ferry sinks on the Larn\n\nJanuary 12, 2010\n\nThe ferry Blue Heron sank on the river Larn on "
    "Tuesday, killing nine people, the harbour master Ines Holt said. Divers from Osk searched the "
    "hull of the Blue Heron until dark. The owner of the ferry, Karl Brandt, said nothing.\n"
)
ARREST = (
    "Owner of the Blue Heron arrested\n\nJanuary 14, 2010\n\nPolice in Osk arrested Karl Brandt, "
    "the owner of the ferry Blue Heron that sank on the Larn on January 12. Officers took 40 boxes "
    "of papers from the offices of Larn Lines. He was taken to a cell in Osk.\n"
)
REFERENCE = (
    "The ferry Blue Heron sank on the Larn, killing nine; its owner Karl Brandt was arrested."
)
GOOD = {"id": "ferry", "docs": [FERRY, ARREST], "refs": [REFERENCE]}


def clock() -> float:
    """A clock that stands still, so that what is made is the same each time."""
    return 0.0


@given(TEXT, TEXT)
def test_rouge_is_that_of_rouge_score(summary: str, reference: str) -> None:
    """Recall, precision and F1 of ROUGE-1, -2 and -L agree with Google's package to 1e-9."""
    theirs = RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True).score(reference, summary)
    ours = scores(profile(summary), [profile(reference)])
    for name, metric in (("rouge1", "rouge-1"), ("rouge2", "rouge-2"), ("rougeL", "rouge-l")):
        for of, value in zip(("precision", "recall", "f1"), theirs[name], strict=True):
            assert ours[f"{metric} {of}"] == pytest.approx(value, abs=1e-9)


SKIPS = [
    # Lin (2004), section 5: skip-bigrams and words of "police killed the gunman".
    ("police kill the gunman", "police killed the gunman", 10 / 10),
    ("the gunman kill police", "police killed the gunman", (4 + 1) / 10),
    ("gunman police killed the", "police killed the gunman", (4 + 3) / 10),
    ("a b c d e f g", "a g", 2 / 3),  # five words between: no pair
    ("a b c d e f", "a f", 3 / 3),  # four
]


@pytest.mark.parametrize(("summary", "reference", "recall"), SKIPS)
def test_skip_bigrams_with_words(summary: str, reference: str, recall: float) -> None:
    """ROUGE-SU4 counts words, and pairs in order with at most four words between them."""
    found = scores(profile(summary), [profile(reference)])
    assert found["rouge-su4 recall"] == pytest.approx(recall)


def test_references_are_averaged() -> None:
    """Two references count half each, whatever their length."""
    one, other = profile("a b c d"), profile("e f")
    found = scores(profile("a b"), [one, other])
    assert found["rouge-1 recall"] == pytest.approx((0.5 + 0.0) / 2)
    with pytest.raises(ValueError, match="no references"):
        scores(one, [])


def test_only_the_first_words_count() -> None:
    """As with ROUGE's `-l`, a word is what is compared, so that "U.S." is two."""
    assert profile("The U.S. left", words=2).tokens == ("the", "u")


def test_other_languages_have_their_own_words() -> None:
    """Text in other scripts is compared by the words and stems that summaries are chosen by."""
    found = scores(profile("Лодка затонула.", "ru"), [profile("Лодки затонули!", "ru")])
    assert found["rouge-1 recall"] == 1.0


@given(st.text("abc", max_size=30), st.text("abc", max_size=30))
def test_longest_common_subsequence(one: str, other: str) -> None:
    """The bits give the length that the table does."""
    row = [0] * (len(other) + 1)
    for letter in one:
        before = row
        row = [0]
        for place, same in enumerate(other):
            best = before[place] + 1 if letter == same else max(before[place + 1], row[place])
            row.append(best)
    assert common_length(one, other) == row[-1]


def test_an_interval_holds_the_mean_and_narrows_with_cases() -> None:
    """Ten times as many cases of the same spread give an interval a third as wide."""
    rng = random.Random(7)
    few = np.asarray([[rng.random() for _ in range(20)]])
    many = np.asarray([[rng.random() for _ in range(200)]])
    (one,), (other,) = estimates(few), estimates(many)
    assert one.low < one.mean < one.high
    assert 0.2 < (other.high - other.low) / (one.high - one.low) < 0.5
    assert estimates(few) == [one]


DIFFERENCES = [
    ([0.5] * 8, [0.6] * 8, 2 / 2**8),  # all eight differ the same way: two of 256 ways to sign them
    ([0.1, 0.9], [0.9, 0.1], 1.0),
    ([0.3] * 5, [0.3] * 5, 1.0),
    ([0.7, 0.0, 0.6, 0.0, 0.0], [0.0, 0.7, 0.0, 0.3, 0.3], 1.0),  # the gaps sum to nothing
]


@pytest.mark.parametrize(("first", "second", "p"), DIFFERENCES)
def test_the_p_value_counts_ways_to_sign(first: list[float], second: list[float], p: float) -> None:
    """For few cases it is exact: the share of sign patterns with as large a difference."""
    _, found = estimates(np.asarray([first, second]))
    assert found.p == pytest.approx(p)
    assert found.difference == pytest.approx(np.mean(second) - np.mean(first))


def test_p_values_of_many_cases_are_sampled() -> None:
    """A clear difference over 40 cases is never called chance, none is never called certain."""
    rng = np.random.default_rng(3)
    first = rng.random(40)
    _, clear, none = estimates(np.asarray([first, first + 0.2, first + rng.normal(0, 0.1, 40)]))
    assert clear.p == pytest.approx(1 / 10_001)  # what was observed is one of the ways
    assert none.p is not None and none.p > 0.01


def test_cases_without_a_value_are_left_out() -> None:
    """What one case lacks is taken over the others; what all lack is unknown."""
    (found,) = estimates(np.asarray([[0.2, math.nan, 0.4]]))
    assert found.mean == pytest.approx(0.3)
    (nothing,) = estimates(np.asarray([[math.nan]]))
    assert math.isnan(nothing.mean)


BAD_LINES = [
    ("nonsense", "is no JSON, character 1"),
    ("[1]", 'is no object; write {"id": …, "docs": […], "refs": […]}'),
    ('{"id": 1}', '"docs" is missing'),
    ('{"docs": "text"}', '"docs" is no list of texts'),
    ('{"docs": []}', '"docs" is empty'),
    ('{"docs": ["a"], "refs": [1]}', '"refs" is no list of texts'),
    ("[" * 100_000, "is no JSON"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_LINES)
def test_a_bad_line_is_named_with_its_number(tmp_path: Path, line: str, reason: str) -> None:
    """The others are evaluated all the same."""
    data = tmp_path / "data.jsonl"
    data.write_text(f"{json.dumps(GOOD)}\n\n{line}\n{json.dumps(GOOD)}\n", encoding="utf-8")
    good, bad, other = cases_in(data)
    assert isinstance(good, Case) and isinstance(other, Case)
    assert bad == Skipped(f"{data}:3", reason)


def test_a_line_that_is_not_utf_8(tmp_path: Path) -> None:
    """It is named; nothing is guessed."""
    data = tmp_path / "data.jsonl"
    data.write_bytes(b'{"docs": ["caf\xe9"]}\n')
    assert list(cases_in(data)) == [Skipped(f"{data}:1", "is not UTF-8")]


def test_a_folder_is_a_case_or_holds_cases(tmp_path: Path) -> None:
    """With `articles/` it is one; else its folders are; else it is a set without references."""
    case = tmp_path / "cases" / "ferry"
    for name, text in (("articles/1.txt", FERRY), ("references/a.txt", REFERENCE)):
        (case / name).parent.mkdir(parents=True, exist_ok=True)
        (case / name).write_text(text, encoding="utf-8")
    (tmp_path / "cases" / "empty").mkdir()
    one = Case("ferry", (), case / "articles", (REFERENCE,))
    assert list(cases_in(case)) == [one]
    assert [type(each) for each in cases_in(tmp_path / "cases")] == [Skipped, Case]
    assert list(cases_in(case / "articles")) == [Case("articles", folder=case / "articles")]


def test_what_is_no_data(tmp_path: Path) -> None:
    """A path that is not there and a file of another kind are errors with their names."""
    with pytest.raises(UsageError, match="no such file or folder"):
        list(cases_in(tmp_path / "missing"))
    (tmp_path / "page.pdf").write_bytes(b"%PDF")
    with pytest.raises(UsageError, match="no data to evaluate on"):
        list(cases_in(tmp_path / "page.pdf"))


def report(tmp_path: Path, *cases: object, **trial: object) -> Report:
    """Return what an evaluation of cases, one a line, comes to."""
    data = tmp_path / "data.jsonl"
    data.write_text("".join(f"{json.dumps(case)}\n" for case in cases), encoding="utf-8")
    return evaluate([data], Trial(**trial), clock=clock)  # type: ignore[arg-type]


def test_methods_are_told_apart(tmp_path: Path) -> None:
    """Each method has its own row; leads at ten words says less than coverage at forty."""
    made = report(tmp_path, GOOD, method=("coverage", "leads"), words=40)
    coverage, leads = made.measures["rouge-1 recall"]
    assert 0.3 < coverage.mean <= 1.0
    assert coverage.difference is None
    assert leads.difference == pytest.approx(leads.mean - coverage.mean)
    assert made.signature.startswith("rouge|stem|words:40|refs:avg|cases:1|data:")


def test_the_same_data_give_the_same_table(tmp_path: Path) -> None:
    """And the signature changes with the data."""
    made = report(tmp_path, GOOD)
    assert as_markdown(made) == as_markdown(report(tmp_path, GOOD))
    other = report(tmp_path, {**GOOD, "refs": ["Another reference."]})
    assert other.signature != made.signature


COUNTS = [
    # What the articles say, and what is counted of it.
    (
        "No figure but this one. In Larn 40 ships lay idle. The police of Osk held 40 sailors.",
        {"figures_again": 1, "leaning": 0},
    ),
    ("He was arrested in Osk on Monday by police. Karl Brandt was taken to Larn.", {"leaning": 1}),
    ("There was nothing at all to be seen anywhere. Ines Holt went to Larn.", {"factless": 1}),
]


@pytest.mark.parametrize(("text", "expected"), COUNTS)
def test_counts_without_references(tmp_path: Path, text: str, expected: dict[str, float]) -> None:
    """What needs no reference is counted on what was printed."""
    made = report(tmp_path, {"docs": [f"Ferry news of today\n\n{text}"]}, method=("leads",))
    assert {name: made.measures[name][0].mean for name in expected} == expected
    assert "rouge-1 recall" not in made.measures


def test_dates_of_what_is_drawn_on(tmp_path: Path) -> None:
    """A summary that has nothing of the newest article is behind by the days between."""
    made = report(tmp_path, GOOD, method=("leads",), words=26)
    assert made.measures["age"][0].mean == 2.0
    assert made.measures["sources"][0].mean == 50.0
    both = report(tmp_path, GOOD, method=("leads",), words=90)
    assert both.measures["age"][0].mean == 0.0
    assert math.isnan(report(tmp_path, {"docs": [FERRY[45:]]}).measures["age"][0].mean)


def test_pages_are_held_against_their_rules(tmp_path: Path) -> None:
    """Breaches are counted for pages only; the newest article is on the page of two."""
    made = report(tmp_path, GOOD, method=("coverage", "headlines"), pages=True)
    assert made.measures["no_outcome"][0].mean == 0.0
    assert "|pages|" in made.signature
    assert "no_outcome" not in report(tmp_path, GOOD).measures


def test_a_superseded_toll_is_counted(tmp_path: Path) -> None:
    """Headlines tell nine dead where the newest article opens with twelve; leads tell twelve."""
    first = FERRY.replace("Ferry sinks on the Larn", "Ferry sinks on the Larn, killing nine people")
    later = ARREST.replace(
        "Police in Osk arrested", "Twelve people died when the ferry sank; police in Osk arrested"
    )
    made = report(tmp_path, {"docs": [first, later]}, method=("headlines", "leads"), pages=True)
    assert [one.mean for one in made.measures["superseded"]] == [1.0, 0.0]


def test_blank_references_are_none(tmp_path: Path) -> None:
    """They would halve every score."""
    blank = report(tmp_path, {**GOOD, "refs": [REFERENCE, " "]}).measures["rouge-1 recall"][0]
    assert blank == report(tmp_path, GOOD).measures["rouge-1 recall"][0]
    assert "rouge-1 recall" not in report(tmp_path, {**GOOD, "refs": [""]}).measures


def test_json_has_every_number(tmp_path: Path) -> None:
    """Unknown ones are null, for JSON knows no NaN."""
    made = json.loads(as_json(report(tmp_path, {"docs": [FERRY[45:]]}, method=("leads",))))
    assert made["methods"]["leads"]["age"]["mean"] is None
    assert made["cases"] == 1


def test_nothing_to_evaluate(tmp_path: Path) -> None:
    """Data without a case end with the reason for the first."""
    with pytest.raises(NothingToBrief, match="no case to evaluate"):
        report(tmp_path, {"docs": []})


def made_report(**measures: tuple[float, ...]) -> Report:
    """Return a report of methods a, b, …; `R1` is the recall of ROUGE-1, with p-values of .2."""
    count = len(next(iter(measures.values())))
    estimates = {
        "rouge-1 recall" if name == "R1" else name: [
            Estimate(mean, mean, mean, *((mean - means[0], 0.2) if place else ()))
            for place, mean in enumerate(means)
        ]
        for name, means in measures.items()
    }
    return Report(tuple("abcd"[:count]), 9, estimates, (), "rouge|x")


@pytest.mark.parametrize(
    ("measures", "said"),
    [
        ({"R1": (0.5, 0.4)}, "ROUGE-1 a wins, 10.0 ahead of b (p 0.200), which may be chance."),
        (
            {"R1": (0.4, 0.5, 0.3)},
            "ROUGE-1 b wins, 10.0 ahead of a (p 0.200), which may be chance.",
        ),
        ({"R1": (0.5, 0.5)}, "By recall of ROUGE-1 no method is ahead of a."),
        ({"R1": (0.5,)}, ""),
        ({"sources": (50, 60), "leaning": (1, 0)}, "rows in which methods differ: b in 2."),
        ({"sources": (50, 50), "facts": (1, 2), "words": (9, 8)}, "of 1 rows"),
        ({"sources": (50, 50)}, "Best, of 0 rows in which methods differ: none."),
        ({"age": (float("nan"), 1)}, "none."),
    ],
    ids=["first", "second", "alike", "one", "traits", "a draw", "no difference", "not measured"],
)
def test_a_report_says_who_wins(measures: dict[str, tuple[float, ...]], said: str) -> None:
    """One sentence names the winner, and says where its lead may be chance."""
    sentence = verdict(made_report(**measures))
    assert said in sentence
    assert bool(sentence) == bool(said)


@pytest.mark.parametrize(
    ("name", "means", "best"),
    [
        ("sources", (50, 60, 40), {2}),
        ("redundancy", (50, 60, 40), {3}),
        ("leaning", (0.001, 0.002, 1), {1, 2}),  # Shown alike.
        ("words", (90, 100, 80), set()),
        ("sources", (50, 50, 50), set()),
        ("age", (1, float("nan"), 2), set()),
    ],
)
def test_the_best_of_a_row_stands_out(name: str, means: tuple[float, ...], best: set[int]) -> None:
    """A heading says which way is better, and bold which method is."""
    (table,) = tables(made_report(**{name: means}))
    assert {column for _, column in table.best} == best
    row = as_markdown(made_report(**{name: means})).splitlines()[4]
    assert row.count("**") == 2 * len(best)
