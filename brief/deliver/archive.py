"""A folder of pages by day, hour or week, with the latest and a list of all.

Nothing in the folder is touched that is not of this naming; where a page ends with the mark of
one (`is_page`), it takes the place of a page only, and only pages are removed.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from brief.deliver.files import write
from brief.errors import UsageError
from brief.language.visible import visible
from brief.model.written import is_page, tail_of

_KEY = re.compile("[0-9A-Za-z-]+")
_SUFFIX = re.compile("[0-9a-z]+")
#: A day, an hour of one, an ISO 8601 week.
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(?:[01]\d|2[0-3]))?", re.ASCII)
_WEEK = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)
_LATEST, _INDEX = "latest", "index"
_RESERVED = frozenset({_LATEST, _INDEX})
#: Pages that end with a mark, and those that lie beside one and have none.
_MARKED, _UNMARKED = ("md", "json", "txt"), ("html", "pdf")
#: Ends the list, unseen; a file without it is somebody else's.
_INDEX_MARK = "[index]: #brief-archive"
#: Bytes of a page in which its title is looked for, and characters of a title that are shown.
_HEAD, _TITLE = 1 << 16, 200
_LINK = re.compile(r"\\(?P<kept>.)|\[(?P<words>(?:\\.|[^\[\]\\])*)\](?:\[[^\]]*\]|\([^)]*\))")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# All that could act in the middle of a line of Markdown, and what would become an address.
_SYNTAX = re.compile(
    r"[\\`*_\[\]<>~&|$]|(?<=http):|(?<=https):|(?<=ftp):|(?<=www)\.|(?<=\w)@(?=\w)", re.IGNORECASE
)


def keep(texts: Mapping[str, str], folder: Path, key: str) -> tuple[Path, ...]:
    """Write a page in all its formats as `key`, then as `latest`, then the list of all pages.

    A page that is made again of an earlier day is not the `latest`.

    `texts` is the page by suffix (`md`, `json`, without a dot), made for `folder`: its relative
    links hold for `latest` too, which lies beside it, as a copy.  `key` is a day, an hour or a
    week (2026-11-20, 2026-11-20T07, 2026-W47) or another name of letters, digits and hyphens.
    Each file is replaced whole.  Returns the files in the order in which they were written.

    Raises:
        UsageError: a key or suffix that is no part of a name, a file in the way that is not
            ours, or a folder that cannot be written to.
    """
    if not _KEY.fullmatch(key) or key.lower() in _RESERVED:
        raise UsageError(
            "no name for a page", where=visible(key), advice="use letters, digits and hyphens"
        )
    for suffix in texts:
        if not _SUFFIX.fullmatch(suffix):
            raise UsageError("no suffix", where=visible(suffix), advice="name it like md or json")
    stems = (key,) if _has_later(folder, key) else (key, _LATEST)
    names = [(f"{stem}.{suffix}", text) for stem in stems for suffix, text in texts.items()]
    index = folder / f"{_INDEX}.md"
    # All of them before the first is written: an archive is not left half done.
    for name, text in names:
        _refuse_foreign(folder / name, text)
    _refuse_foreign_index(index)
    for name, text in names:
        _put(text, folder / name)
    _put(_listed(folder), index)
    return (*(folder / name for name, _ in names), index)


def _has_later(folder: Path, key: str) -> bool:
    own = last_day(key) if folder.is_dir() else None
    return own is not None and any(
        (day := last_day(other)) is not None and day > own and any(_removable(folder, other, found))
        for other, found in _pages(folder).items()
    )


def prune(folder: Path, keep: int, today: date) -> tuple[Path, ...]:
    """Remove the pages that are more than `keep` days old, and list what is left.

    A page is as old as the last day it is about.  Only pages with a day, hour or week for a name
    are removed, and only what ends like a page or (HTML, PDF) lies beside one that does; never
    `latest`, the list, or a file of somebody else's.  Returns what was removed, in the order of
    the names.

    Raises:
        UsageError: `keep` is negative, or a page cannot be removed.
    """
    if keep < 0:
        raise UsageError("days to keep are counted from 0", where=str(keep), advice="use 0 or more")
    old = [
        path
        for key, suffixes in _pages(folder).items()
        if (day := last_day(key)) and (today - day).days > keep
        for path in _removable(folder, key, suffixes)
    ]
    for path in old:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            advice = "allow its folder to be written to, or remove it yourself"
            said = (error.strerror or str(error)).lower()
            raise UsageError(
                f"cannot be removed: {said}", where=str(path), advice=advice
            ) from error
    index = folder / f"{_INDEX}.md"
    if old and _is_file(index) and _is_ours(index):
        _put(_listed(folder), index)
    return tuple(sorted(old))


def _removable(folder: Path, key: str, suffixes: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files of a page, those without a mark first: the others prove whose they are."""
    marked = [one for one in suffixes if one in _MARKED and _is_page(folder / f"{key}.{one}")]
    if marked:
        beside = [one for one in suffixes if one in _UNMARKED]
        yield from (folder / f"{key}.{suffix}" for suffix in (*beside, *marked))


def last_day(key: str) -> date | None:
    """Return the last day that a page is about, None where its name does not say one."""
    try:
        if found := _DAY.fullmatch(key):
            return date.fromisoformat(found[1])
        if found := _WEEK.fullmatch(key):
            return date.fromisocalendar(int(found[1]), int(found[2]), 1) + timedelta(days=6)
    except (ValueError, OverflowError):
        pass  # the 31st of a shorter month, a week that the year does not have
    return None


def _pages(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the suffixes of every page in `folder` by its key; both in code point order."""
    found: dict[str, list[str]] = {}
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise UsageError(
            f"the archive cannot be read: {said}", where=str(folder), advice="make the folder first"
        ) from error
    for name in names:
        key, _, suffix = name.partition(".")
        known = _KEY.fullmatch(key) and suffix in (*_MARKED, *_UNMARKED)
        if known and key.lower() not in _RESERVED and _is_file(folder / name):
            found.setdefault(key, []).append(suffix)
    return {key: tuple(suffixes) for key, suffixes in found.items()}


def _listed(folder: Path) -> str:
    """Return the list of the pages in `folder`: the newest first, then those without a day."""
    shown = {
        key: suffixes
        for key, suffixes in _pages(folder).items()
        if last_day(key) or any(_is_page(folder / f"{key}.{one}") for one in suffixes)
    }
    order = sorted(shown, key=lambda key: (last_day(key) or date.min, key), reverse=True)
    rows = "".join(f"{_row(folder, key, shown[key])}\n" for key in order)
    return f"# Briefings\n\n{rows}\n{_INDEX_MARK}\n"


def _row(folder: Path, key: str, suffixes: tuple[str, ...]) -> str:
    first = "md" if "md" in suffixes else suffixes[0]
    title = _title(folder / f"{key}.md") if first == "md" else ""
    others = [f"[{suffix}]({key}.{suffix})" for suffix in suffixes if suffix != first]
    row = f"- [{key}]({key}.{first})"
    row += f": {title}" if title else ""
    return f"{row} ({', '.join(others)})" if others else row


def _title(page: Path) -> str:
    """Return the title of a page in Markdown, as Markdown without links; empty if it has none."""
    head = _head(page)
    line = next((line for line in head.split("\n") if line.startswith("# ")), "")
    # An escaped character is stepped over, so that `\[` opens no link.
    plain = _LINK.sub(lambda found: found["words"] if found["kept"] is None else found[0], line[2:])
    words = visible(_ESCAPED.sub(r"\1", plain))
    cut = f"{words[: _TITLE - 1].rstrip()}…" if len(words) > _TITLE else words
    return _SYNTAX.sub(r"\\\g<0>", cut)


def _put(text: str, path: Path) -> None:
    """Write `text`; a link to a file of the archive itself is replaced, not followed."""
    if path.is_symlink() and Path(os.path.realpath(path)).parent == Path(
        os.path.realpath(path.parent)
    ):
        with suppress(OSError):
            path.unlink()
    write(text, path)


def _refuse_foreign(path: Path, text: str) -> None:
    """Make sure that a page replaces a page; text without a mark tells nothing about what it is."""
    _refuse_other(path)
    if is_page(text) and _tail(path).strip() and not _is_page(path):
        raise UsageError(
            "this is no page of an archive", where=str(path), advice="move it, or name a folder"
        )


def _refuse_foreign_index(index: Path) -> None:
    _refuse_other(index)
    if _tail(index).strip() and not _is_ours(index):
        raise UsageError(
            "this is no list of an archive", where=str(index), advice="move it, or name a folder"
        )


def _refuse_other(path: Path) -> None:
    if path.exists() and not _is_file(path):  # a pipe would keep us waiting
        raise UsageError("this is no file", where=str(path), advice="move it, or name a folder")


def _is_ours(index: Path) -> bool:
    return _tail(index).endswith(f"\n{_INDEX_MARK}\n")


def _is_page(path: Path) -> bool:
    return is_page(_tail(path))


def _is_file(path: Path) -> bool:
    with suppress(OSError):
        return stat.S_ISREG(path.stat().st_mode)
    return False


def _head(path: Path) -> str:
    """Return the beginning of a file; empty where it cannot be read, of which `write` tells."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(_HEAD).decode("utf-8", "replace")
    return ""


def _tail(path: Path) -> str:
    """Return the end of a file; empty where it cannot be read, of which `write` tells."""
    with suppress(OSError):
        return tail_of(path)
    return ""
