"""What the articles say of the same things; every finding is cited, none is judged.

`stories` groups articles that tell the same, `origins` copies of one text; `claims` finds sentences
that say the same, `disputes` sides that contradict each other, `timeline` dated events.  `figures`
compares counts, `quotes` finds quotations and their speakers, `names` who and what is named.
"""
