"""Bytes → text: detection of encodings, and refusal of what is no text.

Tried in this order: a byte order mark; UTF-16 without one, by where its zero bytes stand; UTF-8;
the charset that the format declares; UTF-8 with a few broken bytes; charset-normalizer, loaded only
when all else fails.  The text never holds a byte order mark or a lone surrogate; zero bytes in
otherwise readable text stay.
"""

from __future__ import annotations

import codecs
import re

from brief.errors import BriefError

#: Advice for a file that is no text.
_CONVERT = "save its text as .txt, .md or .html"

_SAMPLE = 1 << 16
#: Byte order marks, and the charsets of the text after them.
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "PDF is not read yet"),
    (b"PK\x03\x04", "a ZIP archive or office document, not text"),
    (b"PK\x05\x06", "a ZIP archive, not text"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document, not text"),
    (b"{\\rtf", "RTF is not read yet"),
    (b"\x1f\x8b", "a gzip archive, not text"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive, not text"),
    (b"Rar!\x1a\x07", "a RAR archive, not text"),
    (b"BZh", "a bzip2 archive, not text"),
    (b"\xfd7zXZ\x00", "an xz archive, not text"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive, not text"),
    (b"\x89PNG\r\n\x1a\n", "a picture, not text"),
    (b"GIF87a", "a picture, not text"),
    (b"GIF89a", "a picture, not text"),
    (b"\xff\xd8\xff", "a picture, not text"),
    (b"II*\x00", "a picture, not text"),
    (b"MM\x00*", "a picture, not text"),
    (b"RIFF", "a picture, sound or film, not text"),
    (b"OggS", "a sound or film, not text"),
    (b"ID3", "a sound, not text"),
    (b"fLaC", "a sound, not text"),
    (b"\x7fELF", "a program, not text"),
    (b"SQLite format 3\x00", "a database, not text"),
)
#: Openings that a text could have too: they count only where zero bytes follow.
_WORDLIKE = (b"RIFF", b"OggS", b"ID3", b"fLaC", b"BZh")

#: What labels mean in practice, where it is a larger set (WHATWG Encoding Standard) or has another
#: name in Python.
_MEANT = {
    **dict.fromkeys("ascii us-ascii latin-1 latin1 l1 iso-8859-1 iso8859-1".split(), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "iso8859-9", "latin5"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "iso8859-11", "tis-620", "tis620"), "cp874"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("shift-jis", "shiftjis", "sjis", "s-jis"), "cp932"),
    **dict.fromkeys(("euc-kr", "euckr", "ks-c-5601-1987", "ksc5601"), "cp949"),
    **dict.fromkeys(("iso-8859-8-i", "iso-8859-8-e"), "iso8859-8"),
    "windows-874": "cp874",
    "macintosh": "mac-roman",
}
#: Nothing else is looked up: Python also has codecs that unpack or run what they are given.
_CHARSETS = re.compile(
    r"(?:us-)?ascii|latin-?\d|l\d|iso-?8859-\d+(?:-[ei])?|(?:windows-?|cp|ibm)\d+|koi8-[rtu]"
    r"|gbk|gb2312|gb18030|big5(?:-?hkscs)?|euc-?(?:jp|kr|jisx0213|jis-2004)|johab|hz(?:-gb-2312)?"
    r"|shift-?(?:jis|jisx0213|jis-2004)|s-?jis|ks-c-5601-1987|ksc5601|iso-?2022-(?:jp|kr)[\w-]*"
    r"|utf-?(?:7|8|16|32)(?:-?[lb]e)?|(?:x-)?mac-?[a-z]+|ptcp154|kz-?1048|tis-?620"
)
#: The labels that a text may give itself, those of the web (Encoding Standard of the WHATWG).  Of
#: others, such as EBCDIC's, the text itself tells more.
_BELIEVED = re.compile(
    r"latin-?\d|l\d|iso-?8859-\d+|(?:windows-|cp)(?:125\d|874|932|949)|koi8-[ru]|gb18030"
    r"|big5(?:-hkscs)?|euc-jp|iso-2022-jp|mac-roman|utf-?8"
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f")) + b"\x7f"

#: Encodings that articles were kept in before Unicode.
_USUAL = tuple(
    "cp1252 cp1250 cp1251 koi8_r iso8859_2 cp1253 cp1254 cp1255 cp1256 cp1257 iso8859_5 koi8_u"
    " cp932 euc_jp gb18030 big5 cp949 cp874 iso2022_jp mac_roman".split()
)
#: By how much the `chaos` (0 to 1) of an encoding may exceed that of the best to be as good.
_ALIKE = 0.06
#: Languages in Latin letters that were not written in Western Europe's encoding.
_LATIN = {
    **dict.fromkeys("bs cs hr hu pl ro sk sl sq".split(), ("cp1250", "iso8859_2")),
    **dict.fromkeys("az tr".split(), ("cp1254",)),
    **dict.fromkeys("et lt lv".split(), ("cp1257",)),
}
_LETTERS = tuple(bytes([code]) for code in (*range(0x41, 0x5B), *range(0x61, 0x7B)))
_HIGH = bytes(range(0x80, 0x100))
#: Half of a pair of UTF-16 in the manner of UTF-8: one character that is broken, not three.
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")


class Unreadable(BriefError):
    """Input that no reader can make an article of; becomes a `Skipped`."""


def decode(data: bytes, declared: str = "") -> str:
    """Return the text of `data`; `declared` is the charset that the format names, empty for none.

    Linear in the length of `data`.  Raises `Unreadable` where `data` is no text.
    """
    refuse_known_binary(data)
    for mark, name in BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors="replace")
    if 0 in data and (wide := _wide(data)):
        return data.decode(wide, errors="replace")
    _refuse_noise(data)
    return _eight_bit(data, declared)


def refuse_known_binary(data: bytes) -> None:
    """Raise `Unreadable`, naming the format, where the first bytes are those of a binary format."""
    for magic, problem in _MAGIC:
        wordlike = magic in _WORDLIKE and 0 not in data[:64]
        if data.startswith(magic) and not wordlike:
            raise Unreadable(problem, advice=_CONVERT)
    if data[4:8] == b"ftyp":
        raise Unreadable("a sound or film, not text", advice=_CONVERT)


def _wide(data: bytes) -> str | None:
    """Return which UTF-16 `data` is in, None if in neither.

    Blanks and line ends have a zero byte in every script, always on the same side.
    """
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or (even + odd) * 25 < len(sample):
        return None
    for zeros, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > 9 * others and _decodes(sample, name):
            return name
    return None


def _decodes(sample: bytes, name: str) -> bool:
    """Return whether at most one in twenty characters of `sample` in the encoding is no text."""
    text = sample.decode(name, errors="replace")
    strange = sum(not (char.isprintable() or char.isspace()) or char == "\ufffd" for char in text)
    return strange * 20 <= len(text)


def _refuse_noise(data: bytes) -> None:
    """Raise `Unreadable` where control characters are more than accidents."""
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    # One in twenty, and a few more so that a short text may have some.
    if controls * 20 > len(sample) + 40:
        raise Unreadable("binary, not text", advice=_CONVERT)


def _eight_bit(data: bytes, declared: str) -> str:
    """Return the text of `data`, whose charset is none of UTF-16 or UTF-32."""
    label = label_of(declared)
    codec = (codec_of(label) or "") if _BELIEVED.fullmatch(label) else ""
    # ISO-2022-JP is the one declared encoding whose bytes are all valid ASCII.
    if codec == "iso2022_jp":
        return data.decode(codec, errors="replace")
    for name in ("utf-8", "" if codec.startswith("utf") else codec):
        if (text := strictly(data, name)) is not None:
            return text
    return _nearly_utf8(data) or _detected(data)


def label_of(charset: str) -> str:
    """Return the label of a charset in lower case, as the larger set that it means in practice."""
    label = charset.strip().lower().replace("_", "-")
    return _MEANT.get(label, label)


def codec_of(label: str) -> str | None:
    """Return Python's name for the charset that `label_of` gave, None where it is none."""
    name = label.removeprefix("x-")
    if not _CHARSETS.fullmatch(name):
        return None
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def strictly(data: bytes, label: str) -> str | None:
    """Return the text of `data` in a charset, None where the bytes are not valid in it."""
    codec = codec_of(label)
    try:
        return data.decode(codec) if codec else None
    except (UnicodeError, ValueError):
        return None


def _nearly_utf8(data: bytes) -> str | None:
    """Return `data` as UTF-8 where its broken bytes are no more than its sound sequences.

    Older alphabets have no such sequence by chance, Chinese and Japanese one for three broken ones
    at most; so an article that was cut off within its second dash is still told apart.
    """
    text = _SURROGATE.sub(b"\xef\xbf\xbd", data).decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = len(text) - broken - len(data.translate(None, _HIGH))
    return text if broken <= sound and broken * 100 <= len(text) else None


def _detected(data: bytes) -> str:
    """Return the text in the legacy encoding that charset-normalizer finds.

    It cannot tell Latin encodings apart by a page's few accents.  So of those that it rates about
    as good as its best, one is taken that texts in the language of the other letters were kept in.
    """
    from charset_normalizer import from_bytes

    sample = _sample(data)
    try:
        matches = list(from_bytes(sample, cp_isolation=list(_USUAL)))
        near = [match for match in matches if match.chaos <= matches[0].chaos + _ALIKE]
        alike = [name for match in near for name in (match.encoding, *match.could_be_from_charset)]
        wanted = _latin_encodings(sample)
        return data.decode(next((name for name in alike if name in wanted), alike[0]))
    except (LookupError, ValueError, TypeError):
        raise Unreadable("not text in any known encoding", advice="save it as UTF-8") from None


def _sample(data: bytes) -> bytes:
    """Return at most 64 KiB of whole lines, from the first on that is not ASCII."""
    accent = re.search(rb"[\x80-\xff]", data)
    start = data.rfind(b"\n", 0, accent.start()) + 1 if accent else 0
    sample = data[start : start + _SAMPLE]
    whole = len(sample) < _SAMPLE
    return sample if whole else sample[: sample.rfind(b"\n") + 1] or sample


def _latin_encodings(sample: bytes) -> tuple[str, ...]:
    """Return the encodings that a language in Latin letters was written in; none for others."""
    plain = re.sub(rb"[\x80-\xff]+", b"", sample)
    letters = sum(map(plain.count, _LETTERS))
    if letters < 2 * (len(sample) - len(plain)):
        return ()
    from py3langid import classify

    return _LATIN.get(str(classify(plain.decode("ascii"))[0]), ("cp1252",))
