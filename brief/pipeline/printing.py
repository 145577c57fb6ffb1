"""A page → a PDF of exactly one sheet."""

from __future__ import annotations

from pathlib import Path

from brief.errors import UsageError
from brief.formats.sources import relocated
from brief.model import Briefing


def typeset(
    briefing: Briefing, paper: str = "a4", folder: Path | None = None, *, strict: bool = True
) -> bytes:
    """Return the page as PDF, on one sheet of `paper`, `a4` or `letter`.

    Links to files lead from `folder`, which is where the page will lie, None the current folder.
    What does not fit in readable type leaves the page in the order of `page.giving_way`.  Not
    `strict`, a sign stands for each letter of a script that no font has, and nothing is refused.

    Raises:
        UsageError: typst is not installed, no font has a script of the page, or there is no such
            paper.
    """
    from brief.formats.pdf.page import PAPERS, render

    if paper not in PAPERS:
        raise UsageError(f"no such paper: {paper!r}", advice=f"use {', '.join(PAPERS)}")
    return render(relocated(briefing, folder), paper, strict=strict)
