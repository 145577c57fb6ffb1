"""Direct quotations and who the text says spoke.

`marks` finds pairs of quotation marks, `subjects` the subject of a verb of saying, `speakers` the
speaker that a sentence ties to a quotation (`uncased` does in scripts without capitals), and
`quotations` returns each quotation with its place and speaker.
"""
