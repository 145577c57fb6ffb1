"""What was gathered → what is news: no article twice, nothing that an earlier period had.

An article is told by its key, whoever has it.  Two feeds word the same article differently, and so
each source has a version of it: an update is a source that changes its own.  A page that was
fetched says itself under which address it wants to be known (`rel=canonical`, RFC 6596), and is a
version of the article there: the same page under two addresses is told once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from brief.memory.state import State
from brief.memory.tables import PAGE, REFUSED, Article, Novelty
from brief.model import Skipped
from brief.run.collecting import FILES, Found, Gathered, loaded
from brief.run.obtaining import behind
from brief.settings.run_options import Settings
from brief.web.addresses import canonical

#: The key of an article and the place of the source that has it.
Version = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Sifted:
    """What a run has before it."""

    #: Of the weightier sources first, as many as one run takes.
    news: tuple[Found, ...]
    #: How many are new, those beyond the limit of a run included.
    count: int
    #: Every version that stands in a source now; of one that it has twice, the first.
    versions: Mapping[Version, Found]
    known: Mapping[Version, Novelty]
    #: Further versions of the news that are news to their sources, by their keys.
    others: Mapping[str, Sequence[Found]]
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
) -> Sifted:
    """Return what no run of an earlier period has had, each article once.

    `everything` takes what was had as well.
    """
    versions: dict[Version, Found] = {}
    for part in gathered:
        for one in part.found:
            versions.setdefault((one.key, part.source.place), one)
    digests = {version: one.digest for version, one in versions.items()}
    known = state.unseen(settings.name, digests, period=period)
    news: list[tuple[float, Found]] = []
    taken: set[str] = set()
    others: dict[str, list[Found]] = {}
    failing = behind(state, settings.name)
    skipped: list[Skipped] = []
    parts: list[tuple[Gathered, list[str], int, int]] = []
    for part in gathered:
        own = [one for one in part.found if everything or _is_news(known, one, part)]
        seen, lost = len(part.found) - len(own), len(part.skipped)
        if part.source.kind in FILES:  # only the file says of which day it is
            own, unreadable = loaded(own)
            lost += len(unreadable)
            skipped += unreadable
        # The limit counts what is new: of a long list, what is left over is for the next run.
        left: dict[str, Found] = {}
        for one in own:
            others.setdefault(one.key, []).append(one)
            if one.key not in taken:
                left.setdefault(one.key, one)
        fresh = sorted(left.values(), key=lambda one: one.key in failing)[: part.source.limit]
        taken.update(one.key for one in fresh)
        news += [(part.source.weight, one) for one in fresh]
        parts.append((part, [one.key for one in fresh], seen, lost))
    news.sort(key=lambda weighed: -weighed[0])
    first = tuple(one for _, one in news[: settings.limit])
    for one in first:
        others[one.key] = [each for each in others[one.key] if each.source is not one.source]
    return Sifted(first, len(news), versions, known, others, tuple(skipped), tuple(parts))


def once(
    whole: Sequence[Found],
    state: State,
    settings: Settings,
    period: str,
    *,
    everything: bool,
) -> list[Found]:
    """Return the articles whose text no earlier period had, from wherever; each page once."""
    texts = {(_text_key(one), PAGE): "" for one in whole}
    known = {} if everything else state.unseen(settings.name, texts, period=period)
    kept: list[Found] = []
    told: set[tuple[str, str]] = set()
    for one in whole:
        page = (identity(one), _text_key(one))
        # Another text is an update, or a site that gives all its pages one address: no loss.
        # Copies that several publish come along: that they agree is worth knowing.
        if page in told or known.get((page[1], PAGE)) is Novelty.SEEN:
            continue
        told.add(page)
        kept.append(one)
    return kept


def noted(sifted: Sifted, whole: Sequence[Found], refused: Sequence[Found]) -> list[Article]:
    """Return what to remember when a run had the articles `whole`.

    With each go its versions in other sources, and what is new to a source alone.  Of those that
    are `refused`, or cannot be had, only the versions that were tried: another source may want it.
    """
    keys = {one.key for one in whole}
    told = [
        _article(one, place, one.digest)
        for (key, place), one in sifted.versions.items()
        if key in keys or sifted.known[key, place] is Novelty.ELSEWHERE
    ]
    texts = [
        article
        for one in whole
        for article in (
            Article(identity(one), _text_key(one), PAGE, one.address, identity(one)),
            Article(_text_key(one), "", PAGE),
        )
    ]
    left_out = [
        _article(one, one.source.place, f"{REFUSED}{one.digest}") for one in refused if one.source
    ]
    return [*told, *texts, *left_out]


def _article(one: Found, place: str, digest: str) -> Article:
    return Article(one.key, digest, place, one.address, _canonical(one.address))


def identity(one: Found) -> str:
    """Return the key of an article, or of the address under which its page wants to be known."""
    stated = (one.document and one.document.url) or ""
    ours = one.fetched and urlsplit(stated).path.strip("/") and _site(stated) == _site(one.address)
    return canonical(stated) if ours else one.key


def text_of(one: Found) -> str:
    """Return what an article says; nothing where it was not read."""
    return one.document.text if one.document else ""


def _site(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _text_key(one: Found) -> str:
    """Return what tells the text of an article, wherever it stands: a renamed file, say."""
    return f"text:{sha256(text_of(one).encode('utf-8', 'replace')).hexdigest()}"


def _is_news(known: Mapping[Version, Novelty], one: Found, part: Gathered) -> bool:
    return known[one.key, part.source.place] in _NEWS


_NEWS: Collection[Novelty] = (Novelty.NEW, Novelty.UPDATED)


def report(sifted: Sifted, lost: Collection[str], tell: Callable[[str], None]) -> None:
    """Tell a line for each source; `lost` are the keys of what could not be had."""
    for part, fresh, seen, skipped in sifted.parts:
        failed = sum(key in lost for key in fresh)
        counts = f"{len(fresh) - failed} new, {seen} seen, {skipped + failed} skipped"
        took = f", {part.seconds:.1f} s" if part.seconds else ""
        tell(f"{part.source.label}: {part.failure or counts}{took}")


def _canonical(address: str) -> str:
    return canonical(address) if address else ""
