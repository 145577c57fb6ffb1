"""The lines of a Markdown page of version 0.2 on, read back; `body` writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from brief.formats.body import APART
from brief.formats.markdown import unescape
from brief.formats.page_draft import (
    ASIDE,
    CITED,
    NOT_OURS,
    TEXT,
    PageDraft,
    claim,
    event_row,
    linked,
    missed,
    name_of,
    names_row,
    ours,
    ours_aside,
    quote_row,
    table_row,
    uncited,
    untitled,
)
from brief.language.visible import visible
from brief.model.written import FaultKind

_NUMBERED = re.compile(r"([0-9]{1,3})\. ")


def _places(page: PageDraft) -> str:
    """Return a pattern of the places that a statement cites."""
    return rf"{CITED.pattern}(?:{page.say.comma_pattern}{CITED.pattern})*"


def _stated(page: PageDraft) -> str:
    """Return a pattern of what is stated, then in brackets whose it is.

    The last bracket before a link is ours: what an article says may have any, outlet and day have
    none.
    """
    return rf"({TEXT}) \((?:({ASIDE}){page.say.colon_pattern})?"


def _title(page: PageDraft, row: str) -> bool:
    if page.nth() != 1:
        return False
    if match := re.fullmatch(rf"# {CITED.pattern}{untitled(page)}", row):
        return linked(page, match[1], match[2])
    match = re.fullmatch(rf"# ({TEXT})", row)
    page.title = ours(match[1]) if match else None
    return page.title is not None


def _counts(page: PageDraft, row: str) -> bool:
    say = page.say
    counts = {noun: say.count_pattern(noun) for noun in ("word", "minute", "story", "article")}
    stories = {"articles": counts["article"], "stories": counts["story"]}
    articles = rf"(?:{say.pattern('contents', stories, named=False)}|{counts['article']})"
    articles += rf"(?:{say.comma_pattern}{say.count_pattern('outlet')})?"
    read = {"words": counts["word"], "minutes": counts["minute"]}
    undated = "|".join(say.pattern(key, named=False) for key in ("undated", "undated alone"))
    form = rf"{say.long_days_pattern} · {articles} · {say.pattern('read', read, named=False)}"
    return page.nth() == 3 and bool(re.fullmatch(rf"{form}(?: · (?:{undated}))?", unescape(row)))


def _since(page: PageDraft, row: str) -> bool:
    say = page.say
    new, updated = (say.count_pattern(f"{kind} article") for kind in ("new", "updated"))
    both = say.pattern("and", {"first": new, "second": updated}, named=False)
    news = rf"(?:{both}|{new}|{updated}|{say.pattern('nothing new', named=False)})"
    stands = rf"{say.count_pattern('unchanged')}(?:{say.colon_pattern}(?P<titles>.+))?"
    plain = re.fullmatch(say.pattern("since", {"news": news}), row)
    fields = {"news": news, "unchanged": stands}
    match = plain or re.fullmatch(say.pattern("since and", fields), row)
    if match is None or page.nth() != 5:
        return False
    form = rf"\[({TEXT})\]\[s([0-9]{{1,9}})\]{untitled(page)}"
    titles, rest = _series(form, match.groupdict().get("titles") or "", APART)
    return not rest and all(_named(page, title[2], title[1]) for title in titles)


def _series(form: str, row: str, between: str) -> tuple[list[re.Match[str]], str]:
    """Return the parts of a row that have a form, and what follows the last of them."""
    part = re.compile(rf"{form}(?:{re.escape(between)}(?=.)|\Z)")
    matches: list[re.Match[str]] = []
    at = 0
    while match := part.match(row, at):
        matches.append(match)
        at = match.end()
    return matches, row[at:]


def _story(page: PageDraft, row: str) -> bool:
    articles = page.say.comma_pattern + page.say.count_pattern("article")
    match = re.fullmatch(rf"### {CITED.pattern}{untitled(page)}{articles}", row)
    return match is not None and linked(page, match[1], match[2])


def _line(page: PageDraft, row: str) -> bool:
    number = _NUMBERED.match(row)
    if number is None or int(number[1]) != page.lines + 1:
        return False
    page.lines += 1
    places = _places(page)
    before = page.say.pattern("earlier", {"figures": places})
    form = rf"{_stated(page)}({places})(?:{APART}{before})?\)"
    match = re.fullmatch(form, row[number.end() :])
    if match is None:
        return uncited(page, row, number[0])
    stated = _claim(page, match[1], match[2], match[3])
    figures = CITED.finditer(match["figures"] or "")
    earlier = [linked(page, *figure.groups(), is_title=False) for figure in figures]
    return stated and all(earlier)


def _claim(page: PageDraft, escaped: str, label: str | None, cited: str) -> bool:
    """Take in a statement, and what stands beside it, which `check_labels` looks at."""
    of = ours_aside(label) if label else ""
    faults = len(page.faults)
    if of is None or not claim(page, escaped, cited):
        return False
    if len(page.faults) == faults:
        page.labels.append((page.line, page.claims[-1].citations[0].document, of))
    return True


def check_labels(page: PageDraft) -> None:
    """Take in as a fault each statement with another outlet or day than its article's."""
    alone = len(page.sources) < 2  # Then the list of articles says both, and nothing else does.
    for line, article, label in page.labels:
        listed = page.listed.get(article)
        if label if alone else not (listed and _is_of(page, label, *listed)):
            page.line = line
            page.fault(FaultKind.PAGE_EDITED, NOT_OURS)


def _is_of(page: PageDraft, label: str, outlet: str, day: str) -> bool:
    """Return whether a statement's label has an outlet, and a day or the event's with it."""
    comma = page.say.comma_pattern
    if re.fullmatch(comma.join(re.escape(part) for part in (outlet, day) if part), label):
        return True
    when = re.sub(rf"\A{re.escape(outlet)}{comma}", "", label) if outlet else label
    event = page.say.interval_pattern
    if not day:
        return re.fullmatch(event, when) is not None
    fields = {"event": event, "day": re.escape(day)}
    kinds = (page.say.pattern(kind, fields, named=False) for kind in ("reported", "contradicted"))
    return any(re.fullmatch(kind, when) for kind in kinds)


def _also(page: PageDraft, row: str) -> bool:
    """Read the paragraph of stories that have no line."""
    start = rf"\*\*{re.escape(page.say.say('also'))}\*\*{page.say.colon_pattern}"
    match = re.match(start, row)
    if match is None:
        return False
    titles, rest = _series(f"{CITED.pattern}{untitled(page)}", row[match.end() :], APART)
    if rest and not re.fullmatch(page.say.count_pattern("more story"), rest):
        return False
    return all(linked(page, title[1], title[2]) for title in titles)


def _entry(page: PageDraft, row: str) -> bool:
    say = page.say
    head = rf"- \(([0-9]{{1,9}})\) \[({TEXT})\]\[s\1\]{untitled(page)}"
    head += rf"(?:{say.comma_pattern}({ASIDE}))?{say.comma_pattern}{say.count_pattern('word')}"
    match = re.fullmatch(rf"{head}(?:{say.colon_pattern}(.+))?", row)
    if match is None or not _named(page, match[1], match[2]):
        return False
    number, own = int(match[1]), match[4]
    if number in page.listed or not _about(page, number, match[3] or ""):
        return False
    if not own or _refers(page, own, number):
        return True
    stated = re.fullmatch(rf"({TEXT}) \(({CITED.pattern})\)", own)
    return claim(page, stated[1], stated[2]) if stated else uncited(page, own, "")


def _about(page: PageDraft, number: int, escaped: str) -> bool:
    """Take in the outlet and the day of an article; return False where they are not ours."""
    day = page.say.day_pattern
    form = rf"(?:(?P<alone>{day})|({ASIDE}?)(?:{page.say.comma_pattern}({day}))?)?"
    match = re.fullmatch(form, escaped)
    outlet = ours_aside(match[2] or "") if match else None
    if match is None or outlet is None:
        return False
    page.listed[number] = outlet, visible(match["alone"] or match[3] or "")
    return True


def _refers(page: PageDraft, own: str, article: int) -> bool:
    """Return whether an article's row names a line of the page, or the article it is a copy of."""
    say = page.say
    line = re.fullmatch(say.pattern("see line", {"number": r"[0-9]{1,3}"}), own)
    copy = re.fullmatch(say.pattern("copy", {"number": r"\[(?P<id>[0-9]{1,9})\]\[s(?P=id)\]"}), own)
    if line:
        return 1 <= int(line["number"]) <= page.lines
    return copy is not None and int(copy["id"]) in page.sources.keys() - {article}


def _named(page: PageDraft, number: str, escaped: str) -> bool:
    """Take in the title of an article; return False where the article or the title is not ours."""
    source, title = page.sources.get(int(number)), ours(escaped, linked=True)
    if source is None or title is None:
        return False
    if title not in (name_of(source), page.say.say("untitled")):
        page.sources[source.id] = replace(source, title=title)
    return True


def _no_room(page: PageDraft, row: str) -> bool:
    more = {"more": page.say.count_pattern("more article")}
    return re.fullmatch(page.say.pattern("no room", more, named=False), row) is not None


def _comparison(page: PageDraft, row: str) -> bool:
    """Read figures or the sides of a dispute; one alone is a sentence that has both sides."""
    if not row.startswith("- "):
        return False
    subject = re.match(rf"- \*\*{CITED.pattern}{page.say.stop_pattern}\*\* ", row)
    if subject and not linked(page, subject[1], subject[2], is_title=False):
        return False
    stated = row[subject.end() if subject else 2 :]
    values, rest = _series(rf"{_stated(page)}({CITED.pattern})\)", stated, " / ")
    return not rest and all(_claim(page, value[1], value[2], value[3]) for value in values)


def _event(page: PageDraft, row: str) -> bool:
    return event_row(page, row, f"({_places(page)})")


def _names(page: PageDraft, row: str) -> bool:
    return names_row(page, row, APART)


def _day(page: PageDraft, row: str) -> bool:
    """Read the day of a page without articles."""
    day = page.say.long_days_pattern
    return not page.sources and re.fullmatch(day, unescape(row)) is not None


def _last(page: PageDraft, row: str) -> bool:
    """Read the line of skipped files, which stands below whatever section is the last."""
    skipped = page.say.pattern("skipped", {"files": ".+"}, named=False)
    return row.endswith("\\") and re.fullmatch(skipped, unescape(row[:-1])) is not None


Form = Callable[[PageDraft, str], bool]
#: The sections of a page, by their names, and the forms of the lines of each.
FORMS: Mapping[str, tuple[Form, ...]] = {
    "head": (_title, _counts, _day, _since, missed, _last),
    "in brief": (_story, _line, _also, _last),
    "differ": (_comparison, _last),
    "timeline": (_event, _last),
    "quotes": (quote_row, _last),
    "names": (_names, _last),
    "support": (table_row, _last),
    "articles": (_entry, _no_room, _last),
}
