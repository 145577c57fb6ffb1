"""The page on a terminal: the Markdown page, rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brief.formats.text import WIDTH

if TYPE_CHECKING:
    from rich.console import Console


def show(briefing_markdown: str, console: Console) -> None:
    """Print a page that `formats.markdown.render` made, at most 96 columns wide.

    Links become hyperlinks where the terminal supports them; their definitions do not show.
    Rich's own markup is not read, so that `[red]` in an article stays `[red]`.
    """
    from rich.markdown import Markdown

    console.print(Markdown(briefing_markdown), width=min(console.width, WIDTH))
