"""What leaves a page that is too long for its sheet, in the order of claims on the room, reversed.

`page.sheet` fills a page with what has the first claim first; here the last goes first: sections
that are only there where there is room; what an article says by itself; the titles of articles; the
lines, the least worthy first, each story's first line last; the names of other stories.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from brief.model import USUAL, Briefing, Entry, Shown, Story

#: Characters of a line that no sheet has room for.
GIANT = 1500
_Kind = Literal["section", "sentence", "title", "line", "name", "key"]


@dataclass(frozen=True, slots=True)
class Claim:
    """Something on the page that may leave it: of a section, an article, a line or a story."""

    kind: _Kind
    section: str = ""
    #: The place of an entry of a section, of an article on the list, of a line, or of a story.
    place: int = 0


#: The list of articles becomes a key: a number and an outlet each.
KEY = Claim("key")


def claims(page: Briefing) -> tuple[Claim, ...]:
    """Return what may leave a page, in the order in which it leaves."""
    giants = [
        Claim("line", place=place)
        for place, line in enumerate(page.in_brief)
        if len(line.text) > GIANT
    ]
    first, more = _lines(page)
    titles = _titles(page)
    named = [Claim("name", place=n) for n, story in enumerate(page.stories) if story.named]
    several = len(page.stories) > 1
    middle = (*more, *titles) if several else titles
    last = () if several else more
    every = (*giants, *_sections(page), *_sentences(page), *middle, *reversed(named), KEY)
    return tuple(dict.fromkeys((*every, *last, *first)))


def without(page: Briefing, leaving: Sequence[Claim]) -> Briefing:
    """Return a page without some of its claims; `KEY` changes nothing here."""
    gone = _Gone()
    for claim in leaving:
        match claim.kind:
            case "section":
                gone.sections.setdefault(claim.section, set()).add(claim.place)
            case "key":
                pass
            case _:
                getattr(gone, f"{claim.kind}s").add(claim.place)
    number = _numbers(page, gone.lines)
    entries = tuple(_entry(entry, n, gone, number) for n, entry in enumerate(page.articles))
    sections: dict[str, Any] = {
        name: False if name == "support" else _left(getattr(page, name), places)
        for name, places in gone.sections.items()
    }
    return replace(
        page,
        in_brief=_left(page.in_brief, gone.lines),
        stories=tuple(_stories(page, gone)),
        articles=entries,
        **sections,
    )


@dataclass(slots=True)
class _Gone:
    """The places of what has left a page."""

    lines: set[int] = field(default_factory=set)
    sentences: set[int] = field(default_factory=set)
    titles: set[int] = field(default_factory=set)
    names: set[int] = field(default_factory=set)
    sections: dict[str, set[int]] = field(default_factory=dict)


def _lines(page: Briefing) -> tuple[list[Claim], list[Claim]]:
    """Return the worthiest line of each story, the last first, and all other lines."""
    own = [len(story.in_brief) for story in page.stories]
    if sum(own) != len(page.in_brief):
        own = [len(page.in_brief)]
    first, at = [], 0
    for count in own:
        places = range(at, at + count)
        first += [max(places, key=lambda n: (page.in_brief[n].reason.worth, -n))] if count else []
        at += count
    more = set(range(len(page.in_brief))) - set(first)
    least = sorted(more, key=lambda n: (page.in_brief[n].reason.worth, -n))
    # The first line of the first story stays whatever happens.
    return [Claim("line", place=n) for n in first[:0:-1]], [Claim("line", place=n) for n in least]


def _sections(page: Briefing) -> list[Claim]:
    """Return the entries of sections, those of the last section first; what differs comes last."""
    chosen = [name for name in page.sections if name not in USUAL]
    leaving: list[Claim] = []
    for name in (*reversed(chosen), *(name for name in USUAL if name != "articles")):
        shown = getattr(page, name)
        count = (1 if shown else 0) if name == "support" else len(shown)
        leaving += [Claim("section", name, n) for n in reversed(range(count))]
    return leaving


def _sentences(page: Briefing) -> list[Claim]:
    """Return the sentences of articles, the least worthy first, then the numbers of lines."""
    every = list(enumerate(page.articles))
    own = [(entry.sentences[0].reason.worth, -n) for n, entry in every if entry.sentence]
    numbered = [n for n, entry in every if entry.shown == Shown.LINE]
    places = [*(-n for _, n in sorted(own)), *reversed(numbered)]
    return [Claim("sentence", place=n) for n in places]


def _titles(page: Briefing) -> list[Claim]:
    """Return the articles on the list, the last first; those that a line cites are listed still."""
    listed = [place for place, entry in enumerate(page.articles) if entry.shown]
    return [Claim("title", place=place) for place in reversed(listed)]


def _numbers(page: Briefing, gone: Iterable[int]) -> dict[int, int]:
    """Return the new number of each line that is left by its old one."""
    away = set(gone)
    left = (n for n in range(len(page.in_brief)) if n not in away)
    return {old + 1: new for new, old in enumerate(left, 1)}


def _entry(entry: Entry, place: int, gone: _Gone, number: dict[int, int]) -> Entry:
    shown = entry.shown
    if place in gone.titles:
        return replace(entry, shown=Shown.NOTHING)
    line = number.get(entry.line, 0)
    if shown > Shown.TITLE and (place in gone.sentences or (shown == Shown.LINE and not line)):
        shown = Shown.TITLE
    return replace(entry, shown=shown, line=line)


def _stories(page: Briefing, gone: _Gone) -> Iterable[Story]:
    at = 0
    for place, story in enumerate(page.stories):
        places = {n - at for n in gone.lines}
        at += len(story.in_brief)
        named = story.named and place not in gone.names
        yield replace(story, in_brief=_left(story.in_brief, places), named=named)


def _left(entries: Sequence[Any], gone: Iterable[int]) -> tuple[Any, ...]:
    left = set(gone)
    return tuple(entry for place, entry in enumerate(entries) if place not in left)
