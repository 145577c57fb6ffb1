"""A page as an e-mail (RFC 5322, MIME).

The same page is the same message, to the byte: identifier and boundaries are made from what is
in it, so that a second attempt is told from a second page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP, Policy
from hashlib import sha256
from typing import Any

from brief.errors import UsageError
from brief.language.visible import visible

_IDENTIFIERS = ("Message-ID", "In-Reply-To", "References", "List-Id")
_ATOM = r"[A-Za-z0-9!#$%&'*+/=^_`{|}~-]+"  # RFC 5322, without `?`, which opens encoded words
_BOX = rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
_MAILBOX = re.compile(rf'"?(?P<name>[^<>"]*?)"?\s*<(?P<named>{_BOX})>|(?P<bare>{_BOX})')
#: Controls but line feed and tab, what turns a direction, what stands for no character.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_WEB = re.compile(r"https?://[^\s/?#@][^\s]*", re.IGNORECASE)
#: Characters of a subject or a name, and of a part of an identifier, at most.
_LONGEST_HEADER, _LONGEST_LABEL = 250, 32


class _Verbatim(BaseHeader):
    """A header of identifiers in ASCII, written as it is.

    The library turns a long one into encoded words, which are no identifiers to a mail program.
    """

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take `value` for what it is."""
        kwds["decoded"], kwds["parse_tree"] = value, None

    def fold(self, *, policy: Policy) -> str:
        """Return the header's one line."""
        return f"{self.name}: {self}{policy.linesep}"


def _headers() -> HeaderRegistry:
    made = HeaderRegistry()
    for name in _IDENTIFIERS:
        made.map_to_type(name, _Verbatim)
    return made


#: Seven bits, as not every server takes eight (RFC 6152).
_POLICY = SMTP.clone(cte_type="7bit", header_factory=_headers())


@dataclass(frozen=True, slots=True)
class PageMail:
    """A page, ready to be sent."""

    #: Of the briefing, and of the period it is about: "river", "2026-11-20".
    name: str
    period: str
    title: str
    text: str
    #: Each `name@example.org` or `Name <name@example.org>`, in ASCII but for the name.
    sender: str
    recipients: tuple[str, ...]
    #: With its zone.
    date: datetime
    #: The page in HTML; None has it made from `text`.
    html: str | None = None
    #: Words of `text` that lead somewhere, and the addresses on the web they lead to; other
    #: addresses are no links.  Used where `html` is None.
    links: Mapping[str, str] = field(default_factory=dict)
    #: The period before, where its page was sent: the two stand in one thread.
    previous: str | None = None


def message_id(name: str, period: str, domain: str) -> str:
    """Return `<brief.NAME.PERIOD.hash@domain>`, the same for the same page (RFC 5322, 3.6.4)."""
    told = sha256("\0".join((name, period, domain)).encode("utf-8", "replace")).hexdigest()[:12]
    return f"<brief.{_label(name)}.{_label(period)}.{told}@{domain}>"


def message(page: PageMail) -> EmailMessage:
    """Return the page as a message of two alternatives, text and HTML, both UTF-8.

    `Message-ID` and `List-Id` (RFC 2919) come from the briefing's name and the sender's domain;
    `Auto-Submitted` (RFC 3834) keeps absence notes away.  Nothing in a title or a name can end
    its header or be read as an encoded word (RFC 2047).

    Raises:
        UsageError: an address that is none, nobody to send to, or a date without a zone.
    """
    sender, recipients = _address(page.sender), [_address(one) for one in page.recipients]
    if not recipients:
        raise UsageError("nobody to send the page to", advice="name a recipient")
    if page.date.tzinfo is None:
        raise UsageError("a date without a zone", where=str(page.date), advice="give its zone")
    made = EmailMessage(_POLICY)
    made["Subject"] = _header(page.title) or "Briefing"
    made["From"] = sender
    made["To"] = list({one.addr_spec: one for one in recipients}.values())
    made["Date"] = page.date
    made["Message-ID"] = message_id(page.name, page.period, sender.domain)
    if page.previous is not None:
        before = message_id(page.name, page.previous, sender.domain)
        made["In-Reply-To"] = before
        made["References"] = before
    made["List-Id"] = _list_id(page.name, sender.domain)
    made["Auto-Submitted"] = "auto-generated"
    text = _body(page.text)
    marked_up = _body(page.html) if page.html is not None else _as_html(page, text)
    made.set_content(text)
    made.add_alternative(marked_up, subtype="html")
    # The library draws its boundaries by lot.
    told = sha256("\0".join((text, marked_up)).encode()).hexdigest()[:32]
    made.set_boundary(f"=_brief_{told}")
    return made


def _address(given: str) -> Address:
    found = _MAILBOX.fullmatch(given.strip())
    if found is None:
        advice = "write name@example.org or Name <name@example.org>"
        raise UsageError("no e-mail address", where=visible(given), advice=advice)
    return Address(_header(found["name"] or ""), addr_spec=found["named"] or found["bare"])


def _header(text: str) -> str:
    """Return `text` on one line, without what a mail program would decode."""
    shown = visible(text)
    cut = f"{shown[: _LONGEST_HEADER - 1]}…" if len(shown) > _LONGEST_HEADER else shown
    return cut.replace("=?", "= ?")


def _label(text: str) -> str:
    return re.sub("[^0-9a-z]+", "-", text.lower()).strip("-")[:_LONGEST_LABEL].strip("-") or "x"


def _list_id(name: str, domain: str) -> str:
    phrase = _header(name)[:_LONGEST_LABEL].replace("\\", "\\\\").replace('"', '\\"')
    label = f"<{_label(name)}.brief.{domain}>"
    return f'"{phrase}" {label}' if phrase and phrase.isascii() else label


def _body(text: str) -> str:
    return _UNSEEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _as_html(page: PageMail, text: str) -> str:
    """Return the text in paragraphs, all of it escaped, with `page.links`."""
    links = {words: url for words, url in page.links.items() if words and _is_web(url)}
    paragraphs = (
        "<br>\n".join(_linked(line, links) for line in paragraph.split("\n"))
        for paragraph in re.split(r"\n(?:[ \t]*\n)+", text.strip("\n"))
    )
    shown = "".join(f'<p dir="auto">{paragraph}</p>\n' for paragraph in paragraphs)
    title = html.escape(visible(page.title))
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<!DOCTYPE html>\n<html>\n{head}\n<body>\n{shown}</body>\n</html>\n"


def _is_web(url: str) -> bool:
    return _WEB.fullmatch(url) is not None and visible(url) == url


def _linked(line: str, links: Mapping[str, str]) -> str:
    if not links:
        return html.escape(line)
    # The longest first: "[12]" is not "[1" and what follows.
    words = "|".join(re.escape(one) for one in sorted(links, key=len, reverse=True))
    pieces = re.split(f"({words})", line)
    return "".join(
        f'<a href="{html.escape(links[piece])}">{html.escape(piece)}</a>'
        if place % 2
        else html.escape(piece)
        for place, piece in enumerate(pieces)
    )
