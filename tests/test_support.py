"""Which other articles state what a line says."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from work import steps

import brief
from brief.compare.support import supporters
from brief.language.terms import TermMatrix, term_matrix
from brief.model import HEADLINE, Sentence
from brief.page.material import comparable_of
from brief.page.worth import learned
from brief.split.sentences import segment

CASES = json.loads((Path(__file__).parent / "cases" / "agreement.json").read_text("utf-8"))
WEIGHTS = learned().states
LINE = (
    "The court in Larn sentenced Karl Brandt, a banker of 61, to seven years in prison on Monday."
)
#: What else articles say, so that not every word is in every sentence.
ELSE = (
    "A crane lifted the bow at noon.",
    "Rain fell all night in the valley of the Osk.",
    "The minister opened a school for nurses in Dorn.",
    "Prices of bread rose again in Elm.",
    "Nobody knows what the winter brings.",
    "A choir sang in the old church of Tarn.",
    "The bank of the Mirror Valley has 40 branches and 900 clerks.",
)
#: More than the line, less, in another order.
STATING = {
    "the same": (LINE,),
    "another order": (
        "Karl Brandt, a banker of 61, was sentenced on Monday to seven years in prison by the "
        "court in Larn.",
    ),
    "other words": ("The court in Larn jailed the banker Karl Brandt for seven years on Monday.",),
    "less of it": ("Karl Brandt was sentenced to seven years in prison on Monday.",),
    "more than it": (
        "The court in Larn sentenced Karl Brandt, a banker of 61, to seven years in prison on "
        "Monday, while his brother Otto walked to the harbour past reporters of four countries.",
    ),
}
NOT_STATING = {
    "another number": ("The court in Larn sentenced Karl Brandt, a banker, to 9 years on Monday.",),
    "expected": ("The court in Larn is expected to sentence Karl Brandt to prison on Monday.",),
    "denied": ("The court in Larn did not sentence Karl Brandt to seven years in prison.",),
    "another person": (
        "Otto Weil, a banker of 61, was sentenced to seven years in prison in Larn on Monday.",
    ),
    "another deed": ("The court in Larn freed Karl Brandt, a banker of 61, on Monday.",),
    "the background alone": ("Karl Brandt, a banker of 61, was born in Larn and plays chess.",),
    "he, whom nobody names": (
        "The verdict was read at noon.",
        "He was sentenced to seven years in prison on Monday.",
    ),
}


#: What a page says, what other articles say, and whether they state it.
PAIRS = {
    "other words, the same figure": (
        "The ferry Heron sank off Osk on Tuesday and 40 people drowned, the coast guard said.",
        "Some 40 people drowned when the Heron, a ferry, sank off Osk on Tuesday.",
        True,
    ),
    "another figure": (
        "The ferry Heron sank off Osk on Tuesday and 40 people drowned, the coast guard said.",
        "Some 29 people drowned when the Heron, a ferry, sank off Osk on Tuesday.",
        False,
    ),
    "another sum": (
        "The city of Dorn will pay Holt Bridges 4.2 million crowns for the new bridge at Elm.",
        "The city of Dorn will pay Holt Bridges 6.5 million crowns for the new bridge at Elm.",
        False,
    ),
    "only the same names": (
        "Maria Holt, the mayor of Dorn, dismissed the police chief Otto Weil on Friday.",
        "On Friday, Maria Holt and Otto Weil opened a library in Dorn.",
        False,
    ),
    "a list of the same names": (
        "Strikes closed the ports of Dorn, Larn, Elm, Tarn, Brem and Osk, the Dock Union said.",
        "Ships of the Heron Line call at Dorn, Larn, Elm, Tarn, Brem and Osk.",
        False,
    ),
    "half of the statement": (
        "Maria Holt, the mayor of Dorn, dismissed the police chief Otto Weil on Friday and named "
        "Karl Brandt, a judge of 58, to lead an inquiry into the deaths of three prisoners.",
        "Maria Holt became mayor of Dorn on a Friday.",
        False,
    ),
    "a copy": (
        "Growers in the Mirror Valley expect the smallest harvest of pears since 1998.",
        "Growers in the Mirror Valley expect the smallest harvest of pears since 1998.",
        True,
    ),
    "a copy, and more": (
        "Growers in the Mirror Valley expect the smallest harvest of pears since 1998.",
        "Growers in the Mirror Valley, where frost came in May, expect the smallest harvest of "
        "pears since 1998.",
        True,
    ),
    "a verdict not yet given": (
        "The senate in Larn passed the bill on rents on Monday by 61 votes to 38.",
        "The senate in Larn may pass the bill on rents on Monday, with 61 votes in favour.",
        False,
    ),
}
#: The same in languages of other scripts: (line, states it, another figure).
ELSEWHERE = {
    "de": (
        "Die Fähre Reiher sank am Dienstag auf der Larn, 40 Menschen ertranken.",
        "40 Menschen ertranken, als am Dienstag die Fähre Reiher auf der Larn sank.",
        "29 Menschen ertranken, als am Dienstag die Fähre Reiher auf der Larn sank.",
    ),
    "ru": (
        "Паром «Цапля» затонул во вторник на реке Ларн, погибли 40 человек.",
        "На реке Ларн во вторник затонул паром «Цапля», погибли 40 человек.",
        "На реке Ларн во вторник затонул паром «Цапля», погибли 29 человек.",
    ),
    "hi": (
        "लार्न नदी में मंगलवार को हेरॉन नौका डूबने से 40 लोगों की मौत हो गई।",
        "मंगलवार को लार्न नदी में हेरॉन नौका डूबने से 40 लोगों की मौत हो गई।",
        "मंगलवार को लार्न नदी में हेरॉन नौका डूबने से 29 लोगों की मौत हो गई।",
    ),
}


def articles(*texts: tuple[str, ...], headline: str = "", language: str = "en") -> TermMatrix:
    """Return the sentences of articles, one of `ELSE` behind those of each."""
    rows = [Sentence(1, 0, len(headline), headline, HEADLINE, HEADLINE)] if headline else []
    others = [(text,) for text in ELSE]
    for number, sentences in enumerate((*texts, *others), 1):
        rows += [Sentence(number, 0, len(t), t, place) for place, t in enumerate(sentences)]
    return term_matrix(rows, language)


def stating(matrix: TermMatrix, row: int = 0) -> list[int]:
    """Return the articles that state what a row says."""
    found = supporters(comparable_of(matrix), [row], WEIGHTS)
    return [matrix.sentences[other].document for other in found.get(row, ())]


@pytest.mark.parametrize("other", STATING.values(), ids=STATING)
def test_an_article_states_what_the_line_says(other: tuple[str, ...]) -> None:
    """In the same words or others, more or less of it."""
    assert stating(articles((LINE,), other)) == [2]


@pytest.mark.parametrize("other", NOT_STATING.values(), ids=NOT_STATING)
def test_an_article_does_not_state_what_the_line_says(other: tuple[str, ...]) -> None:
    """Another number, state, person or deed; or only who it is."""
    assert stating(articles((LINE,), other)) == []


@pytest.mark.parametrize(("line", "other", "states"), PAIRS.values(), ids=PAIRS)
def test_only_the_fact_with_its_figure_is_stated(line: str, other: str, states: bool) -> None:
    """Other words will do; the same names, another figure or half of it will not."""
    assert stating(articles((line,), (other,))) == ([2] if states else [])


@pytest.mark.parametrize("language", ELSEWHERE)
def test_any_script_states_and_differs(language: str) -> None:
    """Without a list of English words: the same fact is found, another figure is barred."""
    assert stating(articles(*[(text,) for text in ELSEWHERE[language]], language=language)) == [2]


def test_without_weights_nothing_is_stated() -> None:
    """Nobody has said what counts: no source is better than a wrong one."""
    assert supporters(comparable_of(articles((LINE,), (LINE,))), [0], {}) == {}


def test_a_report_of_deaths_states_what_happened_and_not_the_other_way_round() -> None:
    """Who tells of nine dead tells that the ferry sank; who tells that it sank, of no dead."""
    sank = "The ferry Blue Heron sank on the river Larn near Osk on Tuesday in heavy rain."
    dead = (
        "The ferry Blue Heron sank on the river Larn near Osk on Tuesday in heavy rain, and many "
        "died."
    )
    assert stating(articles((sank,), (dead,))) == [2]
    assert stating(articles((dead,), (sank,))) == []


def test_copies_state_it_too() -> None:
    """As many as there are: each article is named once, though it says it twice."""
    assert stating(articles((LINE,), *[(LINE,)] * 40, (LINE, "Rain fell.", LINE))) == [
        *range(2, 43)
    ]


def test_a_headline_is_supported_and_supports_nothing() -> None:
    """A line may be a headline; beside a line of a text a headline has too few words."""
    told = "The court in Larn sentenced the banker Karl Brandt to seven years in prison."
    headline = "Larn court sentences banker Karl Brandt to seven years in prison"
    matrix = articles(("Rain fell.",), (told,), headline=headline)
    assert stating(matrix) == [2]
    assert stating(matrix, 2) == []


def test_lines_cost_what_the_articles_have_of_words() -> None:
    """Twice as many articles that all state a line cost about twice as much."""

    def cost(count: int) -> int:
        matrix = articles(*[(f"{LINE[:-1]}, said witness {n // 9}.",) for n in range(count)])
        texts = comparable_of(matrix)
        return steps(lambda: supporters(texts, [0], WEIGHTS))

    cost(30)  # reads the word lists
    assert cost(800) < 2.5 * cost(400)


def labelled(shared: Path) -> Iterator[tuple[dict[str, bool], bool]]:
    """Yield each pair with what is found, where both are sentences still."""
    folder = shared / "articles" / "wikinews"
    for story in range(10):
        paths = [str(folder / f"M00{story}{n}.txt") for n in range(10)]
        documents = brief.read(paths).documents
        rows = [sentence for document in documents for sentence in segment(document)]
        names = {document.id: Path(document.path).name for document in documents}
        place = {
            (names[sentence.document], sentence.start, sentence.end): n
            for n, sentence in enumerate(rows)
        }
        matrix = term_matrix(rows, "en")
        texts = comparable_of(matrix)
        for pair in CASES["pairs"]:
            ends = [(pair[key]["file"], pair[key]["start"], pair[key]["end"]) for key in "ab"]
            if all(end in place for end in ends):
                row, other = place[ends[0]], place[ends[1]]
                yield pair, other in supporters(texts, [row], WEIGHTS).get(row, ())


def test_labelled_pairs(shared: Path) -> None:
    """Nine of ten pairs found are right, and three of ten right ones found: none beats wrong."""
    pairs = [(pair, says) for pair, says in labelled(shared) if not pair["tuned"]]
    assert len(pairs) >= 40
    right = sum(says and pair["same"] for pair, says in pairs)
    assert right >= 0.9 * sum(says for _, says in pairs)
    assert right >= 0.3 * sum(pair["same"] for pair, _ in pairs)
