"""The speaker that a sentence ties to a quotation with a verb of saying.

`behind` and `ahead` look for a name: right before or behind the verb, after "according to", after a
dash behind the quotation.  `described` looks for who has no name: "officials in Tehran".
"""

from __future__ import annotations

import re

from brief.compare.names.mentions import UNCASED
from brief.compare.quotes import uncased
from brief.compare.quotes.subjects import Clause, subject_before, subject_behind, words_of_name
from brief.language.lists import finite_verbs, stop_words
from brief.language.speech import PRONOUN, Speech, is_nation, is_title, plural_pronouns, speech
from brief.language.words import words as listed

#: Characters behind a quotation in which its verb has to stand, and before it.
AFTER, BEFORE = 250, 300
#: Characters between the verb and the quotation, and where a colon announces it.
GAP, ANNOUNCED = 90, 200


def behind(clause: Clause) -> str | None:
    """Return who the clause behind a quotation says it was: a name, `PRONOUN`, or "" for nobody.

    None where it says nothing of the kind.
    """
    speaking = speech(clause.language)
    if not speaking:
        return None
    words = clause.words[:AFTER]
    if dashed := _DASH.match(words):
        return _signed(clause, clause.start + dashed.end())
    source = speaking.source.search(words)
    if source and not words[: source.start()].strip(" ,"):
        return subject_behind(clause, clause.start + source.end())
    verb = speaking.verb.search(words)
    if not verb:
        return None
    lead = _without_filling(words[: verb.start()], speaking)
    if clause.language in UNCASED:
        return uncased.subject_behind(lead, words[verb.end() :], clause.language)
    alone = lead.strip(" ,–—-\u00a0\n").lower()
    if not alone:
        if _opening_pronoun(clause.text[clause.start + verb.start() : clause.end], speaking):
            return PRONOUN
        return subject_behind(clause, clause.start + verb.end())
    if alone in speaking.subjects:
        return "" if alone in plural_pronouns() else PRONOUN
    return subject_before(clause, clause.start, clause.start + len(lead), opens=True)


def ahead(clause: Clause) -> str | None:
    """Return the speaker that the clause before a quotation names; as `behind` does."""
    speaking = speech(clause.language)
    if not speaking:
        return None
    words = clause.words.rstrip()
    for name in clause.names[:1]:
        around = clause.text[clause.start : name.whole] + clause.text[name.end : clause.end].strip()
        if around == ":":
            return words_of_name(clause, name)
    if source := speaking.source.search(words):
        return _by_source(clause, source, words, speaking)
    saying = SAYING.search(words) if clause.language == "en" else None
    words = words[: saying.start()] if saying else words
    verb = _last_verb(words, speaking)
    if verb is None and (saying or words[-1:] in (":", ";")):
        return _subject_opening(clause)
    if not verb or not (saying or _leads_on(words[verb.end() :])):
        return None
    lead = _without_filling(words[: verb.start()], speaking)
    if clause.language in UNCASED:
        return uncased.subject_ahead(lead, words[verb.end() :], clause.language)
    last = lead.rsplit(None, 1)[-1].lower() if lead.strip() else ""
    if last in speaking.subjects:
        return "" if last in plural_pronouns() else PRONOUN
    subject = subject_before(clause, clause.start, clause.start + len(lead), opens=False)
    if not subject and (speaking.inverts or not lead.strip()):
        return subject_behind(clause, clause.start + verb.end())
    return subject


def _last_verb(words: str, speaking: Speech) -> re.Match[str] | None:
    return max(speaking.verb.finditer(words), key=lambda match: match.end(), default=None)


def _subject_opening(clause: Clause) -> str | None:
    """Return the name that opens a sentence, behind what it is called: its subject."""
    for name in clause.names[:1]:
        lead = clause.text[clause.start : name.whole].split()  # "Haitian Minister"
        called = all(is_title(word, clause.language) or is_nation(word) for word in lead)
        if called and not clause.text.startswith(("'", "’"), name.end):
            return words_of_name(clause, name)
    return None


def _leads_on(gap: str) -> bool:
    """Return whether what stands between the verb and the quotation belongs to the saying."""
    if gap.endswith(":"):
        return len(gap) <= ANNOUNCED and ";" not in gap
    return len(gap) <= GAP and not _AWAY.search(gap.rstrip(" ,"))


def _by_source(clause: Clause, source: re.Match[str], words: str, speaking: Speech) -> str | None:
    """Return the name of "According to NAME, …"; nobody where a verb of saying follows."""
    if verb := speaking.verb.search(words, source.end()):
        # "According to the mayor, Ann Holt, who told Reuters"
        lead = words[: verb.start()].rstrip()
        teller = lead.removesuffix("who").rstrip()
        names = clause.within(clause.start + source.end(), clause.start + len(teller))
        last = names[-1:] if teller.endswith(",") and teller != lead else []
        if last and clause.text[last[0].end :].lstrip().startswith(","):
            return words_of_name(clause, last[0])
        return ""
    if clause.language in UNCASED:
        around = words[: source.start()], words[source.end() :]
        return uncased.subject_of_source(*around, clause.language)
    return subject_behind(clause, clause.start + source.end())


def _without_filling(lead: str, speaking: Speech) -> str:
    """Return what stands before a verb without "also", "has" and the like."""
    while word := lead.split()[-1:]:
        if word[0].lower() not in speaking.between and not word[0].endswith("ly"):
            break
        lead = lead.rstrip()[: -len(word[0])]
    return lead.rstrip()


def _opening_pronoun(words: str, speaking: Speech) -> bool:
    """Return whether a verb is followed by, or joined to, a pronoun."""
    said = re.split(r"[\s,.;:]+", words, maxsplit=3)
    near = {said[0].partition("-")[2], *(word.lower() for word in said[1:2])}
    return bool((near & speaking.subjects) - plural_pronouns())


def _signed(clause: Clause, start: int) -> str | None:
    """Return the name behind a dash, where nothing but a comma or a stop follows it."""
    names = clause.within(start, clause.end)[:1]
    if names and not clause.text[start : names[0].whole].strip():
        rest = clause.text[names[0].end : clause.end].lstrip()
        return words_of_name(clause, names[0]) if rest[:1] in ("", ",", ".", "(") else None
    return None


#: "Holt weighed in, saying that …"
SAYING = re.compile(r",?\s(?:saying|adding|stating)(?: that)?[,:]?\s*\Z")
_DASH = re.compile(r"[ \u00a0,.]*(?:--|[–—-])[ \u00a0]*(?=[^\W\d_])")
_AWAY = re.compile(r"[;,]|\b(?:who|which|while|after|before|but|when|qui|der|die|který|která)\b")


#: Words of a description, the article among them.
MOST_WORDS = 10
_ARTICLE = r"(?:[Aa]n?|[Tt]he|[Oo]ne|[Tt]heir|[Ii]ts|[Hh]is|[Hh]er|[Aa]nother)"
#: "Authorities", "Iranian officials", "officials in Tehran".
_MANY = r"(?:[A-Z][a-z]+ )?[A-Za-z][a-z]+(?:s|ice|aff|ople)(?: (?:in|at|from|of) [A-Z]\w+)?"
_BEFORE = re.compile(
    rf"(?:^|[,;]\s|\b(?:but|and|while)\s)(?P<who>{_ARTICLE}\s[^,;:.\"“”]{{2,90}})$|"
    rf"^(?P<many>{_MANY})$"
)
_BEHIND = re.compile(
    rf"\s*(?:(?P<who>{_ARTICLE}\s[^,;:.!?\"“”]{{2,90}}?)|(?P<many>{_MANY}))"
    r"(?=[,;:.!?\"“”]|\s(?:who|which|that|in|on|at|during|when|as|after|before|while)\b|$)"
)
#: What may stand between the verb and the quotation.
_LEADS_ON = re.compile(
    r"\s*(?:that|on (?:their|its|his|her) \w+|(?:the )?\w+ (?:was|were))?\s*[:,]?\s*"
)


def described(after: Clause, before: Clause) -> str | None:
    """Return who a quotation between two clauses is said to be by; None where nothing says it."""
    if after.language != "en" or not (speaking := speech("en")):
        return None
    if verb := speaking.verb.search(after.words):
        lead = after.words[: verb.start()].strip(" ,–—-\n")
        who = _plain(_BEFORE.search(lead) if lead else _BEHIND.match(after.words, verb.end()))
        if who:
            return who
    words = before.words.rstrip()
    saying = SAYING.search(words)
    words = words[: saying.start()] if saying else words
    verb = _last_verb(words, speaking)
    if verb is None or not (saying or _LEADS_ON.fullmatch(words, verb.end())):
        return None
    return _plain(_BEFORE.search(words[: verb.start()].rstrip()))


def _plain(match: re.Match[str] | None) -> str | None:
    """Return a description without a verb of its own."""
    words = (match["who"] or match["many"]).split() if match else []
    unlike = finite_verbs("en") | listed("quotes/clauses")
    if not words or len(words) > MOST_WORDS or any(word in unlike for word in words):
        return None
    return None if words[-1].lower() in stop_words("en") else " ".join(words)
