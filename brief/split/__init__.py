"""Blocks → sentences with their exact places, and the days that a sentence mentions."""
