"""Traits: what can be counted of a summary or a page without a reference.

No trait says that a summary is good; most name something that makes it bad for a reader, and can be
compared between methods.  Where a rule needs an article's date or title, an article without one is
left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from brief.language.concepts import repeats
from brief.language.facts import counts_in, names_in, numbers_in, tells_deaths
from brief.model import HEADLINE, Document
from brief.page.material import Material


class Trait(NamedTuple):
    """What is counted, and how it is shown in a table."""

    name: str  #: In JSON.
    heading: str
    digits: int  #: Decimals.
    better: int  #: 1 where more is better, -1 where less is, 0 where neither is.


TRAITS = (
    Trait("words", "words", 0, 0),
    Trait("redundancy", "redundancy, %", 1, -1),
    Trait("sources", "sources, %", 0, 1),
    Trait("concepts", "concepts, %", 1, 1),
    Trait("facts", "facts/100 words", 1, 1),
    Trait("leaning", "cannot stand alone", 2, -1),
    Trait("factless", "without a fact", 2, -1),
    Trait("figures_again", "figures twice", 2, -1),
    Trait("disorder", "out of date order", 2, -1),
    Trait("age", "days behind", 1, -1),
)
#: The rules of pages.
BREACHES = (
    Trait("superseded", "superseded toll", 2, -1),
    Trait("repeated", "repeated line", 2, -1),
    Trait("no_outcome", "newest article missing", 2, -1),
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of a page, or a sentence of running text, by its rows in the matrix."""

    rows: tuple[int, ...]
    #: True for the lines of a page that stand before those in date order.
    leading: bool = False


def traits(material: Material, passages: Sequence[Passage]) -> dict[str, float]:
    """Return each of `TRAITS`; shares in percent, `age` NaN where nothing is dated."""
    rows = [row for passage in passages for row in passage.rows]
    texts = [material.matrix.sentences[row].text for row in rows]
    words = sum(len(text.split()) for text in texts)
    held = [frozenset(material.concepts.by_sentence[row]) for row in rows]
    distinct = frozenset[int]().union(*held)
    weight = material.concepts.weight
    documents = {material.matrix.sentences[row].document for row in rows}
    # What a passage opens with must not point to what does not stand before it.
    firsts = (passage.rows[0] for passage in passages)
    opening = [r for r in firsts if material.matrix.sentences[r].position != HEADLINE]
    facts = sum(len(_facts(text, material.matrix.language)) for text in texts)
    return {
        "words": float(words),
        "redundancy": 100.0 * (1.0 - len(distinct) / max(sum(map(len, held)), 1)),
        "sources": 100.0 * len(documents) / max(len(material.documents), 1),
        "concepts": 100.0 * sum(weight[c] for c in sorted(distinct)) / max(sum(weight), 1e-12),
        "facts": 100.0 * facts / max(words, 1),
        "leaning": float(sum(material.standings[row].leans for row in opening)),
        "factless": float(sum(not _facts(text, material.matrix.language) for text in texts)),
        "figures_again": float(_figures_again(texts, material.matrix.language)),
        "disorder": float(_disorder(material, passages)),
        "age": _age(material, documents),
    }


def _facts(text: str, language: str) -> tuple[str, ...]:
    return (*numbers_in(text, language), *names_in(text))


def _figures_again(texts: Sequence[str], language: str) -> int:
    """Return how often a text repeats a figure of another one."""
    seen = Counter(figure for text in texts for figure in set(counts_in(text, language)))
    return sum(count - 1 for figure, count in seen.items() if figure[0].isdigit())


def _disorder(material: Material, passages: Sequence[Passage]) -> int:
    """Return how often a passage is of an older article than the one before it."""
    documents = (_document(material, passage) for passage in passages if not passage.leading)
    days = [document.date for document in documents if document.date]
    return sum(after < before for before, after in pairwise(days))


def _document(material: Material, passage: Passage) -> Document:
    return material.document(material.matrix.sentences[passage.rows[0]].document)


def _age(material: Material, documents: set[int]) -> float:
    """Return the days from the newest of `documents` to the newest of all; NaN without dates."""
    days = {document.id: document.date for document in material.documents if document.date}
    drawn = [day for number, day in days.items() if number in documents]
    return float((max(days.values()) - max(drawn)).days) if drawn else float("nan")


def breaches(material: Material, in_brief: Sequence[Passage]) -> dict[str, float]:
    """Return how often "In brief" breaks each of `BREACHES`, the rules that a program can check."""
    return {
        "superseded": float(_superseded(material, in_brief)),
        "repeated": float(_repeated(material, in_brief)),
        "no_outcome": float(_misses_newest(material, in_brief)),
    }


def _superseded(material: Material, in_brief: Sequence[Passage]) -> bool:
    """Return whether the page tells a toll, but not the newest of a headline or first sentence."""
    tolls: dict[date, set[str]] = {}
    for document in material.documents:
        rows = [r for r in material.rows[document.id] if material.matrix.sentences[r].position <= 0]
        if document.date:
            tolls.setdefault(document.date, set()).update(*(_toll(material, row) for row in rows))
    newest = next((tolls[day] for day in sorted(tolls, reverse=True) if tolls[day]), set())
    rows = [row for passage in in_brief for row in passage.rows]
    on_page = {figure for row in rows for figure in _toll(material, row)}
    return bool(on_page and newest) and not on_page & newest


def _toll(material: Material, row: int) -> set[str]:
    text = material.matrix.sentences[row].text
    return set(material.counts[row]) if tells_deaths(text) else set()


def _repeated(material: Material, in_brief: Sequence[Passage]) -> int:
    """Return how many lines repeat an earlier one."""
    concepts = [
        {concept for row in passage.rows for concept in material.concepts.by_sentence[row]}
        for passage in in_brief
    ]
    return sum(
        any(repeats(held, earlier) for earlier in concepts[:place])
        for place, held in enumerate(concepts)
    )


def _misses_newest(material: Material, in_brief: Sequence[Passage]) -> bool:
    """Return whether no line is of an article of the newest day."""
    days = [document.date for document in material.documents if document.date]
    newest = {document.id for document in material.documents if days and document.date == max(days)}
    return bool(newest) and not newest & {_document(material, passage).id for passage in in_brief}
