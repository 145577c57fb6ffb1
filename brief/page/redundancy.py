"""What a line adds to those that stand already."""

from __future__ import annotations

import math
from collections.abc import Iterable

from brief.language.facts import fact_units
from brief.page.candidates import Candidate, candidate_of, on_topic
from brief.page.material import Material, fact_weight_of, folded, is_told

#: A line must bring this share of its content as something new …
NOVELTY = 0.5
#: … or this one where its article has a line already.
FURTHER = 0.55
#: … or this one where it opens an article that has none, and is not of mood.
NEWS_NOVELTY, FIRM_NEWS = 0.25, 0.6
#: Units of fact that must be new: one name that is not on the page yet.
NEW_FACTS = 1.0
#: … and that make a detail: a count, or a name in full.
DETAIL_FACTS = 1.5
#: A detail without a new count must be as firm as this.
FIRM_DETAIL = 0.8
#: Units of a name, and of a count.
NAME, COUNT = 1.0, 1.5


def told_before(material: Material) -> list[Candidate]:
    """Return what an earlier page told, as lines that stand already.

    Of an article that was updated, what stood in it before is left out, and no more: its toll of
    today stands in the words of yesterday's.
    """
    rows = [
        row
        for row, sentence in enumerate(material.matrix.sentences if material.told else ())
        if sentence.document not in material.updated
    ]
    return [candidate_of(material, (row,), None) for row in rows if is_told(material, row)]


class Said:
    """The lines that stand on the page; grows line by line, each in the time of its own words."""

    def __init__(self, material: Material, lines: Iterable[Candidate] = ()) -> None:
        self._material = material
        self._terms: set[int] = set()
        self._facts: set[str] = set()
        self._concepts: set[int] = set()
        self._texts: set[str] = set()
        self._opened: set[int] = set()
        self._done: set[tuple[int, str]] = set()
        self.documents: set[int] = set()
        for line in lines:
            self.add(line)

    def add(self, line: Candidate) -> None:
        """Take in a line."""
        self._terms |= line.terms
        self._facts |= line.facts
        self._concepts |= line.concepts
        self._texts |= self._sentences(line)
        self.documents.add(line.document)
        names = [fact for fact in line.facts if fact_units(fact) == NAME]
        self._done |= {(deed, name) for deed in line.deeds for name in names}
        if line.position == 0:
            self._opened.add(line.document)

    def stands(self, line: Candidate) -> bool:
        """Return whether one of the line's sentences stands already, in whatever article.

        An article's headline and its first sentence are one: they tell the same news.
        """
        opening = line.position == 0 and line.document in self._opened
        return opening or not self._texts.isdisjoint(self._sentences(line))

    def _sentences(self, line: Candidate) -> set[str]:
        """Return the line's sentences as they are compared: a joined line is two of them."""
        return {folded(self._material.matrix.sentences[row].text) for row in line.rows}

    def novelty(self, line: Candidate) -> float:
        """Return the share of a line's content that nobody has said, 0 … 1.

        Rare terms count more: the names that every line of a story repeats are no repetition.
        """
        idf = self._material.idf
        total = sum(idf[term] for term in sorted(line.terms))
        new = sum(idf[term] for term in sorted(line.terms - self._terms))
        return new / total if total else 0.0

    def new_facts(self, line: Candidate) -> float:
        """Return the units of fact that no line has; infinite in a script without capitals.

        A sentence may be new to the last word and still tell nothing that is not on the page.
        """
        if not self._material.spread:
            return math.inf
        fresh = sorted(line.facts - self._facts)
        return sum(fact_weight_of(self._material, fact) for fact in fresh)

    def retells(self, line: Candidate) -> bool:
        """Return whether the line only tells again, without a new count, what somebody did.

        It does where each of its deeds has been told with one of its names that not all articles
        have, and where it is not the news of an article.
        """
        if not line.deeds or self.opens(line):
            return False
        if self.counts_anew(line):
            return False
        return any(
            all((deed, name) in self._done for deed in line.deeds)
            for name in line.facts
            if 0 < self._material.spread.get(name, 0) < len(self._material.documents)
        )

    def counts_anew(self, line: Candidate) -> bool:
        """Return whether the line has a count that no line has."""
        return any(fact_units(fact) >= COUNT for fact in line.facts - self._facts)

    def may_be_older(self, line: Candidate, part: Candidate) -> bool:
        """Return whether what `line` has beyond `part` is about somebody whom others tell of.

        Without dates nobody knows which report is the older one: "This figure includes Ales
        Bialiatski" must not stand on a page that has told of his release.
        """
        if any(document.date for document in self._material.documents):
            return False
        known = (line.facts - part.facts) & self._facts
        return any(fact_units(fact) == NAME for fact in known)

    def new_concepts(self, line: Candidate) -> list[int]:
        """Return the concepts that the line is the first to bring, the weightiest first."""
        weight = self._material.concepts.weight
        return sorted(line.concepts - self._concepts, key=lambda c: (-weight[c], c))

    def adds(self, line: Candidate) -> bool:
        """Return whether the line says enough that is not on the page.

        The news of an article not heard yet may be told with names that all know; anything else
        needs a fact of its own, unless it is what was asked for, and the more so where its article
        has had its say.
        """
        heard = line.document in self.documents
        if self.opens(line):
            return self.novelty(line) >= NEWS_NOVELTY
        told = self._details(line) if heard else self.new_facts(line) >= NEW_FACTS
        return (told or on_topic(line)) and self.novelty(line) >= (FURTHER if heard else NOVELTY)

    def _details(self, line: Candidate) -> bool:
        """Return whether a line is worth more to one who has read another of its article."""
        firm = dict(line.parts)["firmness"] >= FIRM_DETAIL or self.counts_anew(line)
        return firm and self.new_facts(line) >= DETAIL_FACTS

    def opens(self, line: Candidate) -> bool:
        """Return whether the line is the news of an article, which has not been told yet.

        A change of state is told in the words of the state before: "would be released".
        """
        if line.document in self._material.known:
            return False
        firm = dict(line.parts)["firmness"] >= FIRM_NEWS
        return line.document not in self._opened and line.position == 0 and firm
