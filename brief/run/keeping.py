"""What came over the network is kept beside the pages, so that a page can be checked later."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from brief import deliver, readers
from brief.deliver.archive import last_day
from brief.model import Briefing, Document, Skipped
from brief.run import sharing

#: The folder beside the pages, and the letters of a title that a file's name takes.
FOLDER, LETTERS = "sources", 40
_PERIOD = re.compile(r"(?<=-)\d{4}-(?:W\d\d|\d\d-\d\d)$")


def addressed(briefing: Briefing, folder: Path) -> Briefing:
    """Return a page whose articles of the web stand under their addresses, not our files."""
    ours = folder / FOLDER
    documents = tuple(
        replace(one, path=one.url) if one.url and ours in Path(one.path).parents else one
        for one in briefing.documents
    )
    return replace(briefing, documents=documents)


def prune(folder: Path, keep: int, today: date) -> None:
    """Remove what was kept for periods that ended more than `keep` days ago."""
    for path in (folder / FOLDER).glob("*"):
        day = last_day(path.name)
        if day is not None and (today - day).days > keep and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
    for path in (folder / sharing.FOLDER).glob("*"):
        found = _PERIOD.search(path.name.removesuffix(sharing.TOLD))
        day = last_day(found[0]) if found else None
        if day is not None and (today - day).days > keep:
            with suppress(OSError):  # another user's, in a folder of all; or not ours
                path.unlink()


def kept(document: Document, folder: Path, period: str) -> Document:
    """Return an article that did not come from a file as one that does: it is written to one.

    A citation counts characters of what was read, so that is what is written, as plain text; the
    name is made from its digest, so that the same article has the same file.
    """
    data = document.text.encode("utf-8", "replace")
    digest = sha256(data).hexdigest()
    words = document.title.text if document.title else ""
    slug = re.sub(r"[^a-z0-9]+", "-", words.lower())[:LETTERS].strip("-")
    path = folder / FOLDER / period / f"{digest[:12]}{f'-{slug}' if slug else ''}.txt"
    deliver.make(path.parent)
    deliver.write(data.decode("utf-8"), path)
    again = readers.read(str(path))
    if isinstance(again, Skipped) or again.text != document.text:
        return document if isinstance(again, Skipped) else _as_read(again, document)
    return replace(document, path=str(path), sha256=digest)


def _as_read(again: Document, document: Document) -> Document:
    """Return what the file reads as, with what only the source knew."""
    return replace(
        again,
        url=document.url,
        date=document.date,
        author=document.author,
        publisher=document.publisher,
        language=document.language,
    )
