"""What formats state about an article, brought into the shape that `Document` wants."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"\s*(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT_DAY = re.compile(r"\s*(\d{4})()(\d\d)(\d\d)(?!\d)")
_LANGUAGE = re.compile(r"\s*([A-Za-z]{2})(?:[-_][A-Za-z0-9_.@-]*)?\s*")
_ADDRESS = re.compile(r"https?://[^\s<>\"\x00-\x1f\x7f]+", re.IGNORECASE)
#: Codes that stand for the same written language as another one, or that ISO has replaced.
_SAME_LANGUAGE = {"nb": "no", "nn": "no", "iw": "he"}


def day(stated: str) -> date | None:
    """Return the day that `stated` begins with, year first (ISO 8601, `/` or `.` for `-`)."""
    found = _DAY.match(stated) or _COMPACT_DAY.match(stated)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None


def language_code(stated: str) -> str:
    """Return the ISO 639-1 code of a language tag (BCP 47: `en-GB` → `en`), else `""`."""
    found = _LANGUAGE.fullmatch(stated)
    code = found[1].lower() if found else ""
    return _SAME_LANGUAGE.get(code, code)


def web_address(stated: str) -> str | None:
    """Return `stated` if it is an `http` or `https` address with nothing unsafe in it."""
    found = _ADDRESS.fullmatch(stated.strip())
    return found[0] if found else None


def one_line(stated: str) -> str | None:
    """Return `stated` with its white space made single spaces; None where nothing is left."""
    return " ".join(stated.split()) or None
