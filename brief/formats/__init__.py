"""A briefing in the formats it can be written in: a table of them by name.

Each format is a module with `render(briefing, folder) -> str`, and with `parse(text, name) -> Page`
where a page of it can be checked again.  A module is loaded when it is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module, resources
from pathlib import Path

from brief.model import Briefing
from brief.model.written import Page

__all__ = ["FORMATS", "Format", "measure", "parse", "schema"]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a briefing."""

    name: str
    #: The module in this folder that does it.
    module: str

    def render(self, briefing: Briefing, folder: Path | None = None) -> str:
        """Return the page, ending in a line feed.

        `folder` is where it will lie, so that relative paths on it lead to the articles; None is
        the current folder and leaves paths as they were given.
        """
        rendered: str = import_module(f"{__name__}.{self.module}").render(briefing, folder)
        return rendered


#: By name, in the order in which they are offered.
FORMATS = {
    one.name: one
    for one in (
        Format("markdown", "markdown"),
        Format("json", "structured"),
        Format("text", "text"),
    )
}


def measure(briefing: Briefing, folder: Path | None = None) -> tuple[int, int]:
    """Return (visible words, lines wrapped at 96 columns) of the page; see `text.measure`."""
    from brief.formats.text import measure

    return measure(briefing, folder)


def parse(text: str, name: str) -> Page:
    """Read a page again, Markdown or JSON, whichever it is; `name` is what faults call it.

    Raises:
        UsageError: the text is not of a page that `brief` writes.
    """
    # Also where the brace is gone that a JSON page starts with.
    is_json = text.lstrip().startswith("{") or '"schema": "brief/' in text
    module = "structured" if is_json else "reread"
    page: Page = import_module(f"{__name__}.{module}").parse(text, name)
    return page


def schema() -> str:
    """Return the JSON Schema (draft 2020-12) of the JSON format."""
    return resources.files("brief").joinpath("data/schema.json").read_text(encoding="utf-8")
