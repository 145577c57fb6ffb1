"""Split the prose of an article into sentences, with the exact place of each in the text.

Every place where a sentence may end (a run of `.`, `?`, `!`, `…`, `。`, `؟`, `।` …) is decided
from the word before it and the words after it, in one pass: no training, no parsing, nothing kept
between calls.  Asking whether the next word is one that often opens a sentence is an idea of Kiss
and Strunk (2006), "Unsupervised Multilingual Sentence Boundary Detection", Computational
Linguistics 32(4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, islice

from brief.language.plain import plain
from brief.model import Document, Sentence
from brief.split.lexicon import Lexicon, bare, lexicon
from brief.split.pieces import BULLETS, pieces
from brief.split.size import LONGEST, MOST

#: Marks that end a sentence whatever follows, most of them of scripts without capitals or spaces.
_FIRM = "。．｡！？።፧፨။।॥۔؟։"
_STOPS = ".!?…‽⁇⁈⁉" + _FIRM
_QUOTES = frozenset("\"'“”‘’‚„«»‹›「」『』")
_CLOSERS = "\"'”’“‘»«›‹)\\]}」』）】》〉"
_OPENERS = "\"'“”‘’‚„«»‹›`(\\[{¿¡「『（【《*_•–—-"
_SPACE = "[ \\t\u00a0\u202f\u2009]"
#: A run of stops with what closes behind it; a dot that begins a name (` .NET`) is not in it.
#: The first stop stands by itself, since Python looks for a set of characters much quicker.
_RUN = (
    rf"[STOPS][STOPS]*+(?:{_SPACE}\.(?![\w.]))*+"
    rf"(?:\[\d{{1,3}}\]|(?:(?![“«‘]\w)[{_CLOSERS}])++[STOPS]*+|{_SPACE}[»”](?=[\s.,;:!?)]|\Z))*+"
)
#: How far a decision looks back and ahead, in characters: this keeps the cost linear.
_REACH = 48
_LONG_REACH = 300
#: Read backwards; a quotation mark between two letters is a Hebrew abbreviation's.
_BEFORE = re.compile(r"(?:[^\s—–\"“”‘„«»‹›(\[{<…「『（]|(?<=\w)\"(?=[^\W\d_]))*")
_NEXT = re.compile(r"\s|[^\W\d_]|[“«„‘¿¡](?=\w)")
_AFTER = re.compile(rf"\s*+((?:[{_OPENERS}]{{1,9}}\s?){{0,3}})(\S{{0,{_REACH}}})")
_ENUMERATOR = re.compile(rf"[\s{BULLETS}(]*(?:\d{{1,3}}|[^\W\d_]|[IVX]{{1,4}}|[ivx]{{1,4}})\Z")
#: "l'Ing.": an article run together with what it belongs to.
_ELIDED = re.compile(r"['’‘.-]*(?:(?:[DL]|[^\W\d_A-Z]{1,5})['’](?=[^\W\d_]{2}))?")
_CLITIC, _APOSTROPHES = re.compile(r"[dkmnrst]\s+[^\W\d_a-zà-ž]"), frozenset("'’‘`")
_DAY = re.compile(r"\W?(?:[12]?\d|3[01])(?:\.|er|º|°|-?го)?\Z")
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d(?!\d)")
#: "U.S", "एम.एन.एफ़": the dot of a Hindi letter is a mark of its own.
_DOTTED = re.compile(r"(?:[^\W\d_]\u093c?){1,3}(?:\.(?:[^\W\d_]\u093c?){1,3})+\Z")
_ROMAN = re.compile(r"[IVXLC]+\Z")
#: A word that can open a sentence although the space before it is missing.
_FRESH = re.compile(r"[^\W\d_](?:[^\W\d_]*['’]?[^\W\d_]+)?(?:[,;:!?”\"]*|\.)\Z")
_ADDRESS = re.compile(r"[@\\=_&#/]|\bwww\b", re.IGNORECASE)
_DOMAINS = frozenset("biz com edu gov info net org".split())
_ZONE = re.compile(r"(?:\S+\s){1,3}Time\b")
_CITED = re.compile(r"[^\"”»]*[\"”»]\s\([^)]{1,60}\)\.")
_RUN_ON = re.compile(r"[^„“]*,“\s[a-zà-ž]")
#: What may still be open at the end of a sentence, and keep it together with the next.
_PAIRED = re.compile('["“«„(（《]')
#: Two commas for „, as Dutch and German are typed.
_LOW_MARKS = re.compile(r",,[^\W\d_a-z]")
_OMITTED = re.compile(r"(?:\.{2,}|…)\w")
_CONTENT = re.compile(r"[^\W_]")
_WORDS = re.compile(r"\w[\w.:]*")


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place where a sentence may end, and what stands around it."""

    before: str  #: the word before the stop without what opens it; may be empty
    lead: str  #: the word before that one, with its punctuation; may be empty
    attached: bool  #: False where white space stands before the stop
    run: str  #: the stops, and the marks that close behind them
    gap: bool  #: white space follows
    opening: str  #: quotes, brackets and dashes before the next word
    after: str  #: the next word with its punctuation
    rest: str  #: a few words more

    @property
    def kind(self) -> str:
        """What the next word begins with: "lower", "upper" (or no case), "digit", "none"."""
        first = self.after[:1]
        if first.islower():
            return "lower"
        if first.isdigit():
            return "digit"
        marked = first in ",;:.)]}%&+=/!?…№" and not _OMITTED.match(self.after)
        opens_quotation = not self.quoted and _LOW_MARKS.match(self.after)
        return "none" if not first or (marked and not opens_quotation) else "upper"

    @property
    def quoted(self) -> bool:
        """True where a quotation closes here."""
        return not _QUOTES.isdisjoint(self.run)


def segment(document: Document) -> tuple[Sentence, ...]:
    """Return the sentences of an article's prose in order; none where it has no prose.

    Every block is split on its own.  `position` counts through the article, `paragraph` counts
    the blocks of prose, both from 0.  Left out are sentences of more than `LONGEST` characters,
    and those beyond the first `MOST` of the article; `split.size` tells of how many that is true.
    """
    if prepared := document.ready():
        return tuple(
            Sentence(
                document=document.id,
                start=start,
                end=end,
                text=document.text[start:end],
                position=position,
                paragraph=paragraph,
            )
            for position, (start, end, paragraph) in enumerate(prepared.sentences)
        )
    return tuple(islice(_sentences(document), MOST))


def _sentences(document: Document) -> Iterator[Sentence]:
    position = 0
    for paragraph, block in enumerate(document.prose()):
        text = document.text[block.start : block.end]
        for start, end in _ranges(text, document.language or "en"):
            if end - start > LONGEST:
                continue
            yield Sentence(
                document=document.id,
                start=block.start + start,
                end=block.start + end,
                text=text[start:end],
                position=position,
                paragraph=paragraph,
            )
            position += 1


def split(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Return the half-open ranges of the sentences of `text`, in code points, ascending.

    The ranges hold every character that is not white space, each once, and neither begin nor end
    with white space.  A line break is white space, a blank line always ends a sentence.  A
    language (ISO 639-1) without word lists is split by the marks alone.  The cost is linear in
    the length of `text`.
    """
    return list(_ranges(text, language))


def _ranges(text: str, language: str) -> Iterator[tuple[int, int]]:
    for start, end in pieces(text):
        for stop in chain(_boundaries(text, start, end, language), (end,)):
            part = text[start:stop].lstrip()
            if part:
                yield stop - len(part), stop - len(part) + len(part.rstrip())
            start = stop


def _boundaries(text: str, start: int, end: int, language: str) -> Iterator[int]:
    """Yield where sentences end in `text[start:end]`, the last one left out."""
    words = lexicon(language)
    content = _CONTENT.search(text, start, end)
    for match in _runs(words.stops).finditer(text, start, end):
        first, last = match.span()
        if content is None or last == end:
            return
        if content.start() >= first or text[first - 1] in "[(":  # nothing said yet; "[...]"
            continue
        if match[0][0] not in _FIRM and (text[last].islower() or not _NEXT.match(text, last)):
            continue
        if match[0] in (".", ".)") and first - start < 9 and _ENUMERATOR.match(text[start:first]):
            continue
        said = max(start, content.start() - 1)
        if not (_is_plain(text, said, first, words) and not _PAIRED.search(text, said, first)):
            spot = _spot(text, start, end, match)
            if not _ends(spot, words):
                continue
            behind = text[max(said, last - _LONG_REACH) : last]
            if _held(spot, behind, text[last : min(last + _LONG_REACH, end)], words):
                continue
        start = first + 1 if match[0] == ". . . ." and not text[first - 1].isspace() else last
        yield start
        content = _CONTENT.search(text, start, end)


def _is_plain(text: str, start: int, first: int, words: Lexicon) -> bool:
    """Return whether the stop at `first` ends a sentence without a doubt, as most do.

    A full stop between a word in small letters that is no abbreviation and a space and a capital:
    what `_ends` says of it, only quicker.
    """
    if text[first : first + 2] != ". " or not text[first + 2 : first + 3].isupper():
        return False
    word = text[text.rfind(" ", start, first) + 1 : first]
    plain = 1 < len(word) < _REACH and word.isalpha() and word.islower()
    listed = word in words.title or word in words.number or word in words.month
    return plain and not (listed or words.abbreviates(word))


@cache
def _runs(more: str) -> re.Pattern[str]:
    return re.compile(_RUN.replace("STOPS", _STOPS + more))


def _spot(text: str, start: int, end: int, match: re.Match[str]) -> _Spot:
    first, last = match.span()
    near = text[max(start, first - _REACH) : first]
    before = _BEFORE.match(near[::-1])
    after = _AFTER.match(text, last, end)
    assert before is not None and after is not None  # both match where nothing is
    return _Spot(
        before=plain(_ELIDED.sub("", before[0][::-1], count=1)),
        lead=next(iter(near[: len(near) - before.end()].split()[-1:]), ""),
        attached=not text[first - 1].isspace(),
        run=match[0],
        gap=text[last].isspace(),
        opening=after[1],
        after=plain(after[2]),
        rest=plain(text[after.end() : min(after.end() + _REACH, end)]),
    )


def _ends(spot: _Spot, words: Lexicon) -> bool:
    """Return whether a sentence ends at `spot`, as far as the words around it tell."""
    marks, kind = set(spot.run), spot.kind
    if kind == "lower" and words.clitics and spot.gap and _opens_with_clitic(spot):
        return _ends(replace(spot, after=spot.rest.lstrip()), words)
    if not marks.isdisjoint(_FIRM):
        decimal = spot.run == "．" and kind == "digit"
        return not decimal and spot.after[:1] not in (*",、，،",)
    if not spot.gap:
        return _runs_together(spot, words)
    if kind == "none":
        return False
    if marks & set("?!") or not marks & set(".…"):
        named = f"{spot.before.lower()}!" in words.other and not words.opens(spot.after)
        return kind != "lower" and not named and not _attributed(spot, words)
    if spot.run.count(".") > 1 or "…" in marks:
        return _ends_omission(spot, words)
    if kind == "lower":
        return words.long_words and _ends_before_lower(spot, words)
    return _ends_stop(spot, words)


def _runs_together(spot: _Spot, words: Lexicon) -> bool:
    """Return whether the space after a sentence is missing: "community.The path"."""
    before, after = spot.before, spot.after
    if len(spot.run.strip(_CLOSERS)) != 1 or not _FRESH.match(after):
        return False
    if spot.opening:  # "week.“We"
        return after[0].isupper()
    if _ADDRESS.search(before) or "." in before or words.abbreviates(before):
        return False
    if bare(after) in _DOMAINS:
        return False
    long = len(bare(before)) > 3 and len(bare(after)) > 3
    if after[0].islower() or not after[0].isupper():
        return long and not after[0].islower()
    if after[1:2].isupper():  # "economy.UN officials"
        return before.islower() and len(before) > 3 and spot.rest[:1].isspace()
    if spot.quoted or (before.isalpha() and before.islower() and len(before) > 1):
        return True
    if (long and before.istitle()) or sum(map(str.isdigit, before)) > 2:  # "1,000.That"
        return True
    opens = words.opens(after) or bare(after) in words.title
    return opens and len(after) > 1 and (len(before) > 1 or before.isdigit())


def _attributed(spot: _Spot, words: Lexicon) -> bool:
    """Return whether a speaker follows a quotation: `"Why now?" Mr. Smith asked`."""
    if not spot.quoted or words.opens(spot.after):
        return False
    for word in f"{spot.after}{spot.rest}".split()[:6]:
        if bare(word) in words.speech:
            return True
        if bare(word) in words.starter:
            return False
    return False


def _ends_omission(spot: _Spot, words: Lexicon) -> bool:
    """Decide for "...", "…" and ". . .": three may stand for words left out, four end."""
    if spot.kind != "upper" or _attributed(spot, words):
        return False
    if spot.run.count(".") > 3:
        return True
    if bare(spot.after).partition("'")[0] == "i":
        return False
    return spot.attached or words.opens(spot.after)


def _ends_before_lower(spot: _Spot, words: Lexicon) -> bool:
    """Decide for a small letter after a full stop: a typing error, or a name like "iPhone"."""
    before = spot.before
    if spot.run != "." or spot.opening or not before.isalpha() or words.abbreviates(before):
        return False
    named = any(letter.isupper() for letter in spot.after[1:])
    return (named and len(before) > 2) or (before.islower() and len(before) > 4)


def _ends_stop(spot: _Spot, words: Lexicon) -> bool:
    """Decide for a full stop before a capital or a digit, by the word before it."""
    before, low, opens = spot.before, spot.before.lower(), words.opens(spot.after)
    short = len(before) == 1 and before.isalpha() and before < "\u0e00"
    part = low if "." in low else low.rpartition("-")[2]
    if before.isdigit() or (_ROMAN.match(before) and not short):
        ordinal = words.ordinals and len(before) < (3 if before.isdigit() else 6)
        return opens or not ordinal
    if part in words.title:
        return False
    if (low in words.month and _is_in_date(spot)) or (
        low in words.name and _leads_date(spot, words)
    ):
        return spot.kind != "digit" and opens
    if low in words.number and not (short and before.isupper()):
        count = spot.after.rstrip(".,;:)")
        return spot.kind != "digit" and (opens or not (len(count) == 1 or _ROMAN.match(count)))
    dotted = _DOTTED.match(before) and low.rpartition(".")[2] not in _DOMAINS
    if not (short or dotted or words.abbreviates(before)):
        return True
    if spot.kind == "digit":
        return False
    if low in words.end:
        return bare(spot.after) not in words.time and not _ZONE.match(spot.after + spot.rest)
    return opens or spot.quoted


def _opens_with_clitic(spot: _Spot) -> bool:
    """Return whether a short form and a capital follow: "'s Avonds", "'t Is"."""
    clitic = spot.opening[-1:] in _APOSTROPHES and _CLITIC.match(spot.after + spot.rest)
    return bool(clitic)


def _is_in_date(spot: _Spot) -> bool:
    """Return whether a day or a year beside a month's short name tells that it is one."""
    led = _DAY.match(spot.lead) or _YEAR.match(spot.lead)
    return led is not None or _YEAR.match(spot.after) is not None


def _leads_date(spot: _Spot, words: Lexicon) -> bool:
    """Return whether a day and a month follow: "lør. 12. okt."."""
    return bare(spot.rest.strip()) in words.month and _DAY.match(spot.after) is not None


def _is_adverbial(spot: _Spot, behind: str, words: Lexicon) -> bool:
    """Return whether all that a sentence has said is when: "In 44 B.C.", "At 5 a.m."."""
    if spot.before.lower() not in words.end or len(behind) > _REACH:
        return False
    said = [word.lower() for word in _WORDS.findall(behind.removesuffix(spot.run))]
    timed = [word for word in said if word not in words.adverbial]
    return 1 < len(timed) < len(said) and all(
        word[0].isdigit() or word == spot.before.lower() for word in timed
    )


def _held(spot: _Spot, behind: str, ahead: str, words: Lexicon) -> bool:
    """Return whether a bracket or quotation that is still open keeps the sentence together.

    `behind` begins with the sentence's first word or the mark before it, if that is within reach.
    """
    for left, right in ("《》", "（）", "()"):
        opened = behind.rfind(left)
        if opened > behind.rfind(right) and right in ahead and (opened or left == "《"):
            return True
    if _is_adverbial(spot, behind, words):
        return True
    if behind[:1] in ('"', "“", "«") and _CITED.match(ahead):
        return True
    if spot.run == "." and spot.opening[:1] in ("–", "—", "-"):
        return behind.rfind("«") > behind.rfind("»")
    if words.whole_quotations and behind.rfind("„") > behind.rfind("“"):
        return _RUN_ON.match(ahead) is not None
    return False
