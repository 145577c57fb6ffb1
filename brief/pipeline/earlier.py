"""What an earlier page said, so that a new one can say the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from brief import formats
from brief.errors import BriefError, UsageError
from brief.model import Citation, Document, Findings, written
from brief.page.material import folded


@dataclass(frozen=True, slots=True)
class Earlier:
    """The statements of a page, and the articles that it was made of."""

    #: Folded, as sentences are compared.
    told: tuple[str, ...] = ()
    #: SHA-256 of the articles' bytes, in hexadecimal.
    known: frozenset[str] = frozenset()
    #: By the SHA-256 of what an article is now, what it said before, folded.
    updated: Mapping[str, str] = field(default_factory=dict)

    def knows(self, document: Document) -> bool:
        """Return whether the page was made of this article, too, in the same wording."""
        return document.sha256 in self.known

    def untold(self, found: Findings, documents: Sequence[Document]) -> Findings:
        """Return findings without the events and quotations that articles had before.

        They are no longer `whole`: what shows all of them has to look again.
        """
        if not self.updated:
            return found
        by_id = {one.id: self.updated.get(one.sha256, "") for one in documents}
        return replace(
            found,
            timeline=tuple(
                one for one in found.timeline if not self._had(one.text, one.citations, by_id)
            ),
            quotes=tuple(
                one for one in found.quotes if not self._had(one.text, (one.citation,), by_id)
            ),
            whole=False,
        )

    @staticmethod
    def _had(text: str, citations: Iterable[Citation], before: Mapping[int, str]) -> bool:
        return all(folded(text) in before[one.document] for one in citations)


def page_at(path: str | Path) -> written.Page:
    """Read a written page; raises `UsageError` where there is none."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UsageError("is no text", where=str(path), advice="name a page of brief") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(reason, where=str(path), advice="name a page to read") from None
    return formats.parse(text, str(path))


def can_be_compared(path: Path) -> bool:
    """Return whether `path` is a page that another can be compared with: ours, and unchanged."""
    try:
        return page_at(path).intact
    except BriefError:
        return False


def earlier(path: Path | None, versions: Mapping[str, str]) -> Earlier:
    """Return what the page at `path` says and knows, and what articles said before.

    `versions` is that, by the SHA-256 of what they are now.
    """
    before = {sha: folded(text) for sha, text in versions.items()}
    if path is None:
        return Earlier(updated=before)
    page = page_at(path)
    if not page.intact:
        problem = "is not as brief wrote it"
        raise UsageError(problem, where=str(path), advice="give an earlier page, unchanged")
    told = tuple(folded(claim.text) for claim in page.claims if not claim.is_title)
    known = frozenset(source.sha256 for source in page.sources)
    changed = {sha: text for sha, text in before.items() if sha not in known}
    return Earlier(told, known, changed)
