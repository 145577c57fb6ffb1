"""The checks of the values that only a scheduled briefing has; those of all stand in `options`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from brief.errors import UsageError
from brief.settings import options
from brief.settings.options import Option

#: The days of the week, in their order.
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DURATION = re.compile("[1-9][0-9]{0,5}[smh]")
_ADDRESS = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]{1,20}:/")
_MAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
#: Where a mail program may write to, or what it may ask, for a recipient who wants no more.
_LEAVING = re.compile(r"(?i)(?:mailto:[!-;=?-~]+@[!-;=?-~]+|https://[!-;=?-~]+)", re.ASCII)
#: Characters of all of them, which stand on one line of a mail.
_LONGEST_LEAVING = 900
#: The place of a folder on the web: without a password, a query or a fragment.
_FOLDER = re.compile(r"(?i)https?://[^\s/?#@]+(?:/[^\s?#]*)?")


def _matching(pattern: str, what: str, advice: str) -> Callable[[Any, Option], str]:
    """Return a check for text that matches a pattern as a whole."""

    def check(value: Any, option: Option) -> str:
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return value
        raise UsageError(f"{value!r} is no {what}", advice=advice)

    return check


name = _matching(
    "[A-Za-z0-9][A-Za-z0-9-]{0,39}", "name", "give letters, digits and hyphens, up to 40"
)
time = _matching(r"(?:[01]\d|2[0-3]):[0-5]\d", "time of day", 'write it as "07:00"')


def web(value: Any, option: Option) -> str:
    """Return the address of a page or feed on the web."""
    if isinstance(value, str) and re.fullmatch(r"(?i)https?://[^\s/]+\S*", value):
        return value
    from brief.web.secrecy import source_shown

    what = repr(source_shown(value) if isinstance(value, str) else value)
    raise UsageError(f"{what} is no address", advice="write it with http:// or https://")


def path(value: Any, option: Option) -> str:
    """Return a path; an error does not repeat an address, which may hold a password."""
    if isinstance(value, str) and _ADDRESS.match(value):
        raise UsageError("is an address", advice="give it as a feed or an address")
    return options.line(value, option)


def hook(value: Any, option: Option) -> str:
    """Return an address which is a secret as a whole; an error does not repeat it."""
    try:
        return web(value, option)
    except UsageError as error:
        raise UsageError("is no address", advice=error.advice) from None


def zone(value: Any, option: Option) -> str:
    """Return the name of a time zone (IANA)."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(value)
    except (KeyError, ValueError, TypeError, OSError):
        advice = "name one of IANA's, such as Europe/London"
        raise UsageError(f"{value!r} is no time zone", advice=advice) from None
    return str(value)


#: Names of several days.
_DAYS = {"daily": DAYS, "weekdays": DAYS[:5], "weekends": DAYS[5:]}


def days(value: Any, option: Option) -> tuple[str, ...]:
    """Return days of the week, in their order: a list of them, or a name of several."""
    if isinstance(value, str) and value in _DAYS:
        return _DAYS[value]
    named = options.listed(value, option)
    return tuple(day for day in DAYS if day in named)


def command(value: Any, option: Option) -> tuple[str, ...]:
    """Return a program and its arguments, which no shell reads."""
    if isinstance(value, str):
        advice = 'write it as ["program", "argument"]'
        raise UsageError("is one text, and no shell runs it", advice=advice)
    return options.texts(value, option)


def addresses(value: Any, option: Option) -> tuple[str, ...]:
    """Return addresses of mail."""
    given = options.texts(value, option)
    for address in given:
        if not _MAIL.fullmatch(address):
            raise UsageError(f"{address!r} is no mail address", advice="write name@example.org")
    return given


def mailbox(value: Any, option: Option) -> str:
    """Return one address of mail."""
    return addresses([value], option)[0]


def leaving(value: Any, option: Option) -> tuple[str, ...]:
    """Return where a recipient may ask for no more mails (RFC 2369)."""
    given = options.texts(value, option)
    for address in given:
        if not _LEAVING.fullmatch(address):
            advice = "write mailto:leave@example.org or https://…, in ASCII"
            raise UsageError(f"{address!r} is no address to leave by", advice=advice)
    if sum(map(len, given)) > _LONGEST_LEAVING:
        raise UsageError("are too many or too long", advice="give one or two short addresses")
    return given


def served(value: Any, option: Option) -> str:
    """Return where a folder is on the web, with a slash at its end."""
    from brief.formats import links

    if isinstance(value, str) and _FOLDER.fullmatch(value) and (address := links.address(value)):
        return f"{address.rstrip('/')}/"
    advice = "write it as https://example.org/briefings/, without a password"
    raise UsageError("is no address of a folder on the web", advice=advice)


def duration(value: Any, option: Option) -> str:
    """Return a duration of 10 seconds to a day, as it is written."""
    if not isinstance(value, str) or not _DURATION.fullmatch(value):
        raise UsageError(f"{value!r} is no duration", advice='write it as "90s", "15m" or "1h"')
    if not 10 <= seconds_of(value) <= 86_400:
        raise UsageError(f"{value} is out of bounds", advice='give "10s" to "24h"')
    return value


def seconds_of(duration: str) -> float:
    """Return the seconds of a duration such as "90s", "15m" or "1h"."""
    return float(duration[:-1]) * {"s": 1, "m": 60, "h": 3600}[duration[-1]]


def weight(value: Any, option: Option) -> float:
    """Return a weight of 0.1 to 10."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0.1 <= value <= 10:
        return float(value)
    raise UsageError(f"{value!r} is out of bounds", advice="give 0.1 to 10")
