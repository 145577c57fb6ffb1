"""What is known of a Markdown page while it is read back, and what its lines may hold.

The forms of lines are those of `first_form`, for pages of version 0.1, `second_form`, and
`extracts_reread`, for extracts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from brief.errors import UsageError
from brief.formats import links, sources
from brief.formats.body import SAYS
from brief.formats.first_escapes import first_escape
from brief.formats.markdown import RIGHT_TO_LEFT, aside, escape, same, unescape
from brief.language.phrases import Phrases, phrases
from brief.language.visible import visible
from brief.model import Citation
from brief.model.written import Claim, Fault, FaultKind, Page, SourceRef, signature_parts

#: Escaped text never holds a bracket without a backslash: those are ours.
TEXT = r"(?:[^\[\]\\]|\\.)+"
#: What stands beside a statement, before our colon: no `(` or `:` without a backslash either.
ASIDE = r"(?:[^\[\]\\(:]|\\.)+"
CITED = re.compile(rf"\[({TEXT})\]\[c([0-9]{{1,9}})\]")
#: An article, by its number.
ARTICLE = r"\[[0-9]{1,9}\]\[s[0-9]{1,9}\]"
NOT_OURS = "this line is not one that brief writes"
#: Versions whose pages have the first form begin so.
_FIRST = "0.1."
_NOT_RIGHT_TO_LEFT = "the page is not marked as written from right to left"
_NUMBER = re.compile(r"(?:.*, )?([0-9]{1,9})")
#: Lines of a page by their numbers, from 1.
Rows: TypeAlias = list[tuple[int, str]]


@dataclass(slots=True)
class PageDraft:
    """A page while it is read: the links that its end defines, and what its lines have given."""

    name: str
    line: int = 0  #: The number of the line that is read, from 1.
    places: dict[str, links.Place] = field(default_factory=dict)
    sources: dict[int, SourceRef] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    used: set[str] = field(default_factory=set)  #: Labels of the places that a line has led to.
    signature: str = ""
    intact: bool = False  #: Whether it has its own digest.
    say: Phrases = field(default_factory=lambda: phrases("en"))  #: Of the language of the page.
    above: int = 0  #: How many lines stand above the title.
    title: str | None = None
    topic: str | None = None  #: The topic that no article is about, as the page names it …
    topic_line: int = 0  #: … in this line.
    #: Ids of the articles at the head of the table, once it has been read.
    columns: tuple[int, ...] = ()
    lines: int = 0  #: How many numbered lines have been read.
    #: Outlet and day, as the page lists them, of each article.
    listed: dict[int, tuple[str, str]] = field(default_factory=dict)
    #: The number of a line, the article that it names, and outlet and day as it has them.
    labels: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def first(self) -> bool:
        """Whether the page is of version 0.1."""
        return signature_parts(self.signature).get("v", "").startswith(_FIRST)

    def where(self) -> str:
        """Return what faults call the line that is read."""
        return f"{self.name}, line {self.line}"

    def nth(self) -> int:
        """Return the number of the line that is read, where the title has 1."""
        return self.line - self.above

    def fault(self, kind: FaultKind, message: str) -> None:
        """Take in what is wrong with the line that is read."""
        self.faults.append(Fault(kind, self.where(), message))


def opened(page: PageDraft, text: str) -> Rows:
    """Take in the end of a page, its definitions and its digest, and the signature.

    Returns the other lines.

    Raises:
        UsageError: nothing in the text is of a page that `brief` writes in Markdown.
    """
    text = text.replace("\r\n", "\n")
    rows = list(enumerate(text.removesuffix("\n").split("\n"), 1))
    first = next((index for index, (_, row) in enumerate(rows) if _define(page, row)), len(rows))
    for page.line, row in rows[first + 1 :]:
        if not _define(page, row):
            page.fault(FaultKind.PAGE_EDITED, NOT_OURS)
    if not page.sources and not any(row.startswith("brief|") for _, row in rows):
        raise UsageError("is not a page that brief writes", where=page.name)
    if not page.places and not page.sources and not text.startswith(("# ", RIGHT_TO_LEFT[0])):
        problem = "is a page in plain text, which cites no places"
        advice = "verify the page in Markdown, JSON or HTML"
        raise UsageError(problem, where=page.name, advice=advice)
    above, mark, below = text.rpartition(links.DIGEST)
    page.intact = mark + below == links.digest_definition(above)
    if not page.intact:
        page.faults.append(Fault(FaultKind.PAGE_EDITED, page.name, links.EDITED))
    page.line = len(rows)
    return _unwrapped(page, _signed(page, rows[:first]))


def _define(page: PageDraft, row: str) -> bool:
    """Take in a definition; return False where the row is none, or defines a link again."""
    if definition := links.read_place(row):
        label, place = definition
        return page.places.setdefault(label, place) is place
    if source := links.read_article(row):
        return page.sources.setdefault(source.id, source) is source
    return links.is_digest(row)


def _signed(page: PageDraft, rows: Rows) -> Rows:
    """Take in the signature, the only one, with the page's language; return the other lines."""
    signatures = [place for place, (_, row) in enumerate(rows) if row.startswith("brief|")]
    if not signatures:
        return rows
    page.signature = unescape(rows[signatures[-1]][1])
    page.say = phrases(signature_parts(page.signature).get("page_language", "en"))
    return [row for place, row in enumerate(rows) if place != signatures[-1]]


def _unwrapped(page: PageDraft, rows: Rows) -> Rows:
    """Return the lines between the marks of a page that is written from right to left.

    One without the marks is a fault; of another page all lines are returned.
    """
    if not page.say.right_to_left:
        return rows
    shown = [place for place, (_, row) in enumerate(rows) if row]
    first, last = (shown[0], shown[-1]) if shown else (0, -1)
    if not shown or (rows[first][1], rows[last][1]) != RIGHT_TO_LEFT:
        page.faults.append(Fault(FaultKind.PAGE_EDITED, page.name, _NOT_RIGHT_TO_LEFT))
        return rows
    page.above = rows[first][0] + 1  # The mark and the blank line below it.
    return rows[first + 1 : last]


def closed(page: PageDraft) -> Page:
    """Return the page, once its lines are read; places that nothing leads to are faults."""
    for label in sorted(page.places.keys() - page.used, key=int):
        page.fault(FaultKind.PAGE_EDITED, f"nothing on the page leads to [c{label}]")
    return Page(
        claims=tuple(page.claims),
        sources=tuple(page.sources[number] for number in sorted(page.sources)),
        signature=page.signature,
        intact=page.intact,
        faults=tuple(page.faults),
    )


def missed(page: PageDraft, row: str) -> bool:
    """Take in the topic that no article is about; return False for other rows."""
    match = re.fullmatch(page.say.pattern("missed topic", {"topic": TEXT}), row)
    page.topic, page.topic_line = ours(match["topic"]) if match else None, page.line
    return page.topic is not None


def check_topic(page: PageDraft) -> None:
    """Take in as a fault a topic that no article is about and nobody has asked for."""
    given = signature_parts(page.signature).get("focus")
    if page.topic is not None and visible(given or "") != page.topic:
        page.line = page.topic_line
        page.fault(FaultKind.PAGE_EDITED, NOT_OURS)


def untitled(page: PageDraft) -> str:
    """Return a pattern of what follows a title, which marks one that is only first words."""
    return rf"(?:…? \({re.escape(page.say.say('untitled'))}\))?"


def ours(escaped: str, *, linked: bool = False, first: bool = False) -> str | None:
    """Return what a reader sees of `escaped`, None where we would have written it otherwise.

    `linked` is what stands in a link; `first` what version 0.1 wrote, which left more to be seen.
    """
    shown = unescape(escaped)
    if first:
        return visible(shown) if first_escape(shown) == escaped else None
    written = escape(shown, linked=linked)
    return shown if shown == visible(shown) and same(written, escaped) else None


def ours_aside(escaped: str) -> str | None:
    """Return what `ours` does of what stands beside a statement."""
    shown = unescape(escaped)
    return shown if shown == visible(shown) and same(aside(shown), escaped) else None


def located(page: PageDraft, label: str, document: int) -> Citation | None:
    """Return the place called `label`, if it is in `document` and its address leads there."""
    page.used.add(label)
    place, source = page.places.get(label), page.sources.get(document)
    if place is None or source is None or not place.lies_in(source):
        return None
    return Citation(document, place.start, place.end)


def _citation(page: PageDraft, shown: str, label: str) -> Citation | None:
    stated = _NUMBER.fullmatch(shown)
    return located(page, label, int(stated[1])) if stated else None


def claim(page: PageDraft, escaped: str, cited: str) -> bool:
    """Take in a statement with its citations; return False where we did not write it so."""
    text = ours(escaped, first=page.first)
    if text is None:
        return False
    places = [_citation(page, *match.groups()) for match in CITED.finditer(cited)]
    citations = tuple(place for place in places if place is not None)
    if len(citations) == len(places):
        page.claims.append(Claim(text, citations, page.where()))
    else:
        page.fault(FaultKind.NO_CITATION, "a citation here leads nowhere")
    return True


def linked(
    page: PageDraft, escaped: str, label: str, *, document: int = 0, is_title: bool = True
) -> bool:
    """Take in words that lead to a place; return False where they are not ours.

    The place must be in `document`, or, where that is 0, in any article.
    """
    text = ours(escaped, linked=True, first=page.first)
    place = page.places.get(label)
    documents = (
        [document]
        if document
        else [source.id for source in page.sources.values() if place and source.path == place.path]
    )
    citation = located(page, label, documents[0]) if documents else None
    if text is None:
        return False
    if citation is None:
        what = "the title's link" if is_title else "a link here"
        page.fault(FaultKind.NO_CITATION, f"{what} leads nowhere")
    else:
        page.claims.append(Claim(text, (citation,), page.where(), is_title=is_title))
    return True


def name_of(source: SourceRef) -> str:
    """Return what an article without a title is called."""
    return visible(sources.file_name(source.path))


def uncited(page: PageDraft, row: str, start: str) -> bool:
    """Take in as a fault a sentence that lacks its citation; return False for other rows."""
    text = ours(row.removeprefix(start), first=page.first) if row.startswith(start) else None
    if text is not None:
        page.fault(FaultKind.NO_CITATION, f"no source is cited for “{text}”")
    return text is not None


def quote_row(page: PageDraft, row: str) -> bool:
    """Read a quotation behind its speaker; return False for other rows."""
    quoted = page.say.quoted_pattern(f"({TEXT})")
    form = rf"- \*\*({TEXT}){page.say.stop_pattern}\*\* {quoted} \(({CITED.pattern})\)"
    match = re.fullmatch(form, row)
    if not match or ours(match[1], first=page.first) is None:
        return False
    return claim(page, match[2], match[3])


def event_row(page: PageDraft, row: str, places: str) -> bool:
    """Read an event behind its date; `places` is a pattern, a group, of what is in its brackets."""
    say = page.say
    form = rf"- \*\*{say.interval_pattern}{say.stop_pattern}\*\* ({TEXT}) \({places}\)"
    match = re.fullmatch(form, row)
    return match is not None and claim(page, match[1], match[2])


def names_row(page: PageDraft, row: str, between: str) -> bool:
    """Read the names on a page, each with the articles that it stands in."""
    name = rf"{TEXT} \({ARTICLE}(?:{page.say.comma_pattern}{ARTICLE})*\)"
    return re.fullmatch(rf"- {name}(?:{between}{name})*", row) is not None


def table_row(page: PageDraft, row: str) -> bool:
    """Read a row of the table: its head, the rule below it, or a line and who says it."""
    if head := re.fullmatch(rf"\| {re.escape(page.say.say('line'))} ((?:\| {ARTICLE} )+)\|", row):
        numbers = re.findall(r"\[([0-9]+)\]\[s([0-9]+)\]", head[1])
        page.columns = tuple(int(shown) for shown, label in numbers if shown == label)
        return len(page.columns) == len(numbers)
    if row == f"|{' --- |' * (len(page.columns) + 1)}":
        return True
    cells = row.removesuffix(" |").split(" | ")[1:]
    if not re.match(r"\| [0-9]{1,3} \| ", row) or len(cells) != len(page.columns):
        return False
    for document, cell in zip(page.columns, cells, strict=True):
        place = re.fullmatch(rf"\[{SAYS}\]\[c([0-9]{{1,9}})\]", cell.strip())
        if cell.strip() and (place is None or located(page, place[1], document) is None):
            return False
    return True
