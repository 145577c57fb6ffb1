"""The settings of a scheduled briefing, each declared once with its default, bounds and help.

What `brief.toml` and the environment may set, and the file that `brief init` writes, are made from
these declarations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from brief.errors import UsageError
from brief.formats import EVERY, FORMATS, PDF
from brief.settings import options
from brief.settings.options import Option, option
from brief.settings.page_options import Config

if TYPE_CHECKING:
    from brief.web.secrecy import Secrets

#: The kinds of source; a source has exactly one of these settings.
KINDS = ("folder", "files", "feed", "opml", "address", "maildir", "mbox")
#: Those that are fetched.
WEB = ("feed", "address")
#: The days of the week, in their order.
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: Options of a page that a scheduled run decides itself.
NOT_OF_A_PAGE = frozenset(
    ("since", "weights", "now", "output", "format", "no_pager", "strict", "quiet", "verbose")
)
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


_name = _matching(
    "[A-Za-z0-9][A-Za-z0-9-]{0,39}", "name", "give letters, digits and hyphens, up to 40"
)
_time = _matching(r"(?:[01]\d|2[0-3]):[0-5]\d", "time of day", 'write it as "07:00"')


def _web(value: Any, option: Option) -> str:
    if isinstance(value, str) and re.fullmatch(r"(?i)https?://[^\s/]+\S*", value):
        return value
    from brief.web.secrecy import source_shown

    what = repr(source_shown(value) if isinstance(value, str) else value)
    raise UsageError(f"{what} is no address", advice="write it with http:// or https://")


def _path(value: Any, option: Option) -> str:
    """Return a path; an error does not repeat an address, which may hold a password."""
    if isinstance(value, str) and _ADDRESS.match(value):
        raise UsageError("is an address", advice="give it as a feed or an address")
    return options.line(value, option)


def _hook(value: Any, option: Option) -> str:
    """Return an address which is a secret as a whole; an error does not repeat it."""
    try:
        return _web(value, option)
    except UsageError as error:
        raise UsageError("is no address", advice=error.advice) from None


def _zone(value: Any, option: Option) -> str:
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(value)
    except (KeyError, ValueError, TypeError, OSError):
        advice = "name one of IANA's, such as Europe/London"
        raise UsageError(f"{value!r} is no time zone", advice=advice) from None
    return str(value)


#: Names of several days.
_DAYS = {"daily": DAYS, "weekdays": DAYS[:5], "weekends": DAYS[5:]}


def _days(value: Any, option: Option) -> tuple[str, ...]:
    if isinstance(value, str) and value in _DAYS:
        return _DAYS[value]
    named = options.listed(value, option)
    return tuple(day for day in DAYS if day in named)


def _texts(value: Any, option: Option) -> tuple[str, ...]:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list | tuple) or not all(isinstance(text, str) for text in given):
        raise UsageError(f"{value!r} is no list of texts", advice='write it as ["a", "b"]')
    return tuple(options.line(text, option) for text in given)


def _command(value: Any, option: Option) -> tuple[str, ...]:
    if isinstance(value, str):
        advice = 'write it as ["program", "argument"]'
        raise UsageError("is one text, and no shell runs it", advice=advice)
    return _texts(value, option)


def _addresses(value: Any, option: Option) -> tuple[str, ...]:
    given = _texts(value, option)
    for address in given:
        if not _MAIL.fullmatch(address):
            raise UsageError(f"{address!r} is no mail address", advice="write name@example.org")
    return given


def _mailbox(value: Any, option: Option) -> str:
    return _addresses([value], option)[0]


def _leaving(value: Any, option: Option) -> tuple[str, ...]:
    given = _texts(value, option)
    for address in given:
        if not _LEAVING.fullmatch(address):
            advice = "write mailto:leave@example.org or https://…, in ASCII"
            raise UsageError(f"{address!r} is no address to leave by", advice=advice)
    if sum(map(len, given)) > _LONGEST_LEAVING:
        raise UsageError("are too many or too long", advice="give one or two short addresses")
    return given


def _served(value: Any, option: Option) -> str:
    from brief.formats import links

    if isinstance(value, str) and _FOLDER.fullmatch(value) and (address := links.address(value)):
        return f"{address.rstrip('/')}/"
    advice = "write it as https://example.org/briefings/, without a password"
    raise UsageError("is no address of a folder on the web", advice=advice)


def _duration(value: Any, option: Option) -> str:
    if not isinstance(value, str) or not _DURATION.fullmatch(value):
        raise UsageError(f"{value!r} is no duration", advice='write it as "90s", "15m" or "1h"')
    if not 10 <= seconds_of(value) <= 86_400:
        raise UsageError(f"{value} is out of bounds", advice='give "10s" to "24h"')
    return value


def seconds_of(duration: str) -> float:
    """Return the seconds of a duration such as "90s", "15m" or "1h"."""
    return float(duration[:-1]) * {"s": 1, "m": 60, "h": 3600}[duration[-1]]


def _weight(value: Any, option: Option) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0.1 <= value <= 10:
        return float(value)
    raise UsageError(f"{value!r} is out of bounds", advice="give 0.1 to 10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source of articles: the setting of one of `KINDS`, and how its articles are taken.

    Raises:
        UsageError: none or several of `KINDS` are given, or a value is invalid.
    """

    folder: str | None = option(None, "A folder, with all that is in it.", _path)
    files: str | None = option(None, 'Files by a pattern: "news/**/*.md".', _path)
    feed: str | None = option(None, "The address of an RSS or Atom feed.", _web)
    opml: str | None = option(None, "A file with a list of feeds.", _path)
    address: str | None = option(None, "The address of one page.", _web)
    maildir: str | None = option(None, "A maildir with newsletters.", _path)
    mbox: str | None = option(None, "An mbox file with newsletters.", _path)
    name: str | None = option(None, "What it is called, instead of where it is.", options.line)
    local: bool = option(
        False,
        "Whether its own address may be of the local network; where its links lead may not.",
        options.switch,
    )
    language: str | None = option(
        None, "The language of its articles (ISO 639-1).", options.language
    )
    weight: float = option(1.0, "How much sooner its articles are taken under a limit.", _weight)
    limit: int = option(
        50, "Articles of one run, the newest first.", options.number, bounds=(1, 2000)
    )
    include: tuple[str, ...] = option((), "Words of which an article must have one.", _texts)
    exclude: tuple[str, ...] = option((), "Words of which it must have none.", _texts)

    def __post_init__(self) -> None:
        options.check(self)
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            problem = "has no place to read" if not given else f"has {' and '.join(given)}"
            raise UsageError(problem, where="source", advice=f"give one of {', '.join(KINDS)}")

    @property
    def kind(self) -> str:
        """The one of `KINDS` that is given."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def place(self) -> str:
        """The folder, pattern, file or address."""
        return str(getattr(self, self.kind))

    @property
    def label(self) -> str:
        """The name in messages, without what is secret in an address."""
        from brief.web.secrecy import scrubbed

        return scrubbed(self.name) if self.name else self.shown

    @property
    def shown(self) -> str:
        """The place as it may be shown."""
        from brief.web.secrecy import source_shown  # only a run needs it, and it loads slowly

        return source_shown(self.place) if self.kind in WEB else self.place

    @property
    def key(self) -> str:
        """What it is known by between runs."""
        from brief.web.secrecy import source_key

        return source_key(self.place)

    @property
    def secrets(self) -> Secrets:
        """What is secret in its address."""
        from brief.web.secrecy import Secrets, secrets_of

        return secrets_of(self.place) if self.kind in WEB else Secrets()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """The settings for fetching feeds and pages."""

    timeout: int = option(20, "Seconds for one request.", options.number, bounds=(1, 300))
    deadline: str = option(
        "15m",
        "How long fetching may take in all, a fifth of it for one host; what is late comes with"
        " the next page.",
        _duration,
    )
    local: bool = option(
        False, "Whether the own address of any source may be of the local network.", options.switch
    )
    contact: str | None = option(
        None, "Whom a site may write to: an address that the user agent names.", options.line
    )

    def __post_init__(self) -> None:
        options.check(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The settings for mailing the page; nothing is mailed where `to` is empty.

    Raises:
        UsageError: there is `to` and no `sender`, or a value is invalid.
    """

    to: tuple[str, ...] = option((), "Who gets the page.", _addresses)
    sender: str | None = option(None, "Who it comes from.", _mailbox)
    host: str = option("localhost", "The mail server.", options.line)
    port: int = option(587, "Its port.", options.number, bounds=(1, 65535))
    security: str = option(
        "starttls",
        "How the connection is kept private; none only for this machine.",
        options.choice,
        choices=("starttls", "tls", "none"),
    )
    user: str | None = option(None, "The name to log in with.", options.line)
    password_file: str | None = option(
        None,
        "A file of mode 600 with the password; BRIEF_MAIL_PASSWORD comes before it.",
        options.line,
    )
    unsubscribe: tuple[str, ...] = option(
        (),
        "Where a recipient asks for no more: mailto:… or https://…; what is at the latter takes a"
        " POST (RFC 8058).",
        _leaving,
    )

    def __post_init__(self) -> None:
        options.check(self)
        if self.to and not self.sender:
            raise UsageError("nobody sends the mail", where="sender", advice="give an address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """Commands and addresses that are told of a run."""

    before: tuple[str, ...] = option(
        (), 'A command before the run, without a shell: ["program", "argument"].', _command
    )
    after: tuple[str, ...] = option((), "A command after a page was made.", _command)
    error: tuple[str, ...] = option((), "A command after a run that failed.", _command)
    ping: str | None = option(None, "A monitor's address: …/start, …/fail, or itself.", _hook)
    webhook: str | None = option(None, "An address that gets the page as JSON.", _hook)

    def __post_init__(self) -> None:
        options.check(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A scheduled briefing: its name, when it is due, its sources, and where its pages go."""

    name: str = option("morning", "What the briefing is called.", _name, "NAME")
    zone: str = option("UTC", "The time zone of its days (IANA).", _zone, "ZONE")
    period: str = option(
        "day", "One page for each of these.", options.choice, "NAME", choices=("day", "week")
    )
    at: str = option("07:00", "When it is due.", _time)
    days: tuple[str, ...] = option(
        DAYS, 'On which days: "daily", "weekdays", "weekends", or a list.', _days, choices=DAYS
    )
    folder: str = option("briefings", "Where the pages are kept.", options.line, "FOLDER")
    archive_url: str | None = option(
        None,
        "Where that folder is on the web, for links from mails and feed.xml to its HTML pages.",
        _served,
    )
    formats: tuple[str, ...] = option(
        tuple(FORMATS),
        "What is written of each page; html gives the folder an index.html and a feed.xml, too.",
        options.several,
        "NAMES",
        choices=tuple(EVERY),
    )
    quiet: str = option(
        "page",
        "What a run without news gives: a page of one line, or none.",
        options.choice,
        choices=("page", "skip"),
    )
    readable: str = option(
        "owner",
        "Who reads pages of mail, of files that only you may read, or of addresses with a"
        " password: you, or whom your umask lets.",
        options.choice,
        choices=("owner", "umask"),
    )
    keep: int = option(
        365,
        "Days that pages and what was seen are kept.",
        options.number,
        "DAYS",
        bounds=(1, 36500),
    )
    limit: int = option(
        500,
        "Articles of one run, those of the weightier sources first.",
        options.number,
        "N",
        bounds=(1, 10_000),
    )
    page: Config = field(default_factory=Config)
    sources: tuple[Source, ...] = ()
    fetch: Fetching = field(default_factory=Fetching)
    mail: Mail = field(default_factory=Mail)
    notices: Notices = field(default_factory=Notices)

    def __post_init__(self) -> None:
        options.check(self)
        if PDF.name in self.formats:
            from brief.formats.pdf.typesetting import refuse_without_typst

            refuse_without_typst()
        if self.archive_url and "html" not in self.formats:
            advice = "name html among the formats"
            raise UsageError("there is no page to link to", where="archive_url", advice=advice)


#: The tables of `brief.toml` below its first lines, each with the class of its settings.
TABLES: Mapping[str, type] = {"page": Config, "fetch": Fetching, "mail": Mail, "notices": Notices}
#: The table that a file may have several times.
SOURCE = "source"


def table_options(table: str) -> dict[str, tuple[Option, object]]:
    """Return the settings of a table by name, each with its default; "" for the first lines."""
    kind = Settings if not table else Source if table == SOURCE else TABLES[table]
    declared = options.options(kind)
    hidden = NOT_OF_A_PAGE if table == "page" else frozenset()
    return {name: declared[name] for name in declared if name not in hidden}
