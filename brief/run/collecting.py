"""Sources → what stands in them now: articles, or where to fetch them, and what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from glob import glob
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from brief import readers
from brief.errors import BriefError
from brief.memory.state import State
from brief.model import Document, Skipped
from brief.readers import feed, mail, outline
from brief.settings.run_options import Source
from brief.web.addresses import canonical
from brief.web.fetched import Failed, Fetched, Request

#: The kinds of source whose articles are files here.
FILES = ("folder", "files")
Fetch = Callable[[Sequence[Request]], Sequence[Fetched | Failed]]


@dataclass(frozen=True, slots=True)
class Found:
    """One article of a source."""

    #: What tells it from every other: its canonical address, or its path.
    key: str
    #: Of what the source has of it: where it is another, the article was updated.
    digest: str
    #: None where it has to be read yet, or the page behind `address` fetched.
    document: Document | None
    address: str = ""
    title: str = ""
    #: The day that the source itself states.
    date: date | None = None
    #: Whose it is; each that `gather` returns has one.
    source: Source | None = None
    #: Whether `document` is the page behind `address`.
    fetched: bool = False
    #: What reads it, where that is worth doing only for what is new.
    read: Callable[[], Document | Skipped] | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a source gave."""

    source: Source
    found: tuple[Found, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    #: Why it could not be read at all; empty where it could.
    failure: str = ""
    #: That fetching and reading it took, waits included.
    seconds: float = 0.0


def gather(
    sources: Iterable[Source],
    base: Path,
    fetch: Fetch,
    seconds: Callable[[], float] = lambda: 0.0,
) -> tuple[Gathered, ...]:
    """Return what each source has, in their order; feeds are fetched side by side.

    Relative paths count from `base`, and `seconds` is a clock that tells how long each took.  A
    source that fails is a value; the rest goes on.
    """
    listed = [part for source in sources for part in _unfolded(source, base)]
    wanted = [one for one in listed if isinstance(one, Source) and one.kind in ("feed", "address")]
    answers = dict(
        zip(
            map(id, wanted),
            fetch([Request(one.place, robots=False) for one in wanted]),
            strict=True,
        )
    )
    return tuple(
        one if isinstance(one, Gathered) else _timed(one, base, answers.get(id(one)), seconds)
        for one in listed
    )


def _unfolded(source: Source, base: Path) -> Iterator[Source | Gathered]:
    """Yield a source, or the feeds of a list of them."""
    if source.kind != "opml":
        yield source
        return
    path = base / source.place
    try:
        feeds = outline.opml(path.read_bytes(), str(path))
    except (OSError, BriefError) as error:
        yield Gathered(source, failure=reason_of(error))
        return
    for title, address in feeds:
        try:
            yield replace(source, opml=None, feed=address, name=title or None)
        except BriefError as error:
            yield Gathered(source, failure=f"{title}: {error}")


def _timed(
    source: Source, base: Path, answer: Fetched | Failed | None, seconds: Callable[[], float]
) -> Gathered:
    began = seconds()
    made = _gathered(source, base, answer)
    fetching = answer.seconds if isinstance(answer, Fetched) else 0.0
    return replace(made, seconds=fetching + seconds() - began)


def _gathered(source: Source, base: Path, answer: Fetched | Failed | None) -> Gathered:
    if isinstance(answer, Failed):
        return Gathered(source, failure=answer.reason)
    try:
        match source.kind:
            case "feed" if answer:
                made = _of_feed(source, answer)
            case "address" if answer:
                made = _of_page(source, answer)
            case "maildir" | "mbox":
                made = _of_mail(source, base / source.place)
            case _:
                made = _of_files(source, base)
    except (OSError, BriefError) as error:
        return Gathered(source, failure=reason_of(error))
    kept = [replace(one, source=source) for one in made.found]
    return replace(made, found=tuple(_newest(filter(wanted, kept))))


def _of_files(source: Source, base: Path) -> Gathered:
    pattern = str(base / source.place)
    paths = [pattern] if source.kind == "folder" else sorted(glob(pattern, recursive=True))
    files, skipped = readers.find(paths) if paths else ((), ())
    found = (
        Found(
            str(Path(path).resolve()),
            readers.fingerprint(path),
            None,
            read=partial(readers.read, path),
        )
        for path in files
    )
    return Gathered(source, tuple(found), skipped)


def _of_feed(source: Source, answer: Fetched) -> Gathered:
    parsed = feed.parse(answer.body, answer.final, answer.charset)
    if isinstance(parsed, Skipped):
        return Gathered(source, failure=parsed.reason)
    fragments: dict[str, set[str]] = {}
    for item in parsed.entries:
        fragments.setdefault(canonical(item.address), set()).add(urlsplit(item.address).fragment)

    def key(item: feed.Item) -> str:
        if not item.address:  # what tells entries apart does so in their own feed
            return f"{source.place}#{item.key}"
        bare = canonical(item.address)
        # Several places of one page, as a list of changes has them.
        several = len(fragments[bare]) > 1
        return f"{bare}#{urlsplit(item.address).fragment}" if several else bare

    found = (
        Found(
            key(item),
            _digest(item.title, item.text, str(item.updated or "")),
            None,
            item.address,
            item.title,
            item.published or item.updated,
            read=partial(feed.document_of, item, parsed)
            if item.whole or not item.address
            else None,
        )
        for item in parsed.entries
    )
    return Gathered(source, tuple(found))


def _of_page(source: Source, answer: Fetched) -> Gathered:
    document = page(answer)
    if isinstance(document, Skipped):
        return Gathered(source, failure=document.reason)
    digest = _digest(document.text)
    return Gathered(source, (Found(canonical(answer.address), digest, document, answer.address),))


def _of_mail(source: Source, path: Path) -> Gathered:
    return Gathered(
        source,
        tuple(
            Found(one.key, _digest(one.key), None, title=one.subject, read=one.read)
            for one in mail.letters(path)
        ),
    )


def page(answer: Fetched) -> Document | Skipped:
    """Return the article of a page that was fetched."""
    kind = ".html" if "html" in answer.content_type or not answer.content_type else ".txt"
    read = readers.read(f"page{kind}", answer.body, charset=answer.charset)
    if isinstance(read, Skipped):
        return Skipped(answer.address, read.reason)
    return replace(read, path=answer.address, url=read.url or answer.final)


def loaded(found: Iterable[Found]) -> tuple[list[Found], list[Skipped]]:
    """Return the articles of files that their source asks for, the newest first, and the rest."""
    read: list[Found] = []
    skipped: list[Skipped] = []
    for one in found:
        document = one.read() if one.read else one.document
        if isinstance(document, Skipped):
            skipped.append(document)
        else:
            read.append(replace(one, document=document, read=None))
    return _newest(filter(wanted, read)), skipped


def wanted(one: Found) -> bool:
    """Return whether an article is one that its source asks for, as far as it is known."""
    if one.source is None or not (one.source.include or one.source.exclude):
        return True
    text = f"{one.title}\n{one.document.text if one.document else ''}".casefold()
    if any(word.casefold() in text for word in one.source.exclude):
        return False
    if not one.source.include or one.document is None:
        return True
    return any(word.casefold() in text for word in one.source.include)


def _newest(found: Iterable[Found]) -> list[Found]:
    """Return articles with the newest first; those without a date keep their place behind."""

    def day(one: Found) -> date:
        return one.date or (one.document and one.document.date) or date.min

    return sorted(found, key=lambda one: -day(one).toordinal())


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def reason_of(error: OSError | BriefError) -> str:
    """Return what went wrong, in words."""
    if isinstance(error, BriefError):
        return str(error)
    return f"{error.filename or ''}: {(error.strerror or str(error)).lower()}".lstrip(": ")


#: Runs in a row after which the failure of a source is worth a message of its own.
PATIENCE = 3


def note_failures(
    gathered: Sequence[Gathered], state: State, name: str, now: datetime
) -> tuple[str, ...]:
    """Note which sources failed; return those that have done so often enough."""
    lasting: list[str] = []
    for part in gathered:
        label = part.source.label
        if not part.failure:
            state.recovered(name, part.source.place, now=now)
        elif state.failed(name, part.source.place, part.failure, now=now) >= PATIENCE:
            lasting.append(f"{label}: {part.failure}")
    return tuple(lasting)


def failures_of(gathered: Sequence[Gathered]) -> tuple[str, ...]:
    """Return every source that failed, and why."""
    return tuple(f"{part.source.label} ({part.failure})" for part in gathered if part.failure)


def unreadable(gathered: Sequence[Gathered]) -> list[Skipped]:
    """Return what the page names: the sources that failed, and articles of the others."""
    failed = [
        Skipped(part.source.label, part.failure, file=False) for part in gathered if part.failure
    ]
    lost = [
        one if part.source.kind in FILES else replace(one, file=False)
        for part in gathered
        for one in part.skipped
    ]
    return [*failed, *lost]
