"""How numbers, years and times of day are written: patterns that all searches for numbers share.

Where two of them need different things, each has its name here, and a line that says what differs.
"""

from __future__ import annotations

import re

from brief.language.calendar import MONTHS

#: Languages that part thousands by a space: "120 000" is one number.
SPACED = frozenset("bg cs da fi fr hu no pl ru sk sv uk".split())
#: Languages that write 5,5 for five and a half.
DECIMAL_COMMA = SPACED.union("de el es it nl pt ro".split())

_MONTHS = "|".join(MONTHS)
_YEAR = r"(?:1[5-9]|20)\d\d"
_CLOCK = r"\d{1,2}[:.]\d\d(?::\d\d)?"
_ZONES = "UTC|GMT|BST|local"
_FRENCH_CLOCK = r"\d{1,2}\s?h\s?\d\d\b"

#: A year from 1500 to 2099 that is no part of a number, a date, a time or a percentage.
YEAR = re.compile(rf"(?<![\d.,:/-]){_YEAR}(?![\d:%]|[.,]\d)")
#: The same, whatever stands around it.
ANY_YEAR = re.compile(rf"\b{_YEAR}\b")
#: A time of day with its minutes, as two sentences may differ in it.
TIME = re.compile(r"\b\d{1,2}[:.h]\d\d(?::\d\d)?\b")
#: Dates and times in a sentence whose other numbers count something.
DATE_OR_TIME = re.compile(
    rf"\b(?:{_MONTHS})\.? \d{{1,2}}\b|"
    r"\b\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?(?=[^\W\d_]{3,} (?:19|20)\d\d)|"
    rf"{_CLOCK}\s?(?:[ap]\.?m|{_ZONES}|\()|\b\d{{1,2}}:\d\d\b|"
    r"\b(?:UTC|GMT)\s?[+\u2212-]\s?\d{1,2}|"
    rf"\b{_FRENCH_CLOCK}|\b\d{{1,2}}(?:[.:]\d\d)? Uhr\b",
    re.IGNORECASE,
)
#: What every match of `DATE_OR_TIME` holds, in small letters; looking for it is quicker.
DATED = re.compile(rf"\d(?:[:.]\d\d|\s?h\s?\d)| (?:19|20)\d\d|utc|gmt|uhr|{_MONTHS.lower()}")
#: Times of day and of races, fractions, versions, minutes of arc: numbers with no unit behind them.
NO_QUANTITY = re.compile(
    rf"(?<!\d)(?:{_CLOCK}\s?(?:[ap]\.?m\b|{_ZONES}|Uhr)|"
    r"\d{1,2}:\d\d(?::\d\d)?|\d{1,2}\s?[ap]\.?m\b|(?<=\bat )\d{1,2}\.\d\d\b(?! ?[%€])|"
    rf"{_FRENCH_CLOCK}|\d{{1,4}}['’″′]|\d{{1,9}}(?:\.\d{{1,9}}){{2,}}|"
    r"(?:\d{1,2} )?\d{1,2}/\d{1,2})|"
    r"[#+]\s?\d{1,9}",
    re.IGNORECASE,
)


def numeral(language: str, *, colons: bool) -> str:
    """Return a pattern for a number in digits: "1,229", and "120 000" in the languages of `SPACED`.

    With `colons`, a colon or an Arabic comma joins digits, too: "19:30" is one number.
    """
    marks, part = (".,:،٫٬", r"[\d.,:]") if colons else (".,٫٬", r"\d")
    number = rf"\d+(?:[{marks}]\d+)*"
    if language not in SPACED:
        return number
    return rf"(?<!{part})\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!\d)(?:,\d+)?|{number}"


def is_year(number: str) -> bool:
    """Return whether a number has the four digits of a year from 1500 to 2099."""
    # Not all digits are ours: "२०१०".
    return len(number) == 4 and number.isdecimal() and 1500 <= int(number) < 2100
