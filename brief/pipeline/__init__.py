"""The order of the stages; the only folder that knows it.

- `reading`: files → documents with language, labelled blocks, title and date, ordered as a set.
- `workers`: work on one article, or one story, after the other, over an executor.
- `sending`, `cluster`: what other machines get of a file, and which they are.
- `parsing`: files and fetched pages → what their readers make of them, and nothing more.
- `extracting`: documents → each article's own best sentences within a budget, checked → text.
- `summaries`: documents → sentences → terms → scores → running text within a budget.
- `article_cache`, `packing`: what was made of an article ↔ what is kept of it for the next time.
- `copies`: documents → those that are copies of one text.
- `comparing`: documents → what they have in common: figures, disputes, support.
- `completing`: a page → all findings: claims, events, quotations, names, too.
- `numbering`: documents → their stories in the order of the page, and numbers in that order.
- `drafting`: stories → the lines that may stand of each.
- `pages`: documents → stories → drafts → a page that fits its budget, checked.
- `rendering`: a page → text.
- `printing`: a page → a PDF of one sheet.
- `quiet`: a page of a run that found nothing new.
- `record`: what the sources of a scheduled page said of its articles → a file beside them.
- `earlier`: a page of another day → what it said, which a new page leaves out.
- `remaking`: a written page → the page that its sources make with its settings.
- `proving`: a written page and its sources → whether it holds, and why a line is on it.
- `evaluating`: sets of articles → measures of each method's summaries or pages.

What `proving` needs to read a page again is loaded when it is asked for (PEP 562): a page that is
made waits for none of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brief.pipeline.article_cache import ArticleCache
from brief.pipeline.earlier import can_be_compared, page_at
from brief.pipeline.extracting import condense, render_extracts
from brief.pipeline.pages import brief
from brief.pipeline.printing import typeset
from brief.pipeline.quiet import quiet
from brief.pipeline.reading import collate, prepared, read
from brief.pipeline.rendering import render
from brief.pipeline.summaries import summarise
from brief.pipeline.workers import Spread, pool

if TYPE_CHECKING:
    from brief.pipeline.proving import Verdict as Verdict
    from brief.pipeline.proving import explain as explain
    from brief.pipeline.proving import verify as verify

__all__ = [
    "ArticleCache",
    "Spread",
    "Verdict",
    "brief",
    "can_be_compared",
    "collate",
    "condense",
    "explain",
    "page_at",
    "pool",
    "prepared",
    "quiet",
    "read",
    "render",
    "render_extracts",
    "summarise",
    "typeset",
    "verify",
]

if not TYPE_CHECKING:  # so that a type checker still finds a misspelt name

    def __getattr__(name: str) -> object:
        if name not in {"Verdict", "explain", "verify"}:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from brief.pipeline import proving

        return getattr(proving, name)
