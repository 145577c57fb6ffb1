"""Take out of a page what surrounds its article, by the page's own elements, roles and classes.

A class alone is a weak witness: sites put "paywall" on each paragraph that is read, and "no-share"
on the whole article.  So a word counts only where all that it marks is a small part of the page.
Elements are emptied, not removed, so that nothing runs together and the cost is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from brief.language.words import grouped, sections
from brief.readers.weights import Weights, empty, outermost

#: Share of a page's sentences that elements with one word in their class may hold together.
_MOST = 0.3
#: … those that hold embedded posts, and those that lie over the page or are not seen.
_MOST_EMBEDS, _MOST_CONSENT = 0.5, 0.8
#: Elements that are never taken for furniture by their class.
_KEPT = frozenset("html head body main title meta link h1 base".split())
_ROLES = frozenset("dialog alertdialog navigation search menu menubar toolbar".split())
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
_HIDDEN = re.compile(r"(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.I)
#: Attributes that hide an element, and those that name it, in XPath.
_HIDING = "@hidden or @aria-hidden = 'true' or @style"
_MARKING = "@class or @id or @role or @aria-modal"
#: Characters of a class and an id that are looked at.
_LONGEST = 400
#: Words outside the link of a line that only points somewhere: "Read more: The mine closes".
_POINTING = 5
#: Elements in such a line, at most.
_PARTS_OF_LINE = 9


def hide(tree: Any, weights: Weights) -> None:
    """Empty the elements of an HTML tree that readers do not see, unless they are most of it.

    `weights` are those of the tree, and stay so.
    """
    hidden = {element: "hidden" for element in _elements(tree, _HIDING) if _is_hidden(element)}
    if hidden and _small(tree, hidden, weights):
        empty(hidden, weights)


def prune(tree: Any, weights: Weights) -> None:
    """Empty all elements of an HTML tree that are furniture; `weights` as in `hide`."""
    headline = _sole(tree.iter("h1"))
    kept = set() if headline is None else {headline, *headline.iterancestors()}
    marks = {element: mark for element, mark in _marked(tree) if element not in kept}
    small = _small(tree, marks, weights)
    furniture = {element for element, mark in marks.items() if mark in small}
    empty(furniture.union(_pointers(tree, weights)) - kept, weights)


def _pointers(tree: Any, weights: Weights) -> Iterator[Any]:
    """Yield the paragraphs that are one link, or announce one: teasers of other articles.

    A link that ends as a sentence does is none: some sites link what they report.
    """
    for element in tree.iter("p", "div"):
        weight = weights[element]
        outside = weight.words - weight.linked
        if not weight.linked or outside > _POINTING or weight.linked < outside:
            continue
        inside = list(islice(element.iterdescendants(), _PARTS_OF_LINE))
        links = [child for child in inside if child.tag == "a"]
        if len(links) == 1 and len(inside) < _PARTS_OF_LINE and not weights[links[0]].stops:
            yield element


def _sole(elements: Iterator[Any]) -> Any:
    first, second = next(elements, None), next(elements, None)
    return first if second is None else None


def _elements(tree: Any, attributes: str) -> Iterator[Any]:
    """Yield the elements with one of `attributes`, written as in XPath, that may be furniture."""
    for element in tree.xpath(f"descendant-or-self::*[{attributes}]"):
        if element.tag not in _KEPT:
            yield element


def _marked(tree: Any) -> Iterator[tuple[Any, str]]:
    """Yield the elements that something says to be furniture, with what says so."""
    for element in _elements(tree, _MARKING):
        name, label = element.get("class", "")[:_LONGEST], element.get("id", "")[:_LONGEST]
        modal = element.get("aria-modal") == "true"
        if modal or element.get("role", "").lower() in _ROLES:
            yield element, "role"
        elif word := _furniture_word(name, label):
            yield element, word


def _is_hidden(element: Any) -> bool:
    """Return whether readers do not see an element, in the page as it was sent."""
    stated = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return stated or _HIDDEN.search(element.get("style", "")[:_LONGEST]) is not None


def _furniture_word(*names: str) -> str:
    """Return the first word of a class or an id that belongs to furniture, empty without one."""
    for name in names:
        if name and (word := _word(name)):
            return word
    return ""


@lru_cache(maxsize=10_000)  # Pages, and those of one site, have the same names again and again.
def _word(name: str) -> str:
    return next(filter(None, map(_mark, name.split())), "")


@lru_cache(maxsize=10_000)
def _mark(label: str) -> str:
    mark = _pattern().search(f"-{'-'.join(_WORD.findall(label)).lower()}-")
    return mark[1] if mark else ""


@cache
def _pattern() -> re.Pattern[str]:
    words = {word for entries in sections("page_parts").values() for word in entries}
    return re.compile(rf"-({'|'.join(sorted(words, key=lambda word: (-len(word), word)))})(?=-)")


def _small(tree: Any, marks: Mapping[Any, str], weights: Weights) -> set[str]:
    """Return the marks whose elements hold a small part of the page's sentences together.

    Comments may be most of a page, and are no part of what the others are measured by.
    """
    total = weights[tree].stops
    return {
        mark
        for mark, elements in grouped((mark, element) for element, mark in marks.items()).items()
        if sum(weights[element].stops for element in outermost(elements, weights))
        <= _certain().get(mark, _MOST) * total
    }


@cache
def _certain() -> Mapping[str, float]:
    """Return the marks that hardly any site puts on an article, with the share they may hold."""
    parts = sections("page_parts")
    return dict.fromkeys(parts["embeds"], _MOST_EMBEDS) | dict.fromkeys(
        ("role", "hidden", *parts["consent"]), _MOST_CONSENT
    )
