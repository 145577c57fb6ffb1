"""What a comparison of articles finds, each finding with its places in the articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Citation:
    """The place in an article that a statement was taken from."""

    document: int  #: `Document.id`.
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as an article states it, with what it counts."""

    value: float  #: 123.0 for "123" and for "more than 123".
    unit: str  #: The unit, or what is counted in stemmed words: "eur", "%", "polit prison".
    text: str  #: The article's own words for both: "more than 78 political prisoners".
    citation: Citation


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures about the same thing with different values, in the order of their dates."""

    subject: str  #: In an article's own words: "political prisoners".
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

    values: tuple[Side, ...]  #: The sides; only one where a single sentence has both.


@dataclass(frozen=True, slots=True)
class Dated:
    """An event with its date."""

    date: str  #: A day, month (`YYYY-MM`), year (`YYYY`) or interval (`…/…`) in ISO 8601.
    text: str  #: The sentence that tells it, in an article's own words.
    #: That sentence first, then those of other articles that tell the same.
    citations: tuple[Citation, ...]
    #: False where a subordinate clause tells it, or the sentence needs the one before it.
    clear: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that somebody said."""

    text: str  #: Without the quotation marks.
    speaker: str | None  #: In the article's own words; None where it does not say who spoke.
    citation: Citation
    #: False where the speaker is only described: "a spokesman for the ministry".
    named: bool = True


@dataclass(frozen=True, slots=True)
class Name:
    """A person, organisation or place that articles name."""

    name: str  #: The fullest form in any article: "Ales Bialiatski".
    variants: tuple[str, ...]  #: Other forms, the most frequent first: "Bialiatski", "Ales".
    documents: tuple[int, ...]  #: Ids of the articles that have the name in any form.


@dataclass(frozen=True, slots=True)
class Statement:
    """Sentences of different origins that say the same thing."""

    text: str  #: The text of the first sentence.
    sentences: tuple[Citation, ...]  #: Their places, the earliest report's first.


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
    #: The places of sentences and headlines with a figure that a later article updates.
    outdated: frozenset[Citation] = frozenset()
    #: Figures of earlier days by the place of each sentence that states the latest one.
    replaced: Mapping[Citation, tuple[Figure, ...]] = field(default_factory=dict)
    whole: bool = True  #: False where events, quotations and names have not been looked for.
    #: The stories, the first of the page, whose figures and disputes were looked for where not all
    #: findings are there.
    compared: int = 0
