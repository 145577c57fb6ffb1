"""Sources → the documents of a set: what happens to one article, then what needs all of them.

What happens to one article is one pure function of it, so that any `concurrent.futures` executor
may run it; what happens to the set follows in one process.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from brief import readers
from brief.clean import label, published
from brief.formats import TAIL, ends_page
from brief.language import detection
from brief.model import STDIN, Document, Reading, Skipped
from brief.settings.page_options import Config

#: An article with fewer words of prose has nothing to choose from.
LEAST_PROSE = 20
#: How a page of ours ends, whatever its name: in Markdown, and as text.
_PAGE_END = re.compile(r"\n\[page\]: #sha256=.{0,150}\Z|\nbrief\|v:[^ ]*\Z", re.DOTALL)

Progress = Callable[[int, int], None]


def read(
    paths: Iterable[str | Path],
    config: Config | None = None,
    *,
    stdin: bytes | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read files, folders and `-`; return the articles in the order of the page.

    That order is by date, undated ones last, then by path: it does not depend on the order of
    `paths`.  What cannot be used is in `Reading.skipped` with its reason.  `progress` is called
    with the number of articles read and their total; `executor` runs the per-article stage.
    Raises `UsageError` for a path that does not exist.
    """
    config = config or Config()
    found, passed_over = readers.find(paths)
    found = tuple(path for path in found if not _is_page(path, config.output))
    prepare = partial(_prepared, stdin=stdin, language_code=config.language)
    results = executor.map(prepare, found) if executor else map(prepare, found)
    documents: list[Document] = []
    skipped = [one for one in passed_over if not _is_page(one.path, config.output)]
    for done, result in enumerate(results, 1):
        match result:
            case Document():
                documents.append(result)
            case Skipped():
                skipped.append(result)
        if progress:
            progress(done, len(found))
    return Reading(collate(documents), tuple(sorted(skipped, key=lambda one: one.path)))


def _is_page(path: str, output: Path | None) -> bool:
    """Return whether `path` is where the page goes, and holds a page: that is no article."""
    try:
        if output is None or not Path(path).samefile(output):
            return False
        with output.open("rb") as file:
            file.seek(max(output.stat().st_size - TAIL, 0))
            return ends_page(file.read())
    except (OSError, ValueError):  # a path may be one that no file system has
        return False


def _prepared(path: str, *, stdin: bytes | None, language_code: str | None) -> Document | Skipped:
    """Everything that one article needs by itself; pure but for reading the file."""
    result = readers.read(path, stdin if path == STDIN else None)
    if isinstance(result, Skipped):
        return result
    if _PAGE_END.search(result.text[-TAIL:]):
        return Skipped(path, "a page that brief wrote; keep pages out of the articles' folder")
    return _labelled(result, language_code)


def _labelled(document: Document, language_code: str | None) -> Document | Skipped:
    code = language_code or document.language or detection.detect(document.text)
    document = label.label(replace(document, language=code))
    prose = sum(len(document.text[b.start : b.end].split()) for b in document.prose())
    if prose < LEAST_PROSE:
        return Skipped(
            document.path, f"too little prose ({prose} words); an article has {LEAST_PROSE} or more"
        )
    return replace(document, date=document.date or published.publication_date(document))


def prepared(documents: Iterable[Document]) -> Reading:
    """Return articles that were read elsewhere (feeds, mail) as `read` does those of files.

    A language that they have is kept.
    """
    results = [_labelled(one, None) for one in documents]
    skipped = [one for one in results if isinstance(one, Skipped)]
    kept = [one for one in results if isinstance(one, Document)]
    return Reading(collate(kept), tuple(sorted(skipped, key=lambda one: one.path)))


def collate(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Return the documents of a set in the order of the page, numbered from 1.

    Lines that recur across the set are labelled as boilerplate, which no article shows alone.
    """
    ordered = sorted(documents, key=lambda one: (one.date or date.max, one.path))
    numbered = [replace(one, id=number) for number, one in enumerate(ordered, 1)]
    return label.label_repeated(numbered)
