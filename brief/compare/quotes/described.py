"""Who said it, where the text has a description and no name: "a spokesman for the ministry".

English only: what opens with an article, or is a plural ("officials in Tehran"), ends at the verb
of saying or begins right behind it, and holds no verb of its own.
"""

from __future__ import annotations

import re

from brief.compare.quotes.speakers import SAYING
from brief.compare.quotes.subjects import Clause
from brief.language.lists import finite_verbs, stop_words
from brief.language.speech import speech

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
    known = speech("en") if after.language == "en" else None
    if known is None:
        return None
    if verb := known.verb.search(after.words):
        lead = after.words[: verb.start()].strip(" ,–—-\n")
        who = _plain(_BEFORE.search(lead) if lead else _BEHIND.match(after.words, verb.end()))
        if who:
            return who
    words = before.words.rstrip()
    saying = SAYING.search(words)
    words = words[: saying.start()] if saying else words
    verb = max(known.verb.finditer(words), key=lambda one: one.end(), default=None)
    if verb is None or not (saying or _LEADS_ON.fullmatch(words, verb.end())):
        return None
    return _plain(_BEFORE.search(words[: verb.start()].rstrip()))


def _plain(match: re.Match[str] | None) -> str | None:
    """Return a description without a verb of its own."""
    words = (match["who"] or match["many"]).split() if match else []
    unlike = finite_verbs("en") | {"who", "which", "that", "also", "has", "have", "had"}
    if not words or len(words) > MOST_WORDS or any(word in unlike for word in words):
        return None
    return None if words[-1].lower() in stop_words("en") else " ".join(words)
