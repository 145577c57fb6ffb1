"""A page as an e-mail (RFC 5322, MIME).

The same page gives the same message, to the byte: identifier and boundaries are made from what is
in it, so that mail programs know a second attempt from a second page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from hashlib import sha256
from typing import Any

from brief.errors import UsageError
from brief.language.visible import seen, visible

_IDENTIFIERS = (
    *("Message-ID", "In-Reply-To", "References", "List-Id"),
    *("List-Unsubscribe", "List-Unsubscribe-Post"),
)
_ATOM = r"[A-Za-z0-9!#$%&'*+/=^_`{|}~-]+"  # RFC 5322, without `?`, which opens encoded words
_BOX = rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
_MAILBOX = re.compile(rf'"?(?P<name>[^<>"]*?)"?\s*<(?P<named>{_BOX})>|(?P<bare>{_BOX})')
#: Controls but line feed and tab, what turns a direction, what stands for no character.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_WEB = re.compile(r"https?://[^\s/?#@][^\s]*", re.IGNORECASE)
#: Characters of a subject, of a name and of a part of an identifier, at most.
_LONGEST_SUBJECT, _LONGEST_NAME, _LONGEST_LABEL = 1000, 250, 32
#: Characters of a word that no longer fits on a line of a header with room to spare.
_LONGEST_WORD = 60
#: Characters of a line of a header, where its words allow.
_LINE = 78


class _Verbatim(BaseHeader):
    """A header of identifiers or addresses in ASCII, written as it is.

    The library turns a long one into encoded words, which are no identifiers to a mail program.
    """

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Keep `value` unparsed."""
        kwds["decoded"], kwds["parse_tree"] = value, None

    def fold(self, *, policy: Policy) -> str:
        """Return the header's one line."""
        return f"{self.name}: {self}{policy.linesep}"


class _Subject(BaseHeader):
    """A subject that is read as it was written, however long.

    Between two encoded words (RFC 2047) the library loses a space.  And it leaves the first line
    empty where the subject fits on the second: that is read with a space, or as no subject.
    """

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take `value` as text without structure."""
        UnstructuredHeader.parse(value, kwds)

    def fold(self, *, policy: Policy) -> str:
        """Return the header in lines of 78 characters at most."""
        if self.isascii() and max(map(len, self.split()), default=0) < _LONGEST_WORD:
            lines = [f"{self.name}:"]
            for word in self.split():
                if len(lines[-1]) + 1 + len(word) > _LINE:
                    lines.append("")
                lines[-1] += f" {word}"
            return policy.linesep.join(lines) + policy.linesep
        words = Header(str(self), "utf-8", header_name=self.name).encode(linesep=policy.linesep)
        return f"{self.name}: {words}{policy.linesep}"


def _headers() -> HeaderRegistry:
    registry = HeaderRegistry()
    registry.map_to_type("Subject", _Subject)
    for name in _IDENTIFIERS:
        registry.map_to_type(name, _Verbatim)
    return registry


#: Seven bits, as not every server takes eight (RFC 6152).
_POLICY = SMTP.clone(cte_type="7bit", header_factory=_headers())


@dataclass(frozen=True, slots=True)
class PageMail:
    """A page with what its mail needs: sender, recipients, moment and links."""

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
    #: Words of `text` that lead somewhere, and the addresses on the web they lead to; other
    #: addresses are no links.
    links: Mapping[str, str] = field(default_factory=dict)
    #: The page as HTML; without it, the text in paragraphs is.
    html: str = ""
    #: Where a reader says that enough is enough: mailto and https, in ASCII and without spaces.
    unsubscribe: tuple[str, ...] = ()
    #: The period before, where its page was sent: the two stand in one thread.
    previous: str | None = None


def message_id(name: str, period: str, domain: str) -> str:
    """Return `<brief.NAME.PERIOD.hash@domain>`, the same for the same page (RFC 5322, 3.6.4)."""
    digest = sha256("\0".join((name, period, domain)).encode("utf-8", "replace")).hexdigest()[:12]
    return f"<brief.{_label(name)}.{_label(period)}.{digest}@{domain}>"


def message(page: PageMail) -> EmailMessage:
    """Return the page as a message of two alternatives, text and HTML, both UTF-8.

    `Message-ID` and `List-Id` (RFC 2919) come from the briefing's name and the sender's domain;
    `Auto-Submitted` (RFC 3834) keeps absence notes away.  Nothing in a title or a name can end
    its header or be read as an encoded word (RFC 2047).

    Raises:
        UsageError: an address that is none, nobody to send to, or a date without a zone.
    """
    sender, recipients = _address(page.sender), list(map(_address, page.recipients))
    if not recipients:
        raise UsageError("nobody to send the page to", advice="name a recipient")
    if page.date.tzinfo is None:
        raise UsageError("a date without a zone", where=str(page.date), advice="give its zone")
    mail = EmailMessage(_POLICY)
    mail["Subject"] = _header(page.title, _LONGEST_SUBJECT) or "Briefing"
    mail["From"] = sender
    mail["To"] = list({address.addr_spec: address for address in recipients}.values())
    mail["Date"] = page.date
    mail["Message-ID"] = message_id(page.name, page.period, sender.domain)
    if page.previous is not None:
        before = message_id(page.name, page.previous, sender.domain)
        mail["In-Reply-To"] = before
        mail["References"] = before
    mail["List-Id"] = _list_id(page.name, sender.domain)
    for name, value in _leaving(page.unsubscribe):
        mail[name] = value
    mail["Auto-Submitted"] = "auto-generated"
    text = _UNSEEN.sub("\ufffd", seen(page.text).replace("\r\n", "\n").replace("\r", "\n"))
    as_html = page.html or _as_html(page, text)
    mail.set_content(text)
    mail.add_alternative(as_html, subtype="html")
    # The library draws its boundaries by lot.
    digest = sha256("\0".join((text, as_html)).encode()).hexdigest()[:32]
    mail.set_boundary(f"=_brief_{digest}")
    return mail


def _address(written: str) -> Address:
    match = _MAILBOX.fullmatch(written.strip())
    if match is None:
        advice = "write name@example.org or Name <name@example.org>"
        raise UsageError("no e-mail address", where=visible(written), advice=advice)
    name = _header(match["name"] or "", _LONGEST_NAME)
    return Address(name, addr_spec=match["named"] or match["bare"])


def _header(text: str, longest: int) -> str:
    """Return `text` on one line, without what a mail program would decode."""
    shown = visible(text)
    cut = f"{shown[: longest - 1]}…" if len(shown) > longest else shown
    return cut.replace("=?", "= ?")


def _leaving(addresses: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the headers by which a mail program offers to leave a list (RFC 2369, 3.2).

    An address of the web is asked without opening it (RFC 8058), which is for https alone.
    """
    if addresses:
        yield "List-Unsubscribe", ", ".join(f"<{address}>" for address in addresses)
    if any(address.lower().startswith("https://") for address in addresses):
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _label(text: str) -> str:
    return re.sub("[^0-9a-z]+", "-", text.lower()).strip("-")[:_LONGEST_LABEL].strip("-") or "x"


def _list_id(name: str, domain: str) -> str:
    phrase = _header(name, _LONGEST_NAME)[:_LONGEST_LABEL].replace("\\", "\\\\").replace('"', '\\"')
    label = f"<{_label(name)}.brief.{domain}>"
    return f'"{phrase}" {label}' if phrase and phrase.isascii() else label


def _as_html(page: PageMail, text: str) -> str:
    """Return the text in paragraphs, all of it escaped, with `page.links`."""
    links = {
        words: url
        for words, url in page.links.items()
        if words and _WEB.fullmatch(url) and visible(url) == url
    }
    paragraphs = (
        "<br>\n".join(_linked(line, links) for line in paragraph.split("\n"))
        for paragraph in re.split(r"\n(?:[ \t]*\n)+", text.strip("\n"))
    )
    shown = "".join(f'<p dir="auto">{paragraph}</p>\n' for paragraph in paragraphs)
    title = html.escape(visible(page.title))
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<!DOCTYPE html>\n<html>\n{head}\n<body>\n{shown}</body>\n</html>\n"


def _linked(line: str, links: Mapping[str, str]) -> str:
    if not links:
        return html.escape(line)
    # The longest first: "[12]" is not "[1" and what follows.
    words = "|".join(map(re.escape, sorted(links, key=len, reverse=True)))
    pieces = re.split(f"({words})", line)
    return "".join(
        f'<a href="{html.escape(links[piece])}">{html.escape(piece)}</a>'
        if place % 2
        else html.escape(piece)
        for place, piece in enumerate(pieces)
    )
