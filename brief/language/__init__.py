"""What is known of languages and words: lists, stemmers, calendars, detection, terms, concepts."""
