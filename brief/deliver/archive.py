"""Keep pages in a folder, named by day or week, with the latest page and lists of all pages.

Files that are not named so are not touched.  A page replaces nothing but a page, and nothing but
pages is removed; a page is known by the mark it ends with (`is_page`).
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from brief.deliver.files import put
from brief.deliver.heads import ending, head_of
from brief.deliver.site import FEED, START, Site, is_of_site, is_private
from brief.deliver.site import texts as texts_of_site
from brief.deliver.start_page import Kept
from brief.errors import UsageError
from brief.formats import EVERY, is_page
from brief.formats.markdown import escape
from brief.language.visible import visible

_KEY = re.compile("[0-9A-Za-z-]+")
_SUFFIX = re.compile("[0-9a-z]+")
#: A day and an ISO 8601 week.
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)
#: The name of the copy of the page that was made last, and that of the list.
LATEST, _INDEX = "latest", "index"
_RESERVED = frozenset({LATEST, _INDEX})
#: The suffixes of pages.
_SUFFIXES = tuple(format.suffix for format in EVERY.values())
#: Ends the list, unseen; a file without it is somebody else's.
_INDEX_MARK = "[index]: #brief-archive"


def keep(
    texts: Mapping[str, str | bytes],
    folder: Path,
    key: str,
    *,
    latest: bool | None = None,
    private: bool = False,
    site: Site | None = None,
) -> tuple[Path, ...]:
    """Write a page in all its formats as `key`, then as `latest`, then the lists of all pages.

    The lists are `index.md` and, with a `site`, a start page and a feed.

    `latest` says whether it is the newest page that was made; where that is not known, it is unless
    the folder has one of a later day.

    `texts` is the page by suffix (`md`, `pdf`, without a dot), made for `folder`: its relative
    links hold for `latest` too, a copy in the same folder.  `key` is a day or a week (2026-11-20,
    2026-W47) or another name of letters, digits and hyphens.  Each file is replaced whole.
    Returns the files in the order in which they were written; `private` as for `put`.

    Raises:
        UsageError: a key or suffix that is no part of a name, a file in the way that is no page
            or list of an archive, or a folder that cannot be written to.
    """
    if not _KEY.fullmatch(key) or key.lower() in _RESERVED:
        raise UsageError(
            "no name for a page", where=visible(key), advice="use letters, digits and hyphens"
        )
    for suffix in texts:
        if not _SUFFIX.fullmatch(suffix):
            raise UsageError("no suffix", where=visible(suffix), advice="name it like md or json")
    latest = not _has_later(folder, key) if latest is None else latest
    stems = (key, LATEST) if latest else (key,)
    names = [(f"{stem}.{suffix}", text) for stem in stems for suffix, text in texts.items()]
    index = folder / f"{_INDEX}.md"
    names_of_site = _of_site(folder, site)
    # All of them before the first is written: an archive is not left half done.
    for name, text in names:  # in the place of a page without a mark, any text may stand
        marked = isinstance(text, bytes) or is_page(text)
        _refuse_foreign(folder / name, "page", is_page if marked else bool)
    _refuse_foreign(index, "list", _is_index)
    for name in names_of_site:
        _refuse_foreign(folder / name, "list", is_of_site)
    for name, text in names:
        put(text, folder / name, private=private)
    _list(folder, index, names_of_site, site and replace(site, key=key), private=private)
    return (*(folder / name for name, _ in names), index, *map(folder.joinpath, names_of_site))


def _has_later(folder: Path, key: str) -> bool:
    last = last_day(key) if folder.is_dir() else None
    return last is not None and any(
        (day := last_day(other)) is not None and day > last and _proven(folder, other, suffixes)
        for other, suffixes in _pages(folder).items()
    )


def prune(
    folder: Path,
    keep: int,
    today: date,
    *,
    share: float | None = None,
    site: Site | None = None,
) -> tuple[Path, ...]:
    """Remove the pages that are more than `keep` days old, and list what is left.

    A page is as old as the last day it is about.  With `share`, no more than that part of the pages
    is removed, though one at least, and the oldest first.  Only files named by a day or week are
    removed, and only those that end like a page; never `latest`, a list, or another file.
    `site` as for `keep`.  Returns what was removed, in the order of the names.

    Raises:
        UsageError: `keep` is negative, or a page cannot be removed.
    """
    if keep < 0:
        raise UsageError("days to keep are counted from 0", where=str(keep), advice="use 0 or more")
    aged = old(folder, keep, today)
    if share is not None:
        count = sum(last_day(key) is not None for key in _pages(folder))
        aged = dict(list(aged.items())[: max(1, int(count * share))])
    removed = [path for paths in aged.values() for path in paths]
    for path in removed:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            advice = "allow its folder to be written to, or remove it yourself"
            problem = f"cannot be removed: {(error.strerror or str(error)).lower()}"
            raise UsageError(problem, where=str(path), advice=advice) from error
    if removed:
        list_again(folder, site)
    return tuple(sorted(removed))


def list_again(folder: Path, site: Site | None = None) -> None:
    """Write the lists of the pages anew, each where there is one.

    Raises:
        UsageError: it cannot be written.
    """
    index = folder / f"{_INDEX}.md"
    there = [name for name in _of_site(folder, site) if is_of_site(ending(folder / name))]
    if _is_file(index) and _is_index(ending(index)):
        _list(folder, index, there, site, private=False)


def _of_site(folder: Path, site: Site | None) -> tuple[str, ...]:
    """Return the names of the lists that are written beside `index.md`."""
    if site is None:
        return ()
    return tuple(
        name
        for name in (START, FEED)
        if site.wanted or (_is_file(folder / name) and is_of_site(ending(folder / name)))
    )


def _list(
    folder: Path, index: Path, names: Collection[str], site: Site | None, *, private: bool
) -> None:
    """Write the lists of all pages: that in Markdown, and those of a site that are named."""
    pages = _kept(folder)
    put(_listed(pages), index, private=private)
    if site and names:
        kept = [page for page, _ in pages]
        closed = private or is_private(folder, kept)
        for name, text in texts_of_site(folder, kept, site).items():
            if name in names:
                put(text, folder / name, private=closed)


def old(folder: Path, keep: int, today: date) -> dict[str, list[Path]]:
    """Return the pages that are more than `keep` days old, the oldest first: key → files."""
    return dated(folder, lambda key: (today - (last_day(key) or today)).days > keep)


def dated(folder: Path, wanted: Callable[[str], bool] = lambda key: True) -> dict[str, list[Path]]:
    """Return the pages of a day or week whose key is `wanted`, the oldest first: key → files."""
    pages = _pages(folder)
    dates = ((last_day(key), key) for key in pages)
    days = sorted((day, key) for day, key in dates if day is not None and wanted(key))
    files = {key: _proven(folder, key, pages[key]) for _, key in days}
    return {key: paths for key, paths in files.items() if paths}


def _proven(folder: Path, key: str, suffixes: tuple[str, ...]) -> list[Path]:
    """Return those files of a key that are pages of ours."""
    return [path for suffix in suffixes if is_page(ending(path := folder / f"{key}.{suffix}"))]


def last_day(key: str) -> date | None:
    """Return the day in the name of a page, or the last day of its week; None where neither is."""
    try:
        if _DAY.fullmatch(key):
            return date.fromisoformat(key)
        if week := _WEEK.fullmatch(key):
            return date.fromisocalendar(int(week[1]), int(week[2]), 1) + timedelta(days=6)
    except (ValueError, OverflowError):
        pass  # the 31st of a shorter month, a week that the year does not have
    return None


def _pages(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the suffixes of every page in `folder` by its key; both in code point order."""
    pages: dict[str, list[str]] = {}
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        problem = f"the archive cannot be read: {(error.strerror or str(error)).lower()}"
        advice = "make the folder first"
        raise UsageError(problem, where=str(folder), advice=advice) from error
    for name in names:
        key, _, suffix = name.partition(".")
        named = _KEY.fullmatch(key) and suffix in _SUFFIXES
        if named and key.lower() not in _RESERVED and _is_file(folder / name):
            pages.setdefault(key, []).append(suffix)
    return {key: tuple(suffixes) for key, suffixes in pages.items()}


def _kept(folder: Path) -> list[tuple[Kept, tuple[str, ...]]]:
    """Return the pages in `folder` with their suffixes: the newest first, then those of no day."""
    shown = {
        key: suffixes
        for key, suffixes in _pages(folder).items()
        if last_day(key) or _proven(folder, key, suffixes)
    }
    order = sorted(shown, key=lambda key: (last_day(key) or date.min, key), reverse=True)
    return [(_page(folder, key, shown[key]), shown[key]) for key in order]


def _page(folder: Path, key: str, suffixes: tuple[str, ...]) -> Kept:
    first, read = (
        next((suffix for suffix in order if suffix in suffixes), suffixes[0])
        for order in (("html", "md"), ("md", "html"))
    )
    head = head_of(folder / f"{key}.{read}")
    return Kept(key=key, day=last_day(key), file=f"{key}.{first}", head=head)


def _listed(pages: Iterable[tuple[Kept, tuple[str, ...]]]) -> str:
    """Return the list of the pages in Markdown."""
    rows = "".join(f"{_row(page, suffixes)}\n" for page, suffixes in pages)
    return f"# Briefings\n\n{rows}\n{_INDEX_MARK}\n"


def _row(page: Kept, suffixes: tuple[str, ...]) -> str:
    key = page.key
    first = "md" if "md" in suffixes else suffixes[0]
    others = [f"[{suffix}]({key}.{suffix})" for suffix in suffixes if suffix != first]
    row = f"- [{key}]({key}.{first})"
    row += f": {escape(page.head.title)}" if page.head.title else ""
    return f"{row} ({', '.join(others)})" if others else row


def _refuse_foreign(path: Path, kind: str, is_ours: Callable[[str], bool]) -> None:
    """Refuse what is no file, and a file whose end is not empty and not that of a `kind`.

    A link is replaced, and what it leads to stays; yet what is no page there is somebody's wish.
    """
    advice = "remove the link" if path.is_symlink() else "move it, or name a folder"
    if path.exists() and not _is_file(path):  # a pipe would keep us waiting
        raise UsageError("this is no file", where=str(path), advice=advice)
    tail = ending(path)
    if tail.strip() and not is_ours(tail):
        raise UsageError(f"this is no {kind} of an archive", where=str(path), advice=advice)


def _is_index(tail: str) -> bool:
    return tail.endswith(f"\n{_INDEX_MARK}\n")


def _is_file(path: Path) -> bool:
    with suppress(OSError):
        return stat.S_ISREG(path.stat().st_mode)
    return False
