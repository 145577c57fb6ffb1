"""The only package that knows the order of the stages.

Source → Document → labelled blocks → Sentences → TermMatrix → scores → Summary or Briefing →
verified → text.
"""

from brief.pipeline.checking import Verdict, explain, verify
from brief.pipeline.earlier import can_be_compared
from brief.pipeline.making import summarise
from brief.pipeline.pages import brief, render
from brief.pipeline.reading import collate, prepared, read

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
