"""A Markdown page, read again, strictly: the page is ours, so every line has one of our forms.

What it cannot know is whether the articles say what the page says they do; that takes the
articles, and is for `provenance`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from brief.errors import UsageError
from brief.formats import body, sources
from brief.formats.body import HEADINGS, LINE, SAYS
from brief.formats.grammar import (
    CITED,
    COUNT,
    DAY,
    LABEL,
    NOT_OURS,
    STATEMENT,
    STATEMENTS,
    TEXT,
    UNTITLED,
    WHEN,
    PageParse,
    claim,
    define,
    labelled,
    located,
    ours,
    placed_title,
    uncited,
)
from brief.formats.markdown import DIGEST, digest, escape, unescape
from brief.language.calendar import MONTHS
from brief.language.visible import visible
from brief.model.written import Fault, FaultKind, Page, SourceRef, signature_parts


def parse(text: str, name: str) -> Page:
    """Read a Markdown page; what is wrong with it is in `Page.faults`, by line.

    Raises:
        UsageError: nothing in the text is of a page that `brief` writes.
    """
    text = text.replace("\r\n", "\n")
    rows = list(enumerate(text.removesuffix("\n").split("\n"), 1))
    state = PageParse(name)
    first = next((index for index, (_, row) in enumerate(rows) if define(state, row)), len(rows))
    for number, row in rows[first + 1 :]:
        if not define(state, row):
            state.fault(FaultKind.PAGE_EDITED, number, NOT_OURS)
    if not state.sources and not any(row.startswith("brief|") for _, row in rows):
        raise UsageError("is not a page that brief writes", where=name)
    if not state.places and not state.sources and not text.startswith("# "):
        problem = "is a page in plain text, which cites no places"
        raise UsageError(problem, where=name, advice="verify the page in Markdown or JSON")
    intact = _intact(state, text)
    _read_body(state, rows[:first])
    _check_title(state)
    for label in sorted(state.places.keys() - state.used, key=int):
        state.fault(FaultKind.PAGE_EDITED, len(rows), f"nothing on the page leads to [c{label}]")
    cited = tuple(state.sources[number] for number in sorted(state.sources))
    return Page(tuple(state.claims), cited, state.signature, intact, tuple(state.faults))


def _intact(state: PageParse, text: str) -> bool:
    above, mark, below = text.rpartition(DIGEST)
    intact = bool(mark) and below == f"{digest(above)}\n"
    if not intact:
        message = "the page is not as it was written: its digest is another"
        state.faults.append(Fault(FaultKind.PAGE_EDITED, state.name, message))
    return intact


def _read_body(state: PageParse, rows: list[tuple[int, str]]) -> None:
    section = "head"
    seen: set[str] = set()
    for number, row in rows:
        if not row:
            continue
        following = _SECTIONS.get(row)
        if following and following not in seen and _may_follow(section, following):
            section = following
            seen.add(section)
        elif not any(form(state, number, row) for form in _FORMS[section]):
            state.fault(FaultKind.PAGE_EDITED, number, NOT_OURS)


def _may_follow(section: str, following: str) -> bool:
    """Return whether a section may stand after another: "In brief" is first, the sources last."""
    if following == "in brief":
        return section == "head"
    return section != "sources"


def _title(state: PageParse, number: int, row: str) -> bool:
    if number != 1:
        return False
    if found := re.fullmatch(rf"# {CITED.pattern}{UNTITLED}", row):
        return placed_title(state, number, found[1], found[2])
    found = re.fullmatch(rf"# ({TEXT})", row)
    state.title = ours(found[1]) if found else None
    return state.title is not None


def _check_title(state: PageParse) -> None:
    """A title without a place is the user's, and then the signature has it."""
    given = signature_parts(state.signature).get("title")
    if state.title is not None and visible(given or "") != state.title:
        state.fault(FaultKind.NO_CITATION, 1, "the title has no place it comes from")


def _meta(state: PageParse, number: int, row: str) -> bool:
    months = "|".join(MONTHS)
    undated = "|".join(body.NO_DATES.values())
    read = rf"{COUNT} articles?, (?:{COUNT} stories, )?{COUNT} words in, "
    form = rf"[0-9]{{1,2}} (?:{months}) [0-9]{{1,4}} · {read}"
    return bool(re.fullmatch(rf"{form}{COUNT} out(?: · (?:{undated}))?", row)) and number == 3


def _since(state: PageParse, number: int, row: str) -> bool:
    more = f"{COUNT} updated articles?"
    new = rf"(?:{COUNT} new articles?(?: and {more})?|{more}|nothing is new)"
    known = rf"(?:; {COUNT} articles? continues? unchanged(?:: (.+))?)?"
    form = rf"Since the earlier page: {new}{known}\."
    found = re.fullmatch(form, row)
    if not found or number != 5:
        return False
    named = list(_TITLES.finditer(found[1])) if found[1] else []
    whole = "; ".join(one[0] for one in named) == (found[1] or "")
    return whole and all(_continuing(state, number, one[0]) for one in named)


#: A title that leads to its place or its article.
_TITLES = re.compile(rf"\[{TEXT}\]\[[cs][0-9]{{1,9}}\]{UNTITLED}")


def _continuing(state: PageParse, number: int, title: str) -> bool:
    if found := re.fullmatch(rf"{CITED.pattern}{UNTITLED}", title):
        return placed_title(state, number, found[1], found[2])
    found = re.fullmatch(rf"\[({TEXT})\]\[s([0-9]{{1,9}})\]", title)
    source = state.sources.get(int(found[2])) if found else None
    return found is not None and source is not None and ours(found[1]) == _name(source)


def _brief_line(state: PageParse, number: int, row: str) -> bool:
    found = re.fullmatch(rf"- (?:\*\*{LABEL}:\*\* )?{STATEMENT}", row)
    if found:
        return claim(state, number, found[1], found[2])
    return uncited(state, number, row, "- ")


def _story(state: PageParse, number: int, row: str) -> bool:
    found = re.fullmatch(rf"### {CITED.pattern}{UNTITLED}, {COUNT} articles?", row)
    return found is not None and placed_title(state, number, found[1], found[2])


def _entry(state: PageParse, number: int, row: str) -> bool:
    linked = rf"\[({TEXT})\]\[([cs])([0-9]{{1,9}})\]{UNTITLED}"
    found = re.match(rf"- \*\*{linked}\*\*(?:, {DAY})?: ", row)
    if not found:
        return False
    escaped, sort, label = found[1], found[2], found[3]
    if sort == "c":
        titled = placed_title(state, number, escaped, label)
    else:
        source = state.sources.get(int(label))
        titled = source is not None and ours(escaped) == _name(source)
    return titled and _entry_text(state, number, row[found.end() :])


def _name(source: SourceRef) -> str:
    return visible(sources.file_name(source.path))


def _entry_text(state: PageParse, number: int, row: str) -> bool:
    if re.fullmatch(rf"{re.escape(body.NOTHING)} \(\[([0-9]{{1,9}})\]\[s\1\]\)", row):
        return True
    at = 0
    while found := STATEMENTS.match(row, at):
        if not claim(state, number, found[1], found[2]):
            return False
        at = found.end()
    return (at > 0 and at == len(row)) or uncited(state, number, row, "")


def _comparison(state: PageParse, number: int, row: str) -> bool:
    if not row.startswith("- "):
        return False
    subject = re.match(rf"- \*\*{CITED.pattern}:\*\* ", row)
    if subject and not labelled(state, number, subject[1], subject[2]):
        return False
    figures = re.split(r"(?<=\]\)) (?:/|→) (?=[^ ])", row[subject.end() if subject else 2 :])
    form = re.compile(rf"({TEXT}?) \((?:{DAY}, )?({CITED.pattern})\)")
    found = [form.fullmatch(figure) for figure in figures]
    # One alone is a sentence that has both sides of a dispute.
    if not all(found):
        return False
    return all(one is not None and claim(state, number, one[1], one[2]) for one in found)


def _event(state: PageParse, number: int, row: str) -> bool:
    found = re.fullmatch(rf"- \*\*{WHEN}(?: – {WHEN})?:\*\* {STATEMENT}", row)
    return found is not None and claim(state, number, found[1], found[2])


def _quote(state: PageParse, number: int, row: str) -> bool:
    found = re.fullmatch(rf"- \*\*({TEXT}):\*\* “({TEXT})” \(({CITED.pattern})\)", row)
    if not found or ours(found[1]) is None:
        return False
    return claim(state, number, found[2], found[3])


def _names(state: PageParse, number: int, row: str) -> bool:
    name = rf"{TEXT} \(\[[0-9]{{1,9}}\]\[s[0-9]{{1,9}}\](?:, \[[0-9]{{1,9}}\]\[s[0-9]{{1,9}}\])*\)"
    return re.fullmatch(rf"- {name}(?:; {name})*", row) is not None


def _table(state: PageParse, number: int, row: str) -> bool:
    """Read a row of the table: its head, the rule below it, or a line and who says it."""
    if head := re.fullmatch(rf"\| {LINE} ((?:\| \[[0-9]{{1,9}}\]\[s[0-9]{{1,9}}\] )+)\|", row):
        found = re.findall(r"\[([0-9]+)\]\[s([0-9]+)\]", head[1])
        state.columns = tuple(int(one) for one, other in found if one == other)
        return len(state.columns) == len(found)
    if row == f"|{' --- |' * (len(state.columns) + 1)}":
        return True
    cells = row.removesuffix(" |").split(" | ")[1:]
    if not re.match(r"\| [0-9]{1,2} \| ", row) or len(cells) != len(state.columns):
        return False
    for document, cell in zip(state.columns, cells, strict=True):
        place = re.fullmatch(rf"\[{SAYS}\]\[c([0-9]{{1,9}})\]", cell.strip())
        if cell.strip() and (place is None or located(state, place[1], document) is None):
            return False
    return True


def _no_room(state: PageParse, number: int, row: str) -> bool:
    counted = rf"(?:1 more (?:article|story) has|{COUNT} more (?:articles|stories) have)"
    return bool(re.fullmatch(rf"{counted} no room here\.", row))


#: Another article, by its number.
COPY = r"\[[0-9]{1,9}\]\[s[0-9]{1,9}\]"


def _source(state: PageParse, number: int, row: str) -> bool:
    row = re.sub(rf"; also in {COPY}(?:, {COPY})*(?:, {COUNT} more)?\Z", "", row)
    found = re.fullmatch(rf"- \(([0-9]{{1,9}})\) \[({TEXT})\]\[s\1\]{UNTITLED}, ({TEXT})", row)
    source = state.sources.get(int(found[1])) if found else None
    if not found or source is None:
        return False
    tail = rf"(?:.+, )?{COUNT} words?, {re.escape(escape(sources.shown_path(source.path)))}"
    title = ours(found[2])
    if title is None or not re.fullmatch(tail, found[3]):
        return False
    if title != _name(source):
        refs = SourceRef(source.id, source.path, source.url, source.sha256, title)
        state.sources[source.id] = refs
    return True


def _last(state: PageParse, number: int, row: str) -> bool:
    if row.startswith("brief|"):
        first, state.signature = not state.signature, unescape(row)
        return first
    skipped = re.fullmatch(rf"Skipped: {TEXT}\.\\", row)
    key = f"(?:; {re.escape(body.ONLY_KEY)})?"
    return bool(skipped or re.fullmatch(rf"{COUNT} articles?, {COUNT} on the page{key}\.", row))


_SECTIONS = {
    "## In brief": "in brief",
    "## Article by article": "articles",
    **{f"## {heading}": name for name, heading in HEADINGS.items()},
    "## Sources": "sources",
}
_Form = Callable[[PageParse, int, str], bool]
_FORMS: dict[str, tuple[_Form, ...]] = {
    "head": (_title, _meta, _since),
    "in brief": (_story, _brief_line, _no_room),
    "articles": (_entry, _no_room),
    "differ": (_comparison,),
    "timeline": (_event,),
    "quotes": (_quote,),
    "names": (_names,),
    "support": (_table,),
    "sources": (_source, _last),
}
