"""How specific a sentence is: the numbers and names in it.

An editor reads to learn who did what, when and how many; a sentence without a number or a name
seldom says it.  Names are found by rules: a capitalised word that does not open the sentence.
"""

from __future__ import annotations

import re
from functools import lru_cache

from brief.language import number_words
from brief.terms import words_of

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
#: Capitalised without being a name.
_NEVER = frozenset("I I'm I'd I'll I've I’m I’d I’ll I’ve Mr Mrs Ms Dr".split())


@lru_cache(maxsize=50_000)
def numbers_in(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the numbers of `text` in order: runs of digits as they stand, and number words."""
    spelt = number_words(language)
    found = [(match.start(), match.group()) for match in _NUMBER.finditer(text)]
    if spelt:
        found += [(0, word) for word in words_of(text.lower()) if word in spelt]
    return tuple(token for _, token in found)


@lru_cache(maxsize=50_000)
def names_in(text: str) -> tuple[str, ...]:
    """Return the names of `text` in order: runs of capitalised words, the first word left out.

    "Then Maria Kolesnikova met Viasna" gives `("Maria Kolesnikova", "Viasna")`.
    """
    names: list[str] = []
    run: list[str] = []
    end = -1
    for index, match in enumerate(_TOKEN.finditer(text)):
        word = match.group()
        capital = word[0].isupper() and word not in _NEVER and index > 0
        joined = text[end : match.start()] in (" ", "-", "\u00a0")
        if run and not (capital and joined):
            names.append(" ".join(run))
            run = []
        if capital:
            run.append(_POSSESSIVE.sub("", word))
        end = match.end()
    if run:
        names.append(" ".join(run))
    return tuple(names)


_POSSESSIVE = re.compile(r"['’]s?$")
_TOKEN = re.compile(r"[^\W_](?:[\w'’.-]*[^\W_])?")


_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_DATE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\.? \d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?(?=[^\W\d_]{3,} (?:19|20)\d\d)|"
    r"\d{1,2}[:.]\d\d(?::\d\d)?\s?(?:[ap]\.?m|UTC|GMT|BST|local|\()|\b\d{1,2}:\d\d\b|"
    r"\b(?:UTC|GMT)\s?[+\u2212-]\s?\d{1,2}",
    re.IGNORECASE,
)


@lru_cache(maxsize=50_000)
def counts_in(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the numbers of `text` that count something: no years, days of the month or times."""
    found = numbers_in(_DATE.sub(" ", text), language)
    return tuple(number for number in found if not _YEAR.fullmatch(number))


_DEATHS = re.compile(
    r"\b(?:dead|deaths?|died|dies|kill(?:ed|ing|s)?|toll|lives|casualties|victims)\b"
)


def tells_deaths(text: str) -> bool:
    """Return whether an (English) text tells of people who died."""
    return _DEATHS.search(text) is not None


def fact_units(fact: str) -> float:
    """Return what one fact counts: 1.5 for a number, 1 for a name, 0.5 for a year."""
    if _YEAR.fullmatch(fact):
        return 0.5
    return 1.5 if fact[0].isdigit() or fact[0].islower() else 1.0


def units(text: str, language: str) -> float:
    """Return how much fact `text` holds: 1.5 for each number, 1 for each name."""
    return 1.5 * len(numbers_in(text, language)) + len(names_in(text))
