"""What is kept between runs, in SQLite: articles seen, pages made, what was read.

`state` is the memory: which articles were seen, which pages made and delivered, how sources and
runs went.  `tables` has its rows as frozen data, its tables and their migrations.  `cache` keeps
what was read: answers of the web and texts of articles; it may be deleted at any time.  Both lie
on `sqlite`, a database that survives kills and damage, and `file`, the file below it.
"""
