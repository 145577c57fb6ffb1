"""The lines of a Markdown page of version 0.1, read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from brief.formats import sources
from brief.formats.first_escapes import first_escape
from brief.formats.page_draft import (
    ARTICLE,
    CITED,
    TEXT,
    PageDraft,
    claim,
    event_row,
    linked,
    name_of,
    names_row,
    ours,
    quote_row,
    table_row,
    uncited,
)
from brief.language.calendar import MONTHS

_MONTH = "|".join(month[:3] for month in MONTHS)
_DAY = rf"[0-9]{{1,2}} (?:{_MONTH}) [0-9]{{1,4}}"
_WHEN = rf"(?:{_DAY}|(?:{_MONTH}) [0-9]{{4}}|[0-9]{{4}})"
_LABEL = rf"(?:Latest|(?:Latest, )?{_WHEN}(?:, (?:reported|but dated) {_DAY})?)"
_COUNT = r"[0-9][0-9,]*"
_UNTITLED = r"(?:…? \(untitled\))?"
_PLACES = rf"(?:only )?({CITED.pattern}(?:[,;] {CITED.pattern})*)"
_STATEMENT = rf"({TEXT}?) \({_PLACES}\)"
_STATEMENTS = re.compile(rf"{_STATEMENT}(?: (?=[^ ])|\Z)")
#: A title that leads to its place or to its article.
_TITLED = rf"\[({TEXT})\]\[([cs])([0-9]{{1,9}})\]({_UNTITLED})"
#: What such a page said where nothing on it is dated.
_UNDATED = (
    "(?:it is not dated|"
    "no article is dated: the lines have no order and may tell of several events)"
)


def _titled(page: PageDraft, escaped: str, sort: str, label: str) -> bool:
    """Take in a title that leads to its place, or the name of a file that leads to its article."""
    if sort == "c":
        return linked(page, escaped, label)
    source = page.sources.get(int(label))
    return source is not None and ours(escaped, first=True) == name_of(source)


def _title(page: PageDraft, row: str) -> bool:
    if page.line != 1:
        return False
    if match := re.fullmatch(rf"# {CITED.pattern}{_UNTITLED}", row):
        return linked(page, match[1], match[2])
    match = re.fullmatch(rf"# ({TEXT})", row)
    page.title = ours(match[1], first=True) if match else None
    return page.title is not None


def _counts(page: PageDraft, row: str) -> bool:
    months = "|".join(MONTHS)
    read = rf"{_COUNT} articles?, (?:{_COUNT} stories, )?{_COUNT} words in, "
    form = rf"[0-9]{{1,2}} (?:{months}) [0-9]{{1,4}} · {read}"
    return bool(re.fullmatch(rf"{form}{_COUNT} out(?: · {_UNDATED})?", row)) and page.line == 3


def _since(page: PageDraft, row: str) -> bool:
    more = f"{_COUNT} updated articles?"
    new = rf"(?:{_COUNT} new articles?(?: and {more})?|{more}|nothing is new)"
    unchanged = rf"(?:; {_COUNT} articles? continues? unchanged(?:: (.+))?)?"
    match = re.fullmatch(rf"Since the earlier page: {new}{unchanged}\.", row)
    if not match or page.line != 5:
        return False
    titles = list(re.finditer(_TITLED, match[1] or ""))
    if "; ".join(title[0] for title in titles) != (match[1] or ""):
        return False
    # A file's name is never marked as untitled.
    return all(
        (sort == "c" or not mark) and _titled(page, escaped, sort, label)
        for escaped, sort, label, mark in (title.groups() for title in titles)
    )


def _missed(page: PageDraft, row: str) -> bool:
    """Take in the topic that no article is about."""
    match = re.fullmatch(rf"No article is about “({TEXT})”; the page is the same without it\.", row)
    page.topic, page.topic_line = ours(match[1], first=True) if match else None, page.line
    return page.topic is not None


def _brief_line(page: PageDraft, row: str) -> bool:
    if match := re.fullmatch(rf"- (?:\*\*{_LABEL}:\*\* )?{_STATEMENT}", row):
        return claim(page, match[1], match[2])
    return uncited(page, row, "- ")


def _story(page: PageDraft, row: str) -> bool:
    match = re.fullmatch(rf"### {CITED.pattern}{_UNTITLED}, {_COUNT} articles?", row)
    return match is not None and linked(page, match[1], match[2])


def _entry(page: PageDraft, row: str) -> bool:
    match = re.match(rf"- \*\*{_TITLED}\*\*(?:, {_DAY})?: ", row)
    if not match or not _titled(page, match[1], match[2], match[3]):
        return False
    return _entry_text(page, row[match.end() :])


def _entry_text(page: PageDraft, row: str) -> bool:
    if re.fullmatch(r"Nothing to add\. \(\[([0-9]{1,9})\]\[s\1\]\)", row):
        return True
    at = 0
    while match := _STATEMENTS.match(row, at):
        if not claim(page, match[1], match[2]):
            return False
        at = match.end()
    return (at > 0 and at == len(row)) or uncited(page, row, "")


def _comparison(page: PageDraft, row: str) -> bool:
    """Read figures or the sides of a dispute; one alone is a sentence that has both sides."""
    if not row.startswith("- "):
        return False
    subject = re.match(rf"- \*\*{CITED.pattern}:\*\* ", row)
    if subject and not linked(page, subject[1], subject[2], is_title=False):
        return False
    values = re.split(r"(?<=\]\)) (?:/|→) (?=[^ ])", row[subject.end() if subject else 2 :])
    form = re.compile(rf"({TEXT}?) \((?:{_DAY}, )?({CITED.pattern})\)")
    matches = [match for value in values if (match := form.fullmatch(value))]
    if len(matches) < len(values):
        return False
    return all(claim(page, match[1], match[2]) for match in matches)


def _event(page: PageDraft, row: str) -> bool:
    return event_row(page, row, _PLACES)


def _names(page: PageDraft, row: str) -> bool:
    return names_row(page, row, "; ")


def _no_room(page: PageDraft, row: str) -> bool:
    more = rf"(?:1 more (?:article|story) has|{_COUNT} more (?:articles|stories) have)"
    return bool(re.fullmatch(rf"{more} no room here\.", row))


def _source(page: PageDraft, row: str) -> bool:
    row = re.sub(rf"; also in {ARTICLE}(?:, {ARTICLE})*(?:, {_COUNT} more)?\Z", "", row)
    match = re.fullmatch(rf"- \(([0-9]{{1,9}})\) \[({TEXT})\]\[s\1\]{_UNTITLED}, ({TEXT})", row)
    source = page.sources.get(int(match[1])) if match else None
    if not match or source is None:
        return False
    tail = rf"(?:.+, )?{_COUNT} words?, {re.escape(first_escape(sources.shown_path(source.path)))}"
    title = ours(match[2], first=True)
    if title is None or not re.fullmatch(tail, match[3]):
        return False
    if title != name_of(source):
        page.sources[source.id] = replace(source, title=title)
    return True


def _last(page: PageDraft, row: str) -> bool:
    """Read the line of skipped files, or the count of articles."""
    skipped = re.fullmatch(rf"Skipped: {TEXT}\.\\", row)
    key = "(?:; “only”: in no other article)?"
    return bool(skipped or re.fullmatch(rf"{_COUNT} articles?, {_COUNT} on the page{key}\.", row))


Form = Callable[[PageDraft, str], bool]
#: The sections by their headings, and the forms of the lines of each.
SECTIONS: Mapping[str, str] = {
    "## In brief": "in brief",
    "## Article by article": "articles",
    "## Where they differ": "differ",
    "## Timeline": "timeline",
    "## In their words": "quotes",
    "## Who": "names",
    "## Which article says what": "support",
    "## Sources": "sources",
}
FORMS: Mapping[str, tuple[Form, ...]] = {
    "head": (_title, _counts, _since, _missed),
    "in brief": (_story, _brief_line, _no_room),
    "articles": (_entry, _no_room),
    "differ": (_comparison,),
    "timeline": (_event,),
    "quotes": (quote_row,),
    "names": (_names,),
    "support": (table_row,),
    "sources": (_source, _last),
}
