"""The word lists of `brief/data`; the only reader of them.

A list is a text file in UTF-8, named for its purpose, often with a file for each language
(`deeds/en.txt`).  Lines that begin with `#` are comments; `#: name` begins a section.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def entries(place: str, section: str | None = None) -> tuple[str, ...]:
    """Return the lines of `data/<place>.txt`, or of one section of it, without comments.

    Empty where there is no such file or section.
    """
    if section is not None:
        return sections(place).get(section, ())
    return tuple(line for lines in sections(place).values() for line in lines)


@cache
def words(place: str, section: str | None = None) -> frozenset[str]:
    """Return the words of `data/<place>.txt`, or of one section of it, whatever lines they are in.

    Empty where there is no such file or section.
    """
    return frozenset(word for line in entries(place, section) for word in line.split())


@cache
def alternatives(place: str, section: str) -> str:
    """Return the lines of a section, which are patterns, as one: `a|b|c`."""
    return "|".join(entries(place, section))


@cache
def section_words(place: str, *names: str) -> frozenset[str]:
    """Return the words of some sections of `data/<place>.txt`; KeyError where it has no such."""
    lines = (line for name in names for line in sections(place)[name])
    return frozenset(word for line in lines for word in line.split())


@cache
def sections(place: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lines of `data/<place>.txt` by section; those before the first one under ""."""
    by_section: dict[str, list[str]] = {}
    section = ""
    for line in _read(place).splitlines():
        if line.startswith("#:"):
            section = line[2:].strip()
            by_section.setdefault(section, [])
        elif line.strip() and not line.startswith("#"):
            by_section.setdefault(section, []).append(line.strip())
    return {name: tuple(lines) for name, lines in by_section.items()}


@cache
def keyed(place: str) -> Mapping[str, tuple[str, ...]]:
    """Return what stands behind each key of `data/<place>.txt`, whose lines are `key: entry`.

    A key may come on several lines; each gives one entry.
    """
    by_key: dict[str, list[str]] = {}
    for line in entries(place):
        key, colon, entry = line.partition(": ")
        if colon:
            by_key.setdefault(key, []).append(entry)
    return {key: tuple(lines) for key, lines in by_key.items()}


def _read(place: str) -> str:
    file = resources.files("brief").joinpath(f"data/{place}.txt")
    return file.read_text(encoding="utf-8") if file.is_file() else ""
