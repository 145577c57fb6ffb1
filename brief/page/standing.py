"""May this sentence stand on the page, and what speaks against it?

The page's rules say what a line must not be: a question, a line torn from a list, a broken
quotation, a sentence that names nothing, one that leans on a sentence that is not there.  Nothing
here looks at what other sentences say; that is the selection's business.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cache

from brief.language.facts import has_name, numbers_in
from brief.language.lists import (
    hollow_words,
    opens_leaning,
    turning_words,
)
from brief.language.plain import plain
from brief.language.speech import speech
from brief.language.terms import words_of
from brief.language.words import sections
from brief.page.subjects import (
    bears_name,
    is_indefinite,
    lead_words,
    names_nothing,
    points_back,
    unbound,
)

#: Words a line may have; a shorter one is a fragment, a longer one is not read at seven.
SHORTEST, LONGEST = 6, 60

_CLOSING = "”»"
#: "Mustafa Nasar: suspected planner" and "Raise Awareness: Keep writing" are entries of a list.
_LABELLED = re.compile(r"[^\s:]+(?: [^\s:]+){0,5}: [a-z]|[A-Z][a-z]+(?: [A-Z][a-z]+){1,3}: [A-Z]")
#: "Ten more were never found": more than what?
_MORE = re.compile(r"^[\w,]+ (?:more|others|of (?:them|these|those))\b")
_CONTRACTED = re.compile(r"^(he|she|it|they|that)'(?:s|re|ve|d|ll)$")
_PAIRING = frozenset({"Both", "Either", "Neither"})
#: Words that take back what was reported: with one of them a line is new, whatever it repeats.
_CORRECTS = re.compile(
    r"\b(?:neither|nor|no longer|false|wrong|wrongly|mistaken|corrected|correction|retract\w*|"
    r"den(?:y|ies|ied)|contrary|resum\w*|suspend\w*|revised|halt\w*|not (?:from|been|be))\b",
)
#: Lines of a language's list of turning words: refuting, calling off, resuming.
_REVERSING = frozenset((1, 3, 4))
#: Hebrew marks an abbreviation before its last letter: ארה"ב is no quotation.
_ABBREVIATED = re.compile('[א-ת]"[א-ת]')
# Older wires quote ``like this''.
_QUOTING = re.compile('["“”„«»`]')
_ENGLISH_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|``[^`]*?''")
_QUOTED = re.compile(rf"{_ENGLISH_QUOTED.pattern}|„[^“”]*[“”]|«[^»]*»")
#: Whom the sentence itself mostly names: "The railway will end the service, it said".
_IMPERSONAL = frozenset({"it", "they", "es"})
#: Characters that may follow on "she said": "on Monday".
SPOKEN = 40
#: What each word of mood leaves.
HOLLOW = 0.75


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sentence stands by itself."""

    #: False where nothing can bring it onto the page.
    admissible: bool
    #: True where it points to a sentence before it, so that it may not stand alone.
    leans: bool
    #: True where its subject must have been introduced: "The winner", "The release".
    vague: bool
    #: How many words stand before its subject: "On Saturday, the winner …".
    lead: int


def standing(
    text: str,
    language: str,
    *,
    first: bool = False,
    words: Sequence[str] | None = None,
    names: Container[str] = (),
) -> Standing:
    """Judge one sentence; `first` says that it opens its article, where "The" needs nothing.

    `words` are those of `words_of(text)`, where the caller has them, and `names` words that are
    known for names: at the beginning of a sentence every word has a capital.
    """
    text = plain(text)
    given = words_of(text) if words is None else words
    named = bool(given) and given[0].removesuffix("'s").removesuffix("’s") in names
    if not _is_admissible(text, language, given, named=named):
        return Standing(admissible=False, leans=False, vague=False, lead=0)
    return Standing(
        admissible=True,
        leans=leans_back(text, language, given, first=first, named=named),
        vague=language == "en" and not first and names_nothing(text),
        lead=lead_words(text) if language == "en" else 0,
    )


def _is_admissible(text: str, language: str, words: Sequence[str], *, named: bool) -> bool:
    if len(words) < SHORTEST or len(text.split()) > LONGEST:
        return False
    ending = text.rstrip("\"'”’»)]")
    if ending.endswith(("?", "؟", ":", ";", ",", "…", "...")):
        return False  # A question, or it ends in the middle.
    if not ending.endswith((".", "!", "।", "。")) and text[-1] not in '”"»':
        return False
    if text[0].islower() or not (text[0].isalnum() or text[0] in "\"'“„«‘`$€£¿¡("):
        return False  # It begins in the middle.
    if ": " in text and _LABELLED.match(text):
        return False
    quoting = _QUOTING.search(text) is not None
    if quoting and has_broken_quotation(text):
        return False
    if _orphan_quotation(text, words, quoting=quoting):
        return False
    telling = named or _initial_name(words) or has_name(text) or numbers_in(text, language)
    return bool(telling) or not any(letter.isupper() for letter in text)


def has_broken_quotation(text: str) -> bool:
    """Return whether a quotation in a sentence has no beginning or no end."""
    straight = text.count('"')
    opened = sum(text.count(mark) for mark in "“«")
    closed = sum(text.count(mark) for mark in _CLOSING)
    low = text.count("„")
    if low:  # German: „ opens, “ closes.
        return low != text.count("“") + text.count("”")
    # Some papers close with the same curly mark twice: ”word.”
    balanced = opened == closed or (opened == 0 and closed % 2 == 0)
    if "``" in text and text.count("``") != text.count("''"):
        return True
    return (straight % 2 == 1 and not _ABBREVIATED.search(text)) or not balanced


def _orphan_quotation(text: str, words: Sequence[str], *, quoting: bool) -> bool:
    left = words_of(_QUOTED.sub(" ", text)) if quoting else words
    speakers = _pronouns("speaker")
    contracted = (word for word in left if "'" in word or "’" in word)
    if not (
        speakers.isdisjoint(map(str.lower, left))
        and speakers.isdisjoint(map(_uncontracted, contracted))
    ):
        return True
    # A quotation that is nearly all of the sentence needs a named speaker beside it.
    return len(words) - len(left) >= 4 and len(left) < 2


def _uncontracted(word: str) -> str:
    """Return "we" for "We're", in small letters."""
    return word.lower().replace("’", "'").partition("'")[0]


@cache
def _pronouns(section: str) -> frozenset[str]:
    return frozenset(" ".join(sections("pronouns/en")[section]).split())


def _initial_name(words: Sequence[str]) -> bool:
    return len(words) > 1 and words[0][0].isupper() and words[1][0].isupper()


def leans_back(
    text: str, language: str, words: Sequence[str], *, first: bool = False, named: bool = False
) -> bool:
    """Return whether `text`, with these words, points to a sentence before it.

    A pronoun or connective at the start, or "he" or "she" before anybody is named; `named` says
    that its first word is a name.
    """
    opening = [word.lower().replace("’", "'") for word in words[:4]]
    if opening and language == "en":  # "He's charged", "They're flown"
        opening[0] = _CONTRACTED.sub(r"\1", opening[0])
    if first and language == "en":
        leans = bool(opening) and opening[0] in _pronouns("opening")
    else:
        leans = opens_leaning(opening, language)
    if _speaker_unnamed(text, language):
        return True
    if language != "en":
        return leans
    if leans and not _says_itself(words):
        return True
    if _MORE.match(text) or points_back(text, first=first):
        return True
    return not named and _pronoun_before_name(text, words)


def _speaker_unnamed(text: str, language: str) -> bool:
    """Return whether a sentence ends with who says it, and that is a pronoun: ", he added"."""
    speaking = _unnamed(language)
    return speaking is not None and speaking.search(text) is not None


@cache
def _unnamed(language: str) -> re.Pattern[str] | None:
    words = speech(language)
    if words is None:
        return None
    persons = sorted(words.subjects - _IMPERSONAL)
    subjects, verb = "|".join(map(re.escape, persons)), words.verb.pattern
    said = rf"(?:{subjects})\s(?:\w+\s)?{verb}|{verb}\s(?:{subjects})(?!\w)"
    return re.compile(rf"[,،”»\"']\s?(?:{said})[^,،”»\"']{{0,{SPOKEN}}}$", re.IGNORECASE)


def _says_itself(words: Sequence[str]) -> bool:
    """Return whether an opening has behind it what it points to: "both Iran and Iraq"."""
    if len(words) > 1 and words[0] in _PAIRING and words[1][0].isupper():
        return True
    return " ".join(words[:2]).lower() in sections("subjects/en")["dated"]


def _pronoun_before_name(text: str, words: Sequence[str]) -> bool:
    singular = _pronouns("singular")
    if singular.isdisjoint(map(str.lower, words)):
        return False
    lead = unbound(text)
    if bears_name(text):
        return False
    tokens = words_of(_ENGLISH_QUOTED.sub(" ", text)) if _QUOTING.search(text) else words
    for index, word in enumerate(tokens):
        if word.lower() in singular:
            return True
        if index < lead:
            continue
        if (index and word[0].isupper()) or (index == 0 and _initial_name(tokens)):
            return False
        # "In Larn, a man died when he …": he is somebody new.
        if is_indefinite(word) and any(before[0].isupper() for before in tokens[1:lead]):
            return False
    return False


def mood_words(words: Sequence[str], language: str) -> int:
    """Return how many words are of mood: of "glimpse of hope" two."""
    hollow = hollow_words(language)
    return sum(word.lower().startswith(hollow) for word in words)


def takes_back(text: str, words: Sequence[str], language: str) -> bool:
    """Return whether a line, with these words, takes back or reverses what was reported."""
    if language == "en":
        return _CORRECTS.search(text.lower()) is not None
    turns, _ = turning_words(language)
    return any(not _REVERSING.isdisjoint(turns.get(word.lower(), ())) for word in words)


#: In running text: what a sentence keeps that may not stand on a page, and one that leans, whose
#: predecessor may well stand before it.
UNSOUND, LEANING = 0.3, 0.5


def soundness(judged: Standing, words: Sequence[str], language: str) -> float:
    """Return what a sentence of running text, with these words, is worth besides them, 0 … 1."""
    worth = HOLLOW ** mood_words(words, language) if judged.admissible else UNSOUND
    return worth * LEANING if judged.leans or judged.vague else worth
