"""Sentences and findings → lines, articles and sections → a page that fits and is proven."""
