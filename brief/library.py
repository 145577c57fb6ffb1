"""A page as users of the library make it: of today, and printable."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import fields
from datetime import date

from brief import pipeline
from brief.model import Briefing, Reading
from brief.pipeline.given import Given
from brief.settings.page_options import Config


class Page(Briefing):
    """A page whose `str` is the page in Markdown; `render` writes it in other formats."""

    __slots__ = ()

    def __str__(self) -> str:
        return pipeline.render(self)


def brief(
    documents: Reading | Given | Iterable[Given],
    config: Config | None = None,
    *,
    now: date | None = None,
    executor: Executor | None = None,
) -> Page:
    """Return the page of a set, every sentence of it checked against its source.

    `documents` are what `read` returns, or texts, paths, mappings with `text`, `title`, `date`,
    `url`, `outlet`, `author`, `language`, rows of pandas.  The page bears the date of `config`, or
    `now`, or else today's: here, as in the command line, and nowhere else, the clock is read.
    `executor`, any of `concurrent.futures`, does what several processes can do.

    Raises:
        UsageError: what is given is no article; the message says what is wanted.
        NothingToBrief: there is no article, or no sentence to print.
    """
    day = now or date.today()
    made = pipeline.brief(documents, config, now=day, executor=executor)
    return Page(**{field.name: getattr(made, field.name) for field in fields(made)})
