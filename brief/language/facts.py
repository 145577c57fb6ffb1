"""The numbers and names of a sentence, and how much fact they are.

A name is a capitalised word that does not open the sentence.  Hebrew, Arabic and Hindi have no
capitals; there every content word counts a little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from math import inf

from brief.language.calendar import stated
from brief.language.lists import NAMES, number_words
from brief.language.numerals import DATE_OR_TIME, DATED, is_year, numeral
from brief.language.plain import plain
from brief.language.speech import ARTICLE, POSSESSIVE
from brief.language.terms import content_stems, words_of
from brief.language.words import words as listed

#: Texts whose numbers and names are kept for a while: several stages ask, mostly one by one.
REMEMBERED = 20_000
#: What a content word counts where names have no capitals: four are worth a name.
UNSURE = 0.25


@lru_cache(maxsize=REMEMBERED)
def numbers_in(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the numbers of `text` in order: runs of digits as they stand, and number words."""
    spelt = _spelt(words_of(text), language) if number_words(language) else []
    return (*_digits(text, language), *spelt)


def _digits(text: str, language: str) -> list[str]:
    return _number_pattern(language).findall(plain(text))


@cache
def _number_pattern(language: str) -> re.Pattern[str]:
    return re.compile(numeral(language, colons=True))


def _spelt(words: Iterable[str], language: str) -> list[str]:
    numbers = number_words(language)
    return [word for word in map(str.lower, words) if word in numbers]


@lru_cache(maxsize=REMEMBERED)
def names_in(text: str) -> tuple[str, ...]:
    """Return the names of `text` in order: runs of capitalised words, the first word left out.

    "Then Maria Kolesnikova met Viasna" gives `("Maria Kolesnikova", "Viasna")`.  Where a script has
    no capitals, the stems of the content words stand in for them, and what is in Latin letters.
    """
    text = plain(text)
    if not text.isascii() and (uncased := _UNCASED.search(text)):
        language = next(code for code, letter in _SCRIPTS if uncased[0] < letter)
        if len(_UNCASED.findall(text)) * 2 > sum(map(str.isalpha, text)):
            return _content_of(text, language)
    runs: list[list[str]] = []
    no_names, opens, end = _no_names(), True, -1
    for match in _TOKEN.finditer(text):
        if match[1]:
            word, elided = match[1], False
            if not word.isalnum():
                word, elided = _without_marks(word)
            if word[0].isupper() and word not in no_names and (elided or not opens):
                if not runs or text[end : match.start()] not in (" ", "-", "\u00a0"):
                    runs.append([])
                runs[-1].append(word)
                end = match.end()
        opens = False
    return tuple(map(" ".join, runs))


def has_name(text: str) -> bool:
    """Return whether `names_in` finds any."""
    certain = text.isascii() and "'" not in text and _CERTAIN.search(text)
    return bool(certain or names_in(text))


def _without_marks(token: str) -> tuple[str, bool]:
    """Return a word without its possessive ending and article, and whether it had an article."""
    article = ARTICLE.match(token)  # "l'Iran", and at the beginning "L'Iran"
    word = token[article.end() :] if article else token
    return word if word in _no_names() else POSSESSIVE.sub("", word), article is not None


def _no_names() -> frozenset[str]:
    """Return words that have a capital and are no name."""
    return listed("names/capitals", "always", "titles")


def _content_of(text: str, language: str) -> tuple[str, ...]:
    """Return the stems of the content words, and the words in Latin letters as they stand."""
    stems, spelt = content_stems(language), number_words(language)
    words = [word for word in words_of(text) if not word[0].isdigit() and word not in spelt]
    content = (word if word[0] < _FIRST_UNCASED else stems[word] for word in words)
    return tuple(word for word in content if len(word) > 1)


#: What is a name for certain in ASCII without apostrophes: quicker to find than all names.
_CERTAIN = re.compile(r"[A-Z](?<=[a-z] [A-Z])[a-z]{3}[\w.-]*+(?:[ -][A-Z][\w.-]*+)*+")
_FIRST_UNCASED = "\u0590"
#: Letters of scripts without capitals that have words between spaces.
_UNCASED = re.compile("[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u0900-\u0dff]")
#: Whose words those are, by the first letter beyond the script.
_SCRIPTS = (("he", "\u0600"), ("ar", "\u0900"), ("hi", "\u0e00"))
#: A word; or, not in the group, a row of words that are no names.
_TOKEN = re.compile(r"(?:[a-z][\w.-]*+(?!['’])[^\w'’]*+)++|([^\W_](?:[\w'’.-]*[^\W_])?)")
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=REMEMBERED)
def counts_in(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the numbers of `text` that count something: no years, days of the month or times."""
    text = plain(text)
    if language != "en" and any(map(str.isdigit, text)):
        for day in reversed(stated(text, language)):
            text = f"{text[: day.start]} {text[day.end :]}"
    if _DIGIT.search(text) and DATED.search(text.lower()):
        text = DATE_OR_TIME.sub(" ", text)
    return tuple(number for number in numbers_in(text, language) if not is_year(number))


def tells_deaths(text: str) -> bool:
    """Return whether a text tells of people who died, in any language that has a list of words."""
    deaths = _death_words()
    words = [word.lower() for word in words_of(text)]
    if not deaths.isdisjoint(words):
        return True
    uncased = (word for word in words if word[0] >= _FIRST_UNCASED)
    return any(_PREFIXED.sub("", word, count=1) in deaths for word in uncased)


#: Hebrew and Arabic write "and", "the" and "of" together with the word that follows.
_PREFIXED = re.compile(r"^[והבלכמש]{1,2}(?=\w{3})|^[وفبلك]?(?:ال)?(?=\w{3})")


@cache
def _death_words() -> frozenset[str]:
    return frozenset().union(*(listed(f"deaths/{code}") for code in NAMES))


def fact_units(fact: str) -> float:
    """Return what a fact counts: 1.5 for a count, 1 for a name, 0.5 for `@` and a date or time.

    A word of a script without capitals counts `UNSURE`: it may be a name.
    """
    if fact[0] == "@":
        return 0.5
    if fact[0].isdigit() or fact[0].islower():
        return 1.5
    if fact.isascii() or not _UNCASED.match(fact):
        return 1.0
    return 1.5 if any(fact in number_words(code) for code, _ in _SCRIPTS) else UNSURE


def units(
    text: str, language: str, words: Iterable[str] | None = None, enough: float = inf
) -> float:
    """Return how much fact `text` holds: 1.5 for each number, 1 for each name.

    `words` are those of `text`, where they are known.  Once there is `enough`, counting stops.
    """
    total = 1.5 * len(_digits(text, language))
    if total < enough and text.isascii() and "'" not in text:
        certain = total + len(_CERTAIN.findall(text))
        if certain >= enough:
            return certain
    if total < enough:
        total += sum(map(fact_units, names_in(text)))
    if total < enough:
        total += 1.5 * len(_spelt(words_of(text) if words is None else words, language))
    return total
