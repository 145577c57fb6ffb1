"""Dates as people write them, in the languages of the articles.

English is read without any library; other month and weekday names come from CLDR through Babel.
Everything is one pass with bounded repetition, so that hostile text costs no more than its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

#: Which comes first in 03/04/2025: most languages put the day there; English has both habits.
_AMBIGUOUS = frozenset({"en", ""})
#: January to December, as a page writes them.
MONTHS = (
    "January February March April May June July August September October November December"
).split()
_ENGLISH_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
#: Names that CLDR does not give for the bare language: spellings, Levantine months.
_MONTH_VARIANTS = {
    "en": {"Sept": 9},
    "he": {"מרס": 3, "מרץ": 3},
    "hi": {"सितम्बर": 9, "नवम्बर": 11, "दिसम्बर": 12, "अक्तूबर": 10, "अगस्त": 8},
}
_DAY_VARIANTS = {
    "hi": {"इतवार": 6, "बृहस्पतिवार": 3, "बृहस्पतीवार": 3, "गुरूवार": 3, "श्निवार": 5},
    "he": {"שני": 0, "שלישי": 1, "רביעי": 2, "חמישי": 3, "שישי": 4, "שבת": 5, "ראשון": 6},
}
#: Further locales whose names are in use beside those of the bare language.
_MORE_LOCALES = {"ar": ("ar_SY",), "pt": ("pt_PT",), "de": ("de_AT",), "no": ("nb",)}
#: Days of the month written as words.
_ORDINALS = {
    "he": "הראשון השני השלישי הרביעי החמישי השישי השביעי השמיני התשיעי העשירי".split(),
    "fr": ["premier"],
}
#: All dates have one, unless the language writes some days as words.
_DIGIT = re.compile(r"\d")
_SEPARATOR = r"[\s,.،\u200b]{0,4}"
_YEAR = r"(?P<year>\d{4})(?![\d%]|[.,/]\d)"
_ISO = re.compile(r"(?<![\d/.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d/-]|\.\d)")
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([-/]|\. ?)(\d{1,2})\2(\d{4})(?![\d/-]|\.\d)")
#: What all three of these hold.
_PARTED = re.compile(r"\d(?:[-/.] ?\d|\s?[年년])")
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")


@dataclass(frozen=True, slots=True)
class Stated:
    """A date as `text[start:end]` states it; what it leaves out is None."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None

    @property
    def date(self) -> date | None:
        """The day, where year, month and day are all stated."""
        if self.year is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)


def stated(text: str, language: str = "en") -> tuple[Stated, ...]:
    """Return the dates that `text` states by name or number, in order, none overlapping.

    A month alone is none, nor is a day that the calendar has not (30 February), nor 03/04/2025
    where the language does not say which is the month.  English names are known everywhere.
    """
    if not _DIGIT.search(text) and language not in _ORDINALS:
        return ()
    found = [*_by_number(text, language), *_by_name(text, language)]
    if not found and language in ("", "en"):
        return ()
    if language not in ("", "en") and not found:
        found = list(_by_name(text, "en"))
    kept: list[Stated] = []
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


@cache
def months(language: str) -> dict[str, int]:
    """Return the folded names of the months, abbreviations included, and their numbers 1 … 12."""
    if language in ("", "en"):
        names = {name: number for number, name in enumerate(MONTHS, 1)}
        names |= {name[:3]: number for name, number in names.items()} | _MONTH_VARIANTS["en"]
        return names | {name.upper(): number for name, number in names.items()}
    return _named(language, "months") | _folded(_MONTH_VARIANTS.get(language, {}))


@cache
def weekdays(language: str) -> dict[str, int]:
    """Return the folded names of the days of the week and their numbers, Monday being 0."""
    if language in ("", "en"):
        days = {name: number for number, name in enumerate(_ENGLISH_DAYS)}
        return days | {name.upper(): number for name, number in days.items()}
    return _named(language, "days") | _folded(_DAY_VARIANTS.get(language, {}))


@cache
def weekday_pattern(language: str) -> re.Pattern[str]:
    """Return what matches a weekday's name, in text that went through `fold`."""
    return re.compile(rf"(?<![^\W\d_])(?:{_any_of(weekdays(language))})(?![^\W\d_])")


def fold(text: str, language: str) -> str:
    """Return `text` without case and accents, character for character, as names are compared.

    English stays as it is: "may" is no month there.
    """
    return text if language in ("", "en") else text.translate(_FOLDING)


def make(start: int, end: int, year: int | None, month: int, day: int | None) -> Stated | None:
    """Return the date, or None where the calendar has none such or the year is not of our era."""
    if year is not None and not 1500 <= year <= 2199:
        return None
    try:
        # 2000 is a leap year: 29 February may stand without a year.
        date(year or 2000, month, day or 1)
    except ValueError:
        return None
    return Stated(start, end, year, month, day)


def _by_number(text: str, language: str) -> Iterator[Stated]:
    if not _PARTED.search(text):
        return
    for pattern in (_ISO, _CJK):
        for match in pattern.finditer(text):
            year, month, day = (int(part) for part in match.groups() if part.isdigit())
            if one := make(*match.span(), year, month, day):
                yield one
    for match in _NUMERIC.finditer(text):
        day, month, year = (int(match[group]) for group in (1, 3, 4))
        if language in _AMBIGUOUS and day != month:
            if day <= 12 and month <= 12:
                continue
            day, month = max(day, month), min(day, month)
        if one := make(*match.span(), year, month, day):
            yield one


def _by_name(text: str, language: str) -> Iterator[Stated]:
    folded = fold(text, language)
    if not _month_pattern(language).search(folded):
        return
    names = months(language)
    ordinals = {_fold(word): day for day, word in enumerate(_ORDINALS.get(language, ()), 1)}
    for match in _name_pattern(language).finditer(folded):
        parts = match.groupdict()
        day = parts["before"] or parts["after"]
        year = parts["year"] or parts["year_"] or parts["alone"]
        month = names[(parts["month"] or parts["month_"]).replace("\u093c", "")]
        number = (int(day) if day.isdigit() else ordinals[day]) if day else None
        if one := make(*match.span(), int(year) if year else None, month, number):
            yield one


@cache
def _month_pattern(language: str) -> re.Pattern[str]:
    """Return what matches the name of a month anywhere: a quick look before the close one."""
    names = {name[:3] if language in ("", "en") else name: 0 for name in months(language)}
    return re.compile(_any_of(names))


@cache
def _name_pattern(language: str) -> re.Pattern[str]:
    month = _any_of(months(language))
    weekday = _any_of(weekdays(language))
    words = "|".join(_fold(word) for word in _ORDINALS.get(language, ()))
    day = rf"(?:\d{{1,2}}(?!\d){'|' + words if words else ''})"
    then_year = rf"{_SEPARATOR}(?:(?:{weekday}){_SEPARATOR})?(?:(?:de|del|of)\s)?{_YEAR}"
    return re.compile(
        rf"(?<![^\W_])(?<!\d[.,:/-])(?<![$€£])(?:ה-?\s?)?(?P<before>{day})(?:st|nd|rd|th|er|ος|η)?"
        rf"[º°ª]?{_SEPARATOR}(?:(?:of|de|del|di)\s|[בל])?(?P<month>{month})\.?(?![^\W\d_])"
        rf"(?:/[^\W\d_]+)?(?:{then_year})?"
        rf"|(?<![^\W\d_])(?P<month_>{month})\.?(?![^\W\d_])(?:"
        rf"{_SEPARATOR}(?P<after>{day})(?:st|nd|rd|th)?"
        rf"(?:{then_year.replace('year', 'year_')}|(?![\d%:]|[.,]\d))"
        rf"|{_SEPARATOR}(?:(?:de|del|of)\s)?(?P<alone>\d{{4}})(?![\d%]|[.,]\d))"
    )


def _any_of(names: dict[str, int]) -> str:
    # The nukta of Hindi may be there or not; longer names first, so that none hides another.
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(_loose(re.escape(name)) for name in ordered) or r"(?!)"


def _loose(name: str) -> str:
    return re.sub("([कखगजडढफ])", "\\1\u093c?", name)


@cache
def _named(language: str, what: str) -> dict[str, int]:
    from babel import Locale, UnknownLocaleError

    names: dict[str, int] = {}
    for code in (language, *_MORE_LOCALES.get(language, ())):
        try:
            tables = getattr(Locale.parse(code), what)
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in tables[context][width].items():
                    folded = _fold(name).replace("\u093c", "").strip(". \u200f׳")
                    if (width == "wide" or len(folded) > 2) and not folded[:1].isdigit():
                        names.setdefault(folded, number)
    return names


def _folded(names: dict[str, int]) -> dict[str, int]:
    return {_fold(name).replace("\u093c", ""): number for name, number in names.items()}


class _Folding(dict[int, str]):
    """One character's base letter in lower case, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = base if len(base) == 1 else chr(code)
        return self[code]


_FOLDING = _Folding()


def _fold(text: str) -> str:
    return text.translate(_FOLDING)
