"""The only package that knows the order of the stages.

Source → Document → labelled blocks → Sentences → TermMatrix → scores → Summary or Briefing →
verified → text.
"""

from brief.pipeline.earlier import can_be_compared
from brief.pipeline.pages import brief, render
from brief.pipeline.proving import Verdict, explain, verify
from brief.pipeline.reading import collate, prepared, read
from brief.pipeline.summaries import summarise

__all__ = [
    "Verdict",
    "brief",
    "can_be_compared",
    "collate",
    "explain",
    "prepared",
    "read",
    "render",
    "summarise",
    "verify",
]
