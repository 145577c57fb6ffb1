"""How much running text each element of a page holds: words, sentences, words of links.

All sums are made in one walk, and kept right as elements are emptied, so that asking costs nothing
however deeply a page nests.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

#: Elements whose words nobody reads.
SILENT = frozenset("script style template noscript textarea select svg object head".split())
_STOP = re.compile(r"[.!?…。।؟](?<=\w\w.)[\"'”’»)]?(?=\s|$)")


@dataclass(slots=True)
class Weight:
    """What an element holds, its children included; filled while the page is walked."""

    words: int = 0
    #: Places at which a sentence seems to end.
    stops: int = 0
    #: Words that stand in links.
    linked: int = 0
    #: Elements of the page that begin before this one, and elements that it consists of.
    place: int = 0
    elements: int = 1

    def add(self, other: Weight) -> None:
        """Add what a child holds."""
        self.words += other.words
        self.stops += other.stops
        self.linked += other.linked

    def remove(self, other: Weight) -> None:
        """Take away what a child held."""
        self.words -= other.words
        self.stops -= other.stops
        self.linked -= other.linked


Weights: TypeAlias = Mapping[Any, Weight]


def weigh(tree: Any) -> Weights:
    """Return the weight of every element of an lxml tree, in the order of the page.

    As long as it is kept, lxml need not make the elements anew at every look.
    """
    from lxml import etree

    weights: dict[Any, Weight] = {}
    path: list[Weight] = []
    links = silent = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if event == "start":
            links += tag == "a"
            silent += tag in SILENT
            weight = weights[element] = Weight(place=len(weights))
            path.append(weight)
            text = element.text
        else:
            links -= tag == "a"
            silent -= tag in SILENT
            inner = path.pop()
            if not path:
                break
            weight = path[-1]
            if inner.words:
                weight.add(inner)
            weight.elements += inner.elements
            text = element.tail
        # Most texts are the blanks between two tags.
        if text and not silent and (count := len(text.split())):
            weight.words += count
            weight.stops += len(_STOP.findall(text))
            weight.linked += count if links else 0
    return weights


def outermost(elements: Iterable[Any], weights: Weights) -> Iterator[Any]:
    """Yield those of `elements` that stand in no other of them, in the order of the page."""
    end = 0
    for element in sorted(elements, key=lambda element: weights[element].place):
        weight = weights[element]
        if weight.place >= end:
            end = weight.place + weight.elements
            yield element


def empty(elements: Iterable[Any], weights: Weights) -> None:
    """Empty `elements`, what follows each of them kept, and take what they held off the weights."""
    emptied = list(outermost(elements, weights))
    losses = defaultdict(Weight, {element: replace(weights[element]) for element in emptied})
    changed = set(emptied)
    for element in emptied:
        for ancestor in element.iterancestors():
            if ancestor in changed or ancestor not in weights:  # The tree may be part of another.
                break
            changed.add(ancestor)
    # From the innermost on, so that each passes on what all within it lose.
    for element in sorted(changed, key=lambda element: -weights[element].place):
        weights[element].remove(losses[element])
        losses[element.getparent()].add(losses[element])
    for element in emptied:
        element.clear(keep_tail=True)
