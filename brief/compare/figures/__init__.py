"""Counts that articles state of the same thing, and where they differ."""
