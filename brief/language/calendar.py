"""Dates as people write them, in the languages of the articles.

English is read without any library; other names of months and weekdays come from CLDR through
Babel, and spellings that it lacks from `data/calendar`.  All patterns have bounded repetition, so
that hostile text costs no more than its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal, TypeAlias

from brief.language.plain import places, plain
from brief.language.words import any_of, keyed

#: Languages in which 03/04/2025 may be either day: English has both habits, others one.
_AMBIGUOUS = frozenset({"en", ""})
#: Languages in which the year stands before the month's name: "2025. október 14."
_YEAR_FIRST = frozenset({"eu", "hu", "lt", "lv"})
#: Languages whose names of months are known where no language is stated, as in a feed's dates.
_EVERYWHERE = (
    "en de fr es it pt nl pl cs sk ru uk bg sv da no fi ro el hu tr ar he hi ca id".split()
)
#: January to December and Monday to Sunday, as a page writes them.  Not from CLDR, which takes
#: 40 ms to load and which most pages do without.
MONTHS = (
    "January February March April May June July August September October November December"
).split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
#: What stands in English stamps beside numbers and months, and is no month anywhere.
_IN_ENGLISH = {
    *(day.lower() for day in WEEKDAYS),
    *(day[:3].lower() for day in WEEKDAYS),
    *"t z gmt utc est edt bst cet at on of am pm a m p st nd rd th".split(),
}
#: Further locales whose names are in use beside those of the bare language.
_MORE_LOCALES = {"ar": ("ar_SY",), "pt": ("pt_PT",), "de": ("de_AT",), "no": ("nb",)}
#: In every date, unless the language writes some days as words.
_DIGIT = re.compile(r"\d")
_SEPARATOR = r"[\s,.،\u200b]{0,4}"
_YEAR = r"(?P<year>\d{4})(?![\d%]|[.,/]\d)"
_ISO = re.compile(r"(?<![\d/.-])(\d{4})([-/.]) ?(\d{1,2})\2 ?(\d{1,2})(?![\d/-]|\.\d)")
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([-/]|\. ?)(\d{1,2})\2(\d{4})(?![\d/-]|\.\d)")
#: What all three of these hold.
_PARTED = re.compile(r"\d(?:[-/.] ?\d|\s?[年년])")
#: What a stamp holds: numbers, and names that may have a sign of Hindi within them.
_TOKEN = re.compile(r"\d+|(?:[^\W\d_]|[\u0900-\u0963])+")
#: Letters of the beginning of a month's name that may stand for it; words between its parts.
_SHORTEST_NAME, _LONGEST_LINK = 3, 3
#: Characters of a stamp, and years of one.
_LONGEST_STAMP, _STAMPED = 80, range(1900, 2200)
_CJK = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")


#: Years that articles are of, and name by number.
YEARS = range(1500, 2200)
#: Which of day and month stands first in a date of numbers; empty where that is not known.
Order: TypeAlias = Literal["", "day", "month"]


@dataclass(frozen=True, slots=True)
class StatedDate:
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


def stated(text: str, language: str = "en", order: Order = "") -> tuple[StatedDate, ...]:
    """Return the dates that `text` states by name or number, in order, none overlapping.

    A month alone is none, nor is a day that the calendar has not (30 February), nor 03/04/2025
    where neither the language nor `order` says which is the month.  English names are known
    everywhere.
    """
    short = plain(text)
    if short == text:
        return _stated(text, language, order)
    at = places(text)
    return tuple(
        replace(day, start=at[day.start], end=at[day.end])
        for day in _stated(short, language, order)
    )


def _stated(text: str, language: str, order: Order) -> tuple[StatedDate, ...]:
    if not _DIGIT.search(text) and not _listed(language, "day"):
        return ()
    order = order or ("" if language in _AMBIGUOUS else "day")
    dates = [*_by_number(text, order), *_by_name(text, language)]
    if not dates and language not in ("", "en"):
        dates = list(_by_name(text, "en"))
    apart: list[StatedDate] = []
    for candidate in sorted(dates, key=lambda candidate: (candidate.start, -candidate.end)):
        if not apart or candidate.start >= apart[-1].end:
            apart.append(candidate)
    return tuple(apart)


@cache
def number_order(tag: str) -> Order:
    """Return which of day and month a language tag (BCP 47) puts first: month in `en-US`.

    Empty where the tag names no region of a language that has both habits, or one that CLDR does
    not know, or where the year comes first.
    """
    from babel import Locale, UnknownLocaleError

    language, _, region = tag.replace("_", "-").partition("-")
    if language.lower() in _AMBIGUOUS and not region:
        return ""
    try:
        pattern = Locale.parse(tag.replace("-", "_")).date_formats["short"].pattern
    except (UnknownLocaleError, ValueError, LookupError):
        return ""
    first = pattern.strip("\u200f'. ")[:1]
    return {"d": "day", "M": "month"}.get(first, "")  # type: ignore[return-value]


def stamped(stamp: str) -> date | None:
    """Return the day of a stamp whose month is named in any language: "dom, 02 ott 2022 18:55".

    Other than in prose no language is known, and names may be cut to three letters.  Numbers with
    stops are read day first, others year first.  None where two readings are possible.
    """
    stamp = stamp[:_LONGEST_STAMP]
    tokens = _TOKEN.findall(fold(stamp, "any"))
    days = {valid.date for valid in _by_number(stamp, "day" if "." in stamp else "")}
    names = _names_for(tokens)
    named = [reading for place in range(len(tokens)) if (reading := _around(tokens, place, names))]
    # "mar., 01 déc. 2026": a weekday may be called as a month is, but no number stands before it.
    days |= {day for led, day in named if led} or {day for _, day in named}
    return days.pop() if len(days) == 1 else None


def _names_for(tokens: list[str]) -> Mapping[str, int]:
    """Return the names of months that a stamp's tokens may be, as `_names_everywhere` has them.

    All names take a tenth of a second to collect; most stamps are English or lack day or year.
    """
    if sum(map(str.isdigit, tokens)) < 2:
        return {}
    english = _english_names()
    if all(token.isdigit() or token in english or token in _IN_ENGLISH for token in tokens):
        return english
    return _names_everywhere()


def _around(tokens: list[str], place: int, names: Mapping[str, int]) -> tuple[bool, date] | None:
    """Return the day that the tokens around a month's name make: "1 de enero de 2026".

    Also whether a number stands before the name.
    """
    month = names.get(" ".join(tokens[place : place + 2])) or names.get(tokens[place])
    if not month:
        return None
    before = [token for token in tokens[:place] if token.isdigit() or len(token) > _LONGEST_LINK]
    led = bool(before) and before[-1].isdigit()
    numbers = [int(before[-1])] if led else []
    numbers += [int(token) for token in tokens[place + 1 :] if token.isdigit()]
    day, year = numbers[:2] if len(numbers) > 1 else (0, 0)
    if day in _STAMPED:  # "2026. márc. 3."
        day, year = year, day
    valid = make_date(0, 0, year, month, day) if year in _STAMPED else None
    return (led, valid.date) if valid and valid.date else None


@cache
def _english_names() -> dict[str, int]:
    return {fold(name, "any"): number for name, number in months("en").items()}


@cache
def _names_everywhere() -> dict[str, int]:
    """Return the names of months in all languages at hand, and beginnings that are of one month."""
    whole: dict[str, set[int]] = {}
    begun: dict[str, set[int]] = {}
    for language in _EVERYWHERE:
        for name, number in months(language).items():
            folded = fold(name, "any")
            whole.setdefault(folded, set()).add(number)
            for end in range(_SHORTEST_NAME, len(folded)):
                begun.setdefault(folded[:end], set()).add(number)
    clear = {**begun, **whole}
    return {name: min(numbers) for name, numbers in clear.items() if len(numbers) == 1}


@cache
def months(language: str) -> dict[str, int]:
    """Return the folded names of the months, abbreviations included, and their numbers 1 … 12."""
    if language in ("", "en"):
        names = {name: number for number, name in enumerate(MONTHS, 1)}
        names |= {name[:3]: number for name, number in names.items()} | _listed("en", "month")
        return names | {name.upper(): number for name, number in names.items()}
    return _cldr_names(language, "months") | _listed(language, "month")


@cache
def weekdays(language: str) -> dict[str, int]:
    """Return the folded names of the days of the week and their numbers, Monday being 0."""
    if language in ("", "en"):
        days = {name: number for number, name in enumerate(WEEKDAYS)}
        return days | {name.upper(): number for name, number in days.items()}
    return _cldr_names(language, "days") | _listed(language, "weekday")


@cache
def weekday_pattern(language: str) -> re.Pattern[str]:
    """Return what matches a weekday's name, in text that went through `fold`."""
    return re.compile(rf"(?<![^\W\d_])(?:{_any_name(weekdays(language))})(?![^\W\d_])")


def fold(text: str, language: str) -> str:
    """Return `text` in lower case and without accents, as names are compared, of the same length.

    English stays as it is: "may" is no month there.
    """
    return text if language in ("", "en") else "".join(map(_base_letter, text))


@cache
def _base_letter(character: str) -> str:
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def make_date(
    start: int, end: int, year: int | None, month: int, day: int | None
) -> StatedDate | None:
    """Return the date, or None where there is no such day or the year is not in 1500 … 2199."""
    if year is not None and year not in YEARS:
        return None
    try:
        # 2000 is a leap year: 29 February may stand without a year.
        date(year or 2000, month, 1 if day is None else day)
    except ValueError:
        return None
    return StatedDate(start=start, end=end, year=year, month=month, day=day)


def _by_number(text: str, order: Order) -> Iterator[StatedDate]:
    if not _PARTED.search(text):
        return
    for pattern in (_ISO, _CJK):
        for match in pattern.finditer(text):
            year, month, day = (int(part) for part in match.groups() if part.isdigit())
            if valid := make_date(*match.span(), year, month, day):
                yield valid
    for match in _NUMERIC.finditer(text):
        day, month, year = (int(match[group]) for group in (1, 3, 4))
        if order == "month" and day <= 12:
            day, month = month, day
        elif not order and day != month:
            if day <= 12 and month <= 12:
                continue
            day, month = max(day, month), min(day, month)
        if valid := make_date(*match.span(), year, month, day):
            yield valid


def _by_name(text: str, language: str) -> Iterator[StatedDate]:
    folded = fold(text, language)
    if not _month_pattern(language).search(folded):
        return
    names = months(language)
    day_words = _listed(language, "day")
    for match in _name_pattern(language).finditer(folded):
        parts = match.groupdict()
        day = parts["before"] or parts["after"]
        year = parts["year"] or parts["year_"] or parts["alone"] or parts["first"]
        month = names[(parts["month"] or parts["month_"]).replace("\u093c", "")]
        number = (int(day) if day.isdigit() else day_words[day]) if day else None
        if valid := make_date(*match.span(), int(year) if year else None, month, number):
            yield valid


@cache
def _month_pattern(language: str) -> re.Pattern[str]:
    """Return what matches the name of a month anywhere: a quick look before the close one."""
    names = months(language)
    return re.compile(_any_name({name[:3] for name in names} if language in ("", "en") else names))


@cache
def _name_pattern(language: str) -> re.Pattern[str]:
    month, weekday = _any_name(months(language)), _any_name(weekdays(language))
    words = "|".join(_listed(language, "day"))
    first = r"(?:(?<![^\W_])(?P<first>\d{4})\.? )?" if language in _YEAR_FIRST else "(?P<first>)"
    day = rf"(?:\d{{1,2}}(?!\d){'|' + words if words else ''})"
    then_year = rf"{_SEPARATOR}(?:(?:{weekday}){_SEPARATOR})?(?:(?:de|del|of)\s)?{_YEAR}"
    return re.compile(
        rf"(?<![^\W_])(?<!\d[.,:/-])(?<![$€£])(?:ה-?\s?)?(?P<before>{day})(?:st|nd|rd|th|er|ος|η)?"
        rf"[º°ª]?{_SEPARATOR}(?:(?:of|de|del|di)\s|[בל])?(?P<month>{month})\.?(?![^\W\d_])"
        rf"(?:/[^\W\d_]+)?(?:{then_year})?"
        rf"|{first}(?<![^\W\d_])(?P<month_>{month})\.?(?![^\W\d_])(?:"
        rf"{_SEPARATOR}(?P<after>{day})(?:st|nd|rd|th)?"
        rf"(?:{then_year.replace('year', 'year_')}|(?![\d%:]|[.,]\d))"
        rf"|{_SEPARATOR}(?:(?:de|del|of)\s)?(?P<alone>\d{{4}})(?![\d%]|[.,]\d))"
    )


def _any_name(names: Iterable[str]) -> str:
    # The nukta of Hindi may be there or not.
    return re.sub("([कखगजडढफ])", "\\1\u093c?", any_of(names)) or r"(?!)"


@cache
def _cldr_names(language: str, what: str) -> dict[str, int]:
    """Return the folded names of the "months" or "days" of a language; none where CLDR has none."""
    from babel import Locale, UnknownLocaleError, localedata

    names: dict[str, int] = {}
    for code in (language, *_MORE_LOCALES.get(language, ())):
        try:
            tables = localedata.load(str(Locale.parse(code)))[what]
        except (UnknownLocaleError, ValueError):
            continue
        # Babel shares what locales inherit, and writes the names of the first one that is read
        # into it: the next locale would have them, too.
        tables = localedata.LocaleDataDict({what: deepcopy(tables)})[what]
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in tables[context][width].items():
                    folded = fold(name, language).replace("\u093c", "").strip(". \u200f׳")
                    if (width == "wide" or len(folded) > 2) and not folded[:1].isdigit():
                        names.setdefault(folded, number)
    return names


@cache
def _listed(language: str, kind: str) -> dict[str, int]:
    """Return the folded names under `month.n`, `weekday.n` or `day.n` in `data/calendar`, and n.

    The names under `day` are words for days of the month, as Hebrew has them for the first ten.
    """
    names: dict[str, int] = {}
    for key, lines in keyed(f"calendar/{language}").items():
        key_kind, _, number = key.partition(".")
        if key_kind == kind:
            names |= {word: int(number) for line in lines for word in line.split()}
    return {fold(name, language).replace("\u093c", ""): number for name, number in names.items()}
