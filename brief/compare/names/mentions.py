"""Where articles name somebody or something: runs of capitalised words, with their places.

A capital inside a sentence says "name", one at its beginning says nothing.  So the whole set of
articles is read first: a word that has its capital elsewhere in the middle of a sentence keeps it.
Hebrew, Arabic and Hindi have no capitals, and so no names here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from brief.language.calendar import fold, months, weekdays
from brief.language.lists import stop_words
from brief.language.speech import countries, heads, is_nation, is_title, nations, titles
from brief.language.terms import words_of
from brief.model import Sentence

#: Languages that write names like any other word.
UNCASED = frozenset("ar fa he hi ja ko mr ur yi zh".split())
#: Share of a sentence's longer words beyond which capitals are a headline's habit.
HEADLINE = 0.9


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


def evidence_of(sentences: Iterable[tuple[Sentence, str]]) -> Evidence:
    """Read sentences, each with its language; linear in their words."""
    inside: Counter[str] = Counter()
    small: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    nouns: set[str] = set()
    for sentence, language in sentences:
        words = words_of(sentence.text)
        small.update(word for word in words if word[0].islower())
        if not is_headline(words):
            inside.update(word.partition("'")[0] for word in words[1:] if word[0].isupper())
            alone.update(two for one, two in pairwise(words) if two[0].isupper() > one[0].isupper())
            # What opens a quotation has its capital from there.
            inside.subtract(_OPENING.findall(sentence.text, 1))
        if language == "de":
            nouns.update(_NOUN.findall(sentence.text))
    return Evidence(inside, small, alone, frozenset(nouns))


def is_headline(words: list[str]) -> bool:
    """Return whether nearly all longer words of a sentence have capitals."""
    longer = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    return len(longer) > 5 and sum(word[0].isupper() for word in longer) > HEADLINE * len(longer)


def mentions(text: str, language: str, known: Evidence) -> tuple[Mention, ...]:
    """Return the names in a sentence or paragraph in order, none overlapping; linear."""
    if language in UNCASED:
        return ()
    found = (_mention(text, run, language, known) for run in _runs(text, language, known))
    return tuple(mention for mention in found if mention)


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
        if elided := _ELIDED.match(match[1]):
            start += elided.end()
        word, owns = text[start:end], None
        if not _OWNERS.match(word) and (owns := _POSSESSIVE.search(word)):
            word, end = word[: owns.start()], end - len(owns[0])
        if "." in word and text[end : end + 1] == ".":  # "U.S."
            word, end = word + ".", end + 1
        if word[:1].isupper() or _ARABIC.match(word):
            yield _Token(start, end, word, owns is not None)


def _runs(text: str, language: str, known: Evidence) -> Iterator[list[_Token]]:
    """Yield capitalised words that belong together, in order."""
    run: list[_Token] = []
    for token in _tokens(text):
        if run and not _joined(text, run, token, language):
            yield from _usable(text, run, language, known)
            run = []
        if _is_no_name(text, token, run, language, known):
            yield from _usable(text, run, language, known)
            run = []
        else:
            run.append(token)
    yield from _usable(text, run, language, known)


def _joined(text: str, run: list[_Token], token: _Token, language: str) -> bool:
    if run[-1].closed:
        return False
    raw = text[run[-1].end : token.start]
    if len(raw) > 12:
        return False
    gap, before = " ".join(raw.split()), run[-1].word
    if gap in ("", "-", "&"):
        return gap != "" or raw != ""
    if gap == ".":
        return len(before) < 5
    if gap in _HEADED:
        return before.lower() in heads() or before.lower() in titles("en")
    free = language not in _ROMANCE or len(run) == 1 or gap in _FOREIGN
    return gap in _PARTICLES and free


def _is_no_name(
    text: str, token: _Token, run: list[_Token], language: str, known: Evidence
) -> bool:
    word = token.word
    folded = fold(word.lower(), language) if language not in ("", "en") else word
    if folded in weekdays(language) or word in _NEVER or _COMPOUND.match(word):
        return True
    if folded in months(language):
        if len(word) == 3 and _BIG_NEXT.match(text, token.end):
            return False  # "Jan Weber"
        return not run or text[token.end : token.end + 2].strip(" .").isdigit()
    return word in known.nouns or word.lower() in _FUNCTION


def _usable(text: str, run: list[_Token], language: str, known: Evidence) -> Iterator[list[_Token]]:
    """Yield the run without an opening word that has its capital from its place alone."""
    if run and opens(text, run[0].start) and not _is_name(run, language, known):
        run = run[1:]
    adjective = _ADJECTIVE.get(language)
    while run and adjective and adjective.search(run[-1].word):
        if not _SMALL_NEXT.match(text, run[-1].end):
            break
        run = run[:-1]  # "Červený kříž": only its adjective has a capital
    if len(run) == 1:
        word = run[0].word
        lowered = known.small[word.lower()] > known.inside[word] and not word.isupper()
        alone = word.lower() in heads() or word in _NEVER_ALONE
        run = [] if lowered or len(word) < 2 or alone else run
    if run:
        yield run


def _is_name(run: list[_Token], language: str, known: Evidence) -> bool:
    """Return whether the word that opens a sentence is (part of) a name."""
    word = run[0].word
    low = word.lower()
    if is_title(low, language) or low in nations() or (low in _LED and len(run) > 1):
        return True
    if low in stop_words(language) or low in _TIMES or low.endswith("ly"):
        return low == "new" and len(run) > 1
    if known.inside[word] > known.small[low]:
        return True
    if language != "en" and len(run) > 1 and known.alone[run[1].word]:
        return False  # "Kupříkladu Čína": the second word is a name by itself
    return len(run) > 1 and not known.small[low]


def opens(text: str, start: int) -> bool:
    """Return whether what starts there has a capital whatever it is."""
    place = start - 1
    while place >= 0 and text[place].isspace():
        place -= 1
    return place < 0 or text[place] in _BREAKS


def _mention(text: str, run: list[_Token], language: str, known: Evidence) -> Mention | None:
    words = [token.word for token in run]
    cut = _after_titles(words, language)
    if cut == len(run) or all(is_nation(word) for word in words[cut:]):
        return None
    if cut and text[run[cut - 1].end : run[cut].start].strip() not in ("", ".", "-"):
        return None  # "Minister of Social Affairs Ann Lee": where does her name begin?
    match = _WORD_BEFORE.search(text, max(0, run[0].start - 40), run[0].start)
    before = match[1].lower() if match else ""
    titled = cut > 0 or bool(before and is_title(before, language))
    number = _NUMBERED.match(text, run[-1].end) if words[-1] == "Flight" else None
    place = (run[cut].start, number.end() if number else run[-1].end)
    if match and before in _LED and language not in _ROMANCE:
        place = (match.start(), place[1])  # "as de Boer said"
    inner = " ".join(text[place[0] : place[1]].split())
    sure = language != "de" or titled or len(run) > 1 or inner in countries(language)
    return Mention(*place, tuple(inner.split(" ")), run[0].start, before, titled, sure)


def _after_titles(words: list[str], language: str) -> int:
    """Return where a name begins behind its titles; `len(words)` where there is nothing else."""
    low = [word.lower().rstrip(".") for word in words]
    cut = 0
    for index in range(len(low)):
        for length in (1, 2, 3):
            phrase = " ".join(low[index : index + length])
            end = index + length
            if end > len(low) or not is_title(phrase, language):
                continue
            if phrase not in _MANY or len(low) - end > 1 or end == len(low):
                cut = max(cut, end)
    return cut


_TOKEN = re.compile(
    r"(?:(?!(?:al|el|as|ash|ad)-[A-Z])[a-z][\w.-]*+(?!['’])[^\w'’]*+)++|((?<![\w])[^\W\d_](?:(?:[\w'’.-]|(?<=[A-Z])&(?=[A-Z]))*[\w])?(?:['’](?=\s))?)"
)
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu|all|dall|dell|nell|sull)['’](?=[^\W\d_])", re.IGNORECASE)
_ARABIC = re.compile(r"(?:al|el|as|ash|ad)-[A-Z]")
_POSSESSIVE = re.compile(r"['’]s?$")
#: Owners that belong to what they own: "King's Cross", "People's Party".
_OWNERS = re.compile(
    r"(?:King|Queen|Lord|Lloyd|People|Wom[ae]n|M[ae]n|Children|Bird|Year|Shepherd|Fisherm[ae]n|Bishop|Knight)['’]s$"
)
_NUMBERED = re.compile(r" \d{1,4}(?!\d)")
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'’.-]*)[ \u00a0\n]*\Z")
_OPENING = re.compile(r"[\s(][\"“„«‘][\s\u00a0]?([A-Z]\w*)")
_NOUN = re.compile(
    r"\b(?:[Dd](?:er|ie|as|en|em|es)|[Ee]in(?:e[mnrs]?)?|[Kk]eine?[mnrs]?|[Ii]m|[Aa]m|[Zz]u[mr]|"
    r"[Vv]om|[Bb]eim|[Ii]ns|[Aa]ns|(?:[sS]ein|[Ii]hr|[Uu]nser|[Mm]ein|dies|jed|viel|all|mehrer)"
    r"e?[mnrs]?|zwei|drei|vier|fünf|\d+)\s(?:[a-zäöüß]+e[mnrs]?\s)?([A-ZÄÖÜ][\wäöüß-]+)"
)
#: "Ethiopian-born", "Pro-Tibetan", "UTC-7": no names of their own.
_COMPOUND = re.compile(r"[A-Z][^\W\d_]*-(?:[a-z]{3,}|\d+)$|(?:Pro|Anti|Ex|Non|Post|Pre)-")
_NEVER = frozenset(
    "I I'm I'd I'll I've I’m I’d I’ll I’ve UTC GMT BST CET CEST EST EDT CST CDT MST MDT PST PDT "
    "AM PM A.M. P.M. CEO OK TV "
    "USD EUR GBP Euro Dollar Euros Dollars Pound Pounds Yen Internet God".split()
)
#: Adjectives that have a capital before a noun that has none.
_ADJECTIVE = {
    "cs": re.compile(r"(?:[^v]é|ého|ému|ém|ých|ými|ým|ní|ního|nímu|ních|ními|[sc]k[áý])$"),
    "el": re.compile(r"[ιν][κσ](?:ό|ή|ά|ές|ής|ού|ών|οί|ούς|ός)$"),
}
_BIG_NEXT = re.compile(r" [^\W\d_a-z]")
_SMALL_NEXT = re.compile(r"[ \u00a0\n]+[^\W\d_A-Z]")
#: What is no name alone: "North", "Autumn".
_NEVER_ALONE = frozenset("North South East West Spring Summer Autumn Winter Annex".split())
_FUNCTION = frozenset(
    "the a an this that these those he she it we they you his her its our their my and or but of "
    "in on at to for from with by as is was are if when what who why how not no yes there".split()
)
#: Words of time that open a sentence before a name.
_TIMES = frozenset(
    "yesterday today tomorrow tonight earlier hier aujourd'hui demain gestern heute morgen ayer "
    "hoy včera dnes zítra χθες σήμερα".split()
)
#: Titles only before two more words: "General Ann Lee", but "General Motors".
_MANY = frozenset("general major private chief master justice reporter officer".split())
_HEADED = frozenset(["of", "of the", "on", "for", "for the"])
_PARTICLES = frozenset(
    "without|au|de|da|do|dos|das|del|della|di|du|de la|de los|van|van der|van den|d'|d’|von|"
    "von der|der|bin|bint|ibn|al|el|la|le".split("|")
)
#: Particles that open a surname where they are no word of the language.
_LED = frozenset("de van bin ibn".split())
#: Particles that are no words of the Romance languages here.
_FOREIGN = frozenset("without da do dos van von bin ibn".split())
_ROMANCE = frozenset("es fr it pt".split())
_BREAKS = '"“„«»‘`:•*.!?…|'
