"""Whether what a run writes is for its user alone, as what it was made of was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from brief import deliver
from brief.memory.tables import PageMade
from brief.run import sharing
from brief.run.collecting import FILES, Gathered
from brief.settings.toml import Configured

#: The kinds of source that are nobody else's business, whatever their files allow.
MAILBOXES = ("maildir", "mbox")
#: The value of the setting `readable` under which only the owner reads what is private.
OWNER = "owner"


def is_private(configured: Configured, gathered: Iterable[Gathered]) -> bool:
    """Return whether only the owner may read what is made of these sources.

    So it is where one of them is a mailbox, has a password or a key in its address, or is a file
    that others may not read or reach, and the settings do not say otherwise.
    """
    if configured.settings.readable != OWNER:
        return False
    return any(_is_private(part, configured.base) for part in gathered)


def is_page_private(configured: Configured, page: PageMade) -> bool:
    """Return whether a page that an earlier run has made is for its owner alone."""
    if configured.settings.readable != OWNER:
        return False
    beside = configured.folder / sharing.FOLDER
    paths = (Path(page.path), beside) if page.path else (beside,)
    return any(map(deliver.is_own, paths))


def close_new(folder: Path) -> None:
    """Let only its owner enter the folder of the pages, where it was made just now for a claim.

    One with anything else in it was opened by its user, to whom it is left; its files are private.
    """
    if folder.is_dir() and all(path.name == sharing.FOLDER for path in folder.iterdir()):
        deliver.close_to_others(folder)


def _is_private(part: Gathered, base: Path) -> bool:
    source = part.source
    if source.kind in MAILBOXES or source.secrets:
        return True
    if source.kind not in FILES:
        return False
    root = (base / source.place).resolve()
    closed = cache(deliver.is_closed)
    return any(
        deliver.is_closed(path) or any(map(closed, _folders(path, root)))
        for path in (Path(article.key) for article in part.articles)
    )


def _folders(path: Path, root: Path) -> Iterator[Path]:
    """Yield the folder of a file, and those above it up to `root` where that is one of them."""
    yield path.parent
    if root in path.parents:
        yield from (folder for folder in path.parents if root == folder or root in folder.parents)
