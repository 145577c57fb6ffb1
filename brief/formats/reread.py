"""A Markdown page, read back, strictly: every line must have one of the forms that we write.

What a page says is compared with its articles elsewhere (`page.proof`); here it is only read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from brief.errors import UsageError
from brief.formats import body, links, sources
from brief.formats.labels import DATED, ONLY, REPORTED
from brief.formats.markdown import escape, unescape
from brief.language.calendar import MONTHS
from brief.language.visible import visible
from brief.model import Citation
from brief.model.written import Claim, Fault, FaultKind, Page, SourceRef, signature_parts

# Escaped text never holds a bracket without a backslash: those are ours.
_TEXT = r"(?:[^\[\]\\]|\\.)+"
_MONTH = "|".join(month[:3] for month in MONTHS)
_DAY = rf"[0-9]{{1,2}} (?:{_MONTH}) [0-9]{{1,4}}"
_WHEN = rf"(?:{_DAY}|(?:{_MONTH}) [0-9]{{4}}|[0-9]{{4}})"
_LABEL = rf"(?:Latest|(?:Latest, )?{_WHEN}(?:, (?:{REPORTED}|{DATED}) {_DAY})?)"
_COUNT = r"[0-9][0-9,]*"
_UNTITLED = r"(?:…? \(untitled\))?"
_CITED = re.compile(rf"\[({_TEXT})\]\[c([0-9]{{1,9}})\]")
_STATEMENT = rf"({_TEXT}?) \((?:{ONLY})?({_CITED.pattern}(?:[,;] {_CITED.pattern})*)\)"
_STATEMENTS = re.compile(rf"{_STATEMENT}(?: (?=[^ ])|\Z)")
#: A title that leads to its place or to its article.
_TITLED = rf"\[({_TEXT})\]\[([cs])([0-9]{{1,9}})\]({_UNTITLED})"
#: An article, by its number.
_ARTICLE = r"\[[0-9]{1,9}\]\[s[0-9]{1,9}\]"
_NUMBER = re.compile(r"(?:.*, )?([0-9]{1,9})")
_NOT_OURS = "this line is not one that brief writes"


@dataclass(slots=True)
class _Draft:
    """A page while it is read: the links that its end defines, and what its lines have given."""

    name: str
    line: int = 0  #: The number of the line that is read, from 1.
    places: dict[str, links.Place] = field(default_factory=dict)
    sources: dict[int, SourceRef] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    used: set[str] = field(default_factory=set)  #: Labels of the places that a line has led to.
    signature: str = ""
    title: str | None = None
    topic: str | None = None  #: The topic that no article is about, as the page names it …
    topic_line: int = 0  #: … in this line.
    #: Ids of the articles at the head of the table, once it has been read.
    columns: tuple[int, ...] = ()

    def where(self) -> str:
        return f"{self.name}, line {self.line}"

    def fault(self, kind: FaultKind, message: str) -> None:
        self.faults.append(Fault(kind, self.where(), message))


def parse(text: str, name: str) -> Page:
    """Read a Markdown page back; what is wrong with it is in `Page.faults`, by line.

    Raises:
        UsageError: nothing in the text is of a page that `brief` writes.
    """
    text = text.replace("\r\n", "\n")
    rows = list(enumerate(text.removesuffix("\n").split("\n"), 1))
    page = _Draft(name=name)
    first = next((index for index, (_, row) in enumerate(rows) if _define(page, row)), len(rows))
    for number, row in rows[first + 1 :]:
        page.line = number
        if not _define(page, row):
            page.fault(FaultKind.PAGE_EDITED, _NOT_OURS)
    if not page.sources and not any(row.startswith("brief|") for _, row in rows):
        raise UsageError("is not a page that brief writes", where=name)
    if not page.places and not page.sources and not text.startswith("# "):
        problem = "is a page in plain text, which cites no places"
        raise UsageError(problem, where=name, advice="verify the page in Markdown or JSON")
    intact = _intact(page, text)
    _read_body(page, rows[:first])
    _check_title(page)
    _check_topic(page)
    page.line = len(rows)
    for label in sorted(page.places.keys() - page.used, key=int):
        page.fault(FaultKind.PAGE_EDITED, f"nothing on the page leads to [c{label}]")
    return Page(
        claims=tuple(page.claims),
        sources=tuple(page.sources[number] for number in sorted(page.sources)),
        signature=page.signature,
        intact=intact,
        faults=tuple(page.faults),
    )


def _define(page: _Draft, row: str) -> bool:
    """Take in a definition; return False where the row is none, or defines a link again."""
    if definition := links.read_place(row):
        label, place = definition
        return page.places.setdefault(label, place) is place
    if source := links.read_article(row):
        return page.sources.setdefault(source.id, source) is source
    return links.is_digest(row)


def _intact(page: _Draft, text: str) -> bool:
    above, mark, below = text.rpartition(links.DIGEST)
    intact = mark + below == links.digest_definition(above)
    if not intact:
        page.faults.append(Fault(FaultKind.PAGE_EDITED, page.name, links.EDITED))
    return intact


def _read_body(page: _Draft, rows: list[tuple[int, str]]) -> None:
    section = "head"
    seen: set[str] = set()
    for number, row in rows:
        page.line = number
        if not row:
            continue
        following = _SECTIONS.get(row)
        # "In brief" is first, the sources last.
        in_order = section == "head" if following == "in brief" else section != "sources"
        if following and following not in seen and in_order:
            section = following
            seen.add(section)
        elif not any(form(page, row) for form in _FORMS[section]):
            page.fault(FaultKind.PAGE_EDITED, _NOT_OURS)


def _ours(escaped: str) -> str | None:
    """Return what a reader sees of `escaped`, None where we would have written it otherwise."""
    shown = unescape(escaped)
    return shown if shown == visible(shown) and escape(shown) == escaped else None


def _located(page: _Draft, label: str, document: int) -> Citation | None:
    """Return the place called `label`, if it is in `document` and its address leads there."""
    page.used.add(label)
    place, source = page.places.get(label), page.sources.get(document)
    if place is None or source is None or not place.lies_in(source):
        return None
    return Citation(document, place.start, place.end)


def _citation(page: _Draft, shown: str, label: str) -> Citation | None:
    stated = _NUMBER.fullmatch(shown)
    return _located(page, label, int(stated[1])) if stated else None


def _claim(page: _Draft, escaped: str, cited: str) -> bool:
    """Take in a statement with its citations; return False where we did not write it so."""
    text = _ours(escaped)
    if text is None:
        return False
    places = [_citation(page, *match.groups()) for match in _CITED.finditer(cited)]
    citations = tuple(place for place in places if place is not None)
    if len(citations) == len(places):
        page.claims.append(Claim(text, citations, page.where()))
    else:
        page.fault(FaultKind.NO_CITATION, "a citation here leads nowhere")
    return True


def _linked(page: _Draft, escaped: str, label: str, *, is_title: bool = True) -> bool:
    """Take in words that lead to a place in any article; return False where they are not ours."""
    text, place = _ours(escaped), page.places.get(label)
    documents = [
        source.id for source in page.sources.values() if place and source.path == place.path
    ]
    citation = _located(page, label, documents[0]) if documents else None
    if text is None:
        return False
    if citation is None:
        what = "the title's link" if is_title else "a link here"
        page.fault(FaultKind.NO_CITATION, f"{what} leads nowhere")
    else:
        page.claims.append(Claim(text, (citation,), page.where(), is_title=is_title))
    return True


def _titled(page: _Draft, escaped: str, sort: str, label: str) -> bool:
    """Take in a title that leads to its place, or the name of a file that leads to its article."""
    if sort == "c":
        return _linked(page, escaped, label)
    source = page.sources.get(int(label))
    return source is not None and _ours(escaped) == _name(source)


def _name(source: SourceRef) -> str:
    return visible(sources.file_name(source.path))


def _uncited(page: _Draft, row: str, start: str) -> bool:
    """Take in as a fault a sentence that lacks its citation; return False for other rows."""
    text = _ours(row.removeprefix(start)) if row.startswith(start) else None
    if text is not None:
        page.fault(FaultKind.NO_CITATION, f"no source is cited for “{text}”")
    return text is not None


def _title(page: _Draft, row: str) -> bool:
    if page.line != 1:
        return False
    if match := re.fullmatch(rf"# {_CITED.pattern}{_UNTITLED}", row):
        return _linked(page, match[1], match[2])
    match = re.fullmatch(rf"# ({_TEXT})", row)
    page.title = _ours(match[1]) if match else None
    return page.title is not None


def _check_title(page: _Draft) -> None:
    """Take in as a fault a title that has no place and is not in the signature as the user's."""
    given = signature_parts(page.signature).get("title")
    if page.title is not None and visible(given or "") != page.title:
        page.line = 1
        page.fault(FaultKind.NO_CITATION, "the title has no place it comes from")


def _check_topic(page: _Draft) -> None:
    """Take in as a fault a topic that no article is about and nobody has asked for."""
    given = signature_parts(page.signature).get("focus")
    if page.topic is not None and visible(given or "") != page.topic:
        page.line = page.topic_line
        page.fault(FaultKind.PAGE_EDITED, _NOT_OURS)


def _counts(page: _Draft, row: str) -> bool:
    months = "|".join(MONTHS)
    undated = "|".join(body.NO_DATES.values())
    read = rf"{_COUNT} articles?, (?:{_COUNT} stories, )?{_COUNT} words in, "
    form = rf"[0-9]{{1,2}} (?:{months}) [0-9]{{1,4}} · {read}"
    return bool(re.fullmatch(rf"{form}{_COUNT} out(?: · (?:{undated}))?", row)) and page.line == 3


def _since(page: _Draft, row: str) -> bool:
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


def _missed(page: _Draft, row: str) -> bool:
    match = re.fullmatch(re.escape(body.MISSED).replace(r"\{\}", f"({_TEXT})"), row)
    page.topic, page.topic_line = _ours(match[1]) if match else None, page.line
    return page.topic is not None


def _brief_line(page: _Draft, row: str) -> bool:
    if match := re.fullmatch(rf"- (?:\*\*{_LABEL}:\*\* )?{_STATEMENT}", row):
        return _claim(page, match[1], match[2])
    return _uncited(page, row, "- ")


def _story(page: _Draft, row: str) -> bool:
    match = re.fullmatch(rf"### {_CITED.pattern}{_UNTITLED}, {_COUNT} articles?", row)
    return match is not None and _linked(page, match[1], match[2])


def _entry(page: _Draft, row: str) -> bool:
    match = re.match(rf"- \*\*{_TITLED}\*\*(?:, {_DAY})?: ", row)
    if not match or not _titled(page, match[1], match[2], match[3]):
        return False
    return _entry_text(page, row[match.end() :])


def _entry_text(page: _Draft, row: str) -> bool:
    if re.fullmatch(rf"{re.escape(body.NOTHING)} \(\[([0-9]{{1,9}})\]\[s\1\]\)", row):
        return True
    at = 0
    while match := _STATEMENTS.match(row, at):
        if not _claim(page, match[1], match[2]):
            return False
        at = match.end()
    return (at > 0 and at == len(row)) or _uncited(page, row, "")


def _comparison(page: _Draft, row: str) -> bool:
    """Read figures or the sides of a dispute; one alone is a sentence that has both sides."""
    if not row.startswith("- "):
        return False
    subject = re.match(rf"- \*\*{_CITED.pattern}:\*\* ", row)
    if subject and not _linked(page, subject[1], subject[2], is_title=False):
        return False
    values = re.split(r"(?<=\]\)) (?:/|→) (?=[^ ])", row[subject.end() if subject else 2 :])
    form = re.compile(rf"({_TEXT}?) \((?:{_DAY}, )?({_CITED.pattern})\)")
    matches = [match for value in values if (match := form.fullmatch(value))]
    if len(matches) < len(values):
        return False
    return all(_claim(page, match[1], match[2]) for match in matches)


def _event(page: _Draft, row: str) -> bool:
    match = re.fullmatch(rf"- \*\*{_WHEN}(?: – {_WHEN})?:\*\* {_STATEMENT}", row)
    return match is not None and _claim(page, match[1], match[2])


def _quote(page: _Draft, row: str) -> bool:
    match = re.fullmatch(rf"- \*\*({_TEXT}):\*\* “({_TEXT})” \(({_CITED.pattern})\)", row)
    if not match or _ours(match[1]) is None:
        return False
    return _claim(page, match[2], match[3])


def _names(page: _Draft, row: str) -> bool:
    name = rf"{_TEXT} \({_ARTICLE}(?:, {_ARTICLE})*\)"
    return re.fullmatch(rf"- {name}(?:; {name})*", row) is not None


def _table(page: _Draft, row: str) -> bool:
    """Read a row of the table: its head, the rule below it, or a line and who says it."""
    if head := re.fullmatch(rf"\| {body.LINE} ((?:\| {_ARTICLE} )+)\|", row):
        numbers = re.findall(r"\[([0-9]+)\]\[s([0-9]+)\]", head[1])
        page.columns = tuple(int(shown) for shown, label in numbers if shown == label)
        return len(page.columns) == len(numbers)
    if row == f"|{' --- |' * (len(page.columns) + 1)}":
        return True
    cells = row.removesuffix(" |").split(" | ")[1:]
    if not re.match(r"\| [0-9]{1,2} \| ", row) or len(cells) != len(page.columns):
        return False
    for document, cell in zip(page.columns, cells, strict=True):
        place = re.fullmatch(rf"\[{body.SAYS}\]\[c([0-9]{{1,9}})\]", cell.strip())
        if cell.strip() and (place is None or _located(page, place[1], document) is None):
            return False
    return True


def _no_room(page: _Draft, row: str) -> bool:
    more = rf"(?:1 more (?:article|story) has|{_COUNT} more (?:articles|stories) have)"
    return bool(re.fullmatch(rf"{more} no room here\.", row))


def _source(page: _Draft, row: str) -> bool:
    row = re.sub(rf"; also in {_ARTICLE}(?:, {_ARTICLE})*(?:, {_COUNT} more)?\Z", "", row)
    match = re.fullmatch(rf"- \(([0-9]{{1,9}})\) \[({_TEXT})\]\[s\1\]{_UNTITLED}, ({_TEXT})", row)
    source = page.sources.get(int(match[1])) if match else None
    if not match or source is None:
        return False
    tail = rf"(?:.+, )?{_COUNT} words?, {re.escape(escape(sources.shown_path(source.path)))}"
    title = _ours(match[2])
    if title is None or not re.fullmatch(tail, match[3]):
        return False
    if title != _name(source):
        page.sources[source.id] = replace(source, title=title)
    return True


def _last(page: _Draft, row: str) -> bool:
    """Read the signature, the line of skipped files, or the count of articles."""
    if row.startswith("brief|"):
        first, page.signature = not page.signature, unescape(row)
        return first
    skipped = re.fullmatch(rf"Skipped: {_TEXT}\.\\", row)
    key = f"(?:; {re.escape(body.ONLY_KEY)})?"
    return bool(skipped or re.fullmatch(rf"{_COUNT} articles?, {_COUNT} on the page{key}\.", row))


_SECTIONS = {f"## {heading}": name for name, heading in body.HEADINGS.items()}
_Form = Callable[[_Draft, str], bool]
_FORMS: dict[str, tuple[_Form, ...]] = {
    "head": (_title, _counts, _since, _missed),
    "in brief": (_story, _brief_line, _no_room),
    "articles": (_entry, _no_room),
    "differ": (_comparison,),
    "timeline": (_event,),
    "quotes": (_quote,),
    "names": (_names,),
    "support": (_table,),
    "sources": (_source, _last),
}
