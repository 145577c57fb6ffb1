"""The options of `brief verify`: where the articles are, and what its user knows of the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from brief.settings import options
from brief.settings.extract_options import of_page
from brief.settings.options import option

SOURCES = "Where the articles lie, if not below the page's folder; - for standard input."


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The options of a check; values and errors as for `Config`."""

    sources: Path | None = option(None, SOURCES, options.path, "FOLDER")
    title: str | None = field(
        default=None, metadata=of_page("title", "The title that you gave the page.")
    )
    focus: str | None = field(
        default=None, metadata=of_page("focus", "The topic that you asked the page for.")
    )
    jobs: int = field(default=0, metadata=of_page("jobs"))
    partial: bool = option(
        False, "End with 0 where something cannot be checked, and nothing is wrong.", options.switch
    )
    verbose: bool = option(
        False, "Print each fault by itself, however many.", options.switch, short="v"
    )
    quiet: bool = field(default=False, metadata=of_page("quiet"))

    def __post_init__(self) -> None:
        options.check(self)
