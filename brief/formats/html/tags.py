"""The tags that a page may have; the template and `page` write no others."""

from __future__ import annotations

import re

#: The first tag of each row.
ROW = re.compile(
    r'<(?:(?P<heading>h[123])|p class="(?P<text>text|skipped|signature)"'
    r'|li class="(?P<item>line)" id="line-(?P<line>[0-9]{1,9})" value="(?P=line)"'
    r'|li class="(?P<entry>entry)" value="(?P<number>[0-9]{1,9})"|li class="(?P<plain>item)"'
    r'|tr class="(?P<table>head|cells)")>'
)
#: They tell the language of words that are in another than the page's.
SPOKEN = frozenset({"lang", "dir"})
_SELECTORS = ("document", "start", "end", "exact", "prefix", "suffix", "sha256")
#: What is inside a row, with the attributes that it must have.
INLINE: dict[tuple[str, str | None], frozenset[str]] = {
    ("a", "place"): frozenset({"class", "href", *(f"data-{name}" for name in _SELECTORS)}),
    ("a", "place words"): frozenset({"class", "href", *(f"data-{name}" for name in _SELECTORS)}),
    ("a", "said"): frozenset({"class", "href"}),
    ("a", "see"): frozenset({"class", "href"}),
    ("a", "source"): frozenset({"class", "href", "data-document"}),
    ("bdi", None): frozenset(),
    ("bdi", "aside"): frozenset({"class"}),
    ("strong", None): frozenset(),
    ("span", "beside"): frozenset({"class"}),
    ("span", "beside numbers"): frozenset({"class"}),
    ("span", "own"): frozenset({"class"}),
    ("span", "own seen"): frozenset({"class"}),
    ("i", "sign"): frozenset({"class"}),
    ("i", "sign between"): frozenset({"class"}),
    ("th", None): frozenset({"scope"}),
    ("td", None): frozenset(),
}
_LISTED = (
    r'id="s{0}" data-document="{0}" data-path="[^"]*" data-url="[^"]*" data-sha256="[0-9a-f]{{64}}"'
)
_NUMBER = "[0-9]{1,9}"
#: The first tag of what a page has of an article itself, and that of each of its paragraphs.
SOURCE = re.compile(
    rf'<(?:article {_LISTED} tabindex="-1"|p class="listed" {_LISTED}|li class="headline"'
    r' id="s{0}" data-path="[^"]*" data-sha256="[0-9a-f]{{64}}")>'.format(_NUMBER)
)
#: That of an article among the headlines whose text stands on the page.
TOLD = re.compile(rf'<li class="headline" data-document="({_NUMBER})">')
PASSAGE = re.compile(
    r'<p(?: class="(?:subhead|furniture|signs)")?'
    r' data-start="([0-9]{1,12})" data-end="([0-9]{1,12})">'
)
_LANGUAGE = r'(?: lang="[a-z]{2,3}" dir="(?:ltr|rtl)")?'
#: That of a headline, which has a place where it is words of the article.
HEADLINE = re.compile(
    r'<(?:a|bdi) class="headline"(?: data-start="([0-9]{1,12})" data-end="([0-9]{1,12})")?'
    rf'(?: href="[^"]*")?{_LANGUAGE}>'
)
_PLACE = "[0-9]{1,9}-[0-9]{1,12}-[0-9]{1,12}"
#: Every other tag that a page may have.
FRAME = re.compile(
    r'<html lang="[a-z]{2}" dir="(?:ltr|rtl)">|<(?:head|title|style|body|header|section)>'
    r'|<(?:table|footer|kbd|script|h3)>|<meta charset="utf-8">'
    r'|<meta http-equiv="Content-Security-Policy" content="[^"]*">'
    r'|<meta name="viewport" content="width=device-width, initial-scale=1">'
    r'|<meta name="referrer" content="no-referrer">|<meta name="color-scheme" content="light dark">'
    r'|<a class="skip" href="#page">|<main id="page"(?: class="short")? tabindex="-1">'
    r'|<(?:ol|ul) class="(?:lines|entries|items)">'
    r'|<div class="(?:wide" tabindex="0" role="group|pictures)">'
    r'|<aside id="sources" aria-labelledby="sources-title">|<h2 id="sources-title">'
    rf'|<span class="number">|<bdi{_LANGUAGE}>|<p class="address">|<div class="text"{_LANGUAGE}>'
    r'|<a class="out" href="[^"]*" rel="noopener noreferrer" dir="ltr">'
    r'|<a class="away" href="[^"]*" rel="noopener noreferrer" aria-label="[^"]*">'
    rf'|<mark (?:id|data-place)="a{_PLACE}">|<template id="bar">|<div class="bar">'
    r'|<span class="which" aria-live="polite">|<a class="out" rel="noopener noreferrer">'
    r'|<aside id="headlines" aria-labelledby="headlines-title">|<h2 id="headlines-title">'
    r'|<(?:details|summary)>|<p class="search" hidden="">|<label for="search">|<ul class="told">'
    r'|<input id="search" type="search" autocomplete="off" spellcheck="false">'
    r'|<span id="hits" role="status"(?: data-(?:zero|one|two|few|many|other)="[^"]*")+>'
    r'|<span class="whose">|<bdi class="aside">'
    r'|<button class="(?:previous|next|close)" type="button">'
)
#: The first tag of a picture.
FIGURE = re.compile(r'<figure class="picture (?:days|course|values|support" tabindex="0)">')
#: What a picture may hold: no link, style or script, and nothing from elsewhere.
PICTURE = re.compile(
    r'(?:[^<>]|<(?:circle|line)(?: [a-z0-9-]{1,20}="[^"<>]*")*/>|<(?:svg|text|tspan)'
    r'(?: (?:class|role|aria-label|width|height|x|y)="[^"<>]*")*>'
    r"|<figcaption>|</(?:svg|text|tspan|figcaption)>)*"
)
#: What keys are called.
KEYS = frozenset({"n", "p", "Esc"})
