"""The options of a page (`Config`) and of an evaluation (`Trial`), each declared once.

A declaration has the default, the bounds or choices, and the help.  The command line's flags, the
table `[page]` of `brief.toml` and the pages' signatures are made from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from brief.errors import UsageError
from brief.formats import EVERY
from brief.model import SECTIONS, USUAL
from brief.settings import options
from brief.settings.options import option

#: Ways to choose the sentences, by the names that `--method` takes.
METHODS = tuple(
    "coverage lexrank textrank leads headlines sumy-lexrank sumy-textrank sumy-lsa sumy-luhn"
    " sumy-edmundson sumy-sum-basic sumy-kl sumy-reduction".split()
)
_LANGUAGE = "Language of all articles (ISO 639-1), instead of each one's detected one."
#: The format of a page by the suffix of the file that holds it.
SUFFIXES = {suffix: format.name for format in EVERY.values() for suffix in format.suffixes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The options of a page.

    Every value may also be given as text, as on a command line.

    Raises:
        UsageError: a value is invalid; the error names the option and what may be given.
    """

    words: int = option(
        600,
        "The page's budget: at most this many visible words; up to 600 it keeps to one sheet.",
        options.number,
        "N",
        bounds=(100, 10_000),
        signed=True,
    )
    method: str = option(
        "coverage",
        "How sentences are chosen.",
        options.choice,
        "NAME",
        choices=METHODS,
        signed=True,
    )
    focus: str | None = option(
        None, "Lean the choice towards a topic.", options.line, "TOPIC", signed=True
    )
    title: str | None = option(
        None, "The page's title, instead of the best headline.", options.line, "TEXT", signed=True
    )
    language: str | None = option(None, _LANGUAGE, options.language, "CODE", signed=True)
    page_language: str | None = option(
        None,
        "Language of the page's headings (ISO 639-1), instead of that of most articles.",
        options.language,
        "CODE",
        signed=True,
    )
    mute: tuple[str, ...] = option(
        (),
        "Leave out articles with this word in their title, or of this outlet; give it once for"
        " each.",
        options.words,
        "WORD",
        signed=True,
        many=True,
    )
    stories: str = option(
        "auto",
        "Whether articles are grouped into stories, or the set is taken for one.",
        options.choice,
        "NAME",
        choices=("auto", "off"),
        signed=True,
    )
    sections: tuple[str, ...] = option(
        USUAL,
        "Sections after “In brief” and their order, with commas between them.",
        options.listed,
        "NAMES",
        choices=SECTIONS,
        signed=True,
    )
    since: Path | None = option(
        None,
        "Favour what an earlier page, in Markdown, JSON or HTML, did not have.",
        options.path,
        "PAGE",
        signed=True,
    )
    weights: Path | None = option(
        None,
        "Learned weights of choosing, instead of the shipped ones.",
        options.path,
        "FILE",
        signed=True,
    )
    sources: bool = option(
        False,
        "In HTML, hold the articles' texts however many they are.",
        options.switch,
        signed=True,
    )
    now: date | None = option(
        None, "The day that stands on the page, instead of today.", options.day, "DATE"
    )
    first_day: date | None = option(
        None,
        "The first of the days that the page covers, where it covers more than the one of --now.",
        options.day,
        "DATE",
        signed=True,
    )
    output: Path | None = option(
        None,
        "Write the page to a file, all or nothing; - is standard output.",
        options.output,
        "FILE",
        short="o",
    )
    format: str | None = option(
        None,
        "The page's format, instead of what the output file's suffix says, or else markdown.",
        options.choice,
        "NAME",
        choices=tuple(EVERY),
    )
    paper: str = option(
        "a4",
        "The one sheet that a page in PDF is set on.",
        options.choice,
        "NAME",
        choices=("a4", "letter"),
    )
    no_pager: bool = option(
        False, "Print the page on a terminal at once, however long.", options.switch
    )
    jobs: int = option(
        0,
        "Processes that read the articles; 0 for one, or from 200 articles on one for each core.",
        options.number,
        "N",
        bounds=(0, 64),
    )
    cluster: str | None = option(
        None,
        "Dask's scheduler, tcp://HOST:PORT or tls://, whose workers read the articles instead; with"
        " --jobs, so many processes where it is away.",
        options.scheduler,
        "ADDRESS",
    )
    shared_paths: bool = option(
        False,
        "Let the workers of --cluster read files themselves, under the paths that they have here.",
        options.switch,
    )
    no_cache: bool = option(
        False,
        "Read every file anew: of 200 and more, what was made of each is kept otherwise.",
        options.switch,
    )
    strict: bool = option(False, "Write no page if an input had to be skipped.", options.switch)
    quiet: bool = option(False, "Print errors only.", options.switch, short="q")
    verbose: bool = option(
        False, "Print what was read; on a bug, its traceback.", options.switch, short="v"
    )

    def __post_init__(self) -> None:
        options.check(self)
        self.page_format()
        if self.shared_paths and not self.cluster:
            problem = "only the workers of a cluster share paths"
            raise UsageError(problem, where="shared_paths", advice="name it: --cluster ADDRESS")

    def page_format(self) -> str:
        """Return the name of the format: `format`, else by the suffix of `output`, else markdown.

        Raises:
            UsageError: no format has the suffix of `output`.
        """
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
    """The options of an evaluation; values and errors as for `Config`."""

    method: tuple[str, ...] = option(
        ("coverage", "leads", "lexrank", "textrank"),
        "A way to choose sentences; give it once for each. Differences are to the first.",
        options.several,
        "NAME",
        choices=METHODS,
        many=True,
    )
    words: int | None = option(
        None,
        "Words of each summary, instead of 100, or of each page, instead of 600.",
        options.number,
        "N",
        bounds=(10, 10_000),
    )
    pages: bool = option(
        False,
        "Make pages instead of running text, and count what breaks their rules.",
        options.switch,
    )
    language: str | None = option(None, _LANGUAGE, options.language, "CODE")
    format: str | None = option(
        None,
        "How the tables are printed, instead of for a terminal or, to a pipe, as markdown.",
        options.choice,
        "NAME",
        choices=("markdown", "json"),
    )
    strict: bool = option(False, "Print no table if a case had to be skipped.", options.switch)
    quiet: bool = option(False, "Print errors only.", options.switch, short="q")

    def __post_init__(self) -> None:
        options.check(self)
