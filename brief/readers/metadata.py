"""What articles state about themselves → the values of `Document`: day, language, address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from brief.language.calendar import YEARS, stamped

_DAY = re.compile(r"\s*(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT_DAY = re.compile(r"\s*(\d{4})()(\d\d)(\d\d)(?!\d)")
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2})(?:[-_][A-Za-z0-9_.@-]*)?\s*")
_ADDRESS = re.compile(r"https?://[^\s<>\"\x00-\x1f\x7f]+", re.IGNORECASE)
#: Codes that stand for the same written language as another one, or that ISO has replaced.
_SAME_LANGUAGE = {"nb": "no", "nn": "no", "iw": "he"}


def day(stated: str) -> date | None:
    """Return the day that `stated` begins with, year first (ISO 8601, `/` or `.` for `-`).

    Else the day that it states with the name of a month, in any language.
    """
    match = _DAY.match(stated) or _COMPACT_DAY.match(stated)
    if match is None:
        return stamped(stated)
    return calendar_day((int(match[1]), int(match[3]), int(match[4])))


def calendar_day(parsed: Sequence[Any] | None) -> date | None:
    """Return the day that begins with year, month and day, None where no article is of that day.

    Templates fill an empty field with a day of the year 1 or 9999.
    """
    try:
        day = date(*parsed[:3]) if parsed else None
    except (ValueError, OverflowError):
        return None
    return day if day and day.year in YEARS else None


def language_code(stated: str) -> str:
    """Return the ISO 639-1 code of a language tag (BCP 47: `en-GB` → `en`), else `""`."""
    tag = _LANGUAGE.fullmatch(stated)
    code = tag[1].lower() if tag else ""
    return _SAME_LANGUAGE.get(code, code)


def web_address(stated: str) -> str | None:
    """Return `stated` if it is an `http` or `https` address with nothing unsafe in it."""
    address = _ADDRESS.fullmatch(stated.strip())
    return address[0] if address else None


def one_line(stated: str) -> str | None:
    """Return `stated` with its white space made single spaces; None where nothing is left."""
    return " ".join(stated.split()) or None
