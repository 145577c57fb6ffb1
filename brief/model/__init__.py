"""The frozen data that the stages of `brief` hand on.

1. `articles`: a reader makes a `Document` of each file; cleaning labels its `Block`s and finds its
   `Title` and date; splitting cuts its paragraphs into `Sentence`s.
2. `findings`: comparing gives `Findings`: who says the same, and where articles differ.
3. `page`: scoring and composing give a `Briefing`, the page as data: stories, lines, sections.
4. `written`: a page that was written and is read back gives a `Page`, what it claims.

Nothing here knows the stages that make or use it.  Offsets count code points in `Document.text`;
a range is half-open, `[start, end)`.
"""

from brief.model.articles import (
    HEADLINE,
    STDIN,
    Block,
    Document,
    Kind,
    Reading,
    Sentence,
    Skipped,
    Summary,
    Title,
    headline_of,
)
from brief.model.findings import (
    Citation,
    Comparison,
    Dated,
    Dispute,
    Figure,
    Findings,
    Name,
    Quote,
    Side,
    Statement,
    Superseded,
)
from brief.model.page import SECTIONS, Briefing, Entry, Line, Reason, Story, Thread

__all__ = [
    "HEADLINE",
    "SECTIONS",
    "STDIN",
    "Block",
    "Briefing",
    "Citation",
    "Comparison",
    "Dated",
    "Dispute",
    "Document",
    "Entry",
    "Figure",
    "Findings",
    "Kind",
    "Line",
    "Name",
    "Quote",
    "Reading",
    "Reason",
    "Sentence",
    "Side",
    "Skipped",
    "Statement",
    "Story",
    "Summary",
    "Superseded",
    "Thread",
    "Title",
    "headline_of",
]
