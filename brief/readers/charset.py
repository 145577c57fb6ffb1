"""Bytes whose container names their charset → text: feeds, outlines, the parts of a mail.

In order: a byte order mark; charsets that write other scripts in ASCII bytes (UTF-7, ISO-2022, HZ),
as their text would pass for UTF-8; UTF-8, which is named wrongly more often than it comes about by
chance; the named charset; what `brief.readers.encoding` finds.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from brief.readers.encoding import Unreadable, decode, refuse_known_binary

#: Nothing else is looked up: Python also has codecs that unpack or run what they are given.
_KNOWN = re.compile(
    r"(?:us-)?ascii|latin-?\d|l\d|iso-?8859-\d+(?:-[ei])?|(?:windows-?|cp|ibm)\d+|koi8-[rtu]"
    r"|gbk|gb2312|gb18030|big5(?:-?hkscs)?|euc-?(?:jp|kr|jisx0213|jis-2004)|johab|hz(?:-gb-2312)?"
    r"|shift-?(?:jis|jisx0213|jis-2004)|s-?jis|ks-c-5601-1987|ksc5601|iso-?2022-(?:jp|kr)[\w-]*"
    r"|utf-?(?:7|8|16|32)(?:-?[lb]e)?|(?:x-)?mac-?[a-z]+|ptcp154|kz-?1048|tis-?620"
)
#: Charsets whose bytes are all ASCII.
_SHIFTING = re.compile(r"utf-?7|hz.*|iso-?2022-.*")
#: What labels mean in practice, where it is a larger set (WHATWG Encoding Standard) or has another
#: name in Python.
_MEANT = {
    **dict.fromkeys("ascii us-ascii latin-1 latin1 l1 iso-8859-1 iso8859-1".split(), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "iso8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "iso8859-11", "tis-620", "tis620"), "cp874"),
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **dict.fromkeys(("shift-jis", "shiftjis", "sjis", "s-jis"), "cp932"),
    **dict.fromkeys(("euc-kr", "euckr", "ks-c-5601-1987", "ksc5601"), "cp949"),
    **dict.fromkeys(("iso-8859-8-i", "iso-8859-8-e"), "iso8859-8"),
    "windows-874": "cp874",
    "macintosh": "mac-roman",
}
#: `<` or `<?` where it is wide and no mark goes before it (XML 1.0, appendix F).
_WIDE = (
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_EBCDIC = b"\x4c\x6f\xa7\x94"  # "<?xm"
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_XML = re.compile(
    r"\s*<\?xml\b[^>]{0,200}?\bencoding\s{0,9}=\s{0,9}[\"']([^\"'<>]{1,40})[\"']", re.ASCII
)
_PARAMETER = re.compile(r";\s*charset\s*=\s*[\"']?([^\s\"';,]{1,40})", re.IGNORECASE)
_SURROGATE = re.compile("[\ud800-\udfff]")


def of_xml(data: bytes, content_type: str = "") -> str:
    """Return the text of an XML document that came with the header `content_type`.

    A byte order mark goes before the header's charset, that before the one in the XML declaration
    (RFC 7303, section 3); where the bytes do not bear one out, the next is tried.  Raises
    `Unreadable` for what is no text, and for text in a charset that is named but not known.
    """
    header = _PARAMETER.findall(content_type)[:1]
    for beginning, name in _WIDE:
        if data.startswith(beginning):
            return _plain(data.decode(name, errors="replace"))
    if data.startswith(_EBCDIC):
        inside = _XML.match(data[:400].decode("cp037"))
        return _ebcdic(data, [*header, *(inside.groups() if inside else ())])
    inside = _XML.match(data[:400].removeprefix(codecs.BOM_UTF8).decode("latin-1"))
    return of(data, [*header, *(inside.groups() if inside else ())], guess=False)


def of(data: bytes, named: Iterable[str], *, guess: bool = True) -> str:
    """Return the text of `data` in the first of the charsets `named` that its bytes bear out.

    Raises `Unreadable` for what is no text; without `guess`, also where only charsets are named
    that nothing here knows and the text is not in UTF-8 either.
    """
    names = [name for name in map(_meant, named) if name]
    refuse_known_binary(data)
    # A few zero bytes are stray ones; many make UTF-16.
    if not data.startswith(_MARKS) and data.count(0) * 10 <= len(data):
        shifting = [name for name in names if _SHIFTING.fullmatch(name)]
        for name in (*shifting, "utf-8", *names):
            if (text := _strictly(data, name)) is not None:
                return _plain(text)
        unknown = [name for name in names if _codec(name) is None]
        if unknown and unknown == names and not guess:
            raise Unreadable(f"its charset {unknown[0]!a} is not known", advice="ask for UTF-8")
    return _plain(decode(data, names[0] if names else None))


def _meant(label: str) -> str:
    label = label.strip().lower().replace("_", "-")
    return _MEANT.get(label, label)


def _codec(name: str) -> str | None:
    name = name.removeprefix("x-")
    if not _KNOWN.fullmatch(name):
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _strictly(data: bytes, name: str) -> str | None:
    codec = _codec(name)
    try:
        return data.decode(codec) if codec else None
    except (UnicodeError, ValueError):
        return None


def _ebcdic(data: bytes, named: Iterable[str]) -> str:
    for name in named:
        text = _strictly(data, _meant(name))
        if text is not None and text.startswith("<?xm"):
            return _plain(text.replace("\x85", "\n"))
    raise Unreadable("EBCDIC of a kind that it does not name", advice="ask for UTF-8")


def _plain(text: str) -> str:
    """Return `text` without a mark at its beginning and lone surrogates anywhere."""
    return _SURROGATE.sub("\ufffd", text.removeprefix("\ufeff"))
