"""What a sentence says, taken apart so that it can be compared: terms, names, numbers, turns."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from brief.language.calendar import stated
from brief.language.facts import REMEMBERED, names_in, numbers_in, tells_deaths
from brief.language.lists import deeds_of, opens_leaning, stop_words, turning_words
from brief.language.terms import TermMatrix, idf, words_of

#: What a name or a number counts, in content words.  Higher: more who and how many, less what.
NAMED = 1.5
#: A term that no other sentence holds is how somebody put it; what that counts.
LONELY = 0.7


@dataclass(frozen=True, slots=True)
class Content:
    """What a sentence says, ready to be compared."""

    #: Weight by column of the matrix.
    terms: Mapping[int, float]
    #: Kinds of deed by column, where a word tells one.
    deeds: Mapping[int, frozenset[int]]
    #: The kinds of all its deeds.
    acts: frozenset[int]
    #: Columns of names and numbers.
    told: frozenset[int]
    names: frozenset[str]
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
    #: Whether it points to what is said elsewhere: to a sentence before it, or to who speaks.
    leans: bool
    #: Whether it tells of people who died.
    deadly: bool


class Contents(dict[int, Content]):
    """What rows say, worked out when a row is first compared: many never are."""

    def __init__(self, matrix: TermMatrix) -> None:
        alone = 1.0 + math.log(max(len(matrix), 1))
        self._matrix = matrix
        self._weights = [one * (LONELY if one >= alone else 1.0) for one in idf(matrix).tolist()]
        self._columns = {term: column for column, term in enumerate(matrix.vocabulary)}

    def __missing__(self, row: int) -> Content:
        made = self[row] = _content(self._matrix, row, self._columns, self._weights)
        return made


def _content(
    matrix: TermMatrix, row: int, columns: Mapping[str, int], weights: Sequence[float]
) -> Content:
    text, language = matrix.sentences[row].text, matrix.language
    named = frozenset(word.lower() for name in names_in(text) for word in name.split())
    own = set(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].tolist())
    telling = [stem if columns.get(stem) in own else "" for stem in matrix.stems[row]]
    terms: dict[int, float] = {}
    deeds: dict[int, frozenset[int]] = {}
    firm: set[int] = set()
    for word, stem in zip(matrix.words[row], telling, strict=True):
        if not stem:
            continue
        column = columns[stem]
        told = word[0].isdigit() or word.lower() in named
        terms[column] = max(terms.get(column, 0.0), weights[column] * (NAMED if told else 1.0))
        if told:
            firm.add(column)
        elif kinds := deeds_of(word, language):
            deeds[column] = kinds
    words = [word.lower().replace("’", "'") for word in matrix.words[row]]
    turns = turning_words(language)[0]
    return Content(
        terms,
        deeds,
        frozenset().union(*deeds.values()),
        frozenset(firm),
        named,
        frozenset(pair for pair in pairwise(telling) if all(pair)),
        *numbers_of(text, language),
        frozenset(kind for word in words for kind in turns.get(word, ()))
        | _expecting(text, language),
        _subject(text, language),
        opens_leaning(words, language)
        or text.count('"') % 2 > 0
        or not _SPEAKS.isdisjoint(matrix.words[row]),
        tells_deaths(text),
    )


_SPEAKS = frozenset("I We we me us My my Our our I'm We're we're I've We've we've".split())
_OPENING_NAME = re.compile(r"[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)+")
#: "An inquiry is to open on Friday": English expects without a word for it, too.
_IS_TO = re.compile(r"\b(?:is|are|was|were) to (?!be\b)[a-z]{2,}|\bset to [a-z]{2,}")
#: The line of a list of turning words that has those which expect.
_EXPECTING = 2
_TIME = re.compile(r"\b\d{1,2}[:.h]\d\d(?::\d\d)?\b")
#: What two ways of writing a number differ in: "7.0" and "7", "200,000" and "200 000".
_IDLE = re.compile(r"(?<=\d)[,.\s\u00a0\u202f](?=\d{3}(?!\d))|[.,]0+$")
_YEAR = re.compile(r"(?<![\d.,:/-])(?:1[5-9]|20)\d\d(?![\d:%]|[.,]\d)")
_MEASURED = re.compile(
    r"(?:(?P<before>[^\W\d_]{4,30})[\s-])?(?P<number>\d(?:[\d.,]*\d)?)"
    r"(?:[\s-](?P<behind>[^\W\d_]{3,30}))?"
)


@lru_cache(maxsize=REMEMBERED)
def numbers_of(text: str, language: str) -> tuple[tuple[frozenset[str], ...], dict[str, str]]:
    """Return the numbers of a text by their kinds, and what the digits measure; see `Content`."""
    days, plain = stated(text, language), text
    for day in reversed(days):
        plain = f"{plain[: day.start]} {plain[day.end :]}"
    counts = numbers_in(_YEAR.sub(" ", _TIME.sub(" ", plain)), language)
    digits = frozenset(_plain(count) for count in counts if count[0].isdigit())
    kinds = (
        digits,
        frozenset(count for count in counts if not count[0].isdigit()),
        frozenset(f"{day.month}-{day.day}" for day in days if day.day),
        frozenset(_YEAR.findall(text)),
        frozenset(_TIME.findall(text)),
        turning_words(language)[1].intersection(word.lower() for word in words_of(text)),
    )
    found = (match.group("number", "behind", "before") for match in _MEASURED.finditer(plain))
    # "14 hostages", and where no word stands behind, "stage 13".
    units = ((number, behind or before or "") for number, behind, before in found)
    measured = {unit.lower(): _plain(number) for number, unit in units if _plain(number) in digits}
    measured.pop("", None)
    return kinds, measured


def _plain(number: str) -> str:
    return _IDLE.sub("", number)


def _expecting(text: str, language: str) -> frozenset[int]:
    return frozenset([_EXPECTING]) if language == "en" and _IS_TO.search(text) else frozenset()


def _subject(text: str, language: str) -> frozenset[str]:
    """Return the words of a name of two words or more that opens a text, in small letters."""
    match = _OPENING_NAME.match(text)
    words = match[0].lower().split() if match else []
    return frozenset() if not words or words[0] in stop_words(language) else frozenset(words)


def turned(words: Sequence[str], language: str) -> bool:
    """Return whether a word denies what a sentence says, expects it, or takes it back."""
    turns, _ = turning_words(language)
    return any(word.lower() in turns for word in words)
