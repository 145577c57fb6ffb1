"""Take out of a page what surrounds its article, by the page's own elements, roles and classes.

A class alone is a weak witness: sites put "paywall" on each paragraph that is read, and "no-share"
on the whole article.  So a word counts only where all that it marks is a small part of the page.
Elements are emptied, not removed, so that nothing runs together and the cost is linear.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from brief.language.words import sections
from brief.readers.weights import Weight, walk, weigh

#: Share of a page's sentences that elements with one word in their class may hold together.
_MOST = 0.3
#: … those that hold embedded posts, and those that lie over the page or are not seen.
_MOST_EMBEDS, _MOST_CONSENT = 0.5, 0.8
#: Elements that are never taken for furniture by their class.
_KEPT = frozenset("html head body main title meta link h1 base".split())
_ROLES = frozenset("dialog alertdialog navigation search menu menubar toolbar".split())
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
_HIDDEN = re.compile(r"(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.I)
#: Characters of a class and an id that are looked at.
_LONGEST = 400
#: Words outside the link of a line that only points somewhere: "Read more: The mine closes".
_POINTING = 5
#: Elements in such a line, at most.
_PARTS_OF_LINE = 9


def hide(tree: Any) -> None:
    """Empty the elements of an HTML tree that readers do not see, unless they are most of it."""
    hidden = {element: "hidden" for element in _elements(tree) if _is_hidden(element)}
    if hidden and _small(tree, hidden, weigh(tree)):
        _empty(tree, set(hidden))


def prune(tree: Any) -> None:
    """Empty all elements of an HTML tree that are furniture."""
    weights = weigh(tree)
    headline = _sole(tree.iter("h1"))
    kept = set() if headline is None else {headline, *headline.iterancestors()}
    marks = {element: mark for element, mark in _marked(tree) if element not in kept}
    small = _small(tree, marks, weights)
    furniture = {element for element, mark in marks.items() if mark in small}
    _empty(tree, furniture.union(_pointers(tree, weights)) - kept)


def _pointers(tree: Any, weights: Mapping[Any, Weight]) -> Iterator[Any]:
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


def _elements(tree: Any) -> Iterator[Any]:
    """Yield the elements with attributes that may be furniture."""
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in _KEPT and element.attrib:
            yield element


def _marked(tree: Any) -> Iterator[tuple[Any, str]]:
    """Yield the elements that something says to be furniture, with what says so."""
    for element in _elements(tree):
        name, label = (element.get(key, "")[:_LONGEST] for key in ("class", "id"))
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
        for label in name.split():
            if mark := _pattern().search(f"-{'-'.join(_WORD.findall(label)).lower()}-"):
                return mark[1]
    return ""


@cache
def _pattern() -> re.Pattern[str]:
    words = {word for entries in sections("page_parts").values() for word in entries}
    return re.compile(rf"-({'|'.join(sorted(words, key=lambda word: (-len(word), word)))})(?=-)")


def _small(tree: Any, marks: Mapping[Any, str], weights: Mapping[Any, Weight]) -> set[str]:
    """Return the marks whose elements hold a small part of the page's sentences together.

    Comments may be most of a page, and are no part of what the others are measured by.
    """
    stops: Counter[str] = Counter()
    open_marks: Counter[str] = Counter()
    for starts, element in walk(tree):
        if mark := marks.get(element):
            if starts and not open_marks[mark]:
                stops[mark] += weights[element].stops
            open_marks[mark] += 1 if starts else -1
    total = weights[tree].stops if tree in weights else 0
    return {
        mark for mark in set(marks.values()) if stops[mark] <= _certain().get(mark, _MOST) * total
    }


@cache
def _certain() -> Mapping[str, float]:
    """Return the marks that hardly any site puts on an article, with the share they may hold."""
    parts = sections("page_parts")
    return dict.fromkeys(parts["embeds"], _MOST_EMBEDS) | dict.fromkeys(
        ("role", "hidden", *parts["consent"]), _MOST_CONSENT
    )


def _empty(tree: Any, furniture: set[Any]) -> None:
    """Empty the elements of `furniture`, what follows each of them kept."""
    outermost: list[Any] = []
    depth = 0
    for starts, element in walk(tree):
        if element in furniture:
            if starts and not depth:
                outermost.append(element)
            depth += 1 if starts else -1
    for element in outermost:
        element.clear(keep_tail=True)
