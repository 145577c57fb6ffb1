"""How specific a sentence is: the numbers and names in it.

An editor reads to learn who did what, when and how many; a sentence without a number or a name
seldom says it.  Names are found by rules: a capitalised word that does not open the sentence.
Hebrew, Arabic and Hindi hide their names; there every content word counts a little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from math import inf

from brief.language.calendar import stated
from brief.language.lists import NAMES, death_words, number_words
from brief.language.terms import content_stems, words_of

_NUMBER = re.compile(r"\d+(?:[.,:،٫٬]\d+)*")
#: Where thousands stand apart: "120 000" is one number.
_SPACED = re.compile(
    r"(?<![\d.,:])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d])(?:,\d+)?|" + _NUMBER.pattern
)
_SPACING = frozenset("bg cs da fi fr hu no pl ru sk sv uk".split())
#: Texts whose numbers and names are kept for a while: several stages ask, mostly one by one.
REMEMBERED = 20_000
#: What a content word counts where names have no capitals: four are worth a name.
UNSURE = 0.25
#: Capitalised without being a name.
_NEVER = frozenset(
    "I I'm I'd I'll I've I’m I’d I’ll I’ve Mr Mrs Ms Dr "
    "UTC GMT BST CET CEST EST EDT CST CDT MST MDT PST PDT AM PM".split()
)


@lru_cache(maxsize=REMEMBERED)
def numbers_in(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the numbers of `text` in order: runs of digits as they stand, and number words."""
    spelt = _spelt(words_of(text), language) if number_words(language) else []
    return (*_digits(text, language), *spelt)


def _digits(text: str, language: str) -> list[str]:
    pattern = _SPACED if language in _SPACING else _NUMBER
    found: list[str] = pattern.findall(text)
    return found


def _spelt(words: Iterable[str], language: str) -> list[str]:
    numbers = number_words(language)
    return [word for word in map(str.lower, words) if word in numbers]


@lru_cache(maxsize=REMEMBERED)
def names_in(text: str) -> tuple[str, ...]:
    """Return the names of `text` in order: runs of capitalised words, the first word left out.

    "Then Maria Kolesnikova met Viasna" gives `("Maria Kolesnikova", "Viasna")`.  Where a script has
    no capitals, the stems of the content words stand in for them, and what is in Latin letters.
    """
    if not text.isascii() and (uncased := _UNCASED.search(text)):
        language = next(code for code, letter in _SCRIPTS if uncased[0] < letter)
        if len(_UNCASED.findall(text)) * 2 > sum(map(str.isalpha, text)):
            return _content_of(text, language)
    runs: list[list[str]] = []
    opens, end = True, -1
    for match in _TOKEN.finditer(text):
        if match[1]:
            word, elided = match[1], False
            if not word.isalnum():
                word, elided = _without_marks(word)
            if word[0].isupper() and word not in _NEVER and (elided or not opens):
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
    article = _ELIDED.match(token)  # "l'Iran", and at the beginning "L'Iran"
    word = token[article.end() :] if article else token
    return word if word in _NEVER else _POSSESSIVE.sub("", word), article is not None


def _content_of(text: str, language: str) -> tuple[str, ...]:
    """Return the stems of the content words, and the words in Latin letters as they stand."""
    stems, spelt = content_stems(language), number_words(language)
    words = [word for word in words_of(text) if not word[0].isdigit() and word not in spelt]
    found = (word if word[0] < _FIRST_UNCASED else stems[word] for word in words)
    return tuple(word for word in found if len(word) > 1)


#: What is a name for certain in ASCII without apostrophes: quicker to find than all names.
_CERTAIN = re.compile(r"[A-Z](?<=[a-z] [A-Z])[a-z]{3}[\w.-]*+(?:[ -][A-Z][\w.-]*+)*+")
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|all|dall|dell|nell|sull)['’](?=[^\W\d_])", re.IGNORECASE)
_FIRST_UNCASED = "\u0590"
#: Letters of scripts without capitals that have words between spaces.
_UNCASED = re.compile("[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u0900-\u0dff]")
#: Whose words those are, by the first letter beyond the script.
_SCRIPTS = (("he", "\u0600"), ("ar", "\u0900"), ("hi", "\u0e00"))
_POSSESSIVE = re.compile(r"['’]s?$")
#: A word; or, not in the group, a row of words that are no names.
_TOKEN = re.compile(
    r"(?:[a-z][\w.-]*+(?!['’])[^\w'’]*+)++|([^\W_](?:[\w'’.-]*[^\W_])?)",
)


_DATE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"\.? \d{1,2}\b|\b\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?(?=[^\W\d_]{3,} (?:19|20)\d\d)|"
    r"\d{1,2}[:.]\d\d(?::\d\d)?\s?(?:[ap]\.?m|UTC|GMT|BST|local|\()|\b\d{1,2}:\d\d\b|"
    r"\b(?:UTC|GMT)\s?[+\u2212-]\s?\d{1,2}|"
    r"\b\d{1,2}\s?h\s?\d\d\b|\b\d{1,2}(?:[.:]\d\d)? Uhr\b",
    re.IGNORECASE,
)


#: What any of these holds, in small letters; looking for it is quicker.
_DATED = re.compile(
    r"\d(?:[:.]\d\d|\s?h\s?\d)| (?:19|20)\d\d|utc|gmt|uhr|january|february|march|april|may|june|"
    r"july|august|september|october|november|december"
)
_NUMERAL = re.compile(r"\d")


@lru_cache(maxsize=REMEMBERED)
def counts_in(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the numbers of `text` that count something: no years, days of the month or times."""
    if language != "en" and any(map(str.isdigit, text)):
        for one in reversed(stated(text, language)):
            text = f"{text[: one.start]} {text[one.end :]}"
    if _NUMERAL.search(text) and _DATED.search(text.lower()):
        text = _DATE.sub(" ", text)
    return tuple(number for number in numbers_in(text, language) if not _is_year(number))


def _is_year(number: str) -> bool:
    # Not all digits are ours: "२०१०".
    return len(number) == 4 and number.isdecimal() and 1500 <= int(number) < 2100


def tells_deaths(text: str) -> bool:
    """Return whether a text tells of people who died, in any language that has a list of words."""
    known = _death_words()
    words = (word.lower() for word in words_of(text))
    return any(word in known or _PREFIXED.sub("", word, count=1) in known for word in words)


#: Hebrew and Arabic write "and", "the" and "of" together with the word that follows.
_PREFIXED = re.compile(r"^[והבלכמש]{1,2}(?=\w{3})|^[وفبلك]?(?:ال)?(?=\w{3})")


@cache
def _death_words() -> frozenset[str]:
    return frozenset(word for code in NAMES for word in death_words(code))


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
    found = 1.5 * len(_digits(text, language))
    if found < enough and text.isascii() and "'" not in text:
        certain = found + len(_CERTAIN.findall(text))
        if certain >= enough:
            return certain
    if found < enough:
        found += sum(map(fact_units, names_in(text)))
    if found < enough:
        found += 1.5 * len(_spelt(words_of(text) if words is None else words, language))
    return found


_TOLL = re.compile(
    r"\b(?:dead|deaths?|died|killed|killing|toll)\b(?:\W+\w+){0,4}?\W+\d|"
    r"\d(?:\W+\w+){0,2}?\W+(?:dead|deaths?|die|died|killed)\b",
    re.IGNORECASE,
)


def tells_a_toll(text: str) -> bool:
    """Return whether an (English) headline tells how many people died."""
    return _TOLL.search(text) is not None
