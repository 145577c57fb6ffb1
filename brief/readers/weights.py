"""How much running text each element of a page holds: words, sentences, words of links.

All sums are made in one walk, so that asking costs nothing however deeply a page nests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: Elements whose words nobody reads.
SILENT = frozenset("script style template noscript textarea select svg object head".split())
_STOP = re.compile(r"\w{2}[.!?…。।؟][\"'”’»)]?(?=\s|$)")


@dataclass(slots=True)
class Weight:
    """What an element holds, its children included; filled while the page is walked."""

    words: int = 0
    #: Places at which a sentence seems to end.
    stops: int = 0
    #: Words that stand in links.
    linked: int = 0

    def add(self, other: Weight) -> None:
        """Add what a child holds."""
        self.words += other.words
        self.stops += other.stops
        self.linked += other.linked

    def take(self, text: str | None, *, linked: bool) -> None:
        """Add a run of text."""
        if text and (count := len(text.split())):
            self.words += count
            self.stops += sum(1 for _ in _STOP.finditer(text))
            self.linked += count * linked


def weigh(tree: Any) -> dict[Any, Weight]:
    """Return the weight of every element of an lxml tree."""
    weights: dict[Any, Weight] = {}
    path: list[Weight] = []
    links = silent = 0
    for starts, element in walk(tree):
        change = 1 if starts else -1
        links += change * (element.tag == "a")
        silent += change * (element.tag in SILENT)
        if starts:
            weight = weights[element] = Weight()
            path.append(weight)
            if not silent:
                weight.take(element.text, linked=links > 0)
            continue
        path.pop()
        if path:
            path[-1].add(weights[element])
            if not silent:
                path[-1].take(element.tail, linked=links > 0)
    return weights


def walk(tree: Any) -> Iterator[tuple[bool, Any]]:
    """Yield each element of a tree at its start (True) and at its end (False), no comments."""
    from lxml import etree

    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if isinstance(element.tag, str):
            yield event == "start", element
