"""The word lists of `brief/data`; the only reader of them.

A list is a text file in UTF-8, named for its purpose, often with a file for each language
(`deeds/en.txt`).  Lines that begin with `#` are comments; `#: name` begins a section.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import TypeVar

T = TypeVar("T")


@cache
def entries(place: str, *names: str) -> tuple[str, ...]:
    """Return the lines of `data/<place>.txt`, or of its sections `names`, without comments.

    None where there is no such file; a section that is missing raises KeyError.
    """
    by_section = sections(place)
    return tuple(line for name in names or by_section for line in by_section[name])


@cache
def words(place: str, *names: str) -> frozenset[str]:
    """Return the words of the lines that `entries` returns."""
    return frozenset(word for line in entries(place, *names) for word in line.split())


@cache
def weights(place: str) -> Mapping[str, float]:
    """Return the learned weights of `data/<place>.txt` by the names of their features."""
    return weights_in(entries(place))


def weights_in(lines: Iterable[str]) -> Mapping[str, float]:
    """Return the numbers behind the names in lines `name: number`; raises ValueError for others."""
    pairs = (line.rpartition(": ") for line in lines)
    return {name: float(weight) for name, _, weight in pairs}


def alternatives(place: str, section: str) -> str:
    """Return the lines of a section, which are patterns, as one: `a|b|c`."""
    return "|".join(entries(place, section))


def any_of(names: Iterable[str]) -> str:
    """Return a pattern for any of `names`; longer ones first, so that none hides another."""
    return "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name))))


@cache
def sections(place: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lines of `data/<place>.txt` by section; those before the first one under ""."""
    file = resources.files("brief").joinpath(f"data/{place}.txt")
    return parsed(file.read_text(encoding="utf-8") if file.is_file() else "")


def parsed(text: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lines of a list by section; those before the first one under ""."""
    by_section: dict[str, list[str]] = {}
    section = ""
    for line in text.splitlines():
        if line.startswith("#:"):
            section = line[2:].strip()
            by_section.setdefault(section, [])
        elif line.strip() and not line.startswith("#"):
            by_section.setdefault(section, []).append(line.strip())
    return {name: tuple(lines) for name, lines in by_section.items()}


@cache
def keyed(place: str) -> Mapping[str, tuple[str, ...]]:
    """Return what stands behind each key of `data/<place>.txt`, whose lines are `key: entry`.

    A key may stand on several lines; each gives one entry.
    """
    parts = (line.partition(": ") for line in entries(place))
    return grouped((key, entry) for key, colon, entry in parts if colon)


def grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """Return the second members of `pairs` by the first ones, in order."""
    groups: dict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}
