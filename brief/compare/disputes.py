"""Disputes: two sides that contend different things, in one sentence or in two.

English only.  A side is somebody with a verb of contention ("Iran claims", "the Royal Navy
insists", "the ministry denies") and what is contended.  Precision first: two sides make a dispute
where they are of different people, about the same thing, and one of them denies it or puts it
elsewhere ("Iranian waters", "Iraqi waters").  Nothing is resolved.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from brief.language.lists import OPENING, finite_verbs, opens_leaning
from brief.language.speech import is_nation
from brief.language.terms import content_stems, words_of
from brief.language.words import keyed, words
from brief.model import Citation, Dispute, Document, Sentence, Side

#: The one language whose verbs of contention are listed.
LANGUAGE = "en"
#: Words of a sentence that may be printed.
SHORTEST, LONGEST = 6, 45
#: Share of the shorter side's content that both sides of a dispute have.
SAME_MATTER = 0.3
#: Sentences that share a stem and are compared, so that the cost stays linear.
COMPARED = 24
#: Words behind "rejected" in which its object stands.
OBJECT = 5
#: Words before a verb in which its subject stands.
SUBJECT = 8


@dataclass(frozen=True, slots=True)
class _Side:
    """Somebody who contends something, in one sentence."""

    row: int
    #: Stems of who does.
    actor: frozenset[str]
    #: Stems of what is contended.
    matter: frozenset[str]
    #: Nations before a noun, by its stem: "iranian" by "water".
    lands: Mapping[str, str]
    #: `states`, `denies`, or `says`, which is a side only where the other one names another place.
    kind: str
    #: Where the verb stands, in characters.
    place: int


def disputes(documents: Sequence[Document], sentences: Sequence[Sentence]) -> tuple[Dispute, ...]:
    """Return the disputes in the articles of one story, those told in one sentence first.

    Each side stands once.  Linear in the sentences; nothing in other languages than English.
    """
    languages = {document.id: document.language or LANGUAGE for document in documents}
    dates = {document.id: (document.date or date.max, document.id) for document in documents}
    sides: list[_Side] = []
    for row, sentence in enumerate(sentences):
        english = languages[sentence.document] == LANGUAGE
        if english and sentence.position >= 0 and _stands(sentence.text):
            sides += _sides(row, sentence.text)
    sides.sort(key=lambda side: (dates[sentences[side.row].document], side.row, side.place))
    pairs = sorted(_pairs(sides), key=lambda pair: pair[0].row != pair[1].row)
    chosen: list[Dispute] = []
    taken: set[int] = set()
    matters: list[frozenset[str]] = []
    for side, other in pairs:
        matter, rows = side.matter | other.matter, (side.row, other.row)
        if taken.intersection(rows) or any(len(matter & earlier) > 1 for earlier in matters):
            continue
        taken.update(rows)
        matters.append(matter)
        chosen.append(Dispute(tuple(_cited(sentences[row]) for row in dict.fromkeys(rows))))
    return tuple(chosen)


def _cited(sentence: Sentence) -> Side:
    return Side(sentence.text, Citation(sentence.document, sentence.start, sentence.end))


def _stands(text: str) -> bool:
    """Return whether a sentence can be printed by itself."""
    tokens = words_of(text)
    if not SHORTEST <= len(tokens) <= LONGEST or text.rstrip().endswith(("?", ":")):
        return False
    leans = opens_leaning([word.lower() for word in tokens[:OPENING]], LANGUAGE)
    return text.count('"') % 2 == 0 and not leans


def _sides(row: int, text: str) -> Iterator[_Side]:
    plain = _QUOTED.sub(lambda match: " " * len(match[0]), text)
    stems = content_stems(LANGUAGE)
    verbs = list(_verbs().finditer(plain))
    for number, match in enumerate(verbs):
        end = verbs[number + 1].start() if number + 1 < len(verbs) else len(text)
        who = words_of(_BREAK.split(plain[: match.start()])[-1])[-SUBJECT:]
        after = text[match.end() : end]
        # Without the other clause that names the other side.
        contended = _OTHER.split(after, maxsplit=1)[0]
        actor = frozenset(stems[word] for word in who) - {""}
        kind, nobody = match.lastgroup or "", words("disputes/nobody")
        if not actor or who[-1].lower() in nobody or not _contends(kind, contended):
            continue
        matter = frozenset(stems[word] for word in words_of(contended)) - {""} - actor
        lands = {
            stems[noun]: phrase[1].lower()
            for phrase in _ADJOINING.finditer(after)
            if is_nation(phrase[1])
            for noun in phrase[2].split()
            if stems[noun]
        }
        yield _Side(
            row=row,
            actor=actor,
            matter=matter,
            lands=lands,
            kind="denies" if kind == "rejects" else kind,
            place=match.start(),
        )


def _contends(kind: str, contended: str) -> bool:
    """Return whether what follows a verb is a statement: "claimed 52 lives" is none."""
    tokens = words_of(contended)
    if kind == "denies":
        return True
    if kind == "rejects":
        return not words("disputes/claims").isdisjoint(map(str.lower, tokens[:OBJECT]))
    if not tokens or tokens[0].lower() in words("disputes/things") or tokens[0][0].isdigit():
        return False
    verbs = finite_verbs(LANGUAGE)
    return tokens[0] == "that" or any(word in verbs or word.endswith("ed") for word in tokens[:10])


def _pairs(sides: Sequence[_Side]) -> Iterator[tuple[_Side, _Side]]:
    """Yield the sides that oppose each other, the earlier report first."""
    holding: dict[str, list[_Side]] = defaultdict(list)
    for side in sides:
        stems = sorted(side.matter | side.lands.keys())
        others = {id(other): other for stem in stems for other in holding[stem][:COMPARED]}
        yield from ((other, side) for other in others.values() if _oppose(other, side))
        for stem in stems:
            holding[stem].append(side)


def _oppose(side: _Side, other: _Side) -> bool:
    """Return whether two sides are of different people and contend different things."""
    kinds = {side.kind, other.kind}
    if side.actor & other.actor or kinds == {"says"}:
        return False
    if any(other.lands.get(noun, land) != land for noun, land in side.lands.items()):
        return True
    shorter = min(len(side.matter), len(other.matter))
    alike = len(side.matter & other.matter) >= max(2.0, SAME_MATTER * shorter)
    return alike and kinds == {"states", "denies"}


_QUOTED = re.compile(r"[\"“«][^\"”»]{0,600}[\"”»]")
_BREAK = re.compile(r"[,;:()–—]|\b(?:while|but|and|although|though|whereas|as|that|which)\b")
_OTHER = re.compile(r"[;:]|\b(?:while|although|though|whereas|but)\b")
_ADJOINING = re.compile(r"\b([A-Z][a-z]+) ([a-z]{3,}(?: [a-z]{3,})?)\b")


@cache
def _verbs() -> re.Pattern[str]:
    """Return the pattern for verbs of contention, those that deny in a group of that name."""
    lists = keyed("disputes/en")
    parts = (rf"(?P<{name}>{'|'.join(' '.join(lines).split())})" for name, lines in lists.items())
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")
