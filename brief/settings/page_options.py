"""Every option once: its default, its bounds or choices, its help.

The command line's flags, the pages' signatures and the documentation are made from the fields of
`Config`; nothing about an option is said anywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from brief.errors import UsageError
from brief.model import SECTIONS
from brief.model.written import settings
from brief.settings import options
from brief.settings.options import option

#: Ways to choose the sentences, by the names that `--method` takes.
METHODS = (
    "coverage",
    "lexrank",
    "textrank",
    "leads",
    "headlines",
    "sumy-lexrank",
    "sumy-textrank",
    "sumy-lsa",
    "sumy-luhn",
    "sumy-edmundson",
    "sumy-sum-basic",
    "sumy-kl",
    "sumy-reduction",
)
#: A page's formats, and the suffixes of the files that hold them.
SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".json": "json", ".txt": "text"}
FORMATS = tuple(dict.fromkeys(SUFFIXES.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a user may choose.

    Every value may also be given as text, as a command line has it.  A value that cannot be
    raises `UsageError`, which names the option and what may be given.
    """

    words: int = option(
        480,
        "The page's budget: at most this many visible words.",
        options.number,
        metavar="N",
        bounds=(100, 10_000),
        signed=True,
    )
    method: str = option(
        "coverage",
        "How sentences are chosen.",
        options.choice,
        metavar="NAME",
        choices=METHODS,
        signed=True,
    )
    focus: str | None = option(
        None, "Lean the choice towards a topic.", options.line, metavar="TOPIC", signed=True
    )
    title: str | None = option(
        None,
        "The page's title, instead of the best headline.",
        options.line,
        metavar="TEXT",
        signed=True,
    )
    language: str | None = option(
        None,
        "Language of all articles (ISO 639-1), instead of each one's detected one.",
        options.language,
        metavar="CODE",
        signed=True,
    )
    stories: str = option(
        "auto",
        "Whether articles are grouped into stories, or the set is taken for one.",
        options.choice,
        metavar="NAME",
        choices=("auto", "off"),
        signed=True,
    )
    sections: tuple[str, ...] = option(
        SECTIONS,
        "Sections after “In brief” and their order, with commas between them.",
        options.listed,
        metavar="NAMES",
        choices=SECTIONS,
        signed=True,
    )
    since: Path | None = option(
        None,
        "Favour what an earlier page, in Markdown or JSON, did not have.",
        options.path,
        metavar="PAGE",
        signed=True,
    )
    now: date | None = option(
        None, "The day that stands on the page, instead of today.", options.day, metavar="DATE"
    )
    output: Path | None = option(
        None, "Write the page to a file, all or nothing.", options.path, metavar="FILE", short="o"
    )
    format: str | None = option(
        None,
        "The page's format, instead of what the output file's suffix says, or else markdown.",
        options.choice,
        metavar="NAME",
        choices=FORMATS,
    )
    strict: bool = option(False, "Write no page if an input had to be skipped.", options.switch)
    quiet: bool = option(False, "Print errors only.", options.switch, short="q")
    verbose: bool = option(
        False, "Print what was read; on a bug, its traceback.", options.switch, short="v"
    )

    def __post_init__(self) -> None:
        options.check(self)
        self.page_format()

    def page_format(self) -> str:
        """Return the format to write: as asked, else by the suffix of `output`, else markdown."""
        if self.format or self.output is None or not self.output.suffix:
            return self.format or "markdown"
        try:
            return SUFFIXES[self.output.suffix.lower()]
        except KeyError:
            raise UsageError(
                f"no format is known for {self.output.suffix}",
                where=f"output {self.output}",
                advice=f"use {', '.join(SUFFIXES)}, or --format",
            ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a user may choose for an evaluation; values as for `Config`."""

    method: tuple[str, ...] = option(
        ("coverage", "leads", "lexrank", "textrank"),
        "A way to choose sentences; give it once for each. Differences are to the first.",
        options.several,
        metavar="NAME",
        choices=METHODS,
        many=True,
    )
    words: int | None = option(
        None,
        "Words of each summary, instead of 100, or of each page, instead of 480.",
        options.number,
        metavar="N",
        bounds=(10, 10_000),
    )
    pages: bool = option(
        False,
        "Make pages instead of running text, and count what breaks their rules.",
        options.switch,
    )
    language: str | None = option(
        None,
        "Language of all articles (ISO 639-1), instead of each one's detected one.",
        options.language,
        metavar="CODE",
    )
    format: str | None = option(
        None,
        "How the tables are printed, instead of for a terminal or, to a pipe, as markdown.",
        options.choice,
        metavar="NAME",
        choices=("markdown", "json"),
    )
    strict: bool = option(False, "Print no table if a case had to be skipped.", options.switch)
    quiet: bool = option(False, "Print errors only.", options.switch, short="q")

    def __post_init__(self) -> None:
        options.check(self)


def signature(config: Config, version: str, shas: Sequence[str], now: date) -> str:
    """Return the line that says how a page is made again.

    `shas` are the SHA-256 of the articles' bytes in hexadecimal; their order does not matter.
    Values are percent-encoded (RFC 3986), so that `|` and white space only separate.
    """
    import hashlib

    joined = "\n".join(sorted(shas)).encode("ascii")
    parts = {
        "v": version,
        "method": config.method,
        "words": config.words,
        "articles": len(shas),
        "set": hashlib.sha256(joined).hexdigest()[:8],
        "now": now.isoformat(),
        "language": config.language,
        "focus": config.focus,
        "title": config.title,
        "stories": config.stories if config.stories != "auto" else None,
        "sections": ",".join(config.sections) if config.sections != SECTIONS else None,
        "since": config.since,
    }
    named = (f"{name}:{_encoded(value)}" for name, value in parts.items() if value is not None)
    return "|".join(("brief", *named))


def signature_parts(text: str) -> dict[str, str]:
    """Take a signature apart: `{"v": "0.1.0", "method": "coverage", …}`, values decoded.

    Raises `UsageError` where `text` is no signature.
    """
    name, *parts = text.strip().split("|")
    if name != "brief" or not all(":" in part for part in parts):
        raise UsageError(f"{text!r} is no signature of a page")
    return settings(text.strip())


def from_signature(text: str) -> Config:
    """Return the `Config` that made the page with this signature, its day included."""
    return Config(**_known(signature_parts(text)))


def _known(parts: Mapping[str, str]) -> dict[str, Any]:
    signed = {name for name, (known, _) in options.options(Config).items() if known.signed} | {
        "now"
    }
    return {name: value for name, value in parts.items() if name in signed}


def _encoded(value: object) -> str:
    from urllib.parse import quote

    return quote(str(value), safe="")
