"""Bytes → text: the one place where an article's encoding is found.

In order: a byte order mark; UTF-16 without one, by where its zero bytes stand; UTF-8; what the
format declares; UTF-8 with a few broken bytes; charset-normalizer, loaded only when all else fails.
Text never holds a byte order mark or a lone surrogate; zero bytes in otherwise readable text stay.
"""

from __future__ import annotations

import codecs
import re

from brief.errors import BriefError

#: What can be done about a file that is no text.
CONVERT = "save its text as .txt, .md or .html"

_SAMPLE = 1 << 16
_BOMS = (
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
#: Openings that somebody's text could have too: they count only where zero bytes come with them.
_WORDLIKE = (b"RIFF", b"OggS", b"ID3", b"fLaC", b"BZh")

#: The WHATWG Encoding Standard reads many labels as a larger set; these are Python's names.
_LABELS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "macintosh": "mac_roman",
}
#: Nothing else is looked up: Python also has codecs that unpack or run what they are given.
_KNOWN = re.compile(
    r"(?:iso-?8859-\d+|(?:windows-|cp)(?:125\d|874|932|949)|koi8-[ru]|gb18030|big5(?:-hkscs)?"
    r"|euc-jp|iso-2022-jp|mac_roman)"
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f")) + b"\x7f"

#: Encodings that articles were kept in before Unicode.
_USUAL = tuple(
    "cp1252 cp1250 cp1251 koi8_r iso8859_2 cp1253 cp1254 cp1255 cp1256 cp1257 iso8859_5 koi8_u"
    " cp932 euc_jp gb18030 big5 cp949 cp874 iso2022_jp mac_roman".split()
)
#: How much more `chaos`, from 0 to 1, than the best may have what is still as good as it.
_ALIKE = 0.06
#: Languages in Latin letters that were not written in Western Europe's encoding.
_PAGES = {
    **dict.fromkeys("bs cs hr hu pl ro sk sl sq".split(), ("cp1250", "iso8859_2")),
    **dict.fromkeys("az tr".split(), ("cp1254",)),
    **dict.fromkeys("et lt lv".split(), ("cp1257",)),
}
_LETTERS = tuple(bytes([code]) for code in (*range(0x41, 0x5B), *range(0x61, 0x7B)))
_HIGH = bytes(range(0x80, 0x100))
#: Half of a pair of UTF-16 in the manner of UTF-8: one character that is broken, not three.
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")


class Unreadable(BriefError):
    """An input that no reader can make an article of; becomes a `Skipped`."""


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of `data`; `declared` is the charset that the format itself names.

    Linear in the length of `data`.  Raises `Unreadable` for what is no text.
    """
    refuse_known_binary(data)
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors="replace")
    if 0 in data and (wide := _wide(data)):
        return data.decode(wide, errors="replace")
    _refuse_noise(data)
    return _eight_bit(data, declared)


def refuse_known_binary(data: bytes) -> None:
    """Raise `Unreadable`, naming the format, where the first bytes are those of a known one."""
    for magic, problem in _MAGIC:
        wordlike = magic in _WORDLIKE and 0 not in data[:64]
        if data.startswith(magic) and not wordlike:
            raise Unreadable(problem, advice=CONVERT)
    if data[4:8] == b"ftyp":
        raise Unreadable("a sound or film, not text", advice=CONVERT)


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
    """Return whether nearly all of `sample` makes sense in the encoding."""
    text = sample.decode(name, errors="replace")
    strange = sum(not (char.isprintable() or char.isspace()) or char == "\ufffd" for char in text)
    return strange * 20 <= len(text)


def _refuse_noise(data: bytes) -> None:
    """Raise `Unreadable` where control characters are more than accidents."""
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    # One in twenty, and a few more so that a short text may have some.
    if controls * 20 > len(sample) + 40:
        raise Unreadable("binary, not text", advice=CONVERT)


def _eight_bit(data: bytes, declared: str | None) -> str:
    codec = _codec(declared) if declared else None
    # ISO-2022-JP is the one declared encoding whose bytes are all valid ASCII.
    if codec == "iso-2022-jp":
        return data.decode(codec, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if codec:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            pass
    return _nearly_utf8(data) or _detected(data)


def _codec(declared: str) -> str | None:
    label = declared.strip().lower()
    name = _LABELS.get(label, label)
    return name if _KNOWN.fullmatch(name) and _exists(name) else None


def _exists(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


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

    It cannot tell Latin encodings apart by a page's few accents.  So of those that it likes about
    as well as its best, one that the language of the other letters was written in is taken.
    """
    from charset_normalizer import from_bytes

    sample = _telling(data)
    try:
        found = list(from_bytes(sample, cp_isolation=list(_USUAL)))
        near = [match for match in found if match.chaos <= found[0].chaos + _ALIKE]
        alike = [name for match in near for name in (match.encoding, *match.could_be_from_charset)]
        wanted = _pages(sample)
        return data.decode(next((name for name in alike if name in wanted), alike[0]))
    except (LookupError, ValueError, TypeError):
        raise Unreadable("not text in any known encoding", advice="save it as UTF-8") from None


def _telling(data: bytes) -> bytes:
    """Return whole lines from the first one on that is not ASCII, as many as tell the encoding."""
    accent = re.search(rb"[\x80-\xff]", data)
    start = data.rfind(b"\n", 0, accent.start()) + 1 if accent else 0
    sample = data[start : start + _SAMPLE]
    whole = len(sample) < _SAMPLE
    return sample if whole else sample[: sample.rfind(b"\n") + 1] or sample


def _pages(sample: bytes) -> tuple[str, ...]:
    """Return the encodings that a language in Latin letters was written in; none for others."""
    plain = re.sub(rb"[\x80-\xff]+", b"", sample)
    letters = sum(map(plain.count, _LETTERS))
    if letters < 2 * (len(sample) - len(plain)):
        return ()
    from py3langid import classify

    return _PAGES.get(str(classify(plain.decode("ascii"))[0]), ("cp1252",))
