"""Counts that articles state, and where they differ.

`quantities` reads the numbers of a sentence with what they count, `counts` what is told of each
(died, hurt, released), `differences` compares the counts of different articles.
"""
