"""Does an English sentence name who or what it is about?

The subject stands at the beginning, or behind a lead-in that ends with a comma: "On Saturday, the
26-year-old was …".  The days and places of a lead-in are nobody whom a "he" could stand for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from brief.language.calendar import months, weekdays
from brief.language.lists import finite_verbs
from brief.language.speech import nations
from brief.language.terms import words_of
from brief.language.words import sections, words

#: Words in which a subject must have named itself.
SUBJECT = 9
#: Characters of a lead-in, and of a name or date between its commas: "March 3," and "France,".
_LEAD, _INSERTED = 120, 24
_FIRST_WORD = re.compile(r"[A-Z][a-z]+(?= [^,])")
_INSERTION = re.compile(rf" (?:[A-Z]|\d)[^,]{{0,{_INSERTED}}},")
#: A subject that must have been introduced; "The recent amnesty" says itself which one is meant.
_DEFINITE = re.compile(
    r"(?:All \d|(?:The|That|One|Some|Many|Others?|Several) (?!recent|latest|new|upcoming)[a-z]|"
    r"The (?:\d{1,3}-(?:year|month|foot)|[A-Z]))"
)
_SIZED = re.compile(r"\d{1,3}-(?:year|month|foot)")
#: What may be a verb in the present tense.
_PRESENT = re.compile(r"[a-z]{3,}(?<![su])s")
#: "The actress, 33, said": no name, though the next thing behind a comma.
_AGE = re.compile(r"\d{1,3},")
#: "Police there said": where is that?
_THERE = re.compile(
    r"(?:Police|People|[A-Z][a-z]+(?:ers|ors|ists|ials|ians|ents|men|ities)) there\b"
)
_QUOTING = re.compile('["“”„«»`]')
_MARKS = ",;:.'’\"”)"


def lead_in(text: str) -> int:
    """Return where a lead-in ends, behind its comma and blank; 0 where the subject comes first."""
    first = _FIRST_WORD.match(text)
    if first is None:
        return 0
    opens = first[0].lower()
    if opens not in _listed("lead") and not opens.endswith(("ing", "ed")):
        return 0
    comma = text.find(",", 0, _LEAD)
    if comma < 0:
        return 0
    while inserted := _INSERTION.match(text, comma + 1):
        comma = inserted.end() - 1
    whole = text[comma + 1 : comma + 2] == " " and _QUOTING.search(text, 0, comma) is None
    return comma + 2 if whole else 0


def names_nothing(text: str) -> bool:
    """Return whether a definite subject stays nameless until its verb."""
    start = lead_in(text)
    subject = text[start:]
    if start:
        begin, _, _ = subject.partition(" ")
        if begin not in _listed("definite"):
            return False
        subject = subject[0].upper() + subject[1:]
    if _DEFINITE.match(subject) is None:
        return False
    tokens = subject.split()[1 : SUBJECT + 1]
    if start and not _listed("unique").isdisjoint(tokens[:2]):
        return False  # "On Friday, the first monument", "the two largest nations"
    # "In Gaza, the death toll": whose it is has been said, but not who "the man" is.
    if start and _holds_name(words_of(text[:start])) and not _is_somebody(tokens):
        return False
    if subject.startswith("All "):  # "All 31 have", but "all 31 sailors" says who.
        return _is_verb(tokens[1] if len(tokens) > 1 else "", "", 0)
    return _stays_nameless(tokens)


def _stays_nameless(tokens: Sequence[str]) -> bool:
    """Return whether the words behind an article hold no name before their verb."""
    clauses = 0
    for place, token in enumerate(tokens[: SUBJECT - 1]):
        word = token.strip(_MARKS)
        if not word or (place == 0 and _SIZED.match(token)):
            continue
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        if not token[0].islower():
            aged = _AGE.fullmatch(token) and place and tokens[place - 1].endswith(",")
            if not aged and word not in _days() and not _is_origin(tokens[place : place + 3]):
                return False
        elif 0 < place < 3 and word in _listed("relative") and tokens[place - 1][-1] != ",":
            clauses += 1
        elif _is_verb(word, following, place):
            if not clauses:
                return True
            clauses -= 1
        if token.endswith((";", ":")):
            return True
    return True


def _is_verb(word: str, following: str, place: int) -> bool:
    if word in finite_verbs("en") or word in _listed("verbs"):
        return True
    if place and word.endswith("ed"):
        return True
    if not place or _PRESENT.fullmatch(word) is None or word in _listed("lead"):
        return False
    # "The quake strikes Sumatra", but "the leaders Smith and Jones".
    return following in _listed("objects") or (
        following[:1].isupper()
        and following.strip(_MARKS) not in _days()
        and not word.endswith(("ers", "ors", "ists", "ians", "ents"))
    )


def _is_origin(tokens: Sequence[str]) -> bool:
    """Return whether a word says where somebody is from: "The Scottish actor", "The American".

    `tokens` are the word and the two behind it.
    """
    origin, noun, then = (*(token.strip(_MARKS) for token in tokens), "", "")[:3]
    if not origin[0].isupper():
        return False
    if noun in _listed("persons"):
        ends = len(tokens) > 1 and tokens[1].endswith(",")
        told = origin.lower() in nations() or noun in ("native", "national")
        return told and (ends or _is_verb(then, "", 1))
    return origin.endswith("an") and origin.lower() in nations() and noun in finite_verbs("en")


def _is_somebody(tokens: Sequence[str]) -> bool:
    """Return whether a subject begins as one that tells of a person: "the young man"."""
    return bool(_SIZED.match(tokens[0])) or any(
        token.strip(_MARKS) in _listed("persons") for token in tokens[:2]
    )


def lead_words(text: str) -> int:
    """Return how many words a lead-in has."""
    return len(words_of(text[: lead_in(text)]))


def points_back(text: str, *, first: bool) -> bool:
    """Return whether the subject behind a lead-in is nobody whom the lead-in names.

    Or one of a place that is not named: "Police there".  In an article's first sentence, "the two"
    are those of its headline, but "he" is nobody.
    """
    if _THERE.match(text):
        return True
    start = lead_in(text)
    if not start or _binds(words_of(text[:start])):
        return False
    opening = text[start : start + _LEAD].replace("’", "'").split()[:2]
    pronoun = opening[0].partition("'")[0] if opening else ""
    if first and pronoun not in sections("pronouns/en")["opening"][0].split():
        return False
    return not {pronoun, " ".join(opening)}.isdisjoint(sections("subjects/en")["behind"])


def unbound(text: str) -> int:
    """Return how many first words hold no name for a "he" behind them: "On May 3, police said he".

    None where "the" follows: who that is has to be known in any case.
    """
    start = lead_in(text)
    if not start or text.startswith("the ", start):
        return 0
    lead = words_of(text[:start])
    return 0 if _binds(lead) else len(lead)


def bears_name(text: str) -> bool:
    """Return whether a lead-in has its subject's name right behind it: "In his speech, Obama"."""
    start = lead_in(text)
    if not start or not text[start : start + 1].isupper():
        return False
    names = words_of(text[start : start + _LEAD])[:1]
    return any(len(name) > 1 and name not in _days() for name in names)


def _binds(lead: Sequence[str]) -> bool:
    """Return whether a lead-in tells of somebody whom a pronoun behind it may mean."""
    if lead[0].lower() in _listed("clause") and not _listed("indefinite").isdisjoint(lead[1:2]):
        return True  # "If a user opens it, they …"
    if lead[0] == "According":
        return _holds_name(lead)
    for index, word in enumerate(lead):
        if not _is_name(word, index):
            continue
        if word.endswith(("'s", "’s")):
            return True
        begin = index
        while begin > 1 and lead[begin - 1][0].isupper():
            begin -= 1
        before = begin - 1
        if before and lead[before].lower() in ("the", "a", "an", "its", "his", "her", "their"):
            before -= 1
        asides = _listed("aside") if before else _listed("place")
        if lead[before].lower() not in asides:
            return True
    return False


def is_indefinite(word: str) -> bool:
    """Return whether a word brings in somebody new: "A man died when he …"."""
    return word in _listed("indefinite")


def _holds_name(lead: Sequence[str]) -> bool:
    return any(_is_name(word, index) for index, word in enumerate(lead))


def _is_name(word: str, index: int) -> bool:
    if not index or not word[0].isupper() or word.lower() in nations():
        return False
    return word.removesuffix("'s").removesuffix("’s") not in _days()


@cache
def _days() -> frozenset[str]:
    """Return the English names of weekdays and months."""
    return frozenset(weekdays("en")) | frozenset(months("en"))


def _listed(section: str) -> frozenset[str]:
    return words("subjects/en", section)
