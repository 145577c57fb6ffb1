"""Places in articles, and what a comparison of several articles finds at them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """The place that a statement was taken from."""

    document: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as an article states it, with what it counts."""

    #: 123.0 for "123" and "more than 123".
    value: float
    #: What it is measured in or counts, as stemmed words: "polit prison"; "%"; "eur".
    unit: str
    #: The article's own words, the number and what it counts: "more than 78 political prisoners".
    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Comparison:
    """Figures about the same thing with different values, in the order of their dates."""

    #: In an article's own words: "political prisoners".
    subject: str
    values: tuple[Figure, ...]
    #: True where a later article updates an earlier one, false where they differ.
    updated: bool = False
    #: Where `subject` stands; None where it would only repeat what the figures say.
    place: Citation | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """What one side of a dispute says, in an article's own words."""

    text: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two sides that say otherwise of the same thing; one sentence where it has both."""

    values: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Dated:
    """An event with its day."""

    #: A day, month (`YYYY-MM`), year (`YYYY`) or interval (`…/…`) in ISO 8601.
    date: str
    #: The sentence that tells it, in an article's own words.
    text: str
    #: That sentence first, then those of other articles that tell the same.
    citations: tuple[Citation, ...]
    #: False where a clause beside the main one tells it, or the sentence leans on another.
    clear: bool = True


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said: the words between the quotation marks."""

    text: str
    #: Only where the text says who.
    speaker: str | None
    citation: Citation
    #: False where the speaker is described: "a spokesman for the ministry".
    named: bool = True


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody or something that articles name, in the fullest form that one has."""

    name: str
    #: Most frequent first: "Bialiatski", "Ales".
    variants: tuple[str, ...]
    #: Ids of the articles that have it in any form.
    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Sentences of different origins that say the same thing, the earliest report's first."""

    #: Those of the first.
    text: str
    sentences: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Superseded:
    """Which sentences and headlines, by their places, hold figures that are no longer so."""

    #: Those with a figure that a later article updates.
    outdated: frozenset[Citation] = frozenset()
    #: Those with the latest of a toll that articles have updated.
    tolls: frozenset[Citation] = frozenset()


@dataclass(frozen=True, slots=True)
class Findings:
    """What articles agree on and where they part; all of it cited, none of it judged."""

    #: Groups of document ids: copies and near-copies of one article are one origin.
    origins: tuple[tuple[int, ...], ...] = ()
    claims: tuple[Statement, ...] = ()
    figures: tuple[Comparison, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    timeline: tuple[Dated, ...] = ()
    quotes: tuple[Quote, ...] = ()
    names: tuple[Name, ...] = ()
    superseded: Superseded = Superseded()
    #: False where nobody has looked for events, quotations and names yet.
    whole: bool = True
