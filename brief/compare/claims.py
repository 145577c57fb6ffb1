"""Sentences of different articles that say the same thing, so that each supports the other.

Precision first: what is called confirmed and is not costs the reader's trust.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from brief.language.calendar import stated
from brief.language.concepts import Concepts
from brief.language.facts import REMEMBERED, names_in, numbers_in, tells_deaths
from brief.language.lists import deeds_of, opens_leaning, stop_words, turning_words
from brief.language.numerals import TIME, YEAR
from brief.language.plain import plain
from brief.language.terms import TermMatrix, idf, words_of
from brief.language.words import words as listed

#: What a name or a number counts, in content words.  Higher: more who and how many, less what.
NAMED = 1.5
#: A term that no other sentence holds is how somebody put it; what that counts.
LONELY = 0.7


@dataclass(frozen=True, slots=True)
class Content:
    """What a sentence says, ready to be compared."""

    #: Weight by column of the matrix.
    terms: Mapping[int, float]
    #: Kinds of deed by column, where a word tells one.
    deeds: Mapping[int, frozenset[int]]
    #: The kinds of all its deeds.
    acts: frozenset[int]
    #: Columns of names and numbers: who, when and how many, not yet what.
    firm: frozenset[int]
    names: frozenset[str]
    #: Words of names of two words or more: of people, for the most part.
    full_names: frozenset[str]
    #: Adjoining stems, both of content words.
    pairs: frozenset[tuple[str, str]]
    #: Digits, number words, days, years, times, ordinals.
    numbers: tuple[frozenset[str], ...]
    #: Digits by the content word before or behind them: "13" by "stage".
    measured: Mapping[str, str]
    #: The lines of the language's list of words that turn a statement.
    turns: frozenset[int]
    #: The words of the name that opens it; empty where none does.
    subject: frozenset[str]
    #: Whether it points to what is said elsewhere: to a sentence before it, or to who speaks.
    leans: bool
    #: Whether it tells of people who died.
    deadly: bool


class Contents(dict[int, Content]):
    """What rows say, worked out when a row is first compared: many never are."""

    def __init__(self, matrix: TermMatrix) -> None:
        alone = 1.0 + math.log(max(len(matrix), 1))
        self._matrix = matrix
        self._weights = [
            weight * (LONELY if weight >= alone else 1.0) for weight in idf(matrix).tolist()
        ]
        self._columns = {term: column for column, term in enumerate(matrix.vocabulary)}

    def __missing__(self, row: int) -> Content:
        made = self[row] = _content(self._matrix, row, self._columns, self._weights)
        return made


def _content(
    matrix: TermMatrix, row: int, columns: Mapping[str, int], weights: Sequence[float]
) -> Content:
    text, language = plain(matrix.sentences[row].text), matrix.language
    runs = [name.lower().split() for name in names_in(text)]
    named = frozenset(chain.from_iterable(runs))
    subject = _subject(text, language)
    content = set(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].tolist())
    telling = [stem if columns.get(stem) in content else "" for stem in matrix.stems[row]]
    terms: dict[int, float] = {}
    deeds: dict[int, frozenset[int]] = {}
    firm: set[int] = set()
    for word, stem in zip(matrix.words[row], telling, strict=True):
        if not stem:
            continue
        column = columns[stem]
        is_firm = word[0].isdigit() or word.lower() in named
        weight = weights[column] * (NAMED if is_firm else 1.0)
        terms[column] = max(terms.get(column, 0.0), weight)
        if is_firm:
            firm.add(column)
        elif kinds := deeds_of(word, language):
            deeds[column] = kinds
    words = _lowered(matrix, row)
    turns, _ = turning_words(language)
    turned = {kind for word in words for kind in turns.get(word, ())}
    if language == "en" and _IS_TO.search(text):
        turned.add(_EXPECTING)
    numbers, measured = numbers_of(text, language)
    return Content(
        terms=terms,
        deeds=deeds,
        acts=frozenset().union(*deeds.values()),
        firm=frozenset(firm),
        names=named,
        full_names=subject.union(*(words for words in runs if len(words) > 1)),
        pairs=frozenset(pair for pair in pairwise(telling) if all(pair)),
        numbers=numbers,
        measured=measured,
        turns=frozenset(turned),
        subject=subject,
        leans=leans(matrix, row),
        deadly=tells_deaths(text),
    )


def leans(matrix: TermMatrix, row: int) -> bool:
    """Return whether a sentence points to what is said elsewhere; see `Content`."""
    return (
        opens_leaning(_lowered(matrix, row), matrix.language)
        or plain(matrix.sentences[row].text).count('"') % 2 > 0
        or not listed("speech/speakers").isdisjoint(matrix.words[row])
    )


def _lowered(matrix: TermMatrix, row: int) -> list[str]:
    return [word.lower().replace("’", "'") for word in matrix.words[row]]


_OPENING_NAME = re.compile(r"[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)+")
#: "An inquiry is to open on Friday": English expects without a word for it, too.
_IS_TO = re.compile(r"\b(?:is|are|was|were) to (?!be\b)[a-z]{2,}|\bset to [a-z]{2,}")
#: The line of a list of turning words that has those which expect.
_EXPECTING = 2
#: What two ways of writing a number differ in: "7.0" and "7", "200,000" and "200 000".
_IDLE = re.compile(r"(?<=\d)[,.\s\u00a0\u202f](?=\d{3}(?!\d))|[.,]0+$")
_MEASURED = re.compile(
    r"(?:(?P<before>[^\W\d_]{4,30})[\s-])?(?P<number>\d(?:[\d.,]*\d)?)"
    r"(?:[\s-](?P<behind>[^\W\d_]{3,30}))?"
)


@lru_cache(maxsize=REMEMBERED)
def numbers_of(text: str, language: str) -> tuple[tuple[frozenset[str], ...], dict[str, str]]:
    """Return the numbers of a text by their kinds, and what the digits measure; see `Content`."""
    text = plain(text)
    days, undated = stated(text, language), text
    for day in reversed(days):
        undated = f"{undated[: day.start]} {undated[day.end :]}"
    counts = numbers_in(YEAR.sub(" ", TIME.sub(" ", undated)), language)
    digits = frozenset(_IDLE.sub("", count) for count in counts if count[0].isdigit())
    kinds = (
        digits,
        frozenset(count for count in counts if not count[0].isdigit()),
        frozenset(f"{day.month}-{day.day}" for day in days if day.day),
        frozenset(YEAR.findall(text)),
        frozenset(TIME.findall(text)),
        turning_words(language)[1].intersection(word.lower() for word in words_of(text)),
    )
    measured: dict[str, str] = {}
    for match in _MEASURED.finditer(undated):
        # "14 hostages", and where no word stands behind, "stage 13".
        unit, number = match["behind"] or match["before"], _IDLE.sub("", match["number"])
        if unit and number in digits:
            measured[unit.lower()] = number
    return kinds, measured


def _subject(text: str, language: str) -> frozenset[str]:
    """Return the words of a name of two words or more that opens a text, in small letters."""
    match = _OPENING_NAME.match(text)
    words = match[0].lower().split() if match else []
    return frozenset() if not words or words[0] in stop_words(language) else frozenset(words)


#: The share of its content that each of two sentences must find in the other …
COVERED = 0.36
#: … and the one that holds more of it.
COVERED_BEST = 0.48
#: The first, of the words that are neither names nor numbers: who and when are not yet what.
COVERED_PLAIN = 0.3
#: Both for a sentence that leans on one before it: "it" may be another thing.
REPEATED = 0.8
#: Concepts of a sentence, the rarest, under which others are looked for; each costs time.
RAREST = 16
#: Sentences under one concept that are looked at, the first ones: n · RAREST · POSTED look-ups.
POSTED = 24
#: Rare concepts that two sentences share where they are compared, and adjoining pairs of words that
#: will do in want of a name or a number in common.
SHARED, PAIRS = 2, 2
#: Content words without which a sentence says too little to be confirmed.
LEAST = 4


def agreement(
    matrix: TermMatrix, concepts: Concepts, origin: Mapping[int, int]
) -> tuple[tuple[int, ...], ...]:
    """Return groups of rows of different origins that say the same thing, two or more in each.

    `origin` maps the id of a document to the number of its origin, 0 or more; a document that is
    not in it is one by itself.  A group holds one row of each origin, ascending, and every row
    agrees with the first one: "leader" clustering (Hartigan, 1975), so that no chain of likenesses
    joins what differs.  Headlines (a negative position) take no part: there all words are names.

    Each row is compared with the leaders before it that share `SHARED` of its `RAREST` concepts, of
    which `POSTED` sentences are kept: linear in the number of rows.  No rows give no groups.
    """
    origins = _origins(matrix, origin)
    contents = Contents(matrix)
    sizes = (matrix.indptr[1:] - matrix.indptr[:-1]).tolist()
    spread = Counter(chain.from_iterable(concepts.by_sentence))
    posted: dict[int, list[int]] = defaultdict(list)
    groups: dict[int, list[int]] = {}
    for row, sentence in enumerate(matrix.sentences):
        if sentence.position < 0 or sizes[row] < LEAST:
            continue
        rare = _rarest(concepts.by_sentence[row], spread)
        leader = _leader(contents, row, rare, posted)
        if leader is None:
            groups[row] = [row]
            for concept in rare:
                if len(posted[concept]) < POSTED:
                    posted[concept].append(row)
        elif origins[row] not in {origins[other] for other in groups[leader]}:
            groups[leader].append(row)
    return tuple(tuple(rows) for rows in groups.values() if len(rows) > 1)


def _origins(matrix: TermMatrix, origin: Mapping[int, int]) -> list[int]:
    """Return each row's origin; a document without one gets a number that no origin has."""
    documents = (sentence.document for sentence in matrix.sentences)
    return [origin.get(document, -1 - document) for document in documents]


def _rarest(concepts: Sequence[int], spread: Mapping[int, int]) -> list[int]:
    """Return the rarest concepts of a sentence that another one has, too, the rarest first."""
    shared = (concept for concept in concepts if spread[concept] > 1)
    return sorted(shared, key=lambda concept: (spread[concept], concept))[:RAREST]


def _leader(
    contents: Contents, row: int, rare: Sequence[int], posted: Mapping[int, Sequence[int]]
) -> int | None:
    """Return the first of the leaders that a row is most like; None where it is like none."""
    shared = Counter(leader for concept in rare for leader in posted.get(concept, ()))
    able = [leader for leader, count in shared.items() if count >= SHARED]
    alike = ((_likeness(contents[leader], contents[row]), -leader) for leader in able)
    likeness, leader = max(alike, default=(0.0, 0))
    return -leader if likeness > 0 else None


def _likeness(content: Content, other: Content) -> float:
    """Return how much of each other two sentences say, 0 where it is not the same thing."""
    shares = sorted((share(content, other), share(other, content)))
    least = (REPEATED, REPEATED) if content.leans or other.leans else (COVERED, COVERED_BEST)
    if shares[0] < least[0] or shares[1] < least[1]:
        return 0.0
    covered = share(content, other, content.firm), share(other, content, other.firm)
    if min(covered) < COVERED_PLAIN:
        return 0.0
    return 0.0 if conflict(content, other) or not share_a_fact(content, other) else sum(shares)


def share(content: Content, other: Content, but: frozenset[int] = frozenset()) -> float:
    """Return the share of the first one's content that the second one has, 0 … 1.

    Another word for the same kind of deed will do: "freed" for "released".
    """
    shared = total = 0.0
    for term, weight in content.terms.items():
        if term not in but:
            total += weight
            if term in other.terms or not other.acts.isdisjoint(content.deeds.get(term, ())):
                shared += weight
    return shared / total if total else 0.0


def share_a_fact(content: Content, other: Content) -> bool:
    """Return whether they share a name, a number, or adjoining words."""
    if not content.names.isdisjoint(other.names) or len(content.pairs & other.pairs) >= PAIRS:
        return True
    return any(not a.isdisjoint(b) for a, b in zip(content.numbers, other.numbers, strict=True))


def conflict(content: Content, other: Content, *, more: bool = False) -> bool:
    """Return whether they differ in a number, a time, a deed, in who did it, or in a "not".

    "Vanished with 228 on board" does not confirm that they died.  Where the other one may say
    `more`, it may tell of deaths that the first one does not, but not of other people only.
    """
    deadly = not other.deadly if content.deadly else other.deadly and not more
    return (
        deadly
        or content.turns != other.turns
        or not (content.acts <= other.acts or other.acts <= content.acts)
        or _apart(content.subject, other.subject)
        or (more and _apart(content.full_names, other.full_names))
        or _differ(content.measured, other.measured)
        or any(map(_apart, content.numbers, other.numbers))
    )


def _apart(values: Set[object], others: Set[object]) -> bool:
    """Return whether both have something and share nothing."""
    return bool(values and others) and values.isdisjoint(others)


def _differ(measured: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Return whether they count the same thing otherwise: "stage 13" and "stage 15"."""
    return any(others.get(unit, count) != count for unit, count in measured.items())


def contradict(text: str, other: str, language: str) -> bool:
    """Return whether two sentences count the same otherwise, or have other times or ordinals."""
    numbers, measured = numbers_of(text, language)
    others, otherwise = numbers_of(other, language)
    return _differ(measured, otherwise) or any(map(_apart, numbers[4:], others[4:]))
