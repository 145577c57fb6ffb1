"""Measures of summaries and pages: ROUGE against references, and traits that need none."""

from brief.evaluation.cases import Case, cases_in
from brief.evaluation.report import Report, as_json, as_markdown, report, show, skipped_lines
from brief.evaluation.resampling import DRAWINGS, estimates
from brief.evaluation.rouge import Profile, profile, scores

__all__ = [
    "DRAWINGS",
    "Case",
    "Profile",
    "Report",
    "as_json",
    "as_markdown",
    "cases_in",
    "estimates",
    "profile",
    "report",
    "scores",
    "show",
    "skipped_lines",
]
