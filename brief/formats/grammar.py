"""What a Markdown page is made of, line by line: the forms that its lines share, and their claims.

A part of `reread`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from brief.formats import links
from brief.formats.labels import ONLY
from brief.formats.markdown import DIGEST, escape, unescape
from brief.language.calendar import MONTHS
from brief.language.visible import visible
from brief.model import Citation
from brief.model.written import Claim, Fault, FaultKind, SourceRef

# Escaped text never holds a bracket without a backslash: those are ours.
TEXT = r"(?:[^\[\]\\]|\\.)+"
_MONTH = "|".join(month[:3] for month in MONTHS)
DAY = rf"[0-9]{{1,2}} (?:{_MONTH}) [0-9]{{1,4}}"
WHEN = rf"(?:{DAY}|(?:{_MONTH}) [0-9]{{4}}|[0-9]{{4}})"
LABEL = rf"(?:Latest|(?:Latest, )?{WHEN}(?:, (?:reported|but dated) {DAY})?)"
COUNT = r"[0-9][0-9,]*"
UNTITLED = r"(?:…? \(untitled\))?"
CITED = re.compile(rf"\[({TEXT})\]\[c([0-9]{{1,9}})\]")
STATEMENT = rf"({TEXT}?) \((?:{ONLY})?({CITED.pattern}(?:[,;] {CITED.pattern})*)\)"
STATEMENTS = re.compile(rf"{STATEMENT}(?: (?=[^ ])|\Z)")
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
class PageParse:
    """A page while it is read: what has been taken in so far."""

    name: str
    places: dict[str, _Place] = field(default_factory=dict)
    sources: dict[int, SourceRef] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    signature: str = ""
    title: str | None = None
    #: Ids of the articles at the head of the table, once it has been read.
    columns: tuple[int, ...] = ()

    def where(self, number: int) -> str:
        """Return the name of a line."""
        return f"{self.name}, line {number}"

    def fault(self, kind: FaultKind, number: int, message: str) -> None:
        """Take in what is wrong with a line."""
        self.faults.append(Fault(kind, self.where(number), message))


def define(state: PageParse, row: str) -> bool:
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


def ours(escaped: str) -> str | None:
    """Return what a reader sees of `escaped`, None where we would have written it otherwise."""
    shown = unescape(escaped)
    return shown if shown == visible(shown) and escape(shown) == escaped else None


def _citations(state: PageParse, number: int, cited: str) -> tuple[Citation, ...] | None:
    found = [_citation(state, *one.groups()) for one in CITED.finditer(cited)]
    if any(one is None for one in found):
        state.fault(FaultKind.NO_CITATION, number, "a citation here leads nowhere")
        return None
    return tuple(one for one in found if one is not None)


def _citation(state: PageParse, shown: str, label: str) -> Citation | None:
    stated = _NUMBER.fullmatch(shown)
    return located(state, label, int(stated[1])) if stated else None


def located(state: PageParse, label: str, document: int) -> Citation | None:
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


def claim(state: PageParse, number: int, escaped: str, cited: str) -> bool:
    """Take in a statement with its citations; False where it is not in our hand."""
    text = ours(escaped)
    if text is None:
        return False
    citations = _citations(state, number, cited)
    if citations is not None:
        state.claims.append(Claim(text, citations, state.where(number)))
    return True


def labelled(
    state: PageParse, number: int, escaped: str, label: str, *, is_title: bool = False
) -> bool:
    """Take in words, or a title, that lead to their own place, which says of which article.

    False where they are not in our hand.
    """
    text, place = ours(escaped), state.places.get(label)
    documents = [one.id for one in state.sources.values() if place and one.path == place.path]
    citation = located(state, label, documents[0]) if documents else None
    if text is None:
        return False
    if citation is None:
        what = "the title's link" if is_title else "a link here"
        state.fault(FaultKind.NO_CITATION, number, f"{what} leads nowhere")
    else:
        state.claims.append(Claim(text, (citation,), state.where(number), is_title=is_title))
    return True


def placed_title(state: PageParse, number: int, escaped: str, label: str) -> bool:
    """Take in a title that leads to its place; as `labelled`."""
    return labelled(state, number, escaped, label, is_title=True)


def uncited(state: PageParse, number: int, row: str, start: str) -> bool:
    """Tell a sentence that lacks its citation from a line of another kind."""
    text = ours(row.removeprefix(start)) if row.startswith(start) else None
    if text is not None:
        state.fault(FaultKind.NO_CITATION, number, f"no source is cited for “{text}”")
    return text is not None
