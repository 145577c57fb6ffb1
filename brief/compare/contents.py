"""What sentences say, ready to be compared: each part is worked out when it is first asked for."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from brief.language.calendar import stated
from brief.language.facts import REMEMBERED, names_in, numbers_in, tells_deaths
from brief.language.lists import (
    OPENING,
    deeds,
    number_words,
    opens_leaning,
    stop_words,
    turning_words,
)
from brief.language.numerals import TIME, YEAR
from brief.language.plain import plain
from brief.language.terms import TermMatrix, idf, words_of
from brief.language.words import words as listed

#: What a name or a number counts, in content words.  Higher: more who and how many, less what.
NAMED = 1.5
#: A term that no other sentence holds is how somebody put it; what that counts.
LONELY = 0.7


@dataclass(frozen=True, slots=True)
class Outline:
    """What a sentence says at a glance, enough to see that two have little in common.

    Names and numbers count no more than other words here, and a word tells what any word of its
    stem tells.
    """

    weights: Mapping[int, float]  #: By column of the matrix.
    total: float  #: Of these weights.
    deeds: Mapping[int, frozenset[int]]  #: Kinds of deed by column.
    acts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a sentence and what they weigh."""

    #: Weight by column of the matrix.
    terms: Mapping[int, float]
    #: Kinds of deed by column, where a word tells one.
    deeds: Mapping[int, frozenset[int]]
    #: The kinds of all its deeds.
    acts: frozenset[int]
    #: Columns of names and numbers: who, when and how many, not yet what.
    firm: frozenset[int]
    names: frozenset[str]
    #: Whether it points to what is said elsewhere: to a sentence before it, or to who speaks.
    leans: bool


@dataclass(frozen=True, slots=True)
class Details:
    """What two sentences of the same words may still differ in."""

    #: Words of names of two words or more: of people, for the most part.
    full_names: frozenset[str]
    #: Adjoining stems, both of content words.
    pairs: frozenset[tuple[str, str]]
    #: Digits, number words, days, years, times, ordinals.
    numbers: tuple[frozenset[str], ...]
    #: Digits by the content word before or behind them: "13" by "stage".
    measured: Mapping[str, str]
    #: The lines of the language's list of words that turn a statement.
    turns: frozenset[int]
    #: The words of the name that opens it; empty where none does.
    subject: frozenset[str]
    #: Whether it tells of people who died.
    deadly: bool


class Contents(dict[int, Content]):
    """What rows of a matrix say."""

    def __init__(self, matrix: TermMatrix) -> None:
        alone = 1.0 + math.log(max(len(matrix), 1))
        self._matrix = matrix
        self._weights = [
            weight * (LONELY if weight >= alone else 1.0) for weight in idf(matrix).tolist()
        ]
        self._columns = {term: column for column, term in enumerate(matrix.vocabulary)}
        self._bounds, self._held = matrix.indptr.tolist(), matrix.indices.tolist()
        self._outlines: dict[int, Outline] = {}
        self._details: dict[int, Details] = {}
        #: Kinds of deed by the word that tells one, and by the column of its stem.
        self._deeds: dict[str, frozenset[int]] = {}
        self._deeds_of_columns: dict[int, frozenset[int]] = {}
        known = deeds(matrix.language)
        words, stems = chain.from_iterable(matrix.words), chain.from_iterable(matrix.stems)
        for word, stem in set(zip(words, stems, strict=True)):
            if kinds := known[word]:
                self._deeds[word] = kinds
                if (column := self._columns.get(stem)) is not None:
                    before = self._deeds_of_columns.get(column, kinds)
                    self._deeds_of_columns[column] = before | kinds

    def __missing__(self, row: int) -> Content:
        made = self[row] = self._content(row)
        return made

    def outline(self, row: int) -> Outline:
        """Return what a row says at a glance."""
        if row not in self._outlines:
            self._outlines[row] = self._outline(row)
        return self._outlines[row]

    def details(self, row: int) -> Details:
        """Return what a row may differ in from others of the same words."""
        if row not in self._details:
            self._details[row] = self._detailed(row)
        return self._details[row]

    def _columns_of(self, row: int) -> Sequence[int]:
        """Return the columns that a row has, ascending."""
        columns: Sequence[int] = self._held[self._bounds[row] : self._bounds[row + 1]]
        return columns

    def _outline(self, row: int) -> Outline:
        weights = {column: self._weights[column] for column in self._columns_of(row)}
        deeds = {
            column: self._deeds_of_columns[column]
            for column in weights.keys() & self._deeds_of_columns.keys()
        }
        return Outline(
            weights=weights,
            total=sum(weights.values()),
            deeds=deeds,
            acts=frozenset().union(*deeds.values()),
        )

    def _telling(self, row: int) -> list[str]:
        """Return the stems of a row's content words in order, "" for every other word."""
        content = set(self._columns_of(row))
        return [
            stem if self._columns.get(stem) in content else "" for stem in self._matrix.stems[row]
        ]

    def _content(self, row: int) -> Content:
        matrix = self._matrix
        named = _words_in(names_in(plain(matrix.sentences[row].text)))
        terms: dict[int, float] = {}
        deeds: dict[int, frozenset[int]] = {}
        firm: set[int] = set()
        for word, stem in zip(matrix.words[row], self._telling(row), strict=True):
            if not stem:
                continue
            column = self._columns[stem]
            is_firm = word[0].isdigit() or word.lower() in named
            weight = self._weights[column] * (NAMED if is_firm else 1.0)
            terms[column] = max(terms.get(column, 0.0), weight)
            if is_firm:
                firm.add(column)
            elif kinds := self._deeds.get(word):
                deeds[column] = kinds
        return Content(
            terms=terms,
            deeds=deeds,
            acts=frozenset().union(*deeds.values()),
            firm=frozenset(firm),
            names=named,
            leans=leans(matrix, row),
        )

    def _detailed(self, row: int) -> Details:
        matrix, language = self._matrix, self._matrix.language
        text = plain(matrix.sentences[row].text)
        subject = _subject(text, language)
        full = _words_in(name for name in names_in(text) if " " in name)
        turns, _ = turning_words(language)
        turned = {kind for word in _lowered(matrix.words[row]) for kind in turns.get(word, ())}
        if language == "en" and _IS_TO.search(text):
            turned.add(_EXPECTING)
        numbers, measured = numbers_of(text, language)
        return Details(
            full_names=subject | full,
            pairs=frozenset(pair for pair in pairwise(self._telling(row)) if all(pair)),
            numbers=numbers,
            measured=measured,
            turns=frozenset(turned),
            subject=subject,
            deadly=tells_deaths(text),
        )


def leans(matrix: TermMatrix, row: int) -> bool:
    """Return whether a sentence points to what is said elsewhere; see `Content`."""
    return (
        opens_leaning(_lowered(matrix.words[row][:OPENING]), matrix.language)
        or plain(matrix.sentences[row].text).count('"') % 2 > 0
        or not listed("speech/speakers").isdisjoint(matrix.words[row])
    )


def _lowered(words: Sequence[str]) -> list[str]:
    return [word.lower().replace("’", "'") for word in words]


def _words_in(names: Iterable[str]) -> frozenset[str]:
    """Return the words of names in small letters."""
    return frozenset(chain.from_iterable(name.lower().split() for name in names))


_OPENING_NAME = re.compile(r"[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)+")
#: "An inquiry is to open on Friday": English expects without a word for it, too.
_IS_TO = re.compile(r"\b(?:is|are|was|were) to (?!be\b)[a-z]{2,}|\bset to [a-z]{2,}")
#: The line of a list of turning words that has those which expect.
_EXPECTING = 2
#: What two ways of writing a number differ in: "7.0" and "7", "200,000" and "200 000".
_IDLE = re.compile(r"(?<=\d)[,.\s\u00a0\u202f](?=\d{3}(?!\d))|[.,]0+$")
_MEASURED = re.compile(
    r"(?:(?P<before>[^\W\d_]{4,30})[\s-])?(?P<number>\d(?:[\d.,]*\d)?)"
    r"(?:[\s-](?P<behind>[^\W\d_]{3,30}))?"
)
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=REMEMBERED)
def numbers_of(text: str, language: str) -> tuple[tuple[frozenset[str], ...], dict[str, str]]:
    """Return the numbers of a text by their kinds, and what the digits measure; see `Details`."""
    text = plain(text)
    words = frozenset(word.lower() for word in words_of(text))
    ordinals = turning_words(language)[1] & words
    days, undated = stated(text, language), text
    if not days and not _DIGIT.search(text):  # Most sentences have none.
        nothing: frozenset[str] = frozenset()
        return (nothing, number_words(language) & words, nothing, nothing, nothing, ordinals), {}
    for day in reversed(days):
        undated = f"{undated[: day.start]} {undated[day.end :]}"
    counts = numbers_in(YEAR.sub(" ", TIME.sub(" ", undated)), language)
    digits = frozenset(_IDLE.sub("", count) for count in counts if count[0].isdigit())
    kinds = (
        digits,
        frozenset(count for count in counts if not count[0].isdigit()),
        frozenset(f"{day.month}-{day.day}" for day in days if day.day),
        frozenset(YEAR.findall(text)),
        frozenset(TIME.findall(text)),
        ordinals,
    )
    measured: dict[str, str] = {}
    for match in _MEASURED.finditer(undated):
        # "14 hostages", and where no word stands behind, "stage 13".
        unit, number = match["behind"] or match["before"], _IDLE.sub("", match["number"])
        if unit and number in digits:
            measured[unit.lower()] = number
    return kinds, measured


def _subject(text: str, language: str) -> frozenset[str]:
    """Return the words of a name of two words or more that opens a text, in small letters."""
    match = _OPENING_NAME.match(text)
    words = match[0].lower().split() if match else []
    return frozenset() if not words or words[0] in stop_words(language) else frozenset(words)


def share(content: Content, other: Content, but: frozenset[int] = frozenset()) -> float:
    """Return the share of the first one's content that the second one has, 0 … 1.

    Another word for the same kind of deed will do: "freed" for "released".
    """
    shared = total = 0.0
    for term, weight in content.terms.items():
        if term not in but:
            total += weight
            if term in other.terms or not other.acts.isdisjoint(content.deeds.get(term, ())):
                shared += weight
    return shared / total if total else 0.0


def conflict(contents: Contents, row: int, other: int, *, more: bool = False) -> bool:
    """Return whether two rows differ in a number, a time, a deed, in who did it, or in a "not".

    "Vanished with 228 on board" does not confirm that they died.  Where the other one may say
    `more`, it may tell of deaths that the first one does not, but not of other people only.
    """
    acts, other_acts = contents[row].acts, contents[other].acts
    if not (acts <= other_acts or other_acts <= acts):
        return True
    details, others = contents.details(row), contents.details(other)
    deadly = not others.deadly if details.deadly else others.deadly and not more
    return (
        deadly
        or details.turns != others.turns
        or _apart(details.subject, others.subject)
        or (more and _apart(details.full_names, others.full_names))
        or _differ(details.measured, others.measured)
        or any(map(_apart, details.numbers, others.numbers))
    )


def _apart(values: Set[object], others: Set[object]) -> bool:
    """Return whether both have something and share nothing."""
    return bool(values and others) and values.isdisjoint(others)


def _differ(measured: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Return whether they count the same thing otherwise: "stage 13" and "stage 15"."""
    return any(others.get(unit, count) != count for unit, count in measured.items())


def contradict(text: str, other: str, language: str) -> bool:
    """Return whether two sentences count the same otherwise, or have other times or ordinals."""
    numbers, measured = numbers_of(text, language)
    others, otherwise = numbers_of(other, language)
    return _differ(measured, otherwise) or any(map(_apart, numbers[4:], others[4:]))
