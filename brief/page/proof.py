"""Check that every sentence of a page stands in its source, to the character.

`check` looks at a briefing before it is written, `check_page` at a written page whose sources were
read again.  A page edited by hand is recognised by its digest; where somebody gave it a new digest,
each of its sentences must still be in the articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from brief.language.apart import apart
from brief.language.visible import MARKS, visible
from brief.model import Briefing, Citation, Document, Extracts, Line, Skipped, Title
from brief.model.written import Claim, Fault, FaultKind, Page, SourceRef

#: Characters of a sentence that a message quotes.
_QUOTED = 80
#: Share of the words that are the same where a source was changed.
_NEARLY = 0.7


def check(briefing: Briefing) -> tuple[Fault, ...]:
    """Return the faults of a page made of `briefing`; empty where there are none.

    Every line must be the characters of its first citation, every title those of its article, and
    every citation must lie within an article of the set.
    """
    documents = {document.id: document for document in briefing.documents}
    lines = (*briefing.lines(), *_findings(briefing, documents))
    return (
        *_check_titles(briefing, documents),
        *(fault for line in lines for fault in _check_line(line, documents)),
    )


def check_extracts(extracts: Extracts) -> tuple[Fault, ...]:
    """Return the faults of extracts, as `check` does those of a page.

    Every sentence must be the characters of its place in its own article.
    """
    documents = {document.id: document for document in extracts.documents}
    faults: list[Fault] = []
    for document in extracts.documents:
        faults += _check_title(document.title, document) if document.title else ()
    for extract in extracts:
        for sentence in extract.sentences:
            place = Citation(extract.document, sentence.start, sentence.end)
            faults += _check_line(Line(text=sentence.text, citations=(place,)), documents)
    return tuple(faults)


def _findings(briefing: Briefing, documents: Mapping[int, Document]) -> Iterator[Line]:
    """Yield the findings that quote an article, as lines."""
    findings = briefing.findings
    for line in briefing.in_brief:
        yield from (Line(text=figure.text, citations=(figure.citation,)) for figure in line.earlier)
    for claim in findings.claims:
        yield Line(text=claim.text, citations=claim.sentences)
    for comparison in findings.figures:
        yield from (
            Line(text=figure.text, citations=(figure.citation,)) for figure in comparison.values
        )
        if place := comparison.place:  # The subject is in one line, its place may be in several.
            stands = documents[place.document].text[place.start : place.end]
            same = visible(stands) == visible(comparison.subject)
            yield Line(text=stands if same else comparison.subject, citations=(place,))
    for dispute in findings.disputes:
        yield from (Line(text=side.text, citations=(side.citation,)) for side in dispute.values)
    yield from (Line(text=event.text, citations=event.citations) for event in findings.timeline)
    yield from (Line(text=quote.text, citations=(quote.citation,)) for quote in findings.quotes)


def _check_titles(briefing: Briefing, documents: Mapping[int, Document]) -> Iterator[Fault]:
    if briefing.title_document:
        yield from _check_title(briefing.title, documents.get(briefing.title_document))
    for document in briefing.documents:
        if document.title:
            yield from _check_title(document.title, document)
    for entry in briefing.articles:
        if entry.document not in documents:
            yield _fault(FaultKind.NO_CITATION, "", f"there is no article {entry.document}")


def _check_title(title: Title, document: Document | None) -> Iterator[Fault]:
    if document is None or document.text[title.start : title.end] != title.text:
        where = document.path if document else ""
        yield _fault(FaultKind.NOT_THERE, where, f"the title {quoted(title.text)} is not there")


def _check_line(line: Line, documents: Mapping[int, Document]) -> Iterator[Fault]:
    if not line.citations:
        yield _fault(FaultKind.NO_CITATION, "", f"no source is cited for {quoted(line.text)}")
    for citation in line.places():
        if not _fits(citation, documents.get(citation.document)):
            message = f"{quoted(line.text)} cites a place that is in no article"
            yield _fault(FaultKind.NO_CITATION, f"article {citation.document}", message)
    for citation in line.citations[:1]:
        document = documents.get(citation.document)
        if document and document.text[citation.start : citation.end] != line.text:
            message = f"{quoted(line.text)} is not at {citation.start}-{citation.end}"
            yield _fault(FaultKind.NOT_THERE, document.path, message)


def _fits(citation: Citation, document: Document | None) -> bool:
    return document is not None and 0 <= citation.start < citation.end <= len(document.text)


def _fault(kind: FaultKind, where: str, message: str) -> Fault:
    return Fault(kind, where or "the page", message)


def quoted(text: str) -> str:
    """Return the beginning of a text in quotation marks, as messages have it."""
    shown = visible(text)
    return f"“{shown}”" if len(shown) <= _QUOTED else f"“{shown[:_QUOTED]}…”"


def check_page(
    page: Page, load: Callable[[SourceRef], Document | Skipped | None]
) -> tuple[Fault, ...]:
    """Return the faults of a written page; empty where there are none.

    `load` reads an article as it was read for the page, and is called once for each source; of one
    that is not at hand, None, nothing is said.  A source whose bytes have changed is a fault; its
    sentences are looked up all the same.  Faults of the page itself come first, then those of each
    source.
    """
    faults = list(page.faults)
    by_source: dict[int, list[Claim]] = {source.id: [] for source in page.sources}
    for claim in page.claims:
        for number in dict.fromkeys(citation.document for citation in claim.citations):
            if number in by_source:
                by_source[number].append(claim)
            else:
                message = f"{quoted(claim.text)} cites article {number}, which is not listed"
                faults.append(_fault(FaultKind.NO_CITATION, claim.where, message))
        if not claim.citations:
            message = f"no source is cited for {quoted(claim.text)}"
            faults.append(_fault(FaultKind.NO_CITATION, claim.where, message))
    for source in page.sources:
        if article := load(source):
            faults += _check_source(source, by_source[source.id], article)
    return tuple(faults)


def _check_source(
    source: SourceRef, claims: list[Claim], document: Document | Skipped
) -> list[Fault]:
    where = visible(source.path)
    if isinstance(document, Skipped):
        message = f"the source cannot be read: {visible(document.reason)}"
        if claims:
            message += f"; {len(claims)} on the page cannot be checked"
        return [_fault(FaultKind.SOURCE_MISSING, where, message)]
    absent = [list(_absent(claim, source, document)) for claim in claims]
    faults = [fault for of_claim in absent for fault in of_claim]
    if source.title is not None and not _stands_in(document.text, source.title):
        message = f"its title {quoted(source.title)} is not there"
        faults.append(_fault(FaultKind.NOT_THERE, where, message))
    if document.sha256 != source.sha256:
        faults.insert(0, _changed(where, standing=absent.count([]), claims=len(claims)))
    return faults


def _stands_in(text: str, title: str) -> bool:
    """Return whether a text has a title, whichever marks of a direction are seen in both."""
    unmarked = dict.fromkeys(map(ord, MARKS))
    return title.translate(unmarked) in visible(text).translate(unmarked)


def _changed(where: str, *, standing: int, claims: int) -> Fault:
    message = "the source has changed since the page was made"
    if claims:
        message += f"; {standing} of its {claims} on the page stand where they did"
    return _fault(FaultKind.SOURCE_CHANGED, where, message)


def _other(claim: Claim, document: Document, path: str) -> str:
    """Return what stands in the place of a claim instead of it.

    A page may list any file.  What is in one is only quoted where it is nearly what the page says:
    whoever made the page knew it.
    """
    start, end = claim.citations[0].start, claim.citations[0].end
    stands = visible(document.text[start:end])
    ours, theirs = Counter(claim.text.split()), Counter(stands.split())
    near = (ours & theirs).total() >= _NEARLY * max(ours.total(), theirs.total())
    if near:
        page, article = apart(claim.text, stands)
        return f"the page says “{page}”, {path}, say “{article}”"
    return f"{quoted(claim.text)} is not in {path}: they say something else"


def _absent(claim: Claim, source: SourceRef, document: Document) -> Iterator[Fault]:
    """Yield a fault for each citation of `source` that does not hold."""
    for place, citation in enumerate(claim.citations):
        if citation.document != source.id:
            continue
        path = f"{visible(source.path)}, characters {citation.start}-{citation.end}"
        stands = document.text[citation.start : citation.end]
        if place == 0 and stands and visible(stands) != claim.text:
            message = _other(claim, document, path)
            yield _fault(FaultKind.NOT_THERE, claim.where, message)
        elif not _fits(citation, document):
            message = f"{quoted(claim.text)} cites {path}, which the source does not have"
            yield _fault(FaultKind.NOT_THERE, claim.where, message)
