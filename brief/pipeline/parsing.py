"""Files → documents as their readers make them, over an executor where it pays.

A scheduled run, and the proof of its page, need what stands in a file before they know what else
was said of the article: `reading.prepared` does the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from brief import readers
from brief.model import Document, Skipped
from brief.pipeline import sending, workers
from brief.pipeline.last_resort import Broken, attempt
from brief.pipeline.workers import Spread


def parsed(items: Sequence[sending.Item], spread: Spread) -> Iterator[Document | Skipped | Broken]:
    """Yield what a reader makes of each item, in their order."""
    return workers.mapped(_parsed, items, spread.executor, spread.send)


def _parsed(items: Sequence[sending.Item]) -> list[Document | Skipped | Broken]:
    contents = [(path, sending.content_of(path, source)) for path, source in items]
    return [
        content
        if isinstance(content, Skipped)
        else attempt(partial(readers.read, path, content), path)
        for path, content in contents
    ]
