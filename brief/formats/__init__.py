"""The formats that a briefing is written in, by name; and pages of them read back.

How to add a format:

1. Write a module in this folder with `render(briefing) -> str`.  Where the page is read from top
   to bottom, fill in a `labels.Markup` and let `body.lines` say what stands where; `body.rows`
   gives the parts of each line to a format that lays them out.
2. Add a line to `FORMATS`: its name, the module, the suffixes of its files, and what stands near
   the end of each of its pages, by which a page is known.  `--format`, `-o` and `brief.toml` then
   offer it.
3. A format of bytes is no line of `FORMATS`: it stands in `EVERY`, as `PDF` does, and has a
   function of its own in `pipeline`.
4. Where its pages can be checked again, give the module `parse(text, name) -> Page` and let
   `parse` here choose it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from brief.model import Briefing
from brief.model.written import Page

__all__ = [
    "EVERY",
    "FORMATS",
    "OF_EXTRACTS",
    "PDF",
    "TAIL",
    "Format",
    "is_html",
    "is_page",
    "measure",
    "parse",
    "schema",
]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that a briefing is written in; its module is loaded when it is used."""

    name: str
    module: str  #: The module in this folder that writes it.
    suffixes: tuple[str, ...]  #: Those of its files, in lower case, the usual one first.
    mark: str  #: What stands near the end of a page and of nothing else; see `is_page`.

    @property
    def suffix(self) -> str:
        """The usual suffix, without its dot."""
        return self.suffixes[0].removeprefix(".")

    def render(self, briefing: Briefing, folder: Path | None = None) -> str:
        """Return the page, ending in a line feed.

        `folder` is where the page will lie: relative paths on it are written as they lead from
        there to the articles.  None is the current folder and leaves paths as they were given.
        """
        from brief.formats.sources import relocated

        moved = relocated(briefing, folder)
        rendered: str = import_module(f"{__name__}.{self.module}").render(moved)
        return rendered


#: Those of text by name, in the order in which they are offered.
FORMATS = {
    format.name: format
    for format in (
        Format("markdown", "markdown", (".md", ".markdown"), "\n[page]: #sha256="),
        Format("json", "structured", (".json",), '\n  "digest": "'),
        Format("text", "text", (".txt",), "\nbrief|v:"),
        Format("html", "html.page", (".html", ".htm"), "\n<!-- brief-page sha256="),
    )
}


#: What is printed: bytes, which `pdf.page.render` returns.
PDF = Format("pdf", "pdf.page", (".pdf",), "\n%brief-page\n")
#: Every format of a page, by name, in the order in which they are offered.
EVERY = {**FORMATS, PDF.name: PDF}


#: Those that extracts are written in, too.
OF_EXTRACTS = tuple(name for name in FORMATS if name != "html")


#: Characters, or bytes, at the end of a page that tell that it is one.
TAIL = 1 << 14
#: How a page in Markdown, as text, HTML or PDF ends where nobody has added to it.
_END = re.compile(
    r"\n\[page\]: #sha256=.{0,150}\Z|\nbrief\|v:[^ ]*\Z"
    r"|\n<!-- brief-page sha256=[0-9a-f]{64} -->\s{0,9}\Z"
    r"|\n%brief-page\nstartxref\n[0-9]{1,20}\n%%EOF\s{0,9}\Z",
    re.DOTALL,
)


#: The signature of what is read from top to bottom, and the schema in JSON, which tell extracts.
_SIGNATURE = re.compile(r"^brief\|.*", re.MULTILINE)
_SCHEMA_OF_EXTRACTS = re.compile(r'"schema"\s*:\s*"brief/extracts/')


def is_page(text: str, *, unchanged: bool = False) -> bool:
    """Return whether a text is a page of ours, by a mark in its last `TAIL` characters.

    A page stays one where somebody has added to it.  With `unchanged` it must end with the mark, in
    Markdown or as text: an article may quote the last line of a page.
    """
    tail = text[-TAIL:]
    if unchanged:
        return bool(_END.search(tail))
    return any(format.mark in tail for format in EVERY.values())


def measure(briefing: Briefing) -> tuple[int, int]:
    """Return (visible words, lines at 96 columns) of the page as text; see `text.measure`."""
    from brief.formats.text import measure

    return measure(briefing)


def parse(text: str, name: str) -> Page:
    """Read a page back, in Markdown, JSON or HTML; `name` is what faults call it.

    Raises:
        UsageError: the text is not of a page that `brief` writes.
    """
    if is_html(text):
        page: Page = import_module(f"{__name__}.html.read_back").parse(text, name)
        return page
    # The second mark tells a JSON page that has lost its first brace.
    is_json = text.lstrip().startswith("{") or '"schema": "brief/' in text
    module = "structured" if is_json else "reread"
    if _is_of_extracts(text, is_json):
        module = "extracts_json" if is_json else "extracts_reread"
    page = import_module(f"{__name__}.{module}").parse(text, name)
    return page


def is_html(text: str) -> bool:
    """Return whether a text begins as HTML does."""
    return text[:100].lstrip().lower().startswith("<!doctype html")


def _is_of_extracts(text: str, is_json: bool) -> bool:
    if is_json:
        return _SCHEMA_OF_EXTRACTS.search(text) is not None
    rows = _SIGNATURE.findall(text)  # The last is the signature; one above it is a sentence.
    return bool(rows) and "|command:summarise|" in rows[-1]


def schema(*, of_extracts: bool = False) -> str:
    """Return the JSON Schema (draft 2020-12) of the JSON format, or of extracts in JSON."""
    from importlib import resources

    file = f"data/{'extracts_schema' if of_extracts else 'schema'}.json"
    return resources.files("brief").joinpath(file).read_text(encoding="utf-8")
