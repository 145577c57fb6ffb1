"""An article as its source has it, and what of it may be shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from brief.model import Document, Skipped
from brief.settings.run_options import WEB, Source
from brief.web.secrecy import Secrets

#: Reads an article.
Read = Callable[[], Document | Skipped]
#: What reading one gave.
Result = TypeVar("Result", Document, Document | Skipped)


@dataclass(frozen=True, slots=True)
class SourceArticle:
    """An article as a source has it, read or still to be read."""

    #: What tells it from every other: a digest (`web.secrecy`) of the key of its address
    #: (`web.same_page`), or its path.
    key: str
    #: SHA-256 of what the source has of it: where it is another, the article was updated.
    digest: str
    #: The source it stands in.
    source: Source
    #: None where it has to be read yet, or the page behind `address` fetched.
    document: Document | None = None
    #: To be fetched, not shown.
    address: str = field(default="", repr=False)
    title: str = ""
    #: The day that the source itself states.
    date: date | None = None
    #: Whether `document` is the page behind `address`.
    fetched: bool = False
    #: The path of its file, where it is one of `collecting.FILES`.
    file: str = ""
    #: Reads its message, which is worth doing only for what is new.
    read: Read | None = None
    #: Reads what its feed has of it, where the page behind `address` is to be fetched.
    own: Read | None = None
    #: The title of its feed, where that is of the site that the article is on.
    outlet: str = ""
    #: The key that version 0.1 had for it; empty where it is the same.
    former: str = ""
    #: Whether its source had another text of it before: then `date` is not that of the new one.
    updated: bool = False
    #: Why the text in its feed was taken, and not the page; empty where it was not.
    note: str = ""
    #: What is secret of its source.
    secrets: Secrets = field(default_factory=Secrets, repr=False)

    @property
    def shown(self) -> str:
        """The address as it may be shown; empty without one."""
        return self.secrets.address(self.address)

    @property
    def label(self) -> str:
        """What it is called in messages: its title, or where it is."""
        where = self.source.label if self.source.kind in WEB else self.key
        return self.title or self.shown or where

    def without_secrets(self, read: Result) -> Result:
        """Return what was read of it with its addresses as they may be shown."""
        read = replace(read, path=self.secrets.address(read.path))
        if isinstance(read, Document):
            return replace(read, url=self.secrets.address(read.url or "") or None)
        return read
