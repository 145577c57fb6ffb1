"""Sentences of an article with their exact places, and the dates that a sentence mentions."""
