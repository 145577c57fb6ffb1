"""What can be counted of a summary or a page without any reference.

None of these numbers says that a summary is good; each names something that makes it bad for a
reader, and can be compared between methods.  Where a rule needs an article's date or title, what
has none is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from brief.language.concepts import repeats
from brief.language.facts import counts_in, names_in, numbers_in, tells_deaths
from brief.model import HEADLINE
from brief.page.candidates import candidate_of
from brief.page.landmarks import event_day, tells
from brief.page.material import Material, likeness

#: Of each trait: its name in JSON, its heading in a table, the decimals that it is shown with.
TRAITS = (
    ("words", "words", 0),
    ("redundancy", "redundancy, %", 1),
    ("sources", "sources, %", 0),
    ("concepts", "concepts, %", 1),
    ("facts", "facts/100 words", 1),
    ("leaning", "cannot stand alone", 2),
    ("factless", "without a fact", 2),
    ("figures_again", "figures twice", 2),
    ("disorder", "out of date order", 2),
    ("age", "days behind", 1),
)
#: What is counted of pages besides.
BREACHES = (
    ("no_news", "not its article's news", 2),
    ("superseded", "superseded toll", 2),
    ("repeated", "repeated line", 2),
    ("no_event", "event missing", 2),
    ("no_outcome", "newest article missing", 2),
)
#: Share of its article's headline that a line must have to be of its news.
OF_THE_NEWS = 0.1


@dataclass(frozen=True, slots=True)
class Passage:
    """A line, or a sentence of running text, by its rows in the matrix."""

    rows: tuple[int, ...]
    #: True for the lines of a page that stand before those in date order.
    leading: bool = False


def traits(material: Material, statements: Sequence[Passage]) -> dict[str, float]:
    """Return each of `TRAITS`; shares in percent, `age` NaN where nothing is dated."""
    rows = [row for one in statements for row in one.rows]
    texts = [material.matrix.sentences[row].text for row in rows]
    words = sum(len(text.split()) for text in texts)
    held = [frozenset(material.concepts.by_sentence[row]) for row in rows]
    distinct = frozenset[int]().union(*held)
    weight = material.concepts.weight
    documents = {material.matrix.sentences[row].document for row in rows}
    facts = sum(len(_facts(text, material.matrix.language)) for text in texts)
    return {
        "words": float(words),
        "redundancy": 100.0 * (1.0 - len(distinct) / max(sum(map(len, held)), 1)),
        "sources": 100.0 * len(documents) / max(len(material.documents), 1),
        "concepts": 100.0 * sum(weight[c] for c in sorted(distinct)) / max(sum(weight), 1e-12),
        "facts": 100.0 * facts / max(words, 1),
        "leaning": float(sum(_leans(material, one) for one in statements)),
        "factless": float(sum(not _facts(text, material.matrix.language) for text in texts)),
        "figures_again": float(_figures_again(texts, material.matrix.language)),
        "disorder": float(_disorder(material, statements)),
        "age": _age(material, documents),
    }


def _facts(text: str, language: str) -> tuple[str, ...]:
    return (*numbers_in(text, language), *names_in(text))


def _leans(material: Material, one: Passage) -> bool:
    """Return whether a statement opens by pointing to what does not stand before it."""
    row = one.rows[0]
    return material.matrix.sentences[row].position != HEADLINE and material.standings[row].leans


def _figures_again(texts: Sequence[str], language: str) -> int:
    seen = Counter(figure for text in texts for figure in set(counts_in(text, language)))
    return sum(count - 1 for figure, count in seen.items() if figure[0].isdigit())


def _dates(material: Material, statements: Sequence[Passage]) -> Iterator[date]:
    for one in statements:
        day = material.document(material.matrix.sentences[one.rows[0]].document).date
        if day and not one.leading:
            yield day


def _disorder(material: Material, statements: Sequence[Passage]) -> int:
    return sum(after < before for before, after in pairwise(_dates(material, statements)))


def _age(material: Material, documents: set[int]) -> float:
    days = {one.id: one.date for one in material.documents if one.date}
    drawn = [day for number, day in days.items() if number in documents]
    return float((max(days.values()) - max(drawn)).days) if drawn else float("nan")


def breaches(material: Material, in_brief: Sequence[Passage]) -> dict[str, float]:
    """Return how often "In brief" breaks each of `BREACHES`, the rules that a program can check."""
    day = event_day(material)
    return {
        "no_news": float(sum(_is_no_news(material, one, day) for one in in_brief)),
        "superseded": float(_superseded(material, in_brief)),
        "repeated": float(_repeated(material, in_brief)),
        "no_event": float(_misses_event(material, in_brief, day)),
        "no_outcome": float(_misses_newest(material, in_brief)),
    }


def _is_no_news(material: Material, one: Passage, day: str | None) -> bool:
    """Return whether a line has nothing of its article's headline; the event needs none."""
    if day is not None and _tells(material, one, day):
        return False
    document = material.matrix.sentences[one.rows[0]].document
    title = material.rows[document][0]
    if material.matrix.sentences[title].position != HEADLINE or title in one.rows:
        return False
    return max(likeness(material, row, title) for row in one.rows) < OF_THE_NEWS


def _superseded(material: Material, in_brief: Sequence[Passage]) -> bool:
    """Return whether the page tells a toll, but not the newest of a headline or first sentence."""
    tolls: dict[date, set[str]] = {}
    for document in material.documents:
        rows = [r for r in material.rows[document.id] if material.matrix.sentences[r].position <= 0]
        if document.date:
            tolls.setdefault(document.date, set()).update(*(_toll(material, row) for row in rows))
    told = {figure for one in in_brief for row in one.rows for figure in _toll(material, row)}
    newest = next((tolls[day] for day in sorted(tolls, reverse=True) if tolls[day]), set())
    return bool(told and newest) and not told & newest


def _toll(material: Material, row: int) -> set[str]:
    text = material.matrix.sentences[row].text
    return set(material.counts[row]) if tells_deaths(text) else set()


def _repeated(material: Material, in_brief: Sequence[Passage]) -> int:
    held = [
        {concept for row in one.rows for concept in material.concepts.by_sentence[row]}
        for one in in_brief
    ]
    return sum(
        any(repeats(own, earlier) for earlier in held[:place]) for place, own in enumerate(held)
    )


def _misses_event(material: Material, in_brief: Sequence[Passage], day: str | None) -> bool:
    """Return whether articles look back to one day and no line tells of it."""
    return day is not None and not any(_tells(material, one, day) for one in in_brief)


def _tells(material: Material, one: Passage, day: str) -> bool:
    if any(day in material.mentions[row] for row in one.rows):
        return True
    return tells(material, candidate_of(material, one.rows, None), day)


def _misses_newest(material: Material, in_brief: Sequence[Passage]) -> bool:
    days = [document.date for document in material.documents if document.date]
    newest = {document.id for document in material.documents if days and document.date == max(days)}
    cited = {material.matrix.sentences[one.rows[0]].document for one in in_brief}
    return bool(newest) and not newest & cited
