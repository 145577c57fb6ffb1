"""`feed.xml` of an archive: its newest pages, each whole, for feed readers (Atom, RFC 4287).

The same archive gives the same feed.  A page is known by its name, that of its briefing, and where
the archive is on the web; its moment is that of the run that made it, as the feed before said, or
else that at which it was due.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from uuid import NAMESPACE_URL, UUID, uuid5

#: The most pages that a feed has.
MOST = 30
#: Ends the feed, unseen; a file without it is somebody else's.
MARK = "<!-- brief-archive -->"
#: What XML 1.0 has no place for.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATED = re.compile(
    r"<entry>\n<id>urn:uuid:([0-9a-f-]{36})</id>\n"
    r"<updated>(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)</updated>\n",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page as the feed has it."""

    key: str
    file: str  #: Its name in the folder.
    title: str
    content: str  #: As HTML that is safe to show.
    language: str
    right_to_left: bool
    due: datetime
    #: When it was made, where that is now; its moment where it has changed.
    made: datetime | None


def feed(name: str, title: str, address: str, entries: Sequence[Entry], before: str) -> str:
    """Return the feed of a briefing, the newest page first.

    `address` is where the folder is on the web, ending in a slash; empty for nowhere.  `before` is
    the feed that is replaced, of which nothing is taken but moments.
    """
    known = {identifier: moment for identifier, moment in _DATED.findall(before) if _is(moment)}
    written: list[str] = []
    moments: list[str] = []
    for entry in entries:
        identifier = str(_identifier(address, name, entry.key))
        moment = known.get(identifier) or _stamp(entry.made or entry.due)
        text = _entry(entry, identifier, moment, address)
        if entry.made and identifier in known and text not in before:
            moment = _stamp(entry.made)
            text = _entry(entry, identifier, moment, address)
        written.append(text)
        moments.append(moment)
    language = f' xml:lang="{entries[0].language}"' if entries else ""
    itself = (
        f'<link rel="self" type="application/atom+xml" href="{_xml(address)}feed.xml"/>\n'
        f'<link rel="alternate" type="text/html" href="{_xml(address)}index.html"/>\n'
        if address
        else ""
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom"{language}>\n'
        f"<id>urn:uuid:{_identifier(address, name, '')}</id>\n<title>{_xml(title)}</title>\n"
        f"<updated>{max(moments, default='1970-01-01T00:00:00Z')}</updated>\n"
        f"<author><name>{_xml(title)}</name></author>\n<generator>brief</generator>\n"
        f"{itself}{''.join(written)}</feed>\n{MARK}\n"
    )


def _entry(entry: Entry, identifier: str, moment: str, address: str) -> str:
    link = (
        f'<link rel="alternate" type="text/html" href="{_xml(address + entry.file)}"/>\n'
        if address
        else ""
    )
    turned = f'<div dir="rtl">\n{entry.content}</div>\n' if entry.right_to_left else entry.content
    return (
        f"<entry>\n<id>urn:uuid:{identifier}</id>\n<updated>{moment}</updated>\n"
        f"<title>{_xml(entry.title)}</title>\n{link}"
        f'<content type="html" xml:lang="{entry.language}">{_xml(turned)}</content>\n</entry>\n'
    )


def _identifier(address: str, name: str, key: str) -> UUID:
    return uuid5(NAMESPACE_URL, "\0".join(("brief", address, name, key)))


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _is(moment: str) -> bool:
    with suppress(ValueError):
        return datetime.fromisoformat(moment) is not None
    return False


def _xml(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
