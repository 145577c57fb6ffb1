"""Sources → the documents of a set: what happens to one article, then what needs all of them.

What happens to one article is one pure function of it, so that any `concurrent.futures` executor
may run it; what happens to the set follows in one process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain, repeat
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import TypeAlias

from brief import readers
from brief.clean import label, outlet, published
from brief.compare.about import about
from brief.formats import TAIL, is_page
from brief.language import detection
from brief.language.phrases import phrases
from brief.language.visible import count_words
from brief.model import STDIN, Document, Prepared, Reading, Skipped
from brief.pipeline import last_resort, sending, workers
from brief.pipeline.article_cache import ArticleCache
from brief.pipeline.last_resort import Broken, LastResort
from brief.pipeline.muting import without_muted
from brief.readers.paths import tail_of
from brief.readers.text import MOST_BLOCKS, TOO_MANY
from brief.settings.page_options import Config
from brief.split.sentences import segment

#: An article with fewer words of prose has nothing to choose from.
LEAST_PROSE = 20

Progress = Callable[[int, int], None]
#: An article that was read, and the language that the user has given for it.
_Given: TypeAlias = tuple[Document, str | None]


def read(
    paths: Iterable[str | Path],
    config: Config | None = None,
    *,
    stdin: bytes | None = None,
    fetched: Mapping[str, bytes] = MappingProxyType({}),
    executor: Executor | None = None,
    send: workers.Send[sending.Item] | None = None,
    progress: Progress | None = None,
    cache: ArticleCache | None = None,
) -> Reading:
    """Read files, folders and `-`; return the articles in the order of the set.

    That order is by date, undated ones last, then by path: it does not depend on the order of
    `paths`.  What cannot be used is in `Reading.skipped` with its reason.  `stdin` is what `-`
    holds, and `fetched` what was fetched, by its address.  `progress` is called with the number of
    articles read and their total.

    `executor` runs the per-article stage; the result is the same.  `send`, one of the module
    `sending`, says what an executor on other machines gets of a file.  From `workers.MANY` articles
    on, `cache` has what was read before: `cache.proven` makes the page of them.

    An article that breaks a stage is skipped with `Skipped.broke`.  Raises `UsageError` for a path
    that does not exist, `BrokenStage` for such an article where `config.strict`.
    """
    config = config or Config()
    paths = [paths] if isinstance(paths, str | Path) else list(paths)
    files, passed_over = readers.find(paths)
    files = tuple(path for path in files if not _is_output(path, config.output))
    strict = config.strict
    files = (*files, *fetched)
    items: list[sending.Item] = [
        (path, stdin if path == STDIN else fetched.get(path)) for path in files
    ]
    articles: list[Document | Skipped] = []
    cache = cache if len(items) >= workers.MANY else None
    ahead = cache is not None or workers.pays(executor, len(items))
    work = partial(articles_at, language=config.language, strict=strict, ahead=ahead)
    results = workers.mapped(work, items, executor, send)
    if cache:
        cache.again = partial(read, paths, config, stdin=stdin, fetched=fetched, executor=executor)
        results = cache.articles(items, work, config.language, executor)
    for result in results:
        articles.append(last_resort.settled(result))
        if progress:
            progress(len(articles), len(files))
    passed = (skipped for skipped in passed_over if not _is_output(skipped.path, config.output))
    reading = _collected(*passed, *articles, strict=strict, mute=config.mute)
    return replace(reading, searched=searched_of(paths, reading.skipped))


def articles_at(
    items: Iterable[sending.Item], *, language: str | None, strict: bool, ahead: bool
) -> list[Document | Skipped | Broken]:
    """Read articles, each with its path and, where it is not to be read there, its content.

    `ahead` of the page what follows from each alone is worked out, too.

    Raises:
        NotShared: a file is not the one that was sent for.
        BrokenStage: an article breaks a stage, where `strict`.
    """
    contents = [(path, sending.content_of(path, source)) for path, source in items]
    articles = [
        content
        if isinstance(content, Skipped)
        else article_at(path, content, language=language, strict=strict)
        for path, content in contents
    ]
    return [_with_ahead(article, strict=strict) if ahead else article for article in articles]


def _with_ahead(
    article: Document | Skipped | Broken, *, strict: bool
) -> Document | Skipped | Broken:
    if not isinstance(article, Document):
        return article
    return last_resort.attempt(partial(_ahead, article), article.path, strict=strict)


def _ahead(document: Document) -> Document:
    sentences = segment(document)
    subject = about(document, sentences)
    prepared = Prepared(
        blocks=document.blocks,
        title=document.title,
        sentences=tuple((each.start, each.end, each.paragraph) for each in sentences),
        terms=subject.terms,
        opening=subject.opening,
    )
    return replace(document, prepared=prepared)


def read_again(
    files: Iterable[tuple[str, Path]],
    config: Config,
    folder: Path,
    *,
    stdin: bytes | None = None,
    executor: Executor | None = None,
) -> Reading:
    """Return the articles of a page that was made before, each under the path that the page names.

    `files` has that path of each article and where its file lies now; standard input has none.
    `folder` is that of the page, from which its paths lead.  `executor` is that of `read`; it runs
    where the files are.
    """
    names, items = [], list[sending.Item]()
    for name, path in files:
        names.append(name)
        items.append((STDIN, stdin) if name == STDIN else (str(path), None))
    ahead = workers.pays(executor, len(items))
    work = partial(articles_at, language=config.language, strict=False, ahead=ahead)
    articles = (
        replace(last_resort.settled(article), path=name)
        for name, article in zip(names, workers.mapped(work, items, executor), strict=True)
    )
    return _collected(*articles, strict=False, folder=folder)


def searched_of(paths: Iterable[str | Path], skipped: Iterable[Skipped]) -> tuple[str, ...]:
    """Return the paths, of those that were given, at or below which something was skipped."""
    left_out = [PurePath(skip.path) for skip in skipped if skip.file]
    around = {part.as_posix() for path in left_out for part in (path, *path.parents)}
    given = {PurePath(path).as_posix() for path in paths}
    return tuple(sorted(given & around - {STDIN}))


def prepared(
    documents: Iterable[Document],
    languages: Iterable[str | None] = (),
    *,
    strict: bool = False,
    folder: Path | None = None,
    mute: Sequence[str] = (),
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Return articles that were read elsewhere (feeds, mail) as `read` does those of files.

    `languages` are those that the user has given for each, in the same order; None for none.
    Relative paths lead from `folder`, None the current one.  `mute` is that of a `Config`,
    `executor` and `progress` are those of `read`.
    """
    items = list(zip(documents, chain(languages, repeat(None)), strict=False))
    work = partial(_prepared_each, strict=strict, ahead=workers.pays(executor, len(items)))
    articles: list[Document | Skipped] = []
    for result in workers.mapped(work, items, executor, _weighed):
        articles.append(last_resort.settled(result))
        if progress:
            progress(len(articles), len(items))
    return _collected(*articles, strict=strict, folder=folder, mute=mute)


def _weighed(item: _Given) -> tuple[_Given, int]:
    return item, len(item[0].text)


def _prepared_each(
    items: Iterable[_Given], *, strict: bool, ahead: bool
) -> list[Document | Skipped | Broken]:
    articles = [
        last_resort.attempt(
            partial(article_of, document, language=code), document.path, strict=strict
        )
        for document, code in items
    ]
    return [_with_ahead(article, strict=strict) if ahead else article for article in articles]


def collate(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Return the documents of a set in its order, numbered from 1.

    Lines that recur across the set are labelled as boilerplate, and outlets that only the set shows
    are named: no article shows either alone.
    """
    return label.label_repeated(outlet.label_shared(_numbered(documents)))


def _numbered(documents: Iterable[Document], folder: Path | None = None) -> tuple[Document, ...]:
    """Return documents in their order, which is the same seen from whatever `folder`."""
    here = os.path.realpath(folder or ".")

    def place(document: Document) -> tuple[date, str]:
        path = document.path
        if path != STDIN and "://" not in path:  # In no folder.
            path = os.path.normpath(os.path.join(here, path))
        return document.date or date.max, path

    ordered = sorted(documents, key=place)
    return tuple(replace(document, id=number) for number, document in enumerate(ordered, 1))


def article_of(
    source: Document | str | bytes | None,
    path: str = "",
    language: str | None = None,
    *,
    least_prose: int = LEAST_PROSE,
    allow_page: bool = True,
) -> Document | Skipped:
    """Return one article with its language, labelled blocks, title and date, or why it is none.

    `source` is what a reader of feeds or mail made, or the content of the file `path`; None reads
    that file.  The language is `language`, or what the article states unless its words clearly tell
    another, or what they look like.  An article of fewer than `least_prose` words of prose is
    skipped, and so are one of more than `MOST_BLOCKS` blocks, one in a language that is not read
    yet, unless `least_prose` is 0, and a page that we have written, unless `allow_page`.
    """
    if isinstance(source, str):
        source = source.encode("utf-8", "replace")
    document = source if isinstance(source, Document) else readers.read(path, source)
    if isinstance(document, Skipped):
        return document
    if not allow_page and _is_page(document, path, source):
        reason = "a page that brief wrote; keep pages out of the articles' folder"
        return Skipped(document.path, reason)
    if len(document.blocks) > MOST_BLOCKS:
        return Skipped(document.path, f"{TOO_MANY}; save the article by itself")
    code = language or detection.language_of(_prose_of(document), document.language)
    document = label.label(replace(document, language=code))
    if least_prose and (reason := _unusable(document, least_prose)):
        return Skipped(document.path, reason)
    return replace(document, date=published.publication_date(document))


def _is_page(document: Document, path: str, source: Document | bytes | None) -> bool:
    """Return whether an article is a page of ours; of one as HTML only the file tells."""
    if is_page(document.text, unchanged=True):
        return True
    if isinstance(source, Document) or (not source and path == STDIN):
        return False
    tail = (
        tail_of(Path(path), TAIL) if source is None else source[-TAIL:].decode("utf-8", "replace")
    )
    return is_page(tail, unchanged=True)


def _prose_of(document: Document) -> str:
    """Return the paragraphs, or the whole text where there are none."""
    paragraphs = (document.text[block.start : block.end] for block in document.prose())
    return "\n".join(paragraphs) or document.text


def _unusable(document: Document, least_prose: int) -> str:
    """Return why sentences of an article cannot be chosen from, "" where they can."""
    text = _prose_of(document)
    if name := detection.unread(text):
        return f"written in {name}, which brief does not read yet"
    prose = len(text.split()) if any(document.prose()) else 0
    if prose >= least_prose:
        return ""
    words, count = count_words(document.text), phrases("en").count
    of_all = f"{prose or 'none'} of its {count(words, 'word')}"
    counts = of_all if prose < words else count(prose, "word")
    return f"too little prose ({counts}); an article has {least_prose} words of it or more"


def article_at(
    path: str, source: bytes | None = None, *, language: str | None, strict: bool
) -> Document | Skipped | Broken:
    """Read the article in `source`, or else in the file at `path`."""
    work = partial(article_of, source, path, language, allow_page=False)
    return last_resort.attempt(work, path, strict=strict)


def _collected(
    *articles: Document | Skipped,
    strict: bool,
    folder: Path | None = None,
    mute: Sequence[str] = (),
) -> Reading:
    resort = LastResort(strict)
    read = (article for article in articles if isinstance(article, Document))
    numbered = _numbered(read, folder)
    shared = resort.around("outlets", lambda: outlet.label_shared(numbered), numbered)
    skipped = tuple(article for article in articles if isinstance(article, Skipped))
    # What is muted is no part of the set: a page that is made again has only what is.
    heard = without_muted(Reading(shared, skipped), mute)
    documents = heard.documents
    labelled = resort.around("repeated lines", lambda: label.label_repeated(documents), documents)
    by_path = sorted((*heard.skipped, *resort.fired), key=lambda article: article.path)
    return Reading(labelled, tuple(by_path))


def _is_output(path: str, output: Path | None) -> bool:
    """Return whether `path` is where the page goes, and holds a page: that is no article."""
    try:
        return output is not None and Path(path).samefile(output) and is_page(tail_of(output, TAIL))
    except (OSError, ValueError):  # a path may be one that no file system has
        return False
