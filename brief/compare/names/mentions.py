"""The places where a text names somebody or something: runs of capitalised words.

A capital at the beginning of a sentence does not make a name, so the whole set of articles is read
first: a word that has its capital elsewhere in the middle of a sentence keeps it.  Hebrew, Arabic
and Hindi have no capitals, and so no names here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from brief.language.calendar import fold, months, weekdays
from brief.language.lists import stop_words
from brief.language.plain import places, plain
from brief.language.speech import (
    ARTICLE,
    POSSESSIVE,
    countries,
    heads,
    is_nation,
    is_title,
    nations,
    titles,
)
from brief.language.terms import words_of
from brief.language.words import sections, words
from brief.model import Document, Sentence

#: Languages that write names like any other word.
UNCASED = frozenset("ar fa he hi ja ko mr ur yi zh".split())
#: Share of a sentence's longer words beyond which capitals are a headline's habit.
HEADLINE = 0.9
#: Characters before a name in which the word before it is looked for.
NEAR = 40
#: Runs of words of which it is kept where a title ends.
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as `text[start:end]` has it, titles before it left out."""

    start: int
    end: int
    #: Without possessive endings; never empty.
    words: tuple[str, ...]
    #: Where the titles before it begin; `start` where there are none.
    whole: int
    #: The word before all of that, in lower case; empty where a mark or nothing stands there.
    before: str
    #: True where a title stands before it: "Mr", "president".
    titled: bool
    #: False for a German word alone, which may be any noun.
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a set of articles writes its words."""

    #: How often a word has a capital inside a sentence.
    inside: Counter[str]
    #: How often it has none.
    small: Counter[str]
    #: How often it has one inside a sentence behind a word that has none.
    alone: Counter[str]
    #: What stands behind an article or a number where all nouns have capitals (German).
    nouns: frozenset[str]


def evidence_in(documents: Iterable[Document], sentences: Iterable[Sentence]) -> Evidence:
    """Read the sentences of some articles."""
    languages = {document.id: document.language or "en" for document in documents}
    return evidence_of((sentence, languages[sentence.document]) for sentence in sentences)


def evidence_of(sentences: Iterable[tuple[Sentence, str]]) -> Evidence:
    """Read sentences, each with its language; linear in their words."""
    sentences = list(sentences)
    every: list[str] = []
    inside: list[str] = []
    opening: list[str] = []
    alone: Counter[str] = Counter()
    nouns: set[str] = set()
    english = all(language == "en" for _, language in sentences)
    for sentence, language in sentences:
        tokens = words_of(sentence.text)
        every += tokens
        if not is_headline(tokens):
            inside += tokens[1:]
            # What opens a quotation has its capital from there.
            opening += (
                _OPENING.findall(plain(sentence.text), 1) if _may_quote(sentence.text) else ()
            )
            if not english:  # There alone it is asked for.
                pairs = pairwise(tokens)
                alone.update(
                    word for before, word in pairs if word[0].isupper() > before[0].isupper()
                )
        if language == "de":
            nouns.update(_NOUN.findall(plain(sentence.text)))
    counts = Counter(every).items()
    capitals: Counter[str] = Counter()
    for word, count in Counter(inside).items():
        if word[0].isupper():
            capitals[word.partition("'")[0]] += count
    capitals.subtract(opening)
    return Evidence(
        inside=capitals,
        small=Counter({word: count for word, count in counts if word[0].islower()}),
        alone=alone,
        nouns=frozenset(nouns),
    )


def _may_quote(text: str) -> bool:
    return '"' in text or not text.isascii()


def is_headline(tokens: Sequence[str]) -> bool:
    """Return whether nearly all longer words of a sentence have capitals."""
    small, most = 0, (1 - HEADLINE) * len(tokens)
    for word in tokens[1:]:
        if len(word) > 3 and word[0].islower():
            small += 1
            if small > most:  # Of most sentences the first few words tell.
                return False
    longer = [word for word in tokens[1:] if len(word) > 3 and word[0].isalpha()]
    return len(longer) > 5 and sum(word[0].isupper() for word in longer) > HEADLINE * len(longer)


def mentions(text: str, language: str, evidence: Evidence) -> tuple[Mention, ...]:
    """Return the names in a sentence or paragraph in order, none overlapping; linear."""
    if language in UNCASED:
        return ()
    short = plain(text)
    if short == text:
        return _mentions(text, language, evidence)
    at = places(text)
    return tuple(
        replace(name, start=at[name.start], end=at[name.end], whole=at[name.whole])
        for name in _mentions(short, language, evidence)
    )


def _mentions(text: str, language: str, evidence: Evidence) -> tuple[Mention, ...]:
    runs = (_usable(text, run, language, evidence) for run in _runs(text, language, evidence))
    candidates = (_mention(text, run, language) for run in runs if run)
    return tuple(mention for mention in candidates if mention)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    word: str
    #: True where a possessive ending keeps the next word out.
    closed: bool


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if not match[1]:
            continue
        start, end = match.span(1)
        word, owns = match[1], None
        if "'" in word or "’" in word:
            if article := ARTICLE.match(word):
                start += article.end()
                word = text[start:end]
            # "King's" and "Lloyd's" belong to what follows them.
            owner = word.endswith(("'s", "’s")) and word[:-2] in words("names/owners")
            if not owner and (owns := POSSESSIVE.search(word)):
                word, end = word[: owns.start()], end - len(owns[0])
        if "." in word and text[end : end + 1] == ".":  # "U.S."
            word, end = word + ".", end + 1
        if word[:1].isupper() or _ARABIC.match(word):
            yield _Token(start, end, word, owns is not None)


def _runs(text: str, language: str, evidence: Evidence) -> Iterator[list[_Token]]:
    """Yield capitalised words that belong together, in order."""
    run: list[_Token] = []
    for token in _tokens(text):
        if run and not _joined(text, run, token, language):
            yield run
            run = []
        if _is_no_name(text, token, run, language, evidence):
            yield run
            run = []
        else:
            run.append(token)
    yield run


def _joined(text: str, run: list[_Token], token: _Token, language: str) -> bool:
    raw = text[run[-1].end : token.start]
    if run[-1].closed or len(raw) > 12:
        return False
    gap, before = " ".join(raw.split()), run[-1].word
    if gap in ("", "-", "&"):
        return gap != "" or raw != ""
    if gap == ".":
        return len(before) < 5
    joiners = sections("names/joined")
    if gap in joiners["head"]:
        return before.lower() in heads() or before.lower() in titles("en")
    free = language not in _ROMANCE or len(run) == 1
    return gap in joiners["foreign"] or (free and gap in joiners["particles"])


def _is_no_name(
    text: str, token: _Token, run: list[_Token], language: str, evidence: Evidence
) -> bool:
    word = token.word
    folded = fold(word.lower(), language) if language not in ("", "en") else word
    if folded in weekdays(language) or word in _never() or ("-" in word and _COMPOUND.match(word)):
        return True
    if folded in months(language):
        if len(word) == 3 and _BIG_NEXT.match(text, token.end):
            return False  # "Jan Weber"
        return not run or text[token.end : token.end + 2].strip(" .").isdigit()
    return word in evidence.nouns or word.lower() in _never_small()


@cache
def _never() -> frozenset[str]:
    return words("names/capitals", "always", "things")


@cache
def _never_small() -> frozenset[str]:
    return words("names/capitals", "small")


def _usable(text: str, run: list[_Token], language: str, evidence: Evidence) -> list[_Token]:
    """Return a run without an opening word that has its capital from its place alone."""
    if run and opens(text, run[0].start) and not _is_name(run, language, evidence):
        run = run[1:]
    adjective = _ADJECTIVE.get(language)
    while run and adjective and adjective.search(run[-1].word):
        if not _SMALL_NEXT.match(text, run[-1].end):
            break
        run = run[:-1]  # "Červený kříž": only its adjective has a capital
    if len(run) != 1:
        return run
    word = run[0].word
    lowered = evidence.small[word.lower()] > evidence.inside[word] and not word.isupper()
    partial = word.lower() in heads() or word in words("names/capitals", "alone")
    return [] if lowered or len(word) < 2 or partial else run


def _is_name(run: list[_Token], language: str, evidence: Evidence) -> bool:
    """Return whether the word that opens a sentence is (part of) a name."""
    word, low = run[0].word, run[0].word.lower()
    led = low in words("names/surnames") and len(run) > 1
    if led or is_title(low, language) or low in nations():
        return True
    times = words("names/times", "both", "before")
    if low in stop_words(language) or low in times or low.endswith("ly"):
        return low == "new" and len(run) > 1
    if evidence.inside[word] > evidence.small[low]:
        return True
    if language != "en" and len(run) > 1 and evidence.alone[run[1].word]:
        return False  # "Kupříkladu Čína": the second word is a name by itself
    return len(run) > 1 and not evidence.small[low]


def opens(text: str, start: int) -> bool:
    """Return whether what starts there has a capital whatever it is."""
    place = start - 1
    while place >= 0 and text[place].isspace():
        place -= 1
    return place < 0 or text[place] in _BREAKS


def _mention(text: str, run: list[_Token], language: str) -> Mention | None:
    """Return the name that a run is, without titles before it; None where no name is left."""
    tokens = [token.word for token in run]
    cut = _after_titles(tuple(tokens), language)
    if cut == len(run) or all(is_nation(word) for word in tokens[cut:]):
        return None
    if cut and text[run[cut - 1].end : run[cut].start].strip() not in ("", ".", "-"):
        return None  # "Minister of Social Affairs Ann Lee": where does her name begin?
    begins, ends = _word_before(text, run[0].start)
    before = text[begins:ends].lower()
    titled = cut > 0 or bool(before and is_title(before, language))
    number = _NUMBERED.match(text, run[-1].end) if tokens[-1] == "Flight" else None
    start, end = run[cut].start, number.end() if number else run[-1].end
    if before in words("names/surnames") and language not in _ROMANCE:
        start = begins  # "as de Boer said"
    name = " ".join(text[start:end].split())
    return Mention(
        start=start,
        end=end,
        words=tuple(name.split(" ")),
        whole=run[0].start,
        before=before,
        titled=titled,
        sure=language != "de" or titled or len(run) > 1 or name in countries(language),
    )


def _word_before(text: str, place: int) -> tuple[int, int]:
    """Return where the word before a place begins and ends; both alike where a mark stands there.

    It begins with a letter and is looked for in the `NEAR` characters before the place.
    """
    least = max(0, place - NEAR)
    end = place
    while end > least and text[end - 1] in " \u00a0\n":
        end -= 1
    start = end
    while start > least and (text[start - 1].isalnum() or text[start - 1] in "_'’.-"):
        start -= 1
    while start < end and (text[start].isdecimal() or text[start] in "_'’.-"):
        start += 1
    return start, end


@lru_cache(maxsize=REMEMBERED)
def _after_titles(tokens: tuple[str, ...], language: str) -> int:
    """Return where a name begins behind its titles; `len(tokens)` where there is nothing else."""
    low = [word.lower().rstrip(".") for word in tokens]
    for end in range(len(low), 0, -1):
        phrases = {" ".join(low[start:end]) for start in range(max(end - 3, 0), end)}
        if end == len(low) - 1:
            phrases -= words("names/ranks")
        if any(is_title(phrase, language) for phrase in phrases):
            return end
    return 0


_TOKEN = re.compile(
    r"(?:(?!(?:al|el|as|ash|ad)-[A-Z])[a-z][\w.-]*+(?!['’])[^\w'’]*+)++|"
    r"((?<![\w])[^\W\d_](?:(?:[\w'’.-]|(?<=[A-Z])&(?=[A-Z]))*[\w])?(?:['’](?=\s))?)"
)
_ARABIC = re.compile(r"(?:al|el|as|ash|ad)-[A-Z]")
_NUMBERED = re.compile(r" \d{1,4}(?!\d)")
_OPENING = re.compile(r"[\s(][\"“„«‘][\s\u00a0]?([A-Z]\w*)")
_NOUN = re.compile(
    r"\b(?:[Dd](?:er|ie|as|en|em|es)|[Ee]in(?:e[mnrs]?)?|[Kk]eine?[mnrs]?|[Ii]m|[Aa]m|[Zz]u[mr]|"
    r"[Vv]om|[Bb]eim|[Ii]ns|[Aa]ns|(?:[sS]ein|[Ii]hr|[Uu]nser|[Mm]ein|dies|jed|viel|all|mehrer)"
    r"e?[mnrs]?|zwei|drei|vier|fünf|\d+)\s(?:[a-zäöüß]+e[mnrs]?\s)?([A-ZÄÖÜ][\wäöüß-]+)"
)
#: "Ethiopian-born", "Pro-Tibetan", "UTC-7": no names of their own.
_COMPOUND = re.compile(r"[A-Z][^\W\d_]*-(?:[a-z]{3,}|\d+)$|(?:Pro|Anti|Ex|Non|Post|Pre)-")
#: Adjectives that have a capital before a noun that has none.
_ADJECTIVE = {
    "cs": re.compile(r"(?:[^v]é|ého|ému|ém|ých|ými|ým|ní|ního|nímu|ních|ními|[sc]k[áý])$"),
    "el": re.compile(r"[ιν][κσ](?:ό|ή|ά|ές|ής|ού|ών|οί|ούς|ός)$"),
}
_BIG_NEXT = re.compile(r" [^\W\d_a-z]")
_SMALL_NEXT = re.compile(r"[ \u00a0\n]+[^\W\d_A-Z]")
_ROMANCE = frozenset("es fr it pt".split())
_BREAKS = '"“„«»‘`:•*.!?…|'
