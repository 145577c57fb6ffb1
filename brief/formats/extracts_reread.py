"""Extracts in Markdown, read back, strictly: every line must have one of the forms that we write.

What they say is compared with the articles elsewhere (`page.proof`); here it is only read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from brief.formats import sources
from brief.formats.page_draft import (
    CITED,
    NOT_OURS,
    TEXT,
    PageDraft,
    check_topic,
    claim,
    closed,
    linked,
    missed,
    name_of,
    opened,
    ours,
    uncited,
    untitled,
)
from brief.model.written import FaultKind, Page

_STATEMENT = re.compile(rf"({TEXT}?) \(({CITED.pattern})\)(?: (?=[^ ])|\Z)")


@dataclass(slots=True)
class _Draft(PageDraft):
    """Extracts while they are read."""

    #: The title that was read last: its text, `c` or `s`, its label, and the rest of its line.
    heading: tuple[str, str, str, str] | None = None
    article: int = 0  #: The article whose sentences come next; 0 above its line.
    read: list[int] = field(default_factory=list)  #: The articles that were read.


def parse(text: str, name: str) -> Page:
    """Read extracts in Markdown back; what is wrong with them is in `Page.faults`, by line.

    Raises:
        UsageError: they are extracts in plain text, which cite no places.
    """
    draft = _Draft(name=name)
    rows = opened(draft, text)
    end = draft.line
    for draft.line, row in rows:
        if row and not any(form(draft, row) for form in _FORMS):
            draft.fault(FaultKind.PAGE_EDITED, NOT_OURS)
    check_topic(draft)
    draft.line = end
    if draft.article or draft.read != sorted(draft.sources):
        message = "the extracts are not those of its articles, one each, in their order"
        draft.fault(FaultKind.PAGE_EDITED, message)
    return closed(draft)


def _first(draft: _Draft, row: str) -> bool:
    return draft.nth() == 1 and row == f"# {draft.say.say('articles')}"


def _counts(draft: _Draft, row: str) -> bool:
    say = draft.say
    articles, words = (say.count_pattern(noun) for noun in ("article", "word"))
    counts = {"articles": articles, "words": words, "out": say.number_pattern}
    form = say.pattern("condensed", counts, named=False)
    return draft.nth() == 3 and re.fullmatch(form, row) is not None


def _missed(draft: _Draft, row: str) -> bool:
    return draft.nth() == 5 and missed(draft, row)


def _title(draft: _Draft, row: str) -> bool:
    match = re.fullmatch(rf"## \[({TEXT})\]\[([cs])([0-9]{{1,9}})\]({untitled(draft)})", row)
    if match is None or draft.heading or draft.article:
        return False
    draft.heading = match[1], match[2], match[3], match[4]
    return True


def _about(draft: _Draft, row: str) -> bool:
    """Read the line below a title, which says whose the title is and the sentences below it."""
    say = draft.say
    comma = say.comma_pattern
    counts = rf"(?:{say.day_pattern}{comma})?{say.count_pattern('word')}"
    form = rf"\(([0-9]{{1,9}})\) (?:({TEXT}?){comma})??{counts}{comma}\[({TEXT})\]\[s\1\]"
    form += rf"(?:{say.colon_pattern}(.+))?"
    match = re.fullmatch(form, row)
    source = draft.sources.get(int(match[1])) if match else None
    if match is None or source is None or draft.heading is None:
        return False
    (title, sort, label, mark), draft.heading = draft.heading, None
    draft.read.append(source.id)
    draft.article = 0 if match[4] else source.id
    if ours(match[3], linked=True) != sources.shown_path(source.path):
        return False
    if match[2] is not None and ours(match[2]) is None:
        return False
    if match[4] and not _silent(draft, match[4], source.id):
        return False
    if sort == "c":
        return linked(draft, title, label, document=source.id)
    return ours(title, linked=True) == name_of(source) and label == str(source.id) and not mark


def _silent(draft: _Draft, why: str, article: int) -> bool:
    """Return whether an article may have no sentences for this reason."""
    if why == draft.say.say("no sentence"):
        return True
    number = r"\[([0-9]{1,9})\]\[s([0-9]{1,9})\]"
    copy = re.fullmatch(draft.say.pattern("copy", {"number": number}, named=False), why)
    if copy is None or copy[1] != copy[2]:
        return False
    return int(copy[1]) in draft.sources and int(copy[1]) != article


def _said(draft: _Draft, row: str) -> bool:
    """Read the sentences of an article."""
    if not draft.article:
        return False
    if not _statements(draft, row):
        draft.fault(FaultKind.PAGE_EDITED, NOT_OURS)
    draft.article = 0
    return True


def _statements(draft: _Draft, row: str) -> bool:
    at = 0
    while match := _STATEMENT.match(row, at):
        if match[3] != str(draft.article) or not claim(draft, match[1], match[2]):
            return False
        at = match.end()
    return at == len(row) or uncited(draft, row[at:], "")


def _skipped(draft: _Draft, row: str) -> bool:
    shown = ours(row)
    form = draft.say.pattern("skipped", {"files": ".+"}, named=False)
    return shown is not None and re.fullmatch(form, shown) is not None


# The first takes whatever stands below an article's line: its sentences may look like the others.
_FORMS: tuple[Callable[[_Draft, str], bool], ...] = (
    *(_said, _first, _counts, _missed, _title, _about, _skipped),
)
