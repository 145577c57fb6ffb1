"""The day on which a web page says that its article was published.

From the surest to the least sure: meta elements, which htmldate knows (Barbaresi 2020, JOSS),
linked data (schema.org), the `<time>` nearest the headline, other elements near it that are named
for a date or hold nothing else.  What belongs to other articles, to comments or to the margin is
never looked at, nor is the headline itself: a date there is part of the news.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, islice
from typing import Any

from brief.language.calendar import Order, fold, number_order, stamped, stated, weekdays
from brief.language.words import entries, words
from brief.readers import linked_data, metadata
from brief.readers.linked_data import EARLIEST, folded, web_day

#: Latest day taken for one of publication; fixed, so that nothing depends on the clock.
_LATEST = "2100-01-01"
#: Metadata is often in UTC, while the page shows the day at the place of the outlet.
_ZONES = timedelta(1)
#: Names of meta elements that state another day than that of publication.
_OTHER_DAY = re.compile(
    r"modif|updat|lastmod|lastdate|revision|copyright|pubyear|expir|og:url"
    r"|version|build|deploy|generator|crawl|cache",
    re.I,
)
#: Elements, and names of their classes, that hold what is not the article.
_NEVER = frozenset(("nav", "form", "noscript", "template", "blockquote"))
_MARGINS = _NEVER | frozenset(("aside", "footer"))
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|recirc\w*|sidebar|comments?|replies|teasers?|promos?"
    r"|popular|trending|latest|similar|newsletter|widgets?|footer|read-?next|more-?\w*|most-?\w*"
    r"|carousel|playlist|disqus|archives?|events?|calendar)(?:$|[\s_-])",
    re.IGNORECASE,
)
#: … and those of lists of other articles, which hardly any site puts around its own day.
_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|popular|trending|latest|similar|most-?\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
#: Names of classes of what shows the day, of what shows it surely, and of another day.
_DATED = re.compile(r"date|time|publi|posted|byline|datum|fecha|data\b|meta|info", re.IGNORECASE)
_SURE = re.compile(
    r"publish(?!er)|publi[ée]|publicad|pubblicat|pub-?date|entry-?date", re.IGNORECASE
)
_UPDATED = re.compile(r"updat|modif|aktualis|mise-a-jour", re.IGNORECASE)
#: Characters of an element that is named for a date, and of one that only holds one.
_SHORTEST, _LONGEST, _LONGEST_BARE = 6, 120, 60
#: Letters of a passage of one paragraph or more; behind the second a day is another article's.
_PARAGRAPH, _PARAGRAPHS = 150, 2
#: Blanks of a sentence with a `<time>` in it, and characters from which on a paragraph is prose.
_SENTENCE_BLANKS, _LONGEST_SENTENCE = 7, 200
_SHORTEST_HEADLINE, _LONGEST_HEADLINE = 8, 300
#: Elements from the headline within which a day is the article's whatever holds it.
_BESIDE_HEADLINE = 8
#: From this rank on an element has no name that is only used for the day of publication; the ranks
#: of an element without a name for it, and of one that is named for another day.
#: … and of one whose words say that it is the day of publication.
_NAMED_FOR_IT, _BARE, _CHANGED, _SAID = 3, 4, 5, 2
#: Headings of the first level, and what else may be a headline.
_HEADINGS = (
    ".//h1",
    ".//h2|.//h3|.//*[contains(@class, 'title') or contains(@class, 'headl')]",
)
#: Headlines and articles of a page, and elements, that are looked at.
_MOST_HEADINGS = 40
_MOST_ELEMENTS = 30_000
#: The number of a year, with what nobody sees between its digits; no date is without one.
_YEAR = re.compile(r"\d(?:[^\w\s]{0,3}\d){3}")
#: Elements that state a day in their attributes.
_STATING = ".//time | .//abbr | .//*[@itemprop = 'datePublished' or @pubdate]"
#: The end of a sentence, other than of "4. 2. 2022.".
_SENTENCE = re.compile(r"[?!\"]$|[^\d\s]\.$|[^\W\d_]{2}.{0,99}\d\.$")
_BEFORE_DATE = re.compile(r"\d.*$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class _Shown:
    """A day that an element shows."""

    day: date
    rank: int  #: The lower, the surer.
    away: int = 0  #: Elements between it and the headline.


def published_on(tree: Any, tag: str = "") -> date | None:
    """Return the day on which a page in lxml says it was published, None where it does not.

    `tag` is the page's language tag, whose region says whether 3/4/2026 is of March or of April;
    without one such a date is none.
    """
    headline = _headline(tree)
    shown = _near_headline(tree, headline, tag)
    hidden = _by_meta(tree) or linked_data.published_on(tree, headline)
    if shown and hidden and abs(shown - hidden) <= _ZONES:
        return shown
    return hidden or shown


def _headline(tree: Any) -> Any:
    """Return the element that is the headline: the heading that the page's title has, or the first.

    Where a page has no heading of the first level, only one that the title has will do.
    """
    title = folded(tree.xpath("string(.//title)").split())
    # The second look takes a while, and most headlines are headings of the first level.
    for heading in chain.from_iterable(tree.xpath(path)[:_MOST_HEADINGS] for path in _HEADINGS):
        name = folded(_until(heading.itertext(), _LONGEST_HEADLINE))
        if len(name) > 8 and name in title:
            return heading
    return tree.find(".//h1")


def _by_meta(tree: Any) -> date | None:
    """Return the day in the meta elements.

    htmldate knows their names; a value that may be read in two ways is left out.
    """
    from lxml import html

    head = html.Element("head")
    for element in tree.xpath(".//meta[@content or @datetime]"):
        names = " ".join(element.get(key, "") for key in ("name", "property", "itemprop"))
        value = element.get("content") or element.get("datetime") or ""
        if not _OTHER_DAY.search(names) and _may_be_day(value) and not _is_beside(element, None):
            head.append(deepcopy(element))
    if not len(head):
        return None
    page = html.Element("html")
    page.append(head)
    return _found_by_library(page)


def _may_be_day(value: str) -> bool:
    """Return whether a value may be a day, and is none of two readings."""
    numbers = re.findall(r"\d+", value[:40])
    if len(numbers) < 3 and not re.search(r"\d{8}", value):
        return len(numbers) == 2 and _WORD.search(value) is not None
    return len(value) < 80 and bool(web_day(value) or _WORD.search(value))


def _near_headline(tree: Any, headline: Any, tag: str) -> date | None:
    """Return the day that stands nearest to the headline, surely the article's before others.

    Below the top of the article only what says that it is the day of publication counts, and only
    where one day does.
    """
    language, order = metadata.language_code(tag) or "", number_order(tag)
    elements = list(tree.iter("*"))
    may_show = _with_years(elements).union(tree.xpath(_STATING))
    del elements[_MOST_ELEMENTS:]
    place = next((i for i, element in enumerate(elements) if element is headline), 0)
    prose, end = _top(elements, place)
    articles = tree.xpath(".//article")[:_MOST_HEADINGS]
    own = _own_article(articles, headline)
    near: list[_Shown] = []
    below: set[date] = set()
    for index, element in enumerate(elements):
        rank = None if element is headline or element not in may_show else _rank(element)
        shown = None if rank is None else _shown(element, rank, language, order)
        if shown is None or _is_in_sentence(element) or not _is_within(element, articles, own):
            continue
        close = abs(index - place) <= _BESIDE_HEADLINE and index < prose
        if _is_beside(
            element, headline, close=close and (index > place or not _of_others(element))
        ):
            continue
        # What stands above the headline may be the site's, or the day on which the page was read.
        away = index - place if index > place else 3 * (place - index)
        if index <= end:
            near.append(replace(shown, away=away))
        elif shown.rank < _NAMED_FOR_IT or _says_published(element):
            below.add(shown.day)
    best = min(near, key=lambda candidate: (candidate.rank, candidate.away), default=None)
    if best:
        return best.day
    return below.pop() if len(below) == 1 else None


def _is_in_sentence(element: Any) -> bool:
    """Return whether a `<time>` stands in a sentence, so that its day is part of the news."""
    if element.tag != "time":
        return False
    paragraph = next((above for above in element.iterancestors() if above.tag == "p"), None)
    if paragraph is None:
        return False
    line = " ".join(" ".join(_until(paragraph.itertext(), _LONGEST_SENTENCE)).split())
    long = len(line) > _LONGEST_SENTENCE
    ended = line.count(" ") >= _SENTENCE_BLANKS and line.endswith((".", "!", "?", "”", '"', "»"))
    return (long or ended) and not _says_published(paragraph)


def _says_published(element: Any) -> bool:
    line = "".join(_until(element.itertext(), _LONGEST)).lower()
    return any(label in line for label in entries("date_labels", "published"))


def _with_years(elements: Iterable[Any]) -> set[Any]:
    """Return those of all elements of a tree whose words may hold a year, children included."""
    holding: set[Any] = set()
    for element in elements:
        inside = element if _may_hold_year(element.text) else None
        if inside is None and _may_hold_year(element.tail):
            inside = element.getparent()
        while inside is not None and inside not in holding:
            holding.add(inside)
            inside = inside.getparent()
    return holding


def _may_hold_year(text: str | None) -> bool:
    # A longer text makes every element that it stands in too long for a date; most are blank.
    return bool(text and 4 <= len(line := text.strip()) <= _LONGEST + 1 and _YEAR.search(line))


def _top(elements: list[Any], place: int) -> tuple[int, int]:
    """Return the indices of the first and the second long passage below the headline."""
    paragraphs: list[int] = []
    letters = 0
    for index in range(place, len(elements)):
        element = elements[index]
        letters += sum(map(len, element.itertext())) if element.tag == "p" else 0
        if letters >= _PARAGRAPH:
            paragraphs.append(index)
            letters = 0
            if len(paragraphs) == _PARAGRAPHS:
                break
    missing = [len(elements)] * (_PARAGRAPHS - len(paragraphs))
    first, second = (*paragraphs, *missing)
    return first, second


def _rank(element: Any) -> int | None:
    """Return how surely an element shows the day of publication, None where it may not."""
    names = " ".join(element.get(key, "") for key in ("class", "id", "itemprop", "data-testid"))
    if element.tag in ("html", "body", "script", "style", "meta", "link", "title", "h1", "input"):
        return None
    if _UPDATED.search(names):
        return _CHANGED
    if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
        return 0
    if element.tag == "time":
        return 1
    if _SURE.search(names):
        return 2
    if _DATED.search(names):
        return 3
    return _BARE


def _shown(element: Any, rank: int, language: str, order: Order) -> _Shown | None:
    """Return the day that an element states in an attribute or its words."""
    if element.tag in ("time", "abbr") or rank == 0:
        for key in ("datetime", "content", "title"):
            if day := web_day(element.get(key, "")):
                return _Shown(day=day, rank=rank)
    longest = _LONGEST_BARE if rank == _BARE else _LONGEST
    line = _words(element.itertext(), longest)
    if rank == _BARE and len(line) > longest:
        line = _words(_own_text(element), longest)
    if not _SHORTEST <= len(line) <= longest:
        return None
    days = [mention for mention in stated(line, language, order) if mention.date]
    around = (line[: days[0].start], line[days[0].end :]) if days else (line,)
    # "2025. október 14." and "14 października 2025 r." end with a stop, and are no sentences.
    if _SENTENCE.search(line) and not all(_only_labels(words, language) for words in around):
        return None
    # The page may not say its language, or a wrong one.
    day = days[0].date if days else stamped(line)
    before = line[: days[0].start] if days else _BEFORE_DATE.sub("", line)
    if day is None or day < EARLIEST or (rank == _BARE and not _only_labels(before, language)):
        return None
    folded = before.lower()
    changed = any(label in folded for label in entries("date_labels", "updated"))
    published = any(label in folded for label in entries("date_labels", "published"))
    if published:
        return _Shown(day=day, rank=min(rank, _SAID))
    return _Shown(day=day, rank=_CHANGED if changed else rank)


def _words(texts: Iterable[str], most: int) -> str:
    return " ".join(" ".join(_until(texts, most + 1)).split())


def _only_labels(before: str, language: str) -> bool:
    """Return whether what stands before a date in an element of no name belongs to the date."""
    if not before or before.rstrip().endswith(("|", "·", "•", ",", "–", "—", "-", "/", ":", ")")):
        return True
    labels, days = words("date_labels", "line"), {*weekdays(language), *weekdays("en")}
    rest = [word for word in _WORD.findall(before) if word.lower() not in labels]
    return all(word in days or fold(word, language) in days for word in rest)


def _own_text(element: Any) -> Iterator[str]:
    """Yield the texts of an element that stand in no element within it."""
    yield element.text or ""
    yield from (below.tail or "" for below in element)


def _until(texts: Iterable[str], most: int) -> Iterator[str]:
    """Yield texts, no more than needed to see that they are longer than `most` characters."""
    length = 0
    for text in texts:
        yield text
        length += len(text.strip())
        if length > most:
            yield "x" * most
            return


def _is_beside(element: Any, headline: Any, *, close: bool = False) -> bool:
    """Return whether an element stands in what is not the article, unless the headline does too.

    Right at the headline (`close`) hardly anything does, whatever its class: sites put the line
    below a headline into `aside`.
    """
    above = set(headline.iterancestors()) if headline is not None else set()
    for ancestor in (element, *element.iterancestors()):
        if ancestor in above or ancestor.tag in ("body", "html"):
            return False
        names = f"{ancestor.get('class', '')} {ancestor.get('id', '')}"
        if close and ancestor.tag not in _NEVER:
            continue
        if ancestor.tag in _MARGINS or _BESIDE.search(_CAMEL.sub("-", names)):
            return True
    return False


def _of_others(element: Any) -> bool:
    """Return whether what directly holds an element is named for a list of other articles."""
    names = (above.get("class", "") for above in (element, *islice(element.iterancestors(), 4)))
    return any(_OTHERS.search(_CAMEL.sub("-", name)) for name in names)


def _own_article(articles: list[Any], headline: Any) -> Any:
    """Return the `<article>` of the headline, else the longest one; None where there is one."""
    if len(articles) < 2:
        return None
    above = list(headline.iterancestors()) if headline is not None else []
    around = next((element for element in above if element.tag == "article"), None)
    longest = max(articles, key=lambda article: sum(map(len, article.itertext())))
    return longest if around is None else around


def _is_within(element: Any, articles: list[Any], own: Any) -> bool:
    """Return whether an element is in no other `<article>` than the page's own."""
    if own is None:
        return True
    inside = next((above for above in element.iterancestors() if above.tag == "article"), None)
    return inside is None or inside is own


def _found_by_library(tree: Any) -> date | None:
    """Return the day that htmldate finds in a tree; None also where it fails on one."""
    from htmldate import find_date

    try:
        day = find_date(tree, original_date=True, extensive_search=False, max_date=_LATEST, url="")
    except Exception:  # whatever lxml or a parser of dates raises
        return None
    return metadata.day(str(day or ""))
