"""Bytes → text: encodings told apart, binary files refused."""

from __future__ import annotations

import codecs
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.readers.encoding import Unreadable, decode

LEGACY = json.loads(
    (Path(__file__).parent / "cases" / "readers_encodings.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(("encoding", "text"), [pytest.param(*case, id=case[0]) for case in LEGACY])
def test_legacy_encodings(encoding: str, text: str) -> None:
    """One sentence in the encoding of its language comes out right."""
    assert decode(text.encode(encoding)) == text


def test_accents_far_into_a_long_text() -> None:
    """The encoding is found where the first accent comes after much plain English."""
    text = "The ferry sank at dawn.\n" * 9000 + "总统星期二表示，更多人将获释。\n" * 5000
    assert decode(text.encode("gb18030")) == text


@pytest.mark.parametrize(
    "text",
    [
        "The café's owner: “yes”.",
        "Президент заявил во вторник.",
        "One zero\0byte in an otherwise ordinary text.",
    ],
)
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_unicode(mark: bytes, encoding: str, text: str) -> None:
    """All of Unicode's encodings are told apart, and a byte order mark is not part of the text."""
    assert decode(mark + text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("declared", "data", "text"),
    [
        ("iso-8859-1", b"caf\xe9 \x93yes\x94", "café “yes”"),
        ("windows-1251", "Да".encode("cp1251"), "Да"),
        ("iso-2022-jp", "大統領".encode("iso-2022-jp"), "大統領"),
        ("gb2312", "总统".encode("gb18030"), "总统"),
        ("iso-8859-1", "café".encode(), "café"),
        ("latin2", "žluť".encode("iso8859-2"), "žluť"),
        ("x-gbk", "总统".encode("gbk"), "总统"),
        ("latin-1", b"gar\xe7on", "garçon"),
        ("cp037", b"The caf\xe9 of Lyon is shut.", "The café of Lyon is shut."),
        ("utf-16", b"cafe", "cafe"),
        ("utf-16", b"caf\xe9", "café"),
        ("zlib", b"cafe", "cafe"),
        ("no such charset", b"cafe", "cafe"),
    ],
)
def test_declared_charset(declared: str, data: bytes, text: str) -> None:
    """What a page declares counts, unless the bytes are plainly UTF-8 or the name is none."""
    assert decode(data, declared) == text


def test_a_broken_byte_does_not_spoil_utf8() -> None:
    """One bad byte in a text with many accents is replaced, the accents stay."""
    assert decode(("é" * 200).encode() + b"\xff" + b"abc") == "é" * 200 + "\ufffdabc"


@pytest.mark.parametrize("cut", ["“".encode()[:-1], b"\xed\xa0\x80", "’".encode("cp1252")])
def test_a_sum_of_money_survives_one_broken_byte(cut: bytes) -> None:
    """Two sound characters are enough to tell UTF-8: `£300` does not become `Â£300`."""
    text = "The court in Canterbury fined each of the fourteen men £300 on Wednesday. " * 2
    assert decode(text.encode() + cut) == f"{text}\ufffd"


def test_encoded_surrogates_do_not_come_out() -> None:
    """A lone surrogate that somebody wrote in UTF-8 is replaced."""
    text = decode(b"\xed\xa0\x80" + ("é" * 300).encode())
    assert text.isprintable()
    assert text.endswith("é" * 300)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\n", "PDF is not read yet"),
        (b"PK\x03\x04abc", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"RIFF\x00\x00\x00\x00WEBP", "picture"),
        (b"\x00\x00\x00\x18ftypmp42", "film"),
        (bytes(range(256)) * 4, "binary"),
        (b"\0" * 4000, "binary"),
    ],
)
def test_binary_files_are_refused_by_name(data: bytes, said: str) -> None:
    """A file that is no text says what it is and what to do."""
    with pytest.raises(Unreadable, match=said) as refused:
        decode(data)
    assert "save its text as .txt" in str(refused.value)


def test_a_text_may_open_like_a_sound_file() -> None:
    """Letters that are also a magic number do not make a text binary."""
    assert decode(b"RIFFs were played. ID3 tags.") == "RIFFs were played. ID3 tags."


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_a_reason(data: bytes) -> None:
    """Whatever the bytes, the text has no lone surrogate and no byte order mark, or is refused."""
    try:
        text = decode(data)
    except Unreadable as refused:
        assert refused.advice
    else:
        text.encode("utf-8")
        assert len(data) < 4 or not data.startswith(codecs.BOM_UTF8) or text[:1] != "\ufeff"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_utf8_comes_back(text: str) -> None:
    """UTF-8 without control characters is read as it was written."""
    assert decode(("x" * 30 + text).encode()) == "x" * 30 + text
