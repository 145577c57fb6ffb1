"""The page as PDF: typeset by typst on exactly one sheet, with links, tags and a language.

What an article says reaches typst as data (`marking`), so that nothing in it is markup.
"""
