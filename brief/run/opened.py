"""Articles read: files and fetched pages, over an executor where it pays, and which a source wants.

What its sources say of an article is added by who asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeAlias

from brief import readers
from brief.language.plain import compared
from brief.model import Document, Skipped
from brief.pipeline import last_resort, parsing, workers
from brief.pipeline.last_resort import Broken, attempt
from brief.pipeline.workers import Spread
from brief.run.source_article import Read, SourceArticle
from brief.web.fetched import Fetched
from brief.web.secrecy import Secrets

#: A page that was fetched, and what is secret of its source.
_Page: TypeAlias = tuple[Fetched, Secrets]


def files_read(
    articles: Sequence[SourceArticle], spread: Spread
) -> Iterator[SourceArticle | Skipped]:
    """Yield the articles of files with their documents, or why one has none."""
    results = parsing.parsed([(article.file, None) for article in articles], spread)
    for article, result in zip(articles, results, strict=True):
        document = _settled(article, result, article.label)
        yield document if isinstance(document, Skipped) else replace(article, document=document)


def messages_read(
    articles: Sequence[tuple[SourceArticle, Read]], spread: Spread
) -> Iterator[Document | Skipped | OSError]:
    """Yield each message of a mailbox, or why it cannot be had; other machines have no mailbox."""
    executor = None if spread.send else spread.executor
    results = workers.mapped(_read_each, [read for _, read in articles], executor)
    for (article, _), result in zip(articles, results, strict=True):
        yield result if isinstance(result, OSError) else _settled(article, result, article.label)


def _read_each(reads: Sequence[Read]) -> list[Document | Skipped | Broken | OSError]:
    results: list[Document | Skipped | Broken | OSError] = []
    for read in reads:
        try:
            results.append(attempt(read, "message", expected=(OSError,)))
        except OSError as error:  # Just moved, say.
            results.append(error)
    return results


def pages_read(
    pages: Sequence[tuple[SourceArticle, Fetched]], spread: Spread
) -> Iterator[Document | Skipped]:
    """Yield the article on each page that was fetched, or why there is none."""
    items = [(answer, article.secrets) for article, answer in pages]
    results = workers.mapped(_texts_of, items, spread.executor, _scrubbed)
    for (article, answer), result in zip(pages, results, strict=True):
        read = result if isinstance(result, Broken) else _named(answer, result)
        yield _settled(article, read, article.shown)


def _settled(
    article: SourceArticle, read: Document | Skipped | Broken, label: str
) -> Document | Skipped:
    """Return what was read of an article; a bug is skipped under its `label`."""
    read = replace(read, what=label) if isinstance(read, Broken) else read
    return article.without_secrets(last_resort.settled(read))


def fetched_document(answer: Fetched, secrets: Secrets) -> Document | Skipped:
    """Return the article on a page that was fetched, its path and address those of the page.

    It is without what is `secrets` of its source, but for its own addresses.
    """
    return _named(answer, _text_of(answer, secrets))


def _text_of(answer: Fetched, secrets: Secrets) -> Document | Skipped:
    kind = ".html" if "html" in answer.content_type or not answer.content_type else ".txt"
    body = secrets.without_bytes(answer.body)
    return readers.read(f"page{kind}", body, charset=answer.charset)


def _texts_of(pages: Sequence[_Page]) -> list[Document | Skipped | Broken]:
    return [attempt(partial(_text_of, *page), "page") for page in pages]


def _scrubbed(page: _Page) -> tuple[_Page, int]:
    """Return what an executor gets of a page, without anything secret, and the bytes of that."""
    answer, secrets = page
    body = secrets.without_bytes(answer.body)
    sent = replace(answer, address="", final="", moved="", body=body)
    return (sent, Secrets()), len(body)


def _named(answer: Fetched, read: Document | Skipped) -> Document | Skipped:
    if isinstance(read, Skipped):
        return Skipped(answer.address, read.reason)
    return replace(read, path=answer.address, url=read.url or answer.final)


def wanted(
    articles: Iterable[SourceArticle | Skipped],
) -> tuple[list[SourceArticle], list[Skipped]]:
    """Return those articles that their source wants, the newest first, and those skipped."""
    skipped: list[Skipped] = []
    read: list[SourceArticle] = []
    for article in articles:
        if isinstance(article, Skipped):
            skipped.append(article)
        elif is_wanted(article):
            read.append(article)
    return newest_first(read), skipped


def read_now(article: SourceArticle, read: Read) -> Document | Skipped:
    """Read an article with its `read`; a bug that it leads to is `Skipped`.

    Raises `OSError` where it is no longer there.
    """
    result = last_resort.settled(attempt(read, article.label, expected=(OSError,)))
    return article.without_secrets(result)


def is_wanted(article: SourceArticle) -> bool:
    """Return whether the words `include` and `exclude` of its source admit an article.

    Of one that is not read yet, only the title is looked at, and only for `exclude`.
    """
    source, document = article.source, article.document
    if not (source.include or source.exclude):
        return True
    text = compared(f"{article.title}\n{document.text if document else ''}")
    if any(compared(word) in text for word in source.exclude):
        return False
    wanted = any(compared(word) in text for word in source.include)
    return wanted or not source.include or document is None


def newest_first(articles: Iterable[SourceArticle]) -> list[SourceArticle]:
    """Return articles with the newest first; those without a date come last, in their order."""

    def day(article: SourceArticle) -> date:
        return article.date or (article.document and article.document.date) or date.min

    return sorted(articles, key=lambda article: -day(article).toordinal())
