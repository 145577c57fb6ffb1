"""What a page says beside its articles' sentences, in the language of the page.

Headings, labels and counts stand in `data/phrases`, a table for each language; dates, the grouping
of numbers and the rules of plurals come from CLDR through Babel.  English does without Babel, which
takes 40 ms to load.  What is written here can be read back: each text has its pattern.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from brief.language.calendar import MONTHS
from brief.language.words import sections

if TYPE_CHECKING:
    from babel import Locale

#: The language of a page whose own has no table.
FALLBACK = "en"
_FIELD = re.compile(r"\{([a-z]+)\}")
#: What another character may stand for on a page: `visible` makes no-break spaces common ones, and
#: earlier versions wrote wide ones, and the quotation marks of CLDR in Hebrew.
_LIKE = {"\u00a0": "[ \u00a0\u202f]", "\u202f": "[ \u00a0\u202f]", "״": "[״”]"}
#: Between the ends of an interval, and between days of one month.
_TO, _DAYS_TO = " – ", "–"
#: Parts of a date by the name of the form: what CLDR calls skeletons, and its long form.
_Form: TypeAlias = Literal["MMMd", "MMMMd", "yMMMd", "yMMM", "long"]
#: The same with the month in full, for languages in which CLDR cuts only some months short.
_IN_FULL: Mapping[_Form, str] = {"MMMd": "MMMMd", "yMMMd": "long", "yMMM": "yMMMM"}
#: A day whose parts are told apart in any form, whatever the month.
_YEAR, _DAY = 2024, 25
_NO_FIELDS: Mapping[str, str] = MappingProxyType({})


# Compared by identity: `phrases` makes each once.
@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """The phrases of one language."""

    language: str  #: That of the table: "en" where the page's own language has none.
    templates: Mapping[str, str]  #: Texts with `{fields}` by key.
    plurals: Mapping[str, Mapping[str, str]]  #: Texts with `{number}` by noun and CLDR category.

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return self.language != FALLBACK and _locale(self.language).text_direction == "rtl"

    @property
    def comma(self) -> str:
        """What stands between the parts of a list: ", "."""
        return self.templates["comma"] + " "

    @property
    def stop(self) -> str:
        """The colon behind a label, without the space that follows it."""
        return self.templates["colon"]

    @property
    def colon(self) -> str:
        """What stands between a label and what it labels: ": "."""
        return self.templates["colon"] + " "

    def listed(self, parts: Iterable[str]) -> str:
        """Return a list of parts as text, without those that are empty: "a, b, c"."""
        return self.comma.join(filter(None, parts))

    def language_name(self, code: str) -> str:
        """Return what the language of an ISO 639-1 code is called, or the code."""
        return str(_locale(self.language).languages.get(code, code))

    def say(self, key: str, **values: str) -> str:
        """Return the text of `key`; `values` stand in its fields as they are.

        Raises:
            KeyError: there is no such key, or a field of it has no value.
        """
        return _filled(self.templates[key], values)

    def count(self, number: int, noun: str) -> str:
        """Return a whole number from 0 on with its noun: "1 article", "2,000 articles".

        Raises:
            KeyError: there is no such noun.
        """
        forms = self.plurals[noun]
        return _filled(forms[_category(self.language, number)], {"number": self.number(number)})

    def number(self, number: int) -> str:
        """Return a whole number, grouped as in the language.

        In Western digits everywhere: an article's number, a line's and the figures that articles
        state must be the same characters wherever the page names them.
        """
        if self.language == FALLBACK:
            return f"{number:,}"
        from babel.numbers import format_decimal

        return format_decimal(number, locale=_locale(self.language), numbering_system="latn")

    def day(self, day: date, this_year: int | None = None) -> str:
        """Return "25 Aug" where the day is in `this_year`, else "25 Aug 2024"."""
        return self._date(day, "MMMd" if day.year == this_year else "yMMMd")

    def long_day(self, day: date) -> str:
        """Return "26 November 2026"."""
        return self._date(day, "long")

    def long_days(self, first: date, last: date) -> str:
        """Return the days from `first` to `last`: "24–26 November 2026", "26 November 2026"."""
        return self._days(first, last, "long")

    def days(self, first: date, last: date) -> str:
        """Return what `long_days` does, without the year where it is the same."""
        return self._days(first, last, "MMMMd")

    def when(self, iso: str, this_year: int | None = None) -> str:
        """Return a day, month or year of ISO 8601: "25 Aug", "Jul 2005", "2005".

        Raises:
            ValueError: it is none of these.
        """
        match iso.split("-"):
            case [year]:
                return year
            case [year, month]:
                return self._dated(date(int(year), int(month), 1), "yMMM")
            case _:
                return self.day(date.fromisoformat(iso), this_year)

    def month(self, day: date) -> str:
        """Return the month of a day: "November 2026"."""
        if self.language == FALLBACK:
            return f"{MONTHS[day.month - 1]} {day.year}"
        from babel.dates import format_skeleton

        return str(format_skeleton("yMMMM", day, locale=_locale(self.language)))

    def interval(self, iso: str, this_year: int | None = None) -> str:
        """Return a day, month, year or interval of ISO 8601: "3 Dec 2007 – 15 Dec 2007"."""
        return _TO.join(self.when(part, this_year) for part in iso.split("/"))

    def pattern(
        self, key: str, fields: Mapping[str, str] = _NO_FIELDS, *, named: bool = True
    ) -> str:
        """Return a pattern of what `say` writes, to be matched from a place, not searched for.

        Each field is a group of its name (not `named`: a group without), which holds the pattern
        in `fields`.  A field that has none there is any text on one line, up to the first place
        where what follows the field in the phrase stands.  So nothing is read twice.  A common
        space is read where `say` writes a no-break one.
        """
        parts = _FIELD.split(self.templates[key])
        # Literal text and names of fields by turns.
        pattern = _literal(parts[0])
        for place, (name, text) in enumerate(zip(parts[1::2], parts[2::2], strict=True)):
            following = _literal(text)
            last = place == len(parts) // 2 - 1
            inner = fields.get(name) or (r"[^\n]+?" if last else rf"(?:(?!{following})[^\n])+")
            pattern += rf"(?{f'P<{name}>' if named else ':'}{inner}){following}"
        return pattern

    def count_pattern(self, noun: str) -> str:
        """Return a pattern, without groups, of what `count` writes for any number."""
        texts = (_literal(form) for form in self.plurals[noun].values())
        field = re.escape("{number}")
        return _any(text.replace(field, self.number_pattern) for text in texts)

    @property
    def comma_pattern(self) -> str:
        """A pattern, without groups, of `comma`."""
        return self._mark_pattern("comma") + " "

    @property
    def stop_pattern(self) -> str:
        """A pattern, without groups, of `stop`."""
        # A space before it is part of it, not of the label.
        return rf"(?<!\s){self._mark_pattern('colon')}"

    @property
    def colon_pattern(self) -> str:
        """A pattern, without groups, of `colon`."""
        return self.stop_pattern + " "

    def quoted_pattern(self, text: str) -> str:
        """Return a pattern of a quotation in the marks of the language; `text` is that inside."""
        # Each template is its marks around the only field.
        marks = [_FIELD.split(spoken.templates["quoted"]) for spoken in (self, phrases(FALLBACK))]
        opening, closing = ({_literal(parts[place]) for parts in marks} for place in (0, 2))
        return _any(opening) + text + _any(closing)

    def _mark_pattern(self, key: str) -> str:
        """Return a pattern of a mark; earlier versions wrote that of English everywhere."""
        return _any(map(_literal, {self.templates[key], phrases(FALLBACK).templates[key]}))

    @property
    def number_pattern(self) -> str:
        """A pattern, without groups, of what `number` writes."""
        return rf"[0-9]{{1,3}}(?:{_literal(_group_symbol(self.language))}[0-9]{{2,3}}){{0,9}}"

    @property
    def day_pattern(self) -> str:
        """A pattern, without groups, of what `day` writes, with or without a year."""
        return _date_pattern(self, "yMMMd", "MMMd")

    @property
    def long_days_pattern(self) -> str:
        """A pattern, without groups, of what `long_day` and `long_days` write."""
        # All forms begin with the day.
        day = rf"(?:{_number_pattern(self)})\.?{_DAYS_TO}"
        before = f"{_date_pattern(self, 'MMMMd', 'long')}{_TO}"
        return f"(?:{day}|{before})?{_date_pattern(self, 'long')}"

    @property
    def interval_pattern(self) -> str:
        """A pattern, without groups, of what `interval` and `when` write."""
        when = _date_pattern(self, "yMMMd", "yMMM", "MMMd")
        when = rf"(?:{when}|[0-9]{{4}})"
        return rf"{when}(?:{_TO}{when})?"

    def _days(self, first: date, last: date, form: _Form) -> str:
        if first.year != last.year:
            return _TO.join(self._date(day, "long") for day in (first, last))
        end = self._date(last, form)
        if first == last:
            return end
        start = self._date(first, "MMMMd")
        if first.month == last.month:  # "24–26", "24.–26.", "1er–3"
            return f"{start.partition(' ')[0]}{_DAYS_TO}{end}"
        return f"{start}{_TO}{end}"

    def _date(self, day: date, form: _Form) -> str:
        text = self._dated(day, form)
        # CLDR has no "1er janvier".  All forms begin with the day.
        return self.templates["first day"] + text[1:] if day.day == 1 else text

    def _dated(self, day: date, form: _Form) -> str:
        in_full = self.templates["month"] == "MMMM"
        return _dated(self.language, day, _IN_FULL.get(form, form) if in_full else form)


@cache
def phrases(language: str) -> Phrases:
    """Return the phrases of a language (BCP 47: "fr", "pt-BR"), English where there is no table."""
    code = language.replace("_", "-").partition("-")[0].lower()
    code = code if code in languages() else FALLBACK
    tables = {name: _pairs(lines) for name, lines in sections(f"phrases/{code}").items()}
    return Phrases(language=code, templates=tables.pop(""), plurals=tables)


def language_of_page(articles: Iterable[str], asked: str | None = None) -> str:
    """Return the language of a page: the one that is asked for, or that of most `articles`.

    English wins a draw, and where there is no table.
    """
    counted = Counter(articles)
    most = max(counted, key=lambda code: (counted[code], code == FALLBACK), default=FALLBACK)
    return phrases(asked or most).language


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a table, sorted."""
    tables = resources.files("brief").joinpath("data/phrases").iterdir()
    return tuple(sorted(table.name.removesuffix(".txt") for table in tables))


def _pairs(lines: Iterable[str]) -> dict[str, str]:
    parts = (line.partition(": ") for line in lines)
    return {key: text for key, _, text in parts}


def _filled(template: str, values: Mapping[str, str]) -> str:
    """Return a template with its fields filled in; what looks like a field in a value stays."""
    return _FIELD.sub(lambda field: values[field[1]], template)


def _literal(text: str) -> str:
    """Return a pattern of `text`, and of it with characters that may stand for its own."""
    return "".join(_LIKE.get(character) or re.escape(character) for character in text)


def _any(patterns: Iterable[str]) -> str:
    """Return a pattern of any of `patterns`, longer ones first."""
    longest = sorted(set(patterns), key=lambda pattern: (-len(pattern), pattern))
    return f"(?:{'|'.join(longest)})"


@cache
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(language)


def _category(language: str, number: int) -> str:
    """Return the CLDR category of a number: "one", "two", "few", "many", "zero" or "other"."""
    if language == FALLBACK:
        return "one" if number == 1 else "other"
    return _locale(language).plural_form(number)


def _group_symbol(language: str) -> str:
    if language == FALLBACK:
        return ","
    from babel.numbers import get_group_symbol

    return get_group_symbol(_locale(language), numbering_system="latn")


def _dated(language: str, day: date, form: str) -> str:
    """Return a date as CLDR writes it, `form` a skeleton or "long"; English as in Great Britain."""
    if language == FALLBACK:
        name = MONTHS[day.month - 1]
        month = name if form in ("long", "MMMMd") else name[:3]
        number = "" if form == "yMMM" else f"{day.day} "
        year = "" if form in ("MMMd", "MMMMd") else f" {day.year}"
        return f"{number}{month}{year}"
    from babel.dates import format_date, format_skeleton

    if form == "long":
        return format_date(day, "long", locale=_locale(language))
    return format_skeleton(form, day, locale=_locale(language))


def _number_pattern(spoken: Phrases) -> str:
    """Return a pattern of the number of a day."""
    first = spoken.templates["first day"]
    return "[0-9]{1,2}" if first.isdigit() else f"(?:{re.escape(first)}|[0-9]{{1,2}})"


@cache
def _date_pattern(spoken: Phrases, *forms: _Form) -> str:
    """Return a pattern of dates in any of `forms`, in any month."""
    number = _number_pattern(spoken)
    days = [date(_YEAR, month, _DAY) for month in range(1, 13)]
    # Earlier versions cut months short in every language.
    in_full = spoken.templates["month"] == "MMMM"
    written = {*forms, *(_IN_FULL.get(form, form) for form in forms if in_full)}
    texts = (_literal(_dated(spoken.language, day, form)) for form in written for day in days)
    return _any(text.replace(str(_YEAR), "[0-9]{1,4}").replace(str(_DAY), number) for text in texts)
