"""What a sentence is worth: the weights that were learned, or a file's, and what they decide."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from made_stories import (
    LINES,
    NOW,
    articles,
    documents,
    lines_of,
    many,
    material,
    one_fact_in,
    page_of,
    pool,
    unlike,
    weights_file,
)
from work import steps

from brief.cli import main
from brief.errors import UsageError
from brief.model.written import signature_parts
from brief.page.features import features_of
from brief.page.material import material_of
from brief.page.states import states_of
from brief.page.worth import Weights, learned, worths_of
from brief.pipeline import brief, explain, read, render
from brief.settings.page_options import Config

INPUTS = Path(__file__).parents[1] / "inputs"
#: A line in brackets, which a weight of "brackets" makes good or bad.
ASIDE = "The choir of Tarn (and two guests) sang all night."


def test_the_best_line_is_worth_one() -> None:
    """All are measured by the best that may stand; a headline and a fragment are none."""
    text = f"{LINES[1]} {LINES[3]} Not so."
    ours = material((3, "Bakers sell 40 tons of bread", text), (4, "Snow falls", LINES[4]))
    for weights in (learned(), Weights(worth={"length": 2.0}, same_fact=one_fact_in())):
        worths = worths_of(ours, weights)
        assert len(worths.of) == len(ours.matrix.sentences)
        assert all(0.0 < worth <= 1.0 for worth in worths.of)
        standing = pool(ours, dict.fromkeys(LINES, 0.0))
        assert max(worths.of[line.row] for line in standing) == 1.0


def test_without_weights_all_lines_are_worth_the_same() -> None:
    """What was not learned decides nothing."""
    ours = material(*articles(*LINES))
    assert set(worths_of(ours, Weights(worth={}, same_fact=one_fact_in())).of) == {1.0}


def test_weights_of_a_file_change_the_page(tmp_path: Path) -> None:
    """They replace those that are shipped, and the signature names the file."""
    told = articles(*LINES[:5], ASIDE)
    for weight, place in ((20.0, 0), (-20.0, None)):
        path = weights_file(tmp_path, {"brackets": weight})
        made = page_of(*told, weights=path)
        lines = lines_of(made)
        assert (lines.index(ASIDE) if ASIDE in lines else None) == place
        assert signature_parts(made.signature)["weights"] == str(path)
    assert "weights:" not in page_of(*told).signature


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "no such file or directory"),
        ("", "has no weights"),
        ("#: worth\nfirst: 1\n#: same fact\nbias: 1\n", "has no weights"),  # Some are missing.
        ("#: same fact\nbias: 1\n#: states\nbias: 1\n", "has no weights"),
        ("#: worth\nfirst: much\n#: same fact\nbias: 1\n#: states\nbias: 1\n", "has no weights"),
        ("#: worth\nfirst\n#: same fact\nbias: 1\n#: states\nbias: 1\n", "has no weights"),
        ("A page about ferries.\n", "has no weights"),
    ],
)
def test_a_file_without_weights_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None, problem: str
) -> None:
    """The message names the file, what is wrong with it, and what to do; the exit code is 2."""
    path = tmp_path / "nowhere.txt"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(f"{path}: {problem}")) as refused:
        page_of(*articles(*LINES), weights=path)
    assert refused.value.advice
    assert main([str(INPUTS), "--weights", str(path), "--now", "2026-11-20"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"{path}: {problem}" in printed.err
    assert refused.value.advice in printed.err


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are no weights."""
    path = tmp_path / "weights.bin"
    path.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(UsageError, match="has no weights"):
        page_of(*articles(*LINES), weights=path)


@pytest.mark.last_resort
@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e999", "1e308"])
def test_a_weight_is_a_number(tmp_path: Path, number: str) -> None:
    """What cannot be weighed with is refused like a word."""
    path = tmp_path / "weights.txt"
    path.write_text(
        f"#: worth\nfirst: {number}\n#: same fact\nbias: -4\n#: states\nbias: -4\n",
        encoding="utf-8",
    )
    with pytest.raises(UsageError, match="has no weights"):
        page_of(*articles(*LINES), weights=path)


def test_a_page_is_the_same_whatever_the_machine(tmp_path: Path) -> None:
    """One processor or four, and whatever the order of hashes: the same bytes."""
    pages = set()
    for threads, seed in (("1", "0"), ("4", "1"), ("2", "424242")):
        variables = dict.fromkeys(
            ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), threads
        )
        output = tmp_path / "page.json"
        command = [sys.executable, "-m", "brief", str(INPUTS), "--now", "2026-11-20"]
        done = subprocess.run(
            [*command, "--stories", "off", "-q", "-o", str(output)],
            env=os.environ | variables | {"PYTHONHASHSEED": seed},
            cwd=INPUTS.parent,
            check=False,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr.decode()
        pages.add(output.read_bytes())
        output.unlink()
    assert len(pages) == 1


@pytest.mark.parametrize(("weight", "told"), [(-3.5, True), (-4.5, False)])
def test_what_is_likely_once_may_be_less_so_twice(
    tmp_path: Path, weight: float, told: bool
) -> None:
    """Worth grows with the root of the odds: what is 30 times less likely is a fifth line yet."""
    weights = weights_file(tmp_path, {"brackets": weight})
    made = page_of(*articles(*LINES[:4], ASIDE), weights=weights)
    assert (ASIDE in lines_of(made)) is told


TOPIC = "comet"


def test_with_a_topic_its_lines_come_first(tmp_path: Path) -> None:
    """A line on the topic is before others that are worth nine times as much by themselves."""
    weights = weights_file(tmp_path, {"any count": 4.6})
    told = articles(LINES[9], *many(12))
    assert LINES[9] not in lines_of(page_of(*told, weights=weights))
    assert lines_of(page_of(*told, weights=weights, focus=TOPIC))[0] == LINES[9]


def test_with_a_topic_other_lines_keep_their_order(tmp_path: Path) -> None:
    """Where there is room for two lines, the second is the best of the others."""
    weights = weights_file(tmp_path, {"brackets": 2.0})
    told = articles(LINES[9], LINES[2], ASIDE, LINES[3])
    lines = lines_of(page_of(*told, weights=weights, focus=TOPIC, words=100))
    assert lines[:2] == [LINES[9], ASIDE]


def test_with_a_topic_a_page_does_not_go_on_with_other_things() -> None:
    """After the fourth line, what is not on the topic is not worth a place."""
    made = page_of(*articles(*LINES), focus=TOPIC)
    assert lines_of(made)[0] == LINES[9]
    assert len(made.in_brief) == 4


@pytest.mark.parametrize(("words", "told"), [(35, True), (36, False)])
def test_a_line_of_thirty_six_words_is_long(tmp_path: Path, words: int, told: bool) -> None:
    """What a reader takes in at one look has up to 35 words."""
    start = "Ruth Lind of Mell wrote 12 letters to the council in which she asked for "
    things = "lamps benches bins kerbs hedges paths taps gates maps signs clocks swings".split()
    left = words - len(start.split())
    line = start + " and ".join(things)
    line = f"{' '.join(line.split()[:words])}."
    assert left > 0
    assert len(line.split()) == words
    weights = weights_file(tmp_path, {"long": -20.0})
    assert (line in lines_of(page_of(*articles(*LINES[:4], line), weights=weights))) is told


def test_every_article_of_a_small_set_is_asked_who_tells_a_thing() -> None:
    """What two articles of thirty tell opens the page, wherever they stand among them."""
    first, second = "The comet of Hask lost its tail.", "The tail of the comet of Hask was lost."
    weights = Weights(worth={"tellers": 5.0}, same_fact={"bias": -20.0, "cosine": 40.0})
    others = many(30)
    for places in ((5, 25), (1, 2), (13, 28)):
        told = [*others]
        for place, line in zip(places, (first, second), strict=True):
            told[place] = line
        worths = worths_of(ours := material(*articles(*told)), weights)
        sentences = ours.matrix.sentences
        best = {sentences[row].text for row, worth in enumerate(worths.of) if worth > 0.9}
        assert best == {first, second}


def test_of_many_articles_some_are_asked() -> None:
    """Twice the articles cost twice as much: not every one is asked about every line."""

    def cost(size: int) -> int:
        ours = material(*articles(*unlike(size)))
        states = states_of(ours)
        return steps(lambda: features_of(ours, states, one_fact_in()))

    assert cost(600) < 2.02 * cost(300)


def test_what_lines_are_worth_costs_as_much_as_there_are_articles() -> None:
    """Twice the articles of one story, twice the work."""

    def cost(size: int) -> int:
        set_of = documents(*articles(*unlike(size)))
        return steps(lambda: worths_of(material_of(set_of), learned()))

    assert cost(400) < 2.2 * cost(200)


def test_a_page_of_a_thousand_articles_costs_as_much_as_there_are() -> None:
    """A story of many short articles: twice the articles, twice the work."""

    def cost(size: int) -> int:
        told = articles(*unlike(size))
        return steps(lambda: page_of(*told))

    assert cost(400) < 2.2 * cost(200)


def test_a_page_is_explained_with_its_weights_wherever_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of weights is looked for beside the page, as the articles are."""
    monkeypatch.chdir(tmp_path)
    for number in range(3):
        text = " ".join(LINES[3 * number : 3 * number + 3])
        Path(f"{number}.txt").write_text(f"Item {number} of the day\n\n{text}\n", encoding="utf-8")
    weights_file(Path(), {}).rename("own.txt")
    config = Config(weights=Path("own.txt"), stories="off")
    paths = [f"{number}.txt" for number in range(3)]
    made = brief(read(paths, config), config, now=NOW)
    Path("page.md").write_text(render(made), encoding="utf-8")
    monkeypatch.chdir("/")
    assert explain(tmp_path / "page.md", 1).text == made.in_brief[0].text
