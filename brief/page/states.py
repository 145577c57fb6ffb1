"""Sentences that others leave behind: they never stand on a page.

A sentence is left behind where it expects what another article tells as done or off ("is expected
to sign" beside "signed"), where a later article takes back what it tells, and where a later article
has a newer figure (`compare.figures`) or another toll.  An article without a date is judged by what
it says: it may tell what a dated one only expects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from brief.compare.figures.quantities import quantities
from brief.language.facts import tells_deaths
from brief.language.lists import deeds_of, turning_words
from brief.language.words import sections
from brief.page.material import Material, terms_of
from brief.page.standing import takes_back

#: Words behind one of expecting in which what is expected is told, and its first word.
AHEAD, NEXT = 8, 3
#: Terms of a sentence, the rarest that others have, one of which what leaves it behind has, and
#: rows that are looked at for each, the last ones: what makes the cost linear.
RAREST, POSTED = 10, 40
#: Share of a sentence's content, its deeds left out, that what leaves it behind has.
SAME_MATTER = 0.3
#: Lines of a language's list of turning words, which begins with denying and refuting: expecting,
#: calling off.
_EXPECTED, _OFF = 2, 3
#: English calls off in two words.
_CALLED_OFF = frozenset([("called", "off"), ("call", "off"), ("calls", "off")])


@dataclass(frozen=True, slots=True)
class Deeds:
    """The kinds of deed that a sentence tells."""

    done: frozenset[int]
    expected: frozenset[int]
    #: Whether something was called off.
    ended: bool
    #: Whether any word expects what follows.
    ahead: bool
    #: The words by their stems, of what is done, and of what is expected the first: "sign".
    words: Mapping[str, str]
    awaited: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class States:
    """What is known by now, in a story."""

    left_behind: frozenset[int]  #: Rows that never stand on a page; headlines among them.
    #: The day of each article by its id: its date, or else the day after the newest article
    #: that it leaves behind; None where neither is known.
    day: Mapping[int, date | None]
    deeds: tuple[Deeds, ...]  #: (n,) what each row tells.


def states_of(material: Material) -> States:
    """Return which rows another article, or a newer figure, leaves behind."""
    deeds = tuple(deeds_told(material, row) for row in range(len(material.matrix.sentences)))
    pairs = list(_pairs(material, deeds))
    sentences = material.matrix.sentences
    known = {document.id: document.date for document in material.documents}
    day = dict(known)
    for row, other in pairs:
        number, earlier = sentences[other].document, known[sentences[row].document]
        if known[number] is None and earlier:
            later = earlier + timedelta(days=1)
            day[number] = max(later, day[number] or later)
    return States(
        left_behind=material.outdated | frozenset(row for row, _ in pairs), day=day, deeds=deeds
    )


def _pairs(material: Material, deeds: Sequence[Deeds]) -> Iterator[tuple[int, int]]:
    """Yield (a row, another that leaves it behind): the other one's article is not older."""
    language = material.matrix.language
    reverses = [
        takes_back(sentence.text, words, language)
        for sentence, words in zip(material.matrix.sentences, material.matrix.words, strict=True)
    ]
    tolls = [
        max((quantity.value for quantity in quantities(sentence.text, language)), default=0.0)
        if counts and tells_deaths(sentence.text)
        else 0.0
        for sentence, counts in zip(material.matrix.sentences, material.counts, strict=True)
    ]
    awaited = frozenset(stem for own in deeds for stem in own.awaited)
    ends = [bool(d.done or d.ended) or not awaited.isdisjoint(d.words) for d in deeds]
    opens = [sentence.position <= 0 for sentence in material.matrix.sentences]
    ending = _posted(material, ends)
    # "3,000 walked for those who died", further down, replaces no toll.
    denying = _posted(material, [a and b for a, b in zip(opens, reverses, strict=True)])
    counting = _posted(material, [a and b for a, b in zip(opens, tolls, strict=True)])
    for row, own in enumerate(deeds):
        behind: set[int] = set()
        if own.expected or own.awaited:
            for other in _others(material, row, ending):
                if _is_met(own, deeds[other]) or (
                    _is_done(own, deeds[other]) and _is_later(material, row, other)
                ):
                    behind.add(other)
        if not reverses[row]:
            behind.update(o for o in _others(material, row, denying) if _is_later(material, row, o))
        if tolls[row]:
            behind.update(
                other
                for other in _others(material, row, counting)
                if tolls[row] < tolls[other] and _is_later(material, row, other)
            )
        yield from (
            (row, other) for other in sorted(behind) if _alike(material, row, other) >= SAME_MATTER
        )


def _is_met(deeds: Deeds, others: Deeds) -> bool:
    """Return whether what a row expects is done, or off, in another one."""
    met = others.ended or deeds.expected & (others.done - others.expected)
    return bool(deeds.expected) and bool(met)


def _is_done(deeds: Deeds, others: Deeds) -> bool:
    """Return whether another row has "signed" where one awaits "sign"; one form may be a noun."""
    return any(others.words.get(stem, word) != word for stem, word in deeds.awaited.items())


def _is_later(material: Material, row: int, other: int) -> bool:
    """Return whether the other one's article is newer, or has no date."""
    sentences = material.matrix.sentences
    day, later = (material.document(sentences[place].document).date for place in (row, other))
    return day is not None and (later is None or day < later)


def _posted(material: Material, telling: Sequence[object]) -> Mapping[int, Sequence[int]]:
    """Return the rows that tell something, by their terms, in order."""
    posted: dict[int, list[int]] = defaultdict(list)
    for row, tells in enumerate(telling):
        for term in terms_of(material, row) if tells else ():
            posted[term].append(row)
    return posted


def _others(material: Material, row: int, posted: Mapping[int, Sequence[int]]) -> Iterator[int]:
    """Yield the rows of other articles that may leave a row behind.

    They are of a newer one, or else are news, where no date says which is newer: headlines and
    first sentences of articles.  Further down as many were wrong as right.
    """
    sentences = material.matrix.sentences
    number = sentences[row].document
    day = material.document(number).date
    shared = (term for term in terms_of(material, row) if term in posted)
    rare = sorted(shared, key=lambda term: (-material.idf[term], term))[:RAREST]
    for other in sorted({other for term in rare for other in posted[term][-POSTED:]}):
        later = material.document(sentences[other].document).date
        newer = day < later if day and later else False
        same = not (day and later) or day == later
        opens = sentences[other].position <= 0
        if sentences[other].document != number and (newer or (same and opens)):
            yield other


def _alike(material: Material, row: int, other: int) -> float:
    """Return the share of a row's content that another one has, its deeds left out, 0 … 1."""
    language, names = material.matrix.language, material.matrix.vocabulary
    own = [term for term in sorted(terms_of(material, row)) if not deeds_of(names[term], language)]
    theirs = terms_of(material, other)
    total = sum(material.idf[term] for term in own)
    return sum(material.idf[term] for term in own if term in theirs) / total if total else 0.0


def deeds_told(material: Material, row: int) -> Deeds:
    """Return the deeds that a row tells, those that it only expects apart."""
    language = material.matrix.language
    kinds: dict[bool, set[int]] = {True: set(), False: set()}
    done: dict[str, str] = {}
    awaited: dict[str, str] = {}
    words = material.matrix.words[row]
    content = material.content(row)
    ahead, off = _places(words, language)
    for place, (word, stem) in enumerate(zip(words, content, strict=True)):
        if language == "en" and word.lower().startswith("call") and place not in off:
            continue  # "calls for" ends nothing; "called off" does.
        is_ahead = any(at < place <= at + AHEAD for at in ahead)
        kinds[is_ahead] |= deeds_of(word, language)
        if stem and not is_ahead:
            done[stem] = word.lower()
    for at in ahead:
        behind = slice(at + 1, at + 1 + NEXT)
        following = zip(content[behind], words[behind], strict=True)
        awaited |= dict([(stem, word.lower()) for stem, word in following if stem][:1])
    return Deeds(
        done=frozenset(kinds[False]),
        expected=frozenset(kinds[True]),
        ended=bool(off),
        ahead=bool(ahead),
        words=done,
        awaited=awaited,
    )


def _places(words: Sequence[str], language: str) -> tuple[list[int], list[int]]:
    """Return the places of the words that expect, and that call something off."""
    turns, _ = turning_words(language)
    low = [word.lower() for word in words]
    kinds = [turns.get(word, ()) for word in low]
    ahead = [place for place, own in enumerate(kinds) if _EXPECTED in own]
    off = [place for place, own in enumerate(kinds) if _OFF in own]
    if language == "en":
        pairs = list(enumerate(pairwise(low)))
        ahead += [
            place + 1
            for place, (word, following) in pairs
            if word in _expecting().get(following, ())
        ]
        off += [place + 1 for place, pair in pairs if pair in _CALLED_OFF]
    return ahead, off


@cache
def _expecting() -> Mapping[str, frozenset[str]]:
    """Return the English words that expect what follows, by the word behind them: "to", "for"."""
    listed = sections("expecting/en").items()
    return {following: frozenset(" ".join(lines).split()) for following, lines in listed}
