"""The files that make a folder of pages a place to go to: `index.html` and `feed.xml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from itertools import islice
from pathlib import Path

from brief.deliver import files
from brief.deliver.feed import MARK, MOST, Entry, feed
from brief.deliver.heads import beginning, ending
from brief.deliver.start_page import Kept, start_page
from brief.formats import is_page
from brief.formats.html.excerpt import content, excerpt
from brief.language.phrases import phrases

START, FEED = "index.html", "feed.xml"
#: Bytes of a page, and of a feed, that are read at most.
_PAGE, _LONGEST = 1 << 22, 1 << 24
#: Days whose moments can be said in any zone.
_FIRST, _LAST = date(1970, 1, 2), date(9999, 12, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What is known of an archive besides its pages."""

    name: str  #: Of the briefing.
    now: datetime
    #: When a page is due on its day.
    at: time
    zone: tzinfo
    #: Where the folder is on the web, ending in a slash; empty for nowhere.
    address: str = ""
    #: Whether the files are made where they are not there.
    wanted: bool = True
    #: The page that is being written; empty where none is.
    key: str = field(default="")

    def due(self, day: date) -> datetime:
        """Return when the page of a day is due; days out of reckoning are the next within it."""
        return datetime.combine(min(max(day, _FIRST), _LAST), self.at, self.zone)


def is_of_site(tail: str) -> bool:
    """Return whether a file that ends so is one of ours."""
    return tail.endswith(f"\n{MARK}\n")


def texts(folder: Path, pages: Sequence[Kept], site: Site) -> Mapping[str, str]:
    """Return the start page and the feed of `pages`, which are in the order of the former."""
    ours = (
        page
        for page in pages
        if page.day and page.file.endswith(".html") and is_page(ending(folder / page.file))
    )
    in_html = list(islice(ours, MOST))
    latest = excerpt(beginning(folder / in_html[0].file)) if in_html else None
    say = phrases(latest.language if latest else "en")
    title = say.say("briefing") + say.colon + site.name
    entries = [_entry(folder, page, site) for page in in_html]
    before = beginning(folder / FEED, _LONGEST)
    return {
        START: start_page(title, pages, latest, in_html[0].file if in_html else ""),
        FEED: feed(site.name, title, site.address, entries, before),
    }


def is_private(folder: Path, pages: Sequence[Kept]) -> bool:
    """Return whether one of the pages that the files show is for its owner alone."""
    return any(files.is_own(folder / page.file) for page in pages)


def _entry(folder: Path, page: Kept, site: Site) -> Entry:
    assert page.day
    text = beginning(folder / page.file, _PAGE)
    start = excerpt(text)
    return Entry(
        key=page.key,
        file=page.file,
        title=page.head.title or page.key,
        content=content(text, f"{site.address}{page.file}" if site.address else ""),
        language=start.language,
        right_to_left=start.right_to_left,
        due=site.due(page.day),
        made=site.now if page.key == site.key else None,
    )
