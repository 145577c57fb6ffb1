"""Read what stands in the sources now: articles, or where to fetch them, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from glob import glob
from hashlib import sha256
from pathlib import Path
from typing import Never
from urllib.parse import urlsplit

from brief import readers
from brief.errors import BriefError
from brief.memory.state import State
from brief.model import Skipped
from brief.model.progress import FETCHING_SOURCES, LISTING, Progress, silent, stepping
from brief.pipeline import last_resort
from brief.pipeline.last_resort import Broken, attempt
from brief.readers import feed, mail, outline
from brief.run.opened import fetched_document, is_wanted, newest_first
from brief.run.source_article import SourceArticle
from brief.settings.run_options import WEB, Source
from brief.web.addresses import shown
from brief.web.fetched import Failed, Fetched, Request
from brief.web.same_page import former_key, is_place, page_key
from brief.web.secrecy import Secrets, article_key, scrubbed, source_shown

#: The kinds of source whose articles are files here.
FILES = ("folder", "files")
#: Runs in a row after which the failure of a source is worth a message of its own.
PATIENCE = 3
#: Tells where sources have moved to from sources where failures are counted.
_MOVED = "moved "
#: Fetches addresses, and returns an answer for each, in their order.
Fetch = Callable[[Sequence[Request]], Sequence[Fetched | Failed]]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The articles of a source, what was skipped in it, or why it could not be read."""

    source: Source
    articles: tuple[SourceArticle, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    #: Why it could not be read at all; empty where it could.
    failure: str = ""
    #: Whether that was for lack of time, or as its server asks for a pause.
    late: bool = False
    #: Where reading it broke a stage; see `Skipped.broke`.
    broke: str = ""
    #: How long fetching and reading it took, waits included.
    seconds: float = 0.0
    #: The address to use from now on, where the source has moved for good; empty where it has not.
    moved: str = ""
    #: What of a feed is no article, in words; empty for nothing.
    left_out: str = ""


def gather(
    sources: Iterable[Source],
    base: Path,
    fetch: Fetch,
    seconds: Callable[[], float] = lambda: 0.0,
    progress: Progress = silent,
) -> tuple[Gathered, ...]:
    """Return what each source has, in their order; feeds are fetched side by side.

    Relative paths count from `base`, and `seconds` is a clock that tells how long each took;
    `progress` is told how far it is.  A source that fails is a value; the rest goes on.
    """
    parts = [part for source in sources for part in _unfolded(source, base)]
    web = [part for part in parts if isinstance(part, Source) and part.kind in WEB]
    progress(FETCHING_SOURCES, 0, len(web))
    answers = fetch([Request(source.place, robots=False, local=source.local) for source in web])
    answer_of = dict(zip(map(id, web), answers, strict=True))
    return tuple(
        part if isinstance(part, Gathered) else _timed(part, base, answer_of.get(id(part)), seconds)
        for part in stepping(parts, LISTING, len(parts), progress)
    )


def _unfolded(source: Source, base: Path) -> Iterator[Source | Gathered]:
    """Yield a source, or each feed of a list of feeds, or why the list cannot be read."""
    if source.kind != "opml":
        yield source
        return
    path = base / source.place
    if path.exists() and not path.is_file():  # a pipe would never end
        yield Gathered(source=source, failure="not a file")
        return
    try:
        feeds = outline.opml(path.read_bytes(), str(path))
    except (OSError, BriefError) as error:
        yield Gathered(source=source, failure=reason_of(error))
        return
    for title, address in feeds:
        # The address of a feed stands for its title where it has none.
        name = None if title == address else scrubbed(title)
        try:
            yield replace(source, opml=None, feed=address, name=name)
        except BriefError as error:
            yield Gathered(source=source, failure=f"{name or source_shown(address)}: {error}")


def _timed(
    source: Source, base: Path, answer: Fetched | Failed | None, seconds: Callable[[], float]
) -> Gathered:
    began = seconds()
    gathered = attempt(partial(_gathered, source, base, answer), source.label)
    if isinstance(gathered, Broken):
        skipped = last_resort.noted(gathered)
        gathered = Gathered(source=source, failure=skipped.reason, broke=skipped.broke)
    fetching = answer.seconds if isinstance(answer, Fetched) else 0.0
    return replace(gathered, seconds=fetching + seconds() - began)


def _gathered(source: Source, base: Path, answer: Fetched | Failed | None) -> Gathered:
    if isinstance(answer, Failed):
        return Gathered(source=source, failure=answer.reason, late=answer.late)
    try:
        match source.kind:
            case "feed" if answer:
                gathered = _of_feed(source, answer)
            case "address" if answer:
                gathered = _of_page(source, answer)
            case "maildir" | "mbox":
                gathered = _of_mail(source, base / source.place)
            case "folder" | "files":
                gathered = _of_files(source, base)
            case kind:
                raise ValueError(f"no way to read a source of the kind {kind}")
    except (OSError, BriefError) as error:
        return Gathered(source=source, failure=reason_of(error))
    return replace(
        gathered,
        articles=tuple(newest_first(filter(is_wanted, gathered.articles))),
        moved=_moved(answer, source.secrets) if answer and not gathered.failure else "",
    )


def _of_files(source: Source, base: Path) -> Gathered:
    pattern = str(base / source.place)
    paths = [pattern] if source.kind == "folder" else sorted(glob(pattern, recursive=True))
    files, skipped = readers.find(paths) if paths else ((), ())
    articles = (
        SourceArticle(
            key=str(Path(path).resolve()),
            digest=readers.fingerprint(path),
            source=source,
            file=path,
        )
        for path in files
    )
    return Gathered(source=source, articles=tuple(articles), skipped=skipped)


def _of_feed(source: Source, answer: Fetched) -> Gathered:
    parsed = feed.parse(answer.body, answer.final, answer.charset)
    if isinstance(parsed, Skipped):
        return Gathered(source=source, failure=parsed.reason)
    secrets = source.secrets.with_those_of(answer.final)
    parsed = replace(parsed, title=secrets.without(parsed.title))
    places: dict[str, set[str]] = {}
    for item in parsed.entries:
        places.setdefault(page_key(item.address), set()).add(_place(item.address))

    def key(item: feed.Item, key_of: Callable[[str], str]) -> str:
        if not item.address:  # what tells entries apart does so in their own feed
            return article_key(f"{source.place}#{item.key}")
        # Several places of one page, as a list of changes has them.
        several = len(places[page_key(item.address)]) > 1
        return article_key(f"{key_of(item.address)}{f'#{_place(item.address)}' if several else ''}")

    def article(item: feed.Item) -> SourceArticle:
        shown_item = _without_secrets(item, secrets)
        text = partial(feed.document_of, shown_item, parsed)
        whole = item.whole or not item.address
        own_site = site_of(item.address) == site_of(parsed.home or answer.final)
        return SourceArticle(
            key=key(item, page_key),
            former=key(item, former_key),
            digest=_digest(item.title, item.text, str(item.updated or "")),
            source=source,
            address=item.address,
            title=shown_item.title,
            date=item.published or item.updated,
            read=text if whole else None,
            own=None if whole else text,
            outlet=parsed.title if own_site else "",
            secrets=secrets,
        )

    left_out = (
        f"{parsed.empty} without a link or a text" if parsed.empty else "",
        f"{parsed.beyond} beyond the first {feed.MOST:,}" if parsed.beyond else "",
    )
    return Gathered(
        source=source,
        articles=tuple(map(article, parsed.entries)),
        skipped=tuple(_broken_entry(secrets, *each) for each in parsed.broken),
        left_out=", ".join(filter(None, left_out)),
    )


def _broken_entry(secrets: Secrets, name: str, error: Exception) -> Skipped:
    """Return what the page says of an entry that its reader could not read."""

    def read_again() -> Never:
        raise error

    skipped = last_resort.noted(attempt(read_again, secrets.without(name)), file=False)
    return replace(skipped, broke=secrets.without(skipped.broke))


def _without_secrets(item: feed.Item, secrets: Secrets) -> feed.Item:
    title, text, author = map(secrets.without, (item.title, item.text, item.author))
    return replace(item, title=title, text=text, author=author)


def _place(address: str) -> str:
    fragment = urlsplit(address).fragment
    return fragment if is_place(fragment) else ""


def site_of(address: str) -> str:
    """Return the host of an address without `www.`; empty where it has none."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _moved(answer: Fetched, secrets: Secrets) -> str:
    """Return where a source has moved to for good, as it may be shown.

    The query stays, as an address may need it, but for what is secret in it.
    """
    if not answer.moved:
        return ""
    kept = urlsplit(secrets.address(answer.moved)).query
    query = f"?{kept}" if kept else "?…" if "?" in answer.moved else ""
    return f"{shown(answer.moved)}{query}"


def _of_page(source: Source, answer: Fetched) -> Gathered:
    secrets = source.secrets.with_those_of(answer.final)
    document = fetched_document(answer, secrets)
    if isinstance(document, Skipped):
        return Gathered(source=source, failure=document.reason)
    article = SourceArticle(
        key=article_key(page_key(answer.address)),
        former=article_key(former_key(answer.address)),
        digest=_digest(document.text),
        source=source,
        address=answer.address,
        # What of its query is no secret is needed to open it.
        secrets=replace(secrets, parameters=frozenset()),
    )
    read = article.without_secrets(document)
    return Gathered(source=source, articles=(replace(article, document=read),))


def _of_mail(source: Source, path: Path) -> Gathered:
    articles = (
        SourceArticle(
            key=letter.key,
            digest=_digest(letter.key),
            source=source,
            title=letter.subject,
            read=letter.read,
        )
        for letter in mail.letters(path)
    )
    return Gathered(source=source, articles=tuple(articles))


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def reason_of(error: OSError | BriefError) -> str:
    """Return what went wrong, in words, with the file where it is known."""
    if isinstance(error, BriefError):
        return str(error)
    return f"{error.filename or ''}: {(error.strerror or str(error)).lower()}".lstrip(": ")


def note_failures(
    gathered: Sequence[Gathered], state: State, name: str, now: datetime
) -> tuple[Skipped, ...]:
    """Note which sources failed; return those that failed `PATIENCE` runs in a row, and why."""
    lasting: list[Skipped] = []
    for part in gathered:
        if not part.failure:
            state.recovered(name, part.source.key, now=now)
        elif state.failed(name, part.source.key, part.failure, now=now) >= PATIENCE:
            lasting.append(Skipped(part.source.label, part.failure, file=False))
    return tuple(lasting)


def note_moves(
    gathered: Sequence[Gathered], state: State, name: str, now: datetime
) -> tuple[Skipped, ...]:
    """Note which sources have moved for good; return those that this is new of, and where to."""
    news: list[Skipped] = []
    for part in gathered:
        if not part.moved:
            continue
        place = f"{_MOVED}{part.source.key}"
        health = state.source(name, place)
        if health and health.last_error == part.moved:
            state.recovered(name, place, now=now)  # kept for as long as it is so
        else:
            state.failed(name, place, part.moved, now=now)
            news.append(Skipped(part.source.label, part.moved, file=False))
    return tuple(news)


def failures_of(gathered: Sequence[Gathered]) -> tuple[Skipped, ...]:
    """Return every source that failed, and why."""
    return tuple(
        Skipped(part.source.label, part.failure, file=False, broke=part.broke)
        for part in gathered
        if part.failure
    )


def unreadable(gathered: Sequence[Gathered]) -> list[Skipped]:
    """Return the sources that failed, and then what the others had that cannot be read."""
    return [
        *failures_of(gathered),
        *(
            replace(skipped, file=part.source.kind in FILES)
            for part in gathered
            for skipped in part.skipped
        ),
    ]
