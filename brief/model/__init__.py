"""The data that flows through `brief`, in the order in which it flows.

Everything here is frozen and knows nothing of the stages that make or use it.  All offsets count
code points in `Document.text`; a half-open range `[start, end)` is meant throughout.
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
