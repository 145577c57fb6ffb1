"""Articles that are named by their addresses: fetched as a run fetches them, and kept.

Where the page is written to a file, what was fetched is kept in a folder beside it, `NAME.sources`,
as a browser saves a page, so that the page's places can be counted in it and `verify` needs no
network.  Else the page names the addresses.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brief import deliver
from brief.cli.environment import fetcher
from brief.cli.progress import working
from brief.language.visible import visible
from brief.model import NOT_AN_ARTICLE, Skipped
from brief.model.progress import FETCHING_ARTICLES
from brief.settings.page_options import Config
from brief.settings.run_options import Fetching
from brief.web.secrecy import secrets_of, source_shown

if TYPE_CHECKING:
    from brief.web.fetched import Fetched

#: What the folder of the copies is called, behind the name of the page.
FOLDER = ".sources"
#: The suffix of what a server calls so.
_SUFFIXES = {
    "": ".html",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "message/rfc822": ".eml",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
#: What is a list of articles, and no article.
_FEEDS = re.compile(r"(?:application|text)/(?:(?:rss|atom|rdf)\+)?xml|application/feed\+json")
#: Characters of a host in a file's name, and digits of the address's digest.
_LONGEST_HOST, _DIGITS = 60, 8


def fetch_articles(
    addresses: Sequence[str], config: Config
) -> tuple[dict[str, bytes], tuple[Skipped, ...]]:
    """Fetch articles as a run does: robots.txt, limits and secrets are minded.

    Returns what they hold, by the path of the copy, or by the address where none is kept, and those
    that could not be had.
    An address that was typed may be of this machine or its network; one it redirects to may not.

    Raises:
        UsageError: a copy cannot be written.
    """
    from brief.web.fetched import Failed, Request

    asked = tuple(dict.fromkeys(addresses))
    with working(quiet=config.quiet) as line:
        line(FETCHING_ARTICLES, 0, len(asked))
        fetch = fetcher(Fetching(), None, line.count)
        answers = fetch([Request(address, local=True) for address in asked])
    contents: dict[str, bytes] = {}
    skipped: list[Skipped] = []
    for address, answer in zip(asked, answers, strict=True):
        shown = source_shown(address)
        if isinstance(answer, Failed):
            skipped.append(Skipped(shown, visible(answer.reason), file=False))
        elif reason := _is_no_article(answer.content_type):
            skipped.append(Skipped(shown, reason, file=False))
        else:
            secrets = secrets_of(address)
            final = secrets.address(answer.final)
            content = secrets.without_bytes(_saved(answer, final))
            name = _name(answer, final)
            path = _kept(content, config.output, name) if config.output else final
            contents[path] = content
    return contents, tuple(skipped)


def _is_no_article(content_type: str) -> str:
    """Return why what a server calls so is no article; empty where it may be one."""
    if _FEEDS.fullmatch(content_type):
        return "a feed, not an article; name it as a source in brief.toml"
    if content_type in _SUFFIXES or content_type.startswith("text/"):
        return ""
    return f"{NOT_AN_ARTICLE} ({visible(content_type)}); give the address of a page"


def _saved(answer: Fetched, shown: str) -> bytes:
    """Return what was fetched as a browser saves it: a page says where it is from, in UTF-8."""
    from brief.readers import charset, html

    suffix = _suffix(answer)
    if suffix not in (".html", ".txt", ".md"):
        return answer.body
    declared = html.declared(answer.body) if suffix == ".html" else ""
    text = charset.of(answer.body, [answer.charset, declared])
    if suffix == ".html":
        text = f"{html.saved_from(shown)}\n{text}"
    return text.encode("utf-8-sig")


def _suffix(answer: Fetched) -> str:
    return _SUFFIXES.get(answer.content_type, ".txt")


def _name(answer: Fetched, shown: str) -> str:
    """Return what a copy is called: after its host, and a digest of its address."""
    host = re.sub(r"[^a-z0-9.-]", "-", urlsplit(shown).hostname or "")[:_LONGEST_HOST].strip(".-")
    digest = sha256(shown.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
    return f"{host or 'page'}-{digest}{_suffix(answer)}"


def _kept(content: bytes, output: Path, name: str) -> str:
    """Keep a copy beside the page; return its path."""
    folder = output.with_name(f"{output.stem}{FOLDER}")
    deliver.make_inside(folder)
    deliver.put(content, folder / name)
    return (folder / name).as_posix()
