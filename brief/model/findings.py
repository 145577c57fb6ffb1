"""What a comparison of articles finds, each finding with its places in the articles."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """The place in an article that a statement was taken from."""

    #: `Document.id`.
    document: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as an article states it, with what it counts."""

    #: 123.0 for "123" and for "more than 123".
    value: float
    #: The unit, or what is counted in stemmed words: "eur", "%", "polit prison".
    unit: str
    #: The article's own words for both: "more than 78 political prisoners".
    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures about the same thing with different values, in the order of their dates."""

    #: In an article's own words: "political prisoners".
    subject: str
    values: tuple[Figure, ...]
    #: True where later articles update earlier ones, false where they differ.
    updated: bool = False
    #: The place of `subject`; None where it would only repeat what the figures say.
    place: Citation | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """What one side of a dispute says, in an article's own words."""

    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two sides that contradict each other."""

    #: The sides; only one where a single sentence has both.
    values: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """An event with its date."""

    #: A day, month (`YYYY-MM`), year (`YYYY`) or interval (`…/…`) in ISO 8601.
    date: str
    #: The sentence that tells it, in an article's own words.
    text: str
    #: That sentence first, then those of other articles that tell the same.
    citations: tuple[Citation, ...]
    #: False where a subordinate clause tells it, or the sentence needs the one before it.
    clear: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that somebody said."""

    #: Without the quotation marks.
    text: str
    #: In the article's own words; None where it does not say who spoke.
    speaker: str | None
    citation: Citation
    #: False where the speaker is only described: "a spokesman for the ministry".
    named: bool = True


@dataclass(frozen=True, slots=True)
class Name:
    """A person, organisation or place that articles name."""

    #: The fullest form in any article: "Ales Bialiatski".
    name: str
    #: Other forms, the most frequent first: "Bialiatski", "Ales".
    variants: tuple[str, ...]
    #: Ids of the articles that have the name in any form.
    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Sentences of different origins that say the same thing."""

    #: The text of the first sentence.
    text: str
    #: Their places, the earliest report's first.
    sentences: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Superseded:
    """The places of sentences and headlines with figures that articles have updated."""

    #: Those with a figure that a later article updates.
    outdated: frozenset[Citation] = frozenset()
    #: Those with the latest figure of a toll.
    tolls: frozenset[Citation] = frozenset()


@dataclass(frozen=True, slots=True)
class Findings:
    """All that the comparison of a set of articles has found."""

    #: Groups of document ids: an article and its copies and near-copies.
    origins: tuple[tuple[int, ...], ...] = ()
    claims: tuple[Statement, ...] = ()
    figures: tuple[Comparison, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    timeline: tuple[Dated, ...] = ()
    quotes: tuple[Quote, ...] = ()
    names: tuple[Name, ...] = ()
    superseded: Superseded = Superseded()
    #: False where events, quotations and names have not been looked for.
    whole: bool = True
