"""A written page → the page that its articles make with the settings in its signature."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from operator import attrgetter
from pathlib import Path, PurePath
from typing import TypeAlias

from brief import readers
from brief.errors import UsageError
from brief.formats import is_html
from brief.language.visible import visible
from brief.model import STDIN, Briefing, Document, Extracts, Reading, Skipped, written
from brief.pipeline import last_resort, workers
from brief.pipeline import record as records
from brief.pipeline.extracting import condense, render_extracts
from brief.pipeline.muting import muted
from brief.pipeline.pages import brief
from brief.pipeline.parsing import parsed
from brief.pipeline.quiet import quiet
from brief.pipeline.reading import articles_at, prepared, read_again, searched_of
from brief.pipeline.record import Record
from brief.pipeline.rendering import render
from brief.pipeline.workers import Spread
from brief.readers.within import Folder, text_of
from brief.settings.extract_options import ExtractConfig
from brief.settings.libraries import libraries
from brief.settings.page_options import Config
from brief.settings.signature import (
    MOST_SEARCHED,
    extracts_from_signature,
    from_signature,
    is_of_extracts,
)

#: The part of a signature that names the record of a scheduled page.
_RECORD = "record"
#: Bytes; a record has no texts but those of updated articles.
LARGEST_RECORD = 200_000_000
Made: TypeAlias = Briefing | Extracts


class NotAtHand(Exception):
    """What a page was made of is not at hand, or is another by now; the text says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remade:
    """The page that its articles make now."""

    made: Made
    text: str
    #: Whether the libraries are of the versions that made the page: others may make another.
    alike: bool = True
    #: Whether what was skipped is as it was: a record says it, and folders may change.
    whole: bool = False
    #: The words on it that stand in no article, each with what it is: `("title", "Our morning")`.
    given: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A written page, and where the files are that it names."""

    path: Path  #: Of the page itself.
    page: written.Page
    text: str  #: As it is written, with line feeds.
    folder: Folder
    stdin: bytes | None = None
    #: The file of each article, by the path that the page names; None where there is none.
    files: dict[str, Path | None] = field(default_factory=dict)

    @property
    def form(self) -> str:
        """The name of the page's format."""
        if is_html(self.text):
            return "html"
        return "json" if self.text.lstrip().startswith("{") else "markdown"

    def part(self, name: str) -> str:
        """Return a part of the page's signature, empty where it has none."""
        return written.signature_parts(self.page.signature).get(name, "")

    def is_at_hand(self, path: str) -> bool:
        """Return whether an article that the page lists can be read."""
        return self.stdin is not None if path == STDIN else self.article(path) is not None

    def article(self, path: str) -> Path | None:
        """Return the file of an article that the page lists."""
        if path not in self.files:
            self.files[path] = None if path == STDIN else self.folder.file(path)
        return self.files[path]


def remade(place: Place, executor: Executor | None = None) -> Remade:
    """Return the page as its articles make it; `executor` does what several processes can do.

    Raises:
        NotAtHand: it cannot be made again here.
        BriefError: its articles make no page, or its signature is none of ours.
    """
    from brief.model.version import __version__

    signature = place.page.signature
    version = place.part("v")
    if not version:
        raise UsageError("it has no signature")
    if version != __version__:
        raise NotAtHand(f"it was made by version {visible(version)}, not {__version__}")
    if not re.fullmatch("[0-9a-f]{8}", place.part(written.WITH)):
        raise UsageError("its signature does not say with which libraries it was made")
    sources = place.page.sources
    if len({source.path for source in sources}) < len(sources):
        raise UsageError("it lists an article twice")
    if is_of_extracts(signature):
        return _extracts(place, extracts_from_signature(signature), executor)
    return _page(place, config_of(place), executor)


def config_of(place: Place) -> Config:
    """Return how a page was made; raises `NotAtHand` where that is in a file that has changed."""
    return replace(
        from_signature(place.page.signature),
        format=place.form,
        since=_file(place, "since", "the earlier page"),
        weights=_file(place, "weights", "the file of weights"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Materials:
    """What a page was made of, as it is now."""

    reading: Reading
    #: What articles said before they were updated, by the SHA-256 of what they are now.
    versions: Mapping[str, str] = field(default_factory=dict)
    title: str = ""  #: The title that the page's record says was given.


def materials_of(place: Place, config: Config, executor: Executor | None = None) -> Materials:
    """Return what a page was made of, read again, from the files themselves and no cache.

    Raises `NotAtHand` where some of it is not at hand, or is another now.
    """
    if place.part(_RECORD):
        record = _record(place, executor)
        documents, languages = zip(*record.articles, strict=True) if record.articles else ((), ())
        folder = place.folder.page
        reading = prepared(documents, languages, folder=folder, executor=executor)
        reading = replace(reading, skipped=record.skipped)
        return Materials(reading=reading, versions=record.versions, title=record.title)
    sources = place.page.sources
    if not all(place.is_at_hand(source.path) for source in sources):
        raise NotAtHand("not all of its articles are at hand")
    files = [(source.path, place.article(source.path) or Path(STDIN)) for source in sources]
    reading = read_again(files, config, place.folder.page, stdin=place.stdin, executor=executor)
    digests = {document.path: document.sha256 for document in reading}
    if any(digests.get(source.path) != source.sha256 for source in sources):
        raise NotAtHand("its articles have changed since it was made")
    return Materials(reading=_with_skipped(place, reading, config, executor))


def _page(place: Place, config: Config, executor: Executor | None) -> Remade:
    materials = materials_of(place, config, executor)
    reading = materials.reading
    if reading.documents:
        made = brief(reading, config, versions=materials.versions, executor=executor)
    elif place.page.sources:
        raise UsageError("its articles make no page")
    else:
        made = quiet(config, reading.skipped)
    made = replace(made, signature=_as_signed(place, made.signature, config))
    given = [("title", config.title)] if config.title and config.title != materials.title else []
    given += [("topic", made.missed_topic)] if made.missed_topic else []
    whole = bool(place.part(_RECORD))
    return Remade(
        made=made,
        text=render(made, place.form, executor=executor),
        alike=place.part(written.WITH) == libraries(),
        whole=whole,
        given=tuple(given),
    )


def _extracts(place: Place, config: ExtractConfig, executor: Executor | None) -> Remade:
    made = condense(
        materials_of(place, config.of_page(), executor).reading,
        config.words,
        config.focus,
        config.language,
        page_language=config.page_language,
        executor=executor,
    )
    made = replace(made, signature=_with_libraries(place, made.signature))
    given = (("topic", made.missed_topic),) if made.missed_topic else ()
    alike = place.part(written.WITH) == libraries()
    return Remade(made=made, text=render_extracts(made, place.form), alike=alike, given=given)


def _file(place: Place, part: str, what: str) -> Path | None:
    """Return the file that a part of the signature names; None where there is no such part."""
    name = place.part(part)
    if not name:
        return None
    path = place.folder.file(name)
    if not path:
        raise NotAtHand(f"{what}, {visible(name)}, is not at hand")
    digest = place.part(f"{part}_sha")
    if not digest:
        raise UsageError(f"its signature names {what} without saying what is in it")
    if not readers.fingerprint(str(path)).startswith(digest):
        raise NotAtHand(f"{what}, {visible(name)}, has changed since")
    return path


def _as_signed(place: Place, signature: str, config: Config) -> str:
    """Return a signature with its paths as the page names them, and with its record."""
    names = {str(config.since): place.part("since"), str(config.weights): place.part("weights")}
    signed = written.with_paths(signature, lambda path: names.get(path, path))
    signed = _with_libraries(place, signed)
    if name := place.part(_RECORD):
        signed = records.signed(signed, name, place.part(f"{_RECORD}_sha"))
    return signed


def _with_libraries(place: Place, signature: str) -> str:
    """Return a signature with the digest of libraries that the page has."""
    digest = place.part(written.WITH)
    return signature.replace(f"|{written.WITH}:{libraries()}|", f"|{written.WITH}:{digest}|", 1)


def _record(place: Place, executor: Executor | None) -> Record:
    """Return the record of a scheduled page, with the articles' texts."""
    if not records.is_name(place.part(_RECORD), place.part(f"{_RECORD}_sha")):
        raise UsageError("its record is not where brief keeps records")
    path = _file(place, _RECORD, "its record")
    text = text_of(path, LARGEST_RECORD) if path else ""

    def article(name: str, digest: str) -> str:
        if name not in read:  # A record that somebody has changed may have more than the page.
            read.update(_texts(place, [name]))
        document = read.get(name)
        if document is None:
            raise NotAtHand("not all of its articles are at hand")
        if document.sha256 != digest:
            raise NotAtHand("its articles have changed since it was made")
        return document.text

    read = _texts(place, [source.path for source in place.page.sources], executor)
    try:
        record = records.read(text, article)
        for document, _ in record.articles:
            if not _is_kept(place, document.path):
                records.check(document, read[document.path])
        return record
    except ValueError as error:
        raise UsageError(f"its record is none that brief writes: {error}") from error


def _texts(
    place: Place, names: Iterable[str], executor: Executor | None = None
) -> dict[str, Document]:
    """Return the articles whose files can be read, by the names that the page has for them."""
    files = {name: str(file) for name in names if (file := place.article(name))}
    documents = parsed([(path, None) for path in files.values()], Spread(executor=executor))
    return {
        name: document
        for name, document in zip(files, documents, strict=True)
        if isinstance(document, Document)
    }


def _is_kept(place: Place, name: str) -> bool:
    """Return whether an article is kept beside its record: only its text is in its file then."""
    archive = os.path.realpath(place.folder.page / records.FOLDER)
    path = place.article(name)
    return path is not None and Path(os.path.realpath(path)).is_relative_to(archive)


def _with_skipped(
    place: Place, reading: Reading, config: Config, executor: Executor | None
) -> Reading:
    """Return what was read with what is skipped in the folders that the page names."""
    searched = place.part(written.SEARCHED)
    names = searched.split(written.BETWEEN_PATHS) if searched else []
    if len(names) > MOST_SEARCHED:
        raise UsageError("its signature names more folders than brief does")
    located = {name: place.folder.folder(name) or place.folder.file(name) for name in names}
    folders = {str(path): name for name, path in located.items() if path}
    files, passed_over = readers.find(folders)
    read = {os.path.realpath(path) for path in (*place.files.values(), place.path) if path}
    others = [path for path in files if os.path.realpath(path) not in read]
    items = [(path, None) for path in others if place.folder.holds(Path(path))]
    work = partial(articles_at, language=config.language, strict=False, ahead=False)
    articles = workers.mapped(work, items, executor)
    own = os.path.realpath(place.path)
    passed = (skip for skip in passed_over if os.path.realpath(skip.path) != own)
    left_out = (
        article if isinstance(article, Skipped) else muted(article, config.mute)
        for article in map(last_resort.settled, articles)
    )
    skipped = [*passed, *filter(None, left_out)]
    named = [replace(skip, path=_as_named(skip.path, folders)) for skip in skipped]
    by_path = sorted((*reading.skipped, *named), key=attrgetter("path"))
    return replace(reading, skipped=tuple(by_path), searched=searched_of(names, by_path))


def _as_named(path: str, folders: Mapping[str, str]) -> str:
    """Return the path of a file in one of `folders` with the folder's name instead."""
    parents = (path, *map(str, PurePath(path).parents))
    folder = next(parent for parent in parents if parent in folders)
    inner = path.removeprefix(folder).lstrip("/")
    return os.path.normpath(os.path.join(folders[folder], inner)).replace(os.sep, "/")
