"""Files and folders → cases: sets of articles, with reference summaries or without.

A case is a line of JSON Lines (`{"id", "docs": [text, …], "refs": [text, …]}`), a folder with
`articles/` and perhaps `references/`, or a folder of articles.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from brief.errors import UsageError
from brief.model import Skipped

ARTICLES, REFERENCES = "articles", "references"
#: Suffixes of JSON Lines.
LINES = (".jsonl", ".ndjson", ".json")
#: Suffixes of reference summaries.
TEXTS = (".txt", ".md", "")


@dataclass(frozen=True, slots=True)
class Case:
    """A set of articles, and the summaries that people have written of it."""

    #: Its name; that of a case in JSON Lines begins with the name of the file.
    id: str
    #: Texts, one an article …
    texts: tuple[str, ...] = ()
    #: … or the folder that they are in.
    folder: Path | None = None
    references: tuple[str, ...] = ()


def cases_in(path: Path) -> Iterator[Case | Skipped]:
    """Yield the cases of a file or folder in their order, and as `Skipped` what is no case.

    Raises `UsageError` where `path` does not exist, is a file of another type, or cannot be read.
    """
    if path.is_dir():
        yield from _in_folder(path)
        return
    if not path.exists():
        raise UsageError("no such file or folder", where=str(path))
    if path.suffix.lower() not in LINES:
        raise UsageError(
            "is no data to evaluate on", where=str(path), advice=f"give a folder, or {LINES[0]}"
        )
    yield from _in_lines(path)


def _in_folder(path: Path) -> Iterator[Case | Skipped]:
    if (path / ARTICLES).is_dir():
        yield _case(path)
        return
    folders = sorted(entry for entry in path.iterdir() if entry.is_dir())
    cases = [folder for folder in folders if (folder / ARTICLES).is_dir()]
    if not cases:
        yield Case(path.name or str(path), folder=path)
        return
    for folder in folders:
        skipped = Skipped(str(folder), f"has no folder {ARTICLES}")
        yield _case(folder) if folder in cases else skipped


def _case(folder: Path) -> Case | Skipped:
    references = []
    place = folder / REFERENCES
    for file in sorted(place.iterdir()) if place.is_dir() else ():
        if file.suffix.lower() in TEXTS and file.is_file() and not file.name.startswith("."):
            try:
                references.append(file.read_text(encoding="utf-8-sig"))
            except (OSError, UnicodeDecodeError) as error:
                return Skipped(str(file), f"cannot be read as UTF-8 ({type(error).__name__})")
    return Case(
        folder.name, folder=folder / ARTICLES, references=tuple(filter(str.strip, references))
    )


def _in_lines(path: Path) -> Iterator[Case | Skipped]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError((error.strerror or "cannot be read").lower(), where=str(path)) from None
    # Only these end a line: text may hold what `str.splitlines` takes for one.
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield _parsed(line, f"{path.stem} {number}", path.stem)
        except ValueError as error:
            yield Skipped(f"{path}:{number}", str(error))


def _parsed(line: bytes, name: str, stem: str) -> Case:
    """Return the case of one line; raises `ValueError` with what is wrong."""
    try:
        content = json.loads(line)
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8") from None
    except (json.JSONDecodeError, RecursionError) as error:
        place = f", character {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(f"is no JSON{place}") from None
    if not isinstance(content, dict):
        raise ValueError('is no object; write {"id": …, "docs": […], "refs": […]}')
    texts = _texts(content, "docs")
    references = () if content.get("refs") is None else _texts(content, "refs")
    if not texts:
        raise ValueError('"docs" is empty')
    number = content.get("id")
    name = name if number is None else f"{stem} {number}"
    return Case(name, texts=texts, references=tuple(filter(str.strip, references)))


def _texts(content: dict[str, object], key: str) -> tuple[str, ...]:
    value = content.get(key)
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        missing = f'"{key}" is missing' if value is None else f'"{key}" is no list of texts'
        raise ValueError(missing)
    return tuple(value)
