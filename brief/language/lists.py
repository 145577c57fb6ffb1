"""The stop words, stemmer and word lists of each language, by its ISO 639-1 code.

Stop words come with sumy where its lists are whole, stemmers with NLTK (Snowball) and sumy (Czech,
Slovak, Ukrainian): both are installed, nothing is downloaded.  A language without a list has no
such words, one without a stemmer keeps its words as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib import resources
from itertools import chain
from typing import TypeVar

from brief.language.words import entries, grouped, words

T = TypeVar("T")
#: ISO 639-1 → the name that sumy and NLTK use.
NAMES = {
    "ar": "arabic",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "he": "hebrew",
    "hi": "hindi",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sk": "slovak",
    "sv": "swedish",
    "uk": "ukrainian",
}
#: Snowball stemmers that come with NLTK; importing them from there avoids what sumy.utils loads.
_SNOWBALL = frozenset("da nl en fi fr de hu it no pt ro ru es sv".split())
#: Stemmers that sumy adds; its Greek and Polish ones want packages of their own.
_SUMY = frozenset("cs sk uk".split())
#: Languages whose affixes are a list of ours: Snowball has none for them, or (Arabic) a worse one.
_AFFIXED = frozenset("ar el he hi".split())
#: Letters of a word that remain when an affix is taken from it, at least.
_LEAST = 3
#: Languages with many endings and no list of them: the first letters of a word stand for it
#: (McNamee & Mayfield, 2004, found them as good as a stemmer for retrieval).
_PREFIX = {"el": 6, "pl": 6}
#: Words of a language of which something is kept.
REMEMBERED = 200_000
#: Words of the longest opening that leans, and of a sentence that `opens_leaning` looks at.
LONGEST_OPENING, OPENING = 4, 5


class Remembered(dict[str, T]):
    """The result of a function for each word, computed when the word is first looked up.

    A dictionary returns it several times as fast as a function with a cache does.  It is emptied
    when it holds `REMEMBERED` words.
    """

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[str], T]) -> None:
        self._make = make

    def __missing__(self, word: str) -> T:
        if len(self) >= REMEMBERED:
            self.clear()
        made = self[word] = self._make(word)
        return made


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the lower-case stop words of a language: ours where we have a list, else sumy's."""
    name = NAMES.get(language, "")
    if ours := words(f"stopwords/{name}"):
        return ours
    theirs = resources.files("sumy").joinpath(f"data/stopwords/{name}.txt")
    listed = theirs.read_text(encoding="utf-8") if theirs.is_file() else ""
    return frozenset(listed.lower().split())


@cache
def stemmer(language: str) -> Callable[[str], str]:
    """Return a function from a lower-case word to its stem, or to itself where nothing stems it."""
    if language in _SNOWBALL:
        from nltk.stem.snowball import SnowballStemmer

        stem: Callable[[str], str] = SnowballStemmer(NAMES[language]).stem
        return stem
    if language in _SUMY:
        from sumy.nlp.stemmers import Stemmer

        inflected: Callable[[str], str] = Stemmer(NAMES[language])
        # The Czech stemmer warns of every word that has a digit.
        return lambda word: inflected(word) if word.isalpha() else word
    return _light(language) if language in _AFFIXED or language in _PREFIX else str


def _light(language: str) -> Callable[[str], str]:
    """Return a stemmer that drops one prefix and one suffix of the language's lists."""
    lines = entries(f"affixes/{language}")
    longest = sorted(lines, key=lambda line: (-len(line), line))
    prefixes = tuple(line[:-1] for line in longest if line.endswith("-"))
    suffixes = tuple(line[1:] for line in longest if line.startswith("-"))
    pairs = [line.partition("=") for line in lines if "=" in line]
    letters = str.maketrans({old: new for new, _, olds in pairs for old in olds})

    def stem(word: str) -> str:
        word = word.translate(letters)
        for prefix in prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST:
                word = word[len(prefix) :]
                break
        for suffix in suffixes:
            if word.endswith(suffix) and len(word) - len(suffix) >= _LEAST:
                word = word[: -len(suffix)]
                break
        return word[: _PREFIX.get(language)]

    return stem


def number_words(language: str) -> frozenset[str]:
    """Return the lower-case words that state a count."""
    return words(f"numbers/{language}")


@cache
def lean_words(language: str) -> frozenset[str]:
    """Return the openings, up to four lower-case words, that point to an earlier sentence."""
    return frozenset(entries(f"leans/{language}"))


@cache
def _lean_starts(language: str) -> frozenset[str]:
    return frozenset(opening.partition(" ")[0] for opening in lean_words(language))


def opens_leaning(words: Sequence[str], language: str) -> bool:
    """Return whether a sentence that opens with these lower-case words points to an earlier one.

    In a list, `*` stands for any one word (Hebrew says "agreement this"), and after a word marked
    with `!` nothing leans: "ce samedi" is a day, "ce dernier" somebody just mentioned.
    """
    if not words or _lean_starts(language).isdisjoint((words[0], "*")):
        return False
    openings = lean_words(language)
    for length in range(1, min(len(words), LONGEST_OPENING) + 1):
        opening = " ".join(words[:length])
        leans = opening in openings or " ".join(["*", *words[1:length]]) in openings
        if leans and not (length < len(words) and f"!{words[length]}" in openings):
            return True
    return False


def hollow_words(language: str) -> tuple[str, ...]:
    """Return the beginnings of words of mood and commentary."""
    return entries(f"hollow/{language}")


@cache
def deed_words(language: str) -> tuple[tuple[str, ...], ...]:
    """Return kinds of deeds, each the beginnings of the words that tell it."""
    return tuple(tuple(line.split()) for line in entries(f"deeds/{language}"))


def deeds_of(word: str, language: str) -> frozenset[int]:
    """Return the kinds of deed that a word may tell, by their places in `deed_words`."""
    return deeds(language)[word]


@cache
def deeds(language: str) -> Remembered[frozenset[int]]:
    """Return a mapping from any word to what `deeds_of` returns."""
    beginning, kinds = _deed_beginnings(language), deed_words(language)

    def told(word: str) -> frozenset[int]:
        lowered = word.lower()
        if not lowered.startswith(beginning):  # as hardly a word does
            return frozenset()
        numbered = enumerate(kinds)
        return frozenset(number for number, begins in numbered if lowered.startswith(begins))

    return Remembered(told)


@cache
def _deed_beginnings(language: str) -> tuple[str, ...]:
    return tuple(chain.from_iterable(deed_words(language)))


def finite_verbs(language: str) -> frozenset[str]:
    """Return lower-case words that are finite verbs; regular past forms are not among them."""
    return words(f"verbs/{language}")


@cache
def turning_words(language: str) -> tuple[dict[str, tuple[int, ...]], frozenset[str]]:
    """Return the words that turn a statement with their lines' numbers, and the ordinals ("=").

    The first lines of every list are those that deny, refute, expect and call off.
    """
    lines = [line.split() for line in entries(f"turns/{language}")]
    numbered = [(number, line) for number, line in enumerate(lines) if line[0] != "="]
    turns = grouped((word, number) for number, line in numbered for word in line)
    return turns, frozenset(word for line in lines if line[0] == "=" for word in line[1:])
