"""A page's title → its headline and the name of its site, told apart.

Pages write "Headline - Section | Site" where the headline is wanted.  A part of the title is the
site's name where the page says so elsewhere: in its meta elements, in its address, or by a headline
that the title begins with.  Without such a witness only a short last part in capitals is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from brief.readers.metadata import one_line

#: What sites put between a headline and their name; a hyphen or colon needs blanks around it.
_SEPARATOR = re.compile(r"\s+[-–—:/⁄~*⋆•·|»«>‹›]{1,3}\s+|\s*[|•]\s*")
_SCHEME = re.compile(r"^https?://(?:www\.)?|/+$", re.IGNORECASE)
_BARS = "|»«•·⋆"
_EDGES = "-–—|·•:»« "
_NAMES = (
    ".//meta[@property='og:site_name' or @name='og:site_name']/@content",
    ".//meta[@name='application-name' or @name='apple-mobile-web-app-title']/@content",
)
_TITLES = ".//meta[@property='og:title' or @name='og:title' or @name='twitter:title']/@content"
_HEADLINES = ".//h1|.//script[@type='application/ld+json']"
#: Words of a name that nothing else on the page confirms, and words that another may add to it.
_LONGEST, _MORE = 5, 2
#: Characters of a title; what is longer is none that could be taken apart.
_LIMIT = 1000
#: Letters of a part that may stand for a name which it is only a part of.
_LEAST = 4
#: Labels of hosts that name no site.
_HOSTS = frozenset(
    "www m mobile amp edition en com org net co gov edu ac info news blog old web".split()
)


def headline_and_site(tree: Any, title: str, site: str, address: str) -> tuple[str, str | None]:
    """Return the headline of a page and the name of its site, None where the page has none.

    `title`, `site` and `address` are what trafilatura makes of the page.  It takes a part of the
    page's title for the site if there is a full stop in it, and the other part for the title, which
    is most often the wrong way round: both are then taken from the page's title anew.
    """
    whole = one_line(" ".join(tree.xpath("string(.//head/title)")[:_LIMIT].split())) or ""
    contents = chain.from_iterable(map(tree.xpath, _NAMES))
    stated = [name for content in contents if (name := _without_tagline(content))]
    parts = list(_parts(whole))
    # Some state the headline for the site's name.
    if len(parts) > 1 and len(parts[0][1].split()) >= _LONGEST:
        stated = [name for name in stated if name != parts[0][1]]
    names = [*stated, *_hosts(address)]
    if site and site in whole and not any(_same(site, name) for name in names):
        title, site = whole, ""
    headline = " ".join(title[:_LIMIT].split()) or whole
    if not tree.xpath(_TITLES) and (
        _is_other(headline, whole) or (whole.startswith(headline) and not tree.xpath(_HEADLINES))
    ):
        headline = whole
    name = stated[0] if stated else _without_tagline(site)
    witnesses = [*names, *([name] if name else [])]
    shown = _shown(tree, headline) or _shown(tree, whole)
    if shown and not any(_same(shown, witness) for witness in witnesses):
        rest = list(_parts(whole[len(shown) :])) if whole.startswith(shown) else []
        return shown, name or (rest[-1][1] if rest and _is_short(rest[-1][1]) else None)
    cut = _without_names(headline, witnesses)
    if not name and cut == headline:
        cut, name = _by_shape(headline)
    elif not name:
        name = next((w for _, w in parts if any(_same(w, witness) for witness in names)), "")
    cut = cut.strip(_EDGES) if cut.endswith(tuple(_EDGES)) else cut
    return cut or headline, None if not name or name == (cut or headline) else name


def _is_other(headline: str, whole: str) -> bool:
    """Return whether the only `<h1>` is no headline, as it has hardly a word of the page's title.

    It is a slogan, a section, or the site's name in large letters.
    """
    words = set(re.findall(r"\w+", headline.casefold()))
    shared = words & set(re.findall(r"\w+", whole.casefold()))
    return len(whole.split()) > 2 and len(shared) * 3 <= len(words)


def _parts(title: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a title, each with the separator before it."""
    start, separator = 0, ""
    for mark in _SEPARATOR.finditer(title):
        if title[start : mark.start()].strip():
            yield separator, title[start : mark.start()].strip()
        start, separator = mark.end(), mark[0].strip()
    if title[start:].strip():
        yield separator, title[start:].strip()


def _without_tagline(name: str) -> str:
    """Return a site's name without what it says of itself: "The Paper - News from the Dale"."""
    line = _SCHEME.sub("", " ".join(name[:_LIMIT].split()))
    return next((words for _, words in _parts(line)), "").lstrip("@")


def _hosts(address: str) -> list[str]:
    """Return the names that an address has for its site: "example.org", "example"."""
    try:
        host = (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return []
    labels = [label for label in host.split(".") if label not in _HOSTS and len(label) > 2]
    return [host, *labels[:2]] if host else []


def _shown(tree: Any, title: str) -> str:
    """Return the `<h1>` that a title begins with and goes on from behind a separator, if any."""
    for element in tree.xpath("(.//h1)[position() < 9]"):
        words = " ".join("".join(element.itertext())[:_LIMIT].split())
        rest = title.removeprefix(words)
        mark = _SEPARATOR.match(f" {rest.lstrip()}")
        if len(words.split()) > 1 and rest != title and mark and mark[0].strip() != ":":
            return words
    return ""


def _without_names(headline: str, names: Sequence[str]) -> str:
    """Return a headline without its first or last part where that is one of `names`.

    What stands behind a name at the end goes with it.
    """
    parts = list(_parts(headline))
    matches = [any(_same(words, name) for name in names) for _, words in parts]
    first = 1 if len(parts) > 1 and matches[0] else 0
    last = next((i for i in range(max(1, len(parts) - 2), len(parts)) if matches[i]), len(parts))
    kept = [words for _, words in parts[first:last]]
    if not kept or (first == 0 and last == len(parts)):
        return headline
    start = headline.find(kept[0])
    return headline[start : headline.rfind(kept[-1]) + len(kept[-1])]


def _by_shape(headline: str) -> tuple[str, str]:
    """Return headline and site of a title that only its shape tells apart."""
    *before, (separator, words) = [*_parts(headline)] or [("", headline)]
    if not before or not _is_short(words):
        return headline, ""
    start = headline.rfind(words)
    head = headline[:start].rstrip(_EDGES)
    capitals = sum(word[0].isupper() for word in words.split())
    proper = words[0].isupper() and 2 * capitals >= len(words.split())
    named = separator[:1] in _BARS or (proper and separator != ":")
    longer = len(head.split()) > len(words.split())
    return (head, words) if named and longer else (headline, "")


def _is_short(words: str) -> bool:
    return len(words.split()) <= _LONGEST


def _same(words: str, name: str) -> bool:
    """Return whether two names are one but for case, blanks, "The", ".com" or a word or two."""
    left, right = _folded(words), _folded(name)
    if not left or not right:
        return False
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    more = abs(len(words.split()) - len(name.split()))
    within = long.startswith(short) or long.endswith(short)
    return within and len(short) >= _LEAST and more <= _MORE


def _folded(name: str) -> str:
    bare = re.sub(r"^(?:the|www\.)\s*|\.(?:com|org|net|co\.uk)$", "", name.casefold().strip())
    return "".join(filter(str.isalnum, bare))
