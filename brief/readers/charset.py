"""Bytes → text, where a container names their charset: feeds, outlines, the parts of a mail.

Tried in this order: a byte order mark; named charsets that write other scripts in ASCII bytes
(UTF-7, ISO-2022, HZ), as their text is also valid UTF-8; UTF-8, which is named wrongly more often
than it is valid by chance; the named charsets; detection by `brief.readers.encoding`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from brief.readers import encoding
from brief.readers.encoding import Unreadable, label_of, strictly

#: Charsets whose bytes are all ASCII.
_SHIFTING = re.compile(r"utf-?7|hz.*|iso-?2022-.*")
#: `<` or `<?` where it is wide and no mark goes before it (XML 1.0, appendix F).
_WIDE = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm"
_MARKS = tuple(mark for mark, _ in encoding.BOMS)
_XML = re.compile(
    r"\s*<\?xml\b[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}[\"']([^\"'<>]{1,40})[\"']", re.ASCII
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def of_xml(data: bytes, http_charset: str = "") -> str:
    """Return the text of an XML document.

    A byte order mark goes before `http_charset`, the charset in its Content-Type, which is empty
    where there is none; that goes before the one in the XML declaration (RFC 7303, section 3).
    Where the bytes are not valid in one, the next is tried.

    Raises:
        Unreadable: `data` is no text, or in a charset that is named but not supported.
    """
    for beginning, name in _WIDE:
        if data.startswith(beginning):
            return _plain(data.decode(name, errors="replace"))
    ebcdic = data.startswith(_EBCDIC)
    beginning = data[:400].removeprefix(codecs.BOM_UTF8)
    declaration = _XML.match(beginning.decode("cp037" if ebcdic else "latin-1"))
    named = [http_charset, declaration[1] if declaration else ""]
    return _ebcdic(data, named) if ebcdic else of(data, named, guess=False)


def of(data: bytes, named: Iterable[str], *, guess: bool = True) -> str:
    """Return the text of `data` in the first of the charsets `named` that its bytes are valid in.

    Raises:
        Unreadable: `data` is no text; without `guess`, also where only charsets are named that are
            not supported and the text is not in UTF-8 either.
    """
    labels = [label for label in map(label_of, named) if label]
    encoding.refuse_known_binary(data)
    # A few zero bytes are stray ones; many make UTF-16.
    if not data.startswith(_MARKS) and data.count(0) * 10 <= len(data):
        shifting = [label for label in labels if _SHIFTING.fullmatch(label)]
        for label in (*shifting, "utf-8", *labels):
            if (text := strictly(data, label)) is not None:
                return _plain(text)
        if labels and not guess and not any(map(encoding.codec_of, labels)):
            raise Unreadable(f"its charset {labels[0]!a} is not known", advice="ask for UTF-8")
    return _plain(encoding.decode(data, labels[0] if labels else ""))


def _ebcdic(data: bytes, named: Iterable[str]) -> str:
    for label in map(label_of, named):
        text = strictly(data, label)
        if text is not None and text.startswith("<?xm"):
            return _plain(text.replace("\x85", "\n"))
    raise Unreadable("EBCDIC of a kind that it does not name", advice="ask for UTF-8")


def _plain(text: str) -> str:
    """Return `text` without a byte order mark, lone surrogates replaced by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text.removeprefix("\ufeff"))
