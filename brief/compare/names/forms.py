"""Which forms of names are one name.

A longer name takes in its own ending ("Lula da Silva"), an acronym its explanation, a surname the
full name that its article has.  Forms are told apart by keys, tuples of folded words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from brief.language.lists import stemmer
from brief.language.speech import heads, is_nation, short_forms
from brief.language.words import keyed, words

#: Languages that put names into cases; their stems are compared.
INFLECTED = frozenset("bg cs el fi hu pl ru sk uk".split())
#: Share of a word's uses behind "in" or "at" beyond which it is a place, and no surname.
PLACE = 0.05
#: The same behind "the", where no noun follows: "the Atlantic".
THE = 0.5
#: Uses without a capital, as a share of those with one, beyond which a word is no surname.
SMALL = 0.2

#: Spellings whose keys are kept: an article names the same people again and again.
REMEMBERED = 20_000
Key = tuple[str, ...]


@dataclass(slots=True)
class Form:
    """One form of a name and where it stands; filled while the articles are read."""

    spellings: Counter[str] = field(default_factory=Counter)
    documents: Counter[int] = field(default_factory=Counter)
    titled: int = 0
    placed: int = 0  #: mentions behind "in", "at" …
    the: int = 0  #: mentions behind "the"
    inside: int = 0  #: mentions that do not open a sentence
    small: int = 0  #: uses of the same word without a capital, in all articles
    sure: bool = False

    @property
    def mentions(self) -> int:
        """How often the form stands in all articles."""
        return self.documents.total()

    @property
    def may_be_surname(self) -> bool:
        """Whether a word alone is used as people's names are, not as a place's or a thing's."""
        usual = self.placed <= PLACE * self.mentions and self.the <= THE * self.mentions
        return usual and self.small <= SMALL * self.mentions and not self.capitals

    @property
    def capitals(self) -> bool:
        """Whether it is written like an acronym."""
        return any(word.replace(".", "").isupper() for word in self.spellings)


Forms = Mapping[Key, Form]
Leaders = Mapping[Key, Key]


@lru_cache(maxsize=REMEMBERED)
def key_of(words: tuple[str, ...], language: str) -> Key:
    """Return what the spellings of one form have in common."""
    parts = " ".join(words).replace(".", "").replace("’", "'").replace("'s", "s").casefold()
    split = tuple(parts.replace("-", " ").replace("&", " ").split())
    return tuple(map(stemmer(language), split)) if language in INFLECTED else split


def abbreviates(short: str, name: Key) -> bool:
    """Return whether `short` is made of the initials of a name, small words counting or not."""
    letters = short.replace(".", "").casefold()
    every, large = _initials(name)
    return letters in (every, large, f"{every}s", f"{large}s")


def _initials(name: Key) -> tuple[str, str]:
    """Return the initials of all words of a name, and of those that its acronym has to have."""
    small = words("names/keys", "uncounted")
    every = "".join(word[0] for word in name)
    return every, "".join(word[0] for word in name if word not in small)


def leaders(forms: Forms) -> dict[Key, Key]:
    """Map every name of several words to the fullest form of the same name."""
    full = sorted((key for key in forms if len(key) > 1), key=lambda key: (-len(key), key))
    leader = {key: key for key in full}
    behind: dict[Key, list[Key]] = defaultdict(list)
    for key in full:
        for start in range(1, min(len(key) - 1, 5)):
            behind[key[start:]].append(key)
    small = words("names/keys", "uncounted")
    for key in full:  # "Lula da Silva" with "Luiz Inácio Lula da Silva"
        longer = {
            leader[name]
            for name in behind[key]
            if _share_article(forms[name], forms[key]) and name[-len(key) - 1] not in small
        }
        if len(longer) == 1:
            leader[key] = longer.pop()
    for people in _people(full):
        for key, chosen in _same(people, forms):
            leader[key] = leader[chosen]
    return {key: _end(leader, key) for key in full}


def _share_article(form: Form, other: Form) -> bool:
    return not form.documents.keys().isdisjoint(other.documents)


def _end(leader: Leaders, key: Key) -> Key:
    """Return the name that a chain of leaders ends with."""
    for _ in range(9):
        key = leader[key]
    return key


def _people(full: Iterable[Key]) -> Iterator[list[Key]]:
    """Yield names that share their surname and whose first names may be one."""
    groups: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key in full:
        if _may_be_person(key):
            for first in (key[0], *short_forms().get(key[0], ())):
                groups[first, key[-1]].append(key)
    yield from (groups[place] for place in sorted(groups) if len(groups[place]) > 1)


def _may_be_person(key: Key) -> bool:
    """Return whether no word says "ministry" and the first one may be a first name."""
    return heads().isdisjoint(key) and key[0] not in words("names/keys", "places")


def _same(people: Sequence[Key], forms: Forms) -> Iterator[tuple[Key, Key]]:
    """Yield the names that are one with the longest of `people`: no middle name differs."""
    longest, *others = sorted(people, key=lambda key: (-len(key), -forms[key].mentions, key))
    middle = set(longest[1:-1])
    if all(set(key[1:-1]) <= middle for key in others):
        yield from ((key, longest) for key in others)


def acronyms(forms: Forms, leader: Leaders, explained: Leaders) -> dict[Key, Key]:
    """Return the name that each acronym stands for, where that is certain.

    It is where a name explains it in brackets, or where only one name with its initials stands in
    an article that has it too.
    """
    by_letters: dict[str, set[Key]] = defaultdict(set)
    for key in leader:
        for letters in _initials(key):
            by_letters[letters].add(key)
    meant = {short: leader[key] for short, key in explained.items() if short in forms}
    explicit = keyed("names/acronyms")
    for key, form in sorted(forms.items()):
        if len(key) == 1 and form.capitals and key not in meant:
            if key[0] in explicit:
                name = tuple(explicit[key[0]][0].split())
                meant |= {key: leader[name]} if name in leader else {}
                continue
            able = (name for name in by_letters.get(key[0], ()) if key[0] not in name)
            near = {leader[name] for name in able if _share_article(forms[name], form)}
            if len(near) == 1:
                meant[key] = near.pop()
    return meant


class Near:
    """Which full names stand in which article, by their first and last words."""

    def __init__(self, forms: Forms, leader: Leaders) -> None:
        self._counts: Counter[tuple[Key, int]] = Counter()
        self._last: dict[str, set[Key]] = defaultdict(set)
        self._first: dict[str, set[Key]] = defaultdict(set)
        self._last_in: dict[tuple[str, int], set[Key]] = defaultdict(set)
        self._first_in: dict[tuple[str, int], set[Key]] = defaultdict(set)
        self._people: set[Key] = set()
        for key, chosen in leader.items():
            if len(key) > 1:
                self._take(key, chosen, forms[key], forms.get(key[-1:]))

    def _take(self, key: Key, chosen: Key, form: Form, surname: Form | None) -> None:
        person = _may_be_person(key) and not is_nation(key[0])
        ends = person and key[-2] not in words("names/keys", "links")
        self._first[key[0]].add(chosen)
        if ends:
            self._last[key[-1]].add(chosen)
        for document, mentioned in form.documents.items():
            self._counts[chosen, document] += mentioned
            self._first_in[key[0], document].add(chosen)
            if ends:
                self._last_in[key[-1], document].add(chosen)
        if person and (form.titled or (surname and surname.may_be_surname)):
            self._people.add(chosen)

    def by_surname(self, word: str, document: int) -> Key | None:
        """Return the name that a surname stands for in an article, None where it is unsure.

        That is the full name that the article has more often, or else the only one of the set.
        """
        here = [(-self._counts[key, document], key) for key in self._last_in[word, document]]
        if here:
            best, *rest = sorted(here)
            return best[1] if not rest or best[0] < rest[0][0] else None
        last = self._last.get(word, set())
        return min(last) if len(last) == 1 else None

    def by_first(self, word: str, document: int) -> Key | None:
        """Return the only person of an article whose name begins with a word: "Saddam"."""
        first = self._first_in[word, document]
        return min(first) if len(first) == 1 and first <= self._people else None

    def by_article(self, word: str) -> Key | None:
        """Return the only name of the set that begins with a word: "the Tour", "the Atlantic"."""
        first = self._first.get(word, set())
        return min(first) if len(first) == 1 else None
