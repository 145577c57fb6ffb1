"""A Markdown page, read again, strictly: the page is ours, so every line has one of our forms.

What it cannot know is whether the articles say what the page says they do; that takes the
articles, and is for `provenance`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from brief.almanac import MONTHS
from brief.claims import Claim, Fault, FaultKind, Page, SourceRef, settings
from brief.errors import UsageError
from brief.formats import articles, links, page
from brief.formats.markdown import DIGEST, digest, escape, unescape
from brief.model import Citation
from brief.visible import visible

# Escaped text never holds a bracket without a backslash: those are ours.
_TEXT = r"(?:[^\[\]\\]|\\.)+"
_MONTH = "|".join(month[:3] for month in MONTHS)
_DAY = rf"[0-9]{{1,2}} (?:{_MONTH}) [0-9]{{1,4}}"
_WHEN = rf"(?:{_DAY}|(?:{_MONTH}) [0-9]{{4}}|[0-9]{{4}})"
_LABEL = rf"(?:Latest|(?:Latest, )?{_WHEN}(?:, reported {_DAY})?)"
_COUNT = r"[0-9][0-9,]*"
_UNTITLED = r"(?:…? \(untitled\))?"
_CITED = re.compile(rf"\[({_TEXT})\]\[c([0-9]{{1,9}})\]")
_STATEMENT = rf"({_TEXT}?) \(({_CITED.pattern}(?:[,;] {_CITED.pattern})*)\)"
_STATEMENTS = re.compile(rf"{_STATEMENT}(?: (?=[^ ])|\Z)")
_CHARACTERS = r'([^\s"]+)#char=([0-9]{1,12}),([0-9]{1,12})'
_PLACE = re.compile(rf"\[c([0-9]{{1,9}})\]: (){_CHARACTERS}")
_WEB_PLACE = re.compile(rf'\[c([0-9]{{1,9}})\]: (\S+:~:text=\S*) "{_CHARACTERS}"')
_SHA256 = 'sha256:([0-9a-f]{64})"'
_ARTICLE = re.compile(rf'\[s([0-9]{{1,9}})\]: ()([^\s"]+) "{_SHA256}')
_WEB_ARTICLE = re.compile(rf'\[s([0-9]{{1,9}})\]: (\S+) "([^\s"]+) {_SHA256}')
_DIGEST = re.compile(rf"{re.escape(DIGEST)}[0-9a-f]{{64}}")
NOT_OURS = "this line is not one that brief writes"
_NUMBER = re.compile(r"(?:.*, )?([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class _Place:
    url: str | None
    path: str
    start: int
    end: int


@dataclass(slots=True)
class _State:
    """What has been read so far."""

    name: str
    places: dict[str, _Place] = field(default_factory=dict)
    sources: dict[int, SourceRef] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    signature: str = ""
    title: str | None = None

    def where(self, number: int) -> str:
        return f"{self.name}, line {number}"

    def fault(self, kind: FaultKind, number: int, message: str) -> None:
        self.faults.append(Fault(kind, self.where(number), message))


def parse(text: str, name: str) -> Page:
    """Read a Markdown page; what is wrong with it is in `Page.faults`, by line.

    Raises:
        UsageError: nothing in the text is of a page that `brief` writes.
    """
    text = text.replace("\r\n", "\n")
    rows = list(enumerate(text.removesuffix("\n").split("\n"), 1))
    state = _State(name)
    first = next((index for index, (_, row) in enumerate(rows) if _define(state, row)), len(rows))
    for number, row in rows[first + 1 :]:
        if not _define(state, row):
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
    sources = tuple(state.sources[number] for number in sorted(state.sources))
    return Page(tuple(state.claims), sources, state.signature, intact, tuple(state.faults))


def _intact(state: _State, text: str) -> bool:
    above, mark, below = text.rpartition(DIGEST)
    intact = bool(mark) and below == f"{digest(above)}\n"
    if not intact:
        message = "the page is not as it was written: its digest is another"
        state.faults.append(Fault(FaultKind.PAGE_EDITED, state.name, message))
    return intact


def _define(state: _State, row: str) -> bool:
    """Take in the definition of a link; False where the line is none, or defines one again."""
    if found := _WEB_PLACE.fullmatch(row) or _PLACE.fullmatch(row):
        label, url, path, start, end = found.groups()
        place = _Place(links.reference_of(url) or None, links.decoded(path), int(start), int(end))
        return state.places.setdefault(label, place) is place
    if found := _WEB_ARTICLE.fullmatch(row) or _ARTICLE.fullmatch(row):
        label, url, path, sha256 = found.groups()
        address = links.reference_of(url) or None
        source = SourceRef(int(label), links.decoded(path), address, sha256)
        return state.sources.setdefault(source.id, source) is source
    return bool(_DIGEST.fullmatch(row))


def _read_body(state: _State, body: list[tuple[int, str]]) -> None:
    section = "head"
    for number, row in body:
        if not row:
            continue
        if row in _SECTIONS and _FOLLOWS[_SECTIONS[row]] > _FOLLOWS[section]:
            section = _SECTIONS[row]
        elif not any(form(state, number, row) for form in _FORMS[section]):
            state.fault(FaultKind.PAGE_EDITED, number, NOT_OURS)


def _ours(escaped: str) -> str | None:
    """Return what a reader sees of `escaped`, None where we would have written it otherwise."""
    shown = unescape(escaped)
    return shown if shown == visible(shown) and escape(shown) == escaped else None


def _citations(state: _State, number: int, cited: str) -> tuple[Citation, ...] | None:
    found = [_citation(state, *one.groups()) for one in _CITED.finditer(cited)]
    if any(one is None for one in found):
        state.fault(FaultKind.NO_CITATION, number, "a citation here leads nowhere")
        return None
    return tuple(one for one in found if one is not None)


def _citation(state: _State, shown: str, label: str) -> Citation | None:
    stated = _NUMBER.fullmatch(shown)
    return _located(state, label, int(stated[1])) if stated else None


def _located(state: _State, label: str, document: int) -> Citation | None:
    """Return the place called `label`, if it is in `document` and its address leads there."""
    state.used.add(label)
    place, source = state.places.get(label), state.sources.get(document)
    if place is None or source is None or place.path != source.path:
        return None
    if place.url is not None or source.url is not None:
        there = links.web(source.url or "", "")
        if place.url is None or not place.url.startswith(there):
            return None
    return Citation(document, place.start, place.end)


def _claim(state: _State, number: int, escaped: str, cited: str) -> bool:
    text = _ours(escaped)
    if text is None:
        return False
    citations = _citations(state, number, cited)
    if citations is not None:
        state.claims.append(Claim(text, citations, state.where(number)))
    return True


def _title(state: _State, number: int, row: str) -> bool:
    if number != 1:
        return False
    if found := re.fullmatch(rf"# {_CITED.pattern}{_UNTITLED}", row):
        return _placed_title(state, number, found[1], found[2])
    found = re.fullmatch(rf"# ({_TEXT})", row)
    state.title = _ours(found[1]) if found else None
    return state.title is not None


def _placed_title(state: _State, number: int, escaped: str, label: str) -> bool:
    """Take in a title that leads to its place; the place says which article it is of."""
    text, place = _ours(escaped), state.places.get(label)
    documents = [one.id for one in state.sources.values() if place and one.path == place.path]
    citation = _located(state, label, documents[0]) if documents else None
    if text is None:
        return False
    if citation is None:
        state.fault(FaultKind.NO_CITATION, number, "the title's link leads nowhere")
    else:
        state.claims.append(Claim(text, (citation,), state.where(number), is_title=True))
    return True


def _check_title(state: _State) -> None:
    """A title without a place is the user's, and then the signature has it."""
    given = settings(state.signature).get("title")
    if state.title is not None and visible(given or "") != state.title:
        state.fault(FaultKind.NO_CITATION, 1, "the title has no place it comes from")


def _meta(state: _State, number: int, row: str) -> bool:
    months = "|".join(MONTHS)
    undated = "|".join(page.NO_DATES.values())
    form = rf"[0-9]{{1,2}} (?:{months}) [0-9]{{1,4}} · {_COUNT} articles?, {_COUNT} words in, "
    return bool(re.fullmatch(rf"{form}{_COUNT} out(?: · (?:{undated}))?", row)) and number == 3


def _brief_line(state: _State, number: int, row: str) -> bool:
    found = re.fullmatch(rf"- (?:\*\*{_LABEL}:\*\* )?{_STATEMENT}", row)
    if found:
        return _claim(state, number, found[1], found[2])
    return _uncited(state, number, row, "- ")


def _entry(state: _State, number: int, row: str) -> bool:
    linked = rf"\[({_TEXT})\]\[([cs])([0-9]{{1,9}})\]{_UNTITLED}"
    found = re.match(rf"- \*\*{linked}\*\*(?:, {_DAY})?: ", row)
    if not found:
        return False
    escaped, sort, label = found[1], found[2], found[3]
    if sort == "c":
        titled = _placed_title(state, number, escaped, label)
    else:
        source = state.sources.get(int(label))
        titled = source is not None and _ours(escaped) == _name(source)
    return titled and _entry_text(state, number, row[found.end() :])


def _name(source: SourceRef) -> str:
    return visible(articles.file_name(source.path))


def _entry_text(state: _State, number: int, row: str) -> bool:
    if re.fullmatch(rf"{re.escape(page.NOTHING)} \(\[([0-9]{{1,9}})\]\[s\1\]\)", row):
        return True
    at = 0
    while found := _STATEMENTS.match(row, at):
        if not _claim(state, number, found[1], found[2]):
            return False
        at = found.end()
    return (at > 0 and at == len(row)) or _uncited(state, number, row, "")


def _uncited(state: _State, number: int, row: str, start: str) -> bool:
    """Tell a sentence that lacks its citation from a line of another kind."""
    text = _ours(row.removeprefix(start)) if row.startswith(start) else None
    if text is not None:
        state.fault(FaultKind.NO_CITATION, number, f"no source is cited for “{text}”")
    return text is not None


def _no_room(state: _State, number: int, row: str) -> bool:
    counted = rf"(?:1 more article has|{_COUNT} more articles have)"
    return bool(re.fullmatch(rf"{counted} no room here\.", row))


def _source(state: _State, number: int, row: str) -> bool:
    found = re.fullmatch(rf"- \(([0-9]{{1,9}})\) \[({_TEXT})\]\[s\1\]{_UNTITLED}, ({_TEXT})", row)
    source = state.sources.get(int(found[1])) if found else None
    if not found or source is None:
        return False
    tail = rf"(?:.+, )?{_COUNT} words?, {re.escape(escape(articles.shown_path(source.path)))}"
    title = _ours(found[2])
    if title is None or not re.fullmatch(tail, found[3]):
        return False
    if title != _name(source):
        refs = SourceRef(source.id, source.path, source.url, source.sha256, title)
        state.sources[source.id] = refs
    return True


def _last(state: _State, number: int, row: str) -> bool:
    if row.startswith("brief|"):
        first, state.signature = not state.signature, unescape(row)
        return first
    skipped = re.fullmatch(rf"Skipped: {_TEXT}\.\\", row)
    return bool(skipped or re.fullmatch(rf"{_COUNT} articles?, {_COUNT} on the page\.", row))


_SECTIONS = {
    "## In brief": "in brief",
    "## Article by article": "articles",
    "## Sources": "sources",
}
_FOLLOWS = {"head": 0, "in brief": 1, "articles": 2, "sources": 3}
_Form = Callable[[_State, int, str], bool]
_FORMS: dict[str, tuple[_Form, ...]] = {
    "head": (_title, _meta),
    "in brief": (_brief_line,),
    "articles": (_entry, _no_room),
    "sources": (_source, _last),
}
