"""The words of a language that matter for splitting: abbreviations, and words that open sentences.

The lists are `data/abbreviations` and `data/starters`; a line `#: name` begins a section of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from brief.language.words import sections

#: What else ends a sentence: Armenian is typed with a colon, Greek asks with a semicolon.
_STOPS = {"hy": ":", "el": ";\u037e"}
_ORDINALS = frozenset("cs da de et fi hr hu is lv no pl sk sl sr tr".split())
_LONG_WORDS = frozenset("el en".split())
_CLITICS = frozenset("af nl".split())
_WHOLE_QUOTATIONS = frozenset("sk".split())
_PARTS = "title number end month name other starter speech time adverbial".split()
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by the part that they play where a sentence may end; lower case, no last full stop."""

    title: frozenset[str]  #: never end a sentence: "dr", "e.g"
    number: frozenset[str]  #: abbreviate only before a number: "no", "art"
    end: frozenset[str]  #: often end a sentence: "etc", "p.m"
    month: frozenset[str]  #: the same, and written small beside a day or year: "sept", "okt"
    name: frozenset[str]  #: abbreviate only when written with a capital: "miss", "sun"
    other: frozenset[str]  #: end a sentence only before a word that opens one: "inc", "u.s"
    starter: frozenset[str]  #: open a sentence: "the", "it"
    speech: frozenset[str]  #: follow a quotation and its speaker: "said"
    time: frozenset[str]  #: go on after "p.m.": "monday", "est"
    adverbial: frozenset[str]  #: make an opening with a time, no sentence: "shortly before 5 p.m."
    stops: str  #: marks that end a sentence in this language only
    ordinals: bool  #: ordinal numbers have a full stop: "am 3. Oktober"
    long_words: bool  #: long words are no abbreviations: "word. word" lacks a capital
    clitics: bool  #: a sentence may open with a word that has no capital: "'s Avonds"
    whole_quotations: bool  #: `„A. B,“ said he` is one sentence; elsewhere it is split

    def abbreviates(self, word: str) -> bool:
        """Return whether `word`, without its last full stop, is an abbreviation as written."""
        low = word.lower()
        if low in self.name or low in self.month:
            return not word.islower()
        return low in self.other or low in self.title or low in self.end

    def opens(self, word: str) -> bool:
        """Return whether `word` is one that opens sentences: "The", "It's", "L'homme"."""
        low = bare(word)
        if len(low) == 1 and word[1:2] == ".":  # an initial
            return False
        return low in self.starter or low.partition("'")[0] in self.starter


def bare(word: str) -> str:
    """Return the letters that `word` begins with in lower case, an apostrophe among them kept."""
    match = _WORD.match(word)
    return match[0].lower().replace("’", "'") if match else ""


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of an ISO 639-1 language, empty where it has no lists."""
    parts = {**sections(f"abbreviations/{language}"), **sections(f"starters/{language}")}
    return Lexicon(
        **{part: frozenset(parts.get(part, ())) for part in _PARTS},
        stops=_STOPS.get(language, ""),
        ordinals=language in _ORDINALS,
        long_words=language in _LONG_WORDS,
        clitics=language in _CLITICS,
        whole_quotations=language in _WHOLE_QUOTATIONS,
    )
