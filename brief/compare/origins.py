"""Articles that are copies of one text: what several papers have from an agency is one origin.

Texts are compared by their shingles, every four words in a row (Broder, "On the resemblance and
containment of documents", 1997).  What is measured is containment: the share of the *shorter*
text's words that stand in shingles which the longer one has too, so that cuts, additions, another
order and a changed word here and there do no harm.  The texts to compare a text with share its
fingerprints, the smallest of every few shingles (Schleimer, Wilkerson & Aiken, "Winnowing", 2003).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain
from typing import TYPE_CHECKING

from brief.language.lists import Remembered
from brief.language.plain import plain
from brief.language.terms import words_of
from brief.model import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Words of a shingle.  Higher: each changed word costs more; lower: phrases of the trade match.
SPAN = 4
#: Shingles of which the smallest is a fingerprint: nine words that two texts share give both one.
WINDOW = 6
#: Words of a sentence that count.  More: one long quotation makes a copy.
COUNTED = 20
#: Share of a copy that a text of the same length has.  Higher: misses what was edited a lot; lower:
#: takes whoever quotes at length for a copy.
SHARE = 0.55
#: The same where the other text has twice the length or more, or where this one is brief, in words:
#: a paragraph that is quoted makes much of it, and what was only cut has lost nothing.
SHARE_OF_CUT, CUT, BRIEF = 0.75, 0.5, 60
#: Shorter texts are copies only where all their words are the same.
LEAST = 20
#: Where fewer of the numbers stay the same, and at least so many change with what is around them
#: unchanged, within so many words, there is a pattern: reports of two earthquakes, no copies.
SAME_NUMBERS, CHANGED_NUMBERS, CHANGE = 0.34, 3, 10
#: What the shares along a chain of copies of copies come to at least, multiplied.  Higher: an
#: edited copy of an edited copy is another origin; lower: a chain glues different articles.
CHAIN = 0.5
#: Share of a text's fingerprints that makes another worth comparing with, and how many are.
WORTH, MOST = 0.12, 6
#: Texts of a family that are kept to compare with.  More: an edited copy finds it by more ways;
#: fewer: hundreds of copies cost less.  One with less than this share of its own is not kept.
KEPT, NEW = 32, 0.05
#: Texts that one fingerprint finds at most, the longest; bounds what a formula of all texts costs.
COMMON = 200
#: Share of its shingles that a part of a collection has in common with other parts at most.
APART = 0.25

#: Accents, vowel points and marks without width: papers differ in these.
_MARKS = re.compile(
    "[\u00ad\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670\u200b-\u200f\ufeff]+"
)
#: Two characters of a script without spaces make a word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{1,2}")
#: The end of a sentence, more or less, and the word that stands for it.
_END, _STOP = re.compile(r"[.!?;](?=[\s\"')\]”’»]|$)|[…।؟。！？]"), "0stop0"


def origins(documents: Sequence[Document]) -> tuple[tuple[int, ...], ...]:
    """Return the ids of `documents` in groups, one group for each text that was copied.

    Every document is in exactly one group; ids ascend within a group, groups by their first id.
    Only prose counts: headlines, captions and boilerplate may differ.  From the longest text to the
    shortest, each joins the family that has the largest share of it.  Copies of copies belong to
    the family while the product of the shares stays at `CHAIN`, so that no chain leads from one
    article to another.  A collection does not join articles that have nothing in common.

    A document without prose is alone.  The order of `documents` does not matter, and the cost is
    linear in their words, however many are copies of one.
    """
    read = [(_text(document), document.id) for document in documents]
    read.sort(key=lambda pair: (-len(pair[0]), pair[1]))
    families = _Families([text for text, _ in read])
    groups: dict[int, list[int]] = {}
    for family, (_, document) in zip(_parted(families.texts, families.links), read, strict=True):
        groups.setdefault(family, []).append(document)
    return tuple(sorted(tuple(sorted(group)) for group in groups.values()))


@dataclass(frozen=True, slots=True)
class _Text:
    """What is compared of an article of n words."""

    #: (n,) every word's hash, in order.
    words: NDArray[np.uint64]
    #: (n,) what it counts, in (0, 1]; and whether it has digits.
    weights: NDArray[np.float64]
    numbers: NDArray[np.bool_]
    #: (n - 3,) every shingle's hash, in order; empty where there are too few words.
    shingles: NDArray[np.uint64]
    #: Those, each once, ascending.
    distinct: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.words)

    def share(self, words: NDArray[np.bool_]) -> float:
        """Return the share of the text's weight that the marked words have, 0 … 1."""
        return float(self.weights[words].sum() / self.weights.sum())


@dataclass(frozen=True, slots=True)
class _Link:
    """Where a text belongs; texts are known by their places, the longest text has the first."""

    #: The first of the family, and the text that it is like; itself where it is alone or the first.
    first: int
    kin: int
    #: The product of the shares from here to the first, 0 … 1.
    strength: float


def _text(document: Document) -> _Text:
    import numpy as np

    prose = "\n".join(document.text[block.start : block.end] for block in document.prose())
    tokens = words_of(_folded(prose))
    hashes = np.fromiter(map(_HASHES.__getitem__, tokens), dtype=np.uint64, count=len(tokens))
    digits = np.fromiter(map(_NUMBERS.__getitem__, tokens), np.bool_, len(tokens))
    stops = hashes == _hash(_STOP)
    words, sentence = hashes[~stops], stops.cumsum()[~stops]
    weights = np.minimum(COUNTED / np.maximum(np.bincount(sentence), 1), 1.0)[sentence]
    shingles = np.zeros(max(len(words) - SPAN + 1, 0), dtype=np.uint64)
    for place in range(SPAN) if len(shingles) else ():
        # Each place its own odd factor: the order of the words counts.  Overflow is meant.
        shingles += words[place : place + len(shingles)] * np.uint64(_hash(str(place)) | 1)
    return _Text(
        words=words,
        weights=weights,
        numbers=digits[~stops],
        shingles=shingles,
        distinct=np.unique(shingles),
    )


def _folded(text: str) -> str:
    """Return `text` in small letters, without what papers write differently."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", plain(text))).replace("’", "'")
        text = _UNSPACED.sub(" \\g<0> ", text)
    return _END.sub(f" {_STOP} ", text).lower()


def _hash(word: str) -> int:
    # Python's own differs from run to run.  A lone surrogate has no UTF-8.
    data = word.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")


_HASHES = Remembered(_hash)
_NUMBERS = Remembered(lambda word: word[0].isdigit())


class _Families:
    """Where each of some texts belongs; the longest come first."""

    def __init__(self, texts: Sequence[_Text]) -> None:
        self.texts = texts
        #: Short texts by their words, those kept by fingerprint, and the number kept by family.
        self._short: dict[bytes, int] = {}
        self._holders: dict[int, list[int]] = defaultdict(list)
        self._kept: Counter[int] = Counter()
        self.links: list[_Link] = []
        for place in range(len(texts)):
            self._add(place)

    def _add(self, place: int) -> None:
        """Find the family of the next text, or make it the first of one."""
        text = self.texts[place]
        if len(text) < LEAST:
            first = self._short.setdefault(text.words.tobytes(), place) if len(text) else place
            self.links.append(_Link(first, first, 1.0))
            return
        marks = _fingerprints(text)
        related = (self._related(place, other) for other in self._similar(marks))
        links = sorted(filter(None, related), key=lambda link: (-link.strength, link.kin))
        nearest = links[0] if links else _Link(place, place, 1.0)
        self.links.append(nearest)
        for link in links[1:]:
            self._join(place, link)
        is_part = len(text) < CUT * len(self.texts[nearest.kin]) and len(links) < MOST
        is_new = nearest.strength < 1 - NEW and self._kept[nearest.first] < KEPT
        if not links or is_part or is_new:
            self._kept[nearest.first] += 1
            for mark in marks:
                if len(self._holders[mark]) < COMMON:
                    self._holders[mark].append(place)

    def _similar(self, marks: Sequence[int]) -> list[int]:
        """Return the texts that share most fingerprints, those nearest to their first before."""
        shared = Counter(place for mark in marks for place in self._holders.get(mark, ()))
        worth = [place for place, count in shared.items() if count >= WORTH * len(marks)]
        near = sorted((-shared[place] * self._first_of(place)[1], place) for place in worth)
        return [place for _, place in near[:MOST]]

    def _related(self, place: int, other: int) -> _Link | None:
        """Return how a text belongs to the family of a longer one, if it does."""
        first, strength = self._first_of(other)
        strength *= _copied(self.texts[place], self.texts[other])
        return _Link(first, other, strength) if strength >= CHAIN else None

    def _first_of(self, place: int) -> tuple[int, float]:
        """Return the first of a text's family, which may have joined another, and its strength."""
        first, strength = place, 1.0
        while (link := self.links[first]).first != first:
            first, strength = link.first, strength * link.strength
        return first, strength

    def _join(self, place: int, link: _Link) -> None:
        """Join a second family to a text's, unless both have more of their own than this text."""
        nearest, text = self.links[place], self.texts[place]
        strength = nearest.strength * link.strength
        if link.first != nearest.first and strength >= CHAIN:
            kin = (self.texts[link.kin], self.texts[nearest.kin])
            near = all(len(text) >= CUT * len(other) for other in kin)
            if near and all(other.share(_reach(other, text)) >= SHARE for other in kin):
                self.links[link.first] = _Link(nearest.first, place, strength)


def _fingerprints(text: _Text) -> list[int]:
    """Return the smallest of any `WINDOW` shingles in a row, each once, ascending."""
    import numpy as np

    size = min(WINDOW, len(text.shingles))
    windows = np.lib.stride_tricks.sliding_window_view(text.shingles, size)
    marks: list[int] = np.unique(windows.min(axis=1)).tolist()
    return marks


def _copied(text: _Text, longer: _Text) -> float:
    """Return the share of a text that a longer one has, 0 where it is no copy."""
    ratio = max(len(text) / len(longer), CUT) if len(text) >= BRIEF else CUT
    share = text.share(_reach(text, longer))
    if share < SHARE + (SHARE_OF_CUT - SHARE) * (1 - ratio) / (1 - CUT):
        return 0.0
    patterned = _is_patterned(text, longer) and _is_patterned(longer, text)
    return 0.0 if patterned else share


def _reach(text: _Text, other: _Text) -> NDArray[np.bool_]:
    """Return which words of a text are in a shingle that another has, (n,)."""
    import numpy as np

    place = other.distinct.searchsorted(text.shingles)
    shared = other.distinct[np.minimum(place, len(other.distinct) - 1)] == text.shingles
    return np.asarray(np.convolve(shared, np.ones(SPAN, dtype=np.int64)) > 0)


def _is_patterned(text: _Text, other: _Text) -> bool:
    """Return whether another has most numbers otherwise, and what stands around them the same."""
    import numpy as np

    numbers, reach = text.numbers, _reach(text, other)
    bounds = np.flatnonzero(np.diff(reach, prepend=True, append=True)).tolist()
    pairs = zip(bounds[::2], bounds[1::2], strict=True)
    changes = (slice(*pair) for pair in pairs if pair[1] - pair[0] <= CHANGE)
    changed, same = sum(numbers[change].sum() for change in changes), numbers[reach].sum()
    return bool(changed >= CHANGED_NUMBERS and same < SAME_NUMBERS * (same + changed))


def _parted(texts: Sequence[_Text], links: Sequence[_Link]) -> list[int]:
    """Return each text's family; the copies in a collection get a family for each of its parts."""
    above = [link.kin for link in links]
    copies: dict[int, list[int]] = defaultdict(list)
    for place, kin in enumerate(above):
        if kin < place and links[kin].kin == kin and len(texts[place]) >= LEAST:
            copies[kin].append(place)
    for part in chain.from_iterable(_parts(texts, *item) for item in copies.items()):
        for place in part:
            above[place] = part[0]
    for _ in range(len(above).bit_length()):  # Each round looks twice as far up.
        above = [above[kin] for kin in above]
    return above


def _parts(texts: Sequence[_Text], first: int, places: Sequence[int]) -> list[list[int]]:
    """Return the copies of a text by the part of it that they have, without those of most of it."""
    import numpy as np

    whole = texts[first].distinct
    owner = np.full(len(whole), -1, dtype=np.int64)
    parts: list[list[int]] = []
    for place in places:
        at = np.minimum(whole.searchsorted(texts[place].distinct), len(whole) - 1)
        shared = at[whole[at] == texts[place].distinct]
        owners = owner[shared]
        counts = np.bincount(owners[owners >= 0], minlength=1)
        part = int(counts.argmax())
        if counts[part] <= APART * len(shared):
            part = len(parts)
            parts.append([])
        parts[part].append(place)
        owner[shared[owners < 0]] = part
    sizes = np.bincount(owner[owner >= 0], minlength=len(parts))
    most = SHARE * len(owner) if len(parts) > 1 else 0
    return [part for part, size in zip(parts, sizes, strict=True) if size < most]
