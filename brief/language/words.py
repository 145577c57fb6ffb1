"""The word lists of `brief/data`; the only reader of them.

A list is a text file in UTF-8, named for its purpose, often with a file for each language
(`deeds/en.txt`).  Lines that begin with `#` are comments; `#: name` begins a section.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def entries(place: str) -> tuple[str, ...]:
    """Return the lines of `data/<place>.txt` without comments; empty where it is missing."""
    return tuple(line for lines in sections(place).values() for line in lines)


@cache
def words(place: str) -> frozenset[str]:
    """Return the words of `data/<place>.txt`, whatever lines and sections they stand in."""
    return frozenset(word for line in entries(place) for word in line.split())


@cache
def sections(place: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lines of `data/<place>.txt` by section; those before the first one under ""."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in _read(place).splitlines():
        if line.startswith("#:"):
            section = line[2:].strip()
            found.setdefault(section, [])
        elif line.strip() and not line.startswith("#"):
            found.setdefault(section, []).append(line.strip())
    return {name: tuple(lines) for name, lines in found.items()}


@cache
def keyed(place: str) -> Mapping[str, tuple[str, ...]]:
    """Return what stands behind each key of `data/<place>.txt`, whose lines are `key: entry`.

    A key may come on several lines; each gives one entry.
    """
    found: dict[str, list[str]] = {}
    for line in entries(place):
        key, colon, entry = line.partition(": ")
        if colon:
            found.setdefault(key, []).append(entry)
    return {key: tuple(lines) for key, lines in found.items()}


def _read(place: str) -> str:
    file = resources.files("brief").joinpath(f"data/{place}.txt")
    return file.read_text(encoding="utf-8") if file.is_file() else ""
