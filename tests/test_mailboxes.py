"""Maildir and mbox → articles, whatever the messages, and never a byte written."""

from __future__ import annotations

import os
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brief.model import Document, Kind, Skipped
from brief.readers import mail
from brief.readers.encoding import Unreadable

SENTENCES = (
    "Fifteen sailors landed on Thursday, 13 days after they were seized off Basra.",
    "The minister said that the talks had gone on for a week before anybody agreed.",
    "Their families met them at the airport in the evening, with flags and flowers.",
)
PLAIN = "\r\n\r\n".join(SENTENCES) + "\r\n"
LAID_OUT = "".join(f"<table><tr><td><p>{each}</p></td></tr></table>" for each in SENTENCES)
HEADERS = (
    'From: "Lee, Ann" <ann@example.org>\r\nSubject: Sailors freed\r\n'
    "Date: Thu, 05 Apr 2007 23:30:00 -0500\r\nMessage-ID: <1.a/b%c@example.org>\r\n"
)
ALTERNATIVE = (
    f"{HEADERS}MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=xx\r\n\r\n"
    "--xx\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{plain}\r\n"
    "--xx\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--xx--\r\n"
)


def raw(body: str | bytes = PLAIN, headers: str = HEADERS, kind: str = "") -> bytes:
    typed = f"MIME-Version: 1.0\r\nContent-Type: {kind}\r\n" if kind else ""
    data = body.encode() if isinstance(body, str) else body
    return f"{headers}{typed}\r\n".encode("utf-8", "surrogateescape") + data


def maildir(folder: Path, *stored: bytes, new: bool = False) -> Path:
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(exist_ok=True)
    for number, data in enumerate(stored):
        name = f"{1_100_000_000 + number}.M{number}P1.host" + ("" if new else ":2,S")
        (folder / ("new" if new else "cur") / name).write_bytes(data)
    return folder


def mbox(folder: Path, *stored: bytes) -> Path:
    separator = b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011\n"
    data = b"".join(separator + each.replace(b"\r\n", b"\n") + b"\n\n" for each in stored)
    (folder / "mbox").write_bytes(data)
    return folder / "mbox"


def only(folder: Path, data: bytes) -> Document:
    (found,) = messages(maildir(folder, data))
    assert isinstance(found, Document), found
    return found


def prose(document: Document) -> list[str]:
    return [" ".join(document.text[b.start : b.end].split()) for b in document.prose()]


def messages(path: Path) -> list[Document | Skipped]:
    return [letter.read() for letter in mail.letters(path)]


def titles(path: Path) -> list[str]:
    found = messages(path)
    return [each.title.text for each in found if isinstance(each, Document) and each.title]


def dated(day: str, subject: str) -> bytes:
    date_line = f"Date: {day}\r\n" if day else ""
    return raw(headers=f"From: a@example.org\r\nSubject: {subject}\r\n{date_line}")


def test_message(tmp_path: Path) -> None:
    """A message has the fields that its headers state, and its text begins with the subject."""
    data = raw()
    document = only(tmp_path, data)
    assert document.title is not None
    assert document.text[: document.title.end] == document.title.text == "Sailors freed"
    assert document.blocks[0].kind is Kind.TITLE
    assert prose(document) == list(SENTENCES)
    assert document.path == "mid:1.a%2Fb%25c@example.org"
    assert (document.date, document.author) == (date(2007, 4, 5), "Lee, Ann")
    assert (document.publisher, document.url) == ("Lee, Ann", None)
    assert document.sha256 == sha256(data).hexdigest()


def test_list(tmp_path: Path) -> None:
    """A mailing list is the publisher, and the place in its archive the address."""
    headers = (
        f"{HEADERS}List-Id: The Paper's letter <letter.example.org>\r\n"
        "Archived-At: <https://lists.example.org/1>\r\n"
    )
    document = only(tmp_path, raw(headers=headers))
    assert (document.author, document.publisher) == ("Lee, Ann", "The Paper's letter")
    assert document.url == "https://lists.example.org/1"


def test_mbox_and_maildir_agree(tmp_path: Path) -> None:
    """The same message is the same article in either mailbox."""
    data = raw().replace(b"\r\n", b"\n")
    (tmp_path / "box").mkdir()
    (kept,) = messages(maildir(tmp_path / "box", data, new=True))
    (other,) = messages(mbox(tmp_path, data))
    assert isinstance(kept, Document) and isinstance(other, Document)
    assert (kept.path, kept.blocks, kept.date) == (other.path, other.blocks, other.date)
    assert kept.text.rstrip() == other.text.rstrip()


@pytest.mark.parametrize(
    ("plain", "html", "takes_html"),
    [
        (PLAIN, "".join(f"<p>{each}</p>" for each in SENTENCES), True),
        ("See this in a browser: https://example.org/x", LAID_OUT, True),
        (PLAIN, "<p>Your reader shows no text.</p>", False),
        (PLAIN, "", False),
        ("", LAID_OUT, True),
        (PLAIN + "Unsubscribe: https://example.org/u\r\n", LAID_OUT, True),
    ],
)
def test_the_richer_part(tmp_path: Path, plain: str, html: str, takes_html: bool) -> None:
    """HTML is taken unless the plain text says more."""
    plain = plain.replace("Fifteen", "15")
    data = ALTERNATIVE.replace("{plain}", plain).replace("{html}", html).encode()
    found = prose(only(tmp_path, data))
    assert len(found) >= 3
    assert found[0] == (SENTENCES[0] if takes_html else SENTENCES[0].replace("Fifteen", "15"))


def mixed(*parts: str, kind: str = "mixed", headers: str = HEADERS) -> bytes:
    body = "".join(f"--xx\r\n{part}\r\n" for part in parts) + "--xx--\r\n"
    return raw(body, headers=headers, kind=f"multipart/{kind}; boundary=xx")


def test_attachments_are_left(tmp_path: Path) -> None:
    """Files that are attached are not read, nor is the line that a mailing list puts below."""
    parts = [
        "Content-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment\r\n\r\nNot one.",
        "Content-Type: text/x-diff; name=a.diff\r\n\r\nNot two.",
        "Content-Type: text/plain; name=build.log\r\n\r\nNot three.",
        f"Content-Type: text/plain\r\n\r\n{PLAIN}",
        "Content-Type: text/plain\r\n\r\nNot four: the footer of a list.",
    ]
    document = only(tmp_path, mixed(*parts))
    assert "Not" not in document.text
    assert prose(document) == list(SENTENCES)


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("text/plain; charset=koi8-r", "Президент заявил.".encode("koi8-r"), "Президент заявил."),
        ("text/plain; charset=utf-8", "Été.".encode("latin-1"), "Été."),
        ("text/plain; charset=x-unknown", "Été — fin.".encode(), "Été — fin."),
        ("text/plain; charset=rot13", b"Sailors freed.", "Sailors freed."),
        ("text/plain", "Été — fin.".encode(), "Été — fin."),
        ("text/plain; charset=iso-2022-jp", "大統領。".encode("iso-2022-jp"), "大統領。"),
        ("text/plain; charset=utf-7", "Été.".encode("utf-7"), "Été."),
        (
            "text/html",
            b"<meta charset=windows-1251><p>" + "Президент заявил.".encode("cp1251"),
            "Президент заявил.",
        ),
        (
            "text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable",
            b"=C3=89t=C3=A9 =\r\nfin.",
            "Été fin.",
        ),
        (
            "text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64",
            b"w4l0w6kgZmluLg==",
            "Été fin.",
        ),
        ("text/plain", b"Red \x1b[31malert\x00.\r\n", "Red [31malert."),
    ],
)
def test_charsets(tmp_path: Path, kind: str, body: bytes, expected: str) -> None:
    """Text is decoded by what the part says, if the bytes bear it out."""
    assert prose(only(tmp_path, raw(body, kind=kind))) == [expected]


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("=?utf-8?q?=C3=89t=C3=A9?= fin", "Été fin"),
        ("=?utf-8?b?w4k=?=\r\n =?utf-8?b?dMOp?=", "Été"),
        ("=?koi8-r?b?8NLF2snExc7U?=", "Президент"),
        ("=?x-none?q?Sailors?=", "Sailors"),
        ("=?utf-8?b?!!!?=", "=?utf-8?b?!!!?="),
        ("Été, written as it is", "Été, written as it is"),
        ("Été".encode("latin-1").decode("ascii", "surrogateescape"), "Été"),
        ("Sailors\r\n freed", "Sailors freed"),
        ("=?utf-8?q?Red_=1B[31m?=", "Red ␛[31m"),
    ],
)
def test_subjects(tmp_path: Path, subject: str, title: str) -> None:
    """Subjects are decoded, in one line, and nothing in them acts."""
    document = only(tmp_path, raw(headers=f"From: a@example.org\r\nSubject: {subject}\r\n"))
    assert document.title is not None
    assert document.title.text == title


@pytest.mark.parametrize(
    ("sender", "author"),
    [
        ("Ann Lee <ann@example.org>", "Ann Lee"),
        ("=?utf-8?q?Ann_L=C3=A9e=2C_MP?= <ann@example.org>", "Ann Lée, MP"),
        ("ann@example.org", "ann@example.org"),
        ("ann@example.org (Ann Lee)", "Ann Lee"),
        ("", None),
    ],
)
def test_senders(tmp_path: Path, sender: str, author: str | None) -> None:
    """The author is the sender's name, else the address."""
    assert only(tmp_path, raw(headers=f"From: {sender}\r\nSubject: x\r\n")).author == author


@pytest.mark.parametrize(
    "header",
    ["From: " + "(" * 50_000, "From: " + '<a,"(' * 9_000, "Subject: " + "=?utf-8?q?a?= " * 9_000],
)
def test_endless_headers(tmp_path: Path, header: str) -> None:
    """A header without end costs the message no more than that header."""
    document = only(tmp_path, raw(headers=f"{header}\r\nDate: Thu, 05 Apr 2007 10:00:00 +0000\r\n"))
    assert set(SENTENCES) <= set(prose(document))
    assert document.date == date(2007, 4, 5)
    assert len(document.author or "") <= 2_000


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("flowed", "One goes \r\non.\r\n\r\nTwo.\r\n", ["One goes on.", "Two."]),
        ("flowed; delsp=yes", "On \r\ne.\r\n", ["One."]),
        ("flowed", " From afar \r\nit came.\r\n", ["From afar it came."]),
        ("flowed", "It ends. \r\n-- \r\nAnn\r\n", ["It ends.", "--", "Ann"]),
    ],
)
def test_flowed_text(tmp_path: Path, kind: str, body: str, expected: list[str]) -> None:
    """Lines that were only wrapped for sending are one paragraph again (RFC 3676)."""
    document = only(tmp_path, raw(body, kind=f"text/plain; format={kind}"))
    lines = [" ".join(line.split()) for line in document.text.split("\n")[2:]]
    assert [line for line in lines if line] == expected


DATED = [
    dated("Thu, 05 Apr 2007 10:00:00 +0000", "second"),
    dated("", "by delivery"),
    dated("Thu, 05 Apr 2007 23:30:00 -0500", "newest"),
    dated("Wed, 04 Apr 2007 10:00:00 +0000", "third"),
]


def test_newest_first(tmp_path: Path) -> None:
    """Messages come by the time they were sent; without one, by their delivery."""
    assert titles(maildir(tmp_path, *DATED)) == ["newest", "second", "third", "by delivery"]
    assert titles(mbox(tmp_path, *DATED)) == ["by delivery", "newest", "second", "third"]


def test_a_message_is_told_by_its_headers(tmp_path: Path) -> None:
    """Its key is the address of its article, so that it need not be read to be known."""
    path = maildir(tmp_path, raw(), *DATED)
    found = list(mail.letters(path))
    documents = [one.read() for one in found]
    assert [one.key for one in found] == [one.path for one in documents]
    assert "Sailors freed" in [one.subject for one in found]
    for file in (path / "cur").iterdir():
        file.unlink()
    with pytest.raises(OSError):
        found[0].read()


def test_lines_that_begin_with_from(tmp_path: Path) -> None:
    """Only a line that parts messages does; what an mbox quotes is as it was written."""
    body = f"Yes.\n\nFrom here on it went well.\n>From then on too.\n>>From x\n\n{PLAIN}"
    (found,) = messages(mbox(tmp_path, raw(body)))
    assert isinstance(found, Document)
    assert "\nFrom here on it went well.\nFrom then on too.\n>From x\n" in found.text


def test_mailbox_is_left_as_it_was(tmp_path: Path) -> None:
    """Reading moves, marks and changes nothing, and needs no right to write."""
    path = maildir(tmp_path, *DATED, new=True)
    mbox(path, *DATED)
    before = {file: file.stat() for file in sorted(path.rglob("*"))}
    for file in before:
        os.chmod(file, 0o500 if file.is_dir() else 0o400)
    try:
        assert len(list(messages(path))) == len(list(messages(path / "mbox"))) == 4
    finally:
        for file, status in before.items():
            os.chmod(file, status.st_mode)
    after = {file: file.stat() for file in sorted(path.rglob("*"))}
    assert list(after) == list(before)
    for file, status in after.items():
        kept = before[file]
        assert (status.st_mtime_ns, status.st_size) == (kept.st_mtime_ns, kept.st_size)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Just words.", "not a message; "),
        (b"", "not a message; "),
        (raw(b""), "no text in the message; "),
        (raw(b"JVBERi0=", kind="application/pdf"), "no text in the message; "),
        (raw(b"\x01\x02\x03" * 99, kind="text/plain"), "no text in the message; "),
        (raw(b"%PDF-1.7", kind="text/plain"), "PDF is not read yet; "),
    ],
)
def test_messages_that_cannot_be_read(tmp_path: Path, data: bytes, reason: str) -> None:
    """A message without a text is skipped with the reason, and the others are read."""
    found = list(messages(maildir(tmp_path, data, raw())))
    skipped = [each for each in found if isinstance(each, Skipped)]
    assert len(found) == 2 and len(skipped) == 1
    assert skipped[0].reason.startswith(reason)


def test_too_large_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message of a size that nobody writes is not taken into memory."""
    monkeypatch.setattr(mail, "LARGEST", 1_000)
    (found,) = messages(maildir(tmp_path, raw("x" * 2_000)))
    assert isinstance(found, Skipped)
    assert found.reason.startswith("over 50 MB; ")


def test_deep_message(tmp_path: Path) -> None:
    """Parts that nest without end are a broken message, not a broken program."""
    parts = "".join(
        f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(3_000)
    )
    (found,) = messages(maildir(tmp_path, HEADERS.encode() + parts.encode()))
    assert isinstance(found, Skipped)


def test_what_is_no_mailbox(tmp_path: Path) -> None:
    """A path that is no mailbox is refused with the reason; an empty mailbox is empty."""
    (tmp_path / "a.txt").write_text("Just words.\nFrom a@b.example Fri Jul  8 12:08:34 2011\n")
    (tmp_path / "empty").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    for name in ("a.txt", "none", "", "pipe", "a\0b"):
        with pytest.raises(Unreadable, match="; "):
            messages(tmp_path / name)
    assert list(messages(tmp_path / "empty")) == []
    assert list(messages(maildir(tmp_path))) == []


def test_same_message_id_or_none(tmp_path: Path) -> None:
    """A message without a Message-ID is known by what it says."""
    one, two = messages(maildir(tmp_path, dated("", "one"), dated("", "two")))
    assert one.path.startswith(f"{tmp_path}#")
    assert one.path != two.path


SAMPLES = [
    raw(),
    ALTERNATIVE.replace("{plain}", PLAIN).replace("{html}", LAID_OUT).encode(),
    raw(b"w4l0w6kgZmluLg==", kind="text/plain\r\nContent-Transfer-Encoding: base64"),
    mixed(
        "Content-Type: multipart/digest; boundary=yy\r\n\r\n"
        f"--yy\r\n\r\nSubject: x\r\n\r\n{PLAIN}--yy--",
        "Content-Type: text/plain; name=a.txt\r\n\r\n> Yes.\r\n-- \r\nAnn",
    ),
    raw(
        "<style>.a{display:none}</style><p class=a>x<table><tr><td bgcolor=#fff style='color:#fff'>"
        "<font size=1>y</font><b>Why not: </b>Z<a href='https://x.example/unsub'>Read more</a>"
        f"{LAID_OUT}",
        kind="text/html",
    ),
    raw(f"FYI\r\n----- Original Message -----\r\nFrom: a\r\nDate: 1 May 2026\r\n\r\n{PLAIN}"),
    raw("One \r\ntwo.", HEADERS + "List-Id: =?utf-8?q?=C3?= <x>\r\n", "text/plain; format=flowed"),
]
PIECES = st.sampled_from(
    [b"\r\n", b"\n\n", b"From a@b.example Fri Jul  8 12:08:34 2011\n", b"=?utf-8?b?", b"?=", b"\0"]
) | st.sampled_from([b"--xx", b";", b'"', b"charset*=", b"boundary=", b"\xff", b"<", b"=", b":"])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A message with runs of bytes taken out and other bytes put in."""
    data = draw(st.sampled_from(SAMPLES))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data = data[:start] + draw(PIECES | st.binary(max_size=8)) + data[end:]
    return data


@settings(max_examples=300)
@given(data=damaged() | st.binary(max_size=300))
def test_damaged_messages_raise_nothing(data: bytes) -> None:
    """Whatever a mailbox holds, its messages are values that keep their promises."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        found = [*messages(maildir(folder, data)), *messages(mbox(folder, data, raw()))]
    assert len(found) >= 3 or b"From " in data
    for each in found:
        if isinstance(each, Skipped):
            assert each.reason.isprintable() and each.path.isprintable()
            continue
        each.text.encode("utf-8")
        assert each.path.isascii() and each.path.isprintable()
        assert each.author is None or each.author.split() == each.author.split(" ")
        for block in each.blocks:
            words = each.text[block.start : block.end]
            assert words and words == words.strip()
        if each.title:
            assert each.text[each.title.start : each.title.end] == each.title.text


@settings(max_examples=100)
@given(data=st.binary(max_size=300))
def test_random_bytes_as_an_mbox_raise_nothing(data: bytes) -> None:
    """A file that never was an mbox gives a reason or messages."""
    with TemporaryDirectory() as name:
        for beginning in (b"", b"From x\n"):
            path = Path(name, "mbox")
            path.write_bytes(beginning + data)
            try:
                assert messages(path) or not data
            except Unreadable:
                assert not beginning
