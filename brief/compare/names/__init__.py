"""The names of persons, organisations and places in the articles.

`mentions` finds the places where a text names somebody, `forms` decides which forms of names are
one name, `entities` returns each name once with all its forms and articles.
"""
