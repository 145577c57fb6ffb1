"""What stands around names (titles, articles, verbs of saying) and around numbers, by language."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from brief.language.words import any_of, entries, grouped, keyed, sections, words

#: A subject that is a pronoun.
PRONOUN = "@"
#: An article that is written together with a name: "l'Iran", "dell'Aquila".
ARTICLE = re.compile(r"(?:[cdjlmnst]|qu|all|dall|dell|nell|sull)['’](?=[^\W\d_])", re.IGNORECASE)
#: What makes a name an owner: "Holt's", "the Holts'".
POSSESSIVE = re.compile(r"['’]s?$")


@cache
def titles(language: str) -> frozenset[str]:
    """Return the words before a person's name, lower case; empty where none are known."""
    return frozenset(entries(f"titles/{language}"))


def nations() -> frozenset[str]:
    """Return English adjectives of nations, lower case."""
    return words("titles/nations")


def heads() -> frozenset[str]:
    """Return words that begin the name of an organisation or place: "ministry", "gulf"."""
    return words("titles/heads")


def is_nation(word: str) -> bool:
    """Return whether a word is "Iranian" or "Iranians", no name by itself."""
    low = word.lower()
    return low in nations() or low.removesuffix("s") in nations()


def is_title(phrase: str, language: str) -> bool:
    """Return whether lower-case words stand before a person's name: "mr", "polizeisprecher"."""
    listed = phrase in titles(language) or phrase in titles("en")
    return listed or phrase.endswith(_endings(language))


@cache
def _endings(language: str) -> tuple[str, ...]:
    return tuple(title[1:] for title in titles(language) if title[0] == "-")


@cache
def countries(language: str) -> frozenset[str]:
    """Return the names of countries in a language, as CLDR has them."""
    from babel import Locale, UnknownLocaleError

    try:
        return frozenset(Locale.parse(language).territories.values())
    except (UnknownLocaleError, ValueError):
        return frozenset()


@cache
def short_forms() -> dict[str, tuple[str, ...]]:
    """Return, for a first name in lower case, the names that it is a form of, as `*n`."""
    lines = enumerate(entries("titles/short"))
    return grouped((first, f"*{number}") for number, line in lines for first in line.split())


@dataclass(frozen=True, slots=True)
class Speech:
    """How a language says that somebody said something."""

    verb: re.Pattern[str]
    subjects: frozenset[str]
    #: What may stand between a subject and its verb.
    between: frozenset[str]
    source: re.Pattern[str]
    #: True where the verb may come first in a plain sentence: "sagte Holt".
    inverts: bool


@cache
def speech(language: str) -> Speech | None:
    """Return how a language says that somebody said something; None where it has no list."""
    parts = sections(f"speech/{language}")
    if not parts:
        return None
    subjects = "|".join(sorted(word for word in parts["subjects"] if word[0] == "t"))
    clitic = rf"(?:-(?:{subjects}))?" if language == "fr" else ""
    return Speech(
        verb=re.compile(rf"(?<![\w'’-])(?:{any_of(parts['verbs'])}){clitic}(?![\w'’-])"),
        subjects=frozenset(parts["subjects"]),
        between=frozenset(parts["between"]),
        source=re.compile(rf"(?<!\w)(?:{any_of(parts['source'])})(?!\w)", re.IGNORECASE),
        inverts=language not in ("en", "fr", "hi"),
    )


def plural_pronouns() -> frozenset[str]:
    """Return pronouns of all languages that are no single person's: "they", "ils"."""
    return words("speech/plural")


@cache
def agencies() -> tuple[str, ...]:
    """Return the names of agencies and papers in lower case, each with a space behind it."""
    return tuple(f"{line} " for line in entries("speech/agencies"))


@cache
def terms_of(language: str) -> dict[str, frozenset[str]]:
    """Return a language's word lists by key; empty ones where there are none."""
    terms: dict[str, frozenset[str]] = defaultdict(frozenset)
    for key, lines in keyed(f"quantities/{language}").items():
        terms[key] |= {word.replace("_", " ") for line in lines for word in line.split()}
    return terms


@cache
def meanings(language: str, prefix: str) -> dict[str, str]:
    """Return words by keys that begin with `prefix`: "kind." gives `{"killed": "dead", …}`."""
    keys = [key for key in sorted(terms_of(language)) if key.startswith(prefix)]
    return {word: key.removeprefix(prefix) for key in keys for word in terms_of(language)[key]}


@cache
def worth(language: str, key: str) -> dict[str, float]:
    """Return the values of words that count: "is." gives `{"two": 2.0, …}`."""
    return {word: float(value) for word, value in meanings(language, key).items()}
