"""Who said it: the name that a sentence ties to a quotation with a verb of saying.

Only what the text says: a name right before or behind the verb, an "according to", a dash behind
the quotation.  Everything else, "officials said" included, is nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from brief.compare.mentions import UNCASED, Mention
from brief.compare.uncased import subject_ahead, subject_behind, subject_of_source
from brief.compare.wordlists import PLURAL, PRONOUN, Speech, agencies, is_title, speech
from brief.language import stop_words

#: Characters behind a quotation in which its verb has to stand, and before it.
AFTER, BEFORE = 160, 300
#: Characters between the verb and the quotation, and where a colon announces it.
GAP, ANNOUNCED = 90, 200


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
        return [one for one in self.names if start <= one.whole and one.end <= end]


def behind(clause: Clause) -> str | None:
    """Return who the clause behind a quotation says it was: a name, `PRONOUN`, or "" for nobody.

    None where it says nothing of the kind.
    """
    known = speech(clause.language)
    if not known:
        return None
    words = clause.words[:AFTER]
    if dashed := _DASH.match(words):
        return _signed(clause, clause.start + dashed.end())
    source = known.source.search(words)
    if source and not words[: source.start()].strip(" ,"):
        return _subject_behind(clause, clause.start + source.end())
    verb = known.verb.search(words)
    if not verb:
        return None
    lead = _without_filling(words[: verb.start()], known)
    if clause.language in UNCASED:
        return subject_behind(lead, words[verb.end() :], clause.language)
    if not lead.strip(" ,–—-\u00a0\n"):
        if _opening_pronoun(clause.text[clause.start + verb.start() : clause.end], known):
            return PRONOUN
        return _subject_behind(clause, clause.start + verb.end())
    if (alone := lead.strip(" ,–—-\u00a0\n").lower()) in known.subjects:
        return "" if alone in PLURAL else PRONOUN
    return _subject_before(clause, clause.start, clause.start + len(lead), opens=True)


def ahead(clause: Clause) -> str | None:
    """Return who the clause before a quotation says it is; as `behind`."""
    known = speech(clause.language)
    if not known:
        return None
    words = clause.words.rstrip()
    for name in clause.names[:1]:
        if (
            clause.text[clause.start : name.whole] + clause.text[name.end : clause.end].strip()
            == ":"
        ):
            return _said(clause, name)
    if source := known.source.search(words):
        return _by_source(clause, source, words, known)
    verb = max(known.verb.finditer(words), key=lambda one: one.end(), default=None)
    if not verb or not _leads_on(words[verb.end() :]):
        return None
    lead = _without_filling(words[: verb.start()], known)
    if clause.language in UNCASED:
        return subject_ahead(lead, words[verb.end() :], clause.language)
    last = lead.rsplit(None, 1)[-1].lower() if lead.strip() else ""
    if last in known.subjects:
        return "" if last in PLURAL else PRONOUN
    found = _subject_before(clause, clause.start, clause.start + len(lead), opens=False)
    if not found and (known.inverts or not lead.strip()):
        found = _subject_behind(clause, clause.start + verb.end())
    return found


def _leads_on(gap: str) -> bool:
    """Return whether what stands between the verb and the quotation belongs to the saying."""
    if gap.endswith(":"):
        return len(gap) <= ANNOUNCED and ";" not in gap
    return len(gap) <= GAP and not _AWAY.search(gap.rstrip(" ,"))


def _by_source(clause: Clause, source: re.Match[str], words: str, known: Speech) -> str | None:
    """Return the name of "According to NAME, …"; nobody where a verb of saying follows."""
    if known.verb.search(words, source.end()):
        return ""
    if clause.language in UNCASED:
        return subject_of_source(words[: source.start()], words[source.end() :], clause.language)
    return _subject_behind(clause, clause.start + source.end())


def _without_filling(lead: str, known: Speech) -> str:
    """Return what stands before a verb without "also", "has" and the like."""
    while word := lead.split()[-1:]:
        if word[0].lower() not in known.between and not word[0].endswith("ly"):
            break
        lead = lead.rstrip()[: -len(word[0])]
    return lead.rstrip()


def _opening_pronoun(words: str, known: Speech) -> bool:
    """Return whether a verb is followed by, or joined to, a pronoun."""
    said = re.split(r"[\s,.;:]+", words, maxsplit=3)
    found = {said[0].partition("-")[2], *(word.lower() for word in said[1:2])} & known.subjects
    return bool(found - PLURAL)


def _subject_behind(clause: Clause, start: int) -> str:
    """Return the name that follows a verb: "said Holt", "said the mayor, Ann Holt"."""
    text = clause.text
    for name in clause.within(start, clause.end)[:3]:
        gap = text[start : name.whole]
        role = _is_role(gap, clause.language)
        if not (_is_plain(gap, clause.language) or (role and _ends(text[name.end :]))):
            return ""
        one = len(name.words) < 2 and len(gap.split()) > 1
        if _inverts(clause.language) and (one or _is_agency(clause, name)):
            return ""  # "řekl agentuře AFP": told whom?
        ending = _goes_on(text[name.end : clause.end], clause.language)
        if not ending:
            return _said(clause, name)
        if ending == "and":
            return ""
        start = name.end + (2 if text[name.end : name.end + 2] in ("'s", "’s") else 0)
    return ""


def _subject_before(clause: Clause, start: int, end: int, *, opens: bool) -> str:
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
        beside = rest[:1] in (",", "(") and rest[-1:] in (",", ")") and _is_aside(rest)
        if (not rest or beside) and (actor := _actor(clause, start, name)):
            return _said(clause, actor)
    return ""


def _is_aside(rest: str) -> bool:
    return len(rest) < 150 and ";" not in rest


def _actor(clause: Clause, start: int, name: Mention) -> Mention | None:
    """Return the name unless a preposition binds it to something else.

    "Holt of the Larn Institute said" is about Holt, "the envoy to the Institute said" about nobody.
    """
    bound = _BOUND_TO.search(clause.text, max(start, name.whole - 30), name.whole)
    if not bound and name.before not in _BOUND:
        return name
    for other in clause.within(start, name.whole):
        between = clause.text[other.end : name.whole].split()
        if between[:1] in (["of"], ["from"]) and between[1:] in ([], ["the"]):
            return _actor(clause, start, other)
    return None


def _is_plain(gap: str, language: str) -> bool:
    """Return whether only an article and words of a role stand in a gap: " the harbour master "."""
    words = gap.strip(" ,:\u00a0\n").split()
    if gap.strip() and ("," in gap or "." in gap.replace(". ", " ")):
        return False
    stops = stop_words(language) | _BOUND
    return len(words) < 7 and all(
        word.lower() in _ARTICLES
        or (word[0].islower() and (word not in stops or is_title(word, language)))
        for word in words
    )


def _is_role(gap: str, language: str) -> bool:
    """Return whether a gap is a role set off by a comma: " the envoy to Larn, "."""
    first = gap.split()[:1]
    told = bool(first) and (first[0] in _ARTICLES or first[0] not in stop_words(language) | _BOUND)
    return told and _ROLE.match(gap) is not None


def _goes_on(rest: str, language: str) -> str:
    """Return what makes the name before `rest` no speaker: "'s", "and", a noun; else ""."""
    joined = _JOINED.match(rest)
    if joined and joined[1] in _AND.get(language, "& and").split():
        return "and"
    if rest.startswith(("'", "’")):
        return "owner"
    word = _NEXT.match(rest)
    if not word or language not in ("en",):
        return ""
    free = word[1] in stop_words(language) or word[1] in _TIMES or word[1].endswith(_ADVERBIAL)
    return "" if free else word[1]


def _ends(rest: str) -> bool:
    return not rest.strip() or rest.lstrip()[:1] in ",.;:!?)" or bool(_STOPPED.match(rest))


def _signed(clause: Clause, start: int) -> str | None:
    """Return the name behind a dash, where nothing but a comma or a stop follows it."""
    names = clause.within(start, clause.end)[:1]
    if names and not clause.text[start : names[0].whole].strip():
        rest = clause.text[names[0].end : clause.end].lstrip()
        return _said(clause, names[0]) if rest[:1] in ("", ",", ".", "(") else None
    return None


def _inverts(language: str) -> bool:
    known = speech(language)
    return bool(known and known.inverts)


def _is_agency(clause: Clause, name: Mention) -> bool:
    """Return whether a name is, or begins with, that of one to whom people speak: "AFP"."""
    told = f"{_said(clause, name).lower()} "
    return told.startswith(agencies()) or name.words[0].isupper()


def _said(clause: Clause, name: Mention) -> str:
    return " ".join(clause.text[name.start : name.end].split())


_ROLE = re.compile(r"[ \u00a0]+(?!(?:in|on|at|to)\b)[^\W\d_A-Z][^,;:.\"“”]{1,90},[ \u00a0]+\Z")
_DASH = re.compile(r"[ \u00a0,.]*(?:--|[–—-])[ \u00a0]*(?=[^\W\d_])")
_AWAY = re.compile(r"[;,]|\b(?:who|which|while|after|before|but|when|qui|der|die|který|která)\b")
_JOINED = re.compile(r",?[ \u00a0](&|\w{1,3}) (?:the )?[^\W\d_a-z]")
_AND = {"fr": "et", "de": "und", "es": "y e", "cs": "a i", "el": "και"}
_NEXT = re.compile(r"[ \u00a0\n]+([^\W\d_][\w’'-]*)")
_BOUND_TO = re.compile(
    r"\b(?:of|for|in|at|from|with|by|to|on|near|than|about) (?:the|an?|its) \Z|"
    r"\b(?:de|à|pour|par|avec|dans|chez|en|con|por|para) (?:l['’]|la |le |les |el |los )\Z|"
    r"\b(?:από|για|με|σε|προς) (?:τον?|την?|το|τους|τις|τα) \Z|[dD]['’]\Z"
)
_STOPPED = re.compile(r"[ \u00a0\n]+(?:in|on|at|to|after|as|during|told|said)\b")
_TIMES = frozenset("yesterday today tonight earlier later last".split())
_ADVERBIAL = ("ly", "ing", "wards")
_ARTICLES = frozenset(
    "the a an his her their its one le la les l un une son sa der die das ein eine el los las "
    "su ο η το ένας μια ένα οι".split()
)
#: Words before a name that make it no subject.
_BOUND = frozenset(
    "of for in at from with by to and or on near than about against between unlike like into "
    "under over through de des du à au aux dans en pour par avec et von aus für mit bei nach und "
    "vom zum zur im am del al para por con y z ze v ve do od k ke s se o u na pro a του της των "
    "στο στη στην στον από για με και".split()
)
