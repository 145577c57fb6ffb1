"""The parts of a mail (MIME, RFC 2045 to 2049) → one article.

Of alternatives the richer is read.  The texts of several parts follow one another, named ones and
attached messages too; of a digest the messages, each under its subject.  Attached files are only
read where the mail has no other text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from email.message import Message
from html import unescape
from pathlib import PurePath

from brief.model import Block, Document, Kind
from brief.readers import charset, html, layout, metadata
from brief.readers.encoding import Unreadable
from brief.readers.fragment import headed, prose_words
from brief.readers.message import furniture, markup, plain
from brief.readers.message.headers import envelope_of, subject_of

#: Of the words of the plain text, how many the HTML has to have to be taken instead: the footer and
#: the spelt-out addresses of the plain text are not in it.
_AS_RICH = 0.75
#: Of the different words of a part, how many another has that says the same.
_SAME = 0.8
#: Words of a note beside an attached message, and of the line that a list puts below a text.
_NOTE, _LINE = 25, 15
#: Parts in parts that are looked at.
_DEEPEST = 30
_NAMES = ("", ".txt", ".text", ".html", ".htm", ".md", ".eml")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_LINE_END = re.compile(r"\r\n|\r|\x85")
_PARAGRAPHS = re.compile(
    r"<(?:p|div|br|t[dhr]|table|h[1-6]|li|[uod]l|d[td]|blockquote|section|article|pre|hr)\b", re.I
)
_TAG = re.compile(
    r"</?(?:html|head|body|title|meta|style|a|b|i|u|em|strong|span|font|img|small|big|center|code"
    r"|sup|sub|tt|address|nobr|wbr)\b[^<>]{0,2000}>",
    re.I,
)
_PAGE = re.compile(
    r"\s*(?:<!doctype html|<(?:html|head|body|table|div|p|center|section|article|h[1-6]|[uo]l)\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a mail that may stand by itself, under the subject of its message."""

    document: Document
    #: None where it is the mail's own.
    subject: str | None = None

    @property
    def words(self) -> int:
        return prose_words(self.document)


def article(message: Message) -> tuple[Document, Message]:
    """Return the article, and the message whose headers are the article's.

    That is another than `message` where this only carries one that is attached.

    Raises `Unreadable` where there is no text.
    """
    problems: list[Unreadable] = []
    carried = _carried(message, problems)
    texts = _texts(carried, problems) or _texts(carried, problems, attached=True)
    if not texts:
        advice = "open it in a mail reader"
        raise problems[0] if problems else Unreadable("no text in the message", advice=advice)
    subject = subject_of(carried) or next((text.subject for text in texts if text.subject), "")
    return headed(_joined(texts, subject), subject), carried


def _carried(message: Message, problems: list[Unreadable]) -> Message:
    """Return the message that is all that `message` has to say, itself where it has a text."""
    for _ in range(_DEEPEST):
        attached = list(_attached_messages(message))
        if len(attached) != 1:
            break
        own = (text for text in _texts(message, problems) if text.subject is None)
        if sum(text.words for text in own) >= _NOTE:
            break
        message = attached[0]
    return message


def _attached_messages(message: Message) -> Iterator[Message]:
    """Yield the messages among the parts of a message that is no report of a failed delivery."""
    if message.get_content_type() == "multipart/report" or not message.is_multipart():
        return
    for part in _inside(message):
        if part.get_content_type() == "message/rfc822":
            yield from _inside(part)[:1]


def _inside(part: Message) -> list[Message]:
    inside = part.get_payload()
    parts = inside if isinstance(inside, list) else []
    return [each for each in parts if isinstance(each, Message)]


def _texts(message: Message, problems: list[Unreadable], *, attached: bool = False) -> list[_Text]:
    """Return the texts of a message in their order; `attached` takes files that are attached."""
    envelope = envelope_of(message)
    reading = _Reading(envelope=envelope, problems=problems, attached=attached)
    return [text for text in reading.of(message, 0) if text.document.blocks]


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the parts of one message are read."""

    envelope: furniture.Envelope
    #: Why parts could not be read, in order.
    problems: list[Unreadable]
    attached: bool

    def of(self, part: Message, depth: int) -> list[_Text]:
        """Return the texts in a part."""
        inside = _inside(part)
        kind, subtype = part.get_content_maintype(), part.get_content_subtype()
        if depth > _DEEPEST:
            return []
        if kind == "message":
            return self._of_message(inside[0], depth) if inside and subtype == "rfc822" else []
        if kind != "multipart" and not (inside and kind == "text"):
            return list(self._of_text(part))
        if subtype == "report":
            return self.of(inside[0], depth + 1) if inside else []
        texts = [(below, self.of(below, depth + 1)) for below in inside]
        if subtype == "alternative":
            return _richest([texts for _, texts in texts])
        if any(below.get_content_type() == "multipart/digest" for below in inside):
            return [text for _, texts in texts for text in texts if text.subject is not None]
        return _without_line(_apart([text for _, texts in texts for text in texts]), inside)

    def _of_message(self, message: Message, depth: int) -> list[_Text]:
        inner = replace(self, envelope=envelope_of(message))
        subject = subject_of(message)
        texts = inner.of(message, depth + 1)
        return [replace(text, subject=text.subject or subject) for text in texts]

    def _of_text(self, part: Message) -> Iterator[_Text]:
        name = part.get_filename() or ""
        attached = part.get_content_disposition() == "attachment"
        kind = part.get_content_subtype()
        if attached != self.attached and attached:
            return
        if part.get_content_maintype() != "text" or kind not in ("plain", "html"):
            return
        if PurePath(name).suffix.lower() not in _NAMES:
            return
        try:
            yield _Text(_document(part, self.envelope, is_html=kind == "html"))
        except Unreadable as problem:
            self.problems.append(problem)


def _richest(alternatives: Sequence[list[_Text]]) -> list[_Text]:
    """Return the last of alternatives that says as much as the others: the HTML, mostly."""
    best: list[_Text] = []
    for texts in alternatives:
        words = sum(text.words for text in texts)
        if texts and words >= _AS_RICH * sum(text.words for text in best):
            best = texts
    return best


def _apart(texts: Sequence[_Text]) -> list[_Text]:
    """Return texts but those that say what another one does: a plain text, and its HTML."""
    kept: list[tuple[_Text, frozenset[str]]] = []
    for text in texts:
        words = frozenset(text.document.text.casefold().split())
        same = [index for index, (_, others) in enumerate(kept) if _is_same(words, others)]
        if not same:
            kept.append((text, words))
        elif text.words >= _AS_RICH * kept[same[0]][0].words and text.subject is None:
            kept[same[0]] = (text, words)
    return [text for text, _ in kept]


def _is_same(words: frozenset[str], others: frozenset[str]) -> bool:
    fewer = min(len(words), len(others))
    return fewer >= _LINE and len(words & others) >= _SAME * fewer


def _without_line(texts: list[_Text], parts: Sequence[Message]) -> list[_Text]:
    """Return texts but the line that a mailing list puts below them, a part of its own."""
    last = parts[-1] if parts else None
    if last is None or last.get_content_type() != "text/plain" or last.get_filename():
        return texts
    above, line = texts[:-1], texts[-1:]
    listed = all(text.subject is None and text.words <= _LINE for text in line)
    return above if listed and any(text.words for text in above) else texts


def _joined(texts: Sequence[_Text], subject: str) -> Document:
    """Return the texts as one document, those of other messages under their subjects."""
    if len(texts) == 1 and texts[0].subject in (None, "", subject):
        return texts[0].document
    parts: list[str] = []
    blocks: list[Block] = []
    offset = 0
    last: str | None = None
    for text in texts:
        if text.subject and text.subject != last:
            parts.append(text.subject)
            blocks.append(Block(offset, offset + len(text.subject), Kind.HEADING))
            offset += len(text.subject) + 2
        last = text.subject
        parts.append(text.document.text)
        blocks += (
            Block(block.start + offset, block.end + offset, block.kind)
            for block in text.document.blocks
        )
        offset += len(text.document.text) + 2
    language = next((text.document.language for text in texts if text.document.language), "")
    return Document(
        path="", text="\n\n".join(parts), sha256="", blocks=tuple(blocks), language=language
    )


def _document(part: Message, envelope: furniture.Envelope, *, is_html: bool) -> Document:
    """Return the text of one part, as what it is, whatever it is said to be."""
    data = part.get_payload(decode=True)
    data = data if isinstance(data, bytes) else b""
    named = [part.get_content_charset() or "", html.declared(data) if is_html else ""]
    content = charset.of(data, named) if data.strip() else ""
    content = _CONTROL.sub("", _LINE_END.sub("\n", content))
    if (is_html or _PAGE.match(content)) and _PARAGRAPHS.search(content):
        return _of_markup(content, envelope)
    if is_html and _TAG.search(content):
        return _of_markup(content, envelope, preformatted=True)
    content = unescape(content) if is_html else content
    if str(part.get_param("format", "")).lower() == "flowed" and not is_html:
        spaced = str(part.get_param("delsp", "")).lower() != "yes"
        content = plain.unflowed(content, spaced=spaced)
    if not content.strip():
        raise Unreadable("no text in the message", advice="open it in a mail reader")
    return plain.parse(content, envelope)


def _of_markup(
    content: str, envelope: furniture.Envelope, *, preformatted: bool = False
) -> Document:
    shown, language = markup.passages(content, preformatted=preformatted)
    passages = furniture.labelled(furniture.without_buttons(shown), envelope)
    document = layout.laid_out([(each.kind, each.words[each.label :]) for each in passages])
    return replace(document, language=metadata.language_code(language))
