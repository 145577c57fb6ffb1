"""The day that the address of an article shows: `/2025/08/25/`, `-20250825-`, `/25/08/2025/`.

Addresses hold numbers of many kinds.  A day counts where its form says so: three parts of a path,
eight digits within words or above other parts, three numbers with one mark between them.  What may
be an article's number (`/id/20121106`, `AEN20250825001100315`) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import unquote, urlsplit

from brief.language.calendar import make_date, months

#: Characters of an address, and years of a day without marks between its numbers.
_LONGEST, _COMPACT_YEARS = 2_000, range(1990, 2100)
_NAMED = "|".join(sorted({name.lower() for name in months("en")}, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_MONTH, _DAY = rf"(?P<month>\d\d?|{_NAMED})", r"(?P<day>\d\d?)"
_EITHER = r"(?P<first>\d\d?)(?P<mark>[/_.-])(?P<second>\d\d?)(?P=mark)"
#: A part of a path, or what is set off in one, begins and ends here.
_BEGINS, _ENDS = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
#: From the surest to the least sure; the first that gives a day decides.
_FORMS = (
    # /2025/08/25/, /2025/aug/25/
    re.compile(rf"/{_YEAR}/{_MONTH}/{_DAY}(?=[/.?-]|$)"),
    # /2025-08/25/, /202508/25/, /2025/0825/, /2025/08-25/
    re.compile(rf"/{_YEAR}-?(?P<month>\d\d)/(?P<day>\d\d)/"),
    re.compile(rf"/{_YEAR}/(?P<month>\d\d)-?(?P<day>\d\d)/"),
    # /25/08/2025/, -25-08-2025
    re.compile(rf"{_BEGINS}{_EITHER}{_YEAR}{_ENDS}"),
    # /2025-08-25-, _2025_08_25
    re.compile(rf"{_BEGINS}{_YEAR}(?P<mark>[_.-])(?P<month>\d\d?)(?P=mark){_DAY}{_ENDS}"),
    # /20250825/word, word-20250825-word
    re.compile(rf"{_BEGINS}{_YEAR}(?P<month>\d\d)(?P<day>\d\d){_ENDS}"),
    re.compile(rf"{_BEGINS}(?P<day>\d\d)(?P<month>\d\d){_YEAR}{_ENDS}"),
)
_COMPACT = frozenset(_FORMS[-2:])
_NUMBERED = re.compile(r"/(?:id|article|story|node|item|post|p|a)s?/$")
_QUERY = re.compile(rf"(?:^|&)(?:pub)?(?:date|day)={_YEAR}-?(?P<month>\d\d)-?(?P<day>\d\d)(?!\d)")


def days_in(address: str) -> tuple[date, ...]:
    """Return the day that an address shows: none, one, or two where its numbers have two readings.

    None where it shows several days in one form.  Of two readings the first has the day first.
    """
    try:
        parts = urlsplit(address[:_LONGEST])
        path = unquote(parts.path).lower()
    except ValueError:  # brackets that hold no IPv6 address
        return ()
    for form in _FORMS:
        if readings := {days for match in form.finditer(path) if (days := _days(form, match))}:
            return readings.pop() if len(readings) == 1 else ()
    stated = {days for match in _QUERY.finditer(parts.query) if (days := _days(_QUERY, match))}
    return stated.pop() if len(stated) == 1 else ()


def _days(form: re.Pattern[str], match: re.Match[str]) -> tuple[date, ...]:
    """Return the readings of one match, none where it is no day."""
    year = int(match["year"])
    if form in _COMPACT and (year not in _COMPACT_YEARS or _is_number(match)):
        return ()
    if "first" in form.groupindex:
        first, second = int(match["first"]), int(match["second"])
        readings = _valid((year, second, first), (year, first, second))
    else:
        month = match["month"]
        number = int(month) if month.isdigit() else _month_of(month)
        readings = _valid((year, number, int(match["day"])))
    return tuple(dict.fromkeys(readings))


def _is_number(match: re.Match[str]) -> bool:
    """Return whether digits that look like a day may be the number of an article.

    They may at the end of a path (`/news/20121106`, `words-20121106.html`), and behind a part that
    names a number (`/id/20121106/words`).
    """
    path = match.string.rstrip("/")
    behind = path[match.end() :].partition(".")[0]
    return not any(map(str.isalpha, behind)) or _NUMBERED.search(path, 0, match.start()) is not None


def _valid(*readings: tuple[int, int, int]) -> Iterator[date]:
    for year, month, day in readings:
        if (valid := make_date(0, 0, year, month, day)) and valid.date:
            yield valid.date


def _month_of(name: str) -> int:
    return next(number for month, number in months("en").items() if month.lower() == name)
