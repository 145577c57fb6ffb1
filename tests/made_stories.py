"""Small stories made by hand, for the tests of choosing: their material, and weights of choosing.

With weights of its own a test says what each line is worth and what states one fact; so it holds
whatever is learned next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from math import log
from pathlib import Path

from brief.model import Briefing, Document, Skipped
from brief.page.candidates import Candidate, pool_of
from brief.page.choice import choose
from brief.page.material import Material, material_of
from brief.page.worth import Weights, worths_of
from brief.pipeline import brief, collate
from brief.pipeline.reading import article_of
from brief.settings.page_options import Config

NOW = date(2026, 11, 20)
#: Twelve lines on twelve things: no two of them share a word of content or a number.
LINES = (
    "Divers lifted the bronze bell of the Heron from the mud of the Larn.",
    "Bakers in Osk sold 40 tons of rye bread before the holiday.",
    "Judge Maria Berg closed the case against the Elm brewery.",
    "Snow blocked both passes over Mount Tollmire for a week.",
    "The violinist Ines Holt cancelled her tour of Norland.",
    "Farmers near Quill harvested 900 wagons of sugar beet.",
    "A wolf crossed the frozen lake at Vessen on foot.",
    "Painters restored the ceiling of Saint Olaf's chapel.",
    "Dockers at Port Reed unloaded the first electric crane.",
    "Astronomers on Hask photographed a comet with a green tail.",
    "The chess club of Ambry beat its rival in seven games.",
    "Engineers tested a turbine under the bridge at Dunmore.",
)
_WHO = "Ines Holt|Karl Brandt|Maria Berg|Tom Reed|Anna Keller|Paul Stone|Ruth Lind".split("|")
_DID = "bought sold built painted carried counted mended weighed washed stored lent".split()
_WHAT = "boats carts bells drums mills looms globes masks kites lamps ropes vases tents".split()
_WHERE = "Osk Elm Larn Aske Brem Quill Vessen Hask Ambry Dunmore Norland Tarn Mell".split()
#: An article: its day in March 2010 or none, its headline, and its text.
Article = tuple[int | None, str, str]


def articles(*texts: str, days: Iterable[int | None] = ()) -> list[Article]:
    """Return an article of each text, of these days, or without a date."""
    given = [*days] or [None] * len(texts)
    headlines = (f"Report {chr(ord('a') + place % 26)}" for place in range(len(texts)))
    return list(zip(given, headlines, texts, strict=True))


def many(size: int) -> list[str]:
    """Return so many lines that no one would take for a list: who, what and where are mixed."""
    return [
        f"{_WHO[n % 7]} {_DID[n % 11]} {n + 20} {_WHAT[n % 13]} for the {_WHAT[n // 13 % 13]} of "
        f"{_WHERE[n // 7 % 13]}."
        for n in range(size)
    ]


def unlike(size: int) -> list[str]:
    """Return so many lines that share no word but "ferry" with another one."""
    syllables = "ba du gok lim nar sep tiv zol kru fen".split()
    words = ["".join(syllables[int(digit)] for digit in f"{n:03}") for n in range(size)]
    return [f"The {word}er {word}ed the ferry to {word.title()}ia." for word in words]


def documents(*told: Article) -> tuple[Document, ...]:
    """Return articles as they are read."""
    read = []
    for number, (day, headline, text) in enumerate(told, 1):
        dated = f"date: {date(2010, 3, day)}\n" if day else ""
        front = f"---\ntitle: {headline}\n{dated}---\n\n" if headline else ""
        document = article_of(f"{front}{text}\n", f"{number:04}.md", "en", least_prose=0)
        assert not isinstance(document, Skipped)
        read.append(document)
    return collate(read)


def material(*told: Article) -> Material:
    """Return the material of articles taken for one story."""
    return material_of(documents(*told))


def one_fact_in(number: float = 0.0) -> Mapping[str, float]:
    """Return weights by which lines that share a number state one fact so likely, others never."""
    sharing = 30.0 + log(number / (1.0 - number)) if number else 0.0
    return {"bias": -30.0, "numbers": sharing}


def pool(of: Material, worth: Mapping[str, float]) -> list[Candidate]:
    """Return the candidates that have these words, each worth so much."""
    candidates = pool_of(of, worths_of(of, Weights(worth={}, same_fact=one_fact_in())))
    return [
        replace(candidate, worth=value)
        for lines in candidates.values()
        for candidate in lines
        for words, value in worth.items()
        if words in candidate.text
    ]


def chosen(
    of: Material,
    worth: Mapping[str, float],
    words: int = 1000,
    same_fact: Mapping[str, float] | None = None,
) -> list[str]:
    """Return the lines that are chosen where candidates with these words are worth so much."""
    weights = Weights(worth={}, same_fact=one_fact_in() if same_fact is None else same_fact)
    choices = choose(of, worths_of(of, weights), pool(of, worth), words)
    return [choice.candidate.text for choice in choices]


def page_of(*told: Article, **options: object) -> Briefing:
    """Return the page of articles taken for one story."""
    config = Config(**({"stories": "off"} | options))  # type: ignore[arg-type]
    return brief(documents(*told), config, now=NOW)


def weights_file(
    folder: Path, worth: Mapping[str, float], same_fact: Mapping[str, float] | None = None
) -> Path:
    """Write a file of weights of choosing, and return its path."""
    same = one_fact_in() if same_fact is None else same_fact
    path = folder / "weights.txt"
    lines = [
        "#: worth",
        *(f"{name}: {weight}" for name, weight in worth.items()),
        "#: same fact",
        *(f"{name}: {weight}" for name, weight in same.items()),
        "#: states",  # Nothing supports a line.
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def lines_of(made: Briefing) -> list[str]:
    """Return the lines of "In brief"."""
    return [line.text for line in made.in_brief]


def own_of(made: Briefing) -> list[str]:
    """Return the articles' own sentences that are on the page."""
    return [line.text for entry in made.articles for line in entry.sentence]
