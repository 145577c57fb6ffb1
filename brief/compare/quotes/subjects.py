"""The subject of a verb of saying: the name before or behind it that no other word binds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from brief.compare.names.mentions import Mention
from brief.language.lists import finite_verbs, stop_words
from brief.language.speech import agencies, is_title, speech
from brief.language.words import keyed, words

#: Characters of what a name is called between it and its verb.
LONGEST_ASIDE = 220


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands before or behind a quotation in its sentence, as `text[start:end]`."""

    text: str
    start: int
    end: int
    language: str
    names: tuple[Mention, ...]

    @property
    def words(self) -> str:
        """The clause itself."""
        return self.text[self.start : self.end]

    def within(self, start: int, end: int) -> list[Mention]:
        """Return the names that stand wholly between two places."""
        return [name for name in self.names if start <= name.whole and name.end <= end]


def subject_behind(clause: Clause, start: int) -> str:
    """Return the name that follows a verb: "said Holt", "said the mayor, Ann Holt"."""
    text, speaking = clause.text, speech(clause.language)
    for name in clause.within(start, clause.end)[:3]:
        gap = text[start : name.whole]
        role = _is_role(gap, clause.language)
        if not (_is_plain(gap, clause.language) or (role and _ends(text[name.end :]))):
            return ""
        single = len(name.words) < 2 and len(gap.split()) > 1
        if speaking and speaking.inverts and (single or _is_agency(clause, name)):
            return ""  # "řekl agentuře AFP": told whom?
        ending = _goes_on(text[name.end : clause.end], clause.language)
        if not ending:
            return words_of_name(clause, name)
        if ending == "and":
            return ""
        start = name.end + (2 if text[name.end : name.end + 2] in ("'s", "’s") else 0)
    return ""


def subject_before(clause: Clause, start: int, end: int, *, opens: bool) -> str:
    """Return the name that a verb at `end` follows; with `opens` nothing may stand before it."""
    text = clause.text
    start += len(text[start:end]) - len(text[start:end].lstrip(" ,–—-\u00a0"))
    names = clause.within(start, end)
    for name in names[-1:]:  # "In a call to CNN, the envoy, Ann Holt, said"
        if text[name.end : end].strip() == "," and text[start : name.whole].rstrip()[-1:] == ",":
            names = [name] if not opens else names
    for name in names:
        lead, rest = text[start : name.whole], text[name.end : end].strip()
        small = lead if "," in lead else " ".join(filter(str.islower, lead.split()))
        if opens and not (
            _is_plain(f" {small}", clause.language) or _is_role(f" {lead}", clause.language)
        ):
            return ""
        beside = rest[:1] in (",", "(") and rest[-1:] in (",", ")") and ";" not in rest
        beside = beside and len(rest) < LONGEST_ASIDE
        beside = beside or (clause.language == "en" and _is_open_aside(rest, opens and not lead))
        if (not rest or beside) and (actor := _actor(clause, start, name)):
            return words_of_name(clause, actor)
    return ""


def _is_open_aside(rest: str, at_once: bool) -> bool:
    """Return whether what stands before a verb is a description without its second comma.

    "Ann Holt, a researcher at the institute said": it has no verb and, unless the name follows the
    quotation `at_once`, joins nobody.
    """
    words = rest[1:].split()
    plain = rest[:1] == "," and ";" not in rest and finite_verbs("en").isdisjoint(words)
    short = len(rest) < LONGEST_ASIDE if at_once else len(rest) < 100 and "and" not in words
    return plain and bool(words) and "who" not in words and short


def _actor(clause: Clause, start: int, name: Mention) -> Mention | None:
    """Return the name unless a preposition binds it to something else.

    "Holt of the Larn Institute said" is about Holt, "the envoy to the Institute said" about nobody.
    """
    bound = _BOUND_TO.search(clause.text, max(start, name.whole - 30), name.whole)
    if not bound and name.before not in words("quotes/bound"):
        return name
    for other in clause.within(start, name.whole):
        between = clause.text[other.end : name.whole].split()
        if between[:1] in (["of"], ["from"]) and between[1:] in ([], ["the"]):
            return _actor(clause, start, other)
    return None


def _is_plain(gap: str, language: str) -> bool:
    """Return whether only an article and words of a role stand in a gap: " the harbour master "."""
    tokens = gap.strip(" ,:\u00a0\n").split()
    if gap.strip() and ("," in gap or "." in gap.replace(". ", " ")):
        return False
    articles, small = words("quotes/articles"), _small_words(language)
    return len(tokens) < 7 and all(
        word.lower() in articles
        or (word[0].islower() and (word not in small or is_title(word, language)))
        for word in tokens
    )


@cache
def _small_words(language: str) -> frozenset[str]:
    return stop_words(language) | words("quotes/bound")


def _is_role(gap: str, language: str) -> bool:
    """Return whether a gap is a role set off by a comma: " the envoy to Larn, "."""
    first = gap.split()[:1]
    bound = _small_words(language) - words("quotes/articles")
    return bool(first and first[0] not in bound and _ROLE.match(gap))


def _goes_on(rest: str, language: str) -> str:
    """Return what makes the name before `rest` no speaker: "'s", "and", a noun; else ""."""
    joined = _JOINED.match(rest)
    if joined and joined[1] in keyed("quotes/and").get(language, ("& and",))[0].split():
        return "and"
    if rest.startswith(("'", "’")):
        return "owner"
    word = _NEXT.match(rest)
    if not word or language != "en":
        return ""
    times = words("names/times", "both", "behind")
    free = word[1] in stop_words(language) or word[1] in times or word[1].endswith(_ADVERBIAL)
    return "" if free else word[1]


def _ends(rest: str) -> bool:
    return not rest.strip() or rest.lstrip()[:1] in ",.;:!?)" or bool(_STOPPED.match(rest))


def _is_agency(clause: Clause, name: Mention) -> bool:
    """Return whether a name is, or begins with, that of an agency to which people speak: "AFP"."""
    low = f"{words_of_name(clause, name).lower()} "
    return low.startswith(agencies()) or name.words[0].isupper()


def words_of_name(clause: Clause, name: Mention) -> str:
    """Return a name in one line, as it stands in the clause."""
    return " ".join(clause.text[name.start : name.end].split())


_ROLE = re.compile(r"[ \u00a0]+(?!(?:in|on|at|to)\b)[^\W\d_A-Z][^,;:.\"“”]{1,90},[ \u00a0]+\Z")
_JOINED = re.compile(r",?[ \u00a0](&|\w{1,3}) (?:the )?[^\W\d_a-z]")
_NEXT = re.compile(r"[ \u00a0\n]+([^\W\d_][\w’'-]*)")
_BOUND_TO = re.compile(
    r"\b(?:of|for|in|at|from|with|by|to|on|near|than|about) (?:the|an?|its) \Z|"
    r"\b(?:de|à|pour|par|avec|dans|chez|en|con|por|para) (?:l['’]|la |le |les |el |los )\Z|"
    r"\b(?:από|για|με|σε|προς) (?:τον?|την?|το|τους|τις|τα) \Z|[dD]['’]\Z"
)
_STOPPED = re.compile(r"[ \u00a0\n]+(?:in|on|at|to|after|as|during|told|said)\b")
_ADVERBIAL = ("ly", "ing", "wards")
