"""Measures of summaries and pages: ROUGE against references, and traits that need none."""
