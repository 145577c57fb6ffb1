"""The options of `brief summarise`: its budget, and those of a page that make sense for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from brief.errors import UsageError
from brief.formats import FORMATS, OF_EXTRACTS
from brief.settings import options
from brief.settings.options import Option, option
from brief.settings.page_options import Config

_FORMAT = "The format, instead of what the output file's suffix says, or else markdown."


def of_page(name: str, help: str = "") -> dict[str, Option]:
    """Return how an option of a page is declared, with another help where one is given."""
    declared, _ = options.options(Config)[name]
    return {"option": replace(declared, help=help) if help else declared}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractConfig:
    """The options of extracts; values and errors as for `Config`."""

    words: int = option(
        60,
        "At most this many words of each article, or one sentence that is longer.",
        options.number,
        "N",
        bounds=(1, 10_000),
        signed=True,
    )
    focus: str | None = field(default=None, metadata=of_page("focus"))
    language: str | None = field(default=None, metadata=of_page("language"))
    page_language: str | None = field(default=None, metadata=of_page("page_language"))
    output: Path | None = field(
        default=None,
        metadata=of_page("output", "Write to a file, all or nothing; - is standard output."),
    )
    format: str | None = option(None, _FORMAT, options.choice, "NAME", choices=OF_EXTRACTS)
    no_pager: bool = field(
        default=False, metadata=of_page("no_pager", "Print on a terminal at once, however long.")
    )
    jobs: int = field(default=0, metadata=of_page("jobs"))
    cluster: str | None = field(default=None, metadata=of_page("cluster"))
    shared_paths: bool = field(default=False, metadata=of_page("shared_paths"))
    strict: bool = field(
        default=False, metadata=of_page("strict", "Write nothing if an input had to be skipped.")
    )
    quiet: bool = field(default=False, metadata=of_page("quiet"))
    verbose: bool = field(default=False, metadata=of_page("verbose"))

    def __post_init__(self) -> None:
        options.check(self)
        form = self.of_page().page_format()
        if form not in OF_EXTRACTS:
            suffixes = (FORMATS[name].suffixes[0] for name in OF_EXTRACTS)
            raise UsageError(
                f"extracts are not written as {form}",
                where=f"output {self.output}",
                advice=f"use {', '.join(suffixes)}",
            )

    def of_page(self) -> Config:
        """Return how the articles are read and where the extracts go, as for a page.

        Raises:
            UsageError: no format has the suffix of `output`.
        """
        return Config(
            focus=self.focus,
            language=self.language,
            page_language=self.page_language,
            output=self.output,
            format=self.format,
            no_pager=self.no_pager,
            jobs=self.jobs,
            cluster=self.cluster,
            shared_paths=self.shared_paths,
            strict=self.strict,
            quiet=self.quiet,
            verbose=self.verbose,
        )
