"""A page as HTML: one file that needs nothing else, and read back.

`page` writes it, `passages` the texts of its sources with what is cited marked, `headlines` those
of a large set, `read_back` reads it again.  Every row of a page is one line of the file, so that
faults can name it.
"""
