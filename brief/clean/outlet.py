"""Who carries an article: the outlet's name, which is cut from its title, and its address.

What the article states comes first (site, feed, sender), then the name at the end of its title,
then the words of its text that the host's name is made of, then the host.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from brief.language import outlets
from brief.language.outlets import Site
from brief.language.site_titles import last_part, parted
from brief.language.visible import visible
from brief.language.words import entries
from brief.model import Document, Kind, Title

#: Blocks at the top and at the end in which a line may give the article's address.
_TOP, _END = 3, 2
#: Characters at both ends of a text in which the outlet's name is looked for.
_EDGE = 1_500
#: Characters of prose in which what a title ends with may be spoken of.
_PROSE = 20_000
#: Articles of a set whose titles end alike, from which on that is their outlet.
_ALIKE = 2
_ADDRESS_LINE = re.compile(r"(?:([^\W\d_][\w -]{1,20}):\s{0,4})?<?(https?://[^\s<>\"]{4,1990})>?")
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[\s\d,–-]{0,20}(?:by\s)?", re.IGNORECASE)


def with_outlet(document: Document) -> Document:
    """Return an article with its outlet, where it has any, and without that name in its title.

    The words of the title keep their place in the text.  Running it twice changes nothing.
    """
    address = document.url or _address_line(document)
    host = outlets.host_of(address or "")
    stated = outlets.site_name(visible(document.publisher or ""), host)
    # What is known of a sender without a name is its host.
    host = host or (stated if outlets.DOMAIN.fullmatch(stated) else "")
    title, named = _without_outlet(document, host, "" if stated == host else stated)
    name = named if stated in ("", host) and named else stated
    if name in ("", host) and host:
        edges = f"{title.text if title else ''}\n{document.text[:_EDGE]}\n{document.text[-_EDGE:]}"
        name = outlets.name_in(edges, host) or host
    return replace(document, title=title, publisher=name or None, url=address)


def label_shared(documents: Sequence[Document]) -> tuple[Document, ...]:
    """Return the articles of a set with the outlets that only the set shows.

    Titles of one host, or of none, that end alike end with its name; and what one article calls its
    host, the others of that host are called too.
    """
    hosts = [outlets.host_of(document.url or "") for document in documents]
    ends = [_end_of(document) for document in documents]
    titles = defaultdict(set)
    for host, (end, head) in zip(hosts, ends, strict=True):
        if end:
            titles[host, end].add(head)
    shared = {place for place, heads in titles.items() if len(heads) >= _ALIKE}
    parted = [
        _ended(document, ends[index]) if (hosts[index], ends[index][0]) in shared else document
        for index, document in enumerate(documents)
    ]
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for host, document in zip(hosts, parted, strict=True):
        if host and document.publisher not in (None, host):
            names[host][document.publisher or ""] += 1
    best = {
        host: min(counts, key=lambda name: (-counts[name], name)) for host, counts in names.items()
    }
    return tuple(
        replace(document, publisher=best[host])
        if host in best and document.publisher in (None, host)
        else document
        for host, document in zip(hosts, parted, strict=True)
    )


def _without_outlet(document: Document, host: str, stated: str) -> tuple[Title | None, str]:
    """Return the title without the outlet's name, and that name, empty where it is not in it."""
    title = document.title
    if title is None or title.derived:
        return title, ""
    prose = "\n".join(document.text[b.start : b.end] for b in document.prose())[:_PROSE]
    names = tuple(filter(None, (stated, *_owners(document))))
    parts = parted(title.text, Site(host=host, names=names), prose=prose)
    if parts is None:
        return title, ""
    start, end = title.start + parts.start, title.start + parts.end
    # A title that is not in the text as it stands, such as one with an escape, is left as it is,
    # and one of which nothing else is seen.
    shorter = document.text[start:end]
    if shorter != title.text[parts.start : parts.end] or not visible(shorter):
        return title, parts.outlet
    return Title(shorter, start, end), parts.outlet


def _owners(document: Document) -> tuple[str, ...]:
    """Return what the lines with a copyright name: "© Quay Courier 2026. All rights reserved"."""
    names = []
    for block in document.blocks[-_TOP:]:
        line = document.text[block.start : block.end][:200]
        if mark := _COPYRIGHT.search(line):
            name = re.split(r"[.,|;(]|\s\d{4}", line[mark.end() :], maxsplit=1)[0].strip()
            if outlets.has_name_shape(name):
                names.append(name)
    return tuple(names)


def _address_line(document: Document) -> str | None:
    """Return the address that a line at the top or the end of an article gives as its own."""
    blocks = [block for block in document.blocks if block.kind is not Kind.METADATA]
    for block in (*blocks[:_TOP], *blocks[_TOP:][-_END:]):
        match = _ADDRESS_LINE.fullmatch(document.text[block.start : block.end].strip())
        if match and (match[1] is None or match[1].lower() in entries("outlets", "address")):
            return match[2]
    return None


def _end_of(document: Document) -> tuple[str, str]:
    """Return what stands behind the last mark in a title, if it looks like a name; and the rest."""
    title = document.title
    if title is None or title.derived:
        return "", ""
    head, end = last_part(title.text)
    return (end, head) if end and visible(head) and outlets.has_name_shape(end) else ("", "")


def _ended(document: Document, end: tuple[str, str]) -> Document:
    """Return an article whose title has only `end`'s second part, and the first as its outlet."""
    name, head = end
    title = document.title
    if title is None or document.text[title.start : title.start + len(head)] != head:
        return document
    shorter = Title(head, title.start, title.start + len(head))
    host = outlets.host_of(document.url or "")
    named = document.publisher not in (None, host)
    return replace(document, title=shorter, publisher=document.publisher if named else name)
