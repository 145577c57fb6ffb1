"""The quantities of a sentence: numbers with their unit and their place.

A number is a quantity where it measures (money, percent, a magnitude) or counts what is named
beside it.  Dates, times, years, ages, ordinals, flights, "thousands of people" are none.  One pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from brief.language.calendar import stated
from brief.language.facts import REMEMBERED
from brief.language.lists import stop_words
from brief.language.numerals import DECIMAL_COMMA, NO_QUANTITY, is_year, numeral
from brief.language.plain import places, plain
from brief.language.speech import meanings, terms_of, worth
from brief.language.terms import stemmed, words_of

#: Words between a number and the noun that it counts, that noun included.
LONGEST_NOUN = 5
#: What nothing in the news exceeds.
LARGEST = 1e15
#: Quantities of a sentence at the most: a table is no statement.
MOST = 40
#: Without these, Hindi, Hebrew and Arabic words fall apart.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
_DIGIT = re.compile(r"\d")
#: Hyphens within a word, and what stands before one: "twenty" of "twenty-three".
_HYPHEN, _FIRST_PART = re.compile("[-‐‑]"), re.compile("[^-‐‑]*")
_BLANK, _DASHES, _A = "\u00b7", frozenset("-–—‐‑\u2212"), ("a", "an")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark of a sentence: `text[start:end]`."""

    start: int
    end: int
    text: str
    kind: str  #: "number", "money" (dollars), "word" or "mark"

    @property
    def low(self) -> str:
        """The text in small letters."""
        return self.text.lower().replace("’", "'").removeprefix("d'")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts: tokens `first` to `last` (excluded) of its sentence."""

    value: float
    #: Stems of what is counted; "" where `sort` is "bare": "the toll has risen to 23".
    unit: str
    sort: str  #: "count", "money", "percent", "measure" or "bare"
    last: int
    first: int  #: the hedge included: "more than 78"
    number: int  #: the token with which the number begins
    noun: int  #: the token behind the number: where the noun begins, if there is one
    ranged: bool = False  #: True for "10 to 12": the value is the smaller one


@lru_cache(maxsize=REMEMBERED)
def tokens_of(text: str, language: str) -> tuple[Token, ...]:
    """Return the tokens of a sentence; what states a date or a time is left out."""
    short = plain(text)
    if short == text:
        return _tokens(text, language)
    at = places(text)
    return tuple(
        replace(token, start=at[token.start], end=at[token.end])
        for token in _tokens(short, language)
    )


def _tokens(text: str, language: str) -> tuple[Token, ...]:
    for day in stated(text, language):
        text = text[: day.start] + _BLANK * (day.end - day.start) + text[day.end :]
    text = NO_QUANTITY.sub(lambda match: _BLANK * len(match[0]), text)
    matches = (match for match in _token_pattern(language).finditer(text) if match[0] != _BLANK)
    return tuple(Token(*match.span(), match[0], match.lastgroup or "") for match in matches)


@cache
def _token_pattern(language: str) -> re.Pattern[str]:
    """Return what matches a token, its kind being the group that matches."""
    return re.compile(
        rf"(?P<number>{numeral(language, colons=False)})|(?P<money>(?:US|CAN?|AU?|NZ|HK)?\$)|"
        rf"(?P<word>(?:[A-Z]\.){{2,}}|"
        rf"[^\W\d_][\w{_MARKS}]*(?:['’\-‐‑.][^\W\d_][\w{_MARKS}]*)*)|(?P<mark>\S)"
    )


def states_number(text: str, language: str) -> bool:
    """Return whether a text has a number, in digits or words; without one it has no quantity."""
    if _DIGIT.search(text):
        return True
    return not _counting(language).isdisjoint(map(str.lower, words_of(text)))


@cache
def _counting(language: str) -> frozenset[str]:
    """Return the words of a language that are numbers or multiply them."""
    return frozenset(worth(language, "is.").keys() | worth(language, "times.").keys())


@lru_cache(maxsize=REMEMBERED)
def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Return the quantities of a sentence in order, none overlapping; none where it has none."""
    if not states_number(text, language):
        return ()
    reader, place = _Reader(tokens := tokens_of(text, language), language), 0
    counted: list[Quantity] = []
    while place < len(tokens):
        quantity, place = reader.at(place)
        counted += [quantity] if quantity else []
    return tuple(counted[:MOST])


def number_of(text: str, language: str) -> float | None:
    """Return what a run of digits is worth: "1,229" and, in German, "1.229"; None for "1.2.34".

    Where both separators stand, the last one begins the decimals, whatever the language.
    """
    text = re.sub("[ \u00a0\u202f٬]", "", text).replace("٫", ".")
    comma_last = text.rfind(",") > text.rfind(".")
    both = "," in text and "." in text
    is_point_comma = comma_last if both else language in DECIMAL_COMMA
    point, separator = (",", ".") if is_point_comma else (".", ",")
    whole, *decimals = text.split(point)
    if len(decimals) > 1 and not both and all(len(part) == 3 for part in decimals):
        whole, decimals = text.replace(point, ""), []
    groups = whole.split(separator)
    uneven = any(len(part) not in (2, 3) for part in groups[1:]) or len(groups[-1]) != 3
    if len(decimals) > 1 or (len(groups) > 1 and uneven):
        return None
    return float("".join(groups) + ("." + decimals[0] if decimals else ""))


class _Reader:
    """Reads the tokens of one sentence from left to right."""

    def __init__(self, tokens: Sequence[Token], language: str) -> None:
        self._tokens, self._language = tokens, language
        self._lows = [token.low for token in tokens]
        self._terms, self._stops = terms_of(language), stop_words(language)
        self._currencies, self._kinds = (meanings(language, key) for key in ("money.", "kind."))
        self._ones, self._times = worth(language, "is."), worth(language, "times.")

    def _low(self, place: int) -> str:
        return self._lows[place] if 0 <= place < len(self._lows) else ""

    def _is(self, place: int, key: str) -> bool:
        return self._low(place) in self._terms[key]

    def _touches(self, place: int) -> bool:
        near = self._tokens[max(place - 1, 0) : place + 1]
        return near[0].end == near[-1].start

    def at(self, place: int) -> tuple[Quantity | None, int]:
        """Return the quantity that begins at a token, if any, and where to go on."""
        if not self._may_begin(place) or (read := self._number(place)) is None:
            return None, place + 1
        value, behind = read
        start = place - (self._low(place - 1) in self._currencies)
        far = None if self._low(start - 1) == "from" else self._range(value, behind)
        value, behind = far or (value, behind)
        if self._low(behind) == "m" and (start < place or self._is(behind + 1, "generic")):
            value, behind = value * 1e6, behind + 1
        if (measure := self._unit(place, behind)) is None:
            return None, behind
        unit, sort, last = measure
        if value > LARGEST or (value == 1 and sort == "count"):
            return None, behind
        quantity = Quantity(
            value=value,
            unit=unit,
            sort=sort,
            last=last,
            first=self._hedged(start),
            number=place,
            noun=behind,
            ranged=bool(far),
        )
        return quantity, last

    def _may_begin(self, place: int) -> bool:
        """Return whether a number may begin at a token, as at few it may."""
        low = self._lows[place]
        if low in self._ones or low in (*_A, "half") or self._tokens[place].kind == "number":
            return True
        first = _FIRST_PART.match(low)
        return first is not None and first[0] != low and first[0] in self._ones

    def _number(self, place: int) -> tuple[float, int] | None:
        """Return the value of the number at a token, and the place behind it."""
        token, value, behind = self._tokens[place], None, place + 1
        ahead = behind + (self._low(behind) in _A)
        if token.kind == "number":
            value = number_of(token.text, self._language)
        elif token.low in (*_A, "half") and self._low(ahead) in self._times:
            value, behind = self._spelt(ahead, 0.5 if token.low == "half" else 1.0)
        else:
            value, behind = self._spelt(place)
        while value and (scale := self._times.get(self._low(behind))):
            value, behind = value * scale, behind + 1
        return (value, behind) if value and (value >= 1 or token.kind == "number") else None

    def _spelt(self, place: int, current: float = 0.0) -> tuple[float | None, int]:
        """Read "two hundred and twenty-three"; what multiplies begins none."""
        total, begun, scaled = 0.0, place, False
        while place < len(self._tokens):
            parts = _HYPHEN.split(self._low(place))
            if parts == ["and"] and scaled and self._low(place + 1).split("-")[0] in self._ones:
                parts = []
            for part in parts:
                scale = self._times.get(part) if current or scaled else None
                value = self._ones.get(part, 0.0)
                if not scale and (not value or (current % 100 and (current % 10 or value >= 10))):
                    return (total + current if place > begun else None), place
                current, scaled = (current or 1) * scale if scale else current + value, bool(scale)
                if scale and scale >= 1000:
                    total, current = total + current, 0.0
            place += 1
        return total + current, place

    def _range(self, value: float, place: int) -> tuple[float, int] | None:
        """Return the first number of "10 to 12 million" and the place behind the second."""
        joined = self._low(place) in _DASHES or self._is(place, "range")
        if self._low(place) == "and":
            joined = "between" in map(self._low, range(place - 5, place))
        ahead = place + 1 + (self._low(place + 1) in self._currencies)
        read = self._number(ahead) if joined and ahead < len(self._tokens) else None
        if read is None or read[0] <= value:
            return None
        scale = self._times.get(self._low(place - 1), 1.0)
        other = self._times.get(self._low(read[1] - 1), 1.0)
        return value * (other if scale == 1 else 1.0), read[1]

    def _hedged(self, start: int) -> int:
        """Return the place of the first word of "more than 78", or `start`."""
        for first in range(max(start - 4, 0), start):
            if " ".join(map(self._low, range(first, start))) in self._terms["hedge"]:
                return first
        return start

    def _unit(self, place: int, behind: int) -> tuple[str, str, int] | None:
        """Return what a number counts, the sort, and the place behind it."""
        if self._low(place - 1) in self._currencies:
            return self._currencies[self._low(place - 1)], "money", behind
        low = self._low(behind)
        if self._is(behind, "percent") or (low, self._low(behind + 1)) == ("per", "cent"):
            return "%", "percent", behind + 1 + (low == "per")
        if self._is(behind, "never") or (low in _DASHES and self._touches(behind)):
            return None
        if self._is(behind, "measure"):
            if self._is(behind + 1, "passing") or self._is(place - 1, "coming"):
                return None
            return stemmed([low], self._language)[0], "measure", behind + 1
        for ahead in (behind, behind + 1):
            if code := self._currencies.get(self._low(ahead)):
                nation = ahead > behind and low not in ("u.s.", "us", "american", "de")
                return f"{low} {code}" if nation else code, "money", ahead + 1
        if "magnitude" in (low, self._low(place - 1), self._low(place - 2)):
            return "magnitud", "measure", behind + (low == "magnitude")
        return self._counted(place, behind)

    def _counted(self, place: int, behind: int) -> tuple[str, str, int] | None:
        """Return the noun that follows a number, or "" where a count stands for one before it."""
        before, token = self._tokens[max(place - 1, 0)], self._tokens[place]
        year = is_year(token.text)
        labelled = self._is(place - 1 - (before.text == "."), "label")
        share = self._low(place - 1) == "in" and self._low(place - 2) in (*self._ones, *"23456789")
        if share or self._touches(place) or (self._touches(behind) and self._word(behind)):
            return None
        if (noun := self._noun(behind)) is None:
            other = self._word(behind) and self._low(behind) not in self._stops
            named = labelled or year or other or (place and before.text[0].isupper())
            return None if named else ("", "bare", behind)
        words = [token.text for token in self._tokens[behind:noun]]
        generic = words[-1].lower() in self._terms["generic"]
        if (year and not generic) or (labelled and (before.text[0].isupper() or not generic)):
            return None
        stems = stemmed([word for word in words if word.lower() not in self._stops], self._language)
        return " ".join(stems), "count", noun

    def _word(self, place: int) -> bool:
        return self._low(place)[:1].isalpha()

    def _noun(self, behind: int) -> int | None:
        """Return the place behind the noun that follows a number, if one does."""
        behind += self._low(behind) in ("de", "d'")
        if self._low(behind) == "or" and self._low(behind + 1) in ("so", "more"):
            behind += 2  # "fifty or so bodies"
        last = behind
        while last < behind + LONGEST_NOUN and self._word(last):
            low = self._low(last)
            if low in self._stops or low in self._ones or low in self._times:
                break
            last += 1
            if self._language != "en":
                if self._language != "de" or self._tokens[last - 1].text[0].isupper():
                    return last
            elif self._plural(low) and not self._more(last):
                return last
        return behind + 1 if self._low(behind) in self._kinds else None

    def _plural(self, low: str) -> bool:
        ends = len(low) > 3 and re.search("[^isu']s$|men$", low)
        return bool(ends) or low in self._terms["plural"]

    def _more(self, place: int) -> bool:
        """Return whether the noun goes on: "United States nationals", "crew members"."""
        low = self._low(place)
        goes = self._tokens[place - 1].text[0].isupper() or self._is(place - 1, "plural")
        return goes and self._word(place) and low not in self._kinds and self._plural(low)
