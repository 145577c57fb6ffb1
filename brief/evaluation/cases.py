"""What is evaluated: sets of articles, with references or without.

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
    """A set of articles and what people have made of it."""

    #: With the name of its file before it, so that the cases of several files are told apart.
    id: str
    #: Texts, one an article …
    texts: tuple[str, ...] = ()
    #: … or the folder that they are in.
    folder: Path | None = None
    references: tuple[str, ...] = ()


def cases_in(path: Path) -> Iterator[Case | Skipped]:
    """Yield the cases of a file or folder in their order, and what is none with its reason.

    Raises `UsageError` where nothing of that name is there, or a file is no JSON Lines.
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
    folders = sorted(each for each in path.iterdir() if each.is_dir())
    cases = [each for each in folders if (each / ARTICLES).is_dir()]
    if not cases:
        yield Case(path.name or str(path), folder=path)
        return
    for each in folders:
        yield _case(each) if each in cases else Skipped(str(each), f"has no folder {ARTICLES}")


def _case(folder: Path) -> Case | Skipped:
    references = []
    found = folder / REFERENCES
    for file in sorted(found.iterdir()) if found.is_dir() else ():
        if file.suffix.lower() in TEXTS and file.is_file() and not file.name.startswith("."):
            try:
                references.append(file.read_text(encoding="utf-8-sig"))
            except (OSError, UnicodeDecodeError) as error:
                return Skipped(str(file), f"cannot be read as UTF-8 ({type(error).__name__})")
    told = tuple(text for text in references if text.strip())
    return Case(folder.name, folder=folder / ARTICLES, references=told)


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
        found = json.loads(line)
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8") from None
    except (json.JSONDecodeError, RecursionError) as error:
        place = f", character {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise ValueError(f"is no JSON{place}") from None
    if not isinstance(found, dict):
        raise ValueError('is no object; write {"id": …, "docs": […], "refs": […]}')
    texts, references = _texts(found, "docs"), _texts(found, "refs", needed=False)
    if not texts:
        raise ValueError('"docs" is empty')
    number = found.get("id")
    told = tuple(text for text in references if text.strip())
    return Case(f"{stem} {number}" if number is not None else name, texts, None, told)


def _texts(found: dict[str, object], name: str, *, needed: bool = True) -> tuple[str, ...]:
    value = found.get(name)
    if value is None and not needed:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        missing = f'"{name}" is missing' if value is None else f'"{name}" is no list of texts'
        raise ValueError(missing)
    return tuple(value)
