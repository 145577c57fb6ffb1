"""What a web page says of its headline and of its site, before the two are told apart.

Pages write "Headline - Section | Site" where the headline is wanted.  Their meta elements, linked
data and headings tell which is which; `language.site_titles` takes the title apart by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from brief.language.outlets import (
    DOMAIN,
    Site,
    best_name,
    fits,
    host_of,
    is_name_of,
    may_be_name_of,
    site_name,
)
from brief.language.site_titles import opens_title, parted
from brief.readers import linked_data

_NAMES = (
    ".//meta[@property='og:site_name' or @name='og:site_name']/@content",
    ".//meta[@name='application-name' or @name='apple-mobile-web-app-title']/@content",
)
_TITLES = ".//meta[@property='og:title' or @name='og:title' or @name='twitter:title']/@content"
_LINKED = ".//script[@type='application/ld+json']"
#: Characters of a title; what is longer is none that could be taken apart.
_LIMIT = 1000
#: In the name of those who write for a site, which linked data may have for its own.
_NEWSROOM = re.compile(r"r[eé]da[kcç][tcz]|newsroom|staff|editors", re.IGNORECASE)
#: Words from which on what a page states for its site's name may be its headline.
_HEADLINE = 5
#: Words of a heading, at most, that may only be like the site's name.
_NAME = 2
#: Marks that stand at the end of a title whose last part is empty, and that open a quotation.
_LOOSE, _QUOTES = re.compile(r"(?:\s+[-–—|·•:»«]+)+$|[-–—|·•:]+$"), "\"'“„«"


@dataclass(frozen=True, slots=True)
class PageTitle:
    """The title of a page, with all that tells what of it is the headline."""

    words: str
    #: What the browser shows, in which the site's name may stand besides.
    whole: str
    #: The heading that the title begins with; empty without one.
    heading: str
    site: Site

    def parted(self, prose: str) -> tuple[str, str | None]:
        """Return the headline and the name of the site, None where the page has none."""
        apart, whole = (
            parted(title, self.site, prose=prose, headline=self.heading, page=True)
            for title in (self.words, self.whole)
        )
        headline = self.words[apart.start : apart.end] if apart else self.words
        named = [parts.outlet for parts in (apart, whole) if parts]
        named += () if self.site.host else self.site.names
        name = best_name(self.site) or next(filter(None, named), "")
        return headline, None if name in ("", headline) else name


def page_title(tree: Any, title: str, site: str, address: str) -> PageTitle:
    """Return the title of a page in lxml.

    `title`, `site` and `address` are what trafilatura makes of the page.  It may take any part of
    the page's title for either: what only stands there is taken from the whole title anew.
    """
    whole, words = _line(tree.xpath("string(.//head/title)")), _line(title)
    known = _site(tree, site, host_of(address), whole)
    headings = ["".join(h1.itertext()) for h1 in tree.xpath("(.//h1)[position() < 9]")]
    headings = [heading for heading in map(_line, headings) if not _names(heading, known)]
    if (
        not words
        or _names(words, known)
        or _is_cut(words, whole)
        or (not tree.xpath(_TITLES) and _is_other(words, whole))
        or (words in whole and not (tree.xpath(_TITLES) or headings or tree.xpath(_LINKED)))
    ):
        words = whole or words
    apart = (
        (heading, titled)
        for titled in (words, whole)
        for heading in headings
        if " " in heading and opens_title(titled, heading)
    )
    heading, words = next(apart, ("", words))
    return PageTitle(words=words, whole=whole, heading=heading, site=known)


def _site(tree: Any, site: str, host: str, whole: str) -> Site:
    """Return what a page says of its site: in its meta elements, else in its linked data."""
    stated = [site_name(_line(name).lstrip("@"), host) for name in _stated(tree)]
    linked = [site_name(_line(name), host) for name in linked_data.publishers(tree)]
    names = [name for name in stated if name and not _is_headline(name, whole)]
    names += [name for name in linked if fits(name, host) and not _NEWSROOM.search(name)]
    if all(map(DOMAIN.fullmatch, names)) and (site not in whole or DOMAIN.fullmatch(site)):
        names += filter(None, [site_name(site, host)])
    return Site(host=host, names=tuple(names))


def _stated(tree: Any) -> Iterator[str]:
    return chain.from_iterable(map(tree.xpath, _NAMES))


def _names(line: str, site: Site) -> bool:
    """Return whether a heading is the name of the site."""
    short = len(line.split()) <= _NAME
    return is_name_of(line, site) or (short and may_be_name_of(line, site))


def _line(words: str) -> str:
    return _LOOSE.sub("", " ".join(words[:_LIMIT].split()))


def _is_cut(words: str, whole: str) -> bool:
    """Return whether a title ends where a quotation begins: an attribute may end there."""
    return whole.startswith(words) and whole[len(words) :].lstrip()[:1] in tuple(_QUOTES)


def _is_other(words: str, whole: str) -> bool:
    """Return whether the only `<h1>` is no headline, as it has hardly a word of the page's title.

    It is a slogan, a section, or the site's name in large letters.
    """
    own = set(re.findall(r"\w+", words.casefold()))
    shared = own & set(re.findall(r"\w+", whole.casefold()))
    return len(whole.split()) > 2 and len(shared) * 3 <= len(own)


def _is_headline(name: str, whole: str) -> bool:
    """Return whether what a page states for its site's name is what its title begins with."""
    return len(name.split()) >= _HEADLINE and whole.startswith(name)
