"""What an earlier page said, so that a new one can say the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from brief import claims, formats
from brief.errors import BriefError, UsageError
from brief.material import folded
from brief.model import Document, Findings


@dataclass(frozen=True, slots=True)
class Earlier:
    """The statements of a page, and the articles that it was made of."""

    #: Folded, as sentences are compared.
    told: tuple[str, ...] = ()
    #: SHA-256 of the articles' bytes, in hexadecimal.
    known: frozenset[str] = frozenset()
    #: … of those articles of which `told` has an earlier version.
    updated: frozenset[str] = frozenset()

    def knows(self, document: Document) -> bool:
        """Return whether the page was made of this article, too, in the same wording."""
        return document.sha256 in self.known

    def untold(self, found: Findings) -> Findings:
        """Return findings without the events and quotations that articles had before.

        They are no longer `whole`: what shows all of them has to look again.
        """
        if not self.updated:
            return found
        return replace(
            found,
            timeline=tuple(one for one in found.timeline if not self._had(one.text)),
            quotes=tuple(one for one in found.quotes if not self._had(one.text)),
            whole=False,
        )

    def _had(self, text: str) -> bool:
        return any(folded(text) in one for one in self.told)


def page_at(path: str | Path) -> claims.Page:
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
    before = tuple(map(folded, versions.values()))
    if path is None:
        return Earlier(before, updated=frozenset(versions))
    page = page_at(path)
    if not page.intact:
        problem = "is not as brief wrote it"
        raise UsageError(problem, where=str(path), advice="give an earlier page, unchanged")
    told = tuple(folded(claim.text) for claim in page.claims if not claim.is_title)
    known = frozenset(source.sha256 for source in page.sources)
    return Earlier((*told, *before), known, frozenset(versions) - known)
