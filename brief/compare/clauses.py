"""Which clause of an English sentence a date belongs to, and whether it tells what was done."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from importlib import resources

from brief.language.lists import deeds_of, finite_verbs
from brief.language.terms import words_of


def tells(text: str, days: str, start: int, end: int, written: date | None, older: bool) -> bool:
    """Return whether the main clause of an English sentence tells of a deed on this date.

    `older` says that the date is known to be the main clause's.
    """
    known, before, after = patterns(), text[:start], text[end:]
    today = known["today"].fullmatch(text, start, end)
    owned = today and after.startswith(("'s", "’s")) and not before.endswith(" on ")
    if owned or _is_quoted(text, start, end):
        return False
    inside = bool(today or known["acting"].match(after))
    free = inside or known["free"].match(after)
    if not older and "/" not in days and (known["bound"].search(before) or not free):
        return False
    if len(days) < 10 and not _tells_a_deed(_QUOTED.sub("", text)):
        return False
    clause = _clause(before, after, whole=older or inside)
    now = older or written is None or written.isoformat().startswith(days)
    return bool(clause) and _acts(clause, now=now, past=older)


def holds(text: str, days: str, start: int, end: int) -> bool:
    """Return whether any clause of an English sentence tells of a deed on the date at this place.

    Looser than `tells`: "the flight, which vanished on June 1", "They refused today to sign".
    """
    known, before, after = patterns(), text[:start], text[end:]
    today = known["today"].fullmatch(text, start, end)
    owned = today and after.startswith(("'s", "’s"))
    if owned or _is_quoted(text, start, end) or len(_MARK.findall(text)) % 2:
        return False
    # "On the morning of July 7": the part of a day stands for the day.
    before = known["part"].sub("", before)
    inside = bool(today or known["acting"].match(after))
    if known["bound"].search(before) or not (inside or known["free"].match(after)):
        return False
    breaks, before, after = known["break"], _QUOTED.sub(";", before), _QUOTED.sub(";", after)
    left = before[max((match.end() for match in breaks.finditer(before)), default=0) :]
    right = breaks.split(after, maxsplit=1)[0]
    if known["ahead"].search(left) or left.rstrip().endswith(("born on", "born in")):
        return False
    if len(days) < 10 and not _tells_a_deed(left + right):
        return False
    return _acts(left + right, now=True, past=True)


def _tells_a_deed(text: str) -> bool:
    return any(word.islower() and deeds_of(word, "en") for word in words_of(text))


def _is_quoted(text: str, start: int, end: int) -> bool:
    return any(match.start() < end and start < match.end() for match in _QUOTED.finditer(text))


def _clause(before: str, after: str, *, whole: bool) -> str:
    """Return the main clause around a date, empty where the date stands in another one."""
    subordinate, ahead = patterns()["subordinate"], patterns()["ahead"]
    rest = subordinate.split(after, maxsplit=1)[0]
    if not re.search("[a-z]", patterns()["preposition"].sub("", before)):
        return rest
    if subordinate.search(before) or ahead.search(before):
        # "Involved in the attacks which failed, Osman was arrested on July 29"
        last = before.rpartition(", ")[2]
        return last if patterns()["subject"].match(last) and not ahead.search(last) else ""
    return before + rest if whole else before


def _acts(clause: str, *, now: bool, past: bool) -> bool:
    """Return whether a verb of the past that is not one of saying or being stands in a clause.

    The perfect ("has arrived today") will do for the time of the report (`now`), the pluperfect
    only for what is known to be older (`past`): "on Friday, they had come" may lean.
    """
    known, words = patterns(), words_of(patterns()["participle"].sub("", clause))
    unlike = {word for word, fits in (("had", past), ("has", now), ("have", now)) if not fits}
    if any(word in unlike or known["present"].fullmatch(word) for word in words):
        return False
    verbs = frozenset(word for word in finite_verbs("en") if word.isalpha() and word[-1] != "s")
    helped = not {"was", "were", "been", "being"}.isdisjoint(words)
    passive = known["passive"]
    return any(
        word.endswith("ed")
        or word in verbs
        or (helped and (deeds_of(word, "en") or passive.fullmatch(word)))
        for word in words
        if word.islower() and not known["idle"].fullmatch(word)
    )


_QUOTED = re.compile(r"[\"“„«][^\"”“»]{0,1000}[\"”“»]")
_MARK = re.compile(r"[\"“”„«»]")


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Return the patterns for English clauses by name."""
    text = resources.files("brief").joinpath("data/clauses/en.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for name, _, pattern in (line.partition(": ") for line in text.splitlines()):
        found.setdefault(name, []).append(pattern)
    return {
        name: re.compile(found.get(f"{name} =", [r"\b(?:{})\b"])[0].format("|".join(patterns)))
        for name, patterns in found.items()
        if not name.startswith("#") and not name.endswith("=")
    }
