"""The settings of a scheduled briefing, each declared once with its default, bounds and help.

What `brief.toml` and the environment may set, and the file that `brief init` writes, are made from
these declarations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brief.errors import UsageError
from brief.formats import EVERY, FORMATS, PDF
from brief.settings import options
from brief.settings import run_values as values
from brief.settings.extract_options import of_page
from brief.settings.options import Option, option
from brief.settings.page_options import Config

if TYPE_CHECKING:
    from brief.web.secrecy import Secrets

#: The kinds of source; a source has exactly one of these settings.
KINDS = ("folder", "files", "feed", "opml", "address", "maildir", "mbox")
#: Those that are fetched.
WEB = ("feed", "address")
#: The most articles that a run takes of a source, and of all.
MOST_OF_SOURCE, MOST_OF_RUN = 2_000, 10_000
_CLUSTER = "Dask's scheduler, tcp://HOST:PORT or tls://, whose workers read the articles instead."
_SHARED_PATHS = "Let its workers read files themselves, under the paths that they have here."
#: Options of a page that a scheduled run decides itself, or that stand among its own.
NOT_OF_A_PAGE = frozenset(
    (
        *("since", "weights", "now", "first_day", "output"),
        *("format", "no_pager", "jobs", "cluster", "shared_paths", "no_cache"),
        *("strict", "quiet", "verbose"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source of articles: the setting of one of `KINDS`, and how its articles are taken.

    Raises:
        UsageError: none or several of `KINDS` are given, or a value is invalid.
    """

    folder: str | None = option(None, "A folder, with all that is in it.", values.path)
    files: str | None = option(None, 'Files by a pattern: "news/**/*.md".', values.path)
    feed: str | None = option(None, "The address of an RSS or Atom feed.", values.web)
    opml: str | None = option(None, "A file with a list of feeds.", values.path)
    address: str | None = option(None, "The address of one page.", values.web)
    maildir: str | None = option(None, "A maildir with newsletters.", values.path)
    mbox: str | None = option(None, "An mbox file with newsletters.", values.path)
    name: str | None = option(None, "What it is called, instead of where it is.", options.line)
    local: bool = option(
        False,
        "Whether its own address may be of the local network; where its links lead may not.",
        options.switch,
    )
    language: str | None = option(
        None, "The language of its articles (ISO 639-1).", options.language
    )
    weight: float = option(
        1.0, "How much sooner its articles are taken under a limit.", values.weight
    )
    limit: int = option(
        50,
        "Articles of one day or week, the newest first.",
        options.number,
        bounds=(1, MOST_OF_SOURCE),
    )
    include: tuple[str, ...] = option((), "Words of which an article must have one.", options.texts)
    exclude: tuple[str, ...] = option((), "Words of which it must have none.", options.texts)

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
        values.duration,
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

    to: tuple[str, ...] = option((), "Who gets the page.", values.addresses)
    sender: str | None = option(None, "Who it comes from.", values.mailbox)
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
        values.leaving,
    )

    def __post_init__(self) -> None:
        options.check(self)
        if self.to and not self.sender:
            raise UsageError("nobody sends the mail", where="sender", advice="give an address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices:
    """Commands and addresses that are told of a run."""

    before: tuple[str, ...] = option(
        (), 'A command before the run, without a shell: ["program", "argument"].', values.command
    )
    after: tuple[str, ...] = option((), "A command after a page was made.", values.command)
    error: tuple[str, ...] = option((), "A command after a run that failed.", values.command)
    ping: str | None = option(None, "A monitor's address: …/start, …/fail, or itself.", values.hook)
    webhook: str | None = option(None, "An address that gets the page as JSON.", values.hook)

    def __post_init__(self) -> None:
        options.check(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """A scheduled briefing: its name, when it is due, its sources, and where its pages go."""

    name: str = option("morning", "What the briefing is called.", values.name, "NAME")
    zone: str = option("UTC", "The time zone of its days (IANA).", values.zone, "ZONE")
    period: str = option(
        "day", "One page for each of these.", options.choice, "NAME", choices=("day", "week")
    )
    at: str = option("07:00", "When it is due.", values.time)
    days: tuple[str, ...] = option(
        values.DAYS,
        'On which days: "daily", "weekdays", "weekends", or a list.',
        values.days,
        choices=values.DAYS,
    )
    folder: str = option("briefings", "Where the pages are kept.", options.line, "FOLDER")
    archive_url: str | None = option(
        None,
        "Where that folder is on the web, for links from mails and feed.xml to its HTML pages.",
        values.served,
    )
    formats: tuple[str, ...] = option(
        tuple(FORMATS),
        "What is written of each page; html gives the folder an index.html and a feed.xml, too.",
        options.several,
        "NAMES",
        also="format",
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
        "Articles of one day or week, those of the weightier sources first.",
        options.number,
        "N",
        bounds=(1, MOST_OF_RUN),
    )
    jobs: int = field(default=0, metadata=of_page("jobs"))
    cluster: str | None = field(default=None, metadata=of_page("cluster", _CLUSTER))
    shared_paths: bool = field(default=False, metadata=of_page("shared_paths", _SHARED_PATHS))
    without_cluster: str = option(
        "jobs",
        "Where the cluster is away or of other versions, a run warns and reads by jobs, or stops.",
        options.choice,
        "NAME",
        choices=("jobs", "stop"),
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
        if self.shared_paths and not self.cluster:
            problem = "only the workers of a cluster share paths"
            raise UsageError(problem, where="shared_paths", advice="name the cluster")


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
