"""The speaker of a quotation where names have no capitals: Hebrew, Arabic, Hindi.

A subject is taken whole, from the verb to the next mark, and only where it has the length of a name
once the words of a role are gone; anything longer may hold more than a name.
"""

from __future__ import annotations

import re

from brief.language.lists import stop_words
from brief.language.speech import PRONOUN, plural_pronouns, speech, titles
from brief.language.words import words as listed

#: Words of a name in a script without capitals, where nothing else shows where it ends.
FEWEST, MOST = 2, 3


def subject_behind(lead: str, rest: str, language: str) -> str:
    """Return who spoke, from what stands between a quotation and its verb, and behind the verb."""
    lead = lead.strip(" ,،–—-\n")
    if language == "hi":
        return _agent(lead)
    subject = re.split(r"[.,،;:!?؟\n\"()]", rest.lstrip(), maxsplit=1)[0]
    if not lead and _is_pronoun(subject.split()[:1], language):
        return PRONOUN
    return "" if lead else _bare(subject, language)


def subject_ahead(lead: str, gap: str, language: str) -> str:
    """Return who spoke, from what stands before a verb, and between it and its quotation."""
    if language == "hi":
        return _agent(lead)
    subject = gap.strip(" ,:،")
    if not lead.strip() and subject:
        return _bare(subject, language)
    lead = re.split(r"[.;:!?؟]", lead)[-1]
    if _is_pronoun(lead.split()[-1:], language):
        return PRONOUN
    return _bare(lead, language) if not subject or subject in listed("quotes/that") else ""


def subject_of_source(before: str, behind: str, language: str) -> str:
    """Return whom "according to" names, with what stands around these words."""
    return _bare(before if language == "hi" else behind.strip(" ,:،"), language)


def _is_pronoun(word: list[str], language: str) -> bool:
    speaking = speech(language)
    return bool(speaking and word and word[0] in speaking.subjects - plural_pronouns())


def _agent(lead: str) -> str:
    """Return whom Hindi marks with "ने" as the one who acted."""
    words = lead.split()
    if _is_pronoun(words[-1:], "hi"):
        return PRONOUN
    return _bare(" ".join(words[:-1]), "hi") if words[-1:] == ["ने"] else ""


def _bare(phrase: str, language: str) -> str:
    """Return a phrase without the role it opens with, where only a name can be left."""
    words = phrase.split()
    role = ""
    while words and words[0] in titles(language):
        role, words = words[0], words[1:]
    if not FEWEST <= len(words) <= MOST or words[0].startswith(_NO_NAMES):
        return ""
    if len(words) == MOST and (
        (language == "hi" and not role)
        or (role and language != "hi" and not role.startswith(_THE))  # "the head of Astana X Y"
        or words[-1].startswith(_TO)
    ):
        return ""
    # Vowel signs are no letters.
    letters = [re.sub("[\u0900-\u0903\u093a-\u094f'\"׳״-]", "", word) for word in words]
    bound = any(word in stop_words(language) or not word.isalpha() for word in letters)
    return "" if bound else " ".join(words)


#: What a word of a name seldom begins with: "the", "to", "in".
_THE, _TO = ("ה", "ال"), ("ל", "ب", "ل", "ב")
_NO_NAMES = ("ה", "ال", "ל", "ب", "ل")
