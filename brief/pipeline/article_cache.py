"""What was made of each article of a large set, kept for the next time that the same file is read.

It saves time, and proves nothing: `proven` reads the files of a page's articles again before the
page is written, `verify` never asks it, and what is skipped is found out anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path, PurePath
from typing import TypeAlias

import brief
from brief import readers
from brief.errors import BrokenStage, NothingToBrief, ProvenanceError
from brief.memory.article_store import MOST, ArticleStore
from brief.model import STDIN, Briefing, Document, Reading, Skipped
from brief.model.version import __version__
from brief.pipeline import workers
from brief.pipeline.last_resort import Broken
from brief.pipeline.packing import packed, unpacked
from brief.pipeline.sending import Item, Source
from brief.settings.libraries import libraries

Article: TypeAlias = Document | Skipped | Broken

#: Articles that are written at a time: so many at most are lost to a kill.
BATCH = 256
#: Names of files that change nothing that is made of an article.
_COMPILED = {".pyc", ".pyo"}


class ArticleCache(ArticleStore):
    """The articles that were read before, by what decides on what is made of a file."""

    #: Makes the reading again without the cache; set by who reads with it.
    again: Callable[[], Reading]
    #: How an article is read.
    _work: workers.Work[Item, Article]

    def __init__(self, path: Path, now: datetime, most: int = MOST) -> None:
        """Take what the store takes."""
        super().__init__(path, now, most)
        self._given: dict[str, Document] = {}  #: By path what came from the cache.
        self._fresh: dict[str, bytes] = {}  #: What is to be kept.

    def __exit__(self, *exception: object) -> None:
        self._keep_fresh()  # An interrupt loses nothing that is made.
        super().__exit__(*exception)

    def _keep_fresh(self) -> None:
        self.put(self._fresh)
        self._fresh = {}

    def articles(
        self,
        items: Sequence[Item],
        work: workers.Work[Item, Article],
        language: str | None,
        executor: Executor | None,
    ) -> Iterator[Article]:
        """Yield what `work` makes of each item, in their order, of files from the cache if there.

        `language` is the one that `work` takes every article for.
        """
        self._work = work
        keys = {path: key for path, source in items if (key := _key_of(path, source, language))}
        self._given = self._found(keys)
        left = [item for item in items if item[0] not in self._given]
        made = workers.mapped(partial(_and_packed, work=work), left, executor)
        for path, _ in items:
            if path in self._given:
                yield self._given[path]
                continue
            article, body = next(made)
            if body and path in keys and isinstance(article, Document):
                # What was read, which may not be what lay there when it was looked up.
                self._fresh[_key(path, article.sha256, language)] = body
            if len(self._fresh) >= BATCH:
                self._keep_fresh()
            yield article

    def _found(self, keys: Mapping[str, tuple[str, str]]) -> dict[str, Document]:
        """Return the articles that are kept, by path; `keys` has the key and SHA-256 of each."""
        wanted, kept = [*keys.items()], dict[str, Document]()
        for start in range(0, len(wanted), BATCH):
            some = wanted[start : start + BATCH]
            bodies = self.get([key for _, (key, _) in some])
            for path, (key, digest) in some:
                if key in bodies and (document := unpacked(bodies[key], path, digest)):
                    kept[path] = document
        return kept

    def proven(self, make: Callable[[Reading], Briefing], reading: Reading) -> Briefing:
        """Return the page that `make` makes of a reading, or of the files where the cache is wrong.

        Raises what `make` does.
        """
        try:
            briefing = make(reading)
        except (BrokenStage, NothingToBrief, ProvenanceError):
            if not self._given:
                raise
        else:
            if self.confirmed(briefing):
                return briefing
        return make(self.again())

    def confirmed(self, briefing: Briefing) -> bool:
        """Return whether the files of the articles on a page say what the cache has said of them.

        Where one does not, the page is to be made `again`; where the file is the same, the cache
        is wrong, and is emptied.  An article that broke a stage may be none.
        """
        if self._given and any(skip.broke for skip in briefing.skipped):
            return False
        shown = _shown(briefing)
        for document in briefing.documents:
            kept = self._given.get(document.path) if document.id in shown else None
            if kept is None:
                continue
            fresh = self._work([(document.path, None)])[0]
            if not (isinstance(fresh, Document) and _same(fresh, kept)):
                if readers.fingerprint(document.path) == kept.sha256:
                    self.clear()
                return False
        return True


def _shown(briefing: Briefing) -> set[int]:
    """Return the ids of the articles that a page has words of, or names for what a line says."""
    named = (
        story.title_document
        for story in briefing.stories
        if story.in_brief or story.named or story.unchanged
    )
    titles = {briefing.title_document, *named}
    tellers = {place.document for line in briefing.shown() for place in line.places()}
    return titles | tellers | {*briefing.on_page()}


def _and_packed(
    items: Sequence[Item], work: workers.Work[Item, Article]
) -> list[tuple[Article, bytes | None]]:
    articles = work(items)
    return [
        (article, packed(article) if isinstance(article, Document) else None)
        for article in articles
    ]


def _same(fresh: Document, kept: Document) -> bool:
    return (fresh, fresh.prepared) == (kept, kept.prepared)


def _key_of(path: str, source: Source, language: str | None) -> tuple[str, str] | None:
    """Return the key and the SHA-256 of a file; None for what is none, or cannot be read.

    What a pipe holds can be read once.
    """
    try:
        if source is not None or path == STDIN or not Path(path).is_file():
            return None
    except (OSError, ValueError):
        return None
    digest = readers.fingerprint(path)
    return (_key(path, digest, language), digest) if digest else None


def _key(path: str, digest: str, language: str | None) -> str:
    """Return what decides on an article: content, name (its type, its day), language, program."""
    parts = (digest, PurePath(path).name, language or "", _program())
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


@cache
def _program() -> str:
    """Return a digest of the program, its data and its libraries: an edit of it makes new keys."""
    folder = Path(brief.__file__).parent
    digest = sha256(f"{__version__} {libraries()}".encode())
    for file in sorted(folder.rglob("*")):
        if file.suffix not in _COMPILED and file.is_file():
            content = file.read_bytes()
            digest.update(f"{file.relative_to(folder)} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()
