"""Articles that a reader does not want to hear of: they are left out, and the page says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from operator import attrgetter

from brief.language.outlets import host_of
from brief.language.visible import visible
from brief.model import Document, Reading, Skipped


def muted(document: Document, words: Sequence[str]) -> Skipped | None:
    """Return an article as it is skipped where its title has one of `words`, or its outlet is one.

    A word or several are looked for as whole words, whatever their case; an outlet is known by its
    name, or by its host or a domain above it ("example.org" for "news.example.org").
    """
    title = document.title.text if document.title else ""
    outlet = (document.publisher or "").casefold()
    host = host_of(document.url or "")
    for word in words:
        folded = word.casefold().removeprefix("www.")
        is_of = folded in (outlet, host) or ("." in folded and host.endswith(f".{folded}"))
        if is_of or _pattern(word).search(title):
            is_file = "://" not in document.path
            return Skipped(document.path, f"muted: {visible(word)}", file=is_file)
    return None


@cache
def _pattern(word: str) -> re.Pattern[str]:
    inner = r"\s+".join(map(re.escape, word.split()))
    return re.compile(rf"(?<!\w){inner}(?!\w)", re.IGNORECASE)


def without_muted(reading: Reading, words: Sequence[str]) -> Reading:
    """Return a set without the articles that are muted, which are among those skipped."""
    found = [skip for document in reading if (skip := muted(document, words))]
    if not found:
        return reading
    paths = {skip.path for skip in found}
    skipped = sorted((*reading.skipped, *found), key=attrgetter("path"))
    left = (document for document in reading if document.path not in paths)
    documents = tuple(replace(document, id=number) for number, document in enumerate(left, 1))
    return replace(reading, documents=documents, skipped=tuple(skipped))
