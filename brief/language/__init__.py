"""Languages and their words: lists, stemmers, calendars, detection, terms, concepts, facts.

To add a language, of ISO 639-1 code `xx`:

1. Name it in `lists.NAMES`, and say there how its words are stemmed: by Snowball or sumy, or by
   our own list `data/affixes/xx.txt`, or by their first letters.  If sumy has no stop words for it,
   or poor ones, write `data/stopwords/<name>.txt`.
2. Write lists as `data/<purpose>/xx.txt`.  Each may be missing; what depends on it then does not
   happen.  For splitting: `abbreviations`, `starters`.  For choosing: `numbers`, `deaths`, `deeds`,
   `hollow`, `leans`, `turns`.  For comparing: `speech`, `titles`, `quantities`.  For dates:
   `calendar`, where CLDR lacks a spelling.
3. Add it to `detection._SCRIPTS` (a script of its own) or `detection._LATIN`, where stop words
   should decide; otherwise py3langid recognises it.  Then add a row for it to the tables of
   `test_language.py`, `test_languages.py`, `test_sentences.py` and to `cases/dates_stated.json`.
"""
