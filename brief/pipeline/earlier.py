"""An earlier page → what it said, so that a new page leaves that out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from brief import formats
from brief.errors import BriefError, UsageError
from brief.model import Citation, Document, Findings, written
from brief.page.material import folded
from brief.readers.within import text_of

#: Bytes; a page of ten thousand articles in JSON has 40 million.
LARGEST_PAGE = 200_000_000


@dataclass(frozen=True, slots=True)
class Earlier:
    """The statements of an earlier page, and the articles that it was made of."""

    #: Folded, as sentences are compared.
    statements: tuple[str, ...] = ()
    #: SHA-256 of the articles' bytes, in hexadecimal.
    articles: frozenset[str] = frozenset()
    #: By the SHA-256 of what an article is now, what it said before, folded.
    updated: Mapping[str, str] = field(default_factory=dict)

    def has(self, document: Document) -> bool:
        """Return whether the page was made of this article, too, in the same wording."""
        return document.sha256 in self.articles

    def left_out_of(self, findings: Findings, documents: Sequence[Document]) -> Findings:
        """Return findings without the events and quotations that articles had before.

        They are no longer `whole`: what shows all of them has to look again.
        """
        if not self.updated:
            return findings
        before = {document.id: self.updated.get(document.sha256, "") for document in documents}

        def was_there(text: str, citations: Iterable[Citation]) -> bool:
            return all(folded(text) in before[citation.document] for citation in citations)

        events = (e for e in findings.timeline if not was_there(e.text, e.citations))
        quotes = (q for q in findings.quotes if not was_there(q.text, (q.citation,)))
        return replace(findings, timeline=tuple(events), quotes=tuple(quotes), whole=False)


def page_at(path: str | Path) -> written.Page:
    """Return a written page, read again; raises `UsageError` where the file is no page."""
    return formats.parse(page_text(path), str(path))


def page_text(path: str | Path) -> str:
    """Return the text of a written page, with line feeds; raises `UsageError` as `page_at` does.

    Git may have changed all of its line ends; where some are changed it was not git.
    """
    text = text_of(Path(path), LARGEST_PAGE)
    return text.replace("\r\n", "\n") if text.count("\r\n") == text.count("\n") else text


def can_be_compared(path: Path) -> bool:
    """Return whether `path` is a page of ours that nobody has edited."""
    try:
        return page_at(path).intact
    except BriefError:
        return False


def earlier(path: Path | None, versions: Mapping[str, str]) -> Earlier:
    """Return what the page at `path` says and was made of, and what its articles said before.

    `versions` are the earlier texts of articles by the SHA-256 of what they are now; those of
    articles that the page was made of are dropped.  Without a `path` nothing was said.  Raises
    `UsageError` where `path` is no page, or one that was edited.
    """
    before = {sha: folded(text) for sha, text in versions.items()}
    if path is None:
        return Earlier(updated=before)
    page = page_at(path)
    if not page.intact:
        problem = "is not as brief wrote it"
        raise UsageError(problem, where=str(path), advice="give an earlier page, unchanged")
    statements = tuple(folded(claim.text) for claim in page.claims if not claim.is_title)
    articles = frozenset(source.sha256 for source in page.sources)
    changed = {sha: text for sha, text in before.items() if sha not in articles}
    return Earlier(statements, articles, changed)
