"""Word's documents (.docx, ISO/IEC 29500) → blocks, with python-docx.

The text that offsets count in is made here: the title, where there is one, then the blocks, with a
blank line between.  What a tracked change has inserted is text, what it has deleted is none; text
frames, notes, comments, headers and footers are left out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from brief.model import Document, Kind
from brief.readers import metadata
from brief.readers.encoding import Unreadable
from brief.readers.layout import article

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

#: When the empty document was made that programs fill with python-docx: it is no article's day.
_TEMPLATE = datetime(2013, 12, 23, 23, 15)
_ADVICE = "save the article's text as .txt"
#: Bytes of a document once unpacked.
_LARGEST = 100_000_000
#: How a file begins that is encrypted, or of Word before 2007.
_LOCKED = b"\xd0\xcf\x11\xe0"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = {
    f"{_WORD}tab": " ",
    f"{_WORD}br": "\n",
    f"{_WORD}cr": "\n",
    f"{_WORD}noBreakHyphen": "\u2011",
}
#: Elements whose words are no part of the text around them.
_APART = {f"{_WORD}{name}" for name in ("del", "moveFrom", "txbxContent", "instrText")}
#: Names of styles, which python-docx gives in English whatever the language of Word.
_HEADING = re.compile(r"heading \d|subtitle", re.IGNORECASE)
_ITEM = re.compile(r"list\b", re.IGNORECASE)
_STYLES = {"title": Kind.TITLE, "caption": Kind.CAPTION}


def parse(data: bytes) -> Document:
    """Return the article in a document, with the title, author and language that it states.

    The date is that on which the document was made, where no line near the top shows a day.

    Raises:
        Unreadable: the file is locked, damaged, or too large once it is unpacked.
    """
    _check(data)
    try:
        from docx import Document as open_document

        document = open_document(BytesIO(data))
        parts = list(_parts(document))
        about = document.core_properties
        created = about.created
        is_known = created and created.replace(tzinfo=None) != _TEMPLATE
        made = metadata.calendar_day(created.timetuple()) if created and is_known else None
    except Exception as error:  # python-docx raises whatever a damaged file makes it meet
        reason = f"no Word document that can be read ({type(error).__name__})"
        raise Unreadable(reason, advice=_ADVICE) from None
    return article(
        parts, title=about.title, author=about.author, language=about.language, made=made
    )


def _check(data: bytes) -> None:
    """Refuse what is no archive, and one that would fill the memory once it is unpacked."""
    if data.startswith(_LOCKED):
        raise Unreadable("locked, or of an old Word", advice="save it as .docx without a password")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable("no Word document", advice=_ADVICE) from error
    if size > _LARGEST:
        raise Unreadable("over 100 MB once unpacked", advice=_ADVICE)


def _parts(document: WordDocument) -> Iterator[tuple[Kind, str]]:
    """Yield the paragraphs of a document, and the rows of its tables, in their order."""
    styles = {style.style_id: style.name or "" for style in document.styles}
    rows: set[Any] = set()
    for paragraph in document.element.body.iter(f"{_WORD}p"):
        if any(above.tag in _APART for above in paragraph.iterancestors()):
            continue
        row = next(paragraph.iterancestors(f"{_WORD}tr"), None)
        if row is None:
            if words := _words(paragraph):
                yield _kind(paragraph, styles), words
        elif row not in rows:
            rows.add(row)
            cells = (" ".join(filter(None, map(_words, cell.iter(f"{_WORD}p")))) for cell in row)
            texts = [text for text in cells if text]
            # A table of one column only lays out text.
            if len(texts) > 1:
                yield Kind.TABLE_ROW, " | ".join(texts)
            elif texts:
                yield Kind.PARAGRAPH, texts[0]


def _words(paragraph: Any) -> str:
    """Return the words of a paragraph on one line, without what has been deleted."""
    pieces = []
    for element in paragraph.iter(f"{_WORD}t", *_TEXT):
        above = takewhile(lambda each: each is not paragraph, element.iterancestors())
        if not any(each.tag in _APART for each in above):
            pieces.append(_TEXT.get(element.tag) or element.text or "")
    return " ".join("".join(pieces).split())


def _kind(paragraph: Any, styles: dict[str, str]) -> Kind:
    properties = paragraph.pPr
    name = styles.get(properties.style or "", "") if properties is not None else ""
    if _HEADING.match(name):
        return Kind.HEADING
    numbered = properties is not None and properties.numPr is not None
    if numbered or _ITEM.match(name):
        return Kind.LIST_ITEM
    return _STYLES.get(name.lower(), Kind.PARAGRAPH)
