"""Sift what was gathered: no article twice, and none that an earlier period had.

An article is known by its key, whoever has it.  Two feeds word the same article differently, and so
each source has a version of it: an update is a source that changes its own.  A page that was
fetched says itself under which address it wants to be known (`rel=canonical`, RFC 6596), and is a
version of the article there: the same page under two addresses is briefed once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain, compress, islice
from urllib.parse import urlsplit

from brief.language.plain import plain
from brief.memory.state import State
from brief.memory.tables import PAGE, REFUSED, Article, Novelty
from brief.model import Skipped
from brief.model.progress import READING, Progress, silent, stepping
from brief.pipeline.workers import HERE, Spread
from brief.run.collecting import FILES, Gathered, site_of
from brief.run.obtaining import failing_keys
from brief.run.opened import files_read, wanted
from brief.run.source_article import SourceArticle
from brief.settings.run_options import MOST_OF_RUN, MOST_OF_SOURCE, Settings
from brief.web.addresses import canonical
from brief.web.same_page import page_key
from brief.web.secrecy import article_key

#: What is news.
FRESH = (Novelty.NEW, Novelty.UPDATED)
#: The key of an article and that of the source that has it.
Version = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sifted:
    """The articles that are news to a briefing, and what is to be noted of the others."""

    #: Of the weightier sources first, as many as one run takes.
    news: tuple[SourceArticle, ...]
    #: How many are new, those beyond the limit of a run included.
    count: int
    #: Every version that stands in a source now; of one that it has twice, the first.
    versions: Mapping[Version, SourceArticle]
    novelty: Mapping[Version, Novelty]
    #: Further versions of the news that are news to their sources, by their keys.
    others: Mapping[str, Sequence[SourceArticle]]
    #: Files among the news that cannot be read.
    skipped: tuple[Skipped, ...]
    #: Each source with the keys of what is new, and how many were seen and skipped.
    parts: Sequence[tuple[Gathered, Sequence[str], int, int]]


def sift(
    gathered: Sequence[Gathered],
    state: State,
    settings: Settings,
    period: str,
    *,
    everything: bool,
    pages: int = 1,
    progress: Progress = silent,
    spread: Spread = HERE,
) -> Sifted:
    """Return what no run of an earlier period has had, each article once.

    `everything` takes what was had as well.  Where all but the last of several `pages` were missed,
    limits are as many times as high: what they leave over stands on a page of other days.
    `spread` reads files, and `progress` is told how many are read.
    """
    versions, failing = _versions(gathered), failing_keys(state, settings.name)
    novelty = _novelty_of(versions, state, settings.name, period)
    news: list[SourceArticle] = []
    taken: set[str] = set()
    others: dict[str, list[SourceArticle]] = {}
    skipped: list[Skipped] = []
    parts: list[tuple[Gathered, list[str], int, int]] = []
    new = {version for version, kind in novelty.items() if everything or kind in FRESH}
    for part, fresh, seen, unreadable in _looked_at(gathered, novelty, new, progress, spread):
        skipped += unreadable
        # The limit counts what is new: of a long list, what is left over is for the next run.
        left: dict[str, SourceArticle] = {}
        for article in fresh:
            others.setdefault(article.key, []).append(article)
            if article.key not in taken:
                left.setdefault(article.key, article)
        most = min(part.source.limit * pages, MOST_OF_SOURCE)
        keys = sorted(left, key=failing.__contains__)[:most]
        taken.update(keys)
        news += [left[key] for key in keys]
        parts.append((part, keys, seen, len(part.skipped) + len(unreadable)))
    ordered = sorted(news, key=lambda article: -article.source.weight)
    first = ordered[: min(settings.limit * pages, MOST_OF_RUN)]
    return Sifted(
        news=tuple(first),
        count=len(news),
        versions=versions,
        novelty=novelty,
        others=_further(first, others),
        skipped=tuple(skipped),
        parts=tuple(parts),
    )


def _further(
    articles: Sequence[SourceArticle], versions: Mapping[str, Sequence[SourceArticle]]
) -> dict[str, list[SourceArticle]]:
    """Return the versions of each article that other sources have."""
    return {
        article.key: [
            version for version in versions[article.key] if version.source is not article.source
        ]
        for article in articles
    }


def _looked_at(
    gathered: Sequence[Gathered],
    novelty: Mapping[Version, Novelty],
    new: Collection[Version],
    progress: Progress,
    spread: Spread,
) -> Iterator[tuple[Gathered, list[SourceArticle], int, list[Skipped]]]:
    """Yield each source with what is new in it, how much is not, and the files that are unreadable.

    Files are read: only a file itself says of which day it is.
    """
    news = [_fresh(part, novelty, new) for part in gathered]
    of_files = [part.source.kind in FILES for part in gathered]
    in_files = list(chain.from_iterable(compress(news, of_files)))
    files = stepping(files_read(in_files, spread), READING, len(in_files), progress)
    for part, fresh, is_files in zip(gathered, news, of_files, strict=True):
        seen = len(part.articles) - len(fresh)
        unreadable: list[Skipped] = []
        if is_files:
            fresh, unreadable = wanted(islice(files, len(fresh)))
        yield part, fresh, seen, unreadable


def _fresh(
    part: Gathered, novelty: Mapping[Version, Novelty], new: Collection[Version]
) -> list[SourceArticle]:
    """Return the articles of a source of which `new` has the version."""
    versions = ((article, (article.key, part.source.key)) for article in part.articles)
    return [
        replace(article, updated=novelty[version] is Novelty.UPDATED)
        for article, version in versions
        if version in new
    ]


def _novelty_of(
    versions: Mapping[Version, SourceArticle], state: State, name: str, period: str
) -> dict[Version, Novelty]:
    """Return whether each version is news.

    What version 0.1 knew under another key counts as seen elsewhere: it is no news, and is
    remembered under the key that it has now.
    """
    digests = {version: article.digest for version, article in versions.items()}
    novelty = state.unseen(name, digests, period=period)
    former = {
        version: (article.former, article.source.key)
        for version, article in versions.items()
        if article.former and article.former != article.key
    }
    earlier = state.unseen(name, dict.fromkeys(former.values(), ""), period=period)
    known = {version for version, other in former.items() if earlier[other] is not Novelty.NEW}
    return {
        version: Novelty.ELSEWHERE if kind is Novelty.NEW and version in known else kind
        for version, kind in novelty.items()
    }


def _versions(gathered: Sequence[Gathered]) -> dict[Version, SourceArticle]:
    versions: dict[Version, SourceArticle] = {}
    for part in gathered:
        for article in part.articles:
            versions.setdefault((article.key, part.source.key), article)
    return versions


def without_repeats(
    articles: Sequence[SourceArticle], state: State, name: str, period: str, *, everything: bool
) -> list[SourceArticle]:
    """Return the articles whose text no earlier period had, from wherever; each page once."""
    texts = {(_text_key(article), PAGE): "" for article in articles}
    novelty = {} if everything else state.unseen(name, texts, period=period)
    kept: list[SourceArticle] = []
    pages: set[tuple[str, str]] = set()
    for article in articles:
        page = (identity(article), _text_key(article))
        # Another text is an update, or a site that gives all its pages one address: no loss.
        # Copies that several publish come along: that they agree is worth knowing.
        if page not in pages and novelty.get((page[1], PAGE)) is not Novelty.SEEN:
            pages.add(page)
            kept.append(article)
    return kept


def articles_to_remember(
    sifted: Sifted, read: Sequence[SourceArticle], refused: Sequence[SourceArticle]
) -> list[Article]:
    """Return what to remember when a run had the articles `read`.

    With each go its versions in other sources, and what is new to a source alone.  Of those that
    are `refused`, or cannot be had, only the versions that were tried: another source may want it.
    """
    keys = {article.key for article in read}
    rows = [
        _remembered(article, article.digest)
        for version, article in sifted.versions.items()
        if article.key in keys or sifted.novelty[version] is Novelty.ELSEWHERE
    ]
    for article in read:
        page = Article(
            key=identity(article),
            digest=_text_key(article),
            source=PAGE,
            address=article.shown,
            canonical=identity(article),
        )
        rows += [page, Article(key=_text_key(article), digest="", source=PAGE)]
    rows += [_remembered(article, f"{REFUSED}{article.digest}") for article in refused]
    return rows


def _remembered(article: SourceArticle, digest: str) -> Article:
    return Article(
        key=article.key,
        digest=digest,
        source=article.source.key,
        address=article.shown,
        canonical=canonical(article.shown),
    )


def identity(article: SourceArticle) -> str:
    """Return the key of an article, or of the address under which its page wants to be known.

    A page may only name another address of its own site, and not the site itself.
    """
    stated = (article.document and article.document.url) or ""
    named = article.fetched and urlsplit(stated).path.strip("/")
    own = named and site_of(stated) == site_of(article.address)
    return article_key(page_key(stated)) if own else article.key


def text_of(article: SourceArticle) -> str:
    """Return the text of an article; empty where it was not read."""
    return article.document.text if article.document else ""


def text_key(text: str) -> str:
    """Return what tells the text of an article, wherever it stands: a renamed file, say."""
    return f"text:{sha256(plain(text).encode('utf-8', 'replace')).hexdigest()}"


def _text_key(article: SourceArticle) -> str:
    return text_key(text_of(article))


def report(sifted: Sifted, skipped: Collection[str], tell: Callable[[str], None]) -> None:
    """Tell a line for each source; `skipped` are the keys of what could not be had."""
    for part, keys, seen, lost in sifted.parts:
        failed = sum(key in skipped for key in keys)
        counts = f"{len(keys) - failed} new, {seen} seen, {lost + failed} skipped"
        counts += f" ({part.left_out})" if part.left_out else ""
        took = f", {part.seconds:.1f} s" if part.seconds else ""
        tell(f"{part.source.label}: {part.failure or counts}{took}")
